"""The progress from one edition to another: each figure, each rule of being late or in danger, and what is compared."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.model.errors import ConfigError
from pipeline.model.graph import Index, parse_turtle
from pipeline.model.partial_date import Precision
from pipeline.model.progress import Area, Cause, Money, Move, Progress, Span, Standing, When, sum_of
from pipeline.model.report import Text
from pipeline.publish.folder import Folder
from pipeline.review import Said, review
from pipeline.review.coverage import cover
from pipeline.review.judge import judge_danger, judge_late
from pipeline.review.money import budgets
from pipeline.review.projects import standings
from pipeline.review.spans import add_months, span
from pipeline.reviewed import read_progress
from tests.five_editions import DAYS, NAME, make_town, play
from tests.five_editions_report import BY_EDITION, LAST_DAY, PLANNED, SINCE_THE_FIRST, Told
from tests.towns import output_of

TODAY = date(2026, 1, 15)
PROJECT = Standing("P-1", Text("Projekt", "Project"), status="running")
FIELDS = (Area("f/1", "1", Text("Eins", "One")), Area("f/2", "2", Text("Zwei", "Two")))


def on(day: str) -> When:
    return When(day, date.fromisoformat(day))


def told(progress: Progress) -> Told:
    return Told(
        progress.since.isoformat() if progress.since else "",
        tuple(each.project.key for each in progress.done),
        tuple(project.key for project in progress.new),
        tuple(
            (each.project.key, each.first.text, each.last.text if each.last else "", each.now.text if each.now else "")
            for each in progress.late
        ),
        tuple((each.project.key, each.causes) for each in progress.endangered),
        tuple(each.project.key for each in progress.cancelled),
        tuple(project.key for project in progress.withdrawn),
    )


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The town's output as it was after each of the five editions."""
    place, kept = make_town(tmp_path_factory.mktemp("five")), tmp_path_factory.mktemp("kept")
    found = []
    for number in range(len(DAYS)):
        assert play(place, number).receipt
        found.append(kept / str(number) / NAME)
        shutil.copytree(output_of(place) / NAME, found[-1], symlinks=True)
    return found


@pytest.fixture
def last(outputs: list[Path], tmp_path: Path) -> Iterator[Path]:
    yield Path(shutil.copytree(outputs[-1], tmp_path / NAME, symlinks=True))


def progress_of(output: Path, since: str = "") -> Progress:
    day = date.fromisoformat(since) if since else None
    return read_progress(Folder(output), publisher="Musterstadt", since=day)


@pytest.mark.parametrize("number", range(len(DAYS)))
def test_each_edition_tells_what_came_since_the_one_before(outputs: list[Path], number: int) -> None:
    assert told(progress_of(outputs[number])) == BY_EDITION[number]


def test_the_last_edition_tells_what_came_since_the_first(last: Path) -> None:
    progress = progress_of(last, "2024-01-15")

    assert told(progress) == SINCE_THE_FIRST
    (money,) = progress.budgets
    found = {row.project.key: (row.before, row.planned) for row in money.rows}
    assert found == {key: (before and Decimal(before), Decimal(now)) for key, (before, now) in PLANNED.items()}


def test_where_the_folder_of_an_edition_is_gone_the_newest_remembers_it(last: Path) -> None:
    for day in DAYS[:-1]:
        for half in Folder(last).halves(day):
            shutil.rmtree(half)

    assert told(progress_of(last, "2024-01-15")) == SINCE_THE_FIRST
    assert told(progress_of(last)) == BY_EDITION[-1]


def test_a_day_between_editions_is_compared_with_the_one_in_force(last: Path) -> None:
    progress = progress_of(last, "2024-12-31")

    assert (progress.since, progress.compared) == (date(2024, 12, 31), date(2024, 7, 15))
    assert progress.was["M-1"].status == "paused"


@pytest.mark.parametrize(("since", "words"), [("2024-01-14", "nicht bekannt"), ("2026-01-15", "keine Ausgabe")])
def test_a_day_of_which_nothing_can_be_told_is_refused(last: Path, since: str, words: str) -> None:
    with pytest.raises(ConfigError) as refused:
        progress_of(last, since)

    assert words in refused.value.message.de


def test_a_folder_without_an_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        progress_of(tmp_path / NAME)


