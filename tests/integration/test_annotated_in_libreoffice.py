"""Annotated workbooks, opened and saved again by LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from pipeline.model.report import Rule, Severity, Text, Tier, ValidationResult, build_report
from pipeline.model.workbook import CellRef, Row, Sheet, Workbook
from pipeline.render.reports.annotated import annotate_workbook

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed"),
]
FILE = "roadmap.xlsx"
CELLS = ("A1", "B3", "C2", "D3", "F9", "B40")


def saved_by_libreoffice(content: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice writes it after having opened it."""
    source, target = folder / "annotated.xlsx", folder / "saved"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    to_xlsx = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target), str(source)]
    subprocess.run([str(SOFFICE), profile, *to_xlsx], check=True, capture_output=True, timeout=180)
    return (target / source.name).read_bytes()


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def comments(content: bytes, sheet: str) -> dict[str, str]:
    cells = (cell for row in opened(content)[sheet].iter_rows() for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


def findings(*addresses: str, sheet: str = "Roadmap") -> list[ValidationResult]:
    remedy = Text("Schreiben Sie 06/2024.", "Write 06/2024.")
    results = []
    for number, address in enumerate(addresses):
        severity = list(Severity)[number % 3]
        message = Text(f"Falsch in {address}.", f"Wrong in {address}.")
        title = Text("Datum nicht lesbar", "Date cannot be read")
        rule = Rule("date", "https://example.org/rule/date", severity, Tier.CELLS, title, message, remedy)
        at = CellRef(FILE, sheet, address[0], int(address[1:]))
        results.append(ValidationResult(rule, at, message, remedy, "Beginn", "=1+1"))
    return results


@pytest.fixture
def author() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Roadmap"
    sheet.append(["Kennung", "Titel", "Beginn", "Kosten"])
    sheet.append(["2022-01", "WLAN", date(2020, 6, 1), 25000])
    sheet.append(["2022-02", "Bauantrag", "irgendwann", "=SUM(D2:D2)*2"])
    sheet["A1"].font, sheet["A1"].fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E79")
    sheet["C2"].number_format = "DD.MM.YYYY"
    sheet["B3"].comment = Comment("Bitte klären", "Autor")
    sheet["E2"].comment = Comment("Bleibt", "Autor")
    sheet.column_dimensions["B"].width = 40
    book.create_sheet("Notizen")["A1"] = "privat"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_every_comment_stands_once_and_at_its_cell(author: bytes, tmp_path: Path) -> None:
    content = annotate_workbook(author, build_report(findings(*CELLS)), FILE)

    texts = comments(saved_by_libreoffice(content, tmp_path), "Roadmap")

    assert texts.keys() == {*CELLS, "E2"}
    assert all(texts[cell].count(f"Falsch in {cell}.") == 1 for cell in CELLS)
    assert texts["B3"].startswith("Bitte klären")
    assert texts["E2"] == "Bleibt"


def test_formulas_formats_and_widths_are_kept(author: bytes, tmp_path: Path) -> None:
    content = annotate_workbook(author, build_report(findings(*CELLS)), FILE)

    sheet = opened(saved_by_libreoffice(content, tmp_path))["Roadmap"]

    assert sheet["D3"].value == "=SUM(D2:D2)*2"
    assert sheet["C2"].value.date() == date(2020, 6, 1)
    assert sheet["C2"].number_format.upper().replace("\\", "") == "DD.MM.YYYY"
    assert sheet.column_dimensions["B"].width == pytest.approx(40, abs=1)
    assert [sheet[cell].fill.fgColor.rgb for cell in ("A1", "B3", "C2")] == ["FFFBCFCB", "FFFDE6AE", "FFD0E4F9"]


def test_the_summary_links_to_cells_and_runs_no_value(author: bytes, tmp_path: Path) -> None:
    content = annotate_workbook(author, build_report(findings("B3")), FILE)

    book = opened(saved_by_libreoffice(content, tmp_path))
    sheet = book["Prüfbericht"]

    assert book.sheetnames == ["Prüfbericht", "Roadmap", "Notizen"]
    assert book.active is book["Roadmap"]
    assert sheet["E9"].value == "=1+1"
    assert sheet["E9"].data_type == "s"
    assert sheet["C9"].hyperlink.location.replace("'", "") == "Roadmap!B3"


def test_a_workbook_that_libreoffice_saved_loses_what_is_mended(author: bytes, tmp_path: Path) -> None:
    first = saved_by_libreoffice(annotate_workbook(author, build_report(findings(*CELLS)), FILE), tmp_path)

    second = annotate_workbook(first, build_report(findings("C3")), FILE)

    before, sheet = opened(author)["Roadmap"], opened(second)["Roadmap"]
    texts = comments(second, "Roadmap")
    assert texts.keys() == {"B3", "C3", "E2"}
    assert texts["B3"].strip() == "Bitte klären"
    assert (sheet["A1"].fill.fgColor.rgb, sheet["A1"].font.color.rgb) == ("FF1F4E79", "FFFFFFFF")
    assert (sheet["C2"].fill.fill_type, before["C2"].fill.fill_type) == (None, None)
    assert opened(second).sheetnames == ["Prüfbericht", "Roadmap", "Notizen"]


def test_the_copy_of_a_text_file_opens_with_its_comments(tmp_path: Path) -> None:
    rows = (Row(1, ("Kennung", "Beginn")), Row(2, ("01", "=1+1")))
    workbook = Workbook(FILE, (Sheet("roadmap", rows),), "", 0, "text/csv")
    content = annotate_workbook(b"Kennung;Beginn", build_report(findings("B2", sheet="roadmap")), FILE, workbook)

    saved = saved_by_libreoffice(content, tmp_path)

    assert comments(saved, "roadmap").keys() == {"B2"}
    assert [cell.value for cell in opened(saved)["roadmap"][2]] == ["01", "=1+1"]
    assert opened(saved)["roadmap"]["B2"].data_type == "s"
