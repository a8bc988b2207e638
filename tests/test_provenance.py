"""Which cell says what is a query: every statement of an edition stands in the graph of each cell that says it."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.cli import roadmap
from pipeline.model.catalog import CatalogNames
from pipeline.model.dataset import Iris
from pipeline.model.edition import Input
from pipeline.model.graph import Index, curie, literal, parse_n_quads, parse_n_triples, parse_turtle
from pipeline.render.formats.provenance import Origin
from pipeline.render.formats.provenance_graphs import read_graphs, render_graphs
from tests.five_editions import DAYS, NAME, make_town, play
from tests.towns import FIRST_DAY, SECOND_DAY, change, copy_town, output_of, publish

PREFIXES = (
    "PREFIX ds: <https://w3id.org/digitalstrategie/def/> PREFIX prov: <http://www.w3.org/ns/prov#> "
    "PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/> "
    "PREFIX spdx: <http://spdx.org/rdf/terms#> PREFIX dcat: <http://www.w3.org/ns/dcat#> "
)
PROJECTS = f"https://w3id.org/digitalstrategie/id/{NAME}/projekt/"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with five editions, a project that is kept, one that is withdrawn, and a history."""
    place = make_town(tmp_path_factory.mktemp("five"))
    for number in range(len(DAYS)):
        assert play(place, number).receipt
    return place


def current(place: Path) -> Path:
    return output_of(place) / place.name / "public" / "current"


def ask(place: Path, pattern: str, *names: str) -> list[tuple[str, ...]]:
    """What a query finds in the graphs of the newest edition, sorted; the empty text for what is not bound."""
    store = pyoxigraph.Store()
    store.load(path=current(place) / "provenance.nq", format=pyoxigraph.RdfFormat.N_QUADS)
    wanted = " ".join(f"?{name}" for name in names)
    found = store.query(f"{PREFIXES} SELECT DISTINCT {wanted} WHERE {{ {pattern} }}")
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return sorted(tuple(row[name].value if row[name] else "" for name in names) for row in found)


WHERE = (
    "?source prov:wasDerivedFrom/dcterms:title ?file . "
    "OPTIONAL { ?source ds:sheet ?sheet } OPTIONAL { ?source ds:cell ?cell } "
)
PLACE = ("file", "sheet", "cell")


def cells_of(place: Path, pattern: str) -> list[tuple[str, ...]]:
    return ask(place, f"GRAPH ?source {{ {pattern} }} {WHERE}", *PLACE)


# What there is ##############################################################################################


def test_every_statement_has_the_cell_of_the_table_among_those_that_say_it(played: Path) -> None:
    folder = current(played)
    graphs: dict[str, set[str]] = {}
    described = Index(t for t, graph in parse_n_quads((folder / "provenance.nq").read_text("utf-8")) if not graph)
    for triple, graph in parse_n_quads((folder / "provenance.nq").read_text("utf-8")):
        if graph:
            graphs.setdefault(str(triple), set()).add(graph)

    said = {str(t) for name in ("roadmap", "strategy") for t in parse_n_triples((folder / f"{name}.nt").read_text())}
    assert set(graphs) == said
    with (folder / "provenance.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            places = {
                (
                    described.text(described.objects(graph, "prov:wasDerivedFrom")[0], "dcterms:title"),
                    described.text(graph, "ds:sheet"),
                    described.text(graph, "ds:cell"),
                )
                for graph in graphs[f"<{row['subject']}> <{row['predicate']}> {row['object']} ."]
            }
            assert (row["file"], row["sheet"], row["cell"]) in places


def test_no_node_is_blank_and_every_graph_is_told_of(played: Path) -> None:
    quads = list(parse_n_quads((current(played) / "provenance.nq").read_text("utf-8")))

    assert "_:" not in {term[:2] for triple, graph in quads for term in (*triple, graph)}
    told = {triple.subject for triple, graph in quads if not graph and triple.predicate == curie("prov:wasDerivedFrom")}
    assert told == {graph for _, graph in quads if graph}


