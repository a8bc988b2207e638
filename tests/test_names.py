"""The names of organizations in a cell: cut where it can only be a list, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.roadmap import Name
from pipeline.parse.names import parse_names
from tests.examples import try_examples
from tests.sheets import read_cell

few = try_examples(200)


@pytest.mark.parametrize(
    "name",
    [
        "Hauptamt",
        "Amt für Bildung, Jugend und Soziales",
        "Amt für Straßen, Wege, Plätze und Grün",
        "Müller, Meier & Co. KG",
        "Ausschuss für Stadtentwicklung, Wirtschaftsförderung, Verkehr und Digitalisierung",
        "Amt 40/41",
        "1. FC Musterstadt",
        "2. Feuerwache",
        "Verein C++",
        "IT-Koordination",
        "10",
    ],
)
def test_a_name_is_one_whatever_signs_are_in_it(name: str) -> None:
    assert parse_names(name) == (name,)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Amt für Bildung\nund Soziales", "Amt für Bildung und Soziales"),
        ("Amt für Bildung und\nSoziales", "Amt für Bildung und Soziales"),
        ("Amt für\nBildung", "Amt für Bildung"),
        ("Amt für Straßen,\nWege und Plätze", "Amt für Straßen, Wege und Plätze"),
        ("Stadtwerke Muster-\nstadt", "Stadtwerke Musterstadt"),
        ("Baden-\nWürttemberg Stiftung", "Baden-Württemberg Stiftung"),
        ("Stadt-\nund Landkreis", "Stadt- und Landkreis"),
        ("Kinder- und Jugendbüro – Nord", "Kinder- und Jugendbüro – Nord"),
        ("Landesbetrieb Straßenbau\n(Niederlassung West)", "Landesbetrieb Straßenbau (Niederlassung West)"),
        ("Müller\n& Söhne", "Müller & Söhne"),
        ("Straßen\N{SOFT HYPHEN}\nbauamt", "Straßenbauamt"),
        ("Amt  für\N{NO-BREAK SPACE}Bildung", "Amt für Bildung"),
        ("Amt\tfür Bildung\N{ZERO WIDTH SPACE}", "Amt für Bildung"),
        ("Amt für Bildung\x0bund Soziales", "Amt für Bildung und Soziales"),
    ],
)
def test_a_name_that_wraps_over_lines_is_one(typed: str, name: str) -> None:
    assert parse_names(typed) == (name,)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Hauptamt; Bauamt", ["Hauptamt", "Bauamt"]),
        ("Hauptamt; ; -; Hauptamt", ["Hauptamt"]),
        ("Müller & Söhne;", ["Müller & Söhne"]),
        ("Müller, Meier & Co. KG; Bauamt", ["Müller, Meier & Co. KG", "Bauamt"]),
        ("Hauptamt\nBauamt, Abteilung 1", ["Hauptamt", "Bauamt, Abteilung 1"]),
        ("Hauptamt\x0bBauamt", ["Hauptamt", "Bauamt"]),
        ("Hauptamt | Bauamt", ["Hauptamt", "Bauamt"]),
        ("• Hauptamt\n• Bauamt", ["Hauptamt", "Bauamt"]),
        ("• Hauptamt • Bauamt", ["Hauptamt", "Bauamt"]),
        ("\uf0b7 Hauptamt\n\uf0b7 Bauamt", ["Hauptamt", "Bauamt"]),
        ("- Hauptamt\n- regio iT", ["Hauptamt", "regio iT"]),
        ("1. Hauptamt\n2. Bauamt\n3. regio iT", ["Hauptamt", "Bauamt", "regio iT"]),
        ("1. Hauptamt 2. Bauamt", ["Hauptamt", "Bauamt"]),
        ("1) Hauptamt; 2) Bauamt", ["Hauptamt", "Bauamt"]),
        ("1. FC Musterstadt; 1. FC Nachbarstadt", ["1. FC Musterstadt", "1. FC Nachbarstadt"]),
        ("Bauamt\n3M Deutschland\neGo-MV", ["Bauamt", "3M Deutschland", "eGo-MV"]),
        ("Amt für Bildung\nund Soziales\nBauamt", ["Amt für Bildung und Soziales", "Bauamt"]),
        ("", []),
        ("–", []),
    ],
)
def test_what_can_only_be_a_list_is_cut(typed: str, names: list[str]) -> None:
    assert list(parse_names(typed)) == names


@pytest.mark.parametrize(
    ("setting", "typed", "names"),
    [
        ('split_at = ","', "Kreis, Bund, Land NRW", ["Kreis", "Bund", "Land NRW"]),
        ('split_at = [",", "/"]', "Kreis, Bund / Land; Stadt", ["Kreis", "Bund", "Land", "Stadt"]),
        ('split_at = ["+"]', "Kreis + Bund, Land", ["Kreis", "Bund, Land"]),
    ],
)
def test_a_column_is_cut_at_commas_where_the_settings_say_so(setting: str, typed: str, names: list[str]) -> None:
    columns = f'partner = {{ titles = ["Beteiligte"], {setting} }}'

    assert read_cell("Beteiligte", typed, columns) == [Name(name) for name in names]
    assert read_cell("Federführung", typed, columns) != [Name(name) for name in names]


@few
@given(st.text(st.sampled_from("Aab1. )-\n;|•,ü(&"), max_size=25))
def test_names_are_read_again_as_they_are_when_they_are_written_side_by_side(typed: str) -> None:
    names = parse_names(typed)

    assert parse_names("; ".join(names)) == names
    assert all("\n" not in name and name == name.strip() for name in names)
