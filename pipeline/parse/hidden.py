"""What is hidden in a sheet and therefore left out: a sheet in, findings out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef, Sheet
from pipeline.parse.rows import hidden_columns, is_blank


def hidden_parts(file: str, sheet: Sheet, rules: RuleBook, *, header_row: int = 0) -> list[ValidationResult]:
    """What is hidden and not empty is left out and said: sheets, columns, rows. What a filter hides is rather forgotten
    than meant.
    """
    rule, cell = rules["hidden-left-out"], CellRef(file, sheet.name)
    if sheet.hidden:
        return [fill(rule, cell, what_de="Das Blatt ist", what_en="The sheet is")]
    columns = hidden_columns(sheet)
    hidden = [row.number for row in sheet.rows if row.number in sheet.hidden_rows and not is_blank(row)]
    rows = tuple(str(number) for number in hidden if number not in sheet.filtered_rows)
    parts = [(columns, Text("Spalte", "Column"), Text("Spalten", "Columns"))] if columns else []
    parts += [(rows, Text("Zeile", "Row"), Text("Zeilen", "Rows"))] if rows else []
    told = (_listed(names, one if len(names) == 1 else many) for names, one, many in parts)
    found = [fill(rule, cell, what_de=german, what_en=english) for german, english in told]
    return [*_filtered(sheet, hidden, cell, rules, header_row=header_row), *found]


def _filtered(
    sheet: Sheet, hidden: Sequence[int], cell: CellRef, rules: RuleBook, *, header_row: int
) -> list[ValidationResult]:
    """How many of the rows below the header a filter hides."""
    count = len([number for number in hidden if number in sheet.filtered_rows])
    rows = sum(1 for row in sheet.rows if row.number > header_row and not is_blank(row))
    return [fill(rules["filter-left-on"], cell, count=count, rows=rows)] if count else []


def _listed(names: Sequence[str], kind: Text) -> tuple[str, str]:
    """What is hidden, with its verb, in German and English."""
    listed = ", ".join(names[:20]) + (" …" if len(names) > 20 else "")
    german, english = ("ist", "is") if len(names) == 1 else ("sind", "are")
    return f"{kind.de} {listed} {german}", f"{kind.en} {listed} {english}"
