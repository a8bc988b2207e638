"""A project and an edition leave a real WebDAV server and real stores of graphs, and each is asked whether they did."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

pytest.importorskip("cheroot", reason="make test-destinations installs it")

import requests

from pipeline.cli import CLEAN, OUTSIDE, main
from tests.integration.destinations.servers import webdav_server
from tests.integration.destinations.test_sparql import SERVERS, Server
from tests.towns import FIRST_DAY, SECOND_DAY, change, copy_town, output_of, publish

pytestmark = pytest.mark.integration
KEY, TITLE, WORD = "BA-02", "Wegweiser in Leichter Sprache", "Quastenflosser"


def _roadmap(command: str, place: Path, *arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main((command, place.name, *arguments, "--sources", str(place.parent), "--output", str(output_of(place))))
    return int(ended.value.code or 0)


def _publish_all(place: Path) -> None:
    for name in ("webdav", "sparql"):
        assert _roadmap("publish", place, "--to", name) == CLEAN


def _set(monkeypatch: pytest.MonkeyPatch, *environments: Mapping[str, str]) -> None:
    for environment in environments:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)


@pytest.mark.parametrize("kind", SERVERS)
def test_what_is_withdrawn_is_gone_from_real_servers_and_what_is_planted_is_found(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place, served = copy_town(tmp_path), tmp_path / "served"
    served.mkdir()
    (tmp_path / "store").mkdir()
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[site]\nenabled = false\n", "utf-8")
    change(place, lambda sheet: setattr(sheet.cell(7, 3), "value", WORD))
    publish(place, now=FIRST_DAY)
    change(place, lambda sheet: setattr(sheet.cell(7, 3), "value", "Fundbüro"))
    publish(place, now=SECOND_DAY)
    with webdav_server(served) as webdav, SERVERS[kind](tmp_path / "store") as server:  # type: ignore[attr-defined]
        assert isinstance(server, Server)
        _set(monkeypatch, webdav, server.environment)
        _publish_all(place)
        assert _in_files(served, TITLE) and _in_store(server, TITLE) and _in_store(server, WORD)

        assert _roadmap("withdraw", place, "--edition", "2026-11-22", "--reason", "Irrtum") == CLEAN
        assert not _in_files(served, WORD) and not _in_store(server, WORD)
        assert not (served / "editions" / "2026-11-22").exists()

        server.do(f'INSERT DATA {{ GRAPH <https://other.example/g> {{ <urn:a> <urn:b> "{TITLE}" }} }}')
        planted = (f"{webdav['WEBDAV_URL']}/editions/2026-11-23/rest.txt", TITLE.encode())
        login = (webdav["WEBDAV_USER"], webdav["WEBDAV_PASSWORD"])
        requests.put(planted[0], data=planted[1], auth=login, timeout=10).raise_for_status()
        capsys.readouterr()
        assert _roadmap("withdraw", place, "--project", KEY, "--format", "json") == OUTSIDE
        found = {proof["place"]: proof["found"] for proof in json.loads(capsys.readouterr().out)["proofs"]}
        assert found == {
            "public": [],
            "internal": [],
            "webdav": ["editions/2026-11-23/rest.txt"],
            "sparql": ["https://other.example/g"],
        }

        server.do("DROP GRAPH <https://other.example/g>")
        requests.delete(planted[0], auth=login, timeout=10).raise_for_status()
        assert _roadmap("withdraw", place) == CLEAN
        assert not _in_files(served, TITLE) and not _in_store(server, TITLE)


def _in_files(served: Path, text: str) -> bool:
    return any(text.encode() in path.read_bytes() for path in served.rglob("*") if path.is_file())


def _in_store(server: Server, text: str) -> bool:
    return bool(server.ask(f'SELECT ?s {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(CONTAINS(STR(?o), "{text}")) }} LIMIT 1'))
