"""Theses by fields: where projects serve both, and where none does, as a table and as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from pipeline.model.progress import CANCELLED, Area, Standing
from pipeline.render.site.addresses import as_link, localized
from pipeline.render.site.pen import File, Link, Pen, bare
from pipeline.render.site.queries import query_of
from pipeline.render.site.strategy import strategy_link
from pipeline.render.site.strokes import Bar, Stroke, Tone, Words, draw_alone


class CellOf(NamedTuple):
    """A place where a thesis and a field meet: how many projects serve both."""

    number: int
    keys: str


def write_matrix(pen: Pen) -> Iterator[File]:
    """The page of the matrix and its picture."""
    progress = pen.matter.progress
    serving = [each for each in progress.standing if each.status != CANCELLED]
    theses, fields = [each.area for each in progress.theses], [each.area for each in progress.fields]
    rows = [(pen.area(field.iri), [_cell(serving, field, thesis) for thesis in theses]) for field in fields]
    gaps = sum(cell.number == 0 for _, cells in rows for cell in cells)
    places = len(theses) * len(fields)
    finding = pen.fill("finding_gaps", number=gaps, all=places) if places else pen.words["no_matrix"]
    alone = [each.area for each in (*progress.fields, *progress.theses) if not each.projects]
    heads = [(thesis.notation, pen.area(thesis.iri), pen.plain(thesis.definition)) for thesis in theses]
    picture = localized("bild/luecken.svg", pen.language)
    yield pen.page(
        "matrix.html.j2", "luecken", title=pen.words["gaps_title"], finding=finding, rows=rows, heads=heads,
        alone=[pen.area(area.iri) for area in alone], trail=[strategy_link(pen)],
        picture=as_link(picture), query=query_of("projects-by-field-and-thesis", pen), **pen.newest,
    )  # fmt: skip
    if places:
        yield File(picture, _alone(rows, heads, finding, pen))


Row: TypeAlias = tuple[Link, Sequence[CellOf]]
"""A field with its cells."""
Head: TypeAlias = tuple[str, Link, str]
"""A thesis: its number, its link, its wording."""


def _cell(projects: Sequence[Standing], field: Area, thesis: Area) -> CellOf:
    both = [each for each in projects if field.iri in each.fields and thesis.iri in each.theses]
    return CellOf(
        len(both), ", ".join(each.key for each in both[:_MOST_KEYS]) + (" …" if len(both) > _MOST_KEYS else "")
    )


_MOST_KEYS = 6


def _alone(rows: Sequence[Row], heads: Sequence[Head], finding: str, pen: Pen) -> bytes:
    """The matrix as a picture: a row for each field below its name, the theses by their numbers, told below."""
    wide = 100 / len(heads)
    strokes: list[Stroke] = [
        Words(wide * (at + 0.5), 14, notation, "middle", "today") for at, (notation, _, _) in enumerate(heads)
    ]
    for number, (field, cells) in enumerate(rows):
        top = 26.0 + _STEP * number
        strokes.append(Words(0, top + 14, bare(field.words), "start", "today"))
        for at, cell in enumerate(cells):
            tone: Tone = "run" if cell.number else "quiet"
            strokes.append(Bar(wide * at + 0.3, top + 22, wide - 0.6, 6, tone))
            told = pen.voice.number(cell.number) if cell.number else pen.words["gap"]
            strokes.append(Words(wide * (at + 0.5), top + 44, told))
    foot = 26.0 + _STEP * len(rows)
    legend = [f"{notation}: {bare(link.words)}" for notation, link, _ in heads]
    strokes += (Words(0, foot + 16 + 20 * at, told, "start") for at, told in enumerate(legend))
    alt = "; ".join(
        f"{bare(field.words)}: {', '.join(f'{head[0]} {cell.number}' for head, cell in zip(heads, cells, strict=True))}"
        for field, cells in rows
    )
    title, source = (
        f"{pen.words['gaps_caption']}: {finding}",
        pen.fill("source", day=pen.voice.day(pen.matter.progress.day)),
    )
    height = foot + 20 * len(legend) + 8
    return draw_alone(strokes, height, title=title, alt=alt, source=source, language=pen.language)


_STEP = 62
