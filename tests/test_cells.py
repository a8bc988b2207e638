"""What a cell says, by the kind of its column; and what it does not say, kept as the text that it is."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from pipeline.model.amount import Amount
from pipeline.model.period import Period
from pipeline.model.roadmap import Email, EntryValue, Link, Name, Reference, Unreadable, Words
from pipeline.model.vocabulary import Concept
from pipeline.model.workbook import Value
from tests.sheets import read_cell, read_rows

HEADER = ("Kennung", "Titel", "Handlungsfelder")


def notations(title: str, value: Value) -> list[str]:
    """The concepts in a cell by their notations, and in brackets what is none."""
    return [_notation(said) for said in read_cell(title, value)]


def _notation(said: EntryValue) -> str:
    if isinstance(said, Concept):
        return said.notation
    assert isinstance(said, Unreadable)
    return f"[{said.text}]"


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
        ("HF 2; HF 3", ["2", "3"]),
        ("1 Dienstleistung, 2 Bildung, Kultur und Sport", ["1", "2"]),
        ("2. Bildung, Kultur und Sport\n3. Straße & Verkehr", ["2", "3"]),
        ("Bildung (2) und Klima/Umwelt (12)", ["2", "12"]),
        ("Handlungsfelder 2, 12", ["2", "12"]),
        ("3 Bildung, 1", ["[3 Bildung]", "1"]),
        ("3 Bildung, Kultur und Sport; 1", ["[3 Bildung, Kultur und Sport]", "1"]),
        ("Bildung, Kultur und Sprot", ["2", "[Kultur]", "[Sprot]"]),
        ("Bildnug, Kultur und Sport", ["[Bildnug, Kultur und Sport]"]),
        ("1; Bildnug, Kultur und Sport, 3", ["1", "[Bildnug, Kultur und Sport]", "3"]),
        ("Wetter; Strase & Verkehr", ["[Wetter]", "[Strase & Verkehr]"]),
        ("Wetter und Sterne", ["[Wetter]", "[Sterne]"]),
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
        ("These 3", ["3"]),
        ("2. Offen", ["2"]),
        ("2 Gemeinsam", ["[2 Gemeinsam]"]),
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
    found = read_rows(HEADER, ("a", "Portal", "x, " * 2_000 + "Bildung, Kultur und Sport"))

    assert [_notation(said) for said in found.values("field")] == ["[x]", "2"]


# Text ###########################################################################################################


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (" Portal ", "Portal"),
        ("Zwei\r\nZeilen\rdrei", "Zwei\nZeilen\ndrei"),
        ("Bu\N{COMBINING DIAERESIS}rger", "Bürger"),
        ("a\x00b\x07c\x1fd\x7fe\ufffe\ud800f", "abcdef"),
        ("eins\x0bzwei\x0cdrei\x85vier\u2028fünf\u2029sechs", "eins\nzwei\ndrei\nvier\nfünf\nsechs"),
        ("Stra\u00adßen\u00ad\nbau\ufeff \u200b", "Straßenbau"),
        ("Sa\u202egnu\u202c\ue000 \uf0b7 Punkt", "Sagnu • Punkt"),
        ("\N{WOMAN}\u200d\N{PERSONAL COMPUTER}", "\N{WOMAN}\u200d\N{PERSONAL COMPUTER}"),
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


@pytest.mark.parametrize("typed", ["Digitale\nAgenda", "Digitale\x0b\tAgenda ", "Digitale\N{NO-BREAK SPACE} Agenda"])
def test_a_title_stands_on_one_line(typed: str) -> None:
    found = read_rows(HEADER, ("a", typed, "1"))

    assert found.values("title") == [Words("Digitale Agenda", "de")]


@pytest.mark.parametrize("dash", ["-", "–", "...", " / ", " "])
@pytest.mark.parametrize(
    "title",
    ["Beschreibung", "Status", "Thesen", "Beginn", "Kosten geplant", "Beteiligte", "Link", "Kontakt", "Ersetzt durch"],
)
def test_a_dash_says_nothing_in_any_column(title: str, dash: str) -> None:
    assert read_cell(title, dash) == []


def test_text_is_in_the_language_of_the_dataset_but_for_columns_in_english() -> None:
    assert read_cell("Beschreibung", "Portal", more='language = "en"\n') == [Words("Portal", "en")]
    assert read_cell("Beschreibung (englisch)", "Portal") == [Words("Portal", "en")]


# Dates and amounts ##############################################################################################


@pytest.mark.parametrize(
    "text",
    ["laufend", "fortlaufend", "offen", "unbefristet", "N/A", "k. A.", "diverse", "tbd", "siehe Anlage", "31.02.2024"],
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


@pytest.mark.parametrize("text", ["keine", "Keine", "k. A.", "N.N.", "n/a", "entfällt", "nan", "NULL", "None", "offen"])
def test_a_word_for_no_organization_is_none(text: str) -> None:
    assert read_cell("Beteiligte", text) == []


@pytest.mark.parametrize("text", ["Keine Angst e. V.", "NN-Verlag", "Offener Kanal"])
def test_an_organization_that_begins_like_such_a_word_is_one(text: str) -> None:
    assert read_cell("Beteiligte", text) == [Name(text)]


@pytest.mark.parametrize(("value", "typed"), [(43987, "43987"), ("43987", "43987"), (43987.5, "43987,5")])
def test_a_number_that_is_read_as_a_day_is_told(value: Value, typed: str) -> None:
    found = read_rows((*HEADER, "Beginn"), ("a", "Portal", "1", value))

    note = found.finding("date-from-number")
    assert (note.value, note.cell.address) == (typed, "D2")
    assert "05.06.2020" in note.message.de


@pytest.mark.parametrize("value", [2026, "2026", 20260605, "20260605", date(2026, 6, 5)])
def test_a_year_and_a_day_that_is_written_out_are_not(value: Value) -> None:
    assert "date-from-number" not in read_rows((*HEADER, "Beginn"), ("a", "Portal", "1", value)).rules


def test_a_date_that_cannot_be_is_kept_as_its_author_reads_it() -> None:
    assert read_cell("Ende", date(9999, 12, 31)) == [Unreadable("31.12.9999")]
    assert read_cell("Ende", time(1, 30)) == [Unreadable("01:30")]


def test_amounts_have_the_currency_and_the_unit_of_their_column() -> None:
    columns = 'budget_planned = { titles = ["Kosten (TCHF)"], currency = "CHF", factor = 1000 }'

    assert read_cell("Kosten (TCHF)", 17.25, columns) == [Amount(Decimal(17250), "CHF")]
    assert read_cell("Kosten (TCHF)", "20 T€", columns) == [Amount(Decimal(20000), "EUR")]
    assert read_cell("Kosten geplant", "1.800.000,00\N{NO-BREAK SPACE}€") == [Amount(Decimal(1800000), "EUR")]


@pytest.mark.parametrize("value", ["nfp", "ca. 5.000 €", True, date(2024, 1, 1)])
def test_what_is_no_amount_is_kept_as_text(value: Value) -> None:
    (said,) = read_cell("Kosten geplant", value)

    assert isinstance(said, Unreadable)


# Links, addresses and references #################################################################################


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("https://example.org", ["https://example.org"]),
        ("HTTP://Example.org/a?b=c&d#e", ["http://example.org/a?b=c&d#e"]),
        ("https://example.org:8080/", ["https://example.org:8080/"]),
        ("https://straße.de/größe", ["https://xn--strae-oqa.de/gr%C3%B6%C3%9Fe"]),
        ("https://example.org/100%", ["https://example.org/100%"]),
        ("https://example.org/a/../b/./c", ["https://example.org/b/c"]),
        ("https://example.org/a/b/..", ["https://example.org/a/"]),
        ("https://example.org/../..", ["https://example.org/"]),
        ("https://example.org//a//b", ["https://example.org//a//b"]),
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
        "https://[::1]/", "https://a\N{ACCOUNT OF}b.de/", "https://exa%41mple.org", "<https://example.org>", 'https://example.org/"',
        "https://a.de\\b", "5",
    ],
)  # fmt: skip
def test_what_is_no_such_address_stays_text(typed: str) -> None:
    assert read_cell("Link", typed) == [Unreadable(typed)]


def test_a_link_among_words_stays_the_text_that_it_is() -> None:
    assert read_cell("Link", "siehe https://a.de") == [Unreadable("siehe https://a.de")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("digital@example.org", Email("digital@example.org")),
        ("mailto:digital@example.org", Email("digital@example.org")),
        ("Mailto: digital@example.org", Email("digital@example.org")),
        ("mailto:mailto:digital@example.org", Unreadable("mailto:mailto:digital@example.org")),
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
