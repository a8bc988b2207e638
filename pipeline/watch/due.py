"""When a town is to be published: its schedule, what was run before, and now, to the moment that is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.model.routine import Schedule
from pipeline.model.timetable import is_quiet, last_due, next_due

_LOOKING_AHEAD = 400


def due_moment(
    schedule: Schedule, now: datetime, *, since: datetime, is_run: Callable[[datetime], bool]
) -> datetime | None:
    """The moment that is due now: the last of the schedule, if it was not run and is not older than ``since``, when the
    town was first looked after. ``None`` for none, and on quiet days. Without a schedule it is always now.

    Only the last counts, so what was missed is run once. A moment is known by itself and never compared with the last
    one that was run, so a clock that was wrong for a while keeps nothing from being run later.
    """
    if is_quiet(schedule, now.astimezone(ZoneInfo(schedule.time_zone)).date()):
        return None
    if not schedule.publish:
        return now
    moment = last_due(schedule.publish, schedule.time_zone, now)
    is_new = moment is not None and (moment >= since or since > now) and not is_run(moment)
    return moment if is_new else None


def following_moment(schedule: Schedule, now: datetime) -> datetime | None:
    """The first moment after now at which something is published; ``None`` without a schedule."""
    moment, zone = now, ZoneInfo(schedule.time_zone)
    if not schedule.publish:
        return _next_open_day(schedule, now)
    for _ in range(_LOOKING_AHEAD):
        found = next_due(schedule.publish, schedule.time_zone, moment)
        if found is None or not is_quiet(schedule, found.astimezone(zone).date()):
            return found
        moment = found
    return None


def _next_open_day(schedule: Schedule, now: datetime) -> datetime | None:
    """The beginning of the next day that is not quiet; ``None`` where today is none."""
    zone = ZoneInfo(schedule.time_zone)
    day = now.astimezone(zone).date()
    if not is_quiet(schedule, day):
        return None
    for _ in range(_LOOKING_AHEAD):
        day += timedelta(days=1)
        if not is_quiet(schedule, day):
            return datetime(day.year, day.month, day.day, tzinfo=zone)
    return None
