"""What there is to say about the rows of a table besides their cells: rows with their kinds in, findings out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.model.amount import Amount
from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Entry, Table, TableColumn
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef, Merge, Row, as_typed, column_letter
from pipeline.parse.classify import classify
from pipeline.parse.merged import has_merged_amounts, merged_over, own_cells, shared_amounts
from pipeline.parse.prefilled import is_told
from pipeline.parse.rows import filled, filled_cells, value_at
from pipeline.parse.sight import RowKind
from pipeline.parse.totals import AmountRow, Standard, words_of, wrong_totals

COUNTED_KINDS = (RowKind.TOTAL, RowKind.HIDDEN, RowKind.CONTINUED)
"""Kinds of rows, besides projects, whose amounts matter to the sums of a table."""

_ZERO = Decimal(0)
_BREAKS = (RowKind.GROUP, RowKind.HEADING, RowKind.BLANK, RowKind.REPEATED_HEADER)


@dataclass(slots=True)
class Asides:
    """Gathers what is noteworthy in a table while its rows go by. The one thing here that changes.

    ``earlier`` are the sums of the tables before this one, by the names of their columns.
    """

    table: Table
    mapping: ColumnMapping
    rules: RuleBook
    earlier: Mapping[str, Decimal]
    _amounts: tuple[TableColumn, ...] = field(init=False)
    _shared: Mapping[tuple[int, int], Merge] = field(init=False)
    _over: Mapping[int, list[tuple[TableColumn, TableColumn]]] = field(init=False)
    _rows: list[AmountRow] = field(default_factory=list)
    _typed: dict[tuple[int, str], str] = field(default_factory=dict)
    _prefilled: list[Row] = field(default_factory=list)
    _incomplete: list[Row] = field(default_factory=list)
    _headings: list[Row] = field(default_factory=list)
    _continued: list[tuple[Row, Row]] = field(default_factory=list)
    _passed: list[Row] = field(default_factory=list)
    _project: Row | None = None

    def __post_init__(self) -> None:
        """Find out which merged cells matter."""
        self._amounts = tuple(column for column in self.table.columns if COLUMNS[column.name].kind is Kind.AMOUNT)
        self._over = merged_over(self.table)
        self._shared = {}
        if has_merged_amounts(self.table):
            projects = {row.number for kind, row in classify(self.table, self.mapping) if kind is RowKind.PROJECT}
            self._shared = shared_amounts(self.table, projects)

    def merged(self, row: Row) -> Iterator[ValidationResult]:
        """The cells of a project that are merged with what belongs to others."""
        for column in self._amounts if self._shared else ():
            merge = self._shared.get((row.number, column.number))
            if merge and filled(value := value_at(row, column.number)):
                rule, cell = self.rules["amount-merged"], self.table.cell(column.number, row.number)
                yield fill(rule, cell, column=column.title, value=as_typed(value), area=_area(merge))
        for column, last in self._over.get(row.number, ()):
            if filled(value := value_at(row, column.number)):
                rule, cell = self.rules["cell-merged"], self.table.cell(column.number, row.number)
                yield fill(rule, cell, column=column.title, value=as_typed(value), other=last.title)

    def note(self, kind: RowKind, row: Row, entries: Sequence[Entry]) -> None:
        """Remember what a row means to the sums, or that it is to be told of."""
        if kind is RowKind.HEADING:
            self._headings.append(row)
        if kind is RowKind.PROJECT:
            self._project = row
        if kind is RowKind.CONTINUED and self._project:
            self._continued.append((row, self._project))
        if kind is RowKind.OTHER_TABLE:
            self._passed.append(row)
            return
        if kind is RowKind.PREFILLED:
            self._prefilled.append(row)
        elif kind in (RowKind.INCOMPLETE, RowKind.UNCERTAIN):
            self._incomplete.append(row)
        elif self._amounts and kind is not RowKind.NUMBERING:
            self._rows.append(self._amount_row(kind, row, entries))

    def _amount_row(self, kind: RowKind, row: Row, entries: Sequence[Entry]) -> AmountRow:
        said = {entry.column: entry.value if isinstance(entry.value, Amount) else None for entry in entries}
        present = [column for column in self._amounts if filled(value_at(row, column.number))]
        if kind is RowKind.TOTAL:
            self._typed |= {(row.number, each.name): as_typed(value_at(row, each.number)) for each in present}
        names = [each.name for each in present if each.name in said or self._is_lost(each, row)]
        words = words_of(row) if kind is RowKind.TOTAL else ""  # nobody asks for those of projects
        counted = "break" if kind in _BREAKS else "project" if kind is RowKind.CONTINUED else kind.value
        return AmountRow(row.number, counted, {name: said.get(name) for name in names}, words)

    def _is_lost(self, column: TableColumn, row: Row) -> bool:
        """Whether a cell of amounts holds one that was not read: a fault, or shared with another project."""
        return (row.number, column.number) in self._shared or not isinstance(value_at(row, column.number), str)

    def findings(self) -> Iterator[ValidationResult]:
        """What there is to say when all rows have gone by."""
        for rows, rule in ((self._incomplete, "row-incomplete"), (self._headings, "row-heading")):
            for row in rows:
                texts = [as_typed(value).strip() for value in filled_cells(row).values()]
                cell = CellRef(self.table.file, self.table.sheet.name, None, row.number)
                yield fill(self.rules[rule], cell, value=_shortened(", ".join(texts)))
        yield from self._further_rows()
        yield from self._other_tables()
        if self._prefilled and is_told(self._prefilled):
            first, last = self._prefilled[0], self._prefilled[-1]
            cell = CellRef(self.table.file, self.table.sheet.name, None, first.number)
            yield fill(self.rules["rows-prefilled"], cell, first=first.number, last=last.number)
        standards = {
            each.name: Standard(self._factor(each), self.earlier.get(each.name, _ZERO)) for each in self._amounts
        }
        yield from wrong_totals(self.table, self._rows, self._typed, standards, self.rules)

    def _factor(self, column: TableColumn) -> Decimal:
        return self.mapping.of(column.name).amount_style(column.title).factor

    def _further_rows(self) -> Iterator[ValidationResult]:
        """What stands in the further rows of a project and not in its first one, which alone is read."""
        for row, project in self._continued:
            for column, value in own_cells(self.table, row):
                if column not in self._amounts and value == value_at(project, column.number):
                    continue
                rule = "amount-continued" if column in self._amounts else "row-continued"
                cell = self.table.cell(column.number, row.number)
                yield fill(self.rules[rule], cell, column=column.title, value=_shortened(as_typed(value).strip()))

    def _other_tables(self) -> Iterator[ValidationResult]:
        """Where below the table others begin, which have columns of their own."""
        before = 0
        for row in self._passed:
            if row.number != before + 1:
                titles = ", ".join(as_typed(value).strip() for value in filled_cells(row).values())
                cell = CellRef(self.table.file, self.table.sheet.name, None, row.number)
                yield fill(self.rules["table-passed"], cell, value=_shortened(titles))
            before = row.number


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"


_LONGEST = 80


def _area(merge: Merge) -> str:
    """A merged range as a spreadsheet names it."""
    first, last = column_letter(merge.first_column), column_letter(merge.last_column)
    return f"{first}{merge.first_row}:{last}{merge.last_row}"
