"""Rows that are neither a project nor plainly something else: told where something might be lost, else passed over."""

from __future__ import annotations

import pytest

from pipeline.model.amount import Amount
from pipeline.model.workbook import CellFault, Value
from tests.sheets import Reading, read, read_rows, sheet

HEADER = ("Kennung", "Titel", "Handlungsfelder", "Beginn", "Kosten geplant", "Federführung")
FIRST = ("2026-01", "Portal", "1", 2024, 5000, "Amt 10")
SECOND = ("2026-02", "Wegweiser", "3", "06/2025", 700.5, "Amt 66")
BOTH = ["2026-01", "2026-02"]
BLANK: tuple[Value, ...] = ()


def told(found: Reading) -> list[tuple[str, str]]:
    """The rules that are broken, each with its cell."""
    return [(result.rule.id, result.cell.address) for result in found.results]


# Half a row #####################################################################################################


@pytest.mark.parametrize(
    "row",
    [
        ("", "", "", "", "", "Staatliche Handelsschule H10"),
        ("", "", "Bildung"),
        ("", "", "", 2024),
        ("", "", "", "", "", "", "", "siehe Anlage"),
        ("", "", "1", "", "", "Amt 40"),
        ("2026-03",),
        (7,),
    ],
)
def test_half_a_row_among_projects_is_told(row: tuple[Value, ...]) -> None:
    found = read_rows((*HEADER, "", "Notiz"), FIRST, row, SECOND, columns='ignore = ["Notiz"]')

    assert found.keys == BOTH
    assert found.left_out() == {1: "header", 3: "incomplete"}
    assert told(found) == [("row-incomplete", "3")]


@pytest.mark.parametrize(
    ("row", "merges"),
    [
        (("Verwaltung",), ""),
        (("", "Verwaltung"), ""),
        (("", "", "Verwaltung"), "C3:F3"),
        (("Bereich 2",), "A3:F3"),
        (("2026",), ""),
        ((2027,), ""),
        (("HF 1",), ""),
        (("Schule", "Schule", "Schule"), ""),
    ],
)
def test_headings_of_groups_are_still_known(row: tuple[Value, ...], merges: str) -> None:
    found = read(sheet(HEADER, FIRST, row, SECOND, merges=merges))

    assert found.left_out() == {1: "header", 3: "group"}
    assert found.results == ()


@pytest.mark.parametrize("heading", [("", "Verwaltung"), ("Verwaltung", "")])
def test_a_heading_may_have_the_sum_of_its_group_beside_it(heading: tuple[Value, ...]) -> None:
    third = ("2026-03", "Karte", "1", 2026, 50)

    found = read_rows(
        HEADER,
        (*heading, "", "", 5700.5),
        FIRST,
        SECOND,
        ("", "Schule", "", "", 110),
        third,
        ("2026-04", "Kiosk", "1", 2026, 60),
    )

    assert found.left_out() == {1: "header", 2: "group", 5: "group"}
    assert found.results == ()


def test_a_title_and_an_amount_that_is_no_sum_is_a_project_without_a_key() -> None:
    assert told(read_rows(HEADER, ("", "Verwaltung", "", "", 99), FIRST, SECOND)) == [("key-missing", "A2")]


@pytest.mark.parametrize(
    "row", [("Stand:", "22.11.2026"), ("Legende:", "grün = läuft", "rot = steht"), ("Quelle", "Hauptamt")]
)
def test_labels_with_what_they_tell_are_notes(row: tuple[Value, ...]) -> None:
    found = read_rows(HEADER, FIRST, SECOND, row, row)

    assert found.left_out() == {1: "header", 4: "note", 5: "note"}
    assert found.results == ()


def test_what_stands_below_a_sum_or_a_blank_row_at_the_end_is_a_note() -> None:
    below_sum = read_rows(HEADER, FIRST, SECOND, ("Summe", "", "", "", 5700.5), ("", "", "", "Stand: 22.11."))
    below_blank = read_rows(HEADER, FIRST, SECOND, BLANK, ("", "", "", "Stand: 22.11."))

    assert below_sum.left_out()[5] == below_blank.left_out()[5] == "note"
    assert below_sum.results == below_blank.results == ()


# Blank rows and prepared ones ###################################################################################


