"""Conventions: how the cells of a column write numbers and dates is read from all of them, told, and never guessed."""

from __future__ import annotations

import pytest

from pipeline.model.amount import Amount
from pipeline.model.period import Period
from pipeline.model.workbook import Value
from tests.sheets import Reading, read_rows

COST = "Kosten geplant"


def _column(title: str, *cells: Value, columns: str = "") -> Reading:
    """A table with one column more than the least, each row a project."""
    rows = (("Kennung", "Titel", "Handlungsfelder", title), *((f"{n}", f"P{n}", "1", c) for n, c in enumerate(cells)))
    return read_rows(*rows, columns=columns)


def _amounts(found: Reading) -> list[str | None]:
    """What is read in each row; ``None`` where it is told and not read."""
    values = [project.first("budget_planned") for project in found.projects]
    return [value.lexical if isinstance(value, Amount) else None for value in values]


def _days(found: Reading, column: str = "start") -> list[str | None]:
    values = [project.first(column) for project in found.projects]
    return [value.begin.lexical if isinstance(value, Period) and value.begin else None for value in values]


# Amounts ########################################################################################################


@pytest.mark.parametrize(
    ("title", "cells", "expected"),
    [
        (
            "Kosten geplant / in Mio. €",
            ["12.5", "1.25", "1.250", "15.297"],
            ["12500000", "1250000", "1250000", "15297000"],
        ),
        (
            "Kosten geplant / in Mio. €",
            ["12,5", "1,25", "1,250", "15,297"],
            ["12500000", "1250000", "1250000", "15297000"],
        ),
        ("Kosten geplant / in T€", ["1.234,5", "18.000"], ["1234500", "18000000"]),
        ("Kosten geplant / in T€", ["17,25", "17.250"], ["17250", "17250000"]),
        ("Kosten geplant / in T€", ["1,250,000", "17.250"], ["1250000000", "17250"]),
        (COST, ["1.250 Mio. €", "0,854 Mio. €", "1.25 Mio. €", "2.5 Mio"], ["1250000", "854000", "1250000", "2500000"]),
        (COST, ["25.000", "12.500,50 €", "1.250"], ["25000", "12500.5", "1250"]),
        (COST, ["25,000", "12,500.50", "1,250"], ["25000", "12500.5", "1250"]),
        (COST, ["18.000", "250"], ["18000", "250"]),
    ],
)
def test_what_a_cell_does_not_show_its_column_does(title: str, cells: list[str], expected: list[str]) -> None:
    found = _column(title, *cells)

    assert _amounts(found) == expected
    assert not {"amount-mark-open", "amount-unit-open"} & set(found.rules)


@pytest.mark.parametrize(
    ("title", "cells", "open_rows"),
    [
        ("Kosten geplant / in T€", ["18.000", "50", "12"], [2]),
        ("Kosten geplant / in Mio. €", ["15.297", 12.5, 3], [2]),
        (COST, ["18.000", "18,500"], [2, 3]),
        (COST, ["12.5", "1.250"], [3]),
        (COST, ["1.250,50", "1,250.50", "1.250"], [4]),
        (COST, ["1.250 Mio. €", "80.000 €"], [2]),
    ],
)
def test_where_the_evidence_is_split_or_missing_the_cell_is_told(
    title: str, cells: list[Value], open_rows: list[int]
) -> None:
    found = _column(title, *cells)

    told = [result.cell.row for result in found.results if result.rule.id == "amount-mark-open"]
    assert told == open_rows
    assert [n for n, amount in enumerate(_amounts(found), 2) if amount is None] == open_rows


@pytest.mark.parametrize("cell", ["50,00 €", "50 EUR", "€ 50", "50.000,00 €"])
def test_a_currency_sign_in_a_column_of_thousands_is_told(cell: str) -> None:
    found = _column("Kosten geplant / in T€", cell, "50", "50 T€")

    assert [str(result.cell) for result in found.results if result.rule.id == "amount-unit-open"] == [
        "roadmap.xlsx / Roadmap / D2"
    ]
    assert _amounts(found) == [None, "50000", "50000"]


@pytest.mark.parametrize("cell", ["Los 1.2", "bis 12.5", "€ 12.5 €"])
def test_what_is_no_amount_shows_nothing_of_the_others(cell: str) -> None:
    assert _amounts(_column(COST, "18.000", cell, "1.250 €")) == ["18000", None, "1250"]


def test_the_settings_of_a_column_go_before_its_cells() -> None:
    options = 'budget_planned = { titles = ["Kosten in T€"], factor = 1000, decimal = ".", sign = "plain" }'

    found = _column("Kosten in T€", "18.000", "50 €", "1,250.5", columns=options)

    assert _amounts(found) == ["18000", "50", "1250500"]
    assert found.rules == []


def test_the_unit_in_a_title_is_that_of_the_column() -> None:
    assert _amounts(_column("Kosten geplant\n(in T€)", 25, 12.5)) == ["25000", "12500"]
    assert _amounts(_column("Kosten geplant / Mio. €", 25)) == ["25000000"]


