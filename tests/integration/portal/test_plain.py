"""Publishing to a CKAN without ckanext-dcat and without a schema: what it can hold arrives, what it cannot is told."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.plan import Deed
from tests.integration.portal.conftest import purge
from tests.integration.portal.stage import HOME, ProbeTown, RealPortal, found_town

pytestmark = pytest.mark.integration
PORTAL = Path(__file__).parents[3] / "portal"
# In a process of its own, for the portal's tools are no part of the pipeline's environment.
START = """\
from stack.layout import find_layout
from stack.plain import plain_portal

with plain_portal(find_layout()) as address:
    print(address, flush=True)
    input()
"""


@pytest.fixture(scope="module")
def plain(portal: RealPortal) -> Iterator[RealPortal]:
    assert portal.address
    with subprocess.Popen(
        [sys.executable, "-c", START],
        cwd=PORTAL,
        env={"PORTAL_HOME": str(HOME.resolve()), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        yield RealPortal(address)
        process.communicate("\n", timeout=60)


@pytest.fixture
def town(plain: RealPortal, tmp_path: Path) -> Iterator[ProbeTown]:
    town = found_town(tmp_path, f"plain-{uuid.uuid4().hex[:8]}", plain)
    yield town
    purge(town)


def test_a_plain_portal_gets_what_it_can_hold_and_no_second_write(town: ProbeTown) -> None:
    edition = town.make_edition()
    plan = town.plan(edition)

    first, second = town.publish(edition), town.publish(edition)

    package = town.portal.call("package_show", id=f"{town.name}-roadmap")
    extras = {extra["key"]: extra["value"] for extra in package["extras"]}
    contents = {file.name: file.content for file in edition.distributions}
    assert [dataset.deed for dataset in plan.datasets] == [Deed.CREATE, Deed.CREATE]
    assert "andere Sprachen" in [text.de for text in plan.lost]
    assert (first.changed, second.changed, first.differs) == (True, False, ())
    assert not package["private"]
    assert package["title"] == edition.title.de
    assert package["license_title"] == "Creative Commons Namensnennung 4.0 International (CC BY 4.0)"
    assert {r["license"] for r in package["resources"]} == {"http://dcat-ap.de/def/licenses/cc-by/4.0"}
    page = town.portal.get(f"/dataset/{package['name']}").decode()
    assert "Creative Commons Namensnennung 4.0" in page
    assert extras["identifier"] == f"{town.base}datensatz/roadmap"
    assert json.loads(extras["theme"]) == [
        "http://publications.europa.eu/resource/authority/data-theme/GOVE",
        "http://publications.europa.eu/resource/authority/data-theme/TECH",
    ]
    assert package["resources"][0]["format"] == "CSV"
    for resource in package["resources"]:
        assert town.portal.get(resource["url"]) == contents[resource["uri"].rpartition("/")[2]]


def test_a_changed_title_changes_it_in_place(town: ProbeTown) -> None:
    town.publish(town.make_edition())
    before = town.portal.call("package_show", id=f"{town.name}-roadmap")
    town.edit_settings("Digitale Agenda der (erfundenen) Beispielstadt", "Agenda der Probestadt")

    town.publish(town.make_edition())

    after = town.portal.call("package_show", id=f"{town.name}-roadmap")
    assert after["title"] == "Agenda der Probestadt"
    *kept, come = after["resources"]
    assert [r["id"] for r in kept] == [r["id"] for r in before["resources"]]
    assert come["uri"].endswith("/changes.ttl")
    assert after["id"] == before["id"]
