"""How the cells of each column write numbers and dates, read once from all of them: a table in, a style a column out.

A single "1.250" or "03/04/24" does not tell; the others in its column may: "12.5" beside it, or "12/31/24". What was
taken, and by which cells, is told at the header; where cells disagree or none tells, the cell is a finding of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias, cast

from pipeline.model.amount import (
    Amount,
    AmountStyle,
    Mark,
    Role,
    grouping_mark,
    in_words,
    is_open,
    shown_marks,
    stated_unit,
    title_unit,
)
from pipeline.model.column_mapping import ColumnOptions
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.dataset import Dataset
from pipeline.model.date_style import DateStyle, Order, day_month_order, is_either_order
from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import column_letter
from pipeline.parse.rows import value_at

Style: TypeAlias = AmountStyle | DateStyle


@dataclass(frozen=True, slots=True)
class Conventions:
    """The style of each column of amounts or dates, by the column's number, and what there is to say of them."""

    styles: Mapping[int, Style]
    results: tuple[ValidationResult, ...] = ()


@dataclass(slots=True)
class _Evidence:
    """What the texts of a column show: the first cells that show a mark or an order by themselves, the marks that can
    but group, for money has no thousandths, and the cells that show nothing, by their mark.
    """

    shown: dict[Mark | str, list[str]] = field(default_factory=dict)
    grouped: set[str] = field(default_factory=set)
    open: dict[str, list[str]] = field(default_factory=dict)


def read_conventions(table: Table, dataset: Dataset, rules: RuleBook, today: date) -> Conventions:
    """Read all rows of a table once. What ``dataset.toml`` says of a column goes first."""
    told = {column.number: (column, _Evidence()) for column in table.columns if COLUMNS[column.name].kind in _READ}
    styled = {number: _amounts(column, dataset) for number, (column, _) in told.items()}
    for row in table.rows():
        for number, (column, evidence) in told.items():
            value = value_at(row, number)
            if isinstance(value, str) and value:
                cell = f"{column_letter(number)}{row.number} „{value.strip()[:_LONGEST]}“"
                _READ[COLUMNS[column.name].kind](evidence, value, cell, styled[number])
    dates = [e for c, e in told.values() if COLUMNS[c.name].kind is Kind.PERIOD]
    styles: dict[int, Style] = {}
    results: list[ValidationResult] = []
    for number, (column, evidence) in told.items():
        options = dataset.columns.of(column.name)
        if COLUMNS[column.name].kind is Kind.AMOUNT:
            styles[number] = _amount_style(styled[number], evidence)
            results += _unit_faults(table, column, options, rules)
        else:
            styles[number] = _date_style(options, evidence, dates, today)
        results += _told(table, column, evidence, styles[number], dates, rules)
    results += _units_aside(table, dataset, rules)
    return Conventions(styles, tuple(results))


def _amounts(column: TableColumn, dataset: Dataset) -> AmountStyle:
    return dataset.columns.of(column.name).amount_style(column.title)


def _note_amount(evidence: _Evidence, text: str, cell: str, style: AmountStyle) -> None:
    for mark in shown_marks(text):
        _note(evidence.shown.setdefault(mark, []), cell)
    if group := grouping_mark(text, style.factor):
        evidence.grouped.add(group)
    elif is_open(text):
        _note(evidence.open.setdefault("." if "." in text else ",", []), cell)


def _note_date(evidence: _Evidence, text: str, cell: str, _: AmountStyle) -> None:
    if order := day_month_order(text):
        _note(evidence.shown.setdefault(order, []), cell)
    elif is_either_order(text):
        _note(evidence.open.setdefault("", []), cell)


def _note(cells: list[str], cell: str) -> None:
    """Remember a cell, one of the first few; of those beyond, that there are."""
    if len(cells) <= _NAMED:
        cells.append(cell)


def _amount_style(style: AmountStyle, evidence: _Evidence) -> AmountStyle:
    """The marks that cells of the column show, if the settings say none."""
    if style.is_settled:
        return style
    marks = frozenset(mark for mark in evidence.shown if isinstance(mark, Mark))
    return replace(style, marks=marks, is_split=len(evidence.grouped) > 1)


