"""What was taken of the cells of a column, and what its title or a note says otherwise, is told in whole words."""

from __future__ import annotations

import pytest

from pipeline.model.workbook import Value
from tests.sheets import Reading, read_rows

LEAST = ("Kennung", "Titel", "Handlungsfelder")
MILLIONS, BEGIN = "Kosten geplant / in Mio. €", "Beginn"


def _column(title: str, *cells: Value, columns: str = "") -> Reading:
    rows = ((*LEAST, title), *((f"{n}", f"P{n}", "1", cell) for n, cell in enumerate(cells)))
    return read_rows(*rows, columns=columns)


def _taken(found: Reading) -> list[str]:
    return [result.message.de for result in found.results if result.rule.id == "column-convention"]


@pytest.mark.parametrize(
    ("cells", "taken"),
    [
        (["12.5", "1.250"], "Der Punkt trennt die Dezimalstellen"),
        (["12,5", "1,250"], "Das Komma trennt die Dezimalstellen"),
        (["12,5", "1.250"], "Der Punkt trennt die Tausender"),
        (["12.5", "1,250"], "Das Komma trennt die Tausender"),
    ],
)
def test_what_a_mark_does_is_told_with_the_cell_that_shows_it(cells: list[Value], taken: str) -> None:
    said = f"{taken}: Das zeigt in der Spalte „{MILLIONS}“ zum Beispiel D2 „{cells[0]}“. Ebenso gelesen wurde D3"

    (told,) = _taken(_column(MILLIONS, *cells))

    assert told.startswith(f"{said} „{cells[1]}“.")


def test_a_cell_that_shows_the_very_mark_is_the_witness() -> None:
    (told,) = _taken(_column(MILLIONS, "12,5", "1.250.000,5", "1.250"))

    assert "zum Beispiel D3 „1.250.000,5“. Ebenso gelesen wurde D4 „1.250“." in told


def test_each_open_mark_is_told_by_itself() -> None:
    told = _taken(_column(MILLIONS, "12,5", "1,250", "1.250"))

    assert [text.partition(":")[0] for text in told] == [
        "Das Komma trennt die Dezimalstellen",
        "Der Punkt trennt die Tausender",
    ]


@pytest.mark.parametrize(
    ("count", "witnesses"),
    [
        (2, "D2 „12,5“, D3 „12,5“."),
        (3, "D2 „12,5“, D3 „12,5“, D4 „12,5“."),
        (4, "D2 „12,5“, D3 „12,5“, D4 „12,5“ …."),
        (6, "D2 „12,5“, D3 „12,5“, D4 „12,5“ …."),
    ],
)
def test_of_many_cells_three_are_named(count: int, witnesses: str) -> None:
    (told,) = _taken(_column(MILLIONS, *["12,5"] * count, *["1,250"] * count))

    assert f"zum Beispiel {witnesses}" in told


def test_a_long_cell_is_cut_where_it_is_named() -> None:
    (told,) = _taken(_column(MILLIONS, " 12.345.678.901,55 Mio. Euro", "1,250"))

    assert "zum Beispiel D2 „12.345.678.901,55 Mi“." in told


def test_settings_that_name_the_mark_are_no_news() -> None:
    settings = 'budget_planned = { titles = ["Kosten"], factor = 1000000, decimal = "," }'

    assert _taken(_column("Kosten", "12,5", "1,250", columns=settings)) == []


@pytest.mark.parametrize(
    ("cells", "taken"),
    [(["12/31/24", "3/1/24"], "Der Monat steht vor dem Tag"), (["31/12/24", "3/1/24"], "Der Tag steht vor dem Monat")],
)
def test_the_order_of_day_and_month_is_told_with_the_cell_that_shows_it(cells: list[Value], taken: str) -> None:
    found = _column(BEGIN, *cells)

    said = f"{taken}: Das zeigt in der Spalte „{BEGIN}“ zum Beispiel D2 „{cells[0]}“. Ebenso gelesen wurde D3 „3/1/24“."
    assert _taken(found) == [told for told in _taken(found) if told.startswith(said)]
    assert found.finding("column-convention").cell.address == "D1"
    assert len(_taken(found)) == 1


