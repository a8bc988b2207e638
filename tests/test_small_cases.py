"""Small tables that are easily misread: what each says, told by its values and by the rules it breaks."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.model.amount import Amount
from pipeline.model.columns import Kind
from pipeline.model.period import Period
from pipeline.model.roadmap import Project
from pipeline.model.workbook import Value
from pipeline.parse.shown import shown
from pipeline.readers import read_workbook
from tests.sheets import Reading, read_in, read_rows, town

LEAST = ("Kennung", "Titel", "Handlungsfelder")
COST = "Kosten geplant"


def _column(title: str, *cells: Value, columns: str = "") -> Reading:
    """A table with one column more than the least, each row a project."""
    return read_rows((*LEAST, title), *((f"{n}", f"P{n}", "1", c) for n, c in enumerate(cells)), columns=columns)


def _amount(project: Project) -> str:
    """An amount with its currency where that is not the euro; nothing where it is told and not read."""
    value = project.first("budget_planned")
    if not isinstance(value, Amount):
        return ""
    return value.lexical + (f" {value.currency}" if value.currency != "EUR" else "")


def _date(project: Project, column: str) -> str:
    value = project.first(column)
    return value.begin.lexical if isinstance(value, Period) and value.begin else ""


def _told(found: Reading) -> list[tuple[str, str]]:
    return [(result.rule.id, result.cell.address) for result in found.results]


def _file(folder: Path, content: bytes, name: str = "roadmap.csv") -> Reading:
    path = folder / name
    path.write_bytes(content)
    return read_in(town(), read_workbook(path))


# Amounts ############################################################################################################

MILLIONS = 'budget_planned = { titles = ["Kosten in Mio. €"], factor = 1000000 }'


@pytest.mark.parametrize(
    ("cells", "amounts"),
    [
        (["12.5", "1.25", "1.250", "15.297"], ["12500000", "1250000", "1250000", "15297000"]),
        (["0.5", "2.250"], ["500000", "2250000"]),
        (["3,75", "2,250", "0,854"], ["3750000", "2250000", "854000"]),
        (["12.5", 3, "1.000"], ["12500000", "3000000", "1000000"]),
    ],
)
def test_in_a_column_of_millions_the_mark_of_one_cell_is_that_of_all(cells: list[Value], amounts: list[str]) -> None:
    found = _column("Kosten in Mio. €", *cells, columns=MILLIONS)

    assert [_amount(project) for project in found.projects] == amounts
    assert found.rules == ["column-convention"]


@pytest.mark.parametrize("cell", ["50,00 €", "50,- €", "€ 50", "EUR 50", "50 Euro"])
def test_a_currency_in_a_column_whose_settings_name_thousands_is_told(cell: str) -> None:
    found = _column(
        "Kosten in T€", cell, 50, "50 T€", columns='budget_planned = { titles = ["Kosten in T€"], factor = 1000 }'
    )

    assert _told(found) == [("amount-unit-open", "D2")]
    assert [_amount(project) for project in found.projects] == ["", "50000", "50000"]


@pytest.mark.parametrize(
    ("cells", "amounts"),
    [
        (["1.250 Mio. €", "1.25 Mio. €", "2.5 Mio"], ["1250000", "1250000", "2500000"]),
        (["0,854 Mio. €", "1,250 Mio. €", "2,5 Mio"], ["854000", "1250000", "2500000"]),
        (["3.125 Mrd. €", "0.5 Mrd. €"], ["3125000000", "500000000"]),
        (["1.500 Tsd. €", "2.5 Tsd. €"], ["1500", "2500"]),
    ],
)
def test_a_unit_in_the_cell_changes_nothing_about_its_mark(cells: list[Value], amounts: list[str]) -> None:
    assert [_amount(project) for project in _column(COST, *cells).projects] == amounts


# Dates ##############################################################################################################


@pytest.mark.parametrize(
    ("start", "end", "dates"),
    [
        ("", "31.12.40", ("", "2040-12-31")),
        ("01.01.38", "31.12.45", ("2038-01-01", "2045-12-31")),
        ("1.7.27", "30.6.41", ("2027-07-01", "2041-06-30")),
        ("31.12.29", "31.12.50", ("2029-12-31", "2050-12-31")),
    ],
)
def test_the_two_digits_of_a_planned_projects_year_lie_ahead(start: str, end: str, dates: tuple[str, str]) -> None:
    found = read_rows((*LEAST, "Status", "Beginn", "Ende"), ("1", "Netz", "1", "geplant", start, end))

    assert (_date(found.projects[0], "start"), _date(found.projects[0], "end")) == dates
    assert found.rules == []


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        (datetime(2026, 6, 1), "mmm-yy", "2026-06"),
        (datetime(2027, 12, 1), "mmmm\\ yyyy", "2027-12"),
        (datetime(2028, 1, 1), "yyyy", "2028"),
        (date(2026, 11, 1), "[$-407]MMM YY", "2026-11"),
        (datetime(2026, 6, 1), "mm/yyyy", "2026-06"),
        (datetime(2026, 6, 1), "dd.mm.yyyy", "2026-06-01"),
    ],
)
def test_a_cell_that_shows_a_month_or_a_year_is_no_day(value: Value, code: str, said: str) -> None:
    found = _column("Beginn", shown(value, code, Kind.PERIOD))

    assert _date(found.projects[0], "start") == said


# Files of text ######################################################################################################


def test_a_pound_an_apostrophe_and_nordic_letters_of_windows_are_read(tmp_path: Path) -> None:
    lines = (
        "Kennung,Titel,Handlungsfelder,Kosten geplant,Beschreibung",
        '1,Smart Bin,1,"£12,131.50",The town’s plan',
        "2,Smart Lamp,1,£10.50,Sønderborg og Åbenrå",
    )

    found = _file(tmp_path, "\n".join(lines).encode("cp1252"))

    assert [_amount(project) for project in found.projects] == ["12131.5 GBP", "10.5 GBP"]
    assert [project.typed("description") for project in found.projects] == ["The town’s plan", "Sønderborg og Åbenrå"]


@pytest.mark.parametrize(
    ("cost", "amount", "words"),
    [
        ("12.500 €", "12500", "Das „Bürgerhaus“ – mit Café"),
        ("1.250,50 €", "1250.5", "Straße, Wege & Plätze"),
        ("300 €", "300", "Škofja Loka ist Partnerstadt"),
    ],
)
def test_a_euro_and_german_marks_of_windows_are_read(tmp_path: Path, cost: str, amount: str, words: str) -> None:
    text = f"Kennung;Titel;Handlungsfelder;Kosten geplant;Beschreibung\n1;Für alle;1;{cost};{words}\n"

    found = _file(tmp_path, text.encode("cp1252"))

    assert (_amount(found.projects[0]), found.projects[0].typed("description")) == (amount, words)


@pytest.mark.parametrize(
    ("between", "inner", "line_break"), [(";", ",", "\n"), (",", ";", "\r\n"), ("\t", ", ", "\n"), (";", "; ", "\r\n")]
)
def test_sixty_cells_of_many_lines_are_sixty_projects(
    tmp_path: Path, between: str, inner: str, line_break: str
) -> None:
    told = "\n".join(f"Wie beschlossen{inner}fortzuführen{inner}Abschnitt {line}" for line in range(25))
    rows = [[f"2026-{n:03}", f"Vorhaben {n}", "1", f'"{told}"'] for n in range(60)]
    lines = [between.join(row) for row in ([*LEAST, "Beschreibung"], *rows)]

    found = _file(tmp_path, line_break.join(lines).encode("cp1252"))

    assert found.keys == [row[0] for row in rows]
    assert found.projects[59].typed("description") == told
