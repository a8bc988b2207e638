"""The fields of CKAN: what people call each, and how its value is read from a catalog.

They are those of ckanext-dcat's ``dcat_ap_full`` and of our plugin's schema; CKAN's words stay in this folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pipeline.model.catalog import MEDIA_TYPES
from pipeline.model.graph import Index, language_of, literal_text
from pipeline.model.report import Text
from pipeline.model.vocabulary import expand
from pipeline.publish.ckan.outline import outline_of

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of CKAN: its name, what people call it, and how its value is read from the catalog."""

    name: str
    label: Text
    read: Callable[[Source, str], Any]


@dataclass(frozen=True, slots=True)
class Source:
    """The catalog, and the language of the portal."""

    index: Index
    language: str

    def texts(self, subject: str, predicate: str, language: str = "") -> list[str]:
        """The texts in a language, by default the portal's; without any in it, those there are."""
        found = self.index.objects(subject, predicate)
        wanted = language or self.language
        chosen = [term for term in found if language_of(term) in ("", wanted)]
        return [literal_text(term) for term in chosen or (found if not language else [])]


def _text(predicate: str, source: Source, term: str) -> str:
    return next(iter(source.texts(term, predicate)), "")


def _texts(predicate: str, source: Source, term: str) -> list[str]:
    return source.texts(term, predicate)


def _iri(predicate: str, source: Source, term: str) -> str:
    return next(iter(_iris(predicate, source, term)), "")


def _iris(predicate: str, source: Source, term: str) -> list[str]:
    return sorted(literal_text(found) for found in source.index.objects(term, predicate))


def _this(_: Source, term: str) -> str:
    return literal_text(term)


def _tags(source: Source, term: str) -> list[dict[str, str]]:
    """Keywords as CKAN takes them: letters, digits, blanks, hyphens, dots; 2 to 100 characters."""
    words = (" ".join(re.sub(r"[^\w .-]", " ", word).split()) for word in source.texts(term, "dcat:keyword"))
    return [{"name": word} for word in sorted({word[:100].rstrip() for word in words if len(word) > 1})]


def _translations(paths: Mapping[str, Sequence[str]], source: Source, term: str) -> list[dict[str, str]]:
    """The texts in the other languages, an entry for each; ``paths`` lead to the text of each of CKAN's fields."""
    holders = {name: _follow(path[:-1], source, term) for name, path in paths.items()}
    texts = {name: (holder, paths[name][-1]) for name, holder in holders.items() if holder}
    found = {language_of(text) for holder, last in texts.values() for text in source.index.objects(holder, last)}
    entries = []
    same = {"language": source.language}
    for language in sorted(found - {"", source.language}):
        entry = {"language": language}
        for name, (holder, last) in texts.items():
            tagged = {literal_text(t) for t in source.index.objects(holder, last) if language_of(t) == source.language}
            own = source.texts(holder, last, source.language)
            told = [text for text in source.texts(holder, last, language) if text not in own or text in tagged]
            if told:
                entry[name] = ", ".join(told)
            # A word that is the same in both languages is claimed for the portal's own, too.
            if both := [text for text in told if text in own]:
                same[name] = ", ".join(both)
        entries.append(entry)
    return [entry for entry in (*entries, same) if len(entry) > 1]


def _follow(path: Sequence[str], source: Source, term: str) -> str:
    """The thing at the end of a path of predicates; empty where the path breaks off."""
    for predicate in path:
        term = next(iter(source.index.objects(term, predicate)), "") if term else ""
    return term


_DATASET_TEXTS = {
    "title": ("dcterms:title",),
    "notes": ("dcterms:description",),
    "keywords": ("dcat:keyword",),
    "version_notes": ("adms:versionNotes",),
    "provenance": ("dcterms:provenance", "rdfs:label"),
}
_FILE_TEXTS = {
    "name": ("dcterms:title",),
    "description": ("dcterms:description",),
    "license_attribution_by_text": ("dcatde:licenseAttributionByText",),
    "rights": ("dcterms:rights", "rdfs:label"),
}


def _series(source: Source, term: str) -> list[dict[str, str]]:
    """The series of all editions, an entry for each language; the portal's own goes without saying."""
    entries = []
    for series in sorted(source.index.objects(term, "dcat:inSeries")):
        found = {language_of(text) for text in source.index.objects(series, "dcterms:title")}
        for language in ["", *sorted(found - {"", source.language})]:
            texts = {
                name: next(iter(source.texts(series, predicate, language)), "")
                for name, predicate in (("title", "dcterms:title"), ("description", "dcterms:description"))
            }
            entry = {"uri": literal_text(series), "language": language, **texts}
            entries.append({name: text for name, text in entry.items() if text})
    return entries


def _agents(predicate: str, source: Source, term: str) -> list[dict[str, str]]:
    read = {"name": ("foaf:name", _text), "url": ("foaf:homepage", _iri), "type": ("dcterms:type", _iri)}
    return list(_parts(predicate, read, source, term))


