"""What is hidden in a sheet and therefore left out: a sheet in, findings out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef, Sheet
from pipeline.parse.rows import hidden_columns, is_blank


def hidden_parts(file: str, sheet: Sheet, rules: RuleBook) -> list[ValidationResult]:
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
