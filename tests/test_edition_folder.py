"""What lies in a town's output folder: foreign things are left alone, and an edition that is not whole stops a run."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.disk import write_file
from pipeline.model.edition import Distribution, Edition, Receipt
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import NOTHING
from pipeline.publish.folder import Folder
from pipeline.publish.held import Halves
from tests.disk_acts import record_acts
from tests.towns import FIRST_DAY, SECOND_DAY, change, copy_town, output_of, publish

TOWN, FIRST, LATER = "beispielstadt", "2026-11-22", "2026-11-30"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with one edition, made once and copied for each test."""
    place = tmp_path_factory.mktemp("made")
    publish(copy_town(place))
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, symlinks=True, dirs_exist_ok=True)
    return tmp_path / "sources" / TOWN


def _folder(place: Path) -> Folder:
    return Folder(output_of(place) / TOWN)


def _lose_two(place: Path) -> None:
    change(place, lambda sheet: sheet.delete_rows(12, 2))


def _copy(place: Path, version: str, edit: Callable[[dict[str, Any]], object] = lambda _: None) -> Halves:
    """A copy of the edition under another name, its ``edition.json`` edited."""
    halves = _folder(place).halves(version)
    for before, copied in zip(_folder(place).halves(FIRST), halves, strict=True):
        shutil.copytree(before, copied)
    manifest = json.loads((halves.internal / "edition.json").read_text("utf-8"))
    edit(manifest)
    (halves.internal / "edition.json").write_text(json.dumps(manifest), "utf-8")
    return halves


def _without_manifest(place: Path) -> None:
    (_copy(place, LATER).internal / "edition.json").unlink()


def _without_public_manifest(place: Path) -> None:
    (_copy(place, LATER, lambda told: told.update(version=LATER)).public / "edition.json").unlink()


def _half(place: Path, half: str) -> None:
    shutil.rmtree(getattr(_copy(place, LATER, lambda told: told.update(version=LATER)), half))


def _with_manifest(text: str) -> Callable[[Path], object]:
    return lambda place: (_copy(place, LATER).internal / "edition.json").write_text(text, "utf-8")


def _cut_manifest(place: Path) -> None:
    path = _copy(place, LATER).internal / "edition.json"
    path.write_bytes(path.read_bytes()[:-200])


def _with_cut_file(place: Path) -> None:
    path = _copy(place, LATER, lambda told: told.update(version=LATER)).public / "roadmap.xlsx"
    path.write_bytes(path.read_bytes()[:-200])


def _beside(name: str) -> Callable[[Path], object]:
    """Something of that name among the editions; a folder where it ends with a slash."""
    return lambda place: _lay(_folder(place).editions / name, is_folder=name.endswith("/"))


def _within(name: str) -> Callable[[Path], object]:
    """The same within the newest edition."""
    return lambda place: _lay(_folder(place).editions / FIRST / name, is_folder=name.endswith("/"))


def _lay(path: Path, *, is_folder: bool) -> None:
    path.mkdir() if is_folder else path.write_text("{}", "utf-8")
    if is_folder:
        (path / "edition.json").write_text("{}", "utf-8")


def _with_a_pipe(place: Path) -> None:
    path = _copy(place, LATER).internal / "edition.json"
    path.unlink()
    os.mkfifo(path)


def _link(name: str, target: str) -> Callable[[Path], object]:
    return lambda place: (_folder(place).editions / name).symlink_to(target)


# What a server, a cloud, a network drive or a version control lays down where it is at work.
_LEFT_BEHIND = (
    *(".htaccess", ".git/", "index.html", ".nfs0000000000a1b2c3", "@eaDir/", ".stfolder/", ".DS_Store", "Thumbs.db"),
    *("edition (Konflikt).json", "edition.sync-conflict-20261122-093000-ABCDEFG.json", "edition-PC-Rathaus.json"),
    *("~$roadmap.xlsx", ".~lock.roadmap.xlsx#", "roadmap (1).xlsx", "#recycle/", "desktop.ini"),
)

