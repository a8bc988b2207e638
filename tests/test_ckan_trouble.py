"""A portal that is busy, refuses or is changed by others: it is told, and nothing is half, doubled or endless."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pipeline.destinations.ckan import follow
from pipeline.destinations.ckan.failures import Passing, PublishError, TooLarge
from pipeline.destinations.ckan.patience import LONGEST_WAIT_S, TRIES
from pipeline.destinations.ckan.portal import MAX_FORM_TEXT_BYTES, Portal
from pipeline.edition import Edition
from pipeline.plan import Deed
from pipeline.report import Text
from tests.ckan_cases import NAMES, Stage, edit_catalog, editions, open_stage, snapshot, whole_and_true
from tests.fake_fields import Kind
from tests.fakes import Cut, FakeCkan

BUSY = Text("Das Portal ist beschäftigt.", "The portal is busy.")


@pytest.fixture
def stage() -> Iterator[Stage]:
    with open_stage() as stage:
        yield stage


def _grown(name: str, size_bytes: int) -> Edition:
    """The edition of the changed project, one of its files much longer."""
    edition = editions().changed
    (file,) = (each for each in edition.distributions if each.name == name)
    grown = replace(file, content=file.content.ljust(size_bytes, b"\n"))
    files = tuple(grown if each is file else each for each in edition.distributions)
    sizes = [f'"{len(each.content)}"^^' for each in (file, grown)]
    checksums = [hashlib.sha256(each.content).hexdigest() for each in (file, grown)]
    return edit_catalog(edit_catalog(replace(edition, distributions=files), *sizes), *checksums)


def _busy(stage: Stage, action: str, times: int, retry_after_s: float | None = None) -> Portal:
    """The portal, which asks to be left alone the first times."""
    left = [times]

    def call(asked: str, *arguments: Any) -> Any:
        if asked == action and left[0]:
            left[0] -= 1
            raise Passing(BUSY, retry_after_s)
        return stage.fake.call(asked, *arguments)

    return Portal(call, stage.fake.fetch)


def test_a_file_that_is_too_large_is_told_with_its_name_and_size(stage: Stage) -> None:
    stage.fake.max_upload_bytes = 100_000

    with pytest.raises(TooLarge) as refused:
        stage.publish(_grown("roadmap.ttl", 2_500_000))

    assert "roadmap.ttl mit 2.5 MB" in refused.value.message.de
    assert "ckan.max_resource_size" in refused.value.message.en
    assert whole_and_true(stage.fake) == {}
    assert stage.waits == []


@pytest.mark.parametrize("file", ["projects.csv", "roadmap.ttl"])
def test_a_refused_file_replaces_none_of_those_that_are_seen(stage: Stage, file: str) -> None:
    stage.publish()
    before = snapshot(stage.fake)
    stage.fake.max_upload_bytes = 100_000
    stage.fake.watch = whole_and_true

    with pytest.raises(TooLarge):
        stage.publish(_grown(file, 200_000))

    assert snapshot(stage.fake) == before


def test_the_largest_file_goes_first_and_stands_in_its_place_afterwards(stage: Stage) -> None:
    stage.publish()
    stage.fake.sent, stage.fake.watch = [], whole_and_true
    edition = _grown("roadmap.ttl", 200_000)

    receipt = stage.publish(edition)

    assert stage.fake.sent == ["roadmap.ttl", "projects.csv"]
    names = [resource["uri"].rpartition("/")[2] for resource in stage.package()["resources"]]
    assert names == ["projects.csv", "budgets.csv", "roadmap.ttl"]
    assert receipt.differs == ()
    assert stage.writes(edition) == []


def test_files_that_a_failed_call_replaced_are_read_back_and_sent_again(stage: Stage) -> None:
    stage.publish()
    edition, clean = editions().changed, editions().first
    with open_stage() as undisturbed:
        undisturbed.publish(clean)
    for number in range(1, 40):
        stage.fake.fail_at(number, Cut.HALF)  # each revision breaks off when its files are stored
    with pytest.raises(PublishError, match="Given up after 6 tries"):
        stage.publish(edition)
    stage.fake._faults.clear()
    damaged = stage.fake.files[stage.resource("roadmap.ttl")["id"]]

    plan = stage.plan(clean)
    stage.publish(clean)  # what it was before: the metadata alone would not tell that anything is wrong

    assert damaged == next(file.content for file in edition.distributions if file.name == "roadmap.ttl")
    replaced = [file.name for dataset in plan.datasets for file in dataset.files if file.deed is Deed.REPLACE]
    assert replaced == ["projects.csv", "roadmap.ttl"]
    stage.fake.run_loader()
    undisturbed.fake.run_loader()
    assert whole_and_true(stage.fake) == whole_and_true(undisturbed.fake)
    assert stage.journal.unfinished() == []
    assert stage.writes(clean) == []


def test_a_file_that_comes_back_otherwise_is_told_and_looked_at_again_by_the_next_run(stage: Stage) -> None:
    stage.publish()
    honest = stage.fake.fetch

    def fetch(place: str) -> bytes:
        return b"<html>" if place.endswith("roadmap.ttl") else honest(place)

    portal = Portal(stage.fake.call, fetch)

    with pytest.raises(PublishError, match=r"roadmap\.ttl comes back from the portal other than it was sent"):
        stage.ckan(portal).publish(editions().changed)

    stage.fake.sent = []
    stage.publish(editions().changed)
    assert stage.fake.sent == [], "it was right after all"
    assert stage.journal.unfinished() == []


def test_six_tries_at_most_and_each_wait_longer_than_the_one_before(stage: Stage) -> None:
    portal = _busy(stage, "package_create", times=100)

    with pytest.raises(PublishError) as given_up:
        stage.ckan(portal).publish(editions().first)

    assert len(stage.waits) == TRIES - 1 == 5
    assert stage.waits == sorted(stage.waits)
    assert stage.waits[-1] > 4 * stage.waits[0]
    assert "Nach 6 Versuchen aufgegeben; der nächste Lauf macht weiter" in given_up.value.message.de
    assert portal.writes == 6
    assert [text.en for text in stage.told] == ["The portal is busy. Trying again …"] * 5


def test_the_portal_is_left_alone_for_as_long_as_it_asks(stage: Stage) -> None:
    stage.ckan(_busy(stage, "package_show", times=2, retry_after_s=7)).publish(editions().first)

    assert stage.waits == [7, 7]
    assert stage.plan().is_empty


def test_too_long_a_pause_is_given_up_in_words(stage: Stage) -> None:
    with pytest.raises(PublishError, match="asks for a pause of 60 minutes; the next run goes on"):
        stage.ckan(_busy(stage, "package_create", times=1, retry_after_s=3600)).publish(editions().first)

    assert LONGEST_WAIT_S < 3600
    assert stage.waits == []
    stage.publish()
    assert stage.plan().is_empty


def test_a_change_between_read_and_write_is_planned_anew_and_kept(stage: Stage) -> None:
    stage.publish()
    changed = []

    def call(action: str, *arguments: Any) -> Any:
        if action == "package_revise" and not changed:  # somebody else is a moment earlier
            changed.append(action)
            update = {"extras": [{"key": "aktenzeichen", "value": "4711"}], "title": "Von anderer Hand"}
            stage.fake.call(action, {"match": {"name": NAMES[0]}, "update": update})
        return stage.fake.call(action, *arguments)

    receipt = stage.ckan(Portal(call, stage.fake.fetch)).publish(editions().changed)

    assert receipt.differs == ()
    assert stage.package()["extras"] == [{"key": "aktenzeichen", "value": "4711"}]
    assert stage.package()["title"] != "Von anderer Hand"
    assert stage.journal.unfinished() == []
    assert stage.told[0] != stage.told[1] or len(stage.told) == 4
    assert not [text for text in stage.told if "Trying again" in text.en], "nobody needs to know"


@pytest.mark.parametrize("kind", Kind)
def test_a_portal_that_changes_a_field_of_its_own_accord_is_told_and_not_written_to_for_ever(kind: Kind) -> None:
    def spoil(package: dict[str, Any]) -> None:
        package["title"] = package["title"].upper()

    with open_stage(FakeCkan(kind=kind, spoil=spoil)) as stage:
        stage.on_sleep = stage.fake.run_loader
        first = stage.publish()
        writes = stage.writes()

        assert first.differs == tuple(f"{name}: Titel" for name in NAMES)
        assert writes == ["package_revise"] * 3
        assert stage.publish().differs == first.differs


def test_a_lost_table_in_the_search_is_told(stage: Stage) -> None:
    def call(action: str, *arguments: Any) -> Any:
        answer = stage.fake.call(action, *arguments)
        return {"count": 0, "results": []} if action == "package_search" else answer

    receipt = stage.ckan(Portal(call, stage.fake.fetch)).publish(editions().first)

    assert receipt.differs == tuple(f"{name}: Suche" for name in NAMES)


def test_all_datasets_of_a_large_organization_are_looked_through(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.destinations.ckan.portal.PAGE_ROWS", 2)
    stage.publish()
    former = stage.package(NAMES[2])
    former |= {"identifier": f"{former['identifier']}-vormals", "name": "vormals"}
    stage.journal.connection.execute("delete from dataset")

    assert stage.plan().orphans == ("vormals",)


def test_metadata_too_long_for_a_form_are_refused_before_anything_is_sent(stage: Stage) -> None:
    stage.publish()
    writes = stage.fake.writes
    long = edit_catalog(editions().changed, "Erfundene Vorhaben", "Erfundene Vorhaben " * 30_000)

    with pytest.raises(PublishError, match="Too long for a CKAN portal: all that is said about a dataset"):
        stage.publish(long)

    assert len("Erfundene Vorhaben " * 30_000) > MAX_FORM_TEXT_BYTES
    assert stage.fake.writes == writes


def test_a_text_too_long_for_the_search_is_refused_before_anything_is_sent(stage: Stage) -> None:
    long = edit_catalog(editions().first, '"Erste Ausgabe."@de', f'"{"Neu. " * 7000}"@de')

    with pytest.raises(PublishError) as refused:
        stage.publish(long)

    assert "Neu in dieser Ausgabe" in refused.value.message.de
    assert stage.fake.writes == 0


def test_a_loader_that_never_ends_is_not_waited_for_for_ever() -> None:
    with open_stage(FakeCkan(kind=Kind.DCAT)) as stage:
        receipt = stage.publish()

        assert sum(wait for wait in stage.waits) <= 3 * follow.LOADER_WAIT_S
        assert receipt.differs == ()


def test_a_loader_that_is_at_work_while_checksums_are_put_back_is_waited_for() -> None:
    with open_stage(FakeCkan(kind=Kind.DCAT)) as stage:
        stage.on_sleep = stage.fake.run_loader
        moved = []

        def call(action: str, arguments: Any, *files: Any) -> Any:
            if action == "package_revise" and "update" not in arguments and not moved:
                moved.append(action)
                stage.fake.call("package_revise", {"match": {"name": NAMES[0]}, "update": {"author": "Wer"}})
            return stage.fake.call(action, arguments, *files)

        receipt = stage.ckan(Portal(call, stage.fake.fetch)).publish(editions().first)

        assert moved
        assert receipt.differs == ()
        assert len(stage.resource("projects.csv")["hash"]) == 64
