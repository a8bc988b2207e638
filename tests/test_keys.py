"""The key of a row: what is one, what was lost of it and is told, and where it stands."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.roadmap import Table
from pipeline.model.workbook import CellFault, CellRef, Row, Value
from pipeline.parse.keys import KeyPlace, key_columns, key_missing, key_of, key_place
from pipeline.town.resources import read_resources
from tests.sheets import read_rows, town

BY_ID = town("").columns
BY_TITLE = town('key_from = ["title", "start"]\nrequired = ["title"]').columns
HEADER = ("Titel", "Beginn", "Handlungsfelder", "Kennung")
A1 = CellRef("roadmap.xlsx", "Roadmap", "A", 1)


def _table() -> Table:
    return read_rows(HEADER, ("Portal", "2024", "1", "a")).located.tables[0]


def _at(*values: Value, lost: Value | None = None) -> KeyPlace:
    return KeyPlace(A1, "Kennung", values, lost)


def _place(value: Value, code: str = "", mapping: ColumnMapping = BY_ID) -> KeyPlace:
    table = _table()
    row = Row(2, ("Portal", "2024", "1", value), {4: code} if code else {})
    return key_place(table, row, key_columns(table, mapping))


def _told(at: KeyPlace) -> list[tuple[str, str, str]]:
    return [(each.rule.id, str(each.cell), str(each.value)) for each in key_missing(at, read_resources().rules)]


def test_a_key_stands_in_its_own_column_or_in_those_that_it_is_made_of() -> None:
    table = _table()

    assert [column.name for column in key_columns(table, BY_ID)] == ["id"]
    assert [column.name for column in key_columns(table, BY_TITLE)] == ["title", "start"]


def test_the_place_of_a_key_is_the_first_of_its_cells() -> None:
    own, made = _place("a"), _place("a", mapping=BY_TITLE)

    assert (own.cell.address, own.title, own.values, own.lost) == ("D2", "Kennung", ("a",), None)
    assert (made.cell.address, made.title, made.values, made.lost) == ("A2", "Titel", ("Portal", "2024"), None)


def test_without_a_column_of_keys_the_place_is_the_first_column_that_is_read() -> None:
    table = _table()

    at = key_place(table, Row(2, ("Portal",)), [])

    assert (at.cell.address, at.title, at.values, at.lost) == ("A2", "Titel", (), None)


@pytest.mark.parametrize(
    ("value", "code", "values"), [(7, "000", ("007",)), (7, '"HF "0', ("HF 7",)), (7, "", (7,)), (7, "General", (7,))]
)
def test_a_key_has_the_form_that_its_cell_shows(value: Value, code: str, values: tuple[Value, ...]) -> None:
    at = _place(value, code)

    assert tuple(map(str, at.values)) == tuple(map(str, values))
    assert at.lost is None


@pytest.mark.parametrize("value", [1.1, True, False, 10**15, -(10**15), 1e15, 1e300])
def test_what_cannot_be_told_any_more_is_lost(value: Value) -> None:
    assert _place(value).lost == value
    assert key_of(_place(value), BY_ID) == ""


@pytest.mark.parametrize("value", [0, 1, -7, 2.0, 10**15 - 1, -(10**15) + 1, "1.1", "WAHR", "1E5", "9" * 20])
def test_what_is_as_it_was_typed_is_not_lost(value: Value) -> None:
    assert _place(value).lost is None
    assert key_of(_place(value), BY_ID) != ""


def test_a_number_that_a_program_shows_by_its_power_is_lost() -> None:
    assert _place(100000, "0.00E+00").lost == 100000
    assert _place(100000, "0").lost is None


def test_the_first_of_several_values_that_were_lost_is_named() -> None:
    table = _table()
    columns = key_columns(table, BY_TITLE)

    assert key_place(table, Row(2, (1.5, 2.5)), columns).lost == 1.5
    assert key_place(table, Row(2, ("Portal", 2.5)), columns).lost == 2.5


@pytest.mark.parametrize("value", [date(2026, 2, 1), datetime(2026, 2, 1, 8), time(1, 30), timedelta(hours=26)])
def test_a_day_or_a_time_is_no_key_by_itself_and_may_be_a_part_of_one(value: Value) -> None:
    assert key_of(_at(value), BY_ID) == ""
    assert key_of(_at("Portal", value), BY_TITLE).startswith("Portal | ")
    assert [rule for rule, *_ in _told(_at(value))] == ["key-is-date"]


def test_a_key_made_of_a_broken_cell_is_none_and_was_told_before() -> None:
    for mapping in (BY_ID, BY_TITLE):
        assert key_of(_at("Portal", CellFault("error", "#REF!")), mapping) == ""
    for lost in (None, 1.1):
        assert _told(_at(CellFault("error", "#REF!"), date(2026, 2, 1), lost=lost)) == []


def test_a_number_of_which_something_may_be_lost_is_still_a_part_of_a_key() -> None:
    assert key_of(_at("Portal", 1.5, lost=1.5), BY_TITLE) == "Portal | 1,5"
    assert key_of(_at("a", lost=1.5), BY_ID) == ""


def test_an_empty_part_of_a_key_is_left_out() -> None:
    assert key_of(_at("Portal", ""), BY_TITLE) == "Portal"
    assert key_of(_at("", "2024"), BY_TITLE) == "2024"
    assert key_of(_at(), BY_TITLE) == ""


def test_why_there_is_no_key_is_told_at_its_place() -> None:
    place = str(A1)

    assert _told(_at("")) == [("key-missing", place, "")]
    assert _told(_at(1.1, lost=1.1)) == [("key-lost", place, "1,1")]
    assert _told(_at(date(2026, 2, 1))) == [("key-is-date", place, "01.02.2026")]
    assert _told(_at("x", date(2026, 2, 1), time(1, 30))) == [("key-is-date", place, "01.02.2026")]
    assert _told(_at(date(2026, 2, 1), 1.1, lost=1.1)) == [("key-lost", place, "1,1")]


def test_the_column_of_a_key_that_is_missing_is_named() -> None:
    rules = read_resources().rules

    for at in (_at(""), _at(1.1, lost=1.1), _at(date(2026, 2, 1))):
        (told,) = key_missing(at._replace(title="Nr."), rules)
        assert told.column == "Nr."
