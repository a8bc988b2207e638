"""What an older program left is brought into the layout of today: whole, once, and wherever a run is killed."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline import disk
from pipeline.model.edition import Edition
from pipeline.model.errors import OutsideWorldError
from pipeline.publish.folder import Folder
from pipeline.publish.lock import lock
from tests.layout_one import bring_back
from tests.towns import SECOND_DAY, change, copy_town, output_of, publish

TOWN, FIRST, SECOND = "beispielstadt", "2026-11-22", "2026-11-23"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with two editions of today, made once and copied for each test."""
    place = tmp_path_factory.mktemp("made")
    town = copy_town(place)
    publish(town)
    change(town, lambda sheet: sheet.__setitem__("C8", "Wegweiser"))
    publish(town, now=SECOND_DAY)
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """The town with the two editions as an older program left them."""
    shutil.copytree(made, tmp_path, symlinks=True, dirs_exist_ok=True)
    bring_back(_folder(tmp_path / "sources" / TOWN).path)
    return tmp_path / "sources" / TOWN


def _folder(place: Path) -> Folder:
    return Folder(output_of(place) / TOWN)


def _editions(made: Path) -> list[Edition | None]:
    folder = _folder(made / "sources" / TOWN)
    return [folder.read_edition(version) for version in (FIRST, SECOND)]


def _upgrade(place: Path) -> None:
    with _folder(place).locked():
        pass


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _look(folder: Path) -> dict[str, bytes | str]:
    """All that lies in a folder, as it is read."""
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def test_what_an_older_program_left_is_what_the_program_of_today_would_have_written(made: Path, place: Path) -> None:
    written = _look(_folder(made / "sources" / TOWN).path)

    _upgrade(place)

    assert _look(_folder(place).path) == written
    assert _names(_folder(place).path) == ["internal", "public"]


def test_a_town_that_was_brought_over_goes_on_where_it_stood(place: Path) -> None:
    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt is not None
    assert not outcome.receipt.changed
    assert _folder(place).versions() == [FIRST, SECOND]
    change(place, lambda sheet: sheet.delete_rows(13))
    later = publish(place, now=SECOND_DAY).edition
    assert later is not None
    assert (later.version, later.previous, later.carried) == (f"{SECOND}.2", SECOND, ("KW-02",))


def test_nothing_that_stays_in_the_house_is_public_in_an_edition_that_was_brought_over(place: Path) -> None:
    _upgrade(place)

    for version in (FIRST, SECOND):
        public = _folder(place).halves(version).public
        assert not [name for name in _names(public) if name.startswith(("report", "typed"))]
        assert "left_out" not in (public / "edition.json").read_text("utf-8")
        assert (public / "provenance.csv").read_text("utf-8").splitlines()[0].endswith(",cell")


def test_bringing_over_twice_is_bringing_over_once(place: Path) -> None:
    _upgrade(place)
    once = _look(_folder(place).path)

    _upgrade(place)

    assert _look(_folder(place).path) == once


def test_the_journal_of_a_portal_and_what_somebody_mended_in_the_report_go_along(place: Path) -> None:
    folder = _folder(place)
    journal = sqlite3.connect(folder.path / ".journal.sqlite", isolation_level=None)
    journal.executescript("pragma journal_mode = wal; create table dataset (id text); insert into dataset values ('x')")
    for name in (".journal.sqlite", ".journal.sqlite-wal", ".journal.sqlite-shm"):  # as a killed run leaves it
        shutil.copy(folder.path / name, folder.path / f"{name}.copy")
    journal.close()
    for copied in folder.path.glob("*.copy"):
        copied.rename(copied.with_suffix(""))
    (folder.path / "report" / "bearbeitet-1-vorhaben.geprueft.xlsx").write_bytes(b"mended")

    publish(place, now=SECOND_DAY)

    with sqlite3.connect(folder.internal / ".journal.sqlite") as moved:
        assert moved.execute("select id from dataset").fetchall() == [("x",)]
    assert (folder.report / "bearbeitet-1-vorhaben.geprueft.xlsx").read_bytes() == b"mended"
    assert not list(folder.path.glob(".journal*"))


def test_what_is_foreign_stays_where_it_lies_and_what_is_no_edition_goes_into_the_house(place: Path) -> None:
    folder = _folder(place)
    foreign = [folder.path / ".htaccess", folder.path / "editions" / "index.html", folder.path / "report.bak" / "a.txt"]
    for path in foreign:
        path.parent.mkdir(exist_ok=True)
        path.write_text("ours", "utf-8")
    half = folder.path / "editions" / "2026-11-20"
    half.mkdir()
    (half / "edition.json").write_text("{", "utf-8")
    (folder.path / "editions" / "2026-11-21").mkdir()

    _upgrade(place)

    assert [path for path in foreign if not path.is_file()] == []
    kept = [folder.halves(version).internal for version in ("2026-11-20", "2026-11-21")]
    assert folder.passed_over() == kept
    assert (kept[0] / "edition.json").read_text("utf-8") == "{"
    assert folder.versions() == [FIRST, SECOND]


def test_a_town_without_an_edition_is_brought_over_too(place: Path) -> None:
    folder = _folder(place)
    (folder.path / "current").unlink()
    shutil.rmtree(folder.path / "editions")

    _upgrade(place)

    assert _names(folder.path) == ["internal"]
    assert "report.html" in _names(folder.report)


def test_a_lost_link_of_an_older_program_is_made_again(place: Path) -> None:
    (_folder(place).path / "current").unlink()

    _upgrade(place)

    assert str(_folder(place).current.readlink()) == f"editions/{SECOND}"


# What a person has to decide ##########################################################################################


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _astray(folder: Path) -> None:
    shutil.rmtree(folder / "editions" / SECOND)


