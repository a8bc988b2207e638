"""Which cell says what, as N-Quads: a named graph for each cell, and in the default graph where that cell stands.

A graph is named below the file that it is of, as the run read that file: ``…/lauf/2026-11-22/roadmap.xlsx#Roadmap!C7``.
What no cell says has one graph for each file of the settings. Which cells say something of a project:

    SELECT ?file ?sheet ?cell ?property ?value WHERE {
      GRAPH ?source { <…/projekt/2022-02> ?property ?value }
      ?source prov:wasDerivedFrom/dcterms:title ?file .
      OPTIONAL { ?source ds:sheet ?sheet } OPTIONAL { ?source ds:cell ?cell }
    }
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from pipeline.model.catalog import CatalogNames, checksum_of, fragment
from pipeline.model.edition import Input
from pipeline.model.graph import Triple, curie, is_a, literal, literal_text, parse_n_quads, segment
from pipeline.render.formats.pieces import join
from pipeline.render.formats.provenance import Origin

_Cell: TypeAlias = tuple[str, str, str]
"""A file, a sheet of it and a cell there; without a cell all that the file says."""


def render_graphs(found: Iterable[Origin], inputs: Iterable[Input], names: CatalogNames, version: str) -> bytes:
    """The files that say something, with their digests among the ``inputs`` of an edition, then each cell with what it
    says, in the order in which they come up.
    """
    digests = {given.file: given.sha256 for given in inputs}
    said: dict[_Cell, dict[Triple, None]] = {}
    for origin in found:
        said.setdefault(origin[3:6], {})[Triple(*origin[:3])] = None
    return join(_lines(said, digests, lambda file: names.source(version, file)))


def _lines(
    said: Mapping[_Cell, Iterable[Triple]], digests: Mapping[str, str], source: Callable[[str], str]
) -> Iterator[str]:
    files = sorted({cell[0] for cell in said})
    told = dict.fromkeys(triple for file in files for triple in _file(source(file), file, digests.get(file, "")))
    yield from (f"{triple}\n" for triple in told)
    for cell, triples in said.items():
        graph = _graph(source(cell[0]), cell)
        yield from (f"{triple}\n" for triple in _about(graph, source(cell[0]), cell))
        yield from (f"{triple.subject} {triple.predicate} {triple.object} {graph} .\n" for triple in triples)


def _file(term: str, file: str, sha256: str) -> Iterator[Triple]:
    yield from is_a(term, "prov:Entity")
    yield Triple(term, curie("dcterms:title"), literal(file))
    if sha256:
        yield from checksum_of(term, sha256)


def _graph(source: str, cell: _Cell) -> str:
    """A name that no other has: behind a sheet is a mark that no segment holds, and a column is in capitals."""
    _, sheet, address = cell
    return fragment(source, f"{segment(sheet)}!{address}" if sheet else address or _WITHOUT_A_CELL)


def _about(graph: str, source: str, cell: _Cell) -> Iterator[Triple]:
    yield Triple(graph, _DERIVED, source)
    for predicate, said in ((_SHEET, cell[1]), (_CELL, cell[2])):
        if said:
            yield Triple(graph, predicate, literal(said))


def read_graphs(lines: Callable[[], Iterable[str]], subject: str) -> list[tuple[str, ...]]:
    """What is said of one thing and of what hangs below it: subject, predicate, object, and file, sheet and cell.

    ``lines`` gives the lines of the file from the first on, each time it is asked: of a large one little is held.
    """
    starts = f"<{subject}> ", f"<{subject}/"
    found = [(t, graph) for t, graph in parse_n_quads("".join(_beginning(lines(), starts))) if graph]
    cells = _described(lines(), {graph for _, graph in found})
    files = _described(lines(), {cells[graph, _DERIVED] for _, graph in found})
    return [
        (
            *(literal_text(t.subject), literal_text(t.predicate), t.object),
            literal_text(files[cells[graph, _DERIVED], curie("dcterms:title")]),
            *(literal_text(cells.get((graph, predicate), '""')) for predicate in (_SHEET, _CELL)),
        )
        for t, graph in found
    ]


def _beginning(lines: Iterable[str], starts: tuple[str, ...]) -> Iterator[str]:
    return (line for line in lines if line.startswith(starts))


def _described(lines: Iterable[str], terms: set[str]) -> dict[tuple[str, str], str]:
    """What the default graph says of each of these terms, by the term and the predicate."""
    told = "".join(line for line in lines if line.partition(" ")[0] in terms)
    return {(t.subject, t.predicate): t.object for t, graph in parse_n_quads(told) if not graph}


_WITHOUT_A_CELL = "angaben"
_DERIVED, _SHEET, _CELL = curie("prov:wasDerivedFrom"), curie("ds:sheet"), curie("ds:cell")
