"""Two editions side by side: triples in, what changed and how people call it out.

A change belongs to the thing it is about: what hangs below a project, such as a period or an amount, is told as the
project's own. Things are called by their labels: "Mängelmelder (2022-01): Status: bisher „laufend“, neu „im Betrieb“".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from pipeline.compare.bounds import with_bounds_told
from pipeline.compare.figures import measured_name, unit_of, when_of
from pipeline.compare.reasons import Place, explained, without_repeated
from pipeline.model.columns import COLUMNS
from pipeline.model.comparison import Change, Comparison, ThingChange
from pipeline.model.graph import Index, Triple, curie, language_of, literal_text
from pipeline.model.report import Text

_Own: TypeAlias = tuple[list[Triple], list[Triple]]
"""What only the older edition has, and what only the newer one has."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two editions, with its labels, and the triples that only it has."""

    index: Index
    subjects: frozenset[str]
    own: tuple[Triple, ...]


def compare(
    before: Iterable[Triple], after: Iterable[Triple], labels: Iterable[Triple], *, versions: tuple[str, str]
) -> Comparison:
    """Compare the triples of two editions. ``labels`` are those that name properties and concepts."""
    old, new, labels = frozenset(before), frozenset(after), tuple(labels)
    was, now, behind = with_bounds_told(old, new)
    gone, come = _side(was, was - now, labels), _side(now, now - was, labels)
    owned = _by_owner(gone, come)
    things = (_thing(iri, gone, come, owned[iri]) for iri in sorted(owned))
    added, removed = (tuple(sorted(each)) for each in (new - old, old - new))
    return Comparison(*versions, tuple(thing for thing in things if thing), added, removed, behind=behind)


def _side(triples: frozenset[Triple], own: frozenset[Triple], labels: tuple[Triple, ...]) -> _Side:
    return _Side(Index((*sorted(triples), *labels)), frozenset(t.subject for t in triples), tuple(sorted(own)))


def _by_owner(gone: _Side, come: _Side) -> Mapping[str, _Own]:
    """What only one edition has, by the thing that it belongs to."""
    owners = {triple: _owner(triple.subject, side.index) for side in (gone, come) for triple in side.own}
    found: dict[str, _Own] = {}
    for at, side in enumerate((gone, come)):
        for triple in side.own:
            found.setdefault(owners[triple], ([], []))[at].append(triple)
    return found


def _owner(subject: str, index: Index) -> str:
    """The thing of its own to which a part such as ``…/2022-02/period`` belongs."""
    term = subject
    while not set(index.objects(term, "rdf:type")) & _OWN_CLASSES:
        term = f"{term[:-1].rpartition('/')[0]}>"
        if term.count("/") < 4:
            return subject
    return term


def _thing(iri: str, gone: _Side, come: _Side, own: _Own) -> ThingChange | None:
    """What came of one thing; ``None`` where only what follows from other statements changed."""
    kind = "added" if iri not in gone.subjects else "removed" if iri not in come.subjects else "changed"
    side = gone if kind == "removed" else come
    name = _label(iri, side.index)
    if kind != "changed" and set(side.index.objects(iri, "rdf:type")) <= _TOLD_ELSEWHERE:
        return None  # it comes and goes with what names it, and is told there
    if kind != "changed":
        return ThingChange(literal_text(iri), name, kind, key=_project_key(iri, side.index))
    changes = without_repeated([*_changes(iri, gone, come, own)])
    key = _project_key(iri, side.index)
    return ThingChange(literal_text(iri), name, kind, changes, key) if changes else None


def _changes(iri: str, gone: _Side, come: _Side, own: _Own) -> Iterator[Change]:
    """What of a thing that is in both editions changed, with the reasons for it."""
    found: dict[tuple[str, str, str], _Own] = {}
    for at, triples in enumerate(own):
        for triple in triples:
            if not _derived(triple):
                found.setdefault(_key(triple), ([], []))[at].append(triple)
    for (subject, predicate, _), sides in found.items():
        named = _property(sides[1][-1], come.index) if sides[1] else _property(sides[0][-1], gone.index)
        before, after = (
            tuple(_value(triple, side.index) for triple in triples)
            for triples, side in zip(sides, (gone, come), strict=True)
        )
        change = Change(named, before, after, tuple(sides[0]), tuple(sides[1]))
        yield explained(change, Place(iri, subject, predicate), gone.index, come.index)