def test_each_project_names_the_cells_behind_it(last: Path) -> None:
    project = progress_of(last).projects[1]

    assert [str(cell) for cell in project.cells_of("title", "status", "end")] == [
        "roadmap.xlsx / Roadmap / B3",
        "roadmap.xlsx / Roadmap / D3",
        "roadmap.xlsx / Roadmap / H3",
    ]
    assert [str(move.cells[0]) for move in project.moves] == [
        "2025-07-15/roadmap.xlsx / Verlauf / D12",
        "roadmap.xlsx / Roadmap / H3",
    ]


def test_a_project_that_was_done_and_is_open_again_is_told() -> None:
    progress = two_editions("ds:status <s/completed>", "ds:status <s/running>")

    assert [each.project.key for each in progress.reopened] == ["1"]
    assert progress.done == ()


def test_a_project_whose_key_is_found_no_more_is_told() -> None:
    progress = two_editions('dcterms:identifier "1"', 'dcterms:identifier "2"', key=False)

    assert [project.key for project in progress.gone] == ["1"]
    assert [project.key for project in progress.new] == ["2"]


def test_a_new_project_that_is_done_at_once_is_new_and_done() -> None:
    progress = two_editions(None, "ds:status <s/in-operation>")

    assert [project.key for project in progress.new] == ["1"]
    assert [each.project.key for each in progress.done] == ["1"]


def two_editions(before: str | None, after: str, *, key: bool = True) -> Progress:
    """One project in two editions, of which each says one thing."""
    prefixes = (
        "@base <https://example.org/> . @prefix ds: <https://w3id.org/digitalstrategie/def/> . "
        "@prefix dcterms: <http://purl.org/dc/terms/> . "
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
    )
    named = ' ; dcterms:identifier "1"' if key else ""
    notations = "".join(f'<s/{name}> skos:notation "{name}" . ' for name in ("completed", "running", "in-operation"))
    projects = [f"<p> a ds:Project{named} ; {said} ." if said else "" for said in (before, after)]
    past, now = (Said(Index(parse_turtle(f"{prefixes}{notations}{project}", "t.ttl"))) for project in projects)
    return review(
        now, past, town="", title=Text("", ""), version="2026-01-15",
        made_at=datetime(2026, 1, 15, tzinfo=UTC), since=date(2025, 1, 1), compared=date(2025, 1, 1),
    )  # fmt: skip


def test_an_open_project_is_late_where_its_end_moved_back_since() -> None:
    before, now = replace(PROJECT, end=on("2026-06-30")), replace(PROJECT, end=on("2026-09-30"))

    late = judge_late(now, before, TODAY)

    assert late and (late.total, late.recent, late.overdue) == (Span(3, 0), Span(3, 0), None)


def test_an_open_project_stays_late_where_its_end_moved_back_long_ago() -> None:
    moves = (Move(on("2025-03-31"), on("2026-03-31")),)
    project = replace(PROJECT, end=on("2026-03-31"), moves=moves)

    late = judge_late(project, project, TODAY)

    assert late and (late.total, late.recent, late.overdue) == (Span(12, 0), None, None)


def test_an_end_that_moved_back_and_forth_counts_by_its_first_promise() -> None:
    moves = (Move(on("2026-06-30"), on("2026-12-31")), Move(on("2026-12-31"), on("2026-05-31")))

    assert judge_late(replace(PROJECT, end=on("2026-05-31"), moves=moves), None, TODAY) is None


def test_an_open_project_past_its_end_is_late() -> None:
    late = judge_late(replace(PROJECT, end=on("2025-12-31")), None, TODAY)

    assert late and (late.total, late.overdue) == (None, Span(0, 15))


def test_the_day_of_the_end_itself_is_not_late() -> None:
    assert judge_late(replace(PROJECT, end=on("2026-01-15")), None, TODAY) is None


def test_an_end_is_past_only_after_the_last_day_that_it_allows() -> None:
    year = When("2026", date(2026, 12, 31), Precision.YEAR)

    assert judge_late(replace(PROJECT, end=year), None, TODAY) is None


def test_an_end_that_was_taken_away_is_late_without_a_number() -> None:
    late = judge_late(PROJECT, replace(PROJECT, end=on("2026-06-30")), TODAY)

    assert late and (late.now, late.total, late.overdue) == (None, None, None)


def test_a_project_that_never_had_an_end_is_not_late() -> None:
    assert judge_late(PROJECT, PROJECT, TODAY) is None


@pytest.mark.parametrize("status", ["completed", "in-operation", "cancelled"])
def test_what_is_over_is_neither_late_nor_in_danger(status: str) -> None:
    project = replace(PROJECT, status=status, end=on("2025-01-31"))

    assert judge_late(project, replace(PROJECT, end=on("2024-01-31")), TODAY) is None
    assert judge_danger(project, TODAY) is None


