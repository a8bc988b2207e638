"""A rehearsal at real servers: what is published there as it should be gives the letter, what is not is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.harvest import Rehearsal
from pipeline.model.report import Severity
from pipeline.publish.folder import Folder
from pipeline.rehearsed import rehearse
from pipeline.render.reports.letter import write_letter
from pipeline.sited import show_town
from pipeline.town.resources import read_resources
from tests.integration.serve.process import serving
from tests.integration.serve.servers import Authority, free_port, https, nginx, plain_files
from tests.towns import FIRST_DAY, copy_town, output_of, publish, town_of

pytestmark = pytest.mark.integration
RESOURCES = read_resources()


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, port: int) -> Path:
    """Beispielstadt, which publishes on this very machine."""
    town = copy_town(tmp_path_factory.mktemp("town"))
    settings = town / "dataset.toml"
    text = settings.read_text("utf-8").replace('homepage = "https://beispielstadt.example"\n', "")
    text = text.replace("https://w3id.org/digitalstrategie/id/beispielstadt/", f"https://localhost:{port}/")
    settings.write_text(text, "utf-8")
    publish(town)
    folder = _folder(town)
    with folder.locked():
        show_town(folder, town_of(town), RESOURCES)
    return town


def _folder(place: Path) -> Folder:
    return Folder(output_of(place) / "beispielstadt")


def _rehearse(place: Path, at: str) -> Rehearsal:
    return rehearse(town_of(place), _folder(place), RESOURCES, now=FIRST_DAY, at=at)


def _grave(rehearsal: Rehearsal) -> list[str]:
    return [result.rule.id for result in rehearsal.results if result.severity is not Severity.INFO]


def test_at_the_published_address_the_letter_is_no_draft(
    place: Path, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.certificate))
    with nginx(tmp_path / "nginx", https(_folder(place).public, port, *authority.issue("localhost")), port):
        rehearsal = _rehearse(place, f"https://localhost:{port}/")

    letter = write_letter(rehearsal, town_of(place).dataset, FIRST_DAY.date())
    assert _grave(rehearsal) == []
    assert letter
    assert not letter.is_draft
    assert f"Adresse des Katalogs: https://localhost:{port}/current/catalog.ttl" in letter.text


@pytest.mark.parametrize(
    ("host", "days", "is_known", "said"),
    [
        ("localhost", -3, True, "abgelaufen"),
        ("daten.musterstadt.example", 10, True, "für einen anderen Namen"),
        ("localhost", 10, False, "wer es ausgestellt hat, ist unbekannt"),
    ],
)
def test_trouble_with_a_certificate_is_told_in_words(
    place: Path,
    port: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    days: int,
    is_known: bool,
    said: str,
) -> None:
    authority = Authority(tmp_path)
    if is_known:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.certificate))
    with nginx(tmp_path / "nginx", https(_folder(place).public, port, *authority.issue(host, days=days)), port):
        rehearsal = _rehearse(place, f"https://localhost:{port}/")

    assert _grave(rehearsal) == ["harvest-certificate"]
    assert said in rehearsal.results[0].message.de


def test_pythons_own_server_of_files_gives_what_a_portal_needs_but_for_media_types(place: Path, tmp_path: Path) -> None:
    with plain_files(_folder(place).public, tmp_path) as address:
        rehearsal = _rehearse(place, address)

    assert set(_grave(rehearsal)) <= {"harvest-media-type"}  # which it knows hangs on the machine


def test_our_own_server_gives_all_that_a_portal_needs_and_the_catalog_under_its_name(place: Path) -> None:
    with serving(output_of(place), "beispielstadt") as started:
        rehearsal = _rehearse(place, f"{started.address}/")

    assert _grave(rehearsal) == []
    assert "harvest-not-negotiated" not in [result.rule.id for result in rehearsal.results]


def test_a_rehearsal_elsewhere_follows_what_is_uploaded_there(place: Path, tmp_path: Path) -> None:
    half = tmp_path / "half"
    half.mkdir()
    (half / "current").symlink_to(_folder(place).current.resolve())

    with plain_files(half, tmp_path) as address:
        rehearsal = _rehearse(place, address)

    assert {"harvest-file-missing", "harvest-thing-missing"} <= set(_grave(rehearsal))
    assert len([rule for rule in _grave(rehearsal) if rule == "harvest-file-missing"]) == 1
