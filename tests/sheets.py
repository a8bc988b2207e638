"""Workbooks made of plain values, and a small town whose mapping and code lists they are read by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from pipeline.model.dataset import Dataset
from pipeline.model.report import SheetAccount, ValidationResult
from pipeline.model.roadmap import EntryValue, Project
from pipeline.model.strategy import Strategy
from pipeline.model.workbook import Merge, Row, Sheet, Value, Workbook, column_number
from pipeline.parse import Parsed, parse
from pipeline.parse.locate import Located, locate
from pipeline.town.config import parse_dataset
from pipeline.town.resources import read_resources
from pipeline.town.strategy import build_strategy

TODAY = date(2026, 11, 22)

SETTINGS = """
name = "musterstadt"
title = "Roadmap"
description = "Projekte der Musterstadt."
license = "http://dcat-ap.de/def/licenses/dl-zero-de/2.0"
publisher = { name = "Musterstadt" }
contact = { name = "Team Digital", email = "digital@example.org" }
iris = { base = "https://example.org/id/musterstadt/" }
"""

STRATEGY = """
[strategy]
theses = [
    { notation = "1", label = "Einfach", definition = "Einfach für alle." },
    { notation = "2", label = "Offen", definition = "Offen zuerst." },
    { notation = "3", label = "Gemeinsam", definition = "Gemeinsam mit allen." },
]
fields = [
    { notation = "1", label = "Dienstleistung", definition = "Dienste.", names = ["E-Government"] },
    { notation = "2", label = "Bildung, Kultur und Sport", definition = "Bildung.", names = ["Bildung"] },
    { notation = "3", label = { de = "Straße & Verkehr", en = "Roads" }, definition = "Wege." },
    { notation = "12", label = "Klima/Umwelt", definition = "Klima." },
]
"""


class Reading(NamedTuple):
    """A workbook with what was located and parsed in it."""

    workbook: Workbook
    located: Located
    parsed: Parsed

    @property
    def results(self) -> tuple[ValidationResult, ...]:
        return (*self.located.results, *self.parsed.results)

    @property
    def projects(self) -> tuple[Project, ...]:
        return self.parsed.roadmap.projects

    @property
    def keys(self) -> list[str]:
        return [project.key for project in self.projects]

    @property
    def accounts(self) -> tuple[SheetAccount, ...]:
        return (*self.located.accounts, *(account for _, account in self.parsed.accounts))

    @property
    def rules(self) -> list[str]:
        """The ids of the rules broken."""
        return [result.rule.id for result in self.results]

    def left_out(self, sheet: str = "Roadmap") -> dict[int, str]:
        """Why each row of a sheet is no project."""
        (account,) = (account for account in self.accounts if account.sheet == sheet)
        return {left_out.row: left_out.reason for left_out in account.left_out}

    def finding(self, rule: str) -> ValidationResult:
        """The only result of a rule."""
        (found,) = (result for result in self.results if result.rule.id == rule)
        return found

    def values(self, column: str, project: int = 0) -> list[EntryValue]:
        """What the cell of a column says, in the first project or another."""
        return list(self.projects[project].values(column))


def sheet(
    *lines: Sequence[Value],
    name: str = "Roadmap",
    merges: str = "",
    hidden: bool = False,
    hidden_rows: Iterable[int] = (),
    hidden_columns: str = "",
) -> Sheet:
    """A sheet of these rows. ``merges`` are ranges such as ``A1:B1 C2:C3``, ``hidden_columns`` letters."""
    rows = tuple(Row(number, tuple(line)) for number, line in enumerate(lines, start=1))
    columns = frozenset(map(column_number, hidden_columns))
    return Sheet(name, rows, hidden, frozenset(hidden_rows), columns, tuple(map(_merge, merges.split())))


def _merge(area: str) -> Merge:
    found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", area)
    assert found, area
    return Merge(int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3]))


def workbook(*sheets: Sheet, date_1904: bool = False) -> Workbook:
    return Workbook("roadmap.xlsx", sheets, "0" * 64, 1, "application/octet-stream", date_1904)


@cache
def town(columns: str = "", more: str = "") -> Dataset:
    """The settings of the town, with the lines of its ``[columns]``."""
    return parse_dataset(f"{SETTINGS}{more}{STRATEGY}[columns]\n{columns}", "dataset.toml")


@cache
def strategy() -> Strategy:
    return build_strategy((), read_resources().code_lists, town())


def read(*sheets: Sheet, columns: str = "", more: str = "", date_1904: bool = False) -> Reading:
    """Locate and parse a workbook of these sheets."""
    return read_in(town(columns, more), workbook(*sheets, date_1904=date_1904))


def read_in(dataset: Dataset, book: Workbook) -> Reading:
    rules = read_resources().rules
    located = locate(book, dataset.columns, rules)
    parsed = parse(located.tables, dataset, strategy().vocabulary, rules, today=TODAY)
    return Reading(book, located, parsed)


def read_rows(*lines: Sequence[Value], columns: str = "", more: str = "", date_1904: bool = False) -> Reading:
    """Locate and parse a workbook with a single sheet of these rows."""
    return read(sheet(*lines), columns=columns, more=more, date_1904=date_1904)


def read_cell(title: str, value: Value, columns: str = "", more: str = "") -> list[EntryValue]:
    """What a cell under that title says, in a project that has nothing else but what it must have."""
    extra = read_rows(
        ("Kennung", "Titel", "Handlungsfelder", title), ("a", "Portal", "1", value), columns=columns, more=more
    )
    assert extra.keys == ["a"], extra.results
    project = extra.projects[0]
    return [entry.value for entry in project.entries if entry.at == 4]


def every_row_is_accounted_for(found: Reading) -> bool:
    """Whether each row of each sheet is a project or left out for a reason, and none of them both or twice."""
    return all(
        sorted(_accounted(found, account)) == [row.number for row in sheet.rows]
        and account.rows == account.projects + len(account.left_out)
        and account.balanced
        for sheet in found.workbook.sheets
        for account in found.accounts
        if account.sheet == sheet.name
    ) and sorted(a.sheet for a in found.accounts) == sorted(s.name for s in found.workbook.sheets)


def _accounted(found: Reading, account: SheetAccount) -> Iterator[int]:
    yield from (project.row for project in found.projects if project.table.sheet.name == account.sheet)
    yield from (left_out.row for left_out in account.left_out)


def by_reason(left_out: Mapping[int, str]) -> dict[str, list[int]]:
    """From reasons to the rows left out for them."""
    rows: dict[str, list[int]] = {}
    for row, reason in left_out.items():
        rows.setdefault(reason, []).append(row)
    return rows
