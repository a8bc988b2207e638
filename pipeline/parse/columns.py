"""What is wrong with the columns of a table: its header in, findings out, each told once and where it can be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import reduce
from itertools import pairwise

from pipeline.model.amount import Amount, in_words, title_unit
from pipeline.model.columns import COLUMNS
from pipeline.model.dataset import ColumnMapping
from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import fold
from pipeline.model.workbook import CellRef, Sheet, as_typed, column_letter
from pipeline.parse.further import Further, Unit
from pipeline.parse.header import Header, spread_merges, texts_of
from pipeline.parse.rows import columns_filled_below, filled, value_at
from pipeline.parse.titles import IGNORED, Titles, probable, unit_of
from pipeline.parse.totals import is_total


def columns_of(sheet: Sheet, header: Header, titles: Titles) -> tuple[TableColumn, ...]:
    """The columns that are known. Under a title merged over several, the one that is filled holds the values."""
    places = _places(sheet, header)
    return tuple(
        TableColumn(name, places.get(at, at), " ".join(texts))
        for at, texts in header.titles.items()
        if at not in header.echoes and (name := titles.name(texts)) and name != IGNORED
    )


def _places(sheet: Sheet, header: Header) -> Mapping[int, int]:
    """For columns whose title is merged over others: the only one of them with values."""
    groups = [(master, _filled_under(sheet, header, master)) for master in set(header.echoes.values())]
    return {master: filled[0] for master, filled in groups if len(filled) == 1}


def _filled_under(sheet: Sheet, header: Header, master: int) -> Sequence[int]:
    """Of the columns under a merged title those that hold values of their own."""
    group = {master, *(at for at, other in header.echoes.items() if other == master)}
    return [at for at in columns_filled_below(sheet, header.last_row, without=frozenset()) if at in group]


def column_faults(
    table: Table, header: Header, further: Further, titles: Titles, rules: RuleBook
) -> Iterator[ValidationResult]:
    """Columns that nobody knows, that stand there twice or under one title, that are missing or have no title."""
    beside = _second_table(table)
    unknown = [at for at, texts in header.titles.items() if at not in header.echoes and not titles.name(texts)]
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
    yield from _units(table, header, further, titles, rules)
    yield from _missing(table, header, names, titles, rules)
    without = header.titles.keys() | table.sheet.hidden_columns
    untitled = columns_filled_below(
        table.sheet, table.last_header_row, without=without, counts=lambda row: not is_total(table, row)
    )
    yield from (fill(rules["column-untitled"], table.cell(at, header.last_row)) for at in untitled)


def _is_running_number(table: Table, header: Header, at: int) -> bool:
    """Whether a column merely counts the rows: nothing in it is worth publishing where there are keys besides."""
    title = fold(" ".join(header.titles[at]))
    if title not in _RUNNING_NUMBER or not table.column("id"):
        return False
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
            cell = table.cell(column.number, header.last_row)
            yield fill(rules["column-twice"], cell, column=column.title, value=column.title, other=other.title)


def _merged(table: Table, header: Header, titles: Titles, rules: RuleBook) -> Iterator[ValidationResult]:
    """Titles that are merged over several columns of values."""
    for master in sorted(set(header.echoes.values())):
        filled = _filled_under(table.sheet, header, master)
        if len(filled) > 1 and titles.name(header.titles[master]) != IGNORED:
            title, letters = " ".join(header.titles[master]), [column_letter(at) for at in filled]
            yield fill(
                rules["header-merged"],
                table.cell(master, header.last_row),
                column=title,
                value=title,
                columns_de=" und ".join(letters),
                columns_en=" and ".join(letters),
            )


def _units(
    table: Table, header: Header, further: Further, titles: Titles, rules: RuleBook
) -> Iterator[ValidationResult]:
    """Units in or below a title of amounts other than those that the town's settings name."""
    named = {column.number: column for column in table.columns}
    below = {unit.column: unit for unit in further.units}
    for at, texts in header.titles.items():
        column = named.get(at)
        if column and (unit := titles.unit(texts, column.name)):
            yield from _unit(table, column, Unit(header.last_row, at, titles.words_of_unit(texts)), unit, titles, rules)
        elif column and at in below and (unit := unit_of(below[at].words)):
            yield from _unit(table, column, below[at], unit, titles, rules)
        elif column and (factor := title_unit(column.title).factor):
            unit = Amount(factor, title_unit(column.title).currency or "EUR")
            yield from _unit(table, column, Unit(header.last_row, at, column.title), unit, titles, rules)


def _unit(
    table: Table, column: TableColumn, place: Unit, unit: Amount, titles: Titles, rules: RuleBook
) -> Iterator[ValidationResult]:
    options = titles.mapping.of(column.name)
    if options.factor in (None, unit.value) and options.currency in ("", unit.currency):
        return
    read = in_words(Amount(options.factor or Decimal(1), options.currency or unit.currency))
    yield fill(
        rules["column-unit"],
        table.cell(column.number, place.row),
        column=column.title,
        value=place.words,
        title=titles.mapping.title(column.name),
        name=column.name,
        factor=f"{unit.value:f}",
        read_de=read.de,
        read_en=read.en,
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
            meant = _heading_meant(lowers, titles.mapping) if len(group) > 1 and all(lowers) else None
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
