"""A cell says what a person reads in it: its value in its number format."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pipeline.model.amount import Amount, parse_amount
from pipeline.model.columns import Kind
from pipeline.model.roadmap import Doubtful, EntryValue, Unreadable
from pipeline.model.workbook import Row, Sheet, Value
from pipeline.parse.shown import shown
from pipeline.readers.number_format import tells_more
from tests.sheets import Reading, read, sheet

DAY = date(2026, 6, 5)


def formatted(title: str, value: Value, code: str) -> Reading:
    """A project with a cell in a number format."""
    head, row = ("Kennung", "Titel", "Handlungsfelder", title), ("a", "Portal", "1", value)
    return read(Sheet("Roadmap", (Row(1, head), Row(2, row, {4: code}))))


def said(title: str, value: Value, code: str) -> list[EntryValue]:
    (project,) = formatted(title, value, code).projects
    return [entry.value for entry in project.entries if entry.at == 4]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (7, "000", "007"),
        (7, '"HF "0', "HF 7"),
        (202601, "0000-00", "2026-01"),
        (202601, "####-##", "2026-01"),
        (202601, "#-00", "2026-01"),
        (1234, "#\\.000", "1.234"),
        (2026, '"P-"General', "P-2026"),
        (2026, '"P-"@', "P-2026"),
        ("12", '"P-"@', "P-12"),
        ("12", '@" neu"', "12 neu"),
        (-7, '0;"N"0', "N7"),
        (-7, "000", "-007"),
        (3, '[>5]"A"0;"B"0', "B3"),
        (7, '[>5]"A"0;"B"0', "A7"),
        (5, '"A";"B"', "A"),
        (0, '"ja";;"nein"', "nein"),
        ("intern", ";;;", ""),
        ("intern", '0;0;0;"siehe Akte"', "siehe Akte"),
        (7, ";;;", ""),
        (3.75, "# ?/?", 3.75),
        (12, "0/0", 12),
    ],
)
def test_keys_and_texts_are_what_their_format_shows(value: Value, code: str, text: Value) -> None:
    assert shown(value, code, Kind.KEY) == text
    assert shown(value, code, Kind.TEXT) == text
    assert tells_more(code, value)


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (1234.5, "#,##0.00 [$€-407]", "1234.5 EUR"),
        (1234.5, "[$$-409]#,##0.00", "1234.5 USD"),
        (1234.5, '#,##0.00" €"', "1234.5 EUR"),
        (50, '#,##0 "T€"', "50000 EUR"),
        (50, '"T€ "#,##0', "50000 EUR"),
        (1_500_000, '#,##0.0,, "Mio. €"', "1500000 EUR"),
        (1_500_000, '#,##0.0,, "€"', "1500000 EUR"),
        (1_500_000, "#,##0,", "1500000 EUR"),
        (5000, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "5000 EUR"),
        (5000, '#,##0",-"', "5000 EUR"),
        (5000, '#,##0 "¤"', "5000 EUR"),
        (5000, "#'##0", "5000 EUR"),
        (12345, "0\\.000", "12345 EUR"),
        (-5000, "#,##0_);\\(#,##0\\)", "-5000 EUR"),
        (-5000, '#,##0 "€";[Red]-#,##0 "€"', "-5000 EUR"),
        (5000, "\\-#,##0", "-5000 EUR"),
        (0, '_-* #,##0 _€_-;-* #,##0 _€_-;_-* "-" _€_-;_-@_-', "0 EUR"),
        (0, '#,##0;-#,##0;"–"', "0 EUR"),
    ],
)
def test_an_amount_is_what_its_format_shows(value: float, code: str, expected: str) -> None:
    (amount,) = said("Kosten geplant", value, code)

    assert isinstance(amount, Amount)
    assert f"{amount.lexical} {amount.currency}" == expected


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (50, '0" %"', "50 %"),
        (0.5, "0\\%", "0,5%"),
        (0.5, "0%", "50 %"),
        (5000, "#,##0 [$₽-419]", "5000 ₽"),
        (5000, "[$¥-411]#,##0", "¥5000"),
        (5000, '">"#,##0', ">5000"),
        (5000, "(#,##0)", "(5000)"),
        (5000, '#,##0"*"', "5000*"),
        (5000, '"bis "#,##0', "bis 5000"),
        (5000, '"k. A."', "k. A."),
        (0, '#,##0;-#,##0;"offen"', "offen"),
        (-5000, '#,##0 "€";#,##0 "€ Einnahme"', "-5000 € Einnahme"),
    ],
)
def test_what_a_format_writes_beside_an_amount_is_read_as_if_it_were_typed(value: float, code: str, text: str) -> None:
    assert said("Kosten geplant", value, code) == [Unreadable(text)]


@pytest.mark.parametrize(("value", "code"), [(5000, ";;;"), (0, "0;-0;;@"), (0, "#,###"), ("5.000", ";;;")])
def test_an_amount_that_its_format_hides_says_nothing(value: Value, code: str) -> None:
    assert said("Kosten geplant", value, code) == []
    assert tells_more(code, value)


@pytest.mark.parametrize(
    ("value", "code", "read_out"),
    [
        (DAY, "dd.mm.yyyy", DAY),
        (DAY, "[$-407]d. mmmm yyyy;@", DAY),
        (DAY, "ddd, dd.mm.yyyy", DAY),
        (datetime(2026, 6, 5, 14, 30), 'dd.mm.yyyy hh:mm" Uhr"', datetime(2026, 6, 5, 14, 30)),
        (DAY, "General", DAY),
        (DAY, "mmm yy", "06/2026"),
        (DAY, "[$-407]mmmm\\ yyyy", "06/2026"),
        (DAY, "ddd mmm yyyy", "06/2026"),
        (DAY, "MMM JJ", "06/2026"),
        (DAY, "yyyy", "2026"),
        (DAY, 'QQ" "yyyy', "Q2/2026"),
        (DAY, "WW/yyyy", "KW 23/2026"),
        (DAY, '"Ende "yyyy', "Ende 2026"),
        (DAY, '"ab "mmm yyyy', "ab 06/2026"),
        (DAY, '"bis "dd.mm.yyyy', "bis 05.06.2026"),
        (DAY, 'yyyy" ff."', "2026 ff"),
        (DAY, "d. mmm", "05.06."),
        (DAY, "dd.mm.", "05.06."),
        (DAY, "mmmm", "Juni"),
        (DAY, "dddd", "Freitag"),
        (datetime(2026, 6, 5, 14, 30), "h:mm", "14:30"),
        (DAY, '"fertig"', "fertig"),
        (DAY, ";;;", ""),
        (date(1905, 7, 18), "yyyy", date(1905, 7, 18)),
    ],
)
def test_a_day_is_what_its_format_shows_of_it(value: date, code: str, read_out: Value) -> None:
    assert shown(value, code, Kind.PERIOD) == read_out


def test_the_year_of_a_date_is_no_amount() -> None:
    assert said("Kosten geplant", DAY, "yyyy") == [Unreadable("05.06.2026")]


def test_a_day_without_its_year_is_no_date() -> None:
    # "24.12." became a day of the year in which it was typed, which may not be the one that was meant.
    found = formatted("Beginn", date(2026, 12, 24), "dd.mm.")

    assert [entry.value for entry in found.projects[0].entries if entry.at == 4] == [Unreadable("24.12.")]


def test_a_year_in_a_cell_for_years_is_told() -> None:
    (doubt,) = said("Beginn", date(1905, 7, 18), "yyyy")

    assert isinstance(doubt, Doubtful)
    assert doubt.doubt.rule == "date-was-year"


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (2026, "0", 2026),
        (2026, "#,##0", 2026),
        (2026, '"Ende "0', "Ende 2026"),
        (2026, '"ab "0', "ab 2026"),
        (2026, '0" ff."', "2026 ff."),
        (26, '"20"00', "2026"),
        (62026, "00\\/0000", "06/2026"),
        (5062026, "00\\.00\\.0000", "05.06.2026"),
        (25000, "#,##0.00 [$€-407]", "25000 €"),
    ],
)
def test_a_number_under_dates_is_what_its_format_shows(value: float, code: str, text: Value) -> None:
    assert shown(value, code, Kind.PERIOD) == text


@pytest.mark.parametrize("code", ["0.00E+00", "0E+00", "##0.0E+0"])
def test_a_key_that_became_a_power_of_ten_is_lost(code: str) -> None:
    head, row = ("Kennung", "Titel", "Handlungsfelder"), (100000.0, "Portal", "1")
    found = read(Sheet("Roadmap", (Row(1, head), Row(2, row, {1: code}))))

    assert found.keys == []
    assert found.finding("key-lost").value == "100000"


def test_a_key_that_is_a_plain_number_is_kept() -> None:
    assert read(sheet(("Kennung", "Titel", "Handlungsfelder"), (100000, "Portal", "1"))).keys == ["100000"]


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (100 / 3, '#,##0.00 "€"', "33.3333333333333"),
        (0, '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', "0"),
        (-5, '[<0](0 "€")', "-5"),
        (-5, '[<0]-0 "€"', "-5"),
        (-5, '#,##0.00 "€";[Red]-#,##0.00 "€"', "-5"),
    ],
)
def test_a_format_makes_no_amount_unreadable(value: float, code: str, expected: str) -> None:
    amount = parse_amount(shown(value, code, Kind.AMOUNT))

    assert isinstance(amount, Amount)
    assert amount.lexical == expected
