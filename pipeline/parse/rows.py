"""What a row below the header is: a project, or something else that people write into tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from enum import Enum

from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.dataset import ColumnMapping
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.vocabulary import fold
from pipeline.model.workbook import CellFault, Merge, Row, Sheet, Value, as_typed, column_letter


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
    after_blank = False
    for kind, row in _certain_kinds(table, mapping):
        after_blank = after_blank or kind is RowKind.BLANK
        if kind is RowKind.PROJECT or (kind is None and not _is_sparse(table, row, mapping)):
            yield from waiting
            yield RowKind.PROJECT, row
            waiting, after_blank = [], False
        else:
            waiting.append((kind or _sparse_kind(table, row, after_blank), row))
    yield from ((RowKind.NOTE if kind is RowKind.GROUP else kind, row) for kind, row in waiting)


def _certain_kinds(table: Table, mapping: ColumnMapping) -> Iterator[tuple[RowKind | None, Row]]:
    """Each row below the header with the kind that it shows by itself, if it does."""
    headers = [{column.number: fold(column.title) for column in table.columns}]
    below_header = True
    key, title = (None if mapping.key_from else table.column("id")), table.column("title")
    for row in _rows_below(table):
        plain = key and title and not below_header and _is_plain(row, key, title, headers)
        if plain and row.number not in table.sheet.hidden_rows:
            yield RowKind.PROJECT, row
            continue
        kind = _certain_kind(table, row, headers)
        if kind is None and below_header and _is_second_header(table, row):
            kind = RowKind.HEADER
            headers.append({at: fold(as_typed(value)) for at, value in enumerate(row.values, start=1)})
        below_header = below_header and kind in _BELOW_HEADER
        yield kind, row


def _is_plain(row: Row, key: TableColumn, title: TableColumn, headers: Iterable[Mapping[int, str]]) -> bool:
    """Whether a row is a project at first sight: a key and, in words, a title, neither of them a heading or a sum.

    Most rows are; the closer looks at all their cells can be spared.
    """
    words, name = value_at(row, title.number), as_typed(value_at(row, key.number))
    if not isinstance(words, str) or not words[:1].isalpha() or not name[:1].isalnum() or name == words:
        return False
    if any(header.get(title.number, "").startswith(words[:1].casefold()) for header in headers):
        return False
    return not _TOTAL.match(words) and not _TOTAL.match(name)


_BELOW_HEADER = (RowKind.HEADER, RowKind.NUMBERING, RowKind.BLANK, RowKind.HIDDEN)


def _rows_below(table: Table) -> Iterator[Row]:
    """The rows below the header; a cell merged over several rows speaks for each of them, a key only for its own."""
    key = table.column("id")
    merges: dict[int, list[Merge]] = {}
    for merge in table.sheet.merges:
        if merge.last_row > merge.first_row > table.last_header_row and not (key and key.number == merge.first_column):
            merges.setdefault(merge.first_row, []).append(merge)
    spread: dict[int, tuple[int, Value]] = {}
    for row in table.sheet.rows:
        if row.number > table.last_header_row:
            spread = {at: (last, value) for at, (last, value) in spread.items() if row.number <= last}
            yield _filled_down(row, spread) if spread else row
            for merge in merges.get(row.number, ()):
                spread[merge.first_column] = (merge.last_row, value_at(row, merge.first_column))


def _filled_down(row: Row, spread: dict[int, tuple[int, Value]]) -> Row:
    """The row with the values that reach into it from above; one that has nothing of its own stays blank."""
    if is_blank(row):
        return row
    width = max(len(row.values), *spread)
    values = (spread[at][1] if at in spread else value_at(row, at) for at in range(1, width + 1))
    return Row(row.number, tuple(values))


def _certain_kind(table: Table, row: Row, headers: Iterable[Mapping[int, str]]) -> RowKind | None:
    if row.number in table.sheet.hidden_rows:
        return RowKind.HIDDEN
    if is_blank(row):
        return RowKind.BLANK
    if is_numbering(row):
        return RowKind.NUMBERING
    if any(_repeats(row, header) for header in headers):
        return RowKind.REPEATED_HEADER
    return RowKind.TOTAL if _is_total(table, row) else None


def _filled_columns(table: Table, row: Row) -> list[str]:
    """The names of the table's columns that have a value in this row."""
    return [column.name for column in table.columns if filled(value_at(row, column.number))]


def _is_sparse(table: Table, row: Row, mapping: ColumnMapping) -> bool:
    """Whether so little is filled in that the row may be no project: one text, or two cells without a key."""
    names = _filled_columns(table, row)
    if "id" in names and not mapping.key_from:
        return _says_one_thing(row)
    return _says_one_thing(row) or len(names) <= 2 < len(table.columns) - 1


def _sparse_kind(table: Table, row: Row, after_blank: bool) -> RowKind:
    """A heading; or a project without a key, when it stands among the others and has a title and something more."""
    names = _filled_columns(table, row)
    unfinished = "title" in names and len(names) > 1 and not _says_one_thing(row) and not after_blank
    return RowKind.PROJECT if unfinished else RowKind.GROUP


