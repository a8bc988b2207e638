"""Whose mailbox is meant by the lead of a project, and who cannot be asked.

A unit is known by its name as any organization is: by the exact name, or by another that the strategy has for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.model.naming import Naming
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Name, Project, Roadmap
from pipeline.model.routine import Reminders
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef

SETTINGS = "dataset.toml"


def by_term(reminders: Reminders, naming: Naming) -> Mapping[str, str]:
    """The units of the settings by what names them; of two names of one unit the first."""
    units: dict[str, str] = {}
    for unit in reminders.units:
        units.setdefault(naming.organization(unit), unit)
    return units


def leads_of(project: Project) -> list[str]:
    """The names of those who lead a project."""
    return [value.text for value in project.values("lead") if isinstance(value, Name)]


def asked_projects(roadmap: Roadmap) -> list[Project]:
    """The projects that stand in the town's sheets: of one that is kept from the edition before there is no row."""
    tables = {id(table) for table in roadmap.tables}
    return [project for project in roadmap.projects if id(project.table) in tables]


def told_of_units(
    roadmap: Roadmap, reminders: Reminders, naming: Naming, rules: RuleBook
) -> Iterator[ValidationResult]:
    """The units without a mailbox and the projects without a unit, each at its first cell; mailboxes without a project.

    Nothing where the town asks nobody.
    """
    if not reminders.units:
        return
    known, used, told = by_term(reminders, naming), set(), set()
    for project in asked_projects(roadmap):
        names = leads_of(project)
        used |= {known[term] for term in map(naming.organization, names) if term in known}
        if not names:
            yield fill(rules["reminder-without-unit"], project.cell("lead"), value=project.key)
        for name in names:
            if (term := naming.organization(name)) not in known and term not in told:
                told.add(term)
                yield fill(rules["reminder-unit-unknown"], project.cell("lead"), value=name)
    for unit in reminders.units:
        if unit not in used:
            yield fill(rules["reminder-unit-unused"], CellRef(SETTINGS), value=unit)
