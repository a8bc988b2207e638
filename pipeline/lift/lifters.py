"""The value of a cell to the statements that it makes, by the column it stands in.

A value that its column did not expect is lifted as a plain string in the place of the value it should have been, where
the shapes find it; it is judged and not published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from pipeline.lift.history import status_change_of
from pipeline.lift.organizations import organization_statements
from pipeline.lift.periods import DATATYPES, END, PERIOD_OF_TIME, START, bound_statements
from pipeline.model.amount import Amount
from pipeline.model.columns import DECISION_COLUMNS, PERIODS, Column, Kind
from pipeline.model.graph import Statement, curie, iri, literal
from pipeline.model.history import Turn
from pipeline.model.naming import Naming, part
from pipeline.model.period import Period
from pipeline.model.roadmap import Doubtful, Email, EntryValue, Link, Name, Project, Reference, Unreadable, Words
from pipeline.model.vocabulary import DEF, Concept, expand

_Lifter = Callable[["Subject", EntryValue, int], Iterable[Statement]]


class Subject:
    """The project being lifted: its term, its status with the change to it, the naming and the text language."""

    __slots__ = ("language", "naming", "status", "status_change", "term")

    def __init__(self, project: Project, naming: Naming, language: str, turns: Sequence[Turn] = ()) -> None:
        status = project.first("status")
        self.term = naming.project(project.key)
        self.status = status if isinstance(status, Concept) else None
        self.status_change = status_change_of(self.term, turns, self.status)
        self.naming = naming
        self.language = language


def _object(predicate: str) -> _Lifter:
    """Concepts, links, references and names of things: an IRI each."""
    predicate_term = curie(predicate)

    def lift_object(subject: Subject, value: EntryValue, at: int) -> list[Statement]:
        match value:
            case Concept():
                return [(subject.term, predicate_term, f"<{value.iri}>", at)]
            case Link():
                return [(subject.term, predicate_term, iri(value.iri), at)]
            case Reference():
                return [(subject.term, predicate_term, subject.naming.project(value.key), at)]
            case Name():
                return organization_statements(subject.term, predicate, value.text, subject.naming, at)
            case _:
                return [(subject.term, predicate_term, _as_string(value), at)]

    return lift_object


def _text(predicate: str) -> _Lifter:
    predicate_term = curie(predicate)

    def lift_text(subject: Subject, value: EntryValue, at: int) -> list[Statement]:
        return [(subject.term, predicate_term, _as_text(value), at)]

    return lift_text


def _date(predicate: str) -> _Lifter:
    """A single date of the precision given; words and periods stay a string, for they are no date."""
    predicate_term = curie(predicate)

    def lift_date(subject: Subject, value: EntryValue, at: int) -> list[Statement]:
        return [(subject.term, predicate_term, _as_date(value), at)]

    return lift_date


def _period(path: str, opening: bool) -> _Lifter:
    """The beginning or the end of a period that is named ``path`` under the project."""

    def lift_period(subject: Subject, value: EntryValue, at: int) -> list[Statement]:
        owner = part(subject.term, path.rpartition("/")[0]) if "/" in path else subject.term
        node = part(subject.term, path)
        statements = [(owner, _TEMPORAL, node, at), (node, _TYPE, PERIOD_OF_TIME, at)]
        if owner is not subject.term:
            statements += _offer(subject, at)
        if not isinstance(value, Period):
            return [*statements, (node, START if opening else END, _as_string(value), at)]
        if begin := value.opening(opening):
            statements += bound_statements(node, "begin", START, begin, subject.language, at)
        if end := value.closing(opening):
            statements += bound_statements(node, "end", END, end, subject.language, at)
        return statements

    return lift_period


def _budget(kind: str) -> _Lifter:
    """An amount of one kind."""

    def lift_amount(subject: Subject, value: EntryValue, at: int) -> list[Statement]:
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


def amounts_of_a_kind(project: Project, term: str) -> Iterator[Statement]:
    """The kind that stands beside an amount in a column of its own."""
    if project.first("budget"):
        for entry in project.entries:
            if entry.column == "budget_kind":
                node, kind = part(term, f"budget/{_ANY_KIND}"), entry.value
                said = f"<{kind.iri}>" if isinstance(kind, Concept) else _as_string(kind)
                yield (node, curie("ds:budgetKind"), said, entry.at)


def _status_change(predicate: str, read: Callable[[EntryValue], str]) -> _Lifter:
    """The date or the reason of the change to the present status."""

    def lift_change(subject: Subject, value: EntryValue, at: int) -> list[Statement]:
        node = subject.status_change
        statements = [
            (subject.term, curie("ds:statusChange"), node, at),
            (node, _TYPE, curie("ds:StatusChange"), at),
            (node, curie(predicate), read(value), at),
        ]
        if subject.status:
            statements.append((node, curie("ds:toStatus"), f"<{subject.status.iri}>", at))
        return statements

    return lift_change


def _offer(subject: Subject, at: int) -> list[Statement]:
    node = part(subject.term, "offer")
    return [
        (subject.term, curie("ds:participationOffer"), node, at),
        (node, _TYPE, curie("ds:ParticipationOffer"), at),
    ]


def _offer_page(subject: Subject, value: EntryValue, at: int) -> list[Statement]:
    said = iri(value.iri) if isinstance(value, Link) else _as_string(value)
    return [*_offer(subject, at), (part(subject.term, "offer"), curie("foaf:page"), said, at)]


def _offer_outcome(subject: Subject, value: EntryValue, at: int) -> list[Statement]:
    return [*_offer(subject, at), (part(subject.term, "offer"), curie("ds:outcome"), _as_text(value), at)]


def _contact(subject: Subject, value: EntryValue, at: int) -> list[Statement]:
    node = part(subject.term, "contact")
    said = iri(f"mailto:{value.address}") if isinstance(value, Email) else _as_string(value)
    return [
        (subject.term, curie("dcat:contactPoint"), node, at),
        (node, _TYPE, curie("vcard:Group"), at),
        (node, curie("vcard:hasEmail"), said, at),
    ]


def _nothing(subject: Subject, value: EntryValue, at: int) -> list[Statement]:
    """A column that speaks of another one, and is lifted with it."""
    return []


def _as_text(value: EntryValue) -> str:
    return literal(value.text, language=value.language) if isinstance(value, Words) else _as_string(value)


def _as_date(value: EntryValue) -> str:
    if isinstance(value, Period) and value.point and value.begin and value.begin.precision in DATATYPES:
        return literal(value.begin.lexical, datatype=DATATYPES[value.begin.precision])
    return _as_string(value)


def _as_string(value: EntryValue) -> str:
    """The words of a value that is not what its place expects."""
    if isinstance(value, Period):
        sides = dict.fromkeys(side.text for side in (value.begin, value.end) if side)
        return literal(" – ".join(sides))
    return literal(value.text if isinstance(value, Unreadable | Doubtful | Words | Name) else str(value))


_TYPE, _TEMPORAL = curie("rdf:type"), curie("dcterms:temporal")
_XSD_DECIMAL = expand("xsd:decimal")
_ANY_KIND = "amount"
_OF_A_PART: Mapping[str, _Lifter] = {
    "status_date": _status_change("dcterms:date", _as_date),
    "status_reason": _status_change("ds:reason", _as_text),
    **{name: _period(period.path, opening=name == period.opening) for period in PERIODS for name in period.columns},
    "offer": _offer_page,
    "offer_outcome": _offer_outcome,
    "budget": _budget(_ANY_KIND),
    "budget_kind": _nothing,
    **dict.fromkeys(DECISION_COLUMNS, _nothing),
    "contact": _contact,
}
"""What is said of a part of a project, or of none: each such column in a way of its own."""

_OF_THE_PROJECT: Mapping[Kind, Callable[[str], _Lifter]] = {
    Kind.TEXT: _text,
    Kind.PERIOD: _date,
    **dict.fromkeys((Kind.CONCEPT, Kind.CONCEPTS, Kind.NAMES, Kind.LINK, Kind.REFERENCE), _object),
}
"""What is said of the project itself, by what the cells hold and the predicate of the column."""


@lru_cache(maxsize=200)
def lifter_of(column: Column) -> _Lifter:
    """What becomes of the values of a column."""
    if column.predicate:
        return _OF_THE_PROJECT[column.kind](column.predicate)
    return _budget(column.budget_kind) if column.budget_kind else _OF_A_PART[column.name]
