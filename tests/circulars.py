"""Circulars of the town of twelve units for tests: what is asked on a day, its workbooks, and replies to them."""

from __future__ import annotations

import atexit
import io
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.circular import ANSWER_TITLE, Circular, Reply
from pipeline.model.report import Language
from pipeline.model.workbook import Limits
from pipeline.parse import read_circular
from pipeline.readers import read_workbook
from pipeline.reminding import Reminding, remind, workbook_of
from pipeline.town import Town
from pipeline.town.resources import Resources, read_resources
from tests.towns import output_of, publish, town_of
from tests.twelve_units import NAME, WORKBOOK, Value, change_cells, make_town

JUNE, NOVEMBER = (datetime(2026, month, 2, 8, tzinfo=UTC) for month in (6, 11))
HEADER_ROW = 6


class Asked(NamedTuple):
    """What a town asks at a moment."""

    town: Town
    resources: Resources
    found: Reminding

    def of(self, unit: str) -> Circular:
        """The circular of a unit."""
        return next(circular for circular in self.found.circulars if circular.unit == unit)

    def workbook(self, unit: str, language: Language = "de") -> bytes:
        """The workbook that a unit gets."""
        return workbook_of(self.of(unit), self.found, self.town, self.resources, language)


def ask_town(place: Path, now: datetime = NOVEMBER) -> Asked:
    """What the town in a folder asks."""
    town, resources = town_of(place), read_resources()
    return Asked(town, resources, remind(town, resources, output_of(place), now=now))


def forgotten_town(folder: Path, changes: Mapping[str, Mapping[str, Value]] | None = None) -> Path:
    """A town that published in June, with some cells changed before, and nothing since."""
    if changes is None:  # to publish takes longer than to copy what was
        shutil.copytree(_unchanged(), folder, symlinks=True, dirs_exist_ok=True)
        return folder / "sources" / NAME
    place = make_town(folder, date(2026, 6, 1))
    change_cells(place / WORKBOOK, changes)
    publish(place, now=JUNE)
    return place


@cache
def _unchanged() -> Path:
    folder = Path(mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    forgotten_town(folder, {})
    return folder


@cache
def in_november() -> Asked:
    """What the town of twelve units asks in November, when nobody has touched its workbook since June."""
    with TemporaryDirectory() as folder:
        return ask_town(forgotten_town(Path(folder), CHANGES))


CHANGES: Mapping[str, Mapping[str, Value]] = {
    "Z-13": {"start": None},
    "Z-25": {
        "participation": "ja",
        "partner_internal": "Schulamt; Bauamt",
        "offer": "https://www.zwoelfingen.example/mitmachen",
        "offer_start": "01.03.2026",
        "offer_end": "30.06.2026",
    },
    "Z-37": {"end": date(2026, 9, 30), "status": "laufend", "start": "03/2025", "title": "=1+1 als Titel"},
}
"""What of the projects of the Bürgeramt has to be asked for: a start, an outcome, and whether one is completed."""


def opened(content: bytes) -> Worksheet:
    """The sheet of a circular, as openpyxl sees it."""
    return load_workbook(io.BytesIO(content)).worksheets[0]


def answered(content: bytes, edit: Callable[[Worksheet], object]) -> bytes:
    """A workbook that somebody has edited and saved."""
    book: Workbook = load_workbook(io.BytesIO(content))
    edit(book.worksheets[0])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def columns_of(sheet: Worksheet) -> dict[str, int]:
    """The numbers of the columns by their titles."""
    return {str(cell.value): at for at, cell in enumerate(sheet[HEADER_ROW], start=1)}


def row_of(sheet: Worksheet, key: str) -> int:
    """The row of a project."""
    keys = list(sheet.iter_rows(max_col=1, values_only=True))
    return next(at for at, row in enumerate(keys, start=1) if row[0] == key)


def put(sheet: Worksheet, key: str, title: str, value: Value) -> None:
    """Type something into a cell."""
    sheet.cell(row_of(sheet, key), columns_of(sheet)[title]).value = value


def say(sheet: Worksheet, key: str, word: str) -> None:
    """Choose an answer for a project."""
    put(sheet, key, ANSWER_TITLE.de, word)


def reply_of(path: Path, content: bytes | None = None) -> Reply | None:
    """The reply that a file holds."""
    if content is not None:
        path.write_bytes(content)
    return read_circular(read_workbook(path, Limits(), name=path.name))
