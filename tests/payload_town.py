"""An invented town whose sheets, settings and strategy are full of texts that would run somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from openpyxl import Workbook

from pipeline.model.report import Severity
from pipeline.run import Outcome
from tests import five_editions
from tests.payloads import payloads
from tests.towns import publish

HEAD = ("Kennung", "Titel", "Titel (englisch)", "Beschreibung", "Beschreibung (englisch)", "Handlungsfelder", "Status",
        "Status seit", "Grund für den Status", "Beginn", "Ende", "Grund für Änderungen", "Federführung", "Beteiligte",
        "Warum keine Beteiligung", "Fördergeber", "Kosten geplant")  # fmt: skip
FREE = (0, 1, 2, 3, 4, 8, 11, 12, 13, 14, 15)
"""The columns that take any text."""
ROWS = 100
_NOT_IN_A_WORKBOOK = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_SETTINGS = re.compile(r"[\x00-\x1f\x7f\u200b-\u206f\ufeff]")

Cells = dict[tuple[int, int], str]


def make_town(folder: Path) -> Path:
    """The town in ``folder/sources``, its settings and its strategy full of them, without a workbook."""
    place = five_editions.make_town(folder)
    settings = place / "dataset.toml"
    told = settings.read_text("utf-8")
    for name, text in zip(("Musterstadt", "Geschäftsstelle Digitales"), _for_settings(0), strict=False):
        told = told.replace(f'name = "{name}"', f"name = {_toml(text)}", 1)
    texts = _for_settings(40)
    told = re.sub(r'\b(de|en) = "[^"]*"', lambda match: f"{match[1]} = {_toml(next(texts))}", told)
    told += f"\n[site]\nname = {_toml(next(texts))}\nimprint = {_toml(next(texts))}\nprivacy = {_toml(next(texts))}\n"
    settings.write_text(told, "utf-8")
    return place


def _for_settings(start: int) -> Iterator[str]:
    """Texts that settings take: of one line, without signs that nobody sees."""
    usable = (
        text for text in payloads() if not _NOT_IN_SETTINGS.search(text) and text.strip() == text and len(text) > 6
    )
    return islice(cycle(dict.fromkeys(usable)), start, None)


def _toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def cells(turn: int) -> Cells:
    """What stands in the free cells, by row and column; each edition has other texts but for the keys."""
    texts = payloads()
    return {
        (row, column): texts[(row * 5 + at * 47 + (turn * 31 if column else 0)) % len(texts)]
        for row in range(ROWS)
        for at, column in enumerate(FREE)
    }


def publish_free(place: Path, turn: int, left_out: set[tuple[int, int]]) -> Outcome:
    """Publish an edition of all free cells but for those in which a rule forbids what stands there, such as a mailbox
    of a person: they are added to ``left_out``.
    """
    for _ in range(6):
        told = {at: text for at, text in cells(turn).items() if at not in left_out}
        _write(place / "roadmap.xlsx", told, turn)
        outcome = publish(place, now=datetime(2026, 1, 15 + turn, 9, tzinfo=UTC), accept_loss=True)
        if outcome.edition:
            return outcome
        for result in outcome.prepared.report.results:
            if result.rule.severity is Severity.VIOLATION and result.cell.row and result.cell.column:
                left_out.add((result.cell.row - 2, ord(result.cell.column[0]) - ord("A")))
    broken = [each for each in outcome.prepared.report.results if each.rule.severity is Severity.VIOLATION]
    raise AssertionError([f"{each.cell}: {each.message.en}" for each in broken][:9])


def _write(path: Path, told: Cells, turn: int) -> None:
    rows = []
    for number in range(ROWS):
        row: list[str | int] = [f"P-{number}", f"Vorhaben {number}", "", "", "", "", "laufend" if turn else
                                "geplant", "2024", "", "2023", str(2027 + turn), "", "", "", "", "", 5]  # fmt: skip
        row[5] = "1"
        for column in FREE:
            row[column] = told.get((number, column), row[column])
        rows.append(row)
    write_sheet(path, [HEAD, *rows])


def write_sheet(path: Path, rows: Sequence[Sequence[str | int]], title: str = "Roadmap") -> None:
    """A workbook of one sheet in which every text is a text."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            text = _NOT_IN_A_WORKBOOK.sub("", value) if isinstance(value, str) else value
            cell = sheet.cell(at, column, None if text == "" else text)
            if isinstance(text, str) and text:
                cell.data_type, cell.number_format = "s", "@"
    book.save(path)


def write_refused(place: Path) -> None:
    """A workbook with them in columns that take no text, in headers that nobody knows, and in the name of its sheet."""
    texts = payloads()
    header = [*HEAD, *(text for text in texts[:60] if text.strip())]
    rows = [[texts[(row * len(HEAD) + column) % len(texts)] for column in range(len(HEAD))] for row in range(30)]
    write_sheet(place / "roadmap.xlsx", [header, *rows], "=1+1 <img onerror=x>")
