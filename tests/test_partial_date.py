"""A single date as people type it, of any precision, as text, as a number or as a date of the spreadsheet."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.date_style import DateStyle, Order
from pipeline.model.doubt import Doubt
from pipeline.model.partial_date import PartialDate, Precision
from pipeline.model.period import Period, parse_period
from pipeline.model.workbook import Value
from tests.examples import try_examples

few = try_examples(30)
TODAY = date(2026, 11, 22)
DAY, MONTH, YEAR, WORDS = Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.WORDS


def point(value: Value, today: date = TODAY, *, date_1904: bool = False) -> PartialDate:
    """The single date in a cell."""
    period = parse_period(value, DateStyle(today), date_1904=date_1904)
    assert isinstance(period, Period), value
    assert period is not None, value
    assert period.point
    assert period.begin is not None
    assert period.begin == period.end
    return period.begin


def days(value: Value) -> tuple[str, str]:
    """The first and the last day of a single date."""
    found = point(value)
    return found.first.isoformat(), found.last.isoformat()


# Days ###########################################################################################################


@pytest.mark.parametrize(
    "text",
    [
        "05.06.2020", "5.6.2020", "5.6.20", "05.06.20", "5. 6. 2020", "05.06.'20", "2020-06-05", "2020-6-5",
        "2020/06/05", "5. Juni 2020", "5. Juni 20", "05. Jun. 2020",
        "5.Juni 2020", "5 June 2020", "5-Jun-20", "5-Jun-2020", "June 5, 2020", "June 5th, 2020", "20200605",
        "05.06.2020 14:30", "05.06.2020 14:30:59", "05.06.2020, 14:30 Uhr", "2020-06-05T14:30:00",
        "2020-06-05T14:30:00Z", "2020-06-05T14:30:00.123+02:00", "2020-06-05 00:00:00", " 05.06.2020 ",
        "5.\N{NO-BREAK SPACE}Juni\N{NO-BREAK SPACE}2020", "5. Juni\n2020", "43987",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_spelled(text: str) -> None:
    found = point(text)

    assert (found.first, found.last) == (date(2020, 6, 5), date(2020, 6, 5))
    assert found.precision is DAY
    assert found.lexical == "2020-06-05"


@pytest.mark.parametrize(
    "value",
    [
        date(2015, 10, 1),
        datetime(2015, 10, 1),
        datetime(2015, 10, 1, 1),
        datetime(2015, 10, 1, 2),
        datetime(2015, 10, 1, 14, 30),
    ],
)
def test_a_midnight_that_a_time_zone_moved_stays_on_its_day(value: Value) -> None:
    assert point(value).lexical == "2015-10-01"


@pytest.mark.parametrize(
    ("number", "day_1900", "day_1904"),
    [
        (43987, "2020-06-05", "2024-06-06"),
        (43987.0, "2020-06-05", "2024-06-06"),
        (43987.99, "2020-06-05", "2024-06-06"),
        (42525, "2016-06-04", "2020-06-05"),
        (20_000, "1954-10-03", "1958-10-04"),
    ],
)
def test_a_number_of_days_is_counted_in_the_calendar_of_its_workbook(
    number: float, day_1900: str, day_1904: str
) -> None:
    assert point(number).lexical == day_1900
    assert point(number, date_1904=True).lexical == day_1904


def test_the_two_calendars_are_four_years_and_a_day_apart() -> None:
    assert point(43987, date_1904=True).first - point(43987).first == timedelta(days=1462)


@pytest.mark.parametrize("value", [20200605, 20200605.0, "20200605"])
def test_eight_digits_are_a_day_as_number_and_as_text(value: Value) -> None:
    assert point(value).lexical == "2020-06-05"


# Months and years ###############################################################################################


@pytest.mark.parametrize(
    "text",
    [
        "2020/06", "2020-06", "2020 / 06", "06/2020", "6/2020", "06.2020", "6 / 2020", "06-2020", "Juni 2020",
        "juni 2020", "JUNI 2020", "June 2020", "Jun. 2020", "Jun 2020", "Jun. 20", "Jun 20", "Juni/2020", "Juni '20",
        "Jun-20",
    ],
)  # fmt: skip
def test_a_month_stays_a_month(text: str) -> None:
    found = point(text)

    assert (found.first, found.last) == (date(2020, 6, 1), date(2020, 6, 30))
    assert found.precision is MONTH
    assert found.lexical == "2020-06"


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("Januar", 1), ("Jänner", 1), ("Jan.", 1), ("February", 2), ("Feb", 2), ("März", 3), ("Maerz", 3), ("Mrz", 3),
        ("Mär.", 3), ("April", 4), ("Apr", 4), ("Mai", 5), ("May", 5), ("Juli", 7), ("July", 7), ("Aug.", 8),
        ("September", 9), ("Sept.", 9), ("Sep", 9), ("Oktober", 10), ("Okt", 10), ("Oct", 10), ("November", 11),
        ("Dezember", 12), ("Dez", 12), ("Dec", 12),
    ],
)  # fmt: skip
def test_a_month_has_german_and_english_names(name: str, month: int) -> None:
    assert point(f"{name} 2024").first == date(2024, month, 1)


def test_february_ends_when_it_ends() -> None:
    assert days("02/2024") == ("2024-02-01", "2024-02-29")
    assert days("02/2023") == ("2023-02-01", "2023-02-28")


@pytest.mark.parametrize("value", ["2014", 2014, 2014.0, " 2014 "])
def test_a_year_stays_a_year_as_text_and_as_number(value: Value) -> None:
    found = point(value)

    assert (found.first, found.last) == (date(2014, 1, 1), date(2014, 12, 31))
    assert found.precision is YEAR
    assert found.lexical == "2014"


@pytest.mark.parametrize("value", [1900, 2100, "1900", "2100"])
def test_the_first_and_the_last_plausible_year_are_years(value: Value) -> None:
    assert point(value).precision is YEAR


@pytest.mark.parametrize(
    ("text", "today", "year"),
    [
        ("01.01.26", date(2026, 1, 1), 2026),
        ("31.12.40", date(2026, 1, 1), 2040),
        ("01.01.38", date(2026, 1, 1), 2038),
        ("31.12.45", date(2026, 1, 1), 2045),
        ("01.01.66", date(2026, 1, 1), 2066),
        ("01.01.90", date(2026, 1, 1), 1990),
        ("01.01.00", date(2026, 1, 1), 2000),
        ("01.01.99", date(2026, 1, 1), 1999),
        ("Jan '36", date(2026, 1, 1), 2036),
        ("Q1/37", date(2026, 1, 1), 2037),
        ("KW 2/36", date(2026, 1, 1), 2036),
        ("01.01.99", date(2089, 1, 1), 2099),
    ],
)
def test_two_digits_are_the_year_near_today(text: str, today: date, year: int) -> None:
    assert point(text, today).first.year == year


@pytest.mark.parametrize("text", ["01.01.67", "31.12.89", "Q1/75", "Jan '80", "ca. 1.1.70"])
def test_two_digits_far_from_today_on_either_side_are_told_and_not_guessed(text: str) -> None:
    found = parse_period(text, DateStyle(TODAY))

    assert isinstance(found, Doubt)
    assert found.rule == "date-century-open"


def test_the_years_that_are_near_move_with_the_day_of_reading() -> None:
    assert isinstance(parse_period("01.01.03", DateStyle(date(2040, 1, 1))), Doubt)


@pytest.mark.parametrize(("text", "year"), [("01.01.67", 1967), ("01.01.40", 1940), ("01.01.39", 2039)])
def test_the_settings_name_the_hundred_years_of_two_digits(text: str, year: int) -> None:
    found = parse_period(text, DateStyle(TODAY, first_year=1940))

    assert isinstance(found, Period)
    assert found.begin
    assert found.begin.first.year == year


# Day and month ##################################################################################################


@pytest.mark.parametrize("text", ["03/04/2024", "3/4/24", "03-04-2024", "03/04/24 14:30"])
@pytest.mark.parametrize(("order", "expected"), [("dmy", date(2024, 4, 3)), ("mdy", date(2024, 3, 4))])
def test_day_and_month_stand_in_the_order_of_the_column(text: str, order: Order, expected: date) -> None:
    found = parse_period(text, DateStyle(TODAY, order))

    assert isinstance(found, Period)
    assert found.begin
    assert found.begin.first == expected


@pytest.mark.parametrize("order", ["", "?"])
def test_a_day_that_may_be_two_is_told_and_not_guessed(order: Order) -> None:
    found = parse_period("03/04/2024", DateStyle(TODAY, order))

    assert isinstance(found, Doubt)
    assert found.words["meanings_de"] == "03.04.2024 oder 04.03.2024"


@pytest.mark.parametrize(
    ("text", "expected"), [("31/12/24", "2024-12-31"), ("12/31/24", "2024-12-31"), ("5/5/24", "2024-05-05")]
)
@pytest.mark.parametrize("order", ["", "?", "dmy", "mdy"])
def test_a_day_that_can_be_but_one_is_that_one(text: str, expected: str, order: Order) -> None:
    found = parse_period(text, DateStyle(TODAY, order))

    assert isinstance(found, Period)
    assert found.begin
    assert found.begin.lexical == expected


@pytest.mark.parametrize(
    "text",
    ["2026-06-04T22:00:00Z", "2026-06-04T22:00:00.000Z", "2026-01-04T23:00:00+00:00", "04.06.2026 22:00:00+0000"],
)
def test_the_evening_of_utc_may_be_the_next_day_and_is_told(text: str) -> None:
    found = parse_period(text, DateStyle(TODAY))

    assert isinstance(found, Doubt)
    assert found.rule == "date-zone-open"
    assert [meaning.de[:2] for meaning in found.meanings] == ["04", "05"]


@pytest.mark.parametrize(
    "text",
    ["2026-06-05T00:00:00+02:00", "2026-06-05T00:00:00Z", "2026-06-05T09:30:00Z", "05.06.2026 22:00 Uhr"],
)
def test_any_other_clock_says_nothing_of_the_day(text: str) -> None:
    found = parse_period(text, DateStyle(TODAY))

    assert isinstance(found, Period)
    assert found.begin
    assert found.begin.lexical == "2026-06-05"


@pytest.mark.parametrize("day", [date(1905, 7, 16), datetime(1905, 7, 16), date(1905, 7, 18)])
def test_a_year_in_a_cell_formatted_as_a_date_is_no_day_in_1905(day: date) -> None:
    found = parse_period(day, DateStyle(TODAY))

    assert isinstance(found, Doubt)
    assert found.rule == "date-was-year"
    assert found.meanings[1].de in ("2024", "2026")


# Words ##########################################################################################################


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2. Quartal 2024", "2024-04-01", "2024-06-30"),
        ("2.Quartal 24", "2024-04-01", "2024-06-30"),
        ("II. Quartal 2024", "2024-04-01", "2024-06-30"),
        ("Quartal 2/2024", "2024-04-01", "2024-06-30"),
        ("2 quarter 2024", "2024-04-01", "2024-06-30"),
        ("Q2/2024", "2024-04-01", "2024-06-30"),
        ("Q2 2024", "2024-04-01", "2024-06-30"),
        ("q2-2024", "2024-04-01", "2024-06-30"),
        ("2024-Q2", "2024-04-01", "2024-06-30"),
        ("2024 Q2", "2024-04-01", "2024-06-30"),
        ("2Q24", "2024-04-01", "2024-06-30"),
        ("II/2024", "2024-04-01", "2024-06-30"),
        ("iv / 2024", "2024-10-01", "2024-12-31"),
        ("1. Halbjahr 2024", "2024-01-01", "2024-06-30"),
        ("2. Hj. 2024", "2024-07-01", "2024-12-31"),
        ("II. Halbjahr 2024", "2024-07-01", "2024-12-31"),
        ("H2 2024", "2024-07-01", "2024-12-31"),
        ("KW 23/2024", "2024-06-03", "2024-06-09"),
        ("KW23 2024", "2024-06-03", "2024-06-09"),
        ("23. KW 2024", "2024-06-03", "2024-06-09"),
        ("23. Kalenderwoche 2024", "2024-06-03", "2024-06-09"),
        ("2024-W23", "2024-06-03", "2024-06-09"),
        ("KW 1/2025", "2024-12-30", "2025-01-05"),
        ("KW 53/2020", "2020-12-28", "2021-01-03"),
        ("Anfang 2024", "2024-01-01", "2024-04-30"),
        ("Beginn 2024", "2024-01-01", "2024-04-30"),
        ("Mitte 2024", "2024-05-01", "2024-08-31"),
        ("Mitte des Jahres 2024", "2024-05-01", "2024-08-31"),
        ("Ende 2024", "2024-09-01", "2024-12-31"),
        ("ENDE 24", "2024-09-01", "2024-12-31"),
        ("Anfang Juni 2024", "2024-06-01", "2024-06-10"),
        ("Mitte Juni 2024", "2024-06-11", "2024-06-20"),
        ("Ende Februar 2024", "2024-02-21", "2024-02-29"),
        ("early 2024", "2024-01-01", "2024-04-30"),
        ("mid-2024", "2024-05-01", "2024-08-31"),
        ("late 2024", "2024-09-01", "2024-12-31"),
        ("end of 2024", "2024-09-01", "2024-12-31"),
        ("Frühjahr 2024", "2024-03-01", "2024-05-31"),
        ("Frühling 2024", "2024-03-01", "2024-05-31"),
        ("Sommer 2024", "2024-06-01", "2024-08-31"),
        ("Herbst 2024", "2024-09-01", "2024-11-30"),
        ("autumn 2024", "2024-09-01", "2024-11-30"),
        ("Winter 2024", "2024-12-01", "2025-02-28"),
        ("Winter 2024/25", "2024-12-01", "2025-02-28"),
        ("Winter 2024/2025", "2024-12-01", "2025-02-28"),
        ("Winter 1999/00", "1999-12-01", "2000-02-29"),
        ("ca. 2024", "2024-01-01", "2024-12-31"),
        ("circa Juni 2024", "2024-06-01", "2024-06-30"),
        ("voraussichtlich Mitte 2024", "2024-05-01", "2024-08-31"),
        ("vsl. ca. 2024", "2024-01-01", "2024-12-31"),
        ("geplant 05.06.2024", "2024-06-05", "2024-06-05"),
    ],
)
def test_words_are_kept_beside_the_days_they_allow(text: str, first: str, last: str) -> None:
    found = point(text)

    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert found.precision is WORDS
    assert found.text == text
    assert found.lexical == first


# Whatever the day ##############################################################################################


@few
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"]))
def test_every_day_is_read_as_itself(day: date, spelling: str) -> None:
    assert point(day.strftime(spelling)).first == day


@few
@given(st.dates(date(1955, 1, 1), date(2100, 12, 31)))
def test_every_serial_number_leads_to_its_day(day: date) -> None:
    assert point((day - date(1899, 12, 30)).days).first == day
