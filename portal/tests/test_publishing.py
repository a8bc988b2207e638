"""An editor publishes a dataset with a table, and the portal tells the world about it."""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any

import official
import pytest
import requests
from conftest import HOME, ORGANIZATION, Portal
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, RDFS

ADMS = Namespace("http://www.w3.org/ns/adms#")
# rdflib's own DCAT knows no term of DCAT 3.
DCAT_TERM = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EU = "http://publications.europa.eu/resource/authority"
SERIES = URIRef("https://example.org/strassen/ausgaben")
TABLE = "Straße,Anzahl\nÜberweg,1\nAllee,2\n".encode()


@pytest.fixture(scope="module")
def dataset(portal: Portal, name: str, purge: Callable[[str], None]) -> dict[str, Any]:
    """A dataset as a town would publish it, loaded into the DataStore."""
    purge(name)
    portal.call(
        "package_create",
        name=name,
        title="Straßen",
        notes="Alle Straßen der Stadt.",
        owner_org=ORGANIZATION,
        provenance="Aus dem Straßenverzeichnis.",
        version_notes="Zwei Straßen mehr.",
        previous_version="https://example.org/strassen/1",
        series=[
            {"uri": str(SERIES), "title": "Straßen, alle Ausgaben", "description": "Alle Straßen, Jahr für Jahr."},
            {"uri": str(SERIES), "title": "Streets, all editions", "language": "en"},
        ],
        translations=[
            {
                "language": "en",
                "title": "Streets",
                "notes": "All streets of the town.",
                "provenance": "From the register of streets.",
                "version_notes": "Two more streets.",
            }
        ],
        license_id="http://dcat-ap.de/def/licenses/dl-by-de/2.0",
        theme=[f"{EU}/data-theme/TRAN"],
        language=[f"{EU}/language/DEU"],
        frequency=f"{EU}/frequency/ANNUAL",
        availability=f"{EU}/planned-availability/STABLE",
        contact=[{"name": "Tiefbauamt", "email": "tiefbau@example.org", "type": str(VCARD.Organization)}],
        political_geocoding_level_uri=["http://dcat-ap.de/def/politicalGeocoding/Level/municipality"],
        political_geocoding_uri=["http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05370004"],
        contributor_id=["http://dcat-ap.de/def/contributors/openNRW"],
        geocoding_description=["Das Stadtgebiet"],
        legal_basis=["Satzung, § 1"],
    )
    resource = portal.call(
        "resource_create",
        files={"upload": ("strassen.csv", TABLE, "text/csv")},
        package_id=name,
        name="Straßen als Tabelle",
        format="CSV",
        license_attribution_by_text="Stadt Musterstadt",
        rights="Ohne Gewähr.",
        hash=hashlib.sha256(TABLE).hexdigest(),
        hash_algorithm="http://spdx.org/rdf/terms#checksumAlgorithm_sha256",
    )
    portal.wait_for_rows(resource["id"])
    shown: dict[str, Any] = portal.call("package_show", id=name)
    return shown


@pytest.fixture(scope="module")
def graph(portal: Portal, dataset: dict[str, Any]) -> Graph:
    return portal.graph(f"/dataset/{dataset['name']}.ttl")


@pytest.fixture(scope="module")
def subject(graph: Graph) -> URIRef:
    [subject] = graph.subjects(RDF.type, DCAT.Dataset)
    assert isinstance(subject, URIRef)
    return subject


@pytest.fixture(scope="module")
def distribution(graph: Graph, subject: URIRef) -> URIRef:
    [distribution] = graph.objects(subject, DCAT.distribution)
    assert isinstance(distribution, URIRef)
    return distribution


@pytest.fixture
def browser(portal: Portal) -> Iterator[requests.Session]:
    """The sysadmin, signed in by the form."""
    with requests.Session() as session:
        page = session.get(f"{portal.address}/user/login", timeout=60).text
        found = re.search(r'name="_csrf_token" content="([^"]+)"', page) or re.search(r'content="([^"]+)" */?>', page)
        assert found
        form = {"login": "sysadmin", "password": portal.password(), "_csrf_token": found[1]}
        session.post(f"{portal.address}/user/login", data=form, timeout=60).raise_for_status()
        yield session


