"""The progress report of Erkelenz, opened by a real LibreOffice and seen as pages."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.cli import main
from tests.towns import change, copy_town, publish

MISSING = [name for name in ("soffice", "pdftoppm", "pdftotext") if shutil.which(name) is None]
pytestmark = [pytest.mark.integration, pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")]
BEFORE, NOW = (datetime(2026, month, 12, 9, tzinfo=UTC) for month in (1, 11))


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on two editions, with a project more and one whose end moved, as LibreOffice lays it out."""
    folder = tmp_path_factory.mktemp("erkelenz")
    place = copy_town(folder, "erkelenz")
    publish(place, now=BEFORE)
    change(place, _edit, "roadmap.xlsx")
    publish(place, now=NOW)
    target = folder / "bericht.docx"
    places = [f"--sources={folder / 'sources'}", f"--output={folder / 'output'}", f"--to={target}"]
    with pytest.raises(SystemExit) as ended:
        main(["report", "erkelenz", *places])
    assert ended.value.code == 0
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    call = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(target)]
    subprocess.run(call, check=True, capture_output=True, timeout=180)
    return target.with_suffix(".pdf")


NEW: Mapping[str, str | int] = {
    "Nr.": "2026-01",
    "Projekt": "Offene Daten",
    "Handlungsfelder": "Datenaustausch",
    "Kurzbeschreibung": "Ein erfundenes Projekt.",
    "Status": "laufend",
    "Beginn": 2026,
    "Federführung": "IT-Koordination",
    "Externe Beteiligung": "nein",
}


def _edit(sheet: Worksheet) -> None:
    titles = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value}
    rows = {str(row[0].value): number for number, row in enumerate(sheet.iter_rows(), start=1)}
    sheet.cell(rows["2020-03"], titles["Ende"] or 0).value = "Ende 2027"
    new = sheet.max_row + 1
    for name, value in NEW.items():
        sheet.cell(new, titles[name] or 0).value = value


def test_every_page_is_numbered_and_has_something_on_it(pdf: Path, tmp_path: Path) -> None:
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pages = text.split("\f")[:-1]
    subprocess.run(["pdftoppm", "-r", "40", "-gray", "-png", str(pdf), str(tmp_path / "page")], check=True)

    assert len(list(tmp_path.glob("page-*.png"))) == len(pages)
    assert all(f"Seite {number} von {len(pages)}" in page for number, page in enumerate(pages, start=1) if number > 1)
    assert all(len(page.split()) > 20 for page in pages)


def test_the_pages_tell_what_has_changed(pdf: Path) -> None:
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout

    assert "12. Januar 2026 bis 12. November 2026" in text
    assert "2026-01 Offene Daten" in text
    assert "2020-03 WLAN und Verkabelung" in text
    assert "Anhang: Alle Projekte" in text
    assert "Fehler" not in text
