"""Every place which takes editions keeps the promise of ``Destination``: the same edition twice changes nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest

from pipeline.model.dataset import DestinationOptions
from pipeline.model.errors import ConfigError
from pipeline.publish import DESTINATIONS, Destination, Order
from pipeline.publish.ckan import Ckan
from pipeline.publish.folder import Folder
from pipeline.publish.web.local import LocalFolder
from tests.ckan_cases import ORGANIZATION, editions, snapshot
from tests.fake_graph_store import FakeGraphStore, serving
from tests.fakes import FakeCkan
from tests.graphs import DATASET

Look: TypeAlias = Callable[[], object]
"""Tells all that is to be seen at a destination."""
Stage: TypeAlias = Callable[[Path, pytest.MonkeyPatch], AbstractContextManager[tuple[Destination, Look]]]


@contextmanager
def _folder(place: Path, _: pytest.MonkeyPatch) -> Iterator[tuple[Destination, Look]]:
    def look() -> object:
        return {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}

    yield Folder(place), look


@contextmanager
def _ckan(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Destination, Look]]:
    fake = FakeCkan()
    monkeypatch.setattr("pipeline.publish.ckan.connect", lambda *_: fake.portal())
    monkeypatch.setattr("pipeline.publish.ckan.Ckan", partial(Ckan, sleep=lambda _: None))
    with DESTINATIONS["ckan"](_order(place, ENVIRONMENTS["ckan"])) as destination:
        yield destination, lambda: (snapshot(fake), fake.writes)


@contextmanager
def _web(name: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Destination, Look]]:
    """The town's folder with its edition, and in the place of a server a folder."""
    place = place.parent / editions().first.town
    Folder(place).publish(editions().first)
    served = place.parent / "served"
    served.mkdir()
    (place.parent / "known_hosts").touch()
    monkeypatch.setattr("pipeline.publish.web.sftp.SftpServer", lambda _: _Served(served))
    monkeypatch.setattr("pipeline.publish.web.webdav.WebdavServer", lambda *_: _Served(served))
    environment = {
        **ENVIRONMENTS[name], "FOLDER_PATH": str(served), "SFTP_KNOWN_HOSTS": str(place.parent / "known_hosts")
    }  # fmt: skip
    with DESTINATIONS[name](_order(place, environment)) as destination:
        yield destination, lambda: {path: path.stat().st_mtime_ns for path in served.rglob("*")}


class _Served(LocalFolder):
    """A folder in the place of a server, which is let go."""

    def close(self) -> None: ...


@contextmanager
def _sparql(place: Path, _: pytest.MonkeyPatch) -> Iterator[tuple[Destination, Look]]:
    place = place.parent / editions().first.town
    Folder(place).publish(editions().first)
    fake = FakeGraphStore()
    with serving(fake) as address:
        environment = {"SPARQL_QUERY": f"{address}/query", "SPARQL_UPDATE": f"{address}/update",
                       "SPARQL_GRAPH_STORE": f"{address}/store"}  # fmt: skip
        with DESTINATIONS["sparql"](_order(place, environment)) as destination:
            yield destination, fake.look


ENVIRONMENTS: Mapping[str, Mapping[str, str]] = {
    "ckan": {"CKAN_URL": "https://portal.example", "CKAN_TOKEN": "token", "CKAN_ORGANIZATION": ORGANIZATION},
    "folder": {},
    "sftp": {"SFTP_HOST": "server.example", "SFTP_PATH": "www", "SFTP_PASSWORD": "secret"},
    "webdav": {"WEBDAV_URL": "https://dav.example/www", "WEBDAV_USER": "town", "WEBDAV_PASSWORD": "secret"},
}
"""What each destination needs to be told, besides what stands in ``dataset.toml``."""

OWN = "the town's own"
_FILES = ("folder", "sftp", "webdav")
STAGES: Mapping[str, Stage] = {
    OWN: _folder, "ckan": _ckan, "sparql": _sparql, **{name: partial(_web, name) for name in _FILES}
}  # fmt: skip
"""Each destination, with a fake in the place of the world."""


def _order(place: Path, environment: Mapping[str, str]) -> Order:
    return Order(DATASET, place, environment)


@pytest.mark.parametrize("name", [OWN, *DESTINATIONS])
def test_publishing_the_same_edition_twice_changes_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with STAGES[name](tmp_path / "town", monkeypatch) as (destination, look):
        first = destination.publish(editions().first)
        before = look()

        second = destination.publish(editions().first)

        assert first.changed
        assert not second.changed
        assert first.destination == second.destination == ("folder" if name == OWN else name)
        assert look() == before


@pytest.mark.parametrize("name", DESTINATIONS)
def test_a_destination_is_refused_before_anything_happens_where_nothing_says_where_it_is(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError):
        DESTINATIONS[name](_order(tmp_path / "town", {}))

    assert not (tmp_path / "town").exists()


def test_every_destination_has_its_settings() -> None:
    assert {setting.name for setting in fields(DestinationOptions)} == set(DESTINATIONS)


def test_the_names_of_the_destinations_cost_no_library_for_portals() -> None:
    heavy = "{'ckanapi', 'paramiko'} & set(sys.modules)"
    code = f"import sys; from pipeline.publish import DESTINATIONS; sys.exit(bool({heavy}))"

    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=False).returncode == 0
