"""Rows with a key and a title and little else: a row in, whether it heads those below it or is a note below the table.

"1 | Hochbau" above "1.1 | Turnhalle" is a heading, and so is "II | Tiefbau" among keys such as "T-7"; "1) | ohne
Umsatzsteuer" below the last project is a footnote, and "l | laufend" below "Legende" explains a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from decimal import Decimal
from typing import NamedTuple

from pipeline.model.amount import Amount, parse_amount
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.workbook import Row, as_typed
from pipeline.parse.rows import filled, value_at


class Keys(NamedTuple):
    """The keys of the rows that hold more than a key and a title, and the forms that these have: "P-12" is "a-9"."""

    typed: Set[str]
    forms: Set[str]

    def is_strange(self, key: str) -> bool:
        """Whether no such row has a key of that form, and all of theirs are made of figures."""
        return bool(self.forms) and all("9" in form for form in self.forms) and form_of(key) not in self.forms


def read_keys(table: Table) -> Keys:
    """The keys of all rows of a table that are not thin."""
    typed = {key for row in table.rows() if not is_thin(table, row) and (key := key_of(table, row))}
    return Keys(typed, frozenset(map(form_of, typed)))


def key_of(table: Table, row: Row) -> str:
    """What stands where a key does."""
    column = table.column("id")
    return as_typed(value_at(row, column.number)).strip() if column else ""


def form_of(key: str) -> str:
    """What keys of one kind have in common.

    >>> form_of("BA-2026/17"), form_of("l")
    ('a-9/9', 'a')
    """
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", key.strip()))


def is_mark(key: str) -> bool:
    """Whether a text is what numbers headings and footnotes: "1", "II.", "b)", "*"."""
    return len(key) <= _LONGEST_MARK and bool(_MARK.fullmatch(key.strip()))


_LONGEST_MARK = 6
_MARK = re.compile(r"[*†‡¹²³⁴-⁹]+\)?|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]?\)?", re.IGNORECASE)


def is_thin(table: Table, row: Row) -> bool:
    """Whether nothing stands in a row besides its key and its title, and there is room for more."""
    return len(table.columns) > _FEWEST and not any(
        filled(value_at(row, column.number)) for column in table.columns if column.name not in ("id", "title")
    )


_FEWEST = 2


def may_head(table: Table, row: Row) -> bool:
    """Whether nothing stands in a row besides its key, its title and amounts, which may be sums."""
    return len(table.columns) > _FEWEST and not any(filled(value_at(row, at)) for at in more_columns(table))


def more_columns(table: Table) -> tuple[int, ...]:
    """The columns, from 1, that hold neither keys nor titles nor amounts."""
    names = ((column.number, column.name) for column in table.columns)
    return tuple(at for at, name in names if name not in ("id", "title") and COLUMNS[name].kind is not Kind.AMOUNT)


def heads(table: Table, row: Row, below: Iterable[Row], keys: Keys) -> bool:
    """Whether a row that may head others does: by its number, which theirs go on with, or by a mark that is no key."""
    key = key_of(table, row)
    if any(_extends(key_of(table, other), key) for other in below):
        return is_thin(table, row) or _sums_up(table, row, key)
    return is_thin(table, row) and is_mark(key) and keys.is_strange(key)


def _extends(key: str, parent: str) -> bool:
    """Whether a key goes on with another: "1.2" with "1", "A-3" with "A."."""
    stem = parent.rstrip(".)-/ ")
    return bool(stem) and key.startswith(stem) and bool(re.match(r"[.\-/ ]\w", key[len(stem) :]))


def _sums_up(table: Table, row: Row, key: str) -> bool:
    """Whether each amount of a row is the sum of those of the keys one step below."""
    step = len(_STEPS.split(key.rstrip(".)-/ "))) + 1
    children = [
        other
        for other in table.rows()
        if _extends(found := key_of(table, other), key) and len(_STEPS.split(found.rstrip(".)-/ "))) == step
    ]
    amounts = [column for column in table.columns if COLUMNS[column.name].kind is Kind.AMOUNT]
    return all(
        _number(row, column) == sum((_number(child, column) for child in children), Decimal(0))
        for column in amounts
        if filled(value_at(row, column.number))
    )


_STEPS = re.compile(r"[.\-/ ]")


def _number(row: Row, column: TableColumn) -> Decimal:
    value = value_at(row, column.number)
    amount = parse_amount(value) if filled(value) else None
    return amount.value if isinstance(amount, Amount) else Decimal(0)


def is_footnote(table: Table, row: Row, keys: Keys, *, headed: bool, ended: bool) -> bool:
    """Whether a thin row below the last project is a note: by its mark, or below the heading of a legend."""
    key = key_of(table, row)
    if keys.is_strange(key):
        return is_mark(key) or headed
    return ended and is_mark(key) and key in keys.typed
