"""The golden cases: for each rule a small table that breaks it alone, and the findings that are expected of it.

``tests/golden/<rule>/input/`` holds ``roadmap.csv``; ``previous.csv`` where a rule looks back at the last edition; and
a ``dataset.toml`` where the invented town of ``tests/golden/town`` will not do. What a text file cannot hold, such as a
hidden column, is added when the table is turned into a workbook.

    python -m tests.golden_cases        writes the findings of all cases anew, to be read in the diff
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.compare.carry import Previous
from pipeline.model.history import HISTORY_COLUMNS
from pipeline.model.report import ValidationReport
from pipeline.parse import parse, parse_indicators
from pipeline.parse.locate import locate
from pipeline.prepare import Prepared, prepare, read
from pipeline.readers import read_workbook
from pipeline.town import Town, read_town
from pipeline.town.resources import read_resources

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 11, 22)
BEFORE = "2026-05-22"

# The columns and rows that most cases have in common; nothing is wrong with them.
HEAD = ["Kennung", "Titel", "Handlungsfelder", "Thesen", "Status", "Beginn", "Ende"]
CLEAN = [
    ["2026-01", "Ratsinfo für alle", "Verwaltung", "1", "laufend", "2024", ""],
    ["2026-02", "Offene Schulen", "Bildung", "2", "laufend", "03/2025", "2027"],
    ["2026-03", "Sensoren im Stadtwald", "Klima; Verwaltung", "1, 2", "laufend", "15.04.2026", ""],
    ["2026-04", "Fundbüro online", "Verwaltung", "", "abgeschlossen", "2022", "2023"],
]

_Change = Callable[[Worksheet], None]


def _set(cell: str, value: str | float | date, number_format: str = "General") -> _Change:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = value
        sheet[cell].number_format = number_format

    return change


def _hide_column(letter: str) -> _Change:
    def change(sheet: Worksheet) -> None:
        sheet.column_dimensions[letter].hidden = True

    return change


def _merge(*areas: str) -> _Change:
    def change(sheet: Worksheet) -> None:
        for area in areas:
            sheet.merge_cells(area)

    return change


def _add_sheet(title: str, *rows: Sequence[str | float | None]) -> _Change:
    def change(sheet: Worksheet) -> None:
        book = sheet.parent
        assert isinstance(book, Workbook)
        added = book.create_sheet(title)
        for row in rows:
            added.append(row)

    return change


def _copy_sheet(title: str) -> _Change:
    def change(sheet: Worksheet) -> None:
        book = sheet.parent
        assert isinstance(book, Workbook)
        book.copy_worksheet(sheet).title = title

    return change


def _name_sheet(title: str) -> _Change:
    def change(sheet: Worksheet) -> None:
        sheet.title = title

    return change


def _filter(area: str, row: int) -> _Change:
    """A filter of the status that hides a row."""

    def change(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = area
        sheet.auto_filter.add_filter_column(4, ["laufend"])
        sheet.row_dimensions[row].hidden = True

    return change


_HISTORY = tuple(column.title.de for column in HISTORY_COLUMNS.values())[:4]
_LONG = ("Kennzahl", "Einheit", "Wert vom", "Wert")
_AIMS = ("Kennzahl", "Einheit", "Ausgangswert", "Ausgangsjahr", "Zielwert", "Zieljahr")


def _indicators(*rows: Sequence[str | float | None]) -> _Change:
    """A sheet of indicators with one of which nothing is wrong."""
    head, *_ = rows
    right: dict[str, str | float] = {"Kennzahl": "WLAN", "Einheit": "Anzahl", "Wert vom": 2025, "Wert": 12,
                                     "Ausgangswert": 3, "Ausgangsjahr": 2024}  # fmt: skip
    return _add_sheet("Kennzahlen", *rows, [right.get(str(title)) for title in head])


IN_A_WORKBOOK: Mapping[str, _Change] = {
    "hidden-left-out": _hide_column("H"),
    "key-is-date": _set("A5", date(2026, 4, 1), "mm-yy"),
    "key-lost": _set("A5", 2026.1),
    "date-from-number": _set("F5", 44652),
    "date-was-year": _set("F5", date(1905, 7, 16), "DD.MM.YYYY"),
    "cell-error": _set("H5", "#DIV/0!"),
    "cell-formula": _set("H5", "=SUM(H2:H4)"),
    "header-merged": _merge("H1:I1"),
    "amount-merged": _merge("H4:H5"),
    "cell-merged": _merge("F2:G2"),
    "row-continued": _merge("A5:A6", "B5:B6"),
    "amount-continued": _merge("A5:A6", "B5:B6"),
    "sheet-passed": _add_sheet("Ideen", ("Projekt", "Amt", "Kosten"), ("Steg", "Bauamt", "5000")),
    "history-unreadable": _add_sheet("Verlauf", _HISTORY, ("2026-01", "Status", "geplant", "unterwegs")),
    "history-of-nobody": _add_sheet("Verlauf", _HISTORY, ("2026-99", "Status", "geplant", "laufend")),
    "indicators-unread": _add_sheet("Kennzahlen", ("Was", "Wie viel"), ("Anträge", "18")),
    "indicator-column-unknown": _indicators((*_LONG, "Plan 2027"), ("Anträge", "%", 2024, 18, 30)),
    "indicator-nameless": _indicators(_LONG, (None, "%", 2024, 18)),
    "indicator-value-unread": _indicators(_LONG, ("Anträge", "%", 2024, "k. A.")),
    "indicator-value-open": _indicators(_LONG, ("Strom", "kWh", 2024, "1.250")),
    "indicator-share-open": _indicators(_LONG, ("Anträge", "%", 2024, 0.45)),
    "indicator-unit-differs": _indicators(_LONG, ("Anträge", "Anzahl", 2024, "45 %")),
    "indicator-date-unread": _indicators(_LONG, ("Anträge", "%", "laufend", 18)),
    "indicator-value-undated": _indicators(_LONG, ("Anträge", "%", None, 18)),
    "indicator-target-undated": _indicators(_AIMS, ("Anträge", "%", 18, 2024, 80, None)),
    "indicator-value-ahead": _indicators(_LONG, ("Anträge", "%", 2027, 18)),
    "indicator-values-differ": _indicators(_LONG, ("Anträge", "%", 2024, 18), ("Anträge", "%", 2024, 19)),
    "indicator-targets-differ": _indicators(_AIMS, ("Anträge", "%", 18, 2024, 80, 2030),
                                            ("Anträge", "%", None, None, 90, 2030)),
    "indicator-baselines-differ": _indicators(_AIMS, ("Anträge", "%", 18, 2024, 80, 2030),
                                              ("Anträge", "%", 12, 2023, None, None)),
    "indicator-target-early": _indicators(_AIMS, ("Anträge", "%", 18, 2024, 80, 2020)),
    "indicator-differs": _indicators(("Ziel", *_LONG), ("Mehr online", "Anträge", "%", 2024, 18),
                                     ("Weniger Wege", "Anträge", "%", 2025, 19)),
    "indicator-field-unknown": _indicators(("Handlungsfeld", *_LONG), ("Bildunk", "Anträge", "%", 2024, 18)),
    "indicator-thesis-unknown": _indicators(("These", *_LONG), ("77", "Anträge", "%", 2024, 18)),
    "indicator-source-unread": _indicators((*_LONG, "Quelle"), ("Anträge", "%", 2024, 18, "htp://stadt.example/x")),
    "indicator-collides": _indicators(("Kennung", *_LONG), ("antraege", "Alle", "%", 2024, 18),
                                      (None, "Anträge", "%", 2024, 18)),
    "indicator-alike": _indicators(_LONG, ("W-LAN", "Anzahl", 2024, 18)),
    "indicator-without-values": _indicators(_LONG, ("Anträge", "%", None, None)),
    "indicator-vanished": _indicators(_LONG, ("Anträge", "%", 2024, 18)),
    "indicator-name-length": _indicators(_LONG, ("Anteil der Anträge " * 7, "%", 2024, 18)),
    "indicator-unit-missing": _indicators(_LONG, ("Anträge", None, 2024, 18)),
    "sheet-copy": _copy_sheet("Roadmap (2)"),
    "personal-sheet-name": _name_sheet("Liste Fr. Beispiel"),
    "filter-left-on": _filter("A1:G6", 6),
}  # fmt: skip


# Files that are not called roadmap.csv.
CALLED: Mapping[str, str] = {"personal-file-name": "Roadmap_Frau_Beispiel.csv"}

# The projects that were missing before the last edition already.
CARRIED: Mapping[str, tuple[str, ...]] = {"project-kept": ("2026-05",)}


# The projects that were withdrawn although their rows still stand.
WITHDRAWN: Mapping[str, tuple[str, ...]] = {"row-withdrawn": ("2026-01",)}


def case_names() -> list[str]:
    """All cases, by the names of their folders."""
    return sorted(path.parent.name for path in GOLDEN.glob("*/input"))


@cache
def town_of(case: str) -> Town:
    """The town that a case speaks of: its own or the one that most share."""
    own = GOLDEN / case / "input" / "dataset.toml"
    return read_town(own if own.is_file() else GOLDEN / "town" / "dataset.toml", read_resources().code_lists)


def prepare_case(case: str, folder: Path) -> Prepared:
    """Read and prepare a case; ``folder`` is for the workbook that may have to be made."""
    source = GOLDEN / case / "input" / "roadmap.csv"
    path = _workbook(source, folder / "roadmap.xlsx", IN_A_WORKBOOK[case]) if case in IN_A_WORKBOOK else source
    path = Path(shutil.copy(source, folder / CALLED[case])) if case in CALLED else path
    return prepare_files([path], town_of(case), _previous(case), withdrawn=WITHDRAWN.get(case, ()))


def prepare_files(
    paths: list[Path], town: Town, previous: Previous | None = None, *, withdrawn: Sequence[str] = ()
) -> Prepared:
    """Read and prepare any files of a town."""
    resources = read_resources()
    found = replace(read(paths, town, resources), withdrawn=withdrawn)
    return prepare(found, town, resources, today=TODAY, previous=previous, version=TODAY.isoformat())


def write_table(path: Path, rows: list[list[str]]) -> Path:
    """A table as text."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def _workbook(source: Path, target: Path, change: _Change) -> Path:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Roadmap"
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            sheet.append([value or None for value in row])
    change(sheet)
    workbook.save(target)
    return target


