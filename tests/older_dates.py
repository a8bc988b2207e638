"""Editions as programs left them that stated a day beside words and took "bis 2026" for the year 2026."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pipeline.lift.periods import DATATYPES, END, PERIOD_OF_TIME, START, day
from pipeline.model.graph import Statement, curie, literal
from pipeline.model.naming import part
from pipeline.model.partial_date import PartialDate, Precision
from pipeline.model.period import Period, parse_period
from pipeline.render.formats.workbook_cells import write_date


@contextmanager
def older_dates() -> Iterator[None]:
    """While it lasts, editions hold dates as older programs wrote them."""
    with pytest.MonkeyPatch.context() as program:
        program.setattr("pipeline.lift.lifters.bound_statements", _bound_statements)
        for place in ("pipeline.parse.cells", "pipeline.parse.history"):
            program.setattr(f"{place}.parse_period", _parse_period)
        program.setattr("pipeline.render.formats.workbook_cells._period", _write_period)
        program.setattr("pipeline.prepare.validate", lambda *_: ())  # by shapes of today they state two dates
        yield


def _bound_statements(
    node: str, side: str, predicate: str, bound: PartialDate, language: str, at: int
) -> Iterator[Statement]:
    nearest = bound.first if side == "begin" else bound.last
    stated = literal(bound.lexical, datatype=DATATYPES[bound.precision]) if bound.is_plain else day(nearest)
    yield (node, predicate, stated, at)
    if bound.is_plain:
        return
    words = part(node, side)
    yield (node, curie(f"ds:{side}"), words, at)
    yield (words, curie("rdf:type"), PERIOD_OF_TIME, at)
    yield (words, curie("rdfs:label"), literal(bound.text, language=language), at)
    yield (words, START, day(bound.first), at)
    yield (words, END, day(bound.last), at)


def _parse_period(value: Any, style: Any, **how: Any) -> Any:
    """Bounds under the other side were words, which claimed the days of their date; all others were that date."""
    found = parse_period(value, style, **how)
    if not isinstance(found, Period):
        return found
    begin, end = (side and replace(side, open_to="") for side in (found.begin, found.end))
    if not found.point:
        begin, end = (side and _as_date(side) for side in (begin, end))
    return Period(begin, end, found.point)


def _as_date(bound: PartialDate) -> PartialDate:
    if bound.text[:1].isdecimal():
        return bound
    first, after = bound.first, bound.last + timedelta(days=1)
    if first == bound.last:
        return replace(bound, precision=Precision.DAY)
    if (first.month, first.day) == (1, 1) and after == first.replace(year=first.year + 1):
        return replace(bound, precision=Precision.YEAR, text=f"{first.year}")
    return bound


def _write_period(said: Period) -> Any:
    if said.point and said.begin:
        return write_date(said.begin)
    if said.begin and said.end:
        return f"{said.begin.text} – {said.end.text}"
    return f"ab {said.begin.text}" if said.begin else f"bis {said.end.text}" if said.end else ""
