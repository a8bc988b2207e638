"""The report as one self-contained page that reads well on screens, on paper and aloud."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from pipeline.model.report import (
    Language,
    Rule,
    Severity,
    SheetAccount,
    Text,
    ValidationReport,
    ValidationResult,
)
from pipeline.render.reports import wording
from pipeline.render.reports.legible import legible, shorten

_LONGEST_VALUE, _LONGEST_SENTENCE = 300, 1_000
# Below so many findings one sees without being told which rules come up most.
_MANY = 20
_MOST_FREQUENT = 5


class _Finding(NamedTuple):
    """A finding in the words of the page. Where it is about more than a cell, there is no value to show."""

    severity: Severity
    place: str
    column: str
    value: str
    is_about_cell: bool
    message: str
    remedy: str
    rule: Rule


class _SheetFindings(NamedTuple):
    """The findings of a sheet, or of the file as a whole where ``sheet`` is empty."""

    sheet: str
    summary: str
    findings: Sequence[_Finding]


class _Reason(NamedTuple):
    """Why rows became no projects, and which."""

    text: str
    number: int
    rows: str


class _Account(NamedTuple):
    """What became of a sheet's rows."""

    sheet: str
    rows: int
    projects: int
    reasons: Sequence[_Reason]
    hidden_columns: str


class _File(NamedTuple):
    """A file with its findings and the account of its rows."""

    name: str
    counts: Sequence[int]
    sheets: Sequence[_SheetFindings]
    accounts: Sequence[_Account]


class _RuleUse(NamedTuple):
    """A rule that findings are about, and how many."""

    rule: Rule
    number: int


def render_html(report: ValidationReport, *, title: Text, language: Language = "de") -> str:
    """The page in one language."""
    uses = [_RuleUse(rule, number) for rule, number in Counter(result.rule for result in report.results).items()]
    return _template().render(
        language=language,
        say=lambda text: legible(text.in_(language)),
        t=lambda german, english: Text(german, english).in_(language),
        words=wording,
        severities=tuple(Severity),
        anchor=_anchor,
        title=title,
        results=report.results,
        counts=[report.count(severity) for severity in Severity],
        files=[_file(report, file, language) for file in _file_names(report)],
        uses=sorted(uses, key=lambda use: (use.rule.severity.rank, use.rule.title.in_(language))),
        frequent=sorted(uses, key=lambda use: (-use.number, use.rule.id))[:_MOST_FREQUENT],
        many=len(report.results) > _MANY,
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("pipeline.render.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


def _anchor(rule: Rule) -> str:
    """The place on the page where a rule is explained."""
    return "regel-" + re.sub(r"[^A-Za-z0-9-]", "-", rule.id)


def _file_names(report: ValidationReport) -> list[str]:
    accounted = [account.file for account in report.files]
    return list(dict.fromkeys([*accounted, *(result.cell.file for result in report.results)]))


def _file(report: ValidationReport, file: str, language: Language) -> _File:
    results = report.of_file(file)
    sheets = groupby(results, key=lambda result: result.cell.sheet or "")
    accounts = [sheet for account in report.files if account.file == file for sheet in account.sheets]
    return _File(
        legible(file),
        [sum(result.severity is severity for result in results) for severity in Severity],
        [_sheet(sheet, list(findings), language) for sheet, findings in sheets],
        [_account(sheet, language) for sheet in accounts],
    )


def _sheet(sheet: str, results: Sequence[ValidationResult], language: Language) -> _SheetFindings:
    summary = wording.summed_up(results).in_(language)
    return _SheetFindings(legible(sheet), summary, [_finding(result, language) for result in results])


def _finding(result: ValidationResult, language: Language) -> _Finding:
    return _Finding(
        result.severity,
        wording.place_of(result.cell).in_(language),
        shorten(legible(result.column), _LONGEST_VALUE),
        shorten(legible(result.value), _LONGEST_VALUE),
        bool(result.cell.column and result.cell.row),
        shorten(legible(result.message.in_(language)), _LONGEST_SENTENCE),
        shorten(legible(result.remedy.in_(language)), _LONGEST_SENTENCE),
        result.rule,
    )


def _account(account: SheetAccount, language: Language) -> _Account:
    by_reason: dict[Text, list[int]] = {}
    for row in account.left_out:
        by_reason.setdefault(wording.reason_of(row), []).append(row.row)
    reasons = [_Reason(legible(text.in_(language)), len(rows), _runs(rows)) for text, rows in by_reason.items()]
    hidden = ", ".join(legible(column) for column in account.hidden_columns)
    return _Account(legible(account.sheet), account.rows, account.projects, reasons, hidden)


def _runs(numbers: Iterable[int]) -> str:
    """Numbers with those in a row drawn together.

    >>> _runs([1, 2, 3, 7])
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("–".join(str(end) for end in run) for run in runs)
