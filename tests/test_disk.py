"""Files are whole or not there, also after a power cut: what is written, synced in which order, with which rights."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.disk import (
    find_unfinished,
    name_aside,
    remove,
    sync_folder,
    write_file,
    write_folder_aside,
)
from pipeline.publish.halves import switch, write_halves
from pipeline.publish.held import Halves
from tests.disk_acts import record_acts
from tests.small_editions import FIRST, REPORT, TABLE, make_edition


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is synced, by its name and with its size where it is a file, and what is moved to which name."""
    return record_acts(monkeypatch, _synced)


def _synced(descriptor: int) -> str:
    path = Path(f"/proc/self/fd/{descriptor}").readlink()
    name = re.sub(r"\.[a-z0-9_]{8}\.unfinished$", ".*", path.name)
    return name if path.is_dir() else f"{name} {path.stat().st_size}"


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def _fail(code: int) -> Callable[..., object]:
    def act(*_: object) -> object:
        raise OSError(code, os.strerror(code))

    return act


def test_a_folder_is_written_whole_and_synced_beside_its_place(tmp_path: Path, acts: list[str]) -> None:
    target = tmp_path / "new" / "editions" / FIRST

    aside = write_folder_aside(target, [TABLE, REPORT])

    assert aside.parent == target.parent
    assert re.fullmatch(rf"\.{FIRST}\.[a-z0-9_]{{8}}\.unfinished", aside.name)
    assert {path.name: path.read_bytes() for path in aside.iterdir()} == {
        "projects.csv": TABLE.content,
        "report.html": REPORT.content,
    }
    assert acts == [f"projects.csv {len(TABLE.content)}", "report.html 3", f".{FIRST}.*"]
    assert aside.stat().st_mode & 0o777 == 0o755
    assert write_folder_aside(target, []) != aside


def test_two_files_of_one_name_are_not_written_over_each_other(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        write_folder_aside(tmp_path / FIRST, [TABLE, replace(TABLE, content=b"other")])


def test_a_name_aside_is_free_and_found_again(tmp_path: Path) -> None:
    aside = [name_aside(tmp_path / "report.html") for _ in range(2)]
    for path in (*aside, tmp_path / ".other.html.0a1b2c3d.unfinished", tmp_path / ".report.html.backup.unfinished"):
        path.touch()
    (tmp_path / ".report.html.tooshor.unfinished").touch()

    found = list(find_unfinished(re.compile("report.html"), tmp_path))

    assert {path.name[:13] for path in aside} == {".report.html."}
    assert found == sorted(aside)
    assert list(find_unfinished(re.compile("x"), tmp_path / "gone")) == []


def test_a_folder_a_file_and_a_link_are_removed_and_what_a_link_leads_to_is_not(tmp_path: Path) -> None:
    folder, kept = tmp_path / "folder", tmp_path / "kept"
    for place in (folder, kept):
        place.mkdir()
        (place / "file").touch()
    (tmp_path / "link").symlink_to(kept)
    (tmp_path / "file").touch()

    for name in ("folder", "link", "file"):
        remove(tmp_path / name)

    assert _names(tmp_path) == ["kept"]
    assert _names(kept) == ["file"]


def test_a_file_is_synced_before_it_has_its_name_and_its_folder_after(tmp_path: Path, acts: list[str]) -> None:
    path = tmp_path / "report.html"
    for content in (b"old", b"newer"):
        acts.clear()
        write_file(path, content)

        assert path.read_bytes() == content
        assert acts == [f".report.html.* {len(content)}", "→ report.html", tmp_path.name]
    assert _names(tmp_path) == ["report.html"]


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o664, 0o2755])
def test_a_file_keeps_the_rights_of_the_one_it_replaces(tmp_path: Path, rights: int) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(b"old")
    path.chmod(rights)

    write_file(path, b"new")

    assert path.stat().st_mode & 0o7777 == rights


@pytest.mark.parametrize("step", ["open", "replace", "chmod"])
def test_a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(b"old")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space left"):
        patch.setattr(Path, step, _fail(errno.ENOSPC))
        write_file(path, b"new")

    assert _names(tmp_path) == ["report.html"]
    assert path.read_bytes() == b"old"


def test_a_file_in_no_folder_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"report\.html"):
        write_file(tmp_path / "gone" / "report.html", b"new")


@pytest.mark.parametrize(("code", "is_told"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_only_a_drive_that_syncs_no_folders_is_forgiven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, is_told: bool
) -> None:
    before = _open_files()
    monkeypatch.setattr("os.fsync", _fail(code))

    if is_told:
        with pytest.raises(OSError, match="Input/output error"):
            sync_folder(tmp_path)
    else:
        sync_folder(tmp_path)

    assert _open_files() == before


def test_a_link_is_switched_in_one_step(tmp_path: Path, acts: list[str]) -> None:
    for target in ("one", "two"):
        acts.clear()
        switch(tmp_path / "current", Path(target))

        assert (tmp_path / "current").readlink() == Path(target)
        assert acts == ["→ current", tmp_path.name]
    assert _names(tmp_path) == ["current"]


def test_both_halves_are_on_the_disk_before_the_first_is_moved_and_the_one_of_the_house_is_first(
    tmp_path: Path, acts: list[str]
) -> None:
    halves = Halves(tmp_path / "shown" / FIRST, tmp_path / "kept" / FIRST)

    write_halves(make_edition(), halves)

    public, internal = ([act for act in acts if act.startswith(name)] for name in ("projects.csv", "report.html"))
    assert (public, internal) == ([f"projects.csv {len(TABLE.content)}"], ["report.html 3"])
    assert acts[-5:] == [f".{FIRST}.*", f"→ {FIRST}", "kept", f"→ {FIRST}", "shown"]
    assert len(acts) == 10
