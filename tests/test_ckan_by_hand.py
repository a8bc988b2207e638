"""What people change of ours at the portal is found by reading what is there, and put back; what is theirs stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from pipeline.model.plan import Deed, Plan
from pipeline.publish.ckan.previews import QUEUE_TIME_S
from pipeline.publish.ckan.tables import Table, is_table_of
from tests.ckan_cases import NAMES, Stage, editions, open_stage, shrink, whole_and_true
from tests.fake_fields import Kind
from tests.fakes import FakeCkan


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A portal where our edition stands, with its tables loaded."""
    with open_stage() as stage:
        _settle(stage)
        yield stage


def _settle(stage: Stage) -> None:
    stage.on_sleep = stage.fake.run_loader
    stage.publish()
    stage.fake.run_loader()
    stage.publish()
    stage.on_sleep = lambda: None


def _upload(stage: Stage, file: str, content: bytes) -> None:
    """Replace a file in the portal's form, which sends all else along as it was."""
    resource = stage.resource(file)
    stage.fake.files[resource["id"]] = content
    resource.update(size=len(content), last_modified=stage.fake.now())


def _deeds(plan: Plan) -> dict[str, Deed]:
    return {file.name: file.deed for each in plan.datasets for file in each.files if file.deed is not Deed.KEEP}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("change", [lambda old: old.swapcase(), lambda old: old + b"\n", lambda _: b""])
def test_a_file_that_somebody_replaced_is_sent_again_whatever_the_portal_says_of_it(kind: Kind, change: Any) -> None:
    with open_stage(FakeCkan(kind=kind)) as stage:
        _settle(stage)
        _upload(stage, "roadmap.ttl", change(stage.fake.files[stage.resource("roadmap.ttl")["id"]]))
        stage.fake.sent = []

        plan = stage.plan()
        receipt = stage.publish()

        assert _deeds(plan) == {"roadmap.ttl": Deed.REPLACE}
        assert stage.fake.sent == ["roadmap.ttl"]
        assert receipt.differs == ()
        assert len(whole_and_true(stage.fake)) == len(NAMES)
        assert stage.writes() == []


def test_a_file_replaced_below_the_portal_is_sent_again_although_no_field_tells_of_it(stage: Stage) -> None:
    stage.fake.files[stage.resource("roadmap.ttl")["id"]] = b"# restored from a backup"

    stage.publish()

    assert len(whole_and_true(stage.fake)) == len(NAMES)


@pytest.mark.parametrize("said", ["0" * 64, "0" * 32, "", "unsinn"])
def test_a_checksum_changed_by_hand_is_put_right_without_sending_the_file(stage: Stage, said: str) -> None:
    right = stage.resource("roadmap.ttl")["hash"]
    stage.resource("roadmap.ttl")["hash"] = said
    stage.fake.sent = []

    plan = stage.plan()
    stage.publish()

    assert _deeds(plan) == {"roadmap.ttl": Deed.CHANGE}
    assert stage.resource("roadmap.ttl")["hash"] == right
    assert stage.fake.sent == []


def test_each_file_is_read_once_in_a_run_that_changes_nothing(stage: Stage) -> None:
    before = stage.fake.log.count("fetch")

    stage.publish()

    files = sum(len(package["resources"]) for package in stage.fake.packages.values())
    assert stage.fake.log.count("fetch") - before == files


def test_a_preview_with_rows_changed_by_hand_is_loaded_anew(stage: Stage) -> None:
    table = stage.resource("projects.csv")["id"]
    stage.fake.rows[table] = stage.fake.rows[table].upper()

    plan = stage.plan()
    first = stage.publish()
    stage.fake.run_loader()

    assert _deeds(plan) == {"projects.csv": Deed.CHANGE}
    assert [change.label.de for file in plan.datasets[0].files for change in file.changes] == ["Vorschau"]
    assert (first.changed, first.differs) == (True, ())
    assert "lädt noch eine Tabelle" in stage.told[-1].de
    assert stage.fake.rows[table] == stage.fake.files[table]
    assert stage.writes() == []
    assert stage.journal.unfinished() == []


def test_a_table_that_somebody_dropped_is_loaded_anew(stage: Stage) -> None:
    table = stage.resource("projects.csv")["id"]
    del stage.fake.rows[table]
    stage.resource("projects.csv")["datastore_active"] = False

    stage.publish()
    stage.fake.run_loader()

    assert stage.fake.rows[table] == stage.fake.files[table]


def test_a_preview_whose_queue_was_down_is_told_and_followed_by_the_next_run(stage: Stage) -> None:
    stage.fake.queue_is_up = False

    told = stage.publish(editions().changed)
    again = stage.publish(editions().changed)
    stage.fake.queue_is_up = True
    plan = stage.plan(editions().changed)
    followed = stage.publish(editions().changed)
    stage.fake.run_loader()

    assert [text.de for text in told.differs] == [f"{NAMES[0]}: Vorschau (projects.csv)"]
    assert again.differs == told.differs
    assert _deeds(plan) == {"projects.csv": Deed.CHANGE}
    assert (followed.changed, followed.differs) == (True, ())
    table = stage.resource("projects.csv")["id"]
    assert stage.fake.rows[table] == stage.fake.files[table]
    assert stage.writes(editions().changed) == []
    assert stage.journal.unfinished() == []