FOREIGN: dict[str, Callable[[Path], object]] = {
    "an empty folder called like an edition": lambda place: (_folder(place).editions / LATER).mkdir(),
    "an empty folder": lambda place: (_folder(place).editions / "zum Testen").mkdir(),
    "a page": lambda place: (_folder(place).editions / "index.html").write_text("<p>", "utf-8"),
    "a file called like an edition": lambda place: (_folder(place).editions / LATER).write_text("", "utf-8"),
    "an edition without its description": _without_manifest,
    "an edition without its public description": _without_public_manifest,
    "an edition without its public half": lambda place: _half(place, "public"),
    "an edition without its internal half": lambda place: _half(place, "internal"),
    "an edition whose description is cut": _cut_manifest,
    "an edition whose description is empty": _with_manifest(""),
    "an edition whose description is no JSON": _with_manifest("<html>"),
    "an edition whose description says nothing": _with_manifest("{}"),
    "an edition whose description is a list": _with_manifest("[1]"),
    "an edition of another town": lambda place: _copy(place, LATER, lambda told: told.update(version=LATER, town="x")),
    "an edition under another name": lambda place: _copy(place, LATER),
    "a copy beside the edition": lambda place: _copy(place, f"{FIRST} (Kopie)"),
    "an edition of a layout to come": lambda place: _copy(
        place, LATER, lambda told: told.update(version=LATER, layout=3)
    ),
    "an edition whose workbook is cut": _with_cut_file,
    "an edition that lacks a key": lambda place: _copy(
        place, LATER, lambda told: (told.update(version=LATER), told.pop("carried"))
    ),
    "a link to the edition that is called like a later one": _link(LATER, FIRST),
    "a link to nothing that is called like an edition": _link(LATER, "nowhere"),
    "a link that leads in a circle": _link(LATER, LATER),
    "an edition whose description is a pipe": _with_a_pipe,
    "a pipe called like an edition": lambda place: os.mkfifo(_folder(place).editions / LATER),
    **{f"{name} beside the edition": _beside(name) for name in _LEFT_BEHIND},
    **{f"{name} within the edition": _within(name) for name in _LEFT_BEHIND},
}


