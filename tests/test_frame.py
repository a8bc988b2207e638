"""The town can be reached from its data: who loads one file alone follows it to publisher, place and dataset."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, ORG, OWL, RDF, SKOS, Graph, Literal, Namespace, URIRef

from pipeline.model.dataset import CatalogOptions, Dataset, Geography, Publisher
from pipeline.model.errors import ConfigError
from pipeline.model.frame import frame_of_roadmap, frame_of_strategy
from pipeline.model.graph import build_graph, parse_turtle
from pipeline.model.known_as import gnd_check
from pipeline.model.nuts import nuts_of
from pipeline.model.vocabulary import DEF, expand
from pipeline.town.config import parse_dataset
from pipeline.town.resources import read_resources
from pipeline.town.strategy import build_strategy
from tests.sheets import SETTINGS, STRATEGY
from tests.towns import copy_town, publish

SMALL = parse_dataset(SETTINGS + STRATEGY, "dataset.toml")
BASE = Namespace(SMALL.iris.base)
TOWNS = {"beispielstadt": ("roadmap", "agenda"), "erkelenz": ("roadmap", "strategie")}
KEY = URIRef("http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05370004")
NUTS = Namespace("http://data.europa.eu/nuts/code/")
PREFIXES = "".join(f"@prefix {name}: <{expand(f'{name}:')}> .\n" for name in ("dcterms", "foaf", "owl", "ds", "org"))


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("framed")
    receipts = {town: publish(copy_town(folder, town)).receipt for town in TOWNS}
    return {town: Path(receipt.location) for town, receipt in receipts.items() if receipt}


def frame(dataset: Dataset = SMALL, turtle: str = "") -> tuple[Graph, Graph]:
    """What the roadmap and the strategy say of themselves; without ``turtle``, the settings alone describe both."""
    given = parse_turtle(f"{PREFIXES}@base <{BASE}> .\n{turtle}", "strategy.ttl") if turtle else ()
    strategy = build_strategy(given, read_resources().code_lists, dataset)
    roadmap = frame_of_roadmap(dataset, strategy.naming, strategy.triples)
    return build_graph(roadmap), build_graph(strategy.triples)


@pytest.mark.parametrize("town", TOWNS)
@pytest.mark.parametrize("place", [0, 1], ids=["roadmap", "strategy"])
@pytest.mark.parametrize(("suffix", "format_"), [("nt", "nt"), ("ttl", "turtle"), ("rdf", "xml")])
def test_one_file_alone_leads_to_title_publisher_place_and_dataset(
    editions: dict[str, Path], town: str, place: int, suffix: str, format_: str
) -> None:
    name = ("roadmap", "strategy")[place]
    graph = Graph().parse(editions[town] / f"{name}.{suffix}", format=format_)
    term = URIRef(f"https://w3id.org/digitalstrategie/id/{town}/{TOWNS[town][place]}")

    publisher, where = graph.value(term, DCTERMS.publisher), graph.value(term, DCTERMS.spatial)
    dataset = graph.value(term, FOAF.isPrimaryTopicOf)
    assert sorted(title.language for title in graph.objects(term, DCTERMS.title)) == ["de", "en"]  # type: ignore[attr-defined]
    assert graph.value(publisher, FOAF.name)
    assert graph.value(publisher, FOAF.homepage)
    assert graph.value(publisher, RDF.type) in (ORG.Organization, ORG.FormalOrganization)
    assert graph.value(where, SKOS.prefLabel)
    catalog = Graph().parse(editions[town] / "catalog.ttl")
    assert (dataset, FOAF.primaryTopic, term) in catalog
    assert (dataset, DCTERMS.publisher, publisher) in catalog
    assert (dataset, DCTERMS.spatial, where) in catalog


def test_the_tables_say_so_too(editions: dict[str, Path]) -> None:
    tables = ("roadmap", "strategy", "places", "strategy-places")
    lines = {name: (editions["erkelenz"] / f"{name}.csv").read_text("utf-8").splitlines() for name in tables}
    rows = {name: next(csv.DictReader(found)) for name, found in lines.items()}

    assert rows["roadmap"]["publisher"] == "stadt-erkelenz"
    assert rows["roadmap"]["municipality_key"] == rows["strategy"]["municipality_key"] == "05370004"
    assert rows["strategy"]["dataset"] == "datensatz/strategie"
    assert rows["places"] == rows["strategy-places"]
    assert (rows["places"]["lau"], rows["places"]["nuts"]) == ("DE_05370004", "DEA29")


def test_what_follows_from_the_settings_is_not_said_to_stand_in_the_strategy(editions: dict[str, Path]) -> None:
    with (editions["erkelenz"] / "provenance.csv").open(encoding="utf-8") as file:
        origins = {(row["subject"], row["predicate"]): row["file"] for row in csv.DictReader(file)}

    strategy = "https://w3id.org/digitalstrategie/id/erkelenz/strategie"
    assert origins[strategy, str(DCTERMS.spatial)] == "dataset.toml"
    assert origins[strategy, str(DCTERMS.publisher)] == "strategy.ttl"


# What the strategy's own Turtle says goes first

FIELD = """
<handlungsfeld/1> a ds:FieldOfAction ; <http://www.w3.org/2004/02/skos/core#inScheme> <handlungsfelder> ;
    <http://www.w3.org/2004/02/skos/core#notation> "1" ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Bildung"@de .
