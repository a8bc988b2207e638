"""Workbooks elsewhere, look by look: what one server said is nothing for another, and a loss is told once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.model.routine import Address
from pipeline.readers.address import Fetched, NotModified
from pipeline.state import State, open_state
from pipeline.watch.addresses import ask_addresses, fetch_for, fetched
from pipeline.watch.jobs import Job, Result
from pipeline.watch.watched import Watched
from pipeline.watch.workers import environment_of
from tests.test_watcher import Waiting
from tests.towns import copy_town

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TOWN, NAME = "beispielstadt", "vorhaben.xlsx"
CAME = {"sha256": "a" * 64, "size_bytes": 3, "etag": '"1"', "last_modified": "Mon", "place": ""}
GONE = Result(error=("dort ist keine Datei (404)", "there is no file (404)"))
SLOW = Result(error=("es hat zu lange gedauert", "it took too long"), is_passing=True)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(tmp_path / "output") as opened:
        yield opened


@pytest.fixture
def town(tmp_path: Path) -> Watched:
    place = copy_town(tmp_path)
    settings = place / "dataset.toml"
    settings.write_text(
        settings.read_text("utf-8") + f'\n[[sources]]\nname = "{NAME}"\nurl = "https://a.example/x"\n', "utf-8"
    )
    return Watched(settings)


def _move(town: Watched) -> None:
    text = town.settings.read_text("utf-8")
    town.settings.write_text(text.replace("https://a.example/x", "https://elsewhere.example/y"), "utf-8")


def _ask(town: Watched, state: State, now: datetime) -> list[Job]:
    workers = Waiting()
    ask_addresses(town, state, workers, Path("output"), now)
    return [*workers.running]


def _fail(town: Watched, state: State, result: Result, now: datetime) -> None:
    (job,) = _ask(town, state, now)
    fetched(job, result, state, now)


def test_another_address_is_asked_at_once_and_for_all_of_it(town: Watched, state: State) -> None:
    (job,) = _ask(town, state, NOW)
    fetched(job, Result(CAME), state, NOW)
    assert _ask(town, state, NOW + HOUR / 2) == []
    (again,) = _ask(town, state, NOW + HOUR)
    assert (again.known["etag"], again.known["place"]) == ('"1"', job.known["place"])

    _move(town)
    (moved,) = _ask(town, state, NOW + HOUR / 2)

    assert (moved.known["etag"], moved.known["last_modified"]) == ("", "")
    assert moved.known["place"] != job.known["place"]
    assert "example" not in str(state.noted(TOWN, "addresses"))  # such an address may be a secret


def test_marks_of_one_address_are_never_sent_to_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Fetched | None] = []

    def fetch(_: Address, __: Path, known: Fetched | None, ___: object) -> NotModified:
        sent.append(known)
        return NotModified(known or Fetched("", 0, "", "", tmp_path))

    monkeypatch.setattr("pipeline.watch.addresses.fetch", fetch)
    known = {**CAME, "place": "of another"}
    (tmp_path / "a" / ("a" * 64)).mkdir(parents=True)
    (tmp_path / "a" / ("a" * 64) / NAME).write_bytes(b"abc")

    fetch_for((Address(NAME, "https://a.example/x"),), NAME, tmp_path / "a", known, {})

    assert sent[0] is not None
    assert (sent[0].etag, sent[0].last_modified, sent[0].sha256) == ("", "", "a" * 64)


def test_a_file_that_is_gone_is_told_once_and_what_came_before_stays(town: Watched, state: State) -> None:
    (job,) = _ask(town, state, NOW)
    fetched(job, Result(CAME), state, NOW)

    for hour in range(1, 100):
        _fail(town, state, GONE if hour % 3 else SLOW, NOW + hour * HOUR)

    assert [letter.kind for letter in state.letters(TOWN)] == ["unfetched"]
    assert state.fetched(TOWN, NAME)["error"]
    assert [drop.sha256 for drop in state.drops(TOWN)] == ["a" * 64]


def test_what_comes_again_and_is_gone_again_is_told_again(town: Watched, state: State) -> None:
    _fail(town, state, GONE, NOW)
    (job,) = _ask(town, state, NOW + HOUR)
    fetched(job, Result(CAME), state, NOW + HOUR)
    assert not state.fetched(TOWN, NAME)["error"]

    _fail(town, state, GONE, NOW + 2 * HOUR)

    assert len(state.letters(TOWN)) == 2


def test_a_server_that_is_away_is_told_after_a_day(town: Watched, state: State) -> None:
    for hour in range(24):
        _fail(town, state, SLOW, NOW + hour * HOUR)
    assert state.letters(TOWN) == []

    for hour in range(24, 60):
        _fail(town, state, SLOW, NOW + hour * HOUR)

    assert [letter.facts["detail"]["de"] for letter in state.letters(TOWN)] == ["es hat zu lange gedauert"]


def test_a_file_that_the_settings_name_no_more_is_forgotten(town: Watched, state: State) -> None:
    _fail(town, state, GONE, NOW)
    text = town.settings.read_text("utf-8")
    town.settings.write_text(text.partition("\n[[sources]]")[0], "utf-8")

    assert _ask(town, state, NOW + HOUR) == []
    assert state.noted(TOWN, "addresses") is None


def test_a_job_is_handed_no_secret_of_another_town() -> None:
    given = {"BAD_EMS_SOURCE_ROADMAP_TOKEN": "own", "SOURCE_ROADMAP_TOKEN": "all"}

    assert "own" not in environment_of("fetch", given).values()