def test_a_title_that_names_another_unit_than_the_settings_is_told_at_the_header() -> None:
    found = _column("Kosten geplant / in T€", 25, columns="budget_planned = { factor = 1000000 }")

    assert [(result.rule.id, result.cell.address) for result in found.results] == [("amount-unit-contradicted", "D1")]


def test_what_was_taken_is_told_with_the_cells_that_show_it() -> None:
    found = _column("Kosten geplant / in Mio. €", "12.5", "1.25", "1.250")

    told = found.finding("column-convention")
    assert told.cell.address == "D1"
    assert "D2 „12.5“, D3 „1.25“" in told.message.de
    assert "D4 „1.250“" in told.message.de


def test_an_amount_a_hundred_times_the_usual_one_is_told() -> None:
    found = _column(COST, 12_000, 25_000, 18_000, 2_500_000, 9_000, 1_200_000)

    assert [result.cell.address for result in found.results if result.rule.id == "amount-outlier"] == ["D5"]
    assert "2.500.000 EUR" in found.finding("amount-outlier").message.de


@pytest.mark.parametrize("cells", [(1, 1_000_000), (10, 20, 30, 900, 1_999)])
def test_few_or_moderate_amounts_do_not_stand_out(cells: tuple[int, ...]) -> None:
    assert "amount-outlier" not in _column(COST, *cells).rules


# Dates ##########################################################################################################


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["3/1/24", "12/31/27"], ["2024-03-01", "2027-12-31"]),
        (["3/1/24", "31/12/27"], ["2024-01-03", "2027-12-31"]),
        (["03-01-2024", "28-02-2025"], ["2024-01-03", "2025-02-28"]),
        (["3/1/24", "5.6.2026"], ["2024-01-03", "2026-06-05"]),
        (["5/5/24"], ["2024-05-05"]),
    ],
)
def test_one_day_shows_the_order_of_the_others(cells: list[str], expected: list[str]) -> None:
    found = _column("Beginn", *cells)

    assert _days(found) == expected


@pytest.mark.parametrize(("cells", "open_rows"), [(["3/1/24"], [2]), (["3/1/24", "31/12/24", "12/31/24"], [2])])
def test_a_day_that_may_be_two_is_told(cells: list[str], open_rows: list[int]) -> None:
    found = _column("Beginn", *cells)

    assert [result.cell.row for result in found.results if result.rule.id == "date-order-open"] == open_rows


def test_the_dates_of_another_column_show_the_order_too() -> None:
    rows = (("1", "P1", "1", "3/1/24", "12/31/27"), ("2", "P2", "1", "4/1/24", ""))

    found = read_rows(("Kennung", "Titel", "Handlungsfelder", "Beginn", "Ende"), *rows)

    assert _days(found) == ["2024-03-01", "2024-04-01"]
    assert "E2 „12/31/27“" in found.finding("column-convention").message.de


def test_the_settings_name_the_order_and_the_century() -> None:
    found = _column("Beginn", "3/1/24", "1.1.75", columns='start = { order = "mdy", first_year = 1970 }')

    assert _days(found) == ["2024-03-01", "1975-01-01"]


def test_a_planned_end_in_two_digits_lies_ahead() -> None:
    assert _days(_column("Ende", "31.12.40", "31.12.45"), "end") == ["2040-12-31", "2045-12-31"]


# Keys ###########################################################################################################


@pytest.mark.parametrize(
    "note",
    [
        "Alle Beträge in T€", "Angaben in Tsd. Euro", "(in Mio. €)", "Kosten in 1.000 €", "Einheit: TEUR",
        "All amounts in thousand euros", "Figures in millions of EUR", "Werte in k€",
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_above", [True, False])
def test_a_unit_that_stands_beside_the_table_is_told(note: str, is_above: bool) -> None:
    head, row = ("Kennung", "Titel", "Handlungsfelder", "Kosten geplant"), ("a", "Portal", "1", 12)
    found = read_rows((note,), head, row) if is_above else read_rows(head, row, (note,))

    assert found.finding("amount-unit-aside").value == note
    assert found.finding("amount-unit-aside").cell.row == (1 if is_above else 3)


@pytest.mark.parametrize(
    ("note", "title"),
    [
        ("Alle Beträge in T€", "Kosten geplant (T€)"),
        ("Alle Beträge in Euro", "Kosten geplant"),
        ("Ein Programm über 2 Mio. €", "Kosten geplant"),
        ("Stand: 1. Mai 2026, in Arbeit", "Kosten geplant"),
    ],
)
def test_a_note_that_changes_no_unit_is_none(note: str, title: str) -> None:
    found = read_rows((note,), ("Kennung", "Titel", "Handlungsfelder", title), ("a", "Portal", "1", 12))

    assert "amount-unit-aside" not in found.rules


@pytest.mark.parametrize(
    ("key", "shown"),
    [(1.1, "1,1"), (2024.1, "2024,1"), (12345678901234567, "12345678901234567"), (True, "WAHR"), (float("inf"), "inf")],
)
def test_a_key_that_a_program_changed_is_told(key: Value, shown: str) -> None:
    found = read_rows(("Kennung", "Titel", "Handlungsfelder"), (key, "Portal", "1"))

    assert found.keys == []
    assert found.finding("key-lost").value == shown
