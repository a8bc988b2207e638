"""Ours is found wherever it is, others' datasets are left alone, and we publish where the token may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.publish.ckan.failures import Denied, PublishError
from pipeline.publish.folder import Folder
from tests.ckan_cases import BASE, FILES, NAMES, ORGANIZATION, RETITLED, Stage, editions, open_stage, shrink
from tests.fake_fields import Kind
from tests.fake_store import id_of
from tests.fakes import FakeCkan
from tests.towns import copy_town, output_of, publish


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


@pytest.mark.parametrize("kind", Kind)
def test_a_dataset_that_others_put_into_groups_is_changed_and_stays_there(kind: Kind) -> None:
    with open_stage(FakeCkan(kind=kind)) as stage:
        stage.on_sleep = stage.fake.run_loader
        stage.publish()
        groups = {stage.package(name)["id"]: ["themen", "digitales"] for name in NAMES}
        stage.fake.groups = dict(groups)
        stage.package()["private"] = True

        receipt = stage.publish(editions().changed)

        assert receipt.differs == ()
        assert stage.package()["version"] == editions().changed.version
        assert stage.fake.groups == groups
        assert stage.writes(editions().changed) == []


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("forget", ["", "delete from dataset"])
def test_a_dataset_that_was_moved_out_of_our_reach_is_told_and_left_alone(
    stage: Stage, forget: str, private: bool
) -> None:
    stage.publish()
    stage.package().update(owner_org=id_of("nachbarstadt"), private=private)
    stage.journal.connection.execute(forget)
    before = stage.fake.writes
    words = "Another dataset" if private and forget else "lies in another organization"

    for act in (stage.plan, stage.publish):
        with pytest.raises(PublishError, match=words):
            act(editions().changed)

    assert stage.fake.writes == before


def test_an_edition_without_a_catalog_is_refused(stage: Stage) -> None:
    with pytest.raises(PublishError, match="has no catalog"):
        stage.publish(shrink(editions().first, ("projects.csv",)))


@pytest.mark.parametrize(
    ("lacks", "german", "english"),
    [
        (("identifier",), "fehlt: identifier (Datensatz). Daran", "lacks: identifier (dataset). By"),
        (("uri",), "fehlt: uri (Datei). Daran", "lacks: uri (file). By"),
        (
            ("identifier", "uri"),
            "fehlt: identifier (Datensatz), uri (Datei).",
            "lacks: identifier (dataset), uri (file).",
        ),
    ],
)
def test_a_schema_without_what_we_know_our_own_by_is_refused_before_the_first_write(
    lacks: tuple[str, ...], german: str, english: str
) -> None:
    with open_stage(FakeCkan(kind=Kind.DCAT, lacks=lacks, may_found=True), create_organization=True) as stage:
        for act in (stage.plan, stage.publish):
            with pytest.raises(PublishError) as refused:
                act(organization="neustadt")
            assert german in refused.value.message.de
            assert english in refused.value.message.en

        assert stage.fake.writes == 0


def test_a_portal_without_a_schema_needs_none(stage: Stage) -> None:
    stage.fake.kind, stage.fake.lacks = Kind.PLAIN, ("identifier", "uri")

    assert stage.publish().differs == ()


def test_the_vocabulary_that_a_town_published_before_is_told_and_withdrawn_on_request(
    stage: Stage, tmp_path: Path
) -> None:
    town = copy_town(tmp_path)
    publish(town)
    edition = Folder(output_of(town) / "beispielstadt").read_edition()
    assert edition is not None
    edition = shrink(edition, FILES)
    stage.publish()

    plan = stage.plan(edition, force=True)
    stage.publish(edition, force=True)

    assert [dataset.name for dataset in plan.datasets] == NAMES[:2]
    assert plan.orphans == (NAMES[2],)
    assert stage.package(NAMES[2])["state"] == "active"
    assert "beispielstadt-vokabular. Mit --withdraw" in "".join(text.de for text in stage.told)

    told = len(stage.told)
    stage.publish(edition, force=True, withdraw=True)

    assert stage.package(NAMES[2])["state"] == "deleted"
    assert [text for text in stage.told[told:] if "--withdraw" in text.de] == []
    assert {stage.package(name)["state"] for name in NAMES[:2]} == {"active"}