def test_a_file_is_the_one_of_the_catalog_and_has_its_checksum(played: Path) -> None:
    catalog = Index(parse_turtle((current(played) / "catalog.ttl").read_text("utf-8"), "catalog.ttl"))
    inputs = json.loads((current(played) / "edition.json").read_text("utf-8"))["inputs"]

    found = ask(played, "?file dcterms:title ?name ; spdx:checksum/spdx:checksumValue ?sum", "file", "name", "sum")

    own = {(name, sha256) for _, name, sha256 in found if "/" not in name}
    assert own == {(given["file"], given["sha256"]) for given in inputs}
    for term, name, _ in found:
        if "/" not in name:
            assert catalog.text(f"<{term}>", "dcterms:title") == name
    (workbook,) = [(name, sha256) for _, name, sha256 in found if "/" in name]
    kept = output_of(played) / NAME / "public" / "editions" / workbook[0]
    assert workbook == ("2025-07-15/roadmap.xlsx", hashlib.sha256(kept.read_bytes()).hexdigest())


# Which cell says so #########################################################################################


def test_a_statement_that_one_cell_says_has_that_cell(played: Path) -> None:
    assert cells_of(played, f"<{PROJECTS}M-2/period> dcat:endDate ?end") == [("roadmap.xlsx", "Roadmap", "H3")]
    assert cells_of(played, f"<{PROJECTS}M-2> dcterms:title ?title") == [("roadmap.xlsx", "Roadmap", "B3")]


def test_a_statement_that_several_cells_say_has_each_of_them(played: Path) -> None:
    found = cells_of(played, '?office foaf:name "Zentrale Dienste"')

    assert found == [("roadmap.xlsx", "Roadmap", "K2"), ("roadmap.xlsx", "Roadmap", "K4")]


def test_the_two_cells_of_a_period_both_say_that_there_is_one(played: Path) -> None:
    found = cells_of(played, f"<{PROJECTS}M-4> dcterms:temporal ?period")

    assert found == [("roadmap.xlsx", "Roadmap", "G4"), ("roadmap.xlsx", "Roadmap", "H4")]


def test_a_project_that_is_kept_has_the_cells_of_the_last_editions_workbook(played: Path) -> None:
    found = cells_of(played, f"<{PROJECTS}M-3> dcterms:title ?title")

    assert found == [("2025-07-15/roadmap.xlsx", "Roadmap", "B6")]


def test_a_turn_of_the_history_has_the_row_of_the_sheet_that_remembers_it(played: Path) -> None:
    pattern = f"<{PROJECTS}M-1/status/paused> ds:reason ?reason"

    ((file, sheet, cell),) = cells_of(played, pattern)

    assert (file, sheet, cell[0]) == ("2025-07-15/roadmap.xlsx", "Verlauf", "F")


def test_what_the_settings_say_has_their_file_and_no_cell(played: Path) -> None:
    assert cells_of(played, f"<{PROJECTS}M-3> ds:withdrawn ?day") == [("dataset.toml", "", "")]
    assert cells_of(played, "?roadmap dcterms:license ?license") == [("dataset.toml", "", "")]


def test_a_strategy_in_a_file_of_its_own_has_that_file(tmp_path: Path) -> None:
    place = copy_town(tmp_path, "erkelenz")
    publish(place)

    assert {file for file, _, _ in cells_of(place, "?thesis a ds:Thesis")} == {"strategy.ttl"}


def test_all_that_a_cell_says_is_a_query_too(played: Path) -> None:
    pattern = '?source ds:sheet "Roadmap" ; ds:cell "K3" . GRAPH ?source { ?thing ?property ?value }'

    found = {property_.rpartition("/")[2] for (property_,) in ask(played, pattern, "property")}

    assert found == {"lead", "name", "22-rdf-syntax-ns#type"}


# Bytes ######################################################################################################


def test_the_same_edition_has_the_same_graphs_byte_by_byte(tmp_path: Path) -> None:
    first, second = (copy_town(tmp_path / name) for name in ("a", "b"))
    publish(first)
    publish(second)

    assert (current(first) / "provenance.nq").read_bytes() == (current(second) / "provenance.nq").read_bytes()


