"""The delimiter of a text table, told from its first records: the one that gives most of them the same width."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

SAMPLE_RECORDS = 100

# In this order where two fit equally well: "1,5;2,5" is two German decimals rather than three columns.
DELIMITERS = (";", "\t", "|", ",")

# What stands in no text: a list of a single column has no delimiter, and its commas are but commas.
NO_DELIMITER = "\x1f"

_EXCEL_LINE = re.compile(r'"?sep=([^\r\n"])"?[\r\n]*', re.IGNORECASE)


def declared_delimiter(line: str) -> str | None:
    """The delimiter that a first line such as ``sep=;`` tells Excel, which shows no row for it."""
    match = _EXCEL_LINE.fullmatch(line)
    return match[1] if match else None


def find_delimiter(sample: str) -> str:
    """Choose the delimiter under which the records of ``sample`` agree best on their number of columns."""
    best = max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))
    return best if _agreement(sample, best) > 0 else NO_DELIMITER


def _agreement(sample: str, delimiter: str) -> float:
    """How well the records agree, from 0 to 1. Rows split otherwise count half: Excel cuts off trailing empty cells."""
    try:
        widths = _widths(sample, delimiter, strict=True)
        trust = 1.0
    except csv.Error:
        # Text after a closing quotation mark: either carelessly quoted, or quoted for another delimiter.
        widths = _widths(sample, delimiter, strict=False)
        trust = 0.5
    split = Counter(width for width in widths if width > 1)
    if not split:
        return 0
    usual = max(split.values())
    # Two rows at least must agree, lest a single comma in a list of sentences pass for a delimiter.
    if usual < min(2, len(widths)):
        return 0
    share = (usual + split.total()) / 2 / len(widths)
    return trust * share if share > 0.4 else 0


def _widths(sample: str, delimiter: str, *, strict: bool) -> list[int]:
    records: Iterator[list[str]] = csv.reader(StringIO(sample, newline=""), delimiter=delimiter, strict=strict)
    return [len(record) for record in islice(records, SAMPLE_RECORDS) if record]
