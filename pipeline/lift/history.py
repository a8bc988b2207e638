"""The history of a project to statements: a node for each turn of its status and of its plan.

The turns of a status are named by the status they led to, the first plainly and a second one with its number; those of
a plan are counted by what they moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from pipeline.lift.periods import DATATYPES, day
from pipeline.model.amount import Amount
from pipeline.model.catalog import CatalogNames
from pipeline.model.graph import Triple, curie, literal
from pipeline.model.history import END, STATUS, Said, Turn
from pipeline.model.naming import Naming, part
from pipeline.model.partial_date import PartialDate
from pipeline.model.roadmap import Project
from pipeline.model.vocabulary import DEF, Concept, expand
from pipeline.model.workbook import CellRef


def status_change_of(term: str, turns: Iterable[Turn], status: Concept | None) -> str:
    """The node of the change to the present status, by the turns of a project: the last of those that led to it."""
    notation = status.notation if status else "unknown"
    times = sum(turn.aspect == STATUS and turn.after == status for turn in turns)
    return part(term, f"status/{_counted(notation, times)}")


def _counted(name: str, times: int) -> str:
    return name if times < 2 else f"{name}-{times}"


def lift_history(
    project: Project, turns: Iterable[Turn], naming: Naming, names: CatalogNames
) -> Iterator[tuple[Triple, CellRef]]:
    """All turns of a project in their order, each statement with the cell that tells it."""
    term, counts = naming.project(project.key), Counter[str]()
    for turn in turns:
        is_status, name = turn.aspect == STATUS, _name(turn)
        kind = f"{'status' if is_status else 'plan'}/{name}"  # a status and an amount are both called "planned"
        counts[kind] += 1
        path = _counted(kind, counts[kind]) if is_status else f"{kind}-{counts[kind]}"
        node, told = part(term, path), _status_change(turn) if is_status else _plan_change(turn)
        said_in = names.edition(names.dataset("roadmap"), turn.edition)
        change = curie("ds:statusChange" if is_status else "ds:planChange")
        yield Triple(term, change, node), turn.cell("key", project)
        for column, predicate, value in (*told, *_when_and_why(turn), ("edition", "ds:firstSaidIn", said_in)):
            yield Triple(node, curie(predicate), value), turn.cell(column, project)


def _name(turn: Turn) -> str:
    if turn.aspect != STATUS:
        return turn.aspect
    return turn.after.notation if isinstance(turn.after, Concept) else "none"


_Part: TypeAlias = tuple[str, str, str]
"""A column of the history, the predicate, and the object."""


def _status_change(turn: Turn) -> Iterator[_Part]:
    yield ("key", "rdf:type", curie("ds:StatusChange"))
    if isinstance(turn.before, Concept):
        yield ("before", "ds:fromStatus", f"<{turn.before.iri}>")
    if isinstance(turn.after, Concept):
        yield ("after", "ds:toStatus", f"<{turn.after.iri}>")


def _plan_change(turn: Turn) -> Iterator[_Part]:
    yield ("key", "rdf:type", curie("ds:PlanChange"))
    yield ("aspect", "ds:changedAspect", f"<{DEF}aspect/{turn.aspect}>")
    for column, said in (("before", turn.before), ("after", turn.after)):
        yield from _value(column, said, turn.aspect)


def _value(column: str, said: Said | None, aspect: str) -> Iterator[_Part]:
    match said:
        case Amount():
            yield (column, f"ds:{column}", literal(said.lexical, datatype=expand("xsd:decimal")))
            yield (column, f"ds:{column}Currency", literal(said.currency))
        case PartialDate() if said.is_plain:
            yield (column, f"ds:{column}", literal(said.lexical, datatype=DATATYPES[said.precision]))
        case PartialDate():
            yield (column, f"ds:{column}", literal(said.text))
    if isinstance(said, PartialDate):
        yield (column, f"ds:{column}Day", day(_day_to_compare(said, aspect)))


def _day_to_compare(said: PartialDate, aspect: str) -> date:
    """The first day that a beginning allows, the last that an end allows; where none is, the one there is."""
    days = (said.latest, said.first) if aspect == END else (said.earliest, said.last)
    return days[0] or days[1]


def _when_and_why(turn: Turn) -> Iterator[_Part]:
    if turn.since and turn.since.is_plain:
        yield ("since", "dcterms:date", literal(turn.since.lexical, datatype=DATATYPES[turn.since.precision]))
    if turn.reason:
        yield ("reason", "ds:reason", literal(turn.reason.text, language=turn.reason.language))
