"""Cells, hidden parts, merges, errors and formulas of .ods and .xls as their author sees them."""

from __future__ import annotations

import struct
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlwt
from odf.office import Annotation
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, TableColumn, TableRowGroup
from odf.text import P
from xlwt.CompoundDoc import XlsDoc

from pipeline.model.errors import WorkbookFault
from pipeline.model.workbook import CellFault, Limits, Merge, Sheet, Value
from pipeline.readers.biff import inspect_compound
from pipeline.readers.compound import read_streams
from pipeline.readers.unseen import Unseen
from tests.reading_cases import ods, ods_cell, ods_row, ods_table, read_here, saved_xls, small_xls


def values_of(sheet: Sheet) -> list[tuple[Value, ...]]:
    return [row.values for row in sheet.rows]


def test_an_ods_gives_its_values_as_typed(tmp_path: Path) -> None:
    row = ods_row(
        ods_cell("01", valuetype="string"),
        ods_cell("0,5", valuetype="float", value="0.5"),
        ods_cell("05.06.20", valuetype="date", datevalue="2020-06-05"),
        ods_cell("05.06.20 01:00", valuetype="date", datevalue="2020-06-05T01:00:00"),
        ods_cell("WAHR", valuetype="boolean", booleanvalue="true"),
        ods_cell("13:05", valuetype="time", timevalue="PT13H05M00S"),
        ods_cell("30:00", valuetype="time", timevalue="PT30H00M00S"),
    )

    (sheet,) = read_here(ods(tmp_path / "typed.ods", ods_table("Roadmap", row)))

    assert values_of(sheet) == [
        ("01", 0.5, date(2020, 6, 5), datetime(2020, 6, 5, 1), True, time(13, 5), timedelta(hours=30))
    ]


def test_an_ods_tells_its_errors_and_formulas_but_no_comments(tmp_path: Path) -> None:
    commented = ods_cell("Portal", valuetype="string")
    commented.insertBefore(Annotation(), commented.firstChild)
    commented.firstChild.addElement(P(text="#REF!"))
    row = ods_row(
        commented,
        ods_cell("#DIV/0!", formula="of:=1/0", valuetype="string", stringvalue=""),
        ods_cell("Err:502", formula="of:=ROT13([.A1])", valuetype="string", stringvalue=""),
        ods_cell(formula="of:=SUM([.A1:.A3])"),
        ods_cell(formula="of:=IF(1;2)", valuetype="string", stringvalue=""),
        ods_cell("3", formula="of:=1+2", valuetype="float", value="3"),
    )

    (sheet,) = read_here(ods(tmp_path / "faulty.ods", ods_table("Roadmap", row)))

    errors = (CellFault("error", "#DIV/0!"), CellFault("error", "Err:502"))
    assert values_of(sheet) == [("Portal", *errors, CellFault("formula", "=SUM(A1:A3)"), "", 3)]


def test_an_ods_tells_its_hidden_parts_and_merges(tmp_path: Path) -> None:
    def filled(**attributes: str) -> object:
        return ods_row(*(ods_cell("x", valuetype="string") for _ in range(5)), **attributes)

    group = TableRowGroup(display="false")
    group.addElement(filled())
    table = ods_table("Roadmap")
    for part in (
        TableColumn(numbercolumnsrepeated="2"),
        TableColumn(numbercolumnsrepeated="2", visibility="collapse"),
        ods_row(ods_cell("m", valuetype="string", numbercolumnsspanned="2", numberrowsspanned="1"), CoveredTableCell()),
        filled(visibility="collapse", numberrowsrepeated="2"),
        filled(visibility="filter"),
        group,
        filled(),
        ods_row(ods_cell(numbercolumnsrepeated="1024"), visibility="collapse", numberrowsrepeated="1048000"),
    ):
        table.addElement(part)

    (sheet,) = read_here(ods(tmp_path / "hidden.ods", table))

    assert sheet.hidden_rows == {2, 3, 4, 5}
    assert sheet.filtered_rows == {4}
    assert sheet.hidden_columns == {3, 4}
    assert sheet.merges == (Merge(1, 1, 1, 2),)
    assert len(values_of(sheet)) == 6


