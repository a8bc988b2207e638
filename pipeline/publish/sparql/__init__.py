"""A town's graphs in a store of the operator's own: edition by edition, the newest one switched last, in one request.

opening     from the settings of a town to an open store
endpoint    how a store is spoken to
wanted      the graphs that are to be there
searching   whether something is gone
wording     how what goes wrong is told

A graph of ours, the ledger, has the digest of whatever was put there, written after it; what it does not vouch for is
put anew. Only graphs whose names begin as the town's own do are touched, and the one set for the newest edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.edition import Edition, Receipt
from pipeline.model.graph import literal
from pipeline.model.named_graphs import GraphNames
from pipeline.model.plan import Group, Outline, Tally
from pipeline.model.proof import Proof, Sought
from pipeline.model.report import Text
from pipeline.publish.failures import PublishError
from pipeline.publish.folder import Folder
from pipeline.publish.precedence import is_newer, parse_moment
from pipeline.publish.sparql.endpoint import Endpoint, insertion
from pipeline.publish.sparql.searching import search_store
from pipeline.publish.sparql.wanted import Wanted, digest_of, read_wanted
from pipeline.publish.wording import superseded

DEFAULT_GRAPH = "default"
_MOST_AT_ONCE = 300
_VERSION, _MADE = "http://www.w3.org/ns/dcat#version", "http://purl.org/dc/terms/issued"
_DIGEST, _COUNT = "http://spdx.org/rdf/terms#checksumValue", "http://rdfs.org/ns/void#triples"


@dataclass(frozen=True, slots=True)
class _There:
    """What a store holds of ours: how many triples each graph has, what the ledger says of each, and which edition is
    the newest there and when it was made.
    """

    counts: Mapping[str, int]
    digests: Mapping[str, str]
    noted: Mapping[str, int]
    version: str
    made_at: str

    def holds(self, graph: str, wanted: Mapping[str, Sequence[str]], count: int) -> bool:
        """Whether a graph, or what begins with its name, is there as the ledger says, and as it is wanted; it has
        ``count`` triples there."""
        return self.noted.get(graph) == count and self.digests.get(graph) == digest_of(wanted)


@dataclass(frozen=True, slots=True)
class _Difference:
    """What is to be done: editions that are put and that go, the rest by whether it is put anew, graphs that go."""

    editions: Mapping[str, Sequence[str]]
    gone: tuple[str, ...]
    cells: bool
    spans: bool
    current: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.editions or self.gone or self.cells or self.spans or self.current)


class SparqlStore:
    """A store of graphs. Publishing the same edition twice asks it once, and changes nothing."""

    def __init__(
        self, endpoint: Endpoint, folder: Folder, names: GraphNames, *, force: bool = False,
        tell: Callable[[Text], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._endpoint, self._folder, self._names = endpoint, folder, names
        self._force, self._tell = force, tell

    @property
    def location(self) -> str:
        """How it is called to people."""
        return self._endpoint.addresses.query

    def plan(self, edition: Edition) -> Outline:
        """What ``publish`` would do, without doing it. Raises ``OutsideWorldError``."""
        wanted = read_wanted(self._folder, edition.version, self._names)
        there = self._look(edition)
        return self._outline(wanted, there, self._compare(wanted, there))

    def publish(self, edition: Edition) -> Receipt:
        """Bring the store to what the editions say. The next run goes on where this one ended."""
        wanted = read_wanted(self._folder, edition.version, self._names)
        there = self._look(edition)
        difference = self._compare(wanted, there)
        if difference.is_empty:
            return Receipt("sparql", self.location, changed=False, tally=Tally())
        outline = self._outline(wanted, there, difference)
        self._carry_out(edition, wanted, there, difference)
        after = self._look(edition)
        differs = tuple(Text(graph, graph) for graph in self._lost(wanted, after))
        return Receipt("sparql", self.location, changed=True, differs=differs, tally=_tally(outline))

    def search(self, sought: Sought) -> Proof:
        """Where something still stands."""
        return search_store(self._endpoint, self.location, sought)

    # Looking #########################################################################################################

    def _look(self, edition: Edition) -> _There:
        names = self._names
        counted = self._endpoint.ask(
            f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({self._ours('?g')}) }} GROUP BY ?g"
        )
        counts = {row["g"]: int(row["n"]) for row in counted if "g" in row}
        if names.current == DEFAULT_GRAPH:
            counts[DEFAULT_GRAPH] = int(self._endpoint.ask("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")[0]["n"])
        ledger = self._endpoint.ask(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{names.ledger}> {{ ?s ?p ?o }} }}")
        said: dict[str, dict[str, str]] = {}
        for row in ledger:
            said.setdefault(row["p"], {})[row["s"]] = row["o"]
        noted = {graph: int(count) for graph, count in said.get(_COUNT, {}).items()}
        version, made_at = (said.get(name, {}).get(names.ledger, "") for name in (_VERSION, _MADE))
        there = _There(counts, said.get(_DIGEST, {}), noted, version, made_at)
        if version and not self._force and is_newer(version, parse_moment(made_at), edition):
            raise PublishError(superseded(self.location, version, edition.version))
        return there

    def _ours(self, variable: str) -> str:
        names = self._names
        begins = (
            f"STRSTARTS(STR({variable}), {literal(start)})" for start in (names.editions, names.spans, names.runs)
        )
        named = names.current if names.current != DEFAULT_GRAPH else names.ledger
        return " || ".join((*begins, f"STR({variable}) = {literal(named)}"))

    def _compare(self, wanted: Wanted, there: _There) -> _Difference:
        names = self._names
        own = {names.current, names.ledger}
        editions = {
            graph: lines for graph, lines in wanted.editions.items()
            if not there.holds(graph, {graph: lines}, there.counts.get(graph, 0))
        }  # fmt: skip
        kept = {*wanted.editions, *wanted.spans, *wanted.cells, *own, DEFAULT_GRAPH}
        spans = {graph: count for graph, count in there.counts.items() if graph.startswith(names.spans)}
        cells = {graph: count for graph, count in there.counts.items() if graph in wanted.cells}
        current = self._key(names.current)
        return _Difference(
            editions,
            tuple(sorted(graph for graph in there.counts if graph not in kept)),
            not there.holds(names.runs, wanted.cells, sum(cells.values())),
            not there.holds(names.spans, wanted.spans, sum(spans.values())),
            not there.holds(current, {current: wanted.current}, there.counts.get(names.current, 0)),
        )

    def _key(self, current: str) -> str:
        """What the ledger calls the graph of the newest edition."""
        return self._names.loading if current == DEFAULT_GRAPH else current

    # Doing ###########################################################################################################

    def _carry_out(self, edition: Edition, wanted: Wanted, there: _There, difference: _Difference) -> None:
        names, endpoint = self._names, self._endpoint
        for graph, lines in difference.editions.items():
            endpoint.update(self._forget(graph))
            endpoint.put(graph, lines)
            endpoint.update(self._note(graph, {graph: lines}))
        if difference.cells:
            endpoint.update(self._forget(names.runs))
            self._take_away([graph for graph in wanted.cells if graph in there.counts])
            endpoint.insert(wanted.cells)
        if difference.current or difference.spans or difference.cells:
            self._switch(edition, wanted)
        self._take_away(difference.gone)

    def _take_away(self, graphs: Sequence[str]) -> None:
        """Graphs, and what the ledger says of them, many in one request."""
        for batch in batched(graphs, _MOST_AT_ONCE):
            named = " ".join(f"<{graph}>" for graph in batch)
            self._endpoint.update(
                f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ VALUES ?g {{ {named} }} GRAPH ?g {{ ?s ?p ?o }} }}",
                f"DELETE {{ GRAPH <{self._names.ledger}> {{ ?s ?p ?o }} }} "
                f"WHERE {{ VALUES ?s {{ {named} }} GRAPH <{self._names.ledger}> {{ ?s ?p ?o }} }}",
            )

    def _switch(self, edition: Edition, wanted: Wanted) -> None:
        """In one request: history, what the newest edition says, and in the ledger what now holds."""
        names, endpoint = self._names, self._endpoint
        endpoint.put(names.loading, wanted.current)
        target = "DEFAULT" if names.current == DEFAULT_GRAPH else f"GRAPH <{names.current}>"
        current = self._key(names.current)
        graphs = [f"GRAPH <{graph}> {{\n{''.join(lines)}}}\n" for graph, lines in wanted.spans.items()]
        history = [insertion(graphs)] if graphs else []
        endpoint.update(
            f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} "
            f"FILTER(STRSTARTS(STR(?g), {literal(names.spans)})) }}",
            *history,
            f"MOVE GRAPH <{names.loading}> TO {target}",
            *(self._forget(graph) for graph in (current, names.spans, names.runs, names.ledger)),
            self._note(current, {current: wanted.current}),
            self._note(names.spans, wanted.spans),
            self._note(names.runs, wanted.cells),
            f"INSERT DATA {{ GRAPH <{names.ledger}> {{ <{names.ledger}> <{_VERSION}> {literal(edition.version)} ; "
            f"<{_MADE}> {literal(edition.made_at.isoformat())} }} }}",
        )

    def _forget(self, graph: str) -> str:
        return f"DELETE WHERE {{ GRAPH <{self._names.ledger}> {{ <{graph}> ?p ?o }} }}"

    def _note(self, graph: str, graphs: Mapping[str, Sequence[str]]) -> str:
        """What was sent, not what the store says that it took: what it lost is found missing by every run after."""
        sent = sum(map(len, graphs.values()))
        return (
            f"INSERT DATA {{ GRAPH <{self._names.ledger}> {{ <{graph}> <{_DIGEST}> {literal(digest_of(graphs))} ; "
            f"<{_COUNT}> {sent} }} }}"
        )

    def _lost(self, wanted: Wanted, after: _There) -> list[str]:
        """Graphs that have fewer triples than were sent: a store may take two spellings of a number for one."""
        graphs = {**wanted.editions, **wanted.spans, **wanted.cells, self._names.current: wanted.current}
        return sorted(graph for graph, lines in graphs.items() if after.counts.get(graph, 0) < len(lines))

    # Telling #########################################################################################################

    def _outline(self, wanted: Wanted, there: _There, difference: _Difference) -> Outline:
        names = self._names
        editions = _group(_EDITIONS, difference.editions, there, len(wanted.editions))
        cells = _group(_CELLS, wanted.cells if difference.cells else {}, there, len(wanted.cells))
        spans = _group(_SPANS, wanted.spans if difference.spans else {}, there, len(wanted.spans))
        current = _group(_CURRENT, {names.current: wanted.current} if difference.current else {}, there, 1)
        gone = Group(_GONE, gone=difference.gone)
        groups = (editions, cells, spans, current, *([gone] if gone.gone else []))
        return Outline(self.location, groups)


def batched(graphs: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Pieces of at most so many."""
    return (graphs[start : start + size] for start in range(0, len(graphs), size))


def _group(title: Text, graphs: Mapping[str, Sequence[str]], there: _There, total: int) -> Group:
    new = tuple(graph for graph in graphs if graph not in there.counts)
    changed = tuple(graph for graph in graphs if graph in there.counts)
    size_bytes = sum(len(line.encode()) for lines in graphs.values() for line in lines)
    return Group(title, new, changed, kept=total - len(graphs), size_bytes=size_bytes)


def _tally(outline: Outline) -> Tally:
    new, changed, gone = (
        sum(len(getattr(group, name)) for group in outline.groups) for name in ("new", "changed", "gone")
    )
    return Tally(new, changed, gone, sum(group.size_bytes for group in outline.groups))


_EDITIONS = Text("Ausgaben", "Editions")
_CELLS = Text("Zellen der neuesten Ausgabe", "Cells of the newest edition")
_SPANS = Text("Zeiträume der Historie", "Spans of the history")
_CURRENT = Text("Neueste Ausgabe", "Newest edition")
_GONE = Text("Nicht mehr veröffentlicht", "No longer published")
