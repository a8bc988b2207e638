"""The strategy of a town, from its settings or from Turtle, and the code lists that a roadmap draws from."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rdflib
from rdflib import DCTERMS, RDF, SKOS, XSD, Literal, Namespace, URIRef

from pipeline.model.errors import ConfigError
from pipeline.model.graph import build_graph, parse_turtle
from pipeline.model.report import Text
from pipeline.model.strategy import Strategy
from pipeline.town.resources import read_resources
from pipeline.town.strategy import build_strategy
from tests.sheets import town

DS = Namespace("https://w3id.org/digitalstrategie/def/")
TOWN = Namespace("https://example.org/id/musterstadt/")
CODE_LISTS = read_resources().code_lists

TURTLE = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ds: <https://w3id.org/digitalstrategie/def/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix town: <https://example.org/id/musterstadt/> .

town:strategie a ds:Strategy .
<https://example.org/id/musterstadt/handlungsfeld/10> a ds:FieldOfAction ; skos:inScheme town:handlungsfelder ;
    skos:notation "10" ; skos:prefLabel "Klima"@de , "climate"@en .
<https://example.org/id/musterstadt/handlungsfeld/2> a ds:FieldOfAction ; skos:inScheme town:handlungsfelder ;
    skos:notation "2" ; skos:prefLabel "Bildung"@de ; skos:altLabel "Schule"@de , "school"@en .
<https://example.org/org/1> foaf:name "Amt für Bildung"@de .
"""


def strategy(turtle: str = "", settings: str = "") -> Strategy:
    dataset = town(more=settings)
    given = parse_turtle(turtle, "strategy.ttl") if turtle else ()
    return build_strategy(given, CODE_LISTS, dataset)


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return build_graph(strategy().triples)


def test_theses_and_fields_of_the_settings_are_concepts_of_their_schemes(graph: rdflib.Graph) -> None:
    for subject, cls, scheme in (
        (TOWN["handlungsfeld/3"], DS.FieldOfAction, TOWN.handlungsfelder),
        (TOWN["these/1"], DS.Thesis, TOWN.vision),
    ):
        assert {cls, SKOS.Concept} == set(graph.objects(subject, RDF.type))
        assert (subject, SKOS.inScheme, scheme) in graph
        assert (scheme, SKOS.hasTopConcept, subject) in graph
        assert (TOWN.strategie, DCTERMS.hasPart, scheme) in graph


def test_a_field_is_called_what_the_settings_call_it(graph: rdflib.Graph) -> None:
    field = TOWN["handlungsfeld/3"]

    assert set(graph.objects(field, SKOS.prefLabel)) == {Literal("Straße & Verkehr", "de"), Literal("Roads", "en")}
    assert set(graph.objects(field, SKOS.notation)) == {Literal("3")}
    assert set(graph.objects(TOWN["handlungsfeld/1"], SKOS.altLabel)) == {Literal("E-Government", "de")}


def test_a_strategy_without_a_title_has_that_of_the_dataset(graph: rdflib.Graph) -> None:
    assert set(graph.objects(TOWN.strategie, DCTERMS.title)) == {Literal("Roadmap", "de")}


def test_the_horizons_are_long_mid_and_continuous(graph: rdflib.Graph) -> None:
    horizons = {str(subject): str(horizon).rpartition("/")[2] for subject, horizon in graph.subject_objects(DS.horizon)}

    assert horizons == {
        str(TOWN.vision): "long-term",
        str(TOWN.handlungsfelder): "mid-term",
        str(TOWN.roadmap): "continuous",
    }


def test_no_node_is_blank(graph: rdflib.Graph) -> None:
    assert all(isinstance(term, URIRef | Literal) for triple in graph for term in triple)


@pytest.mark.parametrize(
    ("issued", "datatype"), [("2025", XSD.gYear), ("2025-03", XSD.gYearMonth), ("2025-03-01", XSD.date)]
)
def test_the_day_of_issue_is_as_precise_as_it_was_given(issued: str, datatype: URIRef) -> None:
    dataset = town()
    dated = replace(dataset, strategy=replace(dataset.strategy, issued=issued))

    triples = build_strategy((), CODE_LISTS, dated).triples

    assert (TOWN.strategie, DCTERMS.issued, Literal(issued, datatype=datatype)) in build_graph(triples)


