"""A store of graphs is asked for what must not be there any more: in all of its graphs, whoever put them there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model.graph import literal
from pipeline.model.proof import Looked, Proof, Sought
from pipeline.model.report import Text
from pipeline.publish.sparql.endpoint import Endpoint

_AT_ONCE = 40
_EVERYWHERE = "{ ?s ?p ?o BIND('' AS ?g) } UNION { GRAPH ?g { ?s ?p ?o } }"


def search_store(endpoint: Endpoint, location: str, sought: Sought) -> Proof:
    """Ask for keys, IRIs and texts. Raises ``OutsideWorldError``."""
    graphs = endpoint.ask("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    count = int(endpoint.ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ {_EVERYWHERE} }}")[0]["n"])
    named = [row["g"] for row in graphs if any(_is_of(row["g"], iri) for iri in (*sought.iris, *sought.graphs))]
    found = dict.fromkeys((*named, *_found(endpoint, sought)))
    looked = (Looked(Text("Graphen", "graphs"), len(graphs) + 1), Looked(Text("Aussagen", "statements"), count))
    return Proof("sparql", location, looked, tuple(found))


def _found(endpoint: Endpoint, sought: Sought) -> Iterator[str]:
    for wanted in _questions(sought):
        for row in endpoint.ask(f"SELECT DISTINCT ?g WHERE {{ {_EVERYWHERE} {wanted} }}"):
            yield row.get("g") or "DEFAULT"


def _questions(sought: Sought) -> Iterator[str]:
    """Filters, few texts at once: a store has a limit for what it is sent."""
    for iris in _pieces(sought.iris):
        terms = (f"STRSTARTS(STR({name}), {literal(iri)})" for iri in iris for name in ("?s", "?o"))
        exact = (
            f"REGEX(SUBSTR(STR({name}), {len(iri) + 1}, 2), '^($|[^0-9A-Za-z_~%.-]|[.]([^0-9A-Za-z]|$))')"
            for iri in iris
            for name in ("?s", "?o")
        )
        yield f"FILTER({' || '.join(f'({start} && {end})' for start, end in zip(terms, exact, strict=True))})"
    for texts in _pieces(sought.texts):
        yield f"FILTER({' || '.join(f'CONTAINS(LCASE(STR(?o)), {literal(text.lower())})' for text in texts)})"
    for keys in _pieces(sought.keys):
        listed = ", ".join(map(literal, keys))
        yield f"FILTER(?p = <http://purl.org/dc/terms/identifier> && STR(?o) IN ({listed}))"


def _is_of(graph: str, iri: str) -> bool:
    rest = graph.removeprefix(iri)
    return graph.startswith(iri) and not (rest[:1].isalnum() or rest[:1] in set("_~%-") or rest[:1] == ".")


def _pieces(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE))
