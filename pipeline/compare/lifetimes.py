"""How long each statement has been said: those of the edition before and the triples of today in, all lifetimes out."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model.edition import Lifetime, Lifetimes
from pipeline.model.graph import Triple, parse_n_quads


def lengthen(before: Lifetimes, triples: Iterable[Triple], *, day: str) -> Lifetimes:
    """The lifetimes up to the edition of a ``day``: what is no longer said ends there, what is new begins.

    What began and ended on one day is not remembered: a day is told as it ended.
    """
    now = set(triples)
    found: dict[Lifetime, set[Triple]] = {}
    for lifetime, said in before.items():
        still = now.intersection(said) if not lifetime.until else set()
        now -= still
        gone = set(said) - still
        if still:
            found.setdefault(lifetime, set()).update(still)
        ended = lifetime if lifetime.until else Lifetime(lifetime.first, day)
        if gone and ended.first != ended.until:
            found.setdefault(ended, set()).update(gone)
    if now:
        found.setdefault(Lifetime(day), set()).update(now)
    return {lifetime: tuple(sorted(found[lifetime])) for lifetime in sorted(found)}


def parse_lifetimes(written: str | bytes) -> Lifetimes:
    """The lifetimes in N-Quads as ``history.nq`` holds them; how long they are, the names of the graphs say."""
    found: dict[Lifetime, list[Triple]] = {}
    for triple, graph in parse_n_quads(written):
        if graph:
            found.setdefault(Lifetime(*graph[1:-1].rpartition("/")[2].split("--")), []).append(triple)
    return {lifetime: tuple(triples) for lifetime, triples in found.items()}


def as_of(lifetimes: Lifetimes, day: str) -> tuple[Triple, ...]:
    """What was said at the end of a day, ``2025-06-30``."""
    living = (said for lifetime, said in lifetimes.items() if lifetime.holds_on(day))
    return tuple(sorted(triple for said in living for triple in said))
