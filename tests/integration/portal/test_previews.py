"""A preview that does not show our file is loaded anew, however that came about, and told until it does."""

from __future__ import annotations

import csv
import io
import re
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.plan import Deed
from tests.integration.portal.conftest import purge
from tests.integration.portal.stage import HOME, ProbeTown, RealPortal, found_small_town
from tests.towns import change

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def queueless(portal: RealPortal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the same portal, served by a process that cannot reach Redis: other tests need theirs."""
    ports = [_free_port() for _ in range(2)]
    configuration = tmp_path_factory.mktemp("queueless") / "ckan.ini"
    text = (HOME / "ckan.ini").read_text("utf-8")
    configuration.write_text(re.sub(r"(?m)^(ckan\.redis\.url = redis://[^:]+):\d+", rf"\1:{ports[0]}", text), "utf-8")
    command = [str(HOME / "env/bin/ckan"), "-c", str(configuration), "run", "-H", "127.0.0.1", "-p", str(ports[1])]
    address = f"http://127.0.0.1:{ports[1]}"
    with subprocess.Popen(
        [*command, "--disable-reloader", "--disable-debugger", "--threaded"], stdout=sys.stderr, stderr=sys.stderr
    ) as process:
        try:
            _wait_for(address)
            yield address
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            requests.get(f"{address}/api/3/action/status_show", timeout=5).raise_for_status()
            return
        except requests.RequestException:
            assert time.monotonic() < deadline
            time.sleep(0.2)


@pytest.fixture(scope="module")
def town(portal: RealPortal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProbeTown]:
    """A town with one dataset of few files, published, with its tables loaded."""
    town = found_small_town(tmp_path_factory.mktemp("town"), f"view-{uuid.uuid4().hex[:8]}", portal)
    town.make_edition()
    town.publish()
    portal.wait_for_loader(town.packages())
    yield town
    purge(town)


def _table(town: ProbeTown) -> dict[str, Any]:
    (package,) = town.packages()
    return next(each for each in package["resources"] if each["uri"].endswith("/projects.csv"))


def _shown(town: ProbeTown) -> list[list[str]]:
    asked = {"resource_id": _table(town)["id"], "records_format": "lists", "sort": "_id"}
    return [[cell or "" for cell in row[1:]] for row in town.portal.call("datastore_search", **asked)["records"]]


def _rows(town: ProbeTown) -> list[list[str]]:
    content = next(file.content for file in town.edition().distributions if file.name == "projects.csv")
    return list(csv.reader(io.StringIO(content.decode())))[1:]


def test_rows_that_an_editor_changed_are_loaded_anew(town: ProbeTown) -> None:
    table = _table(town)["id"]
    key = town.portal.call("datastore_search", resource_id=table)["records"][0]["_id"]
    town.portal.call(
        "datastore_upsert", resource_id=table, force=True, method="update", records=[{"_id": key, "title": "Von Hand"}]
    )
    changed = _shown(town)

    (dataset,) = town.plan().datasets
    receipt = town.publish()
    town.portal.wait_for_loader(town.packages())

    assert changed != _rows(town)
    assert [(file.name, [c.field for c in file.changes]) for file in dataset.files if file.deed is not Deed.KEEP] == [
        ("projects.csv", ["preview"])
    ]
    assert receipt.differs == ()
    assert _shown(town) == _rows(town)
    assert not town.publish().changed


def test_a_preview_that_was_sent_without_a_queue_is_told_and_loaded_by_the_next_run(
    town: ProbeTown, queueless: str
) -> None:
    change(town.place, _rename_a_project)
    edition = town.make_edition()

    told = town.publish(edition, address=queueless)
    old = _shown(town)
    followed = town.publish(edition)
    town.portal.wait_for_loader(town.packages())

    assert "projects.csv" in " ".join(text.de for text in told.differs if "Vorschau" in text.de), told
    assert old != _rows(town)
    assert followed.changed
    assert followed.differs == ()
    assert _shown(town) == _rows(town)
    assert not town.publish(edition).changed


def _rename_a_project(sheet: Worksheet) -> None:
    sheet["C8"] = "Wegweiser in Einfacher Sprache und mit Bildern"
