"""What was handed in long ago goes when it is beyond number and age; what anybody still needs stays."""

from __future__ import annotations

import hashlib
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.model.drop import Drop, Verdict
from pipeline.publish.folder import Folder
from pipeline.state import State, open_state
from pipeline.state.store import Letter
from pipeline.watch import retention
from pipeline.watch.retention import keep_no_longer
from pipeline.watch.watched import Watched
from tests.towns import copy_town

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
TOWN = "beispielstadt"


class Place:
    """A town in which files were handed in some days ago, each on a day of its own."""

    def __init__(self, tmp_path: Path, state: State, number: int = 2, days: int = 30) -> None:
        self.town, self.output, self.state = copy_town(tmp_path), tmp_path / "output", state
        settings = self.town / "dataset.toml"
        settings.write_text(f"{settings.read_text('utf-8')}\n[retention]\ndrops = {number}\ndays = {days}\n", "utf-8")
        self.watched = Watched(settings)
        self.watched.dataset()

    def drop(self, days_ago: int, verdict: Verdict = "published", *, is_laid: bool = True) -> Drop:
        taken_at = NOW - timedelta(days=days_ago)
        content = f"of {days_ago} days ago".encode()
        digest = hashlib.sha256(content).hexdigest()
        given = Drop(0, TOWN, "vorhaben.xlsx", digest, len(content), "vorhaben.xlsx", taken_at, verdict)
        drop = self.state.add_drop(given)
        snapshot = self.watched.snapshot(self.output, drop)
        for folder, report in ((snapshot.parent / "report", "report.html"), (self.laid(drop), "pruefbericht.html")):
            folder.mkdir(parents=True)
            (folder / report).write_text("report", "utf-8")
        for path in (snapshot, self.laid(drop) / "vorhaben.xlsx"):
            path.write_bytes(content)
        os.utime(snapshot.parent, (taken_at.timestamp(), taken_at.timestamp()))
        if is_laid:
            self.state.lay(drop)
        return drop

    def laid(self, drop: Drop) -> Path:
        local = drop.taken_at.astimezone(ZoneInfo("Europe/Berlin"))
        return self.town / "inbox" / "angenommen" / f"vorhaben {local:%Y-%m-%d %H.%M.%S}"

    def left(self, drop: Drop) -> tuple[bool, bool, bool]:
        """Whether its copy, its folder in the inbox and its row are left."""
        is_known = drop.id in [each.id for each in self.state.drops(TOWN)]
        return self.watched.snapshot(self.output, drop).is_file(), self.laid(drop).is_dir(), is_known

    def clear(self, now: datetime = NOW) -> None:
        keep_no_longer(self.watched, self.state, self.output, now)


ALL, NONE = (True,) * 3, (False,) * 3


def test_what_is_beyond_number_and_age_goes_and_nothing_else(tmp_path: Path) -> None:
    with open_state(tmp_path / "output") as state:
        place = Place(tmp_path, state)
        drops = [place.drop(days) for days in (90, 60, 40, 35)]
        newer = Place.drop(place, 3)
        place.clear()

        assert [place.left(drop) for drop in (*drops, newer)] == [NONE, NONE, NONE, ALL, ALL]


def test_many_that_are_young_and_few_that_are_old_stay(tmp_path: Path) -> None:
    with open_state(tmp_path / "output") as state:
        place = Place(tmp_path, state, number=1)
        drops = [place.drop(days) for days in (29, 28, 27)]
        place.clear()

        assert [place.left(drop) for drop in drops] == [ALL, ALL, ALL]
    shutil.rmtree(tmp_path / "sources")


@pytest.mark.parametrize("verdict", ["taken", "held", "accepted", "reply"])
def test_what_waits_stays_however_old_it_is(tmp_path: Path, verdict: Verdict) -> None:
    with open_state(tmp_path / "output") as state:
        place = Place(tmp_path, state, number=1)
        drop, lying = place.drop(500, verdict), place.drop(400, "rejected", is_laid=False)
        for days in (5, 4):
            place.drop(days)
        place.clear()

        assert [place.left(drop), place.left(lying)] == [ALL, ALL]


def test_what_an_edition_was_made_of_stays_until_the_edition_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_state(tmp_path / "output") as state:
        place = Place(tmp_path, state, number=1)
        made, other, _ = place.drop(500), place.drop(400), place.drop(1)
        monkeypatch.setattr(Folder, "versions", lambda _: ["2025-01-01"])
        monkeypatch.setattr(Folder, "manifest", lambda *_: {"inputs": [{"file": "a", "sha256": made.sha256}]})
        place.clear()
        assert [place.left(made), place.left(other)] == [ALL, NONE]

        monkeypatch.setattr(Folder, "versions", lambda _: [])
        place.clear(NOW + timedelta(days=1))
        assert place.left(made) == NONE


def test_what_people_put_there_or_worked_in_stays(tmp_path: Path) -> None:
    with open_state(tmp_path / "output") as state:
        place = Place(tmp_path, state, number=1)
        old, worked_in, _ = place.drop(500), place.drop(400), place.drop(1)
        (place.laid(old) / "notiz.txt").write_text("von Hand", "utf-8")
        (place.laid(worked_in) / "vorhaben.xlsx").write_bytes(b"mended")
        by_hand = place.town / "inbox" / "angenommen" / "alt.xlsx"
        by_hand.write_bytes(b"von Hand")
        place.clear()

        assert [path.name for path in place.laid(old).iterdir()] == ["notiz.txt"]
        assert [path.name for path in place.laid(worked_in).iterdir()] == ["vorhaben.xlsx"]
        assert by_hand.is_file()


@pytest.mark.parametrize("step", ["_remove_laid", "_remove_snapshots", "forget"])
def test_whoever_starts_after_a_crash_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with open_state(tmp_path / "output") as state:
        place = Place(tmp_path, state, number=1)
        old, kept = place.drop(500), place.drop(1)
        with monkeypatch.context() as patched:
            patched.setattr(retention, step, crash)
            with pytest.raises(KeyboardInterrupt):
                place.clear()
        place.clear(NOW + timedelta(days=1))

        assert [place.left(old), place.left(kept)] == [NONE, ALL]


def test_runs_and_letters_go_but_for_those_that_say_what_was_told(tmp_path: Path) -> None:
    with open_state(tmp_path / "output") as state:
        place = Place(tmp_path, state, number=1)
        for day in range(200, 100, -1):
            moment = NOW - timedelta(days=day)
            state.begin_run(TOWN, moment, moment)
            state.end_run(TOWN, moment, moment, "2025-11-22" if day > 198 else "", "nothing")
            state.write(Letter(f"{day}", TOWN, "trouble", {}), moment)
            if day != 200:
                state.note_sent(Letter(f"{day}", TOWN, "trouble", {}), moment)
        place.clear()

        versions = [run["version"] for run in state.runs(TOWN, 1000)]
        assert (len(versions), versions[-2:]) == (52, ["2025-11-22"] * 2)
        assert [letter.key for letter in state.letters(TOWN)][:2] == ["200", "150"]
        assert len(state.letters(TOWN)) == 51
