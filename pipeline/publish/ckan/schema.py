"""What a portal has a place for, and our fields as that portal takes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.report import Text
from pipeline.publish.ckan import wording
from pipeline.publish.ckan.failures import PublishError
from pipeline.publish.ckan.fields import DATASET_FIELDS, FILE_FIELDS, ON_THE_MAP, Field, Fields
from pipeline.publish.ckan.wanted import Wanted, WantedFile


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of a portal, each with its subfields; both empty for a CKAN without ckanext-scheming."""

    dataset: Mapping[str, frozenset[str]] = field(default_factory=dict)
    resource: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        """Whether the portal knows CKAN's own fields alone."""
        return not self.dataset

    @property
    def keeps_checksums(self) -> bool:
        """Whether our checksums have a place of their own, where the portal's loader does not overwrite them."""
        return set(CHECKSUMS) <= set(self.resource)


def parse_schema(answer: Mapping[str, Any]) -> Schema:
    """The schema as ``scheming_dataset_schema_show`` tells it."""
    core = dict.fromkeys(CORE_RESOURCE, frozenset[str]())  # columns of CKAN's own, whatever the schema says
    return Schema(_fields(answer.get("dataset_fields", ())), core | _fields(answer.get("resource_fields", ())))


def _fields(told: Iterable[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    fields = {
        each["field_name"]: frozenset(sub["field_name"] for sub in each.get("repeating_subfields", ())) for each in told
    }
    if "tag_string" in fields:  # the form's name for the tags
        fields["tags"] = frozenset({"name"})
    return fields


CHECKSUMS = ("upload_md5", "upload_sha256")
CORE_RESOURCE = frozenset({"name", "description", "format", "mimetype", "size", "hash"})
CORE_DATASET = frozenset({"title", "notes", "tags", "license_id", "url", "version"})


@dataclass(frozen=True, slots=True)
class Adapted:
    """A dataset as a certain portal takes it. ``owned`` are all names that are ours to set or to clear."""

    wanted: Wanted
    fields: Fields
    files: tuple[tuple[WantedFile, Fields], ...]
    owned: frozenset[str]
    owned_of_files: frozenset[str]
    lost: tuple[Text, ...]


def adapt(wanted: Wanted, schema: Schema) -> Adapted:
    """The dataset in the fields that the portal has, and what is lost of it."""
    make, make_file = (
        (_plain, _plain_file) if schema.is_plain else (_schemed(schema.dataset), _schemed(schema.resource))
    )
    files = tuple((file, make_file(_with_checksums(file, schema))) for file in wanted.files)
    return Adapted(
        wanted,
        make(wanted.fields),
        files,
        CORE_DATASET | {"extras"} if schema.is_plain else frozenset(set(schema.dataset) & _names(DATASET_FIELDS)),
        frozenset({*_names(FILE_FIELDS), *CHECKSUMS}),
        _lost(wanted, schema),
    )


def _with_checksums(file: WantedFile, schema: Schema) -> Mapping[str, Any]:
    checksums = dict(zip(CHECKSUMS, (file.md5, file.sha256), strict=True)) if schema.keeps_checksums else {}
    return {**file.fields, **checksums}


def _names(fields: Iterable[Field]) -> set[str]:
    return {field.name for field in fields}


def _schemed(known: Mapping[str, frozenset[str]]) -> Callable[[Mapping[str, Any]], Fields]:
    """Our fields without those that the schema does not know, and their parts likewise."""

    def make(fields: Mapping[str, Any]) -> Fields:
        parts = {name: _parts(value, known[name]) for name, value in fields.items() if name in known}
        return {name: value for name, value in parts.items() if value}

    return make


def _parts(value: Any, known: frozenset[str]) -> Any:
    if not known or not isinstance(value, list):
        return value
    entries = ({name: text for name, text in entry.items() if name in known} for entry in value)
    return [entry for entry in entries if entry]


def _plain(fields: Mapping[str, Any]) -> Fields:
    """CKAN's own fields, and extras under the names that ckanext-dcat reads where there is no schema."""
    core = {name: value for name, value in fields.items() if name in CORE_DATASET}
    return core | {"extras": [{"key": key, "value": value} for key, value in sorted(_extras(fields).items())]}


def _extras(fields: Mapping[str, Any]) -> dict[str, str]:
    extras = {}
    for name, value in fields.items():
        match value:
            case _ if name in CORE_DATASET or name == ON_THE_MAP:
                continue
            case str() | int():
                extras[name] = str(value)
            case [str(), *_]:
                extras[name] = json.dumps(value, ensure_ascii=False)
            case [dict(entry)] if name in _PREFIXES:
                extras |= {f"{_PREFIXES[name]}_{key}": text for key, text in entry.items()}
    return extras


def refuse_what_cannot_be_known_again(schema: Schema) -> None:
    """A schema must have a place for what we know our own by; a CKAN without one keeps it among the extras."""
    needed = ((wording.IDENTIFIER, "identifier" in schema.dataset), (wording.FILE_IRI, "uri" in schema.resource))
    lacking = [label for label, is_there in needed if not is_there]
    if lacking and not schema.is_plain:
        raise PublishError(wording.unrecognizable(lacking))


_PREFIXES = {"publisher": "publisher", "contact": "contact", "creator": "creator", "temporal_coverage": "temporal"}
_PARTS = ("uri", "name", "url", "type", "email", "start", "end")
OUR_EXTRAS = frozenset(
    {entry.name for entry in DATASET_FIELDS if entry.name != ON_THE_MAP}
    | {f"{prefix}_{part}" for prefix in _PREFIXES.values() for part in _PARTS}
)
MAX_INDEXED_BYTES = 32_766
_NOT_INDEXED = frozenset({"notes"})


def refuse_what_cannot_be_indexed(adapted: Adapted) -> None:
    """CKAN's search breaks off at a text that is too long, when files have been stored already."""
    labels = {entry.name: entry.label for entry in DATASET_FIELDS}
    texts = {name: value for name, value in adapted.fields.items() if name in labels and name not in _NOT_INDEXED}
    too_long = [labels[name] for name, value in texts.items() if _longest(value) > MAX_INDEXED_BYTES]
    if too_long:
        raise PublishError(wording.too_wordy(too_long))


def _longest(value: Any) -> int:
    """The length of the longest text in UTF-8; the parts of a table are kept otherwise and may be longer."""
    texts = value if isinstance(value, list) else [value]
    return max((len(text.encode()) for text in texts if isinstance(text, str)), default=0)


def _plain_file(fields: Mapping[str, Any]) -> Fields:
    """CKAN keeps any text with a file; a list of texts goes as JSON."""
    kept = {name: value for name, value in fields.items() if not _is_table(value)}
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
        for name, value in kept.items()
    }


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _lost(wanted: Wanted, schema: Schema) -> tuple[Text, ...]:
    """What the portal has no place for, as people call it."""
    lost: dict[Text, None] = {}
    for entry in DATASET_FIELDS:
        value = wanted.fields.get(entry.name)
        if schema.is_plain:
            gone = _is_table(value) and entry.name not in {*_PREFIXES, "tags"}
        else:
            gone = entry.name not in schema.dataset
        if value and gone and entry.name != ON_THE_MAP:
            lost[entry.label] = None
    for entry in FILE_FIELDS:
        values = [file.fields.get(entry.name) for file in wanted.files]
        gone = any(map(_is_table, values)) if schema.is_plain else entry.name not in schema.resource
        if any(values) and gone:
            lost[Text(f"{entry.label.de} (Datei)", f"{entry.label.en} (file)")] = None
    return tuple(lost)