def test_what_was_withdrawn_is_neither_late_nor_in_danger() -> None:
    project = replace(PROJECT, status="paused", end=on("2025-01-31"), withdrawn=TODAY)

    assert judge_late(project, None, TODAY) is None
    assert judge_danger(project, TODAY) is None


@pytest.mark.parametrize(
    ("status", "end", "causes"),
    [
        ("paused", None, (Cause.PAUSED,)),
        ("paused", "2025-12-31", (Cause.PAUSED, Cause.OVERDUE)),
        ("running", "2026-01-14", (Cause.OVERDUE,)),
        ("planned", "2026-01-14", (Cause.OVERDUE,)),
        ("", "2026-01-14", (Cause.OVERDUE,)),
        ("planned", "2026-04-15", (Cause.NOT_BEGUN,)),
        ("planned", "2026-01-15", (Cause.NOT_BEGUN,)),
        ("planned", "2026-04-16", ()),
        ("planned", None, ()),
        ("running", "2026-01-31", ()),
    ],
)
def test_a_project_is_in_danger_for_what_the_data_say(status: str, end: str | None, causes: tuple[Cause, ...]) -> None:
    found = judge_danger(replace(PROJECT, status=status, end=on(end) if end else None), TODAY)

    assert (found.causes if found else ()) == causes


def test_an_end_that_is_open_has_not_passed_and_is_late_without_a_number() -> None:
    open_end = When("frühestens 2025", date(2025, 1, 1), Precision.WORDS, is_bound=True, is_open=True)
    before = replace(PROJECT, end=on("2024-12-31"))

    assert judge_danger(replace(PROJECT, end=open_end), TODAY) is None
    assert judge_late(replace(PROJECT, end=open_end), None, TODAY) is None
    late = judge_late(replace(PROJECT, end=open_end), before, TODAY)
    assert late
    assert (late.now, late.total, late.recent, late.overdue) == (open_end, None, None, None)
    assert judge_late(replace(PROJECT, end=open_end), replace(PROJECT, end=on("2025-06-30")), TODAY) is None


PERIODS_OF_TIME = """
    @prefix p: <https://a.example/id/1/> . @prefix ds: <https://w3id.org/digitalstrategie/def/> .
    @prefix dcterms: <http://purl.org/dc/terms/> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    <https://a.example/id/1> a ds:Project ; dcterms:identifier "1" ; dcterms:temporal p:period .
"""


@pytest.mark.parametrize(
    ("turtle", "end"),
    [
        ('p:period dcat:endDate "2026"^^xsd:gYear ; ds:lastDay "2026-12-31"^^xsd:date .',
         When("2026", date(2026, 12, 31), Precision.YEAR)),
        ('p:period ds:end p:e ; ds:lastDay "2024-08-31"^^xsd:date . p:e rdfs:label "Mitte 2024" ; '
         'ds:firstDay "2024-05-01"^^xsd:date ; ds:lastDay "2024-08-31"^^xsd:date .',
         When("Mitte 2024", date(2024, 8, 31), Precision.WORDS)),
        ('p:period ds:end p:e ; dcat:endDate "2024-08-31"^^xsd:date ; ds:lastDay "2024-08-31"^^xsd:date . '
         'p:e rdfs:label "Mitte 2024" ; dcat:startDate "2024-05-01"^^xsd:date ; dcat:endDate "2024-08-31"^^xsd:date .',
         When("Mitte 2024", date(2024, 8, 31), Precision.WORDS)),
        ('p:period ds:end p:e ; ds:lastDay "2026-12-31"^^xsd:date . p:e rdfs:label "bis 2026" ; '
         'ds:lastDay "2026-12-31"^^xsd:date .',
         When("bis 2026", date(2026, 12, 31), Precision.WORDS, is_bound=True)),
        ('p:period ds:end p:e . p:e rdfs:label "ab 2027" ; ds:firstDay "2027-01-01"^^xsd:date .',
         When("ab 2027", date(2027, 1, 1), Precision.WORDS, is_bound=True, is_open=True)),
        ("", None),
    ],
)  # fmt: skip
def test_an_end_is_read_as_it_was_given_from_editions_of_any_time(turtle: str, end: When | None) -> None:
    (found,) = standings(Said(Index(parse_turtle(PERIODS_OF_TIME + turtle, "test"))))

    assert found.end == end


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-12-31", "2025-12-31", Span(12, 0)),
        ("2026-12-31", "2027-04-30", Span(4, 0)),
        ("2026-01-15", "2026-02-15", Span(1, 0)),
        ("2026-01-31", "2026-02-28", Span(1, 0)),
        ("2026-01-01", "2026-01-18", Span(0, 17)),
        ("2026-01-01", "2026-02-14", Span(0, 44)),
        ("2024-12-31", "2025-11-15", Span(10, 0, is_about=True)),
        ("2026-01-15", "2026-01-15", None),
        ("2026-01-15", "2025-01-15", None),
    ],
)
def test_a_span_is_told_in_whole_months_or_days(first: str, last: str, expected: Span | None) -> None:
    assert span(on(first), on(last)) == expected


