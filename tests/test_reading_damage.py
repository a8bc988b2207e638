"""Bombs, lies, flipped bits, cut files and dying children."""

from __future__ import annotations

import random
import struct
import sys
from collections.abc import Iterator
from dataclasses import astuple
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from zipfile import ZIP_BZIP2, ZipFile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.errors import OutsideWorldError, WorkbookFault
from pipeline.model.workbook import Limits, Row, Value
from pipeline.readers import read_workbook, spool
from pipeline.readers.child import answer
from pipeline.readers.file_kind import Form, recognize
from pipeline.readers.package import inspect_package
from pipeline.readers.spool import SpoolWriter
from pipeline.readers.spreadsheet import load_contents, run_child
from tests.reading_cases import SHEET, edit_part, read_here, small_ods, small_xlsx, xlsx

FLIPS = 60
CUTS = 30


def values_of(path: Path) -> list[tuple[Value, ...]]:
    """All values of a file, read as ``read_workbook`` does but for the process."""
    with path.open("rb") as file:
        if recognize(file.read(64)) is Form.TEXT:
            raise WorkbookFault("file-unknown-type")
    return [row.values for sheet in read_here(path) for row in sheet.rows]


@pytest.fixture(params=[small_xlsx, small_ods])
def sound(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = request.param(tmp_path)
    assert isinstance(path, Path)
    return path


def test_no_flipped_bit_changes_a_value_unseen(sound: Path) -> None:
    content, values = sound.read_bytes(), values_of(sound)
    draw = random.Random(1)

    for _ in range(FLIPS):
        flipped = bytearray(content)
        flipped[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        sound.write_bytes(flipped)
        try:
            assert values_of(sound) == values
        except WorkbookFault:
            continue


def test_a_file_cut_off_anywhere_is_a_fault(sound: Path) -> None:
    content = sound.read_bytes()

    for length in range(1, len(content), len(content) // CUTS):
        sound.write_bytes(content[:length])
        with pytest.raises(WorkbookFault):
            values_of(sound)


def test_a_bomb_is_refused_by_the_sizes_it_declares(tmp_path: Path) -> None:
    path = edit_part(small_xlsx(tmp_path), SHEET, lambda xml: xml + bytes(3_000_000))

    with pytest.raises(WorkbookFault, match="file-too-large") as caught:
        inspect_package(path, Limits())

    assert caught.value.details["allowed_de"] == "100-fach"


def test_what_expands_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookFault, match="file-too-large") as caught:
        inspect_package(small_xlsx(tmp_path), Limits(max_expanded_bytes=10_000))

    assert caught.value.details["limit_de"] == "Größe entpackt"
    assert caught.value.details["allowed_de"] == "1 MB"


def test_a_file_larger_than_what_may_be_expanded_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(WorkbookFault, match="file-too-large") as caught:
        read_workbook(small_xlsx(tmp_path), Limits(max_expanded_bytes=1_000))

    assert caught.value.details["limit_en"] == "size of the file"


@pytest.mark.parametrize("declared", [0, 100, 200_000])
def test_a_header_that_lies_about_its_size_is_found_out(tmp_path: Path, declared: int) -> None:
    path = edit_part(small_xlsx(tmp_path), SHEET, lambda xml: xml + b" " * 100_000)
    # In a line of the directory the size stands 22 bytes before the name, the checksum 30.
    _patch(path, SHEET, -22, declared)
    if not declared:
        _patch(path, SHEET, -30, 0)

    with pytest.raises(WorkbookFault, match="file-damaged"):
        inspect_package(path, Limits())


def _patch(path: Path, part: str, offset: int, number: int) -> None:
    """Write a number beside the name of a part in the directory of an archive."""
    content = bytearray(path.read_bytes())
    with ZipFile(path) as archive:
        name = content.index(part.encode(), archive.start_dir)
    struct.pack_into("<I", content, name + offset, number)
    path.write_bytes(content)


def test_a_part_that_zip_itself_encrypted_needs_a_password(tmp_path: Path) -> None:
    path = small_xlsx(tmp_path)
    # The first flag says so; behind the flags stands the kind of compression, 8 for the usual one.
    _patch(path, SHEET, -38, 1 | 8 << 16)

    with pytest.raises(WorkbookFault, match="file-encrypted"):
        inspect_package(path, Limits())


def test_an_archive_whose_directory_stands_elsewhere_is_damaged(tmp_path: Path) -> None:
    path = small_xlsx(tmp_path)
    content = bytearray(path.read_bytes())
    end = content.rindex(b"PK\x05\x06")
    struct.pack_into("<I", content, end + 16, 1 << 31)
    path.write_bytes(content)

    with pytest.raises(WorkbookFault, match="file-damaged"):
        inspect_package(path, Limits())


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = small_xlsx(tmp_path)
    with ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<worksheet/>")

    with pytest.raises(WorkbookFault, match="file-damaged"):
        inspect_package(path, Limits())


def test_a_compression_that_no_spreadsheet_uses_is_refused(tmp_path: Path) -> None:
    path = small_xlsx(tmp_path)
    with ZipFile(path, "a", ZIP_BZIP2) as archive:
        archive.writestr("xl/extra.xml", b"<x/>" * 100)

    with pytest.raises(WorkbookFault, match="file-damaged"):
        inspect_package(path, Limits())


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="99999999999"><c r="A99999999999" t="e"><v>#N/A</v></c></row>',
        b'<row r="1"><c r="ZZZZ1" t="e"><v>#N/A</v></c></row>',
        b'<row r="one" hidden="1"/>',
        b'<row r="1" hidden="1"><c>',
    ],
)
def test_a_sheet_that_makes_no_sense_is_damaged(tmp_path: Path, row: bytes) -> None:
    path = edit_part(small_xlsx(tmp_path), SHEET, lambda xml: xml.replace(b"</sheetData>", row + b"</sheetData>"))

    with pytest.raises(WorkbookFault, match="file-damaged"):
        inspect_package(path, Limits())


