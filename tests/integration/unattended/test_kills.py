"""``kill -9`` at random moments of a watcher at work: always one whole edition, and the next start goes on."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pyoxigraph
import pytest
import requests

from pipeline.model.catalog import CatalogNames
from pipeline.model.named_graphs import GraphNames, name_graphs
from pipeline.publish import DESTINATIONS, Order
from pipeline.publish.sparql.wanted import read_wanted
from pipeline.town import Town
from tests.integration.destinations.test_sparql import SERVERS, Server
from tests.integration.unattended.stage import TOWN, Stage, build_stage, kill
from tests.towns import town_of

pytestmark = pytest.mark.integration
KILLS = int(os.environ.get("WATCH_KILLS", "3"))
SEED = int(os.environ.get("WATCH_SEED", "1"))  # so that it can be repeated
LONGEST_S = 12.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Server]:
    with SERVERS["oxigraph"](tmp_path / "store") as started:  # type: ignore[attr-defined]
        yield started


@pytest.fixture
def stage(tmp_path: Path, store: Server) -> Stage:
    """A town that goes to a folder and to a store."""
    stage = build_stage(tmp_path)
    settings = stage.sources / TOWN / "dataset.toml"
    addresses = "".join(
        f'{name.removeprefix("SPARQL_").lower()} = "{said}"\n' for name, said in store.environment.items()
    )
    settings.write_text(f"{settings.read_text('utf-8')}\n[destinations.sparql]\n{addresses}", "utf-8")
    return stage


def test_whenever_it_is_killed_all_is_whole_and_the_next_start_comes_to_the_last_drop(
    stage: Stage, store: Server
) -> None:
    chance = random.Random(SEED)
    stage.drop(0)
    _comes_to(stage, 0, store)

    for number in range(1, KILLS + 1):
        stage.drop(number)
        process = stage.start("--now", "--every", "0.2")
        moment = chance.uniform(0, LONGEST_S)
        print(f"seed {SEED}, number {number}: killed after {moment:.3f} s", flush=True)
        time.sleep(moment)
        kill(process)
        stage.assert_whole()
        assert _shown(stage, store) in [_wanted(stage, version) for version in stage.folder.versions()[-3:]]
        if number % 3 == 0:
            _comes_to(stage, number, store)

    _comes_to(stage, KILLS, store)
    versions = stage.folder.versions()
    digests = [(stage.folder.manifest(version) or {})["digest"] for version in versions]
    assert all(one != next_one for one, next_one in pairwise(digests))  # nothing doubled


def _comes_to(stage: Stage, number: int, store: Server) -> None:
    said = stage.once("--now", "--every", "0.2")
    assert f"Nr. {number}" in stage.said(), said
    stage.assert_whole()
    current = (stage.served / "current" / "roadmap.nt").read_text("utf-8")
    assert current == stage.said()
    assert list(stage.inbox.glob("*.xlsx")) == []
    assert f"Nr. {number}" in stage.installed()
    edition = stage.folder.read_edition()
    assert edition
    with DESTINATIONS["sparql"](Order(_town(stage).dataset, stage.folder.path, store.environment)) as place:
        assert place.plan(edition).is_empty, said


def _shown(stage: Stage, store: Server) -> list[str]:
    """The newest edition as the store has it."""
    asked = {"graph": _names(stage).current}
    answer = requests.get(store.graph_store, asked, headers={"Accept": "application/n-triples"}, timeout=60)
    answer.raise_for_status()
    return _triples(answer.content)


def _wanted(stage: Stage, version: str) -> list[str]:
    current = read_wanted(stage.folder, version, _names(stage)).current
    return _triples("".join(current).encode())


def _triples(content: bytes) -> list[str]:
    """What N-Triples say, as a store of this kind spells it."""
    store = pyoxigraph.Store()
    store.load(content, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return sorted(map(str, store))


def _names(stage: Stage) -> GraphNames:
    return name_graphs(CatalogNames(_town(stage).dataset.iris))


def _town(stage: Stage) -> Town:
    return town_of(stage.sources / TOWN)