def _project_key(iri: str, index: Index) -> str:
    """What a project is called by for ever; nothing for another thing."""
    is_project = curie("ds:Project") in index.objects(iri, "rdf:type")
    return index.text(iri, "dcterms:identifier") if is_project else ""


def _key(triple: Triple) -> tuple[str, str, str]:
    """What makes a value the successor of another: the same property of the same thing in the same language."""
    return triple.subject, triple.predicate, language_of(triple.object)


def _derived(triple: Triple) -> bool:
    """Whether the triple only follows from another one and would tell the same change twice."""
    return (
        triple.predicate in _DERIVED
        or triple.subject.endswith(("/period/begin>", "/period/end>"))
        or _OF_A_PLAN.search(triple.subject) is not None
    )


def _property(triple: Triple, index: Index) -> Text:
    """The name of a property; of an amount, its kind; of a text in English, that it is English."""
    if measured := measured_name(triple, index):
        return measured
    if triple.predicate == curie("schema:value"):
        kinds = index.objects(triple.subject, "ds:budgetKind")
        kind = index.in_both(kinds[0], "skos:prefLabel") if kinds else Text("?", "?")
        return Text(f"Betrag ({kind.de})", f"Amount ({kind.en})")
    own = (_NAMES_OF_KINDS.get((kind, triple.predicate)) for kind in index.objects(triple.subject, "rdf:type"))
    name = next(filter(None, own), None) or _PROPERTY_NAMES.get(triple.predicate) or _title(triple.predicate)
    name = name or index.in_both(triple.predicate, "rdfs:label")
    name = name if name.de else Text(_local(triple.predicate), _local(triple.predicate))
    return Text(f"{name.de} (englisch)", f"{name.en} (English)") if language_of(triple.object) == "en" else name


def _title(predicate: str) -> Text | None:
    """The title of the column that says a property."""
    columns = (column for column in COLUMNS.values() if column.predicate and not column.language)
    return next((column.title for column in columns if curie(column.predicate) == predicate), None)


def _local(term: str) -> str:
    return re.split(r"[/#]", literal_text(term))[-1]


def _label(term: str, index: Index) -> Text:
    for predicate in ("dcterms:title", "skos:prefLabel", "foaf:name", "rdfs:label"):
        if index.objects(term, predicate):
            return index.in_both(term, predicate)
    return _called(term, index) or Text(literal_text(term), literal_text(term))


def _called(term: str, index: Index) -> Text | None:
    """What has no name is called by what it says: a measured value by itself and its date, a decision by its paper."""
    for value in index.objects(term, "sdmx-measure:obsValue"):
        said, when = _value(Triple(term, curie("sdmx-measure:obsValue"), value), index), when_of(term, index)
        return Text(f"{said.de} ({when})", f"{said.en} ({when})")
    if curie("ds:Decision") in index.objects(term, "rdf:type"):
        paper = index.text(term, "dcterms:identifier")
        return Text(paper, paper) if paper else COLUMNS["decision"].title
    return None


def _value(triple: Triple, index: Index) -> Text:
    """A value as people write it, in German and English."""
    if triple.object.startswith("<"):
        return _label(triple.object, index)
    text, datatype = literal_text(triple.object), triple.object.rpartition('"^^')[2]
    if unit := unit_of(triple, index):
        number = _readable_number(text)
        return Text(f"{number.de} {unit}", f"{number.en} {unit}")
    if triple.predicate == curie("schema:value"):
        return _amount(text, index.text(triple.subject, "schema:currency"))
    return _READABLE.get(datatype, _as_is)(text)


def _as_is(text: str) -> Text:
    return Text(text, text)


def _readable_number(text: str) -> Text:
    number = f"{Decimal(text):,}"
    return Text(number.translate(str.maketrans(",.", ".,")), number)


def _amount(text: str, currency: str) -> Text:
    number = _readable_number(text)
    return Text(f"{number.de} {currency}".strip(), f"{currency} {number.en}".strip())


def readable_day(text: str) -> Text:
    """A day of XSD as people write it."""
    return Text(f"{date.fromisoformat(text):%d.%m.%Y}", text)


