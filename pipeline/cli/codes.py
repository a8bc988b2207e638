"""The codes that a command ends with: clean, findings to mend, a mistake in the call, the world outside, broken off."""

from __future__ import annotations

from pipeline.model.report import Severity, ValidationReport

CLEAN, FINDINGS, USAGE, OUTSIDE = 0, 1, 2, 3
INTERRUPTED = 130  # as shells have it after Ctrl-C


def verdict(report: ValidationReport) -> int:
    """Notes need no mending, so they are no findings to a caller."""
    return FINDINGS if report.count(Severity.VIOLATION) or report.count(Severity.WARNING) else CLEAN
