"""What was changed by hand goes out by the watcher, too, and what was withdrawn is proven to be gone in the end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.model.drop import Delivery
from pipeline.model.routine import Schedule
from pipeline.publish.folder import Folder
from pipeline.publish.withdrawals import PENDING
from pipeline.state import State, open_state
from pipeline.watch.catching_up import SHOWN
from pipeline.watch.jobs import Result
from pipeline.watch.status import read_status, reasons
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from pipeline.watch.workers import Here
from tests.test_watcher import Waiting
from tests.towns import FIRST_DAY as NOW
from tests.towns import copy_town, output_of, publish

TOWN, VERSION, KEY = "beispielstadt", "2026-11-22", "BA-01"


def _town(tmp_path: Path) -> Path:
    place = copy_town(tmp_path)
    settings = place / "dataset.toml"
    more = f'[destinations.folder]\npath = "{tmp_path / "www"}"\n[schedule]\npublish = "0 3 1 1 *"\n'
    settings.write_text(f"{settings.read_text('utf-8')}\n{more}", "utf-8")
    (tmp_path / "www").mkdir()
    return place


def _shown(output: Path, content: bytes) -> Path:
    """An edition as far as the watcher looks at it."""
    path = output / TOWN / "internal" / "editions" / VERSION / "edition.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    link = output / TOWN / "public" / "current"
    if not link.is_symlink():
        link.parent.mkdir(parents=True)
        link.symlink_to(Path("editions") / VERSION)
    return path


def _states(state: State) -> list[str]:
    return [delivery.state for delivery in state.deliveries(TOWN)]


def test_an_edition_made_by_hand_goes_out_and_what_is_amended_goes_out_again(tmp_path: Path) -> None:
    place, output, workers = _town(tmp_path), tmp_path / "output", Waiting()
    with open_state(output) as state:
        watcher = Watcher([Watched(place / "dataset.toml")], output, state, workers)
        _shown(output, b"as it was")
        watcher.tick(NOW)
        (job,) = [job for job in workers.running if job.kind == "deliver"]
        said = {"version": VERSION, "stamp": state.noted(TOWN, SHOWN)}
        workers.end(job, Result(said))
        watcher.tick(NOW + timedelta(seconds=10))
        assert _states(state) == ["done"]

        _shown(output, b"amended")
        watcher.tick(NOW + timedelta(seconds=20))
        assert _states(state) == ["waiting"]
        (job,) = [job for job in workers.running if job.kind == "deliver"]
        workers.end(job, Result(said))  # it sent what stood there before
        watcher.tick(NOW + timedelta(seconds=30))
        assert _states(state) == ["waiting"]


def test_what_every_destination_has_is_not_sent_again(tmp_path: Path) -> None:
    place, output, workers = _town(tmp_path), tmp_path / "output", Waiting()
    with open_state(output) as state:
        _shown(output, b"as it was")
        state.send_to(TOWN, ["folder"], VERSION)
        state.note_delivery(Delivery(TOWN, "folder", VERSION, "done"))
        watcher = Watcher([Watched(place / "dataset.toml")], output, state, workers)
        for look in range(3):
            watcher.tick(NOW + timedelta(seconds=look))

        assert (_states(state), workers.running) == (["done"], ())


def test_what_is_withdrawn_while_a_destination_is_down_is_proven_to_be_gone_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    place, www = _town(tmp_path), tmp_path / "www"
    output, away = output_of(place), tmp_path / "away"
    publish(place)
    internal = Folder(output / TOWN).internal
    with open_state(output) as state:
        watcher = Watcher([Watched(place / "dataset.toml")], output, state, Here())
        for look in range(3):
            watcher.tick(NOW + timedelta(seconds=look))
        assert _states(state) == ["done"]
        assert _saying(www)

        www.rename(away)
        with pytest.raises(SystemExit) as ended:
            main(["withdraw", TOWN, "--project", KEY, "--sources", str(place.parent), "--output", str(output)])
        assert ended.value.code == 3
        assert "versucht es weiter" in capsys.readouterr().out
        (status,) = read_status(state, {TOWN: Schedule()}, NOW)
        assert status.unproven == ("folder",)
        assert any("noch nicht bewiesen" in reason.de for reason in reasons([status], NOW))

        for look in range(2):
            watcher.tick(NOW + timedelta(minutes=1, seconds=look))
        away.rename(www)
        for look in range(4):
            watcher.tick(NOW + timedelta(hours=1, seconds=look))
        assert _states(state) == ["done"]
    assert not (internal / PENDING).exists()
    assert not _saying(www)


def _saying(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.ttl") if path.is_file() and KEY.encode() in path.read_bytes()]
