"""The report for programs and for spreadsheets: as JSON, and as CSV that German Excel opens with a double click."""

from __future__ import annotations

import csv
import io
import json

from pipeline.model.causes import Cause, Run, group
from pipeline.model.formula import STARTS
from pipeline.model.report import (
    FileAccount,
    Language,
    LeftOut,
    Severity,
    SheetAccount,
    Text,
    ValidationReport,
    ValidationResult,
)
from pipeline.render.reports import wording
from pipeline.render.reports.legible import encodable, legible

# A new number for every change that a program would notice; see docs/report-format.md.
_VERSION = 1
_HEADERS = (
    *(wording.SEVERITY, wording.FILE, wording.SHEET, wording.CELL, wording.COLUMN, wording.VALUE),
    *(wording.MESSAGE, wording.REMEDY, wording.RULE, Text("Link zur Regel", "Link to the rule")),
)


def render_json(report: ValidationReport) -> str:
    """The whole report, laid out as ``docs/report.schema.json`` says."""
    layout = {
        "version": _VERSION,
        "conforms": report.conforms,
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "files": [_file(account) for account in report.files],
        "causes": [_cause(cause) for cause in group(report.results)],
        "results": [_result(result) for result in report.results],
    }
    return encodable(json.dumps(layout, indent=2, ensure_ascii=False)) + "\n"


def _file(account: FileAccount) -> dict[str, object]:
    return {
        "file": account.file,
        "sha256": account.sha256,
        "size_bytes": account.size_bytes,
        "sheets": [_sheet(sheet) for sheet in account.sheets],
    }


def _sheet(account: SheetAccount) -> dict[str, object]:
    return {
        "sheet": account.sheet,
        "rows": account.rows,
        "projects": account.projects,
        "left_out": [_left_out(row) for row in account.left_out],
        "hidden_columns": list(account.hidden_columns),
    }


def _left_out(row: LeftOut) -> dict[str, object]:
    return {"row": row.row, "reason": row.reason, "text": wording.reason_of(row)._asdict()}


def _cause(cause: Cause) -> dict[str, object]:
    return {
        "severity": cause.severity.value,
        "rule": cause.rule.id,
        "file": cause.cell.file,
        "sheet": cause.cell.sheet or "",
        "column": cause.column,
        "count": cause.count,
        "cells": [_area(run) for run in cause.runs if run.first.address],
        "examples": [
            {"value": value._asdict(), "suggestion": suggestion._asdict()} for value, suggestion in cause.examples
        ],
        "message": cause.message._asdict(),
        "remedy": cause.remedy._asdict(),
    }


def _area(run: Run) -> str:
    first, last = run.first.address, run.last.address
    return first if first == last else f"{first}:{last}"


def _result(result: ValidationResult) -> dict[str, object]:
    return {
        "severity": result.severity.value,
        "rule": result.rule.id,
        "file": result.cell.file,
        "sheet": result.cell.sheet or "",
        "cell": result.cell.address,
        "column": result.column,
        "value": result.value,
        "message": result.message._asdict(),
        "remedy": result.remedy._asdict(),
        "link": result.rule.iri,
        "focus_node": result.focus_node,
        "result_path": result.result_path,
    }


def render_csv(report: ValidationReport, *, language: Language = "de") -> bytes:
    """One line for each finding."""
    lines = io.StringIO(newline="")
    # In quotes all of them, for programs that divide at commas, too.
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([header.in_(language) for header in _HEADERS])
    writer.writerows([_harmless(text) for text in _texts(result, language)] for result in report.results)
    # Without the mark at the beginning Excel reads UTF-8 as something else.
    return lines.getvalue().encode("utf-8-sig")


def _texts(result: ValidationResult, language: Language) -> tuple[str, ...]:
    cell, rule = result.cell, result.rule
    return (
        *(result.severity.label.in_(language), cell.file, cell.sheet or "", cell.address, result.column, result.value),
        *(result.message.in_(language), result.remedy.in_(language), rule.title.in_(language), rule.iri),
    )


def _harmless(text: str) -> str:
    """The text, never a formula."""
    plain = legible(text)
    return f"'{plain}" if plain.startswith(STARTS) else plain
