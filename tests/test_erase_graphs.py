"""What is taken back leaves the graphs of cells as it leaves the rest; what is left there is true and can be traced."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.graph import Index, curie, parse_n_quads, parse_n_triples, parse_turtle
from tests.erasures import folder_of, where_it_stands
from tests.five_editions import DAYS, make_town, play
from tests.test_erase import drop, erase
from tests.towns import FIRST_DAY, SECOND_DAY, change, copy_town, publish

TEXT = "Weißmüller"


def assert_traces(half: Path) -> None:
    """All that an edition says stands in graphs, nothing else does, and each cell of the table is among them."""
    quads = list(parse_n_quads((half / "provenance.nq").read_text("utf-8")))
    about = Index(triple for triple, graph in quads if not graph)
    said = {t for name in ("roadmap", "strategy") for t in parse_n_triples((half / f"{name}.nt").read_text("utf-8"))}
    assert {triple for triple, graph in quads if graph} == said
    found = {
        (
            f"{triple.subject} {triple.predicate} {triple.object}",
            about.text(about.objects(graph, "prov:wasDerivedFrom")[0], "dcterms:title"),
            about.text(graph, "ds:sheet"),
            about.text(graph, "ds:cell"),
        )
        for triple, graph in quads
        if graph
    }
    rows = list(csv.reader(io.StringIO((half / "provenance.csv").read_text("utf-8"), newline="")))[1:]
    assert {(f"<{row[0]}> <{row[1]}> {row[2]}", *row[3:]) for row in rows} <= found
    assert set(about.subjects("rdf:type", curie("prov:Entity")))
    told = {triple.subject for triple, graph in quads if not graph and triple.predicate == curie("prov:wasDerivedFrom")}
    assert told == {graph for _, graph in quads if graph}


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = make_town(tmp_path_factory.mktemp("five"))
    for number in range(len(DAYS)):
        assert play(place, number).receipt
    return place


@pytest.fixture(scope="module", params=["Frost", "Die Förderung steht noch aus."])
def cut(five: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The same town when a text is taken back that several editions say of what has been."""
    folder = tmp_path_factory.mktemp("cut")
    shutil.copytree(five.parents[1], folder, symlinks=True, dirs_exist_ok=True)
    place = folder / "sources" / five.name
    erase(place, texts=(request.param,))
    return place


def test_the_graphs_of_every_edition_say_what_is_left(five: Path, cut: Path) -> None:
    for day in DAYS:
        assert_traces(folder_of(cut).halves(day).public)
    (first, *_, last) = (folder_of(cut).halves(day).public / "provenance.nq" for day in DAYS)
    assert first.read_bytes() == (folder_of(five).halves(DAYS[0]).public / "provenance.nq").read_bytes()
    assert last.read_bytes() != (folder_of(five).halves(DAYS[-1]).public / "provenance.nq").read_bytes()


def test_the_digest_of_a_workbook_that_was_cut_is_true_in_the_edition_after_it(cut: Path) -> None:
    folder = folder_of(cut)

    for before, day in pairwise(DAYS):
        text = (folder.halves(day).public / "provenance.nq").read_text("utf-8")
        digest = hashlib.sha256((folder.halves(before).public / "roadmap.xlsx").read_bytes()).hexdigest()
        assert f'"{before}/roadmap.xlsx"' in text
        assert digest in text


def test_the_cells_of_a_project_that_goes_say_nothing_of_it(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    publish(place, now=FIRST_DAY)
    drop(place, "KW-02")
    publish(place, now=SECOND_DAY)
    folder = folder_of(place)

    erase(place, projects=("KW-02",))

    for day in ("2026-11-22", "2026-11-23"):
        assert_traces(folder.halves(day).public)
        assert "KW-02" not in (folder.halves(day).public / "provenance.nq").read_text("utf-8")


def test_a_name_of_a_sheet_and_of_a_file_is_cut_in_the_names_of_graphs(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    settings = place / "dataset.toml"
    said = settings.read_text("utf-8")
    settings.write_text(said.replace('"vorhaben.xlsx"', f'"von {TEXT}.xlsx"'), "utf-8")
    change(place, lambda sheet: setattr(sheet, "title", f"Liste {TEXT}"))
    shutil.move(place / "vorhaben.xlsx", place / f"von {TEXT}.xlsx")
    publish(place, now=FIRST_DAY)
    shutil.move(place / f"von {TEXT}.xlsx", place / "vorhaben.xlsx")
    change(place, lambda sheet: setattr(sheet, "title", "Liste"))
    settings.write_text(said, "utf-8")
    half = folder_of(place).halves("2026-11-22").public
    assert "Wei%C3%9Fm%C3%BCller" in (half / "provenance.nq").read_text("utf-8")

    erase(place, texts=(TEXT,))

    assert where_it_stands(folder_of(place).path, TEXT) == []
    assert_traces(half)
    catalog = Index(parse_turtle((half / "catalog.ttl").read_text("utf-8"), "catalog.ttl"))
    graphs = Index(t for t, graph in parse_n_quads((half / "provenance.nq").read_text("utf-8")) if not graph)
    for file in graphs.subjects("rdf:type", curie("prov:Entity")):
        assert catalog.text(file, "dcterms:title") == graphs.text(file, "dcterms:title")


def test_changes_stay_described_and_true_where_something_went(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    publish(place, now=FIRST_DAY)
    change(place, _with_name)
    publish(place, now=SECOND_DAY)
    change(place, _without_name)
    half = folder_of(place).halves("2026-11-23").public

    erase(place, texts=(TEXT,))

    assert TEXT not in (half / "changes.ttl").read_text("utf-8")
    assert "Projekt von [entfernt]" in (half / "changes.ttl").read_text("utf-8")
    catalog = Index(parse_turtle((half / "catalog.ttl").read_text("utf-8"), "catalog.ttl"))
    (file,) = [term for term in catalog.subjects("rdf:type", curie("dcat:Distribution")) if "changes.ttl" in term]
    size = str((half / "changes.ttl").stat().st_size)
    assert catalog.text(file, "dcat:byteSize") == size


def _with_name(sheet: Worksheet) -> None:
    sheet["C8"] = f"Projekt von {TEXT}"


def _without_name(sheet: Worksheet) -> None:
    sheet["C8"] = "Projekt"
