"""The strategy a roadmap belongs to: its theses and fields of action, from Turtle or from ``dataset.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline.model.dataset import ConceptEntry, Dataset
from pipeline.model.errors import ConfigError
from pipeline.model.frame import frame_of_strategy, publisher_of, same_as
from pipeline.model.graph import Index, Triple, curie, iri, literal, literal_text, segment, texts
from pipeline.model.naming import Naming
from pipeline.model.plain_text import one_line
from pipeline.model.report import Text
from pipeline.model.strategy import Strategy
from pipeline.model.vocabulary import Concept, ConceptScheme, Vocabulary, expand
from pipeline.town.mistakes_in_matches import mistakes_in_matches
from pipeline.town.mistakes_in_strategy import mistakes_in_strategy
from pipeline.town.sides import build_sides

_CLASSES: Mapping[str, str] = {
    "field": "ds:FieldOfAction",
    "thesis": "ds:Thesis",
    "status": "ds:Status",
    "participation": "ds:Participation",
    "budget-kind": "ds:BudgetKind",
}


def build_strategy(
    given: Iterable[Triple], code_lists: Iterable[Triple], dataset: Dataset, *, source: str = "dataset.toml"
) -> Strategy:
    """Read the strategy from the triples of its Turtle file; without any, make it of what ``dataset.toml`` says.

    ``source`` is where it stands; raises ``ConfigError`` for what would be ambiguous.
    """
    triples = tuple(sorted(set(given))) or tuple(sorted(set(_from_settings(dataset))))
    code_lists = tuple(code_lists)
    index = Index((*triples, *code_lists))
    schemes = {name: ConceptScheme(name, tuple(_concepts(index, cls))) for name, cls in _CLASSES.items()}
    if doubles := [_double(source, scheme.name, *found) for scheme in schemes.values() for found in scheme.doubles()]:
        raise ConfigError.of_all(doubles)
    naming = Naming(dataset.iris, _organizations(triples, dataset, source))
    naming = replace(naming, sides=build_sides(dataset, naming, triples, source))
    publisher, settled = _publisher(dataset, naming), frame_of_strategy(dataset, naming, triples)
    said = (*triples, *code_lists, *publisher, *settled)
    if mistakes := [*mistakes_in_strategy(said), *mistakes_in_matches(triples, dataset.iris)]:
        raise ConfigError.of_all(Text(f"{source}: {words.de}", f"{source}: {words.en}") for words in mistakes)
    return Strategy(tuple(sorted({*triples, *settled})), Vocabulary(schemes), naming, settled)


def _double(source: str, scheme: str, name: str, owner: Concept, other_name: str, other: Concept) -> Text:
    place = {"field": source, "thesis": source}.get(scheme, f"{source}, ontology/{scheme}.ttl")
    one, two = (f"{concept.notation} {concept.label.de}" for concept in (owner, other))
    said = name if name == other_name else f"{name}“ = „{other_name}"
    return Text(
        f"{place}: „{said}“ meint sowohl „{one}“ als auch „{two}“. Jeder Name darf nur einmal vorkommen.",
        f"{place}: “{said.replace('“ = „', '” = “')}” means both “{one}” and “{two}”. A name may stand only once.",
    )


def _publisher(dataset: Dataset, naming: Naming) -> Iterator[Triple]:
    """What the catalog will say of the publisher that nothing else may have: its homepage, and what it is elsewhere."""
    publisher = publisher_of(dataset, naming)
    if dataset.publisher.homepage:
        yield Triple(publisher, curie("foaf:homepage"), iri(dataset.publisher.homepage))
    yield from same_as(dataset, publisher)


def _organizations(triples: Iterable[Triple], dataset: Dataset, source: str) -> dict[str, str]:
    """What has a name of its own in the strategy, by this and other names; and the publisher where its IRI is set."""
    triples, publisher = tuple(triples), dataset.publisher
    named = {triple.subject for triple in triples if triple.predicate == curie("foaf:name")}
    found = {publisher.name: iri(publisher.iri)} if publisher.iri else {}
    for subject, predicate, name in triples:
        if subject in named and predicate in (curie("foaf:name"), curie("skos:altLabel")):
            exact = one_line(literal_text(name))
            if found.setdefault(exact, subject) != subject:
                raise ConfigError(_two_organizations(exact, found[exact], subject, source))
    return found


def _two_organizations(name: str, one: str, other: str, source: str) -> Text:
    return Text(
        f"{source}: zwei Organisationen heißen „{name}“: {one} und {other}",
        f"{source}: two organizations are called “{name}”: {one} and {other}",
    )


def _concepts(index: Index, cls: str) -> Iterator[Concept]:
    for subject in sorted(index.subjects("rdf:type", curie(cls)), key=lambda term: (len(term), term)):
        names = [
            literal_text(term) for name in ("prefLabel", "altLabel") for term in index.objects(subject, f"skos:{name}")
        ]
        notation, label = index.text(subject, "skos:notation"), index.in_both(subject, "skos:prefLabel")
        yield Concept(literal_text(subject), notation, label, tuple(names))


def _from_settings(dataset: Dataset) -> Iterator[Triple]:
    """The strategy and its two concept schemes as triples."""
    settings, iris = dataset.strategy, dataset.iris
    strategy = iri(iris.base + iris.strategy)
    yield from _described(strategy, "ds:Strategy", settings.title if settings.title.de else dataset.title)
    yield Triple(strategy, curie("rdf:type"), curie("prov:Plan"))
    yield from texts(strategy, "dcterms:description", settings.description)
    yield Triple(strategy, curie("dcterms:hasPart"), iri(iris.base + iris.roadmap))
    if settings.issued:
        kind = {4: "xsd:gYear", 7: "xsd:gYearMonth"}.get(len(settings.issued), "xsd:date")
        yield Triple(strategy, curie("dcterms:issued"), literal(settings.issued, datatype=expand(kind)))
    for scheme, cls, path, entries, label, horizon in (
        (iris.vision, "ds:Thesis", iris.thesis, settings.theses, ("Vision", "Vision"), "long-term"),
        (
            iris.fields,
            "ds:FieldOfAction",
            iris.field,
            settings.fields,
            ("Handlungsfelder", "Fields of action"),
            "mid-term",
        ),
    ):
        if entries:
            term = iri(iris.base + scheme)
            yield Triple(strategy, curie("dcterms:hasPart"), term)
            yield Triple(term, curie("rdf:type"), curie("skos:ConceptScheme"))
            yield Triple(term, curie("dcterms:title"), literal(label[0], language="de"))
            yield Triple(term, curie("dcterms:title"), literal(label[1], language="en"))
            yield Triple(term, curie("ds:horizon"), f"<{expand('ds:horizon')}/{horizon}>")
            for entry in entries:
                yield from _concept(iri(f"{iris.base}{path}{segment(entry.notation)}"), term, cls, entry)
    yield Triple(iri(iris.base + iris.roadmap), curie("ds:horizon"), f"<{expand('ds:horizon')}/continuous>")


def _concept(term: str, scheme: str, cls: str, entry: ConceptEntry) -> Iterator[Triple]:
    yield Triple(term, curie("rdf:type"), curie(cls))
    yield Triple(term, curie("rdf:type"), curie("skos:Concept"))
    yield Triple(term, curie("skos:inScheme"), scheme)
    yield Triple(term, curie("skos:topConceptOf"), scheme)
    yield Triple(scheme, curie("skos:hasTopConcept"), term)
    yield Triple(term, curie("skos:notation"), literal(entry.notation))
    yield from texts(term, "skos:prefLabel", entry.label)
    yield from texts(term, "skos:definition", entry.definition)
    for name in entry.names:
        yield Triple(term, curie("skos:altLabel"), literal(name, language="de"))
    for match in entry.matches:
        yield Triple(term, curie("skos:closeMatch"), iri(match))


def _described(term: str, cls: str, title: Text) -> Iterator[Triple]:
    yield Triple(term, curie("rdf:type"), curie(cls))
    yield from texts(term, "dcterms:title", title)