def test_an_ods_tells_its_hidden_sheets(tmp_path: Path) -> None:
    path = tmp_path / "sheets.ods"
    invisible = Style(name="ta2", family="table")
    invisible.addElement(TableProperties(display="false"))
    table = ods_table("Intern", ods_row(ods_cell("geheim", valuetype="string")), stylename="ta2")

    ods(path, ods_table("Roadmap"), table, styles=[invisible])

    assert [(sheet.name, sheet.hidden) for sheet in read_here(path)] == [("Roadmap", False), ("Intern", True)]


@pytest.mark.parametrize("calendar_1904", [False, True])
def test_an_xls_gives_its_values_in_both_calendars(tmp_path: Path, calendar_1904: bool) -> None:
    workbook = xlwt.Workbook()
    workbook.dates_1904 = calendar_1904
    sheet = workbook.add_sheet("Roadmap")
    day, moment = date(2020, 6, 5), datetime(2020, 6, 5, 1, 0)
    sheet.write(0, 0, "01")
    sheet.write(0, 1, day, xlwt.easyxf(num_format_str="DD.MM.YYYY"))
    sheet.write(0, 2, moment, xlwt.easyxf(num_format_str="DD.MM.YYYY hh:mm"))
    sheet.write(0, 3, 0.5)
    sheet.write(0, 4, True)

    (read,) = read_here(saved_xls(tmp_path, workbook))

    assert values_of(read) == [("01", day, moment, 0.5, True)]


def test_an_xls_tells_its_hidden_parts_errors_and_merges(tmp_path: Path) -> None:
    workbook = small_xls()
    sheet = workbook.get_sheet(0)
    sheet.row(1).hidden = True
    sheet.col(2).hidden = True
    sheet.write_merge(2, 2, 0, 1, "Digitalisierung")
    sheet.row(3).set_cell_error(0, "#REF!")
    sheet.write(3, 3, "Ende")
    workbook.add_sheet("Intern").visibility = 1

    first, second = read_here(saved_xls(tmp_path, workbook))

    assert first.hidden_rows == {2}
    assert first.hidden_columns == {3}
    assert first.merges == (Merge(3, 1, 3, 2),)
    assert values_of(first)[2:] == [("Digitalisierung",), (CellFault("error", "#REF!"), "", "", "Ende")]
    assert (first.hidden, second.hidden) == (False, True)


def test_an_xls_formula_that_failed_is_an_error(tmp_path: Path) -> None:
    workbook = small_xls()
    workbook.get_sheet(0).write(0, 2, xlwt.Formula("1/0"))
    path = saved_xls(tmp_path, workbook)
    # xlwt never computes: it saves the empty text (3) where Excel saves an error (2) and its code (7).
    empty, failed = (struct.pack("<BxBxxxH", kind, code, 0xFFFF) for kind, code in ((3, 0), (2, 7)))
    path.write_bytes(path.read_bytes().replace(empty, failed, 1))

    inspected = inspect_compound(path, Limits())

    assert inspected.unseen == {0: Unseen(cells={1: {3: CellFault("error", "#DIV/0!")}})}


def with_records(path: Path, workbook: xlwt.Workbook, *records: bytes) -> Path:
    """The workbook with more records in its only sheet, behind its first."""
    content = workbook.get_biff_data()
    # The second start of a part is that of the sheet: its kind, its length, its version.
    begin = content.index(b"\x09\x08", 2)
    behind = begin + 4 + int.from_bytes(content[begin + 2 : begin + 4], "little")
    XlsDoc().save(str(path), content[:behind] + b"".join(records) + content[behind:])
    return path


def test_the_rows_that_a_filter_of_an_xls_hides_are_told(tmp_path: Path) -> None:
    workbook = small_xls()
    workbook.get_sheet(0).row(1).hidden = True

    (sheet,) = read_here(with_records(tmp_path / "filtered.xls", workbook, struct.pack("<HH", 0x009B, 0)))

    assert sheet.hidden_rows == sheet.filtered_rows == {2}


def test_many_merged_ranges_of_an_xls_are_all_told(tmp_path: Path) -> None:
    workbook = small_xls()
    for row in range(2, 1502):
        workbook.get_sheet(0).write(row, 0, row)
    # As Excel writes them: a record holds no more than 1027.
    ranges = [struct.pack("<HHHH", row, row, 1, 3) for row in range(2, 1502)]
    parts = (ranges[:1027], ranges[1027:])
    records = (struct.pack("<HHH", 0x00E5, 2 + 8 * len(part), len(part)) + b"".join(part) for part in parts)

    (sheet,) = read_here(with_records(tmp_path / "merged.xls", workbook, *records))

    assert sheet.merges == tuple(Merge(row + 1, 2, row + 1, 4) for row in range(2, 1502))


