"""Many things in processes of their own: each once, in whatever order; one that dies takes no other with it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from pipeline.spread import Lost, in_batches, spread


def double(number: int) -> int:
    return 2 * number


def double_or_die(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def die_the_first_time(mark: Path) -> str:
    if mark.name == "3" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mark.name


@pytest.mark.parametrize(("count", "workers"), [(0, 2), (1, 2), (7, 2), (400, 2), (1000, 3), (5, 64)])
def test_batches_hold_each_thing_once_and_in_its_order(count: int, workers: int) -> None:
    batches = in_batches(list(range(count)), workers)

    assert [item for batch in batches for item in batch.items] == list(range(count))
    assert [place for batch in batches for place in batch.places] == list(range(count))
    assert all(1 <= len(batch.items) <= 50 for batch in batches)


def test_each_thing_is_done_once() -> None:
    assert sorted(spread(double, range(20), 2)) == [(number, 2 * number) for number in range(20)]


def test_one_that_ends_its_process_is_told_and_all_others_are_done() -> None:
    came = dict(spread(double_or_die, range(20), 2))

    assert came.pop(7) == Lost(3)
    assert came == {number: 2 * number for number in range(20) if number != 7}


def test_a_process_that_was_killed_once_costs_nothing(tmp_path: Path) -> None:
    marks = [tmp_path / str(number) for number in range(8)]

    assert dict(spread(die_the_first_time, marks, 2)) == {number: str(number) for number in range(8)}
