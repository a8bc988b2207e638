"""All that was ever said, as N-Quads: a named graph for each lifetime, and in the default graph how long it was.

https://www.w3.org/TR/n-quads/. What was said on a day stands in the graphs that began by then and did not end by then:

    SELECT ?project ?status WHERE {
      ?graph ds:saidFrom ?from . FILTER(?from <= "2025-06-30"^^xsd:date)
      FILTER NOT EXISTS { ?graph ds:saidUntil ?until . FILTER(?until <= "2025-06-30"^^xsd:date) }
      GRAPH ?graph { ?project ds:status ?status }
    }
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.edition import Lifetime, Lifetimes
from pipeline.model.graph import Triple, curie, literal
from pipeline.model.naming import part
from pipeline.model.vocabulary import expand
from pipeline.render.formats.pieces import join


def render_lifetimes(lifetimes: Lifetimes, place: str) -> bytes:
    """The lifetimes in their order, each described before what was said in it; ``place`` is the term that all are
    named below.
    """
    return join(_lines(lifetimes, place))


def _lines(lifetimes: Lifetimes, place: str) -> Iterator[str]:
    for lifetime, said in lifetimes.items():
        graph = part(place, "--".join(filter(None, lifetime)))
        yield from (f"{triple}\n" for triple in _about(graph, lifetime))
        yield from (f"{triple.subject} {triple.predicate} {triple.object} {graph} .\n" for triple in said)


def _about(graph: str, lifetime: Lifetime) -> Iterator[Triple]:
    yield Triple(graph, curie("ds:saidFrom"), _day(lifetime.first))
    if lifetime.until:
        yield Triple(graph, curie("ds:saidUntil"), _day(lifetime.until))


def _day(day: str) -> str:
    return literal(day, datatype=expand("xsd:date"))
