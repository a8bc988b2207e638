"""Everything that a command says is in the language of the run."""

from __future__ import annotations

import ast
import errno
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.cli import CLEAN, OUTSIDE, USAGE, main
from pipeline.cli.mistakes import in_german
from pipeline.cli.speech import Speech, progress
from pipeline.model.errors import reason_of
from pipeline.model.report import Text
from pipeline.prepare import prepare, read
from pipeline.render.formats.provenance import Origin
from pipeline.render.reports.trace import print_origins
from pipeline.town.resources import read_resources
from tests.golden_cases import TODAY
from tests.towns import copy_town, town_of

ROOT = Path(__file__).parents[1]
ENGLISH = re.compile(r"\b(the|is|there|could|not|no|such|with|which|was)\b")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one town, in which the command is called."""
    place = copy_town(tmp_path)
    monkeypatch.chdir(tmp_path)
    return place


def _roadmap(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def _raised() -> Iterator[tuple[Path, ast.Call]]:
    """Every error of ours that is raised, with its file; settings have a way of their own to tell mistakes."""
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))) if path.parent.name != "town" else ():
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                yield path, node.exc


def test_no_error_is_raised_with_words_of_one_language() -> None:
    ours = {"ConfigError", "OutsideWorldError", "PipelineError", "PublishError"}
    plain = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in _raised()
        if isinstance(call.func, ast.Name) and call.func.id in ours
        if isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ]

    assert plain == []


@pytest.mark.parametrize(
    ("arguments", "german", "english"),
    [
        (["run", "nirgends"], "Eine Stadt „nirgends“ gibt es hier nicht", 'there is no town "nirgends"'),
        (["run", "--sources", "leer"], "Hier liegt kein Ordner einer Stadt", "there is no folder of a town"),
        (["diff", "2020-01-01"], "Eine solche Ausgabe gibt es", "there is no such edition"),
        (["score"], "Nennen Sie den Katalog", "say whose catalog"),
        (["score", "nirgends"], "Diesen Katalog gibt es nicht", "there is no such catalog"),
        (["trace", "https://example.org/x"], "Keine Ausgabe in output/ kennt", "No edition in output/ knows"),
        (["check", "nix.xlsx"], "FILE: nix.xlsx gibt es nicht", "Path 'nix.xlsx' does not exist"),
        (
            ["run", "--lagn", "de"],
            "Eine Angabe --lagn gibt es nicht. Meinten Sie --anew oder --lang?",
            "No such option",
        ),
        (["template"], "Es fehlt TOWN", "Missing argument 'TOWN'"),
    ],
)
@pytest.mark.usefixtures("place")
def test_a_mistake_in_the_call_is_told_in_the_language_of_the_run(
    arguments: list[str], german: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _roadmap(*arguments) == USAGE
    in_german_run = capsys.readouterr().err
    assert _roadmap(*arguments, "--lang", "en") == USAGE
    in_english_run = capsys.readouterr().err

    assert german in in_german_run
    assert not ENGLISH.search(in_german_run)
    assert english in in_english_run


def test_a_town_without_a_workbook_is_told_in_the_language_of_the_run(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "vorhaben.xlsx").unlink()

    _roadmap("run")
    _roadmap("run", "--lang=en")

    german, english = capsys.readouterr().err.splitlines()
    assert german == f"roadmap: {Path('sources/beispielstadt')}: Eine Tabelle namens vorhaben.xlsx gibt es hier nicht"
    assert english == f"roadmap: {Path('sources/beispielstadt')}: there is no workbook called vorhaben.xlsx"


def test_a_disk_that_fails_is_told_in_the_language_of_the_run(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = place / "nirgends" / "seite.html"

    for language in ("de", "en"):
        assert _roadmap("check", str(place / "vorhaben.xlsx"), "--html", str(target), "--lang", language) == OUTSIDE

    german, english = capsys.readouterr().err.splitlines()
    assert german == f"roadmap: {target}: ließ sich nicht schreiben (nicht vorhanden)"
    assert english == f"roadmap: {target}: could not be written (No such file or directory)"


def test_a_rare_reason_of_the_system_is_told_in_its_own_words() -> None:
    assert reason_of(OSError(errno.ENOSPC, "No space left on device")).de == "kein Platz mehr auf dem Datenträger"
    assert reason_of(OSError(errno.EDOM, "Out of domain")) == Text("Out of domain", "Out of domain")


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("No such command 'rum'. Did you mean 'run'?", "Einen Befehl rum gibt es nicht. Meinten Sie run?"),
        (
            "No such option: --o (Possible options: --output, --of)",
            "Eine Angabe --o gibt es nicht. Möglich: --output, --of",
        ),
        ("Invalid value for '--to': 'foo' is not 'ckan'.", "--to: foo ist nicht möglich, sondern 'ckan'"),
        ("Missing option '--to'. Choose from:\n\tckan", "Es fehlt --to. Möglich: ckan"),
        ("Got unexpected extra argument (c)", "Zu viele Angaben: c"),
        ("Something new.", "Something new."),
    ],
)
def test_what_click_says_is_told_in_german(english: str, german: str) -> None:
    assert in_german(english) == german


def test_whom_nobody_asked_speaks_the_language_of_the_towns_sheets(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = place / "dataset.toml"
    settings.write_text(f'language = "en"\n{settings.read_text("utf-8")}', "utf-8")

    assert _roadmap("check", str(place / "vorhaben.xlsx")) == CLEAN
    assert _roadmap("check", str(place / "vorhaben.xlsx"), "--lang", "de") == CLEAN

    english, german = capsys.readouterr().out, Speech("de", is_asked=True).to(town_of(place).dataset)
    assert "1 note: " in english
    assert "1 Hinweis: " in english
    assert german.language == "de"


def test_the_stages_are_told_with_what_they_have_before_them(place: Path) -> None:
    told: list[Text] = []
    town, resources = town_of(place), read_resources()

    found = read(town.workbooks, town, resources, tell=told.append)
    prepare(found, town, resources, today=TODAY, tell=told.append)

    assert [text.de for text in told] == ["liest vorhaben.xlsx", "sucht die Projekte", "prüft 5 Projekte"]
    assert [text.en for text in told] == ["reading vorhaben.xlsx", "looking for the projects", "judging 5 projects"]


def test_progress_is_for_terminals_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")

    for stream, is_told in ((io.StringIO(), False), (terminal, True)):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress("de") as tell:
            tell(Text("prüft 20.000 Projekte", "judging 20,000 projects"))
        assert ("prüft 20.000 Projekte …" in stream.getvalue()) is is_told


@pytest.mark.parametrize("width", [40, 80])
def test_a_trace_breaks_no_iri(width: int) -> None:
    iri = f"https://example.org/{'weit/' * 30}weg"
    origin = Origin(iri, "http://purl.org/dc/terms/title", f"<{iri}>", "a.xlsx", "A", "C7", "Weit\x1b[31m weg")
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)

    print_origins([origin], console, language="de")

    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().splitlines() == [
        iri,
        "  dcterms:title  a.xlsx / A / C7 · getippt „Weit␛[31m weg“",
        f"    {iri}",
        "",
    ]
