"""What is wrong with the columns of a table: its header in, findings out, each told once and where it can be mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import reduce
from itertools import pairwise

from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.columns import COLUMNS
from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import fold
from pipeline.model.workbook import CellRef, Sheet, as_typed, column_letter
from pipeline.parse.further import Unit
from pipeline.parse.header import Header, spread_merges, texts_of
from pipeline.parse.rows import columns_filled_below, filled, filled_cells, value_at
from pipeline.parse.titles import IGNORED, Titles, probable, says_share
from pipeline.parse.totals import is_total


def columns_of(sheet: Sheet, header: Header, titles: Titles) -> tuple[TableColumn, ...]:
    """The columns that are known. Under a title merged over several, the one that is filled holds the values."""
    places = _places(sheet, header)
    return tuple(
        TableColumn(name, places.get(at, at), " ".join(texts))
        for at, texts in header.titles.items()
        if at not in header.echoes and (name := titles.name(texts)) and name != IGNORED
    )


def with_units(columns: Sequence[TableColumn], units: Sequence[Unit]) -> tuple[TableColumn, ...]:
    """The columns, the unit that stands below a title told with it: "Kosten (T€)"."""
    below = {unit.column: unit.words.strip(" ()[]") for unit in units}
    return tuple(
        column._replace(title=f"{column.title} ({below[column.number]})") if column.number in below else column
        for column in columns
    )


def without_shares(
    columns: Sequence[TableColumn], units: Sequence[Unit]
) -> tuple[tuple[TableColumn, ...], tuple[TableColumn, ...]]:
    """The columns, and apart from them those of amounts that a row below the header tells to be shares: "in %"."""
    shares = {unit.column for unit in units if says_share(unit.words)}
    kept = tuple(column for column in columns if column.number not in shares)
    return kept, tuple(column for column in columns if column.number in shares)


def share_faults(table: Table, shares: Sequence[TableColumn], rules: RuleBook) -> Iterator[ValidationResult]:
    """That a column of amounts holds shares, which no column of a roadmap does."""
    for column in shares:
        yield _unknown(table.cell(column.number, table.last_header_row), column.title, None, rules)


def _places(sheet: Sheet, header: Header) -> Mapping[int, int]:
    """For columns whose title is merged over others: the only one of them with values."""
    groups = [(master, _filled_under(sheet, header, master)) for master in set(header.echoes.values())]
    return {master: filled[0] for master, filled in groups if len(filled) == 1}


def _filled_under(sheet: Sheet, header: Header, master: int) -> Sequence[int]:
    """Of the columns under a merged title those that hold values of their own."""
    group = {master, *(at for at, other in header.echoes.items() if other == master)}
    return [at for at in columns_filled_below(sheet, header.last_row, without=frozenset()) if at in group]


def column_faults(table: Table, header: Header, titles: Titles, rules: RuleBook) -> Iterator[ValidationResult]:
    """Columns that nobody knows, that stand there twice or under one title, that are missing or have no title."""
    beside = _second_table(table)
    unknown = [at for at, texts in header.titles.items() if at not in header.echoes and not titles.name(texts)]
    unknown = [at for at in unknown if not _is_excels(header.titles[at])]
    unknown = [
        at for at in unknown if not (beside and at >= beside.number) and not _is_running_number(table, header, at)
    ]
    heading = _changed_heading(table, header, unknown, titles, rules)
    yield from dict.fromkeys(heading.values())
    names = {column.name for column in table.columns}
    for at in unknown:
        if at not in heading:
            title = " ".join(header.titles[at])
            meant = probable(title, titles.mapping, names)
            names |= {meant} if meant else set()
            told = titles.mapping.title(meant) if meant else None
            yield _unknown(table.cell(at, header.last_row), title, told, rules)
    if beside:
        cell = table.cell(beside.number, header.last_row)
        yield fill(rules["table-beside"], cell, column=beside.title, value=beside.title)
    else:
        yield from _twice(table, header, rules)
    yield from _merged(table, header, titles, rules)
    yield from _missing(table, header, names, titles, rules)
    yield from _untitled(table, header, titles, rules)


def _untitled(table: Table, header: Header, titles: Titles, rules: RuleBook) -> Iterator[ValidationResult]:
    """Columns of values without a title, or with the one that Excel gives to such; unless they are another table's."""
    titled = {at for at, texts in header.titles.items() if not _is_excels(texts)}
    untitled = columns_filled_below(
        table.sheet,
        table.last_header_row,
        without=titled | table.sheet.hidden_columns,
        counts=lambda row: not is_total(table, row),
    )
    first = min((column.number for column in table.columns), default=0)
    untitled = [at for at in untitled if not (at < first and table.column("id") and _counts(table, header, at))]
    if len(untitled) > 1 and (place := _titles_beside(table, set(untitled), titles)):
        row, at, title = place
        yield fill(rules["table-beside"], table.cell(at, row), column=title, value=title)
    else:
        yield from (fill(rules["column-untitled"], table.cell(at, header.last_row)) for at in untitled)


