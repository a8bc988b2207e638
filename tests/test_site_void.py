"""What a site says of itself to programs (VoID): counted again from the files, with another library."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, RDF, VOID, Graph, Literal, URIRef

from pipeline.model.graph import Triple, curie
from pipeline.render.site.void import count
from tests import five_editions
from tests.serving import client_of, serve
from tests.towns import show

ROOT = "/digitalstrategie/id/musterstadt/"
BASE = "https://w3id.org/digitalstrategie/id/musterstadt/"
DATASET = URIRef(f"{BASE}void.ttl#dataset")
DUMPS = ("roadmap", "strategy", "vocabulary", "catalog")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = five_editions.play_all(tmp_path_factory.mktemp("void"))
    return show(place)


@pytest.fixture(scope="module")
def told(public: Path) -> Graph:
    return Graph().parse(public / "void.ttl", format="turtle")


@pytest.fixture(scope="module")
def said(public: Path) -> Graph:
    graph = Graph()
    for name in DUMPS:
        graph.parse(public / "current" / f"{name}.ttl", format="turtle")
    return graph


def number(told: Graph, subject: URIRef, predicate: URIRef) -> int:
    value = told.value(subject, predicate)
    assert isinstance(value, Literal)
    return int(value)


def test_both_places_say_the_same(public: Path) -> None:
    assert (public / ".well-known/void").read_bytes() == (public / "void.ttl").read_bytes()


def test_what_is_counted_is_what_the_dumps_say(told: Graph, said: Graph) -> None:
    expected = {
        VOID.triples: len(said), VOID.distinctSubjects: len(set(said.subjects())),
        VOID.distinctObjects: len(set(said.objects())), VOID.properties: len(set(said.predicates())),
        VOID.classes: len(set(said.objects(None, RDF.type))),
    }  # fmt: skip

    assert {predicate: number(told, DATASET, predicate) for predicate in expected} == expected


def test_each_class_and_each_property_has_its_number(told: Graph, said: Graph) -> None:
    classes = {told.value(node, VOID["class"]): number(told, node, VOID.entities)
               for node in told.objects(DATASET, VOID.classPartition) if isinstance(node, URIRef)}  # fmt: skip
    properties = {told.value(node, VOID.property): number(told, node, VOID.triples)
                  for node in told.objects(DATASET, VOID.propertyPartition) if isinstance(node, URIRef)}  # fmt: skip

    assert classes == {each: len(set(said.subjects(RDF.type, each))) for each in set(said.objects(None, RDF.type))}
    assert properties == {each: len(list(said.triples((None, each, None)))) for each in set(said.predicates())}


def test_each_edition_is_a_subset_with_its_own_dumps(told: Graph, public: Path) -> None:
    versions = sorted(each.name for each in (public / "editions").iterdir())
    subsets = {str(node).rpartition("#edition-")[2]: node for node in told.objects(DATASET, VOID.subset)}

    assert sorted(subsets) == versions
    for version, node in subsets.items():
        dumps = [str(each) for each in told.objects(node, VOID.dataDump)]
        assert {each.rpartition("/")[2].partition(".")[0] for each in dumps} == set(DUMPS)
        assert all(each.startswith(f"{BASE}editions/{version}/") for each in dumps)
        assert all((public / each.removeprefix(BASE)).is_file() for each in dumps)


def test_examples_are_things_with_a_page_and_the_licence_is_told(told: Graph, public: Path) -> None:
    examples = [str(each) for each in told.objects(DATASET, VOID.exampleResource)]

    assert f"{BASE}projekt/M-1" in examples and f"{BASE}strategie" in examples
    assert all((public / each.removeprefix(BASE) / "index.html").is_file() for each in examples)
    assert told.value(DATASET, VOID.uriSpace) == Literal(BASE)
    assert told.value(DATASET, DCTERMS.license) and told.value(DATASET, DCTERMS.publisher)
    assert told.value(URIRef(f"{BASE}void.ttl"), FOAF.primaryTopic) == DATASET


def test_an_endpoint_is_named_where_the_settings_name_one_alone(told: Graph, tmp_path: Path) -> None:
    place = five_editions.make_town(tmp_path)
    settings = place / "dataset.toml"
    text = settings.read_text("utf-8")
    assert "[catalog]" not in text
    settings.write_text(f'{text}\n[catalog]\nsparql = "https://daten.example/sparql"\n', "utf-8")
    five_editions.play(place, 0)

    named = Graph().parse(show(place) / "void.ttl", format="turtle")

    assert named.value(DATASET, VOID.sparqlEndpoint) == URIRef("https://daten.example/sparql")
    assert told.value(DATASET, VOID.sparqlEndpoint) is None


@pytest.mark.parametrize("path", [f"{ROOT}.well-known/void", "/.well-known/void", f"{ROOT}void.ttl"])
@pytest.mark.parametrize("host", ["w3id.org", "server.example"])
def test_the_server_gives_it_as_turtle_at_the_root_of_the_host_too(public: Path, path: str, host: str) -> None:
    answer = client_of(serve([public])).get(path, headers={"host": host})

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    assert answer.content == (public / "void.ttl").read_bytes()


def test_of_several_towns_on_a_host_none_speaks_for_all(public: Path) -> None:
    answer = client_of(serve([public, public])).get("/.well-known/void", headers={"host": "w3id.org"})

    assert answer.status_code == 404


def test_what_is_said_twice_counts_once() -> None:
    triple = Triple("<https://a.example/x>", curie("rdf:type"), curie("ds:Project"))

    assert count([triple, triple]).triples == 1
    assert count([triple, triple]).classes == {curie("ds:Project"): 1}
    assert count([]).subjects == 0