def test_the_sysadmin_can_sign_in(portal: Portal, browser: requests.Session) -> None:
    page = browser.get(f"{portal.address}/ckan-admin/", timeout=60)

    assert page.ok
    assert "/user/_logout" in page.text


def test_the_editor_is_an_editor_of_one_organization_and_no_more(portal: Portal) -> None:
    own = portal.call("organization_list_for_user")
    user = portal.call("user_show", "sysadmin", id="editor")

    assert [(organization["name"], organization["capacity"]) for organization in own] == [(ORGANIZATION, "editor")]
    assert not user["sysadmin"]


def test_secrets_are_for_their_owner_alone() -> None:
    names = ["password", "editor.token", "sysadmin.token", "secrets.json", "ckan.ini"]

    assert {name: oct((HOME / name).stat().st_mode)[-3:] for name in names} == dict.fromkeys(names, "600")


def test_a_table_shows_its_rows(portal: Portal, dataset: dict[str, Any]) -> None:
    [resource] = dataset["resources"]

    rows = portal.call("datastore_search", resource_id=resource["id"])

    # The headers keep their umlauts only as long as xloader is told not to transliterate them.
    assert [field["id"] for field in rows["fields"]] == ["_id", "Straße", "Anzahl"]
    assert [row["Straße"] for row in rows["records"]] == ["Überweg", "Allee"]


def test_the_preview_asks_for_rows_and_gets_them(portal: Portal, dataset: dict[str, Any]) -> None:
    [resource] = dataset["resources"]
    views = portal.call("resource_view_list", id=resource["id"])
    [view] = [view for view in views if view["view_type"] == "datatables_view"]
    page = portal.get(f"/dataset/{dataset['name']}/resource/{resource['id']}/view/{view['id']}")
    asked = {"draw": 1, "start": 0, "length": 20, "order[0][column]": 0, "order[0][dir]": "asc", "search[value]": ""}

    answer = requests.post(f"{portal.address}/datatables/ajax/{view['id']}", data=asked, timeout=60)

    assert "datatables_view" in page.text
    assert answer.json()["recordsTotal"] == 2
    assert [row["Straße"] for row in answer.json()["data"]] == ["Überweg", "Allee"]


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (DCATDE.politicalGeocodingLevelURI, URIRef("http://dcat-ap.de/def/politicalGeocoding/Level/municipality")),
        (DCATDE.politicalGeocodingURI, URIRef("http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05370004")),
        (DCATDE.contributorID, URIRef("http://dcat-ap.de/def/contributors/openNRW")),
        (DCATDE.geocodingDescription, Literal("Das Stadtgebiet")),
        (DCATDE.legalBasis, Literal("Satzung, § 1")),
        (DCATAP.availability, URIRef(f"{EU}/planned-availability/STABLE")),
        (DCTERMS.spatial, URIRef("http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05370004")),
        (DCTERMS.title, Literal("Straßen", lang="de")),
        (DCTERMS.title, Literal("Streets", lang="en")),
        (ADMS.versionNotes, Literal("Zwei Straßen mehr.", lang="de")),
        (ADMS.versionNotes, Literal("Two more streets.", lang="en")),
        (DCAT_TERM.previousVersion, URIRef("https://example.org/strassen/1")),
        (DCAT_TERM.inSeries, SERIES),
    ],
)
def test_the_dataset_says_it_in_its_turtle(
    graph: Graph, subject: URIRef, predicate: URIRef, value: URIRef | Literal
) -> None:
    assert (subject, predicate, value) in graph


def test_the_series_says_it_in_each_language(graph: Graph, subject: URIRef) -> None:
    assert graph.value(SERIES, RDF.type) == DCAT_TERM.DatasetSeries
    assert set(graph.objects(SERIES, DCTERMS.title)) == {
        Literal("Straßen, alle Ausgaben", lang="de"),
        Literal("Streets, all editions", lang="en"),
    }
    assert list(graph.objects(SERIES, DCTERMS.publisher)) == list(graph.objects(subject, DCTERMS.publisher))


def test_origin_and_rights_say_in_which_language(graph: Graph, subject: URIRef, distribution: URIRef) -> None:
    origin, rights = graph.value(subject, DCTERMS.provenance), graph.value(distribution, DCTERMS.rights)

    assert set(graph.objects(origin, RDFS.label)) == {
        Literal("Aus dem Straßenverzeichnis.", lang="de"),
        Literal("From the register of streets.", lang="en"),
    }
    assert list(graph.objects(rights, RDFS.label)) == [Literal("Ohne Gewähr.", lang="de")]


