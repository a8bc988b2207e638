"""An edition remembers what its projects have been: what five workbooks told, the last edition alone tells again."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner
from rdflib import Graph, URIRef

from pipeline.build import read_triples
from pipeline.cli import roadmap
from pipeline.compare import as_of, parse_lifetimes
from pipeline.loaded import load, read_as_of
from pipeline.model.errors import ConfigError
from pipeline.model.graph import Index, literal_text, parse_n_triples, parse_turtle
from tests.five_editions import DAYS, NAME, PLANS, STATUSES, make_town, play
from tests.towns import output_of


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = make_town(tmp_path_factory.mktemp("five"))
    for number in range(len(DAYS)):
        outcome = play(place, number)
        assert outcome.receipt and outcome.receipt.changed, outcome.prepared.report.results
    return place


def index_of(place: Path) -> Index:
    return Index(parse_n_triples((output_of(place) / NAME / "public" / "current" / "roadmap.nt").read_text("utf-8")))


def told(index: Index, node: str, predicate: str) -> str:
    return next((literal_text(term).rpartition("/")[2] for term in index.objects(node, predicate)), "")


@pytest.mark.parametrize("key", STATUSES)
def test_the_last_edition_alone_tells_every_status(played: Path, key: str) -> None:
    index = index_of(played)
    project = f"<https://w3id.org/digitalstrategie/id/{NAME}/projekt/{key}>"

    changes = [
        tuple(told(index, node, name) for name in ("ds:fromStatus", "ds:toStatus", "dcterms:date", "ds:reason",
                                                    "ds:firstSaidIn"))
        for node in index.objects(project, "ds:statusChange")
    ]  # fmt: skip

    assert sorted(changes, key=lambda change: change[4]) == list(STATUSES[key])


@pytest.mark.parametrize("key", PLANS)
def test_the_last_edition_alone_tells_every_change_of_plan(played: Path, key: str) -> None:
    index = index_of(played)
    project = f"<https://w3id.org/digitalstrategie/id/{NAME}/projekt/{key}>"

    changes = [
        tuple(told(index, node, name) for name in ("ds:changedAspect", "ds:before", "ds:after", "ds:reason",
                                                    "ds:firstSaidIn"))
        for node in index.objects(project, "ds:planChange")
    ]  # fmt: skip

    assert sorted(changes, key=lambda change: (change[4], change[0])) == list(PLANS[key])


def test_any_earlier_edition_can_be_had_from_the_last(played: Path) -> None:
    folder = output_of(played) / NAME / "public"
    lifetimes = parse_lifetimes((folder / "current" / "history.nq").read_text("utf-8"))

    for day in DAYS:
        edition = folder / "editions" / day
        said = {triple for name in ("roadmap", "strategy") for triple in read_triples(edition, name)}
        assert set(as_of(lifetimes, day)) == said


def test_what_was_said_on_a_day_is_a_query(played: Path) -> None:
    store = pyoxigraph.Store()
    store.load(path=output_of(played) / NAME / "public" / "current" / "history.nq", format=pyoxigraph.RdfFormat.N_QUADS)

    found = store.query(
        "PREFIX ds: <https://w3id.org/digitalstrategie/def/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
        'SELECT ?project ?status WHERE { ?graph ds:saidFrom ?from . FILTER(?from <= "2024-12-31"^^xsd:date) '
        'FILTER NOT EXISTS { ?graph ds:saidUntil ?until . FILTER(?until <= "2024-12-31"^^xsd:date) } '
        "GRAPH ?graph { ?project ds:status ?status } }"
    )

    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert sorted((row["project"].value[-3:], row["status"].value.rpartition("/")[2]) for row in found) == [
        ("M-1", "paused"),
        ("M-2", "planned"),
        ("M-3", "running"),
    ]


def test_what_was_said_on_a_day_is_had_by_a_command_and_by_python(played: Path) -> None:
    output = output_of(played)

    found = CliRunner().invoke(roadmap, ["load", NAME, "--as-of", "2024-12-31", "--output", str(output)])

    project = "https://w3id.org/digitalstrategie/id/musterstadt/projekt/M-1"
    status = "https://w3id.org/digitalstrategie/def/status"
    assert set(read_as_of(NAME, "2024-12-31", output=output)) == set(parse_turtle(found.stdout, "stdout"))
    assert (URIRef(project), URIRef(status), URIRef(f"{status}/paused")) in Graph().parse(data=found.stdout)
    assert load(NAME, as_of="2024-12-31", output=output).edition["version"] == "2024-07-15"


def test_before_the_first_edition_nothing_was_said(played: Path) -> None:
    with pytest.raises(ConfigError, match="there is no edition 2023-12-31"):
        read_as_of(NAME, "2023-12-31", output=output_of(played))
