"""The records of an .xls workbook to what calamine does not tell of its sheets.

A formula whose result was never saved looks there like one whose result is the empty text, so none is reported.
Read after https://learn.microsoft.com/openspecs/office_file_formats/ms-xls.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.model.errors import WorkbookFault
from pipeline.model.report import Text
from pipeline.model.workbook import CellFault, Limits
from pipeline.readers.compound import read_streams
from pipeline.readers.faults import unknown_type
from pipeline.readers.unseen import Inspected, Unseen

XLS = "application/vnd.ms-excel"

_FORMULA, _END, _PASSWORD, _COLUMNS, _SHEET, _BOOL_OR_ERROR, _ROW, _BEGIN = (
    0x0006, 0x000A, 0x002F, 0x007D, 0x0085, 0x0205, 0x0208, 0x0809
)  # fmt: skip

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}

_WORKBOOKS = ("Workbook", "Book")
_FOREIGN = {
    "WordDocument": Text("ein Word-Dokument", "a Word document"),
    "PowerPoint Document": Text("eine PowerPoint-Präsentation", "a PowerPoint presentation"),
    "__properties_version1.0": Text("eine E-Mail aus Outlook", "an e-mail of Outlook"),
    "VisioDocument": Text("eine Visio-Zeichnung", "a Visio drawing"),
}
_OTHER = Text("ein Dokument einer anderen Anwendung", "a document of another application")


class _Record(NamedTuple):
    kind: int
    content: bytes


def inspect_compound(path: Path, _: Limits) -> Inspected:
    """Find out what a file wrapped in OLE is. It does not expand, so that the limit on its own size is all it needs."""
    streams = read_streams(path.read_bytes(), ("EncryptedPackage", *_WORKBOOKS, *_FOREIGN))
    if "EncryptedPackage" in streams:
        raise WorkbookFault("file-encrypted")
    workbook = next((streams[name] for name in _WORKBOOKS if name in streams), None)
    if workbook is None:
        raise unknown_type(next((kind for name, kind in _FOREIGN.items() if name in streams), _OTHER))
    return Inspected(XLS, dict(enumerate(_scan_sheet(workbook, start) for start in _sheet_starts(workbook))))


def _sheet_starts(workbook: bytes) -> list[int]:
    records = list(_records(workbook, 0))
    if any(record.kind == _PASSWORD for record in records):
        raise WorkbookFault("file-encrypted")
    return [int.from_bytes(record.content[:4], "little") for record in records if record.kind == _SHEET]


def _records(stream: bytes, position: int) -> Iterator[_Record]:
    """The records of one part of the stream, without those of the charts embedded in it."""
    depth = 0
    while position + 4 <= len(stream):
        kind, size_bytes = struct.unpack_from("<HH", stream, position)
        position += 4 + size_bytes
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 1:
            yield _Record(kind, stream[position - size_bytes : position])
        elif depth < 1:
            return


def _scan_sheet(workbook: bytes, start: int) -> Unseen:
    unseen = Unseen()
    scans = {_ROW: _scan_row, _COLUMNS: _scan_columns, _BOOL_OR_ERROR: _scan_error, _FORMULA: _scan_formula}
    for kind, content in _records(workbook, start):
        scan = scans.get(kind)
        if scan:
            scan(content, unseen)
    return unseen


def _scan_row(content: bytes, unseen: Unseen) -> None:
    row, height, flags = struct.unpack("<H4xH4xL", content)
    if flags & 0x20 or height == 0:
        unseen.hidden_rows.append(range(row + 1, row + 2))


def _scan_columns(content: bytes, unseen: Unseen) -> None:
    first, last, width, flags = struct.unpack_from("<HHH2xH", content)
    if flags & 1 or width == 0:
        unseen.hidden_columns.append(range(first + 1, last + 2))


def _scan_error(content: bytes, unseen: Unseen) -> None:
    row, column, code, is_error = struct.unpack("<HH2xBB", content)
    if is_error:
        unseen.put(row + 1, column + 1, _error(code))


def _scan_formula(content: bytes, unseen: Unseen) -> None:
    # A result that is no number: 0xFFFF at the end, its kind in the first byte (2 for an error), then its code.
    row, column, kind, code, mark = struct.unpack_from("<HH2xBxB3xH", content)
    if mark == 0xFFFF and kind == 2:
        unseen.put(row + 1, column + 1, _error(code))


def _error(code: int) -> CellFault:
    return CellFault("error", _ERRORS.get(code, "#N/A"))
