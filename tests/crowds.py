"""A sheet with a thousand faults that have five causes, as one careless export makes them."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.report import ValidationReport
from tests.golden_cases import HEAD, prepare_files, town_of, write_table

CAUSES = ("field-unknown", "thesis-unknown", "status-unknown", "start-unreadable", "end-unreadable")
_FIELDS, _STATUSES = ("Raumfahrt", "Verwaltunk"), ("leuft", "fertich", "in Klärung")


def write_crowd(folder: Path, rows: int = 200) -> Path:
    """The sheet: in each row a field, a thesis, a status, a start and an end that nobody knows."""
    projects = [
        [
            f"2026-{number:04}",
            f"Vorhaben {number}",
            _FIELDS[number % 2],
            "9",
            _STATUSES[number % 3],
            "bald",
            "irgendwann",
        ]
        for number in range(1, rows + 1)
    ]
    return write_table(folder / "roadmap.csv", [HEAD, *projects])


def crowd_report(folder: Path, rows: int = 200) -> ValidationReport:
    """What is found in it."""
    return prepare_files([write_crowd(folder, rows)], town_of("clean")).report
