"""What rows below a header are: projects, and all else that people write into tables."""

from __future__ import annotations

import pytest

from pipeline.model.workbook import CellFault, Value
from tests.sheets import Reading, every_row_is_accounted_for, read, read_rows, sheet

HEADER = ("Kennung", "Titel", "Handlungsfelder", "Beginn", "Kosten geplant")
FIRST = ("2026-01", "Portal", "1", 2024, 5000)
SECOND = ("2026-02", "Wegweiser", "3", "06/2025", 700.5)
BLANK: tuple[Value, ...] = ()


def between(*rows: tuple[Value, ...], columns: str = "") -> Reading:
    """Rows that stand between two projects."""
    return read_rows(HEADER, FIRST, *rows, SECOND, columns=columns)


def at_the_end(*rows: tuple[Value, ...]) -> Reading:
    """Rows that stand below all projects."""
    return read_rows(HEADER, FIRST, SECOND, *rows)


BOTH = ["2026-01", "2026-02"]


# Projects #######################################################################################################


def test_full_rows_are_projects_in_their_order() -> None:
    found = read_rows(HEADER, SECOND, FIRST)

    assert found.keys == ["2026-02", "2026-01"]
    assert [project.row for project in found.projects] == [2, 3]


@pytest.mark.parametrize(
    "row",
    [
        ("2026-03", "Karte"),
        ("2026-03", "Karte", "", "", 5),
        ("2026-03", "", "1"),
        ("2026-03", "Gesamt"),
        (7, "Gesamt-IT-Konzept", "", 2024, 5000),
        (7, "Total digital", "", 2024, 5000),
        (7, "Summe der Teile", "", 2024, 5000),
        ("2026-03", 2024, "", 2024, 5000),
        ("laufend", "Karte", "1", "offen", "k. A."),
        ("a", "b", "c", "d", "e"),
    ],
)
def test_a_row_with_a_key_and_something_more_is_a_project(row: tuple[Value, ...]) -> None:
    found = between(row)

    assert [project.row for project in found.projects] == [2, 3, 4]
    assert found.left_out() == {1: "header"}


def test_the_first_project_is_no_second_header_though_it_is_all_words() -> None:
    for row in (("a", "Portal", "1", "laufend", "offen"), ("a-1", "Portal", "E-Government", "irgendwann", "viel")):
        found = read_rows(HEADER, row, SECOND)

        assert found.left_out() == {1: "header"}, row
        assert found.keys == [row[0], "2026-02"]


def test_a_row_without_a_key_among_the_others_is_a_project_to_be_mended() -> None:
    found = between(("", "Karte", "1", 2024, 5))

    assert found.keys == BOTH
    assert found.left_out() == {1: "header", 3: "no-key"}
    assert str(found.finding("key-missing").cell) == "roadmap.xlsx / Roadmap / A3"


def test_an_unfinished_project_with_a_title_and_a_date_is_not_taken_for_a_heading() -> None:
    found = between(("", "Karte", "", 2024))

    assert found.left_out() == {1: "header", 3: "no-key"}


# Blank rows, headings and notes #################################################################################


@pytest.mark.parametrize("row", [BLANK, ("",), (" ", "\n", "\t"), ("",) * 40])
def test_a_row_of_blanks_is_blank(row: tuple[Value, ...]) -> None:
    found = between(row, row)

    assert found.keys == BOTH
    assert found.left_out() == {1: "header", 3: "blank", 4: "blank"}


@pytest.mark.parametrize("row", [("Verwaltung",), ("", "Verwaltung"), ("Nr. 1",), ("Schule", "Schule", "Schule")])
def test_a_single_text_among_the_projects_is_a_heading(row: tuple[Value, ...]) -> None:
    first = read_rows(HEADER, row, FIRST, row, row, SECOND)

    assert first.keys == BOTH
    assert first.left_out() == {1: "header", 2: "group", 4: "group", 5: "group"}


def test_a_single_text_below_the_last_project_is_a_note() -> None:
    found = at_the_end(("* vorläufig",), BLANK, ("Quelle: Amt 10",), ("", "Stand: 2026"))

    assert found.left_out() == {1: "header", 4: "note", 5: "blank", 6: "note", 7: "note"}


def test_two_words_after_a_blank_row_are_a_note_and_no_project() -> None:
    found = at_the_end(BLANK, ("", "Datenstand", "", "22.11.2026"), ("", "Benutzer", "x12345"))

    assert found.left_out() == {1: "header", 4: "blank", 5: "note", 6: "note"}


def test_a_heading_before_the_first_and_a_blank_row_within_do_not_end_the_table() -> None:
    found = read_rows(HEADER, BLANK, ("Verwaltung",), FIRST, BLANK, BLANK, ("Schule",), BLANK, SECOND, BLANK)

    assert found.keys == BOTH
    assert found.left_out() == {
        1: "header", 2: "blank", 3: "group", 5: "blank", 6: "blank", 7: "group", 8: "blank", 10: "blank"
    }  # fmt: skip


# Sums ###########################################################################################################


