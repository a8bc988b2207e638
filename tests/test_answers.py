"""An answer is shown as a table that people read, and says which values it is for."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pipeline.model.question import Question
from pipeline.model.report import Text
from pipeline.model.solutions import Asked, Solutions, parse_solutions
from pipeline.render.site.answer_words import HEADS, codes_of, names_of
from pipeline.render.site.answers import (
    MOST_ROWS,
    Cell,
    Setting,
    cells_of,
    default_values,
    render_answer,
    render_form,
)
from pipeline.town.resources import read_resources

RESOURCES = read_resources()
QUESTIONS = RESOURCES.questions
BASE = "https://data.musterstadt.example/"
XSD = "http://www.w3.org/2001/XMLSchema#"
GERMAN = Setting(
    "de", "../../", BASE, "projekt/", names_of(RESOURCES.code_lists), codes_of(RESOURCES.code_lists),
    date(2026, 1, 15), "2026-01-15",
)  # fmt: skip
ENGLISH = GERMAN._replace(language="en")
FIELDS = [(f"{BASE}handlungsfeld/1", "Bildung"), (f"{BASE}handlungsfeld/2", "Verwaltung")]


def _cell(variable: str, term: str, setting: Setting = GERMAN) -> Cell:
    return cells_of([variable], (term,), setting)[0]


@pytest.mark.parametrize(
    ("variable", "term", "german", "english"),
    [
        ("projects", f'"1250"^^<{XSD}integer>', "1.250", "1,250"),
        ("percent", f'"-12.5"^^<{XSD}decimal>', "−12,5", "−12.5"),
        ("before", f'"2026-06-30"^^<{XSD}date>', "30.06.2026", "30 Jun 2026"),
        ("before", f'"2026-06"^^<{XSD}gYearMonth>', "Juni 2026", "June 2026"),
        ("by", f'"2026"^^<{XSD}gYear>', "2026", "2026"),
        ("since", '"2024-05"', "Mai 2024", "May 2024"),
        ("key", '"2024-05"', "2024-05", "2024-05"),
        ("title", '"2024-05"', "2024-05", "2024-05"),
        ("status", '"paused"', "pausiert", "paused"),
        ("side", '"not said"', "nicht gesagt", "not said"),
        ("title", '"paused"', "paused", "paused"),
        ("value", "<https://w3id.org/digitalstrategie/def/status/in-operation>", "im Betrieb", "in operation"),
        ("property", "<http://purl.org/dc/terms/title>", "Titel", "Title"),
        ("value", "", "", ""),
    ],
)
def test_a_term_is_said_as_its_language_says_it(variable: str, term: str, german: str, english: str) -> None:
    assert _cell(variable, term).words == german
    assert _cell(variable, term, ENGLISH).words == english


@pytest.mark.parametrize(
    ("variable", "term", "href"),
    [
        ("key", '"2022-02"', "../../projekt/2022-02/index.html"),
        ("key", '"a/b"', ""),
        ("key", '"index.html"', ""),
        ("key", '".hidden"', ""),
        ("page", "<https://www.example.org/x>", "https://www.example.org/x"),
        ("page", "<javascript:alert(1)>", ""),
        ("about", f"<{BASE}strategie>", "../../strategie/index.html"),
        ("about", f"<{BASE}projekt/2022%2002#x>", "../../projekt/2022%2002/index.html"),
        ("about", f"<{BASE}editions/2026-01-15/roadmap.nt>", f"{BASE}editions/2026-01-15/roadmap.nt"),
    ],
)
def test_what_has_a_page_leads_there_and_what_could_run_leads_nowhere(variable: str, term: str, href: str) -> None:
    assert _cell(variable, term).href == href


@pytest.mark.parametrize("home", ["../../", "../../../en/"])
def test_an_address_leads_to_its_own_page_which_parts_have_in_german_alone(home: str) -> None:
    setting = ENGLISH._replace(home=home)

    assert _cell("edition", f"<{BASE}datensatz/roadmap/ausgaben/2024-07-15>", setting).href == (
        "../../../datensatz/roadmap/ausgaben/2024-07-15/index.html"
    )
    assert _cell("key", '"M-1"', setting).href == f"{home}projekt/M-1/index.html"


def test_a_text_in_another_language_is_marked() -> None:
    assert _cell("title", '"Fibre"@en') == Cell("Fibre", language="en")
    assert _cell("title", '"Fibre"@en', ENGLISH) == Cell("Fibre")


def _answer(rows: int, *, text: str = "<b>fett</b>", truncated: bool = False) -> str:
    found = Solutions(("title",), ((f'"{text}"',),) * rows)
    values = {"day": "2024-06-30", "state": "paused"}
    return render_answer(
        QUESTIONS["status-on-day"], found, values, GERMAN, sparql='SELECT "<"', is_truncated=truncated
    )  # fmt: skip


def test_an_answer_says_which_values_and_which_edition_it_is_for() -> None:
    said = " ".join(re.sub(r"<[^>]*>", "", _answer(2)).split())

    assert "Die Antwort gilt für: Tag: 30.06.2024; Status: pausiert." in said
    assert "2 Zeilen. Stand: Ausgabe vom 15. Januar 2026." in said


def test_what_is_not_shown_is_told() -> None:
    assert _answer(MOST_ROWS).count("<tr>") == MOST_ROWS + 1
    assert "weitere Zeilen" not in _answer(MOST_ROWS)
    assert _answer(MOST_ROWS + 1500).count("<tr>") == MOST_ROWS + 1
    assert "Und 1.500 weitere Zeilen" in _answer(MOST_ROWS + 1500)
    assert "noch mehr Zeilen" in _answer(3, truncated=True)
    assert "Nichts dergleichen" in _answer(0)


def test_long_rows_are_fewer() -> None:
    said = _answer(MOST_ROWS, text="lang " * 200)

    assert said.count("<tr>") == 40
    assert "Und 161 weitere Zeilen" in said


def test_markup_in_an_answer_is_text() -> None:
    assert "<b>" not in _answer(1)
    assert "&lt;b&gt;fett" in _answer(1)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_every_column_of_an_answer_has_a_heading(question: Question) -> None:
    found = Asked(lambda _: b"").answer_all([(question.name, question.files, question.sparql)])

    assert {*found[question.name].variables} <= {*HEADS}


def test_a_form_has_the_values_in_it_and_says_what_was_refused() -> None:
    form = render_form(
        QUESTIONS["delayed"], {"field": FIELDS[1][0]}, GERMAN, FIELDS, refused=[Text("Nein <i>", "No")]
    )  # fmt: skip

    assert re.findall(r'<option value="([^"]*)" selected>([^<]*)', form) == [FIELDS[1]]
    assert "Nein &lt;i&gt;" in form
    assert "noscript" not in form


def test_a_form_that_nothing_works_out_is_a_sentence() -> None:
    form = render_form(QUESTIONS["delayed"], {}, GERMAN, FIELDS, works="not")

    assert "<form" not in form
    assert "Andere Werte lassen sich" in form


def test_days_are_those_of_the_edition_and_of_the_one_before() -> None:
    question = QUESTIONS["changed-between"]

    assert default_values(question, "2026-01-15.2", "2025-07-15") == {
        "old": "2025-07-15",
        "new": "2026-01-15",
        "key": "",
    }
    assert default_values(question, "2026-01-15", "")["old"] == "2026-01-15"


def test_the_answer_of_another_program_is_read() -> None:
    told = b'{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{"type":"literal","value":"x","xml:lang":"de"}}]}}'

    assert parse_solutions(told) == Solutions(("a", "b"), (('"x"@de', ""),))
    with pytest.raises(ValueError, match="no rows"):
        parse_solutions(b'{"head":{},"boolean":true}')
