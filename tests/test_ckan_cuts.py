"""A publication that is cut off at any of its calls, in any way: nothing half is seen, and one more run finishes it."""

from __future__ import annotations

import functools
from contextlib import suppress
from typing import Any

import pytest

from pipeline.edition import Edition
from pipeline.graph import parse_turtle
from tests.ckan_cases import BASE, Stage, editions, open_stage, snapshot, whole_and_true
from tests.fakes import WRITES, Cut, FakeCkan, Killed

pytestmark = pytest.mark.usefixtures("_quick")


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each catalog once."""
    monkeypatch.setattr("pipeline.destinations.ckan.parse_turtle", functools.cache(parse_turtle))


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
        stage.publish(_edition(update=update))
        log = stage.fake.log[before:]
        stage.fake.run_loader()
        return log, snapshot(stage.fake)


def _prepare(stage: Stage, *, update: bool) -> None:
    if update:
        stage.publish(editions().first)
        stage.fake.run_loader()


def _edition(*, update: bool) -> Edition:
    return editions().changed if update else editions().first


def _cases(*, update: bool) -> list[tuple[int, Cut]]:
    """Every call, cut before it; those that write also after it, and in the middle where files are stored."""
    log, _ = _undisturbed(update=update)
    calls = list(enumerate(log, start=1))
    cases = [(number, cut) for number, _ in calls for cut in (Cut.BEFORE, Cut.KILLED_BEFORE)]
    writes = [number for number, action in calls if action in WRITES]
    cases += [(number, cut) for number in writes for cut in (Cut.AFTER, Cut.KILLED_AFTER)]
    return cases + [(number, Cut.HALF) for number, action in calls if action == "package_revise"]


@pytest.mark.parametrize("update", [False, True], ids=["first", "update"])
def test_a_publication_cut_off_anywhere_is_finished_by_one_more_run(update: bool) -> None:
    log, expected = _undisturbed(update=update)
    assert len(log) > 20
    for number, cut in _cases(update=update):
        with open_stage() as stage:
            _prepare(stage, update=update)
            if cut is not Cut.HALF:  # what CKAN itself leaves half is mended as soon as it is met
                stage.fake.watch = _look
            stage.fake.fail_at(number, cut)
            with suppress(Killed):
                stage.publish(_edition(update=update))

            stage.publish(_edition(update=update))

            _look(stage.fake)
            stage.fake.run_loader()
            assert snapshot(stage.fake) == expected, (number, cut, log[number - 1])
            assert stage.journal.unfinished() == []
            assert stage.writes(_edition(update=update)) == []


@pytest.mark.parametrize("update", [False, True], ids=["first", "update"])
def test_a_single_cut_is_mended_by_the_same_run(update: bool) -> None:
    log, expected = _undisturbed(update=update)
    for number in range(1, len(log) + 1):
        with open_stage() as stage:
            _prepare(stage, update=update)
            stage.fake.fail_at(number, Cut.AFTER)

            receipt = stage.publish(_edition(update=update))

            stage.fake.run_loader()
            assert receipt.differs == ()
            assert snapshot(stage.fake) == expected
            assert len(stage.waits) <= 1


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

        assert stage.journal.unfinished() == []
