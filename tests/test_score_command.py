"""The command ``roadmap score`` as a person calls it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from pipeline.cli import CLEAN, OUTSIDE, USAGE, main
from tests.catalogs import COMPLETE, PREFIXES
from tests.test_catalog_reading import ok, serving
from tests.towns import copy_town, publish


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a current edition of Musterstadt, in a place where the command is called."""
    folder = tmp_path / "output" / "musterstadt" / "public" / "current"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    content = b"id\n1\n"
    digest = hashlib.sha256(content).hexdigest()
    (folder / "projects.csv").write_bytes(content)
    manifest = {"distributions": [{"name": "projects.csv", "sha256": digest}]}
    (folder / "edition.json").write_text(json.dumps(manifest), "utf-8")
    (folder / "catalog.ttl").write_text(COMPLETE.replace("0" * 64, digest), "utf-8")
    return folder


def _roadmap(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


@pytest.mark.parametrize("source", [[], ["musterstadt"], ["output/musterstadt/public/current"]])
def test_the_edition_of_a_town_is_scored_without_the_web(
    edition: Path, source: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _roadmap("score", *source) == CLEAN

    text = capsys.readouterr().out
    assert "325 von 405 Punkten: Gut (80 Punkte nicht geprüft)" in text
    assert "Datei daneben: https://" in text
    assert "weiß nur das Web" in " ".join(text.split())


@pytest.mark.parametrize(("town", "count"), [("erkelenz", 2), ("beispielstadt", 2), ("vokabular", 1)])
def test_every_dataset_of_a_town_has_all_points_but_those_of_answers_that_nobody_asked_for(
    town: str, count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    publish(copy_town(tmp_path, town))

    assert _roadmap("score", town, "--format", "json") == CLEAN

    datasets = json.loads(capsys.readouterr().out)["datasets"]
    assert [(dataset["total"], dataset["unchecked"]) for dataset in datasets] == [(405 - 80, 80)] * count


def test_a_file_far_from_its_edition_is_not_checked(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("lonely.ttl").write_text(COMPLETE, "utf-8")

    assert _roadmap("score", "lonely.ttl", "--lang", "en") == CLEAN

    assert "325 of 405 points: Good (80 points not checked)" in capsys.readouterr().out


def test_online_asks_the_addresses(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(lambda _: {"/projects.csv": ok("id", "text/csv")}) as (base, asked):
        Path("online.ttl").write_text(COMPLETE.replace("https://daten.musterstadt.example/editions/2026-11-22", base))
        assert _roadmap("score", "online.ttl", "--online", "--format", "json") == CLEAN

    assert json.loads(capsys.readouterr().out)["datasets"][0]["total"] == 405
    assert ("HEAD", "/projects.csv") in asked


@pytest.mark.parametrize(("options", "total"), [(["--online"], 405), ([], 325), (["--offline"], 325)])
def test_the_addresses_of_a_portal_s_catalog_are_asked_as_those_of_a_file_are(
    edition: Path, options: list[str], total: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def site(base: str) -> dict[str, tuple[int, dict[str, str], bytes]]:
        text = COMPLETE.replace("https://daten.musterstadt.example/editions/2026-11-22", base)
        return {"/catalog.ttl": (200, {"Content-Type": "text/turtle"}, text.encode()), "/projects.csv": (200, {}, b"")}

    with serving(lambda base: {**site(base)}) as (base, _):
        assert _roadmap("score", f"{base}/catalog.ttl", "--format", "json", *options) == CLEAN

    assert json.loads(capsys.readouterr().out)["datasets"][0]["total"] == total


def test_a_low_score_is_no_error_and_a_wrong_datatype_no_log(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("poor.ttl").write_text(f'{PREFIXES} <d> a dcat:Dataset ; dcterms:issued "gestern"^^xsd:date .', "utf-8")

    assert _roadmap("score", "poor.ttl") == CLEAN

    told = capsys.readouterr()
    assert "Mangelhaft" in told.out
    assert told.err == ""


def test_a_file_without_a_dataset_is_a_mistake_in_the_call(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty.ttl").write_text("", "utf-8")

    assert _roadmap("score", "empty.ttl") == USAGE
    assert "beschreibt keinen dcat:Dataset" in capsys.readouterr().err
    assert _roadmap("score", "empty.ttl", "--lang", "en") == USAGE
    assert "describes no dcat:Dataset" in capsys.readouterr().err


def test_what_is_not_there_or_no_catalog_is_told_in_a_line(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("broken.ttl").write_text("<a", "utf-8")

    assert _roadmap("score", "nirgends.ttl") == USAGE
    assert _roadmap("score", "broken.ttl") == USAGE
    assert _roadmap("score", "http://127.0.0.1:1/catalog.ttl") == OUTSIDE
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_of_several_towns_one_must_be_named(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("output/anderswo/public/current").mkdir(parents=True)

    assert _roadmap("score") == USAGE

    assert "anderswo, musterstadt" in capsys.readouterr().err
    assert _roadmap("score", "anderswo") == USAGE
