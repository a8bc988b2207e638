"""A query to a town's store, with the cells of its sheets on which the answer rests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.model.graph import iri, literal, literal_text
from pipeline.model.solutions import Solutions, parse_solutions
from pipeline.store import Answer, Limits, Store

MOST_CELLS = 500
"""Told of one answer."""
_MOST_THINGS = 200
_CELLS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ds: <https://w3id.org/digitalstrategie/def/>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT DISTINCT ?thing ?property ?value ?file ?sheet ?cell WHERE {
    { VALUES ?thing { %(things)s } } UNION { VALUES ?key { %(keys)s } ?thing a ds:Project ; dcterms:identifier ?key }
    GRAPH ?source { ?thing ?property ?value }
    ?source prov:wasDerivedFrom/dcterms:title ?file .
    FILTER(CONTAINS(STR(?source), %(run)s))
    OPTIONAL { ?source ds:sheet ?sheet }
    OPTIONAL { ?source ds:cell ?cell }
} ORDER BY ?thing ?sheet ?cell ?property
"""


class Citation(NamedTuple):
    """A statement of the newest edition (a thing, a property, a value as text) and the cell that says so; the cell and
    the sheet are empty where it stands in the settings or in Turtle."""

    thing: str
    property: str
    value: str
    file: str
    sheet: str
    cell: str


def cite(store: Store, version: str, solutions: Solutions) -> tuple[list[Citation], bool]:
    """The cells that say what the newest edition says of the things in an answer, and whether there are more.

    A thing is named by its IRI, a project by its key as well.
    """
    terms = list(dict.fromkeys(term for row in solutions.rows for term in row))
    things = [term for term in terms if term.startswith("<")]
    keys = [term for term in terms if term.startswith('"') and "^^" not in term and len(term) < 100]
    return find_cells(store, version, things[:_MOST_THINGS], keys[:_MOST_THINGS])


def find_cells(
    store: Store, version: str, things: Sequence[str], keys: Sequence[str] = ()
) -> tuple[list[Citation], bool]:
    """The cells that tell of these things, given as terms, and of the projects with these keys."""
    names = {"things": " ".join(_as_iris(things)), "keys": " ".join(literal(literal_text(key)) for key in keys)}
    query = _CELLS % {**names, "run": literal(f"/lauf/{version}/")}
    given = store.ask(query, limits=Limits(rows=MOST_CELLS))
    if not isinstance(given, Answer):
        return [], True
    return [Citation(*map(literal_text, row)) for row in parse_solutions(given.content).rows], given.truncated


def _as_iris(things: Iterable[str]) -> Iterable[str]:
    return (iri(literal_text(thing)) for thing in things if not thing.startswith("_:"))
