"""Small tables that are easily taken for others: which rows and columns are theirs, and what several cells share."""

from __future__ import annotations

import pytest

from pipeline.model.amount import Amount
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.roadmap import Name, Project, Words
from pipeline.model.workbook import Sheet, Value
from pipeline.parse.shown import shown
from tests.sheets import Reading, read, read_rows, sheet

LEAST = ("Kennung", "Titel", "Handlungsfelder")
COST = "Kosten geplant"


def _amount(project: Project) -> str:
    """An amount with its currency where that is not the euro; nothing where it is told and not read."""
    value = project.first("budget_planned")
    if not isinstance(value, Amount):
        return ""
    return value.lexical + (f" {value.currency}" if value.currency != "EUR" else "")


def _title(project: Project) -> str:
    title = project.first("title")
    return title.text if isinstance(title, Words) else ""


def _told(found: Reading) -> list[tuple[str, str]]:
    return [(result.rule.id, result.cell.address) for result in found.results]


# Rows ###############################################################################################################


@pytest.mark.parametrize(
    "row",
    [
        ("", "", "", "", "", "Staatliche Handelsschule H10"),
        ("", "", "", "laufend", "", "Grundschule am Markt"),
        ("", "", "1", "", "2025", ""),
        ("", "", "", "", "2024", "Stadtwerke"),
    ],
)
def test_a_row_without_a_key_and_a_title_is_half_a_project_and_no_heading(row: tuple[Value, ...]) -> None:
    header = (*LEAST, "Status", "Beginn", "Beteiligte")
    full = (("1", "Pegel", "1", "laufend", "2025", ""), ("2", "Radweg", "1", "laufend", "2025", ""))

    found = read_rows(header, full[0], row, full[1])

    assert _told(found) == [("row-incomplete", "3")]
    assert found.keys == ["1", "2"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("English",), ("Identifier", "Title", "Fields of action", "Start", "End", "Planned cost")),
        (("Deutsch / English",), ("ID", "Title", "Field of action", "Start", "End", "Planned cost")),
        ((), ("", "", "Name oder Nummer", "TT.MM.JJJJ", "TT.MM.JJJJ", "in €")),
        (("English",), ("identifier", "title", "fields of action", "start", "end", "planned cost")),
    ],
)
def test_titles_in_english_and_what_announces_them_are_no_projects(
    above: tuple[Value, ...], below: tuple[Value, ...]
) -> None:
    rows = ((f"2026-{n}", f"P{n}", "1", "2025", "2026", 1000 * n) for n in (1, 2))

    found = read_rows((*LEAST, "Beginn", "Ende", COST), above, below, *rows)

    assert found.keys == ["2026-1", "2026-2"]
    assert found.rules == []


@pytest.mark.parametrize(
    "word", ["Ergebnis", "Gesamtergebnis", "Teilergebnis", "Gesamtsumme", "Ergebnis 2026", "Summe von Kosten geplant"]
)
def test_whatever_excel_calls_a_total_is_no_project(word: str) -> None:
    rows = (("A-1", "Pegel", "1", 1000), ("A-2", "Netz", "1", 2500.5))

    found = read_rows((*LEAST, COST), *rows, (word, "", "", 3500.5))

    assert (found.keys, found.left_out()[4], found.rules) == (["A-1", "A-2"], "total", [])


def test_a_total_may_stand_beside_a_count_of_projects() -> None:
    rows = ((1, "A-1", "Pegel", "1", 1000), (2, "A-2", "Netz", "1", 2500.5))

    found = read_rows(("Nr.", *LEAST, COST), *rows, ("Ergebnis", "", 2, "", 3500.5))

    assert (found.keys, found.left_out()[4], found.rules) == (["A-1", "A-2"], "total", [])


# Tables #############################################################################################################


@pytest.mark.parametrize("letters", ["BC", "CC", "BD"])
def test_a_title_and_its_cells_merged_over_several_columns_are_one_column(letters: str) -> None:
    first, last = ("B", "C") if letters == "CC" else tuple(letters)
    blanks = ("",) * (ord(last) - ord(first))
    cells = [("Kennung", "Titel"), ("2026-01", "Pegel am Mühlbach"), ("2026-02", "Bürgerportal")]
    lines = [(*two, *blanks, *rest) for two, rest in zip(cells, [("Handlungsfelder",), ("1",), ("1",)], strict=True)]
    merged = range(1, 2 if letters == "CC" else 4)

    found = read(sheet(*lines, merges=" ".join(f"{first}{row}:{last}{row}" for row in merged)))

    assert [_title(project) for project in found.projects] == ["Pegel am Mühlbach", "Bürgerportal"]
    assert found.rules == []


def _stacked(header: tuple[Value, ...], *rows: tuple[Value, ...]) -> Sheet:
    first = (
        ("A-1", "Pegel", "1", "laufend", "2024", "2027", 1000),
        ("A-2", "Netz", "1", "geplant", "2027", "2028", 2500),
    )
    return sheet((*LEAST, "Status", "Beginn", "Ende", COST), *first, (), ("Weitere Projekte",), header, *rows)


