"""Which unit is asked what: the roadmap and what the rules found in it in, the requests out, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from pipeline.model.circular import Request
from pipeline.model.naming import Naming
from pipeline.model.report import ValidationResult
from pipeline.model.roadmap import Project, Roadmap
from pipeline.model.routine import Reminders
from pipeline.remind.points import points_of
from pipeline.remind.units import asked_projects, by_term, leads_of

NEVER: Mapping[tuple[str, str], date] = MappingProxyType({})
Asked = Mapping[tuple[str, str], date]
"""When a unit was last asked about a project, by its name and the key."""


def choose(
    roadmap: Roadmap,
    results: Iterable[ValidationResult],
    reminders: Reminders,
    today: date,
    confirmed: Mapping[str, date],
    *,
    naming: Naming,
    asked: Asked = NEVER,
) -> tuple[Request, ...]:
    """All requests of today, in the order of the units in the settings and of the projects in the sheets.

    ``confirmed`` holds the day of the edition in which a project last changed or was said to be right, by its key.
    """
    units, found = by_term(reminders, naming), _Found(results)
    by_unit: dict[str, list[Request]] = {unit: [] for unit in reminders.units}
    for project in asked_projects(roadmap):
        day = confirmed.get(project.key)
        leading = list(
            dict.fromkeys(units[term] for term in map(naming.organization, leads_of(project)) if term in units)
        )
        points = points_of(project, found.at(project), today, after_days=reminders.after_days, confirmed=day)
        for unit in leading if points else ():
            if _is_due(asked.get((unit, project.key)), day, today, reminders):
                others = tuple(other for other in leading if other != unit)
                title = " ".join(project.typed("title").split())
                request = Request(unit, reminders.units[unit], project.key, title, points, others)
                by_unit[unit].append(request)
    return tuple(request for requests in by_unit.values() for request in requests)


def _is_due(asked: date | None, confirmed: date | None, today: date, reminders: Reminders) -> bool:
    """Whether a unit is asked today: not again too soon, nor soon after it has seen to the project."""
    if asked is None:
        return True
    if confirmed and confirmed > asked:  # on the same day it may have changed before it was asked about
        return today - confirmed > timedelta(days=reminders.after_days)
    return today - asked >= timedelta(days=reminders.again_after_days)


@dataclass(slots=True)
class _Found:
    """Results by the rows in which they stand."""

    results: Iterable[ValidationResult]
    _by_row: dict[tuple[str, str | None, int | None], list[ValidationResult]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for result in self.results:
            self._by_row.setdefault((result.cell.file, result.cell.sheet, result.cell.row), []).append(result)

    def at(self, project: Project) -> list[ValidationResult]:
        """Those in the row of a project."""
        return self._by_row.get((project.table.file, project.table.sheet.name, project.row), [])
