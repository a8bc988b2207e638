"""CSV files with CSVW metadata to triples: the minimal mode of https://www.w3.org/TR/csv2rdf/.

Written after the specification, it shares nothing with the code that writes the tables.
URI templates are expanded by the package ``uritemplate``.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import uritemplate
from pyoxigraph import Literal, NamedNode, Triple

BASE = "http://files.example/edition/"
XSD = "http://www.w3.org/2001/XMLSchema#"
INHERITED = ("aboutUrl", "datatype", "default", "lang", "null", "ordered", "propertyUrl", "separator", "valueUrl")
VERBATIM = ("string", "json", "xml", "html", "anyAtomicType")

Value = str | list[str] | None


def convert(files: Mapping[str, bytes], metadata: str) -> set[Triple]:
    """The triples of the tables that ``metadata`` describes, all by their names among ``files``."""
    group = json.loads(files[metadata])
    assert group["@context"] == "http://www.w3.org/ns/csvw"
    return {triple for table in group["tables"] for triple in of_table(files[table["url"]], table, group)}


def of_table(content: bytes, table: Mapping[str, Any], group: Mapping[str, Any]) -> Iterator[Triple]:
    if table.get("suppressOutput"):
        return
    schema = table["tableSchema"]
    columns = [annotated(column, schema, table, group) for column in schema["columns"]]
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    check_header(header, columns)
    for row in rows:
        assert len(row) == len(header)
        yield from of_row(row, columns, f"{BASE}{table['url']}")


def annotated(column: Mapping[str, Any], *containers: Mapping[str, Any]) -> dict[str, Any]:
    """A column with what it inherits from its schema, its table and its group (tabular-metadata, 5.7)."""
    inherited = {name: place[name] for place in reversed(containers) for name in INHERITED if name in place}
    return {"lang": "und", "null": "", "default": "", **inherited, **column}


def check_header(header: Sequence[str], columns: Sequence[Mapping[str, Any]]) -> None:
    """Each header is a title of its column, in any language (tabular-metadata, 5.5.2)."""
    described = [column for column in columns if not column.get("virtual")]
    assert len(header) == len(described)
    assert all(columns.index(column) < len(header) for column in described), "virtual columns come last"
    for text, column in zip(header, described, strict=True):
        assert text in column["titles"].values()


def of_row(row: Sequence[str], columns: Sequence[Mapping[str, Any]], table_url: str) -> Iterator[Triple]:
    cells = [parsed(text, column) for text, column in zip(row, columns, strict=False)]
    cells += [None] * (len(columns) - len(cells))
    variables = {column["name"]: cell for column, cell in zip(columns, cells, strict=True) if cell is not None}
    for column, cell in zip(columns, cells, strict=True):
        if column.get("suppressOutput"):
            continue
        subject = NamedNode(expanded(column["aboutUrl"], variables, table_url))
        predicate = NamedNode(expanded(column["propertyUrl"], variables, table_url))
        if "valueUrl" in column and (cell is not None or column.get("virtual")):
            yield Triple(subject, predicate, NamedNode(expanded(column["valueUrl"], variables, table_url)))
        elif cell is not None:
            for value in cell if isinstance(cell, list) else [cell]:
                yield Triple(subject, predicate, literal(value, column))


def parsed(text: str, column: Mapping[str, Any]) -> Value:
    """The value of a cell (tabular-data-model, 6.4)."""
    base = datatype_of(column)[0]
    if base not in VERBATIM:
        text = re.sub(r"\s{2,}", " ", re.sub(r"[\r\n\t]", " ", text).strip())
    text = text or column["default"]
    separator = column.get("separator")
    if separator:
        parts = text.split(separator) if text else []
        return [part if base in VERBATIM else part.strip() for part in parts if part != column["null"]]
    return None if text == column["null"] else text


def datatype_of(column: Mapping[str, Any]) -> tuple[str, str]:
    """The base of a column's datatype, and its IRI."""
    datatype = column.get("datatype", "string")
    described = {"base": datatype} if isinstance(datatype, str) else {"base": "string", **datatype}
    return described["base"], described.get("@id", XSD + described["base"])


def literal(value: str, column: Mapping[str, Any]) -> Literal:
    _, iri = datatype_of(column)
    if iri == f"{XSD}string" and column["lang"] != "und":
        return Literal(value, language=column["lang"])
    return Literal(value, datatype=NamedNode(iri))


def expanded(template: str, variables: dict[str, Any], table_url: str) -> str:
    """A template filled in and resolved against the table (tabular-metadata, 5.1.3). No prefixed names occur."""
    return resolved(uritemplate.expand(template, variables), table_url)


def resolved(reference: str, base: str) -> str:
    """A reference made absolute (RFC 3986, 5.2); with a scheme it is, but for the dots in its path."""
    match = re.fullmatch(r"([A-Za-z][A-Za-z0-9+.-]*:)(//[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?", reference, re.DOTALL)
    assert match, f"{reference} is relative to {base}"
    scheme, authority, path, query, fragment = (part or "" for part in match.groups())
    return f"{scheme}{authority}{without_dots(path)}{query}{fragment}"


def without_dots(path: str) -> str:
    """A path without its dot segments (RFC 3986, 5.2.4)."""
    if not path.startswith("/"):
        return path
    output: list[str] = []
    segments = path.split("/")[1:]
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        if segment == "..":
            output = output[:-1]
        if segment in (".", ".."):
            output += [""] if last else []
        else:
            output.append(segment)
    return "/" + "/".join(output)