def test_a_span_from_a_vague_date_is_told_as_vague() -> None:
    found = span(When("Ende 2026", date(2026, 12, 31), Precision.WORDS), on("2027-04-30"))

    assert found == Span(4, 0, is_about=True)


def test_three_months_after_the_end_of_november_is_the_end_of_february() -> None:
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 1, 15), 12) == date(2027, 1, 15)
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)


def spending(key: str, fields: tuple[str, ...], *money: tuple[str, int, str]) -> Standing:
    amounts = tuple(Money(kind, Decimal(value), currency) for kind, value, currency in money)
    return replace(PROJECT, key=key, fields=fields, money=amounts)


def test_each_amount_is_in_one_group_and_the_groups_are_the_whole() -> None:
    projects = [
        spending("a", ("f/1",), ("planned", 100, "EUR"), ("actual", 40, "EUR")),
        spending("b", ("f/1", "f/2"), ("planned", 10, "EUR")),
        spending("c", (), ("planned", 1, "EUR")),
        spending("d", ("f/2",)),
    ]

    (budget,) = budgets(projects, {}, FIELDS)

    names = [(group.area.notation if group.area else "", group.is_several) for group in budget.groups]
    assert names == [("1", False), ("", True), ("", False)]
    assert [row.project.key for group in budget.groups for row in group.rows] == ["a", "b", "c"]
    assert sum_of(tuple(row.planned for row in budget.rows)) == Decimal(111)


def test_planned_less_actual_is_told_only_where_both_are() -> None:
    (budget,) = budgets([spending("a", (), ("planned", 100, "EUR"), ("actual", 130, "EUR")),
                         spending("b", (), ("actual", 5, "EUR"))], {}, FIELDS)  # fmt: skip

    assert [row.left for row in budget.rows] == [Decimal(-30), None]


def test_currencies_are_never_added() -> None:
    found = budgets([spending("a", (), ("planned", 100, "CHF"), ("planned", 90, "EUR"))], {}, FIELDS)

    assert [(budget.currency, [row.planned for row in budget.rows]) for budget in found] == [
        ("EUR", [Decimal(90)]),
        ("CHF", [Decimal(100)]),
    ]


def test_two_different_amounts_of_one_kind_are_not_guessed() -> None:
    (budget,) = budgets([spending("a", (), ("planned", 100, "EUR"), ("planned", 90, "EUR"))], {}, FIELDS)

    assert (budget.rows[0].planned, budget.rows[0].unclear) == (None, ("planned",))


def test_the_same_amount_told_twice_counts_once() -> None:
    (budget,) = budgets([spending("a", (), ("planned", 90, "EUR"), ("planned", 90, "EUR"))], {}, FIELDS)

    assert (budget.rows[0].planned, budget.rows[0].unclear) == (Decimal(90), ())


def test_what_was_withdrawn_costs_nothing() -> None:
    assert budgets([replace(spending("a", (), ("planned", 1, "EUR")), withdrawn=TODAY)], {}, FIELDS) == ()


def test_a_field_is_covered_by_what_is_not_cancelled_and_served_by_what_runs() -> None:
    projects = [
        replace(PROJECT, key="a", fields=("f/1",)),
        replace(PROJECT, key="b", fields=("f/1",), status="planned"),
        replace(PROJECT, key="c", fields=("f/1", "f/2"), status="cancelled"),
        replace(PROJECT, key="d", fields=("f/2",), withdrawn=TODAY),
    ]

    one, two = cover(FIELDS, projects)

    assert [project.key for project in one.projects] == ["a", "b"]
    assert [project.key for project in one.running] == ["a"]
    assert two.projects == ()


def test_the_last_edition_is_of_its_day(last: Path) -> None:
    assert progress_of(last).day == LAST_DAY