def test_a_row_that_moves_makes_no_edition(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    publish(place)
    change(place, _swapped)

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt
    assert not outcome.receipt.changed


def _swapped(sheet: Worksheet) -> None:
    for above, below in zip(sheet[7], sheet[8], strict=True):
        above.value, below.value = below.value, above.value


ODD = ("Blatt 1", "A!B", "a/b", "50 %", "Maßnahmen „neu“", "#1", "<x>", "Tab\tulator", "angaben", "sha256")


@pytest.mark.parametrize("sheet", ODD)
def test_a_sheet_of_any_name_has_a_graph_that_others_read(sheet: str) -> None:
    origin = Origin("<https://e.org/p>", curie("dcterms:title"), literal('Ein "Titel"\n', language="de"), "a b.xlsx",
                    sheet, "C7", "")  # fmt: skip

    content = render_graphs(
        [origin], [Input("a b.xlsx", "00" * 32)], CatalogNames(Iris("https://e.org/")), "2026-11-22"
    )

    read = list(pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.N_QUADS))
    assert len([quad for quad in read if quad.graph_name != pyoxigraph.DefaultGraph()]) == 1
    (found,) = read_graphs(_lines(content), "https://e.org/p")
    assert found == ("https://e.org/p", curie("dcterms:title")[1:-1], origin.object, "a b.xlsx", sheet, "C7")


def _lines(content: bytes) -> Callable[[], Iterator[str]]:
    return lambda: iter(content.decode().splitlines(keepends=True))


def test_cells_that_are_not_the_same_have_graphs_that_are_not() -> None:
    places = [
        ("a", "b", "C7"),
        ("a", "", "C7"),
        ("a", "", ""),
        ("a", "b!C7", ""),
        ("a", "angaben", ""),
        ("ab", "", "C7"),
    ]
    said = "<https://e.org/p>", curie("dcterms:title"), literal("Titel")

    content = render_graphs(
        [Origin(*said, *place, "") for place in places], [], CatalogNames(Iris("https://e.org/")), "1"
    )

    assert len({graph for _, graph in parse_n_quads(content.decode()) if graph}) == len(places)


# The command ################################################################################################


def traced(place: Path, iri: str, *more: str) -> list[dict[str, str]]:
    output = str(output_of(place))
    found = CliRunner().invoke(roadmap, ["trace", iri, "--output", output, "--format", "json", *more])
    statements: list[dict[str, str]] = json.loads(found.stdout)["statements"]
    return statements


def test_the_command_tells_every_cell_with_what_was_typed(played: Path) -> None:
    office = f"https://w3id.org/digitalstrategie/id/{NAME}/stelle/zentrale-dienste"

    names = [item for item in traced(played, office) if item["predicate"].endswith("/name")]

    assert [(item["cell"], item["typed"]) for item in names] == [("K2", "Zentrale Dienste"), ("K4", "Zentrale Dienste")]


def test_an_edition_that_has_the_table_alone_is_traced_by_it(played: Path, tmp_path: Path) -> None:
    shutil.copytree(played.parents[1], tmp_path, symlinks=True, dirs_exist_ok=True)
    place = tmp_path / "sources" / NAME
    iri = f"{PROJECTS}M-2"
    graphs = traced(place, iri)
    (current(place) / "provenance.nq").unlink()

    table = traced(place, iri)

    assert table
    assert {tuple(item.items()) for item in table} < {tuple(item.items()) for item in graphs}


def test_a_thing_whose_name_only_begins_the_same_is_not_told_of(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    change(place, lambda sheet: sheet.__setitem__("B8", "BA-010"))
    publish(place, now=FIRST_DAY)

    found = {
        item["subject"].split("/")[7]
        for item in traced(place, "https://w3id.org/digitalstrategie/id/beispielstadt/vorhaben/BA-01")
    }

    assert found == {"BA-01"}
