"""What CKAN makes of what it is sent, as measured at a real one (2.12 with ckanext-scheming): the fake's own fields.

The fields stand here again, and not as the pipeline has them, so that the one is a check on the other.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from enum import Enum, auto
from typing import Any

from pipeline.model.report import Text
from pipeline.publish.ckan.failures import Conflict, PublishError


class Kind(Enum):
    """Which fields a portal has: those of our plugin, those of ckanext-dcat's ``dcat_ap_full``, or CKAN's own alone."""

    PLUGIN = auto()
    DCAT = auto()
    PLAIN = auto()


_AGENT = ("uri", "name", "email", "url", "type", "identifier")
_CORE = {"name", "title", "notes", "url", "version", "license_id", "author", "maintainer", "owner_org", "private"}
_TEXTS = {"access_rights", "identifier", "frequency", "issued", "modified", "provenance", "dcat_type", "uri"}
_TEXTS |= {"version_notes"}
_LISTS = {"theme", "language", "conforms_to", "documentation", "alternate_identifier"}
_GROUPS: dict[str, tuple[str, ...]] = {
    "contact": ("uri", "name", "email", "identifier", "url"),
    "publisher": _AGENT,
    "creator": _AGENT,
    "spatial_coverage": ("uri", "text", "geom", "bbox", "centroid"),
    "temporal_coverage": ("start", "end"),
    "provenance_activity": ("uri", "label", "seeAlso", "dct_type", "startedAtTime"),
}
_GERMAN_TEXTS = {"availability", "previous_version"}
_GERMAN_LISTS = {"political_geocoding_level_uri", "political_geocoding_uri", "contributor_id", "legal_basis"}
_GERMAN_GROUPS: dict[str, tuple[str, ...]] = {
    "translations": ("language", "title", "notes", "keywords", "version_notes", "provenance"),
    "series": ("uri", "title", "description", "language"),
}
_COLUMNS = ("name", "format", "mimetype", "hash", "size")
_FILE_TEXTS = {"url", "name", "description", "format", "license", "availability", "issued", "modified", "mimetype"}
_FILE_TEXTS |= {"hash", "hash_algorithm", "rights", "uri", "size"}
_FILE_LISTS = {"language", "conforms_to", "documentation"}
_SERVICE = ("uri", "title", "description", "endpoint_description", "endpoint_url", "serves_dataset", "access_rights",
            "license", "theme", "contact", "language", "identifier")  # fmt: skip
_GERMAN_FILE_TEXTS = {"license_attribution_by_text", "upload_md5", "upload_sha256"}
_FILE_TRANSLATIONS = ("language", "name", "description", "license_attribution_by_text", "rights")
_FORMATS = {"csv": "CSV", "text/csv": "CSV", "json": "JSON", "xlsx": "XLSX", "rdf": "RDF", "ics": "ICS", "html": "HTML"}


class Fields:
    """The fields of a portal of a kind."""

    def __init__(self, kind: Kind) -> None:
        german = kind is Kind.PLUGIN
        plain = kind is Kind.PLAIN
        self.plain = plain
        self.texts = _CORE if plain else _CORE | _TEXTS | (_GERMAN_TEXTS if german else set())
        self.lists = set() if plain else _LISTS | (_GERMAN_LISTS if german else set())
        self.groups = {} if plain else _GROUPS | (_GERMAN_GROUPS if german else {})
        self.file_texts = _FILE_TEXTS | (_GERMAN_FILE_TEXTS if german else set())
        self.file_groups: dict[str, tuple[str, ...]] = {} if plain else {"access_services": _SERVICE}
        if german:
            self.file_groups["translations"] = _FILE_TRANSLATIONS

    def schema(self, lacks: Iterable[str] = ()) -> dict[str, Any]:
        """The answer of ``scheming_dataset_schema_show``, of an operator who left out some fields."""
        texts = self.texts | self.lists | {"tag_string"}
        return {
            "dataset_type": "dataset",
            "dataset_fields": [*_told(texts.difference(lacks)), *_told_groups(self.groups)],
            "resource_fields": [
                *_told((self.file_texts | _FILE_LISTS).difference(lacks)),
                *_told_groups(self.file_groups),
            ],
        }

    def clean_dataset(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a dataset as they are stored: what the portal has no place for goes silently."""
        if "notes" not in sent and not self.plain:
            raise Conflict({"notes": ["Fehlender Wert"], "__type": "Validation Error"})
        kept: dict[str, Any] = {name: str(sent[name]) for name in sorted(self.texts) if sent.get(name) is not None}
        kept["title"] = kept.get("title", "").strip() or kept["name"]
        kept |= {name: _texts(sent[name]) for name in sorted(self.lists) if sent.get(name) is not None}
        groups = {name: _group(sent.get(name), parts) for name, parts in self.groups.items()}
        kept |= {name: entries for name, entries in groups.items() if entries}
        return kept | {"tags": _tags(sent.get("tags") or ()), "extras": _extras(sent.get("extras") or (), self)}

    def clean_file(self, sent: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        """A file's entry as it is stored: it replaces the one before, but for the columns of CKAN's own table."""
        kept = {name: value for name, value in sent.items() if value is not None}
        for name, parts in self.file_groups.items():
            if name in sent and not isinstance(sent[name], list):
                raise PublishError(Text("Integrity Error", "Integrity Error"))
            if name in sent:
                kept[name] = _group(sent[name], parts)
        if not self.plain:
            kept |= {name: _texts(kept[name]) for name in sorted(_FILE_LISTS & kept.keys())}
            kept = {name: v for name, v in kept.items() if not (name in ("issued", "modified") and v == "")}
        kept = {name: before[name] for name in _COLUMNS if before.get(name) is not None} | kept
        kept["format"] = _FORMATS.get(str(kept.get("format", "")).lower(), kept.get("format", ""))
        if kept.get("size") == "":
            del kept["size"]
        return kept


def _told(names: Iterable[str]) -> list[dict[str, Any]]:
    return [{"field_name": name, "label": {"de": name}} for name in sorted(names)]


def _told_groups(groups: Mapping[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    return [{"field_name": name, "repeating_subfields": _told(parts)} for name, parts in groups.items()]


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(item) for item in values if item != ""]


def _group(value: Any, parts: tuple[str, ...]) -> list[dict[str, Any]]:
    kept = [
        {part: entry[part] for part in parts if entry.get(part) is not None and not _is_empty_date(part, entry[part])}
        for entry in value or ()
    ]
    return [entry for entry in kept if entry]


def _is_empty_date(part: str, value: Any) -> bool:
    return part in ("start", "end") and value == ""


def _tags(sent: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    names = sorted({tag["name"] for tag in sent})
    for name in names:
        if not 2 <= len(name) <= 100 or re.search(r"[^\w .-]", name):
            raise Conflict({"tags": [f'Der Tag "{name}" ist ungültig'], "__type": "Validation Error"})
    return [
        {"name": name, "display_name": name, "id": str(uuid.uuid5(uuid.NAMESPACE_OID, name)), "state": "active"}
        for name in names
    ]


def _extras(sent: Iterable[Mapping[str, Any]], fields: Fields) -> list[dict[str, Any]]:
    """Extras come back in another order, so that nobody relies on theirs."""
    extras = [dict(extra) for extra in sent]
    names = fields.texts | fields.lists | set(fields.groups)
    if any(not isinstance(extra["value"], str) or extra["key"] in names - _CORE for extra in extras):
        raise Conflict({"extras": [{"key": ["There is a schema field with the same name"]}]})
    return sorted(extras, key=lambda extra: str(extra["key"])[::-1])