def _is_excels(texts: tuple[str, ...]) -> bool:
    """Whether a title is what Excel and other programs call a column that has none."""
    return bool(_NO_TITLE.fullmatch(" ".join(texts)))


_NO_TITLE = re.compile(
    r"(?:Spalte|Column|Colonne|Colonna|Columna|Coluna|Kolom|Kolumna?|Sloupec|Unnamed:) ?\d+(?:_level_\d+)?|\.{3}\d+"
)


def _titles_beside(table: Table, columns: Set[int], titles: Titles) -> tuple[int, int, str] | None:
    """Where in columns without a title the titles of another table stand, further down."""
    for row in table.rows():
        cells = {at: value for at, value in filled_cells(row).items() if at in columns and isinstance(value, str)}
        names = {titles.name((str(value).strip(),)) for value in cells.values()} - {None, IGNORED}
        if len(names) > 1:
            first = min(cells)
            return row.number, first, as_typed(cells[first]).strip()
    return None


def _is_running_number(table: Table, header: Header, at: int) -> bool:
    """Whether a column merely counts the rows: nothing in it is worth publishing where there are keys besides."""
    is_called_so = fold(" ".join(header.titles[at])) in _RUNNING_NUMBER
    return is_called_so and table.column("id") is not None and _counts(table, header, at)


def _counts(table: Table, header: Header, at: int) -> bool:
    """Whether most cells of a column are whole numbers that rise from row to row."""
    cells = [value for row in table.sheet.rows if row.number > header.last_row and filled(value := value_at(row, at))]
    numbers = [int(text) for value in cells if (text := as_typed(value).strip().rstrip(".")).isdecimal()]
    rises = all(one < other for one, other in pairwise(numbers))
    return rises and len(numbers) * 2 > len(cells)


_RUNNING_NUMBER = {
    "nr",
    "nummer",
    "lfdnr",
    "lfdnummer",
    "laufendenummer",
    "laufendenr",
    "lfd",
    "pos",
    "position",
    "zeile",
    "no",
}


def _second_table(table: Table) -> TableColumn | None:
    """The first column of a table beside this one: several columns stand there again, all behind the first ones."""
    again = [column for column in table.columns if table.column(column.name) != column]
    firsts = [
        column for column in table.columns if any(column.name == other.name for other in again) and column not in again
    ]
    apart = again and max(column.number for column in firsts) < min(column.number for column in again)
    return again[0] if apart and len({column.name for column in again}) >= 2 else None


def _twice(table: Table, header: Header, rules: RuleBook) -> Iterator[ValidationResult]:
    for column in table.columns:
        other = table.column(column.name)
        if other and other != column:
            cell, first = table.cell(column.number, header.last_row), column_letter(other.number)
            words = {"value": column.title, "other": other.title, "first": first, "second": cell.column or ""}
            yield fill(rules["column-twice"], cell, column=column.title, **words)


