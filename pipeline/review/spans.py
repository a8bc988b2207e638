"""Two dates to how long it is from one to the other, in months where these are whole, else in days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from pipeline.model.progress import Span, When

_LONGEST_IN_DAYS = 45


def span(first: When, last: When) -> Span | None:
    """From one date to a later one; ``None`` where it is not later, or where no last day was named."""
    if last.day <= first.day or first.is_open or last.is_open:
        return None
    found = _between(first.day, last.day)
    return found._replace(is_about=found.is_about or not (first.is_exact and last.is_exact))


def _between(first: date, last: date) -> Span:
    """Whole months, also from the end of a month to that of another; else days, and from many of these on about months.

    >>> _between(date(2026, 12, 31), date(2027, 4, 30))
    Span(months=4, days=0, is_about=False)
    >>> _between(date(2026, 12, 31), date(2027, 4, 10))
    Span(months=3, days=0, is_about=True)
    """
    months = (last.year - first.year) * 12 + last.month - first.month
    days = (last - first).days
    if (months and add_months(first, months) == last) or (months and _is_end(first) and _is_end(last)):
        return Span(months, 0)
    return Span(0, days) if days <= _LONGEST_IN_DAYS else Span(round(days / _DAYS_OF_MONTH), 0, is_about=True)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month.

    >>> add_months(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _is_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


_DAYS_OF_MONTH = 365.25 / 12
