"""Where in a sheet the table stands, however its header is laid out, and what is wrong with its columns."""

from __future__ import annotations

import pytest

from pipeline.model.report import Severity, Text
from pipeline.model.workbook import Value
from tests.sheets import Reading, by_reason, every_row_is_accounted_for, read, read_rows, sheet

HEADER = ("Kennung", "Titel", "Handlungsfelder")
FIRST = ("a", "Portal", "1")
SECOND = ("b", "Wegweiser", "3")
BLANK: tuple[Value, ...] = ()


def columns(found: Reading, sheet_number: int = 0) -> dict[str, str]:
    """The columns of a table with their titles in the sheet."""
    return {column.name: column.title for column in found.located.tables[sheet_number].columns}


def message(found: Reading, rule: str) -> str:
    return found.finding(rule).message.en


# Above the header ###############################################################################################


def test_a_header_in_the_first_row_is_found() -> None:
    found = read_rows(HEADER, FIRST, SECOND)

    assert columns(found) == {"id": "Kennung", "title": "Titel", "field": "Handlungsfelder"}
    assert found.keys == ["a", "b"]
    assert found.left_out() == {1: "header"}


def test_titles_and_blank_rows_above_the_header_are_told_apart() -> None:
    found = read_rows(("Roadmap der Musterstadt",), BLANK, ("Stand:", "22.11.2026"), ("", " "), HEADER, FIRST)

    assert found.keys == ["a"]
    assert found.left_out() == {1: "title", 2: "blank", 3: "title", 4: "blank", 5: "header"}


def test_a_title_merged_over_all_columns_is_no_header() -> None:
    found = read(sheet(("Titel der Roadmap",), HEADER, FIRST, merges="A1:C1"))

    assert columns(found) == {"id": "Kennung", "title": "Titel", "field": "Handlungsfelder"}
    assert found.left_out() == {1: "title", 2: "header"}


def test_a_note_beside_the_header_names_no_column() -> None:
    found = read_rows(("", "", "", "Stand", "22.11.2026"), HEADER, FIRST)

    assert columns(found) == {"id": "Kennung", "title": "Titel", "field": "Handlungsfelder"}
    assert found.left_out() == {1: "title", 2: "header"}


@pytest.mark.parametrize("numbering", [(1, 2, 3), (1.0, 2.0, 3.0), ("(1)", "(2)", "(3)"), ("1.", "2.", "3.")])
def test_a_row_that_numbers_the_columns_may_stand_above_or_below_the_header(numbering: tuple[Value, ...]) -> None:
    above = read_rows(numbering, HEADER, FIRST)
    below = read_rows(HEADER, numbering, FIRST)

    assert above.left_out() == {1: "numbering", 2: "header"}
    assert below.left_out() == {1: "header", 2: "numbering"}
    assert above.keys == below.keys == ["a"]


@pytest.mark.parametrize("count", [99, 100, 700])
def test_a_header_far_down_is_found(count: int) -> None:
    notes = [(f"Zeile {number}",) for number in range(count)]

    assert read_rows(*notes, HEADER, FIRST).keys == ["a"]


# Headers of several rows ########################################################################################


def test_a_title_merged_over_two_columns_speaks_for_both() -> None:
    found = read(
        sheet(
            ("Kennung", "Titel", "Handlungsfelder", "Kosten", ""),
            ("", "", "", "geplant", "Ist"),
            ("a", "Portal", "1", 10, 20),
            merges="A1:A2 B1:B2 C1:C2 D1:E1",
        )
    )

    assert columns(found) == {
        "id": "Kennung",
        "title": "Titel",
        "field": "Handlungsfelder",
        "budget_planned": "Kosten geplant",
        "budget_actual": "Kosten Ist",
    }
    assert found.left_out() == {1: "header", 2: "header"}


def test_headings_above_a_complete_header_are_part_of_it_where_they_are_needed() -> None:
    found = read(
        sheet(
            ("Allgemein", "", "", "Kosten", "", "Zeitraum", ""),
            ("Kennung", "Titel", "Handlungsfelder", "geplant", "Ist", "Beginn", "Ende"),
            ("a", "Portal", "1", 10, 20, 2024, 2025),
            merges="A1:C1 D1:E1 F1:G1",
        )
    )

    assert set(columns(found)) == {"id", "title", "field", "budget_planned", "budget_actual", "start", "end"}
    assert found.left_out() == {1: "header", 2: "header"}


