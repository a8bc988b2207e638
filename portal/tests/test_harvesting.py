"""The portal harvests a catalog from elsewhere, keeps what is German about it, and leaves it alone the next time."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import official
import pytest
from conftest import ORGANIZATION, Portal, Source
from rdflib import BNode, Graph, Namespace, URIRef
from rdflib.compare import to_isomorphic
from rdflib.namespace import DCAT, DCTERMS

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
# rdflib's own DCAT knows no term of DCAT 3.
DCAT_TERM = Namespace("http://www.w3.org/ns/dcat#")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
GEODCATAP = Namespace("http://data.europa.eu/930/")

SAMPLE = Path(__file__).parents[1] / "ckanext-dcatapde" / "tests" / "sample.ttl"
TABLE = b"Projekt,Stand\nWLAN,fertig\nApp,geplant\n"


@pytest.fixture(scope="module")
def catalog(source: Source) -> Graph:
    """The catalog, served where it says it stands."""
    text = SAMPLE.read_text(encoding="utf-8").replace("http://source.example", source.address)
    source.files["/catalog.ttl"] = ("text/turtle", text.encode())
    source.files["/projects.csv"] = ("text/csv", TABLE)
    source.files["/projects.ttl"] = ("text/turtle", b"")
    return Graph().parse(data=text, format="turtle")


@pytest.fixture(scope="module")
def harvest_source(portal: Portal, catalog: Graph, source: Source, name: str) -> Iterator[str]:
    made = portal.call(
        "harvest_source_create",
        "sysadmin",
        name=name,
        title="Quelle",
        url=f"{source.address}/catalog.ttl",
        source_type="dcat_rdf",
        config=json.dumps({"rdf_format": "turtle"}),
        owner_org=ORGANIZATION,
    )
    yield name
    portal.call("harvest_source_clear", "sysadmin", id=made["id"])
    portal.call("harvest_source_delete", "sysadmin", id=made["id"])
    portal.call("dataset_purge", "sysadmin", id=made["id"])  # a source is a dataset, and deleting one only hides it


@pytest.fixture(scope="module")
def harvested(portal: Portal, harvest_source: str, source: Source) -> dict[str, Any]:
    """The dataset after a first harvest, its table loaded into the DataStore."""
    portal.harvest(harvest_source)
    dataset = find_dataset(portal, f"{source.address}/roadmap")
    # The loader does not notice resources that come with their dataset: an operator lets it look for them.
    portal.call("xloader_submit", "sysadmin", resource_id=dataset["resources"][0]["id"])
    portal.wait_for_rows(dataset["resources"][0]["id"])
    return find_dataset(portal, f"{source.address}/roadmap")


@pytest.fixture(scope="module")
def published(portal: Portal, harvested: dict[str, Any]) -> Graph:
    return portal.graph(f"/dataset/{harvested['name']}.ttl")


def find_dataset(portal: Portal, iri: str) -> dict[str, Any]:
    found: dict[str, Any] = portal.call("package_search", fq=f'uri:"{iri}"')
    [dataset] = found["results"]
    shown: dict[str, Any] = portal.call("package_show", id=dataset["id"])
    return shown


@pytest.mark.parametrize(
    "predicate",
    [
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.publisher,
        DCTERMS.references,
        DCTERMS.spatial,
        ADMS.versionNotes,
        DCAT_TERM.previousVersion,
        DCAT_TERM.inSeries,
        DCATAP.availability,
        DCATDE.contributorID,
        DCATDE.geocodingDescription,
        DCATDE.legalBasis,
        DCATDE.politicalGeocodingLevelURI,
        DCATDE.politicalGeocodingURI,
        DCATDE.qualityProcessURI,
    ],
)
def test_a_harvested_dataset_says_the_same_as_its_source(
    catalog: Graph, published: Graph, source: Source, predicate: URIRef
) -> None:
    dataset = URIRef(f"{source.address}/roadmap")

    assert set(published.objects(dataset, predicate)) == set(catalog.objects(dataset, predicate))


@pytest.mark.parametrize(
    "predicate",
    [
        GEODCATAP.originator,
        GEODCATAP.custodian,
        DCTERMS.contributor,
        DCAT.contactPoint,
        DCTERMS.provenance,
    ],
)
def test_a_harvested_dataset_knows_the_same_people_and_origin(
    catalog: Graph, published: Graph, source: Source, predicate: URIRef
) -> None:
    dataset = URIRef(f"{source.address}/roadmap")

    assert describe(published, dataset, predicate) == describe(catalog, dataset, predicate)


@pytest.mark.parametrize(
    "predicate",
    [
        DCTERMS.title,
        DCTERMS.license,
        DCTERMS.format,
        DCAT.mediaType,
        DCATAP.availability,
        DCATDE.licenseAttributionByText,
    ],
)
@pytest.mark.parametrize("name_of_file", ["csv", "ttl"])
def test_a_harvested_distribution_says_the_same_as_its_source(
    catalog: Graph, published: Graph, source: Source, name_of_file: str, predicate: URIRef
) -> None:
    distribution = URIRef(f"{source.address}/roadmap/{name_of_file}")

    assert set(published.objects(distribution, predicate)) == set(catalog.objects(distribution, predicate))


def test_a_harvested_series_says_the_same_as_its_source(catalog: Graph, published: Graph, source: Source) -> None:
    series = URIRef(f"{source.address}/roadmap/editions")

    assert set(published.predicate_objects(series)) == set(catalog.predicate_objects(series))


def test_a_harvested_statement_of_rights_says_the_same_as_its_source(
    catalog: Graph, published: Graph, source: Source
) -> None:
    distribution = URIRef(f"{source.address}/roadmap/csv")

    assert describe(published, distribution, DCTERMS.rights) == describe(catalog, distribution, DCTERMS.rights)


@official.needed
def test_a_harvested_dataset_conforms_to_the_official_shapes(portal: Portal, harvested: dict[str, Any]) -> None:
    catalog = portal.graph(f"/catalog.ttl?fq=name:{harvested['name']}")

    assert (None, DCAT.dataset, None) in catalog
    assert official.violations(catalog) == []


def test_a_harvested_table_comes_first_under_a_format_the_portal_can_show(harvested: dict[str, Any]) -> None:
    assert [resource["format"] for resource in harvested["resources"]] == ["CSV", "TTL"]


def test_a_harvested_license_is_one_of_the_portal_s(harvested: dict[str, Any]) -> None:
    assert harvested["license_title"] == "Datenlizenz Deutschland – Namensnennung – Version 2.0"


def test_a_second_harvest_changes_nothing(
    portal: Portal, harvest_source: str, harvested: dict[str, Any], source: Source
) -> None:
    portal.harvest(harvest_source)

    assert find_dataset(portal, f"{source.address}/roadmap") == harvested


def test_a_change_at_the_source_arrives_after_all(
    portal: Portal, harvest_source: str, harvested: dict[str, Any], source: Source
) -> None:
    kind, text = source.files["/catalog.ttl"]
    source.files["/catalog.ttl"] = (kind, text.replace(b"Was die Stadt vorhat.", b"Was die Stadt plant."))

    portal.harvest(harvest_source)

    dataset = find_dataset(portal, f"{source.address}/roadmap")
    assert dataset["notes"] == "Was die Stadt plant."
    assert [resource["id"] for resource in dataset["resources"]] == [r["id"] for r in harvested["resources"]]


def test_what_leaves_the_source_leaves_the_portal(
    portal: Portal, harvest_source: str, harvested: dict[str, Any], source: Source
) -> None:
    kind, text = source.files["/catalog.ttl"]
    portal.harvest(harvest_source)  # one that finds nothing new must not lose track of the dataset
    emptied = Graph().parse(data=text, format="turtle")
    emptied.remove((URIRef(f"{source.address}/roadmap"), None, None))
    source.files["/catalog.ttl"] = (kind, emptied.serialize(format="turtle").encode())

    portal.harvest(harvest_source)

    assert portal.call("package_show", "sysadmin", id=harvested["id"])["state"] == "deleted"


def describe(graph: Graph, subject: URIRef, predicate: URIRef) -> Graph:
    """What is said of the nameless nodes behind a property, comparable across graphs."""
    part = Graph()
    for node in graph.objects(subject, predicate):
        assert isinstance(node, BNode)
        part += graph.triples((node, None, None))
    return to_isomorphic(part)
