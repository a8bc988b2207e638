"""Tables to a roadmap: each row a project or explained, each cell a value of its column's kind or a finding.

What a cell holds and its column does not expect is lifted as a plain string, and the shapes say what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import NamedTuple

from pipeline.model.dataset import ColumnMapping, Dataset
from pipeline.model.plain_text import key_text
from pipeline.model.report import LeftOut, SheetAccount, ValidationResult, fill
from pipeline.model.roadmap import Entry, Project, Roadmap, Table, TableColumn
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import Vocabulary
from pipeline.model.workbook import CellFault, CellRef, Row, Value, as_typed, column_letter
from pipeline.parse.cells import CellReading, ReadCell, cell_reader
from pipeline.parse.rows import RowKind, classify, hidden_columns, value_at


@dataclass(frozen=True, slots=True)
class Parsed:
    """The roadmap, what made no sense on the way, and the account of every row."""

    roadmap: Roadmap
    results: tuple[ValidationResult, ...]
    accounts: tuple[tuple[str, SheetAccount], ...]


def parse(tables: Iterable[Table], dataset: Dataset, vocabulary: Vocabulary, rules: RuleBook, *, today: date) -> Parsed:
    """Read all tables of a town. A key stands once in all of them; later rows of the same key are left out and told."""
    taken: dict[str, CellRef] = {}
    projects: list[Project] = []
    results: list[ValidationResult] = []
    accounts: list[tuple[str, SheetAccount]] = []
    tables, reading = tuple(tables), CellReading(dataset, vocabulary, today)
    for table in tables:
        left_out = [LeftOut(row, reason) for row, reason in table.above.items()]
        count = len(projects)
        for outcome in parse_rows(table, reading, rules, taken):
            match outcome:
                case Project():
                    projects.append(outcome)
                case LeftOut():
                    left_out.append(outcome)
                case ValidationResult():
                    results.append(outcome)
        accounts.append((table.file, _account(table, len(projects) - count, left_out)))
    return Parsed(Roadmap(tuple(projects), tables), tuple(results), tuple(accounts))


def parse_rows(
    table: Table, reading: CellReading, rules: RuleBook, taken: dict[str, CellRef]
) -> Iterator[Project | LeftOut | ValidationResult]:
    """Each row below the header as a project or the reason why it is none, and findings where they arise.

    ``taken`` holds the keys met so far and gains those of this table.
    """
    mapping = reading.dataset.columns
    cells, keys = _cells(table, reading), _key_columns(table, mapping)
    for kind, row in classify(table, mapping):
        if kind is not RowKind.PROJECT:
            yield LeftOut(row.number, kind.value)
            continue
        faults = _cell_faults(table, row, rules)
        yield from faults
        at = _key_place(table, row, keys)
        key = _key(at.values, mapping)
        if not key:
            yield LeftOut(row.number, "no-key")
            yield from _key_missing(at, rules)
        elif other := taken.get(key):
            yield LeftOut(row.number, "duplicate-key")
            yield fill(rules["key-duplicate"], at.cell, column=at.title, value=key, other=str(other))
        else:
            taken[key] = at.cell
            broken = {fault.cell.column for fault in faults}
            yield Project(key, row.number, _entries(row, cells, broken), table)


def _account(table: Table, projects: int, left_out: list[LeftOut]) -> SheetAccount:
    rows = sum(1 for _ in table.sheet.rows)  # counted by itself, lest a row that was lost be lost here, too
    return SheetAccount(table.sheet.name, rows, projects, tuple(left_out), hidden_columns(table.sheet))


def _cells(table: Table, reading: CellReading) -> list[tuple[TableColumn, ReadCell]]:
    """For each column of the table the function that reads its cells."""
    readers = ((column, cell_reader(column.name, reading, date_1904=table.date_1904)) for column in table.columns)
    return [(column, read) for column, read in readers if read]


def _entries(row: Row, cells: Iterable[tuple[TableColumn, ReadCell]], broken: Set[str | None]) -> tuple[Entry, ...]:
    values, width, entries = row.values, len(row.values), []
    for (name, number, _), read in cells:
        value = values[number - 1] if number <= width else ""
        if value != "" and not (broken and column_letter(number) in broken):
            entries += [Entry(name, said, number, value) for said in read(value)]
    return tuple(entries)


def _cell_faults(table: Table, row: Row, rules: RuleBook) -> list[ValidationResult]:
    """Cells that a spreadsheet program could not compute."""
    faults: list[ValidationResult] = []
    if CellFault not in map(type, row.values):
        return faults
    for column in table.columns:
        value = value_at(row, column.number)
        if isinstance(value, CellFault):
            rule = rules["cell-error" if value.kind == "error" else "cell-formula"]
            cell = table.cell(column.number, row.number)
            faults.append(fill(rule, cell, column=column.title, value=value.text))
    return faults


class _KeyPlace(NamedTuple):
    """Where the key of a row stands: its first cell, the title above it, and all values that it is made of."""

    cell: CellRef
    title: str
    values: tuple[Value, ...]


def _key_columns(table: Table, mapping: ColumnMapping) -> list[TableColumn]:
    return [column for name in mapping.key_from or ("id",) if (column := table.column(name))]


def _key_place(table: Table, row: Row, columns: Sequence[TableColumn]) -> _KeyPlace:
    first = columns[0] if columns else table.columns[0]
    values = tuple(value_at(row, column.number) for column in columns)
    return _KeyPlace(table.cell(first.number, row.number), first.title, values)


def _key(values: Iterable[Value], mapping: ColumnMapping) -> str:
    """The key as typed, or made of several cells; none where one of them is no text any more."""
    unfit = CellFault if mapping.key_from else (CellFault, *_CLOCKWORK)
    values = tuple(values)
    if any(isinstance(value, unfit) for value in values):
        return ""
    return " | ".join(filter(None, map(key_text, values)))


# What spreadsheet programs make of keys such as 1-2 and 1:30.
_CLOCKWORK = (date, time, timedelta)


def _key_missing(at: _KeyPlace, rules: RuleBook) -> Iterator[ValidationResult]:
    """Why there is no key; nothing where a cell is broken, because that was told."""
    clockwork = next((value for value in at.values if isinstance(value, _CLOCKWORK)), None)
    if any(isinstance(value, CellFault) for value in at.values):
        return
    if clockwork is None:
        yield fill(rules["key-missing"], at.cell, column=at.title)
    else:
        yield fill(rules["key-is-date"], at.cell, column=at.title, value=as_typed(clockwork))