def test_headings_above_a_complete_header_are_titles_where_they_are_not() -> None:
    found = read(sheet(("Allgemein", "", "Zuordnung"), HEADER, FIRST, merges="A1:B1"))

    assert columns(found)["title"] == "Titel"
    assert found.left_out() == {1: "title", 2: "header"}


def test_a_header_may_have_three_rows() -> None:
    found = read(
        sheet(
            ("Kennung", "Titel", "Handlungsfelder", "Externe", ""),
            ("", "", "", "Beteiligung", ""),
            ("", "", "", "ja/nein", "Link"),
            ("a", "Portal", "1", "ja", "https://example.org/"),
            merges="A1:A3 B1:B3 C1:C3 D1:E1 D2:E2",
        ),
        columns='participation = "Externe Beteiligung ja/nein"',
    )

    assert set(columns(found)) == {"id", "title", "field", "participation", "link"}
    assert by_reason(found.left_out()) == {"header": [1, 2, 3]}


def test_a_word_hyphenated_over_two_rows_is_one_title() -> None:
    found = read_rows(("Kennung", "Titel", "Handlungs-"), ("", "", "felder"), FIRST)

    assert columns(found)["field"] == "Handlungs- felder"
    assert found.keys == ["a"]


@pytest.mark.parametrize("word", ["Förderung", "Status", "Link", "Ende", "Stand"])
def test_a_project_that_holds_a_word_known_as_a_title_is_no_part_of_the_header(word: str) -> None:
    header = (*HEADER, "Art")

    ignored = read_rows(header, (*FIRST, word), (*SECOND, word), columns='ignore = ["Art"]')
    heading = read_rows(header, ("", "", "", word), (*FIRST, "x"), columns='ignore = ["Art"]')

    assert ignored.left_out() == {1: "header"}
    assert ignored.keys == ["a", "b"]
    assert heading.left_out() == {1: "header", 2: "incomplete"}
    assert heading.keys == ["a"]


# Titles #########################################################################################################


@pytest.mark.parametrize(
    "title",
    ["Titel", "titel", " TITEL ", "Titel:", "Titel *", "Ti-\ntel", "Titel\n", "Title", "Titel / Title", "Title/\nTitel",
     "Titel\n(Title, titre)", "Nom / Titel / Name", "Name\n\nTitel"],
)  # fmt: skip
def test_a_title_is_known_whatever_its_spelling_and_beside_another_language(title: str) -> None:
    found = read_rows(("Kennung", title, "Handlungsfelder"), FIRST)

    assert "title" in columns(found)
    assert found.keys == ["a"]


@pytest.mark.parametrize("title", ["Kosten/Jahr", "Kosten pro Jahr", "Kosten2", "Mehrkosten"])
def test_what_a_title_says_beyond_a_known_one_is_not_passed_over(title: str) -> None:
    found = read_rows((*HEADER, title), (*FIRST, 5), columns='budget_planned = "Kosten (€)"')

    assert message(found, "column-unknown").startswith(f"The header “{title}” is not known.")
    assert found.left_out() == {1: "unread", 2: "unread"}


def test_a_title_of_the_town_goes_before_what_it_means_by_default() -> None:
    found = read_rows(
        ("Kennung", "Titel", "Name", "Handlungsfelder"), ("a", "x", "Portal", "1"),
        columns='title = "Name"\ndescription = "Titel"',
    )  # fmt: skip

    assert columns(found) == {"id": "Kennung", "description": "Titel", "title": "Name", "field": "Handlungsfelder"}


def test_a_mapped_column_has_its_default_titles_no_more() -> None:
    found = read_rows(HEADER, FIRST, columns='title = "Projekt"')

    assert message(found, "column-missing") == "The column “Projekt” is missing."
    assert message(found, "column-unknown") == "The header “Titel” is not known."


