"""``kill -9`` at random moments of a watcher at work: always one whole edition, and the next start goes on."""

from __future__ import annotations

import os
import random
import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.integration.unattended.stage import Stage, build_stage, kill

pytestmark = pytest.mark.integration
KILLS = int(os.environ.get("WATCH_KILLS", "3"))
SEED = int(os.environ.get("WATCH_SEED", "1"))  # so that it can be repeated
LONGEST_S = 12.0


def test_whenever_it_is_killed_all_is_whole_and_the_next_start_comes_to_the_last_drop(tmp_path: Path) -> None:
    stage, chance = build_stage(tmp_path), random.Random(SEED)
    stage.drop(0)
    stage.once("--now", "--every", "0.2")
    assert "Nr. 0" in stage.said()

    for number in range(1, KILLS + 1):
        stage.drop(number)
        process = stage.start("--now", "--every", "0.2")
        moment = chance.uniform(0, LONGEST_S)
        print(f"seed {SEED}, number {number}: killed after {moment:.3f} s")
        time.sleep(moment)
        kill(process)
        stage.assert_whole()
        if number % 3 == 0:
            _comes_to(stage, number)

    _comes_to(stage, KILLS)
    versions = stage.folder.versions()
    digests = [(stage.folder.manifest(version) or {})["digest"] for version in versions]
    assert all(one != next_one for one, next_one in pairwise(digests))  # nothing doubled


def _comes_to(stage: Stage, number: int) -> None:
    said = stage.once("--now", "--every", "0.2")
    assert f"Nr. {number}" in stage.said(), said
    stage.assert_whole()
    current = (stage.served / "current" / "roadmap.nt").read_text("utf-8")
    assert current == stage.said()
    assert list(stage.inbox.glob("*.xlsx")) == []
    assert f"Nr. {number}" in stage.installed()
