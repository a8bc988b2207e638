"""What changed between two editions, as RDF: which change is of which project, from what to what, and why.

All statements that came and went are a change set (http://purl.org/vocab/changeset/schema) and reified. Whatever people
are told of has a node: an activity that generated and invalidated these statements. Where the history of a project
knows the change, as a turn of its status or its plan, that node is the turn itself, as it stands in the roadmap.

    SELECT ?project ?property ?before ?after ?reason WHERE {
      ?change as:object ?project ; ds:changedProperty ?property .
      OPTIONAL { ?change prov:invalidated/rdf:object ?before } OPTIONAL { ?change prov:generated/rdf:object ?after }
      OPTIONAL { ?change ds:reason ?reason }
    }
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from pipeline.model.comparison import Change, Comparison, ThingChange
from pipeline.model.graph import Triple, curie, is_a, language_of, literal, literal_text, segment, texts
from pipeline.model.naming import part
from pipeline.model.report import Text
from pipeline.model.vocabulary import PREFIXES, expand
from pipeline.render.formats.changes import headline, sentence

CHANGE_PREFIXES = {
    **PREFIXES,
    "as": "https://www.w3.org/ns/activitystreams#",
    "cs": "http://purl.org/vocab/changeset/schema#",
}


def as_rdf(comparison: Comparison, base: str, made_at: datetime) -> tuple[Triple, ...]:
    """The comparison as triples, sorted; ``base`` is what the IRIs of the town begin with."""
    change_set = f"<{base}aenderung/{comparison.after}>"
    added = _numbered(change_set, "addition", comparison.added)
    removed = _numbered(change_set, "removal", comparison.removed)
    triples = [*_change_set(change_set, comparison, made_at)]
    for nodes, name in ((added, "addition"), (removed, "removal")):
        triples += (statement for triple, node in nodes.items() for statement in _statement(node, triple))
        triples += (Triple(change_set, _cs(name), node) for node in nodes.values())
    of_turns = {turn for thing in comparison.things for change in thing.changes for turn in change.turns}
    triples += (triple for triple in comparison.added if triple.subject in of_turns)
    nodes = {**removed, **added}
    nodes |= {told: nodes[behind] for told, behind in comparison.behind.items() if behind in nodes}
    for thing in comparison.things:
        triples += _thing(thing, change_set, base, nodes)
    return tuple(sorted(set(triples)))


def _numbered(change_set: str, name: str, triples: Iterable[Triple]) -> dict[Triple, str]:
    return {triple: part(change_set, f"{name}/{number}") for number, triple in enumerate(triples, start=1)}


def _change_set(term: str, comparison: Comparison, made_at: datetime) -> Iterator[Triple]:
    yield Triple(term, curie("rdf:type"), _cs("ChangeSet"))
    yield Triple(term, _cs("createdDate"), literal(made_at.isoformat(), datatype=expand("xsd:dateTime")))
    yield Triple(term, _cs("changeReason"), literal(f"{comparison.before} → {comparison.after}"))
    if comparison.reason.de:
        for code in ("de", "en"):
            yield Triple(term, _cs("changeReason"), literal(comparison.reason.in_(code), language=code))


def _statement(node: str, triple: Triple) -> Iterator[Triple]:
    yield from is_a(node, "rdf:Statement")
    for name, term in zip(("subject", "predicate", "object"), triple, strict=True):
        yield Triple(node, curie(f"rdf:{name}"), term)


def _thing(thing: ThingChange, change_set: str, base: str, nodes: Mapping[Triple, str]) -> Iterator[Triple]:
    """One that came or went is one change; one that changed has one for each of its properties."""
    whole, about = part(change_set, f"change/{_path(thing.iri, base)}"), f"<{thing.iri}>"
    if thing.kind != "changed":
        yield from _activity(whole, thing.kind, about, change_set, headline(thing))
    named: set[str] = set()
    for change in thing.changes:
        term = _name(change, whole, about, named)
        named.add(term)
        yield from _activity(term, thing.kind, about, change_set, Text(sentence(change, "de"), sentence(change, "en")))
        yield Triple(term, curie("ds:changedProperty"), (*change.come, *change.gone)[0].predicate)
        yield from (Triple(term, curie("prov:invalidated"), nodes[triple]) for triple in change.gone)
        yield from (Triple(term, curie("prov:generated"), nodes[triple]) for triple in change.come)
        yield from (Triple(term, curie("ds:reason"), text) for reason in change.reasons for text in reason)
        yield from (Triple(term, curie("prov:wasInformedBy"), turn) for turn in change.turns if turn != term)


def _activity(term: str, kind: str, thing: str, change_set: str, label: Text) -> Iterator[Triple]:
    yield from is_a(term, "prov:Activity")
    yield Triple(term, curie("rdf:type"), _as(_KINDS[kind]))
    yield Triple(term, _as("object"), thing)
    yield Triple(term, curie("dcterms:isPartOf"), change_set)
    yield from texts(term, "rdfs:label", label)


def _name(change: Change, whole: str, thing: str, taken: set[str]) -> str:
    """The turn that the change is, if it is just one; else a name that follows from what changed."""
    if len(change.turns) == 1 and change.turns[0] not in taken:
        return change.turns[0]
    triple = (*change.come, *change.gone)[0]
    below = triple.subject[1:-1].removeprefix(thing[1:-1]).strip("/")
    language = language_of(triple.object)
    name = "/".join(filter(None, (segment(below).replace("%2F", "/"), _short(triple.predicate))))
    return f"{whole[:-1]}#{name}{f'@{language}' if language else ''}>"


def _path(iri: str, base: str) -> str:
    """The rest of an IRI below the town's base, or the whole of a foreign one, with nothing that ends a path."""
    return iri.removeprefix(base).replace("#", "%23") if iri.startswith(base) else segment(iri)


def _short(predicate: str) -> str:
    iri = literal_text(predicate)
    known = (f"{name}:{iri.removeprefix(space)}" for name, space in PREFIXES.items() if iri.startswith(space))
    return next((name for name in known if "/" not in name), segment(iri))


def _as(name: str) -> str:
    return f"<{CHANGE_PREFIXES['as']}{name}>"


def _cs(name: str) -> str:
    return f"<{CHANGE_PREFIXES['cs']}{name}>"


_KINDS = {"added": "Create", "changed": "Update", "removed": "Delete"}