def test_a_column_is_ignored_by_name_even_if_it_is_known_by_default() -> None:
    found = read_rows((*HEADER, "Status"), (*FIRST, "läuft"), columns='ignore = ["Status"]')

    assert "status" not in columns(found)
    assert found.results == ()


@pytest.mark.parametrize("sign", ["#", "№", "%"])
def test_a_title_of_a_single_sign_is_itself_and_no_other(sign: str) -> None:
    found = read_rows((sign, "Titel", "Handlungsfelder"), FIRST, columns=f'id = "{sign}"')
    other = read_rows((*HEADER, "§"), (*FIRST, "x"), columns=f'budget_planned = "{sign}"')

    assert found.keys == ["a"]
    assert message(other, "column-unknown") == "The header “§” is not known."


# What is wrong with columns #####################################################################################


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("Beschreibun", Text("Beschreibung", "Description")),
        ("Feder-fürung", Text("Federführung", "Lead")),
        ("Ennde", Text("Ende", "End")),
    ],
)
def test_a_near_miss_is_told_with_what_was_meant_in_the_language_of_the_report(title: str, meant: Text) -> None:
    found = read_rows((*HEADER, title), FIRST)

    assert str(found.finding("column-unknown").cell) == "roadmap.xlsx / Roadmap / D1"
    assert found.finding("column-unknown").message == Text(
        f"Die Überschrift „{title}“ ist nicht bekannt. Meinten Sie „{meant.de}“?",
        f"The header “{title}” is not known. Did you mean “{meant.en}”?",
    )


def test_a_title_that_the_town_has_chosen_is_suggested_in_both_languages() -> None:
    found = read_rows((*HEADER, "Worum gehts?"), FIRST, columns='description = "Worum geht es?"')

    assert found.finding("column-unknown").message == Text(
        "Die Überschrift „Worum gehts?“ ist nicht bekannt. Meinten Sie „Worum geht es?“?",
        "The header “Worum gehts?” is not known. Did you mean “Worum geht es?”?",
    )


def test_what_is_already_there_is_not_suggested() -> None:
    found = read_rows((*HEADER, "Titell"), FIRST)

    assert message(found, "column-unknown") == "The header “Titell” is not known."


def test_a_column_that_stands_twice_is_told_with_the_other() -> None:
    found = read_rows((*HEADER, "Title"), FIRST)

    assert str(found.finding("column-twice").cell) == "roadmap.xlsx / Roadmap / D1"
    assert message(found, "column-twice") == "Columns B (“Titel”) and D (“Title”) mean the same."


def test_a_missing_column_is_told_at_the_row_of_the_header() -> None:
    found = read_rows(("Titel", "Handlungsfelder"), ("Portal", "1"))

    assert str(found.finding("column-missing").cell) == "roadmap.xlsx / Roadmap / 1"
    assert message(found, "column-missing") == "The column “Identifier” is missing."


def test_a_table_without_identifiers_needs_the_columns_that_make_them_up() -> None:
    settings = 'key_from = ["title", "start"]\nrequired = ["title"]'

    complete = read_rows(("Titel", "Beginn"), ("Portal", 2024), columns=settings)
    incomplete = read_rows(("Titel", "Ende"), ("Portal", 2024), columns=settings)

    assert complete.keys == ["Portal | 2024"]
    assert message(incomplete, "column-missing") == "The column “Start” is missing."


def test_a_column_without_a_title_is_told_once_and_left_out() -> None:
    found = read_rows(HEADER, (*FIRST, "", "x"), (*SECOND, "", "y"))

    assert found.finding("column-untitled").severity is Severity.WARNING
    assert str(found.finding("column-untitled").cell) == "roadmap.xlsx / Roadmap / E1"
    assert found.keys == ["a", "b"]


def test_faults_of_the_columns_leave_the_whole_sheet_unread() -> None:
    found = read_rows(("Roadmap",), (*HEADER, "Wetter"), (*FIRST, "schön"))

    assert found.keys == []
    assert by_reason(found.left_out()) == {"unread": [1, 2, 3]}
    assert every_row_is_accounted_for(found)


# Hidden parts ###################################################################################################


