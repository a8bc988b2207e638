"""What is served holds nothing that is not for the public: canaries in every corner of a town, none to be had."""

from __future__ import annotations

import re
import shutil
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import unquote, urljoin

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.publish.folder import Folder
from tests.canaries import Canaries, find, find_in_folder
from tests.canary_town import CONTROLS, plant_everywhere
from tests.towns import SECOND_DAY, SOURCES, change, copy_town, output_of, publish

PAGE = Path(__file__).parents[1] / "docs" / "edition.md"


class Nest(NamedTuple):
    """A town full of canaries that was published: its output, what was planted, and what the search found of that."""

    folder: Folder
    canaries: Canaries
    planted: frozenset[int]


@pytest.fixture(scope="module")
def nest(tmp_path_factory: pytest.TempPathFactory) -> Nest:
    """One edition, and after it a run that found what must not go out."""
    canaries = Canaries()
    place = copy_town(tmp_path_factory.mktemp("nest"))
    plant_everywhere(place, canaries)
    planted = {*find_in_folder(place)}
    outcome = publish(place)
    assert outcome.receipt is not None
    shutil.copy(SOURCES / "beispielstadt" / "vorhaben.xlsx", place)
    change(place, partial(_break, canaries))
    assert publish(place, now=SECOND_DAY).receipt is None
    planted |= {*find_in_folder(place)}
    return Nest(Folder(output_of(place) / "beispielstadt"), canaries, frozenset(planted))


def _break(canaries: Canaries, sheet: Worksheet) -> None:
    """What is typed and must not go out: errors hold it back."""
    plant = canaries.plant
    sheet["H7"] = f"bald, {plant('words in the place of a date')}"
    sheet["K7"] = f"ca. {plant('words in the place of an amount')}"
    sheet["E7"] = plant("an unknown field")
    sheet["G7"] = plant("an unknown status")
    sheet["D8"] = f"Fragen an {plant('the mailbox of a person')}@stadt.example"
    sheet["D10"] = f"Frau {plant('a name behind a form of address')} weiß mehr, Tel. 02431 85-123"
    sheet["O4"], sheet["O7"] = plant("the title of an unknown column"), plant("a cell of an unknown column")
    sheet["J10"] = f"Dr. {plant('a person in the place of a body')}"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return bytes(answer.read())


def _crawl(site: str) -> dict[str, bytes]:
    """All that is to be had from a server that lists its folders."""
    found: dict[str, bytes] = {}
    waiting = [site]
    while waiting:
        address = waiting.pop()
        found[address] = _fetch(address)
        if address.endswith("/"):
            links = (urljoin(address, link) for link in re.findall(r'href="([^"]+)"', found[address].decode()))
            waiting += [link for link in links if link.startswith(address) and link not in found]
    return found


def _served_folder() -> str:
    """What the page for operators says is to be served, below the folder of the town."""
    told = re.search(r"serve `output/<town>/(\w+)`", PAGE.read_text("utf-8"))
    assert told is not None
    return told[1]


def test_the_search_finds_every_canary_where_it_was_planted(nest: Nest) -> None:
    assert nest.canaries.named(nest.planted) == set(nest.canaries.places)
    assert len(nest.planted) > 120


def test_what_is_published_is_found_in_all_that_tells_of_it(nest: Nest) -> None:
    found = find_in_folder(nest.folder.current.resolve())

    assert nest.canaries.named(found) == set(CONTROLS)
    title, text, town = (found[nest.canaries.places.index(control)] for control in CONTROLS)
    rdf = {"roadmap.ttl", "roadmap.nt", "roadmap.jsonld", "roadmap.rdf"}
    assert title >= rdf | {"projects.csv", "roadmap.xlsx", "roadmap.ics", "provenance.csv"}
    assert text >= rdf | {"projects.csv", "roadmap.xlsx"}
    assert town >= {"catalog.ttl", "catalog.jsonld", "catalog.rdf", "roadmap.xlsx"}


def test_no_canary_is_to_be_had_from_what_is_served(nest: Nest) -> None:
    with _served(nest.folder.path / _served_folder()) as site:
        found = _crawl(site)
        for path in (
            "../internal/",
            "internal/",
            "current/../../internal/report/report.json",
            ".lock",
            "..%2finternal/",
        ):
            with pytest.raises(HTTPError):
                _fetch(site + path)

    names = "\n".join(map(unquote, found)).encode()
    canaries = {number for content in (names, *found.values()) for number in find(content)}
    assert nest.canaries.named(canaries) == set(CONTROLS)
    assert {f"{site}current/catalog.ttl", f"{site}editions/2026-11-22/projects.csv"} <= set(found)


def test_no_canary_lies_on_the_disk_beside_what_is_served(nest: Nest) -> None:
    public = nest.folder.public

    assert nest.canaries.named(find_in_folder(public)) == set(CONTROLS)
    for path in public.rglob("*"):
        assert path.resolve().is_relative_to(public.resolve()), path


def test_what_is_not_for_the_public_is_kept_in_the_house(nest: Nest) -> None:
    """Staff are told of it: were nothing of it anywhere, the search above would prove little."""
    kept = nest.canaries.named(find_in_folder(nest.folder.internal))

    assert {"words in the place of a date", "an unknown field", "the title of an unknown column"} <= kept


def test_a_folder_that_is_new_is_closed_to_others_and_one_that_stands_stays_as_it_is(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "stadt")
    with folder.locked():
        assert not folder.internal.stat().st_mode & 0o007
    folder.internal.chmod(0o755)

    with folder.locked():
        assert folder.internal.stat().st_mode & 0o777 == 0o755
