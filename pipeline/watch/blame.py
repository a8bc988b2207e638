"""Whose fault a finding is: that of the file that was handed in, or of others that lie beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.model.release import ACCEPTED_LOSS, verdict_of, violations_of
from pipeline.model.report import Severity, Text, ValidationReport, ValidationResult
from pipeline.prepare import Read
from pipeline.town import Town

Findings = Callable[[Town], Collection[ValidationResult]]
"""What is found in a town's workbooks as they are named there."""


class Beside(NamedTuple):
    """The town without a file that was handed in: with what the folder has in its place, and with nothing there."""

    before: Town
    without: Town


def beside(town: Town, own: Town, snapshot: Path) -> Beside:
    """``town`` has the file at ``snapshot`` in it, ``own`` is the town as its folder is."""
    others = [path for path in town.workbooks if path != snapshot]
    old = [path for path in own.workbooks if path.name == snapshot.name]
    umlauf = replace(town.umlauf, instead={**own.umlauf.instead, **town.umlauf.instead})
    before = replace(town, umlauf=umlauf, workbooks=tuple(sorted((*others, *old), key=lambda path: path.name)))
    return Beside(before, replace(town, workbooks=tuple(others)))


def of_file(
    report: ValidationReport, found: Read, read_in: Path, besides: Beside, findings: Findings
) -> ValidationReport:
    """The report without what is found in other files than ``read_in`` and would be without this one, too.

    What arises only by both together stays, wherever it is found. Whatever compares the whole roadmap with the edition
    before counts where it would not be with the file that this one takes the place of.
    """
    own = {name for name, path in found.paths.items() if path == read_in}
    doubtful = [each for each in report.results if _is_whole(each) or each.cell.file not in own]
    if not any(each.severity is not Severity.INFO for each in doubtful):
        return replace(report, results=tuple(each for each in report.results if each not in doubtful))
    before, without = (set(map(_key, findings(town))) if town.workbooks else set() for town in besides)
    workbooks = set(found.paths)

    def is_others(each: ValidationResult) -> bool:
        if _is_whole(each) or each.cell.file not in workbooks:
            return _key(each) in before
        return _key(each) in without

    told_apart = {id(each) for each in doubtful if is_others(each)}
    return replace(report, results=tuple(each for each in report.results if id(each) not in told_apart))


def verdicts(report: ValidationReport, workbooks: Mapping[str, str], town: Town) -> dict[str, str]:
    """What becomes of each file that a refused run was made with, by its name; those not named here wait on.

    Where nobody can say whose fault it is, all of them get the verdict of the whole.
    """
    lying = {path.name for path in town.workbooks}
    by_file: dict[str, list[ValidationResult]] = {}
    for each in violations_of(report):
        known = each.cell.file in lying and not _is_whole(each)
        by_file.setdefault(each.cell.file if known else "", []).append(each)
    ours = {name: _verdict(report, results) for name, results in by_file.items() if name in workbooks}
    return ours if ours or "" not in by_file else dict.fromkeys(workbooks, verdict_of(report))


def blocking(report: ValidationReport) -> Text:
    """Which files keep an edition from going out, and why, in words for staff."""
    counts = Counter(each.cell.file for each in violations_of(report))
    titles = dict.fromkeys(each.rule.title for each in violations_of(report))
    german, english = (", ".join(f"„{name}“" for name in counts), ", ".join(f"“{name}”" for name in counts))
    return Text(
        f"Fehler in {german} halten die nächste Ausgabe auf ({'; '.join(title.de for title in titles)}). Beheben Sie "
        "sie dort und legen Sie die Datei in den Eingangsordner.",
        f"Errors in {english} hold up the next edition ({'; '.join(title.en for title in titles)}). Mend them there "
        "and put the file into the inbox folder.",
    )


def _verdict(report: ValidationReport, results: list[ValidationResult]) -> str:
    return verdict_of(replace(report, results=tuple(results)))


def _is_whole(found: ValidationResult) -> bool:
    """Whether it compares all files together with the edition before; such a finding stands at the first file."""
    return found.rule.id in ACCEPTED_LOSS.rules


def _key(found: ValidationResult) -> tuple[Any, ...]:
    cell = found.cell
    place = () if _is_whole(found) else (cell.file, cell.sheet, cell.column, cell.row)
    return (found.rule.id, *found.message, found.value, *place)
