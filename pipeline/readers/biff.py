"""The records of an .xls workbook to what calamine does not tell of its sheets.

A formula whose result was never saved looks there like one whose result is the empty text, or 0. It is told by what its
program says of it: that it is to be computed when opened, that the sheet was not, or that no program stands behind it
that computes (such ones write a summary).
Read after https://learn.microsoft.com/openspecs/office_file_formats/ms-xls.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pipeline.model.errors import WorkbookFault
from pipeline.model.report import Text
from pipeline.model.workbook import CellFault, Limits
from pipeline.readers.biff_styles import Record, put_formats, read_styles
from pipeline.readers.compound import read_streams
from pipeline.readers.faults import unknown_type
from pipeline.readers.unseen import Inspected, Unseen

XLS = "application/vnd.ms-excel"

_FORMULA, _END, _PASSWORD, _NOT_COMPUTED, _COLUMNS, _SHEET, _FILTERED, _BOOL_OR_ERROR, _ROW, _BEGIN = (
    0x0006, 0x000A, 0x002F, 0x005E, 0x007D, 0x0085, 0x009B, 0x0205, 0x0208, 0x0809
)  # fmt: skip

# Results of formulas: their kinds, and what stands where there is none: 0, or the empty text.
_ERROR, _EMPTY_TEXT = 2, 3
_NO_RESULTS = (bytes(8), struct.pack("<B5xH", _EMPTY_TEXT, 0xFFFF))
_COMPUTE_WHEN_OPENED = 0x0002
_NEVER_COMPUTED = CellFault("formula", "=…")
_SUMMARY = "\x05SummaryInformation"

_ALL_ROWS = range(1, 65_537)

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


def inspect_compound(path: Path, _: Limits) -> Inspected:
    """Find out what a file wrapped in OLE is. It does not expand, so that the limit on its own size is all it needs."""
    streams = read_streams(path.read_bytes(), ("EncryptedPackage", _SUMMARY, *_WORKBOOKS, *_FOREIGN))
    if "EncryptedPackage" in streams:
        raise WorkbookFault("file-encrypted")
    workbook = next((streams[name] for name in _WORKBOOKS if name in streams), None)
    if workbook is None:
        raise unknown_type(next((kind for name, kind in _FOREIGN.items() if name in streams), _OTHER))
    return Inspected(XLS, dict(enumerate(_scan_workbook(workbook, computed=_SUMMARY in streams))))


def _scan_workbook(workbook: bytes, *, computed: bool) -> Iterator[Unseen]:
    before_the_sheets = list(_records(workbook, 0))
    if any(record.kind == _PASSWORD for record in before_the_sheets):
        raise WorkbookFault("file-encrypted")
    styles = read_styles(before_the_sheets)
    for kind, content in before_the_sheets:
        if kind == _SHEET:
            (start,) = struct.unpack_from("<L", content)
            yield _scan_sheet(workbook, start, styles, computed=computed)


def _records(stream: bytes, position: int) -> Iterator[Record]:
    """The records of one part of the stream, without those of the charts embedded in it."""
    depth = 0
    while position + 4 <= len(stream):
        kind, size_bytes = struct.unpack_from("<HH", stream, position)
        position += 4 + size_bytes
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 1:
            yield Record(kind, stream[position - size_bytes : position])
        elif depth < 1:
            return


def _scan_sheet(workbook: bytes, start: int, styles: Mapping[int, str], *, computed: bool) -> Unseen:
    unseen = Unseen()
    for record in _records(workbook, start):
        kind, content = record
        if kind == _FORMULA:
            _scan_formula(content, unseen, computed=computed)
        elif kind == _NOT_COMPUTED:
            computed = False
        elif kind == _FILTERED:
            unseen.filters.append(_ALL_ROWS)
        elif kind in _SCANS:
            _SCANS[kind](content, unseen)
        if styles:
            put_formats(record, styles, unseen)
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


def _scan_formula(content: bytes, unseen: Unseen, *, computed: bool) -> None:
    # A result that is no number: 0xFFFF at the end, its kind in the first byte (2 for an error), then its code.
    row, column, kind, code, mark, flags = struct.unpack_from("<HH2xBxB3xHH", content)
    if mark == 0xFFFF and kind == _ERROR:
        unseen.put(row + 1, column + 1, _error(code))
    elif (not computed or flags & _COMPUTE_WHEN_OPENED) and content[6:14] in _NO_RESULTS:
        unseen.put(row + 1, column + 1, _NEVER_COMPUTED)


def _error(code: int) -> CellFault:
    return CellFault("error", _ERRORS.get(code, "#N/A"))


_SCANS: Mapping[int, Callable[[bytes, Unseen], None]] = {
    _ROW: _scan_row,
    _COLUMNS: _scan_columns,
    _BOOL_OR_ERROR: _scan_error,
}
