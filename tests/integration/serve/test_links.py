"""Every name and every link of two towns, behind each server that a town may have: it answers, with the right kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.publish.folder import Folder
from pipeline.sited import show_town
from pipeline.town.resources import read_resources
from tests.integration.serve.process import serving
from tests.integration.serve.rules import accepted, apache_rules, nginx_rules
from tests.integration.serve.servers import apache, copy_for_all, free_port, nginx, plain_files
from tests.link_check import FORMS, Served, broken_links, lost_fragments, not_negotiated, things_of, unanswered
from tests.towns import change, copy_town, output_of, publish, town_of

pytestmark = pytest.mark.integration
ODD_KEYS = {"BA-01": "BA/01", "BA-02": "50 % & mehr", "KW-01": ".punkt"}
WITHDRAWN = '\n[withdrawn."KW-02"]\nsince = 2026-11-20\nreason = { de = "Aufgegeben.", en = "Given up." }\n'


@pytest.fixture(scope="module", params=["erkelenz", "beispielstadt"])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with its pages. In Beispielstadt keys have signs that no path may hold, and a project was taken back."""
    place = copy_town(tmp_path_factory.mktemp("town"), request.param)
    if place.name == "beispielstadt":
        change(place, _odd)
        settings = place / "dataset.toml"
        settings.write_text(settings.read_text("utf-8") + WITHDRAWN, "utf-8")
    publish(place)
    folder = Folder(output_of(place) / place.name)
    with folder.locked():
        show_town(folder, town_of(place), read_resources())
    return place


def _odd(sheet: Worksheet) -> None:
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value in ODD_KEYS):
        cell.value = ODD_KEYS[str(cell.value)]


def _base(town: Path) -> str:
    return town_of(town).dataset.iris.base


def _withdrawn(town: Path) -> list[str]:
    names = town_of(town).dataset
    return [f"{names.iris.base}{names.iris.project}{key}" for key in names.withdrawn]


@contextmanager
def _behind(server: str, town: Path, work: Path) -> Iterator[Served]:
    base, gone = _base(town), _withdrawn(town)
    public = output_of(town) / town.name / "public"
    if server == "roadmap serve":
        with serving(output_of(town), town.name) as started:
            yield Served(server, public, base, started.address + urlsplit(base).path)
        return
    if server == "http.server":
        with plain_files(public, work) as root:
            yield Served(server, public, base, root, negotiates=False, knows_types=False)
        return
    port = free_port()
    with copy_for_all(public) as copy, _with_rules(server, copy, base, gone, work, port):
        yield Served(server, public, base, f"http://127.0.0.1:{port}/")


def _with_rules(
    server: str, public: Path, base: str, gone: list[str], work: Path, port: int
) -> AbstractContextManager[None]:
    if server == "nginx":
        return nginx(work / server, nginx_rules(public, base, gone, port), port)
    return apache(work / server, apache_rules(public, base, gone), port)


@pytest.mark.parametrize("server", ["http.server", "nginx", "Apache", "roadmap serve"])
def test_every_name_and_link_of_a_town_leads_somewhere(server: str, town: Path, tmp_path: Path) -> None:
    gone = _withdrawn(town)
    with _behind(server, town, tmp_path) as served:
        wrong = [*unanswered(served, gone), *broken_links(served, gone), *lost_fragments(served, gone)]
        if served.negotiates:
            things = [iri for iri in things_of(served.public, served.base) if iri not in gone]
            wrong += not_negotiated(served, things, FORMS if server == "roadmap serve" else accepted(served.public))

    if server == "http.server":  # files alone lead to no page of a key that no path may hold
        wrong = [each for each in wrong if not any(odd in each for odd in ("BA%2F01", "50%20%25", "/.punkt"))]
    assert "\n".join(wrong) == ""
