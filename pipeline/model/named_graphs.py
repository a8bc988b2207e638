"""Which file of an edition goes into which graph of a store, the same wherever its graphs are put."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.model.catalog import CatalogNames
from pipeline.model.graph import Triple

NEWEST = ("roadmap.nt", "strategy.nt", "vocabulary.nt", "catalog.ttl", "changes.ttl")
"""What the newest edition says; a store of ours has it in the default graph."""
NEWEST_QUADS = ("history.nq", "provenance.nq")
"""What brings named graphs of its own; what stands there without a graph belongs to what the newest edition says."""
EACH = ("roadmap.nt", "strategy.nt", "catalog.ttl")
"""What each edition says, in a graph of its own."""


class GraphNames(NamedTuple):
    """The IRIs of a town's graphs: ``editions`` and ``spans`` and ``runs`` are what those of a kind begin with."""

    editions: str
    spans: str
    runs: str
    current: str
    loading: str
    ledger: str

    def edition(self, version: str) -> str:
        """The graph of an edition."""
        return f"{self.editions}{version}"

    def run(self, version: str) -> str:
        """What the graphs of the cells of an edition begin with."""
        return f"{self.runs}{version}/"


def name_graphs(names: CatalogNames) -> GraphNames:
    """The graphs of a town by the names in its catalog. ``current`` is where no other name is set for it."""
    series = names.series(names.dataset("roadmap"))[1:-1]
    runs = names.activity("")[1:-1]
    return GraphNames(
        f"{series}/", f"{names.lifetimes[1:-1]}/", runs, f"{series}/aktuell", f"{series}/neu", f"{series}/stand"
    )


def lines_of(triples: Iterable[Triple]) -> list[str]:
    """Triples as the lines of a graph, each once."""
    return sorted({f"{triple.subject} {triple.predicate} {triple.object} .\n" for triple in triples})
