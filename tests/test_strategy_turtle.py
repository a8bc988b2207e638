"""The strategy's Turtle: texts that every format can hold, and refused with file and subject what cannot be meant."""

from __future__ import annotations

import pytest

from pipeline.model.errors import ConfigError
from pipeline.model.graph import Triple, curie, literal_text
from pipeline.town.turtle import parse_strategy

PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/id/> .
"""


def object_of(statement: str) -> str:
    """The object of the only triple of a strategy."""
    (triple,) = parse_strategy(f"{PREFIXES}:strategie {statement} .", "strategy.ttl")
    return triple.object


def refused(*statements: str) -> ConfigError:
    turtle = "".join(f":strategie {statement} .\n" for statement in statements)
    with pytest.raises(ConfigError) as caught:
        parse_strategy(PREFIXES + turtle, "strategy.ttl")
    return caught.value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"Zeile eins\u000BZeile zwei", "Zeile eins\nZeile zwei"),
        (r"eins\u0085zwei\u2028drei\u2029vier\u000Cfünf", "eins\nzwei\ndrei\nvier\nfünf"),
        (r"Bürger\u00ADbüro\uFEFF im\u00A0Rathaus\u200B", "Bürgerbüro im Rathaus"),
        (r"u\u0308ber", "über"),
        (r"a \"b\" \\ c\td", 'a "b" \\ c\td'),
    ],
)
def test_signs_in_a_definition_are_what_they_mean(written: str, meant: str) -> None:
    value = object_of(f'skos:definition "{written}"@de')

    assert literal_text(value) == meant
    assert value.endswith('"@de')


@pytest.mark.parametrize("predicate", ["dcterms:title", "skos:prefLabel", "skos:altLabel", "foaf:name"])
def test_a_name_stands_on_one_line(predicate: str) -> None:
    assert object_of(f'{predicate} "Digitale\\u000B\\tAgenda"@de') == '"Digitale Agenda"@de'


@pytest.mark.parametrize("sign", [r"\u0007", r"\u001B", r"\uE000", r"\u202E", r"\uFFFE", r"\U0001FFFF"])
def test_a_sign_that_means_nothing_is_refused_with_file_and_subject(sign: str) -> None:
    error = refused(f'skos:definition "Zeile{sign}"@de')

    assert error.message.en.startswith("strategy.ttl: a text of <https://example.org/id/strategie> holds signs")
    assert error.message.de.startswith("strategy.ttl: der Text von <https://example.org/id/strategie> enthält Zeichen")


@pytest.mark.parametrize(
    "value",
    [
        '"2024"^^xsd:date',
        '"2024-02-30"^^xsd:date',
        '"17.05.2023"^^xsd:date',
        '"23"^^xsd:gYear',
        '"2023-13"^^xsd:gYearMonth',
        '"2023-05-17 10:00"^^xsd:dateTime',
        '"Mai 2023"',
        '"2023-05-17"',
        '"2023"@de',
    ],
)
def test_a_date_that_is_none_is_refused_with_file_and_subject(value: str) -> None:
    message = refused(f"dcterms:issued {value}").message.en

    assert message.startswith("strategy.ttl: <https://example.org/id/strategie>: ")
    assert message.endswith("is no date")


@pytest.mark.parametrize(
    "value",
    [
        '"2024"^^xsd:gYear',
        '"2024-02-29"^^xsd:date',
        '"2023-05"^^xsd:gYearMonth',
        '"2023-05-17T10:00:00Z"^^xsd:dateTime',
        '"2023-05-17+01:00"^^xsd:date',
    ],
)
def test_a_date_of_any_precision_is_one(value: str) -> None:
    assert object_of(f"dcterms:issued {value}").startswith(value.partition("^")[0])


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("a <skos:Concept>", "<skos:Concept>: “skos:” is a prefix; write skos:Concept without angle brackets"),
        ("<dcterms:title> 'x'", "<dcterms:title>: “dcterms:” is a prefix; write dcterms:title without angle brackets"),
        ("dcterms:extent '1'^^<xsd:decimal>", "<xsd:decimal>: “xsd:” is a prefix; write xsd:decimal without"),
        ("foaf:page <https://a.example/b/../c>", "<https://a.example/b/../c>: some programs shorten “/./” and “/../”"),
        ("foaf:page <https://a.example/..>", "<https://a.example/..>: some programs shorten “/./” and “/../”"),
        ("foaf:page <https://a.example/b?#c>", "<https://a.example/b?#c>: some programs drop a question mark"),
        ("dcterms:extent 1e3", "<https://example.org/id/strategie>: not every program hands on"),
        ("dcterms:extent 'INF'^^xsd:double", "<https://example.org/id/strategie>: not every program hands on"),
    ],
)
def test_what_readers_take_for_something_else_is_refused(statement: str, message: str) -> None:
    assert refused(statement).message.en.startswith(f"strategy.ttl: {message}")


@pytest.mark.parametrize(
    "statement",
    [
        "foaf:page <https://a.example/a..b/...?q=../x#?>",
        "foaf:page <https://a.example/?q=1>",
        "foaf:page <https://a.example/.well-known/>",
        "foaf:page <geo:51.08,6.32>",
        "foaf:page <urn:isbn:123>",
        "dcterms:extent 1000.0",
    ],
)
def test_addresses_and_numbers_that_all_read_alike_stand(statement: str) -> None:
    assert object_of(statement)


def test_all_mistakes_are_told_at_once() -> None:
    error = refused(
        'dcterms:issued "2024"^^xsd:date', 'skos:definition "\\u0007"@de', "dcterms:creator [ foaf:name 'x' ]"
    )

    assert len(error.mistakes) == 3
    assert "blank nodes cannot be published" in error.message.en


def test_the_rest_stays_as_it_is() -> None:
    triples = parse_strategy(f"{PREFIXES}:a a :B ; :n 5 ; :c <https://example.org/x> .", "strategy.ttl")

    assert Triple("<https://example.org/id/a>", "<https://example.org/id/n>", f'"5"^^{curie("xsd:integer")}') in triples
    assert len(triples) == 3