def test_an_order_that_only_the_settings_name_has_no_witness_and_one_that_cells_show_has() -> None:
    settings = 'start = { order = "mdy" }'

    assert _taken(_column(BEGIN, "3/1/24", columns=settings)) == []
    (told,) = _taken(_column(BEGIN, "3/1/24", "31/12/24", "12/31/24", columns=settings))
    assert "zum Beispiel D4 „12/31/24“" in told


def test_a_column_goes_by_its_own_dates_before_those_of_the_others() -> None:
    rows = (("1", "P1", "1", "3/1/24", "12/31/27"), ("2", "P2", "1", "31/12/24", "4/1/27"))

    found = read_rows((*LEAST, "Beginn", "Ende"), *rows)

    assert [(result.cell.address, result.message.de.partition(":")[0]) for result in found.results] == [
        ("D1", "Der Tag steht vor dem Monat"),
        ("E1", "Der Monat steht vor dem Tag"),
    ]


def test_words_below_the_header_of_amounts_and_dates_show_nothing() -> None:
    rows = (("1", "P1", "1", "laufend", "offen"), ("2", "P2", "1", "3/1/24", "1.250"))

    found = read_rows((*LEAST, "Beginn", "Kosten geplant"), *rows)

    assert _taken(found) == []


@pytest.mark.parametrize(
    ("title", "settings", "settled"),
    [
        ("Kosten geplant / in T€", "factor = 1000000", "1.000.000 EUR"),
        ("Kosten geplant / in CHF", 'currency = "EUR"', "1 EUR"),
        ("Kosten geplant / in T€", 'factor = 1000, currency = "CHF"', "1.000 CHF"),
    ],
)
def test_a_title_that_contradicts_the_settings_is_told_with_what_is_settled(
    title: str, settings: str, settled: str
) -> None:
    found = _column(title, 12, columns=f"budget_planned = {{ {settings} }}")

    told = found.finding("amount-unit-contradicted")
    assert (told.cell.address, told.value) == ("D1", title)
    assert f"Die Überschrift „{title}“ nennt" in told.message.de
    assert f"(1 heißt hier {settled})" in told.message.de


@pytest.mark.parametrize(
    ("title", "settings"),
    [
        ("Kosten geplant / in T€", "factor = 1000"),
        ("Kosten geplant / in T€", 'currency = "EUR"'),
        ("Kosten geplant", 'factor = 1000, currency = "CHF"'),
    ],
)
def test_a_title_that_says_no_other_unit_contradicts_nothing(title: str, settings: str) -> None:
    found = _column(title, 12, columns=f"budget_planned = {{ {settings} }}")

    assert "amount-unit-contradicted" not in found.rules


def test_a_unit_beside_the_table_is_told_once_with_all_columns_that_lack_it() -> None:
    head = (*LEAST, "Kosten geplant", "Kosten Ist")
    found = read_rows((" Alle Beträge in T€ ",), ("in Mio. €",), head, ("a", "Portal", "1", 12, 13))

    told = found.finding("amount-unit-aside")
    assert (told.cell.address, told.value) == ("A1", "Alle Beträge in T€")
    assert "„Alle Beträge in T€“. " in told.message.de
    assert "(Kosten geplant, Kosten Ist)" in told.message.de


def test_a_unit_beside_the_table_is_found_in_whichever_column_it_stands() -> None:
    found = read_rows(("", "", "Alle Beträge in T€"), (*LEAST, "Kosten geplant"), ("a", "Portal", "1", 12))

    told = found.finding("amount-unit-aside")
    assert told.cell.address == "C1"
    assert "(Kosten geplant)" in told.message.de


def test_a_unit_among_other_cells_is_no_note() -> None:
    head = (*LEAST, "Kosten geplant")

    assert "amount-unit-aside" not in read_rows(("Alle Beträge in T€", "x"), head, ("a", "Portal", "1", 12)).rules


@pytest.mark.parametrize("settings", ["factor = 1000", "factor = 1"])
def test_settings_that_name_the_unit_need_no_note(settings: str) -> None:
    rows = (("Alle Beträge in T€",), (*LEAST, "Kosten geplant"), ("a", "Portal", "1", 12))

    assert "amount-unit-aside" not in read_rows(*rows, columns=f"budget_planned = {{ {settings} }}").rules
