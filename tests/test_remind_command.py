"""``roadmap remind`` says who would be asked about what, and lays the workbooks where somebody can send them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.publish.folder import Folder
from pipeline.reminding import kept_circulars
from tests.circulars import forgotten_town, reply_of
from tests.towns import output_of
from tests.twelve_units import UNITS


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A town that nobody has touched since June, seen in November."""
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793606400")  # 2026-11-02
    return forgotten_town(tmp_path)


def remind(place: Path, *options: str) -> int:
    """Run the command; its code."""
    where = (f"--sources={place.parent}", f"--output={output_of(place)}")
    with pytest.raises(SystemExit) as ended:
        main(["remind", place.name, *where, *options])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", ("Stelle", "bis 16.11.2026", "Stimmen die Angaben noch?")), ("en", ("Unit", "by 2026-11-16", "Is all of"))],
)
def test_it_says_who_would_be_asked_about_what(
    place: Path, capsys: pytest.CaptureFixture[str], language: str, words: tuple[str, ...]
) -> None:
    assert remind(place, f"--lang={language}") == 0

    said = capsys.readouterr().out
    assert all(word in said for word in (*words, *UNITS, "buergeramt@zwoelfingen.example", "Z-37"))


def test_programs_get_it_as_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    remind(place, "--format=json")

    said = json.loads(capsys.readouterr().out)
    assert [each["unit"] for each in said["circulars"]] == list(UNITS)
    first = said["circulars"][0]["requests"][0]
    assert first["reasons"] == ["stale"]
    assert first["questions"][0]["en"].startswith("Last confirmed or changed on 2026-06-")
    assert said["told"] == []


def test_workbooks_are_laid_into_a_folder_and_known_when_they_come_back(place: Path, tmp_path: Path) -> None:
    assert remind(place, f"--lay={tmp_path / 'post'}") == 0

    laid = sorted((tmp_path / "post").iterdir())
    assert len(laid) == len(UNITS)
    kept = {circular.id for circular in kept_circulars(Folder(output_of(place) / place.name))}
    assert {reply.id for path in laid if (reply := reply_of(path))} == kept


def test_a_dry_run_writes_nothing_and_counts_as_nothing_asked(place: Path, tmp_path: Path) -> None:
    assert remind(place, f"--lay={tmp_path / 'post'}", "--dry-run") == 0

    assert not (tmp_path / "post").exists()
    assert kept_circulars(Folder(output_of(place) / place.name)) == []


def test_who_cannot_be_asked_is_told_and_is_a_finding(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace('"Bauamt" =', '"Hochbauamt" ='), "utf-8")

    assert remind(place) == 1

    said = capsys.readouterr().out
    assert "Die Projekte von „Bauamt“ fragt niemand nach" in said
    assert "dataset.toml: Zu „Hochbauamt“ ist ein Postfach bekannt" in said


def test_without_a_mailbox_nobody_is_asked_and_the_command_says_so(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").partition("[reminders.units]")[0], "utf-8")

    assert remind(place) == 0

    said = capsys.readouterr()
    assert "Zurzeit ist niemand etwas zu fragen." in said.out
    assert "steht unter reminders.units kein Postfach" in said.err


def test_a_workbook_that_cannot_be_read_in_full_is_mentioned(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "roadmap.xlsx").write_bytes(b"PK kaputt")

    remind(place)

    assert "Nicht alle Tabellen ließen sich ganz lesen" in capsys.readouterr().err