@pytest.mark.parametrize("row", [("\u200b", "\u00a0", " "), ("\ufeff",), ("-", "–", "-"), ("\u00ad\u2060", "\u3000")])
def test_what_nobody_sees_is_blank(row: tuple[Value, ...]) -> None:
    found = read_rows(HEADER, FIRST, row, SECOND)

    assert found.left_out() == {1: "header", 3: "blank"}


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        (lambda at: (at,), []),
        (lambda at: (f"{at}.",), []),
        (lambda at: (at, "", "", "", "", "Amt 10"), ["rows-prefilled"]),
        (lambda at: (f"P-{at:03}", "", "1"), ["rows-prefilled"]),
        (lambda _: ("", "", "bitte wählen", "", "", "bitte wählen"), ["rows-prefilled"]),
        (lambda _: ("", "", "1", "", 0, "Amt 10"), ["rows-prefilled"]),
        (lambda _: ("", "bitte eintragen", "1", "", "", "Amt 10"), ["rows-prefilled"]),
    ],
)
@pytest.mark.parametrize("after", [(), (("Stand: heute",),)])
def test_rows_prepared_below_the_table_are_no_projects_and_told_once(
    row: object, rules: list[str], after: tuple[tuple[Value, ...], ...]
) -> None:
    assert callable(row)

    found = read_rows(HEADER, FIRST, SECOND, *(row(at) for at in range(3, 203)), *after)

    assert found.keys == BOTH
    assert found.rules == rules
    assert list(found.left_out().values()).count("prefilled") == 200


def test_running_numbers_without_a_project_need_no_word() -> None:
    found = read_rows(("Nr.", *HEADER), (1, *FIRST), (2,), (3, *SECOND), (4,), (5,))

    assert found.left_out() == {1: "header", 3: "prefilled", 5: "prefilled", 6: "prefilled"}
    assert found.results == ()


def test_two_projects_to_come_with_keys_of_their_own_are_no_prepared_rows() -> None:
    found = read_rows(HEADER, FIRST, SECOND, ("2026-07", "", "1", 2027), ("2026-09", "", "1", 2027))

    assert found.keys == [*BOTH, "2026-07", "2026-09"]


# Placeholders ###################################################################################################


@pytest.mark.parametrize(
    "key", ["n.n.", "N. N.", "?", "???", "neu", "tbd", "TBD", "siehe oben", "x", "XX", "folgt", "wird vergeben", "…"]
)
def test_a_key_that_keeps_a_place_is_told_at_its_cell(key: str) -> None:
    found = read_rows(HEADER, FIRST, (key, "Karte", "1", 2024, 5), SECOND)

    assert found.keys == BOTH
    assert told(found) == [("key-placeholder", "A3")]


@pytest.mark.parametrize("key", ["NN-1", "neu-2", "N.N. 2", "TBD1", "x1", "Xanten"])
def test_a_key_with_something_of_its_own_is_one(key: str) -> None:
    assert read_rows(HEADER, FIRST, (key, "Karte", "1", 2024, 5), SECOND).results == ()


@pytest.mark.parametrize("title", ["n.n.", "?", "neu", "tbd", "folgt", "Titel folgt", "siehe oben"])
def test_a_title_that_keeps_a_place_is_told_at_its_cell(title: str) -> None:
    assert told(read_rows(HEADER, FIRST, ("2026-03", title, "1", 2024, 5), SECOND)) == [("title-placeholder", "B3")]


@pytest.mark.parametrize("title", ["Neue Mitte", "Test der Sirenen", "Folgt mir!", "X-Ray"])
def test_a_title_that_says_more_is_one(title: str) -> None:
    assert read_rows(HEADER, FIRST, ("2026-03", title, "1", 2024, 5), SECOND).results == ()


# Keys ###########################################################################################################


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BA-01", "BA–01"),
        ("BA-01", "ba-01"),
        ("BA-01", "BA-O1"),
        ("BA-01", "BA - 01"),
        ("BA-01", "BA_01"),
        ("K10", "KlO"),
    ],
)
def test_keys_that_the_eye_confuses_are_told_at_the_later(one: str, other: str) -> None:
    found = read_rows(HEADER, (one, *FIRST[1:]), (other, *SECOND[1:]))

    alike = one != "K10"
    assert told(found) == ([("key-alike", "A3")] if alike else [])
    assert found.keys == [one, other]


