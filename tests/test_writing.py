"""No command writes over a file that it did not make itself, or that somebody has worked in since."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.cli import CLEAN, FINDINGS, OUTSIDE, USAGE, main
from tests.towns import copy_town

CHECK = ("check", "sources/beispielstadt/vorhaben.xlsx")
COPY = Path("geprueft/vorhaben.geprueft.xlsx")
COMMANDS = {
    "template": (("template", "beispielstadt", "--to", "vorlage.xlsx"), Path("vorlage.xlsx")),
    "template without a name": (("template", "beispielstadt"), Path("beispielstadt-vorlage.xlsx")),
    "page": ((*CHECK, "--html", "bericht.html"), Path("bericht.html")),
    "annotated copy": ((*CHECK, "--annotate", "geprueft"), COPY),
}
"""Every command that writes where a person says, and what it writes."""


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795338000")
    copy_town(tmp_path)
    monkeypatch.chdir(tmp_path)


def _roadmap(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


@pytest.mark.parametrize(("call", "target"), COMMANDS.values(), ids=COMMANDS)
def test_a_file_of_somebody_else_is_not_written_over_unless_told(
    call: tuple[str, ...], target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target.parent.mkdir(exist_ok=True)
    for content in (b"mine", b"<html></html>", Path("sources/beispielstadt/vorhaben.xlsx").read_bytes()):
        target.write_bytes(content)

        assert _roadmap(*call) == USAGE
        assert f"roadmap: {target}: gibt es schon" in capsys.readouterr().err
        assert _roadmap(*call, "--lang", "en") == USAGE
        assert f"roadmap: {target}: is there already" in capsys.readouterr().err
        assert target.read_bytes() == content

    assert _roadmap(*call, "--force") in (CLEAN, FINDINGS)
    assert target.read_bytes() != content


@pytest.mark.parametrize(("call", "target"), COMMANDS.values(), ids=COMMANDS)
def test_what_a_command_made_itself_is_made_anew(call: tuple[str, ...], target: Path) -> None:
    first = _roadmap(*call)
    before = target.read_bytes()

    assert _roadmap(*call) == first
    assert target.read_bytes() == before
    assert _roadmap(*call, "--lang", "en") == first
    assert target.read_bytes() != before
    assert [path.name for path in target.parent.glob(".*")] == []


@pytest.mark.parametrize(("call", "target"), COMMANDS.values(), ids=COMMANDS)
def test_an_empty_file_holds_nothing_to_lose(call: tuple[str, ...], target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    target.touch()

    assert _roadmap(*call) in (CLEAN, FINDINGS)
    assert target.stat().st_size


@pytest.mark.parametrize("name", ["template", "annotated copy"])
def test_a_workbook_that_somebody_filled_in_is_not_written_over(name: str) -> None:
    call, target = COMMANDS[name]
    _roadmap(*call)
    book = load_workbook(target)
    book.worksheets[-1]["A1"] = "filled in"
    book.save(target)
    filled = target.read_bytes()

    assert _roadmap(*call) == USAGE
    assert target.read_bytes() == filled


def test_a_page_that_somebody_wrote_into_is_not_written_over() -> None:
    call, target = COMMANDS["page"]
    _roadmap(*call)
    edited = target.read_bytes().replace(b"<body>", b"<body>Erledigt: Zeile 3")
    target.write_bytes(edited)

    assert _roadmap(*call) == USAGE
    assert target.read_bytes() == edited


def test_the_workbook_of_a_town_is_no_place_for_a_template(capsys: pytest.CaptureFixture[str]) -> None:
    workbook = Path("sources/beispielstadt/vorhaben.xlsx")
    before = workbook.read_bytes()

    assert _roadmap("template", "beispielstadt", "--to", str(workbook)) == USAGE

    assert workbook.read_bytes() == before
    assert "--force" in capsys.readouterr().err


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize(
    "target",
    ["sources/beispielstadt/vorhaben.xlsx", "verweis.xlsx", "zweiter.xlsx", "sources/beispielstadt/dataset.toml"],
)
def test_what_is_read_is_never_written_over(target: str, force: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    workbook = Path("sources/beispielstadt/vorhaben.xlsx")
    Path("verweis.xlsx").symlink_to(workbook)
    os.link(workbook, "zweiter.xlsx")
    before = Path(target).read_bytes()

    assert _roadmap(*CHECK, "--html", target, *force) == USAGE

    assert Path(target).read_bytes() == before
    assert f"{target}: wird hier gelesen" in capsys.readouterr().err


def test_two_copies_of_one_name_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    town = Path("sources/beispielstadt")
    for other in (town / "a" / "b" / "vorhaben.xlsx", town / "a-b" / "vorhaben.xlsx"):
        other.parent.mkdir(parents=True)
        shutil.copy(town / "vorhaben.xlsx", other)

    ended = _roadmap("check", *map(str, sorted(town.rglob("vorhaben.xlsx"))), "--annotate", "geprueft")

    assert ended == USAGE
    assert "würde zweimal geschrieben" in capsys.readouterr().err
    assert not Path("geprueft").exists()


def test_a_write_that_breaks_off_leaves_the_old_file_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    call, target = COMMANDS["page"]
    _roadmap(*call)
    before = target.read_bytes()

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)

    assert _roadmap(*call, "--lang", "en") == OUTSIDE
    assert target.read_bytes() == before
    assert list(Path().glob(".bericht*")) == []


def test_a_file_keeps_its_rights_and_a_link_its_target() -> None:
    call, target = COMMANDS["page"]
    Path("ablage").mkdir()
    Path("ablage/seite.html").touch(mode=0o600)
    target.symlink_to("ablage/seite.html")

    _roadmap(*call)

    assert target.is_symlink()
    assert Path("ablage/seite.html").stat().st_mode & 0o777 == 0o600
    assert Path("ablage/seite.html").stat().st_size


def test_what_is_no_file_is_written_to_and_not_replaced() -> None:
    assert _roadmap(*CHECK, "--html", os.devnull) in (CLEAN, FINDINGS)

    assert Path(os.devnull).is_char_device()
