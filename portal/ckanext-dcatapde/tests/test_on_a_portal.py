"""What the profile reads, a running portal stores and tells again. Skipped where there is none."""

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from ckanext.dcatapde.profile import ATTRIBUTION, IRI_LISTS, TEXT_LISTS
from ckanext.dcatapde.vocabularies import DCATAP
from conftest import DATASET, Parse
from rdflib import Graph
from rdflib.namespace import DCAT, DCTERMS, RDF

HOME = Path(os.environ.get("PORTAL_HOME", Path(__file__).parents[3] / ".portal"))
SPDX = "http://spdx.org/rdf/terms#"
GERMAN = [predicate for _, predicate, _ in (*IRI_LISTS, *TEXT_LISTS)]


@pytest.fixture(scope="module")
def address() -> str:
    path = HOME / "address"
    address = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    try:
        requests.get(f"{address}/api/3/action/status_show", timeout=10).raise_for_status()
    except requests.RequestException:
        pytest.skip("no portal is running")
    return address


@pytest.fixture(scope="module")
def call(address: str) -> Callable[..., Any]:
    def call_action(action: str, user: str = "editor", **arguments: Any) -> Any:
        token = (HOME / f"{user}.token").read_text(encoding="utf-8").strip()
        url = f"{address}/api/3/action/{action}"
        response = requests.post(url, json=arguments, headers={"Authorization": token}, timeout=60)
        assert response.ok, response.text
        return response.json()["result"]

    return call_action


@pytest.fixture
def stored(address: str, call: Callable[..., Any], source: Graph, parse: Parse) -> Iterator[Graph]:
    """The sample, read by the profile, stored by an editor, told by the portal."""
    name = f"rundweg-{uuid.uuid4().hex[:8]}"
    call("package_create", **{**parse(source), "name": name, "owner_org": "musterstadt"})
    yield Graph().parse(data=requests.get(f"{address}/dataset/{name}.ttl", timeout=60).content, format="turtle")
    call("dataset_purge", "sysadmin", id=name)


def test_the_portal_tells_what_the_source_told(stored: Graph, source: Graph) -> None:
    for predicate in (*GERMAN, DCATAP.availability, DCTERMS.title, DCTERMS.description, DCTERMS.spatial):
        assert set(stored.objects(DATASET, predicate)) == set(source.objects(DATASET, predicate)), predicate
    for file in source.objects(DATASET, DCAT.distribution):
        assert set(stored.objects(file, ATTRIBUTION[1])) == set(source.objects(file, ATTRIBUTION[1]))


def test_the_portal_s_catalog_has_a_publisher_and_a_language(address: str) -> None:
    graph = Graph().parse(data=requests.get(f"{address}/catalog.ttl", timeout=60).content, format="turtle")
    [catalog] = graph.subjects(RDF.type, DCAT.Catalog)

    assert len(list(graph.objects(catalog, DCTERMS.publisher))) == 1
    assert [str(language) for language in graph.objects(catalog, DCTERMS.language)] == [
        "http://publications.europa.eu/resource/authority/language/DEU"
    ]


def test_pages_show_what_is_said_and_no_empty_field(address: str, call: Callable[..., Any]) -> None:
    name = f"leer-{uuid.uuid4().hex[:8]}"
    file = {"url": "https://example.org/a.bin", "hash": "0" * 32, "hash_algorithm": f"{SPDX}checksumAlgorithm_sha256"}
    publisher = {"name": "Amt", "type": "http://purl.org/adms/publishertype/LocalAuthority"}
    told = {"title": "Leer", "notes": "Fast.", "publisher": [publisher], "resources": [file]}
    package = call("package_create", name=name, owner_org="musterstadt", **told)
    dataset, resource = (
        requests.get(f"{address}/dataset/{name}{path}", timeout=60).text
        for path in ("", f"/resource/{package['resources'][0]['id']}")
    )
    call("dataset_purge", "sysadmin", id=name)

    assert "Kommune" in dataset
    assert "Rechtsgrundlage" not in dataset
    assert "Herausgeber 1" not in dataset
    assert "MD5" in resource
    assert "Paketformat" not in resource
