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

from tests.integration.portal.conftest import purge
from tests.integration.portal.stage import ProbeTown, RealPortal, assert_equals_edition, found_town
from tests.integration.portal.test_cuts import _retitle

pytestmark = pytest.mark.integration
KILLS = int(os.environ.get("PORTAL_KILLS", "200"))
TOWNS = 4


@pytest.fixture
def town(portal: RealPortal, tmp_path: Path) -> Iterator[ProbeTown]:
    town = found_town(tmp_path, f"kill-{uuid.uuid4().hex[:8]}", portal, '"roadmap"')
    yield town
    purge(town)


@pytest.mark.parametrize("seed", range(TOWNS))
def test_a_killed_publication_is_finished_by_the_next_run(town: ProbeTown, seed: int) -> None:
    chance = random.Random(seed)  # the same points on every machine that is as fast
    town.make_edition()
    longest = _time(town)
    killed = 0
    for number in range(KILLS // TOWNS):
        if number % 5 == 0:
            purge(town)  # a first publication every now and then
        else:
            _retitle(town)
        killed += _killed_after(town, chance.uniform(0, longest))

        town.publish()

        assert_equals_edition(town)
    assert killed > KILLS // TOWNS // 2, "most points were inside a publication"


def _time(town: ProbeTown) -> float:
    """How long a publication takes, in seconds."""
    begun = time.monotonic()
    town.publish()
    return time.monotonic() - begun


def _killed_after(town: ProbeTown, seconds: float) -> bool:
    """Publish in a process of its own and kill it; whether it was still at work."""
    child = os.fork()
    if child == 0:
        try:
            town.publish()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
