"""A publication that is cut off at any of its calls, in any way: nothing half is seen, and one more run finishes it."""

from __future__ import annotations

import copy
import functools
from contextlib import suppress
from typing import Any

import pytest

from pipeline.model import graph
from pipeline.model.edition import Edition
from pipeline.publish.ckan import wanted
from tests.ckan_cases import BASE, Stage, editions, open_stage, snapshot, whole_and_true
from tests.fakes import WRITES, Cut, FakeCkan, Killed

pytestmark = pytest.mark.usefixtures("_quick")


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each catalog once."""
    for name, function in (("parse_turtle", _parse_turtle), ("build_wanted", _build_wanted)):
        monkeypatch.setattr(f"pipeline.publish.ckan.adapting.{name}", function)


_parse_turtle, _build_wanted = functools.cache(graph.parse_turtle), functools.cache(wanted.build_wanted)


def _look(fake: FakeCkan) -> None:
    """A dataset that is seen has all files of the edition that it says it is."""
    known = _known()
    versions = {package["name"]: package["version"] for package in fake.packages.values()}
    for name, digests in whole_and_true(fake).items():
        assert sorted(digests) == known[name, versions[name]]


@functools.cache
def _known() -> dict[tuple[str, str], list[str]]:
    """The digests of all files, by dataset and version, as undisturbed publications show them."""
    return _digests(editions().first) | _digests(editions().changed)


def _digests(edition: Edition) -> dict[tuple[str, str], list[str]]:
    with open_stage() as stage:
        stage.publish(edition)
        return {(name, edition.version): sorted(digests) for name, digests in whole_and_true(stage.fake).items()}


@functools.cache
def _undisturbed(*, update: bool) -> tuple[list[str], list[Any]]:
    """The calls of a publication that nobody disturbs, and what it leaves."""
    with open_stage() as stage:
        _prepare(stage, update=update)
        before = len(stage.fake.log)
        stage.publish(editions().changed if update else editions().first)
        log = stage.fake.log[before:]
        stage.fake.run_loader()
        return log, snapshot(stage.fake)


def _prepare(stage: Stage, *, update: bool) -> None:
    if update:
        stage.fake = copy.deepcopy(_published())
        for package in stage.fake.packages.values():
            stage.journal.remember(package["identifier"], package["id"])


@functools.cache
def _published() -> FakeCkan:
    with open_stage() as stage:
        stage.publish(editions().first)
        stage.fake.run_loader()
        return stage.fake


@pytest.mark.parametrize("update", [False, True], ids=["first", "update"])
@pytest.mark.parametrize("cut", Cut)
def test_a_publication_cut_off_anywhere_is_finished_by_one_more_run(cut: Cut, update: bool) -> None:
    log, expected = _undisturbed(update=update)
    edition = editions().changed if update else editions().first
    assert len(log) > 20
    for number in _calls(cut, log):
        with open_stage() as stage:
            _prepare(stage, update=update)
            if cut is not Cut.HALF:  # what CKAN itself leaves half is mended as soon as it is met
                stage.fake.watch = _look
            stage.fake.fail_at(number, cut)
            with suppress(Killed):
                assert stage.publish(edition).differs == ()
            is_mended = cut not in (Cut.KILLED_BEFORE, Cut.KILLED_AFTER)

            writes = stage.writes(edition)

            _look(stage.fake)
            stage.fake.run_loader()
            assert snapshot(stage.fake) == expected, (number, log[number - 1])
            assert stage.journal.cut_off() == []
            assert not (is_mended and writes), "a line that was cut is mended by the same run"
            assert len([text for text in stage.told if "Trying again" in text.en]) <= 1


def _calls(cut: Cut, log: list[str]) -> list[int]:
    """The numbers of the calls at which a cut makes a difference: after a call only where it writes."""
    calls = enumerate(log, start=1)
    if cut is Cut.HALF:
        return [number for number, action in calls if action == "package_revise"]
    is_before = cut in (Cut.BEFORE, Cut.KILLED_BEFORE)
    return [number for number, action in calls if is_before or action in WRITES]


def test_a_run_killed_again_and_again_comes_to_its_end() -> None:
    _, expected = _undisturbed(update=False)
    with open_stage() as stage:
        stage.fake.watch = _look
        for _ in range(30):
            stage.fake.fail_at(25, Cut.KILLED_AFTER)
            with suppress(Killed):
                stage.publish()

        stage.fake._faults.clear()
        stage.publish()

        stage.fake.run_loader()
        assert snapshot(stage.fake) == expected
        identifiers = [package["identifier"] for package in stage.fake.packages.values()]
        assert sorted(identifiers) == [f"{BASE}{name}" for name in ("roadmap", "strategie", "vokabular")]


def test_datasets_that_were_made_anew_leave_no_unfinished_business() -> None:
    with open_stage() as stage:
        stage.fake.fail_at(1 + _undisturbed(update=False)[0].index("package_revise"), Cut.KILLED_AFTER)
        with suppress(Killed):
            stage.publish()
        assert stage.journal.unfinished()
        stage.fake.packages.clear()  # purged by an administrator

        stage.publish()

        assert stage.journal.cut_off() == []
