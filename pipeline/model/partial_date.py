"""A single date as people type it, of any precision and in German or English: text in, the days it allows out.

Quarters and half-years are those of the calendar, weeks those of ISO 8601, seasons the meteorological ones; the
beginning, middle and end of a year are its thirds. A year before 1900 or after 2100 is a slip, or a way to say "never".
What a date does not tell by itself, the style of its column may (``DateStyle``); else ``Open`` is raised.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal, TypeAlias

from pipeline.model.date_style import CLOCK, DOTTED, SLASHED, DateStyle, Open, century, zoned_day


class Precision(StrEnum):
    """How much of a date is known. The first three have an XSD datatype of their own."""

    DAY = "date"
    MONTH = "gYearMonth"
    YEAR = "gYear"
    WORDS = "words"


OpenTo: TypeAlias = Literal["", "past", "future"]
"""Where words name but one end of the days they allow: "spätestens 2026" is open to the past."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as it was given: some day from ``first`` to ``last``, both included.

    Where it is ``open_to`` a side, these are the days of the date that the words name: "frühestens 2027" has those of
    2027, and no day is the ``latest``.
    """

    first: date
    last: date
    precision: Precision
    text: str
    open_to: OpenTo = ""

    @property
    def earliest(self) -> date | None:
        """The first day that it allows, if there is one."""
        return None if self.open_to == "past" else self.first

    @property
    def latest(self) -> date | None:
        """The last day that it allows, if there is one."""
        return None if self.open_to == "future" else self.last

    @property
    def is_plain(self) -> bool:
        """Whether it is a day, a month or a year, and no words."""
        return self.precision is not Precision.WORDS

    @property
    def lexical(self) -> str:
        """The XSD form for its precision; for words, the first day they allow."""
        day = self.first.isoformat()
        if self.precision is Precision.YEAR:
            return day[:4]
        return day[:7] if self.precision is Precision.MONTH else day


def parse_partial_date(text: str, style: DateStyle) -> PartialDate | None:
    """Read one date from tidy text; ``None`` when it is none. Raises ``Open`` for one that may be several."""
    about = _ABOUT.fullmatch(text)
    found = _read(about[1] if about else text, style)
    if about and found:
        return PartialDate(found.first, found.last, Precision.WORDS, text)
    return found


def _read(text: str, style: DateStyle) -> PartialDate | None:
    for pattern, read in _PATTERNS:
        if match := pattern.fullmatch(text):
            try:
                return _plausible(read(match, style))
            except (ValueError, KeyError, OverflowError, IndexError):  # no such day or word; another may still fit
                continue
    return None


def from_day(day: date) -> PartialDate | None:
    """A day, if it is one on which a project may begin or end."""
    return _plausible(_day(day, ""))


def from_number(number: float, *, date_1904: bool) -> PartialDate | None:
    """A year, a day written as eight digits, or the serial number of a day.

    Spreadsheets count days from 1899-12-30 or, with ``date_1904``, from 1904-01-01.
    """
    if not 0 < number <= _LATEST_COMPACT:
        return None
    whole = int(number)
    if whole == number and whole in _YEARS:
        return _year(whole, str(whole))
    if whole == number and len(str(whole)) == 8:
        return _compact(str(whole))
    if _SERIALS[0] <= number <= _SERIALS[1]:
        return _plausible(_day(_epoch(date_1904) + timedelta(days=whole), ""))
    return None


def refuse_year_as_day(day: date, *, date_1904: bool) -> None:
    """Raise ``Open`` for 2024 in a cell that is formatted as a date: it shows a day in the summer of 1905."""
    number = (day - _epoch(date_1904)).days
    if number in _YEARS:
        raise Open("date-was-year", day, number)


def _epoch(date_1904: bool) -> date:
    return date(1904, 1, 1) if date_1904 else date(1899, 12, 30)


def _plausible(found: PartialDate) -> PartialDate | None:
    return found if found.first.year in _YEARS else None


def _compact(text: str) -> PartialDate | None:
    try:
        return _plausible(_day(date(int(text[:4]), int(text[4:6]), int(text[6:])), text))
    except ValueError:
        return None


def _day(day: date, text: str) -> PartialDate:
    return PartialDate(day, day, Precision.DAY, text or day.isoformat())


def _month(year: int, month: int, text: str) -> PartialDate:
    return PartialDate(date(year, month, 1), _month_end(year, month), Precision.MONTH, text)


def _year(year: int, text: str) -> PartialDate:
    return PartialDate(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, text)


def _months(year: int, first: int, last: int, text: str) -> PartialDate:
    """Words for the months from ``first`` to ``last``; a ``last`` beyond 12 reaches into the next year."""
    end_year, end_month = (year, last) if last <= 12 else (year + 1, last - 12)
    return PartialDate(date(year, first, 1), _month_end(end_year, end_month), Precision.WORDS, text)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _read_slashed_day(match: re.Match[str], style: DateStyle) -> PartialDate:
    """A day between slashes or hyphens: in the order of the column, unless only one order gives a day."""
    year, first, second = century(match["y"], style), int(match["d"]), int(match["m"])
    orders = {"dmy": (first, second), "mdy": (second, first)}
    chosen = [orders[style.order]] if style.order in orders else list(dict.fromkeys(orders.values()))
    if max(first, second) > 12:
        chosen = list(orders.values())
    days = [date(year, month, day) for day, month in chosen if month <= 12]
    if len(days) > 1:
        raise Open("date-order-open", *days)
    return _day(zoned_day(days[0], match), match[0])


def _read_day(match: re.Match[str], style: DateStyle) -> PartialDate:
    day = date(century(match["y"], style), int(match["m"]), int(match["d"]))
    return _day(zoned_day(day, match), match[0])


def _read_named_day(match: re.Match[str], style: DateStyle) -> PartialDate:
    return _day(date(century(match["y"], style), _month_number(match["month"]), int(match["d"])), match[0])


def _read_month_behind(match: re.Match[str], style: DateStyle) -> PartialDate:
    """2026-05 and 2026/05; but 2011/12 may be the winter of two years as well."""
    if match["by"] == "/" and int(match["m"]) == (int(match["y"]) + 1) % 100:
        raise ValueError(match[0])
    return _read_month(match, style)


def _read_month(match: re.Match[str], style: DateStyle) -> PartialDate:
    return _month(century(match["y"], style), int(match["m"]), match[0])


def _read_named_month(match: re.Match[str], style: DateStyle) -> PartialDate:
    return _month(century(match["y"], style), _month_number(match["month"]), match[0])


def _read_year(match: re.Match[str], style: DateStyle) -> PartialDate:
    return _year(int(match["y"]), match[0])


def _read_quarter(match: re.Match[str], style: DateStyle) -> PartialDate:
    quarter = _ROMAN.get(match["q"].lower()) or int(match["q"])
    return _months(century(match["y"], style), quarter * 3 - 2, quarter * 3, match[0])


def _read_half(match: re.Match[str], style: DateStyle) -> PartialDate:
    half = _ROMAN.get(match["h"].lower()) or int(match["h"])
    return _months(century(match["y"], style), half * 6 - 5, half * 6, match[0])


def _read_week(match: re.Match[str], style: DateStyle) -> PartialDate:
    monday = date.fromisocalendar(century(match["y"], style), int(match["w"]), 1)
    return PartialDate(monday, monday + timedelta(days=6), Precision.WORDS, match[0])


def _read_third(match: re.Match[str], style: DateStyle) -> PartialDate:
    year, third = century(match["y"], style), _THIRDS[match["part"].lower()]
    if not match["month"]:
        return _months(year, third * 4 + 1, third * 4 + 4, match[0])
    month = _month_number(match["month"])
    first = date(year, month, third * 10 + 1)
    last = _month_end(year, month) if third == 2 else date(year, month, third * 10 + 10)
    return PartialDate(first, last, Precision.WORDS, match[0])


def _read_season(match: re.Match[str], style: DateStyle) -> PartialDate:
    year, first = century(match["y"], style), _SEASONS[match["season"].lower()]
    if (into := match["into"]) and (first != 12 or int(into[-2:]) != (year + 1) % 100):
        raise ValueError(match[0])  # only a winter reaches into the next year, and no further
    return _months(year, first, first + 2, match[0])


def _month_number(name: str) -> int:
    """1 to 12 for a German or English name or its abbreviation; raises ``ValueError`` for any other word."""
    word = name.lower().rstrip(".")
    for number, names in enumerate(_MONTH_NAMES, start=1):
        if len(word) >= 3 and any(full.startswith(word) for full in names):
            return number
    raise ValueError(name)


_YEARS = range(1900, 2101)
_LATEST_COMPACT = 21_001_231
_SERIALS = (20_000, 80_000)  # 1954 to 2119; smaller numbers are no dates of a town's projects
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_THIRDS = {"anfang": 0, "beginn": 0, "mitte": 1, "ende": 2, "early": 0, "mid": 1, "mid-": 1, "late": 2, "end of": 2}
_SEASONS = {"frühjahr": 3, "frühling": 3, "spring": 3, "sommer": 6, "summer": 6}
_SEASONS |= {"herbst": 9, "autumn": 9, "winter": 12}
_MONTH_NAMES: tuple[tuple[str, ...], ...] = (
    ("januar", "january", "jänner"),
    ("februar", "february", "feber"),
    ("märz", "march", "maerz", "mrz"),
    ("april",),
    ("mai", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("august",),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("dezember", "december"),
)
_Y, _YY = r"(?P<y>\d{4})", r"(?P<y>\d{4}|['’]?\d{2})"
_D, _M, _NAME = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<month>[^\W\d_]{3,9}\.?)"
_QUARTER = r"(?P<q>[1-4]|i{1,3}|iv)"
_OF = r"(?:[ /.,-]+| ?/ ?| in | des jahres )"
_PART = r"(?P<part>anfang|beginn|mitte|ende|early|mid-|mid|late|end of)"
_SEASON = r"(?P<season>frühjahr|frühling|sommer|herbst|winter|spring|summer|autumn)"
_Reader = Callable[[re.Match[str], DateStyle], PartialDate]
_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (DOTTED, _read_day),
        (rf"{_Y}-{_M}-{_D}{CLOCK}", _read_day),
        (rf"{_Y}/{_M}/{_D}{CLOCK}", _read_day),
        (SLASHED, _read_slashed_day),
        (rf"{_D}(?:\. ?|[ -]){_NAME}(?: |-)?{_YY}", _read_named_day),
        (rf"{_NAME} {_D}(?:st|nd|rd|th)?, {_Y}", _read_named_day),
        (rf"{_Y} ?(?P<by>[-/]) ?(?P<m>0[1-9]|1[0-2])", _read_month_behind),
        (rf"{_M} ?[/.-] ?{_Y}", _read_month),
        (rf"{_NAME} ?[/-]? ?{_YY}", _read_named_month),
        (_Y, _read_year),
        (rf"{_QUARTER}\.? ?(?:quartal|quarter|quart\.|qrt\.?|qu\.?|q\.?){_OF}?{_YY}", _read_quarter),
        (rf"q(?:uartal)? ?{_QUARTER}{_OF}{_YY}", _read_quarter),
        (rf"{_Y}{_OF}?q{_QUARTER}", _read_quarter),
        (rf"(?P<q>i{{1,3}}|iv) ?/ ?{_Y}", _read_quarter),
        (rf"(?P<h>[12]|i{{1,2}})\.? ?(?:halbjahr|hj\.?|half){_OF}?{_YY}", _read_half),
        (rf"(?:h|hj\.? ?)(?P<h>[12]){_OF}{_YY}", _read_half),
        (rf"kw ?(?P<w>\d{{1,2}}){_OF}{_YY}", _read_week),
        (rf"(?P<w>\d{{1,2}})\. ?(?:kw|kalenderwoche){_OF}{_YY}", _read_week),
        (rf"{_Y}-w(?P<w>\d{{2}})", _read_week),
        (rf"{_PART} ?(?:{_NAME} )?(?:des jahres )?{_YY}", _read_third),
        (rf"{_SEASON} {_YY}(?:/(?P<into>\d{{4}}|\d{{2}}))?", _read_season),
    )
)
ABOUT = r"(?:ca\.?|circa|etwa|ungefähr|voraussichtlich|vsl\.?|vorauss\.?|geplant|um|about|approx\.?)"
"""Words before a date that is not sure."""

_ABOUT = re.compile(rf"(?:{ABOUT} ?)+(.+)", re.I)