def test_the_next_edition_gives_the_loader_its_time_anew(stage: Stage) -> None:
    stage.publish(editions().changed)
    stage.fake.run_loader()
    stage.clock.moment += timedelta(days=1)  # nobody has looked since
    waits = len(stage.waits)

    receipt = stage.publish(editions().first, force=True)

    assert receipt.differs == ()
    assert len(stage.waits) == waits
    assert "lädt noch eine Tabelle" in stage.told[-1].de


@pytest.mark.parametrize("says", ["pending", "running", "running_but_viewable"])
def test_a_loader_that_has_a_table_before_it_for_too_long_is_told(stage: Stage, says: str) -> None:
    assert stage.publish(editions().changed).differs == ()
    table = stage.resource("projects.csv")["id"]
    stage.fake.tasks[table] = says  # and its queue was lost
    soon = stage.publish(editions().changed)
    stage.clock.moment += timedelta(seconds=QUEUE_TIME_S + 1)

    plan = stage.plan(editions().changed)
    late = stage.publish(editions().changed)
    stage.on_sleep = stage.fake.run_loader
    stage.fake.tasks[table] = "pending"
    waited_for = stage.publish(editions().changed)

    assert soon.differs == ()
    assert _deeds(plan) == {"projects.csv": Deed.CHANGE}
    assert [text.en for text in late.differs] == [f"{NAMES[0]}: preview (projects.csv)"]
    assert waited_for.differs == ()
    assert stage.fake.rows[table] == stage.fake.files[table]


def test_a_workbook_is_judged_by_what_the_loader_says_for_its_rows_are_not_those_of_a_table() -> None:
    names = ("projects.csv", "roadmap.xlsx", "roadmap.ttl", "catalog.ttl")
    one, other = shrink(editions().whole, names), shrink(editions().whole_changed, names)
    with open_stage() as stage:
        for edition in (one, other):  # a loader takes up a workbook when it is replaced
            stage.publish(edition)
            stage.fake.run_loader()
            stage.clock.moment += timedelta(days=1)
        fresh = stage.publish(other)
        stage.fake.queue_is_up = False

        told = stage.publish(one, force=True)
        stage.fake.queue_is_up = True
        stage.publish(one)
        stage.fake.run_loader()

        assert (fresh.changed, fresh.differs) == (False, ())
        assert [text.de for text in told.differs] == [f"{NAMES[0]}: Vorschau (projects.csv, roadmap.xlsx)"]
        assert stage.publish(one).differs == ()
        assert stage.journal.unfinished() == []


def test_a_table_that_the_loader_cannot_load_is_told_in_each_run(stage: Stage) -> None:
    table = stage.resource("projects.csv")["id"]
    stage.fake.rows[table] = b"a,b\n1,2\n"

    def fail() -> None:
        stage.fake.tasks[table] = "error"

    for _ in range(3):
        stage.publish()
        fail()
        stage.clock.moment += timedelta(days=1)
    stage.on_sleep = fail

    assert [text.en for text in stage.publish().differs] == [f"{NAMES[0]}: preview (projects.csv)"]


def test_tables_of_a_dataset_that_was_purged_are_forgotten(stage: Stage) -> None:
    stage.fake.queue_is_up = False
    stage.publish(editions().changed)
    stage.fake.packages.clear()
    stage.fake.rows.clear()
    stage.fake.queue_is_up = True

    stage.publish(editions().changed)
    stage.fake.run_loader()
    stage.publish(editions().changed)

    assert stage.journal.unfinished() == []


_CSV = b'key,title\r\n1,"Ein  Titel\r\nauf zwei Zeilen"\r\n2, Rand \r\n3,\r\n'


@pytest.mark.parametrize(
    ("header", "types", "rows", "expected"),
    [
        (
            ["key", "title"],
            ["text", "text"],
            [["1", "Ein  Titel\r\nauf zwei Zeilen"], ["2", "Rand"], ["3", None]],
            True,
        ),
        (["key", "title"], ["numeric", "text"], [[1, "Ein Titel auf zwei Zeilen"], [2.0, "Rand"], [3, ""]], True),
        (["Key", "Title"], ["text", "text"], [["1", "Ein Titel auf zwei Zeilen"], ["2", "Rand"], ["3", None]], True),
        (["key", "title"], ["text", "text"], [["1", "Ein Titel auf zwei Zeilen"], ["2", "Rand"]], False),
        (["key", "title"], ["text", "text"], [["1", "Ein Titel auf zwei Zeilen"], ["2", "rand"], ["3", None]], False),
        (["key", "title"], ["text", "text"], [["2", "Rand"], ["1", "Ein Titel auf zwei Zeilen"], ["3", None]], False),
        (["key", "name"], ["text", "text"], [["1", "Ein Titel auf zwei Zeilen"], ["2", "Rand"], ["3", None]], False),
        ([], [], [], False),
    ],
)
def test_a_table_is_that_of_a_file_with_its_columns_and_rows(
    header: list[str], types: list[str], rows: list[list[Any]], expected: bool
) -> None:
    assert is_table_of(Table(header, types, rows), _CSV, {}) is expected


def test_a_table_that_is_an_excerpt_by_design_is_compared_as_far_as_it_goes() -> None:
    resource = {"datastore_contains_all_records_of_source_file": False}
    excerpt = [["1", "Ein Titel auf zwei Zeilen"]]

    assert is_table_of(Table(["key", "title"], ["text", "text"], excerpt), _CSV, resource)
    assert not is_table_of(Table(["key", "title"], ["text", "text"], [["9", "x"]]), _CSV, resource)
