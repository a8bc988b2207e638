"""Keys to IRIs: distinct ones for distinct keys, and valid ones for any."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.dataset import Iris
from pipeline.model.graph import literal_text, segment
from pipeline.model.naming import Naming, part, slug
from pipeline.model.plain_text import one_line
from tests.examples import try_examples

few = try_examples(30)

# RFC 3987 for what this software makes: an http IRI with a name for its host.
_CHARACTER = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef]|%[0-9A-Fa-f]{2})"
RFC_3987 = re.compile(
    rf"https?://(?:[A-Za-z0-9\-._~]|%[0-9A-Fa-f]{{2}})+(?::\d*)?(?:/{_CHARACTER}*)*"
    rf"(?:\?(?:{_CHARACTER}|[/?\ue000-\uf8ff])*)?(?:#(?:{_CHARACTER}|[/?])*)?"
)

NAMING = Naming(Iris("https://example.org/id/stadt/"), {"Stadt Muster": "<https://example.org/org/muster>"})

keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("key", "iri"),
    [
        ("2022-02", "<https://example.org/id/stadt/projekt/2022-02>"),
        ("BA-01.a_b~c", "<https://example.org/id/stadt/projekt/BA-01.a_b~c>"),
        ("2022/02", "<https://example.org/id/stadt/projekt/2022%2F02>"),
        ("Süd 1", "<https://example.org/id/stadt/projekt/S%C3%BCd%201>"),
        ("a%2Fb", "<https://example.org/id/stadt/projekt/a%252Fb>"),
        ('<a>"b"', "<https://example.org/id/stadt/projekt/%3Ca%3E%22b%22>"),
        ("a#b?c", "<https://example.org/id/stadt/projekt/a%23b%3Fc>"),
    ],
)
def test_a_project_is_named_by_its_key(key: str, iri: str) -> None:
    assert NAMING.project(key) == iri


def test_the_path_of_each_kind_of_thing_is_the_towns_own() -> None:
    naming = Naming(Iris("https://example.org/", project="vorhaben/", roadmap="agenda", strategy="plan"))

    assert naming.project("1") == "<https://example.org/vorhaben/1>"
    assert naming.roadmap == "<https://example.org/agenda>"
    assert naming.strategy == "<https://example.org/plan>"


@few
@given(keys)
def test_any_key_has_a_valid_iri_that_leads_back_to_it(key: str) -> None:
    iri = literal_text(NAMING.project(key))

    assert RFC_3987.fullmatch(iri)
    assert pyoxigraph.NamedNode(iri).value == iri
    assert unquote(iri.removeprefix("https://example.org/id/stadt/projekt/")) == key


@few
@given(keys, keys)
def test_distinct_keys_have_distinct_iris(one: str, other: str) -> None:
    assert (NAMING.project(one) == NAMING.project(other)) == (one == other)


@pytest.mark.parametrize(
    "others", [("1/period", "1"), ("A", "a"), ("1", "01"), ("a b", "a+b"), ("ä", "ae"), ("a", "a ")]
)
def test_keys_that_look_alike_are_kept_apart(others: tuple[str, str]) -> None:
    one, other = map(NAMING.project, others)

    assert one != other
    assert part(other, "period") != one


def test_half_a_character_has_a_name_too() -> None:
    assert segment("\ud800") == "%ED%A0%80"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Amt für Bildung", "amt-fuer-bildung"),
        ("Amt für Straßen und Verkehr", "amt-fuer-strassen-und-verkehr"),
        ("Straßenbauamt", "strassenbauamt"),
        ("Ämter der Stadt", "aemter-der-stadt"),
        ("Neue Quellen und Bauen", "neue-quellen-und-bauen"),
        ("Stadtwerke Musterstadt GmbH", "stadtwerke-musterstadt-gmbh"),
        ("IT", "it"),
        ("Amt 40", "amt-40"),
        ("Łódź", "%C5%81%C3%B3d%C5%BA"),
        ("???", "%3F%3F%3F"),
        ("***", "%2A%2A%2A"),
    ],
)
def test_a_name_in_plain_spelling_reads_well_in_an_address(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("IT & Organisation", "it-organisation-"),
        ("Café „Zentral“ – e.V.", "cafe-zentral-e-v-"),
        ("Amt 40/41", "amt-40-41-"),
        ("Amt fuer Bildung", "amt-fuer-bildung-"),
        ("amt für bildung", "amt-fuer-bildung-"),
        ("Verein 00000000", "verein-00000000-"),
        ("..", "name-"),
    ],
)
def test_a_name_in_any_other_spelling_has_a_mark_of_its_own(name: str, beginning: str) -> None:
    assert re.fullmatch(f"{beginning}[0-9a-f]{{8}}", slug(name))


@pytest.mark.parametrize(
    "names",
    [
        ("Müller", "Mueller", "MÜLLER", "Muller"),
        ("Verein C++", "Verein C#", "Verein C", "Verein C."),
        ("A/B", "A B", "A-B", "A & B", "AB"),
        ("Amt für Bildung (40)", "Amt für Bildung - 40", "Amt für Bildung 40"),
        ("Stadtwerke", "stadtwerke", "STADTWERKE"),
        ("Straßenbau", "Strassenbau", "STRASSENBAU"),
    ],
)
def test_names_that_look_alike_are_organizations_of_their_own(names: tuple[str, ...]) -> None:
    assert len(set(map(NAMING.organization, names))) == len(names)


def test_an_organization_that_the_strategy_knows_keeps_its_iri() -> None:
    assert NAMING.organization("Stadt  Muster") == "<https://example.org/org/muster>"
    assert NAMING.organization("STADT-MUSTER") != "<https://example.org/org/muster>"
    assert NAMING.organization("Amt für Bildung") == "<https://example.org/id/stadt/stelle/amt-fuer-bildung>"


alike = st.text(st.sampled_from("AaÄäeEuüUßsS -/.&0"), min_size=1, max_size=7)


@try_examples(300)
@given(alike | keys, alike | keys)
def test_distinct_names_have_distinct_iris_and_one_name_has_one(one: str, other: str) -> None:
    assert (NAMING.organization(one) == NAMING.organization(other)) == (one_line(one) == one_line(other))


@few
@given(keys)
def test_any_organization_has_a_valid_iri_of_its_own(name: str) -> None:
    iri = literal_text(NAMING.organization(name))

    assert RFC_3987.fullmatch(iri)
    assert len(iri) > len("https://example.org/id/stadt/stelle/")
