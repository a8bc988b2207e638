"""Questions about dates, as the documentation puts them, have the same answer in rdflib, Oxigraph and Jena."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from pipeline.model.question import Question as AsQuestion
from pipeline.model.report import NOTHING
from pipeline.model.vocabulary import PREFIXES
from tests.five_editions import DAYS, NAME, make_town, play, write_workbook
from tests.integration.rdf.readers import Task, run_jena
from tests.questions import PROGRAMS, Answer, Cell, Program, read_answer
from tests.towns import SOURCES, copy_town, output_of, publish

pytestmark = pytest.mark.integration

_SECTION = (SOURCES.parent / "docs" / "edition.md").read_text("utf-8").partition("## Dates\n")[2].partition("\n## ")[0]
_QUERIES = [found[0] for found in re.finditer(r"(?:^    .*\n)+", _SECTION, re.MULTILINE)]
ENDS, IN_COURSE, SURELY_BEGUN, MAYBE_BEGUN = _QUERIES

WORDS = (
    ("W-1", "ab 2024", ""),
    ("W-2", "spätestens 2024", "frühestens 2027"),
    ("W-3", "ca. 2024", "bis 2026"),
    ("W-4", "Winter 2023/24", "Mitte 2024"),
    ("W-5", "", "Ende 2020"),
    ("W-6", "", "Winter 2020/21"),
    ("W-7", "2. Quartal 2024", "31.12.2024"),
    ("W-8", "", ""),
)
"""Projects of a town that gives most dates in words: a beginning and an end each."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query about an edition, and by hand the keys of the projects that are its answer."""

    edition: str
    query: str
    expected: str


def _of_year(query: str, year: int) -> str:
    return query.replace("2021-", f"{year}-").replace("2024-", f"{year}-")


def _on(query: str, day: str) -> str:
    return query.replace("2025-06-30", day)


