"""What there is of linked data, as VoID (https://www.w3.org/TR/void/): what a town publishes in, ``void.ttl`` out.

How many statements, of which classes and with which properties; where the files are; which editions stand.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from pipeline.model.dataset import DATASETS
from pipeline.model.formats import FORMATS
from pipeline.model.graph import Triple, curie, iri, literal, reading_order, segment, texts
from pipeline.model.vocabulary import PREFIXES, expand
from pipeline.render.formats.rdf import render_turtle
from pipeline.render.site.datasets import address_of, datasets_of, term_of
from pipeline.render.site.matter import EditionFile, Matter
from pipeline.render.site.pen import File

NAME, WELL_KNOWN = "void.ttl", ".well-known/void"
_VOID = "http://rdfs.org/ns/void#"
_FEATURES = {"ttl": "Turtle", "nt": "N-Triples", "nq": "N-Quads", "jsonld": "JSON-LD", "rdf": "RDF_XML"}
_SUFFIXES = {FORMATS[suffix].media_type: suffix for suffix in _FEATURES}
_EXAMPLES = ("ds:Project", "ds:Thesis", "ds:FieldOfAction", "ds:Indicator")


def write_void(matter: Matter) -> Iterator[File]:
    """The description, and once more where programs look for it if the site is all that its host has."""
    written = render_turtle(sorted(set(_triples(matter)), key=reading_order), {**PREFIXES, "void": _VOID})
    yield File(NAME, written)
    if urlsplit(matter.site).path in ("", "/"):
        yield File(WELL_KNOWN, written)


def _triples(matter: Matter) -> Iterator[Triple]:
    document, whole = _term(matter), _term(matter, "daten")
    yield from _is(document, "DatasetDescription")
    yield Triple(document, curie("foaf:primaryTopic"), whole)
    triples = frozenset(matter.triples)
    yield from _of_all(whole, triples, matter)
    yield from _partitions(whole, triples, matter)
    for name in datasets_of(matter):
        term = term_of(name, matter)
        yield from (_says(whole, "subset", term), *_is(term, "Dataset"))
        yield from _dumps(term, _files(matter.edition.files, name), matter.edition.version, matter)
        for edition in matter.editions:
            yield from _edition(term, name, edition.version, _files(edition.files, name), matter)


def _of_all(whole: str, triples: frozenset[Triple], matter: Matter) -> Iterator[Triple]:
    """What holds of the newest edition: roadmap and strategy together."""
    dataset = matter.dataset
    yield from _is(whole, "Dataset")
    yield from texts(whole, "dcterms:title", dataset.title)
    yield Triple(whole, curie("dcterms:license"), iri(dataset.license))
    yield Triple(whole, curie("dcterms:modified"), literal(matter.edition.day.isoformat(), datatype=expand("xsd:date")))
    yield _says(whole, "uriSpace", literal(matter.base))
    yield _says(whole, "vocabulary", iri(PREFIXES["ds"]))
    yield _says(whole, "triples", _number(len(triples)))
    yield _says(whole, "distinctSubjects", _number(len({triple.subject for triple in triples})))
    yield _says(whole, "distinctObjects", _number(len({triple.object for triple in triples})))
    yield _says(whole, "properties", _number(len({triple.predicate for triple in triples})))
    for path in (dataset.iris.roadmap, dataset.iris.strategy):
        if (root := f"<{matter.base}{path}>") in matter.statements:
            yield _says(whole, "rootResource", root)
    for kind in _EXAMPLES:
        yield from (
            _says(whole, "exampleResource", term) for term in matter.index.subjects("rdf:type", curie(kind))[:1]
        )
    if dataset.catalog.sparql:
        yield _says(whole, "sparqlEndpoint", iri(dataset.catalog.sparql))


def _partitions(whole: str, triples: frozenset[Triple], matter: Matter) -> Iterator[Triple]:
    """How many things there are of each class, and how many statements with each property."""
    classes = Counter(triple.object for triple in triples if triple.predicate == curie("rdf:type"))
    for cls, number in classes.items():
        term = _term(matter, f"klasse-{_short(cls)}")
        yield from (_says(whole, "classPartition", term), _says(term, "class", cls))
        yield _says(term, "entities", _number(number))
    for predicate, number in Counter(triple.predicate for triple in triples).items():
        term = _term(matter, f"eigenschaft-{_short(predicate)}")
        yield from (_says(whole, "propertyPartition", term), _says(term, "property", predicate))
        yield _says(term, "triples", _number(number))


def _edition(term: str, name: str, version: str, files: Iterable[EditionFile], matter: Matter) -> Iterator[Triple]:
    """An edition with its files, by the IRI of the catalog if it has one: what did not change has none of its own."""
    called = f"{term[:-1]}/ausgaben/{segment(version)}>"
    edition = called if matter.folder(called[1:-1]) in matter.folders else _term(matter, f"{DATASETS[name]}-{version}")
    yield from (_says(term, "subset", edition), *_is(edition, "Dataset"))
    yield Triple(edition, curie("dcterms:identifier"), literal(version))
    yield from _dumps(edition, files, version, matter)


def _dumps(term: str, files: Iterable[EditionFile], version: str, matter: Matter) -> Iterator[Triple]:
    for file in files:
        yield _says(term, "dataDump", iri(address_of(file.name, version, matter)))
        yield _says(term, "feature", iri(f"http://www.w3.org/ns/formats/{_FEATURES[_SUFFIXES[file.media_type]]}"))


def _files(files: Iterable[EditionFile], name: str) -> list[EditionFile]:
    """The files of a dataset that hold its statements; of how they came about, provenance tells elsewhere."""
    return [file for file in files if file.dataset == name and file.name.partition(".")[0] == name
            and file.media_type in _SUFFIXES]  # fmt: skip


def _term(matter: Matter, fragment: str = "") -> str:
    """The document itself, or what it calls by a fragment."""
    return iri(f"{matter.site}{NAME}{'#' if fragment else ''}{fragment}")


def _short(term: str) -> str:
    """A class or a property as a fragment: ``ds-Project``; of an unknown namespace its digest."""
    known = next(((prefix, name) for prefix, name in PREFIXES.items() if term[1:].startswith(name)), None)
    if known and (local := term[1 + len(known[1]) : -1]).replace("-", "").isalnum():
        return f"{known[0]}-{local}"
    return hashlib.sha256(term.encode()).hexdigest()[:12]


def _is(term: str, cls: str) -> Iterator[Triple]:
    yield Triple(term, curie("rdf:type"), f"<{_VOID}{cls}>")


def _says(term: str, name: str, value: str) -> Triple:
    return Triple(term, f"<{_VOID}{name}>", value)


def _number(number: int) -> str:
    return literal(str(number), datatype=expand("xsd:integer"))
