"""What a watcher does with an inbox, look by look: what is told once, what is shown, and no file holds up another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text
from pipeline.model.routine import Schedule
from pipeline.state import State, open_state
from pipeline.watch.arrivals import look_into_inbox, put_away_judged
from pipeline.watch.status import in_lines, read_status
from pipeline.watch.watched import Watched
from tests.towns import copy_town

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TOWN = "beispielstadt"


class _Inbox:
    """An inbox that is looked into minute by minute."""

    def __init__(self, place: Path, state: State) -> None:
        self.town, self.state, self.output = Watched(copy_town(place) / "dataset.toml"), state, place / "output"
        self.folder, self.now, self.told = self.town.inbox(), NOON, list[Text]()
        self.folder.mkdir()

    def look(self, times: int = 1, every: timedelta = MINUTE) -> None:
        for _ in range(times):
            self.now += every
            look_into_inbox(self.town, self.state, self.output, self.now, self.told.append)

    def put(self, name: str, content: bytes = b"content") -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    @property
    def letters(self) -> list[tuple[str, str]]:
        return [(letter.kind, letter.facts["file"]) for letter in self.state.letters(TOWN)]

    @property
    def verdicts(self) -> dict[str, str]:
        return {drop.origin: drop.verdict for drop in self.state.drops(TOWN)}

    def lines(self) -> str:
        (status,) = read_status(self.state, {TOWN: Schedule()}, self.now)
        return "\n".join(line.de for line in in_lines(status))


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[_Inbox]:
    with open_state(tmp_path / "output") as state:
        yield _Inbox(tmp_path, state)


def test_what_cannot_be_taken_is_told_once_and_shown_as_long_as_it_lies_there(inbox: _Inbox) -> None:
    (inbox.folder / "Anlagen").mkdir()
    inbox.look(5)
    inbox.town.scan = type(inbox.town.scan)()  # as after a new start
    inbox.look(5)

    assert inbox.letters == [("untaken", "Anlagen")]
    assert "„Anlagen“: Das ist ein Ordner" in inbox.lines()
    assert sum("Anlagen" in text.de for text in inbox.told) == 1

    (inbox.folder / "Anlagen").rmdir()
    inbox.look()
    assert "Anlagen" not in inbox.lines()
    (inbox.folder / "Anlagen").mkdir()
    inbox.look(3)
    assert inbox.letters == [("untaken", "Anlagen")] * 2


def test_many_things_at_once_are_one_letter(inbox: _Inbox) -> None:
    for number in range(50):
        (inbox.folder / f"{number:02}").mkdir()

    inbox.look(3)

    (letter,) = inbox.state.letters(TOWN)
    assert letter.facts["file"] == "00, 01, …"
    assert letter.facts["detail"]["de"].splitlines()[-1] == "Dazu kommen weitere, die hier nicht stehen: 30."


def test_a_file_that_is_only_being_made_is_not_told(inbox: _Inbox) -> None:
    path = inbox.put("vorhaben.xlsx", b"")
    inbox.look(10)
    path.write_bytes(b"content")
    inbox.look(3)

    assert (inbox.letters, inbox.verdicts) == ([], {"vorhaben.xlsx": "taken"})


def test_an_empty_file_is_told_after_half_an_hour(inbox: _Inbox) -> None:
    inbox.put("vorhaben.xlsx", b"")

    inbox.look(29)
    assert inbox.letters == []
    inbox.look(5)
    assert inbox.letters == [("untaken", "vorhaben.xlsx")]


def test_a_file_that_is_open_for_days_is_told_and_taken_once_it_is_closed(inbox: _Inbox) -> None:
    with inbox.put("vorhaben.xlsx").open("rb"):
        inbox.look(3, every=DAY)
        assert (inbox.letters, inbox.verdicts) == ([("untaken", "vorhaben.xlsx")], {})

    inbox.look(2)

    assert inbox.verdicts == {"vorhaben.xlsx": "taken"}
    assert "seit einem Tag" not in inbox.lines()


def test_a_lock_that_was_left_is_said_and_holds_up_nothing(inbox: _Inbox) -> None:
    inbox.put("vorhaben.xlsx")
    os.utime(inbox.put("~$vorhaben.xlsx"), (1_600_000_000, 1_600_000_000))

    inbox.look(3)

    assert (inbox.letters, inbox.verdicts) == ([], {"vorhaben.xlsx": "taken"})
    assert "gilt als geschlossen" in inbox.lines()


def test_a_question_says_why_it_is_asked(inbox: _Inbox) -> None:
    inbox.put("vorhaben (conflicted copy 2026-01-02 101112).xlsx")
    os.utime(inbox.put("~$vorhaben (conflicted copy 2026-01-02 101112).xlsx"), (1_600_000_000, 1_600_000_000))

    inbox.look(5)

    (letter,) = inbox.state.letters(TOWN)
    assert letter.kind == "asked"
    assert letter.facts["like"] == "vorhaben.xlsx"
    why, lock = letter.facts["detail"]["de"].splitlines()
    assert "zwei Personen" in why
    assert "gilt als geschlossen" in lock


def test_what_no_name_would_make_fit_is_told_as_such_and_no_question(inbox: _Inbox) -> None:
    inbox.put("vorhaben.zip")

    inbox.look(5)

    assert (inbox.letters, inbox.verdicts) == ([("untaken", "vorhaben.zip")], {"vorhaben.zip": "asked"})
    assert "Archiv" in inbox.lines()


def test_what_the_settings_come_to_name_is_taken(inbox: _Inbox) -> None:
    inbox.put("Kennzahlen.csv")
    inbox.look(3)
    assert inbox.letters == [("asked", "Kennzahlen.csv")]

    settings = inbox.town.settings
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("workbooks = [", 'workbooks = ["Kennzahlen.csv", ', 1), "utf-8")
    inbox.look(3)

    assert [drop.verdict for drop in inbox.state.drops(TOWN)] == ["replaced", "taken"]


def test_other_bytes_of_what_was_asked_about_are_one_question_each(inbox: _Inbox) -> None:
    inbox.put("vorhaben (1).xlsx")
    inbox.look(3)
    inbox.put("vorhaben (1).xlsx", b"another")
    inbox.look(3)

    assert [drop.verdict for drop in inbox.state.drops(TOWN)] == ["replaced", "asked"]


def test_a_file_that_cannot_be_taken_now_holds_up_no_other(inbox: _Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(inbox.put("vorhaben.xlsx"), (1_600_000_000, 1_600_000_000))  # the older one comes first
    inbox.put("vorhaben (1).xlsx")
    (inbox.folder / "Anlagen").mkdir()
    monkeypatch.setattr("pipeline.watch.arrivals.take", _disk_full)
    inbox.look()

    with pytest.raises(OutsideWorldError, match="disk is full"):
        inbox.look(2)
    assert inbox.verdicts == {"vorhaben (1).xlsx": "asked"}
    monkeypatch.undo()
    inbox.look(2)

    assert inbox.verdicts == {"vorhaben (1).xlsx": "asked", "vorhaben.xlsx": "taken"}
    assert inbox.letters == [("asked", "vorhaben (1).xlsx"), ("untaken", "Anlagen")]


def _disk_full(*_: object) -> None:
    raise OutsideWorldError("the disk is full")


def test_what_somebody_writes_to_is_put_away_later_and_not_judged_twice(inbox: _Inbox) -> None:
    path = inbox.put("vorhaben.xlsx")
    inbox.look(3)
    (drop,) = inbox.state.drops(TOWN)
    inbox.state.judge(drop, "published", "2026-11-29")

    with path.open("r+b"):
        for _ in range(3):
            put_away_judged(inbox.town, inbox.state, inbox.output, inbox.now)
            inbox.look()
        assert path.is_file()
    put_away_judged(inbox.town, inbox.state, inbox.output, inbox.now)
    inbox.look(3)

    assert not path.exists()
    assert len(inbox.state.drops(TOWN)) == 1
    assert len(list(inbox.folder.glob("angenommen/*/vorhaben.xlsx"))) == 1