def test_the_contact_is_an_organization_where_the_field_says_so(graph: Graph, subject: URIRef) -> None:
    contact = graph.value(subject, DCAT.contactPoint)

    assert set(graph.objects(contact, RDF.type)) == {VCARD.Kind, VCARD.Organization}


def test_the_distribution_names_whom_to_attribute(graph: Graph, distribution: URIRef) -> None:
    assert graph.value(distribution, DCATDE.licenseAttributionByText) == Literal("Stadt Musterstadt", lang="de")


def test_the_license_is_the_dataset_s(graph: Graph, distribution: URIRef) -> None:
    assert graph.value(distribution, DCTERMS.license) == URIRef("http://dcat-ap.de/def/licenses/dl-by-de/2.0")


def test_the_checksum_names_the_algorithm_it_was_made_with(graph: Graph, distribution: URIRef) -> None:
    checksum = graph.value(distribution, SPDX.checksum)

    assert str(graph.value(checksum, SPDX.checksumValue)) == hashlib.md5(TABLE).hexdigest()
    assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_md5


def test_a_loaded_table_keeps_its_publisher_s_checksum(portal: Portal, name: str, purge: Callable[[str], None]) -> None:
    name += "-checksum"
    purge(name)
    portal.call("package_create", name=name, title="Straßen", notes="Alle.", owner_org=ORGANIZATION)
    digest = hashlib.sha256(TABLE).hexdigest()
    resource = portal.call(
        "resource_create",
        files={"upload": ("strassen.csv", TABLE, "text/csv")},
        package_id=name,
        format="CSV",
        hash=digest,
        upload_md5=hashlib.md5(TABLE).hexdigest(),
        upload_sha256=digest,
    )
    portal.wait_for_rows(resource["id"])

    graph = portal.graph(f"/dataset/{name}.ttl")

    assert portal.call("resource_show", id=resource["id"])["hash"] == hashlib.md5(TABLE).hexdigest()
    [checksum] = graph.objects(None, SPDX.checksum)
    assert str(graph.value(checksum, SPDX.checksumValue)).lower() == digest
    assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256


def test_turtle_is_served_as_what_it_is(portal: Portal, dataset: dict[str, Any]) -> None:
    assert portal.get(f"/dataset/{dataset['name']}.ttl").headers["Content-Type"].startswith("text/turtle")


@official.needed
def test_the_catalog_conforms_to_the_official_shapes(portal: Portal, dataset: dict[str, Any]) -> None:
    catalog = portal.graph(f"/catalog.ttl?fq=name:{dataset['name']}")  # and not what others may be trying out

    assert (None, DCAT.dataset, None) in catalog
    assert official.violations(catalog) == []


@official.needed
def test_the_shapes_would_have_noticed(portal: Portal, dataset: dict[str, Any]) -> None:
    catalog = portal.graph(f"/catalog.ttl?fq=name:{dataset['name']}")
    catalog.remove((None, DCTERMS.publisher, None))
    catalog.remove((None, DCTERMS.license, None))

    found = "\n".join(official.violations(catalog))

    assert "dcat:Catalog: dcterms:publisher MUSS MINDESTEN einmal vorkommen" in found
    assert "MUSS eine dcterms:license haben" in found


def test_the_forms_speak_german_and_english(portal: Portal, browser: requests.Session) -> None:
    german = browser.get(f"{portal.address}/de/dataset/new", timeout=60).text
    english = browser.get(f"{portal.address}/en/dataset/new", timeout=60).text

    assert "Verwaltungsebene" in german
    assert "Level of government" in english


def test_an_edit_in_the_form_keeps_what_no_list_knows(
    portal: Portal, browser: requests.Session, dataset: dict[str, Any]
) -> None:
    foreign = "https://example.org/frequency/sometimes"
    portal.call("package_patch", id=dataset["id"], frequency=foreign)

    page = browser.get(f"{portal.address}/dataset/edit/{dataset['name']}", timeout=60).text

    assert re.search(rf'<option value="{foreign}"\s+selected', page)
    portal.call("package_patch", id=dataset["id"], frequency=dataset["frequency"])
