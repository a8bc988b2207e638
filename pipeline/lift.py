"""Roadmap to triples, remembering the cell behind each of them.

``_LIFTERS`` says for each column what becomes of its values. A value that its column did not expect is lifted as a
plain string in the place of the value it should have been, where the shapes find it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from pipeline.amount import Amount
from pipeline.config import Dataset
from pipeline.graph import Lifted, SourceMap, Statement, Triple, curie, iri, literal, reading_order
from pipeline.naming import Naming, part
from pipeline.period import PartialDate, Period, Precision
from pipeline.roadmap import Email, EntryValue, Link, Name, Project, Reference, Roadmap, Unreadable, Words
from pipeline.statements import texts
from pipeline.vocabulary import COLUMNS, DEF, Concept, expand
from pipeline.workbook import CellRef

SETTINGS = -1
"""In place of a column's number: the statement follows from ``dataset.toml``."""

_Lifter = Callable[["_Subject", EntryValue, int], Iterable[Statement]]


class _Subject:
    """The project being lifted: its term, its status for the change it dates, the naming and the text language."""

    __slots__ = ("language", "naming", "status", "term")

    def __init__(self, project: Project, naming: Naming, language: str) -> None:
        status = project.first("status")
        self.term = naming.project(project.key)
        self.status = status if isinstance(status, Concept) else None
        self.naming = naming
        self.language = language


def lift(roadmap: Roadmap, dataset: Dataset, naming: Naming, *, today: date) -> Lifted:
    """All projects as triples, sorted and each once, with the cell of each. ``today`` is the day of judgement."""
    cells: dict[Triple, CellRef] = {}
    judged: list[Triple] = []
    settled: list[Triple] = []
    for project in roadmap.projects:
        for statement in lift_project(project, dataset, naming):
            triple = Triple(*statement[:3])
            if statement[3] == SETTINGS:
                settled.append(triple)
            elif triple not in cells:
                cells[triple] = _cell(project, statement[3])
        judged += _judged(project, naming, today)
    frame = _roadmap(dataset, naming, (naming.project(project.key) for project in roadmap.projects))
    return Lifted(tuple(sorted({*cells, *settled, *frame}, key=reading_order)), SourceMap.of(cells), tuple(judged))


def lift_project(project: Project, dataset: Dataset, naming: Naming) -> list[Statement]:
    """One project as statements, each with the number of the column it comes from."""
    subject = _Subject(project, naming, dataset.language)
    term = subject.term
    statements = [
        (term, _TYPE, _PROJECT, 0),
        (term, _TYPE, _FOAF_PROJECT, 0),
        (term, _IDENTIFIER, literal(project.key), 0),
        (term, _IS_PART_OF, naming.roadmap, 0),
    ]
    for column, value, at, _ in project.entries:
        statements += _LIFTERS[column](subject, value, at)
    if dates := _dates(project):
        statements += _extent(dates, term)
    statements += _amounts_of_a_kind(project, term)
    if withdrawal := dataset.withdrawn.get(project.key):
        statements += [
            (term, curie("ds:withdrawn"), _day(withdrawal.since), SETTINGS),
            (term, curie("ds:withdrawalReason"), literal(withdrawal.reason.de, language="de"), SETTINGS),
            (term, curie("ds:withdrawalReason"), literal(withdrawal.reason.en, language="en"), SETTINGS),
        ]
    return statements


def _cell(project: Project, at: int) -> CellRef:
    """The cell of a statement; what follows from the row as such has the cell of the key."""
    return project.table.cell(at, project.row) if at else project.cell("id")


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
    yield Triple(term, curie("ds:asOf"), _day(today))
    if ends := _ends(_dates(project), "start", "end"):
        earliest = max(end.first for end, _ in ends)
        yield Triple(part(term, "period"), curie("ds:earliestEnd"), _day(earliest))


def _object(predicate: str) -> _Lifter:
    """Concepts, links, references and names of things: an IRI each."""
    predicate_term = curie(predicate)

    def lift_object(subject: _Subject, value: EntryValue, at: int) -> list[Statement]:
        match value:
            case Concept():
                return [(subject.term, predicate_term, f"<{value.iri}>", at)]
            case Link():
                return [(subject.term, predicate_term, iri(value.iri), at)]
            case Reference():
                return [(subject.term, predicate_term, subject.naming.project(value.key), at)]
            case Name():
                organization = subject.naming.organization(value.text)
                return [
                    (subject.term, predicate_term, organization, at),
                    (organization, _TYPE, _ORGANIZATION, at),
                    (organization, _NAME, literal(value.text), at),
                ]
            case _:
                return [(subject.term, predicate_term, _as_string(value), at)]

    return lift_object


def _text(predicate: str) -> _Lifter:
    predicate_term = curie(predicate)

    def lift_text(subject: _Subject, value: EntryValue, at: int) -> list[Statement]:
        return [(subject.term, predicate_term, _as_text(value), at)]

    return lift_text


