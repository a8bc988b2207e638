"""What goes from the inbox and comes back into it: laid whole, cleared only if it is what was taken, installed in one
step; and nothing lost or doubled wherever a disk fails.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.inbox import Entry, Taken, clear, install, lay, scan, settled, take
from pipeline.model.edition import Distribution
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import NOTHING

NOON = datetime(2026, 11, 29, 12, 0)
REPORT = Distribution("pruefbericht.html", "text/html", b"<p>", NOTHING)
PLACE = "angenommen/roadmap 2026-11-29 12.00.00"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def _entry(inbox: Path, content: bytes = b"whole") -> Entry:
    (inbox / "roadmap.xlsx").write_bytes(content)
    before = scan(inbox)
    return next(entry for entry in settled(before, scan(inbox, before)) if entry.name == "roadmap.xlsx")


def _taken(inbox: Path, content: bytes = b"whole") -> Taken:
    taken = take(_entry(inbox, content), inbox.parent / "drops")
    assert taken is not None
    return taken


def _all(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_what_is_put_away_lies_beside_its_report_and_is_gone_from_the_inbox(inbox: Path) -> None:
    taken = _taken(inbox)

    for _ in range(2):  # again, as after a crash
        assert lay(taken, inbox, "angenommen", NOON, [REPORT]) == inbox / PLACE
        assert clear(taken)

    assert _all(inbox) == [f"{PLACE}/pruefbericht.html", f"{PLACE}/roadmap.xlsx"]


def test_two_files_of_the_same_second_lie_apart(inbox: Path) -> None:
    lay(_taken(inbox), inbox, "abgelehnt", NOON, [REPORT])

    second = lay(_taken(inbox, b"another"), inbox, "abgelehnt", NOON, [REPORT])

    assert second.name == "roadmap 2026-11-29 12.00.00 (2)"


def test_files_of_one_name_but_for_capitals_lie_apart(inbox: Path) -> None:
    lay(_taken(inbox), inbox, "abgelehnt", NOON, [REPORT, replace(REPORT, name="Roadmap.xlsx")])

    assert "abgelehnt/roadmap 2026-11-29 12.00.00/Roadmap (2).xlsx" in _all(inbox)


def test_what_was_replaced_before_it_was_put_away_stays_in_the_inbox(inbox: Path) -> None:
    taken = _taken(inbox)
    taken.path.write_bytes(b"newer")

    folder = lay(taken, inbox, "angenommen", NOON, [])

    assert clear(taken)
    assert (folder / "roadmap.xlsx").read_bytes() == b"whole"
    assert taken.path.read_bytes() == b"newer"


def test_what_somebody_writes_to_is_not_taken_away_under_their_hands(inbox: Path) -> None:
    taken = _taken(inbox)

    with taken.path.open("r+b"):
        assert not clear(taken)
    assert _all(inbox) == ["roadmap.xlsx"]
    with taken.path.open("rb"):  # who only reads it loses nothing
        assert clear(taken)
    assert _all(inbox) == []


def test_what_a_killed_start_moved_aside_comes_back_over_nothing(inbox: Path) -> None:
    taken = _taken(inbox)
    (inbox / f".{taken.sha256[:16]}.0123abcd.unfinished").write_bytes(b"newer")
    (inbox / "roadmap.xlsx").write_bytes(b"newest")

    clear(taken)

    assert {(inbox / name).read_bytes() for name in ("roadmap.xlsx", "roadmap (2).xlsx")} == {b"newer", b"newest"}


def test_what_is_installed_is_whole_and_keeps_its_rights(inbox: Path) -> None:
    target = inbox.parent / "roadmap.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o664)

    install(_taken(inbox).snapshot, target)

    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"whole", 0o664)


def test_nothing_is_installed_through_a_link(inbox: Path) -> None:
    target = inbox.parent / "roadmap.xlsx"
    target.symlink_to(inbox.parent / "elsewhere")

    with pytest.raises(OutsideWorldError, match="ordinary"):
        install(_taken(inbox).snapshot, target)


ACTS = ("open", "fsync", "rename", "replace", "mkdir", "rmdir", "link", "unlink", "chmod", "chown", "lstat", "scandir")
CODES = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.ESTALE, errno.EINTR)


class _Disk:
    """Fails at its N-th act: once, or from then on."""

    def __init__(self, patch: pytest.MonkeyPatch, nth: int, code: int, *, goes_on: bool) -> None:
        self.done, self.nth, self.code, self.goes_on = 0, nth, code, goes_on
        for name in ACTS:
            patch.setattr(os, name, self._guarded(getattr(os, name)))
        # Files are opened for writing by ``io``, not by ``os``.
        patch.setattr(Path, "open", self._guarded(Path.open))

    def _guarded(self, act: Callable[..., object]) -> Callable[..., object]:
        def guarded(*args: object, **named: object) -> object:
            self.done += 1
            if self.done == self.nth or (self.goes_on and self.done > self.nth):
                raise OSError(self.code, os.strerror(self.code))
            return act(*args, **named)

        return guarded


def _through(inbox: Path, entry: Entry, *, replaced: bool) -> None:
    """All that becomes of a file; what was taken before is known by its snapshot."""
    before = scan(inbox)
    settled(before, scan(inbox, before))
    snapshot = inbox.parent / "drops" / entry.sha256 / entry.name
    taken = take(entry, inbox.parent / "drops") or Taken(snapshot, entry.sha256, entry.size, entry.path)
    if replaced and not (inbox.parent / "was replaced").exists():
        for path, content in ((entry.path, b"newer"), (inbox.parent / "was replaced", b"")):
            with open(path, "wb") as stream:  # noqa: PTH123  # by somebody whose disk works
                stream.write(content)
    lay(taken, inbox, "angenommen", NOON, [REPORT])
    clear(taken)
    install(taken.snapshot, inbox.parent / "roadmap.xlsx")


@pytest.mark.parametrize(
    ("code", "replaced", "goes_on"),
    [
        *((code, False, False) for code in CODES),
        (CODES[0], True, False),
        (CODES[1], False, True),
        (CODES[3], True, True),
    ],
)
def test_a_disk_that_fails_at_any_act_loses_and_doubles_nothing_and_the_next_look_ends_it(
    code: int, replaced: bool, goes_on: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    for nth in range(1, 200):
        inbox = tmp_path / f"{nth}" / "inbox"
        inbox.mkdir(parents=True)
        entry = _entry(inbox)
        with pytest.MonkeyPatch.context() as patch:
            disk = _Disk(patch, nth, code, goes_on=goes_on)
            try:
                _through(inbox, entry, replaced=replaced)
            except OutsideWorldError as error:
                assert str(tmp_path) in error.message.de
        kept = [path.read_bytes() for path in inbox.parent.rglob("*") if path.is_file()]
        assert b"whole" in kept
        _through(inbox, entry, replaced=replaced)
        assert [each for each in _all(inbox.parent) if each != "was replaced"] == sorted(
            [
                f"drops/{entry.sha256}/roadmap.xlsx",
                *(f"inbox/{PLACE}/{name}" for name in ("pruefbericht.html", "roadmap.xlsx")),
                *(["inbox/roadmap.xlsx"] if replaced else []),
                "roadmap.xlsx",
            ]
        )
        assert (inbox.parent / "roadmap.xlsx").read_bytes() == b"whole"
        assert not replaced or (inbox / "roadmap.xlsx").read_bytes() == b"newer"
        if disk.done < nth:
            return
    pytest.fail("there are more acts than were tried")
