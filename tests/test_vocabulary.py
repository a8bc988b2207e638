"""Columns, and concepts found by what people call them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report import Text
from pipeline.resources import read_resources
from pipeline.town import find_towns, read_town
from pipeline.vocabulary import COLUMNS, PREFIXES, REQUIRED_COLUMNS, Concept, ConceptScheme, Kind, expand, fold, nearest
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


def test_of_two_concepts_with_one_name_the_first_has_it() -> None:
    scheme = ConceptScheme("field", (concept("1", "Netz"), concept("2", "Netz")))

    found = scheme.find("netz")

    assert found is not None
    assert found.notation == "1"


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


@pytest.mark.parametrize("town", find_towns(SOURCES), ids=lambda path: path.parent.name)
def test_every_code_list_knows_each_concept_by_all_its_names(town: Path) -> None:
    vocabulary = read_town(town, read_resources().code_lists).strategy.vocabulary

    for name, scheme in vocabulary.schemes.items():
        assert scheme.concepts, name
        for concept_ in scheme.concepts:
            for called in (*concept_.label, *concept_.names, concept_.notation):
                assert scheme.find(called) == concept_, (name, called)


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
