"""A zipped spreadsheet to its kind and what calamine does not tell of it, or the fault that forbids reading it."""

from __future__ import annotations

import copy
import errno
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pipeline.model.checked_copy import XLSM, XLSX, XLTM, XLTX
from pipeline.model.errors import WorkbookFault
from pipeline.model.report import Text
from pipeline.model.workbook import Limits
from pipeline.readers import content_xml, sheet_xml
from pipeline.readers.faults import ALTERED, INCOMPLETE, damaged, too_large, unknown_type
from pipeline.readers.mending import CONTENT, mended_content, mended_strings
from pipeline.readers.styles_xml import read_styles
from pipeline.readers.unseen import Inspected

# What the content types say of the workbook part, and what such a file is.
_EXCEL = {
    b"sheet.macroEnabled.main": XLSM,
    b"template.macroEnabled.main": XLTM,
    b"spreadsheetml.template.main": XLTX,
}
ODS = "application/vnd.oasis.opendocument.spreadsheet"

_CHUNK_BYTES = 1 << 20
_HEAD_BYTES = 1 << 16
# Sheets mostly stand in xl/worksheets, yet may stand anywhere below.
_SHEETS = "xl/"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"

_DATE_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")

_BREAK = b"_x000"

_FOREIGN = {
    "xl/workbook.bin": Text("eine Excel-Binärarbeitsmappe (.xlsb)", "an Excel binary workbook (.xlsb)"),
    "word/document.xml": Text("ein Word-Dokument", "a Word document"),
    "ppt/presentation.xml": Text("eine PowerPoint-Präsentation", "a PowerPoint presentation"),
    "Index/Document.iwa": Text("ein Dokument aus Apple Numbers oder Pages", "a document of Apple Numbers or Pages"),
    "mimetype": Text("ein LibreOffice-Dokument, aber keine Tabelle", "a LibreOffice document, yet no spreadsheet"),
}
_ZIP = Text("ein ZIP-Archiv", "a ZIP archive")


class _Seen(NamedTuple):
    """What a first look at a part finds: what calamine may miss, line breaks that are written as ``_x000B_``."""

    is_worth_a_look: bool = False
    has_breaks: bool = False


def inspect_package(path: Path, limits: Limits) -> Inspected:
    """Find out what a zipped file is, after its limits and checksums were tested."""
    with _damage_reported(), ZipFile(path) as archive:
        _refuse_bombs(archive.infolist(), path.stat().st_size, limits)
        _refuse_oddities(archive.infolist())
        media_type = _media_type(archive)
        seen = {info.filename: _read_through(archive, info) for info in archive.infolist()}
        if media_type == ODS:
            content = archive.read(CONTENT)
            unseen = content_xml.read_unseen(archive, content)
            return Inspected(media_type, unseen, copy=mended_content(archive, content))
        date_1904 = bool(_DATE_1904.search(_head(archive, "xl/workbook.xml")))
        worth_a_look = [name for name, part in seen.items() if part.is_worth_a_look]
        unseen = sheet_xml.read_unseen(archive, worth_a_look, read_styles(archive))
        breaks = any(part.has_breaks for part in seen.values())
        return Inspected(media_type, unseen, date_1904, mended_strings(archive), has_breaks=breaks)


@contextmanager
def _damage_reported() -> Iterator[None]:
    """Every way in which an archive can be broken, as one fault."""
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, LookupError, ValueError, OverflowError) as error:
        raise damaged(INCOMPLETE if "not a zip file" in str(error) else ALTERED) from error
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        # The archive sends zipfile to a place before the file begins.
        raise damaged(ALTERED) from error


def _refuse_bombs(infos: list[ZipInfo], size_bytes: int, limits: Limits) -> None:
    """Refuse what would expand too far. ``_read_through`` sees to it that the sizes are true."""
    expanded = sum(info.file_size for info in infos)
    if expanded > limits.max_expanded_bytes:
        raise too_large("expanded", found=expanded, allowed=limits.max_expanded_bytes)
    if expanded > limits.max_expansion * size_bytes:
        raise too_large("expansion", found=-(-expanded // size_bytes), allowed=limits.max_expansion)


def _refuse_oddities(infos: list[ZipInfo]) -> None:
    """Refuse what no spreadsheet program writes."""
    if any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in infos):
        raise damaged(ALTERED)
    # Of two entries with one name, this package might test one and calamine read the other.
    if len({info.filename for info in infos}) < len(infos):
        raise damaged(ALTERED)


def _media_type(archive: ZipFile) -> str:
    """Tell a spreadsheet that can be read from anything else that comes zipped."""
    names = frozenset(archive.namelist())
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise WorkbookFault("file-encrypted")
    if "mimetype" in names and _head(archive, "mimetype").decode("latin-1").startswith(ODS):
        return _open_document(archive)
    if "xl/workbook.xml" in names:
        return _excel(archive)
    raise unknown_type(next((kind for part, kind in _FOREIGN.items() if part in names), _ZIP))


def _open_document(archive: ZipFile) -> str:
    if b"encryption-data" in _head(archive, "META-INF/manifest.xml"):
        raise WorkbookFault("file-encrypted")
    return ODS


def _excel(archive: ZipFile) -> str:
    if _STRICT in _head(archive, "xl/workbook.xml"):
        raise WorkbookFault("file-strict-ooxml")
    types = _head(archive, "[Content_Types].xml")
    return next((media_type for words, media_type in _EXCEL.items() if words in types), XLSX)


def _head(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_HEAD_BYTES)


def _read_through(archive: ZipFile, info: ZipInfo) -> _Seen:
    """Test an entry's checksum and size by expanding it, and have a first look at it."""
    # zipfile stops at the size that the header declares, calamine does not: one byte more betrays a lie.
    asked = copy.copy(info)
    asked.file_size += 1
    size_bytes, tail, seen = 0, b"", _Seen()
    with archive.open(asked) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            size_bytes += len(chunk)
            if info.filename.startswith(_SHEETS):
                piece = tail + chunk
                seen = _Seen(
                    seen.is_worth_a_look or sheet_xml.is_worth_a_look(piece), seen.has_breaks or _BREAK in piece
                )
                tail = chunk[-sheet_xml.OVERLAP_BYTES :]
    if size_bytes != info.file_size:
        raise damaged(ALTERED)
    return seen