def _contacts(source: Source, term: str) -> list[dict[str, str]]:
    read = {"name": ("vcard:fn", _text), "email": ("vcard:hasEmail", _iri), "url": ("vcard:hasURL", _iri)}
    found = _parts("dcat:contactPoint", read, source, term)
    return [entry | {"email": entry["email"].removeprefix("mailto:")} | _KIND for entry in found if "email" in entry]


_KIND = {"type": expand("vcard:Organization")}  # a role, never a person


def _periods(source: Source, term: str) -> list[dict[str, str]]:
    read = {"start": ("dcat:startDate", _text), "end": ("dcat:endDate", _text)}
    return [
        {key: entry[key] for key in entry if key != "uri"} for entry in _parts("dcterms:temporal", read, source, term)
    ]


def _places(source: Source, term: str) -> list[dict[str, str]]:
    """Each place with its name, if it has another than its key, and where it lies, in the very text of the catalog."""
    read = {"text": ("skos:prefLabel", _text), "bbox": ("dcat:bbox", _text), "centroid": ("dcat:centroid", _text)}
    places = _parts("dcterms:spatial", read, source, term)
    return [
        {name: text for name, text in place.items() if name != "text" or not place["uri"].endswith(f"/{text}")}
        for place in places
    ]


def _outline(source: Source, term: str) -> str:
    """The extent of the first place that has one, as GeoJSON: what ckanext-spatial searches by."""
    return outline_of(next((place["bbox"] for place in _places(source, term) if "bbox" in place), ""))


def _activities(source: Source, term: str) -> list[dict[str, str]]:
    read = {"label": ("rdfs:label", _text), "startedAtTime": ("prov:startedAtTime", _text)}
    return list(_parts("prov:wasGeneratedBy", read, source, term))


_Read = Mapping[str, tuple[str, Callable[[str, Source, str], str]]]


def _parts(predicate: str, read: _Read, source: Source, term: str) -> Iterator[dict[str, str]]:
    """What hangs below a thing, each as a table of CKAN's subfields."""
    for part in sorted(source.index.objects(term, predicate)):
        values = {name: reader(inner, source, part) for name, (inner, reader) in read.items()}
        yield {"uri": literal_text(part)} | {name: value for name, value in values.items() if value}


def _label_of(predicate: str, source: Source, term: str) -> str:
    """The words of a statement about rights or origin."""
    found = source.index.objects(term, predicate)
    return _text("rdfs:label", source, found[0]) if found else ""


def _format(source: Source, term: str) -> str:
    """The format by the name that portals' previews know."""
    code = _iri("dcterms:format", source, term).rpartition("/")[2]
    return _FORMATS.get(code, code)


def _media_type(source: Source, term: str) -> str:
    return _iri("dcat:mediaType", source, term).removeprefix(MEDIA_TYPES)


def _size(source: Source, term: str) -> int:
    return int(source.index.text(term, "dcat:byteSize", "0"))


def _checksum(predicate: str, source: Source, term: str) -> str:
    found = source.index.objects(term, "spdx:checksum")
    return next(iter(_iris(predicate, source, found[0])), "") if found else ""


def read_services(source: Source, term: str) -> list[dict[str, Any]]:
    """The data service that serves the dataset, told at its first file because CKAN has no other place for it."""
    services = source.index.subjects("dcat:servesDataset", term)
    texts = {"title": "dcterms:title", "description": "dcterms:description"}
    iris = {"license": "dcterms:license", "access_rights": "dcterms:accessRights"}
    lists = {"endpoint_url": "dcat:endpointURL", "serves_dataset": "dcat:servesDataset", "theme": "dcat:theme"}
    return [
        {"uri": literal_text(service), "endpoint_description": _iri("dcat:endpointDescription", source, service)}
        | {name: _text(predicate, source, service) for name, predicate in texts.items()}
        | {name: _iri(predicate, source, service) for name, predicate in iris.items()}
        | {name: _iris(predicate, source, service) for name, predicate in lists.items()}
        for service in sorted(services)
    ]


def _license(source: Source, term: str) -> str:
    """The license of the files, which is one for all of a dataset."""
    return next((_iri("dcterms:license", source, part) for part in _parts_of(source, term)), "")


def _parts_of(source: Source, term: str) -> list[str]:
    return sorted(source.index.objects(term, "dcat:distribution"))


_FORMATS = {
    "RDF_TURTLE": "TTL",
    "RDF_N_TRIPLES": "N-Triples",
    "RDF_N_QUADS": "N-Quads",
    "JSON_LD": "JSON-LD",
    "RDF_XML": "RDF",
}

ON_THE_MAP = "spatial"
"""For ckanext-spatial, where a schema has it; it says nothing that the places do not."""

