"""The strategy of Erkelenz stands in the dataset word for word, complete, and with nothing added to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).parents[1]
PAPER = ROOT.parent / "shared" / "erkelenz" / "digitalstrategie.txt"

DS = Namespace("https://w3id.org/digitalstrategie/def/")
TOWN = Namespace("https://w3id.org/digitalstrategie/id/erkelenz/")
STRATEGY = Graph().parse(ROOT / "sources" / "erkelenz" / "strategy.ttl", format="turtle")

THESES = [URIRef(TOWN[f"these/{number}"]) for number in range(1, 6)]
FIELDS = [URIRef(TOWN[f"handlungsfeld/{number}"]) for number in range(1, 10)]
each_part = pytest.mark.parametrize("part", THESES + FIELDS, ids=lambda iri: iri.removeprefix(TOWN))

FIELD_TITLES = [
    "Dienstleistung",
    "Datenaustausch",
    "Infrastruktur",
    "Vernetzung",
    "Wirtschaft",
    "Bildung",
    "Mitwirkung",
    "Mobilität",
    "Kompetenzen",
]


def german(subject: Node, predicate: URIRef) -> str:
    (text,) = (str(text) for text in STRATEGY.objects(subject, predicate) if language(text) == "de")
    return text


def language(node: Node) -> str | None:
    return node.language if isinstance(node, Literal) else None


def languages(subject: Node, predicate: Node) -> list[str]:
    return sorted(language(text) or "" for text in STRATEGY.objects(subject, predicate))


# What it says ###############################################################################################


def test_it_has_five_theses_and_nine_fields_of_action() -> None:
    assert set(STRATEGY.subjects(RDF.type, DS.Thesis)) == set(THESES)
    assert set(STRATEGY.subjects(RDF.type, DS.FieldOfAction)) == set(FIELDS)


@each_part
def test_each_is_a_concept_of_its_scheme_with_its_number(part: URIRef) -> None:
    scheme = TOWN.vision if part in THESES else TOWN.handlungsfelder

    assert (part, RDF.type, SKOS.Concept) in STRATEGY
    assert (part, SKOS.notation, Literal(part.rpartition("/")[2])) in STRATEGY
    assert list(STRATEGY.objects(part, SKOS.inScheme)) == [scheme]
    assert (part, SKOS.topConceptOf, scheme) in STRATEGY
    assert (scheme, SKOS.hasTopConcept, part) in STRATEGY


@each_part
def test_each_is_named_and_defined_in_both_languages(part: URIRef) -> None:
    assert languages(part, SKOS.prefLabel) == ["de", "en"]
    assert languages(part, SKOS.definition) == ["de", "en"]


@each_part
def test_each_says_that_its_english_is_a_translation(part: URIRef) -> None:
    assert languages(part, SKOS.note) == ["de", "en"]
    assert "Beschlossen ist allein der deutsche Wortlaut" in german(part, SKOS.note)


def test_the_fields_have_the_titles_of_the_paper() -> None:
    assert [german(field, SKOS.prefLabel) for field in FIELDS] == FIELD_TITLES


def test_the_theses_are_named_as_in_the_paper_and_have_no_title_made_up() -> None:
    for number, thesis in enumerate(THESES, start=1):
        assert german(thesis, SKOS.prefLabel) == f"Statement Nummer {number}"
        assert german(thesis, SKOS.altLabel) == f"These {number}"


def test_no_field_is_linked_to_a_thesis() -> None:
    assert [(one, other) for one in FIELDS for other in THESES if {*STRATEGY.predicates(one, other)}] == []
    assert [(one, other) for one in THESES for other in FIELDS if {*STRATEGY.predicates(one, other)}] == []


@pytest.mark.parametrize(
    ("part", "horizon"),
    [("vision", "long-term"), ("handlungsfelder", "mid-term"), ("roadmap", "continuous")],
)
def test_each_part_of_the_strategy_has_its_horizon(part: str, horizon: str) -> None:
    assert list(STRATEGY.objects(TOWN[part], DS.horizon)) == [DS[f"horizon/{horizon}"]]
    assert (TOWN.strategie, DCTERMS.hasPart, TOWN[part]) in STRATEGY
    assert (TOWN[part], DCTERMS.isPartOf, TOWN.strategie) in STRATEGY


def test_the_roadmap_says_that_it_is_no_official_one() -> None:
    title = german(TOWN.roadmap, DCTERMS.title)

    assert "Beispieldaten aus öffentlichen Quellen, keine amtliche Roadmap" in title


def test_the_strategy_was_decided_in_december_2022_as_precisely_as_is_known() -> None:
    decision = STRATEGY.value(TOWN.strategie, DS.decision)

    assert STRATEGY.value(decision, DCTERMS.date) == Literal("2022-12", datatype=XSD.gYearMonth)
    assert STRATEGY.value(TOWN.strategie, DCTERMS.issued) == Literal("2022-12", datatype=XSD.gYearMonth)


def test_every_text_is_there_in_both_languages() -> None:
    for subject, predicate, value in STRATEGY:
        if language(value):
            assert languages(subject, predicate) == ["de", "en"]


def test_everything_referred_to_in_the_town_is_described() -> None:
    objects = {node for node in STRATEGY.objects() if isinstance(node, URIRef) and node.startswith(TOWN)}

    assert objects <= set(STRATEGY.subjects())


def test_no_person_is_named() -> None:
    assert (None, RDF.type, FOAF.Person) not in STRATEGY
    assert {predicate for predicate in STRATEGY.predicates() if predicate in {FOAF.mbox, FOAF.phone}} == set()


# Word for word ##############################################################################################


def unwrapped(text: str) -> str:
    """The words of the slides in one line; a hyphen at a line's end goes or stays as German has it."""
    text = re.sub(r"-[ \t]*\n\s*(?=(?:und|oder|bzw\.)\s)", "- ", text)  # Landes- und Bundesverwaltung
    text = re.sub(r"-[ \t]*\n\s*(?=[A-ZÄÖÜ])", "-", text)  # IT-Dienstleistern
    text = re.sub(r"-[ \t]*\n\s*(?=[a-zäöüß])", "", text)  # Entwicklungsprozess
    return " ".join(text.split())


