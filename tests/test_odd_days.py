"""A machine on a bad day: too little memory, a full disk, a clock that is wrong, files that are none; each is told."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.cli import INTERRUPTED, OUTSIDE, USAGE, main
from pipeline.loaded import load
from pipeline.model.errors import OutsideWorldError, WorkbookFault
from pipeline.prepare import read
from pipeline.readers import read_workbook
from pipeline.town.resources import read_resources
from tests.towns import copy_town, output_of, publish, town_of

ROOT = Path(__file__).parents[1]
ONE_MEGABYTE = 1 << 20


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return copy_town(tmp_path)


def _run(place: Path, *, before: Callable[[], None] = lambda: None, **environment: str) -> tuple[int, str]:
    """The command on the town, in a process of its own: how it ended, and what it said."""
    ended = subprocess.run(
        [sys.executable, "-m", "pipeline", "run"],
        cwd=place.parents[1],
        env=os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"} | environment,
        preexec_fn=before,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


# What is no file ################################################################################################


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path.name)


def _huge(path: Path) -> None:
    path.touch()
    os.truncate(path, 5_000_000_000)


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (os.mkfifo, "file-unknown-type"),
    "a folder": (Path.mkdir, "file-unknown-type"),
    "a socket": (_socket, "file-unknown-type"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "file-unknown-type"),
    "the null device": (lambda path: path.symlink_to("/dev/null"), "file-unknown-type"),
    "a link to nothing": (lambda path: path.symlink_to("nowhere.xlsx"), "file-missing"),
    "an empty file": (Path.touch, "file-empty"),
    "five gigabytes of nothing": (_huge, "file-too-large"),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_workbook_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    make, rule = ODD[kind]
    monkeypatch.chdir(tmp_path)  # a socket has a short name
    make(Path("roadmap.xlsx"))

    with pytest.raises(WorkbookFault) as caught:
        read_workbook(Path("roadmap.xlsx"))

    assert caught.value.rule == rule


def test_a_link_that_leads_in_a_circle_is_told_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "roadmap.xlsx").symlink_to("roadmap.xlsx")

    with pytest.raises(OutsideWorldError, match=r"roadmap\.xlsx: could not be read \(Too many levels"):
        read_workbook(tmp_path / "roadmap.xlsx")


@pytest.mark.parametrize(
    "make", [make for make, rule in ODD.values() if rule in ("file-unknown-type", "file-too-large")]
)
def test_a_run_ends_with_a_finding_and_what_is_published_stays(
    place: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object]
) -> None:
    publish(place)
    (place / "vorhaben.xlsx").unlink()
    monkeypatch.chdir(place)
    make(Path("vorhaben.xlsx"))

    outcome = publish(place)

    assert outcome.receipt is None
    editions = output_of(place) / "beispielstadt" / "public" / "editions"
    assert [path.name for path in editions.iterdir()] == ["2026-11-22"]
    publish_again_is_free(place)


def publish_again_is_free(place: Path) -> None:
    """No lock is left behind."""
    assert publish(place).receipt is None


def test_settings_in_a_pipe_are_no_file(place: Path) -> None:
    (place / "dataset.toml").unlink()
    os.mkfifo(place / "dataset.toml")

    code, told = _run(place)

    assert code == USAGE
    assert "dataset.toml: diese Datei gibt es nicht" in told


def test_a_workbook_that_changes_before_its_copy_is_made_stops_the_run(place: Path) -> None:
    town = town_of(place)
    found = read(town.workbooks, town, read_resources())
    with (place / "vorhaben.xlsx").open("ab") as stream:
        stream.write(b"more")

    with pytest.raises(OutsideWorldError, match=r"vorhaben\.xlsx changed while it was being read"):
        found.content_of(found.workbooks[0])


# The machine ####################################################################################################


def test_a_machine_with_little_memory_may_read_all_the_same(place: Path) -> None:
    publish(place)

    code, told = _run(place, before=_limit(resource.RLIMIT_AS, 900 * ONE_MEGABYTE))

    assert "beschädigt" not in told
    assert code == 0, told


def test_too_little_memory_is_told_as_that_and_no_file_is_blamed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(place)
    monkeypatch.setattr("pipeline.readers.spreadsheet.allowed_memory", lambda _: 1)
    monkeypatch.setattr("pipeline.readers.spreadsheet.sys.executable", "/bin/false")

    with pytest.raises(OutsideWorldError) as caught:
        publish(place)

    assert caught.value.message.de.startswith("zu wenig Arbeitsspeicher")


def test_a_child_that_the_system_killed_lacked_memory(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed = place / "killed"
    killed.write_text("#!/bin/sh\nkill -9 $$\n", "utf-8")
    killed.chmod(0o755)
    monkeypatch.setattr("pipeline.readers.spreadsheet.sys.executable", str(killed))

    with pytest.raises(OutsideWorldError, match="too little memory"):
        publish(place)


def test_limits_that_forbid_reading_the_last_edition_do_not_call_it_damaged(place: Path) -> None:
    publish(place)
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[limits]\nmax_cells = 1\n", "utf-8")

    with pytest.raises(OutsideWorldError) as caught:
        publish(place)

    assert "roadmap.xlsx: ist unversehrt und ließ sich doch nicht lesen (Datei ist zu groß)" in caught.value.message.de


@pytest.mark.parametrize("size", [0, 4_096, 40_960])
def test_a_disk_that_takes_no_more_is_told_and_nothing_is_half_done(place: Path, size: int) -> None:
    code, told = _run(place, before=_limit(resource.RLIMIT_FSIZE, size))

    assert code == OUTSIDE
    assert "Traceback" not in told
    assert "zu groß" in told
    assert not (output_of(place) / "beispielstadt" / "public" / "current").exists()
    assert _run(place)[0] == 0


def test_a_full_folder_for_temporary_files_is_named(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place.parents[1])
    monkeypatch.setattr("tempfile.tempdir", str(place))
    monkeypatch.setattr("pipeline.readers.spreadsheet.TemporaryFile", _full)

    with pytest.raises(SystemExit) as ended:
        main(["run"])

    assert ended.value.code == OUTSIDE
    assert f"kein Platz mehr auf dem Datenträger (Zwischendateien liegen in {place}, TMPDIR)" in capsys.readouterr().err


def _full() -> None:
    raise OSError(28, "No space left on device")


def test_a_standard_output_that_is_full_is_told(place: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "pipeline", "check", str(place / "vorhaben.xlsx")],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert ended.returncode == OUTSIDE
    assert "kein Platz mehr auf dem Datenträger" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_terminal_without_umlauts_shows_question_marks(place: Path) -> None:
    code, told = _run(place, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")

    assert code == 0
    assert "Spalte ?Bereich(e)?" in told


@pytest.fixture
def can_be_interrupted() -> Iterator[None]:
    """Ctrl-C works, also where the tests run in the background of a shell, which has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("can_be_interrupted")
