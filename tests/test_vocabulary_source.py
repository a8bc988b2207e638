"""The vocabulary's own source: one dataset, published once, to which the catalogs of towns refer."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef

import pipeline
from pipeline.cli import USAGE, main
from pipeline.loaded import read_as_of
from pipeline.model.errors import ConfigError
from pipeline.model.graph import Triple, curie
from pipeline.model.report import Severity
from pipeline.model.vocabulary import DEF
from pipeline.news import compare_editions
from pipeline.publish.folder import Folder
from pipeline.run import run
from pipeline.sited import show_town
from pipeline.town.config import parse_dataset
from pipeline.town.resources import read_resources
from tests.sheets import SETTINGS, STRATEGY
from tests.towns import SECOND_DAY, copy_town, output_of, publish, town_of

DATASET = URIRef("https://w3id.org/digitalstrategie/id/vokabular/datensatz/vokabular")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
NAME = "vokabular"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source and both sample towns, each published on the first day."""
    folder = tmp_path_factory.mktemp("vocabulary")
    for name in ("beispielstadt", "erkelenz", NAME):
        publish(copy_town(folder, name))
    return folder


def _current(place: Path, name: str = NAME) -> Path:
    return place / "output" / name / "public" / "current"


def _catalog(place: Path, name: str = NAME) -> Graph:
    return Graph().parse(_current(place, name) / "catalog.ttl")


# What it publishes


def test_it_publishes_the_vocabulary_and_no_file_of_a_town(place: Path) -> None:
    forms = ("jsonld", "nt", "rdf", "ttl")
    described = ("catalog.jsonld", "catalog.rdf", "catalog.ttl", "context.jsonld", "edition.json")

    assert sorted(path.name for path in _current(place).iterdir()) == sorted(
        (*described, *(f"vocabulary.{form}" for form in forms))
    )


def test_it_has_pages_of_its_own_and_none_of_a_town(place: Path) -> None:
    town = town_of(place / "sources" / NAME)
    folder = Folder(place / "output" / NAME)
    with folder.locked():
        show_town(folder, town, read_resources())

    names = {path.name for path in folder.public.iterdir()}
    assert {"current", "editions", "index.html", "def", "def.ttl", "en", "daten", "impressum", "void.ttl"} <= names
    assert not names & {"roadmap", "zeitplan", "luecken", "abfrage", "mitmachen", "feeds", "aenderungen"}


def test_the_command_for_pages_says_where_they_lie(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--sources", str(place / "sources"), "--output", str(place / "output")]

    with pytest.raises(SystemExit) as ended:
        main(["site", NAME, *given])

    assert ended.value.code == 0
    told = capsys.readouterr()
    assert re.search(r"vokabular: \d+ Dateien, .*index\.html", told.out + told.err)


def test_its_catalog_has_one_dataset_with_the_files_of_the_vocabulary(place: Path) -> None:
    graph = _catalog(place)

    files = {str(term).rpartition("/")[2] for term in graph.objects(DATASET, DCAT.distribution)}
    assert {*graph.subjects(RDF.type, DCAT.Dataset)} == {DATASET}
    assert files == {f"vocabulary.{form}" for form in ("jsonld", "nt", "rdf", "ttl")}
    assert graph.value(DATASET, FOAF.primaryTopic) == URIRef(DEF)


def test_it_says_nothing_of_its_publisher_or_its_place_that_is_true_of_towns_alone(place: Path) -> None:
    graph = _catalog(place)

    publisher = graph.value(DATASET, DCTERMS.publisher)
    assert publisher == URIRef("https://w3id.org/digitalstrategie/id/project")
    assert graph.value(publisher, DCTERMS.type) is None
    assert str(graph.value(DATASET, DCATDE.politicalGeocodingLevelURI)).endswith("/federal")


def test_whom_to_name_is_told_as_its_license_asks_for_it(place: Path) -> None:
    graph = _catalog(place)

    for file in graph.objects(DATASET, DCAT.distribution):
        told = graph.value(file, DCATDE.licenseAttributionByText)
        assert told == Literal("Vokabular für kommunale Digitalstrategien", "de")


def test_there_is_nothing_to_find_fault_with(tmp_path: Path) -> None:
    outcome = publish(copy_town(tmp_path, NAME))

    assert outcome.prepared.report.results == ()
    assert outcome.edition is not None
    assert outcome.edition.findings == dict.fromkeys(Severity, 0)


# Editions


def test_without_a_change_in_the_vocabulary_there_is_no_new_edition(tmp_path: Path) -> None:
    source = copy_town(tmp_path, NAME)
    publish(source)

    outcome = publish(source, now=SECOND_DAY)

    assert outcome.receipt is not None
    assert not outcome.receipt.changed


def test_a_change_in_the_vocabulary_is_a_new_edition_that_tells_what_came_before(tmp_path: Path) -> None:
    source, resources = copy_town(tmp_path, NAME), read_resources()
    publish(source)
    added = Triple(f"<{DEF}status>", curie("rdfs:comment"), '"Mehr dazu."@de')
    longer = replace(resources, vocabulary=(*resources.vocabulary, added))

    run(town_of(source), longer, output_of(source), now=SECOND_DAY)

    editions = output_of(source) / NAME / "public" / "editions"
    graph = _catalog(tmp_path)
    assert graph.value(DATASET, DCAT.version) == Literal("2026-11-23")
    assert graph.value(DATASET, DCAT.previousVersion) == URIRef(f"{DATASET}/ausgaben/2026-11-22")
    compared, _ = compare_editions(editions / "2026-11-22", editions / "2026-11-23")
    assert (compared.before, compared.after) == ("2026-11-22", "2026-11-23")


@pytest.mark.parametrize("first", [NAME, "beispielstadt"])
def test_a_town_and_the_vocabulary_are_never_editions_of_one_another(tmp_path: Path, first: str) -> None:
    (second,) = {NAME, "beispielstadt"} - {first}
    publish(copy_town(tmp_path, first))
    other = copy_town(tmp_path / "other", second)
    settings = other / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace(f'name = "{second}"', f'name = "{first}"'), "utf-8")

    with pytest.raises(ConfigError, match="or of the vocabulary"):
        run(town_of(other), read_resources(), tmp_path / "output", now=SECOND_DAY)


