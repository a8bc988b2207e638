"""A report to what is done with the file: published, held until somebody looked, or given back."""

from __future__ import annotations

from typing import Literal

from pipeline.model.report import Severity, ValidationReport


def verdict_of(report: ValidationReport) -> Literal["accepted", "held", "rejected"]:
    """Held is what breaks no other rules than those that a person may release; a note or a warning holds nothing."""
    broken = {result.rule for result in report.results if result.severity is Severity.VIOLATION}
    if not broken and report.conforms:
        return "accepted"
    return "held" if broken and all(rule.id in _RELEASABLE for rule in broken) else "rejected"


_RELEASABLE = frozenset(("rows-lost", "column-lost"))
