"""An earlier edition comes back as a new one: its words to the letter, and why; what led astray does not come again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.model.edition import Edition
from pipeline.model.errors import ConfigError, OutsideWorldError, PipelineError
from pipeline.model.release import release_of, verdict_of
from pipeline.model.report import OneText, Text
from pipeline.publish.folder import Folder
from pipeline.rolled_back import roll_back
from pipeline.taken_back import read_taken_back
from pipeline.town.resources import read_resources
from tests.five_editions import DAYS, NAME, WORKBOOKS, moment, play_all, write_workbook
from tests.towns import output_of, publish, show, town_of

NOW = moment(4) + timedelta(days=1)
LATER = NOW + timedelta(days=1)
WHY = Text("Die Tabelle war die falsche.", "The workbook was the wrong one.")
FIRST, SECOND, THIRD, FOURTH, LAST = DAYS


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return play_all(tmp_path_factory.mktemp("town"))


@pytest.fixture
def place(played: Path, tmp_path: Path) -> Path:
    """The town with its five editions, for one test alone."""
    shutil.copytree(played.parents[1], tmp_path / "town", symlinks=True)
    return tmp_path / "town" / "sources" / NAME


def _folder(place: Path) -> Folder:
    return Folder(output_of(place) / NAME)


def _roll_back(place: Path, version: str, reason: Text = WHY, now: datetime = NOW) -> Edition:
    folder = _folder(place)
    with folder.locked():
        return roll_back(folder, town_of(place), read_resources(), version=version, reason=reason, now=now)


def _refusal(act: Callable[[], object]) -> Text:
    with pytest.raises(PipelineError) as raised:
        act()
    return raised.value.message


def _file(place: Path, name: str, version: str = "current") -> str:
    return _folder(place).find_file(version, name).decode()


@pytest.mark.parametrize("version", DAYS[:4])
def test_what_an_edition_said_comes_back_to_the_letter(place: Path, version: str) -> None:
    edition = _roll_back(place, version)

    folder = _folder(place)
    for name in ("roadmap.nt", "strategy.nt"):
        assert folder.find_file("current", name) == folder.find_file(version, name)
    assert (edition.version, edition.previous) == ("2026-01-16", LAST)
    before = folder.read_edition(version)
    assert before
    assert edition.carried == before.carried
    assert {file.name for file in edition.distributions} >= {file.name for file in before.distributions} - {"report"}


def test_it_says_in_plain_words_that_it_is_a_return_and_why(place: Path) -> None:
    _roll_back(place, FOURTH)

    german = f"Rückkehr zur Ausgabe {FOURTH}; die Ausgabe {LAST} ist zurückgenommen. Grund: {WHY.de}"
    assert german in _file(place, "changes.md")
    assert german in _file(place, "changes.ttl")
    assert f"Return to edition {FOURTH}; edition {LAST} is taken back. Reason: {WHY.en}" in _file(place, "changes.ttl")
    assert german in _file(place, "catalog.ttl")
    public = show(place)
    assert german in (public / "aenderungen" / "index.html").read_text("utf-8")
    assert german in (public / "feeds" / "alles.atom").read_text("utf-8")
    told = json.loads((public / "current" / "edition.json").read_bytes())["returned"]
    assert told == {"version": FOURTH, "instead_of": LAST, "reason": WHY._asdict()}


def test_the_edition_in_between_is_neither_carried_nor_remembered(place: Path) -> None:
    _roll_back(place, SECOND)

    write_workbook(place / "roadmap.xlsx", WORKBOOKS[1])
    (place / "dataset.toml").write_text((place / "dataset.toml").read_text("utf-8").split("\n[withdrawn")[0], "utf-8")
    outcome = publish(place, now=LATER)

    assert outcome.edition
    assert _folder(place).find_file("current", "roadmap.nt") == _folder(place).find_file(SECOND, "roadmap.nt")
    assert "M-4" not in _file(place, "projects.csv")
    assert outcome.prepared.carried == ()


def test_a_cell_is_that_of_the_workbook_of_then(place: Path) -> None:
    _roll_back(place, THIRD)

    assert f"{THIRD}/roadmap.xlsx" in _file(place, "provenance.csv")
    assert f"{LAST}/roadmap.xlsx" not in _file(place, "provenance.csv")


def test_a_strategy_that_changed_since_comes_back_too(place: Path) -> None:
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace("Offen zuerst", "Offen von Anfang an"), "utf-8")
    assert publish(place, now=NOW).edition
    assert "Offen von Anfang an" in _file(place, "strategy.nt")

    _roll_back(place, LAST, now=LATER)

    for name in ("roadmap.nt", "strategy.nt"):
        assert _file(place, name) == _file(place, name, LAST)


def test_what_led_to_the_edition_is_held_back_until_the_file_changes(place: Path) -> None:
    _roll_back(place, FOURTH)

    again = publish(place, now=LATER)
    book = load_workbook(place / "roadmap.xlsx")
    book.worksheets[0]["B2"] = "Ratsinfo für alle und jeden"
    book.save(place / "roadmap.xlsx")
    mended = publish(place, now=LATER)

    assert again.receipt is None
    assert verdict_of(again.prepared.report) == "held"
    (finding,) = [each for each in again.prepared.report.results if each.rule.id == "input-taken-back"]
    assert finding.cell.file == "roadmap.xlsx"
    assert "wurde am 16.01.2026 zurückgenommen" in finding.message.de
    assert WHY.de in finding.message.de
    assert WHY.en in finding.message.en
    assert mended.edition
    assert mended.edition.previous == "2026-01-16"


def test_what_led_to_the_editions_in_between_is_held_back_too(place: Path) -> None:
    _roll_back(place, SECOND)

    write_workbook(place / "roadmap.xlsx", WORKBOOKS[3])
    _give_bytes_of(place, FOURTH)

    assert {record.version for record in read_taken_back(_folder(place))} == {THIRD, FOURTH, LAST}


def _give_bytes_of(place: Path, version: str) -> None:
    """Every record names files that the edition was made of."""
    record = next(each for each in read_taken_back(_folder(place)) if each.version == version)
    manifest = _folder(place).manifest(version)
    assert manifest
    assert [given._asdict() for given in record.inputs] == [
        given for given in manifest["inputs"] if given["file"] == "roadmap.xlsx"
    ]


def test_what_was_taken_back_and_is_released_goes_out_and_is_not_asked_again(place: Path) -> None:
    _roll_back(place, FOURTH)
    held = publish(place, now=LATER).prepared

    out = publish(place, now=LATER, released=release_of(held.report, held.fingerprint, "War doch richtig."))
    again = publish(place, now=LATER + timedelta(days=1))

    assert out.edition
    assert _file(place, "roadmap.nt", LAST).count("M-1") == _file(place, "roadmap.nt").count("M-1")
    assert again.receipt
    assert not again.receipt.changed
    assert read_taken_back(_folder(place)) == []


def test_a_return_from_a_return_is_a_return(place: Path) -> None:
    _roll_back(place, FOURTH)

    edition = _roll_back(place, LAST, now=LATER)

    assert edition.version == "2026-01-17"
    assert _file(place, "roadmap.nt") == _file(place, "roadmap.nt", LAST)


@pytest.mark.parametrize(
    ("version", "german"),
    [(LAST, "ist schon die aktuelle Ausgabe"), ("2023-01-01", "gibt es hier nicht"), ("current", "gibt es hier nicht")],
)
def test_what_cannot_be_meant_is_refused(place: Path, version: str, german: str) -> None:
    assert german in _refusal(lambda: _roll_back(place, version)).de
    assert _folder(place).versions() == [*DAYS]


def test_an_edition_that_is_not_whole_is_refused(place: Path) -> None:
    (_folder(place).halves(SECOND).public / "roadmap.ttl").write_text("", "utf-8")

    with pytest.raises(OutsideWorldError, match=r"roadmap\.ttl"):
        _roll_back(place, SECOND)
    assert not (_folder(place).internal / "rolled_back.json").exists()


def test_an_edition_that_says_what_the_current_one_says_is_refused(place: Path) -> None:
    _roll_back(place, FOURTH)

    assert "sagt schon dasselbe" in _refusal(lambda: _roll_back(place, FOURTH, now=LATER)).de


@pytest.mark.parametrize("reason", ["", "Frau Beispiel hat sich vertan.", "Fragen an max.muster@stadt.example"])
def test_a_reason_that_must_not_be_published_is_refused(place: Path, reason: str) -> None:
    with pytest.raises(ConfigError):
        _roll_back(place, FOURTH, OneText(reason, reason))
    assert _folder(place).versions() == [*DAYS]


def test_settings_that_would_change_the_words_are_refused_with_one_of_them(place: Path) -> None:
    settings = place / "dataset.toml"
    text = settings.read_text("utf-8")
    base = text.split('base = "')[1].split('"')[0]
    settings.write_text(text.replace(base, "https://anders.example/id/"), "utf-8")

    refusal = _refusal(lambda: _roll_back(place, FOURTH))

    assert "lässt sich nicht Wort für Wort zurückholen" in refusal.de
    assert "cannot be brought back word for word" in refusal.en
    assert _folder(place).versions() == [*DAYS]


class _KilledError(Exception):
    """The process is gone."""


def _kill_at(number: int, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> int:
    """End ``act`` at its operation of that number, from 1; how many it came to."""
    count = 0
    with monkeypatch.context() as patch:

        def counted(done: Callable[..., object]) -> Callable[..., object]:
            def act(*given: object, **named: object) -> object:
                nonlocal count
                count += 1
                if count == number:
                    raise _KilledError
                return done(*given, **named)

            return act

        for owner, name in ((Path, "rename"), (Path, "replace"), (Path, "symlink_to")):
            patch.setattr(owner, name, counted(getattr(owner, name)))
        patch.setattr("os.fsync", counted(os.fsync))
        with suppress(_KilledError):
            act()
    return count


def test_a_return_that_is_killed_anywhere_is_done_or_undone(
    played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def play(number: int) -> tuple[Path, int]:
        root = tmp_path / str(number)
        shutil.copytree(played.parents[1], root, symlinks=True)
        place = root / "sources" / NAME
        return place, _kill_at(number, monkeypatch, lambda: _roll_back(place, FOURTH))

    _, whole = play(0)
    ended = set()
    for number in (1, 3, whole // 2, *range(whole - 6, whole + 1)):
        place, _ = play(number)
        with _folder(place).locked():
            pass
        _holds_together(place)
        ended.add(_folder(place).versions() == [*DAYS])

    assert ended == {True, False}


def _holds_together(place: Path) -> None:
    """The return stands with its record, or neither counts."""
    folder = _folder(place)
    is_back = folder.versions() != [*DAYS]
    assert _file(place, "roadmap.nt") == _file(place, "roadmap.nt", FOURTH if is_back else LAST)
    assert bool(read_taken_back(folder)) is is_back
