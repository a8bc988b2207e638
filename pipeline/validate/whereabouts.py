"""From a result of the shapes back to the cells it speaks of.

A value stands in the cells that the source map knows for it. What is missing has the empty cell of the column that the
rule names, or the cell that says it where another column does: a period in one cell gives a start and an end. What
speaks of the strategy has the header of its column, or the file of the strategy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.columns import PERIODS, PROJECT_PERIOD
from pipeline.model.graph import SourceMap, Triple, curie, literal
from pipeline.model.naming import Naming, part
from pipeline.model.report import Rule
from pipeline.model.roadmap import Name, Project, Roadmap
from pipeline.model.shacl import Found
from pipeline.model.workbook import CellRef, as_typed, column_number


class Place(NamedTuple):
    """A cell, and what is known of it: its column's name, that one's title in the sheet and what stands in the cell."""

    cell: CellRef
    project: Project | None = None
    column: str = ""
    title: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The projects of a roadmap by their terms and by their rows, and ``mentions``: the cells that name organizations.

    ``strategy_file`` is where the strategy stands.
    """

    roadmap: Roadmap
    sources: SourceMap
    naming: Naming
    strategy_file: str
    projects: Mapping[str, Project]
    by_row: Mapping[tuple[str, str | None, int | None], Project]
    mentions: Mapping[str, list[CellRef]]

    def said_of(self, subject: str) -> Mapping[Triple, CellRef]:
        """The triples of ``subject`` that were typed, with their cells."""
        return self.sources.by_subject.get(subject, {})

    def project_at(self, cell: CellRef) -> Project | None:
        """The project in whose row a cell is."""
        return self.by_row.get((cell.file, cell.sheet, cell.row))

    def is_carried(self, project: Project) -> bool:
        """Whether a project stands in the last edition alone, where nobody can mend it."""
        return all(project.table is not table for table in self.roadmap.tables)

    def focus_of(self, found: Found, project: Project | None) -> str:
        """The focus node; the project in place of an organization, whose IRI might be the name of a person."""
        instead = project if found.focus_node in self.mentions else None
        return self.naming.project(instead.key) if instead else found.focus_node


def build_whereabouts(
    roadmap: Roadmap, sources: SourceMap, naming: Naming, strategy_file: str, results: Collection[Found]
) -> Whereabouts:
    """All that is needed to find the cells of ``results``."""
    organizations = {found.focus_node for found in results if (found.focus_node, _TYPE, _ORGANIZATION) in sources.cells}
    return Whereabouts(
        roadmap,
        sources,
        naming,
        strategy_file,
        {naming.project(project.key): project for project in roadmap.projects},
        {(project.table.file, project.table.sheet.name, project.row): project for project in roadmap.projects},
        _mentions(sources, organizations),
    )


def _mentions(sources: SourceMap, organizations: Collection[str]) -> Mapping[str, list[CellRef]]:
    """The cells that name each organization; it is one thing however often it is named."""
    mentions: dict[str, list[CellRef]] = {term: [] for term in organizations}
    for triple, cell in sources.cells.items() if mentions else ():
        if triple.object in mentions:
            mentions[triple.object].append(cell)
    return mentions


def find_places(where: Whereabouts, rule: Rule, found: Found) -> list[Place]:
    """Where a result stands; nowhere if it is about a column that no table has."""
    return [_place(where, cell) for cell in _cells(where, rule, found)]


def _place(where: Whereabouts, cell: CellRef) -> Place:
    project, number = where.project_at(cell), column_number(cell.column or "")
    tables = [project.table] if project else where.roadmap.tables
    here = (table for table in tables if (table.file, table.sheet.name) == (cell.file, cell.sheet))
    column = next((column for table in here for column in table.columns if column.number == number), None)
    if column is None:
        return Place(cell, project)
    entries = project.entries if project else ()
    typed = next((as_typed(entry.typed) for entry in entries if entry.at == number), "")
    return Place(cell, project, column.name, column.title, project.key if project and column.name == "id" else typed)


def _cells(where: Whereabouts, rule: Rule, found: Found) -> list[CellRef]:
    said = where.said_of(found.focus_node)
    if not rule.columns:
        return _cells_of_value(where, found) or [*said.values()][:1] or [CellRef(where.strategy_file)]
    if project := where.projects.get(found.focus_node):
        return [_stated(where, project, rule) or _missing(project, rule)]
    if not said:
        return _headers(where, rule)
    owner = where.project_at(next(iter(said.values())))
    return [_stated_of_part(where, rule, found) or _missing(owner, rule)] if owner else []


def _cells_of_value(where: Whereabouts, found: Found) -> list[CellRef]:
    """The cells that gave the focus node its value."""
    said = where.said_of(found.focus_node).items()
    cells = [cell for triple, cell in said if triple.object == found.value and found.path in ("", triple.predicate)]
    mentions = (cell for cell in where.mentions.get(found.focus_node, ()) if _names(where, cell, found.value))
    return list(dict.fromkeys((*cells, *mentions)))


def _names(where: Whereabouts, cell: CellRef, value: str) -> bool:
    """Whether an organization is called just so in a cell."""
    project, number = where.project_at(cell), column_number(cell.column or "")
    names = (entry.value for entry in (project.entries if project else ()) if entry.at == number)
    return any(isinstance(name, Name) and literal(name.text) == value for name in names)


def _stated(where: Whereabouts, project: Project, rule: Rule) -> CellRef | None:
    """The cell that says what the rule speaks of, be it of another column."""
    days = where.said_of(part(where.naming.project(project.key), PROJECT_PERIOD.path))
    stated = {_EXTENT[triple.predicate]: cell for triple, cell in days.items() if triple.predicate in _EXTENT}
    stated |= {entry.column: project.table.cell(entry.at, project.row) for entry in project.entries}
    return next((stated[name] for name in rule.columns if name in stated), None)


def _stated_of_part(where: Whereabouts, rule: Rule, found: Found) -> CellRef | None:
    """The same for a period, an amount or another part of a project; what is missing was typed nowhere."""
    cells = where.said_of(found.focus_node).values()
    stated = {_place(where, cell).column: cell for cell in cells}
    cell = next((stated[name] for name in rule.columns if name in stated), None)
    return cell or (next(iter(cells)) if found.value else None)


def _missing(project: Project, rule: Rule) -> CellRef:
    """The empty cell of the rule's column; where there is no such column, the cell that might have said it."""
    columns = (*rule.columns, *(_NEIGHBORS[name] for name in rule.columns if name in _NEIGHBORS))
    return project.cell(next((name for name in columns if project.table.column(name)), rule.columns[0]))


def _headers(where: Whereabouts, rule: Rule) -> list[CellRef]:
    """The header of the rule's column in the first table that has it."""
    columns = ((table, table.column(name)) for table in where.roadmap.tables for name in rule.columns)
    return [table.cell(column.number, table.last_header_row) for table, column in columns if column][:1]


_TYPE, _ORGANIZATION = curie("rdf:type"), curie("org:Organization")
_EXTENT = {curie("ds:firstDay"): PROJECT_PERIOD.opening, curie("ds:lastDay"): PROJECT_PERIOD.closing}
_NEIGHBORS = {
    **{period.opening: period.closing for period in PERIODS},
    **{period.closing: period.opening for period in PERIODS},
    "budget_kind": "budget",
    "offer_outcome": "offer_end",
}
