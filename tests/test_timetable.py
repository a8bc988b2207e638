"""Cron's five words to moments: days of the week, steps, both changes of the clocks, far years."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from pipeline.model.timetable import is_cron, last_due, next_due

BERLIN = "Europe/Berlin"


def _days(words: str, count: int) -> list[str]:
    """The first days of the week from Sunday, the 1st of November 2026, on."""
    moment, found = datetime(2026, 10, 31, 23, tzinfo=UTC), []
    for _ in range(count):
        following = next_due(words, "UTC", moment)
        assert following
        moment = following
        found.append(f"{moment:%a}")
    return found


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("0 6 * * 1-5", ["Mon", "Tue", "Wed", "Thu", "Fri", "Mon"]),
        ("0 6 * * 5-7", ["Sun", "Fri", "Sat", "Sun"]),
        ("0 6 * * fri-sun", ["Sun", "Fri", "Sat", "Sun"]),
        ("0 6 * * 0-3", ["Sun", "Mon", "Tue", "Wed", "Sun"]),
        ("0 6 * * 0,3", ["Sun", "Wed", "Sun"]),
        ("0 6 * * 7", ["Sun", "Sun"]),
        ("0 6 * * */2", ["Sun", "Tue", "Thu", "Sat", "Sun"]),
        ("0 6 * * 1-5/2", ["Mon", "Wed", "Fri", "Mon"]),
    ],
)
def test_the_days_of_the_week_are_those_of_cron(words: str, days: list[str]) -> None:
    assert _days(words, len(days)) == days


def test_where_both_days_are_named_either_will_do() -> None:
    moment = next_due("0 6 13 * 5", "UTC", datetime(2026, 12, 11, 7, tzinfo=UTC))

    assert moment == datetime(2026, 12, 13, 6, tzinfo=UTC)  # a Sunday


@pytest.mark.parametrize(
    "words",
    ["", "* * * *", "60 * * * *", "* 24 * * *", "0 6 32 * *", "0 6 31 2 *", "0 6 * * 8", "0 6 * 13 *", "0 6 * * mon#2",
     "*/0 * * * *", "0 6 * * fri-mon", "5-1 * * * *", "1,,2 * * * *", "-1 * * * *", "0 6 * * mo", "x * * * *",
     "١ * * * *"],
)  # fmt: skip
def test_what_never_comes_true_is_no_cron(words: str) -> None:
    assert not is_cron(words)


def test_a_moment_that_the_clocks_leave_out_comes_once_and_later() -> None:
    first = next_due("30 2 * * *", BERLIN, datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert first == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # half past three

    assert next_due("30 2 * * *", BERLIN, first) == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)


def test_a_moment_that_comes_twice_comes_once() -> None:
    first = next_due("30 2 * * *", BERLIN, datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert next_due("30 2 * * *", BERLIN, first) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
    assert last_due("30 2 * * *", BERLIN, datetime(2026, 10, 25, 1, 40, tzinfo=UTC)) == first


@pytest.mark.parametrize("day", [datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC)])
def test_moments_only_ever_go_on(day: datetime) -> None:
    moments, moment = [], day
    for _ in range(60):
        following = next_due("*/20 * * * *", BERLIN, moment)
        assert following
        moment = following
        moments.append(moment)

    assert all(before < after for before, after in pairwise(moments))


@pytest.mark.parametrize("zone", ["UTC", BERLIN, "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe"])
def test_the_last_moment_is_the_one_before_the_next(zone: str) -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    for _ in range(400):
        following = next_due("30 2 * * *", zone, moment)
        assert following
        assert last_due("30 2 * * *", zone, following) == following
        assert last_due("30 2 * * *", zone, following + timedelta(hours=1)) == following
        moment = following


def test_years_beyond_2038_have_moments_and_leap_days_are_found() -> None:
    assert next_due("14 3 19 1 *", "UTC", datetime(2037, 6, 1, tzinfo=UTC)) == datetime(2038, 1, 19, 3, 14, tzinfo=UTC)
    assert next_due("0 6 29 2 *", "UTC", datetime(2096, 3, 1, tzinfo=UTC)) == datetime(2104, 2, 29, 6, tzinfo=UTC)
    assert last_due("0 6 29 2 *", "UTC", datetime(2104, 2, 1, tzinfo=UTC)) == datetime(2096, 2, 29, 6, tzinfo=UTC)
