"""A town's graphs in stores that others made: Oxigraph's server and Apache Jena Fuseki."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests

from pipeline.model.dataset import Dataset
from pipeline.model.edition import Edition
from pipeline.model.errors import OutsideWorldError
from pipeline.publish import DESTINATIONS, Order
from pipeline.publish.folder import Folder
from pipeline.publish.session import Session
from tests import five_editions
from tests.fakes import Killed
from tests.towns import output_of, publish, town_of

JARS = Path(__file__).parents[3] / ".fuseki" / "jars"
OXIGRAPH = Path(sys.executable).with_name("oxigraph")
JAVA = shutil.which("java")
pytestmark = pytest.mark.integration
EVERY = 1 if os.environ.get("SPARQL_CUTS") == "all" else 8
"""At which changes a run is cut off."""
NEWEST = "FILTER(STRENDS(STR(?g), '/aktuell'))"
FOREIGN = "INSERT DATA { GRAPH <https://other.example/g> { <urn:a> <urn:b> 1 } }"
PREFIXES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ds: <https://w3id.org/digitalstrategie/def/>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""


@dataclass(frozen=True)
class Server:
    query: str
    update: str
    graph_store: str

    @property
    def environment(self) -> Mapping[str, str]:
        return {"SPARQL_QUERY": self.query, "SPARQL_UPDATE": self.update, "SPARQL_GRAPH_STORE": self.graph_store}

    def ask(self, query: str) -> list[dict[str, str]]:
        headers = {"Accept": "application/sparql-results+json", "Content-Type": "application/sparql-query"}
        answer = requests.post(self.query, data=(PREFIXES + query).encode(), headers=headers, timeout=60)
        answer.raise_for_status()
        return [{name: term["value"] for name, term in row.items()} for row in answer.json()["results"]["bindings"]]

    def do(self, update: str) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        requests.post(self.update, data=update.encode(), headers=headers, timeout=60).raise_for_status()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def _running(command: list[str], address: str) -> Iterator[None]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                requests.get(address, timeout=1)
                break
            except requests.RequestException:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def _oxigraph(folder: Path) -> Iterator[Server]:
    if not OXIGRAPH.is_file():
        pytest.skip("make test-destinations installs Oxigraph")
    address = f"http://127.0.0.1:{_free_port()}"
    command = [str(OXIGRAPH), "serve", "--location", str(folder), "--bind", address.removeprefix("http://")]
    with _running(command, address):
        yield Server(f"{address}/query", f"{address}/update", f"{address}/store")


@contextmanager
def _fuseki(folder: Path) -> Iterator[Server]:
    if not (JAVA and JARS.is_dir()):
        pytest.skip("make test-destinations brings Fuseki")
    port = _free_port()
    command = [str(JAVA), "-cp", f"{JARS}/*", "org.apache.jena.fuseki.main.cmds.FusekiMainCmd", "--mem", "--update",
               "--localhost", f"--port={port}", "/town"]  # fmt: skip
    address = f"http://127.0.0.1:{port}/town"
    with _running(command, f"http://127.0.0.1:{port}/$/ping"):
        yield Server(f"{address}/query", f"{address}/update", f"{address}/data")


SERVERS: Mapping[str, Callable[[Path], object]] = {"oxigraph": _oxigraph, "fuseki": _fuseki}


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with SERVERS[request.param](tmp_path_factory.mktemp("store")) as started:  # type: ignore[attr-defined]
        yield started


@pytest.fixture
def clean(server: Server) -> Server:
    server.do("DROP ALL")
    server.do(FOREIGN)
    return server


@dataclass(frozen=True)
class Played:
    """A town in which so many editions have come out."""

    place: Path
    folder: Folder

    def order(self, server: Server, *, force: bool = False) -> Order:
        return Order(town_of(self.place).dataset, self.folder.path, server.environment, force=force)

    def edition(self) -> Edition:
        edition = self.folder.read_edition()
        assert edition
        return edition


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], Played]]:
    """The town after each of the five editions, each in a folder of its own."""
    made: list[Path] = []
    place = five_editions.make_town(tmp_path_factory.mktemp("town"))

    def after(number: int) -> Played:
        while len(made) <= number:
            five_editions.play(place, len(made))
            copy = tmp_path_factory.mktemp(f"after{len(made)}")
            shutil.copytree(place.parents[1], copy / "town", symlinks=True)
            made.append(copy / "town" / "sources" / place.name)
        mine = made[number]
        return Played(mine, Folder(output_of(mine) / mine.name))

    yield after


def _publish(town: Played, server: Server, *, force: bool = False) -> object:
    with DESTINATIONS["sparql"](town.order(server, force=force)) as place:
        return place.publish(town.edition())


def _whole(server: Server) -> set[tuple[str, ...]]:
    rows = server.ask("SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }")
    return {(row["g"], row["s"], row["p"], row["o"]) for row in rows}


def test_each_edition_is_a_graph_twice_changes_nothing_and_others_stay(
    clean: Server, played: Callable[[int], Played]
) -> None:
    for number in range(5):
        town = played(number)
        first, second = _publish(town, clean), _publish(town, clean)

        assert (first.changed, first.differs, second.changed) == (True, (), False)  # type: ignore[attr-defined]
        graphs = {row["g"] for row in clean.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s a ds:Project } }")}
        editions = {graph for graph in graphs if graph.partition("/ausgaben/")[2] in town.folder.versions()}
        assert len(editions) == number + 1
        counted = clean.ask(f"SELECT (COUNT(?p) AS ?n) {{ GRAPH ?g {{ ?p a ds:Project }} {NEWEST} }}")
        counts = (town.folder.manifest() or {})["counts"]
        assert int(counted[0]["n"]) == counts["projects"]
    assert clean.ask("SELECT ?o { GRAPH <https://other.example/g> { <urn:a> <urn:b> ?o } }") == [{"o": "1"}]
    assert not clean.ask("SELECT * { ?s ?p ?o } LIMIT 1") or "union" in clean.query


def test_what_was_promised_once_and_which_cell_says_so_can_be_asked(
    clean: Server, played: Callable[[int], Played]
) -> None:
    town = played(4)
    _publish(town, clean)
    first = min(town.folder.versions())

    promised = clean.ask(
        "SELECT ?key ?end { GRAPH ?g { ?project dcterms:identifier ?key ; dcterms:temporal/dcat:endDate ?end } "
        f"FILTER(STRENDS(STR(?g), '/ausgaben/{first}')) }}"
    )
    cells = clean.ask(
        "SELECT DISTINCT ?file ?cell { GRAPH ?source { ?project ds:status ?status } "
        "GRAPH ?any { ?source prov:wasDerivedFrom ?from ; ds:cell ?cell . ?from dcterms:title ?file } }"
    )

    assert promised
    assert [row for row in cells if row["file"].endswith(".xlsx")]


def test_a_run_that_is_cut_off_anywhere_is_finished_by_the_next(
    clean: Server, played: Callable[[int], Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(played(4), clean)
    wanted = _whole(clean)
    counts = [(played(number).folder.manifest() or {})["counts"]["projects"] for number in (1, 4)]
    for at in range(0, 1000, EVERY):
        clean.do("DROP ALL")
        clean.do(FOREIGN)
        _publish(played(1), clean)
        with monkeypatch.context() as patch:
            patch.setattr(Session, "request", _cut_at(at))
            is_whole = _publish_unless_killed(played(4), clean)
        # Whatever was cut, an edition shows, the old one or the new one.
        shown = clean.ask(f"SELECT (COUNT(?p) AS ?n) {{ GRAPH ?g {{ ?p a ds:Project }} {NEWEST} }}")
        assert int(shown[0]["n"]) in counts
        _publish(played(4), clean)
        assert _whole(clean) == wanted
        if is_whole:
            break
    assert at > 3


def _publish_unless_killed(town: Played, server: Server) -> bool:
    try:
        _publish(town, server)
    except Killed:
        return False
    return True


def _cut_at(number: int) -> Callable[..., requests.Response]:
    """Sends that many changes, and no more."""
    request, left = Session.request, [number]

    def cutting(self: Session, verb: str, address: str, **given: object) -> requests.Response:
        if not str(address).endswith("/query"):
            if left[0] == 0:
                raise Killed
            left[0] -= 1
        return request(self, verb, address, **given)

    return cutting


def test_an_older_edition_does_not_take_the_place_of_a_newer(clean: Server, played: Callable[[int], Played]) -> None:
    _publish(played(2), clean)
    before = _whole(clean)

    with pytest.raises(OutsideWorldError, match="older"):
        _publish(played(1), clean)

    assert _whole(clean) == before
    _publish(played(1), clean, force=True)
    assert _whole(clean) != before


def test_the_plan_says_what_would_be_done_and_does_nothing(clean: Server, played: Callable[[int], Played]) -> None:
    town = played(0)
    before = _whole(clean)
    with DESTINATIONS["sparql"](town.order(clean)) as place:
        outline = place.plan(town.edition())

    assert _whole(clean) == before
    assert not outline.is_empty
    assert [len(group.new) for group in outline.groups[:1]] == [1]  # type: ignore[union-attr]


def test_the_newest_edition_may_be_the_default_graph(clean: Server, played: Callable[[int], Played]) -> None:
    town = played(0)
    dataset: Dataset = town_of(town.place).dataset
    options = replace(dataset.destinations, sparql=replace(dataset.destinations.sparql, current="default"))
    order = Order(replace(dataset, destinations=options), town.folder.path, clean.environment)
    for changed in (True, False):
        with DESTINATIONS["sparql"](order) as place:
            assert place.publish(town.edition()).changed is changed

    assert clean.ask("SELECT ?p { ?p a ds:Project }")


def test_what_was_taken_back_from_editions_leaves_the_store(clean: Server, tmp_path: Path) -> None:
    place = five_editions.make_town(tmp_path)
    five_editions.play(place, 0)
    town = Played(place, Folder(output_of(place) / place.name))
    _publish(town, clean)
    shutil.rmtree(town.folder.path)
    five_editions.write_workbook(place / "roadmap.xlsx", five_editions.WORKBOOKS[0][:2])
    publish(place, now=five_editions.moment(0))

    _publish(town, clean)

    graphs = clean.ask(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?p a ds:Project }} {NEWEST} }}")
    counted = clean.ask("SELECT (COUNT(DISTINCT ?p) AS ?n) { GRAPH ?g { ?p a ds:Project } }")
    assert len(graphs) == 1
    assert int(counted[0]["n"]) == (town.folder.manifest() or {})["counts"]["projects"]