# What refers to it


@pytest.mark.parametrize("town", ["beispielstadt", "erkelenz"])
def test_each_dataset_of_a_town_refers_to_the_dataset_of_the_vocabulary(place: Path, town: str) -> None:
    graph = _catalog(place, town)

    datasets = {*graph.subjects(RDF.type, DCAT.Dataset)}
    assert len(datasets) == 2
    for dataset in datasets:
        assert {*graph.objects(dataset, DCTERMS.relation)} == {DATASET}
        assert (dataset, DCTERMS.conformsTo, URIRef(DEF)) in graph


def test_the_dataset_of_the_vocabulary_does_not_refer_to_itself(place: Path) -> None:
    assert (None, DCTERMS.relation, None) not in _catalog(place)


def test_a_town_that_names_the_vocabulary_describes_it_and_refers_to_its_origin(tmp_path: Path) -> None:
    town = copy_town(tmp_path)
    settings = town / "dataset.toml"
    named = '[catalog]\ndatasets = ["vocabulary"]\n\n[publisher]'
    settings.write_text(settings.read_text("utf-8").replace("[publisher]", named), "utf-8")

    publish(town)

    graph = _catalog(tmp_path, "beispielstadt")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert dataset != DATASET
    assert graph.value(dataset, DCTERMS.relation) == DATASET


# What only a town has


@pytest.mark.parametrize(
    "command",
    [
        ("report", NAME),
        ("template", NAME),
        ("check", "sources/beispielstadt/vorhaben.xlsx", "--dataset", f"sources/{NAME}/dataset.toml"),
        ("import", NAME, "sources/beispielstadt/vorhaben.xlsx", "--as-of", "2026-01-01"),
        ("erase", NAME, "--text", "Mustermensch"),
    ],
    ids=lambda command: command[0],
)
def test_what_needs_a_roadmap_is_refused_with_the_reason(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command, "--lang", "en"])

    assert stopped.value.code == USAGE
    assert "publishes the vocabulary alone" in capsys.readouterr().err


def test_it_is_loaded_as_a_graph_without_a_table(place: Path) -> None:
    loaded = pipeline.load(NAME, output=place / "output")

    assert loaded.projects.empty
    assert (URIRef(DEF), FOAF.isPrimaryTopicOf, DATASET) in loaded.graph
    with pytest.raises(ConfigError, match="has the vocabulary alone"):
        read_as_of(NAME, output=place / "output")


# Its settings


@pytest.mark.parametrize("datasets", ["", '[catalog]\ndatasets = ["vocabulary", "roadmap"]\n'])
def test_who_describes_a_roadmap_needs_workbooks(datasets: str) -> None:
    with pytest.raises(ConfigError, match=r"\[workbooks\]: name one file at least"):
        parse_dataset(f"{SETTINGS}workbooks = []\n{datasets}", "dataset.toml")


def test_a_strategy_without_workbooks_is_refused_and_not_passed_over() -> None:
    with pytest.raises(ConfigError, match=r'\[strategy\]: without "workbooks" the vocabulary alone is published'):
        parse_dataset(f'{SETTINGS}workbooks = []\n{STRATEGY}[catalog]\ndatasets = ["vocabulary"]\n', "dataset.toml")
