"""What cannot hold together in a strategy is refused, in both languages, with the file and what it speaks of."""

from __future__ import annotations

import pytest

from pipeline.model.errors import ConfigError
from pipeline.model.graph import parse_turtle
from pipeline.town.config import parse_dataset
from pipeline.town.mistakes_in_strategy import mistakes_in_strategy
from pipeline.town.resources import read_resources
from pipeline.town.strategy import build_strategy
from tests.sheets import SETTINGS, STRATEGY, town

CODE_LISTS = read_resources().code_lists

BASE = """
@prefix : <https://example.org/id/musterstadt/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ds: <https://w3id.org/digitalstrategie/def/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

:a a skos:Concept ; skos:inScheme :liste ; skos:notation "1" ; skos:prefLabel "Eins"@de , "One"@en .
:b a skos:Concept ; skos:topConceptOf :liste ; skos:notation "2" ; skos:prefLabel "Zwei"@de ; skos:altLabel "Paar"@de .
:c a skos:Concept ; skos:notation "3" ; skos:prefLabel "Drei"@de .
:liste a skos:ConceptScheme ; skos:hasTopConcept :c .
:rat a org:Organization ; foaf:name "Rat"@de .
"""


def told(turtle: str) -> list[str]:
    """The mistakes of a strategy that is right but for these statements, in English, its names shortened."""
    try:
        build_strategy(parse_turtle(BASE + turtle, "strategy.ttl"), CODE_LISTS, town(), source="strategy.ttl")
    except ConfigError as error:
        assert all(mistake.de.startswith("strategy.ttl: ") and mistake.de != mistake.en for mistake in error.mistakes)
        return [mistake.en.replace("https://example.org/id/musterstadt/", ":") for mistake in error.mistakes]
    return []


@pytest.mark.parametrize(
    ("turtle", "mistake"),
    [
        (
            ':a skos:prefLabel "Erstens"@de .',
            '<:a> has two preferred labels in one language: "Eins"@de and "Erstens"@de',
        ),
        (':a skos:prefLabel "I"@DE .', '<:a> has two preferred labels in one language: "Eins"@de and "I"@de'),
        (':c skos:prefLabel "x" , "y" .', '<:c> has two preferred labels in one language: "x" and "y"'),
        (':a skos:altLabel "Eins"@de .', '<:a> has "Eins"@de twice, as skos:prefLabel and as skos:altLabel'),
        (':a skos:altLabel "One" .', '<:a> has "One" twice, as skos:prefLabel and as skos:altLabel'),
        (':b skos:hiddenLabel "Zwei"@de .', '<:b> has "Zwei"@de twice, as skos:prefLabel and as skos:hiddenLabel'),
        (':b skos:hiddenLabel "Paar"@de .', '<:b> has "Paar"@de twice, as skos:altLabel and as skos:hiddenLabel'),
        (":d a skos:Concept .", "<:d> is in no scheme (skos:inScheme)"),
        (":d a ds:Thesis .", "<:d> is in no scheme (skos:inScheme)"),
        (':b skos:notation "1" .', '<:a> and <:b> both have the notation "1" in <:liste>'),
        (':c skos:notation "1" .', '<:a> and <:c> both have the notation "1" in <:liste>'),
        (":b skos:broader :a .", "<:b> is at the top of <:liste>, and below <:a>"),
        (":a skos:narrower :c .", "<:c> is at the top of <:liste>, and below <:a>"),
        (":a skos:broader :a .", "broader concepts (skos:broader) stand in a circle: <:a> → <:a>"),
        (
            ":x skos:broader :y . :x skos:narrower :y .",
            "broader concepts (skos:broader) stand in a circle: <:x> → <:y> → <:x>",
        ),
        (
            ":a skos:broader :x . :x skos:broader :y . :a skos:related :y .",
            "<:y> is above <:a>, and related to it (skos:related)",
        ),
        (":a skos:broader :x . :x skos:related :a .", "<:x> is above <:a>, and related to it (skos:related)"),
        (
            ":x dcterms:isReplacedBy :y . :y dcterms:isReplacedBy :z . :x dcterms:replaces :z .",
            "replacements (dcterms:isReplacedBy) stand in a circle: <:x> → <:y> → <:z> → <:x>",
        ),
        (":x dcterms:isReplacedBy :x .", "replacements (dcterms:isReplacedBy) stand in a circle: <:x> → <:x>"),
        (
            ":x org:unitOf :y . :x org:hasSubOrganization :y .",
            "bodies above (org:subOrganizationOf) stand in a circle: <:x> → <:y> → <:x>",
        ),
        (
            ":x dcterms:isPartOf :y . :x dcterms:hasPart :y .",
            "parts (dcterms:isPartOf) stand in a circle: <:x> → <:y> → <:x>",
        ),
        (
            ":x org:changedBy :e . :y org:resultedFrom :e ; org:changedBy :f . :f org:resultingOrganization :x .",
            "organizations follow one another in a circle: <:x> → <:y> → <:x>",
        ),
    ],
)
def test_what_skos_and_org_rule_out_is_refused(turtle: str, mistake: str) -> None:
    assert told(turtle) == [f"strategy.ttl: {mistake}"]


@pytest.mark.parametrize("name", ["homepage", "mbox", "isPrimaryTopicOf"])
def test_two_bodies_of_one_homepage_are_refused(name: str) -> None:
    (mistake,) = told(f":rat foaf:{name} <https://stadt.example/> . :amt foaf:{name} <https://stadt.example/> .")

    assert mistake.startswith(f"strategy.ttl: <:amt> and <:rat> all have foaf:{name} <https://stadt.example/>")


def test_a_body_of_the_publishers_homepage_is_refused() -> None:
    homepage = '{ name = "Musterstadt", homepage = "https://stadt.example/" }'
    dataset = parse_dataset(SETTINGS.replace('{ name = "Musterstadt" }', homepage) + STRATEGY, "dataset.toml")
    given = parse_turtle(BASE + ":rat foaf:homepage <https://stadt.example/> .", "strategy.ttl")

    with pytest.raises(ConfigError, match="stelle/musterstadt> all have foaf:homepage"):
        build_strategy(given, CODE_LISTS, dataset)


@pytest.mark.parametrize(
    "turtle",
    [
        "",
        ':a skos:altLabel "Eins"@en , "eins"@fr .',
        ':d a skos:Concept ; skos:inScheme :andere ; skos:notation "1" .',
        ":a skos:broader :b . :x skos:broader :a . :a skos:related :c .",
        ":x dcterms:isReplacedBy :y , :z . :y dcterms:isReplacedBy :z .",
        # A body that takes another in, and stays what it is.
        ":x org:changedBy :e . :y org:changedBy :e . :y org:resultedFrom :e .",
        ":rat foaf:homepage <https://rat.example/> . :amt foaf:page <https://rat.example/> .",
    ],
)
def test_what_may_be_said_is_taken(turtle: str) -> None:
    assert told(turtle) == []


def test_a_name_in_the_settings_that_is_the_label_is_refused_with_the_concept() -> None:
    fields = STRATEGY.replace('names = ["E-Government"]', 'names = ["Dienstleistung"]')
    dataset = parse_dataset(SETTINGS + fields, "dataset.toml")

    with pytest.raises(ConfigError, match=r'dataset.toml: <.*/handlungsfeld/1> has "Dienstleistung"@de twice'):
        build_strategy((), CODE_LISTS, dataset)


def test_our_own_code_lists_hold_together() -> None:
    assert list(mistakes_in_strategy(CODE_LISTS)) == []
