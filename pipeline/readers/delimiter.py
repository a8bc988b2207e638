"""The delimiter of a text table, told from its first records: the one that gives most of them the same width."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import NamedTuple

SAMPLE_RECORDS = 100

# In this order where two fit equally well: "1,5;2,5" is two German decimals rather than three columns.
DELIMITERS = (";", "\t", "|", ",")

# What stands in no text: a list of a single column has no delimiter, and its commas are but commas.
NO_DELIMITER = "\x1f"

_EXCEL_LINE = re.compile(r'"?sep=([^\r\n"])"?[\r\n]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sample:
    """The first lines of a text table; ``complete`` if they are all it has, so that its last record is whole."""

    text: str
    complete: bool = True


class _Shape(NamedTuple):
    """What a record looks like: its cells, those up to the last that is not empty, and whether one holds a digit.

    ``careless`` where its quotation marks make no sense.
    """

    width: int
    filled: int
    has_digit: bool
    careless: bool


def declared_delimiter(line: str) -> str | None:
    """The delimiter that a first line such as ``sep=;`` tells Excel, which shows no row for it."""
    match = _EXCEL_LINE.fullmatch(line)
    return match[1] if match else None


def find_delimiter(sample: Sample) -> str:
    """Choose the delimiter under which the records of ``sample`` agree best on their number of columns."""
    best = max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))
    return best if _agreement(sample, best) > 0 else NO_DELIMITER


def find_width(sample: Sample, delimiter: str) -> int:
    """The number of columns of the header: the first record at least as wide as most are."""
    widths = [shape.width for shape in _shapes(sample, delimiter)]
    if not widths:
        return 1
    counted = Counter(width for width in widths if width > 1) or Counter(widths)
    usual = max(counted, key=lambda width: (counted[width], width))
    return next(width for width in widths if width >= usual)


def has_narrow_header(sample: Sample, delimiter: str, width: int) -> bool:
    """True if the first line is a header with fewer cells than all that stands below it."""
    first, *others = [*_shapes(sample, delimiter)] or [_Shape(0, 0, False, False)]
    if not others or first.has_digit or not others[0].has_digit or sample.text[0] in "\r\n":
        return False
    missing = width - first.filled
    return 0 < missing <= 2 <= first.filled == first.width and any(shape.filled == width for shape in others)


def _agreement(sample: Sample, delimiter: str) -> float:
    """How well the records agree, from 0 to 1. Rows split otherwise count half: Excel cuts off trailing empty cells."""
    records = list(_shapes(sample, delimiter))
    split = Counter(shape.width for shape in records if shape.width > 1)
    if not split:
        return 0
    usual = max(split.values())
    # Two rows at least must agree, lest a single comma in a list of sentences pass for a delimiter.
    if usual < min(2, len(records)):
        return 0
    share = (usual + split.total()) / 2 / len(records)
    # Marks amid a cell are careless, or the cells were quoted for another delimiter.
    trust = 1 - sum(shape.careless for shape in records) / len(records) / 2
    return trust * share if share > 0.4 else 0


def _shapes(sample: Sample, delimiter: str) -> Iterator[_Shape]:
    """The shape of each record but blank ones."""
    lines = list(StringIO(sample.text, newline=""))
    return islice(_all_shapes(lines, delimiter, complete=sample.complete), SAMPLE_RECORDS)


def _all_shapes(lines: list[str], delimiter: str, *, complete: bool) -> Iterator[_Shape]:
    at = 0
    while at < len(lines):
        reader = csv.reader(lines[at:], delimiter=delimiter, strict=True)
        start = at
        try:
            while True:
                start = at + reader.line_num
                if record := next(reader):
                    yield _shape_of(record, careless=any(cell.count('"') % 2 for cell in record))
        except StopIteration:
            return
        except csv.Error:
            within_cell = at + reader.line_num == len(lines) and lines[start].count('"') % 2
        if within_cell and not complete:
            return
        yield _shape_of(lines[start].rstrip("\r\n").split(delimiter), careless=True)
        at = start + 1


def _shape_of(record: list[str], *, careless: bool) -> _Shape:
    filled = next((at for at in range(len(record), 0, -1) if record[at - 1]), 0)
    return _Shape(len(record), filled, any(map(_DIGIT.search, record)), careless)


_DIGIT = re.compile(r"\d")
