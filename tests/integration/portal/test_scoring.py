"""The catalog of a portal with more datasets than fit on a page scores as one file with all of them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rdflib import Graph

from pipeline.cli import roadmap
from tests.integration.portal.stage import ORGANIZATION, RealPortal

pytestmark = pytest.mark.integration
MANY = 210


@pytest.fixture(scope="module")
def names(portal: RealPortal) -> Iterator[list[str]]:
    """The names of as many datasets, which are gone after the test."""
    run = f"viele-{uuid.uuid4().hex[:8]}"
    names = [f"{run}-{number}" for number in range(MANY)]
    with ThreadPoolExecutor(4) as pool:
        try:
            list(pool.map(lambda name: portal.call("package_create", **_dataset(name)), names))
            yield names
        finally:
            list(pool.map(lambda name: portal.call("dataset_purge", "sysadmin", id=name), names))


def _dataset(name: str) -> dict[str, Any]:
    """A dataset with parts that have no IRI; each third has no keyword, each fifth no period."""
    number = int(name.rpartition("-")[2])
    address = f"https://portal.example/{number}.csv"
    return {
        "name": name,
        "owner_org": ORGANIZATION,
        "title": f"Datensatz {number}",
        "notes": f"Der Datensatz mit der Nummer {number}.",
        "contact": [{"name": "Stelle", "email": "stelle@musterstadt.example"}],
        "license_id": "cc-by",
        "tags": [{"name": "Nummer"}] if number % 3 else [],
        "temporal_coverage": [{"start": "2022-01-01", "end": "2030-12-31"}] if number % 5 else [],
        "resources": [{"name": "Datei", "url": address, "download_url": address, "format": "CSV"}],
    }


def _scores(source: str) -> Mapping[str, Any]:
    result = CliRunner().invoke(roadmap, ["score", source, "--format", "json"], catch_exceptions=False)
    told = json.loads(result.stdout)["datasets"]
    return {dataset["iri"]: [_judged(metric) for metric in dataset["metrics"]] for dataset in told}


def _judged(metric: Mapping[str, Any]) -> tuple[object, ...]:
    return metric["points"], metric.get("broken"), len(metric["values"])


@pytest.mark.parametrize("suffix", ["ttl", "rdf", "jsonld"])
def test_a_portal_of_many_pages_scores_as_one_file(
    portal: RealPortal, names: list[str], suffix: str, tmp_path: Path
) -> None:
    prefix = names[0].removesuffix("-0")
    whole = Graph()
    for name in names:
        whole.parse(data=portal.get(f"/dataset/{name}.ttl"), format="turtle")
    whole.serialize(tmp_path / "whole.ttl", format="turtle")

    paged = _scores(f"{portal.address}/catalog.{suffix}?fq=name:{prefix}-*")

    assert len(paged) == MANY
    assert paged == _scores(str(tmp_path / "whole.ttl"))