def _date(predicate: str) -> _Lifter:
    """A single date of the precision given; words and periods stay a string, for they are no date."""
    predicate_term = curie(predicate)

    def lift_date(subject: _Subject, value: EntryValue, at: int) -> list[Statement]:
        return [(subject.term, predicate_term, _as_date(value), at)]

    return lift_date


def _period(path: str, opening: bool) -> _Lifter:
    """The beginning or the end of a period that is named ``path`` under the project."""

    def lift_period(subject: _Subject, value: EntryValue, at: int) -> list[Statement]:
        owner = part(subject.term, path.rpartition("/")[0]) if "/" in path else subject.term
        node = part(subject.term, path)
        statements = [(owner, _TEMPORAL, node, at), (node, _TYPE, _PERIOD_OF_TIME, at)]
        if owner is not subject.term:
            statements += _offer(subject, at)
        if not isinstance(value, Period):
            return [*statements, (node, _START if opening else _END, _as_string(value), at)]
        if begin := value.opening(opening):
            statements += _bound(node, "begin", _START, begin, subject.language, at)
        if end := value.closing(opening):
            statements += _bound(node, "end", _END, end, subject.language, at)
        return statements

    return lift_period


def _bound(node: str, side: str, predicate: str, bound: PartialDate, language: str, at: int) -> Iterator[Statement]:
    """One side of a period: its date and, where it was given in words, those words and the days they allow."""
    if bound.precision is not Precision.WORDS:
        yield (node, predicate, literal(bound.lexical, datatype=_DATATYPES[bound.precision]), at)
        return
    day = bound.first if side == "begin" else bound.last
    words = part(node, side)
    yield (node, predicate, _day(day), at)
    yield (node, curie(f"ds:{side}"), words, at)
    yield (words, _TYPE, _PERIOD_OF_TIME, at)
    yield (words, curie("rdfs:label"), literal(bound.text, language=language), at)
    yield (words, _START, _day(bound.first), at)
    yield (words, _END, _day(bound.last), at)


_Dates = list[tuple[str, Period, int]]
"""The columns of a project that hold periods, the periods, and the numbers of the columns."""


@lru_cache(maxsize=10_000)
def _day(day: date) -> str:
    return literal(day.isoformat(), datatype=_XSD_DATE)


def _dates(project: Project) -> _Dates:
    return [(column, value, at) for column, value, at, _ in project.entries if isinstance(value, Period)]


def _begins(dates: _Dates, opening: str, closing: str) -> list[tuple[PartialDate, int]]:
    found = [(v.opening(column == opening), at) for column, v, at in dates if column in (opening, closing)]
    return [(begin, at) for begin, at in found if begin]


def _ends(dates: _Dates, opening: str, closing: str) -> list[tuple[PartialDate, int]]:
    found = [(v.closing(column == opening), at) for column, v, at in dates if column in (opening, closing)]
    return [(end, at) for end, at in found if end]


def _extent(dates: _Dates, term: str) -> Iterator[Statement]:
    """The earliest and the latest day that the dates allow, for sorting and comparing."""
    given = {column for column, _, _ in dates}
    for path, opening, closing in (("period", "start", "end"), ("offer/period", "offer_start", "offer_end")):
        if opening not in given and closing not in given:
            continue
        if begins := _begins(dates, opening, closing):
            begin, at = min(begins, key=lambda found: found[0].first)
            yield (part(term, path), _FIRST_DAY, _day(begin.first), at)
        if ends := _ends(dates, opening, closing):
            end, at = max(ends, key=lambda found: found[0].last)
            yield (part(term, path), _LAST_DAY, _day(end.last), at)


def _budget(kind: str) -> _Lifter:
    """An amount of one kind."""

    def lift_amount(subject: _Subject, value: EntryValue, at: int) -> list[Statement]:
        node = part(subject.term, f"budget/{kind}")
        amount = literal(value.lexical, datatype=_XSD_DECIMAL) if isinstance(value, Amount) else _as_string(value)
        statements = [
            (subject.term, curie("ds:budget"), node, at),
            (node, _TYPE, curie("schema:MonetaryAmount"), at),
            (node, curie("schema:value"), amount, at),
        ]
        if isinstance(value, Amount):
            statements.append((node, curie("schema:currency"), literal(value.currency), at))
        if kind != _ANY_KIND:
            statements.append((node, curie("ds:budgetKind"), f"<{DEF}budget-kind/{kind}>", at))
        return statements

    return lift_amount


def _amounts_of_a_kind(project: Project, term: str) -> Iterator[Statement]:
    """The kind that stands beside an amount in a column of its own."""
    if project.first("budget"):
        for entry in project.entries:
            if entry.column == "budget_kind":
                node, kind = part(term, f"budget/{_ANY_KIND}"), entry.value
                said = f"<{kind.iri}>" if isinstance(kind, Concept) else _as_string(kind)
                yield (node, curie("ds:budgetKind"), said, entry.at)


