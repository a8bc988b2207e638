"""A project or an edition goes at once and everywhere, and each place is asked whether it is gone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.cli import CLEAN, OUTSIDE, USAGE, main
from pipeline.model.graph import Index, curie, parse_turtle
from pipeline.publish import amend
from pipeline.publish.withdrawals import PENDING, read_withdrawals
from tests.erasures import folder_of, where_it_stands
from tests.fake_graph_store import FakeGraphStore, serving
from tests.towns import FIRST_DAY, SECOND_DAY, change, copy_town, output_of, publish, show

KEY, TITLE = "BA-02", "Wegweiser in Leichter Sprache"
THIRD_DAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
NO_PAGES = "\n[site]\nenabled = false\n"
"""They take seconds each time."""
MIDDLE, WORD = "2026-11-23", "Quastenflosser"


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with three editions, whose second one alone says a word."""
    place = copy_town(tmp_path_factory.mktemp("three"))
    publish(place, now=FIRST_DAY)
    change(place, lambda sheet: _retitle(sheet, "Zwischenstand Quastenflosser"))
    publish(place, now=SECOND_DAY)
    change(place, lambda sheet: _retitle(sheet, "Endgültiger Name"))
    publish(place, now=THIRD_DAY)
    settings = place / "dataset.toml"
    settings.write_text(f"{settings.read_text('utf-8')}{NO_PAGES}")
    return place


def _retitle(sheet: Worksheet, title: str) -> None:
    sheet.cell(7, 3).value = title


@pytest.fixture
def place(three: Path, tmp_path: Path) -> Path:
    shutil.copytree(three.parents[1], tmp_path, symlinks=True, dirs_exist_ok=True)
    return tmp_path / "sources" / three.name


