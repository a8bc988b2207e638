"""``roadmap erase`` as a person calls it: what it says, in both languages, and the code it ends with."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from pipeline.cli import CLEAN, FINDINGS, USAGE, main
from tests.erasures import folder_of, mend, where_it_stands, write_name
from tests.towns import FIRST_DAY, copy_town, publish

NAME = "Jörg Weißmüller"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = copy_town(tmp_path_factory.mktemp("said"))
    write_name(place, NAME)
    publish(place, now=FIRST_DAY)
    mend(place)
    return place


@pytest.fixture
def place(said: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a town whose edition says a name and whose sheet does not; the command is called there."""
    shutil.copytree(said.parents[1], tmp_path, symlinks=True, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795424400")  # 2026-11-23T09:00:00Z
    return tmp_path / "sources" / said.name


def _erase(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["erase", "beispielstadt", *arguments])
    return int(ended.value.code or 0)


def test_a_dry_run_says_where_it_stands_and_changes_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = where_it_stands(folder_of(place).path, NAME)

    assert _erase("--text", NAME, "--dry-run") == CLEAN

    said = capsys.readouterr().out
    assert "-mal in " in said
    assert "public/editions/2026-11-22: " in said
    assert "roadmap.xlsx" in said
    assert said.endswith("Nichts wurde geändert (--dry-run).\n")
    assert "Weißmüller" not in said
    assert where_it_stands(folder_of(place).path, NAME) == before


def test_it_says_what_was_done_and_what_is_next(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _erase("--text", NAME, "--reason", "Antrag") == CLEAN

    said = capsys.readouterr().out
    assert "aus 1 Ausgabe entfernt (2026-11-22)" in said
    assert "nichts mehr gefunden" in said
    assert "Vermerk in output/beispielstadt/internal/erasures.json" in said
    assert "publish beispielstadt --to ckan" in said
    assert "Weißmüller" not in said
    assert where_it_stands(folder_of(place).path, NAME) == []


def test_it_speaks_english_to_whom_asks_for_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _erase("--text", NAME, "--lang", "en") == CLEAN

    said = capsys.readouterr().out
    assert "removed from 1 edition (2026-11-22)" in said
    assert "nothing is left" in said


def test_programs_are_told_where_and_never_what(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _erase("--text", NAME, "--format", "json") == CLEAN

    told = json.loads(capsys.readouterr().out)
    assert told["done"] is True
    assert told["editions"] == ["2026-11-22"]
    assert told["left"] == []
    assert {"file", "inside", "times", "first_line"} == set(told["places"][0])
    assert "Weißmüller" not in json.dumps(told, ensure_ascii=False)


def test_a_text_of_standard_input_stands_in_no_command(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NAME}\n\n"))

    assert _erase("--text", "-") == CLEAN

    assert where_it_stands(folder_of(place).path, NAME) == []


def test_what_is_not_ours_is_named_and_ends_with_one(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder_of(place).path / "notiz.txt").write_text(NAME, "utf-8")

    assert _erase("--text", NAME) == FINDINGS

    told = capsys.readouterr()
    assert "output/beispielstadt/notiz.txt: Hier steht es noch" in told.err
    assert "nichts mehr gefunden" not in told.out


def test_what_stands_nowhere_is_said_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _erase("--text", "Ottokar Zeppelin") == CLEAN

    assert "steht in keiner Ausgabe" in capsys.readouterr().out
    assert not (folder_of(place).internal / "erasures.json").exists()


@pytest.mark.parametrize("arguments", [(), ("--text", NAME, "--project", "BA-01")])
def test_a_text_or_a_project_is_named(place: Path, arguments: tuple[str, ...]) -> None:
    assert _erase(*arguments) == USAGE


def test_a_sheet_that_says_it_is_told_with_its_cell(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_name(place, NAME, columns=False)

    assert _erase("--text", NAME) == USAGE

    assert "vorhaben.xlsx / Vorhaben / C7: Hier steht es noch" in capsys.readouterr().err
