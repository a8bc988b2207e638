"""How the pages say things: with one full stop, in the right case, the newest first, each cell with its column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.model.solutions import Solutions
from pipeline.render.formats.changes import closed
from pipeline.render.site.answers import render_answer
from tests.musterdorf import publish_musterdorf
from tests.test_answers import GERMAN, QUESTIONS
from tests.test_site import text_of
from tests.towns import show


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    publish_musterdorf(folder)
    return show(folder / "sources" / "musterdorf")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Neu: Fundbüro", "Neu: Fundbüro."),
        ("Neu: Alles geht ohne Weg ins Rathaus.", "Neu: Alles geht ohne Weg ins Rathaus."),
        ("Neu: Wem gehört die Stadt?", "Neu: Wem gehört die Stadt?"),
        ("Ende: bisher „Bald.“", "Ende: bisher „Bald.“"),
        ("Neu: Weiter so …", "Neu: Weiter so …"),
    ],
)
def test_a_sentence_ends_in_one_mark(words: str, sentence: str) -> None:
    assert closed(words) == sentence


def test_a_move_is_told_from_the_one_day_to_the_other(public: Path) -> None:
    german, english = (text_of(public / f"{folder}projekt/D-6/index.html") for folder in ("", "en/"))

    assert "zuletzt vom 30. Juni 2026 auf den 30. September 2027." in german
    assert "last from 30 June 2026 to 30 September 2027." in english


def test_a_reason_for_the_move_and_the_pause_is_told_once(public: Path) -> None:
    why = text_of(public / "projekt/D-6/index.html").partition("Warum dauert es")[2].partition("Woher wissen")[0]

    assert why.count("Die Stelle ist nicht besetzt.") == 1
    assert "Aus demselben Grund ruht es zurzeit." in why


def test_what_one_edition_said_first_is_told_by_the_day_since_which_it_holds(public: Path) -> None:
    turns = text_of(public / "projekt/D-6/index.html").partition("Was sich geändert hat")[2]

    assert re.findall(r"Gilt seit (\w+ \d{4})", turns) == ["August 2026", "September 2025", "Mai 2025", "Januar 2025"]
    assert "Geplanter Betrag: bisher 25.000 €, jetzt 20.000 €" in turns


def test_each_cell_of_an_answer_names_its_column_for_a_phone() -> None:
    question, said = QUESTIONS["leads"], Solutions(("name", "projects"), (('"Bauamt"', '"2"'),))

    answer = render_answer(question, said, {}, GERMAN, sparql="SELECT")

    assert '<table class="stack">' in answer
    assert 'data-label="Name">Bauamt' in answer and 'data-label="Projekte">' in answer
