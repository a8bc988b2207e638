"""Rows to projects and cells to values: nothing is dropped, nothing counted twice, nothing guessed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.columns import COLUMNS
from pipeline.model.roadmap import Words
from pipeline.model.workbook import CellFault, Merge, Row, Sheet, Value, column_letter
from tests.examples import try_examples
from tests.sheets import Reading, every_row_is_accounted_for, read, read_in, read_rows, sheet, town, workbook

few = try_examples(20)
HEADER = ("Kennung", "Titel", "Handlungsfelder")


# Keys ###########################################################################################################


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("2022-02", "2022-02"),
        (" 2022-02 ", "2022-02"),
        ("01", "01"),
        (1, "1"),
        (1.0, "1"),
        ("A  1", "A 1"),
        ("A\N{NO-BREAK SPACE}1", "A 1"),
        ("A\n1", "A 1"),
        ("A\N{ZERO WIDTH SPACE}1", "A1"),
        ("A\N{SOFT HYPHEN}-1", "A-1"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}A1", "A1"),
        ("Bu\N{COMBINING DIAERESIS}rger", "Bürger"),
        ("ä/ö <1>", "ä/ö <1>"),
    ],
)
def test_a_key_is_what_was_typed_without_what_nobody_sees(typed: Value, key: str) -> None:
    assert read_rows(HEADER, (typed, "Portal", "1")).keys == [key]


@pytest.mark.parametrize("dash", ["-", "–", "—", " . ", "...", "/", "--", "\N{ZERO WIDTH SPACE}", "\x07"])
def test_a_dash_is_no_key(dash: str) -> None:
    found = read_rows(HEADER, (dash, "Portal", "1"))

    assert found.left_out() == {1: "header", 2: "no-key"}
    assert str(found.finding("key-missing").cell) == "roadmap.xlsx / Roadmap / A2"


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        (date(2022, 2, 1), "01.02.2022"),
        (datetime(2022, 2, 1), "01.02.2022"),
        (datetime(2022, 2, 1, 1), "01.02.2022 01:00"),
        (time(1, 30), "01:30"),
        (timedelta(hours=26), "26:00"),
    ],
)
def test_a_key_that_was_turned_into_a_date_is_told(value: Value, typed: str) -> None:
    found = read_rows(HEADER, (value, "Portal", "1"))

    assert found.left_out() == {1: "header", 2: "no-key"}
    assert found.finding("key-is-date").value == typed
    assert typed in found.finding("key-is-date").message.de


@pytest.mark.parametrize("kind", ["error", "formula"])
def test_a_broken_key_is_told_once(kind: str) -> None:
    fault = CellFault("error", "#REF!") if kind == "error" else CellFault("formula", "=A1")

    found = read_rows(HEADER, (fault, "Portal", "1"))

    assert found.rules == [f"cell-{kind}"]
    assert found.left_out() == {1: "header", 2: "no-key"}


def test_the_second_project_of_a_key_is_left_out_and_told_where_the_first_stands() -> None:
    found = read(
        sheet(HEADER, ("a", "Portal", "1"), ("a ", "Karte", "1"), ("A", "Kiosk", "1"), name="Eins"),
        sheet(HEADER, ("a", "Wegweiser", "1"), ("b", "Bank", "1"), name="Zwei"),
    )

    assert found.keys == ["a", "A", "b"]
    assert found.left_out("Eins") == {1: "header", 3: "duplicate-key"}
    assert found.left_out("Zwei") == {1: "header", 2: "duplicate-key"}
    assert [(str(r.cell), r.message.en) for r in found.results if r.rule.id == "key-duplicate"] == [
        ("roadmap.xlsx / Eins / A3", "The identifier “a” already stands in roadmap.xlsx / Eins / A2."),
        ("roadmap.xlsx / Zwei / A2", "The identifier “a” already stands in roadmap.xlsx / Eins / A2."),
    ]


UNKEYED = 'key_from = ["title", "start"]\nrequired = ["title"]'
MADE_OF = ("Titel", "Beginn", "Ende")


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (("Portal", 2024, 2025), "Portal | 2024"),
        (("Portal", "06/2024", 2025), "Portal | 06/2024"),
        (("Portal", date(2024, 6, 5), 2025), "Portal | 05.06.2024"),
        (("Portal", datetime(2024, 6, 5, 2), 2025), "Portal | 05.06.2024"),
        (("Portal", "05.06.2024 02:00", 2025), "Portal | 05.06.2024"),
        (("Portal", "–", 2025), "Portal"),
        (("", "06/2024", 2025), "06/2024"),
    ],
)
def test_a_key_may_be_made_of_other_columns(row: tuple[Value, ...], key: str) -> None:
    assert read_rows(MADE_OF, row, columns=UNKEYED).keys == [key]


def test_a_key_made_of_other_columns_is_told_at_the_first_of_them() -> None:
    twice = read_rows(("Ende", "Beginn", "Titel"), (1, 2024, "Portal"), (2, 2024, "Portal"), columns=UNKEYED)
    missing = read_rows((*MADE_OF, "Link"), ("", "", 2025, "https://a.de"), ("", "-", 2024, "b"), columns=UNKEYED)

    assert twice.left_out() == {1: "header", 3: "duplicate-key"}
    assert str(twice.finding("key-duplicate").cell) == "roadmap.xlsx / Roadmap / C3"
    assert twice.finding("key-duplicate").value == "Portal | 2024"
    assert every_row_is_accounted_for(missing)
    assert missing.keys == []


def test_a_key_with_a_broken_part_is_no_key() -> None:
    found = read_rows(MADE_OF, ("Portal", CellFault("error", "#REF!"), 2025), columns=UNKEYED)

    assert found.left_out() == {1: "header", 2: "no-key"}
    assert found.rules == ["cell-error"]


def test_identifiers_beside_a_key_made_of_other_columns_do_not_matter() -> None:
    found = read_rows(("Kennung", *MADE_OF), (date(2024, 1, 1), "Portal", 2024, 2025), columns=UNKEYED)

    assert found.keys == ["Portal | 2024"]
    assert found.results == ()


# Cells that cannot be used ######################################################################################


def test_a_broken_cell_is_told_and_the_rest_of_its_row_is_read() -> None:
    found = read_rows((*HEADER, "Beginn"), ("a", CellFault("error", "#REF!"), "1", CellFault("formula", "=X1")))

    assert [(result.rule.id, str(result.cell)) for result in found.results] == [
        ("cell-error", "roadmap.xlsx / Roadmap / B2"),
        ("cell-formula", "roadmap.xlsx / Roadmap / D2"),
    ]
    assert [entry.column for entry in found.projects[0].entries] == ["field"]


def test_every_value_knows_its_column_and_what_was_typed() -> None:
    header = ("Titel", "Kennung", "x", "Handlungsfelder")

    found = read_rows(header, ("Portal", "a", "", "1, 3"), columns='ignore = ["x"]')

    project = found.projects[0]
    assert [(entry.column, entry.at, entry.typed) for entry in project.entries] == [
        ("title", 1, "Portal"),
        ("field", 4, "1, 3"),
        ("field", 4, "1, 3"),
    ]
    assert str(project.cell("field")) == "roadmap.xlsx / Roadmap / D2"
    assert str(project.cell("status")) == "roadmap.xlsx / Roadmap / 2"


def test_equal_values_of_different_types_are_kept_apart() -> None:
    same: list[Value] = [1, True, 1.0, "1"]
    rows = [(f"k{number}", "Portal", "1", value) for number, value in enumerate(same)]

    found = read_rows((*HEADER, "Beschreibung"), *rows)

    said = [project.first("description") for project in found.projects]
    assert said == [Words("1", "de"), Words("WAHR", "de"), Words("1", "de"), Words("1", "de")]


# Whatever stands in a sheet #####################################################################################

TITLES = [title for column in COLUMNS.values() for title in column.title]
WORDS = [*TITLES, "Summe", "Verwaltung", "laufend", "2022-02", "1, 3", "31.02.2024", "50 T€", "https://a.de/", "-", ""]
values: st.SearchStrategy[Value] = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.builds(CellFault, st.sampled_from(["error", "formula"]), st.just("#REF!")),
)
merges = st.builds(
    lambda top, left, height, width: Merge(top, left, top + height, left + width),
    *(st.integers(1, 9), st.integers(1, 6), st.integers(0, 4), st.integers(0, 3)),
)


@st.composite
def sheets(draw: st.DrawFn, name: str) -> Sheet:
    """A sheet of anything, most often with a header somewhere that names what a table must have."""
    header: list[Value] = draw(st.permutations(["Kennung", "Titel", "Handlungsfelder", "Beginn", "Kosten geplant"]))
    rows = draw(st.lists(st.lists(values, max_size=7), max_size=9))
    at = draw(st.integers(0, len(rows)))
    lines = [*rows[:at], header, *rows[at:]] if draw(st.booleans()) or rows else rows
    return Sheet(
        name,
        tuple(Row(number, tuple(line)) for number, line in enumerate(lines, start=1)),
        draw(st.sampled_from([False, False, False, True])),
        draw(st.frozensets(st.integers(1, 10), max_size=2)),
        draw(st.frozensets(st.integers(1, 7), max_size=1)),
        tuple(draw(st.lists(merges, max_size=2))),
    )


MAPPINGS = [town(), town('required = ["title"]\nkey_from = ["title", "start"]\nignore = ["Link"]')]


@few
@given(st.tuples(sheets("Eins"), sheets("Zwei")), st.sampled_from(MAPPINGS), st.booleans())
def test_whatever_stands_in_a_workbook_every_row_is_accounted_for_once(
    both: tuple[Sheet, Sheet], dataset: object, date_1904: bool
) -> None:
    (mapping,) = (town for town in MAPPINGS if town is dataset)

    found = read_in(mapping, workbook(*both, date_1904=date_1904))

    assert every_row_is_accounted_for(found)
    assert len(set(found.keys)) == len(found.keys)
    assert all(_is_told_where_it_stands(found, number) for number in range(len(found.results)))


def _is_told_where_it_stands(found: Reading, number: int) -> bool:
    """Whether a finding names a cell that exists."""
    cell = found.results[number].cell
    sheets = {sheet.name: len(list(sheet.rows)) for sheet in found.workbook.sheets}
    return cell.sheet is None or (cell.row or 0) <= sheets[cell.sheet]


@few
@given(st.sampled_from(sorted(set(TITLES) - {"Kennung", "Identifier", "Titel", "Title"})), values)
def test_whatever_stands_in_a_cell_is_said_or_told(title: str, value: Value) -> None:
    found = read_rows(("Kennung", "Titel", title), ("a", "Portal", value), columns='required = ["id"]')

    assert found.keys == ["a"]
    assert all(entry.at in (2, 3) for entry in found.projects[0].entries)
    broken = [result for result in found.results if result.rule.id in ("cell-error", "cell-formula")]
    assert isinstance(value, CellFault) == bool(broken)


def test_columns_are_lettered_as_a_spreadsheet_does() -> None:
    assert [column_letter(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
