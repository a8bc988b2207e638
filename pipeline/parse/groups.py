"""Headings of groups among projects, with or without the group's sum beside them: a row in, whether it is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from decimal import Decimal
from itertools import islice

from pipeline.model.amount import Amount, parse_amount
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.workbook import Row, Value, as_typed
from pipeline.parse.rows import filled, filled_cells, is_number, says_one_thing, value_at


def is_heading(table: Table, row: Row, keys: Callable[[], Set[str]]) -> bool:
    """Whether a row that says one thing heads those below it: in the first columns, or in a cell that is merged wide.

    Anywhere else it is rather what is left of a project. So is a key that stands alone: one of the same shape as those
    that ``keys`` gives.
    """
    if not says_one_thing(row):
        return False
    at, value = next(iter(filled_cells(row).items()))
    key, title = table.column("id"), table.column("title")
    leading = {column.number for column in (key, title) if column}
    if not isinstance(value, str) and as_typed(value) not in _YEARS:
        return False
    if key and at == key.number and shape_of(value) in keys():
        return False
    return at in leading or at <= min(column.number for column in table.columns) or _is_wide(table, row, at)


_YEARS = frozenset(map(str, range(1990, 2101)))


def key_shapes(table: Table) -> Set[str]:
    """The shapes of the keys that have a title beside them, of the first of these."""
    key, title = table.column("id"), table.column("title")
    if not key or not title:
        return frozenset()
    keys = (value_at(row, key.number) for row in table.rows() if filled(value_at(row, title.number)))
    return frozenset(map(shape_of, islice(filter(filled, keys), _SEARCHED_KEYS))) - {""}


_SEARCHED_KEYS = 200


def shape_of(key: Value) -> str:
    """What keys of one kind have in common: "2026-01" and "2027-12" are both "9-9"; nothing of one without a digit.

    >>> shape_of("BA 12"), shape_of("Verwaltung")
    ('a 9', '')
    """
    return (
        re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", as_typed(key).strip()))
        if _HAS_DIGIT.search(as_typed(key))
        else ""
    )


_HAS_DIGIT = re.compile(r"\d")


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
