"""The styles of an xlsx workbook to the number formats that may tell more than a value, and to the cells of a sheet.

A sheet may have millions of cells, so it is searched as bytes, and only for the styles that matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import IO, NamedTuple
from zipfile import ZipFile

from pipeline.model.workbook import column_number
from pipeline.readers.markup import local_name, parse_xml
from pipeline.readers.number_format import BUILTIN, is_date, may_tell_more, shows_day
from pipeline.readers.unseen import Unseen

_STYLES = "xl/styles.xml"
_CHUNK_BYTES = 1 << 20

# Beyond, one number after the other would be tried at each cell.
_FEW = 40

# The end of a cell's tag in anybody's hand, and all of it as Excel, LibreOffice and openpyxl write it.
_STYLE = rb""" s=["'](?:%s)["'][^>/]*>"""
_CELL = rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: t="[a-zA-Z]+")? s="(%s)"[^>/]*>'

# Not a number that is a day between 1930 and 2173 in both calendars: all of that is told by the day itself.
_NO_SURE_DAY = rb"""(?!\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?\s*<v>(?:1[1-9]|[2-9][0-9])[0-9]{3}(?:\.[0-9]*)?</v>)"""
# Before the first day there is no date: Excel shows a fence, calamine would tell a time of day.
_NEGATIVE = re.compile(_CELL % b"[0-9]+" + rb"\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?\s*<v>(-[0-9.]+(?:E[+-]?[0-9]+)?)</v>")


class _Search(NamedTuple):
    """What is quick to find where there is anything to find, and what finds it."""

    hint: re.Pattern[bytes]
    cells: re.Pattern[bytes]


def read_styles(archive: ZipFile) -> Mapping[str, str]:
    """The number format codes that may tell more than a value, by the number of the style."""
    if _STYLES not in archive.namelist():
        return {}
    scan = _StyleScan()
    with archive.open(_STYLES) as stream:
        parse_xml(stream, scan.start, scan.end)
    known = {**BUILTIN, **scan.codes}
    codes = (known.get(number, "General") for number in scan.numbers)
    return {str(style): code for style, code in enumerate(codes) if may_tell_more(code)}


class _StyleScan:
    """Follows the elements of the style table; cells name their style by its place in ``cellXfs``."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.numbers: list[int] = []
        self._in_styles = False

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        name = local_name(element)
        if name == "numFmt" and "numFmtId" in attributes:
            self.codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "General")
        elif name == "cellXfs":
            self._in_styles = True
        elif name == "xf" and self._in_styles:
            self.numbers.append(int(attributes.get("numFmtId", 0)))

    def end(self, element: str) -> None:
        if local_name(element) == "cellXfs":
            self._in_styles = False


def put_formats(stream: IO[bytes], styles: Mapping[str, str], unseen: Unseen) -> bool:
    """Give the cells of a sheet their codes. False where cells are written as nobody does: these are to be parsed."""
    searches = tuple(_searches(styles))
    columns = cache(lambda letters: column_number(letters.decode()))
    codes = {style.encode(): code for style, code in styles.items()}
    for piece in _pieces(stream):
        for search in searches:
            if not search.hint.search(piece):
                continue
            if not _is_as_usual(piece):
                return False
            for letters, row, style in search.cells.findall(piece):
                if style in codes:
                    unseen.show(int(row), columns(letters), codes[style])
            if b"<v>-" in piece:
                for letters, row, style, number in _NEGATIVE.findall(piece):
                    if is_date(codes.get(style, "")):
                        unseen.put(int(row), columns(letters), float(number))
    return True


def _searches(styles: Mapping[str, str]) -> Iterator[_Search]:
    """What finds the cells of some styles, with those dates left out that tell all there is to tell."""
    days = [style for style, code in styles.items() if shows_day(code)]
    others = [style for style in styles if style not in days]
    for wanted, more in ((others, b""), (days, _NO_SURE_DAY)):
        if wanted:
            one_of = "|".join(wanted).encode() if len(wanted) <= _FEW else b"[0-9]+"
            yield _Search(re.compile(_STYLE % one_of + more), re.compile(_CELL % one_of + more))


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """A sheet piece by piece, none of which ends within a cell."""
    rest = b""
    while chunk := stream.read(_CHUNK_BYTES):
        piece = rest + chunk
        end = max(piece.rfind(b"<c "), 0) or max(piece.rfind(b"<"), 0)
        rest = piece[end:]
        yield piece[:end]
    yield rest


def _is_as_usual(piece: bytes) -> bool:
    """Whether every cell is written with its address first, without a prefix and in double quotation marks."""
    return b":c " not in piece and piece.count(b"<c ") == piece.count(b'<c r="') and b" s='" not in piece
