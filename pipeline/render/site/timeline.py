"""When which project runs: one page of bars for each field of action, with the years as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.model.progress import PAUSED, RUNNING, Area, Standing
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link, localized
from pipeline.render.site.home import moved_back, past_their_end
from pipeline.render.site.paging import bytes_of, write_pages
from pipeline.render.site.pen import File, Link, Pen, bare
from pipeline.render.site.queries import query_of
from pipeline.render.site.statuses import Chip, chip_of, tone_of
from pipeline.render.site.strokes import Bar, Rule, Stroke, Words, draw_alone, draw_hidden, share, years


class Track(NamedTuple):
    """A project with its bar."""

    link: Link
    chip: Chip
    period: str | Markup
    drawing: Markup


def write_timeline(pen: Pen) -> Iterator[File]:
    """The timeline of all projects, and that of each field."""
    progress = pen.matter.progress
    fields = [each.area for each in progress.fields]
    links = [
        (Link(pen.area(area.iri).words, as_link(_folder(area, pen))), len(progress.of_field(area.iri)))
        for area in fields
    ]
    yield from _write("zeitplan", pen.words["timeline_title"], progress.standing, pen, links=links, trail=[])
    for area in fields:
        title = f"{pen.words['timeline']}: {bare(pen.area(area.iri).words)}"
        trail = [Link(pen.words["timeline"], "zeitplan")]
        yield from _write(
            _folder(area, pen), title, progress.of_field(area.iri), pen, links=[], trail=trail, field=area.iri
        )


def _folder(area: Area, pen: Pen) -> str:
    return f"zeitplan/{pen.matter.folder(area.iri).rpartition('/')[2]}"


def _write(
    folder: str,
    title: str,
    projects: Sequence[Standing],
    pen: Pen,
    *,
    links: Sequence[tuple[Link, int]],
    trail: Sequence[Link],
    **asked: str,
) -> Iterator[File]:
    """The pages, and their picture as a file, which has the first of many and says so. ``asked`` is what the query is
    put with.
    """
    back, past = (sum(project.key in keys for project in projects) for keys in (moved_back(pen), past_their_end(pen)))
    name, count = ("finding_overdue", past) if past and not back else ("finding_late", back)
    finding = pen.of_projects(name, count, len(projects))
    dated = [project for project in projects if project.start or project.end]
    first, last = _span(dated, pen.matter.progress.day)
    picture = localized(f"bild/{folder}.svg", pen.language)
    yield from write_pages(
        pen,
        folder,
        [_track(project, first, last, pen) for project in dated],
        template="timeline.html.j2",
        title=title,
        weigh=lambda track: 420 + bytes_of(track.drawing, track.link.words, track.link.words, track.period),
        finding=finding,
        axis=draw_hidden(_axis(first, last, 22), 22),
        links=links,
        picture=as_link(picture),
        part=_part(dated, pen),
        query=query_of("timeline", pen, **asked),
        trail=trail,
        **pen.newest,
    )
    if dated:
        yield File(picture, _alone(dated, first, last, f"{title}: {finding}", pen))


def _span(projects: Sequence[Standing], day: date) -> tuple[date, date]:
    days = [day, *(when.day for project in projects for when in (project.start, project.end) if when)]
    return date(min(days).year, 1, 1), date(min(max(days).year + 1, date.max.year), 1, 1)


def _track(project: Standing, first: date, last: date, pen: Pen) -> Track:
    drawing = draw_hidden((*_grid(first, last, 24, pen.matter.progress.day), *_bar(project, first, last, 4, pen)), 24)
    link = Link(pen.text(project.title) or project.key, as_link(pen.matter.project_folder(project)))
    return Track(link, chip_of(project, pen), pen.period(project.start, project.end), drawing)


def _grid(first: date, last: date, height: float, day: date) -> Iterator[Stroke]:
    for year in years(first, last):
        x = share(date(year, 1, 1), first, last)
        yield Rule(x, 0, x, height, "grid")
    today = share(day, first, last)
    yield Rule(today, 0, today, height, "today", 1.5)


def _axis(first: date, last: date, y: float) -> Iterator[Stroke]:
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
    """All bars in one picture, each below its name. Of many it has the first, and says so."""
    part, projects = _part(projects, pen), projects[:MOST_IN_PICTURE]
    height = 44.0 * len(projects) + 30
    strokes: list[Stroke] = [
        *_grid(first, last, height - 24, pen.matter.progress.day),
        *_axis(first, last, height),
    ]
    for number, project in enumerate(projects):
        y = 44.0 * number
        strokes.append(Words(0, y + 14, _cut(f"{project.key} {pen.plain(project.title)}"), "start"))
        strokes += _bar(project, first, last, y + 20, pen)
    told = "; ".join(f"{project.key}: {pen.voice.period(project.start, project.end)}" for project in projects)
    source = " ".join(filter(None, (part, pen.fill("source", day=pen.voice.day(pen.matter.progress.day)))))
    return draw_alone(strokes, height, title=title, alt=told, source=source, language=pen.language)


def _part(projects: Sequence[Standing], pen: Pen) -> str:
    """That the picture has but the first of the projects; nothing where it has all."""
    number = pen.voice.number
    is_part = len(projects) > MOST_IN_PICTURE
    return pen.fill("part_shown", number=number(MOST_IN_PICTURE), all=number(len(projects))) if is_part else ""


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


_LONGEST = 78
MOST_IN_PICTURE = 60
