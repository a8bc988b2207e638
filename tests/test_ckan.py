"""A portal is brought to what the edition says, once: nothing is doubled, and what others did stays theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.destinations.ckan.failures import Denied, PublishError
from pipeline.plan import Deed
from tests.ckan_cases import BASE, NAMES, ORGANIZATION, RETITLED, Stage, editions, open_stage, shrink, whole_and_true
from tests.fake_fields import Kind
from tests.fakes import FakeCkan


@pytest.fixture
def stage() -> Iterator[Stage]:
    with open_stage() as stage:
        yield stage


def _ids(stage: Stage) -> dict[str, list[str]]:
    return {p["name"]: [p["id"], *(r["id"] for r in p["resources"])] for p in stage.fake.packages.values()}


def _foreign(stage: Stage, name: str, **fields: Any) -> dict[str, Any]:
    """A dataset that somebody else made, in another organization."""
    stage.fake.memberships.append("nachbarstadt")
    sent = {"name": name, "title": "Fremd", "notes": "Nicht von uns.", "owner_org": "nachbarstadt", "private": False}
    package: dict[str, Any] = stage.fake.call("package_create", {**sent, **fields})
    stage.fake.memberships.remove("nachbarstadt")
    return package


def test_a_first_publication_makes_three_datasets_and_shows_them_when_all_are_there(stage: Stage) -> None:
    seen: list[int] = []
    stage.fake.watch = lambda fake: seen.append(len(whole_and_true(fake)))

    receipt = stage.publish()

    assert receipt.changed
    assert receipt.differs == ()
    assert sorted(_ids(stage)) == NAMES
    first_shown = seen.index(1)
    assert stage.fake.log[:first_shown].count("package_revise") == 3, "all files had been sent"


def test_every_file_of_a_whole_edition_arrives_as_it_is(stage: Stage) -> None:
    edition = editions().whole

    stage.publish(edition)

    contents = {file.name: file.content for file in edition.distributions}
    resources = [resource for package in stage.fake.packages.values() for resource in package["resources"]]
    assert len(resources) > 25
    for resource in resources:
        assert stage.fake.files[resource["id"]] == contents[resource["uri"].rpartition("/")[2]]


def test_a_second_publication_sends_no_write(stage: Stage) -> None:
    stage.publish()

    assert stage.writes() == []
    assert not stage.publish().changed
    assert stage.plan().is_empty


def test_what_the_loader_rewrites_is_no_difference(stage: Stage) -> None:
    stage.publish()
    stage.fake.run_loader()

    assert len(stage.resource("projects.csv")["hash"]) == 32
    assert stage.plan().is_empty
    assert stage.writes() == []


@pytest.mark.parametrize("kind", [Kind.DCAT, Kind.PLAIN])
def test_checksums_without_a_place_of_their_own_are_put_back_once(kind: Kind) -> None:
    with open_stage(FakeCkan(kind=kind)) as stage:
        receipt = stage.publish()
        stage.fake.run_loader()  # it was slower than we wait

        put_back = stage.writes()
        afterwards = stage.writes()

        assert receipt.differs == ()
        assert put_back == ["package_revise"] * 2
        assert len(stage.resource("projects.csv")["hash"]) == 64
        assert afterwards == []
        assert stage.publish().differs == ()


@pytest.mark.parametrize("kind", [Kind.DCAT, Kind.PLAIN])
def test_the_loader_is_awaited_where_it_overwrites_our_checksums(kind: Kind) -> None:
    with open_stage(FakeCkan(kind=kind)) as stage:
        stage.on_sleep = stage.fake.run_loader

        receipt = stage.publish()

        assert receipt.differs == ()
        assert len(stage.resource("projects.csv")["hash"]) == 64
        assert stage.resource("projects.csv")["datastore_active"]
        assert stage.writes() == []


def test_only_tables_are_given_to_the_loader_and_once(stage: Stage) -> None:
    stage.publish()
    stage.fake.run_loader()
    stage.publish(editions().changed)
    stage.fake.run_loader()

    tables = {stage.resource(name)["id"] for name in ("projects.csv", "budgets.csv")}
    tables.add(stage.resource("strategy.csv", NAMES[1])["id"])
    assert set(stage.fake.tasks) == tables
    assert stage.fake.log.count("xloader_submit") == 3
    assert all(stage.fake.rows[table] == stage.fake.files[table] for table in tables)


def test_a_portal_without_a_loader_is_not_asked_again(stage: Stage) -> None:
    stage.fake.has_loader = False

    assert stage.publish().differs == ()
    assert stage.writes() == []
    assert "xloader_submit" not in stage.fake.log


def test_a_changed_title_revises_each_dataset_once_and_keeps_all_ids(stage: Stage) -> None:
    stage.publish()
    ids, stage.fake.sent = _ids(stage), []

    writes = stage.writes(editions().retitled)

    assert stage.package()["title"] == RETITLED
    assert writes.count("package_revise") == len(writes) <= len(NAMES)
    assert _ids(stage) == ids
    assert "projects.csv" not in stage.fake.sent, "its bytes are what they were"


def test_a_changed_project_sends_the_files_that_changed_alone(stage: Stage) -> None:
    stage.publish()
    stage.fake.sent = []

    stage.publish(editions().changed)

    assert sorted(stage.fake.sent) == ["projects.csv", "roadmap.ttl"]
    assert sorted(whole_and_true(stage.fake)) == NAMES


def test_a_title_changed_at_the_portal_is_the_one_write_that_comes(stage: Stage) -> None:
    stage.publish()
    stage.package()["title"] = "Von Hand geändert"

    plan = stage.plan()
    writes = stage.writes()

    changes = [(change.field, change.before) for dataset in plan.datasets for change in dataset.changes]
    assert changes == [("title", "Von Hand geändert")]
    assert writes == ["package_revise"]


def test_a_file_that_the_edition_no_longer_has_is_removed_and_one_of_others_stays(stage: Stage) -> None:
    stage.publish()
    foreign = {"id": "7d8b1ad1-6ee1-4ba3-b9ad-4c1d3f0e4d11", "name": "Karte", "url": "https://karte.example/"}
    stage.fake.call("package_revise", {"match": {"name": NAMES[0]}, "update": {"resources": [{}, {}, {}, foreign]}})
    smaller = shrink(editions().first, ("projects.csv", "roadmap.ttl", "strategy.ttl", "vocabulary.ttl", "catalog.ttl"))

    plan = stage.plan(smaller)
    stage.publish(smaller)

    removed = [file.name for dataset in plan.datasets for file in dataset.files if file.deed is Deed.REMOVE]
    assert sorted(removed) == ["budgets.csv", "strategy.csv"]
    assert [each["name"] for each in stage.package()["resources"]][-1] == "Karte"
    assert len(stage.package()["resources"]) == 3
    assert stage.writes(smaller) == []


def test_our_files_stand_first_and_in_our_order(stage: Stage) -> None:
    stage.publish()
    stage.package()["resources"].reverse()

    plan = stage.plan()
    stage.fake.sent = []
    stage.publish()

    assert [change.field for change in plan.datasets[0].changes] == ["position"]
    names = [resource["uri"].rpartition("/")[2] for resource in stage.package()["resources"]]
    assert names == ["projects.csv", "budgets.csv", "roadmap.ttl"]
    assert stage.fake.sent == []


@pytest.mark.parametrize("kind", Kind)
def test_extras_and_fields_of_others_stay(kind: Kind) -> None:
    with open_stage(FakeCkan(kind=kind)) as stage:
        stage.on_sleep = stage.fake.run_loader
        stage.publish()
        stage.package()["extras"].append({"key": "aktenzeichen", "value": "4711"})
        stage.resource("budgets.csv")["notiz"] = "geprüft"
        stage.package()["title"] = "Von Hand geändert"

        stage.publish()

        assert {"key": "aktenzeichen", "value": "4711"} in stage.package()["extras"]
        assert stage.resource("budgets.csv")["notiz"] == "geprüft"
        assert stage.package()["title"] != "Von Hand geändert"
        assert stage.writes() == []


def test_on_a_plain_portal_an_extra_of_ours_goes_when_it_is_no_longer_said() -> None:
    with open_stage(FakeCkan(kind=Kind.PLAIN)) as stage:
        stage.publish()
        stage.package()["extras"].append({"key": "contact_url", "value": "https://alt.example"})

        assert not stage.plan().is_empty
        stage.publish()

        assert "contact_url" not in [extra["key"] for extra in stage.package()["extras"]]


def test_a_deleted_dataset_comes_back_with_its_ids_and_is_seen_when_it_is_whole(stage: Stage) -> None:
    stage.publish()
    ids = _ids(stage)
    stage.fake.call("package_delete", {"id": NAMES[0]})
    stage.fake.watch = whole_and_true

    plan = stage.plan(editions().changed)
    stage.publish(editions().changed)

    assert plan.datasets[0].deed is Deed.REVIVE
    assert _ids(stage) == ids
    assert sorted(whole_and_true(stage.fake)) == NAMES


@pytest.mark.parametrize("forget", ["", "delete from dataset"])
def test_a_renamed_dataset_is_found_by_the_journal_and_by_its_identifier(stage: Stage, forget: str) -> None:
    stage.publish()
    ids = _ids(stage)
    stage.package()["name"] = "umbenannt"
    stage.journal.connection.execute(forget)

    stage.publish(editions().retitled)

    assert stage.package("umbenannt")["title"] == RETITLED
    assert sorted(map(tuple, _ids(stage).values())) == sorted(map(tuple, ids.values()))


def test_a_renamed_dataset_is_found_although_another_took_its_name(stage: Stage) -> None:
    stage.publish()
    stage.package()["name"] = "umbenannt"
    stage.journal.connection.execute("delete from dataset")
    _foreign(stage, NAMES[0])

    stage.publish(editions().retitled)

    assert stage.package("umbenannt")["title"] == RETITLED
    assert stage.package()["title"] == "Fremd"


def test_a_dataset_of_ours_that_lost_its_identifier_is_still_ours(stage: Stage) -> None:
    stage.publish()
    del stage.package()["identifier"]

    stage.publish()

    assert stage.package()["identifier"] == f"{BASE}roadmap"
    assert len(stage.fake.packages) == 3


@pytest.mark.parametrize("private", [False, True])
def test_a_foreign_dataset_of_our_name_is_refused_and_left_alone(stage: Stage, private: bool) -> None:
    foreign = _foreign(stage, NAMES[0], private=private)

    with pytest.raises(PublishError, match="Another dataset"):
        stage.publish()

    assert stage.fake.packages[foreign["id"]]["metadata_modified"] == foreign["metadata_modified"]
    assert [package["name"] for package in stage.fake.packages.values()] == [NAMES[0]]


def test_another_prefix_goes_round_a_foreign_name(stage: Stage) -> None:
    _foreign(stage, NAMES[0])

    stage.publish(prefix="stadt")

    assert "stadt-roadmap" in _ids(stage)


def test_what_the_edition_no_longer_has_is_told_and_withdrawn_on_request(stage: Stage) -> None:
    stage.publish()
    _foreign(stage, "fremd")
    smaller = shrink(editions().first, ("projects.csv", "catalog.ttl"))
    stage.package(NAMES[2])["identifier"] = f"{BASE}vormals"
    stage.journal.connection.execute("delete from dataset")
    stage.package(NAMES[2])["name"] = "beispielstadt-vormals"

    plan = stage.plan(smaller)
    stage.publish(smaller)
    before = stage.package("beispielstadt-vormals")["state"]
    stage.publish(smaller, withdraw=True)

    assert plan.orphans == ("beispielstadt-vormals",)
    assert before == "active"
    assert stage.package("beispielstadt-vormals")["state"] == "deleted"
    assert stage.package("fremd")["state"] == "active"
    assert stage.writes(smaller, withdraw=True) == []


def test_an_expired_token_is_one_clear_failure_and_no_write(stage: Stage) -> None:
    stage.fake.token_is_alive = False

    with pytest.raises(Denied) as denied:
        stage.publish()

    assert "abgelaufen" in denied.value.message.de
    assert "expired" in denied.value.message.en
    assert stage.fake.writes == 0
    assert stage.waits == []


@pytest.mark.parametrize(
    ("memberships", "named", "words"),
    [
        (["musterstadt"], "nachbarstadt", "may not publish in the organization “nachbarstadt”, only in: musterstadt"),
        (["musterstadt", "nachbarstadt"], "", r"several organizations \(musterstadt, nachbarstadt\); name one"),
        (["musterstadt"], "gibtsnicht", "only in: musterstadt"),
    ],
)
def test_an_organization_that_is_not_ours_is_told(memberships: list[str], named: str, words: str) -> None:
    with open_stage(FakeCkan(memberships=memberships)) as stage:
        with pytest.raises(Denied, match=words):
            stage.publish(organization=named)

        assert stage.fake.writes == 0


def test_the_only_organization_of_the_token_needs_no_name(stage: Stage) -> None:
    stage.publish(organization="")

    assert stage.plan(organization="").is_empty
    assert sorted(_ids(stage)) == NAMES


def test_an_organization_is_made_only_on_request_and_never_by_a_plan() -> None:
    with open_stage(FakeCkan(memberships=[], may_found=True)) as stage:
        with pytest.raises(Denied):
            stage.publish(organization="neustadt")
        plan = stage.plan(organization="neustadt", create_organization=True)
        planned = list(stage.fake.organizations)

        stage.publish(organization="neustadt", create_organization=True)

        assert plan.organization == "neustadt"
        assert "neustadt" not in planned
        assert stage.fake.organizations.count("neustadt") == 1
        assert stage.writes(organization="neustadt", create_organization=True) == []


def test_an_organization_that_others_have_is_not_made(stage: Stage) -> None:
    with pytest.raises(Denied):
        stage.publish(organization="nachbarstadt", create_organization=True)

    assert stage.fake.writes == 0


def test_a_dataset_in_another_organization_of_ours_is_brought_home(stage: Stage) -> None:
    stage.fake.memberships.append("nachbarstadt")
    stage.publish(organization="nachbarstadt")

    plan = stage.plan(organization=ORGANIZATION)
    stage.publish(organization=ORGANIZATION)

    assert [change.field for change in plan.datasets[0].changes] == ["owner_org"]
    assert stage.plan(organization=ORGANIZATION).is_empty
    assert len(stage.fake.packages) == 3


def test_an_edition_without_a_catalog_is_refused(stage: Stage) -> None:
    with pytest.raises(PublishError, match="has no catalog"):
        stage.publish(shrink(editions().first, ("projects.csv",)))
