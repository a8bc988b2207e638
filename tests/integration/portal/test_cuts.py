"""A proxy breaks the line at every request of a publication in turn; one more run, and all is as it should be.

A request that only reads is cut before it arrives: for the portal, all places to cut it at are the same. So are the
files and tables that are read one after another: the first of them is cut. ``PORTAL_CUTS=all`` cuts all of them at all.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.model.edition import Edition
from pipeline.publish.ckan.failures import PublishError
from tests.fakes import WRITES
from tests.integration.portal.conftest import purge
from tests.integration.portal.cutting_proxy import Cut, CuttingProxy, cutting_proxy
from tests.integration.portal.stage import ProbeTown, RealPortal, assert_equals_edition, found_small_town

pytestmark = pytest.mark.integration
HAS_ALL_CUTS = os.environ.get("PORTAL_CUTS") == "all"
_REST_S = 3
TITLES = ("Digitale Agenda der (erfundenen) Beispielstadt", "Agenda der Probestadt")


@pytest.fixture
def proxy(portal: RealPortal) -> Iterator[CuttingProxy]:
    with cutting_proxy(portal.address) as proxy:
        yield proxy


@pytest.fixture
def town(portal: RealPortal, tmp_path: Path) -> Iterator[ProbeTown]:
    town = found_small_town(tmp_path, f"cut-{uuid.uuid4().hex[:8]}", portal)
    town.options["force"] = True  # from one edition to the other, and back again
    yield town
    purge(town)


def make_two_editions(town: ProbeTown) -> tuple[Edition, Edition]:
    """Two editions that differ in their title and in every file that holds it."""
    first = town.make_edition()
    town.edit_settings(*TITLES)
    return first, town.make_edition()


def _never(_: float) -> None:
    """Do not wait between tries."""


def _publish_undisturbed(town: ProbeTown, proxy: CuttingProxy, edition: Edition) -> None:
    """Publish through the proxy, with long rests: asking the loader again and again makes no new points to cut at."""
    proxy.arm(None, 0)
    town.publish(edition, address=proxy.address, sleep=lambda _: time.sleep(_REST_S))


def _cut_for_good(town: ProbeTown, proxy: CuttingProxy, edition: Edition, cut: Cut, number: int) -> None:
    """Publish on a line that is cut at a request and dead from then on."""
    proxy.arm(cut, number, among=_cut_among(cut), for_good=True)
    with suppress(PublishError):
        town.publish(edition, address=proxy.address, sleep=_never)


def _cut_among(cut: Cut) -> frozenset[str] | None:
    """The requests that are cut in this way; ``None`` for all of them."""
    return None if HAS_ALL_CUTS or cut is Cut.BEFORE else WRITES


def _points(proxy: CuttingProxy, cut: Cut) -> list[int]:
    """The numbers of the requests to cut, after a publication that nobody disturbed."""
    among = _cut_among(cut)
    counted = [_kind(action) for action in proxy.seen if among is None or action in among]
    points = [n for n, action in enumerate(counted, 1) if HAS_ALL_CUTS or action in WRITES or action != counted[n - 2]]
    print(f"{cut.name.lower()}: {len(points)} of {len(proxy.seen)} requests")
    return points


def _kind(action: str) -> str:
    """What a request does: files are told by their names, and tables are read and asked for in turn."""
    return "read" if "." in action or action in ("datastore_search", "xloader_status") else action


@pytest.mark.parametrize("cut", Cut, ids=lambda cut: cut.name.lower())
def test_a_first_publication_cut_at_any_request_is_finished_by_the_next_run(
    town: ProbeTown, proxy: CuttingProxy, cut: Cut
) -> None:
    edition = town.make_edition()
    _publish_undisturbed(town, proxy, edition)
    assert "package_create" in proxy.seen
    for number in _points(proxy, cut):
        purge(town)
        _cut_for_good(town, proxy, edition, cut, number)

        town.publish(edition)

        assert_equals_edition(town, edition)


@pytest.mark.parametrize("cut", Cut, ids=lambda cut: cut.name.lower())
def test_an_update_cut_at_any_request_is_finished_by_the_next_run(
    town: ProbeTown, proxy: CuttingProxy, cut: Cut
) -> None:
    editions = make_two_editions(town)
    town.publish(editions[0])
    _publish_undisturbed(town, proxy, editions[1])
    assert "package_revise" in proxy.seen
    for number in _points(proxy, cut):
        edition = editions[(number + 1) % 2]  # to the other one, there and back again
        _cut_for_good(town, proxy, edition, cut, number)

        town.publish(edition)

        assert_equals_edition(town, edition)


def test_a_single_cut_is_mended_by_the_same_run(town: ProbeTown, proxy: CuttingProxy) -> None:
    editions = make_two_editions(town)
    town.publish(editions[0])
    for number in range(1, 13):
        edition = editions[number % 2]
        proxy.arm(Cut.AFTER, number)

        town.publish(edition, address=proxy.address)

        assert_equals_edition(town, edition)
