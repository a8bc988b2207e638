"""What a date shows in its number format: a day and a section of a format in, the day or the text that is read out."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pipeline.parse.sections import without_literals, words


def shown_date(value: date, section: str) -> date | str:
    """The day itself where a format shows all of it and nothing else; else the month, the year or whatever is read."""
    look = _look(section)
    if not look.parts:
        return value if _SHOWS_NUMBER.search(without_literals(section)) else look.before.strip()
    if value.year in _YEARS_OF_YEARS:
        return value
    text = _text(value, look.parts)
    if not look.before and not look.after:
        return text or value
    return f"{look.before} {text or f'{value:%d.%m.%Y}'} {look.after}".strip()


class _Look(NamedTuple):
    """What a format does with a date: the words before and behind it, and which parts of it are shown."""

    before: str
    parts: frozenset[str]
    after: str


@lru_cache(maxsize=256)
def _look(section: str) -> _Look:
    masked = _OF_NUMBERS.sub(lambda match: "\x00" * len(match[0]), without_literals(section, "\x00"))
    found = list(_PART.finditer(masked))
    if not found:
        return _Look(words(section), frozenset(), "")
    parts = frozenset(_named(match[0].lower()) for match in _PART.finditer(_MINUTES.sub(_clock, masked)))
    before, after = words(section[: found[0].start()]), words(section[found[-1].end() :])
    # "Uhr" stands behind a clock, which says nothing of a project.
    return _Look(before.strip(_MARKS), parts, "" if "clock" in parts else after.strip(_MARKS))


def _clock(match: re.Match[str]) -> str:
    """An "m" beside hours or seconds means minutes."""
    return re.sub("[mM]", "s", match[0])


def _named(letters: str) -> str:
    """Which part of a date the letters of a format show."""
    kind = _KINDS[letters[0]]
    return "weekday" if kind == "day" and len(letters) > 2 else kind


def _text(value: date, parts: frozenset[str]) -> str:
    """What is read of a day; empty where it is all there."""
    shows = parts - {"weekday", "clock"}
    if "year" in shows:
        return _OF_A_YEAR[next(part for part in _OF_A_YEAR if part <= shows)].format(
            day=value, quarter=(value.month + 2) // 3, week=value.isocalendar()
        )
    if "month" in shows:
        return f"{value:%d.%m.}" if "day" in shows else _MONTHS[value.month - 1]
    return f"{value:%d.}" if "day" in shows else f"{value:%H:%M}" if "clock" in parts else _WEEKDAYS[value.weekday()]


_OF_A_YEAR = {
    frozenset({"year", "month", "day"}): "",
    frozenset({"year", "month"}): "{day:%m/%Y}",
    frozenset({"year", "quarter"}): "Q{quarter}/{day:%Y}",
    frozenset({"year", "week"}): "KW {week.week}/{week.year}",
    frozenset({"year"}): "{day:%Y}",
}
"""How it is written what a format shows of a date, the most precise first."""

# A year that was typed into a cell for dates is a day in 1905, or in 1909 where days are counted from 1904.
_YEARS_OF_YEARS = (1905, 1909)

# In German files also T and J for days and years; Q and W are quarters and weeks, as LibreOffice writes them.
_KINDS = {"y": "year", "j": "year", "e": "year", "m": "month", "d": "day", "t": "day", "q": "quarter", "w": "week"}
_KINDS |= dict.fromkeys("hsa", "clock")
_PART = re.compile(r"AM/PM|A/P|y+|j+|e+|m+|d+|t+|q+|w+|h+|s+", re.IGNORECASE)
_OF_NUMBERS = re.compile(r"General|Standard|E[+-]", re.IGNORECASE)
_SHOWS_NUMBER = re.compile(r"[0#?@]|General|Standard", re.IGNORECASE)
_MINUTES = re.compile(r"h+[^a-z]*m+|m+[^a-z]*s+", re.IGNORECASE)
_MARKS = " .,;\u00a0"
_MONTHS: tuple[str, ...] = ("Januar", "Februar", "März", "April", "Mai", "Juni")
_MONTHS += ("Juli", "August", "September", "Oktober", "November", "Dezember")
_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
