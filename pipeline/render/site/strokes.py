"""Drawings that stretch: places are shares of the width, so that words keep their size on a telephone.

The chart of the council's report scales as a whole; on a narrow screen its letters would be too small to read. What is
drawn has its colors twice: as attributes, for a picture that is opened alone, and as classes, for the page's themes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from pipeline.render.pages import Markup

Tone: TypeAlias = Literal["axis", "grid", "today", "slip", "gain", "plan", "run", "rest", "done", "ended", "quiet"]

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
    """A bar from its left upper corner; its ends fade out where they are not known."""

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
    "run": "#2044aa", "rest": "#925400", "done": "#007155", "ended": "#131525", "quiet": "#c0c3d5",
}  # fmt: skip
WIDTH_ALONE = 760
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"


def draw_inline(strokes: Iterable[Stroke], height: float, *, alt: str) -> Markup:
    """A drawing that stands in a page and is as wide as there is room."""
    drawn = Markup("").join(map(_drawn, strokes))
    return Markup('<svg role="img" class="drawn" width="100%" height="{:g}" aria-label="{}">{}</svg>').format(
        height, alt, drawn
    )


def draw_hidden(strokes: Iterable[Stroke], height: float) -> Markup:
    """The same where the words beside it say all that it shows."""
    drawn = Markup("").join(map(_drawn, strokes))
    return Markup('<svg aria-hidden="true" class="drawn" width="100%" height="{:g}">{}</svg>').format(height, drawn)


def draw_alone(strokes: Iterable[Stroke], height: float, *, title: str, alt: str, source: str, language: str) -> bytes:
    """The same as a file of its own, with its title above it and its source below."""
    drawn = Markup("").join(map(_drawn, strokes))
    told = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{lang}" width="{width}" height="{height:g}" '
        'font-family="{font}"><title>{title}</title><desc>{alt}</desc>'
        '<rect width="100%" height="100%" fill="#ffffff"/>'
        '<text x="24" y="36" font-size="19" font-weight="600" fill="#131525">{title}</text>'
        '<svg x="32" y="58" width="{inner}" height="{drawn_height:g}" overflow="visible">{drawn}</svg>'
        '<text x="24" y="{foot:g}" font-size="13" fill="#454b6b">{source}</text></svg>\n'
    ).format(
        lang=language, width=WIDTH_ALONE, inner=WIDTH_ALONE - 64, height=height + 100, drawn_height=height, font=_FONT,
        title=title, alt=alt, drawn=drawn, foot=height + 82, source=source,
    )  # fmt: skip
    return told.encode()


def share(day: date, first: date, last: date) -> float:
    """Where a day lies between two, in percent."""
    return round(100 * (day - first).days / max(1, (last - first).days), 2)


def years(first: date, last: date, most: int = 8) -> list[int]:
    """The years to mark between two days: all, or every so many where there are more than fit."""
    step = max(1, -(-(last.year - first.year + 1) // most))
    return list(range(first.year, last.year + 1, step))


def _drawn(stroke: Stroke) -> Markup:
    color = _COLORS[stroke.tone]
    match stroke:
        case Rule():
            return Markup(
                '<line class="{}" x1="{:g}%" y1="{:g}" x2="{:g}%" y2="{:g}" stroke="{}" stroke-width="{:g}"/>'
            ).format(stroke.tone, stroke.x1, stroke.y1, stroke.x2, stroke.y2, color, stroke.width)
        case Dot():
            fill = "#ffffff" if stroke.is_ring else color
            return Markup(
                '<circle class="{} {}" cx="{:g}%" cy="{:g}" r="{:g}" fill="{}" stroke="{}" stroke-width="3"/>'
            ).format(stroke.tone, "ring" if stroke.is_ring else "dot", stroke.x, stroke.y, stroke.radius, fill, color)
        case Bar():
            return Markup('<rect class="{}" x="{:g}%" y="{:g}" width="{:g}%" height="{:g}" rx="3" fill="{}"/>').format(
                stroke.tone, stroke.x, stroke.y, stroke.width, stroke.height, color
            )
        case Words():
            return Markup(
                '<text class="{}" x="{:g}%" y="{:g}" text-anchor="{}" font-size="14" fill="{}">{}</text>'
            ).format(stroke.tone, stroke.x, stroke.y, stroke.anchor, color, stroke.text)
