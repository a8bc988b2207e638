"""Every place which takes editions keeps the promise of ``Destination``: the same edition twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.publish import Destination
from pipeline.publish.folder import Folder
from tests.ckan_cases import editions, open_stage, snapshot


@contextmanager
def _folder(place: Path) -> Iterator[tuple[Destination, object]]:
    def look() -> object:
        return {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}

    yield Folder(place), look


@contextmanager
def _ckan(_: Path) -> Iterator[tuple[Destination, object]]:
    with open_stage() as stage:
        yield stage.ckan(), lambda: (snapshot(stage.fake), stage.fake.writes)


@pytest.mark.parametrize("open_destination", [_folder, _ckan])
def test_publishing_the_same_edition_twice_changes_nothing(open_destination: object, tmp_path: Path) -> None:
    assert callable(open_destination)
    with open_destination(tmp_path / "town") as (destination, look):
        first = destination.publish(editions().first)
        before = look()

        second = destination.publish(editions().first)

        assert first.changed
        assert not second.changed
        assert look() == before
