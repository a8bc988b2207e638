"""Two watchers that start at once: one works, one says so and goes; no run is doubled."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from tests.integration.unattended.stage import build_stage

pytestmark = pytest.mark.integration
TIMES = int(os.environ.get("WATCH_STARTS", "3"))


def test_two_starts_at_once_are_never_two_runs(tmp_path: Path) -> None:
    stage, chance = build_stage(tmp_path), random.Random(1)
    for number in range(TIMES):
        stage.drop(number)
        first = stage.start("--once", "--now", "--every", "0.2")
        time.sleep(chance.uniform(0, 0.3))
        second = stage.start("--once", "--now", "--every", "0.2")
        told = [process.communicate(timeout=240)[0] for process in (first, second)]
        codes = sorted((first.returncode, second.returncode))

        # The second may also have come when the first was through.
        assert codes[0] in (0, 1), told
        assert codes[1] in (0, 1, 3), told
        assert len(stage.folder.versions()) == number + 1, told
        assert f"Nr. {number}" in stage.said(), told
