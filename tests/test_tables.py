"""Tables as people lay them out: read where they can be read, else told once, at the cell that is to be mended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.amount import Amount
from pipeline.model.workbook import Sheet, Value
from tests.sheets import Reading, by_reason, every_row_is_accounted_for, read, read_rows, sheet

HEADER = ("Kennung", "Titel", "Handlungsfelder", "Beginn", "Kosten geplant")
FIRST = ("2026-01", "Portal", "1", 2024, 5000)
SECOND = ("2026-02", "Wegweiser", "3", "06/2025", 700.5)
BOTH = ["2026-01", "2026-02"]
BLANK: tuple[Value, ...] = ()


def told(found: Reading) -> list[tuple[str, str]]:
    """The rules that are broken, each with its cell."""
    return [(result.rule.id, result.cell.address) for result in found.results]


# Titles over several columns ####################################################################################


@pytest.mark.parametrize("merges", ["B1:C1 B2:C2 B3:C3", "B1:C1", "B1:C1 B2:C2"])
def test_a_title_merged_over_two_columns_of_which_one_is_filled_is_read(merges: str) -> None:
    found = read(
        sheet(
            ("Kennung", "Titel", "", "Handlungsfelder"), ("a", "Portal", "", "1"), ("b", "Weg", "", "1"), merges=merges
        )
    )

    assert found.results == ()
    assert [project.typed("title") for project in found.projects] == ["Portal", "Weg"]


def test_under_a_merged_title_the_values_may_stand_in_the_second_column() -> None:
    found = read(sheet(("Kennung", "Titel", "", "Handlungsfelder"), ("a", "", "Portal", "1"), merges="B1:C1"))

    assert [project.typed("title") for project in found.projects] == ["Portal"]


def test_two_columns_of_values_under_one_title_are_told_once_at_the_title() -> None:
    found = read(
        sheet(("Kennung", "Titel", "", "", "Handlungsfelder"), ("a", "Portal", "kurz", "lang", "1"), merges="B1:D1")
    )

    assert told(found) == [("header-merged", "B1")]
    assert "B, C und D" in found.finding("header-merged").message.de


def test_a_merged_title_that_nobody_knows_is_told_once_and_one_that_is_ignored_not_at_all() -> None:
    rows = ((*HEADER[:3], "Farbe", ""), ("a", "Portal", "1", "rot", "blau"))

    assert told(read(sheet(*rows, merges="D1:E1"))) == [("column-unknown", "D1")]
    assert told(read(sheet(*rows, merges="D1:E1"), columns='ignore = ["Farbe"]')) == []


def test_a_changed_heading_is_told_once_at_its_cell_and_not_at_the_titles_below_it() -> None:
    found = read(
        sheet(
            ("Allgemein", "", "", "Finanzen", "", "Zeitraum", ""),
            ("Kennung", "Titel", "Handlungsfelder", "geplant", "Ist", "Beginn", "Ende"),
            ("a", "Portal", "1", 10, 20, 2024, 2025),
            merges="A1:C1 D1:E1 F1:G1",
        )
    )

    assert told(found) == [("column-unknown", "D1")]
    assert (
        found.finding("column-unknown").message.de
        == "Die Überschrift „Finanzen“ ist nicht bekannt. Meinten Sie „Kosten“?"
    )


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("Kennung", "Titel", "Handlungsfelder", "Kosten", ""), ("", "", "", "geplant", "Ist")),
        (("Allgemein", "", "", "Kosten", ""), ("Kennung", "Titel", "Handlungsfelder", "geplant", "Ist")),
        (("", "", "", "Kosten", ""), ("Kennung", "Titel", "Handlungsfelder", "geplant", "Ist")),
    ],
)
def test_a_heading_speaks_for_the_titles_to_its_right_though_it_is_not_merged(
    above: tuple[Value, ...], below: tuple[Value, ...]
) -> None:
    found = read_rows(above, below, ("a", "Portal", "1", 10, 20))

    assert found.results == ()
    assert [found.projects[0].typed(name) for name in ("budget_planned", "budget_actual")] == ["10", "20"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("1. Titel", "title"),
        ("2) Titel", "title"),
        ("(3) Titel", "title"),
        ("Titel¹", "title"),
        ("Titel 1)", "title"),
        ("Titel **", "title"),
        ("Titel [2]", "title"),
        ("Titel (Pflichtfeld)", "title"),
        ("Titel\n(max. 80 Zeichen)", "title"),
    ],
)
def test_numbers_marks_and_explanations_in_a_title_are_set_aside(title: str, name: str) -> None:
    found = read_rows(("Kennung", title, "Handlungsfelder"), ("a", "Portal", "1"))

    assert found.results == ()
    assert found.projects[0].typed(name) == "Portal"


# Units ##########################################################################################################


@pytest.mark.parametrize(
    "title", ["Kosten geplant (in €)", "Kosten geplant (EUR)", "Kosten geplant in Euro", "Kosten geplant [€]"]
)
def test_the_unit_that_is_read_anyhow_may_stand_in_a_title(title: str) -> None:
    found = read_rows((*HEADER[:4], title), FIRST)

    assert found.results == ()
    assert found.projects[0].typed("budget_planned") == "5000"


@pytest.mark.parametrize(
    ("title", "amount"),
    [
        ("Kosten geplant (in T€)", "5000000"),
        ("Kosten geplant (TEUR)", "5000000"),
        ("Kosten geplant in Mio. €", "5000000000"),
    ],
)
def test_another_unit_in_a_title_is_that_of_the_amounts(title: str, amount: str) -> None:
    found = read_rows((*HEADER[:4], title), FIRST)

    assert found.results == ()
    assert [value.lexical for value in found.values("budget_planned") if isinstance(value, Amount)] == [amount]


@pytest.mark.parametrize(
    ("unit", "amount"),
    [("T€", "5000000"), ("T€ / EUR", "5000000"), ("EUR", "5000"), ("Angaben in Mio. €", "5000000000")],
)
def test_a_unit_below_a_title_counts_like_one_within(unit: str, amount: str) -> None:
    found = read_rows(HEADER, ("", "", "", "JJJJ", unit), FIRST)

    assert found.results == ()
    assert [value.lexical for value in found.values("budget_planned") if isinstance(value, Amount)] == [amount]
    assert found.left_out() == {1: "header", 2: "header"}


# Further rows of a header #######################################################################################


@pytest.mark.parametrize(
    "rows",
    [
        (("Identifier", "Title", "Fields of action", "Start", "Planned cost"),),
        (("English",), ("Identifier", "Title", "Fields of action", "Start", "Planned cost")),
        (("Identifier", "Title", "", "Start", ""),),
        (("Identifiant", "Titre", "Champs d’action", "Date de début", "Coût prévu"),),
        (("", "", "", "TT.MM.JJJJ", "EUR"),),
        (("eindeutig", "kurzer Name", "siehe Liste", "TT.MM.JJJJ", "in Euro"),),
        (("Pflichtfeld", "Pflichtfeld", "Auswahl", "Datum", "Zahl"),),
        (BLANK, ("Identifier", "Title", "Fields of action", "Start", "Planned cost"), ("", "", "", "JJJJ", "€")),
    ],
)
def test_further_rows_of_a_header_are_no_projects(rows: tuple[tuple[Value, ...], ...]) -> None:
    found = read_rows(HEADER, *rows, FIRST, SECOND)

    assert found.results == ()
    assert found.keys == BOTH
    assert set(found.left_out().values()) <= {"header", "blank"}


@pytest.mark.parametrize(
    "row", [("Sp. 1", "Sp. 2", "Sp. 3", "Sp. 4", "Sp. 5"), ("a", "b", "c", "d", "e"), ("A", "B", "C", "D", "E")]
)
def test_columns_may_be_numbered_and_lettered(row: tuple[Value, ...]) -> None:
    assert read_rows(HEADER, row, FIRST).left_out() == {1: "header", 2: "numbering"}


@pytest.mark.parametrize(
    "row",
    [
        ("neun", "Museum", "", "irgendwann", "viel"),
        ("neun", "Portal", "E-Government", "demnächst", "wenig"),
        ("Identifiant", "Titre", "", "Début", "Prévu"),
    ],
)
def test_a_row_that_only_looks_like_titles_is_left_out_and_told(row: tuple[Value, ...]) -> None:
    found = read_rows(HEADER, row, FIRST, SECOND)

    assert found.keys == BOTH
    assert told(found) == [("header-guessed", "2")]


@pytest.mark.parametrize(
    "row",
    [
        ("a-1", "Portal", "E-Government", "irgendwann", "viel"),
        ("neun", "Portal", "1", "laufend", "offen"),
        ("neun", "Portal", "3", "2026", "viel"),
        ("neun", "Portal", "1", "irgendwann", 5),
        ("neun", "Portal", "3", "", ""),
    ],
)
def test_a_first_project_of_words_stays_a_project(row: tuple[Value, ...]) -> None:
    assert read_rows(HEADER, row, SECOND, ("2026-03", "Weg", "3", 2026, 5)).projects[0].row == 2


def test_a_guess_is_mended_by_its_remedy() -> None:
    found = read_rows(HEADER, ("neun", "Portal", "3", "2026", "viel"), FIRST, SECOND)

    assert len(found.projects) == 3


# Tables below and beside one another ############################################################################


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        (("Kennung", "Titel", "Handlungsfelder", "Kosten geplant"), ("b", "Steg", "1", 2000), "budget_planned"),
        (
            ("Kennung", "Titel", "Handlungsfelder", "Beginn", "Förderung"),
            ("b", "Steg", "1", 2025, 2000),
            "budget_funding",
        ),
        (("", "Titel", "Kennung", "Handlungsfelder", "Kosten Ist"), ("", "Steg", "b", "1", 2000), "budget_actual"),
    ],
)
@pytest.mark.parametrize("between", [(BLANK, ("Weitere Projekte",)), (BLANK,), (("Weitere Projekte",),), ()])
def test_a_table_below_another_is_read_by_its_own_header(
    header: tuple[Value, ...], row: tuple[Value, ...], name: str, between: tuple[tuple[Value, ...], ...]
) -> None:
    found = read_rows(HEADER, FIRST, SECOND, *between, header, row)

    assert found.keys == [*BOTH, "b"]
    assert found.projects[2].typed(name) == "2000"
    assert found.projects[2].typed("title") == "Steg"
    assert found.left_out()[4 + len(between)] == "header"
    assert every_row_is_accounted_for(found)


def test_the_first_table_is_read_though_the_second_has_more_columns() -> None:
    found = read_rows(HEADER[:3], ("a", "Pegel", "1"), ("b", "Netz", "1"), BLANK, ("Förderprojekte",), HEADER, FIRST)

    assert found.keys == ["a", "b", "2026-01"]
    assert found.left_out() == {1: "header", 4: "blank", 5: "title", 6: "header"}


def test_a_fault_in_the_header_of_a_second_table_is_told_there() -> None:
    found = read_rows(HEADER, FIRST, BLANK, (*HEADER[:4], "Farbe"), (*SECOND[:4], "rot"))

    assert told(found) == [("column-unknown", "E4")]
    assert by_reason(found.left_out()) == {"unread": [1, 2, 3, 4, 5]}


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        ("KENNUNG", "Titel ", "Handlungs-felder", "", ""),
        ("Identifier", "Title", "Fields of action", "Start", "Planned cost"),
    ],
)
def test_the_same_header_again_goes_on_with_the_table(header: tuple[Value, ...]) -> None:
    found = read_rows(HEADER, FIRST, BLANK, header, SECOND)

    assert found.keys == BOTH
    assert found.left_out() == {1: "header", 3: "blank", 4: "repeated-header"}


@pytest.mark.parametrize(
    "row",
    [("2026-3", "Status", "1", 2024, 5), ("2026-3", "Titel", "1", 2024, 5), ("Status", "Link zur Karte", "1", 2024, 5)],
)
def test_a_project_called_like_a_column_begins_no_table(row: tuple[Value, ...]) -> None:
    assert len(read_rows(HEADER, FIRST, row, SECOND).projects) == 3


@pytest.mark.parametrize(
    "header",
    [
        ("Nr.", "Projektname", "Amt", "Start", "Budget"),
        ("Kennung", "Projekt", "Handlungsfeld", "von", "Farbe"),
        ("ID", "Maßnahme", "Bereich", "", ""),
    ],
)
def test_a_second_header_of_unknown_titles_is_told_there_and_no_project(header: tuple[Value, ...]) -> None:
    found = read_rows(HEADER, FIRST, SECOND, BLANK, header, (7, "Steg", "Hauptamt", 2025, 2000))

    assert told(found) == [("table-below", "A5")]
    assert found.keys == []


def test_a_table_that_begins_further_down_beside_another_is_told_once_where_it_begins() -> None:
    found = read_rows(HEADER, FIRST, (*SECOND, "", "Kennung", "Titel"), ("c", "Q", "1", 2024, 5, "", "b", "P"))

    assert told(found) == [("table-beside", "G3")]


@pytest.mark.parametrize(("value", "rules"), [("", []), ("x", ["column-untitled"])])
def test_a_title_that_excel_made_up_is_none(value: str, rules: list[str]) -> None:
    found = read_rows((*HEADER, "Spalte1"), (*FIRST, value), SECOND)

    assert found.keys == BOTH
    assert found.rules == rules


def test_a_column_without_a_title_that_holds_a_sum_alone_needs_no_word() -> None:
    assert read_rows(HEADER, FIRST, SECOND, ("Summe", "", "", "", 5700.5, "", 99)).results == ()


@pytest.mark.parametrize("beside", [HEADER, ("Kennung", "Titel", "Status"), ("Identifier", "Title", "End")])
def test_a_table_beside_another_is_told_once_where_it_begins(beside: tuple[Value, ...]) -> None:
    found = read_rows((*HEADER, "", *beside), (*FIRST, "", *SECOND[: len(beside)]))

    assert told(found) == [("table-beside", "G1")]


def test_running_numbers_beside_keys_need_no_word_but_others_do() -> None:
    found = read_rows(("Nr.", *HEADER), (1, *FIRST), ("2.", *SECOND), ("Ergebnis", "", 2, "", "", 5700.5))

    assert found.keys == BOTH
    assert found.results == ()
    assert told(read_rows(("Nr.", *HEADER), (7, *FIRST), (3, *SECOND))) == [("column-unknown", "A1")]


# Tables on their side ###########################################################################################


def _turned(*rows: tuple[Value, ...]) -> list[tuple[Value, ...]]:
    """The rows as columns."""
    return [tuple(row[at] for row in rows) for at in range(len(rows[0]))]


@pytest.mark.parametrize("above", [(), (("Roadmap der Stadt",), BLANK)])
@pytest.mark.parametrize("before", [(), ("",)])
def test_a_table_on_its_side_is_told_once(above: tuple[tuple[Value, ...], ...], before: tuple[Value, ...]) -> None:
    rows = [(*before, *column) for column in _turned(HEADER, FIRST, SECOND)]

    found = read_rows(*above, *rows)

    assert told(found) == [("table-sideways", f"{'AB'[len(before)]}{len(above) + 1}")]
    assert "Transponieren" in found.finding("table-sideways").remedy.de


def test_turned_as_told_the_table_is_read() -> None:
    assert read_rows(*_turned(*_turned(HEADER, FIRST, SECOND))).keys == BOTH


@pytest.mark.parametrize("title", ["Titel", "Farbe"])
def test_a_guide_that_lists_the_columns_is_no_table_on_its_side(title: str) -> None:
    guide = [("Spalte", "So füllen Sie sie aus"), *((name, "Ein Satz.") for name in HEADER)]

    found = read(sheet(("Kennung", title, "Handlungsfelder"), ("a", "x", "1")), sheet(*guide, name="Anleitung"))

    assert "table-sideways" not in found.rules


# Copies #########################################################################################################

FIVE = [(f"2026-{at}", f"Projekt {at}", "1", 2024, at * 10) for at in range(1, 6)]
RENAMED = [(f"X-{at}", *row[1:]) for at, row in enumerate(FIVE)]


@pytest.mark.parametrize(
    "name", ["Roadmap (2)", "Kopie von Roadmap", "Roadmap - Kopie", "Roadmap_2", "Copy of Roadmap"]
)
@pytest.mark.parametrize("rows", [FIVE, RENAMED, FIVE[:4], RENAMED[:3]])
def test_a_copied_sheet_is_told_once_at_the_copy(name: str, rows: list[tuple[Value, ...]]) -> None:
    found = read(sheet(HEADER, *rows, name=name), sheet(HEADER, *FIVE))

    assert [str(result.cell) for result in found.results] == [f"roadmap.xlsx / {name}"]
    assert found.rules == ["sheet-copy"]
    assert set(found.left_out(name).values()) == {"copy"}


def test_a_copy_of_another_name_is_known_by_what_stands_in_it() -> None:
    found = read(sheet(HEADER, *FIVE), sheet(HEADER, *RENAMED, name="Entwurf"))

    assert found.rules == ["sheet-copy"]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("2025", [(f"25-{at}", f"Vorhaben {at}", "1", 2023, at) for at in range(5)]),
        ("Nord", [(f"N-{at}", f"Projekt {at}", "3", 2026, at * 7) for at in range(1, 6)]),
        ("Roadmap (2)", [(f"R-{at}", f"Vorhaben {at}", "1", 2023, at) for at in range(5)]),
    ],
)
def test_other_projects_are_no_copy(name: str, rows: list[tuple[Value, ...]]) -> None:
    found = read(sheet(HEADER, *FIVE), sheet(HEADER, *rows, name=name))

    assert found.results == ()
    assert len(found.projects) == 10


def test_a_table_all_of_whose_keys_are_taken_is_told_once() -> None:
    others = [(row[0], f"Neu {at}", "3", 2020, at) for at, row in enumerate(FIVE)]

    found = read(sheet(HEADER, *FIVE), sheet(HEADER, *others, name="Alt"))

    assert [(result.rule.id, str(result.cell)) for result in found.results] == [
        ("keys-all-taken", "roadmap.xlsx / Alt")
    ]


# Filters ########################################################################################################


def test_rows_behind_a_filter_are_told_once_and_apart_from_hidden_ones() -> None:
    plain = sheet(HEADER, *FIVE, ("2026-9", "Extra", "1", 2024, 5), hidden_rows=(3, 4, 7))
    filtered: Sheet = replace(plain, filtered_rows=frozenset({3, 4}))

    found = read(filtered)

    assert found.rules == ["filter-left-on", "hidden-left-out"]
    assert found.finding("filter-left-on").message.de.startswith("Ein Filter blendet 2 von 6 Zeilen aus.")
    assert found.finding("hidden-left-out").message.de.startswith("Zeile 7 ist")


# No table at all ################################################################################################


def test_a_file_without_a_table_is_told_what_its_titles_look_like() -> None:
    found = read_rows(("Liste",), BLANK, ("Projektname", "Nr.", "Farbe"), ("Portal", "1", "rot"))

    assert told(found) == [("table-missing", "")]
    assert "Gesehen in Zeile 3 des Blatts „Roadmap“: „Projektname“ (wohl Titel), „Nr.“ (wohl Kennung), „Farbe“." in (
        found.finding("table-missing").message.de
    )


def test_an_unknown_title_that_stands_for_a_missing_one_is_one_finding() -> None:
    found = read_rows(("Projektnummer", "Titel", "Handlungsfelder"), ("a", "Portal", "1"))

    assert told(found) == [("column-unknown", "A1")]
    assert "Meinten Sie „Kennung“?" in found.finding("column-unknown").message.de
