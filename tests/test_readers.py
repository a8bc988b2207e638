"""Any file to a workbook, or to the fault its author can mend."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model.errors import OutsideWorldError, WorkbookFault
from pipeline.model.workbook import Limits, Row
from pipeline.readers import read_workbook
from pipeline.readers.file_kind import Form, recognize
from pipeline.readers.package import inspect_package
from tests.reading_cases import (
    SHEET,
    compound_of_another_program,
    edit_part,
    encrypted_xls,
    encrypted_xlsx,
    far_cell,
    run_here,
    saved_xls,
    small_ods,
    small_xls,
    small_xlsx,
    strict_xlsx,
    xlsx,
    zipped,
)

RULES = Path(__file__).parents[1] / "shapes" / "reading.ttl"


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def fault_of(path: Path, limits: Limits | None = None) -> WorkbookFault:
    with pytest.raises(WorkbookFault) as caught:
        read_workbook(path, limits or Limits())
    return caught.value


def test_a_workbook_carries_its_name_digest_size_and_rows(tmp_path: Path) -> None:
    path = small_xlsx(tmp_path)

    workbook = read_workbook(path)

    assert workbook.file == "roadmap.xlsx"
    assert workbook.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert workbook.size_bytes == path.stat().st_size
    assert workbook.media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert [sheet.name for sheet in workbook.sheets] == ["Roadmap"]
    assert list(workbook.sheets[0].rows) == [
        Row(1, ("Nr.", "Titel", "Jahr")),
        Row(2, ("01", "Bürgerportal", 2024)),
        Row(3, ("02", "Offene Daten", 2025)),
    ]


def test_a_file_is_called_what_its_author_calls_it(tmp_path: Path) -> None:
    path = written(tmp_path, "upload-17.part", b"Nr.;Titel\n01;Portal\n")

    workbook = read_workbook(path, name="Maßnahmen.csv")

    assert workbook.file == "Maßnahmen.csv"
    assert workbook.sheets[0].name == "Maßnahmen"


def test_the_suffix_has_no_say(tmp_path: Path) -> None:
    path = small_xlsx(tmp_path).rename(tmp_path / "roadmap.xls")

    assert len(list(read_workbook(path).sheets[0].rows)) == 3


def test_text_named_as_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    path = written(tmp_path, "export.xls", b"Nr.\tTitel\r\n01\tPortal\r\n")

    workbook = read_workbook(path)

    assert workbook.media_type == "text/tab-separated-values"
    assert list(workbook.sheets[0].rows)[1] == Row(2, ("01", "Portal"))


def placeholders(rule: str) -> set[str]:
    """The details that the words of a rule ask for."""
    rules = RULES.read_text(encoding="utf-8").split("\nrule:")
    (words,) = (text for text in rules if text.startswith(f"{rule} "))
    return set(re.findall(r"{(\w+)}", words)) - {"file"}


FAULTS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "no file": ("file-missing", lambda folder: folder / "roadmap.xlsx"),
    "lock of Excel": ("file-temporary", lambda folder: written(folder, "~$roadmap.xlsx", b"x")),
    "lock of LibreOffice": ("file-temporary", lambda folder: written(folder, ".~lock.roadmap.ods#", b"x")),
    "unfinished download": ("file-temporary", lambda folder: written(folder, "roadmap.xlsx.part", b"x")),
    "unfinished copy": ("file-temporary", lambda folder: written(folder, "A1B2.TMP", b"x")),
    "nothing": ("file-empty", lambda folder: written(folder, "roadmap.xlsx", b"")),
    "blank text": ("file-no-table", lambda folder: written(folder, "roadmap.csv", b"\r\n;;\r\n")),
    "mark alone": ("file-no-table", lambda folder: written(folder, "roadmap.csv", b"\xef\xbb\xbf")),
    "empty sheet": ("file-no-table", lambda folder: xlsx(folder / "roadmap.xlsx", lambda sheet: None)),
    "folder": ("file-unknown-type", lambda folder: folder),
    "PDF": ("file-unknown-type", lambda folder: written(folder, "roadmap.xlsx", b"%PDF-1.7\n")),
    "noise": ("file-unknown-type", lambda folder: written(folder, "roadmap.csv", bytes(range(256)))),
    "archive": ("file-unknown-type", lambda folder: zipped(folder / "roadmap.xlsx", photo_DOT_jpg="x")),
    "other compound": ("file-unknown-type", compound_of_another_program),
    "xlsx with a password": ("file-encrypted", encrypted_xlsx),
    "xls with a password": ("file-encrypted", encrypted_xls),
    "strict xlsx": ("file-strict-ooxml", strict_xlsx),
    "half an xlsx": ("file-damaged", lambda folder: written(folder, "a.xlsx", small_xlsx(folder).read_bytes()[:3000])),
    "half an xls": (
        "file-damaged",
        lambda folder: written(folder, "a.xls", saved_xls(folder, small_xls()).read_bytes()[:3000]),
    ),
    "broken XML": (
        "file-damaged",
        lambda folder: edit_part(small_xlsx(folder), SHEET, lambda xml: xml.replace(b"</sheetData>", b"")),
    ),
}


@pytest.mark.parametrize(("rule", "build"), FAULTS.values(), ids=FAULTS)
def test_a_file_that_cannot_be_read_breaks_a_rule(
    rule: str, build: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.readers.spreadsheet.run_child", run_here)
    path = build(tmp_path)

    fault = fault_of(path)

    assert fault.rule == rule
    assert set(fault.details) == placeholders(rule)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="this system enforces no limit on memory")
def test_a_sheet_that_takes_more_than_memory_is_too_large(tmp_path: Path) -> None:
    fault = fault_of(far_cell(tmp_path))

    assert fault.rule == "file-too-large"
    assert fault.details["limit_en"] == "memory needed to read it"
    assert set(fault.details) == placeholders("file-too-large")


def test_a_fault_that_the_child_finds_is_told_by_its_parent(tmp_path: Path) -> None:
    fault = fault_of(strict_xlsx(tmp_path))

    assert fault.rule == "file-strict-ooxml"


def test_a_web_page_named_xls_is_told_to_be_one(tmp_path: Path) -> None:
    page = "\ufeff\r\n<HTML><body><table><tr><td>1</td></tr></table></body></HTML>"

    for encoding in ("utf-8", "utf-16-le"):
        fault = fault_of(written(tmp_path, "roadmap.xls", page.encode(encoding)))

        assert fault.details == {"kind_de": "eine Internetseite (HTML)", "kind_en": "a web page (HTML)"}


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"word__document_DOT_xml": ""}, "a Word document"),
        ({"ppt__presentation_DOT_xml": ""}, "a PowerPoint presentation"),
        ({"xl__workbook_DOT_bin": ""}, "an Excel binary workbook (.xlsb)"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "a LibreOffice document, yet no spreadsheet"),
        ({"Index__Document_DOT_iwa": ""}, "a document of Apple Numbers or Pages"),
        ({"readme_DOT_txt": ""}, "a ZIP archive"),
    ],
)
def test_a_zipped_file_of_another_kind_is_named(tmp_path: Path, parts: dict[str, str], kind: str) -> None:
    with pytest.raises(WorkbookFault) as caught:
        inspect_package(zipped(tmp_path / "roadmap.xlsx", **parts), Limits())

    assert caught.value.details["kind_en"] == kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"SQLite format 3\x00", "a database"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "an XML file"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "a web page (HTML)"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", "a web page (HTML)"),
        (b'[{"id": 1}]', "a JSON file"),
        (b"\x09\x04\x06\x00\x00\x04", "a table of Excel 4.0 or older"),
    ],
)
def test_a_file_of_another_kind_is_named_by_its_first_bytes(head: bytes, kind: str) -> None:
    with pytest.raises(WorkbookFault) as caught:
        recognize(head)

    assert caught.value.details["kind_en"] == kind


def test_a_text_that_starts_like_no_signature_is_text() -> None:
    assert recognize("Straße;Nr.".encode()) is Form.TEXT
    assert recognize("Straße;Nr.".encode("utf-16")) is Form.TEXT


def test_an_encrypted_ods_is_told_from_its_manifest(tmp_path: Path) -> None:
    manifest = b'<manifest:file-entry><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    path = edit_part(small_ods(tmp_path), "META-INF/manifest.xml", lambda _: manifest)

    with pytest.raises(WorkbookFault, match="file-encrypted"):
        inspect_package(path, Limits())


def test_a_disk_that_fails_is_no_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = small_xlsx(tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", fail)

    with pytest.raises(OutsideWorldError, match="Permission denied"):
        read_workbook(path)


def test_the_child_imports_nothing_heavy() -> None:
    code = "import sys, pipeline.readers.child; print(*sys.modules)"

    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()

    assert not {"openpyxl", "pandas", "numpy", "rdflib", "pyoxigraph", "requests"} & set(modules)
