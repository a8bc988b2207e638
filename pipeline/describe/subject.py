"""What is to be said of one dataset and of no other: its title, its words, its terms of use, the time it covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.describe.extent import extent_of
from pipeline.describe.statements import day
from pipeline.model.catalog import EU, LANGUAGES, LICENSE_BY_IRI
from pipeline.model.dataset import Dataset
from pipeline.model.edition import Release
from pipeline.model.graph import Index, Triple, iri, language_of, literal_text
from pipeline.model.report import Text
from pipeline.model.strategy import Strategy
from pipeline.model.vocabulary import DEF

VOCABULARY = iri(DEF)
_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Subject:
    """A dataset of its own name, one of ``DATASETS``. ``start`` and ``end`` are terms; what is still true ends on
    the day of the edition, what runs on without an end has none. ``topic`` is what all of it tells of.
    """

    name: str
    title: Text
    description: Text
    keywords: Text
    license: str
    attribution: Text
    languages: tuple[str, ...]
    start: str
    end: str
    type: str = ""
    notice: Text = _NOTHING
    topic: str = ""


def build_subject(
    name: str, dataset: Dataset, strategy: Strategy, triples: Sequence[Triple], release: Release
) -> Subject:
    """What the settings and the dataset's own triples have to say of it."""
    return _BUILDERS[name](dataset, strategy, triples, release)


def _roadmap(dataset: Dataset, strategy: Strategy, triples: Sequence[Triple], release: Release) -> Subject:
    start, end = extent_of(triples, day(release.day))
    return Subject(
        "roadmap",
        dataset.title,
        dataset.description,
        Text("Roadmap", "roadmap"),
        dataset.license,
        dataset.attribution,
        _languages(triples, dataset.language),
        start or day(release.first_day),
        end,
        notice=dataset.notice,
        topic=strategy.naming.roadmap,
    )


def _strategy(dataset: Dataset, strategy: Strategy, triples: Sequence[Triple], release: Release) -> Subject:
    index, term = Index(triples), strategy.naming.strategy
    title = index.in_both(term, "dcterms:title")
    if title == dataset.title or not title.de:
        title = Text(f"{dataset.title.de}: Strategie", f"{dataset.title.en}: strategy")
    description = index.in_both(term, "dcterms:description")
    issued = index.objects(term, "dcterms:issued")
    return Subject(
        "strategy",
        title,
        description if description.de else _STRATEGY,
        Text("Digitalstrategie, Handlungsfelder, Vision", "digital strategy, fields of action, vision"),
        dataset.license,
        dataset.attribution,
        _languages(triples, dataset.language),
        issued[0] if issued else day(release.first_day),
        day(release.day),
        notice=dataset.notice,
        topic=term,
    )


def _vocabulary(dataset: Dataset, _: Strategy, triples: Sequence[Triple], release: Release) -> Subject:
    index = Index(triples)
    title = index.in_both(VOCABULARY, "dcterms:title")
    license_ = literal_text(index.objects(VOCABULARY, "dcterms:license")[0])
    return Subject(
        "vocabulary",
        title,
        index.in_both(VOCABULARY, "dcterms:description"),
        Text("Vokabular, Ontologie, Linked Open Data", "vocabulary, ontology, linked open data"),
        LICENSE_BY_IRI.get(license_, license_),
        title,
        _languages(triples, dataset.language),
        index.objects(VOCABULARY, "dcterms:issued")[0],
        day(release.day),
        type=f"{EU}/dataset-type/ONTOLOGY",
        topic=VOCABULARY,
    )


_STRATEGY = Text("Die Thesen und Handlungsfelder der Strategie.", "The theses and fields of action of the strategy.")
_BUILDERS = {"roadmap": _roadmap, "strategy": _strategy, "vocabulary": _vocabulary}


def _languages(triples: Iterable[Triple], own: str) -> tuple[str, ...]:
    """The languages of the texts, the town's own first."""
    found = {language_of(triple.object) for triple in triples} & set(LANGUAGES)
    return (own, *sorted(found - {own}))
