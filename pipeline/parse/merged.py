"""Cells that are merged below the header: a table in, its rows out with what reaches into them.

A text, a status or a date merged over several rows speaks for each of them, as a person reads it. A key is that of its
own row alone, and an amount is nobody's: whether it is the sum or the same for each, no one can tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from typing import NamedTuple

from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.workbook import Merge, Row, Value
from pipeline.parse.rows import filled, is_blank, value_at


def rows_below(table: Table) -> Iterator[Row]:
    """The rows below the header that are no part of it, with the values that are merged into them."""
    kept = {column.number for column in table.columns if COLUMNS[column.name].kind in (Kind.KEY, Kind.AMOUNT)}
    merges: dict[int, list[Merge]] = {}
    for merge in table.sheet.merges:
        if merge.last_row > merge.first_row > table.last_header_row and merge.first_column not in kept:
            merges.setdefault(merge.first_row, []).append(merge)
    spread: dict[int, _Spread] = {}
    for row in table.sheet.rows:
        if row.number > table.last_header_row and row.number not in table.above:
            spread = {at: cell for at, cell in spread.items() if row.number <= cell.last_row}
            yield _filled_down(row, spread) if spread else row
            for merge in merges.get(row.number, ()):
                at = merge.first_column
                spread[at] = _Spread(merge.last_row, value_at(row, at), row.formats.get(at))


class _Spread(NamedTuple):
    """A value that reaches down to a row, with its number format."""

    last_row: int
    value: Value
    number_format: str | None


def _filled_down(row: Row, spread: Mapping[int, _Spread]) -> Row:
    """The row with the values that reach into it from above; one that has nothing of its own stays blank."""
    if is_blank(row):
        return row
    width = max(len(row.values), *spread)
    values = (spread[at].value if at in spread else value_at(row, at) for at in range(1, width + 1))
    formats = {at: cell.number_format for at, cell in spread.items() if cell.number_format}
    return Row(row.number, tuple(values), {**row.formats, **formats} if formats else row.formats)


def continued_rows(table: Table, names: Collection[str]) -> Mapping[int, int]:
    """The rows that go on with a project above, each with that one's row: what makes its key, by the ``names`` of the
    columns, is merged over both, and it has no title of its own.
    """
    columns = [column for name in names if (column := table.column(name))]
    title = table.column("title")
    reaches = [_reached(table, column) for column in columns]
    rows = set.intersection(*map(set, reaches)) if reaches and len(columns) == len(names) else set()
    if rows and title and title not in columns:
        covered = _reached(table, title)
        named = {row.number for row in table.sheet.rows if filled(value_at(row, title.number))}
        rows -= named - covered.keys()
    return {row: reaches[0][row] for row in rows if len({reach[row] for reach in reaches}) == 1}


def _reached(table: Table, column: TableColumn) -> Mapping[int, int]:
    """The rows into which a cell of a column is merged from above, each with the row of that cell."""
    upright = (
        merge
        for merge in table.sheet.merges
        if merge.first_column == column.number and merge.first_row > table.last_header_row
        if merge.last_row - merge.first_row < _LONGEST
    )
    return {row: merge.first_row for merge in upright for row in range(merge.first_row + 1, merge.last_row + 1)}


_LONGEST = 1000


def own_cells(table: Table, row: Row) -> Iterator[tuple[TableColumn, Value]]:
    """The filled cells of a row that are not merged into it from above."""
    merges = table.sheet.merges
    above = {merge.first_column for merge in merges if merge.first_row < row.number <= merge.last_row}
    for column in table.columns:
        value = value_at(row, column.number)
        if column.number not in above and filled(value):
            yield column, value


def shared_amounts(table: Table, projects: Set[int]) -> Mapping[tuple[int, int], Merge]:
    """The amounts that several projects share, or several columns, by the row and column they stand in."""
    amounts = [column for column in table.columns if COLUMNS[column.name].kind is Kind.AMOUNT]
    return {
        (merge.first_row, column.number): merge
        for merge in table.sheet.merges
        for column in amounts
        if column.number == merge.first_column and merge.first_row > table.last_header_row
        if _spans_projects(merge, projects) or len(_spanned(merge, amounts)) > 1
    }


def has_merged_amounts(table: Table) -> bool:
    """Whether any cell of amounts below the header is merged."""
    amounts = {column.number for column in table.columns if COLUMNS[column.name].kind is Kind.AMOUNT}
    return any(merge.first_column in amounts and merge.last_row > table.last_header_row for merge in table.sheet.merges)


def _spans_projects(merge: Merge, projects: Set[int]) -> bool:
    return sum(merge.first_row <= row <= merge.last_row for row in projects) > 1


def _spanned(merge: Merge, columns: list[TableColumn]) -> list[TableColumn]:
    return [column for column in columns if merge.first_column <= column.number <= merge.last_column]


def merged_over(table: Table) -> Mapping[int, list[tuple[TableColumn, TableColumn]]]:
    """By their rows the cells, other than amounts, that are merged over several columns, with the last of these."""
    found: dict[int, list[tuple[TableColumn, TableColumn]]] = {}
    for merge in table.sheet.merges:
        if merge.last_column > merge.first_column and merge.first_row > table.last_header_row:
            columns = _spanned(merge, list(table.columns))
            if len(columns) > 1 and columns[0].number == merge.first_column and not _is_amount(columns[0]):
                found.setdefault(merge.first_row, []).append((columns[0], columns[-1]))
    return found


def _is_amount(column: TableColumn) -> bool:
    return COLUMNS[column.name].kind is Kind.AMOUNT
