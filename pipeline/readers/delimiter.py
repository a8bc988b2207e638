"""The delimiter of a text table, told from its first records: the one that gives most of them the same width."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice

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
    widths = [width for width, _ in _records(sample, delimiter)]
    if not widths:
        return 1
    counted = Counter(width for width in widths if width > 1) or Counter(widths)
    usual = max(counted, key=lambda width: (counted[width], width))
    return next(width for width in widths if width >= usual)


def _agreement(sample: Sample, delimiter: str) -> float:
    """How well the records agree, from 0 to 1. Rows split otherwise count half: Excel cuts off trailing empty cells."""
    records = list(_records(sample, delimiter))
    split = Counter(width for width, _ in records if width > 1)
    if not split:
        return 0
    usual = max(split.values())
    # Two rows at least must agree, lest a single comma in a list of sentences pass for a delimiter.
    if usual < min(2, len(records)):
        return 0
    share = (usual + split.total()) / 2 / len(records)
    # Marks amid a cell are careless, or the cells were quoted for another delimiter.
    trust = 1 - sum(careless for _, careless in records) / len(records) / 2
    return trust * share if share > 0.4 else 0


def _records(sample: Sample, delimiter: str) -> Iterator[tuple[int, bool]]:
    """The width of each record, and whether its quotation marks make no sense. Blank ones are left out."""
    lines = list(StringIO(sample.text, newline=""))
    return islice(_all_records(lines, delimiter, complete=sample.complete), SAMPLE_RECORDS)


def _all_records(lines: list[str], delimiter: str, *, complete: bool) -> Iterator[tuple[int, bool]]:
    at = 0
    while at < len(lines):
        reader = csv.reader(lines[at:], delimiter=delimiter, strict=True)
        start = at
        try:
            while True:
                start = at + reader.line_num
                if record := next(reader):
                    yield len(record), any(cell.count('"') % 2 for cell in record)
        except StopIteration:
            return
        except csv.Error:
            within_cell = at + reader.line_num == len(lines) and lines[start].count('"') % 2
        if within_cell and not complete:
            return
        yield lines[start].count(delimiter) + 1, True
        at = start + 1
