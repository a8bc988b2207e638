"""The moments at which something is due: a town's cron words and a moment in, moments out. It asks no clock.

The five words are those of cron (crontab(5)): minute, hour, day of the month, month, day of the week, in which 0 and 7
are Sunday. Where both days are restricted, either will do. A moment that the clocks leave out comes as much later as
they were put forward, one that comes twice comes the first time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import product
from zoneinfo import ZoneInfo

from pipeline.model.routine import Schedule

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = timedelta(days=1)
_MOST_DAYS = 366 * 9
"""In no span of years is the 29th of February missing longer."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What five words of cron say, as numbers; ``either_day``: the day of the month or that of the week will do."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool

    def holds_on(self, day: date) -> bool:
        """Whether there are moments on a day."""
        in_month, in_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return day.month in self.months and (in_month or in_week if self.either_day else in_month and in_week)


def is_cron(words: str) -> bool:
    """Whether these are five words of cron that ever come true."""
    try:
        return next_due(words, "UTC", datetime(2024, 1, 1, tzinfo=UTC)) is not None
    except ValueError:
        return False


def next_due(words: str, time_zone: str, after: datetime) -> datetime | None:
    """The first moment after another at which these words hold, in UTC; ``None`` where there is none."""
    return next((each for each in _moments(words, time_zone, after, _DAY) if each > after), None)


def last_due(words: str, time_zone: str, until: datetime) -> datetime | None:
    """The last moment, not after another, at which these words held, in UTC; ``None`` where there is none."""
    return next((each for each in _moments(words, time_zone, until, -_DAY) if each <= until), None)


def is_quiet(schedule: Schedule, day: date) -> bool:
    """Whether nothing is published on that day of the town."""
    return not {day.isoformat(), f"{day:%m-%d}", _DAYS[day.isoweekday()]}.isdisjoint(schedule.quiet)


def is_quiet_day(words: str) -> bool:
    """Whether these words name a day, a day of each year or a day of each week."""
    if words in _DAYS:
        return True
    try:
        return bool(date.fromisoformat(f"2024-{words}" if re.fullmatch(r"\d\d-\d\d", words) else words))
    except ValueError:
        return False


def _moments(words: str, time_zone: str, around: datetime, step: timedelta) -> Iterator[datetime]:
    """The moments of the days around a moment and of those beyond it, forwards or back."""
    cron, zone = _parse(words), ZoneInfo(time_zone)
    day = around.astimezone(zone).date() - step
    for _ in range(_MOST_DAYS):
        if cron.holds_on(day):
            found = sorted({_in_utc(day, hour, minute, zone) for hour, minute in product(cron.hours, cron.minutes)})
            yield from found if step > timedelta() else reversed(found)
        try:
            day += step
        except OverflowError:
            return


def _in_utc(day: date, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour, minute), zone).astimezone(UTC)


@lru_cache(maxsize=1024)
def _parse(words: str) -> _Words:
    """Raises ``ValueError`` for what are no words of cron."""
    minute, hour, day, month, weekday = words.lower().split()
    weekdays = frozenset(number % 7 for number in _numbers(weekday, 0, 7, _DAYS.index))
    return _Words(
        _numbers(minute, 0, 59),
        _numbers(hour, 0, 23),
        _numbers(day, 1, 31),
        _numbers(month, 1, 12, _MONTHS.index),
        weekdays,
        either_day=not day.startswith("*") and not weekday.startswith("*"),
    )


def _numbers(word: str, first: int, last: int, named: Callable[[str], int] = int) -> frozenset[int]:
    """The numbers of one word: ``*``, ``5``, ``1-5``, ``*/2``, ``1-5/2``, ``1,3``, and names where there are some."""
    found: set[int] = set()
    for part in word.split(","):
        matched = re.fullmatch(r"(?:(\*)|(\w+)(?:-(\w+))?)(?:/([0-9]{1,4}))?", part)
        if not matched or (matched[4] and not matched[1] and not matched[3]):
            raise ValueError(word)
        low, high = (first, last) if matched[1] else _span(matched[2], matched[3], named)
        if matched[1] and last == 7:
            high = 6  # Sunday once
        if not first <= low <= high <= last or matched[4] == "0" * len(matched[4] or "x"):
            raise ValueError(word)
        found.update(range(low, high + 1, int(matched[4] or 1)))
    return frozenset(found)


def _span(low: str, high: str | None, named: Callable[[str], int]) -> tuple[int, int]:
    begin = _number(low, named)
    end = begin if high is None else _number(high, named)
    is_sunday = high == "sun" and end < begin
    return begin, 7 if is_sunday else end


def _number(said: str, named: Callable[[str], int]) -> int:
    if re.fullmatch(r"[0-9]{1,2}", said):
        return int(said)
    if not said or not said.isalpha():
        raise ValueError(said)
    return named(said)  # int raises for letters, as index does for what is no name
