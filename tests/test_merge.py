"""Answers to circulars, merged three-way into the roadmap, cell by cell and by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.merge import missing, open_replies, settle
from pipeline.model.errors import ConfigError
from pipeline.model.merging import MASTER, Merged, Place, Received, Why
from pipeline.model.umlauf import Ledger, is_merged_copy, master_name, merged_name, parse_ledger, write_ledger
from pipeline.model.workbook import CellFault, CellRef, Value
from tests.answers import merged, reply, roadmap

ROW: tuple[Value, ...] = ("P-1", "Portal", "1", "laufend", "2024", "2026", "1.000", "Bürgeramt", "")
SECOND: tuple[Value, ...] = ("P-2", "Netz", "2", "laufend", "2025", date(2026, 12, 31), "2.500", "Bauamt", "01.10.2026")
END, COSTS, STATUS = Place("P-1", "end"), Place("P-1", "budget_planned"), Place("P-1", "status")


def _with(**cells: Value) -> tuple[Value, ...]:
    places = {"title": 1, "status": 3, "end": 5, "costs": 6, "stand": 8}
    row = list(ROW)
    for name, value in cells.items():
        row[places[name]] = value
    return tuple(row)


def _after(found: Merged) -> dict[str, str]:
    return {str(change.place): change.after for change in found.changes}


def test_no_reply_changes_nothing() -> None:
    assert merged(roadmap(ROW, SECOND)) == Merged()


def test_an_answer_is_taken_where_the_workbook_says_what_was_sent_out() -> None:
    found = merged(roadmap(ROW), reply("Bürgeramt", {END: ("2026", "Mitte 2027")}))

    (change,) = found.changes
    assert (change.place, change.before, change.after) == (END, "2026", "Mitte 2027")
    assert (change.cell, change.title) == (CellRef("roadmap.xlsx", "Roadmap", "F", 2), "Ende")
    assert (change.units, change.day) == (("Bürgeramt",), date(2026, 11, 2))
    assert found.needs_nobody


def test_what_the_workbook_says_already_is_done() -> None:
    found = merged(roadmap(_with(end="Mitte 2027")), reply("Bürgeramt", {END: ("2026", "Mitte 2027")}))

    assert found.adopted == (END,)
    assert not found.changes
    assert not found.conflicts


def test_a_workbook_that_says_a_third_thing_is_a_conflict() -> None:
    found = merged(roadmap(_with(end="2029")), reply("Bürgeramt", {END: ("2026", "2027")}))

    (conflict,) = found.conflicts
    assert (conflict.why, conflict.sent, conflict.master) == (Why.MASTER, "2026", "2029")
    assert [bid.text for bid in conflict.bids] == ["2027"]
    assert not found.changes


def test_two_units_that_say_different_things_are_a_conflict() -> None:
    answers = reply("Bürgeramt", {END: ("2026", "2027")}), reply("Bauamt", {END: ("2026", "2028")})

    (conflict,) = merged(roadmap(ROW), *answers).conflicts

    assert conflict.why is Why.REPLIES
    assert [(bid.unit, bid.text) for bid in conflict.bids] == [("Bauamt", "2028"), ("Bürgeramt", "2027")]


def test_two_circulars_of_one_unit_that_say_different_things_are_a_conflict() -> None:
    later = reply("Bürgeramt", {END: ("2026", "2028")}, sent=date(2026, 11, 16))

    (conflict,) = merged(roadmap(ROW), reply("Bürgeramt", {END: ("2026", "2027")}), later).conflicts

    assert conflict.why is Why.REPLIES


def test_two_units_that_mean_the_same_are_one_change() -> None:
    answers = reply("Bürgeramt", {END: ("2026", "31.12.2027")}), reply("Bauamt", {END: ("2026", date(2027, 12, 31))})

    (change,) = merged(roadmap(ROW), *answers).changes

    assert change.units == ("Bauamt", "Bürgeramt")


def test_the_later_reply_to_a_circular_counts_and_what_it_takes_back_is_told() -> None:
    earlier = reply("Bürgeramt", {END: ("2026", "2027"), STATUS: ("laufend", "pausiert")}, circular="a")
    later = reply("Bürgeramt", {END: ("2026", "2028")}, circular="a", hours=5)

    found = merged(roadmap(ROW), earlier, later)

    assert _after(found) == {"P-1:end": "2028"}
    assert found.taken_back == (STATUS,)
    assert not found.needs_nobody


def test_an_answer_that_was_sent_out_again_gives_way_to_the_next_one() -> None:
    first = reply("Bürgeramt", {END: ("2026", "2027")})
    second = reply("Bürgeramt", {END: ("2027", "2028")}, sent=date(2026, 11, 16))

    for today in ("2026", "2027"):
        assert _after(merged(roadmap(_with(end=today)), first, second)) == {"P-1:end": "2028"}


@pytest.mark.parametrize(
    ("place", "sent", "answer"),
    [
        (COSTS, "1.000", 1000),
        (COSTS, "1.000", "1000,00"),
        (COSTS, "1.000", "1.000 €"),
        (END, "2026", 2026),
        (END, "2026", " 2026 "),
        (STATUS, "laufend", "Laufend"),
        (Place("P-1", "title"), "Portal", "Portal\u00a0"),
        (COSTS, "", "–"),
        (Place("P-1", "lead"), "Bürgeramt", "Bu\u0308rgeramt"),
        (Place("P-1", "field"), "1", "Dienstleistung"),
    ],
)
def test_another_spelling_of_what_was_sent_out_changes_nothing(place: Place, sent: str, answer: Value) -> None:
    found = merged(roadmap(ROW), reply("Bürgeramt", {place: (sent, answer)}))

    assert found == Merged()


@pytest.mark.parametrize("today", ["31.12.2026", date(2026, 12, 31), datetime(2026, 12, 31), "2026-12-31"])
def test_a_day_is_the_same_as_text_and_as_a_date(today: Value) -> None:
    found = merged(roadmap(_with(end=today)), reply("Bürgeramt", {END: ("31.12.2026", "30.06.2027")}))

    assert _after(found) == {"P-1:end": "30.06.2027"}


def test_what_was_typed_is_kept_as_it_was() -> None:
    (change,) = merged(roadmap(ROW), reply("Bürgeramt", {COSTS: ("1.000", "1.250,50 €")})).changes

    assert change.value == "1.250,50 €"


def test_an_emptied_cell_is_a_change() -> None:
    assert _after(merged(roadmap(ROW), reply("Bürgeramt", {END: ("2026", "")}))) == {"P-1:end": ""}


@pytest.mark.parametrize(
    ("today", "answer", "code"),
    [
        (date(2026, 12, 31), date(2027, 1, 31), None),
        (date(2026, 12, 31), 2027, "General"),
        ("2026", date(2027, 1, 31), "dd.mm.yyyy"),
        (2026, 2027, None),
        (date(2026, 12, 31), "Mitte 2027", None),
    ],
)
def test_a_value_is_shown_by_a_format_of_its_kind(today: Value, answer: Value, code: str | None) -> None:
    sent = "31.12.2026" if isinstance(today, date) else "2026"

    (change,) = merged(roadmap(_with(end=today)), reply("Bürgeramt", {END: (sent, answer)})).changes

    assert change.number_format == code


def test_the_format_of_an_answer_that_says_more_than_its_value_goes_with_it() -> None:
    answer = reply("Bürgeramt", {END: ("2026", date(2027, 6, 1))}, number_format="mmm yy")

    (change,) = merged(roadmap(ROW), answer).changes

    assert change.number_format == "mmm yy"


def test_a_project_that_is_gone_is_told_and_none_is_added() -> None:
    found = merged(roadmap(SECOND), reply("Bürgeramt", {END: ("2026", "2027")}, confirmed=["P-3"]))

    assert [wish.key for wish in found.missing] == ["P-1", "P-3"]
    assert not found.changes
    assert not found.confirmed


def test_a_project_to_be_dropped_is_a_wish() -> None:
    found = merged(roadmap(ROW), reply("Bürgeramt", {}, dropped=["P-1"]))

    assert [(wish.key, wish.unit) for wish in found.dropped] == [("P-1", "Bürgeramt")]
    assert not found.changes


def test_what_is_still_right_has_its_day_and_changes_nothing_but_the_column_as_of() -> None:
    found = merged(roadmap(ROW, SECOND, stamped=True), reply("Bürgeramt", {}, confirmed=["P-1", "P-2"]))

    assert found.confirmed == {"P-1": date(2026, 11, 2), "P-2": date(2026, 11, 2)}
    assert _after(found) == {"P-1:modified": "02.11.2026", "P-2:modified": "02.11.2026"}


@pytest.mark.parametrize("stand", ["15.11.2026", date(2026, 11, 2), "läuft noch"])
def test_a_later_day_in_the_column_as_of_stays_and_so_does_what_is_no_day(stand: Value) -> None:
    assert not merged(roadmap(_with(stand=stand), stamped=True), reply("Bürgeramt", {}, confirmed=["P-1"])).changes


def test_a_changed_project_is_as_of_the_day_of_its_answer() -> None:
    found = merged(roadmap(_with(stand="01.10.2026"), stamped=True), reply("Bürgeramt", {END: ("2026", "2027")}))

    assert _after(found) == {"P-1:end": "2027", "P-1:modified": "02.11.2026"}


def test_a_merged_cell_a_formula_and_an_error_are_for_a_person() -> None:
    answer = reply("Bürgeramt", {END: ("2026", "2027")})
    formula = CellRef("roadmap.xlsx", "Roadmap", "F", 2)
    broken = reply("Bürgeramt", {END: ("2026", CellFault("error", "#REF!"))})

    whys = [
        merged(roadmap(ROW, SECOND, merges="F2:F3"), answer).conflicts[0].why,
        merged(roadmap(ROW), answer, formulas=[formula]).conflicts[0].why,
        merged(roadmap(ROW), broken).conflicts[0].why,
        merged(roadmap(ROW), reply("Bürgeramt", {Place("P-1", "offer"): ("", "x")})).conflicts[0].why,
    ]

    assert whys == [Why.MERGED, Why.FORMULA, Why.BROKEN, Why.NO_COLUMN]


def test_a_conflict_is_settled_for_the_workbook_or_for_a_unit() -> None:
    today, answer = roadmap(_with(end="2029")), reply("Bürgeramt", {END: ("2026", "2027")})
    found = merged(today, answer)

    for_master = merged(today, answer, settled=settle(found, MASTER, [END]))
    for_unit = merged(today, answer, settled=settle(found, "Bürgeramt", [END]))

    assert (for_master.changes, for_master.conflicts, for_master.settled) == ((), (), (END,))
    assert _after(for_unit) == {"P-1:end": "2027"}


def test_a_word_holds_when_the_workbook_takes_it_over_and_not_when_it_says_something_new() -> None:
    answers = reply("Bürgeramt", {END: ("2026", "2027")}), reply("Bauamt", {END: ("2026", "2028")})
    word = settle(merged(roadmap(ROW), *answers), "Bauamt", [END])

    taken, changed = (merged(roadmap(_with(end=end)), *answers, settled=word) for end in ("2028", "2031"))

    assert (taken.changes, taken.conflicts) == ((), ())
    assert [conflict.place for conflict in changed.conflicts] == [END]


def test_a_word_does_not_hold_for_a_new_answer() -> None:
    first = reply("Bürgeramt", {END: ("2026", "2027")}, circular="a")
    word = settle(merged(roadmap(_with(end="2029")), first), MASTER, [END])
    second = reply("Bürgeramt", {END: ("2026", "2030")}, circular="a", hours=1)

    assert merged(roadmap(_with(end="2029")), first, second, settled=word).conflicts


def test_a_change_may_be_refused_and_a_stranger_is_never_right() -> None:
    answer = reply("Bürgeramt", {END: ("2026", "2027")})
    found = merged(roadmap(ROW), answer)

    assert not merged(roadmap(ROW), answer, settled=settle(found, MASTER, [END])).changes
    for take, place in (("Bauamt", END), (MASTER, STATUS)):
        with pytest.raises(ConfigError):
            settle(found, take, [place])


def test_a_new_workbook_without_the_answer_lacks_it_and_one_with_it_closes_it() -> None:
    answer = reply("Bürgeramt", {END: ("2026", "2027")})

    without, taken = merged(roadmap(_with(title="Neu")), answer), merged(roadmap(_with(end="2027")), answer)

    assert missing(without, [END]) == (CellRef("roadmap.xlsx", "Roadmap", "F", 2),)
    assert open_replies([answer], without) == (answer,)
    assert missing(taken, [END]) == ()
    assert open_replies([answer], taken) == ()


def test_an_answer_that_stands_in_the_workbook_is_not_missing_beside_a_later_conflict() -> None:
    answers = reply("Bürgeramt", {END: ("2026", "2027")}), reply("Bauamt", {END: ("2026", "2028")})

    assert missing(merged(roadmap(_with(end="2027")), *answers), [END]) == ()
    assert len(missing(merged(roadmap(_with(end="2029")), *answers), [END])) == 1


_VALUES = st.sampled_from(["2026", "2027", "31.12.2027", date(2027, 12, 31), "", "Mitte 2028", 2027])
_REPLIES = st.builds(
    lambda unit, end, costs, circular, hours, later, confirmed: reply(
        unit,
        {END: ("2026", end), Place("P-2", "budget_planned"): ("2.500", costs)},
        circular=f"{unit} {circular}",
        sent=date(2026, 11, 16) if later else date(2026, 11, 2),
        hours=hours,
        confirmed=confirmed,
    ),
    st.sampled_from(["Bürgeramt", "Bauamt"]),
    _VALUES,
    st.sampled_from(["2.500", 2500, "3000", 3000]),
    st.sampled_from("ab"),
    st.integers(0, 2),
    st.booleans(),
    st.sampled_from([(), ("P-1",), ("P-2", "P-9")]),
)


@given(st.lists(_REPLIES, max_size=4), st.randoms(use_true_random=False), st.sampled_from(["2026", "2027", "2030"]))
def test_the_order_of_replies_does_not_matter_and_twice_is_once(
    replies: list[Received], random: object, today: str
) -> None:
    master = roadmap(_with(end=today), SECOND, stamped=True)
    found = merged(master, *replies)

    assert all(merged(master, *order) == found for order in _orders(replies))
    assert merged(master, *replies, *replies) == found


def _orders(replies: Sequence[Received]) -> list[tuple[Received, ...]]:
    return list(permutations(replies))[:8]


@given(st.lists(_REPLIES, max_size=3))
def test_what_was_merged_is_not_merged_again(replies: list[Received]) -> None:
    found = merged(roadmap(ROW, SECOND, stamped=True), *replies)
    cells = {(change.cell.row, change.cell.column): change.value for change in found.changes}
    rows = [
        tuple(cells.get((number, letter), value) for letter, value in zip("ABCDEFGHI", row, strict=True))
        for number, row in enumerate((ROW, SECOND), start=2)
    ]

    again = merged(roadmap(*rows, stamped=True), *replies)

    assert not again.changes
    assert [conflict.place for conflict in again.conflicts] == [conflict.place for conflict in found.conflicts]


@given(st.lists(_REPLIES, max_size=4))
def test_a_ledger_is_read_as_it_was_written(replies: list[Received]) -> None:
    ledger = Ledger(replies=tuple(sorted(replies, key=lambda each: (each.circular, each.unit, each.at))), open=(END,))

    assert parse_ledger(write_ledger(ledger)) == ledger


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"copies": 1}', "null", '{"copies": [{"x": 1}]}'])
def test_what_is_no_ledger_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_ledger(text)


def test_the_copy_is_called_like_its_workbook() -> None:
    assert merged_name("2026/Übersicht.xlsm") == "2026/Übersicht.umlauf.xlsm"
    assert master_name("roadmap.umlauf.xlsx") == "roadmap.xlsx"
    assert is_merged_copy("Roadmap.UMLAUF - Kopie.xlsx")
    assert not is_merged_copy("umlaufvermögen.xlsx")
    assert not is_merged_copy("roadmap.umlaufbahn.xlsx")
