"""Lists of projects: all, of a field, of a thesis, of a status; long ones on several pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.model.progress import STATUSES, Standing
from pipeline.render.site.addresses import as_link, localized
from pipeline.render.site.paging import MOST_ENTRIES, bytes_of, write_pages
from pipeline.render.site.pen import File, Link, Pen, bare
from pipeline.render.site.projects import Row, row_of
from pipeline.render.site.statuses import chip_of


def write_list(
    pen: Pen, folder: str, projects: Sequence[Standing], *, template: str, title: str, **said: Any
) -> Iterator[File]:
    """A list of projects, on several pages where they are many."""
    counted = pen.voice.projects(len(projects))
    rows = [row_of(project, pen) for project in projects]
    return write_pages(pen, folder, rows, template=template, title=title, weigh=weigh_row, counted=counted, **said)


def weigh_row(row: Row) -> int:
    """About how many bytes a project takes in a list."""
    return 260 + bytes_of(row.title, row.key, row.folder, row.period, row.leads, *row.fields)


def write_roadmap(pen: Pen, statements: Sequence[Link]) -> Iterator[File]:
    """All projects, with ways to narrow them down, and what the search reads where they are on several pages.
    ``statements`` lead to what programs read of the roadmap.
    """
    matter, progress = pen.matter, pen.matter.progress
    iris = matter.dataset.iris
    gone = len(progress.projects) - len(progress.standing)
    index = f"gestalt/liste.{pen.language}.js" if len(progress.projects) > MOST_ENTRIES // 2 else ""
    yield from write_list(
        pen,
        matter.folder(iris.base + iris.roadmap),
        progress.projects,
        template="roadmap.html.j2",
        title=pen.words["all_projects"],
        trail=[],
        fields=[(pen.area(each.area.iri), len(progress.of_field(each.area.iri))) for each in progress.fields],
        statuses=statuses_of(pen),
        index=index,
        statements=statements,
        gone=pen.fill("counted_gone", number=pen.voice.number(gone)) if gone else "",
    )
    if index:
        yield File(index, _index(pen))


def statuses_of(pen: Pen) -> list[tuple[Link, str, int]]:
    """The statuses that projects have, each with its form and how many have it, in the order of a project's life."""
    known = {project.status: project for project in pen.matter.progress.standing if project.status}
    ordered = sorted(known, key=lambda name: (STATUSES.index(name) if name in STATUSES else len(STATUSES), name))
    found = []
    for status in ordered:
        chip = chip_of(known[status], pen)
        number = len(pen.matter.progress.of_status(status))
        found.append((Link(chip.words, f"status/{as_link(status)}"), chip.form, number))
    return found


def write_statuses(pen: Pen) -> Iterator[File]:
    """A list for each status."""
    progress = pen.matter.progress
    for status in dict.fromkeys(project.status for project in progress.standing if project.status):
        projects = progress.of_status(status)
        chip = chip_of(projects[0], pen)
        feed = as_link(localized(f"feeds/status/{status}.atom", pen.language))
        yield from write_list(
            pen, f"status/{status}", projects, template="list.html.j2", title=pen.fill("of_status", status=chip.words),
            trail=[_roadmap_link(pen)], intro="", feed=feed,
        )  # fmt: skip


def _roadmap_link(pen: Pen) -> Link:
    iris = pen.matter.dataset.iris
    return Link(pen.words["projects"], as_link(pen.matter.folder(iris.base + iris.roadmap)))


def _index(pen: Pen) -> bytes:
    """All projects for the search, as a script: a page that is opened from disk may fetch nothing else."""
    rows = [_entry(row_of(project, pen)) for project in pen.matter.progress.projects]
    written = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return f"window.roadmapList = {written.replace('<', chr(92) + 'u003c')};\n".encode()


def _entry(row: Row) -> list[str]:
    small = " · ".join(filter(None, (bare(row.period), row.leads, row.key, *row.fields)))
    return [bare(row.title), row.folder, row.chip.form, row.chip.words, small]
