"""The tables of a dataset as Croissant 1.1: their layouts in CSVW in, ``croissant.json`` out.

See https://docs.mlcommons.org/croissant/. Tools for machine learning load the tables by it: each file with its digest,
each table with its columns.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model.vocabulary import expand
from pipeline.render.site.datasets import address_of, datasets_of, describe, term_of
from pipeline.render.site.matter import EditionFile, Matter
from pipeline.render.site.pen import File, Pen

PROFILE = "http://mlcommons.org/croissant/1.1"
_OWN = ("arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileObject",
        "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5",
        "parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate", "separator",
        "source", "subField", "transform")  # fmt: skip
CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{name: f"cr:{name}" for name in _OWN},
}
"""The one that the specification gives."""
_TYPES = {
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "dateTime": "sc:DateTime",
    "decimal": "sc:Float",
    "integer": "sc:Integer",
    "nonNegativeInteger": "sc:Integer",
    "anyURI": "sc:URL",
}
"""Others are text: of a year alone a reader would make the first of January."""


def path_of(name: str, matter: Matter) -> str:
    """Where the description of a dataset lies; empty where it has no tables, or something else is called so."""
    folder = matter.folder(term_of(name, matter)[1:-1])
    path = f"{folder}/croissant.json"
    has_tables = bool(matter.layouts.get(name, {}).get("tables"))
    return path if has_tables and path not in matter.folders else ""


def croissant_of(term: str, matter: Matter) -> str:
    """The same by the term of a thing, which need not be a dataset."""
    return next((path_of(name, matter) for name in datasets_of(matter) if term_of(name, matter) == term), "")


def write_croissant(pen: Pen) -> Iterator[File]:
    """A file for each dataset that has tables."""
    for name in datasets_of(pen.matter):
        if path := path_of(name, pen.matter):
            written = json.dumps(_describe(name, pen), ensure_ascii=False, indent=2) + "\n"
            yield File(path, written.encode())


def _describe(name: str, pen: Pen) -> dict[str, Any]:
    matter = pen.matter
    files = {file.name: file for file in matter.edition.files if file.dataset == name}
    tables = [table for table in matter.layouts[name]["tables"] if table["url"] in files]
    told = describe(name, pen)
    return {
        "@context": CONTEXT,
        **told,
        "@type": "sc:Dataset",
        "creator": {**told["creator"], "@type": "sc:Organization"},
        "publisher": {**told["publisher"], "@type": "sc:Organization"},
        "conformsTo": PROFILE,
        "citeAs": told.get("creditText")
        or f"{told['creator']['name']}: {told['name']}. {told['version']}. {told['@id']}",
        "isLiveDataset": False,
        "distribution": [_file(files[table["url"]], matter) for table in tables],
        "recordSet": [_record_set(table) for table in tables],
    }


def _file(file: EditionFile, matter: Matter) -> dict[str, str]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "description": file.title.en,
        "contentUrl": address_of(file.name, matter.edition.version, matter),
        "contentSize": f"{file.size_bytes} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def _record_set(table: Mapping[str, Any]) -> dict[str, Any]:
    # No references to other tables: readers join by guessed types, and "1" does not meet 1. CSVW tells them.
    schema, name = table["tableSchema"], _name_of(table)
    columns = [column for column in schema["columns"] if not column.get("virtual")]
    keys = [{"@id": f"{name}/{key}"} for key in schema.get("primaryKey", ())]
    told = {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": _in_both(table.get("dc:description") or table.get("dc:title")),
        "key": keys[0] if len(keys) == 1 else keys,
        "field": [_field(table, column) for column in columns],
    }
    return {key: value for key, value in told.items() if value}


def _field(table: Mapping[str, Any], column: Mapping[str, Any]) -> dict[str, Any]:
    source: dict[str, Any] = {"fileObject": {"@id": table["url"]}, "extract": {"column": column["name"]}}
    told: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{_name_of(table)}/{column['name']}",
        "name": column["name"],
        "description": _said(column),
        "dataType": _type_of(column),
        "source": source,
    }
    if column.get("propertyUrl", "{").startswith("http"):
        told["equivalentProperty"] = column["propertyUrl"]
    return told


def _said(column: Mapping[str, Any]) -> dict[str, str]:
    """What a column is called, and what stands in its cells."""
    words = _in_both(column.get("dc:description"))
    return {language: " – ".join(filter(None, (column["titles"][language], words.get(language, ""))))
            for language in ("de", "en")}  # fmt: skip


def _type_of(column: Mapping[str, Any]) -> str:
    """The type of the cells; of several values in a cell it is that of the whole, which the description explains."""
    datatype = column.get("datatype", "string")
    if not isinstance(datatype, str):
        datatype = datatype["@id"].removeprefix(expand("xsd:"))
    return "sc:Text" if "separator" in column else _TYPES.get(datatype, "sc:Text")


def _name_of(table: Mapping[str, Any]) -> str:
    return str(table["url"]).removesuffix(".csv")


def _in_both(values: list[Mapping[str, str]] | None) -> dict[str, str]:
    return {value["@language"]: value["@value"] for value in values or ()}
