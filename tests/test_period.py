"""Periods as people type them into one cell, and what stays text because it is neither a date nor a period."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.date_style import DateStyle
from pipeline.model.doubt import Doubt
from pipeline.model.period import Period, Side, parse_period
from pipeline.model.workbook import CellFault, Value
from tests.examples import try_examples

few = try_examples(30)
TODAY = date(2026, 11, 22)
STYLE = DateStyle(TODAY)


def sides(text: str) -> tuple[str | None, str | None]:
    """The first day of the beginning and the last of the end; nothing for an open side."""
    period = parse_period(text, STYLE)
    assert isinstance(period, Period), text
    assert not period.point
    begin, end = period.begin, period.end
    return begin.first.isoformat() if begin else None, end.last.isoformat() if end else None


# Periods ########################################################################################################


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("ab 2023", "2023-01-01", None),
        ("seit 2019", "2019-01-01", None),
        ("frühestens 2027", "2027-01-01", None),
        ("spätestens Mitte 2027", None, "2027-08-31"),
        ("Seit Juni 2019", "2019-06-01", None),
        ("ab dem 01.02.2023", "2023-02-01", None),
        ("seit dem 1. Juni 2019", "2019-06-01", None),
        ("ab ca. 2024", "2024-01-01", None),
        ("since 2019", "2019-01-01", None),
        ("bis Ende 2025", None, "2025-12-31"),
        ("bis zum 30.06.2025", None, "2025-06-30"),
        ("bis spätestens Mitte 2025", None, "2025-08-31"),
        ("until 2025", None, "2025-12-31"),
        ("2022–2024", "2022-01-01", "2024-12-31"),
        ("2022-2024", "2022-01-01", "2024-12-31"),
        ("2022 — 2024", "2022-01-01", "2024-12-31"),
        ("2022 bis 2024", "2022-01-01", "2024-12-31"),
        ("von 2022 bis 2024", "2022-01-01", "2024-12-31"),
        ("Vom 01.02.2022 bis zum 03.04.2024", "2022-02-01", "2024-04-03"),
        ("from 2022 to 2024", "2022-01-01", "2024-12-31"),
        ("2022/23", "2022-01-01", "2023-12-31"),
        ("2022/2023", "2022-01-01", "2023-12-31"),
        ("01.02.2022 - 03.04.2024", "2022-02-01", "2024-04-03"),
        ("01.02.2022-03.04.2024", "2022-02-01", "2024-04-03"),
        ("2022-02-01 - 2024-04-03", "2022-02-01", "2024-04-03"),
        ("2022-02 – 2024-04", "2022-02-01", "2024-04-30"),
        ("05-2022 - 07-2023", "2022-05-01", "2023-07-31"),
        ("05/2022-07/2023", "2022-05-01", "2023-07-31"),
        ("März–Juni 2024", "2024-03-01", "2024-06-30"),
        ("von März bis Juni 2024", "2024-03-01", "2024-06-30"),
        ("Q1–Q3 2024", "2024-01-01", "2024-09-30"),
        ("II–IV/2024", "2024-04-01", "2024-12-31"),
        ("Anfang bis Mitte 2024", "2024-01-01", "2024-08-31"),
        ("Herbst bis Winter 2024", "2024-09-01", "2025-02-28"),
        ("05.06.–07.08.2024", "2024-06-05", "2024-08-07"),
        ("01.–15.06.2024", "2024-06-01", "2024-06-15"),
        ("1.-15. Juni 2024", "2024-06-01", "2024-06-15"),
        ("06.-08.2024", "2024-06-01", "2024-08-31"),
        ("2.–3. Quartal 2024", "2024-04-01", "2024-09-30"),
        ("I.–III. Quartal 2024", "2024-01-01", "2024-09-30"),
        ("3.–5. KW 2024", "2024-01-15", "2024-02-04"),
        ("2024–2022", "2024-01-01", "2022-12-31"),
        ("voraussichtlich bis 2026", None, "2026-12-31"),
        ("vsl. bis Ende 2026", None, "2026-12-31"),
        ("geplant ab Mai 2026", "2026-05-01", None),
        ("ca. ab Mitte 2026", "2026-05-01", None),
        ("2011-12 – 2012-03", "2011-12-01", "2012-03-31"),
        ("2011/2012", "2011-01-01", "2012-12-31"),
        ("Sommer 2026–10/2026", "2026-06-01", "2026-10-31"),
        ("KW 5–KW 7 2026", "2026-01-26", "2026-02-15"),
    ],
)
def test_a_period_in_one_cell_has_two_sides_or_an_open_one(text: str, begin: str | None, end: str | None) -> None:
    assert sides(text) == (begin, end)


@pytest.mark.parametrize(
    "text",
    [
        "2022-12-2023", "Dezember–Februar 2025", "24.12.–06.01.2025", "2022/24", "Winter 2024/26",
        # the number behind is no month
        "KW 5-7/2026", "KW 5/2026-7/2026", "KW 51/2026-2/2027", "Q1-3/2026", "Q1/2026-3/2026", "H1-2/2026",
        "HJ 1-2/2026", "II-4/2026", "1. Quartal bis 3/2026",
        # a month or the winter of two years
        "2009/10", "2010/11", "2011/12",
        # no beginning
        "–2026", "ca. – 2026",
    ],
)  # fmt: skip
def test_what_could_be_two_things_is_not_guessed(text: str) -> None:
    assert parse_period(text, STYLE) is None


def test_a_single_date_speaks_of_the_side_whose_column_it_stands_in() -> None:
    period = parse_period("2024", STYLE)

    assert isinstance(period, Period)
    assert (period.opening(in_start=True), period.closing(in_start=True)) == (period.begin, None)
    assert (period.opening(in_start=False), period.closing(in_start=False)) == (None, period.end)


def test_a_period_speaks_of_both_sides_in_either_column() -> None:
    period = parse_period("2022–2024", STYLE)

    assert isinstance(period, Period)
    for in_start in (True, False):
        assert period.opening(in_start) == period.begin
        assert period.closing(in_start) == period.end


# Kept as text ###################################################################################################


@pytest.mark.parametrize(
    "text",
    [
        "laufend", "fortlaufend", "offen", "unbefristet", "N/A", "n/a", "k. A.", "k.A.", "diverse", "tbd",
        "siehe Anlage", "31.02.2024", "31.04.2024", "29.02.2023", "30-02-2024", "31-02-2024", "2024-02-30",
        "00.06.2020", "32.01.2020", "13/2024", "2024-13", "13/13/2024", "KW 53/2024", "KW 54/2024", "KW 0/2024",
        "5. Quartal 2024", "3. Halbjahr 2024", "Sommer 2024/25", "Juno 2024", "Jx 2024", "0999", "1899", "2101",
        "31.12.9999", "01.01.0024", "KW 52/9999", "12", "", " ", "-", "2024 ff.", "ca.", "ab sofort",
        "bis auf Weiteres", "01/0817", "5.6.", "Juni", "5.6.020", "²", "20²4", "ſommer 2024", "begınn 2024",
        "9" * 5000, "1" * 400, "um " * 3000, "-" * 30_000, "2024 " * 100, "1.-1.-1.2024",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_period(text, STYLE) is None


@pytest.mark.parametrize(
    "value",
    [
        True, False, 0, -1, 12, 1899, 2101, 19_999, 80_001, 2014.5, 6.202, float("nan"), float("inf"), float("-inf"),
        10**400, 20201305, time(1, 30), timedelta(days=1), date(9999, 12, 31), date(1899, 12, 30), datetime(1, 1, 1),
        CellFault("error", "#REF!"),
    ],
)  # fmt: skip
def test_a_value_that_is_no_date_of_a_project_is_none(value: Value) -> None:
    assert parse_period(value, STYLE) is None


# Whatever is typed ##############################################################################################


PIECES = [
    "1.",
    "12",
    "06",
    ".",
    "-",
    "–",
    " ",
    "/",
    "2024",
    "24",
    "Juni",
    "Mai",
    "Q2",
    "IV",
    "KW ",
    "bis ",
    "ab ",
    "von ",
]


@few
@given(st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=8).map("".join)))
def test_any_text_is_a_period_in_order_or_none(text: str) -> None:
    period = parse_period(text, STYLE)

    if isinstance(period, Doubt):
        return
    assert period is None or all(side.first <= side.last for side in (period.begin, period.end) if side)
    assert period is None or period.begin or period.end


@few
@given(st.one_of(st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas()))
def test_any_value_is_a_point_or_none(value: Value) -> None:
    period = parse_period(value, STYLE)

    assert not isinstance(period, Period) or period == Period(period.begin, period.end, point=True)


# Ends and beginnings that are bounded ###########################################################################


@pytest.mark.parametrize(
    ("text", "side", "first", "last"),
    [
        ("ab 2027", "end", "2027-01-01", "2027-12-31"),
        ("frühestens Ende 2026", "end", "2026-09-01", "2026-12-31"),
        ("nicht vor 03/2027", "end", "2027-03-01", "2027-03-31"),
        ("spätestens 2026", "start", "2026-01-01", "2026-12-31"),
        ("spätestens bis Mitte 2026", "start", "2026-05-01", "2026-08-31"),
    ],
)
def test_a_bound_is_one_date_in_its_column_and_not_a_period(text: str, side: Side, first: str, last: str) -> None:
    period = parse_period(text, STYLE, column=side)

    assert isinstance(period, Period)
    assert period.point
    assert period.begin == period.end
    assert period.begin
    assert (period.begin.first.isoformat(), period.begin.last.isoformat(), period.begin.text) == (first, last, text)
