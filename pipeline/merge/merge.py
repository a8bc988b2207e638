"""Three-way, cell by cell: what was sent out, what the workbook says today, and what came back.

An answer counts where the workbook still says what was sent out. Where it says the answer already, that is done; where
it says a third thing, or where two answers differ, nobody but a person can tell what is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.merge.sides import Side, bases, counting, holds, newest, of_unit, taken_back
from pipeline.merge.write_down import build_change, build_conflict, build_stamp, text_of, value_of, why_unwritable
from pipeline.model.merging import MASTER, Change, Conflict, Merged, Place, Received, Settlement, Understand, Why, Wish
from pipeline.model.roadmap import Project, Roadmap
from pipeline.model.workbook import CellFault, CellRef


@dataclass(slots=True)
class _Sorted:
    """What became of the cells so far."""

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    adopted: list[Place] = field(default_factory=list)
    settled: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Today:
    """What the answers are held against. ``formulas`` are the cells that hold one."""

    understand: Understand
    settlements: Mapping[Place, Settlement]
    formulas: Collection[CellRef]


def merge(
    roadmap: Roadmap,
    received: Iterable[Received],
    understand: Understand,
    *,
    settlements: Iterable[Settlement] = (),
    formulas: Collection[CellRef] = (),
) -> Merged:
    """What all replies together change in the roadmap of the town's own workbooks. Their order does not matter."""
    received = tuple(received)
    replies, projects = newest(received), {project.key: project for project in roadmap.projects}
    today = _Today(understand, {each.place: each for each in settlements}, formulas)
    found = _Sorted()
    for place, sides in sorted(_sides(replies, projects, understand).items()):
        _sort_in(found, projects[place.key], place, sides, today)
    confirmed = _confirmed(replies, projects)
    found.changes += _stamps(found.changes, replies, projects, today)
    return Merged(
        tuple(sorted(found.changes, key=lambda change: change.place)),
        tuple(found.conflicts),
        tuple(found.adopted),
        tuple(found.settled),
        missing=_wishes(replies, lambda reply: _answered(reply) - projects.keys()),
        dropped=_wishes(replies, lambda reply: reply.dropped & projects.keys()),
        unasked=_wishes(replies, lambda reply: reply.unasked),
        taken_back=taken_back(received, replies),
        confirmed=confirmed,
    )


def _sides(
    replies: Iterable[Received], projects: Mapping[str, Project], understand: Understand
) -> Mapping[Place, Sequence[Side]]:
    sides: dict[Place, list[Side]] = defaultdict(list)
    for reply in replies:
        for place, offer in reply.offers.items():
            if project := projects.get(place.key):
                means = understand(project, place.column, offer.value, offer.number_format)
                sides[place].append(Side(reply, offer, means, understand(project, place.column, offer.base, "")))
    return sides


def _sort_in(found: _Sorted, project: Project, place: Place, sides: Sequence[Side], today: _Today) -> None:
    """Put a cell where it belongs: changed, in conflict, adopted, or settled by a person."""
    live = counting(sides)
    if not live:
        return
    master = text_of(project, place.column)
    ours = today.understand(project, place.column, value_of(project, place.column), "")
    word = today.settlements.get(place)
    if word and holds(word, live, master, ours):
        found.settled.append(place)
        chosen = of_unit(live, word.take)[-1:]
        if word.take == MASTER or not chosen or chosen[0].means == ours:
            return
        live = chosen
    elif all(side.means == ours for side in live):
        found.adopted.append(place)
        return
    elif why := _why_in_doubt(live, master, ours, bases(sides), {side.offer.base for side in sides}):
        found.conflicts.append(build_conflict(project, place, live, why, ours))
        return
    if why := why_unwritable(project, place.column, today.formulas):
        found.conflicts.append(build_conflict(project, place, live, why, ours))
    else:
        found.changes.append(build_change(project, place, live))


def _why_in_doubt(
    live: Sequence[Side], master: str, ours: object, sent: Collection[object], texts: Collection[str]
) -> Why | None:
    if any(isinstance(side.offer.value, CellFault) for side in live):
        return Why.BROKEN
    if len({side.means for side in live}) > 1:
        return Why.REPLIES
    return None if ours in sent or master in texts else Why.MASTER


def _answered(reply: Received) -> frozenset[str]:
    return reply.confirmed | reply.dropped | {place.key for place in reply.offers}


def _confirmed(replies: Iterable[Received], projects: Collection[str]) -> dict[str, date]:
    """The last day on which somebody said that all is right with a project."""
    days: dict[str, date] = {}
    for reply in replies:
        for key in reply.confirmed & set(projects):
            days[key] = max(reply.day, days.get(key, reply.day))
    return dict(sorted(days.items()))


def _stamps(
    changes: Sequence[Change], replies: Sequence[Received], projects: Mapping[str, Project], today: _Today
) -> list[Change]:
    """The day of the reply in the column "as of" of each project that was confirmed or changes."""
    changed = {change.place.key for change in changes}
    last: dict[str, Received] = {}
    for reply in sorted(replies, key=lambda reply: (reply.day, reply.unit)):
        answered = {place.key for place in reply.offers} & changed
        last.update(dict.fromkeys((reply.confirmed | answered) & projects.keys(), reply))
    stamps = (build_stamp(projects[key], reply, today.understand) for key, reply in sorted(last.items()))
    return [
        stamp for stamp in stamps if stamp and not why_unwritable(projects[stamp.place.key], "modified", today.formulas)
    ]


def _wishes(replies: Iterable[Received], of: Callable[[Received], Iterable[str]]) -> tuple[Wish, ...]:
    return tuple(sorted({Wish(key, reply.unit) for reply in replies for key in of(reply)}))