def _date_style(options: ColumnOptions, evidence: _Evidence, others: Iterable[_Evidence], today: date) -> DateStyle:
    """The column's own cells decide, else those of the other dates in the table: one person typed them all."""
    orders = set(evidence.shown) or {order for other in others for order in other.shown}
    order = options.order or ("?" if len(orders) > 1 else next(iter(orders), ""))
    return DateStyle(today, cast(Order, order), options.first_year)


def _unit_faults(
    table: Table, column: TableColumn, options: ColumnOptions, rules: RuleBook
) -> Iterator[ValidationResult]:
    """Where the title of a column names another unit or currency than the settings."""
    said = title_unit(column.title)
    unit = said.factor is not None and options.factor is not None and said.factor != options.factor
    currency = bool(said.currency and options.currency and said.currency != options.currency)
    if unit or currency:
        style = options.amount_style("")
        settled = in_words(Amount(style.factor, style.currency))
        yield fill(
            rules["amount-unit-contradicted"],
            table.cell(column.number, table.last_header_row),
            column=column.title,
            value=column.title,
            settled_de=settled.de,
            settled_en=settled.en,
        )


def _units_aside(table: Table, dataset: Dataset, rules: RuleBook) -> Iterator[ValidationResult]:
    """A note beside the table that gives a unit to amounts whose columns name none: they would be read without it."""
    amounts = [column for column in table.columns if COLUMNS[column.name].kind is Kind.AMOUNT]
    open_ones = [
        column.title
        for column in amounts
        if dataset.columns.of(column.name).factor is None and _amounts(column, dataset).factor == 1
    ]
    if not open_ones:
        return
    for row in table.sheet.rows:
        filled = [(number, value) for number, value in enumerate(row.values, 1) if value != ""]
        number, note = filled[0] if len(filled) == 1 else (0, "")
        if isinstance(note, str) and stated_unit(note) not in (None, 1):
            cell, columns = table.cell(number, row.number), ", ".join(open_ones)
            yield fill(rules["amount-unit-aside"], cell, column=open_ones[0], value=note.strip(), columns=columns)
            return


def _told(
    table: Table, column: TableColumn, evidence: _Evidence, style: Style, dates: Iterable[_Evidence], rules: RuleBook
) -> Iterator[ValidationResult]:
    """How cells were read that do not tell by themselves, and by which others."""
    for sign, cells in evidence.open.items():
        taken, witnesses = _taken(style, sign, evidence, dates)
        if taken and witnesses:
            yield fill(
                rules["column-convention"],
                table.cell(column.number, table.last_header_row),
                column=column.title,
                value=column.title,
                taken_de=taken.de,
                taken_en=taken.en,
                witnesses=_listed(witnesses),
                read=_listed(cells),
            )


def _taken(style: Style, sign: str, evidence: _Evidence, dates: Iterable[_Evidence]) -> tuple[Text | None, list[str]]:
    """What was taken of open cells, in words, and the cells that show it; none where settings say so."""
    if isinstance(style, DateStyle):
        shown = (each.shown[style.order] for each in (evidence, *dates) if style.order in each.shown)
        return _ORDERS.get(style.order), next(shown, [])
    role = style.role(sign)
    if role is None or style.is_settled:
        return None, []
    own = evidence.shown.get(Mark(sign, role))
    others = (cells for mark, cells in evidence.shown.items() if isinstance(mark, Mark) and mark.sign != sign)
    return _MARKS[sign, role], own or next(others, [])


def _listed(cells: list[str]) -> str:
    return ", ".join(cells[:_NAMED]) + (" …" if len(cells) > _NAMED else "")


_NAMED, _LONGEST = 3, 20
_MARKS = {
    (".", Role.DECIMAL): Text("Der Punkt trennt die Dezimalstellen", "the point is the decimal mark"),
    (",", Role.DECIMAL): Text("Das Komma trennt die Dezimalstellen", "the comma is the decimal mark"),
    (".", Role.GROUPING): Text("Der Punkt trennt die Tausender", "the point groups thousands"),
    (",", Role.GROUPING): Text("Das Komma trennt die Tausender", "the comma groups thousands"),
}
_ORDERS = {
    "dmy": Text("Der Tag steht vor dem Monat", "the day stands before the month"),
    "mdy": Text("Der Monat steht vor dem Tag", "the month stands before the day"),
}
_READ = {Kind.AMOUNT: _note_amount, Kind.PERIOD: _note_date}
