"""An editor of one organization publishes editions to a real CKAN, and the portal is never doubled, never half."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import pytest
import requests
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.plan import Deed
from pipeline.publish.ckan.failures import Denied, PublishError, TooLarge
from tests.integration.portal.stage import ORGANIZATION, ProbeTown, RealPortal, assert_equals_edition
from tests.towns import change

pytestmark = pytest.mark.integration


def _ids(town: ProbeTown) -> dict[str, list[str]]:
    """The ids of datasets and files, by name."""
    return {p["name"]: [p["id"], *(r["id"] for r in p["resources"])] for p in town.packages()}


def _wait_for_loader_of_roadmap(town: ProbeTown) -> None:
    town.portal.wait_for_loader([town.portal.call("package_show", id=f"{town.name}-roadmap")])


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
    now, come = _ids(town), {f"{town.name}-roadmap": 1}
    assert {name: known[: len(ids[name])] for name, known in now.items()} == ids
    assert {name: len(known) - len(ids[name]) for name, known in now.items()} == {
        name: come.get(name, 0) for name in ids
    }, "changes.ttl comes with the second edition"
    assert_equals_edition(town)


def test_a_title_changed_at_the_portal_is_the_one_patch_that_comes(town_with_few_tables: ProbeTown) -> None:
    town = town_with_few_tables
    town.make_edition()
    town.publish()
    ids, name = _ids(town), f"{town.name}-roadmap"
    town.portal.wait_for_loader(town.packages())  # it moves the dates of what it loads
    town.portal.call("package_patch", id=name, title="Von Hand geändert")
    others = {key: value for key, value in town.moments().items() if key != name}

    with town.destination() as ckan:
        plan = ckan.plan(town.edition())
        receipt = ckan.publish(town.edition())

    assert [(d.name, d.deed) for d in plan.datasets if d.deed is not Deed.KEEP] == [(name, Deed.CHANGE)]
    assert [(c.field, c.before) for d in plan.datasets for c in d.changes] == [("title", "Von Hand geändert")]
    assert receipt.changed
    assert _ids(town) == ids
    assert {key: value for key, value in town.moments().items() if key != name} == others


def test_a_file_that_the_edition_no_longer_has_is_removed(town: ProbeTown) -> None:
    town.make_edition()
    town.publish()
    before = {resource["id"] for package in town.packages() for resource in package["resources"]}
    change(town.place, _without_budgets)
    edition = town.make_edition(accept_loss=True)

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


def test_a_deleted_dataset_comes_back_under_its_id(town_with_few_tables: ProbeTown) -> None:
    town = town_with_few_tables
    town.make_edition()
    town.publish()
    ids = _ids(town)
    _wait_for_loader_of_roadmap(town)  # it writes back what it has read, and would undo the deletion
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


def test_a_file_that_is_too_large_is_told_with_its_size_and_nothing_changes(town_with_few_tables: ProbeTown) -> None:
    town = town_with_few_tables
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


def test_a_dataset_that_the_town_no_longer_describes_is_told_and_withdrawn_on_request(
    town_with_few_tables: ProbeTown,
) -> None:
    town = town_with_few_tables
    town.edit_settings('datasets = ["roadmap", "strategy"]', 'datasets = ["roadmap", "vocabulary"]')
    town.make_edition()
    town.publish()
    town.edit_settings('datasets = ["roadmap", "vocabulary"]', 'datasets = ["roadmap"]')
    edition = town.make_edition()

    plan = town.plan(edition)
    town.publish(edition)
    before = len(town.packages())
    town.publish(edition, withdraw=True)

    assert plan.orphans == (f"{town.name}-vokabular",)
    assert before == 2
    assert [package["name"] for package in town.packages()] == [f"{town.name}-roadmap"]


def test_a_dry_run_writes_nothing(town: ProbeTown) -> None:
    town.make_edition()

    plan = town.plan()

    assert [dataset.deed for dataset in plan.datasets] == [Deed.CREATE, Deed.CREATE]
    assert town.packages() == []


def test_what_others_added_to_our_dataset_stays(town_with_few_tables: ProbeTown) -> None:
    town = town_with_few_tables
    town.make_edition()
    town.publish()
    _wait_for_loader_of_roadmap(town)  # it would write the dataset back without what is added meanwhile
    added = town.portal.call(
        "resource_create", package_id=f"{town.name}-roadmap", url="https://example.org/x", name="X"
    )
    town.edit_settings("Digitale Agenda der (erfundenen) Beispielstadt", "Agenda der Probestadt")

    town.publish(town.make_edition())

    package = town.portal.call("package_show", id=f"{town.name}-roadmap")
    assert added["id"] in [resource["id"] for resource in package["resources"]]


def test_requests_of_this_test_reach_the_portal(portal: RealPortal) -> None:
    assert requests.get(f"{portal.address}/api/3/action/status_show", timeout=10).json()["success"]
