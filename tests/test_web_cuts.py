"""A public folder on a web server: whole after each run, no link broken after a run that was cut off anywhere."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from pipeline.model.edition import Edition
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text
from pipeline.publish.failures import Full
from pipeline.publish.folder import Folder
from pipeline.publish.web import Place, Web
from pipeline.publish.web.holding import STALE_AFTER
from pipeline.publish.web.local import LocalFolder
from pipeline.publish.web.remote import Entry
from tests.fakes import Killed


@dataclass
class Cutting:
    """A folder that is cut off at the n-th of its writes."""

    folder: LocalFolder
    left: int = 1_000_000
    writes: int = 0
    is_near: bool = True

    def _act(self) -> None:
        if self.left == 0:
            raise Killed
        self.left -= 1
        self.writes += 1

    def list(self, folder: str) -> Mapping[str, Entry]:
        return self.folder.list(folder)

    def read(self, path: str) -> bytes:
        return self.folder.read(path)

    def write(self, path: str, content: bytes) -> None:
        if self.left == 0:
            self.folder.write(path, content[: len(content) // 2])
        self._act()
        self.folder.write(path, content)

    def rename(self, path: str, target: str) -> None:
        self._act()
        self.folder.rename(path, target)

    def delete(self, path: str) -> None:
        self._act()
        self.folder.delete(path)

    def make_folder(self, path: str) -> None:
        self._act()
        self.folder.make_folder(path)

    def remove_folder(self, path: str) -> None:
        self._act()
        self.folder.remove_folder(path)


@dataclass
class Failing(Cutting):
    """A place from afar that says no at the n-th thing that it is asked, and from then on."""

    is_near: bool = False

    def _act(self) -> None:
        if self.left == 0:
            raise Full(Text("voll", "full"))
        self.left -= 1

    def list(self, folder: str) -> Mapping[str, Entry]:
        self._act()
        return self.folder.list(folder)

    def read(self, path: str) -> bytes:
        self._act()
        return self.folder.read(path)


PAGES = {
    "first": {"index.html": "a.html s.css", "a.html": "index.html gone.html", "gone.html": "a.html", "s.css": ""},
    "second": {"index.html": "a.html s.css new/b.html", "a.html": "index.html new/b.html", "new/b.html": "new/c.html",
               "new/c.html": "new/b.html a.html", "s.css": ""},
}  # fmt: skip


@cache
def _edition() -> Edition:
    from tests.ckan_cases import editions

    return editions().first


def _house(pages: Mapping[str, str]) -> Folder:
    folder = Folder(Path(mkdtemp()) / _edition().town)
    folder.publish(_edition())
    for path, links in pages.items():
        target = folder.public / path
        target.parent.mkdir(exist_ok=True)
        target.write_text("".join(f'<a href="/{link}">' for link in links.split()), "utf-8")
    return folder


def _web(folder: Folder, remote: Cutting) -> Web:
    return Web(remote, folder, Place("folder", "there", folder.internal / "copy.json", "house"), sleep=lambda _: None)


def _finish(folder: Folder, place: Path) -> None:
    """The next run; a lock in which nobody had noted who holds it yet counts as cut off after a quarter of an hour."""
    try:
        _web(folder, Cutting(LocalFolder(place))).publish(_edition())
    except OutsideWorldError:
        assert (place / ".roadmap/lock").is_dir()
        later = datetime.now(UTC) + STALE_AFTER
        told = Place("folder", "there", folder.internal / "copy.json", "house")
        Web(LocalFolder(place), folder, told, now=lambda: later).publish(_edition())


def _dead_links(place: Path) -> list[str]:
    """From what a reader can come to, beginning at home."""
    seen, dead, ahead = set[str](), list[str](), ["index.html"] if (place / "index.html").is_file() else []
    while ahead:
        path = ahead.pop()
        if path in seen:
            continue
        seen.add(path)
        if not (place / path).is_file():
            dead.append(path)
        elif path.endswith(".html"):
            ahead += (place / path).read_text("utf-8").replace('<a href="/', "").split('">')[:-1]
    return dead


def _shown(place: Path) -> dict[str, bytes]:
    files = (path for path in place.rglob("*") if path.is_file() and ".roadmap" not in path.parts)
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}


def _wanted(folder: Folder) -> dict[str, bytes]:
    return _shown(folder.public) | {
        f"current/{path.name}": path.read_bytes() for path in folder.current.iterdir() if path.is_file()
    }


def test_a_run_cut_off_at_any_write_shows_no_broken_link_and_is_finished_by_the_next(tmp_path: Path) -> None:
    first, second = (_house(PAGES[name]) for name in ("first", "second"))
    for start in ("nothing", "first"):
        number = 0
        while True:
            place = tmp_path / f"{start}-{number}"
            place.mkdir()
            if start == "first":
                _web(first, Cutting(LocalFolder(place))).publish(_edition())
            (second.internal / "copy.json").unlink(missing_ok=True)
            try:
                _web(second, Cutting(LocalFolder(place), left=number)).publish(_edition())
            except Killed:
                assert _dead_links(place) == []
            else:
                break
            _finish(second, place)
            assert _shown(place) == _wanted(second)
            number += 1
        assert number > len(PAGES["second"])


def test_a_place_that_says_no_at_anything_it_is_asked_shows_no_broken_link_and_the_next_run_finishes(
    tmp_path: Path,
) -> None:
    first, second = (_house(PAGES[name]) for name in ("first", "second"))
    for number in itertools.count():
        place = tmp_path / str(number)
        place.mkdir()
        _web(first, Cutting(LocalFolder(place))).publish(_edition())
        (second.internal / "copy.json").unlink(missing_ok=True)
        try:
            _web(second, Failing(LocalFolder(place), left=number)).publish(_edition())
        except Full:
            assert _dead_links(place) == []
            _finish(second, place)
            assert _shown(place) == _wanted(second)
        else:
            break
    assert number > 2 * len(PAGES["second"])


def test_the_same_twice_writes_nothing(tmp_path: Path) -> None:
    folder, remote = _house(PAGES["first"]), Cutting(LocalFolder(tmp_path))

    assert _web(folder, remote).publish(_edition()).changed
    before = remote.writes

    assert not _web(folder, remote).publish(_edition()).changed
    assert remote.writes == before


def test_a_foreign_file_in_the_way_stops_it_and_stays(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("foreign", "utf-8")

    with pytest.raises(OutsideWorldError, match=r"a\.html"):
        _web(_house(PAGES["first"]), Cutting(LocalFolder(tmp_path))).publish(_edition())

    assert _shown(tmp_path) == {"a.html": b"foreign"}


def test_what_is_not_public_and_what_links_lead_to_never_leaves_the_house(tmp_path: Path) -> None:
    folder = _house(PAGES["first"])
    (folder.internal / "secret.txt").write_text("secret", "utf-8")
    (folder.public / "leak.txt").symlink_to(folder.internal / "secret.txt")
    (folder.public / "leak").symlink_to(folder.internal)

    _web(folder, Cutting(LocalFolder(tmp_path))).publish(_edition())

    assert not any(b"secret" in content for content in _shown(tmp_path).values())
    assert not any("leak" in path or "internal" in path for path in _shown(tmp_path))


def test_a_ledger_that_is_lost_is_made_anew_of_what_is_there(tmp_path: Path) -> None:
    first, second = (_house(PAGES[name]) for name in ("first", "second"))
    _web(first, Cutting(LocalFolder(tmp_path))).publish(_edition())
    (second.internal / "copy.json").write_bytes((first.internal / "copy.json").read_bytes())
    (tmp_path / ".roadmap/ledger.json").write_text("{", "utf-8")

    _web(second, Cutting(LocalFolder(tmp_path))).publish(_edition())

    assert _shown(tmp_path) == _wanted(second)
