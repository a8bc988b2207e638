"""What there is to ask of one project: its values and what the rules found in its row in, the points out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, timedelta

from pipeline.model.circular import Point, Reason, may_change
from pipeline.model.columns import OFFER_PERIOD, PROJECT_PERIOD
from pipeline.model.dates import Dates, begins, dates_of, earliest, ends, latest
from pipeline.model.period import Period
from pipeline.model.progress import CANCELLED, DONE, PLANNED
from pipeline.model.report import Severity, ValidationResult
from pipeline.model.roadmap import Project
from pipeline.model.vocabulary import Concept


def points_of(
    project: Project,
    results: Iterable[ValidationResult],
    today: date,
    *,
    after_days: int,
    confirmed: date | None,
) -> tuple[Point, ...]:
    """All that is to be asked, the questions about the row as a whole first.

    ``results`` are those at its row, ``confirmed`` is the day on which it last changed or was said to be right.
    """
    own = [*_stale(project, today, after_days, confirmed), *_of_dates(project, today)]
    asked = {point.reason for point in own}
    return (*own, *(_of_rule(project, found) for found in results if _is_asked(found, asked)))


def _stale(project: Project, today: date, after_days: int, confirmed: date | None) -> Iterator[Point]:
    """Not confirmed for longer than agreed; of a project that is over nobody waits for news."""
    days = [day for day in (confirmed, *_said_on(project, today)) if day]
    if not is_over(project) and days and today - max(days) > timedelta(days=after_days):
        yield Point(Reason.STALE, day=max(days))


def _said_on(project: Project, today: date) -> Iterator[date]:
    """The days that the sheet itself gives for its facts. What is in the future says nothing of the past."""
    for name in ("modified", "status_date"):
        for value in project.values(name):
            if isinstance(value, Period) and value.begin and value.begin.first <= today:
                yield min(value.begin.last, today)


def _of_dates(project: Project, today: date) -> Iterator[Point]:
    """What the status and the dates do not tell, or tell no longer."""
    dates = dates_of(project)
    if not is_over(project):
        yield from _of_start(project, dates, today)
        yield from _of_end(project, dates, today)
    over = [end.latest for end, _ in ends(dates, OFFER_PERIOD)]
    last = max((day for day in over if day), default=None)
    if last and None not in over and last < today and _is_empty(project, "offer_outcome"):
        yield Point(Reason.NO_OUTCOME, "offer_outcome", last)


def _of_start(project: Project, dates: Dates, today: date) -> Iterator[Point]:
    found = begins(dates, PROJECT_PERIOD)
    if not found and _is_empty(project, "start"):
        yield Point(Reason.NO_START, "start")
    elif found and _status(project) == PLANNED:
        begin = earliest(found)[0]
        if begin.latest and begin.latest < today:
            yield Point(Reason.NOT_STARTED, "status", begin.latest)


def _of_end(project: Project, dates: Dates, today: date) -> Iterator[Point]:
    found = ends(dates, PROJECT_PERIOD)
    if not found and _is_empty(project, "end"):
        yield Point(Reason.NO_END, "end")
    elif found:
        end, at = latest(found)
        if end.latest and end.latest < today:
            yield Point(Reason.OVERDUE, _name_of(project, at), end.latest)


def _name_of(project: Project, at: int) -> str:
    """The name of the column of that number."""
    return next(column.name for column in project.table.columns if column.number == at)


def _is_empty(project: Project, column: str) -> bool:
    """Whether a cell is there and nothing in it: where the sheet has no such column, nobody can fill it in."""
    return project.first(column) is None and may_change(project, column)


def is_over(project: Project) -> bool:
    """Whether a project has reached its goal or was given up."""
    return _status(project) in (*DONE, CANCELLED)


def _status(project: Project) -> str:
    status = project.first("status")
    return status.notation if isinstance(status, Concept) else ""


def _is_asked(found: ValidationResult, asked: Container[Reason]) -> bool:
    """Whether a unit is asked by a rule: notes need no mending, and nothing is asked twice in other words."""
    return found.severity is not Severity.INFO and _SAME.get(found.rule.id) not in asked


_SAME: Mapping[str, Reason] = {
    "running-past-end": Reason.OVERDUE,
    "running-without-start": Reason.NO_START,
    "completed-without-end": Reason.NO_END,
    "outcome-missing": Reason.NO_OUTCOME,
}
"""The rules that ask what a reason of ours asks."""


def _of_rule(project: Project, found: ValidationResult) -> Point:
    name = next((name for name in _names_at(project, found)), "")
    return Point(Reason.RULE, name, title=found.rule.title, remedy=found.remedy)


def _names_at(project: Project, found: ValidationResult) -> Iterator[str]:
    """The name of the column in whose cell a result stands."""
    for column in project.table.columns:
        if project.table.cell(column.number, project.row) == found.cell:
            yield column.name