"""


@pytest.mark.parametrize(
    ("said", "predicate", "expected"),
    [
        ('dcterms:title "Fahrplan"@de', DCTERMS.title, {Literal("Fahrplan", "de")}),
        ('dcterms:title "Plan"@en , "Fahrplan"@de', DCTERMS.title, {Literal("Fahrplan", "de"), Literal("Plan", "en")}),
        ("dcterms:publisher <stelle/kreis>", DCTERMS.publisher, {BASE["stelle/kreis"]}),
        ("dcterms:spatial <https://a.example/ort>", DCTERMS.spatial, {URIRef("https://a.example/ort")}),
    ],
)
def test_what_the_strategy_says_of_the_roadmap_or_of_itself_is_neither_doubled_nor_contradicted(
    said: str, predicate: URIRef, expected: set[object]
) -> None:
    roadmap, strategy = frame(turtle=f"{FIELD}<roadmap> {said} .\n<strategie> a ds:Strategy ; {said} .")

    assert {*roadmap.objects(BASE.roadmap, predicate)} == expected
    assert {*strategy.objects(BASE.strategie, predicate)} == expected


def test_another_publisher_has_the_name_that_the_strategy_gives_it() -> None:
    turtle = f"""{FIELD}
        <stelle/kreis> a org:Organization ; foaf:name "District"@en , "Kreis Muster"@de .
        <roadmap> dcterms:publisher <stelle/kreis> ."""

    roadmap, _ = frame(turtle=turtle)

    assert [*roadmap.objects(BASE["stelle/kreis"], FOAF.name)] == [Literal("Kreis Muster")]


def test_a_homepage_that_the_strategy_gives_is_the_only_one() -> None:
    dataset = replace(SMALL, publisher=Publisher("Musterstadt", "https://m.example"))
    turtle = f'{FIELD}<stelle/musterstadt> foaf:name "Musterstadt" ; foaf:homepage <https://m.example/> .'

    for graph in frame(dataset, turtle):
        assert [*graph.objects(BASE["stelle/musterstadt"], FOAF.homepage)] == [URIRef("https://m.example/")]


def test_a_dataset_that_no_catalog_describes_is_not_named() -> None:
    dataset = replace(SMALL, catalog=CatalogOptions(datasets=("strategy",)))

    roadmap, strategy = frame(dataset)

    assert (None, FOAF.isPrimaryTopicOf, None) not in roadmap
    assert (BASE.strategie, FOAF.isPrimaryTopicOf, BASE["datensatz/strategie"]) in strategy


# What the publisher is known as elsewhere


@pytest.mark.parametrize(
    ("publisher", "expected"),
    [
        (Publisher("M", wikidata="Q64"), "http://www.wikidata.org/entity/Q64"),
        (Publisher("M", wikidata="https://www.wikidata.org/wiki/Q64"), "http://www.wikidata.org/entity/Q64"),
        (Publisher("M", wikidata="http://www.wikidata.org/entity/Q64"), "http://www.wikidata.org/entity/Q64"),
        (Publisher("M", gnd="4005728-8"), "https://d-nb.info/gnd/4005728-8"),
        (Publisher("M", gnd="https://d-nb.info/gnd/5036103-X"), "https://d-nb.info/gnd/5036103-X"),
        (Publisher("M", gnd="http://d-nb.info/gnd/118540238"), "https://d-nb.info/gnd/118540238"),
    ],
)
def test_a_publisher_is_the_same_as_its_entity_elsewhere(publisher: Publisher, expected: str) -> None:
    dataset = replace(SMALL, publisher=publisher)
    for graph, term in zip(frame(dataset), (BASE.roadmap, BASE.strategie), strict=True):
        assert [*graph.subject_objects(OWL.sameAs)] == [(graph.value(term, DCTERMS.publisher), URIRef(expected))]


@pytest.mark.parametrize(
    "number", ["118505955", "118503863", "300008937", "2122805-X", "5036103-X", "4005728-8", "118540238", "2031351-2"]
)
def test_a_number_of_the_gnd_ends_in_its_check_digit(number: str) -> None:
    assert gnd_check(number) == number[-1]


@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        ("<stelle/rat> owl:sameAs <http://www.wikidata.org/entity/Q64> .", "which makes them one to programs"),
        ("<stelle/musterstadt> owl:sameAs <http://www.wikidata.org/entity/Q2> .", "is two things there"),
    ],
)
def test_two_bodies_are_not_one_elsewhere_and_one_is_not_two(turtle: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        frame(replace(SMALL, publisher=Publisher("Musterstadt", wikidata="Q64")), FIELD + turtle)


# Where it is


@pytest.mark.parametrize(
    ("key", "region"),
    [
        ("05370004", "DEA29"),
        ("05315000", "DEA23"),
        ("09162000", "DE212"),
        ("02000000", "DE600"),
        ("030000000000", "DE9"),
        ("16056000", "DEG"),  # Eisenach, no district any more: it lies in Thuringia, and no region is guessed
        ("00000000", ""),
        ("", ""),
    ],
)
def test_a_key_leads_to_the_smallest_region_that_surely_holds_the_place(key: str, region: str) -> None:
    assert nuts_of(key) == region


def test_a_municipality_has_its_number_in_gisco_and_a_district_has_none() -> None:
    town = replace(SMALL, geography=Geography(ags="05370004"))
    district = replace(SMALL, geography=Geography(ags="05370000", level="administrativeDistrict"))

    (of_town, _), (of_district, _) = frame(town), frame(district)

    assert of_town.value(KEY, DCTERMS.identifier) == Literal("DE_05370004")
    assert of_town.value(KEY, DCTERMS.isPartOf) == NUTS.DEA29
    assert (None, DCTERMS.identifier, None) not in of_district
    assert [*of_district.objects(None, DCTERMS.isPartOf)] == [NUTS.DEA29]


def test_a_town_without_keys_is_in_germany_and_in_no_region() -> None:
    roadmap, _ = frame()

    assert str(roadmap.value(BASE.roadmap, DCTERMS.spatial)).endswith("/country/DEU")
    assert (None, DCTERMS.isPartOf, None) not in roadmap


def test_nothing_is_added_to_a_strategy_that_says_all_itself() -> None:
    given = frame_of_strategy(SMALL, build_strategy((), (), SMALL).naming, ())

    assert frame_of_strategy(SMALL, build_strategy((), (), SMALL).naming, given) == ()
    assert DEF not in str(given)
