"""Find the tables in a workbook by their headers: its sheets and the town's column mapping in, tables out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from pipeline.model.column_mapping import ColumnMapping, IndicatorOptions
from pipeline.model.report import REPORT_SHEET, LeftOut, SheetAccount, Text, ValidationResult, fill
from pipeline.model.roadmap import Table
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef, Row, Sheet, Workbook, as_typed, column_letter
from pipeline.parse.columns import column_faults, columns_of, share_faults, with_units, without_shares
from pipeline.parse.copies import find_copies
from pipeline.parse.further import read_further
from pipeline.parse.header import Header
from pipeline.parse.hidden import hidden_parts
from pipeline.parse.history import find_history
from pipeline.parse.indicator_titles import (
    IndicatorTitles,
    build_indicator_titles,
    find_indicators,
    is_called_indicators,
)
from pipeline.parse.parts import Part, find_parts
from pipeline.parse.rows import hidden_columns, is_blank, is_lettering, is_numbering
from pipeline.parse.sideways import Sideways, find_sideways, rows_of_texts
from pipeline.parse.strange import looks_like_projects
from pipeline.parse.titles import IGNORED, Titles, build_titles, listed, probable

_NO_OPTIONS = IndicatorOptions()


@dataclass(frozen=True, slots=True)
class Located:
    """The tables found in a workbook, what is wrong with their columns, and the account of all other sheets.

    ``alone`` is what is wrong with a workbook of indicators where no other one has projects.
    """

    tables: tuple[Table, ...]
    results: tuple[ValidationResult, ...]
    accounts: tuple[SheetAccount, ...]
    alone: tuple[ValidationResult, ...] = ()


class _Searched(NamedTuple):
    """A sheet with its tables and what is wrong with it; ``reason`` is why it has none."""

    sheet: Sheet
    tables: tuple[Table, ...]
    results: tuple[ValidationResult, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Search:
    """What all sheets of a workbook are searched by."""

    workbook: Workbook
    titles: Titles
    indicators: IndicatorTitles
    rules: RuleBook


def locate(
    workbook: Workbook, mapping: ColumnMapping, rules: RuleBook, indicators: IndicatorOptions = _NO_OPTIONS
) -> Located:
    """Find the tables of each visible sheet. A sheet whose header needs attention gives findings and no table."""
    search = _Search(workbook, build_titles(mapping), build_indicator_titles(mapping, indicators), rules)
    found = [_search_sheet(sheet, search) for sheet in workbook.sheets]
    found = list(_with_sideways(found, search))
    found = list(_without_copies(found, search))
    results = [result for each in found for result in (*each.results, *_hidden(each, search))]
    alone: list[ValidationResult] = []
    if all(each.reason in _NOTHING_FOUND for each in found):
        is_aside = any(each.reason == "indicators" for each in found)
        (alone if is_aside else results).append(_table_missing(found, search))
    else:
        results += _passed(found, search)
    accounts = tuple(_account(each.sheet, each.reason) for each in found if each.reason)
    tables = tuple(table for each in found for table in each.tables)
    return Located(tables, tuple(results), accounts, tuple(alone))


_NOTHING_FOUND = ("no-table", "hidden-sheet", "report", "history", "indicators")


def _passed(found: Sequence[_Searched], search: _Search) -> Iterator[ValidationResult]:
    """The sheets without a table that look as if they held projects, beside one that has a table."""
    mapping = search.titles.mapping
    for each in found:
        if each.reason == "no-table" and is_called_indicators(each.sheet) and any(each.sheet.rows):
            yield fill(search.rules["indicators-unread"], CellRef(search.workbook.file, each.sheet.name))
        elif each.reason == "no-table" and (seen := looks_like_projects(each.sheet, mapping)):
            row, texts = seen
            cell, words = CellRef(search.workbook.file, each.sheet.name, None, row), listed(texts, mapping)
            yield fill(search.rules["sheet-passed"], cell, seen_de=words.de, seen_en=words.en)


def _hidden(each: _Searched, search: _Search) -> Sequence[ValidationResult]:
    header_row = each.tables[0].last_header_row if each.tables else 0
    return hidden_parts(search.workbook.file, each.sheet, search.rules, header_row=header_row)


def _search_sheet(sheet: Sheet, search: _Search) -> _Searched:
    """The tables of a sheet; none where one of its headers is faulty."""
    if reason := _reason_to_pass(sheet, search):
        return _Searched(sheet, (), (), reason)
    parts = find_parts(sheet, search.titles)
    read = [_table(part, search) for part in parts]
    below = zip(parts[1:], read[1:], strict=True)
    read = [*read[:1], *(_told_at_its_header(part, *each, search) for part, each in below)]
    results = tuple(result for _, results in read for result in results)
    if any(result.severity.rank == 0 for result in results):
        return _Searched(sheet, (), results, "unread")
    return _Searched(sheet, tuple(table for table, _ in read), results, "" if parts else "no-table")


def _reason_to_pass(sheet: Sheet, search: _Search) -> str:
    """Why the sheet is not searched, if it is not."""
    if sheet.hidden:
        return "hidden-sheet"
    if _is_report(sheet):
        return "report"
    if find_history("", sheet):
        return "history"
    return "indicators" if find_indicators(sheet, search.indicators) else ""


def _is_report(sheet: Sheet) -> bool:
    """Whether the sheet is the one that we put into a workbook which its author now hands in again."""
    first = next(iter(sheet.rows), None)
    title = as_typed(first.values[0]) if first and first.values else ""
    return any(sheet.name.startswith(name) and title.startswith(f"{name} ") for name in REPORT_SHEET)


def _table(part: Part, search: _Search) -> tuple[Table, Sequence[ValidationResult]]:
    """The table of a part of a sheet, and what is wrong with its columns."""
    sheet, header = part
    workbook, titles, rules = search.workbook, search.titles, search.rules
    columns = columns_of(sheet, header, titles)
    further = read_further(sheet, header, columns, titles)
    above = {**_above(sheet, header), **further.rows}
    columns, shares = without_shares(with_units(columns, further.units), further.units)
    table = Table(workbook.file, sheet, columns, header.last_row, above, workbook.date_1904, further.texts)
    guessed = [fill(rules["header-guessed"], CellRef(table.file, sheet.name, None, row)) for row in further.guessed]
    faults = [*share_faults(table, shares, rules), *column_faults(table, header, titles, rules)]
    return table, [*faults, *guessed]


def _told_at_its_header(
    part: Part, table: Table, results: Sequence[ValidationResult], search: _Search
) -> tuple[Table, Sequence[ValidationResult]]:
    """The same for a table below another; where several of its titles are at fault, that it stands there is one."""
    if sum(result.severity.rank == 0 for result in results) < 2:
        return table, results
    titles = [" ".join(texts) for texts in part.header.titles.values()]
    words = listed(titles, search.titles.mapping)
    cell = table.cell(min(part.header.titles), part.header.last_row)
    return table, [fill(search.rules["table-below"], cell, value=titles[0], titles_de=words.de, titles_en=words.en)]


def _above(sheet: Sheet, header: Header) -> Mapping[int, str]:
    """Why each row down to the header is no project."""
    rows = takewhile(lambda row: row.number <= header.last_row, sheet.rows)
    return {row.number: _reason_above(sheet, header, row) for row in rows}


def _reason_above(sheet: Sheet, header: Header, row: Row) -> str:
    if row.number in sheet.hidden_rows:
        return "hidden"
    if row.number >= header.first_row:
        return "header"
    if is_blank(row):
        return "blank"
    return "numbering" if is_numbering(row) or is_lettering(row) else "title"


# Tables on their side ############################################################################################


def _with_sideways(found: Sequence[_Searched], search: _Search) -> Iterator[_Searched]:
    """The same, but for sheets whose table stands on its side.

    Beside a table of projects, a sheet with the titles in a column is rather a guide to it, unless it holds keys.
    """
    others = any(each.tables or each.reason == "unread" for each in found)
    for each in found:
        place = find_sideways(each.sheet, search.titles) if each.reason in ("", "no-table", "unread") else None
        if place and place.known > _named(each, search) and (each.reason != "no-table" or place.has_keys or not others):
            yield _Searched(each.sheet, (), (_sideways(each.sheet, place, search),), "unread")
        else:
            yield each


def _named(each: _Searched, search: _Search) -> int:
    """How many columns the headers of a sheet name at most."""
    if each.reason == "no-table":
        return 0
    names = (
        {name for texts in header.titles.values() if (name := search.titles.name(texts)) and name != IGNORED}
        for _, header in find_parts(each.sheet, search.titles)
    )
    return max(map(len, names), default=0)


def _sideways(sheet: Sheet, place: Sideways, search: _Search) -> ValidationResult:
    cell = CellRef(search.workbook.file, sheet.name, column_letter(place.column), place.row)
    return fill(search.rules["table-sideways"], cell, letter=column_letter(place.column))


# Copies, and files without a table ###############################################################################


def _without_copies(found: Sequence[_Searched], search: _Search) -> Iterator[_Searched]:
    """The same, but for sheets that are copies of others."""
    copies = {copy.sheet: copy for copy in find_copies([table for each in found for table in each.tables])}
    for each in found:
        if copy := copies.get(each.sheet.name):
            cell = CellRef(search.workbook.file, each.sheet.name)
            finding = fill(search.rules["sheet-copy"], cell, **{**copy._asdict(), "sheet": each.sheet.name})
            yield _Searched(each.sheet, (), (*each.results, finding), "copy")
        else:
            yield each


def _table_missing(found: Sequence[_Searched], search: _Search) -> ValidationResult:
    """That there is no table, with the row that looks most like its header."""
    mapping = search.titles.mapping
    rows = [
        (sum(bool(probable(text, mapping)) for text in texts), len(found) - at, each.sheet.name, number, texts)
        for at, each in enumerate(found)
        if each.reason == "no-table"
        for number, texts in rows_of_texts(each.sheet)
    ]
    best = max(rows, key=lambda row: row[:2], default=None)
    titles = [mapping.title(name) for name in mapping.required]
    expected = Text(*(", ".join(words) for words in zip(*titles, strict=True)))
    details = {"seen_de": "", "seen_en": ""}
    if best and best[0]:
        _, _, sheet, number, texts = best
        words = listed(texts, mapping)
        details = {
            "seen_de": f" Gesehen in Zeile {number} des Blatts „{sheet}“: {words.de}.",
            "seen_en": f" Seen in row {number} of the sheet “{sheet}”: {words.en}.",
        }
    return fill(search.rules["table-missing"], CellRef(search.workbook.file), expected=expected, **details)


def _account(sheet: Sheet, reason: str) -> SheetAccount:
    rows = [LeftOut(row.number, reason) for row in sheet.rows]
    return SheetAccount(sheet.name, len(rows), 0, tuple(rows), hidden_columns(sheet))
