"""What looks personal is found in whatever spelling, what only resembles it is not, and no finding repeats it."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.dataset import Privacy as Cleared
from pipeline.model.graph import Index, curie, parse_turtle
from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.vocabulary import RULE
from pipeline.model.workbook import CellRef
from pipeline.town.resources import read_resources
from pipeline.validate.privacy import Privacy, build_privacy, mask
from tests.golden_cases import town_of

RULES = read_resources().rules
SHAPES = Path(__file__).parents[1] / "shapes"

PHONE_NUMBERS = [
    "0241 5550199", "0241/5550199", "0241-5550199", "0241 - 5550199", "0241 – 5550199", "0241 / 555 01 99",
    "(0241) 5550199", "(0241)5550199", "0241.5550199", "0241 5 55 01 99", "0241 55501-99", "0241 5550-199",
    "02415550199", "0241\u20095550199", "0241\u202f5550199", "030 5550199", "030/555 01 99", "033200 55501",
    "02431/85-123", "02431 85 123", "02431 85-0", "02431/850", "0 24 31 / 85 123", "(0 24 31) 85 01 99",
    "+49 241 5550199", "+49 (0)241 5550199", "+49 (0) 241 / 5550199", "+49(241)5550199", "+492415550199",
    "+49-241-5550199", "+49.241.5550199", "+ 49 241 5550199", "+31 20 5550199", "+352 555 01 99", "+1 202 555 0142",
    "0049 241 5550199", "00492415550199", "0049-241-5550199", "00 49 241 5550199",
    "0170 5550199", "0170/55 50 199", "0170 / 555 01 99", "0170-5550199", "01705550199", "015155501990",
    "Tel. 5550", "Tel.: 85-123", "tel.: 5550199", "TEL: 5550199", "Tel.-Nr. 5550199", "Telefon 85-123",
    "Telefon: 5550199", "Telefon 0241/5550", "Telefonnummer 5550199", "Fax 85-999", "Mobil: 0170 5550199",
    "Handy 01705550199", "Rufnummer 85123", "Durchwahl -123", "Durchwahl 12", "Apparat 123",
]  # fmt: skip

NO_PHONE_NUMBERS = [
    # days, months and years
    "05.06.2022", "1.2.2022", "05.06.22", "2022-02-01", "2022-02-01T10:00", "01/2022–06/2023", "01.01.-31.12.2022",
    "01.01.2022 - 31.12.2022", "2022 2023", "2021/2022", "2022-2025", "2020 – 2030", "KW 23/2024", "Q2/2025",
    # hours
    "08:00-12:00 Uhr", "08.00 bis 12.00 Uhr", "0800 – 1200 Uhr", "Telefon 08-12 Uhr", "Telefon 08.00–12.00 Uhr", "24/7",
    # council papers, files and keys
    "Vorlage 0123/2022", "Vorlage 0123/2022-1", "Vorlage 0123/22", "Vorlage 01234/2022", "Vorlage A 10/0123/2022",
    "Vorlage 0012/2022/01", "Drucksache 00123/2022", "Az. 10-0123/2022-0456", "0123/2022, 0124/2022", "2022-000123",
    # money and numbers
    "25.000 €", "1.250.000,50 Euro", "0,5 Mio. €", "0.5 Mio. €", "+25.000.000 €", "+ 20 000 000 €", "in 0123 Fällen",
    "DE00 1234 5678 9012 3456 78", "DE12 3456 0123 4567 8901 23", "DE00 0000 0012 3456 7890 00", "12345678901",
    # places
    "41812 Beispielstadt", "01067 Dresden", "01067-01069", "04109/04103 Leipzig", "Hauptstraße 12-14",
    "Hauptstr. 5, 01067 Beispielstadt", "AGS 05370004", "ARS 053700004004", "51.0789, 06.3152",
    # standards and technology
    "WLAN 802.11", "WLAN 802.11ax", "DIN 18040-1", "DIN EN ISO 9001:2015", "DIN VDE 0100-410", "VDE 0855-300",
    "DIN VDE 0701-0702", "VDE 0126-1-1", "OZG 2.0", "Release 0.9.12", "192.168.0.1", "LTE 1800", "ISSN 0340-1234",
    "ISBN 978-3-16-148410-0", "Glasfaser 1000/500 Mbit", "§ 3a VwVfG",
    # words that a number may follow
    "Beispielstadt Mobil 2030", "Mobil 2025/2026", "Fax 2025 abschaffen", "Fax 2024–2026", "Telefon 115", "Tel. 115",
    "Behördennummer 115", "Notruf 112",
]  # fmt: skip

PERSONS = [
    "Frau Beispiel", "Herr Beispiel", "Herrn Beispiel", "Hr. Beispiel", "Frau E. Beispiel", "Frau Erika Beispiel",
    "Frau Dr. Beispiel", "Herr Prof. Dr. Beispiel", "Herr Prof. Dr.-Ing. Beispiel", "Dr. Beispiel", "Dr.Beispiel",
    "Prof. Dr. med. Beispiel", "Frau Beispiel-Muster", "Frau von Beispiel", "Frau von der Beispiel", "Frau Özbeispiel",
    "Frau Éxemple", "Mr. Example", "Mrs Example", "Ms. Example",
]  # fmt: skip

NO_PERSONS = [
    "Frauen in der Verwaltung", "Frau und Beruf", "Frau & Beruf", "Frau-Mann-Verhältnis", "Herr der Ringe",
    "Jede Frau, jeder Mann", "von Frau zu Mann", "Herren und Damen", "Kauffrau Beispiel", "Frauenhaus",
    "Dr.-Beispiel-Platz", "MS Teams", "Hr-Fernsehen", "Mrd. Euro",
]  # fmt: skip

ADDRESSES = [
    "beispiel@person.example", "frau.beispiel@mail.person.example", "jörg.beispiel@person.example",
    "b-eispiel_1+x@person.example", "beispiel(at)person.example", "beispiel [at] person.example",
    "beispiel @ person.example", "beispiel(at)person(dot)example", "beispiel(AT)person.example",
]  # fmt: skip

NO_ADDRESSES = [
    "@musterstadt", "auf @musterstadt.example", "Treffen @ Rathaus", "https://musterstadt.example/@rathaus", "a@b",
    "12 Stück @ 5 €",
]  # fmt: skip


def _found(rule: str, text: str) -> bool:
    return any(re.search(RULES[rule].forbidden, words) for words in (text, f"Dazu {text}, siehe dort.", f"({text})"))


def _found_everywhere(rule: str, text: str) -> bool:
    return all(re.search(RULES[rule].forbidden, words) for words in (text, f"Dazu {text}, siehe dort.", f"({text})"))


@pytest.mark.parametrize("text", PHONE_NUMBERS)
def test_a_telephone_number_is_found(text: str) -> None:
    assert _found_everywhere("personal-phone-number", text)


@pytest.mark.parametrize("text", NO_PHONE_NUMBERS)
def test_another_number_is_no_telephone_number(text: str) -> None:
    assert not _found("personal-phone-number", text)


@pytest.mark.parametrize("text", PERSONS)
def test_a_person_is_found(text: str) -> None:
    assert _found_everywhere("personal-name", text)


@pytest.mark.parametrize("text", NO_PERSONS)
def test_other_words_are_no_person(text: str) -> None:
    assert not _found("personal-name", text)


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_found(text: str) -> None:
    assert _found_everywhere("personal-email-address", text)


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_another_use_of_the_sign_is_no_address(text: str) -> None:
    assert not _found("personal-email-address", text)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "0",
            "0241 ",
            "a",
            "a.",
            "A",
            "Frau ",
            "Frau A",
            "Dr. ",
            "+49 1",
            "(",
            "- ",
            "Tel",
            "Kontakt: ",
            "Kontakt: Peter ",
        ),
        *(
            "Müller, ",
            "Peter ",
            "Kollege ",
            "a at ",
            "a.a (at) ",
            "DE02 ",
            "DE020000",
            "Konto 1",
            "Dipl.-Ing. ",
            "Aa-",
            "i. A. ",
        ),
    ],
)
def test_no_text_takes_long_to_search(piece: str) -> None:
    pattern, text = _privacy().pattern, piece * 10_000

    start = time.process_time()
    re.search(pattern, text)

    assert time.process_time() - start < 1


# Clearing ###################################################################################################


@cache
def _privacy() -> Privacy:
    return build_privacy(town_of("clean").dataset, RULES)


@pytest.mark.parametrize(
    ("text", "cleared"),
    [
        ("digital@musterstadt.example", True),
        ("Fragen an DIGITAL@musterstadt.example.", True),
        ("(buergerbuero@musterstadt.example)", True),
        ("beispiel-digital@musterstadt.example", False),
        ("frau.digital@musterstadt.example", False),
        ("digital@musterstadt.example.org", False),
        ("digital@musterstadt.example, beispiel@person.example", False),
    ],
)
def test_a_role_mailbox_is_cleared_and_nothing_that_contains_it(text: str, cleared: bool) -> None:
    assert _privacy().is_cleared(text, RULES["personal-email-address"].forbidden) is cleared


@pytest.mark.parametrize(
    ("text", "cleared"),
    [
        ("Das Märchen Frau Holle", True),
        ("FRAU HOLLE, Frau Holle", True),
        ("Frau Holle und Frau Beispiel", False),
        ("Frau Hollemann", False),
    ],
)
def test_a_phrase_is_cleared_and_nothing_else_beside_it(text: str, cleared: bool) -> None:
    assert _privacy().is_cleared(text, RULES["personal-name"].forbidden) is cleared


def _clearing(*phrases: str) -> Privacy:
    """What is cleared in a town that has cleared these phrases and has no mailbox."""
    dataset = town_of("clean").dataset
    contact = replace(dataset.contact, email="")
    return build_privacy(replace(dataset, contact=contact, privacy=Cleared(allowed=phrases)), RULES)


def test_an_empty_phrase_clears_nothing() -> None:
    assert _clearing("").masked("Fragen an Frau Beispiel") == "Fragen an •••"
    assert _clearing("").masked("Tel.: 5550199") == "•••"
    assert _clearing().masked("Fragen an beispiel@person.example") == "Fragen an •••"


def test_the_longest_phrase_is_cleared_first() -> None:
    privacy = _clearing("Dr. Beispiel", "Dr. Beispiel und Frau Muster-Stiftung")

    assert privacy.masked("Die Dr. Beispiel und Frau Muster-Stiftung zahlt") == (
        "Die Dr. Beispiel und Frau Muster-Stiftung zahlt"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Die Stiftung Frau Luna in Not hilft", "Die Stiftung Frau Luna in Not hilft"),
        ("Stiftung Frau Luna", "Stiftung •••"),
        ("Stiftung Frau Luna in Not und Frau Luna", "Stiftung Frau Luna in Not und •••"),
        ("Frau Luna in der Stiftung Frau Luna in Not", "••• in der Stiftung Frau Luna in Not"),
        (
            "Stiftung Frau Luna in Not, Frau Muster, Stiftung Frau Luna in Not",
            "Stiftung Frau Luna in Not, •••, Stiftung Frau Luna in Not",
        ),
    ],
)
def test_what_stands_in_a_cleared_phrase_is_shown_and_the_same_elsewhere_is_not(text: str, shown: str) -> None:
    privacy = _clearing("Stiftung Frau Luna in Not")

    assert privacy.masked(text) == shown
    assert privacy.is_cleared(text, RULES["personal-name"].forbidden) is (text == shown)


@pytest.mark.parametrize(
    ("text", "is_shown"),
    [
        ("team@musterstadt.example", True),
        ("TEAM@Musterstadt.example.", True),
        ("(team@musterstadt.example)", True),
        ("mein-team@musterstadt.example", False),
        ("x.team@musterstadt.example", False),
        ("team@musterstadt.example.org", False),
        ("team@musterstadt.example-info.example", False),
        ("Kollegin Luna", True),
        ("kollegin luna, Kollegin Luna", True),
        ("Kollegin Lunatik", False),
        ("Kollegin Luna-Preis", True),
        ("Tel. 241 5550199", True),
        ("Tel. 0241 5550199", False),
    ],
)
def test_a_phrase_is_cleared_as_a_whole_in_any_case(text: str, is_shown: bool) -> None:
    privacy = _clearing("team@musterstadt.example", "Kollegin Luna", "241 5550199")

    assert ("•••" not in privacy.masked(text)) is is_shown


# Masking ####################################################################################################


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Fragen an beispiel@person.example.", "Fragen an •••."),
        ("Rückfragen: 0241 5550199, vormittags", "Rückfragen: •••, vormittags"),
        ("Büro (02431/85-123) im Rathaus", "Büro (•••) im Rathaus"),
        ("Frau Dr. Erika von Beispiel leitet das Projekt", "••• leitet das Projekt"),
        ("mit Frau Beispiel und Herrn Muster", "mit ••• und •••"),
        ("Frau Holle fragt 0241 5550199", "Frau Holle fragt •••"),
        ("digital@musterstadt.example", "digital@musterstadt.example"),
        ("Vorlage 0123/2022", "Vorlage 0123/2022"),
        ("", ""),
    ],
)
def test_what_is_personal_is_masked_and_the_rest_stays(text: str, shown: str) -> None:
    assert _privacy().masked(text) == shown


@pytest.mark.parametrize("text", [*PHONE_NUMBERS, *PERSONS, *ADDRESSES])
def test_nothing_of_a_personal_datum_is_left(text: str) -> None:
    shown = _privacy().masked(f"Dazu ({text}) fragen.")

    left = shown.removeprefix("Dazu (").removesuffix(" fragen.")
    assert left.replace("•••", "").strip(" +()") == ""


def _finding(rule: str, **details: str) -> ValidationResult:
    return fill(RULES[rule], CellRef("roadmap.csv", "roadmap", "H", 1), **details)


def test_a_finding_of_any_rule_is_masked_in_its_value_message_and_column() -> None:
    title = "Ansprechpartner: Frau Beispiel"
    finding = _finding("column-unknown", column=title, value=title, suggestion_de="", suggestion_en="")

    (masked,) = mask([finding], _privacy())

    assert masked.value == masked.column == "Ansprechpartner: •••"
    assert masked.message.de == "Die Überschrift „Ansprechpartner: •••“ ist nicht bekannt."
    assert masked.remedy == finding.remedy


def test_the_examples_in_the_words_of_a_rule_are_not_masked() -> None:
    finding = _finding("contact-unreadable", value="•••")

    (masked,) = mask([finding], _privacy())

    assert masked == finding
    assert "digital@stadt.example" in masked.remedy.de


def test_a_finding_is_masked_in_its_remedy_in_what_it_is_about_and_in_its_suggestion() -> None:
    person = Text("Frau Beispiel", "Mrs Beispiel")
    finding = replace(
        _finding("key-changed", column="Kennung", value="1", other="Frau Beispiel"), about=person, suggestion=person
    )

    (masked,) = mask([finding], _privacy())

    assert "Beispiel" in finding.remedy.de
    assert "Setzen Sie die Kennung „•••“ wieder ein" in masked.remedy.de
    assert masked.about == masked.suggestion == Text("•••", "•••")


@pytest.mark.parametrize(
    ("key", "shown"), [("2022-02", "2022-02"), ("Frau%20Beispiel", ""), ("beispiel%40person.example", "")]
)
def test_a_key_that_looks_personal_is_not_shown_in_the_node_of_a_finding(key: str, shown: str) -> None:
    node = f"<https://example.org/id/projekt/{key}>"

    (masked,) = mask([replace(_finding("contact-unreadable", value="x"), focus_node=node)], _privacy())

    assert masked.focus_node == (node if shown else "")


def test_no_form_with_a_placeholder_looks_personal() -> None:
    forms = [form for rule in RULES.rules.values() for text in (rule.message, rule.remedy) for form in text]

    assert [form for form in forms if "{" in form and _privacy().masked(form) != form] == []


def test_whatever_is_published_as_text_is_looked_through() -> None:
    shapes = Index(parse_turtle((SHAPES / "roadmap.ttl").read_text("utf-8"), "roadmap.ttl"))
    looked_at = set(shapes.objects(f"<{RULE}personal>", "sh:targetSubjectsOf"))

    texts = {column.predicate for column in COLUMNS.values() if column.kind is Kind.TEXT and column.predicate}
    assert {curie(predicate) for predicate in texts} <= looked_at


def test_a_name_alone_and_a_name_behind_a_word_are_of_one_list() -> None:
    """SHACL Core cannot join patterns, so the list of names stands in both: word for word."""
    alone, labelled = (RULES[rule].forbidden for rule in ("personal-body", "personal-name"))
    start, end = alone.index("?(A(thanasios|"), alone.index("($|,|")

    assert len(alone[start:end]) > 6000
    assert labelled.count(alone[start:end]) == 1