def _status_change(predicate: str, read: Callable[[EntryValue], str]) -> _Lifter:
    """The date or the reason of the change to the present status."""

    def lift_change(subject: _Subject, value: EntryValue, at: int) -> list[Statement]:
        node = part(subject.term, f"status/{subject.status.notation if subject.status else 'unknown'}")
        statements = [
            (subject.term, curie("ds:statusChange"), node, at),
            (node, _TYPE, curie("ds:StatusChange"), at),
            (node, curie(predicate), read(value), at),
        ]
        if subject.status:
            statements.append((node, curie("ds:toStatus"), f"<{subject.status.iri}>", at))
        return statements

    return lift_change


def _offer(subject: _Subject, at: int) -> list[Statement]:
    node = part(subject.term, "offer")
    return [
        (subject.term, curie("ds:participationOffer"), node, at),
        (node, _TYPE, curie("ds:ParticipationOffer"), at),
    ]


def _offer_page(subject: _Subject, value: EntryValue, at: int) -> list[Statement]:
    said = iri(value.iri) if isinstance(value, Link) else _as_string(value)
    return [*_offer(subject, at), (part(subject.term, "offer"), curie("foaf:page"), said, at)]


def _decision(subject: _Subject, value: EntryValue, at: int) -> list[Statement]:
    node = part(subject.term, "decision")
    said = iri(value.iri) if isinstance(value, Link) else _as_string(value)
    return [
        (subject.term, curie("ds:decision"), node, at),
        (node, _TYPE, curie("ds:Decision"), at),
        (node, curie("foaf:page"), said, at),
    ]


def _contact(subject: _Subject, value: EntryValue, at: int) -> list[Statement]:
    node = part(subject.term, "contact")
    said = iri(f"mailto:{value.address}") if isinstance(value, Email) else _as_string(value)
    return [
        (subject.term, curie("dcat:contactPoint"), node, at),
        (node, _TYPE, curie("vcard:Group"), at),
        (node, curie("vcard:hasEmail"), said, at),
    ]


def _nothing(subject: _Subject, value: EntryValue, at: int) -> list[Statement]:
    """A column that speaks of another one, and is lifted with it."""
    return []


def _as_text(value: EntryValue) -> str:
    return literal(value.text, language=value.language) if isinstance(value, Words) else _as_string(value)


def _as_date(value: EntryValue) -> str:
    if isinstance(value, Period) and value.point and value.begin and value.begin.precision in _DATATYPES:
        return literal(value.begin.lexical, datatype=_DATATYPES[value.begin.precision])
    return _as_string(value)


def _as_string(value: EntryValue) -> str:
    """The words of a value that is not what its place expects."""
    if isinstance(value, Period):
        sides = dict.fromkeys(side.text for side in (value.begin, value.end) if side)
        return literal(" – ".join(sides))
    return literal(value.text if isinstance(value, Unreadable | Words | Name) else str(value))


_TYPE, _TEMPORAL = curie("rdf:type"), curie("dcterms:temporal")
_PROJECT, _FOAF_PROJECT = curie("ds:Project"), curie("foaf:Project")
_IDENTIFIER, _IS_PART_OF = curie("dcterms:identifier"), curie("dcterms:isPartOf")
_ORGANIZATION, _NAME = curie("org:Organization"), curie("foaf:name")
_PERIOD_OF_TIME = curie("dcterms:PeriodOfTime")
_FIRST_DAY, _LAST_DAY = curie("ds:firstDay"), curie("ds:lastDay")
_START, _END = curie("dcat:startDate"), curie("dcat:endDate")
_XSD_DATE, _XSD_DECIMAL = expand("xsd:date"), expand("xsd:decimal")
_DATATYPES: Mapping[Precision, str] = {
    Precision.DAY: _XSD_DATE,
    Precision.MONTH: expand("xsd:gYearMonth"),
    Precision.YEAR: expand("xsd:gYear"),
}
_ANY_KIND = "amount"
_LIFTERS: Mapping[str, _Lifter] = {
    "title": _text("dcterms:title"),
    "title_en": _text("dcterms:title"),
    "description": _text("dcterms:description"),
    "description_en": _text("dcterms:description"),
    "field": _object("ds:fieldOfAction"),
    "thesis": _object("ds:thesis"),
    "status": _object("ds:status"),
    "status_date": _status_change("dcterms:date", _as_date),
    "status_reason": _status_change("ds:reason", _as_text),
    "start": _period("period", opening=True),
    "end": _period("period", opening=False),
    "lead": _object("ds:lead"),
    "partner": _object("ds:partner"),
    "participation": _object("ds:participation"),
    "offer": _offer_page,
    "offer_start": _period("offer/period", opening=True),
    "offer_end": _period("offer/period", opening=False),
    "no_offer_reason": _text("ds:noOfferReason"),
    "budget": _budget(_ANY_KIND),
    "budget_kind": _nothing,
    **{name: _budget(column.budget_kind) for name, column in COLUMNS.items() if column.budget_kind},
    "funder": _object("schema:funder"),
    "decision": _decision,
    "link": _object("foaf:page"),
    "homepage": _object("foaf:homepage"),
    "contact": _contact,
    "replaced_by": _object("dcterms:isReplacedBy"),
    "created": _date("dcterms:created"),
    "modified": _date("dcterms:modified"),
}
