"""The records of an .xls workbook to the number formats that may tell more than a value, and to their cells."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.readers.number_format import BUILTIN, may_tell_more
from pipeline.readers.unseen import Unseen

_FORMULA, _CODE_PAGE, _MULTIPLE, _STRING, _XF, _SHARED_STRING, _NUMBER, _LABEL, _SMALL_NUMBER, _FORMAT, _BEGIN = (
    0x0006, 0x0042, 0x00BD, 0x00D6, 0x00E0, 0x00FD, 0x0203, 0x0204, 0x027E, 0x041E, 0x0809
)  # fmt: skip

# Records of one cell, which start with its row, its column and its style.
CELLS = frozenset({_FORMULA, _STRING, _SHARED_STRING, _NUMBER, _LABEL, _SMALL_NUMBER})

_BIFF_8 = 0x0600
_MACINTOSH = (10000, 32768)
_CODE_PAGES = (437, 737, 850, 852, 857, 858, 866, *range(1250, 1259))


class Record(NamedTuple):
    """A piece of an .xls workbook."""

    kind: int
    content: bytes


def read_styles(workbook: Iterable[Record]) -> Mapping[int, str]:
    """The codes that may tell more than a value, by the number of the style, from what stands before the sheets."""
    numbers: list[int] = []
    codes = dict(BUILTIN)
    version, encoding = _BIFF_8, "cp1252"
    for kind, content in workbook:
        if kind == _BEGIN:
            (version,) = struct.unpack_from("<H", content)
        elif kind == _CODE_PAGE:
            encoding = _encoding(*struct.unpack_from("<H", content))
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", content)[0]] = _text(content[2:], version, encoding)
        elif kind == _XF:
            numbers += struct.unpack_from("<2xH", content)
    told = ((style, codes.get(number, "General")) for style, number in enumerate(numbers))
    return {style: code for style, code in told if may_tell_more(code)}


def _encoding(code_page: int) -> str:
    return "mac_roman" if code_page in _MACINTOSH else f"cp{code_page}" if code_page in _CODE_PAGES else "cp1252"


def _text(content: bytes, version: int, encoding: str) -> str:
    if version < _BIFF_8:
        return content[1 : 1 + content[0]].decode(encoding, "replace")
    length, wide = struct.unpack_from("<HB", content)
    return content[3 : 3 + 2 * length].decode("utf-16-le") if wide & 1 else content[3 : 3 + length].decode("latin-1")


def put_formats(record: Record, styles: Mapping[int, str], unseen: Unseen) -> None:
    """Give the cells of a record their codes."""
    for row, column, style in _cells(record):
        code = styles.get(style)
        if code is not None:
            unseen.show(row + 1, column + 1, code)


def _cells(record: Record) -> Iterator[tuple[int, int, int]]:
    """The rows, columns and styles of the cells of a record."""
    kind, content = record
    if kind in CELLS:
        yield struct.unpack_from("<HHH", content)
    elif kind == _MULTIPLE:
        row, first = struct.unpack_from("<HH", content)
        for place, (style,) in enumerate(struct.iter_unpack("<H4x", content[4:-2])):
            yield row, first + place, style
