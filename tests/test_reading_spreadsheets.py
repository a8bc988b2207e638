"""Cells, hidden parts, merges, errors and formulas of .xlsx as their author sees them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.workbook import CellFault, Merge, Row, Sheet, Value
from pipeline.readers import read_workbook
from pipeline.readers.sheet_xml import is_worth_a_look
from pipeline.readers.unseen import within
from tests.reading_cases import SHEET, edit_part, read_here, small_xlsx, xlsx


def values_of(sheet: Sheet) -> list[tuple[Value, ...]]:
    return [row.values for row in sheet.rows]


@pytest.mark.parametrize("calendar", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904])
def test_dates_are_what_the_cell_says_in_both_calendars(tmp_path: Path, calendar: datetime) -> None:
    said = (date(2020, 6, 5), date(1999, 12, 31), datetime(2020, 6, 5, 1, 0), datetime(2020, 6, 5, 14, 30), time(13, 5))
    workbook = Workbook()
    workbook.epoch = calendar
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.append([*said, timedelta(hours=30)])
    workbook.save(tmp_path / "dates.xlsx")

    (read,) = read_here(tmp_path / "dates.xlsx")

    assert values_of(read) == [(*said, timedelta(hours=30))]


def test_values_travel_as_typed(tmp_path: Path) -> None:
    def typed(sheet: Worksheet) -> None:
        sheet.append(["01", 1, 0.5, True, " zwei\nZeilen ", None, "Ende"])

    (sheet,) = read_here(xlsx(tmp_path / "typed.xlsx", typed))

    assert values_of(sheet) == [("01", 1, 0.5, True, " zwei\nZeilen ", "", "Ende")]


def test_rows_keep_their_numbers_up_to_the_last_with_a_value(tmp_path: Path) -> None:
    def scattered(sheet: Worksheet) -> None:
        sheet["B3"] = "Titel"
        sheet["A6"] = "01"
        sheet["E9"] = ""

    (sheet,) = read_here(xlsx(tmp_path / "scattered.xlsx", scattered))

    assert list(sheet.rows) == [Row(1, ()), Row(2, ()), Row(3, ("", "Titel")), Row(4, ()), Row(5, ()), Row(6, ("01",))]


def test_rows_can_be_iterated_again_and_within_one_another(tmp_path: Path) -> None:
    def numbers(sheet: Worksheet) -> None:
        for number in range(3):
            sheet.append([number])

    (sheet,) = read_here(xlsx(tmp_path / "numbers.xlsx", numbers))

    assert [(first.number, second.number) for first in sheet.rows for second in sheet.rows] == [
        (first, second) for first in (1, 2, 3) for second in (1, 2, 3)
    ]


def test_errors_and_formulas_never_computed_are_told(tmp_path: Path) -> None:
    def faulty(sheet: Worksheet) -> None:
        sheet.append([1, "=SUM(A1:A3)", "#REF!"])
        sheet["C1"].data_type = "e"
        sheet["B4"] = "=A1&A2"

    (sheet,) = read_here(xlsx(tmp_path / "faulty.xlsx", faulty))

    assert values_of(sheet) == [
        (1, CellFault("formula", "=SUM(A1:A3)"), CellFault("error", "#REF!")),
        (),
        (),
        ("", CellFault("formula", "=A1&A2")),
    ]


def test_a_formula_with_a_result_is_its_result_even_an_empty_one(tmp_path: Path) -> None:
    cells = (
        b'<c r="A1"><f>1+1</f><v>2</v></c>'
        b'<c r="B1" t="str"><f>IF(A1=0,1,"")</f><v></v></c>'
        b'<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        b'<c r="D1"><f t="shared" ref="D1:E1" si="0">A1*2</f></c>'
        b'<c r="E1"><f t="shared" si="0"/></c>'
        b'<c r="F1" t="b"><f>TRUE()</f><v>1</v></c>'
    )
    path = xlsx(tmp_path / "formulas.xlsx", lambda sheet: None)
    edit_part(path, SHEET, lambda xml: xml.replace(b"</sheetData>", b'<row r="1">' + cells + b"</row></sheetData>"))

    (sheet,) = read_here(path)

    double = CellFault("formula", "=A1*2")
    assert values_of(sheet) == [(2, "", CellFault("error", "#DIV/0!"), double, double, True)]


def test_hidden_sheets_rows_and_columns_are_told(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for number in range(1, 7):
        sheet.append([number] * 6)
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[99].hidden = True
    sheet.column_dimensions.group("B", "C", hidden=True)
    workbook.create_sheet("Intern").sheet_state = "hidden"
    workbook.create_sheet("Sehr intern").sheet_state = "veryHidden"
    workbook.create_chartsheet("Diagramm")
    workbook.save(tmp_path / "hidden.xlsx")
    flat = b'<row r="3" ht="0" customHeight="1"'
    narrow = b'<col min="5" max="16384" width="0" customWidth="1"/></cols>'
    path = edit_part(
        tmp_path / "hidden.xlsx",
        SHEET,
        lambda xml: xml.replace(b'<row r="3"', flat).replace(b"</cols>", narrow),
    )

    sheets = read_here(path)

    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
        ("Sheet", False),
        ("Intern", True),
        ("Sehr intern", True),
    ]
    assert sheets[0].hidden_rows == {2, 3}
    assert sheets[0].hidden_columns == {2, 3, 5, 6}


def statuses(sheet: Worksheet) -> None:
    for status in ("Status", "laufend", "geplant", "laufend", "geplant"):
        sheet.append([status])
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[5].hidden = True


def test_a_row_hidden_by_a_filter_is_hidden_by_it(tmp_path: Path) -> None:
    def filtered(sheet: Worksheet) -> None:
        statuses(sheet)
        sheet.auto_filter.ref = "A1:A4"
        sheet.auto_filter.add_filter_column(0, ["laufend"])

    (sheet,) = read_here(xlsx(tmp_path / "filtered.xlsx", filtered))

    assert sheet.hidden_rows == {3, 5}
    assert sheet.filtered_rows == {3}
    assert len(values_of(sheet)) == 5


def test_the_filter_of_a_table_in_a_sheet_hides_its_rows(tmp_path: Path) -> None:
    def filtered(sheet: Worksheet) -> None:
        statuses(sheet)
        table = Table(displayName="Status", ref="A1:A5")
        table.autoFilter = AutoFilter(ref="A1:A5")
        table.autoFilter.add_filter_column(0, ["laufend"])
        sheet.add_table(table)

    (sheet,) = read_here(xlsx(tmp_path / "table.xlsx", filtered))

    assert sheet.filtered_rows == {3, 5}


def test_rows_hidden_beside_a_filter_that_filters_nothing_are_hidden_by_hand(tmp_path: Path) -> None:
    def unfiltered(sheet: Worksheet) -> None:
        statuses(sheet)
        sheet.auto_filter.ref = "A1:A5"

    (sheet,) = read_here(xlsx(tmp_path / "unfiltered.xlsx", unfiltered))

    assert sheet.hidden_rows == {3, 5}
    assert not sheet.filtered_rows


def test_a_filter_that_only_a_saved_view_has_hides_nothing(tmp_path: Path) -> None:
    view = (
        b'<customSheetViews><customSheetView guid="{0}"><autoFilter ref="A1:A5"><filterColumn colId="0"/></autoFilter>'
        b"</customSheetView></customSheetViews></worksheet>"
    )
    path = xlsx(tmp_path / "view.xlsx", statuses)
    edit_part(path, SHEET, lambda xml: xml.replace(b"</worksheet>", view))

    (sheet,) = read_here(path)

    assert sheet.hidden_rows == {3, 5}
    assert not sheet.filtered_rows


def test_an_advanced_filter_is_told_by_the_sheet_alone(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "advanced.xlsx", statuses)
    edit_part(path, SHEET, lambda xml: xml.replace(b"<sheetPr>", b'<sheetPr filterMode="1">'))

    (sheet,) = read_here(path)

    assert sheet.filtered_rows == {3, 5}


def test_a_million_rows_hidden_below_the_table_are_not_listed() -> None:
    assert within([range(2, 4), range(7, 1_048_577)], 8) == {2, 3, 7, 8}


def test_merged_ranges_are_told_and_their_value_stands_in_the_first_cell(tmp_path: Path) -> None:
    def merged(sheet: Worksheet) -> None:
        sheet["B2"] = "Digitalisierung"
        sheet["D3"] = "Ende"
        sheet.merge_cells("B2:C3")

    (sheet,) = read_here(xlsx(tmp_path / "merged.xlsx", merged))

    assert sheet.merges == (Merge(2, 2, 3, 3),)
    assert values_of(sheet)[1:] == [("", "Digitalisierung"), ("", "", "", "Ende")]


def test_many_merged_ranges_are_all_told(tmp_path: Path) -> None:
    def merged(sheet: Worksheet) -> None:
        for row in range(1, 3001):
            sheet.cell(row, 1, row)
            sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=4)

    (sheet,) = read_here(xlsx(tmp_path / "many.xlsx", merged))

    assert sheet.merges == tuple(Merge(row, 2, row, 4) for row in range(1, 3001))


def test_each_sheet_keeps_its_own_faults(tmp_path: Path) -> None:
    workbook = Workbook()
    for name in ("B & B", "A"):
        sheet = workbook.create_sheet(name)
        sheet["A1"] = f'="{name}"'
    workbook.save(tmp_path / "two.xlsx")

    _, first, second = read_here(tmp_path / "two.xlsx")

    assert values_of(first) == [(CellFault("formula", '="B & B"'),)]
    assert values_of(second) == [(CellFault("formula", '="A"'),)]


def test_cells_without_addresses_are_counted(tmp_path: Path) -> None:
    rows = b'<row><c><v>1</v></c></row><row><c/><c t="e"><v>#N/A</v></c></row></sheetData>'
    path = xlsx(tmp_path / "bare.xlsx", lambda sheet: None)
    edit_part(path, SHEET, lambda xml: xml.replace(b"</sheetData>", rows))

    (sheet,) = read_here(path)

    assert values_of(sheet) == [(1,), ("", CellFault("error", "#N/A"))]


@pytest.mark.parametrize(
    ("piece", "worth"),
    [
        (b'<c r="A1" t="s"><v>0</v></c>', False),
        (b'<c r="A1"><f>SUM(B1:B2)</f><v>3</v></c>', False),
        (b'<row r="1" hidden="false"><c r="A1"/></row>', False),
        (b'<c r="A1"><f>SUM(B1:B2)</f></c>', True),
        (b'<c r="A1"><f>SUM(B1:B2)</f><v/></c>', True),
        (b'<c r="A1"><f t="shared" si="0"/><v></v></c>', True),
        (b'<c r="A1" t="e"><v>#REF!</v></c>', True),
        (b'<row r="1" hidden="1"/>', True),
        (b'<col min="1" max="2" width="0"/>', True),
        (b"<x:sheetData><x:row/></x:sheetData>", True),
    ],
)
def test_a_sheet_is_parsed_twice_only_where_calamine_may_miss_something(piece: bytes, worth: bool) -> None:
    assert is_worth_a_look(piece) is worth


@pytest.mark.parametrize(("epoch", "expected"), [(CALENDAR_WINDOWS_1900, False), (CALENDAR_MAC_1904, True)])
def test_the_calendar_of_a_workbook_is_told(tmp_path: Path, epoch: datetime, expected: bool) -> None:
    book = Workbook()
    book.epoch = epoch
    book.worksheets[0].append(["Beginn"])
    book.save(tmp_path / "calendar.xlsx")

    workbook = read_workbook(tmp_path / "calendar.xlsx")

    assert workbook.date_1904 is expected


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<t>Erster_x000B_Satz</t>", "Erster\nSatz"),
        ("<t>Erster_x000b_Satz</t>", "Erster\nSatz"),
        ("<t>Erster_x000C_Satz</t>", "Erster\nSatz"),
        ("<t>Erster_x000D_\nSatz</t>", "Erster\nSatz"),
        ("<t>Erster_x000D_Satz</t>", "Erster\nSatz"),
        ("<t>Erster_x0009_Satz</t>", "Erster\tSatz"),
        ("<t>a_x005F_x000B_b</t>", "a_x000B_b"),
        ("<t>a_xABC_b</t>", "a_xABC_b"),
        ('<r><t xml:space="preserve">Ein </t></r><r><t>Satz</t></r>', "Ein Satz"),
        ("<r><t>Ein </t></r><r><t>Satz</t></r>", "Ein Satz"),
        ("<r><t>Ein</t></r><r><t> Satz</t></r>", "Ein Satz"),
        ("<r><t>Fahr</t></r><r><t>rad</t></r>", "Fahrrad"),
    ],
)
def test_a_shared_text_has_the_lines_and_blanks_that_its_cell_shows(tmp_path: Path, written: str, text: str) -> None:
    path = small_xlsx(tmp_path)
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>{written}</si></sst>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    target = f'<Relationship Id="rShared" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    cell = b'<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
    edit_part(path, SHEET, lambda xml: re.sub(rb"<sheetData>.*</sheetData>", cell, xml, flags=re.DOTALL))
    edit_part(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"</Relationships>", target.encode()))
    edit_part(path, "xl/sharedStrings.xml", lambda _: None)
    with ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", shared)

    (sheet,) = read_here(path)

    assert values_of(sheet) == [(text,)]
