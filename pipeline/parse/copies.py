"""Sheets that repeat another: the tables of a workbook in, those out that are copies, each with its original."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from pipeline.model.roadmap import Table
from pipeline.model.vocabulary import fold
from pipeline.model.workbook import as_typed
from pipeline.parse.rows import value_at

_Cells = Mapping[str, str]
"""The texts of a row by the names of their columns, but for the title."""


class Copy(NamedTuple):
    """A sheet, the one that it repeats, how many of its projects stand there, and how many it has."""

    sheet: str
    original: str
    same: int
    projects: int


_FEWEST_ROWS = 3


def find_copies(tables: Sequence[Table]) -> tuple[Copy, ...]:
    """Each sheet that is a copy of an earlier one, or of one whose name its own is made of."""
    sheets: dict[str, Table] = {}
    for table in tables:
        sheets.setdefault(table.sheet.name, table)
    if len(sheets) < 2:
        return ()
    rows = {name: _rows(table) for name, table in sheets.items()}
    found: dict[str, Copy] = {}
    for first, second in combinations(sheets, 2):
        sheet, original = (first, second) if _is_copy_of(first, second) else (second, first)
        same = rows[sheet].keys() & rows[original].keys()
        if sheet not in found and original not in found and _repeats(sheet, original, rows, len(same)):
            found[sheet] = Copy(sheet, original, len(same), len(rows[sheet]))
    return tuple(found.values())


def _rows(table: Table) -> Mapping[str, _Cells]:
    """The rows with a title below the header, by that title."""
    title = table.column("title")
    rows: dict[str, _Cells] = {}
    if not title:
        return rows
    for row in table.sheet.rows:
        left_out = row.number in table.above or row.number in table.sheet.hidden_rows
        word = fold(as_typed(value_at(row, title.number)))
        if word and not left_out and row.number > table.last_header_row:
            others = (column for column in table.columns if column != title)
            rows[word] = {column.name: as_typed(value_at(row, column.number)) for column in others}
    return rows


def _repeats(sheet: str, original: str, rows: Mapping[str, Mapping[str, _Cells]], same: int) -> bool:
    """Whether a sheet repeats another: half of the titles if its name says so, else nearly all and most cells."""
    count = len(rows[sheet])
    if _is_copy_of(sheet, original):
        return same * 2 >= count > 0
    return count >= _FEWEST_ROWS and same >= 0.9 * count and _likeness(rows[sheet], rows[original]) >= 0.6


def _likeness(one: Mapping[str, _Cells], other: Mapping[str, _Cells]) -> float:
    """Of the filled cells in rows of the same title, how many hold the same in both."""
    cells = [
        (text, other[title].get(name, ""))
        for title in one.keys() & other.keys()
        for name, text in one[title].items()
        if name != "id" and (text or other[title].get(name))
    ]
    return sum(text == there for text, there in cells) / len(cells) if cells else 1.0


def _is_copy_of(sheet: str, original: str) -> bool:
    """Whether a name is what spreadsheet programs and people make of another in copying its sheet."""
    name, first = sheet.strip().casefold(), original.strip().casefold()
    if name == first or first not in name:
        return False
    rest = name.replace(first, "", 1).strip()
    return bool(_COPIED.fullmatch(rest))


_COPIED = re.compile(r"\(\d+\)|_\d+|[-_( ]*(?:kopie(?: von)?|copy(?: of)?|backup|sicherung)[-_ ]*\(?\d*\)?[-_ ]*")