NEVER = CellFault("formula", "=…")
EMPTY, ZERO, SEVEN = struct.pack("<B5xH", 3, 0xFFFF), bytes(8), struct.pack("<d", 7)
NOT_COMPUTED = struct.pack("<HHH", 0x005E, 2, 0)


def formula(result: bytes, flags: int = 0) -> bytes:
    """The record of a formula ``=1`` in A3."""
    content = struct.pack("<HHH", 2, 0, 15) + result + struct.pack("<HLH", flags, 0, 3) + b"\x1e\x01\x00"
    return struct.pack("<HH", 0x0006, len(content)) + content


def with_summary(path: Path) -> Path:
    """The file with one more stream, of no length: its directory has room for it."""
    content = path.read_bytes()
    start = content.index("Root Entry".encode("utf-16-le")) + 2 * 128
    name = "\x05SummaryInformation".encode("utf-16-le")
    entry = name.ljust(64, b"\x00") + struct.pack("<HBB", len(name) + 2, 2, 1) + b"\xff" * 12 + bytes(36)
    path.write_bytes(content[:start] + entry + struct.pack("<LLL", 0xFFFFFFFE, 0, 0) + content[start + 128 :])
    return path


@pytest.mark.parametrize(
    ("records", "value"),
    [
        # To be computed when opened, as a library for Perl has it.
        ((formula(ZERO, flags=3),), NEVER),
        ((formula(EMPTY, flags=2),), NEVER),
        ((formula(SEVEN, flags=3),), 7),
        # To be computed whenever anything is, as any formula with today's date.
        ((formula(ZERO, flags=1),), 0),
        # The sheet was not computed before it was saved.
        ((NOT_COMPUTED, formula(ZERO)), NEVER),
        ((NOT_COMPUTED, formula(SEVEN)), 7),
        ((formula(ZERO),), 0),
    ],
)
def test_an_xls_formula_whose_result_was_never_saved_is_told(
    tmp_path: Path, records: tuple[bytes, ...], value: Value
) -> None:
    path = with_summary(with_records(tmp_path / "formula.xls", small_xls(), *records))

    (sheet,) = read_here(path)

    assert values_of(sheet)[2:] == [(value,)]


@pytest.mark.parametrize(("result", "value"), [(EMPTY, NEVER), (ZERO, NEVER), (SEVEN, 7)])
def test_a_program_that_writes_no_summary_of_a_file_is_believed_to_compute_nothing(
    tmp_path: Path, result: bytes, value: Value
) -> None:
    (sheet,) = read_here(with_records(tmp_path / "formula.xls", small_xls(), formula(result)))

    assert values_of(sheet)[2:] == [(value,)]


def test_a_formula_of_a_program_that_computes_may_result_in_nothing(tmp_path: Path) -> None:
    workbook = small_xls()
    sheet = workbook.get_sheet(0)
    sheet.write(1, 1, xlwt.Formula('IF(A1=0,"","")'))
    sheet.write(2, 0, "Ende")

    (read,) = read_here(with_summary(saved_xls(tmp_path, workbook)))

    assert values_of(read) == [("Nr.",), ("01",), ("Ende",)]


def test_a_large_compound_file_is_followed_through_its_further_tables(tmp_path: Path) -> None:
    workbook = small_xls()
    for row in range(2, 63):
        for column in range(4):
            workbook.get_sheet(0).write(row, column, f"{row}-{column}-" + "x" * 32_000)
    path = saved_xls(tmp_path, workbook)

    (stream,) = read_streams(path.read_bytes(), ("Workbook",)).values()

    assert path.stat().st_size > 109 * 128 * 512
    assert stream.startswith(b"\x09\x08")


@pytest.mark.parametrize("length", [0, 40, 100, 511, 512, 600, 1024, 2048, 4000])
def test_a_compound_file_cut_off_anywhere_is_damaged(tmp_path: Path, length: int) -> None:
    content = saved_xls(tmp_path, small_xls()).read_bytes()

    with pytest.raises(WorkbookFault, match="file-damaged"):
        read_streams(content[:length], ("Workbook",))
