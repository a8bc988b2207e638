"""Tables on their side, the titles in a column and the projects beside them: a sheet in, where they begin out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from pipeline.model.workbook import Row, Sheet, as_typed
from pipeline.parse.header import SEARCHED_ROWS
from pipeline.parse.rows import filled, filled_cells, value_at
from pipeline.parse.titles import IGNORED, Titles

_SEARCHED_COLUMNS = 3
_FEWEST_TITLES = 3
_LONGEST_TITLE = 80


class Sideways(NamedTuple):
    """Where the titles begin, how many are known, and whether several keys stand beside one another."""

    row: int
    column: int
    known: int
    has_keys: bool


def find_sideways(sheet: Sheet, titles: Titles) -> Sideways | None:
    """The column that holds the most titles one below another, if there are three of them."""
    rows = list(islice((row for row in sheet.rows if row.number not in sheet.hidden_rows), SEARCHED_ROWS))
    found = [_column(at, rows, titles) for at in range(1, _SEARCHED_COLUMNS + 1)]
    best = max(filter(None, found), key=lambda place: place.known, default=None)
    return best if best and best.known >= _FEWEST_TITLES else None


def _column(at: int, rows: list[Row], titles: Titles) -> Sideways | None:
    named = [(row, name) for row in rows if (name := _name(row, at, titles))]
    beside = [len(_beside(row, at)) for row, _ in named]
    if not named or max(beside) < 1:
        return None
    keys = next((_beside(row, at) for row, name in named if name == "id"), set())
    return Sideways(named[0][0].number, at, len({name for _, name in named}), len(keys) > 1)


def _name(row: Row, at: int, titles: Titles) -> str | None:
    value = value_at(row, at)
    if not isinstance(value, str) or not filled(value) or len(value) > _LONGEST_TITLE:
        return None
    name = titles.name((value.strip(),))
    return name if name != IGNORED else None


def _beside(row: Row, at: int) -> set[str]:
    return {as_typed(value).strip() for place, value in filled_cells(row).items() if place > at}


def rows_of_texts(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """The rows near the top that may be meant as a header: several short texts, with their numbers."""
    for row in islice((row for row in sheet.rows if row.number not in sheet.hidden_rows), SEARCHED_ROWS):
        cells = list(filled_cells(row).values())
        texts = [value.strip() for value in cells if isinstance(value, str) and len(value) <= _LONGEST_TITLE]
        if len(texts) >= 2 and len(texts) == len(cells):
            yield row.number, texts
