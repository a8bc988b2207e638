"""A town's output folder with small editions: which edition counts, what is finished, cleared away and left alone."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread, Timer

import pytest

from pipeline.model.edition import Receipt
from pipeline.model.errors import OutsideWorldError
from pipeline.publish.amend import Amendment
from pipeline.publish.folder import Folder
from pipeline.publish.halves import (
    fault_of,
    finish_halves,
    named_in,
    read_shown,
    switch,
    version_order,
    write_halves,
)
from pipeline.publish.held import Halves
from pipeline.publish.lock import lock, share
from tests.small_editions import FIRST, LATER, REPORT, TABLE, TOWN, copy_edition, every_file, make_edition, make_folder


def _run(folder: Folder) -> None:
    """A run that publishes nothing."""
    with folder.locked():
        pass


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _message(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(OutsideWorldError) as caught:
        act()
    return caught.value.message.de, caught.value.message.en


# Names ###############################################################################################################


def test_editions_of_a_day_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    names = ["2026-11-22.10", "2026-11-22.9", "2026-11-22", "2026-11-22.2", "2025-12-31.11", "2026-11-23"]
    for name in (*names, "2026-11-22 (Kopie)", "x2026-11-22", "2026-11-2", "²026-11-22", "2026-11-22."):
        (tmp_path / name).mkdir()

    expected = ["2025-12-31.11", "2026-11-22", "2026-11-22.2", "2026-11-22.9", "2026-11-22.10", "2026-11-23"]
    assert named_in(tmp_path, tmp_path / "gone") == expected
    assert version_order("2026-11-22") == ("2026-11-22", 1)
    assert version_order("2026-11-22.7") == ("2026-11-22", 7)


def test_all_has_its_place(tmp_path: Path) -> None:
    folder = Folder(tmp_path)

    assert folder.current == tmp_path / "public" / "current"
    assert folder.report == tmp_path / "internal" / "report"
    assert folder.halves(FIRST) == (
        tmp_path / "public" / "editions" / FIRST,
        tmp_path / "internal" / "editions" / FIRST,
    )


# Publishing ##########################################################################################################


def test_an_edition_lies_in_two_halves_and_is_current(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "output" / TOWN)

    with folder.locked():
        receipt = folder.publish(make_edition())

    public, internal = folder.halves(FIRST)
    assert receipt == Receipt("folder", str(public), changed=True)
    assert (_names(public), _names(internal)) == (["edition.json", "projects.csv"], ["edition.json", "report.html"])
    assert folder.current.readlink() == Path("editions") / FIRST
    assert _names(folder.public) == ["current", "editions"]
    assert folder.read_edition() == folder.read_edition(FIRST) == make_edition()
    assert folder.read_file("projects.csv") == TABLE.content


def test_the_account_of_a_server_reads_nothing_of_what_stays_in_the_house(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)

    assert folder.internal.stat().st_mode & 0o007 == 0
    assert folder.public.stat().st_mode & 0o005 == 0o005
    assert folder.halves(FIRST).public.stat().st_mode & 0o777 == 0o755


def test_the_same_content_changes_nothing(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)
    again = replace(make_edition(LATER), digest=make_edition().digest)

    assert folder.publish(again) == Receipt("folder", str(folder.editions / FIRST), changed=False)
    assert folder.versions() == [FIRST]


def test_another_content_becomes_the_current_edition(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST, LATER)

    assert folder.versions() == [FIRST, LATER]
    assert folder.read_edition() == make_edition(LATER)
    assert folder.read_edition(FIRST) == make_edition(FIRST)
    manifest = folder.manifest()
    assert manifest is not None
    assert manifest["version"] == LATER


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("put", [Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")])
def test_what_has_the_name_of_an_edition_is_never_written_over(
    tmp_path: Path, half: int, put: Callable[[Path], object]
) -> None:
    folder = make_folder(tmp_path, FIRST)
    halves = folder.halves(LATER)
    put(halves[half])

    german, english = _message(lambda: folder.publish(make_edition(LATER)))

    target = folder.editions / LATER
    assert german == f"{target}: Die Ausgabe ließ sich nicht schreiben (schon vorhanden)"
    assert english == f"{target}: the edition could not be written (File exists)"
    assert folder.versions() == [FIRST]
    assert not halves[1 - half].exists()
    with pytest.raises(FileExistsError) as caught:
        write_halves(make_edition(LATER), halves)
    reason = (errno.EEXIST, os.strerror(errno.EEXIST), str(halves[half]))
    assert (caught.value.errno, caught.value.strerror, caught.value.filename) == reason


def test_the_report_is_written_into_the_house(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)

    assert folder.write_report([REPORT]) == folder.report
    assert (folder.report / "report.html").read_bytes() == REPORT.content


def test_a_report_that_cannot_be_written_is_told_with_its_folder(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)
    folder.report.write_text("in the way", "utf-8")

    assert _message(lambda: folder.write_report([REPORT])) == (
        f"{folder.report}: Der Prüfbericht ließ sich nicht schreiben (schon vorhanden)",
        f"{folder.report}: the report could not be written (File exists)",
    )


# What counts #########################################################################################################


def test_there_is_nothing_before_the_first_edition(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    _run(folder)

    assert folder.manifest() is None
    assert folder.read_edition() is None
    assert (folder.versions(), folder.passed_over()) == ([], [])
    assert folder.taken() == frozenset()
    german, english = _message(lambda: folder.read_file("projects.csv"))
    assert f"{folder.internal}/editions/current/edition.json: nicht lesbar" in german
    assert "could not be read" in english


def test_an_edition_that_is_not_there_is_none(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)

    assert folder.manifest(LATER) is None
    assert folder.read_edition(LATER) is None


def test_what_is_called_like_an_edition_and_is_none_is_passed_over_and_named(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)
    copy_edition(folder, LATER)
    (folder.editions / "2026-12-01").symlink_to("nowhere")
    (folder.internal / "editions" / "2026-12-02").mkdir()
    (folder.editions / "notes.txt").touch()

    assert folder.versions() == [FIRST]
    assert folder.passed_over() == [
        *folder.halves(LATER),
        folder.editions / "2026-12-01",
        folder.internal / "editions" / "2026-12-02",
    ]
    assert folder.taken() == {FIRST, LATER, "2026-12-01", "2026-12-02", "notes.txt"}


def test_a_file_of_a_changed_edition_is_not_read(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)
    (folder.current / "projects.csv").write_bytes(b"changed")

    for read in (folder.read_edition, lambda: folder.read_file("projects.csv")):
        assert "projects.csv: is not what the edition was made with" in _message(read)[1]
    assert folder.read_file("report.html") == REPORT.content


@pytest.mark.parametrize("read", [Folder.manifest, Folder.read_edition, lambda folder: folder.read_file("report.html")])
def test_an_edition_of_another_town_is_not_read(tmp_path: Path, read: Callable[[Folder], object]) -> None:
    folder = make_folder(tmp_path, FIRST)
    moved = Folder(folder.path.rename(tmp_path / "another"))

    assert f"beschreibt etwas anderes (Stadt {TOWN}, Ausgabe {FIRST})" in _message(lambda: read(moved))[0]
    assert moved.versions() == []


# What a run puts in order ############################################################################################


@pytest.mark.parametrize("versions", [(FIRST,), (FIRST, LATER), (FIRST, "2026-11-23", LATER)])
def test_a_lost_link_is_made_again_to_the_newest(tmp_path: Path, versions: tuple[str, ...]) -> None:
    folder = make_folder(tmp_path, *versions)
    folder.current.unlink()

    _run(folder)

    assert folder.current.readlink() == Path("editions") / versions[-1]


def test_a_lost_link_is_not_made_again_to_an_edition_that_is_not_whole(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST, LATER)
    folder.current.unlink()
    (folder.halves(LATER).internal / "report.html").unlink()

    german, _ = _message(lambda: _run(folder))

    assert german.startswith(f"{folder.halves(LATER).internal / 'report.html'}: nicht lesbar (nicht vorhanden)")
    assert not folder.current.exists()


def test_the_newest_whole_edition_after_the_current_one_is_shown(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, "2026-11-22.2", "2026-11-22.10", "2026-11-23", "2026-11-24")
    folder.current.unlink()
    folder.current.symlink_to("editions/2026-11-22.2")
    (folder.halves("2026-11-24").public / "projects.csv").write_bytes(b"")

    _run(folder)

    assert folder.current.readlink() == Path("editions/2026-11-23")


def test_the_current_edition_stays_where_no_later_one_is_whole(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST, LATER)
    copy_edition(folder, "2026-12-24")
    before = folder.current.lstat().st_ino

    _run(folder)

    assert folder.current.readlink() == Path("editions") / LATER
    assert folder.current.lstat().st_ino == before


def test_a_current_edition_that_is_not_whole_stops_the_run(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST, LATER)
    (folder.current / "projects.csv").unlink()

    assert "projects.csv: could not be read" in _message(lambda: _run(folder))[1]


def test_what_a_killed_run_left_behind_is_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)
    kept = folder.internal / "editions"
    ours = [
        folder.editions / f".{LATER}.0a1b2c3d.unfinished",
        kept / f".{LATER}.2.abcdefgh.unfinished",
        folder.public / ".current.0a1b2c3d.unfinished",
    ]
    foreign = [
        folder.editions / ".current.0a1b2c3d.unfinished",
        folder.public / f".{LATER}.0a1b2c3d.unfinished",
        kept / ".sicherung.0a1b2c3d.unfinished",
        kept / f".{LATER}.0A1B2C3D.unfinished",
        folder.editions / f".{LATER}.0a1b2c3d.unfinished.bak",
        folder.editions / f".{LATER}.unfinished",
    ]
    for path in (*ours[:2], *foreign):
        path.mkdir()
        (path / "file").touch()
    ours[2].symlink_to(f"editions/{FIRST}")

    _run(folder)

    assert [path for path in ours if path.is_symlink() or path.exists()] == []
    assert [path for path in foreign if not (path / "file").exists()] == []
    assert fault_of(folder.halves(FIRST), town=TOWN) is None


def test_what_was_decided_to_be_amended_is_done_by_the_next_run(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)
    aside = folder.internal / ".amending"
    (aside / "0").mkdir(parents=True)
    (aside / "0" / "note.txt").write_bytes(b"new")
    told = [{"place": "internal", "files": ["note.txt"], "gone": []}]
    (aside / "decided.json").write_text(json.dumps(told), "utf-8")

    _run(folder)

    assert (folder.internal / "note.txt").read_bytes() == b"new"
    assert not aside.exists()


def _cut_off(folder: Folder, version: str = LATER) -> Path:
    """A later edition whose internal half stands, and whose public half lies aside."""
    public, _ = folder.halves(version)
    write_halves(make_edition(version), folder.halves(version))
    return public.rename(public.with_name(f".{version}.0a1b2c3d.unfinished"))


def test_an_edition_that_was_decided_is_finished_and_shown_by_the_next_run(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)
    _cut_off(folder)

    _run(folder)

    assert folder.read_edition() == make_edition(LATER)
    assert _names(folder.editions) == [FIRST, LATER]


def test_all_that_were_decided_are_finished(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)
    for version in (LATER, "2026-12-01"):
        _cut_off(folder, version)

    _run(folder)

    assert folder.versions() == [FIRST, LATER, "2026-12-01"]
    assert folder.read_edition() == make_edition("2026-12-01")


def test_of_several_that_lie_aside_the_one_that_is_whole_is_put_in_its_place(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)
    whole = _cut_off(folder)
    for name in (f".{LATER}.00000000.unfinished", f".{LATER}.1.zzzzzzzz.unfinished", f".{LATER}.zzzzzzzz.unfinished"):
        shutil.copytree(whole, folder.editions / name)
    (folder.editions / f".{LATER}.00000000.unfinished" / "projects.csv").write_bytes(b"cut")

    finish_halves([folder.halves(FIRST), folder.halves("2026-12-01"), folder.halves(LATER)], town=TOWN)

    assert fault_of(folder.halves(LATER), town=TOWN) is None
    assert not whole.exists()
    assert (folder.editions / f".{LATER}.zzzzzzzz.unfinished").is_dir()


@pytest.mark.parametrize("harm", ["another town", "no internal half", "the name is taken"])
def test_what_cannot_be_told_to_be_whole_is_not_put_in_its_place(tmp_path: Path, harm: str) -> None:
    folder = make_folder(tmp_path, FIRST)
    whole = _cut_off(folder)
    if harm == "no internal half":
        shutil.rmtree(folder.halves(LATER).internal)
    if harm == "the name is taken":
        folder.halves(LATER).public.symlink_to("nowhere")

    finish_halves([folder.halves(LATER)], town="x" if harm == "another town" else TOWN)

    assert whole.is_dir()
    assert not folder.halves(LATER).public.exists()


def test_two_runs_are_not_at_work_on_one_town(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)
    with folder.locked():
        told = _message(lambda: _run(folder))

    assert told == (
        f"{folder.path}: Hier arbeitet schon ein anderer Lauf; versuchen Sie es, wenn er fertig ist",
        f"{folder.path}: another run is at work here; try again when it is done",
    )
    _run(folder)
    with lock(folder.internal / ".lock", folder.path):
        pass


def test_a_folder_of_an_older_program_is_brought_over(tmp_path: Path) -> None:
    folder = Folder(tmp_path / TOWN)
    (folder.path / "report").mkdir(parents=True)
    (folder.path / "report" / "report.json").write_bytes(b"{}")

    _run(folder)

    assert (folder.report / "report.json").exists()


# The link ############################################################################################################


def test_the_link_leads_to_an_edition_or_is_named(tmp_path: Path) -> None:
    editions, current = tmp_path / "editions", tmp_path / "current"
    (editions / FIRST).mkdir(parents=True)
    (editions / "alt").mkdir()
    (tmp_path / LATER).mkdir()

    assert read_shown(current, editions) is None
    for target in (f"editions/{FIRST}", f"editions/{FIRST}/", str(editions / FIRST)):
        switch(current, Path(target))
        assert read_shown(current, editions) == FIRST
    for target in ("editions/alt", f"editions/{LATER}", LATER, "current", "editions"):
        switch(current, Path(target))
        german, english = _message(lambda: read_shown(current, editions))
        assert german == (
            f"{current}: führt nach {target}, und dort liegt keine Ausgabe; stellen Sie diese aus einer Sicherung her. "
            "Gibt es keine, löschen Sie den Verweis; dann gilt die neueste Ausgabe, die noch da ist"
        )
        assert english == (
            f"{current}: leads to {target}, where there is no edition; restore it from a backup. If there is none, "
            "delete the link; then the newest edition that is still there counts"
        )
    assert _names(tmp_path) == [LATER, "current", "editions"]


def test_what_stands_in_the_place_of_the_link_is_named(tmp_path: Path) -> None:
    current = tmp_path / "current"
    current.mkdir()

    assert _message(lambda: read_shown(current, tmp_path)) == (
        f"{current}: ist kein Verweis auf eine Ausgabe; ersetzen Sie es durch einen auf die neueste",
        f"{current}: is no link to an edition; replace it by a link to the newest one",
    )


# Amending ############################################################################################################


def test_an_amended_edition_replaces_what_changes_in_each_half(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)
    halves: Halves = folder.halves(FIRST)
    new = replace(TABLE, content=b"key\n")
    after = replace(make_edition(), distributions=(new,))

    public, internal = folder.amendments(make_edition(), after)

    assert (public.place, internal.place) == halves
    assert sorted(public.files) == ["edition.json", "projects.csv"]
    assert public.files["projects.csv"] == b"key\n"
    assert (public.gone, internal.gone) == ((), ("report.html",))
    assert list(internal.files) == ["edition.json"]
    for amendment in (public, internal):
        _amend(amendment)
    assert folder.read_edition() == after


def test_a_file_that_stays_the_same_or_moves_to_no_half_is_not_touched(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST)
    added = replace(REPORT, name="new.html", content=b"<b>")
    gone, after = make_edition(), replace(make_edition(), distributions=(REPORT, added))

    public, internal = folder.amendments(gone, after)

    assert (list(public.files), public.gone) == (["edition.json"], ("projects.csv",))
    assert (list(internal.files), internal.gone) == (["new.html", "edition.json"], ())


def _amend(amendment: Amendment) -> None:
    for name, content in amendment.files.items():
        (amendment.place / name).write_bytes(content)
    for name in amendment.gone:
        (amendment.place / name).unlink()


def test_no_file_of_the_house_lies_in_what_is_served(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, FIRST, LATER)

    assert {path.name for path in every_file(folder.public)} == {"edition.json", "projects.csv"}


def test_who_shares_a_folder_waits_for_the_one_that_puts_it_in_order(tmp_path: Path) -> None:
    path, is_begun, may_end = tmp_path / ".lock", Event(), Event()

    def put_in_order() -> None:
        is_begun.set()
        assert may_end.wait(10)

    def first() -> None:
        with share(path, tmp_path, put_in_order):
            pass

    thread = Thread(target=first)
    thread.start()
    assert is_begun.wait(10)
    Timer(0.1, may_end.set).start()

    with share(path, tmp_path, lambda: None):
        assert may_end.is_set()
    thread.join()


def test_who_shares_a_folder_does_not_wait_for_a_run(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with (
        lock(path, tmp_path),
        pytest.raises(OutsideWorldError, match="another run"),
        share(path, tmp_path, lambda: None),
    ):
        pass
