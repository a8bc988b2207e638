"""Apache Jena gives the answers that stand in ``docs/questions``: one process for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.rdf.readers import Task, run_jena
from tests.questions import OTHER_VALUES, QUESTIONS, TOWNS, publish_town, question_for, read_answer, read_expected

pytestmark = pytest.mark.integration
NAMES = [*QUESTIONS, *OTHER_VALUES]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {town: publish_town(town, tmp_path_factory.mktemp(town)) for town in TOWNS}


@pytest.fixture(scope="module")
def answers(editions: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    folder = tmp_path_factory.mktemp("answers")
    tasks = {
        (town, name): Task(
            (_written(name, folder), *(edition / file for file in question_for(name).files)),
            folder / f"{name}.{town}",
            "ask",
        )
        for town, edition in editions.items()
        for name in NAMES
    }
    run_jena([*tasks.values()])
    return {asked: task.answer for asked, task in tasks.items()}


def _written(name: str, folder: Path) -> Path:
    path = folder / f"{name}.rq"
    path.write_text(question_for(name).sparql, "utf-8")
    return path


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("town", TOWNS)
def test_jena_gives_the_answer_beside_the_question(
    town: str, name: str, answers: dict[tuple[str, str], Path], editions: dict[str, Path]
) -> None:
    assert read_answer(answers[town, name]) == read_expected(question_for(name), town, editions[town])


def test_what_is_no_plain_sparql_is_refused(editions: dict[str, Path], tmp_path: Path) -> None:
    query, answer = tmp_path / "own.rq", tmp_path / "own.json"
    query.write_text("SELECT ?one WHERE { LET (?one := 1) }", "utf-8")  # Jena's own

    run_jena([Task((query, editions["erkelenz"] / "roadmap.nt"), answer, "ask")])

    assert "Encountered" in answer.with_name("own.json.problems").read_text("utf-8")
