"""A portal's loader makes tables of our files and rewrites what we said of them: it is awaited and outlasted."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from pipeline.publish.ckan import follow
from tests.ckan_cases import FILES, NAMES, RETITLED, Stage, editions, open_stage, shrink
from tests.fake_fields import Kind
from tests.fakes import Cut, FakeCkan, Killed


@pytest.fixture
def stage() -> Iterator[Stage]:
    with open_stage() as stage:
        yield stage


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


@pytest.mark.parametrize("kind", Kind)
def test_a_portal_without_a_loader_is_not_waited_for(kind: Kind) -> None:
    with open_stage(FakeCkan(kind=kind, has_loader=False)) as stage:
        assert stage.publish().differs == ()
        assert stage.writes() == []
        assert "xloader_submit" not in stage.fake.log
        assert len(stage.waits) <= 1


@pytest.mark.parametrize("says", ["running", "running_but_viewable", "pending", "submitting", ""])
def test_what_the_loader_undoes_is_done_again(says: str) -> None:
    with open_stage(FakeCkan(has_loader=bool(says))) as stage:
        stage.publish()
        stage.fake.run_loader()
        as_it_was = copy.deepcopy(stage.package())  # the loader has read the dataset, and loads a file of it
        table = stage.resource("projects.csv")["id"]
        if says:
            stage.fake.tasks[table] = says
        if says in ("pending", "submitting"):  # a quick one has begun before the portal says that it is to
            stage.fake.begun.add(table)
        told_before = len(stage.waits)

        def write_back() -> None:
            if len(stage.waits) == told_before + 1:
                assert stage.fake.tasks.get(table, "") == says
                stage.fake.packages[as_it_was["id"]] = as_it_was | {"metadata_modified": "2026-11-22T12:00:00.000001"}
                stage.fake.tasks[table] = "complete"

        stage.on_sleep = write_back
        receipt = stage.publish(editions().retitled)

        assert len(stage.waits) > told_before
        assert receipt.differs == ()
        assert stage.package()["title"] == RETITLED


def test_what_the_loader_undoes_of_a_killed_run_is_done_again_by_the_next(stage: Stage) -> None:
    stage.publish()
    stage.fake.run_loader()
    as_it_was, table = copy.deepcopy(stage.package()), stage.resource("projects.csv")["id"]
    stage.fake.fail_at(_number_of_the_last_revision(), Cut.KILLED_AFTER)
    with suppress(Killed):
        stage.publish(editions().retitled)
    assert stage.package()["title"] == RETITLED
    stage.fake.tasks[table] = "running"  # it has read the dataset before that

    def write_back() -> None:
        if stage.fake.tasks[table] == "running":
            stage.fake.packages[as_it_was["id"]] = as_it_was | {"metadata_modified": "2026-11-22T12:00:00.000001"}
            stage.fake.tasks[table] = "complete"

    stage.on_sleep = write_back
    receipt = stage.publish(editions().retitled)
    write_back()  # at the latest

    assert receipt.differs == ()
    assert stage.package()["title"] == RETITLED
    assert stage.writes(editions().retitled) == []


def _number_of_the_last_revision() -> int:
    """The number of the call after which nothing is left to write, when a title has changed."""
    with open_stage() as stage:
        stage.publish()
        stage.fake.run_loader()
        before = len(stage.fake.log)
        stage.publish(editions().retitled)
        calls = stage.fake.log[before:]
        return len(calls) - calls[::-1].index("package_revise")


def test_a_removed_file_that_the_loader_brings_back_is_removed_again(stage: Stage) -> None:
    stage.publish()
    stage.fake.run_loader()
    waits, as_it_was = len(stage.waits), copy.deepcopy(stage.package())
    left = shrink(editions().first, tuple(file for file in FILES if file != "budgets.csv"))

    def write_back() -> None:
        if len(stage.waits) == waits + 1:
            stage.fake.packages[as_it_was["id"]] = as_it_was | {"metadata_modified": "2026-11-22T12:00:00.000001"}

    stage.on_sleep = write_back
    receipt = stage.publish(left)

    assert len(stage.waits) > waits
    assert receipt.differs == ()
    assert "budgets.csv" not in [entry["uri"].rpartition("/")[2] for entry in stage.package()["resources"]]


def test_a_loader_that_says_it_has_done_is_not_waited_for(stage: Stage) -> None:
    stage.publish()
    stage.fake.run_loader()
    waits = len(stage.waits)

    receipt = stage.publish(editions().retitled)

    assert receipt.changed
    assert len(stage.waits) == waits


@pytest.mark.parametrize("says", ["running", "running_but_viewable", "pending"])
def test_a_task_that_says_it_runs_although_its_job_is_over_is_not_waited_for(stage: Stage, says: str) -> None:
    stage.publish()
    stage.fake.run_loader()
    waits, table = len(stage.waits), stage.resource("projects.csv")["id"]
    stage.fake.tasks[table] = says
    stage.fake.ended.add(table)

    assert stage.publish(editions().retitled).differs == ()
    assert len(stage.waits) == waits


def test_a_loader_is_asked_soon_and_then_less_and_less_often() -> None:
    with open_stage(FakeCkan(kind=Kind.DCAT)) as stage:
        stage.publish()

        assert stage.waits[:5] == [0.25, 0.5, 1, 2, 2]


def test_a_loader_that_never_ends_is_not_waited_for_for_ever() -> None:
    with open_stage(FakeCkan(kind=Kind.DCAT)) as stage:
        receipt = stage.publish()

        assert sum(wait for wait in stage.waits) <= 3 * follow.LOADER_WAIT_S
        assert receipt.differs == ()


def test_a_loader_that_is_at_work_while_checksums_are_put_back_is_waited_for() -> None:
    with open_stage(FakeCkan(kind=Kind.DCAT)) as stage:
        stage.on_sleep = stage.fake.run_loader
        moved: list[str] = []

        def before(action: str, arguments: Any) -> None:
            if action == "package_revise" and "update" not in arguments and not moved:
                moved.append(action)
                stage.fake.call("package_revise", {"match": {"name": NAMES[0]}, "update": {"author": "Wer"}})

        receipt = stage.ckan(stage.disturbed(before)).publish(editions().first)

        assert moved
        assert receipt.differs == ()
        assert len(stage.resource("projects.csv")["hash"]) == 64
