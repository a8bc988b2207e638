"""What lies in an inbox: only what is whole is taken, nothing is missed, and whatever cannot be taken is told."""

from __future__ import annotations

import errno
import os
import socket
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.inbox import Entry, Scan, scan, settled, sort_name, take
from pipeline.model.errors import OutsideWorldError

DAY_S = 24 * 3600


def _twice(folder: Path) -> Scan:
    return scan(folder, scan(folder))


def _ready(folder: Path) -> tuple[Entry, ...]:
    before = scan(folder)
    return settled(before, scan(folder, before))


def _told(found: Scan) -> dict[str, str]:
    return {remark.name: remark.why.de for remark in found.remarks}


def test_a_file_that_two_looks_found_alike_has_settled(tmp_path: Path) -> None:
    (tmp_path / "roadmap.xlsx").write_bytes(b"content")
    first = scan(tmp_path)

    assert settled(Scan(), first) == ()
    assert [entry.name for entry in settled(first, scan(tmp_path, first))] == ["roadmap.xlsx"]


def test_other_bytes_of_the_same_size_and_time_have_not_settled(tmp_path: Path) -> None:
    path = tmp_path / "roadmap.xlsx"
    path.write_bytes(b"content")
    first, seen = scan(tmp_path), path.stat()
    path.write_bytes(b"CONTENT")
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))

    assert settled(first, scan(tmp_path, first)) == ()


def test_what_two_looks_found_alike_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "roadmap.xlsx").write_bytes(b"content")
    second = _twice(tmp_path)
    monkeypatch.setattr("os.open", lambda *_: pytest.fail("read"))

    assert scan(tmp_path, second) == second


def test_a_file_that_is_written_to_between_the_look_and_the_copy_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "roadmap.xlsx").write_bytes(b"first")
    (entry,) = _ready(tmp_path)
    (tmp_path / "roadmap.xlsx").write_bytes(b"second")

    assert take(entry, tmp_path / "drops") is None
    assert take(replace(entry, path=tmp_path / "gone.xlsx"), tmp_path / "drops") is None
    assert [*(tmp_path / "drops").rglob("*")] == []


def test_a_link_or_an_open_file_in_the_place_of_what_was_seen_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "roadmap.xlsx"
    path.write_bytes(b"content")
    (entry,) = _ready(tmp_path)

    with path.open("ab"):
        assert take(entry, tmp_path / "drops") is None
    path.rename(tmp_path / "other.xlsx")
    path.symlink_to(tmp_path / "other.xlsx")
    assert take(entry, tmp_path / "drops") is None


@pytest.mark.parametrize("mode", ["rb", "ab", "r+b"])
def test_what_a_program_has_open_waits_and_is_told_after_a_day(mode: str, tmp_path: Path) -> None:
    path = tmp_path / "roadmap.xlsx"
    path.write_bytes(b"x")
    before = scan(tmp_path)
    with path.open(mode):
        now = scan(tmp_path, before)
        assert settled(before, now) == ()
        assert [(remark.name, remark.after) for remark in now.remarks] == [("roadmap.xlsx", timedelta(days=1))]
    before = scan(tmp_path, now)

    assert len(settled(before, scan(tmp_path, before))) == 1


def test_where_a_file_system_lends_no_file_the_open_ones_of_all_programs_are_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "roadmap.xlsx"
    path.write_bytes(b"x")
    monkeypatch.setattr("fcntl.fcntl", _refuse(errno.EINVAL))
    monkeypatch.setattr("os.getpid", lambda: 0)  # our own descriptors count as those of another
    monkeypatch.setattr("pipeline.inbox.opened.open_for_reading", lambda *_: pytest.fail("not here"))

    with path.open("ab"):
        assert _ready(tmp_path) == ()


def test_a_network_drive_that_lends_nothing_holds_up_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "roadmap.xlsx").write_bytes(b"x")
    monkeypatch.setattr("fcntl.fcntl", _refuse(errno.EAGAIN))
    assert _ready(tmp_path) == ()  # on a disk of this machine, somebody has it open

    monkeypatch.setattr("pipeline.inbox.opened._LOCAL", frozenset())

    assert [entry.name for entry in _ready(tmp_path)] == ["roadmap.xlsx"]


def _refuse(code: int) -> Callable[..., object]:
    def refuse(*_: object) -> object:
        raise OSError(code, os.strerror(code))

    return refuse


LOCKS = [
    ("roadmap.xlsx", "~$roadmap.xlsx"),
    ("roadmap.xlsx", "~$admap.xlsx"),
    ("Roadmap.xlsx", "~$oadmap.xlsx"),
    ("plan.docx", "~$plan.docx"),
    ("roadmap.xlsx", ".~lock.roadmap.xlsx#"),
    ("Ämter.ods", ".~lock.A\u0308mter.ods#"),
]


