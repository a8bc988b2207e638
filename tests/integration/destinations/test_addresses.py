"""A workbook on a real WebDAV server: with what opens it, and only where it changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.routine import Address
from pipeline.readers.address import Fetched, NotModified, SourceTrouble, fetch
from tests.integration.destinations.servers import PASSWORD, webdav_server

pytestmark = pytest.mark.integration
OPENED = {"SOURCE_ROADMAP_USER": "town", "SOURCE_ROADMAP_PASSWORD": PASSWORD}
FIRST, SECOND = b"PK\x03\x04 first" * 99_999, b"PK\x03\x04 second"


@pytest.fixture
def served(tmp_path: Path) -> Path:
    (tmp_path / "served").mkdir()
    (tmp_path / "here").mkdir()
    (tmp_path / "served" / "roadmap.xlsx").write_bytes(FIRST)
    return tmp_path / "served"


@pytest.fixture
def address(served: Path) -> Iterator[Address]:
    with webdav_server(served) as told:
        yield Address("roadmap.xlsx", f"{told['WEBDAV_URL']}/roadmap.xlsx")


def test_a_workbook_comes_once_and_again_when_it_changed(address: Address, served: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    first = fetch(address, here, None, OPENED)
    assert isinstance(first, Fetched)
    assert first.etag
    assert first.path.read_bytes() == FIRST
    assert isinstance(fetch(address, here, first, OPENED), NotModified)

    (served / "roadmap.xlsx").write_bytes(SECOND)
    os.utime(served / "roadmap.xlsx", (2e9, 2e9))

    second = fetch(address, here, first, OPENED)
    assert isinstance(second, Fetched)
    assert second.path.read_bytes() == SECOND


@pytest.mark.parametrize("wrong", ["", "another"])
def test_without_what_opens_it_nothing_comes_and_that_is_lasting(wrong: str, address: Address, tmp_path: Path) -> None:
    with pytest.raises(SourceTrouble, match="401") as caught:
        fetch(address, tmp_path / "here", None, OPENED | {"SOURCE_ROADMAP_PASSWORD": wrong})

    assert not caught.value.is_passing
    assert [*(tmp_path / "here").iterdir()] == []


def test_a_file_that_is_not_there_is_lasting(address: Address, tmp_path: Path) -> None:
    gone = Address(address.name, address.url.replace("roadmap", "gone"))

    with pytest.raises(SourceTrouble, match="404"):
        fetch(gone, tmp_path / "here", None, OPENED)
