"""A question says what there is to know of it, and takes no value that is none of its kind."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store
from rdflib.plugins.sparql import prepareQuery

from pipeline.model.errors import ConfigError
from pipeline.model.question import GROUPS, KINDS, Parameter, Question, bind, parse_question
from pipeline.model.report import Text
from pipeline.town.resources import read_resources

QUESTIONS = read_resources().questions
LABEL = Text("Angabe", "Value")
STATUS = read_resources().questions["status-on-day"].parameters[1].choices


def _question(kind: str, default: str = "UNDEF", of: str = "") -> Question:
    header = (
        "# title@de: A\n# title@en: A\n# description@de: B\n# description@en: B\n# group: time\n# files: roadmap.nt\n"
    )
    header += f"# parameter it: {kind} {of}".rstrip() + "\n# it@de: Angabe\n# it@en: Value\n"
    return parse_question("own", f"{header}\nSELECT ?it WHERE {{ VALUES ?it {{ {default} }} }}", {"status": STATUS})


def _value(sparql: str) -> object:
    found = Store().query(sparql)
    assert isinstance(found, QuerySolutions)
    (row,) = found
    return row[0]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_says_in_both_languages_what_it_asks(question: Question) -> None:
    for words in (question.title, question.description, *(parameter.label for parameter in question.parameters)):
        assert words.de and words.en
        assert words.de.count("„") == words.de.count("“")
    assert question.group in GROUPS


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_stays_as_it_is_without_values_and_with_its_defaults(question: Question) -> None:
    assert bind(question, {}) == question.sparql
    assert bind(question, {parameter.name: parameter.default for parameter in question.parameters}) == question.sparql


SAMPLES = {
    "date": "2024-02-29",
    "year": "2024",
    "text": "Stadtbücherei „Mitte“",
    "project": 'K"1',
    "field": "https://data.musterstadt.example/handlungsfeld/bildung",
    "concept": "paused",
    "property": "dcterms:title",
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_with_other_values_is_one_that_programs_understand(question: Question) -> None:
    sparql = bind(question, {parameter.name: SAMPLES[parameter.kind] for parameter in question.parameters})

    Store().query(sparql)
    prepareQuery(sparql)
    assert "UNDEF" not in sparql


@pytest.mark.parametrize(
    ("kind", "of", "term"),
    [
        ("date", "", Literal("2024-02-29")),
        ("year", "", Literal("2024")),
        ("text", "", Literal("Stadtbücherei „Mitte“")),
        ("project", "", Literal('K"1')),
        ("field", "", NamedNode("https://data.musterstadt.example/handlungsfeld/bildung")),
        ("concept", "status", NamedNode("https://w3id.org/digitalstrategie/def/status/paused")),
        ("property", "", NamedNode("http://purl.org/dc/terms/title")),
    ],
)
def test_a_value_becomes_the_term_of_its_kind(kind: str, of: str, term: object) -> None:
    assert _value(bind(_question(kind, of=of), {"it": SAMPLES[kind]})) == term


BREAKING_OUT = (
    '" } SELECT',
    "'; DROP",
    "} UNION {",
    "?x",
    "# comment",
    "VALUES ?it { UNDEF }",
    "{0}",
    "<x>",
    '"""',
    "$",
)


@pytest.mark.parametrize("text", BREAKING_OUT)
@pytest.mark.parametrize("kind", ["text", "project"])
def test_a_text_stays_a_text_whatever_is_in_it(kind: str, text: str) -> None:
    assert _value(bind(_question(kind), {"it": text})) == Literal(text)


@pytest.mark.parametrize(
    ("kind", "of", "values"),
    [
        ("date", "", ("2023-02-29", "20240101", "2024-W01-1", "2024-01", "heute", "٢٠٢٤-٠١-٠١", "2024-01-01\n")),
        ("year", "", ("24", "20245", "٢٠٢٤", "2024\n")),
        ("text", "", ("a\\u0022", "a\nb", "\x00", "a" * 401)),
        ("project", "", ("\\", "a\tb")),
        ("field", "", ("bildung", "javascript:alert(1)", "https://", "https://x.example/a b", "https://x.example/>x")),
        ("field", "", ("https://x.example/a\\u003E", "https://x.example/a\n", 'https://x.example/"')),
        ("concept", "status", ("pausiert", "Paused", "status:paused", "../def")),
        ("property", "", ("ds:nothing", "title", "dcterms:identifier> ?x", "ds:")),
    ],
)
def test_what_is_no_value_of_its_kind_is_refused(kind: str, of: str, values: tuple[str, ...]) -> None:
    for value in values:
        with pytest.raises(ConfigError, match=re.escape(LABEL.en)):
            bind(_question(kind, of=of), {"it": value})


def test_what_must_have_a_value_is_not_left_open() -> None:
    with pytest.raises(ConfigError):
        bind(QUESTIONS["status-on-day"], {"day": ""})


def test_an_unknown_parameter_is_refused_with_what_was_meant() -> None:
    with pytest.raises(ConfigError) as refused:
        bind(QUESTIONS["changed-between"], {"olde": "2024-01-01", "new": "morgen"})

    assert [mistake.en.split(".")[0] for mistake in refused.value.mistakes] == [
        'The question has no parameter "olde"',
        'Later day: "morgen" is no valid value',
    ]
    assert 'Did you mean "old"?' in refused.value.mistakes[0].en


def test_a_value_is_put_in_wherever_the_query_has_it() -> None:
    sparql = bind(QUESTIONS["changed-between"], {"old": "2023-01-01"})

    assert sparql.count('VALUES ?old { "2023-01-01" }') == 2


@pytest.mark.parametrize(
    "broken",
    [
        ("# title@en: ", "# title@fr: "),
        ("# group: time", "# group: weather"),
        ("# files: roadmap.nt", "# Files: roadmap.nt"),
        ("# parameter day: date", "# parameter day: moment"),
        ("# parameter day: date", "# parameter dya: date"),
        ("# parameter state: concept status", "# parameter state: concept weather"),
    ],
)
def test_a_header_that_lacks_something_is_refused(broken: tuple[str, str]) -> None:
    header = (
        "# title@de: A\n# title@en: A\n# description@de: B\n# description@en: B\n# group: time\n# files: roadmap.nt\n"
        "# parameter day: date\n# day@de: Tag\n# day@en: Day\n"
        "# parameter state: concept status\n# state@de: Status\n# state@en: Status\n\n"
        'SELECT * WHERE { VALUES ?day { "2024-01-01" } VALUES ?state { UNDEF } }'
    )
    assert parse_question("own", header, {"status": STATUS})

    with pytest.raises(ConfigError):
        parse_question("own", header.replace(*broken), {"status": STATUS})


def test_every_kind_has_a_sample() -> None:
    assert {*SAMPLES} == {*KINDS}
    assert Parameter("it", LABEL, "year", "").choices == {}
