"""A number format code, as Excel writes it, to whether it shows more of a value than the value itself tells.

Read after ECMA-376 Part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from pipeline.model.workbook import CellFault, Value

# The formats that have a number and no code in the file. What depends on the system (5 to 8 and 41 to 44 its currency,
# 14 and 22 its order of day and month) is written so that nothing is added: "¤" is a currency that is not told.
BUILTIN: Mapping[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    **dict.fromkeys((5, 6), '#,##0\\ "¤"'),
    **dict.fromkeys((7, 8), '#,##0.00\\ "¤"'),
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    # Dates of East Asia, which Excel shows elsewhere as the day or time of the system.
    **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "mm-dd-yy"),
    **dict.fromkeys(range(32, 36), "h:mm:ss"),
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    41: '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-',
    42: '_-* #,##0\\ "¤"_-;-* #,##0\\ "¤"_-;_-* "-"\\ "¤"_-;_-@_-',
    43: '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-',
    44: '_-* #,##0.00\\ "¤"_-;-* #,##0.00\\ "¤"_-;_-* "-"??\\ "¤"_-;_-@_-',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}

# Spreadsheets that count days start with 1900: an early date mostly is a number that was given the format of a date.
_FIRST_YEAR_OF_SURE_DATES = 1930

_LITERAL = re.compile(r'"([^"]*)"|\\(.)', re.DOTALL)
# A word in quotes, such as that of "bis "dd.mm.yyyy; a "T" parts a day from its clock.
_WORD = re.compile(r'"[^"]*(?!T")[^\W\d_][^"]*"')
_SECTION_END = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]|(;)', re.DOTALL)
_CONDITION = re.compile(r"\[[<>=]")
# What takes up space, gives a colour, or names a language and no currency.
_INVISIBLE = re.compile(
    r"[_*].|\[(?:black|blue|cyan|green|magenta|red|white|yellow|schwarz|blau|grün|rot|weiß|gelb"
    r"|colou?r ?\d+|farbe ?\d+|\$-[0-9a-f,]*)\]",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_NUMBER = re.compile(r"(?![,. ]*$)[#?, ]*(?<!,)(?P<zero>0?\.[#?]*0[0#?]*|0?)(?:\.[#?]*)?")
_GENERAL = ("general", "standard")
_SIGNS = "-+−() "

_NO_DATE_PART = re.compile(r'"[^"]*"|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
# In German files also T and J for days and years.
_DATE_PART = re.compile(r"\[(?:h+|m+|s+)\]|am/pm|a/p|[yje]+|m+|[dt]+|h+|s+", re.IGNORECASE)
_CALENDAR = re.compile(r"[ymdhs]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Plain:
    """Which values a code shows as they are; dates and times to the day and to the minute at least."""

    positive: bool
    negative: bool
    zero: bool
    text: bool
    day: bool
    clock: bool


def may_tell_more(code: str) -> bool:
    """Whether there is a value of which this code shows more than the value tells."""
    plain = _plain(code)
    return not (plain.positive and plain.negative and plain.zero and plain.text)


def tells_more(code: str, value: Value) -> bool:
    """Whether this code shows of ``value`` what the value does not tell: a literal, a unit, or a part of it alone.

    >>> tells_more("000", 7), tells_more("#,##0.00", 7), tells_more("mmm yy", date(2026, 6, 1))
    (True, False, True)
    """
    plain = _plain(code)
    match value:
        case "" | bool() | CellFault():
            return False
        case str():
            return not plain.text
        case int() | float():
            return not (plain.zero if value == 0 else plain.positive if value > 0 else plain.negative)
        case date():
            return not plain.day or value.year < _FIRST_YEAR_OF_SURE_DATES
        case time():
            return not plain.clock
        case _:
            return True


def shows_day(code: str) -> bool:
    """Whether a date is shown with its day, month and year."""
    return _plain(code).day


def is_date(code: str) -> bool:
    """Whether a positive number is shown as a date or a time."""
    return _CALENDAR.search(_NO_DATE_PART.sub("", _sections(code)[0])) is not None


@lru_cache(maxsize=1024)
def _plain(code: str) -> _Plain:
    sections = _sections(code) if code else ["General"]
    texts = sections[3:4] or [section for section in sections[-1:] if "@" in section]
    numbers = [section for section in sections[:3] if "@" not in section] or [texts[0].replace("@", "General")]
    negative, zero = (*numbers[1:], None, None)[:2]
    sure = _CONDITION.search(code) is None
    return _Plain(
        positive=sure and _is_plain_number(numbers[0]),
        negative=sure and (_is_plain_number(numbers[0]) if negative is None else _is_plain_negative(negative)),
        zero=sure and _shows_zero(numbers[0] if zero is None else zero),
        text=all(_bare(text) == "@" for text in texts),
        day=_shows_day(sections[0]) and not _WORD.search(sections[0]),
        clock=_shows_clock(sections[0]),
    )


def _sections(code: str) -> list[str]:
    """The parts of a code for positive numbers, negative ones, zero and text."""
    ends = [match.start() for match in _SECTION_END.finditer(code) if match[1]]
    starts = [0, *(end + 1 for end in ends)]
    return [code[start:end] for start, end in zip(starts, [*ends, len(code)], strict=True)]


def _bare(section: str) -> str:
    """What a section shows, its literals as a mark that is no part of a code unless they are signs."""
    return _LITERAL.sub(_sign_or_mark, _INVISIBLE.sub("", section)).strip()


def _sign_or_mark(match: re.Match[str]) -> str:
    literal = match[1] or match[2] or ""
    return literal if all(letter in _SIGNS for letter in literal) else "\x00"


def _is_plain_number(section: str) -> bool:
    bare = _bare(section)
    return bare.lower() in _GENERAL or _PLAIN_NUMBER.fullmatch(bare) is not None


def _is_plain_negative(section: str) -> bool:
    bare = _bare(section)
    number = bare.strip(_SIGNS)
    return number != bare and _is_plain_number(number)


def _shows_zero(section: str) -> bool:
    bare = _bare(section)
    found = _PLAIN_NUMBER.fullmatch(bare)
    return bare.lower() in _GENERAL or (found is not None and found["zero"] != "")


def _date_parts(section: str) -> list[str]:
    return [part.lower() for part in _DATE_PART.findall(_NO_DATE_PART.sub("", section))]


def _shows_day(section: str) -> bool:
    """Whether a day, its month and its year are shown; ``m`` beside hours or seconds is a minute."""
    parts = _date_parts(section)
    months = [
        part
        for before, part, after in zip(["", *parts], parts, [*parts[1:], ""], strict=False)
        if part[0] == "m" and (len(part) > 2 or (before[:1] not in ("h", "[") and after[:1] != "s"))
    ]
    days = [part for part in parts if part in ("d", "dd", "t", "tt")]
    years = [part for part in parts if part[0] in "yje"]
    return bool(days and months and years)


def _shows_clock(section: str) -> bool:
    parts = _date_parts(section)
    return any(part[0] == "h" for part in parts) and not any(part[0] in "yjedt[" for part in parts)
