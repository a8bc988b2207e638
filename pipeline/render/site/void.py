"""What is published, as programs look for it (VoID): the matter in, ``void.ttl`` and ``.well-known/void`` out.

Counted is what the files of the newest edition say that are named as dumps, each statement once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.model.catalog import CatalogNames
from pipeline.model.graph import Triple, curie, iri, literal, reading_order, texts
from pipeline.model.report import Text
from pipeline.model.site import VOID, WELL_KNOWN
from pipeline.model.vocabulary import DEF, PREFIXES
from pipeline.render.formats.rdf import render_turtle
from pipeline.render.site.addresses import as_link
from pipeline.render.site.matter import EditionMark, Matter
from pipeline.render.site.pen import File

NAMESPACE = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
_SUFFIXES = {"ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF_XML"}
_TOLD = ("roadmap", "strategy", "vocabulary", "catalog")


class Counted(NamedTuple):
    """How much is said: of what classes, under what properties, of how many things."""

    triples: int
    subjects: int
    objects: int
    classes: Counter[str]
    properties: Counter[str]


def write_void(matter: Matter, examples: Sequence[str], uri_space: str) -> Iterator[File]:
    """Both files. ``examples`` are terms that show what is there; all IRIs of the town begin with ``uri_space``."""
    said = sorted(_describe(matter, examples, uri_space), key=reading_order)
    content = render_turtle(said, {**PREFIXES, "void": NAMESPACE, "formats": FORMATS})
    yield File(VOID, content)
    yield File(WELL_KNOWN, content)


def examples_of(matter: Matter) -> list[str]:
    """A project, a field, a thesis and the strategy of a town, as far as it has them."""
    projects = [matter.term(project) for project in matter.progress.standing[:1]]
    areas = [f"<{each.area.iri}>" for group in (matter.progress.fields, matter.progress.theses) for each in group[:1]]
    strategy = f"<{matter.base}{matter.dataset.iris.strategy}>"
    return [*projects, *areas, *([strategy] if strategy in matter.statements else ())]


def count(triples: Iterable[Triple]) -> Counted:
    """Count statements, of which each is there once."""
    once = set(triples)
    return Counted(
        len(once),
        len({triple.subject for triple in once}),
        len({triple.object for triple in once}),
        Counter(triple.object for triple in once if triple.predicate == curie("rdf:type")),
        Counter(triple.predicate for triple in once),
    )


def _describe(matter: Matter, examples: Sequence[str], uri_space: str) -> Iterator[Triple]:
    document, dataset = iri(matter.site + VOID), _part(matter, "dataset")
    yield from _document(matter, document, dataset)
    yield from _dataset(matter, dataset, uri_space)
    yield from (Triple(dataset, _void("exampleResource"), example) for example in examples)
    yield from _counts(matter, dataset, count((*matter.triples, *matter.vocabulary, *matter.catalog)))
    for edition in matter.editions:
        yield from _edition(matter, dataset, edition)


def _document(matter: Matter, document: str, dataset: str) -> Iterator[Triple]:
    title = Text(f"Was es hier gibt: {matter.dataset.title.de}", f"What there is: {matter.dataset.title.en}")
    yield Triple(document, curie("rdf:type"), _void("DatasetDescription"))
    yield from texts(document, "dcterms:title", title)
    yield Triple(document, curie("foaf:primaryTopic"), dataset)


def _dataset(matter: Matter, dataset: str, uri_space: str) -> Iterator[Triple]:
    settings = matter.dataset
    yield Triple(dataset, curie("rdf:type"), _void("Dataset"))
    yield from texts(dataset, "dcterms:title", settings.title)
    yield from texts(dataset, "dcterms:description", settings.description)
    yield Triple(dataset, curie("dcterms:license"), iri(settings.license))
    yield Triple(dataset, curie("dcterms:modified"), _day(matter.edition))
    catalog = CatalogNames(settings.iris).catalog
    for publisher in matter.index.objects(catalog, "dcterms:publisher"):
        yield Triple(dataset, curie("dcterms:publisher"), publisher)
    yield Triple(dataset, curie("foaf:homepage"), iri(matter.site))
    yield Triple(dataset, _void("uriSpace"), literal(uri_space))
    yield Triple(dataset, _void("vocabulary"), iri(DEF))
    if settings.catalog.sparql:
        yield Triple(dataset, _void("sparqlEndpoint"), iri(settings.catalog.sparql))
    yield from (Triple(dataset, _void("feature"), iri(FORMATS + name)) for name in _SUFFIXES.values())
    yield from _dumps(matter, dataset, matter.edition)


def _counts(matter: Matter, dataset: str, counted: Counted) -> Iterator[Triple]:
    """How much there is; a partition for each class and each property, which are sorted so that their names stay."""
    numbers = {"triples": counted.triples, "distinctSubjects": counted.subjects, "distinctObjects": counted.objects,
               "classes": len(counted.classes), "properties": len(counted.properties)}  # fmt: skip
    yield from (Triple(dataset, _void(name), _number(number)) for name, number in numbers.items())
    for kind, unit, found in (("class", "entities", counted.classes), ("property", "triples", counted.properties)):
        for term, number in found.items():
            node = _part(matter, f"{kind}-{_name(term)}")
            yield Triple(dataset, _void(f"{kind}Partition"), node)
            yield Triple(node, curie("rdf:type"), _void("Dataset"))
            yield Triple(node, _void(kind), term)
            yield Triple(node, _void(unit), _number(number))


def _edition(matter: Matter, dataset: str, edition: EditionMark) -> Iterator[Triple]:
    node = _part(matter, f"edition-{edition.version}")
    yield Triple(dataset, _void("subset"), node)
    yield Triple(node, curie("rdf:type"), _void("Dataset"))
    yield from texts(node, "dcterms:title", Text(f"Ausgabe {edition.version}", f"Edition {edition.version}"))
    yield Triple(node, curie("dcterms:issued"), _day(edition))
    yield Triple(node, curie("dcterms:license"), iri(matter.dataset.license))
    yield from _dumps(matter, node, edition)


def _dumps(matter: Matter, node: str, edition: EditionMark) -> Iterator[Triple]:
    for file in edition.files:
        stem, _, suffix = file.name.partition(".")
        if stem in _TOLD and suffix in _SUFFIXES:
            address = f"{matter.site}{as_link(f'editions/{edition.version}/{file.name}')}"
            yield Triple(node, _void("dataDump"), iri(address))


def _name(term: str) -> str:
    """What a partition is called by: the prefixed name with a dash, else the IRI with dashes."""
    address = term[1:-1]
    for prefix, namespace in PREFIXES.items():
        if address.startswith(namespace):
            return f"{prefix}-{address.removeprefix(namespace)}"
    return as_link(address).replace("/", "-")


def _part(matter: Matter, name: str) -> str:
    return iri(f"{matter.site}{VOID}#{name}")


def _void(name: str) -> str:
    return f"<{NAMESPACE}{name}>"


def _number(number: int) -> str:
    return literal(str(number), datatype=PREFIXES["xsd"] + "integer")


def _day(edition: EditionMark) -> str:
    return literal(edition.day.isoformat(), datatype=PREFIXES["xsd"] + "date")
