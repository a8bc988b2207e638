"""Others work at the portal, too: in groups, in other organizations, and with other editions of the same town."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.edition import Edition
from pipeline.publish.ckan.failures import Denied
from pipeline.publish.ckan.precedence import Superseded
from tests.integration.portal.conftest import purge
from tests.integration.portal.stage import ProbeTown, RealPortal, assert_equals_edition, found_town

pytestmark = pytest.mark.integration


@pytest.fixture
def town(portal: RealPortal, tmp_path: Path) -> Iterator[ProbeTown]:
    """A town without tables, which is published in a second or two."""
    town = found_town(tmp_path, f"beside-{uuid.uuid4().hex[:8]}", portal, '"vocabulary"')
    town.make_edition()
    yield town
    purge(town)


@pytest.fixture
def other_organization(portal: RealPortal) -> Iterator[str]:
    name = f"nachbar-{uuid.uuid4().hex[:8]}"
    portal.call("organization_create", "sysadmin", name=name)
    yield name
    portal.call("organization_purge", "sysadmin", id=name)


@pytest.fixture
def group(portal: RealPortal) -> Iterator[str]:
    name = f"thema-{uuid.uuid4().hex[:8]}"
    portal.call("group_create", "sysadmin", name=name, title="Ein Thema")
    yield name
    portal.call("group_purge", "sysadmin", id=name)


def test_a_dataset_that_others_put_into_a_group_and_follow_is_changed_and_stays_there(
    town: ProbeTown, group: str
) -> None:
    town.publish()
    (before,) = town.packages()
    member = {"object": before["id"], "object_type": "package", "capacity": "public"}
    town.portal.call("member_create", "sysadmin", id=group, **member)
    town.portal.call("follow_dataset", "sysadmin", id=before["id"])
    town.portal.call("package_revise", "sysadmin", match={"id": before["id"]}, update={"private": True})
    edition = _readdressed(town)

    receipt = town.publish(edition)

    (after,) = town.packages()
    found = town.portal.call("package_search", "", fq=f"groups:{group}")["results"]
    assert receipt.differs == ()
    assert after["version"] == edition.version
    assert [each["name"] for each in after["groups"]] == [group]
    assert [(each["id"], each["version"]) for each in found] == [(before["id"], edition.version)]
    assert town.portal.call("dataset_follower_count", "sysadmin", id=before["id"]) == 1
    assert_equals_edition(town, edition)
    assert not town.publish(edition).changed


def _readdressed(town: ProbeTown) -> Edition:
    """The next edition, which says otherwise whom to ask."""
    town.edit_settings("Geschäftsstelle Digitale Agenda", "Geschäftsstelle")
    return town.make_edition()


@pytest.mark.parametrize("private", [False, True])
def test_a_dataset_that_was_moved_out_of_our_reach_is_told_and_left_alone(
    town: ProbeTown, other_organization: str, private: bool
) -> None:
    town.publish()
    (package,) = town.packages()
    moved = {"owner_org": other_organization, "private": private}
    town.portal.call("package_revise", "sysadmin", match={"id": package["id"]}, update=moved)
    before = town.portal.call("package_show", "sysadmin", id=package["id"])

    for act in (town.plan, town.publish):
        with pytest.raises(Denied, match="lies in another organization"):
            act()

    assert town.portal.call("package_show", "sysadmin", id=package["id"]) == before
    town.portal.call("dataset_purge", "sysadmin", id=package["id"])


def test_the_older_edition_of_another_folder_is_refused_and_goes_out_when_it_is_really_meant(
    town: ProbeTown, portal: RealPortal, tmp_path: Path
) -> None:
    elsewhere = found_town(tmp_path / "elsewhere", town.name, portal, '"vocabulary"')
    old, new = town.edition(), _newer(elsewhere)
    elsewhere.publish(new)
    (before,) = town.packages()

    for act in (town.plan, town.publish):
        with pytest.raises(Superseded) as refused:
            act(old)
        assert new.version in refused.value.message.de

    assert town.packages() == [before]
    assert town.publish(old, force=True).differs == ()
    assert_equals_edition(town, old)


def _newer(town: ProbeTown) -> Edition:
    town.days += 5
    return town.make_edition()