@pytest.mark.parametrize(
    ("one", "other"), [("BA-01", "BA-10"), ("1.1", "11"), ("A", "B"), ("Bo", "B0"), ("SOL", "S0L")]
)
def test_keys_that_differ_are_not_told(one: str, other: str) -> None:
    assert read_rows(HEADER, (one, *FIRST[1:]), (other, *SECOND[1:])).results == ()


def test_that_no_project_has_a_key_is_told_once_at_the_title() -> None:
    found = read_rows(HEADER, *[("", f"Projekt {at}", "1", 2024, at) for at in range(12)])

    assert told(found) == [("keys-missing", "A1")]
    assert found.finding("keys-missing").message.de.endswith("12 Projekte haben keine.")


# Merged cells ###################################################################################################


def test_an_amount_merged_over_projects_is_nobodys_and_told() -> None:
    found = read(sheet(HEADER, FIRST, (*SECOND[:4], "", "Amt 66"), ("2026-03", "Karte", "1", 2026, 9), merges="E2:E3"))

    assert told(found) == [("amount-merged", "E2")]
    assert [project.typed("budget_planned") for project in found.projects] == ["", "", "9"]


def test_an_amount_merged_over_the_rows_of_one_project_is_its_own() -> None:
    found = read(sheet(HEADER, FIRST, BLANK, SECOND, merges="A2:A3 E2:E3"))

    assert found.results == ()
    assert found.projects[0].typed("budget_planned") == "5000"


def test_an_amount_merged_over_two_columns_is_of_neither() -> None:
    found = read(sheet((*HEADER[:5], "Kosten Ist"), (*FIRST[:5], ""), merges="E2:F2"))

    assert told(found) == [("amount-merged", "E2")]
    assert found.projects[0].typed("budget_planned") == ""


def test_a_date_merged_over_two_columns_is_read_in_the_first_and_told() -> None:
    found = read(sheet((*HEADER[:4], "Ende"), (*FIRST[:4], ""), merges="D2:E2"))

    assert told(found) == [("cell-merged", "D2")]
    assert found.projects[0].typed("start") == "2024"


# Sums ###########################################################################################################


@pytest.mark.parametrize(
    "row",
    [
        ("Ergebnis", "", "", "", 5700.5),
        ("", "Gesamtergebnis", "", "", 5700.5),
        ("Teilergebnis", "", "", "", 5700.5),
        ("Verwaltung Ergebnis", "", "", "", 5700.5),
        ("2024 Ergebnis", "", "", "", 5700.5),
        ("Mittelwert", "", "", "", 2850.25),
        ("Anzahl von Titel", "", "", "", 2),
        ("Summe von Kosten", "", "", "", 5700.5),
        ("(Leer)", "", "", "", 0),
        ("", "", "Ergebnis", "", 5700.5),
        ("", 2, "Ergebnis", "", 5700.5),
        ("Gesamt", "", "", "", 5700.5, "ohne Mehrwertsteuer"),
        ("Summe", "-", "-", "–", 5700.5, "./."),
        ("", "Summe", "", "", 5700.5, "alle"),
        (3, "Summe", "", "", 5700.5),
        (3, "Gesamtergebnis:", "", "", 5700.5),
        ("", "Summe", "", "", CellFault("error", "#REF!")),
    ],
)
def test_what_excel_calls_sums_is_no_project(row: tuple[Value, ...]) -> None:
    found = read_rows(HEADER, FIRST, SECOND, row)

    assert found.keys == BOTH
    assert found.left_out() == {1: "header", 4: "total"}
    assert found.results == ()


@pytest.mark.parametrize(
    "row",
    [
        ("Ergebnis-1", "Rückblick", "1", 2024, 5),
        ("2026-03", "Ergebnispräsentation", "1", 2024, 5),
        ("2026-03", "Ergebnis der Umfrage", "", "", 5),
        ("2026-03", "Gesamtergebnis", "1"),
        ("2026-03", "Anzahl von Ladepunkten", "1"),
        ("Ergebnis", "Bürgerrat", "1", "laufend", 5, "Amt 10"),
    ],
)
def test_a_project_about_results_is_a_project(row: tuple[Value, ...]) -> None:
    assert len(read_rows(HEADER, FIRST, row, SECOND).projects) == 3


