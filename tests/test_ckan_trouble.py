"""A portal that is busy, refuses or is changed by others: it is told, and nothing is half, doubled or endless."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from pipeline.model.edition import Edition
from pipeline.model.plan import Deed
from pipeline.model.report import Text
from pipeline.publish.ckan.failures import Conflict, Passing, PublishError, TooLarge
from pipeline.publish.ckan.portal import MAX_FORM_TEXT_BYTES, Portal, Upload
from pipeline.publish.patience import LONGEST_WAIT_S, TRIES
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

    def before(asked: str, _: Any) -> None:
        if asked == action and left[0]:
            left[0] -= 1
            raise Passing(BUSY, retry_after_s)

    return stage.disturbed(before)


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
    assert names == ["projects.csv", "roadmap.ttl", "budgets.csv"]
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
    assert stage.journal.cut_off() == []
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
    assert stage.journal.cut_off() == []


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

    assert stage.waits[:2] == [7, 7]
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
    changed: list[str] = []

    def before(action: str, _: Any) -> None:
        if action == "package_revise" and not changed:  # somebody else is a moment earlier
            changed.append(action)
            theirs = {"id": "7d8b1ad1-6ee1-4ba3-b9ad-4c1d3f0e4d11", "name": "Karte", "url": "https://karte.example/"}
            update = {"extras": [{"key": "aktenzeichen", "value": "4711"}], "resources": [{}, {}, {}, theirs]}
            stage.fake.call(action, {"match": {"name": NAMES[0]}, "update": update})

    receipt = stage.ckan(stage.disturbed(before)).publish(editions().changed)

    assert receipt.differs == ()
    assert stage.package()["extras"] == [{"key": "aktenzeichen", "value": "4711"}]
    assert stage.package()["resources"][-1]["name"] == "Karte"
    assert stage.journal.cut_off() == []
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

        assert first.differs == tuple(Text(f"{name}: Titel", f"{name}: title") for name in NAMES)
        assert set(writes) == {"package_revise"}
        assert len(writes) <= 3 * len(NAMES), "it may have been the loader, so we look again, but not for ever"
        assert stage.publish().differs == first.differs


def test_a_lost_table_in_the_search_is_told(stage: Stage) -> None:
    def call(action: str, arguments: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> Any:
        answer = stage.fake.call(action, arguments, files)
        return {"count": 0, "results": []} if action == "package_search" else answer

    receipt = stage.ckan(Portal(call, stage.fake.fetch)).publish(editions().first)

    assert receipt.differs == tuple(Text(f"{name}: Suche", f"{name}: search") for name in NAMES)


def test_all_datasets_of_a_large_organization_are_looked_through(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.publish.ckan.portal.PAGE_ROWS", 2)
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


def test_refused_metadata_are_told_and_leave_no_unfinished_business(stage: Stage) -> None:
    stage.publish()
    stage.waits.clear()

    def before(action: str, _: Any) -> None:
        if action == "package_revise":
            raise Conflict({"resources": [{}, {"size": ["Ungültige Ganzzahl"]}], "__type": "Validation Error"})

    with pytest.raises(PublishError, match="resources/2/size: Ungültige Ganzzahl"):
        stage.ckan(stage.disturbed(before)).publish(editions().changed)

    assert stage.journal.cut_off() == []
    assert stage.waits == []


def test_a_file_that_cannot_be_read_back_is_sent_again(stage: Stage) -> None:
    stage.publish()
    resource = stage.resource("roadmap.ttl")
    stage.journal.intend("2026-11-22", stage.package()["id"], "check", resource["id"])
    del stage.fake.files[resource["id"]]
    stage.fake.sent = []

    stage.publish()

    assert stage.fake.sent == ["roadmap.ttl"]
    assert sorted(whole_and_true(stage.fake)) == NAMES


def test_a_dataset_that_is_deleted_meanwhile_is_told(stage: Stage) -> None:
    def before(action: str, _: Any) -> None:
        if action == "package_create_default_resource_views":
            stage.fake.packages.clear()

    with pytest.raises(PublishError):
        stage.ckan(stage.disturbed(before)).publish(editions().first)

    stage.publish()
    assert stage.plan().is_empty
