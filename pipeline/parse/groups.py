"""Headings of groups among projects, with or without the group's sum beside them: a row in, whether it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.model.amount import Amount, parse_amount
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.dataset import ColumnMapping
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.workbook import Row, as_typed
from pipeline.parse.rows import filled, filled_cells, is_number, says_one_thing, value_at


def is_heading(table: Table, row: Row, mapping: ColumnMapping) -> bool:
    """Whether a row that says one thing heads those below it: in the first columns, or in a cell that is merged wide.

    Anywhere else it is rather what is left of a project. So is a key that stands alone.
    """
    if not says_one_thing(row):
        return False
    at = next(iter(filled_cells(row)))
    key, title = table.column("id"), table.column("title")
    leading = {column.number for column in (key, title) if column}
    if key and not mapping.key_from and at == key.number and _KEY.fullmatch(as_typed(value_at(row, at)).strip()):
        return False
    return at in leading or at <= min(column.number for column in table.columns) or _is_wide(table, row, at)


# "2026-01", "BA 7" and "7" are keys, "Nr. 1" and "Verwaltung" are words.
_KEY = re.compile(r"[A-Za-zÄÖÜäöü]{0,6}[-–_/ ]?\d[\w./-]*")


def _is_wide(table: Table, row: Row, at: int) -> bool:
    """Whether the cell is merged, or repeated, over three columns and more, or half of them."""
    widths = [
        merge.last_column - merge.first_column + 1
        for merge in table.sheet.merges
        if merge.first_row == row.number and merge.first_column == at
    ]
    repeated = len(filled_cells(row))
    return max([repeated, *widths]) >= min(3, max(2, len(table.columns) / 2))


def heads_a_group(table: Table, row: Row) -> bool:
    """Whether a row is one text with amounts beside it that are the sums of the rows below it."""
    amounts = [column for column in table.columns if COLUMNS[column.name].kind is Kind.AMOUNT]
    if not _may_head(row, amounts):
        return False
    sums = [column for column in amounts if filled(value_at(row, column.number))]
    return all(_is_sum_below(table, row, column, amounts) for column in sums)


def _may_head(row: Row, amounts: list[TableColumn]) -> bool:
    cells = filled_cells(row)
    numbers = {column.number for column in amounts if column.number in cells and is_number(cells[column.number])}
    others = [value for at, value in cells.items() if at not in numbers]
    return bool(numbers) and len(others) == 1 and isinstance(others[0], str) and not is_number(others[0])


def _is_sum_below(table: Table, row: Row, column: TableColumn, amounts: list[TableColumn]) -> bool:
    """Whether the amount is the sum of two or more below it, up to the next row of the same look."""
    stated = _number(row, column)
    values = list(_numbers_below(table, row, column, amounts))
    return stated is not None and len(values) > 1 and abs(sum(values, Decimal(0)) - stated) < Decimal("0.01")


def _numbers_below(table: Table, row: Row, column: TableColumn, amounts: list[TableColumn]) -> Iterator[Decimal]:
    for other in table.sheet.rows:
        if other.number <= row.number or other.number in table.sheet.hidden_rows:
            continue
        if _may_head(other, amounts):
            return
        number = _number(other, column)
        if number is not None:
            yield number


def _number(row: Row, column: TableColumn) -> Decimal | None:
    value = value_at(row, column.number)
    amount = parse_amount(value) if filled(value) else None
    return amount.value if isinstance(amount, Amount) else None
