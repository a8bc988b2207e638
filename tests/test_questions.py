"""Each question has the answer that stands in ``docs/questions``, in rdflib and in Oxigraph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat

from pipeline.model.question import Question
from pipeline.store import Answer, open_store
from tests.questions import (
    FOLDER,
    OTHER_VALUES,
    PROGRAMS,
    QUESTIONS,
    TOWNS,
    parse_answer,
    publish_town,
    question_for,
    read_expected,
)

Editions = Callable[[str], Path]
PLACE = "../../ontology/questions"


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    """A town's newest edition, published when it is first asked for."""
    return cache(lambda town: publish_town(town, tmp_path_factory.mktemp(town)))


@pytest.mark.parametrize("name", [*QUESTIONS, *OTHER_VALUES])
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("town", TOWNS)
def test_a_question_has_the_answer_beside_it(town: str, program: str, name: str, editions: Editions) -> None:
    question, edition = question_for(name), editions(town)

    answer = PROGRAMS[program](question, edition)

    assert answer == read_expected(question, town, edition)


@pytest.mark.parametrize("town", TOWNS)
def test_the_store_that_is_served_answers_as_the_files_do(town: str, editions: Editions) -> None:
    edition, others = editions(town), list[str]()
    with open_store(edition.parent) as store:
        for name in (*QUESTIONS, *OTHER_VALUES):
            question = question_for(name)
            given = store.ask(question.sparql, form="text/tab-separated-values")
            assert isinstance(given, Answer), (name, given)
            if parse_answer(given.content, QueryResultsFormat.TSV) != read_expected(question, town, edition):
                others.append(name)

    assert others == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_of_some_town_says_something(name: str) -> None:
    answers = [FOLDER / town / f"{name}.tsv" for town in TOWNS]

    assert name == "files" or any(len(answer.read_text("utf-8").splitlines()) > 1 for answer in answers)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_named_graphs_are_loaded_first_and_from_one_file(question: Question) -> None:
    """When rdflib reads N-Quads, it empties the default graph."""
    assert not any(file.endswith(".nq") for file in question.files[1:])


def test_every_answer_belongs_to_a_question() -> None:
    assert {path.stem for path in FOLDER.glob("*/*.tsv")} == {*QUESTIONS, *OTHER_VALUES} - {"files"}
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == {*TOWNS}


def test_every_question_stands_in_the_list() -> None:
    page = (FOLDER / "README.md").read_text("utf-8")
    rows = [
        f"| [{question.name}]({PLACE}/{question.name}.rq) | {question.title.de} | {question.title.en} |"
        for question in QUESTIONS.values()
    ]

    assert [line for line in page.splitlines() if ".rq) |" in line] == rows


@pytest.mark.parametrize("town", TOWNS)
def test_the_answers_are_the_same_where_all_of_an_edition_is_asked_at_once(town: str, editions: Editions) -> None:
    """As an endpoint has it: the edition in the default graph, and every named graph that there is."""
    edition = editions(town)
    all_files = (
        "roadmap.nt",
        "strategy.nt",
        "vocabulary.nt",
        "catalog.ttl",
        "changes.ttl",
        "history.nq",
        "provenance.nq",
    )
    together = tuple(name for name in all_files if (edition / name).is_file())
    names = [*QUESTIONS, *OTHER_VALUES]

    questions = [replace(question_for(name), files=together) for name in names]

    wrong = [
        each.name for each in questions if PROGRAMS["oxigraph"](each, edition) != read_expected(each, town, edition)
    ]
    assert wrong == []
