"""A file of delimited text to one sheet, whose rows are fetched from the disk whenever they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipeline.model.errors import WorkbookFault
from pipeline.model.workbook import Limits, ReadingNote, Row, Sheet, TextHints
from pipeline.readers.contents import Contents
from pipeline.readers.delimiter import Sample, declared_delimiter, find_delimiter, find_width, has_narrow_header
from pipeline.readers.encoding import MARK, Encoded, find_encoding
from pipeline.readers.faults import open_quotes, too_large, unreadable
from pipeline.readers.kept_text import as_meant
from pipeline.readers.records import Record, TooManyFlaws, read_records
from pipeline.readers.remarks import Remarks, remarks_on_encoding
from pipeline.readers.stamp import Stamp, read_stamp, refuse_changed

_SAMPLE_LETTERS = 100_000
_NO_HINTS = TextHints()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text file writes its records down. ``head_lines`` speak to Excel and are no rows."""

    encoded: Encoded
    delimiter: str
    width: int
    head_lines: int = 0
    narrow_header: bool = False


@dataclass(frozen=True, slots=True)
class DelimitedRows:
    """The rows of a text file up to ``last_row``. They are numbered by record, as a spreadsheet program shows them."""

    path: Path
    layout: Layout
    last_row: int
    stamp: Stamp

    def __iter__(self) -> Iterator[Row]:
        """The rows from the first on. The file is closed again with the last, or when nobody asks for more."""
        with _failures_reported(self.path), _opened(self.path, self.layout) as lines:
            refuse_changed(self.path, self.stamp)
            for number, (values, _) in enumerate(islice(_records(lines, self.layout), self.last_row), 1):
                yield Row(number, tuple(map(as_meant, values)))


def read_delimited(path: Path, name: str, limits: Limits, hints: TextHints = _NO_HINTS, /) -> Contents:
    """Read comma-, semicolon-, tab- or bar-separated text in the encodings that spreadsheet programs write."""
    stamp = read_stamp(path)
    layout = _find_layout(path, hints)
    sheet = Path(name).stem
    last_row, notes = _read_once(path, layout, limits, sheet)
    if not last_row:
        raise WorkbookFault("file-no-table")
    media_type = "text/tab-separated-values" if layout.delimiter == "\t" else "text/csv"
    rows = DelimitedRows(path, layout, last_row, stamp)
    return Contents(media_type, (Sheet(sheet, rows),), notes=(*remarks_on_encoding(layout.encoded), *notes))


def _find_layout(path: Path, hints: TextHints) -> Layout:
    encoded = find_encoding(path, fixed=hints.encoding)
    with path.open(encoding=encoded.encoding, newline="") as file:
        first_line = file.readline(_SAMPLE_LETTERS).lstrip(MARK)
        declared = declared_delimiter(first_line)
        sample = _sample(("" if declared else first_line) + file.read(_SAMPLE_LETTERS))
    delimiter = hints.delimiter or declared or find_delimiter(sample)
    width = find_width(sample, delimiter)
    narrow = has_narrow_header(sample, delimiter, width)
    return Layout(encoded, delimiter, width, head_lines=1 if declared else 0, narrow_header=narrow)


def _sample(text: str) -> Sample:
    """A text of whole lines, as far as there are any."""
    if len(text) < _SAMPLE_LETTERS:
        return Sample(text)
    return Sample(text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text, complete=False)


def _read_once(path: Path, layout: Layout, limits: Limits, sheet: str) -> tuple[int, tuple[ReadingNote, ...]]:
    """The number of the last row with a value, and what there is to say of the rows.

    The whole file is read, so that no fault shows up later.
    """
    last = cells = number = 0
    remarks = Remarks(sheet, layout.width, may_be_garbled=layout.encoded.may_be_garbled)
    with _opened(path, layout) as lines:
        try:
            for number, (values, flaws) in enumerate(_records(lines, layout), 1):
                cells += len(values)
                if cells > limits.max_cells:
                    raise too_large("cells", found=limits.max_cells, allowed=limits.max_cells)
                if len(values) != layout.width or flaws or remarks.may_be_garbled:
                    remarks.look_at(number, values, flaws, after_blank=last < number - 1)
                if any(values):
                    last = number
        except TooManyFlaws as error:
            raise open_quotes(number) from error
    narrow = [ReadingNote("header-too-narrow", sheet, row=1, details={"cells": str(layout.width)})]
    return last, (*(narrow if layout.narrow_header else ()), *remarks.notes())


def _records(lines: Iterator[str], layout: Layout) -> Iterator[Record]:
    return read_records(lines, layout.delimiter, layout.width)


@contextmanager
def _opened(path: Path, layout: Layout) -> Iterator[Iterator[str]]:
    """The lines of a file with the line breaks they have, for these may stand within a cell."""
    with path.open(encoding=layout.encoded.encoding, newline="") as file:
        lines = islice(file, layout.head_lines, None)
        yield (line.lstrip(MARK) for line in lines) if layout.encoded.has_marks else lines


@contextmanager
def _failures_reported(path: Path) -> Iterator[None]:
    """Rows are fetched long after the file was first read; it may have been removed since."""
    try:
        yield
    except OSError as error:
        raise unreadable(path, error) from error
