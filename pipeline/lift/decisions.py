"""The decisions behind a project to triples: which body, when, on which paper, and what of it a council's system said.

What that system says fills what the sheet leaves open. Where the two disagree on the day, neither is stated.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.lift.organizations import organization_statements
from pipeline.lift.periods import DATATYPES, day
from pipeline.model.council import Council, Resolution
from pipeline.model.decisions import Decision, decisions_of
from pipeline.model.graph import Statement, curie, iri, literal, segment
from pipeline.model.naming import Naming, part
from pipeline.model.period import Period
from pipeline.model.roadmap import Doubtful, Entry, Link, Name, Paper, Project, Unreadable, is_read


def decision_statements(project: Project, term: str, naming: Naming, council: Council) -> Iterator[Statement]:
    """What is published of a project's decisions."""
    for decision in decisions_of(project).paired:
        node = part(term, f"decision/{segment(decision.key)}")
        found = council.find(decision.number) if decision.number else None
        disputed = found is not None and decision.contradicts(found)
        for name, entry in decision.entries.items():
            if is_read(entry.value) and not (disputed and name == "decision_date"):
                yield from _said(term, node, entry, naming)
        if found and not disputed:
            yield from _found(node, found, decision, naming)


def unread_decision_statements(project: Project, term: str, naming: Naming) -> Iterator[Statement]:
    """What stands in the cells and is not published: what nobody could read, and what belongs to no decision."""
    decisions = decisions_of(project)
    read = [entry for decision in decisions.paired for entry in decision.entries.values() if not is_read(entry.value)]
    for entry in (*read, *(entry for entries in decisions.unpaired.values() for entry in entries)):
        yield from _said(term, part(term, "decision/unread"), entry, naming)


def _said(term: str, node: str, entry: Entry, naming: Naming) -> Iterator[Statement]:
    at = entry.at
    yield term, curie("ds:decision"), node, at
    yield node, _TYPE, curie("ds:Decision"), at
    match entry.value:
        case Name(name):
            yield from organization_statements(node, _PREDICATES[entry.column], name, naming, at)
        case value:
            yield node, curie(_PREDICATES[entry.column]), _object(value), at


def _object(value: object) -> str:
    match value:
        case Paper(number):
            return literal(number)
        case Link(address):
            return iri(address)
        case Period(begin=begin) if begin and value.point and begin.precision in DATATYPES:
            return literal(begin.lexical, datatype=DATATYPES[begin.precision])
        case Unreadable(text=text) | Doubtful(text=text):
            return literal(text)
        case _:
            return literal(str(value))


def _found(node: str, found: Resolution, decision: Decision, naming: Naming) -> Iterator[Statement]:
    """What the council's system adds, all of it at the cell of the paper's number."""
    at = decision.entries["decision_number"].at
    if not decision.day:
        yield node, curie(_PREDICATES["decision_date"]), day(found.day), at
    if found.body and "decision_body" not in decision.entries:
        yield from organization_statements(node, _PREDICATES["decision_body"], found.body, naming, at)
    if found.page and "decision" not in decision.entries:
        yield node, curie(_PREDICATES["decision"]), iri(found.page), at
    yield node, curie("dcterms:source"), iri(found.paper), at
    yield node, curie("ds:retrieved"), day(found.retrieved), at


_TYPE = curie("rdf:type")
_PREDICATES = {
    "decision_number": "dcterms:identifier",
    "decision_date": "dcterms:date",
    "decision_body": "dcterms:creator",
    "decision": "foaf:page",
}
