"""A town's editions to the graphs that a store is to hold, and the digest of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.graph import Triple, parse_n_quads, parse_n_triples, parse_turtle
from pipeline.model.named_graphs import EACH, NEWEST, GraphNames, lines_of
from pipeline.publish.folder import Folder


@dataclass(frozen=True, slots=True)
class Wanted:
    """The lines of each graph: of every edition, of each span of time, of each cell of the newest edition, and of what
    it says itself.
    """

    editions: Mapping[str, Sequence[str]]
    spans: Mapping[str, Sequence[str]]
    cells: Mapping[str, Sequence[str]]
    current: Sequence[str]


def read_wanted(folder: Folder, version: str, names: GraphNames) -> Wanted:
    """The graphs of a town whose newest edition is ``version``. Raises ``OutsideWorldError``."""
    said = [triple for name in NEWEST for triple in _read(folder, version, name)]
    spans, of_spans = _read_quads(folder, version, "history.nq")
    cells, of_cells = _read_quads(folder, version, "provenance.nq")
    editions = {
        names.edition(each): lines_of(triple for name in EACH for triple in _read(folder, each, name))
        for each in folder.versions()
    }
    return Wanted(editions, spans, cells, lines_of((*said, *of_spans, *of_cells)))


def _read(folder: Folder, version: str, name: str) -> Iterable[Triple]:
    content = folder.find_file(version, name)
    return parse_n_triples(content.decode()) if name.endswith(".nt") else parse_turtle(content.decode(), name)


def _read_quads(folder: Folder, version: str, name: str) -> tuple[dict[str, list[str]], list[Triple]]:
    """The lines of each named graph, and what stands in none."""
    graphs, rest = dict[str, list[Triple]](), list[Triple]()
    for triple, graph in parse_n_quads(folder.find_file(version, name)):
        (graphs.setdefault(graph[1:-1], []) if graph else rest).append(triple)
    return {graph: lines_of(triples) for graph, triples in graphs.items()}, rest


def digest_of(graphs: Mapping[str, Sequence[str]]) -> str:
    """What tells graphs from any others: their names and all of their lines."""
    digest = hashlib.sha256()
    for piece in _pieces(graphs):
        digest.update(piece.encode())
    return digest.hexdigest()


def _pieces(graphs: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for graph in sorted(graphs):
        yield f"<{graph}>\n"
        yield from graphs[graph]
