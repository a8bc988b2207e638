"""Cells as markup: text from strangers as text and nothing else, numbers and dates as such."""

from __future__ import annotations

import math
from datetime import date, datetime, time

from pipeline.model.workbook import Value, as_typed
from pipeline.render.reports.legible import legible, shorten
from pipeline.render.reports.ooxml.markup import escape_string
from pipeline.render.reports.ooxml.sheet import Spot

# What Excel can hold in a cell, in units of UTF-16.
_LONGEST_TEXT = 32_767
# Excel keeps fifteen digits of a number.
_TOO_LARGE = 10**15
_FIRST_DAY = datetime(1899, 12, 30)
# Before it, Excel counts a 29 February 1900 that never was.
_FIRST_SOUND_DAY = date(1900, 3, 1)


def text_cell(spot: Spot, text: str, style: int) -> str:
    """A cell with text that no program takes for a formula."""
    plain = legible(text)
    if not plain:
        return f'<c r="{spot.address}" s="{style}"/>'
    wide = sum(character > "\uffff" for character in plain)
    words = escape_string(shorten(plain, _LONGEST_TEXT - wide))
    return f'<c r="{spot.address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def value_cell(spot: Spot, value: Value, *, text_style: int, date_style: int, moment_style: int) -> str:
    """A cell with a value of its own kind, or with its text where Excel cannot hold it as that."""
    match value:
        case bool():
            return _typed(spot, "b", int(value), text_style)
        case int() if abs(value) < _TOO_LARGE:
            return _typed(spot, "n", value, 0)
        case float() if math.isfinite(value):
            return _typed(spot, "n", value, 0)
        case date() if (serial := _serial(value)) is not None:
            style = date_style if isinstance(serial, int) else moment_style
            return _typed(spot, "n", serial, style)
        case _:
            return text_cell(spot, as_typed(value), text_style)


def _typed(spot: Spot, kind: str, value: object, style: int) -> str:
    return f'<c r="{spot.address}" s="{style}" t="{kind}"><v>{value}</v></c>'


def _serial(moment: date) -> int | float | None:
    """The number by which Excel tells a day, with the time as its fraction."""
    clock = moment.replace(tzinfo=None) if isinstance(moment, datetime) else datetime.combine(moment, time())
    if clock.date() < _FIRST_SOUND_DAY:
        return None
    passed = clock - _FIRST_DAY
    return passed.days + passed.seconds / 86_400 if passed.seconds else passed.days
