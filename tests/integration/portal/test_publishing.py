"""An editor of one organization publishes editions to a real CKAN, and the portal is never doubled, never half."""

from __future__ import annotations

import hashlib
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
import requests
from openpyxl.worksheet.worksheet import Worksheet
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

from pipeline.model.plan import Deed
from pipeline.publish.ckan.failures import Denied, PublishError, TooLarge
from tests.integration.portal.stage import ORGANIZATION, ProbeTown, RealPortal, assert_equals_edition
from tests.towns import change

pytestmark = pytest.mark.integration
SPDX = Namespace("http://spdx.org/rdf/terms#")
OFFICIAL = Path(__file__).parents[4] / "shared" / "official-shapes"


def _ids(town: ProbeTown) -> dict[str, list[str]]:
    """The ids of datasets and files, by name."""
    return {p["name"]: [p["id"], *(r["id"] for r in p["resources"])] for p in town.packages()}


def _moments(town: ProbeTown) -> dict[str, str]:
    return {package["name"]: package["metadata_modified"] for package in town.packages()}


def _graph(portal: RealPortal, path: str) -> Graph:
    return Graph().parse(data=portal.get(path), format="turtle")


def test_the_first_publication_brings_everything(town: ProbeTown) -> None:
    town.make_edition()

    receipt = town.publish()

    assert receipt.changed
    assert receipt.differs == ()
    assert_equals_edition(town)


def test_the_second_publication_sends_no_write(town: ProbeTown) -> None:
    town.make_edition()
    town.publish()
    before = _moments(town)

    receipt = town.publish()

    assert not receipt.changed
    assert {name: before[name] <= moment for name, moment in _moments(town).items()} == dict.fromkeys(before, True)
    assert town.plan().is_empty


def test_what_the_loader_rewrites_is_no_difference_and_the_checksum_stays_true(town: ProbeTown) -> None:
    edition = town.make_edition()
    town.publish()
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


def test_the_preview_shows_every_row(town: ProbeTown) -> None:
    edition = town.make_edition()
    town.publish()
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


def test_a_changed_title_patches_one_dataset_and_keeps_all_ids(town: ProbeTown) -> None:
    town.make_edition()
    town.publish()
    ids = _ids(town)
    town.edit_settings("Digitale Agenda der (erfundenen) Beispielstadt", "Agenda der Probestadt")
    edition = town.make_edition()

    plan = town.plan(edition)
    receipt = town.publish(edition)

    changed = {dataset.name: [change.field for change in dataset.changes] for dataset in plan.datasets}
    assert "title" in changed[f"{town.name}-roadmap"]
    assert "title" not in changed[f"{town.name}-strategie"]
    assert receipt.changed
    assert _ids(town) == ids
    assert_equals_edition(town)


def test_a_title_changed_at_the_portal_is_the_one_patch_that_comes(town: ProbeTown) -> None:
    town.make_edition()
    town.publish()
    ids, name = _ids(town), f"{town.name}-roadmap"
    town.portal.wait_for_loader(town.packages())  # it moves the dates of what it loads
    town.portal.call("package_patch", id=name, title="Von Hand geändert")
    others = {key: value for key, value in _moments(town).items() if key != name}

    with town.destination() as ckan:
        plan = ckan.plan(town.edition())
        receipt = ckan.publish(town.edition())

    assert [(d.name, d.deed) for d in plan.datasets if d.deed is not Deed.KEEP] == [(name, Deed.CHANGE)]
    assert [(c.field, c.before) for d in plan.datasets for c in d.changes] == [("title", "Von Hand geändert")]
    assert receipt.changed
    assert _ids(town) == ids
    assert {key: value for key, value in _moments(town).items() if key != name} == others


def test_a_file_that_the_edition_no_longer_has_is_removed(town: ProbeTown) -> None:
    town.make_edition()
    town.publish()
    before = {resource["id"] for package in town.packages() for resource in package["resources"]}
    change(town.place, _without_budgets)
    edition = town.make_edition()

    plan = town.plan(edition)
    town.publish(edition)

    removed = [file.name for dataset in plan.datasets for file in dataset.files if file.deed is Deed.REMOVE]
    assert removed == ["budgets.csv"]
    assert len(before - {r["id"] for p in town.packages() for r in p["resources"]}) == 1
    assert_equals_edition(town)


def _without_budgets(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, (int, float)) and cell.column > 3:  # keys stand before
                cell.value = None


def test_a_deleted_dataset_comes_back_under_its_id(town: ProbeTown) -> None:
    town.make_edition()
    town.publish()
    ids = _ids(town)
    town.portal.wait_for_loader(town.packages())  # it writes back what it has read, and would undo the deletion
    town.portal.call("package_delete", id=f"{town.name}-roadmap")

    plan = town.plan()
    town.publish()

    assert plan.datasets[0].deed is Deed.REVIVE
    assert _ids(town) == ids
    assert_equals_edition(town)


def test_a_foreign_dataset_of_the_same_name_is_left_alone(town: ProbeTown) -> None:
    town.make_edition()
    foreign = town.portal.call(
        "package_create", name=f"{town.name}-roadmap", title="Fremd", notes="Nicht von uns.", owner_org=ORGANIZATION
    )

    with pytest.raises(PublishError, match="Another dataset"):
        town.publish()

    assert town.portal.call("package_show", id=foreign["id"]) == town.portal.call("package_show", id=foreign["name"])
    assert town.portal.call("package_show", id=foreign["id"])["metadata_modified"] == foreign["metadata_modified"]