@pytest.mark.parametrize(("name", "lock"), LOCKS)
def test_what_an_office_program_has_open_elsewhere_waits_for_a_day_at_most(
    name: str, lock: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(b"x")
    (tmp_path / lock).write_bytes(b"lock")
    assert _ready(tmp_path) == ()

    for moment in (-DAY_S - 60, DAY_S + 60):  # a clock that was wrong blocks nothing, either
        at = (tmp_path / name).stat().st_mtime + moment
        os.utime(tmp_path / lock, (at, at))

        assert [entry.name for entry in _ready(tmp_path)] == [name]
        assert "gilt als geschlossen" in _told(scan(tmp_path))[name]


def test_the_lock_of_one_file_holds_up_no_other(tmp_path: Path) -> None:
    for name in ("plan.xlsx", "roadmap.xlsx", "~$roadmap.xlsx"):
        (tmp_path / name).write_bytes(b"x")

    assert [entry.name for entry in _ready(tmp_path)] == ["plan.xlsx"]


@pytest.mark.parametrize(
    "name",
    [
        *("~$roadmap.xlsx", ".~lock.roadmap.xlsx#", "roadmap.xlsx~", "~WRL0001.tmp", "~WRD0000.tmp", "1A2B3C00"),
        *(".roadmap.xlsx.Ab12Cd", "roadmap.xlsx.~1a2b", ".roadmap.xlsx.~1a2b", ".sync_1a2b.db", "._sync_1a2b.db-wal"),
        *(".nextcloudsync.log", ".owncloudsync.log", "roadmap.owncloudsync.log", ".owncloudsync.log.1"),
        *("._roadmap.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini", "roadmap.xlsx.sb-1a2b3c4d-Ab12Cd", "Icon\r"),
        *(".nfs0000000001", ".fuse_hidden000001", ".stignore", ".directory", ".roadmap.xlsx.swp", "lu123abc.tmp"),
    ],
)
def test_what_programs_leave_for_a_while_is_passed_over(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")
    for folder in ("angenommen", "abgelehnt", "@eaDir", "#recycle", ".Trash-1000"):
        (tmp_path / folder).mkdir()

    assert _twice(tmp_path) == Scan()


@pytest.mark.parametrize("ending", ["part", "crdownload", "filepart", "download", "partial"])
def test_what_never_arrives_as_a_whole_is_told_after_a_day(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"roadmap.xlsx.{ending}").write_bytes(b"x")

    (remark,) = _twice(tmp_path).remarks

    assert (remark.name, remark.after) == (f"roadmap.xlsx.{ending}", timedelta(days=1))


@pytest.mark.parametrize("name", [".roadmap.xlsx", "roadmap.xlsx.bak", "20261129", "~roadmap.xlsx", "lock.xlsx"])
def test_what_is_known_of_no_program_is_not_passed_over(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")

    assert [entry.name for entry in _ready(tmp_path)] == [name]


def test_what_is_no_file_is_told_and_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Ordner").mkdir()
    (tmp_path / "link.xlsx").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.xlsx")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.xlsx")

        found = _twice(tmp_path)

    assert found.entries == ()
    assert [(name, why.split(".")[0]) for name, why in _told(found).items()] == [
        ("Ordner", "Das ist ein Ordner"),
        ("link.xlsx", "Das ist ein Verweis auf etwas anderes"),
        ("pipe.xlsx", "Das ist keine Datei"),
        ("socket.xlsx", "Das ist keine Datei"),
    ]


def test_a_file_beyond_the_limit_is_told_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "roadmap.xlsx").write_bytes(b"x" * 3_000_000)

    found = scan(tmp_path, max_bytes=2_000_000)

    assert (found.entries, "3 MB; bis 2 MB" in _told(found)["roadmap.xlsx"]) == ((), True)


@pytest.mark.parametrize("name", [b"ma\xdfnahmen.xlsx", b"a\nb.xlsx", "road\u202expam.xlsx".encode(), b"\x1b[2J.xlsx"])
def test_a_name_that_nobody_can_see_is_told(name: bytes, tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"x")

    found = _twice(tmp_path)

    assert (found.entries, len(found.remarks)) == ((), 1)
    assert "\ufffd" in found.remarks[0].name
    found.remarks[0].name.encode()


def test_a_name_too_long_for_what_is_laid_beside_it_is_told(tmp_path: Path) -> None:
    (tmp_path / ("ä" * 100 + ".xlsx")).write_bytes(b"x")

    assert ["zu lang" in why for why in _told(_twice(tmp_path)).values()] == [True]


def test_an_empty_file_waits_and_is_told_after_a_while(tmp_path: Path) -> None:
    (tmp_path / "roadmap.xlsx").touch()

    assert _ready(tmp_path) == ()
    assert [remark.after for remark in _twice(tmp_path).remarks] == [timedelta(minutes=30)]


@pytest.mark.parametrize(
    ("code", "is_told"), [(errno.EACCES, True), (errno.EIO, True), (errno.ESTALE, True), (errno.EBUSY, False)]
)
def test_a_file_that_cannot_be_read_is_told_and_holds_up_no_other(
    code: int, is_told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("plan.xlsx", "roadmap.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    real = os.open

    def opened(path: object, *given: int) -> int:
        if "roadmap" in str(path):
            raise OSError(code, os.strerror(code))
        return real(str(path), *given)

    monkeypatch.setattr("os.open", opened)

    found = _twice(tmp_path)

    assert [entry.name for entry in settled(found, found)] == ["plan.xlsx"]
    assert ("lässt sich nicht lesen" in _told(found)["roadmap.xlsx"]) is is_told


def test_a_share_that_is_not_there_is_not_empty(tmp_path: Path) -> None:
    with pytest.raises(OutsideWorldError, match="cannot be reached"):
        scan(tmp_path / "eingang")


def test_one_name_in_two_spellings_of_unicode_is_one_name(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "Übersicht Straße.xlsx")).write_bytes(b"x")

    (entry,) = _twice(tmp_path).entries

    assert entry.name == unicodedata.normalize("NFC", entry.name)
    assert sort_name(entry.name, ["Übersicht Straße.xlsx"], ["*.xlsx"]).kind == "update"