@pytest.mark.parametrize("put", FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_edition_switches_no_guard_off(place: Path, put: Callable[[Path], object]) -> None:
    put(place)
    before = _folder(place).taken()
    _lose_two(place)

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt is None
    assert "rows-lost" in {result.rule.id for result in outcome.prepared.report.results}
    assert _folder(place).current.resolve().name == FIRST
    assert _folder(place).taken() == before


def test_an_edition_goes_out_beside_what_is_none_and_knows_the_one_before(place: Path) -> None:
    (_folder(place).editions / "2026-11-23").mkdir()
    change(place, lambda sheet: sheet.delete_rows(13))

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.edition is not None
    assert (outcome.edition.version, outcome.edition.previous) == ("2026-11-23.2", FIRST)
    assert outcome.edition.carried == ("KW-02",)
    assert outcome.passed_over == (_folder(place).editions / "2026-11-23",)


def _files_of(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("harm", ["missing", "cut", "empty", "another"])
def test_an_edition_that_is_not_whole_stops_the_run_and_the_file_is_named(place: Path, harm: str) -> None:
    _lose_two(place)
    for path in (path for half in _folder(place).halves(FIRST) for path in sorted(half.iterdir())):
        whole = path.read_bytes()
        path.unlink()
        if harm != "missing":
            path.write_bytes({"cut": whole[:-20], "empty": b"", "another": b"{}"}[harm])

        with pytest.raises(OutsideWorldError) as caught:
            publish(place, now=SECOND_DAY)

        assert str(path) in caught.value.message.de
        assert "Sicherung" in caught.value.message.de
        assert "backup" in caught.value.message.en
        path.write_bytes(whole)
    assert _folder(place).versions() == [FIRST]


def _astray(place: Path, target: str) -> None:
    _folder(place).current.unlink()
    _folder(place).current.symlink_to(target)


def _real_folder(place: Path) -> None:
    _folder(place).current.unlink()
    shutil.copytree(_folder(place).editions / FIRST, _folder(place).current)


def _gone(place: Path) -> None:
    shutil.rmtree(_folder(place).editions / FIRST)


def _lost_with_a_broken_edition(place: Path) -> None:
    _folder(place).current.unlink()
    (_folder(place).halves(FIRST).internal / "edition.json").unlink()


NOWHERE: dict[str, tuple[Callable[[Path], object], str]] = {
    "the edition is gone": (_gone, f"current: führt nach editions/{FIRST}, und dort liegt keine Ausgabe"),
    "the link leads to a foreign thing": (lambda place: _astray(place, "editions/alt"), "führt nach editions/alt"),
    "the link leads elsewhere": (lambda place: _astray(place, "report"), "current: führt nach report"),
    "the link leads to itself": (lambda place: _astray(place, "current"), "current: führt nach current"),
    "a folder stands in its place": (_real_folder, "current: ist kein Verweis"),
    "the link is lost and the newest is broken": (_lost_with_a_broken_edition, f"{FIRST}/edition.json: nicht lesbar"),
}


@pytest.mark.parametrize(("put", "told"), NOWHERE.values(), ids=NOWHERE)
def test_where_current_leads_to_no_edition_a_run_stops_and_says_what_to_do(
    place: Path, put: Callable[[Path], object], told: str
) -> None:
    put(place)
    before = _folder(place).taken()
    _lose_two(place)

    with pytest.raises(OutsideWorldError) as caught:
        publish(place, now=SECOND_DAY)

    assert told in caught.value.message.de
    assert _folder(place).taken() == before


def test_a_lost_edition_is_given_up_by_taking_it_away(place: Path) -> None:
    change(place, lambda sheet: sheet.delete_rows(13))
    publish(place, now=SECOND_DAY)
    for half in _folder(place).halves("2026-11-23"):
        shutil.rmtree(half)
    _folder(place).current.unlink()

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.edition is not None
    assert (outcome.edition.previous, outcome.edition.carried) == (FIRST, ("KW-02",))


def test_only_our_own_unfinished_work_is_cleared_away(place: Path) -> None:
    folder = _folder(place)
    foreign = [
        folder.editions / ".htaccess",
        folder.halves(FIRST).internal.parent / f".{LATER}.unfinished",
        folder.public / ".current.old",
        folder.editions / ".git" / "HEAD",
        folder.editions / ".2026-11-22.sicherung" / "notes.txt",
        folder.editions / f".{LATER}.unfinished",
        folder.path / ".report.bak" / "report.html",
        folder.path / ".current.old",
        folder.path / "index.html",
        folder.path / ".htaccess",
    ]
    for path in foreign:
        path.parent.mkdir(exist_ok=True)
        path.write_text("ours", "utf-8")

    publish(place, now=SECOND_DAY)

    assert [path for path in foreign if not path.is_file()] == []


@pytest.mark.parametrize("name", [TOWN, "erkelenz"])
def test_an_edition_read_back_is_the_edition_that_was_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    take = Folder.publish

    def publish_and_keep(folder: Folder, edition: Edition) -> Receipt:
        written.append(edition)
        return take(folder, edition)

    monkeypatch.setattr(Folder, "publish", publish_and_keep)
    place = copy_town(tmp_path, name)

    publish(place, now=FIRST_DAY)

    assert Folder(output_of(place) / name).read_edition() == written[0]
    assert {file.dataset for file in written[0].distributions} == {"roadmap", "strategy", "vocabulary", ""}
    assert all(file.is_public for file in written[0].distributions if file.dataset)
    assert written[0].files


def test_a_file_that_nobody_called_public_stays_in_the_house(place: Path, tmp_path: Path) -> None:
    edition = _folder(place).read_edition()
    assert edition is not None
    added = Distribution("notes.txt", "text/plain", b"ours", NOTHING)
    folder = Folder(tmp_path / "other" / TOWN)

    with folder.locked():
        folder.publish(replace(edition, distributions=(*edition.distributions, added)))

    assert [half.parents[1].name for half in folder.halves(FIRST) if (half / "notes.txt").exists()] == ["internal"]
    assert "notes.txt" not in (folder.current / "edition.json").read_text("utf-8")


def test_an_edition_that_tells_less_of_its_files_still_counts(place: Path) -> None:
    """A key more is no new layout: readers of today read the editions of yesterday."""
    path = _folder(place).halves(FIRST).internal / "edition.json"
    manifest = json.loads(path.read_text("utf-8"))
    for file in manifest["distributions"]:
        for key in ("dataset", "described_by", "description"):
            del file[key]
    path.write_text(json.dumps(manifest), "utf-8")
    _lose_two(place)

    outcome = publish(place, now=SECOND_DAY)

    assert _folder(place).versions() == [FIRST]
    assert "rows-lost" in {result.rule.id for result in outcome.prepared.report.results}


def test_an_edition_is_on_the_disk_before_it_is_shown(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is renamed is synced first, and then the folder that holds its name."""
    acts = record_acts(monkeypatch, _name)

    change(place, _rename_a_project)
    publish(place, now=SECOND_DAY)

    shown = acts.index("→ 2026-11-23")
    assert {"projects.csv", "report.html", "edition.json"} <= set(acts[:shown])
    assert acts[shown - 1].startswith(".2026-11-23.")
    assert acts[shown + 1 : shown + 6] == ["editions", "→ 2026-11-23", "editions", "→ current", "public"]


def _name(descriptor: int) -> str:
    return Path(f"/proc/self/fd/{descriptor}").readlink().name


def _rename_a_project(sheet: Worksheet) -> None:
    sheet["C8"] = "Wegweiser in Einfacher Sprache"


# The report ##########################################################################################################


def _break_a_field(sheet: Worksheet) -> None:
    sheet["E8"] = "Raumfahrt"


def test_what_somebody_mended_in_the_report_stays_beside_the_new_one(place: Path) -> None:
    change(place, _break_a_field)
    report = publish(place).report_folder
    for text in (b"mended", b"mended again"):
        (report / "vorhaben.geprueft.xlsx").write_bytes(text)
        (report / "notes.txt").write_text("call the office", "utf-8")
        publish(place)

    assert (report / "vorhaben.geprueft.xlsx").read_bytes().startswith(b"PK")
    assert (report / "bearbeitet-1-vorhaben.geprueft.xlsx").read_bytes() == b"mended"
    assert (report / "bearbeitet-2-vorhaben.geprueft.xlsx").read_bytes() == b"mended again"
    assert (report / "notes.txt").read_text("utf-8") == "call the office"


def test_a_report_that_nobody_touched_is_replaced_whole(place: Path) -> None:
    before = _files_of(_folder(place).report)
    change(place, _break_a_field)
    report = publish(place).report_folder
    assert "vorhaben.geprueft.xlsx" in _files_of(report)

    change(place, lambda sheet: sheet.__setitem__("E8", sheet["E7"].value))
    publish(place)

    assert [name for name in _files_of(report) if name not in before] == []


def test_a_run_that_was_killed_while_it_wrote_its_report_knows_its_files_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(place, _break_a_field)
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.publish.report.write_file", _killed_at("report.json"))
        with pytest.raises(KeyboardInterrupt):
            publish(place)

    report = publish(place).report_folder

    assert [name for name in _files_of(report) if "bearbeitet" in name] == []


def _killed_at(name: str) -> Callable[[Path, bytes], None]:
    def write(path: Path, content: bytes) -> None:
        if path.name == name:
            raise KeyboardInterrupt
        write_file(path, content)

    return write
