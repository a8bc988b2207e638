"""Rows of text that break the rules of CSV are read as they were meant, and told; or told to be unclear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import WorkbookFault
from pipeline.model.report import ValidationReport
from pipeline.model.workbook import Workbook
from pipeline.prepare import prepare, read
from pipeline.readers import read_workbook
from pipeline.readers.records import read_records
from pipeline.town.resources import read_resources
from tests.examples import try_examples
from tests.towns import copy_town, town_of

HEADER = "Nr.;Titel;Status;Ziel"


def saved(folder: Path, *lines: str) -> Workbook:
    path = folder / "roadmap.csv"
    path.write_text("\r\n".join(lines), "utf-8", newline="")
    return read_workbook(path)


def values_of(workbook: Workbook) -> list[tuple[object, ...]]:
    return [row.values for row in workbook.sheets[0].rows]


def told(workbook: Workbook) -> list[tuple[str, int | None, int | None]]:
    return [(note.rule, note.row, note.column) for note in workbook.notes]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"Projekt "Smart City" der Stadt"', 'Projekt "Smart City" der Stadt'),
        ('"Projekt \\"Smart City\\" der Stadt"', 'Projekt "Smart City" der Stadt'),
        ('"Amt "A; B" neu"', 'Amt "A; B" neu'),
        ('"Rohr" aus Stahl', '"Rohr" aus Stahl'),
        ('"Portal" und "Daten"', '"Portal" und "Daten"'),
        ('"Rohr 6" lang"', 'Rohr 6" lang'),
        ('"Rohr 6""', 'Rohr 6"'),
        ('"Portal" ', "Portal"),
        ('"Zeile "eins"\nund zwei"', 'Zeile "eins"\nund zwei'),
    ],
)
@pytest.mark.parametrize("column", [1, 2, 4])
def test_a_careless_mark_is_read_as_meant_and_told(tmp_path: Path, written: str, meant: str, column: int) -> None:
    row, right = ["2", "Netz", "laufend", "Wege"], ["2", "Netz", "laufend", "Wege"]
    row[column - 1], right[column - 1] = written, meant

    workbook = saved(tmp_path, HEADER, "1;Bad;laufend;x", ";".join(row), "3;Amt;geplant;y", "4;Haus;geplant;z")

    assert values_of(workbook)[2] == tuple(right)
    assert [values[0] for values in values_of(workbook)[3:]] == ["3", "4"]
    assert told(workbook) == [("text-quote-careless", 3, column)]


@pytest.mark.parametrize("cell", ['Rohr 6"', 'Saal "Mitte" am Markt', 'der "Bahnhof"', '6"-Rohr', "'s Häusle"])
def test_a_mark_amid_a_cell_without_marks_around_it_is_what_it_is(tmp_path: Path, cell: str) -> None:
    workbook = saved(tmp_path, HEADER, f"1;{cell};laufend;x", "2;Netz;laufend;y")

    assert values_of(workbook)[1] == ("1", cell, "laufend", "x")
    assert told(workbook) == []


@pytest.mark.parametrize("column", [1, 2, 4])
@pytest.mark.parametrize("count", [1, 3, 3_000])
def test_a_mark_left_open_swallows_no_row(tmp_path: Path, column: int, count: int) -> None:
    row = ["1", "Bad", "laufend", "Wege"]
    row[column - 1] = '"' + row[column - 1]
    others = [f'{number};"Netz; alt";laufend;"sagt ""ja"" dazu"' for number in range(2, 2 + count)]

    workbook = saved(tmp_path, HEADER, ";".join(row), *others)

    assert values_of(workbook)[1] == tuple(row)
    assert values_of(workbook)[2:] == [(f"{n}", "Netz; alt", "laufend", 'sagt "ja" dazu') for n in range(2, 2 + count)]
    assert told(workbook) == [("text-quote-open", 2, column)]


def test_two_marks_left_open_are_told_each(tmp_path: Path) -> None:
    workbook = saved(tmp_path, HEADER, '1;"Bad;laufend;x', "2;Netz;laufend;y", '3;Amt;laufend;"z', "4;Haus;laufend;w")

    assert [len(values) for values in values_of(workbook)] == [4] * 5
    assert told(workbook) == [("text-quote-open", 2, 2), ("text-quote-open", 4, 4)]


def test_a_mark_left_open_that_meets_a_stray_one_is_an_error(tmp_path: Path) -> None:
    workbook = saved(tmp_path, HEADER, '1;"Bad;laufend;x', '2;Rohr 6";laufend;y', "3;Amt;laufend;z")

    assert told(workbook) == [("text-quote-unclear", 2, 2)]


def test_a_mark_left_open_that_meets_one_in_another_column_gives_its_rows_back(tmp_path: Path) -> None:
    workbook = saved(tmp_path, HEADER, '1;"Bad;laufend;x', '2;Netz;laufend;6"', "3;Amt;laufend;z")

    assert [values[0] for values in values_of(workbook)] == ["Nr.", "1", "2", "3"]
    assert told(workbook) == [("text-quote-open", 2, 2)]


def test_marks_that_fit_no_way_are_an_error_at_their_cell(tmp_path: Path) -> None:
    workbook = saved(tmp_path, HEADER, '1;"Bad; alt;laufend;x', "2;Netz;laufend;y")

    assert told(workbook) == [("text-quote-unclear", 2, 2), ("row-too-wide", 2, 5)]


def test_marks_without_any_order_are_a_fault_of_the_file(tmp_path: Path) -> None:
    broken = [f'{number};"a;b' for number in range(500)]

    with pytest.raises(WorkbookFault, match="row ") as caught:
        saved(tmp_path, HEADER, "1;Bad;laufend;x", *(f'{number};"a;b;"c' for number in range(99)), *broken)

    assert caught.value.rule == "file-damaged"


def test_a_cell_of_several_lines_is_none_of_several_rows(tmp_path: Path) -> None:
    cell = '"Erstens; zweitens; drittens; viertens\r\nLetztens, a;b"'

    workbook = saved(tmp_path, HEADER, f"1;Bad;laufend;{cell}", "2;Netz;laufend;y")

    assert [len(values) for values in values_of(workbook)] == [4, 4, 4]
    assert told(workbook) == []


@pytest.mark.parametrize(
    "row", ["2;Amt A; B;laufend;Wege", "2;Amt A;B;laufend;Wege", "2;Netz;laufend;Wege; Plätze", "2;a;b;c;;;d"]
)
def test_a_row_with_more_cells_than_headers_is_an_error(tmp_path: Path, row: str) -> None:
    workbook = saved(tmp_path, HEADER, "1;Bad;laufend;x", row, "3;Amt;geplant;y")

    ((rule, at, column),) = told(workbook)
    assert (rule, at) == ("row-too-wide", 3)
    assert column and column > 4


@pytest.mark.parametrize(
    "lines",
    [
        (HEADER, "1;Bad;laufend;x;;", "2;Netz;laufend;y"),  # nothing but empty cells beyond
        (HEADER, "1;Bad;laufend", "2;Netz", "3;Amt", "4;Haus;geplant;y"),  # trailing empty cells cut off
        ("Roadmap", "Stand: 2024;Amt 1", "", HEADER, "1;Bad;laufend;x", "2;Netz;laufend;y"),
        (HEADER, "1;Bad;laufend;x", "2;Netz;laufend;y", "", "a;b;c;d;e", "1;2;3;4;5"),  # another table
    ],
)
def test_rows_of_other_widths_that_shift_nothing_need_no_word(tmp_path: Path, lines: Sequence[str]) -> None:
    assert told(saved(tmp_path, *lines)) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("Nr.,Titel,Kosten", "1,Bad,1,5", "2,Netz,2,5", "3,Amt,3,5"),
        ("Titel;Status", "1;Bad;laufend", "2;Netz;laufend"),
        ("Nr.;Titel;Status", "1;Amt A; B;laufend", "2;Amt C; D;laufend"),
    ],
)
def test_a_header_narrower_than_all_rows_is_an_error(tmp_path: Path, lines: Sequence[str]) -> None:
    assert told(saved(tmp_path, *lines)) == [("header-too-narrow", 1, None)]


@pytest.mark.parametrize(
    "lines",
    [
        ("Roadmap;Musterstadt", "Nr.;Titel;Status", "1;Bad;laufend", "2;Netz;laufend"),
        ("Nr.;Titel", "1;Bad;", "2;Netz;"),
        ("Stand;2024", "1;Bad;laufend", "2;Netz;laufend"),
    ],
)
def test_a_first_line_that_is_no_header_needs_no_word(tmp_path: Path, lines: Sequence[str]) -> None:
    assert told(saved(tmp_path, *lines)) == []


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("at", [2, 3])
def test_a_row_that_a_line_break_parted_is_told(tmp_path: Path, line_break: str, at: int) -> None:
    cells = ["2", "Netz", "laufend", "Wege"]
    cells[at - 1] += f"{line_break}und mehr"

    workbook = saved(tmp_path, HEADER, "1;Bad;laufend;x", ";".join(cells), "3;Amt;geplant;y")

    assert told(workbook) == [("row-broken", 3, 1)]


def test_short_rows_here_and_there_are_no_halves(tmp_path: Path) -> None:
    workbook = saved(tmp_path, HEADER, "1;Bad;laufend;x", "2;Netz;laufend", "3;Amt", "4;Haus;geplant", "5;Weg;laufend")

    assert told(workbook) == []


FLAWED = st.sampled_from(["a", "", '"b"', '"c;d"', '"e""f"', '"g\nh"', '"i "j" k"', '"l', 'm"', '"n" o', '\\"p'])


@try_examples(150)
@given(st.lists(st.lists(FLAWED, min_size=4, max_size=4), min_size=1, max_size=8))
def test_no_letter_is_lost_whatever_the_marks(rows: list[list[str]]) -> None:
    text = "".join(";".join(cells) + "\n" for cells in rows)

    records = [values for values, _ in read_records(iter(text.splitlines(keepends=True)), ";", 4)]

    letters = [letter for letter in text if letter.isalpha()]
    assert [letter for values in records for value in values for letter in value if letter.isalpha()] == letters


# In a report ####################################################################################################


def report_of(folder: Path, *lines: str) -> ValidationReport:
    town, resources = town_of(copy_town(folder)), read_resources()
    path = folder / "vorhaben.csv"
    path.write_text("\n".join(lines), "cp1252")
    return prepare(read([path], town, resources), town, resources, today=date(2026, 11, 22)).report


def test_what_a_reader_has_to_say_stands_in_the_report_at_its_cell(tmp_path: Path) -> None:
    report = report_of(
        tmp_path, "Kennung;Titel;Beschreibung", '1;Straßenbäume;"Das "grüne" Band"', "2;Amt A; B;Wege", "3;Netz;neu"
    )

    results = {result.rule.id: result for result in report.results}
    assert str(results["text-encoding-assumed"].cell) == "vorhaben.csv"
    assert "Windows-1252" in results["text-encoding-assumed"].message.de
    assert str(results["text-quote-careless"].cell) == "vorhaben.csv / vorhaben / C2"
    assert results["text-quote-careless"].message.de.endswith('Das "grüne" Band')
    assert str(results["row-too-wide"].cell) == "vorhaben.csv / vorhaben / D3"
    assert not report.conforms
