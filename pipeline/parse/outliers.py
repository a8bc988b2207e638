"""Amounts that stand out of their column: projects of a table in, findings at those a hundred times the rest out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median_low

from pipeline.model.amount import Amount, in_words
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Entry, Project, Table
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import as_typed

TIMES, FEWEST = 100, 5
"""How many times the median an amount must be, and of how many amounts there must be one."""


def find_outliers(table: Table, projects: Sequence[Project], rules: RuleBook) -> Iterator[ValidationResult]:
    """Often a unit was mistaken, or a mark: 15.297 in a column of millions."""
    found: dict[int, list[tuple[Project, Entry, Decimal]]] = {}
    for project in projects:
        for entry in project.entries:
            if isinstance(entry.value, Amount) and entry.value.value > 0:
                found.setdefault(entry.at, []).append((project, entry, entry.value.value))
    for number, amounts in found.items():
        middle = median_low(value for _, _, value in amounts)
        for project, entry, value in amounts if len(amounts) >= FEWEST else ():
            if value >= TIMES * middle and isinstance(entry.value, Amount):
                usual = in_words(Amount(middle, entry.value.currency))
                title = next(column.title for column in table.columns if column.number == number)
                yield fill(
                    rules["amount-outlier"],
                    table.cell(number, project.row),
                    column=title,
                    value=as_typed(entry.typed),
                    read_de=in_words(entry.value).de,
                    read_en=in_words(entry.value).en,
                    usual_de=usual.de,
                    usual_en=usual.en,
                )
