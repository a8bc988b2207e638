"""Dates and periods as people type them into one cell: a cell's value in, a stretch of days out.

Nothing is invented: "2024" stays a year, "Mitte 2024" keeps its words beside the first and the last day they allow,
"bis 2024" has no first day, and what is no date ("laufend", "31.02.2024") is no ``Period`` at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from pipeline.model.date_style import DateStyle, Open
from pipeline.model.doubt import Doubt
from pipeline.model.partial_date import (
    ABOUT,
    OpenTo,
    PartialDate,
    Precision,
    from_day,
    from_number,
    parse_partial_date,
    refuse_year_as_day,
)
from pipeline.model.workbook import Value

__all__ = ["PartialDate", "Period", "Precision", "parse_period", "side_of_words"]


@dataclass(frozen=True, slots=True)
class Period:
    """From ``begin`` to ``end``; an open side is ``None``. ``point`` marks a single date, which may be either."""

    begin: PartialDate | None
    end: PartialDate | None
    point: bool = False

    def opening(self, in_start: bool) -> PartialDate | None:
        """What it says of the beginning. A single date speaks of it only ``in_start``, the column of beginnings."""
        return None if self.point and not in_start else self.begin

    def closing(self, in_start: bool) -> PartialDate | None:
        """What it says of the end. A single date speaks of it only in the column of ends."""
        return None if self.point and in_start else self.end


Side: TypeAlias = Literal["start", "end", ""]
"""Whether a column holds beginnings or ends: under "Ende", "ab 2027" is an end, not the beginning of a period."""


def parse_period(
    value: Value, style: DateStyle, *, column: Side = "", date_1904: bool = False
) -> Period | Doubt | None:
    """Read a date or a period from a cell; ``None`` when it is neither, a ``Doubt`` when it might be several.

    ``date_1904`` is the calendar of the workbook that numbers without a date format are counted in.
    """
    try:
        return _parse(value, style, column, date_1904)
    except Open as several:
        return several.doubt


def side_of_words(words: str) -> OpenTo:
    """The side to which the words of a date are open; empty where they name both of its bounds.

    >>> side_of_words("voraussichtlich frühestens 2027"), side_of_words("bis 2026"), side_of_words("Mitte 2026")
    ('future', 'past', '')
    """
    said = _bound_first(words)
    return "future" if _NOT_BEFORE.fullmatch(said) else "past" if _NOT_AFTER.fullmatch(said) else ""


def _parse(value: Value, style: DateStyle, column: Side, date_1904: bool) -> Period | None:
    match value:
        case bool():
            return None
        case date():
            day = value.date() if isinstance(value, datetime) else value
            refuse_year_as_day(day, date_1904=date_1904)
            return _point(from_day(day))
        case int() | float():
            return _point(from_number(value, date_1904=date_1904))
        case str():
            text = " ".join(value.split())
            return _parse_text(text, style, column, date_1904) if len(text) <= _LONGEST else None
        case _:
            return None


def _point(found: PartialDate | None) -> Period | None:
    return Period(found, found, point=True) if found else None


def _parse_text(text: str, style: DateStyle, column: Side, date_1904: bool) -> Period | None:
    if (number := text.removesuffix(".0")).isdecimal() and number[0] != "0":  # programs write years as 2015.0
        return _point(from_number(int(number), date_1904=date_1904))
    if point := parse_partial_date(text, style):
        return _point(point)
    if (opening := _SINCE.fullmatch(_bound_first(text))) and (begin := parse_partial_date(opening[1], style)):
        return Period(begin, None)
    return _parse_bound(text, style, column) or _parse_range(_bound_first(text), style)


def _bound_first(text: str) -> str:
    """``bis voraussichtlich 2026`` for ``voraussichtlich bis 2026``."""
    return _ABOUT_BOUND.sub(r"\2 \1 ", text)


def _parse_bound(text: str, style: DateStyle, column: Side) -> Period | None:
    """Words for a day that is not before a date, or not after one. They may name the exact day, and do not say so."""
    said = _bound_first(text)
    if (bounded := _NOT_BEFORE.fullmatch(said)) and (found := parse_partial_date(bounded[1], style)):
        begin = PartialDate(found.first, found.last, Precision.WORDS, text, "future")
        return _point(begin) if column == "end" else Period(begin, None)
    if (bounded := _NOT_AFTER.fullmatch(said)) and (found := parse_partial_date(bounded[1], style)):
        end = PartialDate(found.first, found.last, Precision.WORDS, text, "past")
        return _point(end) if column == "start" and _AT_THE_LATEST.match(said) else Period(None, end)
    return None


def _parse_range(text: str, style: DateStyle) -> Period | None:
    """Two dates in one cell: ``2022–2024``, ``2022/23``. What could be parted in two ways is not guessed."""
    if years := _SCHOOL_YEAR.fullmatch(text):
        if 1 <= int(years[2]) <= 12:  # 2011/12 may be a month as well
            return None
        first, last = int(years[1]), int(years[1][:2] + years[2][-2:])
        begin, end = from_number(first, date_1904=False), from_number(last, date_1904=False)
        return Period(begin, end) if last == first + 1 else None
    found = [
        Period(begin, end)
        for separator in _BETWEEN.finditer(text)
        if (end := parse_partial_date(text[separator.end() :], style))
        and (begin := _parse_start(_FROM.sub("", text[: separator.start()]), text[separator.end() :], end, style))
    ]
    return found[0] if len(found) == 1 else None


def _parse_start(text: str, end_text: str, end: PartialDate, style: DateStyle) -> PartialDate | None:
    """The first date of a range. It may leave out what both share: ``März–Juni 2024``, ``01.–15.06.2024``."""
    if text.isdecimal() and len(text) < 4:  # the "12" of "12-02-2024" would be guessing
        return None
    if not text or _ABOUT_ALONE.fullmatch(text):  # "–2026" has no beginning
        return None
    if _COUNTED.search(text) and _MONTH_IN_DIGITS.fullmatch(end_text):  # the 7 of "KW 5-7/2026" is no July
        return None
    if whole := parse_partial_date(text, style):
        return whole
    year = end.first.year
    shared = _ORDINAL.sub("", end_text)
    if _ORDINAL.fullmatch(text):
        completed = [f"{text}{'' if shared[:1].isdecimal() else ' '}{shared}"] if shared != end_text else []
    else:
        completed = [f"{text} {year}", f"{text}{year}", f"{text}/{year}"]
    starts = (parse_partial_date(start, style) for start in completed)
    return next((start for start in starts if start and start.first <= end.first), None)


_LONGEST = 80  # characters; a longer text is prose
_SINCE = re.compile(r"(?:seit|von|since)(?: dem)? (.+)", re.I)
"""Words for a beginning as exact as the date behind them."""
_NOT_BEFORE = re.compile(r"(?:ab|frühestens|nicht vor|from|not before)(?: dem)? (.+)", re.I)
_NOT_AFTER = re.compile(r"(?:bis(?: zum| spätestens)?|spätestens(?: bis)?|until|by) (.+)", re.I)
# "Frühestens 2026" under "Ende" is one date, as is "spätestens 2026" under "Beginn"; "bis 2026" is an end anywhere.
_AT_THE_LATEST = re.compile(r"(?:bis )?spätestens|by ", re.I)
_ABOUT_BOUND = re.compile(
    rf"^({ABOUT}(?: {ABOUT})*) "
    r"(ab|seit|frühestens|nicht vor|bis(?: zum| spätestens)?|spätestens(?: bis)?|from|until|by) ",
    re.I,
)
_ABOUT_ALONE = re.compile(rf"(?:{ABOUT} ?)+", re.I)
_COUNTED = re.compile(
    r"(?<![^\W\d])(?:kw|kalenderwoche|q|qu|quart|qrt|quartal|quarter|h|hj|halbjahr|half|i{1,3}|iv)(?![^\W\d])", re.I
)
_MONTH_IN_DIGITS = re.compile(r"\d{1,2} ?[/.-] ?\d{4}")
_FROM = re.compile(r"^(?:vo[nm]|from) ", re.I)
_BETWEEN = re.compile(r" ?[–—] ?| - | bis(?: zum)? | to |-", re.I)
_SCHOOL_YEAR = re.compile(r"((?:19|20)\d{2}) ?/ ?(\d{4}|\d{2})")
_ORDINAL = re.compile(r"^(?:\d{1,2}|i{1,3}|iv)\. ?", re.I)
