"""A proxy breaks the line at every request of a publication in turn; one more run, and all is as it should be."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.destinations.ckan.failures import PublishError
from tests.integration.portal.conftest import purge
from tests.integration.portal.cutting_proxy import Cut, CuttingProxy, cutting_proxy
from tests.integration.portal.stage import ProbeTown, RealPortal, assert_equals_edition, found_town

pytestmark = pytest.mark.integration
TITLES = ("Digitale Agenda der (erfundenen) Beispielstadt", "Agenda der Probestadt")


@pytest.fixture
def proxy(portal: RealPortal) -> Iterator[CuttingProxy]:
    with cutting_proxy(portal.address) as proxy:
        yield proxy


@pytest.fixture
def small_town(portal: RealPortal, tmp_path: Path) -> Iterator[ProbeTown]:
    town = found_town(tmp_path, f"cut-{uuid.uuid4().hex[:8]}", portal, '"roadmap"')
    yield town
    purge(town)


def _never(_: float) -> None:
    """Do not wait between tries."""


def _count(town: ProbeTown, proxy: CuttingProxy) -> int:
    """How many requests a publication takes when nobody cuts them."""
    proxy.arm(None, 0)
    town.publish(address=proxy.address)
    return proxy.count


@pytest.mark.parametrize("cut", Cut, ids=lambda cut: cut.name.lower())
def test_a_first_publication_cut_anywhere_is_finished_by_the_next_run(
    small_town: ProbeTown, proxy: CuttingProxy, cut: Cut
) -> None:
    small_town.make_edition()
    requests = _count(small_town, proxy)
    _walk(small_town, proxy, cut, requests, lambda: purge(small_town))


@pytest.mark.parametrize("cut", Cut, ids=lambda cut: cut.name.lower())
def test_an_update_cut_anywhere_is_finished_by_the_next_run(
    small_town: ProbeTown, proxy: CuttingProxy, cut: Cut
) -> None:
    small_town.make_edition()
    small_town.publish()
    _retitle(small_town)
    requests = _count(small_town, proxy)
    _walk(small_town, proxy, cut, requests, lambda: _retitle(small_town))


def _retitle(town: ProbeTown) -> None:
    """The next edition, under the other of two titles."""
    text = (town.place / "dataset.toml").read_text("utf-8")
    before, after = TITLES if TITLES[0] in text else TITLES[::-1]
    town.edit_settings(before, after)
    town.make_edition()


def _walk(town: ProbeTown, proxy: CuttingProxy, cut: Cut, requests: int, prepare: Callable[[], None]) -> None:
    """Cut at each request in turn, the line dead from then on; run once more; look."""
    assert requests > 5  # there is something to cut
    for number in range(1, requests + 1):
        prepare()
        proxy.arm(cut, number, for_good=True)
        with suppress(PublishError):
            town.publish(address=proxy.address, sleep=_never)

        town.publish()

        assert_equals_edition(town)


def test_a_single_cut_is_mended_by_the_same_run(small_town: ProbeTown, proxy: CuttingProxy) -> None:
    small_town.make_edition()
    requests = _count(small_town, proxy)
    for number in range(1, requests + 1, 3):
        _retitle(small_town)
        proxy.arm(Cut.AFTER, number)

        small_town.publish(address=proxy.address, sleep=_never)

        assert_equals_edition(small_town)
