"""How the ends of projects moved, as a chart: projects in, lines, marks and words in a plane out.

A row for each project: a ring where its end was promised first, a stroke at each promise between, a dot at the present
end. What a colour says a form says too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias


class Line(NamedTuple):
    """A line between two points."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: Literal["axis", "grid", "slip", "gain"]


class Mark(NamedTuple):
    """A ring, a dot or a stroke, at its middle."""

    x: float
    y: float
    form: Literal["ring", "dot", "stroke"]
    tone: Literal["slip", "gain"]


class Label(NamedTuple):
    """Words on a line, beginning, ending or centred at a point."""

    x: float
    y: float
    words: str
    anchor: Literal["start", "middle", "end"] = "start"


Shape: TypeAlias = Line | Mark | Label


class Chart(NamedTuple):
    """A plane of a width and height with what is drawn in it, the lowest first."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


class Track(NamedTuple):
    """A row: what it is called, the days to which the end was set one after another, and what came of it."""

    name: str
    days: tuple[date, ...]
    outcome: str


WIDTH, ROW, TOP, NAMES, OUTCOMES, GAP = 760.0, 34.0, 30.0, 290.0, 96.0, 14.0
LETTERS_OF_NAME = 37


def draw_tracks(tracks: Sequence[Track]) -> Chart:
    """The chart of some projects, of which there is at least one."""
    days = [day for track in tracks for day in track.days]
    first, last = min(days).year, max(days).year + 1
    height = TOP + ROW * len(tracks) + 8
    shapes = [*_axis(first, last, height)]
    for number, track in enumerate(tracks):
        shapes += _row(track, TOP + ROW * (number + 0.5), first, last)
    return Chart(WIDTH, height, tuple(shapes))


def _axis(first: int, last: int, height: float) -> Iterable[Shape]:
    """A line for each year, or for every so many where there are more than fit."""
    step = max(1, -(-(last - first) // _MOST_YEARS))
    for year in range(first, last + 1, step):
        x = _x(date(year, 1, 1), first, last)
        yield Line(x, TOP, x, height - 4, "grid")
        yield Label(x, TOP - 10, str(year), "middle")
    yield Line(NAMES + GAP, TOP, WIDTH - OUTCOMES - GAP, TOP, "axis")


def _row(track: Track, y: float, first: int, last: int) -> Iterable[Shape]:
    places = [_x(day, first, last) for day in track.days]
    tone: Literal["slip", "gain"] = "slip" if places[-1] >= places[0] else "gain"
    yield Label(0, y + 4, _cut(track.name))
    yield Line(min(places), y, max(places), y, tone)
    yield from (Mark(x, y, "stroke", tone) for x in places[1:-1])
    yield Mark(places[0], y, "ring", tone)
    yield Mark(places[-1], y, "dot", tone)
    yield Label(WIDTH - OUTCOMES, y + 4, track.outcome)


def _x(day: date, first: int, last: int) -> float:
    start = date(first, 1, 1)
    share = (day - start).days / (date(last, 1, 1) - start).days
    left, right = NAMES + GAP, WIDTH - OUTCOMES - GAP
    return round(left + share * (right - left), 1)


def _cut(name: str) -> str:
    return name if len(name) <= LETTERS_OF_NAME else f"{name[: LETTERS_OF_NAME - 1].rstrip()}…"


_MOST_YEARS = 10