@pytest.mark.parametrize(
    ("typed", "stated"), [(153, "153"), ("18.135", "18.135"), (5700, ""), (5701.4, ""), (5705, ""), (5720, "5.720")]
)
def test_a_sum_that_is_not_that_of_its_column_is_told_but_for_rounding(typed: Value, stated: str) -> None:
    found = read_rows(HEADER, FIRST, SECOND, ("Summe", "", "", "", typed))

    assert told(found) == ([("total-differs", "E4")] if stated else [])
    if stated:
        assert (
            f"Die Summe in Zeile 4 ist {stated}, die Spalte „Kosten geplant“ ergibt 5.700,50."
            == found.results[0].message.de
        )


def test_sums_of_groups_and_of_all_are_each_their_own() -> None:
    rows: list[tuple[Value, ...]] = [
        ("Verwaltung",),
        FIRST,
        SECOND,
        ("", "Zwischensumme", "", "", 5700.5),
        ("Schule",),
        ("2026-03", "Karte", "1", 2026, 50),
        ("2026-04", "Kiosk", "1", 2026, 60),
        ("", "Zwischensumme", "", "", 110),
        ("", "Gesamtsumme", "", "", 5810.5),
    ]

    assert read_rows(HEADER, *rows).results == ()
    assert told(read_rows(HEADER, *rows[:7], ("", "Zwischensumme", "", "", 111.5), rows[8])) == [
        ("total-differs", "E9")
    ]


@pytest.mark.parametrize("total", [5000, 5700.5])
def test_a_sum_may_count_hidden_rows_or_not(total: float) -> None:
    found = read(sheet(HEADER, FIRST, SECOND, ("Summe", "", "", "", total), hidden_rows=(3,)))

    assert found.rules == ["hidden-left-out"]


def test_a_last_sum_may_be_that_of_all_tables_of_a_file() -> None:
    third = ("2026-03", "Karte", "1", 2026, 50)
    second: list[tuple[Value, ...]] = [
        (*HEADER[:3], "Kosten geplant"),
        ("2026-04", "Kiosk", "1", 60),
        ("Summe", "", "", 60),
        ("Gesamtsumme", "", "", 5810.5),
    ]

    below = read_rows(HEADER, FIRST, SECOND, third, ("Summe", "", "", "", 5750.5), BLANK, *second)
    on_sheets = read(sheet(HEADER, FIRST, SECOND, third), sheet(*second, name="Zwei"))

    assert below.results == on_sheets.results == ()


def test_rows_in_thousands_may_be_rounded_each_for_itself() -> None:
    rows = [(f"2026-{at}", f"Projekt {at}", "1", 2026, at) for at in range(1, 21)]

    assert read_rows((*HEADER[:4], "Kosten geplant (T€)"), *rows, ("Summe", "", "", "", 213)).results == ()
    assert read_rows(HEADER, *rows, ("Summe", "", "", "", 213)).rules == ["total-differs"]


def test_sums_are_not_judged_where_an_amount_could_not_be_read() -> None:
    assert "total-differs" not in read_rows(HEADER, FIRST, (*SECOND[:4], "viel"), ("Summe", "", "", "", 9999)).rules
    assert "total-differs" not in read_rows(HEADER, FIRST, (*SECOND[:4], "5 $"), ("Summe", "", "", "", 9999)).rules


def test_a_sum_is_read_in_the_unit_of_its_column() -> None:
    thousands = 'budget_planned = { titles = ["Kosten geplant"], factor = 1000 }'

    found = read_rows(HEADER, FIRST, SECOND, ("Summe", "", "", "", "5.700,5"), columns=thousands)

    assert found.results == ()
    amounts = [amount for project in found.projects for amount in project.values("budget_planned")]
    assert [amount.lexical for amount in amounts if isinstance(amount, Amount)] == ["5000000", "700500"]


def test_a_project_with_one_word_that_a_form_might_hold_is_a_project() -> None:
    found = read_rows(("Kennung", "Titel", "Actual cost"), ("a", "Portal", "Link"), columns='required = ["id"]')

    assert found.keys == ["a"]
