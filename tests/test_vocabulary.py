"""Columns, and concepts found by what people call them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.columns import COLUMNS, REQUIRED_COLUMNS, Kind
from pipeline.model.report import Text
from pipeline.model.vocabulary import PREFIXES, Concept, ConceptScheme, expand, fold, nearest
from pipeline.town import find_towns, read_town
from pipeline.town.resources import read_resources
from tests.examples import try_examples
from tests.sheets import strategy
from tests.towns import SOURCES

few = try_examples(30)


def concept(notation: str, german: str, english: str = "", names: tuple[str, ...] = ()) -> Concept:
    return Concept(f"https://example.org/{notation}", notation, Text(german, english), names)


SCHEME = ConceptScheme(
    "field",
    (
        concept("1", "E-Government", "e-government", ("Digitale Verwaltung",)),
        concept("2", "Straße und Verkehr", "Roads"),
        concept("12", "Bildung", "", ("Schule",)),
        concept("1.2", "Sport"),
    ),
)


def notation(text: str) -> str | None:
    found = SCHEME.find(text)
    return found.notation if found else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Interven-tions-\nbereich", "Interventionsbereich"),
        ("BEGINN", "beginn"),
        ("Beginn des Vorhabens *", "Beginn  des\tVorhabens"),
        ("Strasse", "Straße"),
        ("Projekt_Name", "Projektname"),
        ("E-Mail", "Email"),
        ("№ 5", "No 5"),
        ("Bürger\N{NO-BREAK SPACE}Portal", "Bürgerportal"),
        ("Bu\N{COMBINING DIAERESIS}rger", "Bürger"),
        ("ﬁnanz", "Finanz"),
    ],
)
def test_case_hyphens_blanks_and_ligatures_make_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_words_that_differ_in_a_letter_differ() -> None:
    assert fold("Kosten (T€)") != fold("Kosten (€)")
    assert fold("Thesen") != fold("These")
    assert fold("Bar") != fold("Bär")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("E-Government", "1"),
        ("eGovernment", "1"),
        (" e government ", "1"),
        ("Digitale Verwaltung", "1"),
        ("1", "1"),
        ("1.", "1"),
        ("(1)", "1"),
        ("STRASSE UND VERKEHR", "2"),
        ("roads", "2"),
        ("Schule", "12"),
        ("12", "12"),
        ("1.2", "1.2"),
        ("1. 2", "1.2"),
        ("1, 2", None),
        ("1,2", None),
        ("1 2", None),
        ("1/2", None),
        ("13", None),
        ("", None),
        ("–", None),
        ("?", None),
        ("Straße", None),
    ],
)
def test_a_concept_is_found_by_label_other_name_and_notation(text: str, expected: str | None) -> None:
    assert notation(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "12 Bildung", "12. Bildung", "12: Bildung", "12 – Bildung", "12 - Schule", "Bildung (12)", "Schule [12]",
        "HF 12", "HF12", "hf 12", "Handlungsfeld 12", "Handlungsfeld Nr. 12", "Feld 12", "HF12: Bildung",
        "HF 12 Schule", "Bildung (HF 12)", "Field of action 12", "Handlungsfeld Bildung",
    ],
)  # fmt: skip
def test_a_concept_is_found_by_number_and_name_together(text: str) -> None:
    assert notation(text) == "12"
    assert SCHEME.contradiction(text) is None


@pytest.mark.parametrize(
    "text", ["1 Bildung", "1. Schule", "Bildung (1)", "HF 1: Bildung", "1.2 Bildung", "1.2 – Schule"]
)
def test_a_number_and_a_name_that_disagree_are_no_concept(text: str) -> None:
    found = SCHEME.contradiction(text)

    assert notation(text) is None
    assert found is not None
    assert found[1].notation == "12"
    assert found[0].notation in ("1", "1.2")


@pytest.mark.parametrize("text", ["12 Bildng", "12 12", "12 1", "13 Bildung", "HF", "HF 99", "Bildung 12", "12 (12)"])
def test_a_number_with_anything_else_is_no_concept(text: str) -> None:
    assert notation(text) is None
    assert SCHEME.contradiction(text) is None


@pytest.mark.parametrize(("name", "word"), [("thesis", "These"), ("field", "Feld"), ("status", "")])
def test_a_thesis_is_no_field(name: str, word: str) -> None:
    scheme = ConceptScheme(name, (concept("3", "Netz"),))

    assert [kind for kind in ("These", "Feld") if scheme.find(f"{kind} 3")] == [word] * bool(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (concept("1", "Netz"), concept("2", "Netz")),
        (concept("1", "Netz", names=("Schule",)), concept("2", "Schule")),
        (concept("1", "Netz", names=("Web",)), concept("2", "Bildung", names=("WEB",))),
        (concept("1", "E-Government"), concept("2", "EGovernment")),
        (concept("1", "Netz", "Network"), concept("2", "Network", "Net")),
        (concept("1", "Netz", names=("2",)), concept("2", "Bildung")),
        (concept("1", "Netz"), concept("1", "Bildung")),
        (concept("1", "Feld 2"), concept("2", "Bildung")),
    ],
)
def test_two_concepts_that_share_a_name_are_told(one: Concept, other: Concept) -> None:
    (double,) = ConceptScheme("field", (one, other)).doubles()

    assert {double[1], double[3]} == {one, other}
    assert not list(SCHEME.doubles())


@pytest.mark.parametrize(("text", "expected"), [("Bildng", "12"), ("E-Goverment", "1"), ("Stasse und Verkehr", "2")])
def test_a_near_miss_suggests_what_was_meant(text: str, expected: str) -> None:
    meant = SCHEME.suggest(text)

    assert notation(text) is None
    assert meant is not None
    assert meant.notation == expected


def test_what_is_near_nothing_suggests_nothing() -> None:
    assert SCHEME.suggest("Wasserwirtschaft") is None
    assert ConceptScheme("empty", ()).suggest("Bildung") is None


def test_a_concept_is_found_by_its_iri() -> None:
    assert SCHEME.by_iri("https://example.org/12") == SCHEME.concepts[2]
    assert SCHEME.by_iri("https://example.org/99") is None


@few
@given(st.text(max_size=40))
def test_any_text_is_looked_up_and_compared_without_harm(text: str) -> None:
    found = SCHEME.find(text)

    assert found is None or found in SCHEME.concepts
    assert fold(fold(text)) == fold(text)


TOWNS = [path for path in find_towns(SOURCES) if path.parent.name != "vokabular"]


@pytest.mark.parametrize("town", TOWNS, ids=lambda path: path.parent.name)
def test_every_code_list_knows_each_concept_by_all_its_names(town: Path) -> None:
    vocabulary = read_town(town, read_resources().code_lists).strategy.vocabulary

    for name, scheme in vocabulary.schemes.items():
        assert scheme.concepts, name
        for concept_ in scheme.concepts:
            for called in (*concept_.label, *concept_.names, concept_.notation):
                assert scheme.find(called) == concept_, (name, called)


@pytest.mark.parametrize("town", TOWNS, ids=lambda path: path.parent.name)
def test_number_and_name_together_mean_each_field_and_thesis(town: Path) -> None:
    vocabulary = read_town(town, read_resources().code_lists).strategy.vocabulary

    for scheme in (vocabulary["field"], vocabulary["thesis"]):
        for concept_ in scheme.concepts:
            for called in (*concept_.label, *concept_.names):
                assert scheme.find(f"{concept_.notation} {called}") == concept_
                assert scheme.find(f"{called} ({concept_.notation})") == concept_


@pytest.mark.parametrize(
    ("word", "words", "expected"),
    [
        ("tite", ["id", "title"], "title"),
        ("Handlungsfeld", ["Thesen", "Handlungsfelder"], "Handlungsfelder"),
        ("beschreib-ung", ["Beschreibung"], "Beschreibung"),
        ("Kosten", ["Beginn", "Ende"], None),
        ("Kosten", [], None),
    ],
)
def test_the_nearest_word_is_the_one_that_was_meant(word: str, words: list[str], expected: str | None) -> None:
    assert nearest(word, words) == expected


def test_every_column_has_words_in_both_languages_and_what_its_kind_needs() -> None:
    schemes = strategy().vocabulary.schemes

    for name, column in COLUMNS.items():
        assert column.name == name
        assert all((*column.title, *column.hint))
        assert bool(column.scheme) == (column.kind in (Kind.CONCEPT, Kind.CONCEPTS))
        assert not column.scheme or column.scheme in schemes
        assert not column.budget_kind or schemes["budget-kind"].find(column.budget_kind)
    assert set(REQUIRED_COLUMNS) <= set(COLUMNS)


def test_no_two_columns_have_the_same_title() -> None:
    titles = [fold(title) for column in COLUMNS.values() for title in set(column.title)]

    assert len(titles) == len(set(titles))


def test_every_rule_speaks_of_columns_that_exist() -> None:
    named = {column for rule in read_resources().rules.rules.values() for column in rule.columns}

    assert named <= set(COLUMNS)


def test_a_prefixed_name_is_expanded() -> None:
    assert expand("skos:prefLabel") == "http://www.w3.org/2004/02/skos/core#prefLabel"
    assert all(namespace.endswith(("/", "#")) for namespace in PREFIXES.values())
    with pytest.raises(KeyError):
        expand("nobody:knows")
