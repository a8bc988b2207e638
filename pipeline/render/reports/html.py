"""The report as one self-contained page that reads well on screens, on paper and aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.model.causes import Cause, Run, group
from pipeline.model.report import Language, Severity, SheetAccount, Text, ValidationReport, ValidationResult, in_digits
from pipeline.render.pages import page_template
from pipeline.render.reports import wording
from pipeline.render.reports.legible import legible, shorten

_LONGEST_VALUE, _LONGEST_SENTENCE = 120, 600
# A first screen names a dozen causes; a page of a hundred, with the first cells of each, opens on any machine.
_MOST_NAMED, _MOST_TOLD = 12, 100
_MOST_RUNS, _MOST_RUNS_OPENED, _MOST_ROWS = 5, 120, 200


class _Cause(NamedTuple):
    """A cause in the words of the page. ``cells`` are told when asked for, where ``places`` are only the first."""

    number: int
    severity: Severity
    title: str
    place: str
    column: str
    places: str
    cells: str
    times: str
    message: str
    label: str
    examples: Sequence[tuple[str, str]]
    remedy: str


class _SheetCauses(NamedTuple):
    """What is to be done in a sheet, or in the file as a whole where ``sheet`` is empty."""

    sheet: str
    summary: str
    causes: Sequence[_Cause]


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
    sheets: Sequence[_SheetCauses]
    accounts: Sequence[_Account]


def render_html(
    report: ValidationReport, *, title: Text, language: Language = "de", whole: Text = wording.IN_CSV
) -> str:
    """The page in one language. ``whole`` says where all is told that the page leaves out."""
    causes = group(report.results)
    told = [_cause(number, cause, language, whole) for number, cause in enumerate(causes[:_MOST_TOLD], start=1)]
    places = [(cause.cell.file, cause.cell.sheet or "") for cause in causes[:_MOST_TOLD]]
    return page_template("pipeline.render.reports", "report.html.j2").render(
        language=language,
        say=lambda text: legible(text.in_(language)),
        t=lambda german, english: Text(german, english).in_(language),
        digits=lambda number: in_digits(number).in_(language),
        words=wording,
        severities=tuple(Severity),
        title=title,
        results=report.results,
        counts=[report.count(severity) for severity in Severity],
        causes=told,
        most_named=_MOST_NAMED,
        untold=len(causes) - len(told),
        files=[_file(report, file, list(zip(places, told, strict=True)), language) for file in _file_names(report)],
        whole=whole,
    )


def _file_names(report: ValidationReport) -> list[str]:
    accounted = [account.file for account in report.files]
    return list(dict.fromkeys([*accounted, *(result.cell.file for result in report.results)]))


def _file(
    report: ValidationReport, file: str, told: Sequence[tuple[tuple[str, str], _Cause]], language: Language
) -> _File:
    results = report.of_file(file)
    by_sheet: dict[str, list[_Cause]] = {}
    for (in_file, sheet), cause in told:
        if in_file == file:
            by_sheet.setdefault(sheet, []).append(cause)
    accounts = [sheet for account in report.files if account.file == file for sheet in account.sheets]
    return _File(
        legible(file),
        [sum(result.severity is severity for result in results) for severity in Severity],
        [_sheet(sheet, results, causes, language) for sheet, causes in sorted(by_sheet.items())],
        [_account(sheet, language) for sheet in accounts],
    )


def _sheet(
    sheet: str, results: Iterable[ValidationResult], causes: Sequence[_Cause], language: Language
) -> _SheetCauses:
    summary = wording.summed_up(result for result in results if (result.cell.sheet or "") == sheet)
    return _SheetCauses(legible(sheet), summary.in_(language), causes)


def _cause(number: int, cause: Cause, language: Language, whole: Text) -> _Cause:
    def say(text: Text, longest: int = _LONGEST_SENTENCE) -> str:
        return shorten(legible(text.in_(language)), longest)

    return _Cause(
        number,
        cause.severity,
        say(cause.rule.title),
        legible(" / ".join(part for part in (cause.cell.file, cause.cell.sheet) if part)),
        say(wording.column_of(cause), _LONGEST_VALUE),
        wording.places_of(cause.runs, _MOST_RUNS).in_(language),
        _opened(cause.runs, language, whole),
        wording.times(cause.count).in_(language),
        say(cause.message),
        say(wording.label_of_examples(cause)),
        [(say(value, _LONGEST_VALUE), say(meant)) for value, meant in wording.untold_examples(cause)],
        say(cause.remedy),
    )


def _opened(runs: Sequence[Run], language: Language, whole: Text) -> str:
    """The places that are told when asked for; nothing where the first ones are all."""
    if len(runs) <= _MOST_RUNS:
        return ""
    told = wording.places_of(runs, _MOST_RUNS_OPENED).in_(language)
    return told if len(runs) <= _MOST_RUNS_OPENED else f"{told}. {whole.in_(language)}"


def _account(account: SheetAccount, language: Language) -> _Account:
    by_reason: dict[Text, list[int]] = {}
    for row in account.left_out:
        by_reason.setdefault(wording.reason_of(row), []).append(row.row)
    reasons = [
        _Reason(legible(text.in_(language)), len(rows), _runs(rows).in_(language)) for text, rows in by_reason.items()
    ]
    hidden = ", ".join(legible(column) for column in account.hidden_columns)
    return _Account(legible(account.sheet), account.rows, account.projects, reasons, hidden)


def _runs(numbers: Iterable[int]) -> Text:
    """Numbers with those in a row drawn together.

    >>> _runs([1, 2, 3, 7]).de
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    told = ", ".join("–".join(str(end) for end in run) for run in runs[:_MOST_ROWS])
    more = sum(run[-1] - run[0] + 1 for run in runs[_MOST_ROWS:])
    return wording.and_more(Text(told, told), more)
