"""The running portal, and towns that leave no trace on it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
import requests

from tests.integration.portal.stage import HOME, POLL_S, ProbeTown, RealPortal, found_small_town, found_town


@pytest.fixture(scope="session")
def portal() -> RealPortal:
    address = HOME / "address"
    if not address.exists():
        pytest.skip("no portal: make portal")
    portal = RealPortal(address.read_text("utf-8").strip())
    try:
        portal.get("/api/3/action/status_show")
    except requests.RequestException:
        pytest.skip("the portal is down: make portal")
    return portal


@pytest.fixture
def town(portal: RealPortal, tmp_path: Path) -> Iterator[ProbeTown]:
    """A town nobody has published before; its datasets are gone after the test."""
    town = found_town(tmp_path, f"probe-{uuid.uuid4().hex[:8]}", portal)
    yield town
    purge(town)


@pytest.fixture
def town_with_few_tables(portal: RealPortal, tmp_path: Path) -> Iterator[ProbeTown]:
    """The same with few files for the portal's loader, whose time is the longest: for tests that wait for it."""
    town = found_small_town(tmp_path, f"probe-{uuid.uuid4().hex[:8]}", portal, '"roadmap", "strategy"')
    yield town
    purge(town)


def purge(town: ProbeTown) -> None:
    """Remove every trace of a town, deleted and hidden datasets too, and what the loader has still to do for it."""
    shown = [town.portal.find(f"{town.name}-{part}") for part in ("roadmap", "strategie", "vokabular")]
    names = {*filter(None, shown), *(package["id"] for package in town.packages())}
    call_off_loader(town, names)
    for name in names:
        for _ in range(_TRIES):  # the loader, in the middle of one of its files, is in the way of a deletion
            response = requests.post(
                f"{town.portal.address}/api/3/action/dataset_purge",
                json={"id": name},
                headers={"Authorization": town.portal.token("sysadmin")},
                timeout=60,
            )
            if response.status_code in (200, 404):
                break
            time.sleep(POLL_S)
        assert response.status_code in (200, 404), response.text[:300]


def call_off_loader(town: ProbeTown, names: Collection[str]) -> None:
    """Take back what the loader has still to do for datasets: it waits for those that have gone, and others for it."""
    for job in town.portal.call("job_list", "sysadmin"):
        if any(name in (job["title"] or "") for name in names):
            town.portal.call("job_cancel", "sysadmin", id=job["id"])


_TRIES = 25
