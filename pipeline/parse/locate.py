"""Find the table in a sheet by its headers: a workbook and the town's column mapping in, tables out.

The header is the run of one to three rows whose titles the mapping knows best. Titles are compared without case,
hyphens and line breaks; of a title in two languages ("Beginn / Start") either part will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import NamedTuple, TypeAlias

from pipeline.model.columns import COLUMNS
from pipeline.model.dataset import ColumnMapping
from pipeline.model.report import REPORT_SHEET, LeftOut, SheetAccount, Text, ValidationResult, fill
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import fold_title, nearest
from pipeline.model.workbook import CellRef, Row, Sheet, Workbook, as_typed
from pipeline.parse.rows import columns_filled_below, hidden_columns, is_blank, is_numbering, value_at

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
    """Rows that may be the header: their numbers, and per column (from 1) the texts one below another."""

    first_row: int
    last_row: int
    titles: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Search:
    """What is searched for: the mapping, the column that each folded title means, and the rules to tell faults by."""

    mapping: ColumnMapping
    known: Mapping[str, str]
    rules: RuleBook
    _names: dict[tuple[str, ...], str | None] = field(default_factory=dict)

    def name(self, titles: tuple[str, ...]) -> str | None:
        """Which column is called so: by all rows of the title together, by one of them, or by a part of one."""
        if titles not in self._names:
            last_first = titles[::-1]
            parts = (part for title in last_first for part in _TWO_LANGUAGES.split(title))
            folded = map(fold_title, (" ".join(titles), *last_first, *parts))
            self._names[titles] = next((self.known[key] for key in folded if key in self.known), None)
        return self._names[titles]


# Not in brackets and not at any slash: "Kosten (T€)" and "Kosten/Jahr" are not "Kosten".
_TWO_LANGUAGES = re.compile(r"\s+/\s+|\s*/?\s*\n\s*")


def locate(workbook: Workbook, mapping: ColumnMapping, rules: RuleBook) -> Located:
    """Find the table of each visible sheet. A sheet whose header needs attention gives findings and no table."""
    search = _Search(mapping, _known_titles(mapping), rules)
    tables: list[Table] = []
    results: list[ValidationResult] = []
    accounts: list[SheetAccount] = []
    passed_over = [_reason_to_pass(sheet) for sheet in workbook.sheets]
    headers = [
        None if passed else _find_header(sheet, search)
        for sheet, passed in zip(workbook.sheets, passed_over, strict=True)
    ]
    for sheet, header, passed in zip(workbook.sheets, headers, passed_over, strict=True):
        found = _table(workbook, sheet, header, search) if header else None
        faults = _column_faults(found, header, search) if header and found else []
        results += faults + _hidden_parts(workbook.file, sheet, rules)
        if found and not any(fault.severity.rank == 0 for fault in faults):
            tables.append(found)
        else:
            accounts.append(_account(sheet, passed or ("unread" if found else "no-table")))
    if not any(headers):
        expected = ", ".join(mapping.titles(name)[0] for name in mapping.required)
        results.append(fill(rules["table-missing"], CellRef(workbook.file), expected=expected))
    return Located(tuple(tables), tuple(results), tuple(accounts))


def _reason_to_pass(sheet: Sheet) -> str:
    """Why the sheet is not searched, if it is not."""
    if sheet.hidden:
        return "hidden-sheet"
    return "report" if _is_report(sheet) else ""


def _is_report(sheet: Sheet) -> bool:
    """Whether the sheet is the one that we put into a workbook which its author now hands in again."""
    first = next(iter(sheet.rows), None)
    title = as_typed(first.values[0]) if first and first.values else ""
    return any(sheet.name.startswith(name) and title.startswith(f"{name} ") for name in REPORT_SHEET)


def _known_titles(mapping: ColumnMapping) -> Mapping[str, str]:
    """From folded titles to the names of columns. What is ignored by name goes before what is known by default."""
    mapped = {name: name in mapping.options for name in COLUMNS}
    defaults = {fold_title(title): name for name in COLUMNS if not mapped[name] for title in COLUMNS[name].title}
    ignored = {fold_title(title): _IGNORED for title in mapping.ignore}
    chosen = {fold_title(title): name for name in COLUMNS if mapped[name] for title in mapping.titles(name)}
    return {title: name for title, name in (defaults | ignored | chosen).items() if title}


def _find_header(sheet: Sheet, search: _Search) -> _Header | None:
    """The rows whose titles are known best; at least two columns, of which one is not merely ignored."""
    best, best_score = None, 1
    for header, run in _candidates(sheet):
        names = {name for titles in header.titles.values() if (name := search.name(titles))}
        if len(names) > best_score and names != {_IGNORED} and _belong_together(run, search):
            best, best_score = header, len(names)
    return best


_Texts: TypeAlias = Mapping[int, str]
"""The texts of a row by their columns, counted from 1."""


def _candidates(sheet: Sheet) -> Iterator[tuple[_Header, Sequence[_Texts]]]:
    """Each run of one to three visible rows near the top, shorter runs first."""
    rows = list(islice((row for row in sheet.rows if row.number not in sheet.hidden_rows), _SEARCHED_ROWS))
    spread = _spread_merges(sheet)
    texts = [dict(_texts(sheet, row, spread)) for row in rows]
    for length in range(1, _HEADER_ROWS + 1):
        for start in range(len(rows) - length + 1):
            run = texts[start : start + length]
            if all(run):
                yield _Header(rows[start].number, rows[start + length - 1].number, _titles(run)), run


def _titles(run: Sequence[_Texts]) -> Mapping[int, tuple[str, ...]]:
    columns = sorted({at for row in run for at in row})
    return {at: tuple(dict.fromkeys(row[at] for row in run if at in row)) for at in columns}


def _belong_together(run: Sequence[_Texts], search: _Search) -> bool:
    """Whether each row helps to name the columns, as neither a project below a header does nor a note above it.

    It may also hold headings of titles further down; above the best row, of those alone that are known.
    """
    titles = _titles(run)
    known = [sum(bool(search.name((text,))) for text in row.values()) for row in run]
    best = known.index(max(known))
    for place, row in enumerate(run):
        others = _titles([*run[:place], *run[place + 1 :]])
        helped = {at for at in row if _helps(titles[at], others.get(at, ()), search)}
        headed = {at for lower in run[place + 1 :] for at in lower if place > best or search.name(titles[at])}
        useless = row.keys() - helped - headed
        if place != best and len(helped) <= len(useless):
            return False
    return True


def _helps(titles: tuple[str, ...], without: tuple[str, ...], search: _Search) -> bool:
    """Whether a column has its name from a row: it has none without it, or all rows together make another."""
    name, other = search.name(titles), search.name(without)
    return name != other and (other is None or fold_title(" ".join(titles)) in search.known)


def _texts(sheet: Sheet, row: Row, spread: Mapping[tuple[int, int], int]) -> Iterator[tuple[int, str]]:
    """The filled cells of a row as text; a cell merged across columns speaks for all of them."""
    width = max(len(row.values), *(at for number, at in spread if number == row.number), 0)
    for at in range(1, width + 1):
        if at not in sheet.hidden_columns:
            text = as_typed(value_at(row, spread.get((row.number, at), at))).strip()
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


def _table(workbook: Workbook, sheet: Sheet, header: _Header, search: _Search) -> Table:
    columns = tuple(
        TableColumn(name, at, " ".join(titles))
        for at, titles in header.titles.items()
        if (name := search.name(titles)) and name != _IGNORED
    )
    return Table(workbook.file, sheet, columns, header.last_row, _above(sheet, header), workbook.date_1904)


def _above(sheet: Sheet, header: _Header) -> Mapping[int, str]:
    """Why each row down to the header is no project."""
    rows = takewhile(lambda row: row.number <= header.last_row, sheet.rows)
    return {row.number: _reason_above(sheet, header, row) for row in rows}


def _reason_above(sheet: Sheet, header: _Header, row: Row) -> str:
    if row.number in sheet.hidden_rows:
        return "hidden"
    if row.number >= header.first_row:
        return "header"
    if is_blank(row):
        return "blank"
    return "numbering" if is_numbering(row) else "title"


def _column_faults(table: Table, header: _Header, search: _Search) -> list[ValidationResult]:
    """Columns that nobody knows, that stand there twice, that are missing or have no title."""
    rules, mapping, names = search.rules, search.mapping, [column.name for column in table.columns]
    faults = []
    for at, titles in header.titles.items():
        if not search.name(titles):
            faults.append(_unknown_column(table.cell(at, header.last_row), " ".join(titles), names, search))
    for column in table.columns:
        other = table.column(column.name)
        if other and other != column:
            cell = table.cell(column.number, header.last_row)
            faults.append(fill(rules["column-twice"], cell, column=column.title, value=column.title, other=other.title))
    row = CellRef(table.file, table.sheet.name, None, header.last_row)
    for name in dict.fromkeys((*mapping.required, *mapping.key_from)):
        if name not in names and not (name == "id" and mapping.key_from):
            faults.append(fill(rules["column-missing"], row, column=mapping.titles(name)[0]))
    untitled = columns_filled_below(
        table.sheet, header.last_row, without=header.titles.keys() | table.sheet.hidden_columns
    )
    return faults + [fill(rules["column-untitled"], table.cell(at, header.last_row)) for at in untitled]


def _unknown_column(cell: CellRef, title: str, used: Sequence[str], search: _Search) -> ValidationResult:
    free = [known for name in COLUMNS if name not in used for known in search.mapping.titles(name)]
    meant = nearest(title, free)
    return fill(
        search.rules["column-unknown"],
        cell,
        column=title,
        value=title,
        suggestion_de=f" Meinten Sie „{meant}“?" if meant else "",
        suggestion_en=f" Did you mean “{meant}”?" if meant else "",
    )


def _hidden_parts(file: str, sheet: Sheet, rules: RuleBook) -> list[ValidationResult]:
    """What is hidden and not empty is left out and said: sheets, columns, rows."""
    rule, cell = rules["hidden-left-out"], CellRef(file, sheet.name)
    if sheet.hidden:
        return [fill(rule, cell, what_de="Das Blatt ist", what_en="The sheet is")]
    columns = hidden_columns(sheet)
    rows = tuple(str(row.number) for row in sheet.rows if row.number in sheet.hidden_rows and not is_blank(row))
    parts = [(columns, Text("Spalte", "Column"), Text("Spalten", "Columns"))] if columns else []
    parts += [(rows, Text("Zeile", "Row"), Text("Zeilen", "Rows"))] if rows else []
    told = (_listed(names, one if len(names) == 1 else many) for names, one, many in parts)
    return [fill(rule, cell, what_de=german, what_en=english) for german, english in told]


def _listed(names: Sequence[str], kind: Text) -> tuple[str, str]:
    """What is hidden, with its verb, in German and English."""
    listed = ", ".join(names[:20]) + (" …" if len(names) > 20 else "")
    german, english = ("ist", "is") if len(names) == 1 else ("sind", "are")
    return f"{kind.de} {listed} {german}", f"{kind.en} {listed} {english}"


def _account(sheet: Sheet, reason: str) -> SheetAccount:
    rows = [LeftOut(row.number, reason) for row in sheet.rows]
    return SheetAccount(sheet.name, len(rows), 0, tuple(rows), hidden_columns(sheet))