@pytest.mark.parametrize(
    "row",
    [
        ("Summe", "", "", "", 5700.5),
        ("", "Summe", "", "", 5700.5),
        ("", "", "", "Summe:", 5700.5),
        ("", "Gesamtsumme", "", "", "5.700,50 €"),
        ("", "Zwischensumme 2024", "", "", 5700),
        ("", "Gesamt", "", 2, 5700),
        ("", "Insgesamt", "", "", 5700),
        ("Total", "", "", "", 5700),
        ("Total général", "", "", "", CellFault("error", "#REF!")),
        ("", "Grand total", "", "", 5700),
        ("", "∑", "", "", 5700),
        ("", "", "", "", 5700.5),
        ("", "", "", "", "235.517.271,75\N{NO-BREAK SPACE}€"),
        ("", "", "", 2, 5700),
        ("Summe", "2 Projekte", "", "", 5700),
    ],
)
def test_a_sum_is_no_project(row: tuple[Value, ...]) -> None:
    last, within = at_the_end(row, row), between(row)

    assert last.keys == within.keys == BOTH
    assert last.left_out() == {1: "header", 4: "total", 5: "total"}
    assert within.left_out() == {1: "header", 3: "total"}


def test_a_long_run_of_digits_takes_no_time() -> None:
    found = between(("", "", "", "", "1" * 30_000 + "x"))

    assert found.keys == BOTH


# Headers again ##################################################################################################


def test_a_header_repeated_for_print_is_left_out() -> None:
    found = between(("KENNUNG", "Titel ", "Handlungs-felder", "Beginn", ""))

    assert found.left_out() == {1: "header", 3: "repeated-header"}


def test_a_second_row_in_another_language_goes_on_with_the_header_and_may_be_repeated_with_it() -> None:
    english = ("no.", "operation name", "field (a)", "operation start date", "eligible expenditure")

    found = read_rows(HEADER, english, (1, 2, 3, 4, 5), FIRST, HEADER, english, SECOND)

    assert found.keys == BOTH
    assert found.left_out() == {
        1: "header", 2: "header", 3: "numbering", 5: "repeated-header", 6: "repeated-header"
    }  # fmt: skip


def test_only_directly_below_the_header_words_go_on_with_it() -> None:
    found = between(("no.", "operation name", "field", "operation start date", "eligible expenditure"))

    assert [project.row for project in found.projects] == [2, 3, 4]


# Merged cells ###################################################################################################


def test_a_cell_merged_over_rows_speaks_for_each_of_them() -> None:
    found = read(
        sheet(
            (*HEADER, "Federführung"),
            ("a", "Portal", "1", 2024, 5, "Hauptamt"),
            ("b", "Wegweiser", "", "", 7),
            ("c", "Karte", "", 2025, 9),
            ("d", "Kiosk", "1", 2026, 9, "Bauamt"),
            merges="C2:C4 D2:D3 F2:F4",
        )
    )

    fields = [project.typed("field") for project in found.projects]
    leads = [project.typed("lead") for project in found.projects]
    assert fields == ["1", "1", "1", "1"]
    assert leads == ["Hauptamt", "Hauptamt", "Hauptamt", "Bauamt"]
    assert [project.typed("start") for project in found.projects] == ["2024", "2024", "2025", "2026"]


def test_a_key_merged_over_rows_is_the_key_of_the_first_alone() -> None:
    found = read(sheet(HEADER, FIRST, ("", "Zweiter Teil", "1", 2025, 5), SECOND, merges="A2:A3"))

    assert found.keys == BOTH
    assert found.left_out() == {1: "header", 3: "no-key"}


def test_rows_that_are_nothing_but_the_rest_of_merged_cells_are_blank() -> None:
    found = read(sheet(HEADER, FIRST, BLANK, ("",), SECOND, merges="A2:A4 B2:B4 C2:C4 D2:D4 E2:E4"))

    assert found.keys == BOTH
    assert found.left_out() == {1: "header", 3: "blank", 4: "blank"}


def test_a_heading_merged_over_all_columns_is_a_heading() -> None:
    found = read(sheet(HEADER, ("Verwaltung",), FIRST, SECOND, merges="A2:E2"))

    assert found.left_out() == {1: "header", 2: "group"}


def test_a_column_merged_to_the_end_of_all_sheets_takes_no_time() -> None:
    found = read(sheet(HEADER, FIRST, SECOND, merges="E2:E1048576 D3:D1048576"))

    assert found.rules == ["amount-merged"]


# Hidden rows and ragged ones ####################################################################################


def test_hidden_rows_of_all_kinds_are_hidden_before_all_else() -> None:
    found = read(sheet(HEADER, FIRST, ("Summe", "", "", "", 5), HEADER, BLANK, SECOND, hidden_rows=(3, 4, 5)))

    assert found.keys == BOTH
    assert found.left_out() == {1: "header", 3: "hidden", 4: "hidden", 5: "hidden"}


def test_rows_may_be_shorter_and_longer_than_the_header() -> None:
    found = read_rows(HEADER, FIRST, ("2026-03", "Karte"), (*SECOND, "", "x"))

    assert found.keys == ["2026-01", "2026-03", "2026-02"]
    assert every_row_is_accounted_for(found)


# Tables whose keys are made of other columns ####################################################################

UNKEYED = 'key_from = ["title", "lead"]\nrequired = ["title"]'


def test_without_a_column_of_keys_the_same_rows_are_told_apart() -> None:
    found = read_rows(
        ("Titel", "Federführung", "Beginn", "Kosten geplant"),
        ("Verwaltung",),
        ("Portal", "Hauptamt", 2024, 5),
        ("", "", "", 5),
        ("Wegweiser", "", 2024, 5),
        BLANK,
        ("Stand", "2026"),
        columns=UNKEYED,
    )

    assert found.keys == ["Portal | Hauptamt", "Wegweiser"]
    assert found.left_out() == {1: "header", 2: "group", 4: "total", 6: "blank", 7: "note"}
