"""The command as a person calls it: what it prints, and the code it ends with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import CLEAN, FINDINGS, OUTSIDE, USAGE, main
from tests.towns import change, copy_town

ROOT = Path(__file__).parents[1]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one town, in which the command is called at a fixed time."""
    place = copy_town(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795338000")  # 2026-11-22T09:00:00Z
    return place


def _roadmap(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def _break(place: Path) -> None:
    change(place, lambda sheet: sheet.__setitem__("E8", "Raumfahrt"))


def test_a_clean_workbook_ends_with_zero(place: Path) -> None:
    assert _roadmap("check", str(place / "vorhaben.xlsx")) == CLEAN


def test_a_workbook_with_a_fault_ends_with_one_and_names_the_cell(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _break(place)

    assert _roadmap("check", str(place / "vorhaben.xlsx")) == FINDINGS

    assert "E8" in capsys.readouterr().out


def test_findings_are_told_as_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _break(place)

    _roadmap("check", str(place / "vorhaben.xlsx"), "--format", "json")

    report = json.loads(capsys.readouterr().out)
    violation = next(result for result in report["results"] if result["severity"] == "Violation")
    assert report["version"] == 1
    assert (violation["cell"], violation["column"], violation["value"]) == ("E8", "Bereich(e)", "Raumfahrt")
    assert violation["link"] == "https://w3id.org/digitalstrategie/def/rule/field-unknown"


def test_run_publishes_and_says_where(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _roadmap("run") == CLEAN

    assert "output/beispielstadt/public/editions/2026-11-22" in capsys.readouterr().out
    assert Path("output/beispielstadt/public/current/roadmap.ttl").is_file()


def test_a_second_run_says_that_nothing_changed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _roadmap("run")
    capsys.readouterr()

    assert _roadmap("run") == CLEAN

    assert "nichts hat sich geändert" in capsys.readouterr().out


def test_a_run_ends_with_what_to_do_next(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _roadmap("run")

    assert capsys.readouterr().out.endswith("""

Wie es weitergeht:
  Bürgerseiten output/beispielstadt/public/index.html
  Katalog      output/beispielstadt/public/current/catalog.ttl
  Bewertung    roadmap score beispielstadt
  Portalplan   roadmap publish beispielstadt --to ckan --dry-run
  Ansehen      roadmap serve
""")


def test_the_pages_for_citizens_are_written_by_a_run_and_anew_when_asked(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _roadmap("run")
    page = Path("output/beispielstadt/public/index.html")
    page.unlink()
    capsys.readouterr()

    assert _roadmap("site", "beispielstadt") == CLEAN

    assert page.is_file()
    assert "davon 0 neu, 1 geändert, 0 entfernt" in capsys.readouterr().out


def test_a_foreign_page_is_told_and_the_edition_stands(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = Path("output/beispielstadt/public/index.html")
    page.parent.mkdir(parents=True)
    page.write_text("Eigene Seite", "utf-8")

    assert _roadmap("run") == OUTSIDE

    assert "stammt nicht von diesem Programm" in capsys.readouterr().err
    assert Path("output/beispielstadt/public/current/projects.csv").is_file()
    assert page.read_text("utf-8") == "Eigene Seite"


def test_a_command_that_the_shell_would_not_find_is_told_with_its_folder(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("sys.argv", [".venv/bin/roadmap"])

    _roadmap("run")

    assert "  Bewertung    .venv/bin/roadmap score beispielstadt\n" in capsys.readouterr().out


def test_what_to_do_next_is_told_once_after_all_towns_with_the_folders_that_were_named(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_town(place.parents[1], "erkelenz")

    _roadmap("run", "--output", "neue ausgaben", "--sources", str(place.parent), "--lang", "en")

    told = capsys.readouterr().out
    folders = f"--sources {place.parent} --output 'neue ausgaben'"
    assert told.count("What comes next") == 1
    assert told.endswith(f"""

What comes next, here for beispielstadt:
  pages         neue ausgaben/beispielstadt/public/index.html
  catalog       neue ausgaben/beispielstadt/public/current/catalog.ttl
  score         roadmap score beispielstadt --output 'neue ausgaben'
  portal plan   roadmap publish beispielstadt --to ckan --dry-run {folders}
  look at it    roadmap serve --output 'neue ausgaben'
""")


def test_programs_and_those_without_an_edition_are_not_told_what_to_do_next(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _roadmap("run", "--format", "json")
    (told,) = json.loads(capsys.readouterr().out)
    _break(place)
    _roadmap("run")

    assert (told["edition"], told["changed"]) == ("2026-11-22", True)
    assert "Wie es weitergeht" not in capsys.readouterr().out


def test_a_misspelled_town_is_a_mistake_in_the_call(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _roadmap("run", "beispielsatdt") == USAGE

    assert "beispielstadt" in capsys.readouterr().err


def test_a_file_outside_every_town_needs_its_settings_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy_town(place.parents[1], "erkelenz")
    lonely = place.parents[1] / "irgendwo.xlsx"
    lonely.write_bytes((place / "vorhaben.xlsx").read_bytes())

    assert _roadmap("check", str(lonely)) == USAGE
    assert "--dataset" in capsys.readouterr().err
    assert _roadmap("check", str(lonely), "--dataset", str(place / "dataset.toml")) == CLEAN


def test_a_folder_that_cannot_be_written_is_the_world_outside(place: Path) -> None:
    Path("output").write_text("in the way", "utf-8")

    assert _roadmap("run") == OUTSIDE


def test_trace_shows_the_cell_and_the_value_as_typed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _roadmap("run")
    capsys.readouterr()
    iri = "https://w3id.org/digitalstrategie/id/beispielstadt/vorhaben/KW-01"

    assert _roadmap("trace", iri, "--format", "json") == CLEAN

    statements = json.loads(capsys.readouterr().out)["statements"]
    start = next(
        item for item in statements if item["predicate"].endswith("label") and item["subject"].endswith("/period/begin")
    )
    assert (start["file"], start["sheet"], start["cell"], start["typed"]) == (
        "vorhaben.xlsx",
        "Vorhaben",
        "H12",
        "Q2/2025",
    )
    assert all(item["cell"] for item in statements)


def test_diff_tells_what_changed_between_two_versions(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _roadmap("run")
    change(place, lambda sheet: sheet.__setitem__("G8", "im Betrieb"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795424400")
    _roadmap("run")
    capsys.readouterr()

    assert _roadmap("diff", "2026-11-22", "2026-11-23") == CLEAN

    assert "(BA-02)\n  - Status: bisher „laufend“, neu „im Betrieb“" in capsys.readouterr().out


def test_template_writes_a_workbook(place: Path) -> None:
    assert _roadmap("template", "beispielstadt") == CLEAN

    assert Path("beispielstadt-vorlage.xlsx").is_file()


def test_an_unknown_key_in_the_settings_ends_with_two(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace('title = "Vorhaben"', 'tite = "Vorhaben"'), "utf-8")

    assert _roadmap("run") == USAGE

    assert "„tite“ ist nicht bekannt. Meinten Sie „title“?" in capsys.readouterr().err


def test_two_files_of_one_name_are_told_apart(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = place / "alt" / "vorhaben.xlsx"
    other.parent.mkdir()
    other.write_bytes((place / "vorhaben.xlsx").read_bytes())

    assert _roadmap("check", str(place / "vorhaben.xlsx"), str(other), "--format", "json") == FINDINGS

    report = json.loads(capsys.readouterr().out)
    assert [file["file"].endswith("vorhaben.xlsx") for file in report["files"]] == [True, True]
    faults = [result for result in report["results"] if result["severity"] == "Violation"]
    assert {fault["rule"] for fault in faults} == {"keys-all-taken"}
    assert {fault["file"] for fault in faults} == {"alt/vorhaben.xlsx"}  # its place, and nothing of this machine


def test_one_towns_mistake_does_not_keep_the_others_back(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = copy_town(place.parents[1], "erkelenz") / "dataset.toml"
    broken.write_text("nonsense = 1\n" + broken.read_text("utf-8"), "utf-8")

    assert _roadmap("run") == USAGE

    assert "„nonsense“ ist nicht bekannt" in capsys.readouterr().err
    assert Path("output/beispielstadt/public/current/edition.json").is_file()


def test_a_version_that_several_towns_have_needs_its_town(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy_town(place.parents[1], "erkelenz")
    _roadmap("run")
    capsys.readouterr()

    assert _roadmap("diff", "2026-11-22") == USAGE
    assert "--town" in capsys.readouterr().err
    assert _roadmap("diff", "erkelenz/2026-11-22") == CLEAN
    assert "Nichts hat sich geändert" in capsys.readouterr().out


def test_a_broken_clock_setting_and_a_missing_file_are_mistakes_in_the_call(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _roadmap("check", "nirgends.xlsx") == USAGE
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "gestern")
    assert _roadmap("run") == USAGE


def test_a_damaged_edition_is_the_world_outside(place: Path) -> None:
    _roadmap("run")
    (Path("output/beispielstadt/public/current") / "edition.json").write_text("{", "utf-8")

    assert _roadmap("run") == OUTSIDE


def test_trace_knows_the_strategy_too(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _roadmap("run")
    capsys.readouterr()

    assert (
        _roadmap("trace", "https://w3id.org/digitalstrategie/id/beispielstadt/bereich/V", "--format", "json") == CLEAN
    )
    assert {item["file"] for item in json.loads(capsys.readouterr().out)["statements"]} == {"dataset.toml"}


def test_help_is_there_at_once() -> None:
    """Nothing heavy is imported before a command needs it."""
    code = "import sys; from pipeline.cli import roadmap; roadmap(['publish', '--help'], standalone_mode=False)"
    heavy = "{'rdflib', 'pandas', 'pyshacl', 'openpyxl', 'requests', 'rich', 'jinja2', 'pyoxigraph'}"

    ended = subprocess.run(
        [sys.executable, "-c", f"{code}; sys.exit(' '.join({heavy} & set(sys.modules)) or 0)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.stderr.strip(), ended.returncode) == ("", 0)
    assert "--dry-run" in ended.stdout


def test_a_table_is_checked_without_a_processor_of_shacl() -> None:
    """The screen knows all rules, and importing rdflib takes longer than judging a small table."""
    command = ["check", str(ROOT / "sources" / "erkelenz" / "roadmap.xlsx")]
    code = f"import sys; from pipeline.cli import roadmap; roadmap({command!r}, standalone_mode=False)"

    ended = subprocess.run(
        [sys.executable, "-c", f"{code}; sys.exit(' '.join({{'rdflib', 'pyshacl'}} & set(sys.modules)) or 0)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.stderr.strip(), ended.returncode) == ("", 0)
    assert ended.stdout
