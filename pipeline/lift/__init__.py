"""Roadmap to triples, remembering the cell behind each of them.

``lifter_of`` says for each column what becomes of its values. A value that its column did not expect is lifted as a
plain string in the place of the value it should have been, where the shapes find it: it is judged and not published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pipeline.lift.decisions import decision_statements, unread_decision_statements
from pipeline.lift.history import lift_history
from pipeline.lift.indicators import frame_of, lift_indicators
from pipeline.lift.lifters import Subject, amounts_of_a_kind, lifter_of
from pipeline.lift.periods import day, extent
from pipeline.model.catalog import CatalogNames
from pipeline.model.columns import COLUMNS, PROJECT_PERIOD
from pipeline.model.council import Council
from pipeline.model.dataset import Dataset
from pipeline.model.dates import dates_of, ends
from pipeline.model.frame import frame_of_roadmap
from pipeline.model.graph import Lifted, SourceMap, Statement, Triple, curie, in_reading_order, iri, literal, texts
from pipeline.model.history import Turn, by_project
from pipeline.model.naming import Naming, part
from pipeline.model.roadmap import Project, Roadmap, is_read
from pipeline.model.workbook import CellRef

_NO_COUNCIL = Council()
SETTINGS = -1
"""In place of a column's number: the statement follows from ``dataset.toml``."""


def lift(
    roadmap: Roadmap,
    dataset: Dataset,
    naming: Naming,
    *,
    today: date,
    council: Council = _NO_COUNCIL,
    given: Iterable[Triple] = (),
) -> Lifted:
    """All projects as triples, sorted and each once, with the cell of each. ``today`` is the day of judgement,
    ``given`` the strategy, which may say what the roadmap is called and whose it is.
    """
    cells: dict[Triple, CellRef] = {}
    further: dict[Triple, dict[CellRef, None]] = {}
    judged: list[Triple] = []
    settled: list[Triple] = []
    withheld: dict[Triple, CellRef] = {}
    turns, names = by_project(roadmap.history), CatalogNames(dataset.iris)
    for project in roadmap.projects:
        past = turns.get(project.key, ())
        row = _Row(project)
        for subject, predicate, object_, at in lift_project(project, dataset, naming, past, council):
            triple = Triple(subject, predicate, object_)
            if at == SETTINGS:
                settled.append(triple)
            else:
                _note(triple, row[at], cells, further)
        for triple, cell in lift_history(project, past, naming, names) if past else ():
            _note(triple, cell, cells, further)
        for *terms, at in lift_unread(project, dataset, naming, past):
            withheld.setdefault(Triple(*terms), row[at])
        judged += _judged(project, naming, today)
    for triple, cell in lift_indicators(roadmap.indicators, naming):
        cells.setdefault(triple, cell)
    frame = {*_roadmap(dataset, naming, (naming.project(project.key) for project in roadmap.projects))}
    frame |= {*frame_of_roadmap(dataset, naming, given)}
    judged += (triple for triple in withheld if triple not in cells)
    triples = tuple(in_reading_order({*cells, *settled, *frame, *frame_of(roadmap.indicators, naming)}))
    return Lifted(triples, SourceMap(withheld | cells if withheld else cells, further), tuple(judged))


def lift_project(
    project: Project,
    dataset: Dataset,
    naming: Naming,
    turns: Sequence[Turn] = (),
    council: Council = _NO_COUNCIL,
) -> list[Statement]:
    """What is published of one project, as statements, each with the number of the column it comes from."""
    subject = Subject(project, naming, dataset.language, turns)
    term = subject.term
    statements = [
        (term, _TYPE, _PROJECT, 0),
        (term, _TYPE, _FOAF_PROJECT, 0),
        (term, _IDENTIFIER, literal(project.key), 0),
        (term, _IS_PART_OF, naming.roadmap, 0),
    ]
    for column, value, at, _ in project.entries:
        if is_read(value):
            statements += lifter_of(COLUMNS[column])(subject, value, at)
    statements += decision_statements(project, term, naming, council)
    if dates := dates_of(project):
        statements += extent(dates, term)
    if is_read(project.first("budget")):
        statements += amounts_of_a_kind(project, term)
    if withdrawal := dataset.withdrawn.get(project.key):
        statements += [
            (term, curie("ds:withdrawn"), day(withdrawal.since), SETTINGS),
            *((*triple, SETTINGS) for triple in texts(term, "ds:withdrawalReason", withdrawal.reason)),
        ]
    return statements


def lift_unread(project: Project, dataset: Dataset, naming: Naming, turns: Sequence[Turn] = ()) -> list[Statement]:
    """What the cells would say that nobody could read: it might be anything, so a person is to see it first."""
    unread = [entry for entry in project.entries if not is_read(entry.value)]
    statements = [*unread_decision_statements(project, naming.project(project.key), naming)]
    if unread:
        subject = Subject(project, naming, dataset.language, turns)
        for column, value, at, _ in unread:
            statements += lifter_of(COLUMNS[column])(subject, value, at)
        if not is_read(project.first("budget")):
            statements += amounts_of_a_kind(project, subject.term)
    return statements


def _note(
    triple: Triple, cell: CellRef, cells: dict[Triple, CellRef], further: dict[Triple, dict[CellRef, None]]
) -> None:
    """Note a cell that says a statement: the first among the ``cells``, any other among the ``further`` ones."""
    first = cells.setdefault(triple, cell)
    if first is not cell and first != cell:
        further.setdefault(triple, {})[cell] = None


class _Row(dict[int, CellRef]):
    """The cells of a project's row by the numbers of their columns, each made once for all statements that it says."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project

    def __missing__(self, at: int) -> CellRef:
        """The cell of a column; what follows from the row as such has the cell of the key."""
        project = self._project
        self[at] = cell = project.table.cell(at, project.row) if at else project.cell("id")
        return cell


def _roadmap(dataset: Dataset, naming: Naming, projects: Iterable[str]) -> Iterator[Triple]:
    """The roadmap itself: its license, what is to be said of it wherever it goes, and its projects."""
    yield Triple(naming.roadmap, _TYPE, curie("ds:Roadmap"))
    yield Triple(naming.roadmap, curie("dcterms:license"), iri(dataset.license))
    yield from texts(naming.roadmap, "dcterms:rights", dataset.notice)
    yield Triple(naming.roadmap, _IS_PART_OF, naming.strategy)
    for project in projects:
        yield Triple(naming.roadmap, curie("dcterms:hasPart"), project)


def _judged(project: Project, naming: Naming, today: date) -> Iterator[Triple]:
    """What validation needs and nobody publishes: the day of judgement, and the first day on which the end may be."""
    term = naming.project(project.key)
    yield Triple(term, curie("ds:asOf"), day(today))
    if found := ends(dates_of(project), PROJECT_PERIOD):
        earliest = [end.earliest for end, _ in found if end.earliest]
        if len(earliest) == len(found):
            yield Triple(part(term, PROJECT_PERIOD.path), curie("ds:earliestEnd"), day(max(earliest)))


_TYPE = curie("rdf:type")
_PROJECT, _FOAF_PROJECT = curie("ds:Project"), curie("foaf:Project")
_IDENTIFIER, _IS_PART_OF = curie("dcterms:identifier"), curie("dcterms:isPartOf")
