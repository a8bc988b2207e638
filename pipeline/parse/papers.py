"""The numbers of council papers in a cell: its value in, each number on one line out.

Towns number their papers as they like. What a spreadsheet program made a date of, ``10/2024``, is a number no more.
"""

from __future__ import annotations

import re
from datetime import date

from pipeline.model.doubt import Doubt
from pipeline.model.plain_text import clean, one_line, says_nothing
from pipeline.model.roadmap import Doubtful, EntryValue, Paper
from pipeline.model.workbook import Value, as_typed


def parse_papers(value: Value) -> list[EntryValue]:
    """The numbers, or the whole cell in doubt where a part of it is none.

    >>> parse_papers("V/2024/12; 0123/2022-1")
    [Paper(number='V/2024/12'), Paper(number='0123/2022-1')]
    """
    text = clean(as_typed(value))
    if says_nothing(text):
        return []
    if isinstance(value, date) or _DAY.fullmatch(text):
        return [Doubtful(text, Doubt("decision-number-is-date", ()))]
    numbers = [one_line(part) for part in _BETWEEN.split(text)]
    found: list[EntryValue] = [Paper(number) for number in numbers if not says_nothing(number)]
    is_read = all(_NUMBER.fullmatch(number) for number in numbers if not says_nothing(number))
    return found if is_read else [Doubtful(text, Doubt("decision-number-unclear", ()))]


_BETWEEN = re.compile(r"\s*[;,\n]\s*|\s+(?:und|and|u\.|&|\+)\s+")
_NUMBER = re.compile(r"(?=.*\d)[^\W_][\w ./:()\u2013-]{0,39}")
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}.*")
