"""A watcher look by look, with a clock and a worker handed in: nobody sleeps."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.model.drop import Delivery, Drop
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text
from pipeline.model.routine import Reminders, Schedule
from pipeline.publish.folder import Folder
from pipeline.state import State, open_state
from pipeline.state.store import Letter
from pipeline.watch.jobs import Job, Result
from pipeline.watch.status import in_lines, read_status, reasons
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from pipeline.watch.work import do
from pipeline.watch.workers import environment_of
from tests.towns import copy_town

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
LOOK = timedelta(seconds=10)


class Waiting:
    """Takes jobs, and answers what the test says."""

    def __init__(self) -> None:
        self.running: tuple[Job, ...] = ()
        self.through: list[tuple[Job, Result]] = []

    def start(self, job: Job) -> None:
        self.running += (job,)

    def end(self, job: Job, result: Result) -> None:
        self.running = tuple(each for each in self.running if each is not job)
        self.through.append((job, result))

    def finished(self) -> Iterator[tuple[Job, Result]]:
        through, self.through = self.through, []
        yield from through

    def stop_one(self, job: Job) -> None:
        self.running = tuple(each for each in self.running if each is not job)

    def stop(self) -> None:
        self.running = ()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(tmp_path / "output") as opened:
        yield opened


def _watcher(tmp_path: Path, state: State, *settings: Path) -> tuple[Watcher, Waiting, list[Text]]:
    workers, told = Waiting(), list[Text]()
    towns = [Watched(each) for each in settings]
    return Watcher(towns, tmp_path / "output", state, workers, tell=told.append), workers, told


def _drop(town: Path) -> None:
    inbox = town / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / "vorhaben.xlsx").write_bytes((town / "vorhaben.xlsx").read_bytes() + b" ")


def test_what_is_broken_is_told_once_and_stops_no_other_town(tmp_path: Path, state: State) -> None:
    town = copy_town(tmp_path)
    broken = tmp_path / "sources" / "kaputt"
    broken.mkdir()
    (broken / "dataset.toml").write_text("name = [", "utf-8")
    watcher, workers, told = _watcher(tmp_path, state, broken / "dataset.toml", town / "dataset.toml")
    _drop(town)

    for look in range(5):
        watcher.tick(NOW + look * LOOK)

    assert sum("kaputt" in text.de for text in told) == 1
    assert [job.kind for job in workers.running] == ["judge"]


def test_a_file_is_judged_by_one_job_however_often_one_looks(tmp_path: Path, state: State) -> None:
    town = copy_town(tmp_path)
    watcher, workers, _ = _watcher(tmp_path, state, town / "dataset.toml")
    _drop(town)

    for look in range(10):
        watcher.tick(NOW + look * LOOK)

    assert [job.kind for job in workers.running] == ["judge"]
    assert [drop.verdict for drop in state.drops("beispielstadt")] == ["taken"]


def test_what_goes_out_at_once_because_a_moment_was_missed_is_promised_for_no_later_one(
    tmp_path: Path, state: State
) -> None:
    town = copy_town(tmp_path)
    settings = town / "dataset.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\n[schedule]\npublish = "30 2 * * *"\n', "utf-8")
    watcher, workers, _ = _watcher(tmp_path, state, settings)
    watcher.tick(NOW)
    _drop(town)

    for look in range(4):
        watcher.tick(NOW + timedelta(days=2) + look * LOOK)
        for job in workers.running:
            if job.kind == "judge":
                workers.end(job, Result({"verdict": "accepted", "facts": {}, "report": ""}))

    assert [job.kind for job in workers.running] == ["publish"]
    assert state.letters("beispielstadt") == []


def test_a_judge_that_dies_twice_gives_the_file_back(tmp_path: Path, state: State) -> None:
    town = copy_town(tmp_path)
    watcher, workers, _ = _watcher(tmp_path, state, town / "dataset.toml")
    _drop(town)
    dead = Result(error=("es dauerte zu lange", "it took too long"), died=True)

    for look in range(10):
        watcher.tick(NOW + look * LOOK)
        for job in workers.running:
            if job.kind == "judge":
                workers.end(job, dead)

    assert [drop.verdict for drop in state.drops("beispielstadt")] == ["rejected"]
    assert [letter.kind for letter in state.letters("beispielstadt")] == ["failed"]
    assert not (town / "inbox" / "vorhaben.xlsx").exists()


def test_a_destination_put_off_by_a_wrong_clock_is_tried_now(tmp_path: Path, state: State) -> None:
    town = copy_town(tmp_path)
    settings = town / "dataset.toml"
    text = settings.read_text("utf-8")
    folder, schedule = '[destinations.folder]\npath = "/srv/www"', '[schedule]\npublish = "0 3 1 1 *"'
    settings.write_text(f"{text}\n{folder}\n{schedule}\n", "utf-8")
    watcher, workers, _ = _watcher(tmp_path, state, settings)
    state.send_to("beispielstadt", ["folder"], "2026-06-10")
    late = NOW + timedelta(days=4000)
    state.note_delivery(Delivery("beispielstadt", "folder", "2026-06-10", "waiting", 3, late, "x"))

    watcher.tick(NOW)

    assert "deliver" in [job.kind for job in workers.running]


def test_a_letter_to_nobody_is_done_and_one_key_is_told_once(tmp_path: Path, state: State) -> None:
    town = copy_town(tmp_path)
    watcher, _, _ = _watcher(tmp_path, state, town / "dataset.toml")
    for _ in range(2):
        state.write(Letter("a", "beispielstadt", "trouble", {}), NOW)

    watcher.tick(NOW)

    assert [letter.sent_at for letter in state.letters("beispielstadt")] == [NOW]


def test_trouble_that_is_over_before_anybody_could_be_told_is_told_to_nobody(tmp_path: Path, state: State) -> None:
    town = copy_town(tmp_path)
    settings = town / "dataset.toml"
    good = settings.read_text("utf-8")
    watcher, _, _ = _watcher(tmp_path, state, settings)
    watcher.tick(NOW)
    settings.write_text("name = [", "utf-8")
    watcher.tick(NOW + LOOK)
    assert [letter.kind for letter in state.letters("beispielstadt")] == ["trouble"]
    settings.write_text(good, "utf-8")

    watcher.tick(NOW + 2 * LOOK)

    assert state.letters("beispielstadt") == []


def test_secrets_go_to_the_jobs_that_need_them_alone() -> None:
    given = {"CKAN_TOKEN": "a", "SMTP_PASSWORD": "b", "PATH": "c"}

    assert "CKAN_TOKEN" not in environment_of("judge", given)
    assert environment_of("deliver", given)["CKAN_TOKEN"] == "a"
    assert "SMTP_PASSWORD" not in environment_of("deliver", given)


def test_the_trouble_of_a_job_is_told_until_one_goes_well(tmp_path: Path, state: State) -> None:
    town = copy_town(tmp_path)
    watcher, workers, _ = _watcher(tmp_path, state, town / "dataset.toml")
    _drop(town)
    troubles = []

    for look in range(20):
        watcher.tick(NOW + look * LOOK)
        troubles.append(state.pulse("beispielstadt").trouble)
        for job in workers.running:
            if look < 12:
                workers.end(job, Result(error=("der Datenträger ist voll", "the disk is full")))
            else:
                facts = {"verdict": "rejected", "facts": {}, "report": "", "version": ""}
                workers.end(job, Result(said=facts))

    first = troubles.index("der Datenträger ist voll")
    assert set(troubles[first:12]) == {"der Datenträger ist voll"}
    assert troubles[-1] == ""


def test_a_town_that_nobody_looks_after_is_not_well(state: State) -> None:
    state.note_pulse("a", seen_at=NOW)
    state.add_drop(Drop(0, "a", "r.xlsx", "0" * 64, 3, "r.xlsx", NOW, "held"))

    (found,) = read_status(state, {"a": Schedule()}, NOW)

    assert [drop.verdict for drop in found.waiting] == ["held"]
    assert reasons([found], NOW) == ()
    assert reasons([found], NOW + timedelta(hours=1))


def test_a_state_that_is_newer_or_damaged_is_refused_in_words(tmp_path: Path) -> None:
    with open_state(tmp_path) as opened:
        path = opened.path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(OutsideWorldError, match="newer"), open_state(tmp_path):
        pass
    for beside in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        beside.unlink(missing_ok=True)
    path.write_bytes(b"no database" * 500)
    with pytest.raises(OutsideWorldError, match="damaged"), open_state(tmp_path):
        pass
    assert path.stat().st_mode & 0o007 == 0


def test_status_tells_when_units_are_asked_next_and_which_replies_wait(state: State) -> None:
    state.note_pulse("a", seen_at=NOW)
    state.add_drop(Drop(0, "a", "AW.xlsx", "0" * 64, 3, "AW.xlsx", NOW, "reply"))
    asks = Reminders({"Bauamt": "bauamt@a.example"}, when="0 8 * * mon")

    (found,) = read_status(state, {"a": Schedule()}, NOW, reminders={"a": asks})

    lines = [line.de for line in in_lines(found)]
    assert "nächster Umlauf: 2026-06-15 06:00 UTC" in lines
    assert "„AW.xlsx“ ist eine Rückmeldung und noch nicht übernommen (roadmap merge)" in lines


def test_so_many_files_are_judged_at_once_as_there_is_room_and_no_town_waits_for_ever(
    tmp_path: Path, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.watch.watcher.MOST_AT_WORK", 2)
    towns = [_town_called(tmp_path, f"stadt-{number}") for number in range(5)]
    watcher, workers, _ = _watcher(tmp_path, state, *(town / "dataset.toml" for town in towns))
    for town in towns:
        _drop(town)

    judged = []
    for look in range(20):
        watcher.tick(NOW + look * LOOK)
        assert len([job for job in workers.running if job.kind == "judge"]) <= 2
        for job in workers.running:
            judged.append(job.town)
            workers.end(job, Result(error=("voll", "full"), is_passing=True))

    assert set(judged[:5]) == {town.name for town in towns}


def _town_called(place: Path, name: str) -> Path:
    town = copy_town(place / name)
    settings = town / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace('"beispielstadt"', f'"{name}"'), "utf-8")
    return Path(town.rename(town.with_name(name)))


def test_a_look_at_many_towns_writes_once(tmp_path: Path, state: State) -> None:
    towns = [_town_called(tmp_path, f"stadt-{number}") for number in range(4)]
    for town in towns:
        (town / "vorhaben.xlsx").unlink()
    watcher, _, _ = _watcher(tmp_path, state, *(town / "dataset.toml" for town in towns))
    said: list[str] = []
    watcher.tick(NOW)
    state.connection.set_trace_callback(said.append)

    watcher.tick(NOW + LOOK)
    assert "COMMIT" not in said
    watcher.tick(NOW + timedelta(minutes=1))

    assert sum(statement == "COMMIT" for statement in said) == 1
    assert set(state.seen()) == {town.name for town in towns}


_MAIL = '[mail]\nhost = "mail.beispielstadt.example"\nsender = "roadmap@beispielstadt.example"\n'


def test_a_letter_for_which_no_process_can_be_started_is_sent_at_another_look(
    tmp_path: Path, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = copy_town(tmp_path)
    settings = town / "dataset.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\n[notices]\nto = ["a@beispielstadt.example"]\n{_MAIL}', "utf-8")
    watcher, workers, told = _watcher(tmp_path, state, settings)
    state.write(Letter("a", "beispielstadt", "unchanged", {}), NOW)
    with monkeypatch.context() as patch:
        patch.setattr(workers, "start", _no_room)
        watcher.tick(NOW)

    watcher.tick(NOW + LOOK)

    assert [job.kind for job in workers.running if job.kind == "post"] == ["post"]
    assert [text for text in told if text.en.startswith("mail:")]


def _no_room(_: Job) -> None:
    raise BlockingIOError(errno.EAGAIN, "no process can be started")


def test_a_disk_that_fails_is_no_fault_of_the_file_that_is_judged(tmp_path: Path) -> None:
    town = copy_town(tmp_path)
    (tmp_path / "output").write_text("no folder")
    snapshot = str(town / "vorhaben.xlsx")
    job = Job("judge", "beispielstadt", str(town / "dataset.toml"), str(tmp_path / "output"), NOW.isoformat(), "1",
              {}, {"snapshot": snapshot})  # fmt: skip

    result = do(job)

    assert (result.is_good, result.is_passing, result.died) == (False, True, False)
    assert str(tmp_path / "output") in result.error[0]


def test_a_file_is_judged_while_an_edition_is_on_its_way(tmp_path: Path) -> None:
    town, output = copy_town(tmp_path), tmp_path / "output"
    snapshot = Path(shutil.copy(town / "vorhaben.xlsx", tmp_path))
    job = Job("judge", "beispielstadt", str(town / "dataset.toml"), str(output), NOW.isoformat(), "1",
              {snapshot.name: str(snapshot)}, {"snapshot": str(snapshot)})  # fmt: skip

    with Folder(output / "beispielstadt").on_its_way("ckan"):
        result = do(job)

    assert result.said["verdict"] == "accepted"
