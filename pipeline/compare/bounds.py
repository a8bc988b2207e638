"""The dates of two editions as they are told of: triples in, the same with each beginning and end in one statement.

Words stand for the day, month or year that they are given instead of. Editions of older programs hold a day beside the
words, and hold "bis 2026" for the year 2026: neither is a change of the plan, so dates are held together by their days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from pipeline.model.graph import Triple, curie, literal, literal_text

_Key: TypeAlias = tuple[str, str]
"""A period, and whether it is about its beginning or its end."""


class _Bound(NamedTuple):
    """What is told of it and the statement behind that, the day to compare it by, and whether its words name one end of
    the days they allow."""

    told: Triple
    behind: Triple
    day: str
    is_open: bool


class Told(NamedTuple):
    """Two editions as they are told of; ``behind`` has the statement that says in an edition what is told in words."""

    before: frozenset[Triple]
    after: frozenset[Triple]
    behind: Mapping[Triple, Triple]


def with_bounds_told(before: frozenset[Triple], after: frozenset[Triple]) -> Told:
    """Two editions with the beginnings and ends that were given in words as what is told of them."""
    old, new = _bounds(before), _bounds(after)
    same = {key for key in old.keys() & new.keys() if _is_same(old[key], new[key])}
    behind = {bound.told: bound.behind for bound in (*old.values(), *new.values()) if bound.told != bound.behind}
    return Told(_told(before, old, same), _told(after, new, same), behind)


def _is_same(old: _Bound, new: _Bound) -> bool:
    return old.is_open != new.is_open and old.day == new.day != ""


def _bounds(triples: Iterable[Triple]) -> Mapping[_Key, _Bound]:
    said: dict[tuple[str, str], list[str]] = {}
    for triple in triples:
        if triple.predicate in _READ:
            said.setdefault((triple.subject, triple.predicate), []).append(triple.object)
    return dict(_each_bound(said))


def _each_bound(said: Mapping[tuple[str, str], list[str]]) -> Iterator[tuple[_Key, _Bound]]:
    for (period, predicate), objects in said.items():
        for words, date, day in _SIDES:
            if predicate == words and (label := said.get((objects[0], _LABEL))):
                told = Triple(period, date, literal(literal_text(label[0])))
                behind = Triple(objects[0], _LABEL, label[0])
            elif predicate == date and len(objects) == 1 and (period, words) not in said:
                told = behind = Triple(period, date, objects[0])
            else:
                continue
            days = [said.get((objects[0], name)) or said.get((objects[0], old)) for name, old in _DAYS]
            is_open = predicate == words and not all(days)
            yield (period, date), _Bound(told, behind, next(iter(said.get((period, day), ())), ""), is_open)


def _told(triples: frozenset[Triple], bounds: Mapping[_Key, _Bound], same: set[_Key]) -> frozenset[Triple]:
    left = (triple for triple in triples if (triple.subject, triple.predicate) not in bounds)
    return frozenset((*left, *(bound.told for key, bound in bounds.items() if key not in same)))


_LABEL = curie("rdfs:label")
_START, _END = curie("dcat:startDate"), curie("dcat:endDate")
_FIRST, _LAST = curie("ds:firstDay"), curie("ds:lastDay")
_SIDES = ((curie("ds:begin"), _START, _FIRST), (curie("ds:end"), _END, _LAST))
_DAYS = ((_FIRST, _START), (_LAST, _END))
"""The days that words allow, and how older programs gave them."""

_READ = {_LABEL, *(name for side in _SIDES for name in side)}
