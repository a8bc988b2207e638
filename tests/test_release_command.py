"""``roadmap release`` and ``roadmap rollback`` as a person calls them: what they say, what they do, how they end."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from pipeline.cli import CLEAN, FINDINGS, OUTSIDE, USAGE, main
from pipeline.publish.folder import Folder
from pipeline.releasing import with_workbooks
from tests.five_editions import NAME, make_town, moment, write_workbook
from tests.test_release import FULL
from tests.towns import output_of, publish, town_of

FIRST = "2024-01-15"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A town whose eight projects are published, and whose workbook has five of them left."""
    place = make_town(tmp_path)
    write_workbook(place / "roadmap.xlsx", FULL)
    publish(place, now=moment(0))
    write_workbook(place / "roadmap.xlsx", FULL[:5])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1721034000")  # 2024-07-15T09:00:00Z
    return place


def _call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def _versions(place: Path) -> list[str]:
    return Folder(output_of(place) / NAME).versions()


def test_what_is_held_is_listed_and_stays_held(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _call("release", NAME, "--list") == FINDINGS

    said = capsys.readouterr().out
    assert "Viele Projekte fehlen" in said
    assert "K-6, K-7, K-8" in " ".join(said.split())
    assert _versions(place) == [FIRST]


@pytest.mark.parametrize("answer", ["", "n", "nein", "vielleicht"])
def test_whoever_does_not_agree_releases_nothing(
    place: Path, answer: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n"))

    assert _call("release", NAME) == FINDINGS

    assert "nichts ist freigegeben" in capsys.readouterr().out
    assert _versions(place) == [FIRST]


@pytest.mark.parametrize("answer", ["j", "Ja", "y"])
def test_whoever_agrees_publishes_it(place: Path, answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n"))

    _call("release", NAME, "--reason", "Abgestimmt.")

    assert _versions(place) == [FIRST, "2024-07-15"]
    report = output_of(place) / NAME / "internal" / "report" / "report.json"
    assert "Freigegeben am 15.07.2024: Abgestimmt." in report.read_text("utf-8")


def test_a_program_is_told_as_json_and_asked_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _call("release", NAME, "--format", "json") == USAGE
    capsys.readouterr()
    assert _call("release", NAME, "--list", "--format", "json") == FINDINGS
    listed = json.loads(capsys.readouterr().out)
    assert _call("release", NAME, "--yes", "--format", "json") == CLEAN

    assert (listed["town"], listed["verdict"]) == (NAME, "held")
    told = json.loads(capsys.readouterr().out)
    assert told == {"version": 1, "town": NAME, "released": ["rows-lost"], "edition": "2024-07-15"}


def test_where_nothing_is_held_it_says_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_workbook(place / "roadmap.xlsx", FULL)

    assert _call("release", NAME, "--yes") == CLEAN

    assert "nichts wird zurückgehalten" in capsys.readouterr().out


def test_what_has_to_be_mended_is_not_released(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_workbook(place / "roadmap.xlsx", [*FULL[:5], ("K-9", "", *FULL[0][2:])])

    assert _call("release", NAME, "--yes", "--lang", "en") == FINDINGS

    assert "cannot be released, only mended: Title is missing" in " ".join(capsys.readouterr().out.split())
    assert _versions(place) == [FIRST]


def test_what_would_change_is_shown_without_what_looks_personal(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = ("K-9", "Frau Beispiel hilft", *FULL[0][2:])
    write_workbook(place / "roadmap.xlsx", [*FULL, named])

    assert _call("release", NAME, "--list") == FINDINGS

    said = capsys.readouterr().out
    assert "K-9" in said
    assert "Beispiel" not in said


def test_files_that_were_handed_in_take_the_places_of_those_of_the_same_name(place: Path, tmp_path: Path) -> None:
    drop = tmp_path / "drops" / "0" / "roadmap.xlsx"
    drop.parent.mkdir(parents=True)
    drop.touch()

    assert with_workbooks(town_of(place), [drop]).workbooks == (drop,)
    assert with_workbooks(town_of(place), []).workbooks == (place / "roadmap.xlsx",)


def test_an_edition_is_brought_back_and_sent_to_every_destination(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "www").mkdir()
    with (place / "dataset.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            f'\n[catalog]\nsite = "https://musterstadt.example/"\n\n[destinations.folder]\npath = "{tmp_path}/www"\n'
        )
    _call("release", NAME, "--yes")
    capsys.readouterr()

    assert _call("rollback", NAME, FIRST, "--reason", "Es war die falsche Tabelle.", "--publish") == CLEAN

    said = capsys.readouterr().out
    assert "Ausgabe 2024-07-15.2 liegt in" in said
    assert f"sie sagt, was {FIRST} gesagt hat, anstelle von 2024-07-15" in said
    assert (tmp_path / "www" / "editions" / "2024-07-15.2" / "roadmap.nt").is_file()
    assert _call("run", NAME) == FINDINGS


def test_without_publish_the_next_steps_are_printed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (place / "dataset.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[destinations.webdav]\nurl = "https://musterstadt.example/dav/"\n')
    _call("release", NAME, "--yes")
    capsys.readouterr()

    assert _call("rollback", NAME, FIRST, "--reason", "Falsch.", "--lang", "en") == CLEAN

    said = capsys.readouterr().out
    assert f"publish {NAME} --to webdav" in said
    assert "--to ckan" not in said


def test_a_destination_that_does_not_do_its_part_is_told(place: Path, tmp_path: Path) -> None:
    with (place / "dataset.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[destinations.folder]\npath = "{tmp_path}/nirgends/www"\n')
    _call("release", NAME, "--yes")

    assert _call("rollback", NAME, FIRST, "--reason", "Falsch.", "--publish") in (USAGE, OUTSIDE)
    assert _versions(place)[-1] == "2024-07-15.2"


def test_what_cannot_be_brought_back_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _call("rollback", NAME, FIRST, "--reason", "Falsch.") == USAGE
    assert "ist schon die aktuelle Ausgabe" in capsys.readouterr().err
    assert _call("rollback", NAME, "2020-01-01", "--reason", "Falsch.") == USAGE
    assert _call("rollback", NAME, FIRST) == USAGE
