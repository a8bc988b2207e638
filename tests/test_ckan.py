"""A portal is brought to what the edition says, once: nothing is doubled, and what others did stays theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.model.plan import Deed
from tests.ckan_cases import NAMES, RETITLED, Stage, editions, open_stage, shrink, whole_and_true
from tests.fake_fields import Kind
from tests.fakes import FakeCkan
from tests.test_plan_report import printed


@pytest.fixture
def stage() -> Iterator[Stage]:
    with open_stage() as stage:
        yield stage


def _ids(stage: Stage) -> dict[str, list[str]]:
    return {p["name"]: [p["id"], *(r["id"] for r in p["resources"])] for p in stage.fake.packages.values()}


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
    assert [dataset.others for dataset in plan.datasets] == [("Karte",), (), ()]
    assert "Nicht von uns und bleibt: Karte" in printed(plan)
    assert [each["name"] for each in stage.package()["resources"]][-1] == "Karte"
    assert len(stage.package()["resources"]) == 3
    assert stage.writes(smaller) == []


def test_a_file_that_is_removed_leaves_no_bytes_and_no_rows(stage: Stage) -> None:
    stage.publish()
    stage.fake.run_loader()
    gone = next(each["id"] for each in stage.package()["resources"] if each["uri"].endswith("/budgets.csv"))
    assert gone in stage.fake.files
    assert gone in stage.fake.rows

    stage.publish(shrink(editions().first, ("projects.csv", "roadmap.ttl", "strategy.ttl", "catalog.ttl")))

    assert gone not in stage.fake.files
    assert gone not in stage.fake.rows


def test_our_files_stand_first_and_in_our_order(stage: Stage) -> None:
    stage.publish()
    stage.package()["resources"].reverse()

    plan = stage.plan()
    stage.fake.sent = []
    stage.publish()

    assert [change.field for change in plan.datasets[0].changes] == ["position"]
    names = [resource["uri"].rpartition("/")[2] for resource in stage.package()["resources"]]
    assert names == ["projects.csv", "roadmap.ttl", "budgets.csv"]
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
