"""Why something changed: a changed value and what both editions say in, the turns that tell of it and reasons out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.model.columns import PROJECT_PERIOD
from pipeline.model.comparison import Change
from pipeline.model.graph import Index, curie, literal_text
from pipeline.model.history import END, START, STATUS
from pipeline.model.naming import part


class Place(NamedTuple):
    """Where a value stands: the thing that it is told of, the thing or the part of it that has it, and the property."""

    thing: str
    subject: str
    predicate: str


def explained(change: Change, place: Place, before: Index, after: Index) -> Change:
    """The change with the turns that the newer edition tells first, and with the reasons that it gives."""
    turns = _turns(place, before, after)
    nodes = [(turn, "ds:reason") for turn in turns]
    if place.predicate == _WITHDRAWN:
        nodes.append((place.thing, "ds:withdrawalReason"))
    found = (tuple(after.objects(node, predicate)) for node, predicate in nodes)
    return replace(change, turns=turns, reasons=tuple(dict.fromkeys(filter(None, found))))


def without_repeated(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes but for those that only bring a reason which is told beside another."""
    told = {term for change in changes for reason in change.reasons for term in reason}
    return tuple(change for change in changes if change.gone or not _is_told(change, told))


def _is_told(change: Change, told: set[str]) -> bool:
    return all(triple.predicate in _REASONS and triple.object in told for triple in change.come)


def _turns(place: Place, before: Index, after: Index) -> tuple[str, ...]:
    """The turns of a value that the older edition did not know, in the order of the editions that told them first."""
    aspect = _aspect(place, after) or _aspect(place, before)
    if not aspect:
        return ()
    link = "ds:statusChange" if aspect == STATUS else "ds:planChange"
    known = set(before.objects(place.thing, link))
    new = (turn for turn in after.objects(place.thing, link) if turn not in known)
    return tuple(sorted((turn for turn in new if _is_of(turn, aspect, after)), key=lambda turn: _order(turn, after)))


def _aspect(place: Place, index: Index) -> str:
    """What of a project a value is: its status, start, end or the kind of an amount; nothing of other values."""
    if place.predicate == _VALUE:
        kinds = index.objects(place.subject, "ds:budgetKind")
        return literal_text(kinds[0]).rpartition("/")[2] if kinds else ""
    return _ASPECTS.get((place.subject.removeprefix(place.thing[:-1]), place.predicate), "")


def _is_of(turn: str, aspect: str, index: Index) -> bool:
    aspects = index.objects(turn, "ds:changedAspect")
    return aspect == STATUS or any(literal_text(term).rpartition("/")[2] == aspect for term in aspects)


def _order(turn: str, index: Index) -> tuple[Sequence[str], str]:
    return index.objects(turn, "ds:firstSaidIn"), turn


_VALUE, _WITHDRAWN = curie("schema:value"), curie("ds:withdrawn")
_PERIOD = part(">", PROJECT_PERIOD.path)
_ASPECTS = {
    (">", curie("ds:status")): STATUS,
    (_PERIOD, curie("dcat:startDate")): START,
    (_PERIOD, curie("dcat:endDate")): END,
}
_REASONS = {curie(name) for name in ("ds:reason", "ds:planReason", "ds:withdrawalReason")}