def test_entities_are_refused_before_they_expand(tmp_path: Path) -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet '
    path = edit_part(
        small_xlsx(tmp_path),
        SHEET,
        lambda xml: xml.replace(b"<worksheet ", doctype).replace(b"<row ", b'<row hidden="1" ', 1),
    )

    with pytest.raises(WorkbookFault, match="file-damaged"):
        inspect_package(path, Limits())


def test_an_error_value_unknown_to_excel_is_named_as_the_cause(tmp_path: Path) -> None:
    cell = b'<row r="9"><c r="A9" t="e"><v>#NEU!</v></c></row></sheetData>'
    path = edit_part(small_xlsx(tmp_path), SHEET, lambda xml: xml.replace(b"</sheetData>", cell))

    with pytest.raises(WorkbookFault, match="an error value unknown to Excel"):
        values_of(path)


def test_more_cells_than_allowed_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookFault, match="file-too-large") as caught:
        read_here(small_xlsx(tmp_path), Limits(max_cells=8))

    assert caught.value.details["found_en"] == "more than 8"


def test_rows_that_would_fill_the_disk_are_refused() -> None:
    writer = SpoolWriter(BytesIO(), Limits(max_memory_bytes=100_000))

    with pytest.raises(WorkbookFault, match="file-too-large"):
        writer.write_rows(((f"{number:01000}",), {}) for number in range(3_000))


def test_many_rows_stay_in_the_spool_and_come_as_often_as_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(sheet: Worksheet) -> None:
        for number in range(95):
            sheet.append([number])

    monkeypatch.setattr("pipeline.readers.spreadsheet._SMALL_BYTES", 1_000)
    monkeypatch.setattr(spool, "BLOCK_ROWS", 10)

    (sheet,) = read_here(xlsx(tmp_path / "many.xlsx", many))

    assert not isinstance(sheet.rows, tuple)
    expected = [Row(number + 1, (number,)) for number in range(95)]
    assert list(sheet.rows) == list(sheet.rows) == expected
    assert next(iter(sheet.rows)) == expected[0]


def test_the_parent_unpickles_nothing_but_cells() -> None:
    class Subverted:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return print, ("run in the parent",)

    with TemporaryFile() as file:
        SpoolWriter(file, Limits()).write_answer(Subverted())  # type: ignore[arg-type]
        with pytest.raises(Exception, match="not what a sheet is made of"):
            load_contents(file)


@pytest.fixture
def spool_file() -> Iterator[BytesIO]:
    with TemporaryFile() as file:
        yield file  # type: ignore[misc]


def test_a_child_that_dies_is_a_fault_of_the_file(spool_file: BytesIO) -> None:
    with pytest.raises(WorkbookFault, match="file-crashed"):
        run_child(["-c", "import os; os.abort()"], spool_file, Limits(), time_limit_s=10)


def test_a_child_that_hangs_is_a_fault_of_the_file(spool_file: BytesIO) -> None:
    with pytest.raises(WorkbookFault, match="file-crashed"):
        run_child(["-c", "import time; time.sleep(60)"], spool_file, Limits(), time_limit_s=0.05)


def test_a_child_that_cannot_get_at_the_file_is_no_fault_of_the_file(spool_file: BytesIO, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.xlsx")
    arguments = ["-m", "pipeline.readers.child", gone, "ZIP", *map(str, astuple(Limits()))]

    with pytest.raises(OutsideWorldError, match="No such file"):
        run_child(arguments, spool_file, Limits(), time_limit_s=10)


def test_a_child_out_of_memory_still_says_so(tmp_path: Path) -> None:
    class Full(BytesIO):
        def write(self, _: object) -> int:
            raise MemoryError

    path = small_xlsx(tmp_path)

    assert answer(path, Form.ZIP, Limits(), SpoolWriter(Full(), Limits()))[0] == "file-too-large"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="this system enforces no limit on memory")
def test_a_child_stays_within_its_memory(spool_file: BytesIO) -> None:
    code = "from pipeline.readers.memory import limit_memory; limit_memory(300_000_000); bytes(400_000_000)"

    with pytest.raises(WorkbookFault, match="file-crashed"):
        run_child(["-c", code], spool_file, Limits(), time_limit_s=10)


def test_a_child_learns_no_secret(spool_file: BytesIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CKAN_TOKEN", "geheim")

    run_child(["-c", "import os; print(sorted(os.environ))"], spool_file, Limits(), time_limit_s=10)

    spool_file.seek(0)
    assert b"CKAN_TOKEN" not in spool_file.read()
