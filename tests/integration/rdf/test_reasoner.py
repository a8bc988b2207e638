"""To a reasoner no two of our things are one and the same, and nothing that we say contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.model.graph import Triple, curie, iri, is_a, parse_n_quads, parse_n_triples, parse_turtle
from tests.five_editions import DAYS, make_town, play
from tests.integration.rdf.reason import CONTRADICTION, Entailed, entailed
from tests.sheets import SETTINGS, STRATEGY
from tests.towns import copy_town, output_of, publish

pytestmark = pytest.mark.integration

SITE = "https://digital.kreis.example/"
"""The one site of several towns, and of much in them."""

HEADER = ("Kennung", "Titel", "Handlungsfelder", "Status", "Beginn", "Webseite des Projekts", "Link", "Federführung")
ROWS = (
    ("T-01", "Glasfaser", "1", "laufend", 2024, SITE, SITE, "Amt für Bildung"),
    ("T-02", "Glasfaser", "1", "laufend", 2024, SITE, "https://a.example/", "Amt fuer Bildung"),
    ("T-03", "Portal", "2; 3", "geplant", 2025, "https://stadt.example/", SITE, "Musterstadt"),
    ("T-04", "Portal", "2", "laufend", 2025, "https://stadt.example/", "https://stadt.example/", "Team Digital"),
)


def _small_town(folder: Path, name: str, publisher: str, site: str) -> Path:
    """A town whose projects share their sites with each other, with its publisher and with its catalog."""
    place = folder / "sources" / name
    place.mkdir(parents=True)
    settings = SETTINGS.replace("musterstadt", name).replace('name = "Musterstadt"', publisher)
    catalog = f'[catalog]\nsite = "{site}"\n' if site else ""
    (place / "dataset.toml").write_text(f'{settings}workbooks = ["*.xlsx"]\n{catalog}{STRATEGY}', "utf-8")
    book = Workbook()
    for row in (HEADER, *ROWS):
        book.worksheets[0].append([*row])
    book.save(place / "roadmap.xlsx")
    return place


def _small_towns(folder: Path) -> Iterator[Path]:
    for name, publisher, site in (
        ("musterstadt", 'name = "Musterstadt", homepage = "https://stadt.example/"', SITE),
        ("nebenstadt", 'name = "Nebenstadt"', SITE),
        ("kreisstadt", f'name = "Kreisstadt", homepage = "{SITE}"', ""),
        ("gleichstadt", 'name = "Musterstadt", homepage = "https://gleich.example/"', "https://gleich.example/"),
        ("nachbarstadt", 'name = "Nachbarstadt"', "https://example.org/id/oberstadt/"),
        ("oberstadt", 'name = "Oberstadt"', ""),
        ("unterstadt", 'name = "Unterstadt", homepage = "https://example.org/id/unterstadt/"', ""),
    ):
        yield _small_town(folder, name, publisher, site)


def _published(place: Path) -> Iterator[Triple]:
    """All that an edition says, in all its files."""
    outcome = publish(place)
    assert outcome.edition, [result.rule.id for result in outcome.prepared.report.results]
    current = output_of(place) / place.name / "public" / "current"
    for name in ("roadmap", "strategy", "vocabulary"):
        yield from parse_n_triples((current / f"{name}.nt").read_text("utf-8"))
    yield from parse_turtle((current / "catalog.ttl").read_text("utf-8"), "catalog.ttl")
    yield from (triple for triple, _ in parse_n_quads((current / "provenance.nq").read_text("utf-8")))


def _five_editions(folder: Path) -> Iterator[Triple]:
    """A town with a history, and what changed from each edition to the next."""
    place = make_town(folder / "five")
    for number, day in enumerate(DAYS):
        assert play(place, number).edition
        edition = output_of(place) / place.name / "public" / "editions" / day
        for name in ("catalog.ttl", "changes.ttl") if number else ():
            yield from parse_turtle((edition / name).read_text("utf-8"), name)
        yield from parse_n_triples((edition / "roadmap.nt").read_text("utf-8"))


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[Triple, ...]:
    """What both sample towns, the small ones and one with five editions say, as one graph."""
    folder = tmp_path_factory.mktemp("towns")
    places = [copy_town(folder), copy_town(folder, "erkelenz"), *_small_towns(folder)]
    return tuple({*(triple for place in places for triple in _published(place)), *_five_editions(folder)})


def _first(triples: tuple[Triple, ...], cls: str, number: int = 0) -> str:
    return sorted(triple.subject for triple in triples if triple[1:] == (curie("rdf:type"), curie(cls)))[number]


def _of_both(predicate: str, object_: str, *things: str) -> tuple[tuple[Triple, ...], Entailed]:
    said = tuple(Triple(thing, curie(predicate), iri(object_)) for thing in things)
    return said, frozenset({tuple(sorted(thing[1:-1] for thing in things))})


def _faults(triples: tuple[Triple, ...]) -> dict[str, tuple[tuple[Triple, ...], Entailed]]:
    """What would be wrong to say, with what follows from it."""
    project, other = (_first(triples, "ds:Project", number) for number in (0, 1))
    body, catalog, dataset = (_first(triples, cls) for cls in ("org:Organization", "dcat:Catalog", "dcat:Dataset"))
    concept, scheme = _first(triples, "skos:Concept"), _first(triples, "skos:ConceptScheme")
    page, activity = iri("https://x.example/"), _first(triples, "prov:Activity")
    topics = (
        Triple(project, curie("foaf:isPrimaryTopicOf"), page),
        Triple(page, curie("foaf:primaryTopic"), catalog),
    )
    linked = (Triple(project, curie("foaf:page"), other),)
    return {
        "one-homepage": _of_both("foaf:homepage", "https://x.example/", project, other),
        "one-mailbox": _of_both("foaf:mbox", "mailto:x@x.example", catalog, body),
        "one-topic": (topics, frozenset({tuple(sorted((project[1:-1], catalog[1:-1])))})),
        "two-topics": ((Triple(dataset, curie("foaf:primaryTopic"), project),), CONTRADICTION),
        "project-is-body": (tuple(is_a(project, "org:Organization")), CONTRADICTION),
        "project-is-thesis": (tuple(is_a(project, "ds:Thesis")), CONTRADICTION),
        "project-is-page": (linked, CONTRADICTION),
        "body-is-page": ((Triple(catalog, curie("foaf:homepage"), body),), CONTRADICTION),
        "concept-is-scheme": ((Triple(concept, curie("skos:inScheme"), concept),), CONTRADICTION),
        "scheme-is-concept": ((Triple(scheme, curie("skos:broader"), concept),), CONTRADICTION),
        "activity-is-entity": ((Triple(activity, curie("prov:wasDerivedFrom"), dataset),), CONTRADICTION),
    }


def test_no_two_things_of_all_towns_are_the_same_and_nothing_contradicts(
    everything: tuple[Triple, ...], tmp_path: Path
) -> None:
    found = entailed({"everything": everything}, tmp_path)

    assert found["everything"] == frozenset()


def test_the_reasoner_finds_what_is_the_same_and_what_contradicts(
    everything: tuple[Triple, ...], tmp_path: Path
) -> None:
    faults = _faults(everything)

    found = entailed({name: (*everything, *said) for name, (said, _) in faults.items()}, tmp_path)

    assert found == {name: meant for name, (_, meant) in faults.items()}
