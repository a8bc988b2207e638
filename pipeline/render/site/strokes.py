"""Drawings that stretch: places are shares of the width, so that words keep their size on a telephone.

The chart of the council's report scales as a whole; on a narrow screen its letters would be too small to read. What is
drawn has its colors twice: as attributes, for a picture that is opened alone, and as classes, for the page's themes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import wrap
from typing import Literal, NamedTuple, TypeAlias

from pipeline.render.pages import Markup, escape

Tone: TypeAlias = Literal[
    "axis", "grid", "today", "slip", "gain", "plan", "run", "rest", "done", "live", "ended", "quiet"
]

Anchor: TypeAlias = Literal["start", "middle", "end"]


class Rule(NamedTuple):
    """A line between two points, x in percent and y in pixels."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: Tone
    width: float = 1


class Dot(NamedTuple):
    """A dot or a ring at its middle."""

    x: float
    y: float
    tone: Tone
    is_ring: bool = False
    radius: float = 6


class Bar(NamedTuple):
    """A bar from its left upper corner; of the width and height that are given."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone


class Words(NamedTuple):
    """Words on a line."""

    x: float
    y: float
    text: str
    anchor: Anchor = "middle"
    tone: Tone = "axis"


Stroke: TypeAlias = Rule | Dot | Bar | Words

_COLORS: dict[Tone, str] = {
    "axis": "#454b6b", "grid": "#c0c3d5", "today": "#131525", "slip": "#c31c13", "gain": "#007155", "plan": "#5b6185",
    "run": "#2044aa", "rest": "#925400", "done": "#007155", "live": "#006b8c", "ended": "#131525", "quiet": "#c0c3d5",
}  # fmt: skip
WIDTH_ALONE = 760
_LETTERS, _MOST_LINES = 70, 3
_FONT = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif"


def draw_inline(strokes: Iterable[Stroke], height: float, *, alt: str) -> Markup:
    """A drawing that stands in a page and is as wide as there is room."""
    drawn = "".join(map(_drawn, strokes))
    head = f'<svg role="img" class="drawn" width="100%" height="{height:g}" aria-label="{escape(alt)}">'
    return Markup(f"{head}{drawn}</svg>")  # what is typed is escaped in _drawn


def draw_hidden(strokes: Iterable[Stroke], height: float) -> Markup:
    """The same where the words beside it say all that it shows."""
    drawn = "".join(map(_drawn, strokes))
    return Markup(f'<svg aria-hidden="true" class="drawn" width="100%" height="{height:g}">{drawn}</svg>')


def draw_alone(strokes: Iterable[Stroke], height: float, *, title: str, alt: str, source: str, language: str) -> bytes:
    """The same as a file of its own, with its title above it and its source below."""
    drawn, inner = "".join(map(_drawn, strokes)), WIDTH_ALONE - 64
    lines = wrap(title, _LETTERS)[:_MOST_LINES]
    heads = "".join(f'<tspan x="24" dy="{26 if at else 0}">{escape(line)}</tspan>' for at, line in enumerate(lines))
    down = 26 * max(0, len(lines) - 1)
    told = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{language}" width="{WIDTH_ALONE}" '
        f'height="{height + 100 + down:g}" font-family="{_FONT}">'
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>"
        '<rect width="100%" height="100%" fill="#ffffff"/>'
        f'<text x="24" y="36" font-size="19" font-weight="600" fill="#131525">{heads}</text>'
        f'<svg x="32" y="{58 + down}" width="{inner}" height="{height:g}" overflow="visible">{drawn}</svg>'
        f'<text x="24" y="{height + 82 + down:g}" font-size="13" fill="#454b6b">{escape(source)}</text></svg>\n'
    )
    return told.encode()


def lowered(strokes: Iterable[Stroke], down: float) -> Iterator[Stroke]:
    """The same further down, for a picture that is made of several."""
    for stroke in strokes:
        if isinstance(stroke, Rule):
            yield stroke._replace(y1=stroke.y1 + down, y2=stroke.y2 + down)
        else:
            yield stroke._replace(y=stroke.y + down)


def share(day: date, first: date, last: date) -> float:
    """Where a day lies between two, in percent."""
    return round(100 * (day - first).days / max(1, (last - first).days), 2)


def years(first: date, last: date, most: int = 8) -> list[int]:
    """The years to mark between two days: all, or every so many where there are more than fit."""
    step = max(1, -(-(last.year - first.year + 1) // most))
    return list(range(first.year, last.year + 1, step))


def _drawn(stroke: Stroke) -> str:
    color, tone = _COLORS[stroke.tone], stroke.tone
    match stroke:
        case Rule():
            return (
                f'<line class="{tone}" x1="{stroke.x1:g}%" y1="{stroke.y1:g}" x2="{stroke.x2:g}%" y2="{stroke.y2:g}" '
                f'stroke="{color}" stroke-width="{stroke.width:g}"/>'
            )
        case Dot():
            form, fill = ("ring", "#ffffff") if stroke.is_ring else ("dot", color)
            return (
                f'<circle class="{tone} {form}" cx="{stroke.x:g}%" cy="{stroke.y:g}" r="{stroke.radius:g}" '
                f'fill="{fill}" stroke="{color}" stroke-width="3"/>'
            )
        case Bar():
            return (
                f'<rect class="{tone}" x="{stroke.x:g}%" y="{stroke.y:g}" width="{stroke.width:g}%" '
                f'height="{stroke.height:g}" rx="3" fill="{color}"/>'
            )
        case Words():
            return (
                f'<text class="{tone}" x="{stroke.x:g}%" y="{stroke.y:g}" text-anchor="{stroke.anchor}" '
                f'font-size="14" fill="{color}">{escape(stroke.text)}</text>'
            )
