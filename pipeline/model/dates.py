"""The dates of a project: what its cells say of a period, whichever of two columns says it."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from pipeline.model.columns import PeriodColumns
from pipeline.model.period import PartialDate, Period
from pipeline.model.roadmap import Project

Dates: TypeAlias = list[tuple[str, Period, int]]
"""The columns of a project that hold periods, the periods, and the numbers of the columns."""


def dates_of(project: Project) -> Dates:
    """What the cells of a project say of periods."""
    return [(column, value, at) for column, value, at, _ in project.entries if isinstance(value, Period)]


def begins(dates: Dates, period: PeriodColumns) -> list[tuple[PartialDate, int]]:
    """The beginnings that two columns give, each with the number of its column."""
    found = [(v.opening(column == period.opening), at) for column, v, at in dates if column in period.columns]
    return [(begin, at) for begin, at in found if begin]


def ends(dates: Dates, period: PeriodColumns) -> list[tuple[PartialDate, int]]:
    """The ends that two columns give, each with the number of its column."""
    found = [(v.closing(column == period.opening), at) for column, v, at in dates if column in period.columns]
    return [(end, at) for end, at in found if end]


def earliest(found: list[tuple[PartialDate, int]]) -> tuple[PartialDate, int]:
    """The beginning that allows the earliest day; what is open to the past allows any."""
    return min(found, key=lambda each: each[0].earliest or date.min)


def latest(found: list[tuple[PartialDate, int]]) -> tuple[PartialDate, int]:
    """The end that allows the latest day; what is open to the future allows any."""
    return max(found, key=lambda each: each[0].latest or date.max)