def test_turtle_goes_before_the_settings() -> None:
    found = strategy(TURTLE)

    assert [concept.notation for concept in found.vocabulary["field"].concepts] == ["2", "10"]
    assert found.vocabulary["thesis"].concepts == ()
    assert {*found.triples} - {*found.settled} == {*parse_turtle(TURTLE, "strategy.ttl")}


def test_a_concept_has_all_names_of_its_turtle() -> None:
    education, climate = strategy(TURTLE).vocabulary["field"].concepts

    assert education.label == Text("Bildung", "Bildung")
    assert set(education.names) == {"Bildung", "Schule", "school"}
    assert climate.label == Text("Klima", "climate")
    assert climate.iri == "https://example.org/id/musterstadt/handlungsfeld/10"


ALIAS = """
<https://example.org/org/1> <http://www.w3.org/2004/02/skos/core#altLabel> "Bildungsamt"@de .
"""


@pytest.mark.parametrize("name", ["Amt für Bildung", " Amt  für\nBildung ", "Bildungsamt"])
def test_an_organization_of_the_strategy_keeps_its_iri_under_each_of_its_names(name: str) -> None:
    assert strategy(TURTLE + ALIAS).naming.organization(name) == "<https://example.org/org/1>"


@pytest.mark.parametrize("name", ["AMT FÜR BILDUNG", "Amt fuer Bildung", "Amt für Bildung (40)", "Bauamt"])
def test_what_is_spelled_otherwise_is_another_organization(name: str) -> None:
    assert strategy(TURTLE).naming.organization(name).startswith("<https://example.org/id/musterstadt/stelle/")


def test_two_organizations_of_one_name_are_refused() -> None:
    second = '<https://example.org/org/2> foaf:name "Amt  für Bildung"@de .\n'

    with pytest.raises(ConfigError, match=r"<https://example.org/org/1> and <https://example.org/org/2>"):
        strategy(TURTLE + second)


def test_an_iri_that_the_strategy_gave_away_is_nobody_elses() -> None:
    taken = '<https://example.org/id/musterstadt/stelle/bauamt> foaf:name "Amt für Bauen"@de .\n'

    naming = strategy(TURTLE + taken).naming

    assert naming.organization("Amt für Bauen") == "<https://example.org/id/musterstadt/stelle/bauamt>"
    assert naming.organization("Bauamt") not in naming.organizations.values()


def test_the_publisher_in_a_cell_has_the_iri_that_the_settings_give_it() -> None:
    dataset = town()
    named = replace(dataset, publisher=replace(dataset.publisher, iri="https://example.org/town"))

    assert build_strategy((), CODE_LISTS, named).naming.organization("Musterstadt") == "<https://example.org/town>"


@pytest.mark.parametrize(
    ("turtle", "names"),
    [
        ("handlungsfeld/2> skos:altLabel 'climate'@en", ["climate", "2 Bildung", "10 Klima"]),
        ("handlungsfeld/10> skos:altLabel '2'", ["“2”", "2 Bildung", "10 Klima"]),
        ("handlungsfeld/10> skos:altLabel 'Schu-le'@fr", ["Schule", "Schu-le", "2 Bildung", "10 Klima"]),
    ],
)
def test_a_name_that_two_fields_share_is_refused_with_both(turtle: str, names: list[str]) -> None:
    with pytest.raises(ConfigError) as refused:
        strategy(f"{TURTLE}<https://example.org/id/musterstadt/{turtle} .\n")

    assert all(name in refused.value.message.en for name in names)
    assert refused.value.message.de.startswith("dataset.toml: „")


def test_a_name_that_a_strategy_adds_to_a_list_of_the_ontology_is_refused_if_it_is_taken() -> None:
    status = "<https://example.org/ruht> a ds:Status ; skos:notation 'ruht' ; skos:prefLabel 'laufend'@de .\n"

    with pytest.raises(ConfigError, match=r"ontology/status\.ttl"):
        strategy(TURTLE + status)


def test_the_code_lists_are_those_of_the_ontology() -> None:
    vocabulary = strategy().vocabulary

    statuses = {concept.notation for concept in vocabulary["status"].concepts}
    assert statuses == {"planned", "running", "paused", "completed", "in-operation", "cancelled"}
    assert len(vocabulary["participation"].concepts) == 2
    assert {concept.notation for concept in vocabulary["budget-kind"].concepts} == {
        "planned",
        "actual",
        "funding",
        "own-share",
    }


def test_the_same_settings_make_the_same_triples_in_the_same_order() -> None:
    triples = strategy().triples

    assert triples == strategy().triples
    assert list(triples) == sorted(set(triples))