def _says_one_thing(row: Row) -> bool:
    texts = (as_typed(value).strip() for value in row.values if filled(value))
    first = next(texts, "")
    return all(text == first for text in texts)


def _repeats(row: Row, header: Mapping[int, str]) -> bool:
    """Whether the titles of a header stand in the row again, at least half of them."""
    same = sum(_is_titled(value_at(row, at), title) for at, title in header.items() if title)
    return same >= 2 and same * 2 >= len(header)


def _is_titled(value: Value, title: str) -> bool:
    """Whether a value reads like a folded title. Folding is dear, and the first letter mostly tells."""
    text = as_typed(value)
    first = text[:1].casefold()
    return (title.startswith(first) or not first.isalnum()) and fold(text) == title


def _is_second_header(table: Table, row: Row) -> bool:
    """Whether the row goes on with the header above it, say in another language: texts alone, one for each column, and
    where keys, dates and amounts would stand all different, without a digit and none of the words for "no date".
    """
    if not all(isinstance(value, str) for value in row.values) or len(_filled_columns(table, row)) < len(table.columns):
        return False
    dated = [column.number for column in table.columns if COLUMNS[column.name].kind in (Kind.PERIOD, Kind.AMOUNT)]
    exact = dated + [column.number for column in table.columns if column.name == "id"]
    words = {fold(as_typed(value_at(row, at))) for at in exact}
    different = len(words) == len(exact) and len(dated) >= 2
    return different and not words & _NO_DATE and not re.search(r"\d", "".join(words))


_NO_DATE = {
    *("laufend", "fortlaufend", "andauernd", "dauerhaft", "offen", "unbekannt", "unbefristet", "diverse", "tbd", "tba"),
    *("na", "ka", "keineangabe", "nn", "nfp", "ongoing", "open", "unknown", "sieheanlage", "läuft", "geplant", ""),
}


def _is_total(table: Table, row: Row) -> bool:
    """Whether the row sums up: numbers, with a word such as "Summe" or without one; no key, and no title."""
    key, title = (_text_in(table, name, row) for name in ("id", "title"))
    if key:
        return bool(_TOTAL.match(key)) and not re.search(r"\d", key)
    if title and not _TOTAL.match(title):
        return False
    values = [value for value in row.values if filled(value)]
    texts = [value.strip() for value in values if isinstance(value, str) and not _is_number(value)]
    if len(texts) == len(values):
        return False
    numbers = all(_is_number(value) for value in values if not isinstance(value, str))
    return numbers and (len(texts) == 1 and bool(_TOTAL.match(texts[0])) if texts else not title)


def _text_in(table: Table, name: str, row: Row) -> str:
    column = table.column(name)
    return as_typed(value_at(row, column.number)).strip() if column else ""


def _is_number(value: Value) -> bool:
    """Whether a cell holds a number, also as text, or would if its formula worked."""
    if isinstance(value, str):
        return bool(_NUMBER.fullmatch(value.strip()))
    return isinstance(value, int | float | CellFault) and not isinstance(value, bool)


_NUMBER = re.compile(r"[-−]? ?\d[\d.,'\s]*(?:€|EUR|%)?")
_TOTAL = re.compile(
    r"(?:(?:zwischen|gesamt|end|teil)?summen?|gesamt(?:betrag|kosten)?|insgesamt|(?:sub|grand )?total|sum|∑)(?![\w-])",
    re.IGNORECASE,
)


def value_at(row: Row, number: int) -> Value:
    """The value in a column counted from 1; nothing beyond the last that is filled."""
    return row.values[number - 1] if number <= len(row.values) else ""


def filled(value: Value) -> bool:
    """Whether a cell holds more than blanks."""
    return bool(value.strip()) if isinstance(value, str) else True


def is_blank(row: Row) -> bool:
    """Whether no cell of a row is filled."""
    return not any(filled(value) for value in row.values)


def is_numbering(row: Row) -> bool:
    """Whether a row merely numbers the columns: 1, 2, 3 …, at least three of them."""
    count = 0
    for value in row.values:
        if filled(value):
            count += 1
            if as_typed(value).strip(" .()") != str(count):
                return False
    return count >= 3


def columns_filled_below(sheet: Sheet, last_header_row: int, *, without: Set[int]) -> Sequence[int]:
    """The columns, from 1, in which a visible row below the header has a value."""
    seen: set[int] = set()
    for row in sheet.rows:
        if row.number > last_header_row and row.number not in sheet.hidden_rows:
            open_columns = (at for at in range(1, len(row.values) + 1) if at not in without and at not in seen)
            seen.update(at for at in open_columns if filled(row.values[at - 1]))
    return sorted(seen)


def hidden_columns(sheet: Sheet) -> tuple[str, ...]:
    """The letters of the hidden columns that are not empty."""
    if not sheet.hidden_columns:
        return ()
    visible = frozenset(range(1, 1 + max((len(row.values) for row in sheet.rows), default=0))) - sheet.hidden_columns
    return tuple(map(column_letter, columns_filled_below(sheet, 0, without=visible)))
