"""The moments at which something is due: a town's cron words and a moment in, moments out. It asks no clock.

The five words are those of cron (crontab(5)): minute, hour, day of the month, month, day of the week, in which 0 and 7
are Sunday.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from pipeline.model.routine import Schedule

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LOOKING_BACK = (timedelta(hours=1), timedelta(days=1), timedelta(days=8), timedelta(days=32), timedelta(days=366 * 9))


def is_cron(words: str) -> bool:
    """Whether these are five words of cron that ever come true."""
    try:
        return next_due(words, "UTC", datetime(2024, 1, 1, tzinfo=UTC)) is not None
    except ValueError:
        return False


def next_due(words: str, time_zone: str, after: datetime) -> datetime | None:
    """The first moment after another at which these words hold, in UTC; ``None`` where there is none."""
    trigger = _trigger(words, time_zone)
    found = trigger.get_next_fire_time(None, after.astimezone(trigger.timezone) + timedelta(microseconds=1))
    return found.astimezone(UTC) if found else None


def last_due(words: str, time_zone: str, until: datetime) -> datetime | None:
    """The last moment, not after another, at which these words held, in UTC; ``None`` where there is none."""
    for back in _LOOKING_BACK:
        found, following = None, next_due(words, time_zone, until - back)
        while following and following <= until:
            found, following = following, next_due(words, time_zone, following)
        if found:
            return found
    return None


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


def _trigger(words: str, time_zone: str) -> CronTrigger:
    minute, hour, day, month, weekday = words.split()
    zone = ZoneInfo(time_zone)
    named = re.sub(r"(?<![\w/])[0-7](?!\w)", lambda found: _DAYS[int(found[0])], weekday.lower())
    return CronTrigger(minute=minute, hour=hour, day=day, month=month.lower(), day_of_week=named, timezone=zone)
