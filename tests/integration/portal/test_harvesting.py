"""A real CKAN harvests the catalog of an edition: what a portal gets that takes rather than is given."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.graph import Index, curie, literal_text, parse_turtle
from tests.integration.portal.conftest import call_off_loader
from tests.integration.portal.stage import ORGANIZATION, ProbeTown

pytestmark = pytest.mark.integration
TITLES = ("Digitale Agenda der (erfundenen) Beispielstadt", "Agenda der Probestadt")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """A folder on a web server on loopback."""
    folder.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site(town: ProbeTown) -> Iterator[str]:
    """The town's output folder on the web, as its catalog says."""
    with _served(town.folder.public) as site:
        geography = '[geography]\nags = "05370004"\nars = "053700004004"\n\n'
        town.edit_settings("[publisher]", f"{geography}[publisher]")
        town.edit_settings("[catalog]\n", f'[catalog]\nsite = "{site}"\n')
        yield site


@pytest.fixture
def source(town: ProbeTown, site: str) -> Iterator[str]:
    """A harvest source for the town's catalog; it and what it brought are gone after the test."""
    name = f"{town.name}-quelle"
    made = town.portal.call(
        "harvest_source_create",
        "sysadmin",
        name=name,
        title="Quelle",
        url=f"{site}current/catalog.ttl",
        source_type="dcat_rdf",
        config=json.dumps({"rdf_format": "text/turtle"}),
        owner_org=ORGANIZATION,
    )
    yield name
    call_off_loader(town, [package["id"] for package in town.packages()])
    town.portal.call("harvest_source_clear", "sysadmin", id=made["id"])
    town.portal.call("harvest_source_delete", "sysadmin", id=made["id"])
    town.portal.call("dataset_purge", "sysadmin", id=made["id"])


def test_what_is_harvested_arrives_with_its_german_properties(town: ProbeTown, source: str) -> None:
    edition = town.make_edition()
    catalog = next(file.content for file in edition.distributions if file.name == "catalog.ttl")

    town.portal.harvest(source)

    theirs = {package["identifier"]: package for package in town.packages()}
    index = Index(parse_turtle(catalog.decode(), "catalog.ttl"))
    datasets = index.subjects("rdf:type", curie("dcat:Dataset"))
    assert sorted(theirs) == sorted(map(literal_text, datasets))
    for term in datasets:
        package = theirs[literal_text(term)]
        back = Index(parse_turtle(town.portal.get(f"/dataset/{package['name']}.ttl").decode(), package["name"]))
        for predicate in _GERMAN:
            assert set(back.objects(term, predicate)) == set(index.objects(term, predicate)), predicate
        for part in index.objects(term, "dcat:distribution"):
            attribution = "dcatde:licenseAttributionByText"
            assert set(back.objects(part, attribution)) == set(index.objects(part, attribution))


_GERMAN = (
    "dcatde:politicalGeocodingLevelURI",
    "dcatde:politicalGeocodingURI",
    "dcatap:availability",
    "dcterms:title",
    "dcterms:description",
    "dcat:keyword",
    "dcat:theme",
    "dcat:version",
    "dcat:distribution",
)


def test_a_second_harvest_changes_nothing(town: ProbeTown, source: str) -> None:
    town.make_edition()
    town.portal.harvest(source)
    before = town.packages()

    town.portal.harvest(source)

    assert town.packages() == before


def test_a_new_edition_updates_in_place(town: ProbeTown, source: str) -> None:
    town.make_edition()
    town.portal.harvest(source)
    before = {package["identifier"]: _ids(package) for package in town.packages()}
    town.edit_settings(*TITLES)
    edition = town.make_edition()

    town.portal.harvest(source)

    packages = town.packages()
    after = {package["identifier"]: _ids(package) for package in packages}
    assert {name: known[:2] for name, known in after.items()} == {name: known[:2] for name, known in before.items()}
    assert all(files <= after[name][2] for name, (_, _, files) in before.items())
    come = {name.rpartition("/")[2]: len(after[name][2] - files) for name, (_, _, files) in before.items()}
    assert come == {"roadmap": 1, "strategie": 0}, "changes.ttl comes with the second edition"
    assert sorted(package["version"] for package in packages) == sorted(
        state.version for state in edition.datasets.values()
    )
    assert edition.version in {package["version"] for package in packages}
    assert TITLES[1] in [package["title"] for package in packages]


def _ids(package: dict[str, Any]) -> tuple[str, str, frozenset[str]]:
    """The dataset's id and name, and those of its files."""
    return package["id"], package["name"], frozenset(resource["id"] for resource in package["resources"])
