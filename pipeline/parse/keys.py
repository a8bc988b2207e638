"""The key of a row: its cells in, the key as it was typed out, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.columns import Kind
from pipeline.model.plain_text import key_text
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellFault, CellRef, Row, Value, as_typed
from pipeline.parse.rows import value_at
from pipeline.parse.shown import is_scientific, shown


class KeyPlace(NamedTuple):
    """Where the key of a row stands: its first cell, the title above it, all values that it is made of, and the one of
    them, if any, from which a spreadsheet program took what cannot be told any more.
    """

    cell: CellRef
    title: str
    values: tuple[Value, ...]
    lost: Value | None = None


def key_columns(table: Table, mapping: ColumnMapping) -> list[TableColumn]:
    """The columns that make up a key."""
    return [column for name in mapping.key_from or ("id",) if (column := table.column(name))]


def key_place(table: Table, row: Row, columns: Sequence[TableColumn]) -> KeyPlace:
    """Where the key of a row stands in these columns."""
    first = columns[0] if columns else table.columns[0]
    values = tuple(_shown_key(row, column.number) for column in columns)
    lost = (value_at(row, column.number) for column in columns if _is_lost_at(row, column.number))
    return KeyPlace(table.cell(first.number, row.number), first.title, values, next(lost, None))


def _shown_key(row: Row, number: int) -> Value:
    """The value of a key's cell as it is shown: 007, "HF 7"."""
    value = value_at(row, number)
    return shown(value, row.formats[number], Kind.KEY) if number in row.formats else value


def key_of(at: KeyPlace, mapping: ColumnMapping) -> str:
    """The key as typed, or made of several cells; none where one of them is not what was typed any more."""
    unfit = CellFault if mapping.key_from else (CellFault, *_CLOCKWORK)
    if any(isinstance(value, unfit) for value in at.values) or (at.lost is not None and not mapping.key_from):
        return ""
    return " | ".join(filter(None, map(key_text, at.values)))


# What spreadsheet programs make of keys such as 1-2 and 1:30.
_CLOCKWORK = (date, time, timedelta)


def _is_lost_at(row: Row, number: int) -> bool:
    """Whether the key in a cell is lost: by its value, or because "1E5" was typed and became 100000."""
    return _is_lost(_shown_key(row, number)) or (number in row.formats and is_scientific(row.formats[number]))


def _is_lost(value: Value) -> bool:
    """Whether a spreadsheet program took from a key what cannot be told any more: 1.1 may have been 1.10, TRUE a word,
    and of a number it keeps fifteen digits.
    """
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        return True
    return isinstance(value, int | float) and abs(value) >= _MOST_EXACT


_MOST_EXACT = 10**15


def key_missing(at: KeyPlace, rules: RuleBook) -> Iterator[ValidationResult]:
    """Why there is no key; nothing where a cell is broken, because that was told."""
    clockwork = next((value for value in at.values if isinstance(value, _CLOCKWORK)), None)
    if any(isinstance(value, CellFault) for value in at.values):
        return
    if at.lost is not None:
        yield fill(rules["key-lost"], at.cell, column=at.title, value=as_typed(at.lost))
    elif clockwork is None:
        yield fill(rules["key-missing"], at.cell, column=at.title)
    else:
        yield fill(rules["key-is-date"], at.cell, column=at.title, value=as_typed(clockwork))
