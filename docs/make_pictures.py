"""A town's workbook with four cells broken to the pictures of its report, and of a circular.

Run ``python docs/make_pictures.py``.

It needs LibreOffice, Chromium and poppler-utils: ``.ci/install libreoffice`` and ``.ci/install chromium``.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.report import ValidationReport
from pipeline.model.routine import Reminders
from pipeline.model.workbook import Workbook, column_letter
from pipeline.prepare import prepare, read
from pipeline.reminding import remind, workbook_of
from pipeline.render.reports.annotated import annotate_workbook
from pipeline.render.reports.html import render_html
from pipeline.town import read_town
from pipeline.town.resources import read_resources

DOCS = Path(__file__).parent
TOWN = DOCS.parent / "sources" / "beispielstadt"
TODAY = date(2026, 11, 22)
# An identifier that stands twice, a misspelled field, a word for a date, an end before its start.
_BROKEN = {"B10": "BA-02", "E8": "Verwaltng & Service", "H12": "bald", "I13": "10/2024"}
# Where each note is shown: column and pixels within it, row and pixels, of its first and of its last corner.
_SHOWN_AT = {
    "B10": "0, 8, 15, 6, 3, 40, 20, 6",
    "E8": "3, 60, 15, 6, 4, 150, 20, 6",
    "H12": "5, 4, 15, 6, 7, 90, 21, 2",
    "I13": "8, 20, 15, 6, 11, 60, 20, 6",
}


def break_workbook(target: Path) -> None:
    """The town's workbook with a few mistakes."""
    book = load_workbook(TOWN / "vorhaben.xlsx")
    for address, value in _BROKEN.items():
        book.worksheets[0][address].value = value
    _print_as_on_a_screen(book.worksheets[0])
    book.save(target)


def _print_as_on_a_screen(sheet: Worksheet) -> None:
    sheet.print_area = "A1:L22"
    sheet.row_dimensions[1].height = 26
    sheet.print_options.headings = sheet.print_options.gridLines = True
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.page_setup.cellComments = "asDisplayed"
    sheet.page_margins = PageMargins(left=0.1, right=0.1, top=0.1, bottom=0.1, header=0, footer=0)
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = ""


def check_workbook(path: Path) -> tuple[Workbook, ValidationReport]:
    """What is found in a workbook of the town."""
    resources = read_resources()
    town = read_town(TOWN / "dataset.toml", resources.code_lists)
    found = read([path], town, resources)
    return found.workbooks[0], prepare(found, town, resources, today=TODAY).report


def show_notes(content: bytes) -> bytes:
    """The annotated workbook with its notes open."""
    shown = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(shown, "w", zipfile.ZIP_DEFLATED) as target:
        for name in package.namelist():
            part = package.read(name)
            target.writestr(name, _open_notes(part.decode()) if name.endswith(".vml") else part)
    return shown.getvalue()


def _open_notes(vml: str) -> str:
    return re.sub(r"<v:shape .*?</v:shape>", lambda shape: _open_note(shape[0]), vml, flags=re.DOTALL)


def _open_note(shape: str) -> str:
    row, column = (int(number) for name in ("Row", "Column") for number in re.findall(f"<x:{name}>(\\d+)<", shape))
    corners = _SHOWN_AT[f"{column_letter(column + 1)}{row + 1}"]
    moved = re.sub(r"<x:Anchor>.*?</x:Anchor>", f"<x:Anchor>{corners}</x:Anchor>", shape, flags=re.DOTALL)
    return moved.replace("visibility:hidden", "visibility:visible").replace("<x:Row>", "<x:Visible/><x:Row>")


def take_picture_of_workbook(content: bytes, target: Path, folder: Path, *, page: int, height: int) -> None:
    """One page of a workbook as LibreOffice prints it, cut below ``height`` pixels."""
    book = folder / f"{target.stem}.xlsx"
    book.write_bytes(content)
    _run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(book))
    cut = ("-x", "0", "-y", "0", "-W", "1930", "-H", str(height))
    name = str(target.with_suffix(""))
    _run("pdftoppm", "-png", "-r", "165", "-f", str(page), "-singlefile", *cut, str(book.with_suffix(".pdf")), name)


def take_picture_of_page(page: str, target: Path, folder: Path) -> None:
    """The beginning of a page as Chromium shows it."""
    path = folder / "page.html"
    path.write_text(page, "utf-8")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1280,1400")
    _run("chromium", *flags, f"--screenshot={target}", path.as_uri())


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def circular_of_town(folder: Path) -> bytes:
    """The workbook in which one unit is asked about all projects of the town, long after the last word on them."""
    resources = read_resources()
    town = read_town(TOWN / "dataset.toml", resources.code_lists)
    projects = prepare(read(town.workbooks, town, resources), town, resources, today=TODAY).roadmap.projects
    book, path = load_workbook(town.workbooks[0]), folder / "led-by-one.xlsx"
    for project in projects:
        book.worksheets[0][project.cell("lead").address].value = "Hauptamt"
    book.save(path)
    asking = Reminders({"Hauptamt": town.dataset.contact.email})
    town = replace(town, dataset=replace(town.dataset, reminders=asking), workbooks=(path,))
    days = {project.key: TODAY for project in projects}
    found = remind(town, resources, folder, now=datetime(2027, 5, 3, 8, tzinfo=UTC), confirmed=days)
    return workbook_of(found.circulars[0], found, town, resources, "de")


def main() -> None:
    """Write the pictures into the folder that is named, beside this file without one."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS
    title = read_town(TOWN / "dataset.toml", read_resources().code_lists).dataset.title
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        broken = folder / "vorhaben.xlsx"
        break_workbook(broken)
        workbook, report = check_workbook(broken)
        annotated = annotate_workbook(broken.read_bytes(), report, broken.name, workbook)
        take_picture_of_workbook(show_notes(annotated), target / "annotated.png", folder, page=2, height=470)
        take_picture_of_workbook(annotated, target / "report-sheet.png", folder, page=1, height=440)
        take_picture_of_workbook(circular_of_town(folder), target / "umlauf.png", folder, page=1, height=840)
        take_picture_of_page(render_html(report, title=title), target / "report-page.png", folder)


if __name__ == "__main__":
    main()