def _real_folder(folder: Path) -> None:
    (folder / "current").unlink()
    shutil.copytree(folder / "editions" / SECOND, folder / "current")


def _report_twice(folder: Path) -> None:
    (folder / "internal" / "report").mkdir(parents=True)


def _another_edition(folder: Path) -> None:
    """An older program that went on after the move, in a folder that looked empty to it."""
    shutil.copytree(folder / "editions", folder.parent / "aside")
    _upgrade(folder.parents[1] / "sources" / TOWN)
    shutil.copytree(folder.parent / "aside" / SECOND, folder / "editions" / SECOND)
    manifest = folder / "editions" / SECOND / "edition.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"previous": "2026-11-22"', '"previous": null'), "utf-8")


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file of the newest is cut": (lambda folder: _cut(folder / "editions" / SECOND / "roadmap.nt"), "Sicherung"),
    "a file of an older is cut": (lambda folder: _cut(folder / "editions" / FIRST / "roadmap.nt"), "Sicherung"),
    "the newest tells nothing": (lambda folder: _cut(folder / "editions" / SECOND / "edition.json"), "Sicherung"),
    "the newest is gone": (_astray, f"current: führt nach editions/{SECOND}, und dort liegt keine Ausgabe"),
    "a folder stands in the place of the link": (_real_folder, "current: ist kein Verweis"),
    "there is a report of today": (_report_twice, "zweimal"),
    "an older program went on": (_another_edition, "zweimal"),
}


@pytest.mark.parametrize(("harm", "told"), REFUSED.values(), ids=REFUSED)
def test_what_would_have_to_be_guessed_stops_the_run_before_anything_is_moved(
    place: Path, harm: Callable[[Path], object], told: str
) -> None:
    folder = _folder(place)
    harm(folder.path)
    before = _look(folder.path)

    with pytest.raises(OutsideWorldError) as caught:
        publish(place, now=SECOND_DAY)

    assert told in caught.value.message.de
    assert str(folder.path) in caught.value.message.en
    assert {**_look(folder.path), "internal/.lock": b""} == {**before, "internal/.lock": b""}


def test_an_older_program_at_work_keeps_the_run_out(place: Path) -> None:
    folder = _folder(place)
    before = _look(folder.path)

    with lock(folder.path / ".lock", folder.path), pytest.raises(OutsideWorldError, match="another run"):
        publish(place, now=SECOND_DAY)

    assert _look(folder.path) == {**before, "internal/.lock": b""}


# Killed anywhere ######################################################################################################


class _Killed(BaseException):
    """No program catches this, as none catches a kill."""


@contextmanager
def _killed_at(number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A disk that stops before the operation of that number; tells which there were."""
    acts: list[str] = []

    def watched(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def attempt(*given: Any, **named: Any) -> Any:
            if len(acts) == number:
                raise _Killed
            acts.append(name)
            return act(*given, **named)

        return attempt

    with monkeypatch.context() as patch:
        for name in ("rename", "replace", "unlink", "rmdir", "mkdir", "symlink_to"):
            patch.setattr(Path, name, watched(name, getattr(Path, name)))
        patch.setattr(disk, "_write_new", watched("write", disk._write_new))
        patch.setattr(os, "unlink", watched("remove", os.unlink))
        patch.setattr(os, "rmdir", watched("remove", os.rmdir))
        yield acts


def _reads(folder: Path) -> set[str]:
    """What a reader of either layout is shown of the newest edition."""
    shown = (folder / "current", folder / "public" / "current")
    return {(link / "catalog.ttl").read_text("utf-8") for link in shown if link.is_symlink()}


def _moments(acts: list[str]) -> list[int]:
    """The numbers of the operations to be killed at: of files that are written like the one before, each 25th."""
    alike = [act == before and act in ("write", "remove") for before, act in itertools.pairwise(["", *acts])]
    return [number for number, is_alike in enumerate(alike) if not is_alike or number % 25 == 0]


def _kill(act: Callable[[], object], number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with _killed_at(number, monkeypatch) as acts, pytest.raises(_Killed):
        act()
    assert len(acts) == number


def test_bringing_over_is_finished_by_the_next_run_wherever_it_is_killed(
    made: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, written, before = _folder(place).path, _look(_folder(made / "sources" / TOWN).path), tmp_path / "before"
    catalogs = _reads(folder)
    shutil.copytree(folder, before, symlinks=True)
    with _killed_at(-1, monkeypatch) as acts:
        _upgrade(place)

    for number in _moments(acts):
        shutil.rmtree(folder)
        shutil.copytree(before, folder, symlinks=True)
        _kill(lambda: _upgrade(place), number, monkeypatch)
        assert _reads(folder) == catalogs, acts[:number]
        _upgrade(place)
        assert _look(folder) == written, acts[:number]


def test_an_edition_of_two_halves_is_finished_by_the_next_run_wherever_it_is_killed(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = _editions(made)
    assert first is not None
    assert second is not None

    def start(name: str) -> Folder:
        folder = Folder(tmp_path / name / TOWN)
        with folder.locked():
            folder.publish(first)
        return folder

    whole = start("whole")
    with _killed_at(-1, monkeypatch) as acts:
        whole.publish(second)
    decided = acts.index("rename") + 1  # the internal half is in its place
    for number in _moments(acts):
        folder = start(str(number))
        _kill(partial(folder.publish, second), number, monkeypatch)
        assert folder.read_edition() == first
        with folder.locked():
            assert folder.read_edition() == (second if number >= decided else first)
            assert folder.passed_over() == []
            folder.publish(second)
        assert folder.read_edition() == second
        assert not list(folder.path.rglob("*.unfinished"))
