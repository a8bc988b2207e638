"""What clerks do in a spreadsheet program: each a change of a sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.clerks_workbook import COLUMNS, clean_workbook

Change: TypeAlias = Callable[[Worksheet], object]
_Value: TypeAlias = str | int | float | datetime | None


def type_in(**cells: _Value) -> Change:
    """Type into cells; their format stays."""

    def change(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address].value = value

    return change


def type_as(number_format: str, **cells: _Value) -> Change:
    """Choose a format for the cells and type into them."""

    def change(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address].number_format = number_format
            sheet[address].value = value

    return change


def all_of(*changes: Change) -> Change:
    return lambda sheet: [change(sheet) for change in changes]


def delete_row(number: int) -> Change:
    return lambda sheet: sheet.delete_rows(number)


def insert_row(number: int, **cells: _Value) -> Change:
    """A new row, with what is typed into it by columns."""
    typed = {f"{column}{number}": value for column, value in cells.items()}
    return all_of(lambda sheet: sheet.insert_rows(number), type_in(**typed))


def paste_below(number: int) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(number + 1)
        _copy_row(sheet, number, sheet, number + 1)

    return change


def _copy_row(source: Worksheet, number: int, target: Worksheet, to: int) -> None:
    for letter in COLUMNS:
        cell = source[f"{letter}{number}"]
        type_as(cell.number_format, **{f"{letter}{to}": cell.value})(target)


def restore_row(number: int) -> Change:
    """A row that was deleted, typed in again."""

    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(number)
        _copy_row(clean_workbook().worksheets[0], number, sheet, number)

    return change


def insert_column(letter: str, **cells: _Value) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet.unmerge_cells("A1:O1")
        sheet.insert_cols(sheet[f"{letter}1"].column)
        type_in(**cells)(sheet)

    return change


def restore_column(letter: str) -> Change:
    """A column that was deleted, with its title as in the template and its entries."""

    def change(sheet: Worksheet) -> None:
        sheet.insert_cols(sheet[f"{letter}1"].column)
        for cell in clean_workbook().worksheets[0][letter][2:]:
            type_as(cell.number_format, **{cell.coordinate: cell.value})(sheet)

    return change


def delete_column(letter: str) -> Change:
    return lambda sheet: sheet.delete_cols(sheet[f"{letter}1"].column)


def copy_sheet(sheet: Worksheet) -> None:
    _book(sheet).copy_worksheet(sheet).title = "Roadmap (2)"


def delete_copy(sheet: Worksheet) -> None:
    book = _book(sheet)
    book.remove(book["Roadmap (2)"])


def hide_copy(sheet: Worksheet) -> None:
    _book(sheet)["Roadmap (2)"].sheet_state = "hidden"


def _book(sheet: Worksheet) -> Workbook:
    book = sheet.parent
    assert isinstance(book, Workbook)
    return book


def filter_rows(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A3:O17"
    sheet.auto_filter.add_filter_column(5, ["laufend"])
    for row in range(4, 18):
        sheet.row_dimensions[row].hidden = sheet.cell(row, 6).value != "laufend"


def remove_filter(sheet: Worksheet) -> None:
    sheet.auto_filter.filterColumn = []
    for row in range(4, 18):
        sheet.row_dimensions[row].hidden = False


def merge(area: str) -> Change:
    return lambda sheet: sheet.merge_cells(area)


def unmerge(area: str) -> Change:
    return lambda sheet: sheet.unmerge_cells(area)


_WISHES = (
    ("Wunsch", "Von wem", "Seit"),
    ("Bank am See", "Bürgerverein", "2024"),
    ("Zebrastreifen", "Elternrat", "2025"),
)


def write_wishes(sheet: Worksheet) -> None:
    type_in(A20="Wünsche aus der Bürgerschaft")(sheet)
    for number, line in enumerate(_WISHES, start=21):
        for column, value in enumerate(line, start=1):
            sheet.cell(number, column, value)


def move_wishes(sheet: Worksheet) -> None:
    """To a sheet of its own."""
    sheet.delete_rows(20, 4)
    own = _book(sheet).create_sheet("Wünsche")
    for line in _WISHES:
        own.append(line)


def hide_wishes(sheet: Worksheet) -> None:
    _book(sheet)["Wünsche"].sheet_state = "hidden"


def type_as_text(**cells: _Value) -> Change:
    """The whole first column as "Text", and the cell typed once more."""

    def change(sheet: Worksheet) -> None:
        for cell in sheet["A"]:
            cell.number_format = "@"
        type_in(**cells)(sheet)

    return change
