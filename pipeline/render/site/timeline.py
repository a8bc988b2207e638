"""When which project runs: one page of bars for each field of action, with the years as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.model.progress import PAUSED, RUNNING, Area, Standing
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link, localized
from pipeline.render.site.home import moved_back
from pipeline.render.site.pen import File, Link, Pen, bare
from pipeline.render.site.statuses import Chip, chip_of, tone_of
from pipeline.render.site.strokes import Bar, Rule, Stroke, Words, draw_alone, draw_hidden, share, years

MOST_TRACKS = 60
"""A page with more bars than these would be heavier than a page may be."""


class Track(NamedTuple):
    """A project with its bar."""

    link: Link
    chip: Chip
    period: str
    drawing: Markup


class Chart(NamedTuple):
    """The bars of some projects below the years."""

    axis: Markup
    tracks: Sequence[Track]


def write_timeline(pen: Pen) -> Iterator[File]:
    """The timeline of all projects where they are few, and of each field."""
    progress = pen.matter.progress
    fields = [each.area for each in progress.fields]
    links = [(Link(pen.area(area.iri).words, as_link(_folder(area, pen))), len(progress.of_field(area.iri)))
             for area in fields]  # fmt: skip
    back = moved_back(pen)
    dated = [project for project in progress.standing if project.start or project.end]
    finding = pen.of_projects("finding_late", len(back), len(progress.standing))
    yield from _write("zeitplan", pen.words["timeline_title"], finding, dated[:MOST_TRACKS], pen,
                      links=links, left=max(0, len(dated) - MOST_TRACKS), trail=[])  # fmt: skip
    for area in fields:
        mine = progress.of_field(area.iri)
        with_dates = [project for project in mine if project.start or project.end]
        words = bare(pen.area(area.iri).words)
        late = sum(project.key in back for project in mine)
        told = pen.of_projects("finding_late", late, len(mine))
        yield from _write(_folder(area, pen), f"{pen.words['timeline']}: {words}", told, with_dates[:MOST_TRACKS], pen,
                          links=[], left=max(0, len(with_dates) - MOST_TRACKS),
                          trail=[Link(pen.words["timeline"], "zeitplan")])  # fmt: skip


def _folder(area: Area, pen: Pen) -> str:
    return f"zeitplan/{pen.matter.folder(area.iri).rpartition('/')[2]}"


def _write(
    folder: str, title: str, finding: str, projects: Sequence[Standing], pen: Pen, *,
    links: Sequence[tuple[Link, int]], left: int, trail: Sequence[Link],
) -> Iterator[File]:  # fmt: skip
    """The page, and its picture as a file."""
    first, last = _span(projects, pen.matter.progress.day)
    chart = _chart(projects, first, last, pen) if projects else None
    picture = localized(f"bild/{folder}.svg", pen.language)
    yield pen.page(
        "timeline.html.j2", folder, title=title, finding=finding, chart=chart, links=links, left=left,
        picture=as_link(picture), trail=trail,
    )  # fmt: skip
    if projects:
        yield File(picture, _alone(projects, first, last, f"{title}: {finding}", pen))


def _span(projects: Sequence[Standing], day: date) -> tuple[date, date]:
    days = [day, *(when.day for project in projects for when in (project.start, project.end) if when)]
    return date(min(days).year, 1, 1), date(min(max(days).year + 1, date.max.year), 1, 1)


def _chart(projects: Sequence[Standing], first: date, last: date, pen: Pen) -> Chart:
    axis = draw_hidden(_axis(first, last, 22, pen), 22)
    return Chart(axis, [_track(project, first, last, pen) for project in projects])


def _track(project: Standing, first: date, last: date, pen: Pen) -> Track:
    drawing = draw_hidden((*_grid(first, last, 24, pen.matter.progress.day), *_bar(project, first, last, 4, pen)), 24)
    link = Link(pen.text(project.title) or project.key, as_link(pen.matter.project_folder(project)))
    return Track(link, chip_of(project, pen), pen.voice.period(project.start, project.end), drawing)


def _grid(first: date, last: date, height: float, day: date) -> Iterator[Stroke]:
    for year in years(first, last):
        x = share(date(year, 1, 1), first, last)
        yield Rule(x, 0, x, height, "grid")
    today = share(day, first, last)
    yield Rule(today, 0, today, height, "today", 1.5)


def _axis(first: date, last: date, y: float, pen: Pen) -> Iterator[Stroke]:
    for year in years(first, last, 6):
        x = share(date(year, 1, 1), first, last)
        yield Words(x, y - 6, str(year), "start" if x == 0 else "end" if x == 100 else "middle")


def _bar(project: Standing, first: date, last: date, y: float, pen: Pen) -> Iterator[Stroke]:
    """The bar of a project; where one side is not told, a short one at the other."""
    start, end = project.start and project.start.day, project.end and project.end.day
    left = share(start or end or first, first, last)
    right = share(end or start or first, first, last)
    today = share(pen.matter.progress.day, first, last)
    if start and not end and project.status in (RUNNING, PAUSED) and today > left:
        yield Rule(left, y + 8, today, y + 8, tone_of(project), 3)
    yield Bar(min(left, 99), y, max(right - left, 1), 16, tone_of(project))


def _alone(projects: Sequence[Standing], first: date, last: date, title: str, pen: Pen) -> bytes:
    """All bars in one picture, each below its name."""
    height = 44.0 * len(projects) + 30
    strokes: list[Stroke] = [
        *_grid(first, last, height - 24, pen.matter.progress.day),
        *_axis(first, last, height, pen),
    ]
    for number, project in enumerate(projects):
        y = 44.0 * number
        strokes.append(Words(0, y + 14, _cut(f"{project.key} {pen.plain(project.title)}"), "start"))
        strokes += _bar(project, first, last, y + 20, pen)
    told = "; ".join(f"{project.key}: {pen.voice.period(project.start, project.end)}" for project in projects)
    source = pen.fill("source", day=pen.voice.day(pen.matter.progress.day))
    return draw_alone(strokes, height, title=_cut(title), alt=told, source=source, language=pen.language)


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


_LONGEST = 78
