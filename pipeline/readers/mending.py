"""Parts of a zipped spreadsheet that calamine refuses or misreads to a copy of the spreadsheet that it reads.

calamine takes nothing but cells within a row of OpenDocument, no line break and no comment: such as a program writes
that indents its XML. And it drops blanks at the ends of the pieces of a text, where Excel says that they are to be kept
and other programs forget to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

CONTENT = "content.xml"
_STRINGS = "xl/sharedStrings.xml"

_BETWEEN_CELLS = re.compile(rb"(?:\s|<!--.*?-->|<\?.*?\?>)+(?=</?table:)", re.DOTALL)
_WITHIN_A_ROW = re.compile(rb">\s+</?table:(?:table-cell|covered-table-cell|table-row>|named-)|<!--|<\?(?!xml )")
# Quick to look for; behind the declaration of the XML there mostly is a line break.
_MARKS = (b">\n", b">\r", b">\t", b"> ", b"<!--", b"<?")
_DECLARATION_BYTES = 60
_PIECE = re.compile(rb"<t>(?=\s)|<t>(?=[^<]*\s</t>)")

# Pictures and their like, which may be large.
_UNREAD = ("xl/media/", "Pictures/", "Thumbnails/", "ObjectReplacements/")


def mended_content(archive: ZipFile, content: bytes) -> bytes | None:
    """A copy of an OpenDocument spreadsheet without anything between its cells, if there is anything."""
    if not any(content.find(mark, _DECLARATION_BYTES) >= 0 for mark in _MARKS) or not _WITHIN_A_ROW.search(content):
        return None
    return _copy(archive, {CONTENT: _BETWEEN_CELLS.sub(b"", content)})


def mended_strings(archive: ZipFile) -> bytes | None:
    """A copy of an Excel workbook that keeps the blanks within its texts, if any are at stake."""
    strings = archive.read(_STRINGS) if _STRINGS in archive.namelist() else b""
    if b"</r>" not in strings or not _PIECE.search(strings):
        return None
    return _copy(archive, {_STRINGS: _PIECE.sub(b'<t xml:space="preserve">', strings)})


def _copy(archive: ZipFile, mended: Mapping[str, bytes]) -> bytes:
    copy = BytesIO()
    with ZipFile(copy, "w", ZIP_STORED) as parts:
        for name in archive.namelist():
            if not name.startswith(_UNREAD):
                parts.writestr(name, mended.get(name) or archive.read(name))
    return copy.getvalue()