QUESTIONS = (
    # The town whose dates are mostly words.
    Question("words", ENDS, "W-2 W-3 W-4 W-6 W-7"),
    Question("words", _of_year(ENDS, 2022), "W-2 W-3 W-4 W-7"),
    Question("words", _of_year(ENDS, 2027), "W-2"),
    Question("words", IN_COURSE, "W-1 W-2 W-3"),
    Question("words", _on(IN_COURSE, "2021-01-15"), "W-2 W-6"),
    Question("words", _on(IN_COURSE, "2024-01-15"), "W-1 W-2 W-3 W-4"),
    Question("words", SURELY_BEGUN, "W-3 W-7"),
    Question("words", MAYBE_BEGUN, "W-1 W-2 W-3 W-4 W-7"),
    Question("words", _of_year(MAYBE_BEGUN, 2023), "W-2 W-4"),
    Question("words", _of_year(MAYBE_BEGUN, 2026), "W-1"),
    # The invented town of the sources.
    Question("beispielstadt", ENDS, "BA-02 KW-02"),
    Question("beispielstadt", _of_year(ENDS, 2026), "BA-02"),
    Question("beispielstadt", IN_COURSE, "BA-01 BA-02 KW-01 KW-02"),
    Question("beispielstadt", _on(IN_COURSE, "2026-11-22"), "BA-01 BA-02 KW-01"),
    Question("beispielstadt", SURELY_BEGUN, "BA-01"),
    Question("beispielstadt", _of_year(SURELY_BEGUN, 2025), "BA-02 KW-01 KW-02"),
    Question("beispielstadt", _of_year(MAYBE_BEGUN, 2027), "SK-01"),
    # The town that is there.
    Question("erkelenz", ENDS, "2020-03 2021-02 2022-03"),
    Question("erkelenz", _of_year(ENDS, 2024), "2022-03"),
    Question("erkelenz", _on(IN_COURSE, "2020-12-31"), "2010-01 2017-01 2019-01 2020-01 2020-02 2020-03 2020-04"),
    Question("erkelenz", _of_year(SURELY_BEGUN, 2022), "2022-01 2022-02 2022-03 2022-04"),
    Question("erkelenz", SURELY_BEGUN, "2024-01"),
    Question("erkelenz", MAYBE_BEGUN, "2024-01"),
    # Five editions of one town.
    *(
        Question(DAYS[number], _of_year(ENDS, 2025), expected)
        for number, expected in enumerate(("M-2 M-3", "M-1 M-2 M-3", *["M-1 M-2 M-3 M-4"] * 3))
    ),
    *(Question(day, _of_year(ENDS, 2026), "M-2") for day in DAYS),
    *(
        Question(day, _of_year(ENDS, 2027), expected)
        for day, expected in zip(DAYS, ("", "", "", "", "M-2"), strict=True)
    ),
    *(
        Question(day, _on(IN_COURSE, "2025-02-01"), expected)
        for day, expected in zip(DAYS, ("M-2 M-3", "M-1 M-2 M-3", *["M-1 M-2 M-3 M-4"] * 3), strict=True)
    ),
    *(Question(day, _of_year(SURELY_BEGUN, 2023), "M-1 M-3") for day in DAYS),
    *(Question(day, MAYBE_BEGUN, "") for day in DAYS),
)


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The N-Triples of each edition that is asked."""
    folder = tmp_path_factory.mktemp("dates")
    towns = [copy_town(folder / name, name) for name in ("beispielstadt", "erkelenz")]
    for place in towns:
        assert publish(place).receipt
    words, five = make_town(folder / "words"), make_town(folder / "five")
    write_workbook(words / "roadmap.xlsx", [
        (key, f"Vorhaben {key}", "Bildung", "", "", "", begin, end, "", "", "Schulamt", "") for key, begin, end in WORDS
    ])  # fmt: skip
    assert publish(words).receipt
    for number in range(len(DAYS)):
        play(five, number)
    public = {place.name: output_of(place) / place.name / "public" for place in towns}
    return {
        **{name: place / "current" / "roadmap.nt" for name, place in public.items()},
        "words": output_of(words) / NAME / "public" / "current" / "roadmap.nt",
        **{day: output_of(five) / NAME / "public" / "editions" / day / "roadmap.nt" for day in DAYS},
    }


def _ask_here(ask: Program, asked: Mapping[Path, Path]) -> Iterator[Answer]:
    for query, data in asked.items():
        question = AsQuestion(query.stem, NOTHING, NOTHING, (), (data.name,), query.read_text("utf-8"))
        yield ask(question, data.parent)


def _ask_jena(asked: Mapping[Path, Path]) -> Iterator[Answer]:
    run_jena([Task((query, data), query.with_suffix(".json"), "ask") for query, data in asked.items()])
    for query in asked:
        yield read_answer(query.with_suffix(".json"))


_Store = Callable[[Mapping[Path, Path]], Iterator[Answer]]
STORES: Mapping[str, _Store] = {
    **{name: partial(_ask_here, ask) for name, ask in PROGRAMS.items()},
    "jena": _ask_jena,
}
"""Files of queries, each with the data that it is put to, in; the answers in their order out."""


@pytest.mark.parametrize("store", STORES)
def test_a_question_about_dates_has_the_answer_written_by_hand(
    store: str, editions: Mapping[str, Path], tmp_path: Path
) -> None:
    prefixes = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in PREFIXES.items())
    asked = {tmp_path / f"{number}.rq": editions[question.edition] for number, question in enumerate(QUESTIONS)}
    for path, question in zip(asked, QUESTIONS, strict=True):
        path.write_text(prefixes + question.query, "utf-8")

    answers = [" ".join(sorted(_key(row[0]) for row in answer.rows)) for answer in STORES[store](asked)]

    told = {f"{question.edition}: {question.query}": question.expected for question in QUESTIONS}
    assert dict(zip(told, answers, strict=True)) == told


def _key(project: Cell) -> str:
    assert isinstance(project, str)
    return project.strip("<>").rpartition("/")[2]
