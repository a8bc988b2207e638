"""The line of a project's end: what was promised first, each promise after it, what holds today, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.model.progress import Late, Standing, When
from pipeline.render.pages import Markup
from pipeline.render.site.pen import Pen
from pipeline.render.site.strokes import Anchor, Dot, Rule, Stroke, Tone, Words, draw_alone, draw_inline, share, years


class Promise(NamedTuple):
    """An end as it was told: its number, what it is, when, why, and the edition that said so first."""

    number: int
    kind: str
    when: When
    reason: str
    said: date | None = None


class Slip(NamedTuple):
    """The line with its finding in a sentence, as a drawing and as rows of a table."""

    finding: str
    promises: Sequence[Promise]
    drawing: Markup
    alone: bytes


def tell_slip(project: Standing, pen: Pen, late: Late | None, day: date) -> Slip | None:
    """The line of a project as of an edition of that ``day``; ``None`` where it has no end and never had one."""
    promises = tuple(_promises(project))
    if not promises:
        return None
    is_overdue = bool(late and late.overdue)
    strokes = tuple(_strokes(promises, day, pen, is_overdue=is_overdue))
    finding = _finding(project, promises, pen, late)
    alt = _alt(promises, day, pen)
    source = pen.fill("source", day=pen.voice.day(day))
    title = f"{pen.plain(project.title)}: {finding}"
    alone = draw_alone(strokes, HEIGHT, title=title, alt=alt, source=source, language=pen.language)
    return Slip(finding, promises, draw_inline(strokes, HEIGHT, alt=alt), alone)


def _promises(project: Standing) -> Iterator[Promise]:
    told: list[tuple[When, str, date | None]] = []
    for move in project.moves:
        if move.before and not told:
            told.append((move.before, "", None))
        if move.after:
            told.append((move.after, move.reason, move.said))
    if not told and project.end:
        told.append((project.end, "", None))
    if project.is_done and project.since:
        yield from _numbered(told, "then")
        yield Promise(len(told) + 1, "reached", project.since, project.reason, project.told)
    else:
        yield from _numbered(told, "then" if not project.end else "now" if _holds(project) else "last")


def _holds(project: Standing) -> bool:
    """Whether what was promised still stands: nothing does of a project that is over, or gone from the sheets."""
    return project.is_open and not project.is_missing


def _numbered(told: Sequence[tuple[When, str, date | None]], last: str) -> Iterator[Promise]:
    for number, (when, reason, said) in enumerate(told, start=1):
        kind = "first" if number == 1 and len(told) > 1 else last if number == len(told) else "then"
        kind = "first" if number == 1 and kind == "then" else kind
        yield Promise(number, kind, when, reason, said)


def _finding(project: Standing, promises: Sequence[Promise], pen: Pen, late: Late | None) -> str:
    first, now = promises[0].when, promises[-1].when
    if project.moves and project.end is None and not project.is_done:
        return pen.words["slip_gone"]
    if late and late.overdue:
        told = pen.voice.span(late.total) if late.total else pen.voice.span_by(late.overdue)
        return pen.fill("slip_both" if late.total else "slip_overdue", span=told)
    if len(promises) == 1:
        return pen.words["slip_same" if _holds(project) else "slip_was"]
    if late and late.total:
        return pen.fill("slip_later", span=pen.voice.span(late.total))
    if now.is_open:
        return pen.words["slip_put_off" if late else "slip_changed"]
    if now.day < first.day:
        return pen.words["slip_sooner"]
    if first.is_open:
        return pen.words["slip_changed"]
    if now.day > first.day:
        return pen.words["slip_after" if project.is_done else "slip_put_off"]
    return pen.words["slip_back"]


def _alt(promises: Sequence[Promise], day: date, pen: Pen) -> str:
    told = "; ".join(f"{pen.words[f'slip_{each.kind}']}: {pen.voice.when(each.when)}" for each in promises)
    return pen.fill("slip_alt", told=told, day=pen.voice.short(day))


def _strokes(promises: Sequence[Promise], day: date, pen: Pen, *, is_overdue: bool) -> Iterator[Stroke]:
    days = [each.when.day for each in promises]
    first = date(min(*days, day).year, 1, 1)
    last = date(min(max(*days, day).year + 1, date.max.year), 1, 1)
    yield from _axis(first, last)
    places = [share(each, first, last) for each in days]
    tone: Tone = "slip" if places[-1] > places[0] or is_overdue else "gain"
    yield Rule(min(places), _LINE, max(places), _LINE, tone, 4)
    today = share(day, first, last)
    if is_overdue:
        yield Rule(places[-1], _LINE, today, _LINE, "slip", 1.5)
    yield Rule(today, 20, today, _FOOT, "today", 2)
    anchor: Anchor = "end" if today > _FAR else "start" if today < 100 - _FAR else "middle"
    yield Words(today, 14, pen.fill("slip_today_on", day=pen.voice.short(day)), anchor, "today")
    for number, place in enumerate(places, start=1):
        if 1 < number < len(places):
            yield Rule(place, _LINE - 9, place, _LINE + 9, tone, 4)
    yield Dot(places[0], _LINE, tone, is_ring=len(places) > 1)
    if len(places) > 1:
        yield Dot(places[-1], _LINE, tone)
    yield from (Words(place, _LINE - 14, numbers, "middle", tone) for place, numbers in _gathered(places))


def _gathered(places: Sequence[float]) -> list[tuple[float, str]]:
    """The numbers of the promises, those that would lie on each other in one."""
    found: list[tuple[float, list[int]]] = []
    for number, place in sorted(enumerate(places, start=1), key=lambda each: each[1]):
        if found and place - found[-1][0] < _NEAR:
            found[-1][1].append(number)
        else:
            found.append((place, [number]))
    return [(place, ", ".join(map(str, sorted(numbers)))) for place, numbers in found]


def _axis(first: date, last: date) -> Iterator[Stroke]:
    yield Rule(0, _FOOT, 100, _FOOT, "axis")
    for year in years(first, last):
        x = share(date(year, 1, 1), first, last)
        yield Rule(x, 28, x, _FOOT + 4, "grid")
        yield Words(x, _FOOT + 20, str(year), "start" if x == 0 else "end" if x == 100 else "middle")


HEIGHT = 120
_LINE, _FOOT = 66.0, 92.0
_FAR, _NEAR = 75, 5
