"""A release is of exactly these findings at these files, and of one run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.model.drop import Drop, Verdict
from pipeline.model.report import Text
from pipeline.state import State, open_state
from pipeline.watch.jobs import Result
from pipeline.watch.releases import RELEASE
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from tests.test_watcher import Waiting
from tests.towns import copy_town

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
TOWN = "beispielstadt"
NOTE = {"rules": ["rows-lost"], "fingerprint": "f", "reason": "so gewollt"}


def _drop(state: State, output: Path, sha: str, verdict: Verdict, name: str = "vorhaben.xlsx") -> Drop:
    place = output / TOWN / "internal" / "drops" / (sha * 64) / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(sha.encode())
    drop = state.add_drop(Drop(0, TOWN, name, sha * 64, 1, name, NOW, verdict))
    with state.step():
        state.lay(drop)
    return drop


def _said(verdict: str) -> dict[str, Any]:
    return {"verdict": verdict, "version": "", "facts": {}, "report": "/nowhere"}


def _tick_to_the_end(watcher: Watcher, workers: Waiting, kind: str, said: dict[str, Any]) -> None:
    watcher.tick(NOW)
    (job,) = [job for job in workers.running if job.kind == kind]
    workers.end(job, Result(said))
    watcher.tick(NOW + timedelta(seconds=1))


def _watcher(tmp_path: Path, state: State) -> tuple[Watcher, Waiting]:
    workers = Waiting()
    settings = copy_town(tmp_path) / "dataset.toml"
    return Watcher([Watched(settings)], tmp_path / "output", state, workers, tell=list[Text]().append), workers


@pytest.mark.parametrize("verdict", ["held", "rejected"])
def test_a_release_ends_with_the_run_that_was_refused_with_it(tmp_path: Path, verdict: str) -> None:
    with open_state(tmp_path / "output") as state:
        watcher, workers = _watcher(tmp_path, state)
        _drop(state, tmp_path / "output", "a", "accepted")
        state.note(TOWN, RELEASE, NOTE)

        _tick_to_the_end(watcher, workers, "publish", _said(verdict))

        assert state.noted(TOWN, RELEASE) is None


def test_a_release_given_while_a_run_was_under_way_stays_for_the_next(tmp_path: Path) -> None:
    with open_state(tmp_path / "output") as state:
        watcher, workers = _watcher(tmp_path, state)
        _drop(state, tmp_path / "output", "a", "accepted")
        watcher.tick(NOW)
        (job,) = [job for job in workers.running if job.kind == "publish"]
        state.note(TOWN, RELEASE, NOTE)
        workers.end(job, Result(_said("held")))
        watcher.tick(NOW + timedelta(seconds=1))

        assert state.noted(TOWN, RELEASE) == NOTE


@pytest.mark.parametrize(
    ("name", "verdict", "left"),
    [
        ("vorhaben.xlsx", "accepted", None),
        ("vorhaben.xlsx", "held", None),
        ("vorhaben.xlsx", "rejected", NOTE),
        ("anderes.xlsx", "accepted", NOTE),
    ],
)
def test_a_release_ends_when_its_file_is_replaced(tmp_path: Path, name: str, verdict: str, left: Any) -> None:
    with open_state(tmp_path / "output") as state:
        watcher, workers = _watcher(tmp_path, state)
        _drop(state, tmp_path / "output", "a", "accepted")
        _drop(state, tmp_path / "output", "b", "taken", name)
        state.note(TOWN, RELEASE, NOTE)

        _tick_to_the_end(watcher, workers, "judge", _said(verdict))

        assert state.noted(TOWN, RELEASE) == left


def test_files_that_nobody_was_shown_are_not_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.cli import release as command

    town, output = copy_town(tmp_path), tmp_path / "output"
    with open_state(output) as state:
        place = output / TOWN / "internal" / "drops" / ("a" * 64) / "vorhaben.xlsx"
        place.parent.mkdir(parents=True)
        place.write_bytes((town / "vorhaben.xlsx").read_bytes())
        state.add_drop(Drop(0, TOWN, "vorhaben.xlsx", "a" * 64, 1, "vorhaben.xlsx", NOW, "held"))

    def look(*_: object) -> object:
        with open_state(output) as state:
            _drop(state, output, "b", "held", "neu.xlsx")
        return type("Ahead", (), {"verdict": "held", "release": lambda _, reason: release_of(reason)})()

    def release_of(reason: str) -> object:
        return type("Released", (), {"rules": {"rows-lost"}, "fingerprint": "f", "reason": reason})()

    monkeypatch.setattr(command, "_look", look)
    monkeypatch.setattr(command, "_tell", lambda *_: None)
    places = ["--sources", str(tmp_path / "sources"), "--output", str(output)]
    with pytest.raises(SystemExit) as ended:
        main(["release", TOWN, "--yes", "--lang", "en", *places])

    assert (ended.value.code, "meanwhile other files are held back" in capsys.readouterr().err) == (2, True)
    with open_state(output) as state:
        assert {drop.verdict for drop in state.drops(TOWN)} == {"held"}