def test_whoever_breaks_a_run_off_reads_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("pipeline.cli.run.find_settings", broken_off)

    with pytest.raises(SystemExit) as ended:
        main(["run"])

    assert ended.value.code == INTERRUPTED == 130


def test_no_memory_left_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hungry(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("pipeline.cli.run.find_settings", hungry)

    with pytest.raises(SystemExit) as ended:
        main(["run", "--lang", "en"])

    assert ended.value.code == OUTSIDE
    assert capsys.readouterr().err.startswith("roadmap: too little memory")


@pytest.mark.parametrize(("moment", "code"), [("0", 1), ("-1000000000", 1), ("253402300799", USAGE), ("soon", USAGE)])
def test_a_clock_that_is_wrong_ends_no_run_with_a_traceback(place: Path, moment: str, code: int) -> None:
    ended, told = _run(place, SOURCE_DATE_EPOCH=moment, TZ="Nowhere/Odd")

    assert ended == code, told
    assert "Traceback" not in told


@pytest.mark.parametrize("name", ["roadmap.nt", "edition.json", "projects.csv"])
def test_a_damaged_file_of_an_edition_is_named_and_not_loaded(place: Path, name: str) -> None:
    publish(place)
    output = output_of(place)
    (file,) = (output / "beispielstadt" / "public" / "current").rglob(name)
    file.write_bytes(file.read_bytes()[:-20])

    with pytest.raises(OutsideWorldError, match=name):
        load("beispielstadt", output=output)


def _limit(kind: int, size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(kind, (size, resource.getrlimit(kind)[1]))
