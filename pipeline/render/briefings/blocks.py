"""What a paper is made of, whatever file it becomes: headings, paragraphs, lists, tables and a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

from pipeline.model.report import Language
from pipeline.render.briefings.chart import Chart

NOT_TOLD = "–"
"""In place of what is not told."""


class Run(NamedTuple):
    """A piece of text in one form; with ``link`` it leads to an address."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


Runs: TypeAlias = tuple[Run, ...]


class Heading(NamedTuple):
    """A heading: 1 for a section, 2 for a part of one. With ``starts_page`` it is printed on top of a page."""

    level: int
    text: str
    starts_page: bool = False


class Paragraph(NamedTuple):
    """A paragraph; a note is set small."""

    runs: Runs
    is_note: bool = False


class Bullets(NamedTuple):
    """A list of points, each made of pieces of text."""

    items: tuple[Runs, ...]
    is_numbered: bool = False


class Cell(NamedTuple):
    """A cell of a table: its lines, and below them in small print where that is from."""

    lines: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of headers; the first column names its rows.

    ``widths`` are shares of the width. ``numbers`` are the places of columns that hold numbers. ``is_summed`` tells
    that the last row is a sum.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]
    numbers: frozenset[int] = frozenset()
    is_summed: bool = False


class Picture(NamedTuple):
    """A chart with its title, and in words what it shows."""

    chart: Chart
    title: str
    alt: str


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Picture


class Section(NamedTuple):
    """Pages of one orientation."""

    blocks: tuple[Block, ...]
    is_landscape: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. ``facts`` stand on its title page, each with what it is."""

    language: Language
    title: str
    subject: str
    publisher: str
    facts: tuple[tuple[str, Runs], ...]
    sections: tuple[Section, ...]
    made_at: datetime


def text(words: str) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph((Run(words),))


def note(words: str) -> Paragraph:
    """The same in small print."""
    return Paragraph((Run(words),), is_note=True)


def without_empty_columns(table: Table, keep: int = 1) -> Table:
    """The table without columns in which no row says anything, but for the first ones."""
    used = [at for at in range(len(table.head)) if at < keep or any(_says_something(row[at]) for row in table.rows)]
    numbers = frozenset(place for place, at in enumerate(used) if at in table.numbers)
    rows = [[row[at] for at in used] for row in table.rows]
    return Table(table.title, _of(table.head, used), rows, _of_widths(table.widths, used), numbers, table.is_summed)


def _says_something(cell: Cell) -> bool:
    return bool(cell.small) or any(line not in ("", NOT_TOLD) for line in cell.lines)


def _of(values: Sequence[str], places: Iterable[int]) -> list[str]:
    return [values[at] for at in places]


def _of_widths(values: Sequence[int], places: Iterable[int]) -> list[int]:
    return [values[at] for at in places]
