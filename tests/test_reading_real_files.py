"""Lists of projects as authorities published them, with cells compared by hand."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.model.workbook import CellFault, Sheet, Value, column_number
from pipeline.readers import read_workbook
from tests.reading_cases import run_here

REAL = Path(__file__).parents[2] / "shared" / "real"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason=f"the folder of real files is missing: {REAL.name}")


class Expected(NamedTuple):
    """The sheets of a file with their number of rows; of the first some cells, what is hidden, how much is merged."""

    rows_by_sheet: dict[str, int]
    cells: dict[str, Value]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: int = 0


EXPECTED = {
    "Maßnahmen.xlsx": Expected({"moma maßnahmen": 135}, {"A1": "id", "E1": "Spalte1", "A2": 1, "A135": 134}),
    "de-berlin-mahe-schulmassnahmen.csv": Expected(
        {"de-berlin-mahe-schulmassnahmen": 607},
        {
            "A1": "BezNr",
            "T1": "lng",
            "N2": "1.800.000,00\N{NO-BREAK SPACE}€",
            "P2": "FALSCH",
            "J8": "601,5",
            "K3": "m²",
        },
    ),
    "de-krefeld-schulsanierung.csv": Expected(
        {"de-krefeld-schulsanierung": 20}, {"A1": "id", "E2": "500000.00 €", "F2": "2018", "A20": "i", "H2": "6.544768"}
    ),
    "de-hessen-esf-vorhaben.xlsx": Expected(
        {"Liste der Vorhaben": 632},
        {"C1": "", "E7": date(2015, 12, 17), "G7": 4156, "J7": "118", "C631": datetime(2016, 6, 30, 19, 24, 18)},
        hidden_columns=frozenset({1}),
        merges=27,
    ),
    "de-niedersachsen-efre-vorhaben.xlsx": Expected(
        {"Tabelle1": 77},
        {"L7": "Interven-tions-bereich", "D75": "18.12.2015", "F75": 285842, "I75": "30449", "L75": "064"},
        merges=6,
    ),
    "de-rlp-efre-vorhaben.xlsx": Expected(
        {"Liste der Vorhaben": 19},
        {"J5": "Land\n(country, pays)", "D6": date(2015, 12, 1), "F8": 19739030.29, "G7": "48,39 %"},
        merges=3,
    ),
    "ERDF_BaWü_2014-2020.xlsx": Expected(
        {"Liste der Vorhaben": 102},
        {"A2": "Liste der Vorhaben", "D100": date(2014, 1, 16), "F100": 2037764.4, "G102": 50},
    ),
    "at-efre-vorhaben.xlsx": Expected(
        {"Tabelle1": 50, "Tabelle2": 0, "Tabelle3": 0},
        {
            "I1": "Land/\ncountry",
            "D2": date(2016, 6, 27),
            "D3": datetime(2015, 1, 1, 1),
            "D4": datetime(2015, 10, 1, 2),
        },
    ),
    "uk-wales-two-sheets.xlsx": Expected(
        {"ERDF": 146, "ESF": 3}, {"A1": "Lead Beneficiary", "C2": 4578474, "F2": "East Wales ", "E146": "ESF"}
    ),
    "uk-scotland.ods": Expected(
        {"ESF-and-ERDF-Scotland-2014-2020": 211}, {"C2": 5417475.3, "H2": 0.4, "I2": "02/5/16 ", "J211": " 30/11/19"}
    ),
    "be-brussels.xls": Expected(
        {"FR": 50},
        {
            "J4": "Update : novembre 2014",
            "A8": "P11-01",
            "G8": 2008,
            "I48": 34445239.46,
            "I50": CellFault("error", "#REF!"),
        },
        hidden_rows=frozenset({29, 48, 49, 50}),
        hidden_columns=frozenset({1, 3, 4}),
    ),
    "au-digital-projects.csv": Expected(
        {"au-digital-projects": 92}, {"A1": "Agency", "E1": "DCA\nDate", "E2": "N/A", "I2": "30.06.2026", "G90": "nfp"}
    ),
}


def cell(sheet: Sheet, address: str) -> Value:
    letters = address.rstrip("0123456789")
    values = list(sheet.rows)[int(address.removeprefix(letters)) - 1].values
    column = column_number(letters)
    return values[column - 1] if column <= len(values) else ""


MEDIA_TYPES = {
    ".csv": "text/csv",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_file_is_read_to_its_last_row(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.readers.spreadsheet.run_child", run_here)
    expected = EXPECTED[name]

    workbook = read_workbook(REAL / name)

    first, *_ = sheets = workbook.sheets
    assert workbook.media_type == MEDIA_TYPES[Path(name).suffix]
    assert {sheet.name: len(list(sheet.rows)) for sheet in sheets} == expected.rows_by_sheet
    assert {address: cell(first, address) for address in expected.cells} == expected.cells
    assert (first.hidden_rows, first.hidden_columns) == (expected.hidden_rows, expected.hidden_columns)
    assert len(first.merges) == expected.merges


def test_every_real_file_is_expected() -> None:
    assert {path.name for path in REAL.iterdir() if path.suffix != ".md"} == set(EXPECTED)
