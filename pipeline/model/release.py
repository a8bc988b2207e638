"""What a person released: these findings at these files and no others, so that nothing goes out that nobody saw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from pipeline.model.edition import Input
from pipeline.model.report import Severity, Text, ValidationReport, ValidationResult, released_rule

Verdict: TypeAlias = Literal["accepted", "held", "rejected"]

WHATEVER = "*"
"""In the place of a fingerprint: whatever the rules find. For ``--accept-loss``, which says so beforehand."""


@dataclass(frozen=True, slots=True)
class Released:
    """The rules whose findings are meant as they are, the fingerprint of what a person has seen, and why."""

    rules: frozenset[str] = frozenset()
    fingerprint: str = ""
    reason: str = ""

    def covers(self, fingerprint: str) -> bool:
        """Whether findings of this fingerprint are those that were released."""
        return bool(self.rules) and self.fingerprint in (WHATEVER, fingerprint)


NOTHING = Released()
ACCEPTED_LOSS = Released(frozenset({"rows-lost", "column-lost", "column-emptied"}), WHATEVER, "--accept-loss")


def verdict_of(report: ValidationReport) -> Verdict:
    """``held`` where a person may release all that keeps an edition from going out; ``rejected`` where one may not."""
    if report.conforms:
        return "accepted"
    return "held" if all(found.rule.releasable for found in violations_of(report)) else "rejected"


def violations_of(report: ValidationReport) -> tuple[ValidationResult, ...]:
    """What keeps an edition from going out."""
    return tuple(found for found in report.results if found.severity is Severity.VIOLATION)


def release_of(report: ValidationReport, fingerprint: str, reason: str = "") -> Released:
    """The release of all that holds a report back, by somebody who has seen it."""
    return Released(frozenset(found.rule.id for found in violations_of(report)), fingerprint, reason)


def fingerprint(report: ValidationReport, inputs: Iterable[Input]) -> str:
    """The digest of what holds a report back, with each cell, and of the files that it was found in.

    ``inputs`` are the workbooks, the settings and the edition before: another of any of them is another fingerprint.
    """
    found = [[each.rule.id, *_where(each), *each.message, each.value] for each in violations_of(report)]
    told = json.dumps([sorted(map(list, inputs)), sorted(found)], ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _where(found: ValidationResult) -> tuple[str, str, str, str]:
    cell = found.cell
    return cell.file, cell.sheet or "", cell.column or "", str(cell.row or "")


def release_finding(found: ValidationResult, released: Released, day: date) -> ValidationResult:
    """A finding as a note that says when and why it was released; any other finding as it is."""
    rule = found.rule
    if not (rule.releasable and rule.id in released.rules and rule.severity is Severity.VIOLATION):
        return found
    german, english = (f": {released.reason}" if released.reason else "",) * 2
    message = Text(
        f"{found.message.de} Freigegeben am {day:%d.%m.%Y}{german}",
        f"{found.message.en} Released on {day.isoformat()}{english}",
    )
    return replace(found, rule=released_rule(rule), message=message)
