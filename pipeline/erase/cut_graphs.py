"""The graphs that tell which cell says what, to those without what is to go."""

from __future__ import annotations

from collections.abc import Container, Iterator

from pipeline.erase.cut_triples import cut_literal, cut_triple
from pipeline.erase.erasure import Erasure
from pipeline.erase.renaming import Renaming
from pipeline.model.graph import Triple, curie, literal_text, parse_n_quads

Cell = tuple[str, ...]


def cut_graphs(
    content: bytes, erasure: Erasure, renaming: Renaming, kept: Container[Triple]
) -> tuple[bytes, frozenset[Cell]]:
    """``provenance.nq`` with the statements that are ``kept``, and the cells of which nothing is said any more.

    What is told of a file and of a cell stands in the default graph, that of a cell only while the cell says something.
    """
    quads = [(triple, graph, _kept(triple, graph, erasure, renaming, kept)) for triple, graph in _quads(content)]
    silent = {graph for _, graph, _ in quads if graph} - {graph for _, graph, new in quads if new}
    lines = dict.fromkeys(_lines(quads, silent, erasure, renaming))
    return "".join(lines).encode(), frozenset(_cells([triple for triple, graph, _ in quads if not graph], silent))


def _quads(content: bytes) -> Iterator[tuple[Triple, str]]:
    return parse_n_quads(content.decode())


def _kept(triple: Triple, graph: str, erasure: Erasure, renaming: Renaming, kept: Container[Triple]) -> Triple | None:
    new = cut_triple(triple, erasure, renaming) if graph else None
    return new if new in kept else None


def _lines(
    quads: list[tuple[Triple, str, Triple | None]], silent: set[str], erasure: Erasure, renaming: Renaming
) -> Iterator[str]:
    for triple, graph, new in quads:
        if new:
            yield f"{new.subject} {new.predicate} {new.object} {_named(graph, erasure, renaming)} .\n"
        elif not graph and triple.subject not in silent:
            subject, object_ = (_named(term, erasure, renaming) for term in (triple.subject, triple.object))
            yield f"{Triple(subject, triple.predicate, object_)}\n"


def _named(term: str, erasure: Erasure, renaming: Renaming) -> str:
    """A file, a cell or a word for one, as it is from now on; files are known to the catalog, cells only here."""
    if not term.startswith("<"):
        return cut_literal(term, erasure)
    known = renaming.of(term)
    return known if known != term else f"<{erasure.cut_key(term[1:-1])}>"


def _cells(told: list[Triple], graphs: set[str]) -> Iterator[Cell]:
    """The file, the sheet and the address of each cell that the graphs are of."""
    said = {(triple.subject, triple.predicate): triple.object for triple in told}
    for graph in graphs:
        words = ((said[graph, _DERIVED], _TITLE), (graph, curie("ds:sheet")), (graph, curie("ds:cell")))
        yield tuple(literal_text(said.get(word, '""')) for word in words)


_DERIVED, _TITLE = curie("prov:wasDerivedFrom"), curie("dcterms:title")
