"""What lies in an inbox: only what is whole is taken, nothing is missed, and nothing that people put there is lost."""

from __future__ import annotations

import errno
import os
import random
import unicodedata
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.inbox import Scan, Taken, install, lay, scan, settled, sort_name, take
from pipeline.inbox.scan import digest_of_file
from pipeline.model.edition import Distribution
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text
from tests.slow_writer import SlowWriter

NOON = datetime(2026, 11, 29, 12, 0)
DROPS = int(os.environ.get("INBOX_DROPS", "40"))
REPORT = Distribution("pruefbericht.html", "text/html", b"<p>", Text("Prüfbericht", "Report"))


def _twice(folder: Path) -> Scan:
    return scan(folder, scan(folder))


def _taken(folder: Path, name: str = "roadmap.xlsx", content: bytes = b"whole") -> Taken:
    inbox = folder / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / name).write_bytes(content)
    before = scan(inbox)
    entry = next(entry for entry in settled(before, scan(inbox, before)) if entry.name == name)
    taken = take(entry, folder / "drops")
    assert taken is not None
    return taken


def test_what_slow_writers_drop_is_taken_whole_and_within_two_looks_after_it_settled(tmp_path: Path) -> None:
    inbox, drops = tmp_path / "inbox", tmp_path / "drops"
    inbox.mkdir()
    writer = SlowWriter(inbox, random.Random(7))
    before, looks, taken = Scan(), [0], dict[str, dict[str, int]]()

    def look() -> None:
        nonlocal before
        now = scan(inbox, before)
        for entry in settled(before, now):
            if (copy := take(entry, drops)) is not None:
                assert copy.snapshot.read_bytes() in writer.whole
                taken.setdefault(entry.name, {}).setdefault(copy.sha256, len(looks))
        before = now
        looks.append(writer.clock)

    for step in writer.play(DROPS):
        if step % 3 == 0:
            look()
    for _ in range(3):
        look()

    for name, (content, since) in writer.due.items():
        copies = {(drops / digest / name).read_bytes(): look for digest, look in taken[name].items()}
        assert content in copies, name
        settled_at = next(number for number, clock in enumerate(looks) if clock >= since and number)
        assert copies[content] <= settled_at + 2, name


def test_a_file_that_is_written_to_between_the_look_and_the_copy_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "roadmap.xlsx").write_bytes(b"first")
    before = scan(tmp_path)
    (entry,) = settled(before, scan(tmp_path, before))
    (tmp_path / "roadmap.xlsx").write_bytes(b"second")

    assert take(entry, tmp_path / "drops") is None
    assert [*(tmp_path / "drops").rglob("*")] == []


def test_what_a_program_has_open_waits(tmp_path: Path) -> None:
    path = tmp_path / "roadmap.xlsx"
    path.write_bytes(b"x")
    before = scan(tmp_path)
    with path.open("rb"):
        now = scan(tmp_path, before)
        assert settled(before, now) == ()
    before = now

    assert len(settled(before, scan(tmp_path, before))) == 1


@pytest.mark.parametrize("lock", ["~$roadmap.xlsx", "~$admap.xlsx", ".~lock.roadmap.xlsx#"])
def test_what_an_office_program_has_open_elsewhere_waits_unless_the_lock_is_of_yesterday(
    lock: str, tmp_path: Path
) -> None:
    (tmp_path / "roadmap.xlsx").write_bytes(b"x")
    (tmp_path / lock).write_bytes(b"lock")
    before = _twice(tmp_path)
    assert settled(before, scan(tmp_path, before)) == ()

    os.utime(tmp_path / lock, (1_600_000_000, 1_600_000_000))

    assert [entry.name for entry in settled(before, scan(tmp_path, before))] == ["roadmap.xlsx"]


@pytest.mark.parametrize(
    "name",
    [
        *("~$roadmap.xlsx", ".~lock.roadmap.xlsx#", "roadmap.xlsx.part", "roadmap.xlsx.crdownload", "roadmap.xlsx~"),
        *(".roadmap.xlsx.Ab12Cd", "roadmap.xlsx.filepart", "roadmap.xlsx.~1a2b", "._roadmap.xlsx", ".DS_Store"),
        *("Thumbs.db", "desktop.ini", "~WRL0001.tmp", ".sync_1a2b.db", "roadmap.xlsx.tmp"),
    ],
)
def test_what_programs_leave_for_a_while_is_passed_over(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")
    (tmp_path / "angenommen").mkdir()

    assert _twice(tmp_path) == Scan()


def test_what_is_no_file_is_named_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "link.xlsx").symlink_to("/dev/zero")

    assert _twice(tmp_path).strange == ("link.xlsx", "pipe.xlsx")


def test_a_share_that_is_not_there_is_not_empty(tmp_path: Path) -> None:
    with pytest.raises(OutsideWorldError, match="eingang"):
        scan(tmp_path / "eingang")


def test_one_name_in_two_spellings_of_unicode_is_one_name(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "Übersicht Straße.xlsx")).write_bytes(b"x")

    (entry,) = _twice(tmp_path).entries

    assert entry.name == unicodedata.normalize("NFC", entry.name)
    assert sort_name(entry.name, ["Übersicht Straße.xlsx"], ["*.xlsx"]).kind == "update"


