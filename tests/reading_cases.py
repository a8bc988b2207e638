"""Workbooks, sound and faulty, built where a test asks for them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlwt.CompoundDoc import XlsDoc

from pipeline.model.workbook import Limits, Sheet
from pipeline.readers import DEFAULT_LIMITS
from pipeline.readers.child import answer
from pipeline.readers.file_kind import HEAD_BYTES, Form, recognize
from pipeline.readers.spool import SpoolWriter
from pipeline.readers.spreadsheet import load_contents

SHEET = "xl/worksheets/sheet1.xml"


def read_here(path: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[Sheet, ...]:
    """The sheets of a spreadsheet, read without the cost of a process."""
    with path.open("rb") as file:
        form = recognize(file.read(HEAD_BYTES))
    with TemporaryFile() as spool_file:
        run_here(["-m", "child", str(path), form.name], spool_file, limits, time_limit_s=0)
        return load_contents(spool_file).sheets


def run_here(arguments: Sequence[str], spool_file: IO[bytes], limits: Limits, *, time_limit_s: float) -> None:
    """Takes the place of ``run_child``, and runs the code of the child in this process."""
    _, _, path, form, *_ = arguments
    spool = SpoolWriter(spool_file, limits)
    spool.write_answer(answer(Path(path), Form[form], limits, spool))


def xlsx(path: Path, fill: Callable[[Worksheet], None]) -> Path:
    """A workbook with one sheet, written by openpyxl."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    workbook.save(path)
    return path


def small_table(sheet: Worksheet) -> None:
    """Two projects under a header."""
    sheet.title = "Roadmap"
    sheet.append(["Nr.", "Titel", "Jahr"])
    sheet.append(["01", "Bürgerportal", 2024])
    sheet.append(["02", "Offene Daten", 2025])


def small_xlsx(folder: Path) -> Path:
    return xlsx(folder / "roadmap.xlsx", small_table)


def edit_part(path: Path, part: str, change: Callable[[bytes], bytes | None]) -> Path:
    """Change one part of a zipped workbook, or leave it out."""
    content = io.BytesIO(path.read_bytes())
    with ZipFile(content) as before, ZipFile(path, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = change(before.read(name)) if name == part else before.read(name)
            if data is not None:
                after.writestr(name, data)
    return path


def zipped(path: Path, **parts: str) -> Path:
    """An archive of parts, ``__`` standing for a slash and ``_DOT_`` for a dot in their names."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return path


def far_cell(folder: Path) -> Path:
    """A sheet of two cells, the first and the very last: dense, it would take hundreds of gigabytes."""

    def two_cells(sheet: Worksheet) -> None:
        sheet["A1"] = "Titel"
        sheet["XFD1048576"] = " "

    return xlsx(folder / "far.xlsx", two_cells)


def strict_xlsx(folder: Path) -> Path:
    transitional = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    return edit_part(small_xlsx(folder), "xl/workbook.xml", lambda xml: xml.replace(transitional, strict))


def encrypted_xlsx(folder: Path) -> Path:
    """A workbook with a password, as Excel wraps it: encrypted, within a compound file."""
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = io.BytesIO(small_xlsx(folder).read_bytes())
    path = folder / "encrypted.xlsx"
    with path.open("wb") as file:
        OOXMLFile(plain).encrypt("geheim", file)
    return path


def small_xls() -> xlwt.Workbook:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Roadmap")
    sheet.write(0, 0, "Nr.")
    sheet.write(1, 0, "01")
    return workbook


def saved_xls(folder: Path, workbook: xlwt.Workbook) -> Path:
    path = folder / "roadmap.xls"
    workbook.save(str(path))
    return path


def encrypted_xls(folder: Path) -> Path:
    """The records of an .xls with the one behind the first that announces a password."""
    records = small_xls().get_biff_data()
    first = 4 + int.from_bytes(records[2:4], "little")
    announcement = b"\x2f\x00\x36\x00" + b"\x01\x00\x01\x00\x01\x00" + bytes(48)
    path = folder / "encrypted.xls"
    XlsDoc().save(str(path), records[:first] + announcement + records[first:])
    return path


def compound_of_another_program(folder: Path) -> Path:
    """A compound file whose stream has the name that Word gives it."""
    path = saved_xls(folder, small_xls())
    content = path.read_bytes()
    name = "Workbook".encode("utf-16-le")
    # The length of a name, with its closing zero, stands behind the 64 bytes kept for it.
    start = content.index(name)
    renamed = "WordDocument".encode("utf-16-le").ljust(64, b"\x00") + (26).to_bytes(2, "little")
    path.write_bytes(content[:start] + renamed + content[start + 66 :])
    return path


def ods(path: Path, *tables: Table, styles: Iterable[Style] = ()) -> Path:
    """An OpenDocument spreadsheet."""
    document = OpenDocumentSpreadsheet()
    for style in styles:
        document.automaticstyles.addElement(style)
    for table in tables:
        document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def ods_table(name: str, *rows: TableRow, **attributes: str) -> Table:
    table = Table(name=name, **attributes)
    for row in rows:
        table.addElement(row)
    return table


def ods_row(*cells: TableCell, **attributes: str) -> TableRow:
    row = TableRow(**attributes)
    for cell in cells:
        row.addElement(cell)
    return row


def ods_cell(text: str = "", **attributes: str) -> TableCell:
    cell = TableCell(**attributes)
    if text:
        cell.addElement(P(text=text))
    return cell


def small_ods(folder: Path) -> Path:
    return ods(folder / "roadmap.ods", ods_table("Roadmap", ods_row(ods_cell("Nr.", valuetype="string"))))
