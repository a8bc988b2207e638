"""Tables as CSVW metadata (https://www.w3.org/TR/tabular-metadata/), so that any processor makes our triples."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.model.dataset import Dataset
from pipeline.model.report import Text
from pipeline.model.vocabulary import expand
from pipeline.render.formats.layout import Column
from pipeline.render.formats.pivot import Filled


def render_metadata(tables: Sequence[Filled], title: Text, description: Text, dataset: Dataset) -> bytes:
    """The metadata of tables that lie beside it, each as ``<name>.csv``."""
    keys = _keys(tables)
    described = {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": _in_both(title),
        "dc:description": _in_both(description),
        "dc:license": {"@id": dataset.license},
        # Said outright, for a server may announce a language that plain text would take on.
        "lang": "und",
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"], "trim": False},
        "tables": [_table(filled, keys) for filled in tables],
    }
    return json.dumps(described, ensure_ascii=False, indent=2).encode() + b"\n"


def _table(filled: Filled, keys: dict[str, tuple[str, str, set[str]]]) -> dict[str, Any]:
    table = filled.table
    schema: dict[str, Any] = {
        "aboutUrl": filled.about,
        "columns": [*(_column(filled, column) for column in filled.columns), *_virtual_columns(filled)],
        "primaryKey": _primary_key(filled),
        "foreignKeys": list(_foreign_keys(filled, keys)),
    }
    return {
        "url": f"{table.name}.csv",
        "dc:title": _in_both(table.title),
        "dc:description": _in_both(table.description),
        "tableSchema": {name: value for name, value in schema.items() if value},
    }


def _column(filled: Filled, column: Column) -> dict[str, Any]:
    # A header is held against the titles, so the column's own name is one of them.
    described: dict[str, Any] = {
        "name": column.name,
        "titles": {"und": column.name, "de": column.titles.de, "en": column.titles.en},
    }
    if words := _in_words(filled, column):
        described["dc:description"] = _in_both(words)
    is_key = column.name in {key.name for key in filled.table.keys}  # a guarded one is no more the same
    if is_key:
        described["required"] = True
    if separator := column.separator or column.guard:
        described["separator"] = separator
    described["datatype"] = _datatype(column.datatype)
    if not column.predicate or (is_key and not filled.speaks):
        return described | {"suppressOutput": True}
    described["propertyUrl"] = column.predicate if column.predicate.startswith("{") else expand(column.predicate)
    if column.kind and not is_key:
        described["valueUrl"] = filled.patterns[column.kind].template(column.name)
    if column.language:
        described["lang"] = column.language
    return described


def _in_words(filled: Filled, column: Column) -> Text | None:
    """What stands in the cells of a column, for people; portals show it beside the title."""
    template = filled.patterns[column.kind].template(column.name) if column.kind in filled.patterns else "{"
    told = [
        _with(_SUMS_UP, column.glance.table) if column.glance else None,
        None if template.startswith("{") else _with(_SHORT_FOR, template),
        _KINDS_OF_VALUE.get(column.datatype),
        _LANGUAGES.get(column.language),
        _with(_SEPARATED, column.separator) if column.separator else None,
        _with(_GUARDED, column.guard) if column.guard else None,
    ]
    said = [words for words in told if words]
    return Text(" ".join(words.de for words in said), " ".join(words.en for words in said)) if said else None


def _with(words: Text, value: str) -> Text:
    return Text(*(text.replace("…", value) for text in words))


_SUMS_UP = Text("In Kürze, was in ….csv steht.", "In short what ….csv says.")
_SHORT_FOR = Text("Kurz für die IRI …", "Short for the IRI …")
_SEPARATED = Text("Mehrere Werte trennt „…“.", "Several values are separated by “…”.")
_GUARDED = Text(
    "Vor Text, der wie eine Formel aussieht, steht „…“ (mit U+2060), damit Tabellenprogramme ihn nicht ausrechnen; zum "
    "Text gehört das nicht.",
    "Before text that looks like a formula stands “…” (with U+2060), so that spreadsheet programs do not compute it; "
    "it is not part of the text.",
)
_KINDS_OF_VALUE = {
    "date": Text("Ein Tag: JJJJ-MM-TT.", "A day: YYYY-MM-DD."),
    "gYearMonth": Text("Ein Monat: JJJJ-MM.", "A month: YYYY-MM."),
    "gYear": Text("Ein Jahr: JJJJ.", "A year: YYYY."),
    "decimal": Text("Eine Zahl mit Dezimalpunkt.", "A number with a decimal point."),
}
_LANGUAGES = {"de": Text("Text auf Deutsch.", "Text in German."), "en": Text("Text auf Englisch.", "Text in English.")}


def _datatype(name: str) -> str | dict[str, str]:
    """A datatype that CSVW has, or another one by its IRI."""
    if not name or name in _DATATYPES:
        return name or "string"
    return {"@id": name if ":" in name else expand(f"xsd:{name}"), "base": "string"}


def _virtual_columns(filled: Filled) -> Iterator[dict[str, Any]]:
    """Columns without cells, for what every row says."""
    types = [(filled.about, expand("rdf:type"), cls) for cls in filled.types]
    for number, (about, predicate, value) in enumerate([*types, *filled.implied], start=1):
        yield {
            "name": f"implied_{number}",
            "virtual": True,
            "aboutUrl": about,
            "propertyUrl": predicate,
            "valueUrl": value,
        }


def _primary_key(filled: Filled) -> list[str]:
    """The keys; where a row stands for one of several values, that value as well; none for single triples."""
    columns = filled.columns if filled.table.of else filled.columns[: len(filled.table.keys)]
    if filled.about.startswith("{+subject") or not all(all(row[: len(columns)]) for row in filled.rows):
        return []
    return [column.name for column in columns]


def _keys(tables: Iterable[Filled]) -> dict[str, tuple[str, str, set[str]]]:
    """For each kind of thing that has a table of its own: the table, its key and the keys in it."""
    return {
        filled.columns[0].kind: (filled.table.name, filled.columns[0].name, {row[0] for row in filled.rows})
        for filled in reversed(list(tables))
        if filled.columns[0].kind and len(filled.table.keys) == 1 and not filled.table.path and not filled.table.of
    }


def _foreign_keys(filled: Filled, keys: dict[str, tuple[str, str, set[str]]]) -> Iterator[dict[str, Any]]:
    """References to other tables, where all that a column names stands there."""
    for place, column in enumerate(filled.columns):
        name, key, known = keys.get(column.kind, ("", "", set()))
        if name and name != filled.table.name and all(row[place] in known for row in filled.rows):
            yield {"columnReference": column.name, "reference": {"resource": f"{name}.csv", "columnReference": key}}


def _in_both(text: Text) -> list[dict[str, str]]:
    return [{"@value": text.de, "@language": "de"}, {"@value": text.en, "@language": "en"}]


_BUILT_IN = """
    anyAtomicType anyURI base64Binary boolean date dateTime dateTimeStamp decimal integer long int short byte
    nonNegativeInteger positiveInteger unsignedLong unsignedInt unsignedShort unsignedByte nonPositiveInteger
    negativeInteger double duration dayTimeDuration yearMonthDuration float gDay gMonth gMonthDay gYear gYearMonth
    hexBinary QName string normalizedString token language Name NMTOKEN time
"""
_DATATYPES = frozenset(_BUILT_IN.split())
