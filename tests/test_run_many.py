"""Many towns: at once as one after another, and none anew in which nothing changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import CLEAN, FINDINGS, OUTSIDE, USAGE, main
from pipeline.footprint import MARK
from tests.towns import change, copy_town

NOON = 1_795_867_200
NO_PAGES = "\n[site]\nenabled = false\n"
"""They take seconds each time."""


def make_towns(place: Path, *names: str) -> Path:
    """``sources`` with a town of each name."""
    first = copy_town(place / "first")
    for name in names:
        town = place / "sources" / name
        shutil.copytree(first, town)
        settings = (town / "dataset.toml").read_text("utf-8").replace("beispielstadt", name) + NO_PAGES
        (town / "dataset.toml").write_text(settings, "utf-8")
    return place / "sources"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("many")
    make_towns(place, "ahausen", "bedorf", "ceheim")
    assert _run(place, "--workers", "1") == CLEAN
    return place


@pytest.fixture
def place(origin: Path, tmp_path: Path) -> Path:
    shutil.copytree(origin, tmp_path, symlinks=True, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON))


def _run(place: Path, *arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patched, pytest.raises(SystemExit) as ended:
        patched.setenv("SOURCE_DATE_EPOCH", str(NOON))
        main(("run", *arguments, "--sources", str(place / "sources"), "--output", str(place / "output")))
    return int(ended.value.code or 0)


def _tree(place: Path) -> dict[str, bytes]:
    files = (path for path in place.rglob("*") if path.is_file() and not path.name.startswith((".lock", MARK)))
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}


def _passed_by(said: str) -> list[str]:
    return [line.partition(":")[0] for line in said.splitlines() if "nichts hat sich geändert; Prüfbericht" in line]


def test_the_bytes_are_the_same_with_one_process_and_with_three(place: Path, tmp_path: Path) -> None:
    shutil.rmtree(place / "output")
    assert _run(place, "--workers", "3") == CLEAN
    apart = _tree(place / "output")

    shutil.rmtree(place / "output")
    assert _run(place) == CLEAN

    assert apart == _tree(place / "output")


def test_what_did_not_change_is_passed_by_and_one_that_is_named_is_run(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(place) == CLEAN
    said = capsys.readouterr().out
    assert _passed_by(said) == ["ahausen", "bedorf", "ceheim"]

    assert _run(place, "bedorf") == CLEAN
    assert _passed_by(capsys.readouterr().out) == []

    assert _run(place, "--anew") == CLEAN
    assert _passed_by(capsys.readouterr().out) == []


def _change_cell(place: Path) -> None:
    change(place / "sources" / "bedorf", lambda sheet: setattr(sheet.cell(7, 3), "value", "Anders"))


def _change_settings(place: Path) -> None:
    settings = place / "sources" / "bedorf" / "dataset.toml"
    settings.write_text(settings.read_text("utf-8") + "\n# ein Wort\n")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a cell": _change_cell,
    "the settings": _change_settings,
    "a file beside the workbook": lambda place: (place / "sources/bedorf/notiz.xlsx").write_bytes(b"x"),
    "the report is gone": lambda place: shutil.rmtree(place / "output/bedorf/internal/report"),
    "the edition was changed by hand": lambda place: (place / "output/bedorf/public/current/edition.json").write_text(
        "{}"
    ),
    "a project was withdrawn": lambda place: (place / "output/bedorf/internal/withdrawals.json").write_text(
        '{"version": 1, "projects": {}}'
    ),
    "the mark is damaged": lambda place: (place / "output/bedorf/internal" / MARK).write_text('{"made_of": 1'),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changed_is_run(place: Path, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    CHANGES[what](place)

    _run(place)

    assert _passed_by(capsys.readouterr().out) == ["ahausen", "ceheim"]


def test_a_file_beside_the_workbook_that_cannot_be_read_holds_nobody_up(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pipeline.cli.one_town.made_of", refuse)

    assert _run(place) == CLEAN
    assert _passed_by(capsys.readouterr().out) == []


def test_what_lies_in_the_inbox_is_no_change(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox = place / "sources/bedorf/inbox"
    inbox.mkdir()
    (inbox / "vorhaben.xlsx").write_bytes(b"x")

    _run(place)

    assert _passed_by(capsys.readouterr().out) == ["ahausen", "bedorf", "ceheim"]


def test_another_day_is_a_change(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patched, pytest.raises(SystemExit):
        patched.setenv("SOURCE_DATE_EPOCH", str(NOON + 86_400))
        main(("run", "--sources", str(place / "sources"), "--output", str(place / "output")))

    assert _passed_by(capsys.readouterr().out) == []


def test_a_town_with_findings_has_them_again_although_it_is_passed_by(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(place / "sources/bedorf", lambda sheet: setattr(sheet.cell(8, 7), "value", "kein Status"))
    assert _run(place) == FINDINGS
    capsys.readouterr()

    assert _run(place, "--format", "json") == FINDINGS

    told = json.loads(capsys.readouterr().out)
    assert [(each["town"], each["edition"] is None, each["changed"]) for each in told] == [
        ("ahausen", False, False),
        ("bedorf", True, False),
        ("ceheim", False, False),
    ]
    assert told[1]["report"]["results"]


def test_one_town_s_mistake_is_told_in_its_turn_and_holds_up_nobody(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "sources/bedorf/dataset.toml").write_text("name = 1\n")
    shutil.rmtree(place / "output")

    assert _run(place, "--workers", "2") == 2

    said = capsys.readouterr()
    assert "bedorf" in said.err
    assert [path.name for path in sorted((place / "output").iterdir())] == ["ahausen", "ceheim"]
    assert said.out.index("ahausen") < said.out.index("ceheim")


def test_two_towns_of_one_name_are_refused_whoever_runs_first(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(place / "sources/bedorf", place / "sources/dedorf")

    assert _run(place, "--anew", "--workers", "2") == 2

    assert "würden ineinander veröffentlicht" in capsys.readouterr().err


def test_parts_run_each_town_once_and_join_tells_what_is_missing(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = _tree(place / "output")
    shutil.rmtree(place / "output")
    for number in (1, 3):
        assert _run(place, "--shard", f"{number}/3") == CLEAN

    assert _join(place) == OUTSIDE
    assert "Teil 2/3: ist nicht gelaufen" in capsys.readouterr().err

    assert _run(place, "--shard", "2/3", "--workers", "2") == CLEAN
    assert _join(place) == CLEAN
    assert "3 von 3 Teilen, Städte: 3; veröffentlicht: 3" in capsys.readouterr().out
    assert {name: content for name, content in _tree(place / "output").items() if ".shards" not in name} == whole


def test_a_town_that_came_later_and_a_part_of_an_earlier_run_are_told(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (1, 2):
        assert _run(place, "--shard", f"{number}/2") == CLEAN
    make_towns(place / "more", "zettdorf")
    shutil.copytree(place / "more/sources/zettdorf", place / "sources/zettdorf")
    part = place / "output/.shards/1-of-2.json"
    part.write_text(part.read_text("utf-8").replace("2026-11-28", "2026-11-26"))

    assert _join(place, "--of", "2") == OUTSIDE

    said = capsys.readouterr().err
    assert "zettdorf: lief in keinem Teil" in said
    assert "Teil 1/2: ist von einem früheren Lauf" in said


@pytest.mark.parametrize("shard", ["0/3", "4/3", "3", "a/b", "1/0", "-1/3"])
def test_a_part_that_cannot_be_is_refused(place: Path, shard: str) -> None:
    assert _run(place, "--shard", shard) == USAGE


def _join(place: Path, *arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(("join", *arguments, "--sources", str(place / "sources"), "--output", str(place / "output")))
    return int(ended.value.code or 0)
