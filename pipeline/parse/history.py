"""The sheet that holds the history of a roadmap: found by its titles, each row a turn of a project or a finding.

It is the sheet that an edition's own workbook has; a town may fill it in for what was before its first edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple

from pipeline.model.amount import PLAIN, Amount, parse_amount
from pipeline.model.date_style import DateStyle
from pipeline.model.history import ASPECTS, END, HISTORY_COLUMNS, HISTORY_SHEET, START, STATUS, HistoryTable, Said, Turn
from pipeline.model.partial_date import PartialDate
from pipeline.model.period import Period, parse_period
from pipeline.model.plain_text import clean, key_text, says_nothing
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Words
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import Vocabulary, fold
from pipeline.model.workbook import CellRef, Row, Sheet, Value, Workbook, as_typed, column_letter
from pipeline.parse.rows import is_blank, value_at


class History(NamedTuple):
    """The turns that the sheets tell, in their order, and what is wrong with the rows that tell none."""

    turns: tuple[Turn, ...] = ()
    results: tuple[ValidationResult, ...] = ()


def find_history(file: str, sheet: Sheet) -> HistoryTable | None:
    """Where in a sheet the history stands; ``None`` for a sheet of something else."""
    for row in islice(sheet.rows, _ROWS_ABOVE):
        columns: dict[str, int] = {}
        for at, value in enumerate(row.values, start=1):
            if name := _TITLES.get(fold(as_typed(value))):
                columns.setdefault(name, at)
        if columns.keys() >= _NEEDED:
            return HistoryTable(file, sheet.name, columns, row.number)
    return None


_ROWS_ABOVE = 10
_NEEDED = {"key", "aspect", "after"}
_TITLES = {fold(title): column.name for column in HISTORY_COLUMNS.values() for title in column.title}


def parse_history(
    workbooks: Iterable[Workbook], vocabulary: Vocabulary, rules: RuleBook, *, language: str, today: date
) -> History:
    """All turns that the visible sheets of workbooks tell."""
    reading = _Reading(vocabulary, rules, language, DateStyle(today))
    turns: list[Turn] = []
    results: list[ValidationResult] = []
    for workbook in workbooks:
        for sheet in workbook.sheets:
            table = None if sheet.hidden else find_history(workbook.file, sheet)
            for told in _rows(table, sheet, reading) if table else ():
                (results if isinstance(told, ValidationResult) else turns).append(told)  # type: ignore[arg-type]
    return History(tuple(turns), tuple(results))


class _Reading(NamedTuple):
    """What the cells of a history are read by."""

    vocabulary: Vocabulary
    rules: RuleBook
    language: str
    style: DateStyle


class _NotSaid(Exception):
    """A cell that does not say what its column holds."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


def _rows(table: HistoryTable, sheet: Sheet, reading: _Reading) -> Iterator[Turn | ValidationResult]:
    for row in sheet.rows:
        if row.number > table.header_row and not is_blank(row) and row.number not in sheet.hidden_rows:
            try:
                yield _turn(table, row, reading)
            except _NotSaid as unsaid:
                yield _unreadable(table, row, unsaid.column, reading.rules)


def _unreadable(table: HistoryTable, row: Row, name: str, rules: RuleBook) -> ValidationResult:
    at = table.columns.get(name, table.columns["key"])
    cell = CellRef(table.file, table.sheet, column_letter(at), row.number)
    title, typed = HISTORY_COLUMNS[name].title, as_typed(value_at(row, at))
    return fill(rules["history-unreadable"], cell, column=title.de, value=typed, title_de=title.de, title_en=title.en)


def _turn(table: HistoryTable, row: Row, reading: _Reading) -> Turn:
    cells = {name: value_at(row, at) for name, at in table.columns.items()}
    key = key_text(cells["key"])
    aspect = _ASPECTS.get(fold(as_typed(cells["aspect"])))
    if not key:
        raise _NotSaid("key")
    if aspect is None:
        raise _NotSaid("aspect")
    before, after = (_said(cells, name, aspect, reading) for name in ("before", "after"))
    if before is None and after is None:
        raise _NotSaid("after")
    return Turn(key, aspect, before, after, _date(cells, "since", reading), _reason(cells, reading.language),
                _edition(cells), table, row.number)  # fmt: skip


def _said(cells: Mapping[str, Value], name: str, aspect: str, reading: _Reading) -> Said | None:
    value = cells.get(name, "")
    if _is_empty(value):
        return None
    if aspect in (START, END):
        return _date(cells, name, reading, aspect)
    if aspect == STATUS:
        found: Said | None = reading.vocabulary[STATUS].find(clean(as_typed(value)))
    else:
        amount = parse_amount(value, PLAIN)
        found = amount if isinstance(amount, Amount) else None
    if found is None:
        raise _NotSaid(name)
    return found


def _date(cells: Mapping[str, Value], name: str, reading: _Reading, aspect: str = "") -> PartialDate | None:
    """A single date; of a plan also one of which only a bound is told, as "ab 2027"."""
    value = cells.get(name, "")
    if _is_empty(value):
        return None
    found = parse_period(clean(value) if isinstance(value, str) else value, reading.style)
    told = found.begin or found.end if isinstance(found, Period) else None
    if not isinstance(found, Period) or told is None or not (found.point or (aspect and told.open_to)):
        raise _NotSaid(name)
    return told


def _reason(cells: Mapping[str, Value], language: str) -> Words | None:
    text = clean(as_typed(cells.get("reason", "")))
    return Words(text, language) if text and not says_nothing(text) else None


def _edition(cells: Mapping[str, Value]) -> str:
    value = cells.get("edition", "")
    if _is_empty(value):
        return ""
    text = value.strftime("%Y-%m-%d") if isinstance(value, date) else as_typed(value).strip()
    if not _VERSION.fullmatch(text):
        raise _NotSaid("edition")
    return text


def _is_empty(value: Value) -> bool:
    return isinstance(value, str) and (not (text := clean(value)) or says_nothing(text))


_VERSION = re.compile(r"\d{4}-\d\d-\d\d(?:\.\d+)?", re.ASCII)
_ASPECTS = {fold(title): aspect.name for aspect in ASPECTS.values() for title in aspect.title}
__all__ = ["HISTORY_SHEET", "History", "find_history", "parse_history"]
