"""A file of delimited text to one sheet, whose rows are fetched from the disk whenever they are asked for."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from pipeline.model.errors import WorkbookFault
from pipeline.model.workbook import Limits, Row, Sheet
from pipeline.readers.contents import Contents
from pipeline.readers.delimiter import declared_delimiter, find_delimiter
from pipeline.readers.encoding import find_encoding
from pipeline.readers.faults import open_quote, too_large, unreadable
from pipeline.readers.kept_text import as_meant
from pipeline.readers.stamp import Stamp, read_stamp, refuse_changed

# Fewer than the letters that csv takes for one cell, so that an open quotation mark is no error yet.
_SAMPLE_LETTERS = 100_000

# Within an open quotation mark a last line is text, else a record of its own.
_END = "\x1dend\x1d"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text file writes its records down. ``head_lines`` speak to Excel and are no rows."""

    encoding: str
    delimiter: str
    head_lines: int = 0


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
            for number, values in enumerate(islice(_records(lines, self.layout), self.last_row), 1):
                yield Row(number, tuple(map(as_meant, values)))


def read_delimited(path: Path, name: str, limits: Limits) -> Contents:
    """Read comma-, semicolon-, tab- or bar-separated text in the encodings that spreadsheet programs write."""
    stamp = read_stamp(path)
    layout = _find_layout(path)
    last_row = _last_row(path, layout, limits)
    if not last_row:
        raise WorkbookFault("file-no-table")
    media_type = "text/tab-separated-values" if layout.delimiter == "\t" else "text/csv"
    return Contents(media_type, (Sheet(Path(name).stem, DelimitedRows(path, layout, last_row, stamp)),))


def _find_layout(path: Path) -> Layout:
    encoding = find_encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(_SAMPLE_LETTERS)
    if len(sample) == _SAMPLE_LETTERS:
        sample = sample[: sample.rfind("\n") + 1] or sample
    first_line, *_ = sample.splitlines(keepends=True) or [""]
    declared = declared_delimiter(first_line)
    if declared is not None:
        return Layout(encoding, declared, head_lines=1)
    return Layout(encoding, find_delimiter(sample))


def _last_row(path: Path, layout: Layout, limits: Limits) -> int:
    """The number of the last row with a value. The whole file is read once, so that no fault shows up later."""
    last = cells = number = 0
    values: list[str] = []
    with _opened(path, layout) as lines:
        try:
            for number, values in enumerate(_records(chain(lines, (_END,)), layout), 1):
                cells += len(values)
                if cells > limits.max_cells:
                    raise too_large("cells", found=limits.max_cells, allowed=limits.max_cells)
                if any(values) and values != [_END]:
                    last = number
        except csv.Error as error:
            # A cell beyond csv's size limit: what follows an open quotation mark is one cell to the end of the file.
            raise open_quote(number + 1) from error
    if values != [_END]:
        raise open_quote(number)
    return last


def _records(lines: Iterator[str], layout: Layout) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=layout.delimiter)


@contextmanager
def _opened(path: Path, layout: Layout) -> Iterator[Iterator[str]]:
    """The lines of a file with the line breaks they have, for these may stand within a cell."""
    with path.open(encoding=layout.encoding, newline="") as file:
        yield islice(file, layout.head_lines, None)


@contextmanager
def _failures_reported(path: Path) -> Iterator[None]:
    """Rows are fetched long after the file was first read; it may have been removed since."""
    try:
        yield
    except OSError as error:
        raise unreadable(path, error) from error
