"""What vanished is kept and told; a great loss holds the edition back; an identifier stays what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.compare.carry import Carried, Previous, carry
from pipeline.model.dataset import Withdrawal
from pipeline.model.report import Text
from pipeline.model.roadmap import Roadmap
from pipeline.town import Town
from pipeline.town.resources import read_resources
from tests.golden_cases import read_previous, town_of, write_table

RULES = read_resources().rules
TOWN = town_of("clean")
TEN = [f"2026-{number:02}" for number in range(1, 11)]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _roadmap(keys: Iterable[str], *, columns: Iterable[str] = (), titles: dict[str, str] | None = None) -> Roadmap:
    """Projects of these keys with a title each, and further columns in which each says something."""
    named = titles or {}
    further = [*columns]
    rows = [[key, named.get(key, f"Projekt {key}"), "Klima", *further] for key in keys]
    path = write_table(Path("roadmap.csv"), [["Kennung", "Titel", "Handlungsfelder", *further], *rows])
    return read_previous(path, TOWN).roadmap


def _carry(now: Roadmap, before: Roadmap, *, town: Town = TOWN, carried: Iterable[str] = ()) -> Carried:
    previous = Previous(before, frozenset(carried))
    return carry(now, previous, town.dataset, RULES)


def _keys(outcome: Carried) -> list[str]:
    return [project.key for project in outcome.roadmap.projects]


def _alone(outcome: Carried) -> list[str]:
    """The rules whose findings are told until somebody releases a loss."""
    told = {result.rule.id for result in outcome.results}
    return [result.rule.id for result in outcome.results if told.isdisjoint(result.rule.silent_beside)]


def _told(outcome: Carried) -> list[tuple[str, str]]:
    return [(result.rule.id, result.value) for result in outcome.results]


def _withdrawing(*keys: str) -> Town:
    since = Withdrawal(date(2026, 11, 1), Text("Doppelt erfasst.", "Entered twice."))
    return replace(TOWN, dataset=replace(TOWN.dataset, withdrawn=dict.fromkeys(keys, since)))


def test_before_the_first_edition_there_is_nothing_to_keep() -> None:
    roadmap = _roadmap(TEN)

    assert carry(roadmap, None, TOWN.dataset, RULES) == Carried(roadmap, (), ())


def test_an_unchanged_roadmap_keeps_and_tells_nothing() -> None:
    outcome = _carry(_roadmap(TEN), _roadmap(TEN))

    assert (_keys(outcome), outcome.keys, outcome.results) == (TEN, (), ())


def test_a_project_that_vanished_stays_as_it_was_and_is_told() -> None:
    outcome = _carry(_roadmap(TEN[:9]), _roadmap(TEN))

    assert _keys(outcome) == TEN
    assert outcome.keys == ("2026-10",)
    assert _told(outcome) == [("project-vanished", "2026-10")]
    assert "„Projekt 2026-10“ (2026-10)" in outcome.results[0].message.de
    assert str(outcome.results[0].cell) == "roadmap.csv / roadmap"


def test_what_was_kept_once_is_kept_and_told_until_it_is_back() -> None:
    still_gone = _carry(_roadmap(TEN[:9]), _roadmap(TEN), carried=["2026-10"])
    back = _carry(_roadmap(TEN), _roadmap(TEN), carried=["2026-10"])

    assert still_gone.keys == ("2026-10",)
    assert _told(still_gone) == [("project-kept", "2026-10")]
    assert (back.keys, back.results) == ((), ())


def test_a_withdrawn_project_is_kept_and_not_told() -> None:
    outcome = _carry(_roadmap(TEN[:9]), _roadmap(TEN), town=_withdrawing("2026-10"))

    assert (outcome.keys, outcome.results) == (("2026-10",), ())


def test_a_new_identifier_under_an_old_title_is_told_at_its_cell() -> None:
    outcome = _carry(_roadmap([*TEN[:9], "2026-99"], titles={"2026-99": "projekt  2026-10"}), _roadmap(TEN))

    assert _told(outcome) == [("key-changed", "2026-99")]
    assert "„2026-10“" in outcome.results[0].message.de
    assert str(outcome.results[0].cell) == "roadmap.csv / roadmap / A11"
    assert outcome.keys == ()


def test_of_two_new_projects_of_that_title_only_one_can_be_the_old_one() -> None:
    titles = {"2026-98": "Projekt 2026-10", "2026-99": "Projekt 2026-10"}

    outcome = _carry(_roadmap([*TEN[:9], "2026-98", "2026-99"], titles=titles), _roadmap(TEN))

    assert _told(outcome) == [("key-changed", "2026-98")]


def test_a_new_project_of_a_title_that_still_stands_is_another_project() -> None:
    outcome = _carry(_roadmap([*TEN, "2026-99"], titles={"2026-99": "Projekt 2026-10"}), _roadmap(TEN))

    assert (outcome.keys, outcome.results) == ((), ())


def test_a_new_identifier_is_told_of_the_column_that_it_stands_in() -> None:
    outcome = _carry(_roadmap([*TEN[:9], "2026-99"], titles={"2026-99": "Projekt 2026-10"}), _roadmap(TEN))

    assert outcome.results[0].column == "Kennung"


def test_where_no_column_holds_identifiers_none_is_named() -> None:
    now = _roadmap([*TEN[:9], "2026-99"], titles={"2026-99": "Projekt 2026-10"})
    table = replace(now.tables[0], columns=tuple(column for column in now.tables[0].columns if column.name != "id"))
    made = Roadmap(tuple(replace(project, table=table) for project in now.projects), (table,))

    outcome = _carry(made, _roadmap(TEN))

    assert [(result.rule.id, result.column) for result in outcome.results][:1] == [("key-changed", "")]


def test_two_projects_without_a_title_are_not_one() -> None:
    outcome = _carry(_roadmap([*TEN[:9], "2026-99"], titles={"2026-99": ""}), _roadmap(TEN, titles={"2026-10": ""}))

    assert _told(outcome) == [("project-vanished", "2026-10")]


def test_what_is_missing_from_a_roadmap_without_a_table_is_told_at_the_settings() -> None:
    outcome = _carry(Roadmap((), ()), _roadmap(TEN))

    assert {str(result.cell) for result in outcome.results} == {"dataset.toml"}


# Several sheets ####################################################################################################


def _of_two(first: Iterable[str], second: Iterable[str], *, columns: Iterable[str] = ()) -> Roadmap:
    """Projects of two files, the first of which stands before the second."""
    parts = [_roadmap(first), _roadmap(second, columns=columns)]
    tables = [replace(part.tables[0], file=name) for part, name in zip(parts, ("a.xlsx", "b.xlsx"), strict=True)]
    projects = [replace(each, table=table) for part, table in zip(parts, tables, strict=True) for each in part.projects]
    return Roadmap(tuple(projects), tuple(tables))


def _files(outcome: Carried) -> set[tuple[str, str]]:
    return {(result.rule.id, result.cell.file) for result in outcome.results}


def test_lost_rows_are_told_at_the_sheet_that_lost_them() -> None:
    before, own = _of_two(["F-1", "F-2"], TEN), {("rows-lost", "b.xlsx"), ("project-vanished", "b.xlsx")}

    assert _files(_carry(_of_two(["F-1", "F-2"], TEN[3:]), before)) == own
    assert _files(_carry(_of_two(["F-1", "F-2"], TEN[:7]), before)) == own


def test_one_that_vanished_is_told_at_the_sheet_of_its_neighbours() -> None:
    before = _of_two(["F-1", "F-2", "F-3"], TEN)

    assert _files(_carry(_of_two(["F-1", "F-3"], TEN), before)) == {("project-vanished", "a.xlsx")}
    assert _files(_carry(_of_two(["F-1", "F-2", "F-3"], TEN[:9]), before)) == {("project-vanished", "b.xlsx")}


def test_a_lost_or_emptied_column_is_told_at_the_sheet_that_had_it() -> None:
    before = _of_two(["F-1"], TEN, columns=["Ende"])

    assert _files(_carry(_of_two(["F-1"], TEN), before)) == {("column-lost", "b.xlsx")}


# Losses #####################################################################################################


def test_a_fifth_of_the_projects_may_vanish() -> None:
    outcome = _carry(_roadmap(TEN[:8]), _roadmap(TEN))

    assert _told(outcome) == [("project-vanished", "2026-09"), ("project-vanished", "2026-10")]


def test_more_than_a_fifth_is_told_once_with_all_that_is_missing() -> None:
    outcome = _carry(_roadmap(TEN[:7]), _roadmap(TEN))

    assert _alone(outcome) == ["rows-lost"]
    assert "nur noch 7 von 10 Projekten" in outcome.results[0].message.de
    assert "Es fehlen: 2026-08, 2026-09, 2026-10." in outcome.results[0].message.de


def test_a_loss_has_each_project_ready_to_be_told_once_it_is_released() -> None:
    outcome = _carry(_roadmap(TEN[:7]), _roadmap(TEN))

    assert [rule for rule, _ in _told(outcome)] == ["rows-lost", *["project-vanished"] * 3]
    assert _alone(outcome) == ["rows-lost"]
    assert outcome.keys == ("2026-08", "2026-09", "2026-10")


def test_as_many_new_projects_make_up_for_no_loss() -> None:
    outcome = _carry(_roadmap([*TEN[:7], "2027-01", "2027-02", "2027-03"]), _roadmap(TEN))

    assert _alone(outcome) == ["rows-lost"]
    assert "nur noch 7 von 10 Projekten" in outcome.results[0].message.de


def test_what_was_only_kept_the_last_time_is_not_lost_again() -> None:
    outcome = _carry(_roadmap(TEN[:6]), _roadmap(TEN), carried=TEN[6:])

    assert [rule for rule, _ in _told(outcome)] == ["project-kept"] * 4


def test_what_is_withdrawn_is_not_lost() -> None:
    outcome = _carry(_roadmap(TEN[:6]), _roadmap(TEN), town=_withdrawing(*TEN[6:]))

    assert outcome.results == ()


def test_a_town_sets_how_much_may_vanish() -> None:
    strict = replace(TOWN.dataset, expectations=replace(TOWN.dataset.expectations, max_lost_rows=0.0))

    outcome = _carry(_roadmap(TEN[:9]), _roadmap(TEN), town=replace(TOWN, dataset=strict))

    assert _alone(outcome) == ["rows-lost"]


def test_a_long_list_of_what_is_missing_is_cut() -> None:
    keys = [f"{number:03}" for number in range(100)]

    outcome = _carry(_roadmap(keys[:10]), _roadmap(keys))

    assert "028, 029 und 70 weitere." in outcome.results[0].message.de
    assert "028, 029 and 70 more." in outcome.results[0].message.en


@pytest.mark.parametrize(
    ("lost", "de", "en"), [(20, "018, 019.", "018, 019."), (21, "019 und 1 weitere.", "019 and 1 more.")]
)
def test_a_list_of_twenty_is_told_whole(lost: int, de: str, en: str) -> None:
    keys = [f"{number:03}" for number in range(40)]

    (result, *_) = _carry(_roadmap(keys[lost:]), _roadmap(keys)).results

    assert de in result.message.de
    assert en in result.message.en


def test_a_column_that_said_something_and_is_gone_holds_the_edition_back() -> None:
    outcome = _carry(_roadmap(TEN), _roadmap(TEN, columns=["Beschreibung", "Ende"]))

    assert [(result.rule.id, result.column) for result in outcome.results] == [
        ("column-lost", "Beschreibung"),
        ("column-lost", "Ende"),
    ]


def _filled(*ends: str) -> Roadmap:
    rows = [["Kennung", "Titel", "Handlungsfelder", "Ende", "Grund für den Status"]]
    rows += [[key, f"Projekt {key}", "Klima", end, end] for key, end in zip(TEN, ends, strict=False)]
    return read_previous(write_table(Path("roadmap.csv"), rows), TOWN).roadmap


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (10, 0, ["column-emptied"]),
        (10, 4, ["column-emptied"]),
        (10, 5, []),
        (3, 0, ["column-emptied"]),
        (2, 0, []),
        (5, 2, ["column-emptied"]),
        (0, 0, []),
    ],
)
def test_a_column_that_is_nearly_empty_now_holds_the_edition_back(before: int, now: int, told: list[str]) -> None:
    full, left = (["2027"] * number + [""] * (10 - number) for number in (before, now))

    outcome = _carry(_filled(*left), _filled(*full))

    assert [result.rule.id for result in outcome.results] == told
    assert all(f"bei {before} Projekten" in result.message.de for result in outcome.results)


def test_where_every_project_lost_what_it_said_two_are_enough() -> None:
    assert _alone(_carry(_filled("", ""), _filled("2027", "2028"))) == ["column-emptied"]
    assert _alone(_carry(_filled(""), _filled("2027"))) == []


def test_what_others_say_makes_up_for_no_emptied_column() -> None:
    before, now = _filled(*["2027"] * 5, *[""] * 5), _filled(*[""] * 5, *["2027"] * 5)

    assert _alone(_carry(now, before)) == ["column-emptied"]


def test_a_column_that_was_empty_may_go() -> None:
    rows = [["Kennung", "Titel", "Handlungsfelder", "Ende"], ["1", "Eins", "Klima", ""]]
    before = read_previous(write_table(Path("before.csv"), rows), TOWN).roadmap

    outcome = _carry(_roadmap(["1"], titles={"1": "Eins"}), before)

    assert outcome.results == ()
