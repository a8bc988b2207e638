"""Beside the portal runs the same CKAN without any extension, as a publisher may meet it elsewhere."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from conftest import ORGANIZATION, Portal

TABLE = b"a,b\n1,2\n"


@pytest.fixture(scope="module")
def dataset(plain: Portal, name: str) -> Iterator[dict[str, Any]]:
    """A dataset with a file, written by the editor in one call each."""
    made = plain.call("package_create", name=name, title="Straßen", owner_org=ORGANIZATION)
    revised = plain.call(
        "package_revise",
        files={"update__resources__0__upload": ("strassen.csv", TABLE, "text/csv")},
        match=json.dumps({"id": made["id"], "metadata_modified": made["metadata_modified"]}),
        update=json.dumps({"resources": [{"name": "Tabelle", "format": "CSV"}]}),
    )
    yield revised["package"]
    plain.call("dataset_purge", "sysadmin", id=made["id"])


def test_it_has_no_extension(plain: Portal) -> None:
    assert plain.call("status_show")["extensions"] == []
    assert requests.get(f"{plain.address}/catalog.ttl", timeout=60).status_code == 404


def test_the_editor_publishes_a_file_there(plain: Portal, dataset: dict[str, Any]) -> None:
    [resource] = dataset["resources"]

    assert resource["url"].startswith(plain.address)
    assert requests.get(resource["url"], timeout=60).content == TABLE


def test_neither_finds_what_is_stored_in_the_other(plain: Portal, portal: Portal, dataset: dict[str, Any]) -> None:
    found = {
        where.address: where.call("package_search", fq=f"name:{dataset['name']}")["count"] for where in (plain, portal)
    }

    assert found == {plain.address: 1, portal.address: 0}
