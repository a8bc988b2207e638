"""A copy that is gone: staff are asked for the file, and the town goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.model.drop import Drop, Verdict
from pipeline.model.report import Text
from pipeline.state import open_state
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from tests.test_watcher import Waiting
from tests.towns import copy_town

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
TOWN = "beispielstadt"


@pytest.mark.parametrize("verdict", ["taken", "held", "accepted"])
def test_staff_are_asked_for_a_file_whose_copy_is_gone(tmp_path: Path, verdict: Verdict) -> None:
    settings, told, workers = copy_town(tmp_path) / "dataset.toml", list[Text](), Waiting()
    with open_state(tmp_path / "output") as state:
        drop = state.add_drop(Drop(0, TOWN, "vorhaben.xlsx", "a" * 64, 1, "vorhaben.xlsx", NOW, verdict))
        state.lay(drop)
        watcher = Watcher([Watched(settings)], tmp_path / "output", state, workers, tell=told.append)
        for look in range(3):
            watcher.tick(NOW + timedelta(seconds=look))

        assert sum("legen Sie die Datei noch einmal ab" in text.de for text in told) == 1
        assert [letter.kind for letter in state.letters(TOWN)] == ["failed"]
        assert state.pulse(TOWN).trouble == ""
        assert [job.workbooks for job in workers.running if job.kind == "publish"] == [{}]


def test_a_file_that_still_lies_in_the_inbox_is_taken_anew(tmp_path: Path) -> None:
    town, workers = copy_town(tmp_path), Waiting()
    (town / "inbox").mkdir()
    (town / "inbox" / "vorhaben.xlsx").write_bytes((town / "vorhaben.xlsx").read_bytes())
    with open_state(tmp_path / "output") as state:
        watcher = Watcher([Watched(town / "dataset.toml")], tmp_path / "output", state, workers)
        watcher.tick(NOW)
        watcher.tick(NOW + timedelta(seconds=1))
        (drop,) = state.drops(TOWN, "taken")
        workers.stop()
        watcher.towns[0].snapshot(tmp_path / "output", drop).unlink()
        for look in range(2, 5):
            watcher.tick(NOW + timedelta(seconds=look))

        assert [each.verdict for each in state.drops(TOWN)] == ["replaced", "taken"]
        assert state.letters(TOWN) == []
        assert [job.subject for job in workers.running] == [str(state.drops(TOWN, "taken")[0].id)]


def test_what_is_through_and_has_no_copy_holds_up_nothing(tmp_path: Path) -> None:
    settings, workers = copy_town(tmp_path) / "dataset.toml", Waiting()
    with open_state(tmp_path / "output") as state:
        state.add_drop(Drop(0, TOWN, "vorhaben.xlsx", "a" * 64, 1, "vorhaben.xlsx", NOW, "rejected"))
        watcher = Watcher([Watched(settings)], tmp_path / "output", state, workers)
        watcher.tick(NOW)

        assert state.not_laid(TOWN) == []
        assert state.pulse(TOWN).trouble == ""