@pytest.fixture
def served(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of a web server, to which all was published."""
    served = tmp_path / "served"
    served.mkdir()
    monkeypatch.setenv("FOLDER_PATH", str(served))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(LATER.timestamp())))
    assert _roadmap("publish", place, "--to", "folder") == CLEAN
    return served


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGraphStore]:
    fake = FakeGraphStore()
    with serving(fake) as address:
        for name, path in (("QUERY", "query"), ("UPDATE", "update"), ("GRAPH_STORE", "store")):
            monkeypatch.setenv(f"SPARQL_{name}", f"{address}/{path}")
        yield fake


def _roadmap(command: str, place: Path, *arguments: str) -> int:
    where = ("--sources", str(place.parent), "--output", str(output_of(place)))
    with pytest.raises(SystemExit) as ended:
        main((command, place.name, *arguments, *where))
    return int(ended.value.code or 0)


def _withdraw(place: Path, *arguments: str) -> int:
    return _roadmap("withdraw", place, *arguments)


def _show_pages(place: Path) -> None:
    """With pages for citizens, published."""
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace(NO_PAGES, ""))
    show(place)
    assert _roadmap("publish", place, "--to", "folder") == CLEAN


def test_a_project_goes_everywhere_although_its_row_still_stands(
    place: Path, served: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _show_pages(place)
    assert list(served.glob(f"**/{KEY}/*"))

    assert _withdraw(place, "--project", KEY, "--reason", "Datenschutz") == CLEAN

    said = capsys.readouterr().out
    assert where_it_stands(served, TITLE) == []
    assert not list(served.glob(f"**/{KEY}/*"))
    assert where_it_stands(folder_of(place).path, TITLE) == []
    assert [line.split()[1] for line in said.splitlines() if line.startswith("geprüft:")] == [
        "public",
        "internal",
        "folder",
    ]
    assert said.count("nichts gefunden") == 3
    assert read_withdrawals(folder_of(place).internal)[KEY].reason == "Datenschutz"
    assert not (folder_of(place).internal / PENDING).exists()


def test_the_next_run_leaves_the_row_out_tells_it_and_carries_nothing(place: Path, served: Path) -> None:
    assert _withdraw(place, "--project", KEY) == CLEAN

    change(place, lambda sheet: _retitle(sheet, "Noch ein Name"))
    outcome = publish(place, now=LATER)

    told = [result for result in outcome.prepared.report.results if result.rule.id == "row-withdrawn"]
    assert [result.cell.row for result in told] == [8]
    assert outcome.receipt
    assert outcome.edition
    assert outcome.edition.carried == ()
    public = folder_of(place).halves(outcome.edition.version).public
    assert TITLE not in (public / "roadmap.nt").read_text("utf-8")
    assert where_it_stands(folder_of(place).public, TITLE) == []


def test_a_mistake_in_a_row_that_is_left_out_holds_nobody_back(place: Path, served: Path) -> None:
    assert _withdraw(place, "--project", KEY) == CLEAN

    change(place, lambda sheet: setattr(sheet.cell(8, 7), "value", "kein Status"))

    outcome = publish(place, now=LATER)
    assert outcome.receipt
    assert [result.rule.id for result in outcome.prepared.report.results if result.cell.row == 8] == ["row-withdrawn"]


def test_a_withdrawal_that_is_lifted_lets_the_row_be_published(place: Path, served: Path) -> None:
    assert _withdraw(place, "--project", KEY) == CLEAN
    assert _withdraw(place, "--project", KEY, "--lift") == CLEAN

    outcome = publish(place, now=LATER)

    assert outcome.edition
    assert TITLE in (folder_of(place).halves(outcome.edition.version).public / "roadmap.nt").read_text("utf-8")
    assert _withdraw(place, "--project", KEY, "--lift") == USAGE


def test_withdrawing_again_changes_nothing(place: Path, served: Path) -> None:
    assert _withdraw(place, "--project", KEY) == CLEAN
    before = {path: path.read_bytes() for path in folder_of(place).path.rglob("*") if path.is_file()}

    assert _withdraw(place, "--project", KEY) == CLEAN
    assert _withdraw(place) == CLEAN

    assert {path: path.read_bytes() for path in folder_of(place).path.rglob("*") if path.is_file()} == before


def test_a_damaged_list_of_what_is_withdrawn_stops_a_run(place: Path, served: Path) -> None:
    assert _withdraw(place, "--project", KEY) == CLEAN
    (folder_of(place).internal / "withdrawals.json").write_text("{")

    assert _roadmap("run", place) == OUTSIDE


def test_a_destination_that_fails_holds_no_other_up_and_is_done_later(
    place: Path, served: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPARQL_QUERY", "http://127.0.0.1:9/query")
    monkeypatch.setenv("SPARQL_UPDATE", "http://127.0.0.1:9/update")
    monkeypatch.setenv("SPARQL_GRAPH_STORE", "http://127.0.0.1:9/store")
    monkeypatch.setattr("pipeline.publish.patience.TRIES", 1)

    assert _withdraw(place, "--project", KEY, "--format", "json") == OUTSIDE
    told = json.loads(capsys.readouterr().out)
    assert where_it_stands(served, TITLE) == []
    assert told["open"] == ["sparql"]
    assert [failure["place"] for failure in told["failures"]] == ["sparql"]

    fake = FakeGraphStore()
    with serving(fake) as address:
        for name, path in (("QUERY", "query"), ("UPDATE", "update"), ("GRAPH_STORE", "store")):
            monkeypatch.setenv(f"SPARQL_{name}", f"{address}/{path}")
        assert _withdraw(place) == CLEAN


@pytest.mark.parametrize("where", ["folder", "page", "public", "internal", "drops"])
def test_what_is_planted_is_found(where: str, place: Path, served: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_of(place)
    planted = {
        "folder": served / "editions" / "2026-11-24" / "rest.txt",
        "page": served / "vorhaben" / KEY / "rest.txt",
        "public": folder.public / "daten" / "rest.txt",
        "internal": folder.internal / "rest.txt",
        "drops": folder.internal / "drops" / "abc" / "vorhaben.xlsx",
    }[where]
    planted.parent.mkdir(parents=True, exist_ok=True)
    planted.write_text(f"Hier steht noch {TITLE.upper()}.")

    code = _withdraw(place, "--project", KEY, "--format", "json")
    told = json.loads(capsys.readouterr().out)

    if where == "drops":
        assert code == CLEAN
        assert not planted.exists()
    else:
        assert code == OUTSIDE
        found = {proof["place"]: proof["found"] for proof in told["proofs"]}
        assert any("rest.txt" in place for place in found["folder" if where == "page" else where])
        assert (folder.internal / PENDING).is_file()


def test_what_is_planted_in_a_store_is_found_in_whatever_graph(
    place: Path, served: Path, store: FakeGraphStore, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = "https://other.example/g"
    store.store.update(f'INSERT DATA {{ GRAPH <{foreign}> {{ <urn:a> <urn:b> "Alt: {TITLE}." }} }}')

    assert _withdraw(place, "--project", KEY, "--format", "json") == OUTSIDE
    told = json.loads(capsys.readouterr().out)
    found = {proof["place"]: proof["found"] for proof in told["proofs"]}
    assert found["sparql"] == [foreign]
    assert found["folder"] == []

    store.store.update(f"DROP GRAPH <{foreign}>")
    assert _withdraw(place) == CLEAN


def test_an_edition_goes_with_its_folders_its_graph_and_all_that_led_to_it(
    place: Path, served: Path, store: FakeGraphStore
) -> None:
    folder = folder_of(place)
    _show_pages(place)
    assert _roadmap("publish", place, "--to", "sparql") == CLEAN
    assert where_it_stands(folder.path, WORD)

    assert _withdraw(place, "--edition", MIDDLE, "--reason", "Irrtum") == CLEAN

    assert folder.versions() == ["2026-11-22", "2026-11-24"]
    assert where_it_stands(folder.path, WORD) == []
    assert where_it_stands(served, WORD) == []
    assert not (served / "editions" / MIDDLE).exists()
    assert WORD not in str(store.look())
    half = folder.halves("2026-11-24").public
    index = Index(parse_turtle((half / "catalog.ttl").read_text("utf-8"), "catalog.ttl"))
    leads = {
        term
        for each in index.subjects("rdf:type", curie("dcat:Dataset"))
        for term in index.objects(each, "dcat:previousVersion")
    }
    assert leads
    assert all(term.endswith("/2026-11-22>") for term in leads)
    assert json.loads((half / "edition.json").read_bytes())["previous"] == "2026-11-22"
    assert "Endgültiger Name" in (half / "changes.md").read_text("utf-8")
    assert all(folder.read_edition(version) for version in folder.versions())


def test_the_first_edition_goes_and_the_next_is_the_first(place: Path, served: Path) -> None:
    assert _withdraw(place, "--edition", "2026-11-22") == CLEAN

    folder = folder_of(place)
    half = folder.halves(MIDDLE).public
    assert folder.versions() == [MIDDLE, "2026-11-24"]
    assert "previousVersion" not in (half / "catalog.ttl").read_text("utf-8")
    assert not (half / "changes.md").exists()
    assert _roadmap("run", place) in (CLEAN, 1)


@pytest.mark.parametrize(
    ("versions", "why"),
    [
        (["2026-11-24"], "rollback"),
        (["2026-11-22", MIDDLE, "2026-11-24"], "keine Ausgabe mehr"),
        (["2020-01-01"], "gibt es nicht"),
    ],
)
def test_an_edition_that_cannot_go_is_refused_with_what_to_do(
    versions: list[str], why: str, place: Path, served: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [word for version in versions for word in ("--edition", version)]

    assert _withdraw(place, *asked) == USAGE

    assert why in capsys.readouterr().err
    assert len(folder_of(place).versions()) == 3


@pytest.mark.parametrize("moves", range(1, 7))
def test_a_withdrawal_that_is_killed_is_finished_by_whoever_comes_next(
    moves: int, place: Path, served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = 0
    move = amend._move

    def dying(*arguments: object) -> None:
        nonlocal done
        done += 1
        if done == moves:
            raise KeyboardInterrupt
        move(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as killed:
        killed.setattr(amend, "_move", dying)
        _withdraw(place, "--edition", MIDDLE)
    folder = folder_of(place)
    with folder.locked():
        pass

    assert folder.versions() == ["2026-11-22", "2026-11-24"]
    assert folder.passed_over() == []
    assert _withdraw(place) == CLEAN
    assert where_it_stands(folder.path, WORD) == []
    assert where_it_stands(served, WORD) == []


def test_projects_and_editions_are_not_withdrawn_in_one_call(place: Path) -> None:
    assert _withdraw(place, "--project", KEY, "--edition", MIDDLE) == USAGE
    assert _withdraw(place, "--lift") == USAGE
    assert _withdraw(place, "--project", "XX-99") == USAGE
