"""How the dates of a column are written: the order of day and month, and the century of two-digit years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from pipeline.model.doubt import Doubt
from pipeline.model.report import Text

Order: TypeAlias = Literal["dmy", "mdy", "?", ""]
"""Whether the day stands before the month; empty where no cell shows it, ``?`` where cells show both."""


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How the dates of a column are written.

    ``order`` is that of day and month between slashes or hyphens. Two-digit years are those of the hundred years from
    ``first_year`` on; without one they are near ``today``: up to ``YEARS_AHEAD`` ahead or ``YEARS_BACK`` back.
    """

    today: date
    order: Order = ""
    first_year: int | None = None


YEARS_AHEAD, YEARS_BACK = 40, 36
"""Projects are planned for forty years at most, and what is told of began in living memory of its office."""


class Open(Exception):  # caught where the cell is read; its text is no error of the program
    """A date that may be several."""

    def __init__(self, rule: str, *readings: date | int) -> None:
        super().__init__(rule, readings)
        self.doubt = Doubt(rule, tuple(_in_words(reading) for reading in readings))


def _in_words(reading: date | int) -> Text:
    if isinstance(reading, date):
        return Text(f"{reading:%d.%m.%Y}", reading.isoformat())
    return Text(str(reading), str(reading))


def century(text: str, style: DateStyle) -> int:
    """The year of ``2024``, ``24`` or ``'24``: the one near the day of reading, or in the column's hundred years."""
    year = int(text.lstrip("'’"))
    if len(text.lstrip("'’")) > 2:
        return year
    if style.first_year is not None:
        return style.first_year + (year - style.first_year) % 100
    today = style.today.year
    years = range(today - YEARS_BACK, today + YEARS_AHEAD + 1)
    meant = [full for full in range(today - today % 100 - 100 + year, today + 200, 100) if full in years]
    if not meant:
        before = today - YEARS_BACK - 1
        last = before - (before - year) % 100
        raise Open("date-century-open", last, last + 100)
    return meant[0]


def zoned_day(day: date, match: re.Match[str]) -> date:
    """The day of a date with a clock. Late in the evening of UTC the next day has begun here: programs write midnight
    as 22 or 23 o'clock of the day before.
    """
    if match["zone"] and not match["zone"].strip("Zz+-0:") and int(match["hour"]) in _MIDNIGHT:
        raise Open("date-zone-open", day, day + timedelta(days=1))
    return day


_MIDNIGHT = (22, 23)
"""Midnight in Central Europe, by the clock of UTC."""


def is_either_order(text: str) -> bool:
    """Whether a date may have its day before or behind its month: 03/04/24."""
    match = _SLASHED.fullmatch(" ".join(text.split()))
    return bool(match and match["d"] != match["m"] and max(int(match["d"]), int(match["m"])) <= 12)


def day_month_order(text: str) -> Order:
    """The order of day and month that a date shows by itself: 31/12/24 and 5.6.2024 the day first, 12/31/24 not."""
    match = _SLASHED.fullmatch(" ".join(text.split()))
    if not match:
        dotted = _DOTTED.fullmatch(text.strip())
        return "dmy" if dotted and int(dotted["d"]) <= 31 and int(dotted["m"]) <= 12 else ""
    first, second = int(match["d"]), int(match["m"])
    if max(first, second) > 31 or min(first, second) > 12 or first == second:
        return ""
    return "dmy" if first > 12 else "mdy" if second > 12 else ""


CLOCK = r"(?:(?:,? |T)(?P<hour>\d{1,2}):\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?Uhr)?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
"""A time of day behind a date, which says nothing of a project but where it is told in another zone (``zoned_day``)."""

_D, _M, _YY = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>\d{4}|['’]?\d{2})"
DOTTED = rf"{_D}\. ?{_M}\. ?{_YY}{CLOCK}"
SLASHED = rf"{_D}(?P<by>[/-]){_M}(?P=by)(?P<y>\d{{4}}|(?<=/)['’]?\d{{2}}){CLOCK}"
"""A day between slashes or, with a year of four digits, hyphens."""

_DOTTED, _SLASHED = re.compile(DOTTED, re.IGNORECASE), re.compile(SLASHED, re.IGNORECASE)