DATASET_FIELDS: Sequence[Field] = (
    Field("title", Text("Titel", "title"), partial(_text, "dcterms:title")),
    Field("notes", Text("Beschreibung", "description"), partial(_text, "dcterms:description")),
    Field("tags", Text("Schlagwörter", "keywords"), _tags),
    Field("translations", Text("andere Sprachen", "other languages"), partial(_translations, _DATASET_TEXTS)),
    Field("license_id", Text("Lizenz", "license"), _license),
    Field("identifier", Text("Kennung", "identifier"), partial(_text, "dcterms:identifier")),
    Field("uri", Text("IRI", "IRI"), _this),
    Field("url", Text("Webseite", "landing page"), partial(_iri, "dcat:landingPage")),
    Field("theme", Text("Kategorien", "themes"), partial(_iris, "dcat:theme")),
    Field("version", Text("Ausgabe", "version"), partial(_text, "dcat:version")),
    Field("previous_version", Text("vorige Ausgabe", "previous version"), partial(_iri, "dcat:previousVersion")),
    Field("series", Text("Reihe", "series"), _series),
    Field("version_notes", Text("Neu in dieser Ausgabe", "what is new"), partial(_text, "adms:versionNotes")),
    Field("issued", Text("veröffentlicht", "issued"), partial(_text, "dcterms:issued")),
    Field("modified", Text("Stand", "modified"), partial(_text, "dcterms:modified")),
    Field("frequency", Text("Häufigkeit", "frequency"), partial(_iri, "dcterms:accrualPeriodicity")),
    Field("language", Text("Sprachen", "languages"), partial(_iris, "dcterms:language")),
    Field("access_rights", Text("Zugang", "access rights"), partial(_iri, "dcterms:accessRights")),
    Field("availability", Text("Verfügbarkeit", "availability"), partial(_iri, "dcatap:availability")),
    Field("publisher", Text("Herausgeber", "publisher"), partial(_agents, "dcterms:publisher")),
    Field("creator", Text("Urheber", "creator"), partial(_agents, "dcterms:creator")),
    Field("contact", Text("Ansprechstelle", "contact point"), _contacts),
    Field("spatial_coverage", Text("Ort", "place"), _places),
    Field(ON_THE_MAP, Text("Ort auf der Karte", "place on the map"), _outline),
    Field("temporal_coverage", Text("Zeitraum", "period"), _periods),
    Field("conforms_to", Text("Vokabular", "conforms to"), partial(_iris, "dcterms:conformsTo")),
    Field("provenance", Text("Herkunft", "provenance"), partial(_label_of, "dcterms:provenance")),
    Field("provenance_activity", Text("Entstehung", "how it was made"), _activities),
    Field("dcat_type", Text("Art", "type"), partial(_iri, "dcterms:type")),
    Field("political_geocoding_level_uri", Text("Verwaltungsebene", "level of administration"),
          partial(_iris, "dcatde:politicalGeocodingLevelURI")),
    Field("political_geocoding_uri", Text("Verwaltungsgebiet", "political place"),
          partial(_iris, "dcatde:politicalGeocodingURI")),
    Field("contributor_id", Text("Datenbereitsteller", "contributor"), partial(_iris, "dcatde:contributorID")),
)  # fmt: skip

FILE_FIELDS: Sequence[Field] = (
    Field("name", Text("Titel", "title"), partial(_text, "dcterms:title")),
    Field("description", Text("Beschreibung", "description"), partial(_text, "dcterms:description")),
    Field("translations", Text("andere Sprachen", "other languages"), partial(_translations, _FILE_TEXTS)),
    Field("format", Text("Format", "format"), _format),
    Field("mimetype", Text("Medientyp", "media type"), _media_type),
    Field("size", Text("Größe", "size"), _size),
    Field("hash", Text("Prüfsumme", "checksum"), partial(_checksum, "spdx:checksumValue")),
    Field("hash_algorithm", Text("Art der Prüfsumme", "checksum algorithm"), partial(_checksum, "spdx:algorithm")),
    Field("license", Text("Lizenz", "license"), partial(_iri, "dcterms:license")),
    Field("license_attribution_by_text", Text("Namensnennung", "attribution"),
          partial(_text, "dcatde:licenseAttributionByText")),
    Field("rights", Text("Hinweis", "rights"), partial(_label_of, "dcterms:rights")),
    Field("issued", Text("veröffentlicht", "issued"), partial(_text, "dcterms:issued")),
    Field("modified", Text("Stand", "modified"), partial(_text, "dcterms:modified")),
    Field("language", Text("Sprachen", "languages"), partial(_iris, "dcterms:language")),
    Field("availability", Text("Verfügbarkeit", "availability"), partial(_iri, "dcatap:availability")),
    Field("conforms_to", Text("beschrieben durch", "conforms to"), partial(_iris, "dcterms:conformsTo")),
    Field("access_services", Text("Dienst", "data service"), lambda *_: []),
    Field("uri", Text("IRI", "IRI"), _this),
)  # fmt: skip