@pytest.fixture(scope="module")
def paper() -> str:
    if not PAPER.exists():
        pytest.skip("the council paper is not kept beside this repository")
    return unwrapped(PAPER.read_text(encoding="utf-8"))


@pytest.mark.parametrize("thesis", THESES, ids=lambda iri: iri.removeprefix(TOWN))
def test_a_thesis_stands_there_word_for_word(thesis: URIRef, paper: str) -> None:
    following = "Vision und Leitbild für die Digitalisierung Statement Nummer"
    if thesis == THESES[-1]:
        following = "Neun Bereiche, in denen wir"

    assert f"{german(thesis, SKOS.prefLabel)} {german(thesis, SKOS.definition)} {following}" in paper


@pytest.mark.parametrize(
    ("first", "following"),
    [
        (0, "Vernetzung"),
        (3, "Digitalstrategie der Stadt Erkelenz Handlungsfelder"),
        (6, "An diesen Projekten"),
    ],
)
def test_the_fields_of_a_slide_stand_there_word_for_word(first: int, following: str, paper: str) -> None:
    """Three to a slide: their titles in one line, their texts one after another."""
    slide = FIELDS[first : first + 3]
    titles = " ".join(german(field, SKOS.prefLabel) for field in slide)
    texts = " ".join(german(field, SKOS.definition) for field in slide)

    assert f"{titles} {texts} {following}" in paper


def test_words_broken_at_a_line_end_are_whole_again() -> None:
    texts = " ".join(german(field, SKOS.definition) for field in FIELDS)

    for word in (
        "IT-Dienstleistern",
        "Landes- und Bundesverwaltung",
        "Digital-Infrastruktur",
        "Open-Data-Projekten",
    ):
        assert word in texts
