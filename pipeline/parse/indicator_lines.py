"""The rows of a sheet of indicators: each with the cells that speak for it, and the indicator that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.indicator import INDICATOR_COLUMNS, IndicatorTable
from pipeline.model.plain_text import clean, key_text, one_line, says_nothing
from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import fold
from pipeline.model.workbook import CellRef, Row, Sheet, Value, Workbook, as_typed, column_letter
from pipeline.parse.rows import filled_cells, is_blank, value_at


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its values by the numbers of their columns, what is merged into it among them."""

    file: str
    sheet: str
    table: IndicatorTable
    row: Row
    merged: Mapping[int, Value]
    date_1904: bool = False

    def value(self, at: int) -> Value:
        """The value in a column counted from 1."""
        return self.merged.get(at) or value_at(self.row, at)

    def named(self, column: str) -> Value:
        """The value under a name; nothing where there is no such column."""
        at = self.table.columns.get(column)
        return self.value(at) if at else ""

    def text(self, column: str) -> str:
        """The same as text; a dash says nothing."""
        text = clean(as_typed(self.named(column)))
        return "" if says_nothing(text) else text

    def code(self, at: int) -> str:
        """The number format of a cell, where it says more than the value."""
        return self.row.formats.get(at, "")

    def cell(self, column: str) -> CellRef:
        """The cell under a name; that of the indicator where there is no such column."""
        return self.cell_at(self.table.columns.get(column, self.table.columns["indicator"]))

    def cell_at(self, at: int) -> CellRef:
        """The cell in a column counted from 1."""
        return CellRef(self.file, self.sheet, column_letter(at), self.row.number)

    def title(self, column: str) -> Text | str:
        """What the sheet calls a column; one that it does not have is called as in the template."""
        return self.table.titles.get(self.table.columns.get(column, 0)) or INDICATOR_COLUMNS[column].title

    @property
    def key(self) -> str:
        """The identifier, if the row has one."""
        return key_text(self.named("id"))

    @property
    def name(self) -> str:
        """The name of the indicator, on one line."""
        return one_line(self.text("indicator"))


def lines_of(workbook: Workbook, sheet: Sheet, table: IndicatorTable) -> Iterator[Line]:
    """The visible rows below the header that say anything."""
    for row in sheet.rows:
        if row.number > table.header_row and row.number not in sheet.hidden_rows and not is_blank(row):
            merged = _merged(sheet, table, row.number)
            yield Line(workbook.file, sheet.name, table, row, merged, workbook.date_1904)


def _merged(sheet: Sheet, table: IndicatorTable, row: int) -> Mapping[int, Value]:
    """What is merged into a row from above, but for figures: whether they are the same again, no one can tell."""
    spoken = {at for name, at in table.columns.items() if name in _DESCRIBING}
    reaching = (
        merge
        for merge in sheet.merges
        if table.header_row < merge.first_row < row <= merge.last_row and merge.first_column in spoken
    )
    above = {merge.first_column: merge.first_row for merge in reaching}
    if not above:
        return {}
    rows = {each.number: each for each in sheet.rows if each.number in above.values()}
    return {at: value_at(rows[first], at) for at, first in above.items() if first in rows}


_DESCRIBING = ("id", "indicator", "field", "thesis", "goal", "measure", "relevance", "unit")


def group(lines: Iterable[Line], rules: RuleBook) -> tuple[Mapping[str, Sequence[Line]], Sequence[ValidationResult]]:
    """The rows of each indicator, by its identifier or else by its name, and the rows that name none."""
    lines = tuple(lines)
    named = [line for line in lines if line.key or (line.name and not _is_heading(line))]
    keys: dict[str, set[str]] = {}
    for line in named:
        keys.setdefault(fold(line.name), set()).update({line.key} - {""})
    grouped: dict[str, list[Line]] = {}
    for line in named:
        known = keys[fold(line.name)] if line.name else set()
        key = line.key or (next(iter(known)) if len(known) == 1 else f"={line.name}")
        grouped.setdefault(key, []).append(line)
    passed = [fill(rules["indicator-nameless"], line.cell("indicator"), column=line.title("indicator"),
                   value=line.text("indicator")) for line in lines if line not in named]  # fmt: skip
    return grouped, passed


def _is_heading(line: Line) -> bool:
    """Whether a row holds nothing but one text in a table that has more to say of an indicator."""
    return len(filled_cells(line.row)) == 1 and not line.merged and len(line.table.columns) > 1
