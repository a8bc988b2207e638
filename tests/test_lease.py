"""One watcher at a time, also where no lock holds: who may begin, who must wait, and who has lost it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.model.errors import OutsideWorldError
from pipeline.publish.folder import Folder
from pipeline.run import run
from pipeline.state import lease as leases
from pipeline.state import open_state
from pipeline.state.lease import FOLDER, check_lease, newest, take_lease
from pipeline.state.owner import Owner, this_process
from pipeline.state.place import is_shared
from pipeline.town.resources import read_resources
from pipeline.watch import TWO, alone
from pipeline.watch.jobs import Job
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from pipeline.watch.work import do
from pipeline.watch.workers import LEASE
from tests.test_watcher import Waiting
from tests.towns import copy_town, publish, town_of

ELSEWHERE = Owner("other", "another boot", "pid:[1]", 7, "12")


class Clock:
    """Goes on only while somebody waits; ``then`` happens at some second."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, then: Callable[[float], object] = lambda _: None) -> None:
        self.now, self.then = 1000.0, then
        monkeypatch.setattr(leases, "_clock", lambda: self.now)

    def pause(self, seconds: float) -> None:
        self.now += seconds
        self.then(self.now)


def test_an_owner_elsewhere_that_is_silent_for_its_term_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    first = take_lease(tmp_path, TWO, owner=ELSEWHERE)

    second = take_lease(tmp_path, TWO, pause=clock.pause)

    assert (first.number, second.number, clock.now) == (1, 2, 1000 + leases.TERM_S)


def test_an_owner_elsewhere_that_is_heard_of_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = take_lease(tmp_path, TWO, owner=ELSEWHERE)
    clock = Clock(monkeypatch, lambda now: first.renew() if now == 1059 else None)

    with pytest.raises(OutsideWorldError, match="Another watcher"):
        take_lease(tmp_path, TWO, pause=clock.pause)


def test_who_let_it_go_is_followed_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    take_lease(tmp_path, TWO, owner=ELSEWHERE).let_go()

    assert take_lease(tmp_path, TWO, pause=clock.pause).number == 2
    assert clock.now == 1000


def test_a_process_of_this_machine_that_is_gone_is_followed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, child = Clock(monkeypatch), subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    take_lease(tmp_path, TWO, owner=this_process()._replace(pid=child.pid, started="1"))

    assert take_lease(tmp_path, TWO, pause=clock.pause).number == 2
    assert clock.now == 1000


def test_a_number_that_another_process_has_by_now_is_no_sign_of_life(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    take_lease(tmp_path, TWO, owner=this_process()._replace(started="1"))

    assert take_lease(tmp_path, TWO, pause=clock.pause).number == 2
    assert clock.now == 1000


def test_a_process_in_another_container_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    take_lease(tmp_path, TWO, owner=this_process()._replace(namespace="pid:[1]", pid=2**22, started="1"))

    take_lease(tmp_path, TWO, pause=clock.pause)

    assert clock.now == 1000 + leases.TERM_S


def test_a_second_one_on_this_machine_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    take_lease(tmp_path, TWO)

    with pytest.raises(OutsideWorldError, match="Another watcher"):
        take_lease(tmp_path, TWO, pause=clock.pause)
    assert clock.now == 1000


def test_a_damaged_lease_is_waited_for_and_then_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "41").write_bytes(b"\0\0")

    assert take_lease(tmp_path, TWO, pause=clock.pause).number == 42
    assert clock.now == 1000 + leases.TERM_S


def test_without_second_names_for_files_it_holds_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)

    first = take_lease(tmp_path, TWO)
    first.renew()

    assert newest(tmp_path / FOLDER) == 1
    assert not leases._claim(first)


def test_who_slept_and_lost_it_neither_renews_nor_gives_it_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    first = take_lease(tmp_path, TWO, owner=ELSEWHERE)
    second = take_lease(tmp_path, TWO, pause=clock.pause)

    with pytest.raises(OutsideWorldError, match="taken over"):
        first.check()
    with pytest.raises(OutsideWorldError, match="taken over"):
        first.renew()
    first.let_go()
    second.check()


def test_a_watcher_that_lost_it_looks_after_nothing(tmp_path: Path) -> None:
    workers, settings = Waiting(), copy_town(tmp_path) / "dataset.toml"
    output = tmp_path / "output"
    first = take_lease(output, TWO, owner=this_process()._replace(started="1"))
    take_lease(output, TWO)
    with open_state(output) as state:
        watcher = Watcher([Watched(settings)], output, state, workers, fence=first.check)

        with pytest.raises(OutsideWorldError, match="taken over"):
            watcher.tick(datetime(2026, 6, 10, 12, tzinfo=UTC))
    assert workers.running == ()


def test_a_run_that_lost_it_publishes_nothing_and_leaves_nothing_to_be_published(tmp_path: Path) -> None:
    place, output = copy_town(tmp_path), tmp_path / "output"
    folder = Folder(output / "beispielstadt")
    mine = take_lease(output, TWO, owner=this_process()._replace(started="1"))

    def lose() -> None:
        take_lease(output, TWO)
        check_lease(output / FOLDER, mine.number)

    with pytest.raises(OutsideWorldError, match="taken over"):
        run(town_of(place), read_resources(), output, now=datetime(2026, 12, 1, 9, tzinfo=UTC), fence=lose)
    with folder.locked():
        assert folder.versions() == []


def test_a_delivery_that_lost_it_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, output = copy_town(tmp_path), tmp_path / "output"
    web = tmp_path / "www"
    web.mkdir()
    settings = place / "dataset.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\n[destinations.folder]\npath = "{web}"\n', "utf-8")
    publish(place)
    take_lease(output, TWO).let_go()
    take_lease(output, TWO)
    monkeypatch.setenv(LEASE, "1")

    result = do(Job("deliver", "beispielstadt", str(settings), str(output), "2026-12-01T09:00:00+00:00", "folder"))

    assert "übernommen" in result.error[0]
    assert list(web.rglob("*.ttl")) == []


def test_it_is_let_go_when_the_watch_ends(tmp_path: Path) -> None:
    with alone(tmp_path) as first:
        first.check()
    with alone(tmp_path) as second:
        second.check()

    assert (first.number, second.number) == (1, 2)


@pytest.mark.parametrize(
    ("place", "is_so"),
    [("/srv/a", True), ("/srv/a b/c", True), ("/srv/own/x", False), ("/home", False), ("/sr", False)],
)
def test_a_drive_that_machines_share_is_known(tmp_path: Path, place: str, is_so: bool) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "1 0 0:1 / / rw shared:1 - ext4 /dev/a rw\n2 1 0:2 / /srv rw - nfs4 host:/x rw\n"
        "3 2 0:3 / /srv/own rw master:2 - xfs /dev/b rw\n4 2 0:4 / /srv/a\\040b rw - cifs //host/y rw\n",
        "utf-8",
    )

    assert is_shared(Path(place), mounts) is is_so
