"""The page of indicators: where each began, where it is, and where it is to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model.gauge import Gauge, Mark
from pipeline.render.briefings.indicators import opening, way_of
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link
from pipeline.render.site.pen import File, Link, Pen, bare
from pipeline.render.site.strategy import data_links
from pipeline.render.site.strokes import Anchor, Dot, Rule, Stroke, Words, draw_inline
from pipeline.render.site.values import anchor_of


class Row(NamedTuple):
    """An indicator: where it leads, its goal and areas, what is drawn of it, and its values in words."""

    link: Link
    goal: str | Markup
    areas: Sequence[Link]
    drawing: str | Markup
    way: Sequence[str]
    values: Sequence[str | Markup]


def write_indicators(pen: Pen) -> Iterator[File]:
    """The page, in place of the one that the data cube would have; none where the town has no indicators."""
    progress, matter = pen.matter.progress, pen.matter
    if progress.gauges:
        cube = matter.naming.indicators
        folder = matter.folder(cube[1:-1])
        yield pen.page(
            "indicators.html.j2",
            folder,
            title=pen.words["indicators"],
            finding=opening(progress, pen.voice),
            rows=[_row(gauge, pen) for gauge in progress.gauges],
            anchors=[anchor_of(part, cube) for part in matter.parts.get(cube, ())],
            data=data_links(matter, folder) if cube in matter.statements else [],
            trail=[],
            **pen.newest,
        )


def _row(gauge: Gauge, pen: Pen) -> Row:
    goal = pen.text(gauge.goal)
    return Row(
        Link(pen.text(gauge.name), as_link(pen.matter.folder(gauge.iri))),
        pen.markup("goal_of", goal=goal) if goal else "",
        [pen.area(area) for area in gauge.areas],
        _drawing(gauge, pen),
        list(way_of(gauge, pen.matter.progress, pen.voice)),
        [_said(mark, gauge, pen) for mark in (gauge.baseline, gauge.last, gauge.target)],
    )


def _said(mark: Mark | None, gauge: Gauge, pen: Pen) -> str | Markup:
    if mark is None:
        return pen.words["unknown"]
    value = pen.voice.quantity(mark.value, gauge.unit)
    return Markup("{} ({})").format(value, pen.when(mark.when)) if mark.when else value


def _drawing(gauge: Gauge, pen: Pen) -> str | Markup:
    """The way from the baseline to the target, with the last value on it; nothing where one of them is not known."""
    first, last, aim = gauge.baseline, gauge.last, gauge.target
    if not (first and last and aim) or first.value == aim.value:
        return ""
    done = float((last.value - first.value) / (aim.value - first.value))
    told = [bare(_said(mark, gauge, pen)) for mark in (first, last, aim)]
    alt = pen.fill("way_alt", first=told[0], last=told[1], aim=told[2])
    return draw_inline(
        _strokes(done, *(pen.voice.quantity(mark.value, gauge.unit) for mark in (first, last, aim))), 74, alt=alt
    )


def _strokes(done: float, first: str, last: str, aim: str) -> Iterator[Stroke]:
    """``done`` is the part of the way that lies behind: below 0 farther off than at the beginning, above 1 beyond."""
    low, high = min(0.0, done), max(1.0, done)
    start, now, end = (2 + 96 * (at - low) / (high - low) for at in (0.0, done, 1.0))
    yield Rule(start, 36, end, 36, "grid", 4)
    yield Rule(start, 36, now, 36, "slip" if done < 0 else "done", 4)
    yield Rule(end, 26, end, 46, "axis", 3)
    yield Dot(start, 36, "axis", is_ring=True)
    yield Dot(now, 36, "slip" if done < 0 else "done")
    yield Words(start, 68, first, _anchor(start))
    yield Words(end, 68, aim, _anchor(end))
    yield Words(now, 18, last, _anchor(now), "today")


def _anchor(x: float) -> Anchor:
    return "start" if x < _NEAR else "end" if x > 100 - _NEAR else "middle"


_NEAR = 15
