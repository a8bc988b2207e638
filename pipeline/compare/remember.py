"""Remember what projects have been: the history known so far and the roadmap of today in, the longer history out.

Whatever differs from what was said last is a new turn, first said in the edition that is being made. What the sheets
tell of the past themselves counts as known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from pipeline.compare.carry import Previous
from pipeline.compare.editions import readable_day, readable_month
from pipeline.model.history import (
    ASPECTS,
    END,
    STATUS,
    Aspect,
    Said,
    Turn,
    Unsaid,
    by_project,
    lexical,
    said_of,
    says_same,
)
from pipeline.model.partial_date import PartialDate, Precision
from pipeline.model.period import Period
from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.roadmap import Project, Roadmap, Words
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import Concept


@dataclass(frozen=True, slots=True)
class Remembered:
    """The whole history of a roadmap, by project and in the order of time, and what there is to say of it."""

    history: tuple[Turn, ...] = ()
    results: tuple[ValidationResult, ...] = ()


def remember(roadmap: Roadmap, previous: Previous | None, version: str, rules: RuleBook) -> Remembered:
    """The history up to the edition ``version`` that is being made; that of ``roadmap`` is what its sheets tell."""
    told = by_project(roadmap.history)
    known = by_project(previous.roadmap.history if previous else ())
    before = {project.key: project for project in previous.roadmap.projects} if previous else {}
    keys = {project.key for project in roadmap.projects}
    history: list[Turn] = []
    results: list[ValidationResult] = []
    for project in roadmap.projects:
        past = before.get(project.key)
        turns = _merged(known.get(project.key, ()), told.get(project.key, ()), version)
        if past and previous and not any(turn.aspect == STATUS for turn in turns):
            turns = [*_first_status(past, previous.version), *turns]
        new = list(_new_turns(project, past, turns, version))
        turns = list(_explained(project, past, [*turns, *new], version))
        history += turns
        results += _questions(project, past, turns, version, rules)
    results += (_of_nobody(turn, rules) for key, turns in told.items() if key not in keys for turn in turns)
    history.sort(key=lambda turn: turn.key)  # a row that is moved says the same
    return Remembered(tuple(history), tuple(results))


def _of_nobody(turn: Turn, rules: RuleBook) -> ValidationResult:
    return fill(rules["history-of-nobody"], turn.place("key"), value=turn.key)


def _merged(known: Iterable[Turn], told: Iterable[Turn], version: str) -> list[Turn]:
    """What was known, and what only the sheets tell, which is first said now: each put where its time is."""
    turns = list(known)
    for turn in told:
        if not any(_is_same(turn, other) for other in turns):
            new = replace(turn, edition=turn.edition or version)
            turns.insert(_place(new, turns), new)
    return turns


def _is_same(turn: Turn, other: Turn) -> bool:
    """Whether two turns are one: told in the same edition, or of the same time, which may have been mended since."""
    same = (turn.aspect, lexical(turn.before), lexical(turn.after))
    return same == (other.aspect, lexical(other.before), lexical(other.after)) and (
        lexical(turn.since) == lexical(other.since) or (turn.edition != "" and turn.edition == other.edition)
    )


def _place(turn: Turn, turns: list[Turn]) -> int:
    """Before the first turn of the same aspect that is later."""
    later = (at for at, other in enumerate(turns) if other.aspect == turn.aspect and _time(other) > _time(turn))
    return next(later, len(turns))


def _time(turn: Turn) -> date:
    """Since when a turn holds; where that is not said, the day on which it was first told of."""
    return turn.since.first if turn.since else _day(turn.edition)


def _day(version: str) -> date:
    return date.fromisoformat(version.partition(".")[0])


def _first_status(past: Project, version: str) -> Iterator[Turn]:
    """The status in an edition that did not remember any yet."""
    said = said_of(past, ASPECTS[STATUS])
    if isinstance(said, Concept):
        yield Turn(past.key, STATUS, None, said, _since(past), _reason(past), version)


def _new_turns(project: Project, past: Project | None, turns: list[Turn], version: str) -> Iterator[Turn]:
    """What is otherwise today than it was said last."""
    for aspect in ASPECTS.values():
        said = said_of(project, aspect)
        if isinstance(said, Unsaid):
            continue
        last = next((turn for turn in reversed(turns) if turn.aspect == aspect.name), None)
        before = last.after if last else _said_before(past, aspect)
        if aspect.name == STATUS:
            if lexical(said) != lexical(before) or (last and _again(project, last)):
                yield Turn(project.key, STATUS, before, said, _since(project), _reason(project), version)
        elif before is not None and not says_same(before, said, aspect.name):
            yield Turn(project.key, aspect.name, before, said, edition=version)


def _said_before(past: Project | None, aspect: Aspect) -> Said | None:
    said = said_of(past, aspect) if past else None
    return None if isinstance(said, Unsaid) else said


def _again(project: Project, last: Turn) -> bool:
    """Whether the status is the same and began after it was last told of: a second pause, and no correction."""
    since = _since(project)
    return bool(since and lexical(since) != lexical(last.since) and since.first > _day(last.edition))


def _since(project: Project) -> PartialDate | None:
    said = project.first("status_date")
    return said.begin if isinstance(said, Period) and said.point else None


def _reason(project: Project, column: str = "status_reason") -> Words | None:
    said = project.first(column)
    return said if isinstance(said, Words) else None


def _explained(project: Project, past: Project | None, turns: list[Turn], version: str) -> Iterator[Turn]:
    """The same, the present status as its row dates and explains it today, the last move with the reason given now.

    What the row said before and says no more is taken back; what the history itself tells stays.
    """
    status = next((at for at in reversed(range(len(turns))) if turns[at].aspect == STATUS), None)
    last_move = max((turn.edition for turn in turns if turn.aspect != STATUS), default="")
    for at, turn in enumerate(turns):
        if at == status and turn.after is not None:
            since = _since(project) or _unless(turn.since, _since(past) if past else None)
            yield _told(turn, replace(turn, since=since, reason=_now(turn, project, past, "status_reason")))
        elif turn.aspect != STATUS and turn.edition == last_move:
            yield _told(turn, replace(turn, reason=_now_of_move(turn, project, past, is_new=last_move == version)))
        else:
            yield turn


def _told(before: Turn, now: Turn) -> Turn:
    """The turn as the row explains it now, knowing which parts of it no sheet of the past tells so."""
    differ = (name for name in ("since", "reason") if getattr(now, name) != getattr(before, name))
    return replace(now, by_row=tuple(differ))


def _now(turn: Turn, project: Project, past: Project | None, column: str) -> Words | None:
    """The reason that the row gives now; else the one there was, unless it was the row's."""
    return _reason(project, column) or _unless(turn.reason, _reason(past, column) if past else None)


