"""``kill -9`` at random points of a publication; after one more run all is as it should be."""

from __future__ import annotations

import os
import random
import signal
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.edition import Edition
from tests.integration.portal.conftest import purge
from tests.integration.portal.stage import (
    ProbeTown,
    RealPortal,
    assert_equals_edition,
    found_small_town,
    found_town,
)
from tests.integration.portal.test_cuts import make_two_editions

pytestmark = pytest.mark.integration
KILLS = int(os.environ.get("PORTAL_KILLS", "20"))
SEED = int(os.environ.get("PORTAL_SEED", "1"))  # so that it can be repeated
SEEDS = range(SEED, SEED + 3)


@pytest.fixture
def town(portal: RealPortal, tmp_path: Path) -> Iterator[ProbeTown]:
    town = found_small_town(tmp_path, f"kill-{uuid.uuid4().hex[:8]}", portal)
    town.options["force"] = True  # from one edition to the other, and back again
    yield town
    purge(town)


@pytest.fixture
def town_without_tables(portal: RealPortal, tmp_path: Path) -> Iterator[ProbeTown]:
    """The portal's loader has nothing to do for it, so that it is published in a second or two."""
    town = found_town(tmp_path, f"kill-{uuid.uuid4().hex[:8]}", portal, '"vocabulary"')
    town.options["force"] = True
    yield town
    purge(town)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_publication_killed_anywhere_is_finished_by_the_next_run(town_without_tables: ProbeTown, seed: int) -> None:
    _kill_and_finish(town_without_tables, seed, points=KILLS * 3 // 4 // len(SEEDS))


def test_a_publication_with_tables_killed_anywhere_is_finished_by_the_next_run(town: ProbeTown) -> None:
    _kill_and_finish(town, SEEDS.stop, points=KILLS // 4)


def _kill_and_finish(town: ProbeTown, seed: int, points: int) -> None:
    """Kill publications at random moments, so many of them while they were at work; finish each by one more run."""
    chance, killed, number = random.Random(seed), 0, 0
    editions = make_two_editions(town)
    first, update = _time(town, editions[0]), _time(town, editions[1])
    while killed < points:
        number += 1
        edition, longest = editions[number % 2], update
        if number % 3 == 0:  # a first publication every now and then
            purge(town)
            longest = first
        moment = chance.uniform(0, 0.8 * longest)
        print(f"seed {seed}, number {number}: killed after {moment:.3f} s of {longest:.3f} s")
        killed += _killed_after(town, edition, moment)

        town.publish(edition)

        assert_equals_edition(town, edition)


def _time(town: ProbeTown, edition: Edition) -> float:
    """How long a publication takes until nothing more is sent, in seconds."""
    begun = time.monotonic()
    town.publish(edition, sleep=lambda _: None)
    return time.monotonic() - begun


def _killed_after(town: ProbeTown, edition: Edition, seconds: float) -> bool:
    """Publish in a process of its own and kill it; whether it was still at work."""
    child = os.fork()
    if child == 0:
        try:
            town.publish(edition, sleep=lambda _: None)  # rests are no points of interest
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
