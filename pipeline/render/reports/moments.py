"""Moments by a town's clock, and how long ago they are, in few words."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_timedelta

from pipeline.model.report import Language

_MOMENTS = {
    "de": ("de_DE", "EEE, d. MMM\u00a0y, H.mm\u00a0'Uhr'"),
    "en": ("en_GB", "EEE, d MMM\u00a0y, H:mm"),
}
_MOMENT = timedelta(seconds=5)


def by_clock(at: datetime, time_zone: str, language: Language) -> str:
    """A moment by the town's clock.

    >>> from datetime import UTC
    >>> by_clock(datetime(2026, 11, 23, 5, tzinfo=UTC), "Europe/Berlin", "de").replace("\\u00a0", " ")
    'Mo., 23. Nov. 2026, 6.00 Uhr'
    """
    locale, form = _MOMENTS[language]
    return format_datetime(at, form, tzinfo=ZoneInfo(time_zone), locale=locale)


def from_now(at: datetime, now: datetime, language: Language) -> str:
    """How long ago a moment is, or in how long it comes.

    >>> from datetime import UTC
    >>> from_now(datetime(2026, 11, 23, 5, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC), "de")
    'vor 3 Stunden'
    """
    if abs(at - now) < _MOMENT:
        return "now" if language == "en" else "jetzt"
    return format_timedelta(at - now, add_direction=True, threshold=1, locale=_MOMENTS[language][0])