def _now_of_move(turn: Turn, project: Project, past: Project | None, *, is_new: bool) -> Words | None:
    """The same of a move. What stood in the row before a new move is no reason for this one."""
    before, given = (_reason(row, "plan_reason") if row else None for row in (past, project))
    if turn.reason not in (None, before) or (is_new and given == before):
        return turn.reason
    return _now(turn, project, past, "plan_reason")


_Told = TypeVar("_Told", PartialDate, Words)


def _unless(told: _Told | None, before: _Told | None) -> _Told | None:
    return None if told == before else told


def _questions(
    project: Project, past: Project | None, turns: list[Turn], version: str, rules: RuleBook
) -> Iterator[ValidationResult]:
    """What a reader would ask: why it was paused or cancelled, since when, and why its end moved back."""
    last = next((turn for turn in reversed(turns) if turn.aspect == STATUS), None)
    if last and isinstance(last.after, Concept) and last.after.notation in _TO_BE_EXPLAINED and last.reason is None:
        yield fill(rules["status-unexplained"], project.cell("status"), value=project.typed("status"))
    if last and past and last.before and last.edition == version and _is_left_over(project, past):
        typed, was = project.typed("status_date"), past.typed("status")
        yield fill(rules["status-date-left"], project.cell("status_date"), value=typed, before=was)
    for turn in turns:
        if turn.edition == version and turn.reason is None and (before := _later(turn)):
            column = "end" if project.first("end") is not None else "start"
            words, typed, cell = _shown(before), project.typed(column), project.cell(column)
            yield fill(rules["move-unexplained"], cell, value=typed, before_de=words.de, before_en=words.en)


def _is_left_over(project: Project, past: Project) -> bool:
    """Whether the date beside a new status is that of the old one."""
    since = _since(project)
    return since is not None and lexical(since) == lexical(_since(past))


def _later(turn: Turn) -> PartialDate | None:
    """The end that a project had before it moved back; ``None`` for any other turn."""
    if turn.aspect != END or not isinstance(turn.before, PartialDate):
        return None
    moved = turn.after is None or (isinstance(turn.after, PartialDate) and turn.after.last > turn.before.last)
    return turn.before if moved else None


def _shown(found: PartialDate) -> Text:
    """A date as people write it, or in the words in which it was given."""
    read = _READABLE.get(found.precision)
    return read(found.lexical) if read else Text(found.text or found.lexical, found.text or found.lexical)


_READABLE = {Precision.DAY: readable_day, Precision.MONTH: readable_month}
_TO_BE_EXPLAINED = ("paused", "cancelled")