def _previous(case: str) -> Previous | None:
    path = GOLDEN / case / "input" / "previous.csv"
    carried = frozenset(CARRIED.get(case, ()))
    measured = path.with_name("previous-indicators.csv")
    if not path.is_file():
        return None
    previous, town = read_previous(path, town_of(case), carried=carried), town_of(case)
    if not measured.is_file():
        return previous
    found = parse_indicators([read_workbook(measured)], town.dataset, town.strategy.vocabulary,
                             read_resources().rules, today=TODAY)  # fmt: skip
    return replace(previous, roadmap=replace(previous.roadmap, indicators=found.indicators))


def read_previous(path: Path, town: Town, *, carried: frozenset[str] = frozenset()) -> Previous:
    """The last edition as a run reads it back, from a table that stands for its workbook."""
    rules = read_resources().rules
    tables = locate(read_workbook(path), town.dataset.columns, rules).tables
    roadmap = parse(tables, town.dataset, town.strategy.vocabulary, rules, today=TODAY).roadmap
    return Previous(roadmap, carried, BEFORE)


def as_json(report: ValidationReport) -> list[dict[str, Any]]:
    """The findings as ``expected/results.json`` holds them."""
    return [
        {
            "severity": result.severity.value,
            "rule": result.rule.id,
            "file": result.cell.file,
            "sheet": result.cell.sheet or "",
            "cell": result.cell.address,
            "column": result.column,
            "value": result.value,
            "message": result.message._asdict(),
            "remedy": result.remedy._asdict(),
        }
        for result in report.results
    ]


def expected_of(case: str) -> Any:
    """The findings that a case is to have."""
    return json.loads(_expected_file(case).read_text("utf-8"))


def _expected_file(case: str) -> Path:
    return GOLDEN / case / "expected" / "results.json"


def main() -> None:
    """Write what is found now as what is expected."""
    with tempfile.TemporaryDirectory() as folder:
        for case in case_names():
            found = as_json(prepare_case(case, Path(folder)).report)
            path = _expected_file(case)
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