def test_a_hidden_column_is_neither_read_nor_asked_for_its_title() -> None:
    found = read(sheet((*HEADER, "geheim", "Status"), (*FIRST, "x", "läuft"), hidden_columns="DE"))

    assert set(columns(found)) == {"id", "title", "field"}
    assert message(found, "hidden-left-out").startswith("Columns D, E are")
    assert found.accounts[0].hidden_columns == ("D", "E")


def test_a_hidden_column_without_content_is_not_worth_a_word() -> None:
    found = read(sheet((*HEADER, " "), FIRST, hidden_columns="DE"))

    assert found.results == ()
    assert found.accounts[0].hidden_columns == ()


def test_hidden_rows_are_left_out_and_told() -> None:
    found = read(sheet(HEADER, FIRST, SECOND, BLANK, ("c", "Karte", "1"), hidden_rows=(3, 4)))

    assert found.keys == ["a", "c"]
    assert found.left_out() == {1: "header", 3: "hidden", 4: "hidden"}
    assert message(found, "hidden-left-out").startswith("Row 3 is")


def test_a_hidden_header_is_no_header() -> None:
    found = read(sheet(HEADER, HEADER, FIRST, hidden_rows=(1,)))

    assert found.left_out() == {1: "hidden", 2: "header"}


def test_a_hidden_sheet_is_left_out_and_told() -> None:
    found = read(sheet(HEADER, FIRST), sheet(HEADER, SECOND, name="Alt", hidden=True))

    assert found.keys == ["a"]
    assert found.left_out("Alt") == {1: "hidden-sheet", 2: "hidden-sheet"}
    assert str(found.finding("hidden-left-out").cell) == "roadmap.xlsx / Alt"


def test_many_hidden_rows_are_told_in_brief() -> None:
    found = read(sheet(HEADER, *[FIRST] * 40, hidden_rows=range(3, 42)))

    assert "22 …" in message(found, "hidden-left-out")


# Sheets #########################################################################################################


def test_every_sheet_with_a_header_is_read() -> None:
    found = read(
        sheet(HEADER, FIRST, name="2024"),
        sheet(("Notiz",), ("Nur Text",), name="Notizen"),
        sheet(BLANK, ("Handlungsfelder", "Kennung", "Titel"), ("3", "b", "Wegweiser"), name="2025"),
        sheet(HEADER, name="2026"),
        sheet(name="leer"),
    )

    assert found.keys == ["a", "b"]
    assert found.left_out("Notizen") == {1: "no-table", 2: "no-table"}
    assert found.left_out("2026") == {1: "header"}
    assert found.left_out("leer") == {}
    assert every_row_is_accounted_for(found)


def test_a_sheet_with_faults_does_not_keep_the_others_from_being_read() -> None:
    found = read(sheet(HEADER, FIRST), sheet((*HEADER, "Wetter"), SECOND, name="Zwei"))

    assert found.keys == ["a"]
    assert found.left_out("Zwei") == {1: "unread", 2: "unread"}


@pytest.mark.parametrize(
    "rows", [(), (("Nur Text",),), (("Titel", "Preis"), ("Portal", 5)), (("Art", "Ort"), ("x", "y"))]
)
def test_a_file_without_a_table_is_told_what_one_would_need(rows: tuple[tuple[Value, ...], ...]) -> None:
    found = read(sheet(*rows), columns='ignore = ["Art", "Ort"]')

    assert found.rules == ["table-missing"]
    assert str(found.finding("table-missing").cell) == "roadmap.xlsx"
    assert "Kennung, Titel, Handlungsfelder" in found.finding("table-missing").remedy.de


def test_a_header_needs_two_known_columns_of_which_one_is_read() -> None:
    assert read_rows(("Art", "Titel"), ("x", "Portal"), columns='ignore = ["Art"]').rules == ["column-missing"] * 2


@pytest.mark.parametrize("date_1904", [True, False])
def test_the_calendar_of_the_workbook_goes_with_the_table(date_1904: bool) -> None:
    found = read_rows(HEADER, FIRST, date_1904=date_1904)

    assert found.located.tables[0].date_1904 is date_1904
