"""The header of a table: the rows of a sheet in, those out that hold its titles, with the titles of each column.

The header is the run of one to three rows whose titles the mapping knows best. A title merged over several columns
speaks for each of them; where nothing else tells these apart, those behind the first are its ``echoes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from pipeline.model.vocabulary import fold_title
from pipeline.model.workbook import Row, Sheet, as_typed
from pipeline.parse.rows import filled, value_at
from pipeline.parse.titles import IGNORED, Titles

SEARCHED_ROWS = 100
_HEADER_ROWS = 3

Texts: TypeAlias = Mapping[int, str]
"""The texts of a row by their columns, counted from 1."""


class Header(NamedTuple):
    """Rows that may be the header: their numbers, and per column (from 1) the texts one below another.

    ``echoes`` are columns without a title of their own, each with the one whose title is merged over it.
    """

    first_row: int
    last_row: int
    titles: Mapping[int, tuple[str, ...]]
    echoes: Mapping[int, int]


class Found(NamedTuple):
    """The best header of some rows, and how many columns it names."""

    header: Header | None
    score: int


def find_header(sheet: Sheet, titles: Titles, *, rows: Iterable[Row], within: int | None = None) -> Found:
    """The rows whose titles are known best; at least two columns, of which one is not merely ignored.

    ``within`` is the number of a row that must be among them.
    """
    best: Header | None = None
    best_score = 1
    for header, run in _candidates(sheet, rows):
        if within and not header.first_row <= within <= header.last_row:
            continue
        names = {name for texts in header.titles.values() if (name := titles.name(texts))}
        if len(names) > best_score and names != {IGNORED} and _belong_together(run, titles):
            best, best_score = header, len(names)
    return Found(best, best_score if best else 0)


def _candidates(sheet: Sheet, rows: Iterable[Row]) -> Iterator[tuple[Header, Sequence[Texts]]]:
    """Each run of one to three visible rows, shorter runs first."""
    rows = list(islice((row for row in rows if row.number not in sheet.hidden_rows), SEARCHED_ROWS))
    numbers = {row.number for row in rows}
    spread = {at: master for at, master in spread_merges(sheet).items() if at[0] in numbers}
    texts = [dict(texts_of(sheet, row, spread)) for row in rows]
    for length in range(1, _HEADER_ROWS + 1):
        for start in range(len(rows) - length + 1):
            run = texts[start : start + length]
            if all(run):
                found = _titles(run)
                echoes = _echoes(found, [row.number for row in rows[start : start + length]], run, spread)
                yield Header(rows[start].number, rows[start + length - 1].number, found, echoes), run


def _titles(run: Sequence[Texts]) -> Mapping[int, tuple[str, ...]]:
    columns = sorted({at for row in run for at in row})
    return {at: tuple(dict.fromkeys(row[at] for row in run if at in row)) for at in columns}


def _echoes(
    titles: Mapping[int, tuple[str, ...]],
    numbers: Sequence[int],
    run: Sequence[Texts],
    spread: Mapping[tuple[int, int], int],
) -> Mapping[int, int]:
    """The columns whose every text stands in one and the same other column, which has no other texts."""
    if not spread:
        return {}
    echoes = {}
    for at in titles:
        masters = {spread.get((number, at), at) for number, texts in zip(numbers, run, strict=True) if at in texts}
        (master, *others) = masters
        if master != at and not others and titles.get(master) == titles[at]:
            echoes[at] = master
    return echoes


def _belong_together(run: Sequence[Texts], titles: Titles) -> bool:
    """Whether each row helps to name the columns, as neither a project below a header does nor a note above it.

    It may also hold headings of titles further down; above the best row, of those alone that are known.
    """
    whole = _titles(run)
    known = [sum(bool(titles.name((text,))) for text in row.values()) for row in run]
    best = known.index(max(known))
    for place, row in enumerate(run):
        others = _titles([*run[:place], *run[place + 1 :]])
        helped = {at for at in row if _helps(whole[at], others.get(at, ()), titles)}
        headed = {at for lower in run[place + 1 :] for at in lower if place > best or titles.name(whole[at])}
        useless = row.keys() - helped - headed
        if place != best and len(helped) <= len(useless):
            return False
    return True


def _helps(texts: tuple[str, ...], without: tuple[str, ...], titles: Titles) -> bool:
    """Whether a column has its name from a row: it has none without it, or all rows together make another."""
    name, other = titles.name(texts), titles.name(without)
    return name != other and (other is None or fold_title(" ".join(texts)) in titles.known)


def texts_of(sheet: Sheet, row: Row, spread: Mapping[tuple[int, int], int]) -> Iterator[tuple[int, str]]:
    """The filled cells of a row as text; a cell merged across columns speaks for all of them."""
    width = max(len(row.values), *(at for number, at in spread if number == row.number), 0)
    for at in range(1, width + 1):
        if at not in sheet.hidden_columns:
            value = value_at(row, spread.get((row.number, at), at))
            if filled(value):
                yield at, as_typed(value).strip()


def spread_merges(sheet: Sheet) -> Mapping[tuple[int, int], int]:
    """From the cells of the first row of a merged range to the column in which its text stands."""
    return {
        (merge.first_row, at): merge.first_column
        for merge in sheet.merges
        if merge.last_column - merge.first_column < 100
        for at in range(merge.first_column + 1, merge.last_column + 1)
    }
