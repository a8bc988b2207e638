"""Amounts of money as people type them, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.amount import (
    PLAIN,
    Amount,
    AmountStyle,
    Mark,
    Role,
    parse_amount,
    parse_number,
    settled_marks,
    title_unit,
)
from pipeline.model.doubt import Doubt
from pipeline.model.workbook import CellFault, Value
from tests.examples import try_examples

few = try_examples(30)
THOUSANDS, MILLIONS = Decimal(1000), Decimal(1_000_000)


def read(value: Value, style: AmountStyle = PLAIN) -> Amount:
    amount = parse_amount(value, style)
    assert isinstance(amount, Amount), value
    return amount


def lexical(value: Value, factor: Decimal = Decimal(1)) -> str:
    return read(value, AmountStyle(factor=factor)).lexical


def doubt(value: Value, style: AmountStyle) -> Doubt:
    found = parse_amount(value, style)
    assert isinstance(found, Doubt), found
    return found


def marks(*shown: tuple[str, Role]) -> frozenset[Mark]:
    return frozenset(Mark(sign, role) for sign, role in shown)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"), ("7", "7"), ("1234", "1234"), ("1.234", "1234"), ("1,234", "1234"), ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"), ("1.234.567", "1234567"), ("1,234,567", "1234567"), ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"), ("1.234,567", "1234.567"), ("12,5", "12.5"), ("12.50", "12.50"), ("0,5", "0.5"),
        ("0.500", "0.500"), ("1234,567", "1234.567"), ("1234.5", "1234.5"), ("1 234", "1234"),
        ("1 234 567,8", "1234567.8"), ("1'234.50", "1234.50"), ("1’234’567", "1234567"), ("12.3456", "12.3456"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_germans_and_as_english_write_it(text: str, expected: str) -> None:
    assert parse_number(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "", ".", ",5", "5,", "1.23.4", "1.234.56", "1,234.567.8", "1.234,567.89", "1 2", "12 34", "1.2345,6", "00.5.6",
        "1..2", "1 234.567,8", "12a", "0x10", "1e5", "٣", "²", "1,2,3", "0.123.456", "1234.567,8",
    ],
)  # fmt: skip
def test_what_groups_its_digits_otherwise_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25.000", "25000"),
        ("25.000 €", "25000"),
        ("25.000,00 €", "25000"),
        ("25.000€", "25000"),
        ("€ 25.000", "25000"),
        ("€25,000.50", "25000.5"),
        ("EUR 25.000", "25000"),
        ("25.000 EUR", "25000"),
        ("25.000 Euro", "25000"),
        ("25.000 euro", "25000"),
        ("25.000 Eur", "25000"),
        ("25.000,- €", "25000"),
        ("25.000,-- €", "25000"),
        ("25.000,–", "25000"),
        ("25.000.-", "25000"),
        ("1.800.000,00\N{NO-BREAK SPACE}€", "1800000"),
        ("1\N{NARROW NO-BREAK SPACE}800\N{NARROW NO-BREAK SPACE}000 €", "1800000"),
        (" 500000.00 € ", "500000"),
        ("249927.50", "249927.5"),
        ("50 T€", "50000"),
        ("50T€", "50000"),
        ("50 TEUR", "50000"),
        ("50 T EUR", "50000"),
        ("50 Tsd. €", "50000"),
        ("50 tsd", "50000"),
        ("50 Tausend Euro", "50000"),
        ("50k", "50000"),
        ("€50k", "50000"),
        ("1,5 Mio. €", "1500000"),
        ("1.5 Mio", "1500000"),
        ("1,5 MIO. EUR", "1500000"),
        ("€1.5m", "1500000"),
        ("3 Millionen Euro", "3000000"),
        ("2,1 Mrd. €", "2100000000"),
        ("-500 €", "-500"),
        ("- 500", "-500"),
        ("−500,25", "-500.25"),
        ("-0", "0"),
        ("0,00 €", "0"),
    ],
)
def test_an_amount_in_euros_is_read_however_it_is_spelled(text: str, expected: str) -> None:
    amount = read(text)

    assert (amount.lexical, amount.currency) == (expected, "EUR")


@pytest.mark.parametrize(
    ("text", "expected", "currency"),
    [
        ("1’500.– CHF", "1500", "CHF"),
        ("SFr. 20", "20", "CHF"),
        ("£5m", "5000000", "GBP"),
        ("$ 1.2 million", "1200000", "USD"),
        ("30 PLN", "30", "PLN"),
        ("usd 30", "30", "USD"),
    ],
)
def test_a_currency_in_the_cell_goes_before_that_of_the_column(text: str, expected: str, currency: str) -> None:
    amount = read(text)

    assert (amount.lexical, amount.currency) == (expected, currency)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (50, "50000"),
        (17.25, "17250"),
        ("50", "50000"),
        ("1.234,5", "1234500"),
        ("50 T€", "50000"),
        ("1,5 Mio. €", "1500000"),
        ("2.0E-6", "0.002"),
    ],
)
def test_the_unit_of_a_column_is_for_numbers_that_say_nothing_of_their_own(value: Value, expected: str) -> None:
    assert lexical(value, THOUSANDS) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (25_000, "25000"),
        (249927.5, "249927.5"),
        (0.1 + 0.2, "0.3"),
        (57356930.730000004, "57356930.73"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (123456789012.34, "123456789012.34"),
        (999_999_999_999_999, "999999999999999"),
        (1e14, "100000000000000"),
    ],
)
def test_a_number_loses_the_noise_of_its_arithmetic_and_nothing_else(number: float, expected: str) -> None:
    assert lexical(number) == expected


@pytest.mark.parametrize(
    "value",
    [
        "", " ", "-", "€", "EUR", "kostenlos", "k. A.", "N/A", "nfp", "ca. 5.000 €", "5.000–6.000 €", "5.000 / 6.000",
        "25 %", "10 STK", "131 m²", "€ 5 €", "EUR 5 €", "5.000 € netto", "£ 12,681,882,27", "(5.000)", "5 tſd", "5 mıo",
        "1e500", "5 T T", "9" * 16, "9" * 5000, "1" + ".000" * 5, "1" * 32_000 + "x", "1 " * 16_000, "1000000 Mrd. €",
        True, False, 10**15, -(10**15), 1e15, 10**400, float("nan"), float("inf"), float("-inf"), date(2024, 1, 1),
        CellFault("error", "#REF!"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_none(value: Value) -> None:
    assert parse_amount(value) is None


@few
@given(st.decimals(0, 10**12, places=2, allow_nan=False))
def test_every_sum_is_read_the_same_in_german_in_english_and_as_a_number(value: Decimal) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))

    readings = [parse_amount(said) for said in (f"{german} €", f"€{english}", float(value))]

    assert [reading.value for reading in readings if isinstance(reading, Amount)] == [value] * 3


@few
@given(st.one_of(st.text(max_size=20), st.text("0123456789.,' €TMio-", max_size=12), st.floats(), st.integers()))
def test_any_value_is_an_amount_in_canonical_form_or_none(value: Value) -> None:
    amount = parse_amount(value)

    assert not isinstance(amount, Amount) or amount.lexical == f"{Decimal(amount.lexical).normalize():f}"
    assert not isinstance(amount, Amount) or ("E" not in amount.lexical and amount.lexical != "-0")


# What a column tells of its cells ###############################################################################


@pytest.mark.parametrize(
    ("text", "shown", "expected"),
    [
        ("1.250", marks((".", Role.DECIMAL)), "1250000"),
        ("15.297", marks((".", Role.DECIMAL)), "15297000"),
        ("15.297", marks((",", Role.DECIMAL)), "15297000000"),
        ("15,297", marks((".", Role.DECIMAL)), "15297000000"),
        ("15,297", marks((",", Role.DECIMAL)), "15297000"),
        ("15.297", marks((".", Role.GROUPING), (",", Role.DECIMAL)), "15297000000"),
        ("1.250", marks((".", Role.DECIMAL), (",", Role.DECIMAL)), "1250000"),
        ("1.250 Mio. €", marks((".", Role.DECIMAL)), "1250000"),
    ],
)
def test_what_other_cells_show_of_a_mark_holds_for_one_that_shows_nothing(
    text: str, shown: frozenset[Mark], expected: str
) -> None:
    assert read(text, AmountStyle(factor=MILLIONS, marks=shown)).lexical == expected


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("18.000", AmountStyle(factor=THOUSANDS)),
        ("1,250", AmountStyle(factor=MILLIONS)),
        ("1.250 Mio. €", PLAIN),
        ("1.250", AmountStyle(marks=marks((".", Role.DECIMAL)))),
        ("1.250", AmountStyle(marks=marks((".", Role.DECIMAL), (".", Role.GROUPING)))),
        ("18.000", AmountStyle(is_split=True)),
    ],
)
def test_an_amount_that_may_be_two_is_told_and_not_guessed(text: str, style: AmountStyle) -> None:
    assert doubt(text, style).rule == "amount-mark-open"
    assert len(doubt(text, style).meanings) == 2


def test_the_readings_of_a_doubt_are_told_in_words() -> None:
    assert doubt("18.000", AmountStyle(factor=THOUSANDS)).words == {
        "meanings_de": "18.000.000 EUR oder 18.000 EUR",
        "meanings_en": "EUR 18,000,000 or EUR 18,000",
    }


@pytest.mark.parametrize("text", ["50,00 €", "€ 50", "50 EUR", "50 CHF", "50.000 €"])
def test_a_currency_sign_in_a_column_with_a_unit_is_told(text: str) -> None:
    assert doubt(text, AmountStyle(factor=THOUSANDS)).rule == "amount-unit-open"


@pytest.mark.parametrize(("sign", "expected"), [("plain", "50"), ("unit", "50000")])
def test_the_settings_say_what_a_currency_sign_means(sign: str, expected: str) -> None:
    assert read("50,00 €", AmountStyle(factor=THOUSANDS, sign=sign)).lexical == expected


@pytest.mark.parametrize(("decimal", "expected"), [(".", "1.25"), (",", "1250")])
def test_the_settings_name_the_decimal_mark(decimal: str, expected: str) -> None:
    style = AmountStyle(marks=settled_marks(decimal), is_settled=True)

    assert read("1.250", style).lexical == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015.0", "2015"),
        ("2.0E-6", "0.000002"),
        ("7.5440249999999995", "7.544025"),
        ("1e5", "100000"),
        ("-1.5E3", "-1500"),
    ],
)
def test_a_number_as_programs_write_it_is_one(text: str, expected: str) -> None:
    assert read(text).lexical == expected


@pytest.mark.parametrize(
    ("title", "factor", "currency"),
    [
        ("Kosten (in T€)", 1000, "EUR"),
        ("Kosten in Mio. €", 1_000_000, "EUR"),
        ("Budget [TEUR]", 1000, "EUR"),
        ("Kosten (k€)", 1000, "EUR"),
        ("Kosten in 1.000 €", 1000, "EUR"),
        ("Kosten in Tsd. Euro", 1000, "EUR"),
        ("Mittel (Mio. CHF)", 1_000_000, "CHF"),
        ("Summe Mrd. €", 1_000_000_000, "EUR"),
        ("Kosten in EUR", None, "EUR"),
        ("Total CHF", None, "CHF"),
        ("Kosten gesamt", None, ""),
        ("Try it", None, ""),
        ("Millionenprojekt", None, ""),
        ("Kosten T1", None, ""),
    ],
)
def test_a_title_names_the_unit_of_its_column(title: str, factor: int | None, currency: str) -> None:
    unit = title_unit(title)

    assert (unit.factor, unit.currency) == (None if factor is None else Decimal(factor), currency)
