"""What a query found to a document, row by row until a limit cuts it short.

The results of SELECT and ASK: https://www.w3.org/TR/sparql11-results-json/, https://www.w3.org/TR/rdf-sparql-XMLres/,
https://www.w3.org/TR/sparql11-results-csv-tsv/.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import islice
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from pipeline.store.limits import Answer, Limits

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Row: TypeAlias = Sequence[Term | None]

GRAPHS: Mapping[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
"""The forms of CONSTRUCT and DESCRIBE."""
_BOOLEANS: Mapping[str, QueryResultsFormat] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def write_answer(found: QuerySolutions | QueryBoolean | QueryTriples, form: str, limits: Limits) -> Answer:
    """What was found, as a document of that media type."""
    if isinstance(found, QueryTriples):
        triples = list(islice(found, limits.rows + 1))
        content = serialize(triples[: limits.rows], format=GRAPHS[form])
        return Answer(form, content or b"", len(triples) > limits.rows)
    if isinstance(found, QueryBoolean):
        return Answer(form, found.serialize(format=_BOOLEANS[form]) or b"", False)
    return _write_rows(found, form, limits)


def _write_rows(found: QuerySolutions, form: str, limits: Limits) -> Answer:
    head, write, between, end = RESULTS[form]
    variables = [variable.value for variable in found.variables]
    pieces, size, truncated = [head(variables)], 0, False
    for count, row in enumerate(_rows(found, len(variables))):
        piece = write(variables, row)
        size += len(piece)
        if count == limits.rows or size > limits.answer_bytes:
            truncated = True
            break
        pieces.append(piece if count == 0 else between + piece)
    return Answer(form, "".join((*pieces, end)).encode("utf-8"), truncated)


def _rows(found: QuerySolutions, width: int) -> Iterator[Row]:
    for solution in found:
        yield [solution[place] for place in range(width)]


def _json_head(variables: Sequence[str]) -> str:
    return f'{{"head":{json.dumps({"vars": list(variables)}, ensure_ascii=False)},"results":{{"bindings":[\n'


def _json_row(variables: Sequence[str], row: Row) -> str:
    bound = {name: _json_term(term) for name, term in zip(variables, row, strict=True) if term is not None}
    return json.dumps(bound, ensure_ascii=False, separators=(",", ":"))


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    told: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        return told | {"xml:lang": term.language}
    return told if term.datatype.value == _XSD_STRING else told | {"datatype": term.datatype.value}


def _xml_head(variables: Sequence[str]) -> str:
    named = "".join(f"<variable name={quoteattr(name)}/>" for name in variables)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        f"<head>{named}</head><results>\n"
    )


def _xml_row(variables: Sequence[str], row: Row) -> str:
    bound = (
        f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
        for name, term in zip(variables, row, strict=True)
        if term is not None
    )
    return f"<result>{''.join(bound)}</result>"


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"
    kind = f" datatype={quoteattr(term.datatype.value)}" if term.datatype.value != _XSD_STRING else ""
    mark = f" xml:lang={quoteattr(term.language)}" if term.language else kind
    return f"<literal{mark}>{_xml_text(term.value)}</literal>"


def _xml_text(text: str) -> str:
    """Text of XML 1.0, which has no control characters; a carriage return would be read as a line feed."""
    kept = "".join(sign for sign in text if sign in "\t\n\r" or " " <= sign not in "\ufffe\uffff")
    return escape(kept, {"\r": "&#13;"})


def _csv_head(variables: Sequence[str]) -> str:
    return _record(variables)


def _csv_row(_: Sequence[str], row: Row) -> str:
    return _record([_plain(term) for term in row])


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    return str(term) if isinstance(term, Triple) else term.value


def _record(values: Iterable[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue()


def _tsv_head(variables: Sequence[str]) -> str:
    return "\t".join(f"?{name}" for name in variables) + "\n"


def _tsv_row(_: Sequence[str], row: Row) -> str:
    return "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) + "\n"


_Writer: TypeAlias = tuple[Callable[[Sequence[str]], str], Callable[[Sequence[str], Row], str], str, str]
RESULTS: Mapping[str, _Writer] = {
    "application/sparql-results+json": (_json_head, _json_row, ",\n", "\n]}}\n"),
    "application/sparql-results+xml": (_xml_head, _xml_row, "\n", "\n</results></sparql>\n"),
    "text/csv": (_csv_head, _csv_row, "", ""),
    "text/tab-separated-values": (_tsv_head, _tsv_row, "", ""),
}
"""The forms of SELECT and ASK: how each begins, writes a row, parts rows, and ends."""
