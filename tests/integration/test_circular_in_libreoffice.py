"""A circular opened and saved by a real LibreOffice, under another name and as CSV, is the reply that it was."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.circular import Reply, Said
from pipeline.remind import judge_reply
from pipeline.town.resources import read_resources
from tests.circulars import answered, in_november, put, reply_of, say

MISSING = [name for name in ("soffice", "pdftotext") if shutil.which(name) is None]
pytestmark = [pytest.mark.integration, pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")]
UNIT = "Bürgeramt"


def _edit(sheet: Worksheet) -> None:
    say(sheet, "Z-13", "geändert")
    put(sheet, "Z-13", "Beginn", "12/2026")
    say(sheet, "Z-25", "stimmt noch")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the answered workbook under another name, and with what LibreOffice makes of it."""
    folder = tmp_path_factory.mktemp("umlauf")
    book = folder / "Antwort vom Amt.xlsx"
    book.write_bytes(answered(in_november().workbook(UNIT), _edit))
    for form in ("csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false", "ods", "xls", "pdf"):
        _convert(book, folder / "out", form, folder / "profile")
    _convert(folder / "out" / "Antwort vom Amt.ods", folder / "saved", "xlsx", folder / "profile")
    return folder


def _convert(book: Path, target: Path, form: str, profile: Path) -> None:
    call = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form]
    subprocess.run([*call, "--outdir", str(target), str(book)], check=True, capture_output=True, timeout=180)


@pytest.mark.parametrize(
    "name",
    ["saved/Antwort vom Amt.xlsx", "out/Antwort vom Amt.ods", "out/Antwort vom Amt.xls", "out/Antwort vom Amt.csv"],
)
def test_what_libreoffice_saved_says_what_was_typed_and_nothing_else(folder: Path, name: str) -> None:
    circular = in_november().of(UNIT)

    reply = reply_of(folder / name)

    assert isinstance(reply, Reply)
    assert judge_reply(reply, circular, read_resources().rules) == ()
    assert reply.said == {"Z-13": Said.CHANGED, "Z-25": Said.CONFIRMED}
    texts = {(key, column): cell.text for key, row in reply.answers.items() for column, cell in row.items()}
    changed = {place: text for place, text in texts.items() if text != circular.base[place]}
    assert changed == {("Z-13", "start"): "12/2026"}
    assert texts.keys() == circular.base.keys()


def test_notes_and_lists_are_there_after_saving(folder: Path) -> None:
    sheet = load_workbook(folder / "saved" / "Antwort vom Amt.xlsx").worksheets[0]

    notes = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert any("Wann beginnt das Projekt?" in note for note in notes)
    assert sum(found.type == "list" for found in sheet.data_validations.dataValidation) >= 4


def test_each_printed_page_says_whose_projects_they_are(folder: Path) -> None:
    pdf = folder / "out" / "Antwort vom Amt.pdf"
    pages = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()

    with_projects = [page for page in pages.split("\f") if "Z-13" in page]
    assert 1 < len(with_projects) < 5
    assert all(in_november().of(UNIT).mark in page for page in with_projects)
    assert sum("Stimmt das noch?" in page for page in with_projects) == 1
