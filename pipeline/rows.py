"""What a row below the header is: a project, or something else that people write into tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from pipeline.config import ColumnMapping
from pipeline.roadmap import Table
from pipeline.vocabulary import COLUMNS, Kind, fold
from pipeline.workbook import Row, Value, as_typed


class RowKind(Enum):
    """The kinds of rows; all but ``PROJECT`` are reasons to leave a row out."""

    PROJECT = "project"
    BLANK = "blank"
    HIDDEN = "hidden"
    HEADER = "header"
    REPEATED_HEADER = "repeated-header"
    NUMBERING = "numbering"
    GROUP = "group"
    TOTAL = "total"
    NOTE = "note"


def classify(table: Table, mapping: ColumnMapping) -> Iterator[tuple[RowKind, Row]]:
    """Each row below the header with its kind, in order.

    A row with little in it and without a key may be a heading, a note or an unfinished project. Which one shows only
    when the next full row comes, or none: such rows wait until then.
    """
    waiting: list[tuple[RowKind, Row]] = []
    after_blank = in_header = False
    below_header = True
    for row in _visible_rows(table):
        kind = _certain_kind(table, row)
        in_header = below_header and kind in (None, RowKind.HEADER) and _is_second_header(table, row)
        kind = RowKind.HEADER if in_header else kind
        below_header = below_header and kind in (RowKind.HEADER, RowKind.NUMBERING, RowKind.BLANK, RowKind.HIDDEN)
        after_blank = after_blank or kind is RowKind.BLANK
        if kind is None and not _is_sparse(table, row, mapping):
            yield from waiting
            yield RowKind.PROJECT, row
            waiting, after_blank = [], False
        elif kind is None:
            waiting.append((_sparse_kind(table, row, after_blank), row))
        else:
            waiting.append((kind, row))
    yield from ((_at_the_end(table, kind, row), row) for kind, row in waiting)


def _visible_rows(table: Table) -> Iterator[Row]:
    """The rows below the header; a cell merged over several rows speaks for each of them, a key only for its own."""
    spread = {
        (row, merge.first_column): merge.first_row
        for merge in table.sheet.merges
        if merge.first_row > table.last_header_row and (not (key := table.column("id")) or key.number != merge.first_column)
        for row in range(merge.first_row + 1, merge.last_row + 1)
    }
    anchors = {(row, at) for (_, at), row in spread.items()}
    values: dict[tuple[int, int], Value] = {}
    for row in table.sheet.rows:
        if row.number > table.last_header_row:
            if anchors:
                values |= {(row.number, at): value for at, value in enumerate(row.values, 1) if (row.number, at) in anchors}
                filled_down = (
                    values.get((spread.get((row.number, at), 0), at), value) for at, value in enumerate(row.values, 1)
                )
                row = Row(row.number, tuple(filled_down))  # noqa: PLW2901
            yield row


def _certain_kind(table: Table, row: Row) -> RowKind | None:
    """The kind that the row shows by itself, if it does."""
    if row.number in table.sheet.hidden_rows:
        return RowKind.HIDDEN
    if is_blank(row):
        return RowKind.BLANK
    if is_numbering(row):
        return RowKind.NUMBERING
    if _is_repeated_header(table, row):
        return RowKind.REPEATED_HEADER
    return RowKind.TOTAL if _is_total(table, row) else None


def _filled_columns(table: Table, row: Row) -> list[str]:
    """The names of the table's columns that have a value in this row."""
    return [c.name for c in table.columns if c.number <= len(row.values) and filled(row.values[c.number - 1])]


def _is_sparse(table: Table, row: Row, mapping: ColumnMapping) -> bool:
    """Whether so little is filled in that the row may be no project: one text, or two cells without a key."""
    texts = {as_typed(value).strip() for value in row.values if filled(value)}
    names = _filled_columns(table, row)
    if "id" in names and not mapping.key_from:
        return len(texts) < 2
    return len(texts) < 2 or len(names) <= 2 < len(table.columns) - 1


def _sparse_kind(table: Table, row: Row, after_blank: bool) -> RowKind:
    """A heading; or a project without a key, when it stands among the others and has a title and something more."""
    names = _filled_columns(table, row)
    return RowKind.PROJECT if "title" in names and len(names) > 1 and not after_blank else RowKind.GROUP


def _at_the_end(table: Table, kind: RowKind, row: Row) -> RowKind:
    return RowKind.NOTE if kind is RowKind.GROUP else kind


def _is_repeated_header(table: Table, row: Row) -> bool:
    same = [
        fold(as_typed(row.values[column.number - 1])) == fold(column.title)
        for column in table.columns
        if column.number <= len(row.values)
    ]
    return sum(same) >= 2 and sum(same) * 2 >= len(table.columns)


def _is_second_header(table: Table, row: Row) -> bool:
    """Whether the row directly below the header goes on with it, say in another language: words, all different and
    without a digit, where dates and amounts would stand.
    """
    typed = [column for column in table.columns if COLUMNS[column.name].kind in (Kind.PERIOD, Kind.AMOUNT)]
    values = [row.values[column.number - 1] for column in typed if column.number <= len(row.values)]
    words = {value for value in values if isinstance(value, str) and filled(value) and not re.search(r"\d", value)}
    return len(typed) >= 2 and len(words) == len(typed)


def _is_total(table: Table, row: Row) -> bool:
    """Whether the row sums up: numbers alone, but for a word such as "Summe"; nothing else, and no title."""
    values = [value for value in row.values if filled(value)]
    texts = [value for value in values if isinstance(value, str) and not _NUMBER.fullmatch(value.strip())]
    if len(texts) == len(values):
        return False
    if not texts:
        return not {"id", "title"} & set(_filled_columns(table, row))
    return len(texts) == 1 and bool(_TOTAL.match(texts[0].strip()))


_NUMBER = re.compile(r"[-−]?[\d.,'\s]*\d[\d.,'\s]*(?:€|EUR|%)?")
_TOTAL = re.compile(r"(?:zwischen|gesamt)?summe\b|gesamt\b|insgesamt\b|(?:sub|grand )?total\b|sum\b|∑", re.IGNORECASE)


def filled(value: Value) -> bool:
    """Whether a cell holds more than blanks."""
    return bool(value.strip()) if isinstance(value, str) else True


def is_blank(row: Row) -> bool:
    """Whether no cell of a row is filled."""
    return not any(filled(value) for value in row.values)


def is_numbering(row: Row) -> bool:
    """Whether a row merely numbers the columns: 1, 2, 3 …, at least three of them."""
    numbers = [as_typed(value).strip(" .()") for value in row.values if filled(value)]
    return len(numbers) >= 3 and numbers == [str(number) for number in range(1, len(numbers) + 1)]
