"""The author's own workbook with every finding at its cell, all else in it left as it was."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.model.report import Language, Text, ValidationReport, ValidationResult
from pipeline.model.workbook import CellRef, Workbook
from pipeline.render.reports import wording
from pipeline.render.reports.notes import note_runs
from pipeline.render.reports.ooxml.book import SheetPart, sheets_of, styles_part, with_bound_prefixes, with_report_sheet
from pipeline.render.reports.ooxml.commented import comment_on, forget_comments
from pipeline.render.reports.ooxml.elements import PackageError
from pipeline.render.reports.ooxml.markup import change
from pipeline.render.reports.ooxml.package import Package, pack, unpack
from pipeline.render.reports.ooxml.sheet import (
    MAX_COLUMN,
    MAX_ROW,
    Frame,
    Grid,
    Spot,
    parse_address,
    read_frame,
    read_grid,
    restyle,
)
from pipeline.render.reports.ooxml.specimens import take_colors_back
from pipeline.render.reports.ooxml.styles import Tint, tint
from pipeline.render.reports.plain_copy import copy_plainly
from pipeline.render.reports.summary_sheet import NAME, Summary, write_summary
from pipeline.render.reports.wording import gravest


class _Findings(NamedTuple):
    """The findings of one sheet by the cell that shows them, and what the sheet looks like around them."""

    sheet: SheetPart
    frame: Frame
    grid: Grid
    results_by_spot: Mapping[Spot, Sequence[ValidationResult]]

    def tints(self) -> dict[Spot, Tint]:
        """The colour that each cell gets, on top of the format it has."""
        graves = {spot: gravest(results) for spot, results in self.results_by_spot.items()}
        return {spot: Tint(self.grid.style(spot, self.frame), grave) for spot, grave in graves.items() if grave}


def annotate_workbook(
    content: bytes,
    report: ValidationReport,
    file: str,
    workbook: Workbook | None = None,
    *,
    language: Language = "de",
    whole: Text = wording.IN_CSV,
) -> bytes:
    """The workbook in ``content``, its cells coloured and commented, with a summary of all findings in front.

    ``whole`` says where all findings stand, for these may be more than a sheet is to hold.

    Colours, comments and summary of an earlier report give way. A file that is no OOXML workbook, such as .csv, .xls or
    .ods, comes back as a new .xlsx with the values of ``workbook``; without that, it is a ``PackageError``.
    """
    results = report.of_file(file)
    try:
        return _annotate(unpack(content), Summary(file, results, language, is_copy=False, whole=whole))
    except PackageError:
        if workbook is None:
            raise
    copy = copy_plainly(workbook)
    renamed = [_in_copy(result, copy.name_by_sheet) for result in results]
    return _annotate(copy.package, Summary(file, renamed, language, is_copy=True, whole=whole))


def _in_copy(result: ValidationResult, name_by_sheet: Mapping[str, str]) -> ValidationResult:
    # Readers of text files may name no sheet, since there is but one.
    only = next(iter(name_by_sheet.values())) if len(name_by_sheet) == 1 and result.cell.row else None
    sheet = name_by_sheet.get(result.cell.sheet or "", result.cell.sheet or only)
    return replace(result, cell=replace(result.cell, sheet=sheet))


def _annotate(package: Package, summary: Summary) -> bytes:
    package = forget_comments(take_colors_back(with_bound_prefixes(package)))
    package, sheet = with_report_sheet(package, summary.say(NAME))
    found = _find_cells(package, summary, sheet)
    package, styles = styles_part(package)
    wishes = {wish for findings in found for wish in findings.tints().values()}
    part, style_by_tint = tint(package.text(styles), wishes)
    package = package.with_part(styles, part)
    for findings in found:
        package = _mark(package, findings, style_by_tint, sheet.name, summary.language)
    return pack(write_summary(package, sheet, summary, style_by_tint))


def _find_cells(package: Package, summary: Summary, report_sheet: SheetPart) -> list[_Findings]:
    return [
        _find(package, sheet, [result for result in summary.results if result.cell.sheet == sheet.name])
        for sheet in sheets_of(package)
        if sheet != report_sheet and any(_spot(result.cell, sheet.name) for result in summary.results)
    ]


def _find(package: Package, sheet: SheetPart, results: Collection[ValidationResult]) -> _Findings:
    part = package.text(sheet.part)
    frame = read_frame(part)
    by_spot: dict[Spot, list[ValidationResult]] = {}
    for result in results:
        if spot := _spot(result.cell, sheet.name):
            by_spot.setdefault(frame.anchor(spot), []).append(result)
    return _Findings(sheet, frame, read_grid(part, {spot.row for spot in by_spot}), by_spot)


def _spot(cell: CellRef, sheet: str) -> Spot | None:
    """Where a finding is shown: one about a whole row in its first cell, one about a column or a file nowhere."""
    spot = parse_address(f"{cell.column or 'A'}{cell.row}") if cell.row and cell.sheet == sheet else None
    return spot if spot and spot.row <= MAX_ROW and spot.column <= MAX_COLUMN else None


def _mark(
    package: Package, findings: _Findings, style_by_tint: Mapping[Tint, int], summary: str, language: Language
) -> Package:
    sheet, frame, grid, results_by_spot = findings
    runs = {spot: note_runs(results, summary, language) for spot, results in results_by_spot.items()}
    package, pointers = comment_on(package, sheet.part, frame, grid, runs)
    part = package.text(sheet.part)
    styles = {spot: style_by_tint[wish] for spot, wish in findings.tints().items()}
    return package.with_part(sheet.part, change(part, [*restyle(part, frame, grid, styles), *pointers]))
