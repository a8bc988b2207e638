"""The page of indicators, and the picture of one: where each began, where it is, and where it is to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model.gauge import Gauge, Mark
from pipeline.render.briefings.indicators import opening, way_of
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link, localized
from pipeline.render.site.facts import cells_of
from pipeline.render.site.pen import File, Link, Pen, bare
from pipeline.render.site.queries import Query, query_of
from pipeline.render.site.strategy import data_links, strategy_link
from pipeline.render.site.strokes import Anchor, Dot, Rule, Stroke, Words, draw_alone, draw_inline, lowered
from pipeline.render.site.values import anchor_of, name_of, read_when


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
            picture=as_link(picture := localized("bild/kennzahlen.svg", pen.language)),
            query=query_of("indicators", pen),
            trail=[strategy_link(pen)],
            **pen.newest,
        )
        yield File(picture, _all_alone(pen))


class Value(NamedTuple):
    """One value of an indicator: its anchor, what it is, how much, when, and the cells that say so."""

    anchor: str
    kind: str
    value: str
    when: str | Markup
    places: str


class Chart(NamedTuple):
    """An indicator by itself: how far it is in words and as a drawing, all its values, and the picture as a file."""

    way: Sequence[str]
    goal: str | Markup
    drawing: str | Markup
    values: Sequence[Value]
    query: Query
    picture: str = ""
    file: File | None = None


def chart_of(term: str, pen: Pen) -> Chart | None:
    """The chart of an indicator by its term; ``None`` for anything else."""
    gauge = next((gauge for gauge in pen.matter.progress.gauges if f"<{gauge.iri}>" == term), None)
    if gauge is None:
        return None
    drawing, goal, query = _drawing(gauge, pen), pen.text(gauge.goal), query_of("indicators", pen)
    chart = Chart(list(way_of(gauge, pen.matter.progress, pen.voice)), goal, drawing, list(_values(term, pen)), query)
    if not drawing:
        return chart
    path = localized(f"bild/{pen.matter.folder(gauge.iri)}.svg", pen.language)
    return chart._replace(picture=as_link(path), file=File(path, _alone(gauge, pen)))


def _values(term: str, pen: Pen) -> Iterator[Value]:
    """All values of an indicator, the oldest first, with what is aimed at last."""
    index = pen.matter.index
    baselines, targets = index.objects(term, "ds:baseline"), index.objects(term, "ds:target")
    measured = dict.fromkeys((*baselines, *index.subjects("ds:indicator", term)))
    found = [(node, "baseline" if node in baselines else "measured", "sdmx-dimension:refPeriod") for node in measured]
    found.sort(key=lambda each: index.text(each[0], each[2]))
    aims = sorted(targets, key=lambda node: index.text(node, "ds:targetDate"))
    for node, kind, dated in (*found, *((node, "target", "ds:targetDate") for node in aims)):
        when = next(iter(index.objects(node, dated)), "")
        cells = cells_of(pen.matter.statements.get(node, ()), pen)
        yield Value(
            anchor_of(node, term),
            pen.words[kind],
            name_of(node, pen).partition(" (")[0],
            pen.when(read_when(when, index.text(node, "ds:targetDay"))) if when else pen.words["unknown"],
            "; ".join(pen.voice.places(cells)) or pen.words["unknown"],
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
    return draw_inline(_drawn(gauge, pen), HEIGHT, alt=_alt(gauge, pen)) if _can_be_drawn(gauge) else ""


def _alone(gauge: Gauge, pen: Pen) -> bytes:
    """The picture of one indicator as a file."""
    way = "; ".join(way_of(gauge, pen.matter.progress, pen.voice))
    title, source = f"{pen.plain(gauge.name)}: {way}", pen.fill("source", day=pen.voice.day(pen.matter.progress.day))
    return draw_alone(
        _drawn(gauge, pen), HEIGHT, title=title, alt=_alt(gauge, pen), source=source, language=pen.language
    )


def _all_alone(pen: Pen) -> bytes:
    """All indicators in one picture, each below its name; of one that cannot be drawn, why."""
    strokes, alts = list[Stroke](), list[str]()
    progress = pen.matter.progress
    for number, gauge in enumerate(progress.gauges):
        way = "; ".join(way_of(gauge, progress, pen.voice))
        strokes.append(Words(0, number * _STEP + 14, f"{pen.plain(gauge.name)}: {way}", "start", "today"))
        if _can_be_drawn(gauge):
            strokes += lowered(_drawn(gauge, pen), number * _STEP + 24)
        alts.append(f"{pen.plain(gauge.name)}: {_alt(gauge, pen)}")
    source = pen.fill("source", day=pen.voice.day(progress.day))
    title = f"{pen.words['indicators']}: {opening(progress, pen.voice)}"
    height = _STEP * len(progress.gauges)
    return draw_alone(strokes, height, title=title, alt="; ".join(alts), source=source, language=pen.language)


def _can_be_drawn(gauge: Gauge) -> bool:
    return bool(gauge.baseline and gauge.last and gauge.target and gauge.baseline.value != gauge.target.value)


def _alt(gauge: Gauge, pen: Pen) -> str:
    first, last, aim = (bare(_said(mark, gauge, pen)) for mark in (gauge.baseline, gauge.last, gauge.target))
    return pen.fill("way_alt", first=first, last=last, aim=aim)


def _drawn(gauge: Gauge, pen: Pen) -> Iterator[Stroke]:
    first, last, aim = gauge.baseline, gauge.last, gauge.target
    assert first and last and aim
    done = float((last.value - first.value) / (aim.value - first.value))
    return _strokes(done, *(pen.voice.quantity(mark.value, gauge.unit) for mark in (first, last, aim)))


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
HEIGHT = 74
_STEP = 124
