"""A path to the workbook found there, or to the fault that keeps it from being read.

Readers are looked up by the form of a file, which its bytes tell and its suffix does not. All of them come with the
promise of ``Reader``; a new one is a function and a line in ``READERS``.

file_kind     what a file is;  stamp, faults, contents  what all readers share
spreadsheet   .xlsx, .xls, .ods by calamine, in a  child  with a  memory  that hands its rows over by a  spool
  unseen      what calamine does not tell: of .xlsx by  package, sheet_xml, styles_xml, filter_xml, relationships;  of
              .xls by  compound, biff, biff_styles;  of .ods by  content_xml, cell_text, data_styles, shown_text
  number_format, markup, mending    whether a format tells more than its value; XML; what calamine refuses
delimited     text files by their  encoding  (eight_bit, letters, garbled),  delimiter,  records and quotes;  kept_text,
              remarks  what stands in their cells, and what their author must know
catalog, statuses, web    the catalog of a portal, for ``score``
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from pipeline.model.errors import WorkbookFault
from pipeline.model.report import Text
from pipeline.model.temporary import is_temporary
from pipeline.model.workbook import Limits, TextHints, Workbook
from pipeline.readers.contents import Contents
from pipeline.readers.delimited import read_delimited
from pipeline.readers.faults import too_large, unknown_type, unreadable
from pipeline.readers.file_kind import HEAD_BYTES, Form, recognize
from pipeline.readers.spreadsheet import read_compound, read_zipped
from pipeline.readers.stamp import changed, read_stamp, refuse_changed

DEFAULT_LIMITS = Limits()
_NO_HINTS = TextHints()


class Reader(Protocol):
    """Reads one form of file."""

    def __call__(self, path: Path, name: str, limits: Limits, hints: TextHints, /) -> Contents:
        """Read the file at ``path``, which its author calls ``name``. ``hints`` are for text alone.

        Every fault of the file is raised at once, as a ``WorkbookFault``. Rows come in order, as often as asked for.
        """


READERS: Mapping[Form, Reader] = {
    Form.ZIP: read_zipped,
    Form.COMPOUND: read_compound,
    Form.TEXT: read_delimited,
}


def read_workbook(
    path: Path, limits: Limits = DEFAULT_LIMITS, *, name: str | None = None, text: TextHints = _NO_HINTS
) -> Workbook:
    """Read the workbook at ``path``, which its author calls ``name``. ``text`` helps with files of text.

    Raises ``WorkbookFault`` for a file that cannot be read, ``OutsideWorldError`` for a disk that fails.
    """
    file = name or path.name
    if is_temporary(file):
        raise WorkbookFault("file-temporary")
    try:
        return _read(path, limits, file, text)
    except FileNotFoundError as error:
        raise WorkbookFault("file-missing") from error
    except OSError as error:
        raise unreadable(path, error) from error


def read_again(path: Path, workbook: Workbook) -> bytes:
    """The bytes of a workbook that was read from ``path``. Raises ``OutsideWorldError`` if they are others by now."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    if hashlib.sha256(content).hexdigest() != workbook.sha256:
        raise changed(path)
    return content


def _read(path: Path, limits: Limits, file: str, hints: TextHints) -> Workbook:
    _refuse_what_is_no_file(path.stat().st_mode)
    with path.open("rb") as stream:
        stamp = read_stamp(path)
        if not stamp.size_bytes:
            raise WorkbookFault("file-empty")
        if stamp.size_bytes > limits.max_expanded_bytes:
            raise too_large("file", found=stamp.size_bytes, allowed=limits.max_expanded_bytes)
        form = recognize(stream.read(HEAD_BYTES))
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    contents = READERS[form](path, file, limits, hints)
    refuse_changed(path, stamp)
    return Workbook(
        file, contents.sheets, sha256, stamp.size_bytes, contents.media_type, contents.date_1904, contents.notes
    )


def _refuse_what_is_no_file(mode: int) -> None:
    """A pipe without a writer would be waited for, for ever."""
    if not stat.S_ISREG(mode):
        raise unknown_type(_KINDS.get(stat.S_IFMT(mode), _DEVICE))


_DEVICE = Text("ein Gerät des Rechners", "a device of the machine")
_KINDS = {
    stat.S_IFDIR: Text("ein Ordner", "a folder"),
    stat.S_IFIFO: Text("eine Leitung zu einem anderen Programm (FIFO)", "a pipe to another program (FIFO)"),
    stat.S_IFSOCK: Text("ein Anschluss eines anderen Programms (Socket)", "a socket of another program"),
}
