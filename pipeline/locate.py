"""Find the table in a sheet by its headers: a workbook and the town's column mapping in, tables out.

The header is the run of one to three rows whose titles the mapping knows best. Titles are compared without case, hyphens
and line breaks; of a title in two languages ("Beginn / Start") either part will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from pipeline.config import ColumnMapping
from pipeline.report import LeftOut, SheetAccount, ValidationResult, fill
from pipeline.roadmap import Table, TableColumn
from pipeline.rows import filled, is_blank, is_numbering
from pipeline.rules import RuleBook
from pipeline.vocabulary import COLUMNS, fold, nearest
from pipeline.workbook import CellRef, Row, Sheet, Workbook, as_typed, column_letter

_SEARCHED_ROWS = 100
_HEADER_ROWS = 3
_IGNORED = "(ignored)"


@dataclass(frozen=True, slots=True)
class Located:
    """The tables found in a workbook, what is wrong with their columns, and the account of all other sheets."""

    tables: tuple[Table, ...]
    results: tuple[ValidationResult, ...]
    accounts: tuple[SheetAccount, ...]


class _Header(NamedTuple):
    """Rows that may be the header: the first and the last of them, and per column (from 1) the texts one below another."""

    first_row: int
    last_row: int
    titles: Mapping[int, tuple[str, ...]]


def locate(workbook: Workbook, mapping: ColumnMapping, rules: RuleBook) -> Located:
    """Find the table of each visible sheet. A sheet whose header needs attention gives findings and no table."""
    known = _known_titles(mapping)
    tables: list[Table] = []
    results: list[ValidationResult] = []
    accounts: list[SheetAccount] = []
    headers = {sheet.name: None if sheet.hidden else _find_header(sheet, known) for sheet in workbook.sheets}
    for sheet in workbook.sheets:
        header = headers[sheet.name]
        found = _table(workbook, sheet, header, known) if header else None
        faults = _column_faults(workbook, sheet, header, found, mapping, known, rules) if header and found else []
        results += faults + _hidden_parts(workbook.file, sheet, rules)
        if found and not any(fault.severity.rank == 0 for fault in faults):
            tables.append(found)
        else:
            reason = "hidden-sheet" if sheet.hidden else "unread" if found else "no-table"
            accounts.append(_account(sheet, reason))
    if not any(headers.values()):
        expected = ", ".join(mapping.titles(name)[0] for name in mapping.required)
        results.append(fill(rules["table-missing"], CellRef(workbook.file), expected=expected))
    return Located(tuple(tables), tuple(results), tuple(accounts))


def _known_titles(mapping: ColumnMapping) -> Mapping[str, str]:
    """From folded titles to the names of columns. What is ignored by name goes before what is known by default."""
    mapped = {name: name in mapping.options for name in COLUMNS}
    defaults = {fold(title): name for name in COLUMNS if not mapped[name] for title in COLUMNS[name].title}
    ignored = {fold(title): _IGNORED for title in mapping.ignore}
    chosen = {fold(title): name for name in COLUMNS if mapped[name] for title in mapping.titles(name)}
    return defaults | ignored | chosen


def _find_header(sheet: Sheet, known: Mapping[str, str]) -> _Header | None:
    """The rows whose titles are known best; at least two columns, of which one is not merely ignored."""
    best, best_score = None, 1
    for header in _candidates(sheet):
        names = [_name(titles, known) for titles in header.titles.values()]
        score = len({name for name in names if name})
        if score > best_score and any(name not in (None, _IGNORED) for name in names):
            best, best_score = header, score
    return best


def _candidates(sheet: Sheet) -> Iterator[_Header]:
    """Each run of one to three visible rows near the top, shorter runs first."""
    rows = list(islice((row for row in sheet.rows if row.number not in sheet.hidden_rows), _SEARCHED_ROWS))
    spread = _spread_merges(sheet)
    texts = [dict(_texts(sheet, row, spread)) for row in rows]
    for length in range(1, _HEADER_ROWS + 1):
        for start in range(len(rows) - length + 1):
            run = texts[start : start + length]
            if all(run):
                columns = sorted({at for row in run for at in row})
                titles = {at: tuple(dict.fromkeys(row[at] for row in run if at in row)) for at in columns}
                yield _Header(rows[start].number, rows[start + length - 1].number, titles)


def _texts(sheet: Sheet, row: Row, spread: Mapping[tuple[int, int], int]) -> Iterator[tuple[int, str]]:
    """The filled cells of a row as text; a cell merged across columns speaks for all of them."""
    width = max(len(row.values), *(at for number, at in spread if number == row.number), 0)
    for at in range(1, width + 1):
        stands = spread.get((row.number, at), at)
        if at not in sheet.hidden_columns and stands <= len(row.values):
            text = as_typed(row.values[stands - 1]).strip()
            if text:
                yield at, text


def _spread_merges(sheet: Sheet) -> Mapping[tuple[int, int], int]:
    """From the cells of the first row of a merged range to the column in which its text stands."""
    return {
        (merge.first_row, at): merge.first_column
        for merge in sheet.merges
        if merge.first_row <= _SEARCHED_ROWS and merge.last_column - merge.first_column < 100
        for at in range(merge.first_column + 1, merge.last_column + 1)
    }


def _name(titles: Sequence[str], known: Mapping[str, str]) -> str | None:
    """Which column is called so: by all rows of the title together, by one of them, or by a part of one."""
    whole = " ".join(titles)
    parts = (part for title in (whole, *reversed(titles)) for part in (title, *re.split(r"[\n/()]+", title)))
    folded = (fold(part) for part in parts)
    return next((known[key] for key in folded if key in known), None)


def _table(workbook: Workbook, sheet: Sheet, header: _Header, known: Mapping[str, str]) -> Table:
    columns = tuple(
        TableColumn(name, at, " ".join(titles))
        for at, titles in header.titles.items()
        if (name := _name(titles, known)) and name != _IGNORED
    )
    return Table(workbook.file, sheet, columns, header.last_row, _above(sheet, header), workbook.date_1904)


def _above(sheet: Sheet, header: _Header) -> Mapping[int, str]:
    """Why each row down to the header is no project."""
    return {row.number: _reason_above(sheet, header, row) for row in islice(sheet.rows, header.last_row)}


def _reason_above(sheet: Sheet, header: _Header, row: Row) -> str:
    if row.number in sheet.hidden_rows:
        return "hidden"
    if row.number >= header.first_row:
        return "header"
    if is_blank(row):
        return "blank"
    return "numbering" if is_numbering(row) else "title"


def _column_faults(
    workbook: Workbook,
    sheet: Sheet,
    header: _Header,
    table: Table,
    mapping: ColumnMapping,
    known: Mapping[str, str],
    rules: RuleBook,
) -> list[ValidationResult]:
    """Columns that nobody knows, that stand there twice, that are missing or have no title."""
    at_cell = {at: CellRef(workbook.file, sheet.name, column_letter(at), header.last_row) for at in header.titles}
    faults = []
    names = [column.name for column in table.columns]
    for at, titles in header.titles.items():
        title = " ".join(titles)
        if not _name(titles, known):
            faults.append(_unknown_column(rules, at_cell[at], title, mapping, names))
    for column in table.columns:
        if names.index(column.name) != table.columns.index(column):
            cell, other = at_cell[column.number], table.columns[names.index(column.name)]
            faults.append(fill(rules["column-twice"], cell, column=column.title, value=column.title, other=other.title))
    row = CellRef(workbook.file, sheet.name, None, header.last_row)
    for name in mapping.required:
        if name not in names and not (name == "id" and mapping.key_from):
            faults.append(fill(rules["column-missing"], row, column=mapping.titles(name)[0]))
    return faults + _untitled(workbook.file, sheet, header, rules)


def _unknown_column(
    rules: RuleBook, cell: CellRef, title: str, mapping: ColumnMapping, used: Sequence[str]
) -> ValidationResult:
    free = [known for name in COLUMNS if name not in used for known in mapping.titles(name)]
    meant = nearest(title, free)
    return fill(
        rules["column-unknown"],
        cell,
        column=title,
        value=title,
        suggestion_de=f" Meinten Sie „{meant}“?" if meant else "",
        suggestion_en=f" Did you mean “{meant}”?" if meant else "",
    )


def _untitled(file: str, sheet: Sheet, header: _Header, rules: RuleBook) -> list[ValidationResult]:
    """Columns with values and without a title, told once each."""
    untitled = _filled_columns(sheet, header.last_row, without=header.titles.keys() | sheet.hidden_columns)
    cells = (CellRef(file, sheet.name, column_letter(at), header.last_row) for at in untitled)
    return [fill(rules["column-untitled"], cell) for cell in cells]


def _filled_columns(sheet: Sheet, after_row: int, *, without: Set[int]) -> list[int]:
    """The columns, from 1, in which a visible row below ``after_row`` has a value."""
    seen: set[int] = set()
    for row in sheet.rows:
        if row.number > after_row and row.number not in sheet.hidden_rows:
            open_columns = (at for at in range(1, len(row.values) + 1) if at not in without and at not in seen)
            seen.update(at for at in open_columns if filled(row.values[at - 1]))
    return sorted(seen)


def _hidden_parts(file: str, sheet: Sheet, rules: RuleBook) -> list[ValidationResult]:
    """What is hidden and not empty is left out and said: sheets, columns, rows."""
    rule, cell = rules["hidden-left-out"], CellRef(file, sheet.name)
    if sheet.hidden:
        return [fill(rule, cell, what_de="Das Blatt", what_en="The sheet")]
    columns = hidden_columns(sheet)
    rows = [str(row.number) for row in sheet.rows if row.number in sheet.hidden_rows and not is_blank(row)]
    parts = [(f"Spalte {_listed(columns)}", f"Column {_listed(columns)}")] if columns else []
    parts += [(f"Zeile {_listed(rows)}", f"Row {_listed(rows)}")] if rows else []
    return [fill(rule, cell, what_de=german, what_en=english) for german, english in parts]


def hidden_columns(sheet: Sheet) -> tuple[str, ...]:
    """The letters of the hidden columns that are not empty."""
    if not sheet.hidden_columns:
        return ()
    visible = frozenset(range(1, 1 + max((len(row.values) for row in sheet.rows), default=0))) - sheet.hidden_columns
    return tuple(map(column_letter, _filled_columns(sheet, 0, without=visible)))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:20]) + (" …" if len(names) > 20 else "")


def _account(sheet: Sheet, reason: str) -> SheetAccount:
    rows = [LeftOut(row.number, reason) for row in sheet.rows]
    return SheetAccount(sheet.name, len(rows), 0, tuple(rows), hidden_columns(sheet))
