"""What an editor changes of ours in the portal's own forms is found by reading what is there, and put back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from pipeline.model.plan import Deed
from tests.integration.portal.conftest import purge
from tests.integration.portal.stage import ProbeTown, RealPortal, assert_equals_edition, found_small_town

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def town(portal: RealPortal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProbeTown]:
    """A town with one dataset of few files, published, with its tables loaded."""
    town = found_small_town(tmp_path_factory.mktemp("town"), f"hand-{uuid.uuid4().hex[:8]}", portal)
    town.make_edition()
    town.publish()
    portal.wait_for_loader(town.packages())
    yield town
    purge(town)


def _resource(town: ProbeTown, file: str) -> dict[str, Any]:
    (package,) = town.packages()
    return next(each for each in package["resources"] if each["uri"].endswith(f"/{file}"))


def _upload(town: ProbeTown, file: str, content: bytes, name: str) -> None:
    """Replace a file as the form does it: all fields are sent along as they were."""
    response = requests.post(
        f"{town.portal.address}/api/3/action/resource_patch",
        data={"id": _resource(town, file)["id"]},
        files={"upload": (name, content)},
        headers={"Authorization": town.portal.token("editor")},
        timeout=60,
    )
    assert response.ok, response.text[:300]


def _deeds(town: ProbeTown) -> dict[str, Deed]:
    (dataset,) = town.plan().datasets
    return {file.name: file.deed for file in dataset.files if file.deed is not Deed.KEEP}


def test_a_file_replaced_by_another_of_the_same_size_is_restored(town: ProbeTown) -> None:
    ours = next(file.content for file in town.edition().distributions if file.name == "roadmap.ttl")
    before = _resource(town, "roadmap.ttl")
    _upload(town, "roadmap.ttl", ours.replace(b"1", b"2"), "roadmap.ttl")
    replaced = _resource(town, "roadmap.ttl")

    deeds = _deeds(town)
    receipt = town.publish()

    assert (replaced["hash"], replaced["size"]) == (before["hash"], before["size"]), "the portal tells nothing of it"
    assert deeds == {"roadmap.ttl": Deed.REPLACE}
    assert receipt.differs == ()
    assert _resource(town, "roadmap.ttl")["id"] == before["id"]
    assert_equals_edition(town)


def test_whatever_else_is_changed_of_a_file_is_put_back(town: ProbeTown) -> None:
    _upload(town, "projects.csv", b"key;title\n1;Fremd\n", "fremd.csv")
    patches: dict[str, dict[str, Any]] = {
        "roadmap.ttl": {"url": "https://anderswo.example/roadmap.ttl", "url_type": "", "clear_upload": True},
        "roadmap.nt": {"hash": "0" * 32},
        "roadmap.jsonld": {"format": "PDF", "mimetype": "application/pdf", "name": "Von Hand"},
        "roadmap.rdf": {"size": 17, "license": "https://lizenz.example/"},
    }
    for file, fields in patches.items():
        town.portal.call("resource_patch", id=_resource(town, file)["id"], **fields)
    gone = _resource(town, "roadmap.xlsx")["id"]
    town.portal.call("resource_delete", id=gone)

    deeds = _deeds(town)
    receipt = town.publish()

    sent = {"projects.csv": Deed.REPLACE, "roadmap.ttl": Deed.REPLACE, "roadmap.xlsx": Deed.CREATE}
    assert deeds == {**dict.fromkeys(patches, Deed.CHANGE), **sent}
    assert receipt.differs == ()
    assert _resource(town, "roadmap.xlsx")["id"] == gone
    assert_equals_edition(town)
