"""What is right and yet worth a note: names spelled almost alike, names that look like lists, dropped signs."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.model.naming import Naming
from pipeline.model.report import Severity, ValidationResult
from pipeline.model.workbook import Value
from pipeline.town.resources import read_resources
from pipeline.validate.remarks import remark
from tests.sheets import read_rows, strategy

HEADER = ("Kennung", "Titel", "Handlungsfelder", "Federführung")
NAMING = Naming(strategy().naming.iris, {"Stadt Muster": "<https://example.org/org/muster>"})


def remarks(*leads: Value, columns: str = "") -> list[ValidationResult]:
    """The notes about projects that are led by these."""
    rows = [(str(number), f"Portal {number}", "1", lead) for number, lead in enumerate(leads, start=1)]
    found = read_rows(HEADER, *rows, columns=columns)
    return list(remark(found.parsed.roadmap, NAMING, read_resources().rules))


def told(*leads: Value) -> list[tuple[str, str]]:
    """The cell and the rule of each note."""
    return [(str(result.cell.address), result.rule.id) for result in remarks(*leads)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Mueller"),
        ("Stadtwerke", "stadtwerke"),
        ("Verein C++", "Verein C#"),
        ("Amt für Bildung (40)", "Amt für Bildung - 40"),
        ("A/B", "A B"),
    ],
)
def test_names_spelled_almost_alike_are_told_once_with_both_cells(one: str, other: str) -> None:
    (note,) = remarks(one, "Bauamt", other, other, one)

    assert note.rule.severity is Severity.INFO
    assert note.cell.address == "D4"
    assert one in note.message.de
    assert other in note.message.de
    assert "roadmap.xlsx / Roadmap / D2" in note.message.de


def test_a_name_that_the_strategy_spells_otherwise_is_told() -> None:
    assert told("Stadt Muster") == []

    (note,) = remarks("Stadt-Muster")

    assert "„Stadt Muster“ in der Strategie" in note.message.de


@pytest.mark.parametrize(
    ("leads", "cell"),
    [
        (("Hauptamt, Bauamt", "Hauptamt", "Bauamt"), "D2"),
        (("Hauptamt", "Hauptamt und Stadt Muster"), "D3"),
        (("Hauptamt", "Bauamt", "Hauptamt / Bauamt"), "D4"),
        (("regio iT", "Bauamt", "Bauamt\nregio iT"), "D4"),
    ],
)
def test_a_name_whose_parts_stand_alone_elsewhere_may_be_a_list(leads: tuple[str, ...], cell: str) -> None:
    assert told(*leads) == [(cell, "organization-list")]


def test_lists_of_the_same_organizations_show_that_they_are_lists() -> None:
    assert told("Kreis, Bund", "Bund, Kreis") == [("D2", "organization-list"), ("D3", "organization-list")]


def test_the_note_shows_how_to_write_the_list() -> None:
    (note,) = remarks("Hauptamt, Bauamt", "Hauptamt", "Bauamt")

    assert "„Hauptamt; Bauamt“" in note.remedy.de
    assert "split_at" in note.remedy.en


@pytest.mark.parametrize(
    "leads",
    [
        ("Amt für Straßen, Wege, Plätze und Grün", "Amt für Straßen"),
        ("Amt für Bildung, Jugend und Soziales", "Amt für Jugend, Soziales", "Bauamt"),
        ("Hauptamt; Bauamt", "Hauptamt", "Bauamt"),
        ("Schmidt & Weber", "Weber & Schmidt"),
        ("Hauptamt", "Hauptamt"),
    ],
)
def test_a_name_with_commas_is_no_list(leads: tuple[str, ...]) -> None:
    assert told(*leads) == []


@pytest.mark.parametrize("lead", ["IP\nAustralia", "Stadtwerke\nMusterstadt", "Haus der\nJugend\nNord"])
def test_lines_that_may_be_one_name_are_told_with_what_they_were_taken_for(lead: str) -> None:
    (note,) = remarks(lead, "Bauamt")

    assert (note.rule.id, note.cell.address) == ("organization-lines", "D2")
    assert f"„{lead.rsplit(chr(10), 1)[1]}“" in note.message.de


@pytest.mark.parametrize(
    "leads",
    [
        ("Hauptamt\nBauamt",),
        ("IP\nAustralia", "Australia"),
        ("Muster GmbH\nVerein Nord e. V.",),
        ("• Stadtwerke\n• Musterstadt",),
        ("1. Stadtwerke\n2. Musterstadt",),
        ("Stadtwerke;\nMusterstadt",),
        ("Stadt Muster\nNachbarn",),
        ("Amt für\nBildung",),
    ],
)
def test_lines_that_are_names_and_names_that_wrap_are_not_told(leads: tuple[str, ...]) -> None:
    assert told(*leads) == []


@pytest.mark.parametrize(
    ("typed", "signs"),
    [("Bau\x07amt", "U+0007"), ("Bau\ue000amt \ufffe", "U+E000, U+FFFE"), ("\u202etmauaB", "U+202E")],
)
def test_signs_that_mean_nothing_are_told(typed: str, signs: str) -> None:
    (note,) = remarks(typed)

    assert note.rule.id == "sign-dropped"
    assert signs in note.message.de


@pytest.mark.parametrize(
    "typed", ["Bau\u00adamt", "Bau\u00a0amt", "Bauamt\u200b", "\ufeffBauamt", "\uf0b7 Bauamt", 5, date(2026, 1, 1)]
)
def test_signs_that_mean_something_or_nothing_to_be_seen_are_not_told(typed: Value) -> None:
    assert told(typed) == []


@pytest.mark.parametrize(("row", "cell"), [(("1\x01", "Portal", "1"), "A2"), (("1", "Por\ue000tal", "1"), "B2")])
def test_they_are_told_in_keys_and_titles_too(row: tuple[str, ...], cell: str) -> None:
    found = read_rows(HEADER, row)

    (note,) = remark(found.parsed.roadmap, NAMING, read_resources().rules)

    assert (note.rule.id, note.cell.address) == ("sign-dropped", cell)