@pytest.mark.parametrize(
    ("header", "row", "column"),
    [
        ((*LEAST, "Status", COST), ("B-1", "Steg", "1", "geplant", 2000), "budget_planned"),
        (
            (*LEAST, "Status", "Beginn", "Ende", "Förderung"),
            ("B-1", "Steg", "1", "laufend", "2025", "2027", 2000),
            "budget_funding",
        ),
        (("Titel", "Kennung", "Eigenanteil", "Handlungsfelder"), ("Steg", "B-1", 2000, "1"), "budget_own"),
        ((*LEAST, "Kosten Ist"), ("B-1", "Steg", "1", 2000), "budget_actual"),
    ],
)
def test_a_second_table_is_read_by_its_own_header(
    header: tuple[Value, ...], row: tuple[Value, ...], column: str
) -> None:
    found = read(_stacked(header, row))

    amounts = {name for name in COLUMNS if isinstance(found.projects[2].first(name), Amount)}
    assert (found.keys, amounts, found.rules) == (["A-1", "A-2", "B-1"], {column}, [])


@pytest.mark.parametrize(
    "rows",
    [
        (
            ("Kennung", "Titel", "Amt", "Status"),
            ("B-1", "Steg", "Bauamt", "geplant"),
            ("B-2", "Bank", "Bauamt", "geplant"),
        ),
        (("Wunsch", "Von wem"), ("Steg", "Bürgerverein"), ("Bank", "Elternrat")),
        (("Farbe", "Bedeutung"), ("grün", "läuft"), ("rot", "steht still")),
        (("Abkürzung", "Ausgeschrieben"), ("HA", "Hauptamt"), ("BA", "Bauamt"), ("UA", "Umweltamt")),
    ],
)
def test_a_second_table_of_something_else_is_told_once_at_its_header(rows: tuple[tuple[Value, ...], ...]) -> None:
    found = read(_stacked(*rows))

    assert _told(found) == [("table-below", "A6")]
    assert found.keys == []


@pytest.mark.parametrize(
    "rows",
    [
        (("Quelle", "Hauptamt"), ("Bearbeiter", "Team Digital"), ("Stand", "heute")),
        (("B-1", "Steg", "1", "geplant"), ("B-2", "Bank", "1", "geplant"), ("B-3", "Brunnen", "1", "geplant")),
        (("* Pflichtfeld",), ("** ohne Folgekosten",)),
    ],
)
def test_notes_and_further_projects_below_a_blank_row_are_no_second_table(rows: tuple[tuple[Value, ...], ...]) -> None:
    assert "table-below" not in read(_stacked(*rows)).rules


@pytest.mark.parametrize("more", ["neu", "(neu)", "2026", "aktuell", "alt"])
def test_a_title_kept_anew_is_told_once_with_what_it_stands_for(more: str) -> None:
    found = read_rows(("Kennung", f"Projekttitel {more}", "Handlungsfelder"), ("1", "Pegel", "1"))

    assert _told(found) == [("column-unknown", "B1")]
    assert "Meinten Sie „Titel“?" in found.results[0].message.de


# Keys, names and amounts that several share #########################################################################


@pytest.mark.parametrize(
    ("value", "code", "key"), [(7, "000", "007"), (7, '"HF "0', "HF 7"), (42, "00000", "00042"), (7, "General", "7")]
)
def test_a_key_is_what_its_cell_shows(value: Value, code: str, key: str) -> None:
    found = read_rows(LEAST, (shown(value, code, Kind.KEY), "Pegel", "1"))

    assert found.keys == [key]


@pytest.mark.parametrize("value", [1.1, 1.2, 2024.1, 12345678901234567, 1e21, 0.30000000000000004, True])
def test_a_key_of_which_something_was_lost_is_told(value: Value) -> None:
    assert _told(read_rows(LEAST, (value, "Pegel", "1"))) == [("key-lost", "A2")]


@pytest.mark.parametrize(
    "office",
    [
        "Amt für Bildung, Jugend und Soziales",
        "Amt für Straßen, Wege, Plätze und Grün",
        "Dezernat II – Recht, Ordnung, Bürgerservice",
        "Musterstadt Marketing, Tourismus und Kultur GmbH & Co. KG",
    ],
)
def test_an_office_with_commas_is_one(office: str) -> None:
    found = read_rows((*LEAST, "Federführung"), ("1", "Pegel", "1", office))

    assert list(found.values("lead")) == [Name(office)]


@pytest.mark.parametrize(("rows", "cells"), [((2, 3), "D2"), ((3, 4), "D3"), ((2, 4), "D2")])
def test_an_amount_merged_over_projects_is_told_once_and_of_none(rows: tuple[int, int], cells: str) -> None:
    first, last = rows
    lines = [(f"A-{n}", f"P{n}", "1", 3000 if n == first else "" if first < n <= last else 500) for n in (2, 3, 4)]

    found = read(sheet((*LEAST, COST), *lines, merges=f"D{first}:D{last}"))

    assert _told(found) == [("amount-merged", cells)]
    assert [_amount(project) for project in found.projects] == ["" if first <= n <= last else "500" for n in (2, 3, 4)]


@pytest.mark.parametrize("counted", [1000 + 500, 1000 + 500 + 500])
def test_a_sum_beside_a_row_pasted_twice_is_no_second_finding(counted: int) -> None:
    rows = (("a", "Pegel", "1", 1000), ("b", "Netz", "1", 500), ("b", "Netz", "1", 500))

    found = read_rows((*LEAST, COST), *rows, ("Summe", "", "", counted))

    assert _told(found) == [("key-duplicate", "A4")]