def readable_month(text: str) -> Text:
    """A month of XSD as people write it."""
    return Text(f"{text[5:]}/{text[:4]}", text)


_READABLE: Mapping[str, Callable[[str], Text]] = {
    curie("xsd:decimal"): _readable_number,
    curie("xsd:date"): readable_day,
    curie("xsd:gYearMonth"): readable_month,
}
_OF_A_PLAN = re.compile(r"/plan/[a-z-]+-\d+>$")
_OWN_CLASSES = {
    curie(name)
    for name in (
        "ds:Project", "ds:Thesis", "ds:FieldOfAction", "ds:Strategy", "ds:Roadmap", "skos:ConceptScheme",
        "skos:Concept", "org:Organization", "org:OrganizationalUnit", "org:FormalOrganization", "org:ChangeEvent",
        "ds:Status", "ds:Indicator", "ds:Goal", "qb:DataSet",
    )
}  # fmt: skip
_TOLD_ELSEWHERE = {curie(name) for name in ("org:Organization", "qb:DataSet", "dcterms:Location")}
_DERIVED = {
    curie(name)
    for name in (
        "rdf:type", "ds:firstDay", "ds:lastDay", "dcterms:hasPart", "dcterms:isPartOf", "dcterms:temporal", "ds:budget",
        "ds:begin", "ds:end", "ds:statusChange", "ds:participationOffer", "dcat:contactPoint", "ds:toStatus",
        "ds:budgetKind", "ds:fromStatus", "foaf:isPrimaryTopicOf", "ds:planChange", "ds:firstSaidIn", "ds:indicator",
        "ds:target", "ds:targetDay", "qb:dataSet", "qb:structure", "qb:component", "qb:dimension", "qb:measure",
        "qb:attribute", "sdmx-dimension:refPeriod", "sdmx-attribute:unitMeasure",
    )
}  # fmt: skip
# What says another thing of these than of a project: a decision has a day and a number of its own.
_NAMES_OF_KINDS: Mapping[tuple[str, str], Text] = {
    (curie(kind), curie(name)): told
    for kind, name, told in (
        ("ds:Decision", "dcterms:date", COLUMNS["decision_date"].title),
        ("ds:Decision", "dcterms:identifier", COLUMNS["decision_number"].title),
        ("ds:Decision", "dcterms:creator", COLUMNS["decision_body"].title),
        ("ds:Decision", "foaf:page", COLUMNS["decision"].title),
        ("ds:Decision", "dcterms:source", Text("Quelle des Beschlusses", "Source of the decision")),
        ("org:ChangeEvent", "dcterms:date", Text("Datum", "Date")),
    )
}
# What is no column's, or is said of one value where the title of the column speaks of several.
_PROPERTY_NAMES: Mapping[str, Text] = {
    curie(name): Text(german, english)
    for name, german, english in (
        ("dcterms:identifier", "Kennung", "Identifier"),
        ("dcterms:date", "Status seit", "Status since"),
        ("ds:fieldOfAction", "Handlungsfeld", "Field of action"),
        ("ds:thesis", "These", "Thesis"),
        ("ds:withdrawn", "Zurückgezogen am", "Withdrawn on"),
        ("ds:withdrawalReason", "Grund", "Reason"),
        ("dcat:startDate", "Beginn", "Start"),
        ("dcat:endDate", "Ende", "End"),
        ("schema:currency", "Währung", "Currency"),
        ("schema:unitText", "Einheit", "Unit"),
        ("ds:targetDate", "Zielwert bis", "Target by"),
        ("foaf:name", "Name", "Name"),
        ("foaf:homepage", "Webseite", "Homepage"),
        ("dcterms:publisher", "Herausgeber", "Publisher"),
        ("dcterms:spatial", "Ort", "Place"),
        ("owl:sameAs", "Andernorts", "Elsewhere"),
        ("vcard:hasEmail", "Kontakt", "Contact"),
        ("skos:prefLabel", "Name", "Name"),
        ("skos:altLabel", "Weiterer Name", "Other name"),
        ("skos:definition", "Wortlaut", "Wording"),
        ("skos:notation", "Nummer", "Number"),
    )
}