@pytest.mark.parametrize(
    ("name", "kind", "meant"),
    [
        ("roadmap.xlsx", "update", "roadmap.xlsx"),
        ("Roadmap.XLSX", "update", "roadmap.xlsx"),
        ("roadmap.geprueft.xlsx", "update", "roadmap.xlsx"),
        ("roadmap.geprueft (1).xlsx", "update", "roadmap.xlsx"),
        *(
            (name, "ask", "roadmap.xlsx")
            for name in (
                *("roadmap (1).xlsx", "Kopie von roadmap.xlsx", "roadmap - Kopie.xlsx", "Copy of roadmap.xlsx"),
                *("roadmap_neu.xlsx", "roadmap final v2.xlsx", "roadmap-2026-11.xlsx", "roadmap.xls", "roadmap.ods"),
                *("roadmap (conflicted copy 2026-11-29).xlsx", "roadmap-PC42.xlsx", "roadmpa.xlsx", "roadmap.pdf"),
            )
        ),
        ("roadmap.umlauf.xlsx", "update", "roadmap.xlsx"),
        ("plan.csv.geprueft.xlsx", "ask", ""),
        ("Kennzahlen.xlsx", "new", ""),
        ("Kennzahlen (1).xlsx", "ask", ""),
        ("brief.docx", "ask", ""),
    ],
)
def test_a_name_says_what_is_meant_or_is_asked_about(name: str, kind: str, meant: str) -> None:
    named = sort_name(name, ["roadmap.xlsx", "Ziele.xlsx"], ["*.xlsx"])

    assert named.kind == kind
    assert (named.name if kind == "update" else named.like) == meant


def test_what_is_put_away_lies_beside_its_report_and_is_gone_from_the_inbox(tmp_path: Path) -> None:
    taken = _taken(tmp_path)

    folder = lay(taken, tmp_path / "inbox", "abgelehnt", NOON, [REPORT])

    assert sorted(path.name for path in folder.iterdir()) == ["pruefbericht.html", "roadmap.xlsx"]
    assert not taken.path.exists()
    assert lay(taken, tmp_path / "inbox", "abgelehnt", NOON, [REPORT]) == folder  # again, as after a crash


def test_what_was_replaced_before_it_was_put_away_stays_in_the_inbox(tmp_path: Path) -> None:
    taken = _taken(tmp_path)
    taken.path.write_bytes(b"newer")

    folder = lay(taken, tmp_path / "inbox", "angenommen", NOON, [])

    assert (folder / "roadmap.xlsx").read_bytes() == b"whole"
    assert taken.path.read_bytes() == b"newer"


def test_what_is_installed_is_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    target = tmp_path / "roadmap.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o664)

    install(_taken(tmp_path).snapshot, target)

    assert target.read_bytes() == b"whole"
    assert target.stat().st_mode & 0o777 == 0o664


def test_nothing_is_installed_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "roadmap.xlsx").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OutsideWorldError, match="ordinary"):
        install(_taken(tmp_path).snapshot, tmp_path / "roadmap.xlsx")


def _fails_at(number: int, patch: pytest.MonkeyPatch) -> list[str]:
    """The operation of that number fails as on a full disk; tells which there were."""
    acts: list[str] = []

    def failing(name: str, act: Callable[..., object]) -> Callable[..., object]:
        def done(*given: object, **options: object) -> object:
            acts.append(name)
            if len(acts) == number:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(given[0]))
            return act(*given, **options)

        return done

    for name in ("rename", "replace", "unlink", "hardlink_to", "mkdir", "chmod"):
        patch.setattr(Path, name, failing(name, getattr(Path, name)))
    patch.setattr(os, "fsync", failing("fsync", os.fsync))
    return acts


@pytest.mark.parametrize("replaced", [False, True])
def test_whatever_fails_on_the_way_nothing_is_lost_and_again_comes_to_the_same(replaced: bool, tmp_path: Path) -> None:
    number = 0
    while True:
        number += 1
        place = tmp_path / str(number)
        place.mkdir()
        (place / "inbox").mkdir()
        (place / "inbox" / "roadmap.xlsx").write_bytes(b"whole")
        before = scan(place / "inbox")
        (entry,) = settled(before, scan(place / "inbox", before))
        with pytest.MonkeyPatch.context() as patch:
            acts = _fails_at(number, patch)
            try:
                taken = take(entry, place / "drops")
                assert taken is not None
                if replaced:
                    entry.path.write_bytes(b"newer")
                lay(taken, place / "inbox", "angenommen", NOON, [REPORT])
                install(taken.snapshot, place / "roadmap.xlsx")
            except OutsideWorldError as error:
                assert "Datenträger" in error.message.de
        kept = [path for path in place.rglob("*") if path.is_file()]
        assert any(digest_of_file(path) == entry.sha256 for path in kept)
        snapshot = place / "drops" / entry.sha256 / "roadmap.xlsx"
        assert snapshot.is_file() or take(entry, place / "drops")
        taken = Taken(snapshot, entry.sha256, entry.size, entry.path)
        lay(taken, place / "inbox", "angenommen", NOON, [REPORT])
        install(taken.snapshot, place / "roadmap.xlsx")
        left = [path.read_bytes() for path in (place / "inbox").iterdir() if path.is_file()]
        assert left in ([], [b"newer"])
        assert (place / "roadmap.xlsx").read_bytes() == b"whole"
        if len(acts) < number:
            return


def test_ten_thousand_looks_take_no_more_memory_than_ten(tmp_path: Path) -> None:
    import tracemalloc

    for number in range(3):
        (tmp_path / f"{number}.xlsx").write_bytes(b"x")
    before = _twice(tmp_path)
    tracemalloc.start()
    try:
        for _ in range(10):
            before = scan(tmp_path, before)
        early = tracemalloc.get_traced_memory()[0]
        for _ in range(500):
            before = scan(tmp_path, before)
        assert tracemalloc.get_traced_memory()[0] < early + 100_000
    finally:
        tracemalloc.stop()