def test_a_revoked_token_is_one_clear_alarm(town: ProbeTown) -> None:
    town.make_edition()
    name = f"probe-{uuid.uuid4().hex[:8]}"
    token = town.portal.call("api_token_create", "sysadmin", user="editor", name=name)["token"]
    made = next(t for t in town.portal.call("api_token_list", "sysadmin", user_id="editor") if t["name"] == name)
    town.portal.call("api_token_revoke", "sysadmin", jti=made["id"])

    with pytest.raises(Denied) as denied:
        town.publish(token=token)

    assert "abgelaufen" in denied.value.message.de
    assert token not in str(denied.value)
    assert town.packages() == []


def test_a_file_that_is_too_large_is_told_with_its_size_and_nothing_changes(town: ProbeTown) -> None:
    town.make_edition()
    town.publish()
    town.portal.wait_for_loader(town.packages())
    before = [(p["name"], p["version"], [r["hash"] for r in p["resources"]]) for p in town.packages()]
    edition = _with_a_large_file(town)

    with pytest.raises(TooLarge) as refused:
        town.publish(edition)

    assert "projects.csv" in refused.value.message.de
    assert "11" in refused.value.message.de
    assert [(p["name"], p["version"], [r["hash"] for r in p["resources"]]) for p in town.packages()] == before
    assert_equals_edition(town)


def _with_a_large_file(town: ProbeTown) -> Any:
    """The current edition, as if its main table had grown beyond what the portal takes."""
    from dataclasses import replace

    edition = town.edition()
    large = b"key\n" + b"x" * 11_000_000
    was = next(file for file in edition.distributions if file.name == "projects.csv")
    digest, size = hashlib.sha256(was.content).hexdigest(), f'"{len(was.content)}"^^'
    files = []
    for file in edition.distributions:
        if file.name == "projects.csv":
            files.append(replace(file, content=large))
        elif file.name == "catalog.ttl":
            text = file.content.decode().replace(digest, hashlib.sha256(large).hexdigest())
            files.append(replace(file, content=text.replace(size, f'"{len(large)}"^^').encode()))
        else:
            files.append(file)
    return replace(edition, distributions=tuple(files))


def test_the_portal_gives_the_same_dcat_back(town: ProbeTown) -> None:
    edition = town.make_edition()
    town.publish()
    ours = Graph().parse(data=next(f.content for f in edition.distributions if f.name == "catalog.ttl"))

    for package in town.packages():
        theirs = _graph(town.portal, f"/dataset/{package['name']}.ttl")
        dataset = URIRef(package["identifier"])
        for subject in (dataset, *ours.objects(dataset, DCAT.distribution)):
            assert isinstance(subject, URIRef)
            missing = _told(ours, subject) - _told(theirs, subject)
            assert {told for told in missing if told[0] not in _OF_ITS_OWN} == set()


# Where the files lie is the portal's to say, and CKAN keeps no inputs of an activity.
_OF_ITS_OWN = {str(DCAT.accessURL), str(DCAT.downloadURL)}
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
    town.make_edition()
    town.publish()

    for package in town.packages():
        assert violations(_graph(town.portal, f"/dataset/{package['name']}.ttl")) == []
    assert violations(_graph(town.portal, f"/catalog.ttl?fq=name:{town.name}-*")) == []


def test_a_dry_run_writes_nothing(town: ProbeTown) -> None:
    town.make_edition()

    plan = town.plan()

    assert [dataset.deed for dataset in plan.datasets] == [Deed.CREATE, Deed.CREATE]
    assert town.packages() == []


def test_what_others_added_to_our_dataset_stays(town: ProbeTown) -> None:
    town.make_edition()
    town.publish()
    town.portal.wait_for_loader(town.packages())  # it would write the dataset back without what is added meanwhile
    added = town.portal.call(
        "resource_create", package_id=f"{town.name}-roadmap", url="https://example.org/x", name="X"
    )
    town.edit_settings("Digitale Agenda der (erfundenen) Beispielstadt", "Agenda der Probestadt")

    town.publish(town.make_edition())

    package = town.portal.call("package_show", id=f"{town.name}-roadmap")
    assert added["id"] in [resource["id"] for resource in package["resources"]]


def test_the_score_of_the_portal_s_own_catalog_is_full(town: ProbeTown) -> None:
    from click.testing import CliRunner

    from pipeline.cli import roadmap

    town.make_edition()
    town.publish()
    town.portal.wait_for_loader(town.packages())
    source = f"{town.portal.address}/catalog.ttl?fq=name:{town.name}-*"

    result = CliRunner().invoke(roadmap, ["score", source, "--online", "--format", "json"])

    datasets = json.loads(result.stdout)["datasets"]
    assert len(datasets) == 2  # roadmap and strategy
    assert {dataset["total"] for dataset in datasets} == {405}


def test_requests_of_this_test_reach_the_portal(portal: RealPortal) -> None:
    assert requests.get(f"{portal.address}/api/3/action/status_show", timeout=10).json()["success"]
