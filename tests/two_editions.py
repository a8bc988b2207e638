"""Beispielstadt with a second edition: what docs/edition.md asks of it in Python is asked of these."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from tests.towns import change, copy_town, publish

SECOND = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def publish_twice(folder: Path) -> Path:
    """Publish both below ``folder``; returns the folder of the town."""
    place = copy_town(folder)
    publish(place)
    change(place, _half_a_year_later)
    publish(place, now=SECOND)
    return place


def _half_a_year_later(sheet: Worksheet) -> None:
    rows = {str(row[1].value): row[0].row for row in sheet.iter_rows(min_row=6)}
    for key, column, value in (
        ("BA-02", "I", date(2028, 6, 30)),
        ("SK-01", "H", "2028"),
        ("KW-01", "G", "in Betrieb"),
    ):
        sheet[f"{column}{rows[key]}"] = value
