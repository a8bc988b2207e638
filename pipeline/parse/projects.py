"""Tables to a roadmap: each row a project or explained, each cell a value of its column's kind or a finding.

What a cell holds and its column does not expect is lifted as a plain string, and the shapes say what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from pipeline.model.amount import Amount
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.dataset import Dataset
from pipeline.model.period import Period
from pipeline.model.report import LeftOut, SheetAccount, ValidationResult, fill
from pipeline.model.roadmap import Doubtful, Entry, Project, Roadmap, Table, TableColumn
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import Vocabulary
from pipeline.model.workbook import CellFault, CellRef, Row, as_typed, column_letter
from pipeline.parse.asides import COUNTED_KINDS, Asides
from pipeline.parse.cells import CellReading, ReadCell, cell_reader
from pipeline.parse.classify import classify
from pipeline.parse.conventions import Conventions, read_conventions
from pipeline.parse.keys import key_columns, key_missing, key_of, key_place
from pipeline.parse.outliers import find_outliers
from pipeline.parse.placeholders import is_lone_x, keeps_a_place, near_keys, placeholder_key, placeholder_title
from pipeline.parse.rows import hidden_columns, value_at
from pipeline.parse.shown import shown
from pipeline.parse.sight import RowKind

_NO_SUMS: Mapping[str, Decimal] = MappingProxyType({})


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
        conventions = read_conventions(table, dataset, rules, today)
        results += conventions.results
        count, told = len(projects), len(results)
        sums = _sums([project for project in projects if project.table.file == table.file])
        for outcome in parse_rows(table, reading, conventions, rules, taken, earlier=sums):
            match outcome:
                case Project():
                    projects.append(outcome)
                case LeftOut():
                    left_out.append(outcome)
                case ValidationResult():
                    results.append(outcome)
        results += find_outliers(table, projects[count:], rules)
        if len(projects) == count:
            results[told:] = _told_once(table, results[told:], taken, rules)
        accounts.append((table.file, _account(table, len(projects) - count, left_out)))
    results += near_keys(projects, rules)
    return Parsed(Roadmap(tuple(projects), tables), tuple(results), tuple(_by_sheet(accounts)))


def _sums(projects: Iterable[Project]) -> Mapping[str, Decimal]:
    """What the amounts of projects come to, by column."""
    sums: dict[str, Decimal] = {}
    for project in projects:
        for entry in project.entries:
            if isinstance(entry.value, Amount):
                sums[entry.column] = sums.get(entry.column, Decimal(0)) + entry.value.value
    return sums


def _told_once(
    table: Table, results: Sequence[ValidationResult], taken: Mapping[str, CellRef], rules: RuleBook
) -> Sequence[ValidationResult]:
    """The findings about a table without a project: that no row has a key, or that all keys stand elsewhere, is told
    once, at the title of the keys or at the sheet.
    """
    missing = [result for result in results if result.rule.id == "key-missing"]
    twice = [result for result in results if result.rule.id == "key-duplicate"]
    others = [result for result in results if result.rule.id not in ("key-missing", "key-duplicate")]
    key, sheet = table.column("id"), CellRef(table.file, table.sheet.name)
    if len(missing) > 1 and not twice and key:
        cell = table.cell(key.number, table.last_header_row)
        return [fill(rules["keys-missing"], cell, column=key.title, count=len(missing)), *others]
    if len(twice) > 1 and not missing:
        first = taken[twice[0].value]
        place = str(CellRef(first.file, first.sheet))
        once = fill(rules["keys-all-taken"], sheet, count=len(twice), other=place, sheet=table.sheet.name)
        return [once, *others]
    return results


def _by_sheet(accounts: Iterable[tuple[str, SheetAccount]]) -> Iterator[tuple[str, SheetAccount]]:
    """One account of each sheet, which may hold several tables."""
    sheets: dict[tuple[str, str], list[SheetAccount]] = {}
    for file, account in accounts:
        sheets.setdefault((file, account.sheet), []).append(account)
    for (file, sheet), parts in sheets.items():
        left_out = sorted((row for part in parts for row in part.left_out), key=lambda row: row.row)
        rows, projects = sum(part.rows for part in parts), sum(part.projects for part in parts)
        yield file, SheetAccount(sheet, rows, projects, tuple(left_out), parts[0].hidden_columns)


def parse_rows(
    table: Table,
    reading: CellReading,
    conventions: Conventions,
    rules: RuleBook,
    taken: dict[str, CellRef],
    *,
    earlier: Mapping[str, Decimal] = _NO_SUMS,
) -> Iterator[Project | LeftOut | ValidationResult]:
    """Each row below the header as a project or the reason why it is none, and findings where they arise.

    ``taken`` holds the keys met so far and gains those of this table, ``earlier`` the sums of the tables before.
    """
    mapping = reading.dataset.columns
    cells, keys = _cells(table, reading, conventions), key_columns(table, mapping)
    asides = Asides(table, mapping, rules, earlier)
    before = ""
    for kind, row in classify(table, mapping):
        if kind is not RowKind.PROJECT:
            yield LeftOut(row.number, kind.value)
            asides.note(kind, row, _entries(row, cells, _NONE) if kind in COUNTED_KINDS else ())
            continue
        faults = [*_cell_faults(table, row, rules), *asides.merged(row)]
        yield from faults
        entries = _entries(row, cells, {fault.cell.column for fault in faults if fault.rule.id != "cell-merged"})
        at = key_place(table, row, keys)
        key = key_of(at, mapping)
        # Whether a sum counts a row that stands there twice once or twice, nobody can tell.
        asides.note(RowKind.HIDDEN if key in taken else kind, row, entries)
        if not key:
            yield LeftOut(row.number, "no-key")
            yield from key_missing(at, rules)
        elif not mapping.key_from and (keeps_a_place(key) or is_lone_x(key, before)):
            yield LeftOut(row.number, "no-key")
            yield placeholder_key(at.cell, at.title, key, rules)
        elif other := taken.get(key):
            yield LeftOut(row.number, "duplicate-key")
            yield fill(rules["key-duplicate"], at.cell, column=at.title, value=key, other=str(other))
        else:
            taken[key], before = at.cell, key
            project = Project(key, row.number, entries, table)
            yield from placeholder_title(project, rules)
            yield from _doubts(project, rules)
            yield from _counted_days(project, rules)
            yield project
    yield from asides.findings()


_NONE: Set[str | None] = frozenset()


def _account(table: Table, projects: int, left_out: list[LeftOut]) -> SheetAccount:
    rows = sum(1 for _ in table.sheet.rows)  # counted by itself, lest a row that was lost be lost here, too
    return SheetAccount(table.sheet.name, rows, projects, tuple(left_out), hidden_columns(table.sheet))


def _cells(table: Table, reading: CellReading, conventions: Conventions) -> list[tuple[TableColumn, Kind, ReadCell]]:
    """For each column of the table its kind and the function that reads its cells."""
    readers = (
        (column, cell_reader(column.name, reading, conventions.styles.get(column.number), date_1904=table.date_1904))
        for column in table.columns
    )
    return [(column, COLUMNS[column.name].kind, read) for column, read in readers if read]


def _entries(
    row: Row, cells: Iterable[tuple[TableColumn, Kind, ReadCell]], broken: Set[str | None]
) -> tuple[Entry, ...]:
    values, formats, width, entries = row.values, row.formats, len(row.values), []
    for (name, number, _), kind, read in cells:
        value = values[number - 1] if number <= width else ""
        if formats and number in formats:
            value = shown(value, formats[number], kind)
        if value != "" and not (broken and column_letter(number) in broken):
            entries += [Entry(name, said, number, value) for said in read(value)]
    return tuple(entries)


def _doubts(project: Project, rules: RuleBook) -> Iterator[ValidationResult]:
    """The cells of a project that might say several things."""
    for entry in project.entries:
        if isinstance(entry.value, Doubtful):
            cell, doubt = project.table.cell(entry.at, project.row), entry.value.doubt
            title = next(column.title for column in project.table.columns if column.number == entry.at)
            yield fill(rules[doubt.rule], cell, column=title, value=as_typed(entry.typed), **doubt.words)


def _counted_days(project: Project, rules: RuleBook) -> Iterator[ValidationResult]:
    """The cells whose number was taken for the count of a day: a person reads 46178 in them, and no date."""
    for entry in project.entries:
        if not isinstance(entry.value, Period) or isinstance(entry.typed, date):
            continue
        if entry.value.begin and _SERIAL.fullmatch(as_typed(entry.typed)):
            day, cell = entry.value.begin.first, project.table.cell(entry.at, project.row)
            title = next(column.title for column in project.table.columns if column.number == entry.at)
            words = {"read_de": f"{day:%d.%m.%Y}", "read_en": day.isoformat()}
            yield fill(rules["date-from-number"], cell, column=title, value=as_typed(entry.typed), **words)


_SERIAL = re.compile(r"[2-8]\d{4}(?:[.,]\d+)?")


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
