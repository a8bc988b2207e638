"""The home page: what this is, how it stands in numbers that lead on, and what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model.progress import RUNNING
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link, localized
from pipeline.render.site.lists import statuses_of
from pipeline.render.site.pen import File, Link, Pen
from pipeline.render.site.queries import query_of
from pipeline.render.site.statuses import TONES
from pipeline.render.site.strokes import Bar, Stroke, draw_alone, draw_inline
from pipeline.render.site.turns import Turn


class Number(NamedTuple):
    """A number, what it counts, and where it leads."""

    value: str
    words: str
    folder: str


def write_home(pen: Pen, news: Sequence[tuple[Link, Turn]]) -> Iterator[File]:
    """The home page and its picture."""
    matter = pen.matter
    strategy = f"<{matter.base}{matter.dataset.iris.strategy}>"
    finding, drawing, picture = _standing(pen)
    path = localized("bild/stand.svg", pen.language)
    progress = matter.progress
    yield pen.page(
        "home.html.j2",
        "",
        title=pen.plain(matter.dataset.site.name) or matter.dataset.publisher.name,
        intro=pen.literal(strategy, "dcterms:description") or pen.plain(matter.dataset.description),
        heading=pen.plain(matter.dataset.title),
        numbers=list(_numbers(pen)),
        fields=[(pen.area(each.area.iri), pen.text(each.area.definition), len(progress.of_field(each.area.iri)))
                for each in progress.fields],
        news=news,
        no_news=pen.words["nothing_new" if matter.edition.previous else "first_edition"],
        finding=finding,
        drawing=drawing,
        picture=as_link(path),
        statuses=statuses_of(pen),
        **pen.newest,
        query=query_of("projects-by-status", pen),
    )  # fmt: skip
    yield File(path, picture)


def _numbers(pen: Pen) -> Iterator[Number]:
    progress, number = pen.matter.progress, pen.voice.number
    roadmap = pen.paths["roadmap"]
    counts = {
        "projects": (len(progress.standing), roadmap),
        "running": (running := len(progress.of_status(RUNNING)), f"status/{RUNNING}" if running else roadmap),
        "done": (sum(project.is_done for project in progress.standing), roadmap),
        "late": (len(moved_back(pen)), "zeitplan"),
        "overdue": (len(past_their_end(pen)), "zeitplan"),
    }
    for name, (count, folder) in counts.items():
        yield Number(number(count), pen.words[f"n_{name}_one" if count == 1 else f"n_{name}"], folder)


def moved_back(pen: Pen) -> list[str]:
    """The keys of the open projects whose end is later than it was promised first."""
    return [late.project.key for late in pen.matter.progress.late if late.total or (late.now and late.now.is_open)]


def past_their_end(pen: Pen) -> list[str]:
    """The keys of the open projects whose end has passed."""
    return [late.project.key for late in pen.matter.progress.late if late.overdue is not None]


def _standing(pen: Pen) -> tuple[str, Markup, bytes]:
    """How the projects are spread over the statuses: the finding, and the bar in the page and alone."""
    statuses, strokes = statuses_of(pen), list[Stroke]()
    total = max(1, sum(count for _, _, count in statuses))
    at = 0.0
    for _, form, count in statuses:
        width = 100 * count / total
        strokes.append(Bar(at, 0, max(width - 0.4, 0.3), 28, TONES.get(form, "quiet")))
        at += width
    running = len(pen.matter.progress.of_status(RUNNING))
    finding = pen.of_projects("finding_running", running, len(pen.matter.progress.standing))
    told = "; ".join(f"{link.words}: {count}" for link, _, count in statuses)
    source = pen.fill("source", day=pen.voice.day(pen.matter.progress.day))
    alone = draw_alone(strokes, 28, title=finding, alt=told, source=f"{told}. {source}", language=pen.language)
    return finding, draw_inline(strokes, 28, alt=f"{finding}. {told}"), alone
