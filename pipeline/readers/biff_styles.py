"""The records of an .xls workbook to the number formats that may tell more than a value, and to their cells."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.readers.number_format import BUILTIN, is_date, may_tell_more
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
    """Give the cells of a record their codes; a number before the first day is no date, which calamine makes of it."""
    for row, column, style, number in _cells(record):
        code = styles.get(style)
        if code is not None:
            unseen.show(row + 1, column + 1, code)
            if number < 0 and is_date(code):
                unseen.put(row + 1, column + 1, number)


def _cells(record: Record) -> Iterator[tuple[int, int, int, float]]:
    """The rows, columns and styles of the cells of a record, and the numbers in them."""
    kind, content = record
    if kind == _MULTIPLE:
        row, first = struct.unpack_from("<HH", content)
        for place, (style, number) in enumerate(struct.iter_unpack("<HL", content[4:-2])):
            yield row, first + place, style, _small_number(number)
    elif kind in CELLS:
        row, column, style = struct.unpack_from("<HHH", content)
        yield row, column, style, _number(kind, content[6:])


def _number(kind: int, content: bytes) -> float:
    if kind == _SMALL_NUMBER:
        return _small_number(int.from_bytes(content[:4], "little"))
    # A formula may result in what is no number.
    is_number = kind == _NUMBER or (kind == _FORMULA and content[6:8] != b"\xff\xff")
    return float(struct.unpack_from("<d", content)[0]) if is_number else 0.0


def _small_number(packed: int) -> float:
    """A number in 30 bits: whole, or the upper part of a float, as the lowest bits tell; they tell hundredths, too."""
    signed = packed - (1 << 32) if packed >> 31 else packed
    number = float(signed >> 2) if packed & 2 else struct.unpack("<d", bytes(4) + struct.pack("<L", packed & ~3))[0]
    return float(number / 100 if packed & 1 else number)
