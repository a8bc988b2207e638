"""``kill -9`` at random moments of a watcher whose town goes to a portal: the portal shows whole datasets, and the next
start goes on.
"""

from __future__ import annotations

import os
import random
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.portal.conftest import purge
from tests.integration.portal.stage import (
    ORGANIZATION,
    ProbeTown,
    RealPortal,
    assert_equals_edition,
    found_small_town,
)
from tests.integration.unattended.stage import Stage, kill

pytestmark = pytest.mark.integration
KILLS = int(os.environ.get("PORTAL_KILLS", "6")) // 2
SEED = int(os.environ.get("PORTAL_SEED", "1"))  # so that it can be repeated
LONGEST_S = 15.0


@pytest.fixture
def town(portal: RealPortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProbeTown]:
    town = found_small_town(tmp_path, f"watch-{uuid.uuid4().hex[:8]}", portal)
    settings = town.place / "dataset.toml"
    told = f'\n[destinations.ckan]\nurl = "{portal.address}"\norganization = "{ORGANIZATION}"\n'
    settings.write_text(settings.read_text("utf-8") + told, "utf-8")
    monkeypatch.setenv("CKAN_TOKEN", portal.token("editor"))
    yield town
    purge(town)


def test_a_watcher_killed_anywhere_leaves_whole_datasets_and_the_next_start_comes_to_the_last_file(
    town: ProbeTown, tmp_path: Path
) -> None:
    served = tmp_path / "served"
    served.mkdir()
    stage = Stage(tmp_path, tmp_path / "sources", tmp_path / "output", served, town=town.name, named=town.place.name)
    (town.place / "vorhaben.xlsx").rename(tmp_path / "vorhaben.xlsx")
    chance = random.Random(SEED)
    for number in range(KILLS):
        stage.drop(number)
        process = stage.start("--now", "--every", "0.2")
        moment = chance.uniform(0, LONGEST_S)
        print(f"seed {SEED}, number {number}: killed after {moment:.3f} s", flush=True)
        time.sleep(moment)
        kill(process)
        stage.assert_whole()
        _assert_shown_is_whole(town)
        if number % 3 == 0:
            _comes_to(stage, town, number)

    _comes_to(stage, town, KILLS - 1)


def _comes_to(stage: Stage, town: ProbeTown, number: int) -> None:
    said = stage.once("--now", "--every", "0.2")
    assert f"Nr. {number}" in stage.said(), said
    assert_equals_edition(town)


def _assert_shown_is_whole(town: ProbeTown) -> None:
    """Each dataset that is shown has all files of the edition that it says it is, and no others."""
    for package in town.packages():
        if package["private"]:
            continue
        edition = town.folder.read_edition(package["version"].rpartition("/")[2])
        assert edition
        contents = {file.name: file.content for file in edition.distributions}
        for resource in package["resources"]:
            assert town.portal.get(resource["url"]) == contents[resource["uri"].rpartition("/")[2]]
