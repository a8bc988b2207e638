"""A dataset: what it is about, its place in the chain of editions, how it was made, and its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.describe.context import VOCABULARY_TITLE, Context, about, moments, page
from pipeline.describe.distribution import distribution_triples, state_of
from pipeline.describe.statements import coded, conforms_to, moment
from pipeline.describe.subject import VOCABULARY, Subject
from pipeline.model.catalog import (
    CONTRIBUTORS,
    EU,
    GEOCODING,
    checksum_of,
    fragment,
)
from pipeline.model.dataset import Dataset
from pipeline.model.edition import Distribution
from pipeline.model.graph import Triple, curie, iri, is_a, literal, literal_text, texts
from pipeline.model.place import places
from pipeline.model.report import Text


def dataset_triples(context: Context, subject: Subject, files: Sequence[Distribution]) -> Iterator[Triple]:
    """A dataset with its place in the chain of editions, its origin and its files."""
    dataset, names = context.dataset, context.names
    term = names.dataset(subject.name)
    yield from is_a(term, "dcat:Dataset")
    yield Triple(term, curie("dcterms:identifier"), literal(term[1:-1]))
    yield from texts(term, "dcterms:title", subject.title)
    yield from texts(term, "dcterms:description", _with_notice(subject))
    yield from about(context, term, subject.languages)
    states = [state_of(context.release, file) for file in files]
    release = context.release_of(subject.name)
    modified = max((moment(release.made_at), *(state.modified for state in states)))
    yield from moments(term, release, modified)
    yield Triple(term, curie("dcterms:creator"), context.publisher)
    yield from _keywords(term, dataset, subject)
    for theme in dataset.themes:
        yield from coded(term, "dcat:theme", f"{EU}/data-theme/{theme}")
    yield from _frequency(context, term)
    yield from coded(term, "dcterms:accessRights", f"{EU}/access-right/PUBLIC", "dcterms:RightsStatement")
    yield from _period(term, subject)
    if subject.type:
        yield from coded(term, "dcterms:type", subject.type)
    if subject.topic:
        yield Triple(term, curie("foaf:primaryTopic"), subject.topic)
    yield from conforms_to(term, VOCABULARY, VOCABULARY_TITLE)
    if context.vocabulary != term:
        yield Triple(term, curie("dcterms:relation"), context.vocabulary)
    yield from _german(context, term)
    yield from _editions(context, term, subject, modified)
    if subject.notice.de:
        statement = fragment(term, "herkunft")
        yield Triple(term, curie("dcterms:provenance"), statement)
        yield from is_a(statement, "dcterms:ProvenanceStatement")
        yield from texts(statement, "rdfs:label", subject.notice)
    if dataset.catalog.site:
        yield from page(term, "dcat:landingPage", dataset.catalog.site)
    for file, state in zip(files, states, strict=True):
        part_of_it = names.distribution(term, file.name)
        yield Triple(term, curie("dcat:distribution"), part_of_it)
        yield from distribution_triples(context, subject, part_of_it, file, state)


def _with_notice(subject: Subject) -> Text:
    """The description, and what readers must know first: many portals show nothing else of a dataset."""
    pairs = zip(subject.description, subject.notice, strict=True)
    return Text(*("\n\n".join(text for text in pair if text) for pair in pairs))


def _keywords(term: str, dataset: Dataset, subject: Subject) -> Iterator[Triple]:
    for keyword in filter(None, dataset.keywords):
        yield Triple(term, curie("dcat:keyword"), literal(keyword, language=dataset.language))
    for language in ("de", "en"):
        for keyword in getattr(subject.keywords, language).split(", "):
            yield Triple(term, curie("dcat:keyword"), literal(keyword, language=language))


def _frequency(context: Context, term: str) -> Iterator[Triple]:
    code = f"{EU}/frequency/{context.dataset.catalog.frequency}"
    yield from coded(term, "dcterms:accrualPeriodicity", code, "dcterms:Frequency")


def _period(term: str, subject: Subject) -> Iterator[Triple]:
    period = fragment(term, "zeitraum")
    yield Triple(term, curie("dcterms:temporal"), period)
    yield from is_a(period, "dcterms:PeriodOfTime")
    yield Triple(period, curie("dcat:startDate"), subject.start)
    if subject.end and literal_text(subject.start) <= literal_text(subject.end):  # dates of ISO 8601 sort as text
        yield Triple(period, curie("dcat:endDate"), subject.end)


def _german(context: Context, term: str) -> Iterator[Triple]:
    """The properties that DCAT-AP.de adds."""
    dataset = context.dataset
    yield from coded(term, "dcatde:politicalGeocodingLevelURI", f"{GEOCODING}/Level/{dataset.geography.level}")
    for place in places(dataset):
        if place.startswith(GEOCODING):
            yield Triple(term, curie("dcatde:politicalGeocodingURI"), iri(place))
    if contributor := dataset.catalog.contributor_id:
        yield from coded(term, "dcatde:contributorID", CONTRIBUTORS + contributor.removeprefix(CONTRIBUTORS))
    yield from coded(term, "dcatap:availability", f"{EU}/planned-availability/STABLE")


def _editions(context: Context, term: str, subject: Subject, modified: str) -> Iterator[Triple]:
    """Which edition this is, which came before, what is new, how it was made, and the series of them all."""
    names, release, series = context.names, context.release_of(subject.name), context.names.series(term)
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
    yield from about(context, series, ())
    yield from moments(series, release, modified)
    yield from _frequency(context, series)


def activity(context: Context) -> Iterator[Triple]:
    """The run: when it was and which files it read, by their SHA-256."""
    release, term = context.release, context.names.activity(context.release.version)
    yield from is_a(term, "prov:Activity")
    yield from texts(term, "rdfs:label", Text(f"Ausgabe {release.version}", f"Edition {release.version}"))
    yield Triple(term, curie("prov:startedAtTime"), moment(release.made_at))
    yield Triple(term, curie("prov:endedAtTime"), moment(release.made_at))
    yield Triple(term, curie("prov:wasAssociatedWith"), context.publisher)
    for given in release.inputs:
        entity = context.names.source(release.version, given.file)
        yield Triple(term, curie("prov:used"), entity)
        yield from is_a(entity, "prov:Entity")
        yield Triple(entity, curie("dcterms:title"), literal(given.file))
        yield from checksum_of(entity, given.sha256)
