"""An edition as a DCAT-AP.de catalog: the town's settings, its triples and its files in, triples out.

DCAT-AP.de 3.0 (https://www.dcat-ap.de/def/dcatde/3.0/spec/) on top of DCAT-AP 3.0.1 says which properties there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.describe.before import Before
from pipeline.describe.context import Context, about, contact_of, moments, page
from pipeline.describe.dataset import activity, dataset_triples
from pipeline.describe.distribution import license_of, rights
from pipeline.describe.statements import coded, conforms_to, moment
from pipeline.describe.subject import VOCABULARY, Subject, build_subject
from pipeline.model.catalog import EU, PUBLISHER_TYPE, SPARQL_PROTOCOL, CatalogNames, fragment
from pipeline.model.dataset import Dataset
from pipeline.model.edition import Distribution, Release
from pipeline.model.frame import publisher_of, same_as
from pipeline.model.graph import Index, Triple, curie, iri, is_a, literal, texts
from pipeline.model.place import places
from pipeline.model.report import Text
from pipeline.model.strategy import Strategy

__all__ = ["Before", "describe", "said_of"]

NO_RELEASES: Mapping[str, Release] = {}


def said_of(name: str, dataset: Dataset, catalog: Sequence[Triple]) -> tuple[Triple, ...]:
    """What a catalog says of one dataset and its files, and of whom to ask about it; nothing of other datasets."""
    names = CatalogNames(dataset.iris)
    term, others = names.dataset(name), (fragment(names.catalog, "kontakt"), names.sparql, *map(iri, places(dataset)))
    below = (f"{term[:-1]}/", f"{term[:-1]}#")
    return tuple(t for t in catalog if t.subject == term or t.subject.startswith(below) or t.subject in others)


def describe(
    dataset: Dataset,
    strategy: Strategy,
    triples: Mapping[str, Sequence[Triple]],
    files: Sequence[Distribution],
    release: Release,
    releases: Mapping[str, Release] = NO_RELEASES,
) -> tuple[Triple, ...]:
    """The catalog of an edition, sorted. ``triples`` are those of each dataset by its name, ``files`` name theirs.

    ``releases`` are those of the datasets, where they are not that of the edition.
    """
    publisher = publisher_of(dataset, strategy.naming)
    of_vocabulary = Index(triples["vocabulary"]).objects(VOCABULARY, "foaf:isPrimaryTopicOf")
    context = Context(dataset, CatalogNames(dataset.iris), release, publisher, releases, of_vocabulary[0])
    subjects = [
        build_subject(name, dataset, strategy, triples[name], context.release_of(name))
        for name in dataset.catalog.datasets
    ]
    homepages = {triple.object for triple in strategy.triples if triple.predicate == curie("foaf:homepage")}
    described = list(_catalog(context, subjects, homepages))
    described += activity(context)
    for subject in subjects:
        described += context.release_of(subject.name).run
        described += dataset_triples(context, subject, [file for file in files if file.dataset == subject.name])
    return tuple(sorted(set(described)))


def _catalog(context: Context, subjects: Sequence[Subject], homepages: Collection[str]) -> Iterator[Triple]:
    """The catalog itself, its publisher, and the data service where one is set; ``homepages`` are those of others."""
    dataset, names, term = context.dataset, context.names, context.names.catalog
    publisher = dataset.publisher
    yield from is_a(term, "dcat:Catalog")
    yield from texts(term, "dcterms:title", Text(f"Datenkatalog: {dataset.title.de}", f"Catalog: {dataset.title.en}"))
    yield from texts(term, "dcterms:description", dataset.description)
    yield from rights(dataset.notice, term, term)
    yield from license_of(term, dataset.license)
    yield Triple(term, curie("dcat:themeTaxonomy"), iri(f"{EU}/data-theme"))
    yield from about(context, term, tuple(dict.fromkeys(code for each in subjects for code in each.languages)))
    yield from moments(term, context.release, moment(context.release.made_at))
    yield from is_a(context.publisher, "foaf:Agent", "foaf:Organization")
    if publisher.name:
        yield Triple(context.publisher, curie("foaf:name"), literal(publisher.name, language="de"))
    if dataset.has_roadmap:  # who publishes the vocabulary alone is no town
        yield from coded(context.publisher, "dcterms:type", PUBLISHER_TYPE)
    if publisher.homepage:
        yield from page(context.publisher, "foaf:homepage", publisher.homepage)
    yield from same_as(dataset, context.publisher)
    home = dataset.catalog.site or dataset.iris.base
    yield from page(term, "foaf:homepage" if _is_of_catalog_alone(home, context, homepages) else "foaf:page", home)
    for subject in subjects:
        yield Triple(term, curie("dcat:dataset"), names.dataset(subject.name))
    if dataset.catalog.sparql:
        yield from _service(context, subjects)


def _is_of_catalog_alone(home: str, context: Context, homepages: Collection[str]) -> bool:
    """Whether no other town can have that page, nor another thing here: to a reasoner, all with one homepage are one.

    Several towns may publish on one site; below its own base a town is alone.
    """
    dataset = context.dataset
    taken = {iri(dataset.publisher.homepage), *homepages}
    return home.startswith(dataset.iris.base) and iri(home) not in taken


def _service(context: Context, subjects: Sequence[Subject]) -> Iterator[Triple]:
    dataset, names, term = context.dataset, context.names, context.names.sparql
    address = iri(dataset.catalog.sparql)
    yield from is_a(term, "dcat:DataService")
    yield Triple(names.catalog, curie("dcat:service"), term)
    yield from texts(term, "dcterms:title", Text(f"SPARQL: {dataset.title.de}", f"SPARQL: {dataset.title.en}"))
    yield from texts(term, "dcterms:description", _SPARQL)
    yield Triple(term, curie("dcterms:identifier"), literal(term[1:-1]))
    yield Triple(term, curie("dcat:endpointURL"), address)
    yield Triple(term, curie("dcat:endpointDescription"), address)  # a service description is what it answers to GET
    yield from license_of(term, dataset.license)
    yield from coded(term, "dcterms:accessRights", f"{EU}/access-right/PUBLIC", "dcterms:RightsStatement")
    yield from conforms_to(term, iri(SPARQL_PROTOCOL), Text("SPARQL 1.1 Protocol", "SPARQL 1.1 Protocol"))
    yield Triple(term, curie("dcterms:publisher"), context.publisher)
    yield from contact_of(context, term)
    for theme in dataset.themes:
        yield from coded(term, "dcat:theme", f"{EU}/data-theme/{theme}")
    for subject in subjects:
        yield Triple(term, curie("dcat:servesDataset"), names.dataset(subject.name))


_SPARQL = Text("Abfragen über alle Daten in der Sprache SPARQL.", "Queries over all data in the language SPARQL.")