def _merged(table: Table, header: Header, titles: Titles, rules: RuleBook) -> Iterator[ValidationResult]:
    """Titles that are merged over several columns of values."""
    for master in sorted(set(header.echoes.values())):
        filled = _filled_under(table.sheet, header, master)
        if len(filled) > 1 and titles.name(header.titles[master]) not in (None, IGNORED):
            title, letters = " ".join(header.titles[master]), [column_letter(at) for at in filled]
            yield fill(
                rules["header-merged"],
                table.cell(master, header.last_row),
                column=title,
                value=title,
                columns_de=f"{', '.join(letters[:-1])} und {letters[-1]}",
                columns_en=f"{', '.join(letters[:-1])} and {letters[-1]}",
            )


def _missing(
    table: Table, header: Header, names: Set[str], titles: Titles, rules: RuleBook
) -> Iterator[ValidationResult]:
    """Columns that must be there and are not; what an unknown title was probably meant to be was told with it."""
    row, mapping = CellRef(table.file, table.sheet.name, None, header.last_row), titles.mapping
    for name in dict.fromkeys((*mapping.required, *mapping.key_from)):
        if name not in names and not (name == "id" and mapping.key_from):
            yield fill(rules["column-missing"], row, column=mapping.title(name))


def _unknown(cell: CellRef, title: str, meant: Text | None, rules: RuleBook) -> ValidationResult:
    return fill(
        rules["column-unknown"],
        cell,
        column=title,
        value=title,
        suggestion_de=f" Meinten Sie „{meant.de}“?" if meant else "",
        suggestion_en=f" Did you mean “{meant.en}”?" if meant else "",
    )


# A heading above several titles ##################################################################################


def _changed_heading(
    table: Table, header: Header, unknown: Sequence[int], titles: Titles, rules: RuleBook
) -> Mapping[int, ValidationResult]:
    """Unknown columns that would all be known if the heading above them were another: the finding at that heading."""
    sheet = table.sheet
    found: dict[int, ValidationResult] = {}
    spread = spread_merges(sheet) if len(unknown) > 1 else {}
    above = (
        [row for row in sheet.rows if header.first_row - 1 <= row.number < header.last_row] if len(unknown) > 1 else []
    )
    for row in reversed(above):
        texts = dict(texts_of(sheet, row, spread))
        for first, text in texts.items():
            span = set(_span(first, texts, header)) if (row.number, first) not in spread else set()
            group = [at for at in unknown if at in span and at not in found]
            lowers = [fold(" ".join(part for part in header.titles[at] if part != text)) for at in group]
            plain = all(probable(" ".join(header.titles[at]), titles.mapping) for at in group)
            meant = _heading_meant(lowers, titles.mapping) if len(group) > 1 and all(lowers) and not plain else None
            if meant:
                finding = _unknown(table.cell(first, row.number), text, Text(meant, meant), rules)
                found |= dict.fromkeys(group, finding)
    return found


def _span(first: int, texts: Mapping[int, str], header: Header) -> Iterator[int]:
    """The columns that a heading speaks for: its own and those to its right up to the next heading."""
    for at in header.titles:
        if at == first or (
            at > first and all(texts.get(other, texts[first]) == texts[first] for other in range(first, at + 1))
        ):
            yield at


def _heading_meant(lowers: Sequence[str], mapping: ColumnMapping) -> str | None:
    """The words that stand before all these in the titles of columns."""
    headings = [_headings_before(lower, mapping) for lower in lowers]
    common: Set[str] = reduce(lambda one, other: one & other, (set(heading) for heading in headings))
    return headings[0][min(common)] if common else None


def _headings_before(lower: str, mapping: ColumnMapping) -> Mapping[str, str]:
    """For each title that ends so, what stands before: folded, and as it is written."""
    before = {}
    for name in COLUMNS:
        for title in mapping.titles(name):
            words = title.split()
            for cut in range(1, len(words)):
                if fold(" ".join(words[cut:])) == lower:
                    before[fold(" ".join(words[:cut]))] = " ".join(words[:cut])
    return before
