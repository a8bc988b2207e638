"""What stands in the cells of a row, whatever the row is: values by their column, and whether there are any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from pipeline.model.plain_text import says_nothing
from pipeline.model.workbook import CellFault, Row, Sheet, Value, as_typed, column_letter


@dataclass(frozen=True, slots=True)
class RowsBetween:
    """The rows of a sheet from one number to another, fetched anew each time, as those of the sheet are."""

    rows: Iterable[Row]
    first: int
    last: int

    def __iter__(self) -> Iterator[Row]:
        """The rows in order."""
        for row in self.rows:
            if row.number > self.last:
                return
            if row.number >= self.first:
                yield row


def value_at(row: Row, number: int) -> Value:
    """The value in a column counted from 1; nothing beyond the last that is filled."""
    return row.values[number - 1] if number <= len(row.values) else ""


def filled(value: Value) -> bool:
    """Whether a cell holds more than blanks and signs that nobody sees."""
    if not isinstance(value, str):
        return True
    text = value.strip()
    return bool(text) and (text[0].isalnum() or not _NOTHING_TO_SEE.fullmatch(text))


_NOTHING_TO_SEE = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2800\u3164\ufeff]*")


def filled_cells(row: Row) -> dict[int, Value]:
    """The filled cells of a row by their columns, counted from 1."""
    return {at: value for at, value in enumerate(row.values, start=1) if filled(value)}


def is_blank(row: Row) -> bool:
    """Whether no cell of a row says anything; dashes say that there is nothing."""
    return all(not filled(value) or (isinstance(value, str) and says_nothing(value)) for value in row.values)


def says_one_thing(row: Row) -> bool:
    """Whether all filled cells of a row hold the same."""
    texts = (as_typed(value).strip() for value in row.values if filled(value))
    first = next(texts, "")
    return all(text == first for text in texts)


def is_numbering(row: Row) -> bool:
    """Whether a row merely numbers the columns: 1, 2, 3 …, at least three of them."""
    count = 0
    for value in row.values:
        if filled(value):
            count += 1
            if _NUMBERED.sub("", as_typed(value)).strip(" .()") != str(count):
                return False
    return count >= 3


_NUMBERED = re.compile(r"^\s*(?:Sp(?:alte|\.)?|col(?:umn|\.)?)\s*(?=\d)", re.IGNORECASE)


def is_lettering(row: Row) -> bool:
    """Whether a row merely letters the columns: a, b, c …, at least three of them."""
    texts = [as_typed(value).strip(" .()").casefold() for value in row.values if filled(value)]
    return (
        len(texts) >= 3 and "".join(texts) == "abcdefghijklmnopqrstuvwxyz"[: len(texts)] and set(map(len, texts)) == {1}
    )


def is_number(value: Value) -> bool:
    """Whether a cell holds a number, also as text, or would if its formula worked."""
    if isinstance(value, str):
        return bool(_NUMBER.fullmatch(value.strip()))
    return isinstance(value, int | float | CellFault) and not isinstance(value, bool)


_NUMBER = re.compile(r"[-−]? ?\d[\d.,'\s]*(?:€|EUR|%)?")


def columns_filled_below(
    sheet: Sheet, last_header_row: int, *, without: Set[int], counts: Callable[[Row], bool] | None = None
) -> Sequence[int]:
    """The columns, from 1, in which a visible row below the header has a value, of all rows or those that count."""
    seen: set[int] = set()
    for row in sheet.rows:
        if row.number > last_header_row and row.number not in sheet.hidden_rows:
            open_columns = (at for at in range(1, len(row.values) + 1) if at not in without and at not in seen)
            new = [at for at in open_columns if filled(row.values[at - 1])]
            seen.update(new if new and (counts is None or counts(row)) else ())
    return sorted(seen)


def hidden_columns(sheet: Sheet) -> tuple[str, ...]:
    """The letters of the hidden columns that are not empty."""
    if not sheet.hidden_columns:
        return ()
    visible = frozenset(range(1, 1 + max((len(row.values) for row in sheet.rows), default=0))) - sheet.hidden_columns
    return tuple(map(column_letter, columns_filled_below(sheet, 0, without=visible)))
