"""Number formats that show more than a cell's value, as they arrive beside it."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.workbook import CellFault, Row, Sheet, Value
from pipeline.readers.biff_styles import Record, read_styles
from pipeline.readers.number_format import may_tell_more, tells_more
from tests.reading_cases import SHEET, edit_part, read_here, saved_xls, xlsx

TELLING: Mapping[str, Value] = {
    "000": 7.0,
    "00000": 1234,
    "0%": 0.5,
    "0.00%": 0.125,
    '#,##0.00\\ "€"': 12.5,
    "#,##0.00 €": -12.5,
    "[$€-407]\\ #,##0": 12,
    '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-': 3.5,
    "#,##0,": 12000,
    '0.0,,"Mio."': 12_000_000,
    '"HF "0': 3,
    '0" T€"': 50,
    '"BA-"00': 4,
    "# ?/?": 0.5,
    "0.00E+00": 12345.0,
    ";;;": 5,
    "0;0": -5,
    "0;-0;": 0,
    "#": 0,
    '[>=1000]0.0,"T";0': 12,
    "mmm-yy": date(2026, 6, 1),
    "yyyy": date(2026, 1, 1),
    "mm/yyyy": date(2026, 6, 1),
    "[$-407]mmm\\ yy;@": date(2026, 6, 1),
    "MMM JJ": date(2026, 6, 1),
    "d/mmm": date(2026, 6, 5),
    "dddd": date(2026, 6, 5),
    "dd.mm.yyyy": date(1905, 7, 16),
    "mm-dd-yy": 2024,
    "[h]:mm": timedelta(hours=30),
    "mm:ss": time(0, 5, 3),
    '"HF "@': "Verkehr",
    '0;-0;0;"Text: "@': "Verkehr",
}

PLAIN: Mapping[str, tuple[Value, ...]] = {
    "General": (7.0, 0, -1.5, "Text", True),
    "@": (7, "007"),
    "0": (7, 0, -7),
    "0.00": (7.25,),
    "#,##0": (1234, 0),
    "#,##0.00": (1234.5, 0.0, -3.0),
    "# ##0.0#": (1234.5,),
    "#,##0;[Red]-#,##0": (1234, -1234, 0),
    "#,##0_);(#,##0)": (1234, -1234, 0),
    "[$-407]#,##0.00\\ ;\\-#,##0.00\\ ": (1234, -1234),
    "[Rot]0": (1,),
    '_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-': (1234.5, -1234.5, "Text"),
    "_-* #,##0.00\\ _D_M_-": (1234.5,),
    "000": ("007", "", True, CellFault("error", "#REF!")),
    "dd.mm.yyyy": (date(2026, 6, 5), datetime(2026, 6, 5, 12), "Mitte 2026"),
    "TT.MM.JJJJ": (date(2026, 6, 5),),
    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy": (date(2026, 6, 5),),
    "yyyy-mm-dd\\ hh:mm": (datetime(2026, 6, 5, 12, 30),),
    "mmm yy": ("Juni 26",),
    "h:mm": (time(13, 5),),
}


@pytest.mark.parametrize(("code", "value"), TELLING.items(), ids=TELLING)
def test_a_format_that_shows_more_than_the_value_tells(code: str, value: Value) -> None:
    assert may_tell_more(code)
    assert tells_more(code, value)


@pytest.mark.parametrize(("code", "values"), PLAIN.items(), ids=PLAIN)
def test_a_format_that_shows_the_value_as_it_is_tells_nothing(code: str, values: tuple[Value, ...]) -> None:
    assert [value for value in values if tells_more(code, value)] == []


def formats_of(sheet: Sheet) -> list[dict[int, str]]:
    return [dict(row.formats) for row in sheet.rows]


def styled(cells: Mapping[str, tuple[Value, str]]) -> Callable[[Worksheet], None]:
    """Fills a sheet with cells, each a value and its number format."""

    def fill(sheet: Worksheet) -> None:
        for address, (value, code) in cells.items():
            sheet[address].value = value
            sheet[address].number_format = code

    return fill


def test_the_format_of_an_xlsx_cell_travels_beside_its_value(tmp_path: Path) -> None:
    cells: dict[str, tuple[Value, str]] = {
        "A1": ("Nr.", "000"),
        "A2": (7, "000"),
        "B2": (date(2026, 6, 1), "mmm-yy"),
        "C2": (date(2026, 6, 5), "dd.mm.yyyy"),
        "D2": (1000, '#,##0.00\\ "€"'),
        "E2": (1000, "#,##0.00"),
        "AB3": (0.5, "0%"),
        "A4": (8, "000"),
    }

    (sheet,) = read_here(xlsx(tmp_path / "styled.xlsx", styled(cells)))

    assert formats_of(sheet) == [{}, {1: "000", 2: "mmm-yy", 4: '#,##0.00\\ "€"'}, {28: "0%"}, {1: "000"}]
    assert list(sheet.rows)[3] == Row(4, (8,), {1: "000"})


def test_a_number_in_the_format_of_a_date_can_be_told(tmp_path: Path) -> None:
    cells: dict[str, tuple[Value, str]] = {
        "A1": (2024, "dd.mm.yyyy"),
        "B1": (45292, "dd.mm.yyyy"),
        "C1": (-5, "dd.mm.yyyy"),
        "A2": (10957, "d-mmm-yy"),
        "B2": (10959, "d-mmm-yy"),
    }

    (sheet,) = read_here(xlsx(tmp_path / "year.xlsx", styled(cells)))

    assert next(iter(sheet.rows)).values[:2] == (date(1905, 7, 16), date(2024, 1, 1))
    assert formats_of(sheet) == [{1: "dd.mm.yyyy", 3: "dd.mm.yyyy"}, {1: "d-mmm-yy"}]


def test_what_comes_before_the_first_day_is_a_number(tmp_path: Path) -> None:
    cells: dict[str, tuple[Value, str]] = {
        "A1": (-5, "dd.mm.yyyy"),
        "B1": (-0.5, "hh:mm"),
        "C1": (-45292, "mmm yy"),
        "D1": (-3, "0"),
        "E1": (-3, "0.0E+00"),
    }
    path = xlsx(tmp_path / "before.xlsx", styled(cells))
    (sheet,) = read_here(path)
    # Hidden rows have a sheet parsed otherwise.
    (parsed,) = read_here(edit_part(path, SHEET, lambda xml: xml.replace(b'<row r="1"', b'<row r="1" hidden="1"')))

    assert next(iter(sheet.rows)).values == next(iter(parsed.rows)).values == (-5, -0.5, -45292, -3, -3)
    assert formats_of(sheet) == [{1: "dd.mm.yyyy", 2: "hh:mm", 3: "mmm yy", 5: "0.0E+00"}]


def test_what_comes_before_the_first_day_is_a_number_in_an_xls(tmp_path: Path) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Roadmap")
    day, clock = (xlwt.easyxf(num_format_str=code) for code in ("dd.mm.yyyy", "hh:mm"))
    # A record of its own each: small, in hundredths, large; then two in one.
    for row, value in enumerate((-5, -0.25, -1234567.891)):
        sheet.write(row, 0, value, day)
    sheet.write(3, 0, -5, day)
    sheet.write(3, 1, -1, clock)
    sheet.write(4, 0, 45292, day)

    (read,) = read_here(saved_xls(tmp_path, workbook))

    assert [row.values for row in read.rows] == [(-5,), (-0.25,), (-1234567.891,), (-5, -1), (date(2024, 1, 1),)]


@pytest.mark.parametrize(
    ("calendar", "hours", "expected"),
    [
        (CALENDAR_WINDOWS_1900, 0.5, (time(12, 0), {})),
        (CALENDAR_WINDOWS_1900, 1, (date(1900, 1, 1), {1: "hh:mm"})),
        (CALENDAR_MAC_1904, 0.5, (time(12, 0), {})),
    ],
)
def test_a_time_of_day_of_24_hours_can_be_told(
    tmp_path: Path, calendar: datetime, hours: float, expected: tuple[Value, dict[int, str]]
) -> None:
    workbook = Workbook()
    workbook.epoch = calendar
    sheet = workbook.worksheets[0]
    styled({"A1": (hours, "hh:mm")})(sheet)
    workbook.save(tmp_path / "clock.xlsx")

    (read,) = read_here(tmp_path / "clock.xlsx")

    row = next(iter(read.rows))
    assert (row.values[0], dict(row.formats)) == expected


@pytest.mark.parametrize(
    ("number", "code"),
    [(17, "mmm-yy"), (9, "0%"), (44, None), (14, ""), (30, ""), (34, "h:mm:ss"), (12, "# ?/?"), (11, "0.00E+00")],
)
def test_a_builtin_format_has_its_code(tmp_path: Path, number: int, code: str | None) -> None:
    path = xlsx(tmp_path / "builtin.xlsx", styled({"A1": (45292, "yyyy")}))
    custom = re.compile(b"<numFmts.*</numFmts>")
    edit_part(path, "xl/styles.xml", lambda xml: custom.sub(b"", xml).replace(b'"164"', b'"%d"' % number))

    (sheet,) = read_here(path)

    expected = '_-* #,##0.00\\ "¤"_-;-* #,##0.00\\ "¤"_-;_-* "-"??\\ "¤"_-;_-@_-' if code is None else code
    assert formats_of(sheet) == [{1: expected} if expected else {}]


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B2" s="1"><v>7</v></c>',
        b'<c r="B2" t="n" s="1"><v>7</v></c>',
        b'<c s="1" r="B2"><v>7</v></c>',
        b"<c r='B2' s='1'><v>7</v></c>",
        b'<c r="B2" s="1" cm="1"><f>3+4</f><v>7</v></c>',
        b'<c/><c s="1"><v>7</v></c>',
    ],
)
def test_a_cell_has_its_format_in_anybodys_hand(tmp_path: Path, cell: bytes) -> None:
    path = xlsx(tmp_path / "hand.xlsx", styled({"A1": (1, "000")}))
    row = b'<row r="2">' + cell + b'<c r="C2" s="1"/></row></sheetData>'
    edit_part(path, SHEET, lambda xml: xml.replace(b"</sheetData>", row))

    (sheet,) = read_here(path)

    assert formats_of(sheet) == [{1: "000"}, {2: "000"}]


def test_a_sheet_that_is_parsed_for_its_hidden_rows_has_its_formats(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        styled({"A1": (1, "000"), "A2": (2, "000")})(sheet)
        sheet.row_dimensions[1].hidden = True

    (sheet,) = read_here(xlsx(tmp_path / "hidden.xlsx", fill))

    assert sheet.hidden_rows == {1}
    assert formats_of(sheet) == [{1: "000"}, {1: "000"}]


def test_rows_alike_share_their_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(sheet: Worksheet) -> None:
        for number in range(1, 4):
            styled({f"A{number}": (number, "000"), f"B{number}": (number, "0%")})(sheet)

    monkeypatch.setattr("pipeline.readers.styles_xml._CHUNK_BYTES", 50)

    (sheet,) = read_here(xlsx(tmp_path / "alike.xlsx", fill))

    first, second, third = (row.formats for row in sheet.rows)
    assert first == {1: "000", 2: "0%"}
    assert first is second is third


def test_a_cell_of_many_styles_is_found_all_the_same(tmp_path: Path) -> None:
    cells: dict[str, tuple[Value, str]] = {f"A{number}": (1, f'0"{number}"') for number in range(1, 61)}

    (sheet,) = read_here(xlsx(tmp_path / "many.xlsx", styled(cells)))

    assert formats_of(sheet) == [{1: f'0"{number}"'} for number in range(1, 61)]


def test_the_format_of_an_xls_cell_travels_beside_its_value(tmp_path: Path) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Roadmap")
    rows: list[list[tuple[Value, str]]] = [
        [("Nr.", "000"), ("Beginn", "mmm yy")],
        [(7, "000"), (date(2026, 6, 1), "mmm yy"), (date(2026, 6, 1), "dd.mm.yyyy"), (12.5, '#,##0.00\\ "€"')],
        [(7.25, "0"), (2024, "dd.mm.yyyy"), (0.5, "0%"), (1, "General"), (2, "0.00"), ("Verkehr", '"HF "@')],
        # Whole numbers side by side are one record.
        [(1, '"BA-"00'), (2, '"BA-"00'), (3, "0"), (4, '"BA-"00')],
    ]
    for number, cells in enumerate(rows):
        for column, (value, code) in enumerate(cells):
            sheet.write(number, column, value, xlwt.easyxf(num_format_str=code))

    (read,) = read_here(saved_xls(tmp_path, workbook))

    assert formats_of(read) == [
        {},
        {1: "000", 2: "mmm yy", 4: '#,##0.00\\ "€"'},
        {2: "dd.mm.yyyy", 3: "0%", 6: '"HF "@'},
        {1: '"BA-"00', 2: '"BA-"00', 4: '"BA-"00'},
    ]


def test_the_styles_of_an_older_xls_are_told_in_its_code_page() -> None:
    code = '#,##0.00 "€"'.encode("cp1252")
    records = [
        Record(0x0809, struct.pack("<HH", 0x0500, 5)),
        Record(0x0042, struct.pack("<H", 1252)),
        Record(0x041E, struct.pack("<HB", 164, len(code)) + code),
        *(Record(0x00E0, struct.pack("<HH", 0, number)) for number in (0, 164, 17, 4)),
    ]

    styles = read_styles(records)

    assert styles == {1: '#,##0.00 "€"', 2: "mmm-yy"}
