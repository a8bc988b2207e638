"""What every reader gives back: the sheets of a file, and the media type it was found to have."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model.workbook import ReadingNote, Sheet


class Contents(NamedTuple):
    """The sheets of a file. ``media_type`` follows from its bytes, whatever its name says.

    ``date_1904`` is true where days are counted from 1904. ``notes`` are what the reader has to say of the file.
    """

    media_type: str
    sheets: tuple[Sheet, ...]
    date_1904: bool = False
    notes: tuple[ReadingNote, ...] = ()
