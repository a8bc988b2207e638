"""Rows to projects and cells to values: nothing is dropped, nothing counted twice, nothing guessed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.amount import Amount
from pipeline.period import Period
from pipeline.roadmap import Email, EntryValue, Link, Name, Reference, Unreadable, Words
from pipeline.vocabulary import COLUMNS, Concept
from pipeline.workbook import CellFault, Merge, Row, Sheet, Value, column_letter
from tests.sheets import Reading, every_row_is_accounted_for, read, read_cell, read_in, read_rows, sheet, town, workbook

few = settings(max_examples=60, deadline=None)
HEADER = ("Kennung", "Titel", "Handlungsfelder")


def notations(title: str, value: Value) -> list[str]:
    """The concepts in a cell by their notations, and in brackets what is none."""
    return [_notation(said) for said in read_cell(title, value)]


def _notation(said: EntryValue) -> str:
    if isinstance(said, Concept):
        return said.notation
    assert isinstance(said, Unreadable)
    return f"[{said.text}]"


# Keys ###########################################################################################################


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("2022-02", "2022-02"),
        (" 2022-02 ", "2022-02"),
        ("01", "01"),
        (1, "1"),
        (1.0, "1"),
        ("A  1", "A 1"),
        ("A\N{NO-BREAK SPACE}1", "A 1"),
        ("A\n1", "A 1"),
        ("A\N{ZERO WIDTH SPACE}1", "A1"),
        ("A\N{SOFT HYPHEN}-1", "A-1"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}A1", "A1"),
        ("Bu\N{COMBINING DIAERESIS}rger", "Bürger"),
        ("ä/ö <1>", "ä/ö <1>"),
    ],
)
def test_a_key_is_what_was_typed_without_what_nobody_sees(typed: Value, key: str) -> None:
    assert read_rows(HEADER, (typed, "Portal", "1")).keys == [key]


@pytest.mark.parametrize("dash", ["-", "–", "—", " . ", "...", "/", "--", "\N{ZERO WIDTH SPACE}", "\x07"])
def test_a_dash_is_no_key(dash: str) -> None:
    found = read_rows(HEADER, (dash, "Portal", "1"))

    assert found.left_out() == {1: "header", 2: "no-key"}
    assert str(found.finding("key-missing").cell) == "roadmap.xlsx / Roadmap / A2"


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        (date(2022, 2, 1), "01.02.2022"),
        (datetime(2022, 2, 1), "01.02.2022"),
        (datetime(2022, 2, 1, 1), "01.02.2022 01:00"),
        (time(1, 30), "01:30:00"),
        (timedelta(hours=26), "1 day, 2:00:00"),
    ],
)
def test_a_key_that_was_turned_into_a_date_is_told(value: Value, typed: str) -> None:
    found = read_rows(HEADER, (value, "Portal", "1"))

    assert found.left_out() == {1: "header", 2: "no-key"}
    assert found.finding("key-is-date").value == typed
    assert typed in found.finding("key-is-date").message.de


@pytest.mark.parametrize("kind", ["error", "formula"])
def test_a_broken_key_is_told_once(kind: str) -> None:
    fault = CellFault("error", "#REF!") if kind == "error" else CellFault("formula", "=A1")

    found = read_rows(HEADER, (fault, "Portal", "1"))

    assert found.rules == [f"cell-{kind}"]
    assert found.left_out() == {1: "header", 2: "no-key"}


def test_the_second_project_of_a_key_is_left_out_and_told_where_the_first_stands() -> None:
    found = read(
        sheet(HEADER, ("a", "Portal", "1"), ("a ", "Karte", "1"), ("A", "Kiosk", "1"), name="Eins"),
        sheet(HEADER, ("a", "Wegweiser", "1"), ("b", "Bank", "1"), name="Zwei"),
    )

    assert found.keys == ["a", "A", "b"]
    assert found.left_out("Eins") == {1: "header", 3: "duplicate-key"}
    assert found.left_out("Zwei") == {1: "header", 2: "duplicate-key"}
    assert [(str(result.cell), result.message.en) for result in found.results] == [
        ("roadmap.xlsx / Eins / A3", "The identifier “a” already stands in roadmap.xlsx / Eins / A2."),
        ("roadmap.xlsx / Zwei / A2", "The identifier “a” already stands in roadmap.xlsx / Eins / A2."),
    ]


UNKEYED = 'key_from = ["title", "start"]\nrequired = ["title"]'
MADE_OF = ("Titel", "Beginn", "Ende")


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (("Portal", 2024, 2025), "Portal | 2024"),
        (("Portal", "06/2024", 2025), "Portal | 06/2024"),
        (("Portal", date(2024, 6, 5), 2025), "Portal | 05.06.2024"),
        (("Portal", datetime(2024, 6, 5, 2), 2025), "Portal | 05.06.2024"),
        (("Portal", "05.06.2024 02:00", 2025), "Portal | 05.06.2024"),
        (("Portal", "–", 2025), "Portal"),
        (("", "06/2024", 2025), "06/2024"),
    ],
)
def test_a_key_may_be_made_of_other_columns(row: tuple[Value, ...], key: str) -> None:
    assert read_rows(MADE_OF, row, columns=UNKEYED).keys == [key]


def test_a_key_made_of_other_columns_is_told_at_the_first_of_them() -> None:
    twice = read_rows(("Ende", "Beginn", "Titel"), (1, 2024, "Portal"), (2, 2024, "Portal"), columns=UNKEYED)
    missing = read_rows((*MADE_OF, "Link"), ("", "", 2025, "https://a.de"), ("", "-", 2024, "b"), columns=UNKEYED)

    assert twice.left_out() == {1: "header", 3: "duplicate-key"}
    assert str(twice.finding("key-duplicate").cell) == "roadmap.xlsx / Roadmap / C3"
    assert twice.finding("key-duplicate").value == "Portal | 2024"
    assert every_row_is_accounted_for(missing)
    assert missing.keys == []


def test_a_key_with_a_broken_part_is_no_key() -> None:
    found = read_rows(MADE_OF, ("Portal", CellFault("error", "#REF!"), 2025), columns=UNKEYED)

    assert found.left_out() == {1: "header", 2: "no-key"}
    assert found.rules == ["cell-error"]


def test_identifiers_beside_a_key_made_of_other_columns_do_not_matter() -> None:
    found = read_rows(("Kennung", *MADE_OF), (date(2024, 1, 1), "Portal", 2024, 2025), columns=UNKEYED)

    assert found.keys == ["Portal | 2024"]
    assert found.results == ()


# Concepts #######################################################################################################


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1", ["1"]),
        (1, ["1"]),
        (1.0, ["1"]),
        ("Dienstleistung", ["1"]),
        ("E-Government, 3", ["1", "3"]),
        ("1, 3", ["1", "3"]),
        ("1,2", ["1", "2"]),
        ("1, 2", ["1", "2"]),
        ("1; 2", ["1", "2"]),
        ("1/2", ["1", "2"]),
        ("1 + 2", ["1", "2"]),
        ("1 und 2", ["1", "2"]),
        ("1 Und 2 AND 3", ["1", "2", "3"]),
        ("• 1\n• 2", ["1", "2"]),
        ("12", ["12"]),
        ("3, 1, 3", ["3", "1"]),
        ("Bildung, Kultur und Sport", ["2"]),
        ("bildung, kultur UND sport", ["2"]),
        ("Bildung, Kultur und Sport, Straße & Verkehr", ["2", "3"]),
        ("Straße & Verkehr und Bildung, Kultur und Sport", ["3", "2"]),
        ("Straße & Verkehr & Klima/Umwelt", ["3", "12"]),
        ("Klima/Umwelt/Bildung", ["12", "2"]),
        ("Bildung\nDienstleistung", ["2", "1"]),
        ("Roads; E Government", ["3", "1"]),
        ("Bildung,", ["2"]),
        (", ;und", []),
        ("Bildung und Wetter", ["2", "[Wetter]"]),
        ("Straße", ["[Straße]"]),
        ("Dienstleistng", ["[Dienstleistng]"]),
        ("1 2", ["[1 2]"]),
        ("5, 1", ["[5]", "1"]),
        ("und", []),
        ("–", []),
        (True, ["[ja]"]),
        (date(2026, 3, 2), ["[02.03.2026]"]),
    ],
)
def test_several_fields_may_stand_in_one_cell(value: Value, expected: list[str]) -> None:
    found = read_rows(HEADER, ("a", "Portal", value))

    assert [_notation(said) for said in found.values("field")] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2,3", ["2", "3"]),
        ("2, 3", ["2", "3"]),
        (2.3, ["[2,3]"]),
        (1.1, ["[1,1]"]),
        (2.0, ["2"]),
        (2.35, ["[2,35]"]),
    ],
)
def test_a_list_of_theses_that_became_a_decimal_is_not_guessed(value: Value, expected: list[str]) -> None:
    assert notations("Thesen", value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("laufend", ["running"]),
        ("In Planung", ["planned"]),
        ("in operation", ["in-operation"]),
        ("laufend, geplant", ["[laufend, geplant]"]),
        ("fertg", ["[fertg]"]),
        ("-", []),
    ],
)
def test_a_status_is_one(value: Value, expected: list[str]) -> None:
    assert notations("Status", value) == expected


@pytest.mark.parametrize(("value", "same_as"), [(True, "ja"), (False, "nein")])
def test_a_truth_value_says_yes_or_no(value: bool, same_as: str) -> None:
    (said,) = read_cell("Externe Beteiligung", value)

    assert isinstance(said, Concept)
    assert [said] == read_cell("Externe Beteiligung", same_as)


def test_a_cell_of_thousands_of_commas_is_read_in_no_time() -> None:
    found = read_rows(HEADER, ("a", "Portal", "x, " * 10_000 + "Bildung, Kultur und Sport"))

    assert [_notation(said) for said in found.values("field")] == ["[x]", "2"]


# Text ###########################################################################################################


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (" Portal ", "Portal"),
        ("Zwei\r\nZeilen\rdrei", "Zwei\nZeilen\ndrei"),
        ("Bu\N{COMBINING DIAERESIS}rger", "Bürger"),
        ("a\x00b\x07c\x1fd\x7fe\ufffe\ud800f", "abcdef"),
        ("Tab\tbleibt", "Tab\tbleibt"),
        ("eng\N{NO-BREAK SPACE}gesetzt", "eng gesetzt"),
        ("😀 <b>&amp;", "😀 <b>&amp;"),
        (2024, "2024"),
        (2.5, "2,5"),
        (True, "WAHR"),
        (date(2024, 6, 5), "05.06.2024"),
    ],
)
def test_text_is_fit_for_every_format(typed: Value, text: str) -> None:
    assert read_cell("Beschreibung", typed) == [Words(text, "de")]


@pytest.mark.parametrize("dash", ["-", "–", "...", " / ", " "])
@pytest.mark.parametrize(
    "title", ["Beschreibung", "Status", "Thesen", "Beginn", "Kosten geplant", "Beteiligte", "Link", "Kontakt", "Ersetzt durch"]
)
def test_a_dash_says_nothing_in_any_column(title: str, dash: str) -> None:
    assert read_cell(title, dash) == []


def test_text_is_in_the_language_of_the_dataset_but_for_columns_in_english() -> None:
    assert read_cell("Beschreibung", "Portal", more='language = "en"\n') == [Words("Portal", "en")]
    assert read_cell("Beschreibung (englisch)", "Portal") == [Words("Portal", "en")]


# Dates and amounts ##############################################################################################


@pytest.mark.parametrize(
    "text", ["laufend", "fortlaufend", "offen", "unbefristet", "N/A", "k. A.", "diverse", "tbd", "siehe Anlage", "31.02.2024"]
)
def test_what_is_no_date_is_kept_as_text(text: str) -> None:
    assert read_cell("Beginn", text) == [Unreadable(text)]


def test_dates_are_read_in_the_calendar_of_the_workbook() -> None:
    rows = ((*HEADER, "Beginn"), ("a", "Portal", "1", 43987))

    for date_1904, day in ((False, date(2020, 6, 5)), (True, date(2024, 6, 6))):
        (period,) = read_rows(*rows, date_1904=date_1904).values("start")
        assert isinstance(period, Period)
        assert period.begin is not None
        assert period.begin.first == day


def test_a_date_that_cannot_be_is_kept_as_its_author_reads_it() -> None:
    assert read_cell("Ende", date(9999, 12, 31)) == [Unreadable("31.12.9999")]
    assert read_cell("Ende", time(1, 30)) == [Unreadable("01:30:00")]


def test_amounts_have_the_currency_and_the_unit_of_their_column() -> None:
    columns = 'budget_planned = { titles = ["Kosten (TCHF)"], currency = "CHF", factor = 1000 }'

    assert read_cell("Kosten (TCHF)", 17.25, columns) == [Amount(Decimal(17250), "CHF")]
    assert read_cell("Kosten (TCHF)", "20 T€", columns) == [Amount(Decimal(20000), "EUR")]
    assert read_cell("Kosten geplant", "1.800.000,00\N{NO-BREAK SPACE}€") == [Amount(Decimal(1800000), "EUR")]


@pytest.mark.parametrize("value", ["nfp", "ca. 5.000 €", True, date(2024, 1, 1)])
def test_what_is_no_amount_is_kept_as_text(value: Value) -> None:
    (said,) = read_cell("Kosten geplant", value)

    assert isinstance(said, Unreadable)


# Names, links, addresses and references #########################################################################


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Hauptamt", ["Hauptamt"]),
        ("Hauptamt, Bauamt", ["Hauptamt", "Bauamt"]),
        ("Müller, Meier & Co. KG; Bauamt", ["Müller, Meier & Co. KG", "Bauamt"]),
        ("Hauptamt\nBauamt, Abteilung 1", ["Hauptamt", "Bauamt, Abteilung 1"]),
        ("Hauptamt | Bauamt", ["Hauptamt", "Bauamt"]),
        ("Hauptamt; ; -; Hauptamt", ["Hauptamt"]),
        ("Müller & Söhne;", ["Müller & Söhne"]),
        ("Amt  für\N{NO-BREAK SPACE}Bildung", ["Amt für Bildung"]),
        (10, ["10"]),
    ],
)
def test_names_are_separated_by_semicolons_and_lines_and_else_by_commas(typed: Value, names: list[str]) -> None:
    assert read_cell("Beteiligte", typed) == [Name(name) for name in names]


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("https://example.org", ["https://example.org"]),
        ("HTTP://Example.org/a?b=c&d#e", ["HTTP://Example.org/a?b=c&d#e"]),
        ("https://example.org:8080/", ["https://example.org:8080/"]),
        ("https://straße.de/größe", ["https://straße.de/größe"]),
        ("https://example.org/100%", ["https://example.org/100%"]),
        ("https://a.de\nhttps://b.de", ["https://a.de", "https://b.de"]),
        ("https://a.de; https://b.de", ["https://a.de", "https://b.de"]),
        ("https://a.de,https://b.de/x,y", ["https://a.de", "https://b.de/x,y"]),
        ("https://a.de; https://a.de;", ["https://a.de"]),
    ],
)
def test_links_are_addresses_on_the_web(typed: str, links: list[str]) -> None:
    assert read_cell("Link", typed) == [Link(link) for link in links]


@pytest.mark.parametrize(
    "typed",
    [
        "www.example.org", "javascript:alert(1)", "file:///etc/passwd", "ftp://example.org", "https://", "https:///a",
        "mailto:a@example.org", "https://user@example.org/", "https://user:pw@example.org", "https://example.org:port/",
        "https://[::1]/", "https://exa%41mple.org", "<https://example.org>", 'https://example.org/"', "https://a.de\\b", "5",
    ],
)  # fmt: skip
def test_what_is_no_such_address_stays_text(typed: str) -> None:
    assert read_cell("Link", typed) == [Unreadable(typed)]


def test_words_beside_a_link_are_told_apart_from_it() -> None:
    assert read_cell("Link", "siehe https://a.de") == [Unreadable("siehe"), Link("https://a.de")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("digital@example.org", Email("digital@example.org")),
        ("mailto:digital@example.org", Email("digital@example.org")),
        ("digital at example.org", Unreadable("digital at example.org")),
        ("digital@example", Unreadable("digital@example")),
        ("a@example.org, b@example.org", Unreadable("a@example.org, b@example.org")),
    ],
)
def test_an_address_is_one_mailbox(typed: str, said: EntryValue) -> None:
    assert read_cell("Kontakt", typed) == [said]


@pytest.mark.parametrize("typed", ["A 1", " A  1 ", "A\N{NO-BREAK SPACE}1", "A\N{ZERO WIDTH SPACE} 1"])
def test_a_reference_is_compared_as_the_key_it_means(typed: str) -> None:
    assert read_cell("Ersetzt durch", typed) == [Reference("A 1")]


# Cells that cannot be used ######################################################################################


def test_a_broken_cell_is_told_and_the_rest_of_its_row_is_read() -> None:
    found = read_rows((*HEADER, "Beginn"), ("a", CellFault("error", "#REF!"), "1", CellFault("formula", "=X1")))

    assert [(result.rule.id, str(result.cell)) for result in found.results] == [
        ("cell-error", "roadmap.xlsx / Roadmap / B2"),
        ("cell-formula", "roadmap.xlsx / Roadmap / D2"),
    ]
    assert [entry.column for entry in found.projects[0].entries] == ["field"]


def test_every_value_knows_its_column_and_what_was_typed() -> None:
    found = read_rows(("Titel", "Kennung", "x", "Handlungsfelder"), ("Portal", "a", "", "1, 3"), columns='ignore = ["x"]')

    project = found.projects[0]
    assert [(entry.column, entry.at, entry.typed) for entry in project.entries] == [
        ("title", 1, "Portal"),
        ("field", 4, "1, 3"),
        ("field", 4, "1, 3"),
    ]
    assert str(project.cell("field")) == "roadmap.xlsx / Roadmap / D2"
    assert str(project.cell("status")) == "roadmap.xlsx / Roadmap / 2"


def test_equal_values_of_different_types_are_kept_apart() -> None:
    rows = [(f"k{n}", "Portal", "1", value) for n, value in enumerate([1, True, 1.0, "1"])]

    found = read_rows((*HEADER, "Beschreibung"), *rows)

    said = [project.first("description") for project in found.projects]
    assert said == [Words("1", "de"), Words("WAHR", "de"), Words("1", "de"), Words("1", "de")]


# Whatever stands in a sheet #####################################################################################

TITLES = [title for column in COLUMNS.values() for title in column.title]
WORDS = [*TITLES, "Summe", "Verwaltung", "laufend", "2022-02", "1, 3", "31.02.2024", "50 T€", "https://example.org/", "-", ""]
values: st.SearchStrategy[Value] = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.builds(CellFault, st.sampled_from(["error", "formula"]), st.just("#REF!")),
)
merges = st.builds(
    lambda top, left, height, width: Merge(top, left, top + height, left + width),
    *(st.integers(1, 9), st.integers(1, 6), st.integers(0, 4), st.integers(0, 3)),
)


@st.composite
def sheets(draw: st.DrawFn, name: str) -> Sheet:
    """A sheet of anything, most often with a header somewhere that names what a table must have."""
    header: list[Value] = draw(st.permutations(["Kennung", "Titel", "Handlungsfelder", "Beginn", "Kosten geplant"]))
    rows = draw(st.lists(st.lists(values, max_size=7), max_size=9))
    at = draw(st.integers(0, len(rows)))
    lines = [*rows[:at], header, *rows[at:]] if draw(st.booleans()) or rows else rows
    return Sheet(
        name,
        tuple(Row(number, tuple(line)) for number, line in enumerate(lines, start=1)),
        draw(st.sampled_from([False, False, False, True])),
        draw(st.frozensets(st.integers(1, 10), max_size=2)),
        draw(st.frozensets(st.integers(1, 7), max_size=1)),
        tuple(draw(st.lists(merges, max_size=2))),
    )


MAPPINGS = [town(), town('required = ["title"]\nkey_from = ["title", "start"]\nignore = ["Link"]')]


@few
@given(st.tuples(sheets("Eins"), sheets("Zwei")), st.sampled_from(MAPPINGS), st.booleans())
def test_whatever_stands_in_a_workbook_every_row_is_accounted_for_once(
    both: tuple[Sheet, Sheet], dataset: object, date_1904: bool
) -> None:
    (mapping,) = (town for town in MAPPINGS if town is dataset)

    found = read_in(mapping, workbook(*both, date_1904=date_1904))

    assert every_row_is_accounted_for(found)
    assert len(set(found.keys)) == len(found.keys)
    assert all(_is_told_where_it_stands(found, number) for number in range(len(found.results)))


def _is_told_where_it_stands(found: Reading, number: int) -> bool:
    """Whether a finding names a cell that exists."""
    cell = found.results[number].cell
    sheets = {sheet.name: len(list(sheet.rows)) for sheet in found.workbook.sheets}
    return cell.sheet is None or (cell.row or 0) <= sheets[cell.sheet]


@few
@given(st.sampled_from(sorted(set(TITLES) - {"Kennung", "Identifier", "Titel", "Title"})), values)
def test_whatever_stands_in_a_cell_is_said_or_told(title: str, value: Value) -> None:
    found = read_rows(("Kennung", "Titel", title), ("a", "Portal", value), columns='required = ["id"]')

    assert found.keys == ["a"]
    assert all(entry.at in (2, 3) for entry in found.projects[0].entries)
    assert isinstance(value, CellFault) == bool(found.results)


def test_columns_are_lettered_as_a_spreadsheet_does() -> None:
    assert [column_letter(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
