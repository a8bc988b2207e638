"""A request by the SPARQL 1.1 Protocol to the query that it puts, or to why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import Request

from pipeline.model.report import Text

_Pairs = tuple[tuple[str, str], ...]
_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")


class Query(NamedTuple):
    """What is asked, of which graphs, and the short name of a form that stands before ``Accept``."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str = ""


class Fault(NamedTuple):
    """Why a request is no query: the status that says so, and in words."""

    status: int
    said: Text


async def read_query(request: Request, most_bytes: int) -> Query | Fault | None:
    """What a request asks; ``None`` where it asks nothing and wants to know what can be asked."""
    try:
        in_address = _pairs(request.scope["query_string"])
        if request.method == "POST":
            return await _read_post(request, in_address, most_bytes)
    except UnicodeDecodeError:
        return _NO_UTF_8
    return _query_of(in_address) if in_address else None


async def _read_post(request: Request, in_address: _Pairs, most_bytes: int) -> Query | Fault:
    body = await _read_body(request, most_bytes)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body is None:
        return TOO_LONG
    if media_type == "application/sparql-update":
        return NO_UPDATES
    if media_type not in (_FORM, _QUERY):
        return _NO_QUERY_TYPE
    asked = _pairs(body) if media_type == _FORM else (("query", body.decode("utf-8")),)
    return _query_of((*in_address, *asked))


async def _read_body(request: Request, most_bytes: int) -> bytes | None:
    """The body; ``None`` as soon as it is longer than any that would be answered."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            return None
    return bytes(body)


def _pairs(encoded: bytes) -> _Pairs:
    """Names with values. Raises ``UnicodeDecodeError``: a query with other letters would be another query."""
    return tuple(parse_qsl(encoded.decode("utf-8"), keep_blank_values=True, errors="strict"))


def _query_of(pairs: _Pairs) -> Query | Fault:
    if any(name in _UPDATES for name, _ in pairs):
        return NO_UPDATES
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        return _NOT_ONE
    forms = [value for name, value in pairs if name == "format"]
    return Query(
        queries[0],
        tuple(value for name, value in pairs if name == "default-graph-uri"),
        tuple(value for name, value in pairs if name == "named-graph-uri"),
        forms[0] if forms else "",
    )


TOO_LONG = Fault(413, Text("Die Abfrage ist zu lang.", "The query is too long."))
NO_UPDATES = Fault(
    403, Text("Hier wird nur gelesen: Updates gibt es nicht.", "This is for reading: there are no updates.")
)
_NO_QUERY_TYPE = Fault(
    415,
    Text(
        f"Eine Abfrage kommt als {_FORM} oder als {_QUERY}.",
        f"A query comes as {_FORM} or as {_QUERY}.",
    ),
)
_NO_UTF_8 = Fault(400, Text("Die Abfrage ist nicht in UTF-8 geschrieben.", "The query is not written in UTF-8."))
_NOT_ONE = Fault(
    400, Text("Genau eine Abfrage (query) gehört in eine Anfrage.", "A request has exactly one query (query).")
)

RESULTS: Mapping[str, str] = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
"""What answers to SELECT and ASK are asked for as, and the form that each is."""
GRAPHS: Mapping[str, str] = {
    "text/turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "application/ld+json": "application/ld+json",
    "application/rdf+xml": "application/rdf+xml",
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
    "text/plain": "application/n-triples",
}
"""The same for CONSTRUCT and DESCRIBE."""
