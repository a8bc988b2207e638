"""An edition as a DCAT-AP.de catalog: the town's settings, its triples and its files in, triples out.

DCAT-AP.de 3.0 (https://www.dcat-ap.de/def/dcatde/3.0/spec/) on top of DCAT-AP 3.0.1 says which properties there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.catalog import (
    ADMS,
    CONTRIBUTORS,
    CSVW,
    EU,
    FILE_TYPES,
    GEOCODING,
    LANGUAGES,
    MEDIA_TYPES,
    PUBLISHER_TYPE,
    SPARQL_PROTOCOL,
    CatalogNames,
    fragment,
)
from pipeline.config import Dataset, Geography
from pipeline.edition import Distribution, Release
from pipeline.graph import Triple, curie, iri, literal, literal_text, segment
from pipeline.naming import part
from pipeline.report import Text
from pipeline.statements import checksum_of, coded, conforms_to, is_a, moment, number, texts
from pipeline.strategy import Strategy
from pipeline.subject import VOCABULARY, Subject, build_subject
from pipeline.vocabulary import expand


@dataclass(frozen=True, slots=True)
class _Context:
    """What all datasets of an edition share: settings, names, the release, the term of the publisher."""

    dataset: Dataset
    names: CatalogNames
    release: Release
    publisher: str

    def address(self, file: str) -> str:
        """Where a file of this edition lies, in a folder that never changes."""
        site = self.dataset.catalog.site or self.dataset.iris.base
        return iri(f"{site}editions/{segment(self.release.version)}/{segment(file)}")


def describe(
    dataset: Dataset,
    strategy: Strategy,
    triples: Mapping[str, Sequence[Triple]],
    files: Sequence[Distribution],
    release: Release,
) -> tuple[Triple, ...]:
    """The catalog of an edition, sorted. ``triples`` are those of each dataset by its name, ``files`` name theirs."""
    publisher = iri(dataset.publisher.iri) if dataset.publisher.iri else ""
    publisher = publisher or strategy.naming.organization(dataset.publisher.name)
    context = _Context(dataset, CatalogNames(dataset.iris), release, publisher)
    subjects = [build_subject(name, dataset, strategy, triples[name], release) for name in dataset.catalog.datasets]
    described = list(_catalog(context, subjects))
    described += _activity(context)
    for subject in subjects:
        described += _dataset(context, subject, [file for file in files if file.dataset == subject.name])
    return tuple(sorted(set(described)))


def _catalog(context: _Context, subjects: Sequence[Subject]) -> Iterator[Triple]:
    """The catalog itself, its publisher, and the data service where one is set."""
    dataset, names, term = context.dataset, context.names, context.names.catalog
    publisher = dataset.publisher
    yield from is_a(term, "dcat:Catalog")
    yield from texts(term, "dcterms:title", Text(f"Datenkatalog: {dataset.title.de}", f"Catalog: {dataset.title.en}"))
    yield from texts(term, "dcterms:description", dataset.description)
    yield from _rights(context, term, term)
    yield from _license(term, dataset.license)
    yield Triple(term, curie("dcat:themeTaxonomy"), iri(f"{EU}/data-theme"))
    yield from _about(context, term, tuple(dict.fromkeys(code for each in subjects for code in each.languages)))
    yield from is_a(context.publisher, "foaf:Agent", "foaf:Organization")
    if publisher.name:
        yield Triple(context.publisher, curie("foaf:name"), literal(publisher.name, language="de"))
    yield from coded(context.publisher, "dcterms:type", PUBLISHER_TYPE)
    if publisher.homepage:
        yield from _page(context.publisher, "foaf:homepage", publisher.homepage)
    if home := dataset.catalog.site or publisher.homepage:
        yield from _page(term, "foaf:homepage", home)
    for subject in subjects:
        yield Triple(term, curie("dcat:dataset"), names.dataset(subject.name))
    if dataset.catalog.sparql:
        yield from _service(context, subjects)


def _service(context: _Context, subjects: Sequence[Subject]) -> Iterator[Triple]:
    dataset, names, term = context.dataset, context.names, context.names.sparql
    address = iri(dataset.catalog.sparql)
    yield from is_a(term, "dcat:DataService")
    yield Triple(names.catalog, curie("dcat:service"), term)
    yield from texts(term, "dcterms:title", Text(f"SPARQL: {dataset.title.de}", f"SPARQL: {dataset.title.en}"))
    yield from texts(term, "dcterms:description", _SPARQL)
    yield Triple(term, curie("dcterms:identifier"), literal(term[1:-1]))
    yield Triple(term, curie("dcat:endpointURL"), address)
    yield Triple(term, curie("dcat:endpointDescription"), address)  # a service description is what it answers to GET
    yield from _license(term, dataset.license)
    yield from coded(term, "dcterms:accessRights", f"{EU}/access-right/PUBLIC", "dcterms:RightsStatement")
    yield from conforms_to(term, iri(SPARQL_PROTOCOL), Text("SPARQL 1.1 Protocol", "SPARQL 1.1 Protocol"))
    yield Triple(term, curie("dcterms:publisher"), context.publisher)
    yield from _contact(context, term)
    for theme in dataset.themes:
        yield from coded(term, "dcat:theme", f"{EU}/data-theme/{theme}")
    for subject in subjects:
        yield Triple(term, curie("dcat:servesDataset"), names.dataset(subject.name))


_SPARQL = Text("Abfragen über alle Daten in der Sprache SPARQL.", "Queries over all data in the language SPARQL.")


def _about(context: _Context, term: str, languages: Iterable[str]) -> Iterator[Triple]:
    """Who publishes, whom to ask, which place, which languages, since when: the same for all."""
    release = context.release
    yield Triple(term, curie("dcterms:publisher"), context.publisher)
    yield from _contact(context, term)
    for code in languages:
        yield from coded(term, "dcterms:language", f"{EU}/language/{LANGUAGES[code]}", "dcterms:LinguisticSystem")
    for place in _places(context.dataset):
        yield from coded(term, "dcterms:spatial", place, "dcterms:Location")
        yield from _extent(iri(place), context.dataset.geography if place.startswith(GEOCODING) else _GERMANY)
    yield Triple(term, curie("dcterms:issued"), moment(release.issued_at))
    yield Triple(term, curie("dcterms:modified"), moment(release.made_at))


def _contact(context: _Context, term: str) -> Iterator[Triple]:
    contact, card = context.dataset.contact, fragment(context.names.catalog, "kontakt")
    yield Triple(term, curie("dcat:contactPoint"), card)
    yield from is_a(card, "vcard:Kind", "vcard:Organization")
    if contact.name:  # what is left empty is to be missed by the rules
        yield Triple(card, curie("vcard:fn"), literal(contact.name))
    if contact.email:
        yield Triple(card, curie("vcard:hasEmail"), iri(f"mailto:{contact.email}"))
    if contact.url:
        yield Triple(card, curie("vcard:hasURL"), iri(contact.url))


def _places(dataset: Dataset) -> list[str]:
    """The place by its official keys; Germany where the town gives none."""
    geography = dataset.geography
    keys = (("municipalityKey", geography.ags), ("regionalKey", geography.ars))
    return [f"{GEOCODING}/{kind}/{key}" for kind, key in keys if key] or [f"{EU}/country/DEU"]


def _extent(place: str, geography: Geography) -> Iterator[Triple]:
    """Where a place lies, as well-known text (OGC Simple Features)."""
    as_wkt = expand("geo:wktLiteral")
    if geography.centroid:
        longitude, latitude = geography.centroid
        yield Triple(place, curie("dcat:centroid"), literal(f"POINT({longitude} {latitude})", datatype=as_wkt))
    if geography.bbox:
        west, south, east, north = geography.bbox
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        ring = ", ".join(f"{longitude} {latitude}" for longitude, latitude in corners)
        yield Triple(place, curie("dcat:bbox"), literal(f"POLYGON(({ring}))", datatype=as_wkt))


_GERMANY = Geography(
    centroid=(Decimal("10.4"), Decimal("51.1")),
    bbox=(Decimal("5.87"), Decimal("47.27"), Decimal("15.04"), Decimal("55.06")),
)


def _dataset(context: _Context, subject: Subject, files: Sequence[Distribution]) -> Iterator[Triple]:
    """A dataset with its place in the chain of editions, its origin and its files."""
    dataset, names = context.dataset, context.names
    term = names.dataset(subject.name)
    yield from is_a(term, "dcat:Dataset")
    yield Triple(term, curie("dcterms:identifier"), literal(term[1:-1]))
    yield from texts(term, "dcterms:title", subject.title)
    yield from texts(term, "dcterms:description", subject.description)
    yield from _about(context, term, subject.languages)
    yield Triple(term, curie("dcterms:creator"), context.publisher)
    yield from _keywords(term, dataset, subject)
    for theme in dataset.themes:
        yield from coded(term, "dcat:theme", f"{EU}/data-theme/{theme}")
    yield from _frequency(context, term)
    yield from coded(term, "dcterms:accessRights", f"{EU}/access-right/PUBLIC", "dcterms:RightsStatement")
    yield from _period(term, subject)
    if subject.type:
        yield from coded(term, "dcterms:type", subject.type)
    yield from conforms_to(term, VOCABULARY, _VOCABULARY_TITLE)
    yield from _german(context, term)
    yield from _editions(context, term, subject)
    if dataset.notice.de:
        statement = fragment(term, "herkunft")
        yield Triple(term, curie("dcterms:provenance"), statement)
        yield from is_a(statement, "dcterms:ProvenanceStatement")
        yield from texts(statement, "rdfs:label", dataset.notice)
    if dataset.catalog.site:
        yield from _page(term, "dcat:landingPage", dataset.catalog.site)
    for file in files:
        distribution = names.distribution(term, file.name)
        yield Triple(term, curie("dcat:distribution"), distribution)
        yield from _distribution(context, subject, distribution, file)


def _keywords(term: str, dataset: Dataset, subject: Subject) -> Iterator[Triple]:
    for keyword in filter(None, dataset.keywords):
        yield Triple(term, curie("dcat:keyword"), literal(keyword, language=dataset.language))
    for language in ("de", "en"):
        for keyword in getattr(subject.keywords, language).split(", "):
            yield Triple(term, curie("dcat:keyword"), literal(keyword, language=language))


def _frequency(context: _Context, term: str) -> Iterator[Triple]:
    code = f"{EU}/frequency/{context.dataset.catalog.frequency}"
    yield from coded(term, "dcterms:accrualPeriodicity", code, "dcterms:Frequency")


def _period(term: str, subject: Subject) -> Iterator[Triple]:
    period = fragment(term, "zeitraum")
    yield Triple(term, curie("dcterms:temporal"), period)
    yield from is_a(period, "dcterms:PeriodOfTime")
    yield Triple(period, curie("dcat:startDate"), subject.start)
    if literal_text(subject.start) <= literal_text(subject.end):  # dates of ISO 8601 sort as text
        yield Triple(period, curie("dcat:endDate"), subject.end)


def _german(context: _Context, term: str) -> Iterator[Triple]:
    """The properties that DCAT-AP.de adds."""
    dataset = context.dataset
    yield from coded(term, "dcatde:politicalGeocodingLevelURI", f"{GEOCODING}/Level/{dataset.geography.level}")
    for place in _places(dataset):
        if place.startswith(GEOCODING):
            yield Triple(term, curie("dcatde:politicalGeocodingURI"), iri(place))
    if contributor := dataset.catalog.contributor_id:
        yield from coded(term, "dcatde:contributorID", CONTRIBUTORS + contributor.removeprefix(CONTRIBUTORS))
    yield from coded(term, "dcatap:availability", f"{EU}/planned-availability/STABLE")


def _editions(context: _Context, term: str, subject: Subject) -> Iterator[Triple]:
    """Which edition this is, which came before, what is new, how it was made, and the series of them all."""
    names, release, series = context.names, context.release, context.names.series(term)
    yield Triple(term, curie("dcat:version"), literal(release.version))
    yield from texts(term, "adms:versionNotes", release.news)
    yield Triple(term, curie("prov:wasGeneratedBy"), names.activity(release.version))
    if release.previous:
        for predicate in ("dcat:previousVersion", "prov:wasRevisionOf"):
            yield Triple(term, curie(predicate), names.edition(term, release.previous))
    yield Triple(term, curie("dcat:inSeries"), series)
    yield from is_a(series, "dcat:DatasetSeries")
    title = Text(f"{subject.title.de}, alle Ausgaben", f"{subject.title.en}, all editions")
    yield from texts(series, "dcterms:title", title)
    yield from texts(series, "dcterms:description", subject.description)
    yield from _about(context, series, ())
    yield from _frequency(context, series)


def _activity(context: _Context) -> Iterator[Triple]:
    """The run: when it was and which files it read, by their SHA-256."""
    release, term = context.release, context.names.activity(context.release.version)
    yield from is_a(term, "prov:Activity")
    yield from texts(term, "rdfs:label", Text(f"Ausgabe {release.version}", f"Edition {release.version}"))
    yield Triple(term, curie("prov:startedAtTime"), moment(release.made_at))
    yield Triple(term, curie("prov:endedAtTime"), moment(release.made_at))
    yield Triple(term, curie("prov:wasAssociatedWith"), context.publisher)
    for given in release.inputs:
        entity = part(term, segment(given.file))
        yield Triple(term, curie("prov:used"), entity)
        yield from is_a(entity, "prov:Entity")
        yield Triple(entity, curie("dcterms:title"), literal(given.file))
        yield from checksum_of(entity, given.sha256)


def _distribution(context: _Context, subject: Subject, term: str, file: Distribution) -> Iterator[Triple]:
    """One file: where it lies, what it is, under which terms, how large, and its SHA-256."""
    kind, release, address = FILE_TYPES[file.media_type], context.release, context.address(file.name)
    yield from is_a(term, "dcat:Distribution")
    yield from texts(term, "dcterms:title", file.title)
    yield from texts(term, "dcterms:description", kind.description)
    yield Triple(term, curie("dcat:accessURL"), address)
    yield Triple(term, curie("dcat:downloadURL"), address)
    yield from coded(term, "dcterms:format", f"{EU}/file-type/{kind.code}", "dcterms:MediaTypeOrExtent")
    yield from coded(term, "dcat:mediaType", MEDIA_TYPES + file.media_type, "dcterms:MediaType")
    yield Triple(term, curie("dcat:byteSize"), number(len(file.content)))
    yield from checksum_of(term, hashlib.sha256(file.content).hexdigest())
    yield from _terms_of_use(context, subject, term)
    yield Triple(term, curie("dcterms:issued"), moment(release.issued_at))
    yield Triple(term, curie("dcterms:modified"), moment(release.made_at))
    for code in subject.languages:
        yield from coded(term, "dcterms:language", f"{EU}/language/{LANGUAGES[code]}", "dcterms:LinguisticSystem")
    yield from coded(term, "dcatap:availability", f"{EU}/planned-availability/STABLE")
    yield from _conforms(context, term, file)


def _terms_of_use(context: _Context, subject: Subject, term: str) -> Iterator[Triple]:
    yield from _license(term, subject.license)
    if "-by" in subject.license:  # dl-by-de, cc-by, cc-by-sa …: they ask to be told whom to name
        name = context.dataset.publisher.name
        attribution = subject.attribution if subject.attribution.de else Text(name, name)
        yield Triple(term, curie("dcatde:licenseAttributionByText"), literal(attribution.de, language="de"))
    yield from _rights(context, term, context.names.dataset(subject.name))


def _license(term: str, license_: str) -> Iterator[Triple]:
    yield from coded(term, "dcterms:license", license_, "dcterms:LicenseDocument")
    kind = next((kind for name, kind in _LICENSE_TYPES.items() if name in license_), "UnknownIPR")
    yield from coded(iri(license_), "dcterms:type", f"{ADMS}/licencetype/{kind}")


# By what the names of licences hold.
_LICENSE_TYPES = {"zero": "PublicDomain", "-by": "Attribution"}


def _rights(context: _Context, term: str, owner: str) -> Iterator[Triple]:
    """The notice that goes with the data, told once at their ``owner``."""
    statement = fragment(owner, "rechte")
    yield Triple(term, curie("dcterms:rights"), statement)
    yield from is_a(statement, "dcterms:RightsStatement")
    yield from texts(statement, "rdfs:label", context.dataset.notice if context.dataset.notice.de else _FREE)


_FREE = Text(
    "Öffentlich; die Lizenz sagt, was bei der Nutzung zu beachten ist.",
    "Public; the license says what to heed when using it.",
)


def _page(term: str, predicate: str, address: str) -> Iterator[Triple]:
    yield Triple(term, curie(predicate), iri(address))
    yield from is_a(iri(address), "foaf:Document")


def _conforms(context: _Context, term: str, file: Distribution) -> Iterator[Triple]:
    """A table conforms to its description, the description to CSVW, RDF to the vocabulary."""
    if file.described_by:
        title = Text("Beschreibung der Tabellen (CSVW)", "Description of the tables (CSVW)")
        yield from conforms_to(term, context.address(file.described_by), title)
    elif file.media_type == "application/csvm+json":
        title = Text("Metadata Vocabulary for Tabular Data", "Metadata Vocabulary for Tabular Data")
        yield from conforms_to(term, iri(CSVW), title)
    elif FILE_TYPES[file.media_type].code.startswith(("RDF", "JSON_LD")):
        yield from conforms_to(term, VOCABULARY, _VOCABULARY_TITLE)


_VOCABULARY_TITLE = Text("Vokabular für kommunale Digitalstrategien", "Digital Strategy Vocabulary")
