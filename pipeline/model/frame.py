"""What a roadmap and a strategy say of themselves as wholes: title, publisher, place, and the dataset that holds them.

Who loads one file of an edition follows it from there to the town. What the strategy's own Turtle says goes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.model.catalog import PUBLISHER_TYPE, CatalogNames
from pipeline.model.dataset import Dataset
from pipeline.model.graph import Triple, curie, iri, is_a, language_of, literal, literal_text, texts
from pipeline.model.known_as import GND, WIKIDATA, gnd_id, wikidata_id
from pipeline.model.naming import Naming
from pipeline.model.place import place_triples, places

_Said = Mapping[tuple[str, str], list[str]]
"""What is said already, by subject and predicate."""


def publisher_of(dataset: Dataset, naming: Naming) -> str:
    """The organization that publishes, as a term."""
    return iri(dataset.publisher.iri) if dataset.publisher.iri else naming.organization(dataset.publisher.name)


def frame_of_strategy(dataset: Dataset, naming: Naming, given: Iterable[Triple]) -> tuple[Triple, ...]:
    """What is to be said of the strategy besides the ``given`` triples, which stand as they are."""
    given = tuple(given)
    said = _by_property(given)
    wanted = _frame("strategy", dataset, naming, said)
    return tuple(sorted({triple for triple in wanted if _is_missing(triple, said)} - {*given}))


def frame_of_roadmap(dataset: Dataset, naming: Naming, given: Iterable[Triple]) -> tuple[Triple, ...]:
    """The same of the roadmap, with what the strategy's ``given`` triples say of it in place of the settings."""
    said, term = _by_property(given), naming.roadmap
    wanted = {*_frame("roadmap", dataset, naming, said)}
    spoken = {(subject, name) for subject, name, _ in wanted if subject == term or name == _HOMEPAGE} & said.keys()
    spoken = {(subject, name) for subject, name in spoken if name not in _BESIDES}
    kept = {Triple(subject, name, value) for subject, name in spoken for value in said[subject, name]}
    return tuple(sorted(kept | {triple for triple in wanted if triple[:2] not in spoken}))


def described_publisher(dataset: Dataset, publisher: str) -> Iterator[Triple]:
    """The organization of the settings: its name, what kind it is, its site and what else it is known as."""
    yield from is_a(publisher, "org:Organization")
    if dataset.publisher.name:
        yield Triple(publisher, curie("foaf:name"), literal(dataset.publisher.name))
    yield Triple(publisher, curie("dcterms:type"), iri(PUBLISHER_TYPE))
    if dataset.publisher.homepage:
        yield Triple(publisher, curie("foaf:homepage"), iri(dataset.publisher.homepage))
    yield from same_as(dataset, publisher)


def same_as(dataset: Dataset, publisher: str) -> Iterator[Triple]:
    """Which entity the organization is in Wikidata and in the GND."""
    known = dataset.publisher
    for start, number in ((WIKIDATA, wikidata_id(known.wikidata)), (GND, gnd_id(known.gnd))):
        if number:
            yield Triple(publisher, curie("owl:sameAs"), iri(f"{start}{number}"))


def _frame(name: str, dataset: Dataset, naming: Naming, said: _Said) -> Iterator[Triple]:
    """All that the settings have to say of the roadmap or of the strategy."""
    term: str = getattr(naming, name)
    yield from texts(term, "dcterms:title", dataset.title)
    settled = publisher_of(dataset, naming)
    yield Triple(term, curie("dcterms:publisher"), settled)
    for publisher in said.get((term, curie("dcterms:publisher")), [settled]):
        yield from described_publisher(dataset, publisher) if publisher == settled else _named(publisher, dataset, said)
    for place in places(dataset):
        yield Triple(term, curie("dcterms:spatial"), iri(place))
        yield from place_triples(dataset, place)
    if name in dataset.catalog.datasets:
        yield Triple(term, curie("foaf:isPrimaryTopicOf"), CatalogNames(dataset.iris).dataset(name))


def _named(publisher: str, dataset: Dataset, said: _Said) -> Iterator[Triple]:
    """Another publisher that the strategy names, by the name it has there in the language of the town."""
    names = sorted(said.get((publisher, curie("foaf:name")), ()), key=lambda name: _foreign(name, dataset))
    if names:
        yield from is_a(publisher, "org:Organization")
        yield Triple(publisher, curie("foaf:name"), literal(literal_text(names[0])))


def _foreign(name: str, dataset: Dataset) -> tuple[bool, str]:
    return language_of(name) not in ("", dataset.language), name


def _by_property(triples: Iterable[Triple]) -> _Said:
    found: dict[tuple[str, str], list[str]] = {}
    for subject, predicate, value in triples:
        found.setdefault((subject, predicate), []).append(value)
    return found


def _is_missing(triple: Triple, said: _Said) -> bool:
    """Whether nothing is said of that yet; a thing has a title once, but may be known under several addresses."""
    return triple.predicate in _BESIDES or (triple.subject, triple.predicate) not in said


_HOMEPAGE = curie("foaf:homepage")
_BESIDES = frozenset(map(curie, ("foaf:isPrimaryTopicOf", "owl:sameAs")))
