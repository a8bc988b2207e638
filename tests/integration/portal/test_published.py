"""A real CKAN holds what was published to it, and gives it out: one town, published once, for all who only read."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS

from pipeline.model.edition import Edition, Receipt
from tests.integration.portal.conftest import purge
from tests.integration.portal.stage import ProbeTown, RealPortal, assert_equals_edition, found_town

pytestmark = pytest.mark.integration
SPDX = Namespace("http://spdx.org/rdf/terms#")
OFFICIAL = Path(__file__).parents[4] / "shared" / "official-shapes"


class Published(NamedTuple):
    """A town that nobody changes, as it was published first."""

    town: ProbeTown
    edition: Edition
    receipt: Receipt


@pytest.fixture(scope="module")
def published(portal: RealPortal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    town = found_town(tmp_path_factory.mktemp("published"), f"probe-{uuid.uuid4().hex[:8]}", portal)
    edition = town.make_edition()
    try:
        yield Published(town, edition, town.publish())
    finally:
        purge(town)


@pytest.fixture
def town(published: Published) -> ProbeTown:
    return published.town


def _graph(portal: RealPortal, path: str) -> Graph:
    return Graph().parse(data=portal.get(path), format="turtle")


def test_the_first_publication_brings_everything(published: Published) -> None:
    assert published.receipt.changed
    assert published.receipt.differs == ()
    assert_equals_edition(published.town)


def test_the_second_publication_sends_no_write(town: ProbeTown) -> None:
    before = town.moments()

    receipt = town.publish()

    assert not receipt.changed
    assert {name: before[name] <= moment for name, moment in town.moments().items()} == dict.fromkeys(before, True)
    assert town.plan().is_empty


def test_what_the_loader_rewrites_is_no_difference_and_the_checksum_stays_true(published: Published) -> None:
    town, edition, _ = published
    town.portal.wait_for_loader(town.packages())
    hashes = [r["hash"] for p in town.packages() for r in p["resources"] if r["format"] == "CSV"]

    receipt = town.publish()

    assert {len(value) for value in hashes} == {32}, "the loader has put its MD5 there"
    assert not receipt.changed
    contents = {file.name: file.content for file in edition.distributions}
    for package in town.packages():
        graph = _graph(town.portal, f"/dataset/{package['name']}.ttl")
        for distribution in graph.subjects(RDF.type, DCAT.Distribution):
            checksum = graph.value(distribution, SPDX.checksum)
            name = str(distribution).rpartition("/")[2]
            assert str(graph.value(checksum, SPDX.checksumValue)) == hashlib.sha256(contents[name]).hexdigest()
            assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256


def test_the_preview_shows_every_row(published: Published) -> None:
    town, edition, _ = published
    packages = town.packages()
    town.portal.wait_for_loader(packages)
    contents = {file.name: file.content for file in edition.distributions}

    for package in packages:
        tables = [resource for resource in package["resources"] if resource["format"] == "CSV"]
        for table in tables:
            rows = town.portal.call("datastore_search", "", resource_id=table["id"])["total"]
            views = town.portal.call("resource_view_list", "", id=table["id"])
            assert rows == _rows(contents[table["uri"].rpartition("/")[2]])
            assert "datatables_view" in [view["view_type"] for view in views]


def _rows(content: bytes) -> int:
    import csv
    import io

    return sum(1 for _ in csv.reader(io.StringIO(content.decode()))) - 1


def test_where_the_town_lies_comes_out_as_it_went_in(published: Published) -> None:
    town, edition, _ = published
    ours = Graph().parse(data=next(f.content for f in edition.distributions if f.name == "catalog.ttl"))
    theirs = _graph(town.portal, "/catalog.ttl?page=1")

    for package in town.packages():
        theirs += _graph(town.portal, f"/dataset/{package['name']}.ttl")
    places = {*ours.objects(None, DCTERMS.spatial)}
    for place in places:
        for predicate in (DCAT.bbox, DCAT.centroid):
            assert {*ours.objects(place, predicate)} == {*theirs.objects(place, predicate)} != set()
        assert {*theirs.objects(place, SKOS.prefLabel)} <= {*ours.objects(place, SKOS.prefLabel)}
    for period in ours.objects(None, DCTERMS.temporal):
        dataset = ours.value(predicate=DCTERMS.temporal, object=period)
        for predicate in (DCAT.startDate, DCAT.endDate):
            told = {
                str(day)
                for each in theirs.objects(dataset, DCTERMS.temporal)
                for day in theirs.objects(each, predicate)
            }
            assert told == {str(day) for day in ours.objects(period, predicate)}


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [
        (
            "de",
            ("Projekte als Tabelle", "Deutschland", "ohne festes Ende", "alle Ausgaben"),
            ("all editions", "Reihe 1"),
        ),
        ("en", ("Projects as a table", "without a fixed end", "all editions"), ("alle Ausgaben", "Series 1")),
    ],
)
def test_the_page_of_a_dataset_is_in_one_language_and_in_words(
    town: ProbeTown, language: str, said: Sequence[str], unsaid: Sequence[str]
) -> None:
    package = next(each for each in town.packages() if each["name"].endswith("-roadmap"))

    page = town.portal.get(f"/{language}/dataset/{package['name']}").decode()

    visible = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|head)\b.*?</\1>", "", page))
    assert [words for words in said if words not in visible] == []
    assert [words for words in (*unsaid, "politicalGeocoding", "authority/") if words in visible] == []


def test_the_columns_of_a_table_have_titles_in_both_languages(town: ProbeTown) -> None:
    town.portal.wait_for_loader(town.packages())
    package = next(each for each in town.packages() if each["name"].endswith("-roadmap"))
    for table in (resource for resource in package["resources"] if resource["format"] == "CSV"):
        fields = town.portal.call("datastore_search", "", resource_id=table["id"], limit=0)["fields"]
        infos = {each["id"]: each.get("info", {}) for each in fields if each["id"] != "_id"}
        assert all(info["label"] == info["label_translated"]["de"] for info in infos.values()), table["name"]
        assert all(info["label_translated"]["en"] for info in infos.values()), table["name"]


def test_the_portal_gives_the_same_dcat_back(published: Published) -> None:
    town, edition, _ = published
    ours = Graph().parse(data=next(f.content for f in edition.distributions if f.name == "catalog.ttl"))

    for package in town.packages():
        theirs = _graph(town.portal, f"/dataset/{package['name']}.ttl")
        dataset = URIRef(package["identifier"])
        for subject in (dataset, *ours.objects(dataset, DCAT.distribution)):
            assert isinstance(subject, URIRef)
            missing = _told(ours, subject) - _told(theirs, subject)
            assert {told for told in missing if told[0] not in _OF_ITS_OWN} == set()


# Where the files lie is the portal's to say, and CKAN keeps no inputs of an activity. What a dataset is about leads
# into the data, where the thing leads back, and beside dcterms:relation stands dcterms:conformsTo, which is kept:
# no schema of CKAN has a field for these two.
_OF_ITS_OWN = {str(DCAT.accessURL), str(DCAT.downloadURL), str(FOAF.primaryTopic), str(DCTERMS.relation)}
_NOT_KEPT = {"http://www.w3.org/ns/prov#used", "http://www.w3.org/ns/prov#endedAtTime"}


def _told(graph: Graph, subject: Any, above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """What is said of a thing and of its parts, whatever the parts are called."""
    told: set[tuple[str, ...]] = set()
    for predicate, value in graph.predicate_objects(subject):
        path = (*above, str(predicate))
        is_part = (not isinstance(value, Literal) and not isinstance(value, URIRef)) or "#" in str(value).split("://")[
            -1
        ]
        if str(predicate) in _NOT_KEPT or (above and str(predicate) in map(str, (RDF.type, DCTERMS.title))):
            continue
        if is_part and not isinstance(value, Literal) and (value, None, None) in graph and len(above) < 2:
            told |= _told(graph, value, path)
        else:
            told.add((*path, value.n3()))
    return told


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official shapes are not at hand")
def test_the_portal_s_turtle_passes_the_official_shapes(town: ProbeTown) -> None:
    import runpy

    violations = runpy.run_path(str(Path(__file__).parents[3] / "portal" / "tests" / "official.py"))["violations"]

    for package in town.packages():
        assert violations(_graph(town.portal, f"/dataset/{package['name']}.ttl")) == []
    assert violations(_graph(town.portal, f"/catalog.ttl?fq=name:{town.name}-*")) == []


def test_the_score_of_the_portal_s_own_catalog_is_full(town: ProbeTown) -> None:
    from click.testing import CliRunner

    from pipeline.cli import roadmap

    town.portal.wait_for_loader(town.packages())
    source = f"{town.portal.address}/catalog.ttl?fq=name:{town.name}-*"

    result = CliRunner().invoke(roadmap, ["score", source, "--online", "--format", "json"])

    datasets = json.loads(result.stdout)["datasets"]
    assert len(datasets) == 2  # roadmap and strategy
    assert {dataset["total"] for dataset in datasets} == {405}
