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

from pipeline.model.report import ValidationReport
from pipeline.model.workbook import Workbook
from pipeline.publish.folder import Folder
from pipeline.readers import read_workbook
from tests.canaries import Canaries, find, find_in_folder, readings
from tests.canary_town import CONTROLS, plant_everywhere
from tests.layout_one import bring_back
from tests.sheets import SETTINGS
from tests.test_real_files import MAPPINGS, REAL, STRATEGY
from tests.towns import SECOND_DAY, SOURCES, change, copy_town, output_of, publish

PAGE = Path(__file__).parents[1] / "docs" / "edition.md"


class Nest(NamedTuple):
    """A town full of canaries that was published: its output, and what was planted.

    ``planted`` is what the search found of that, ``told`` what staff were told of when the errors were found.
    """

    folder: Folder
    canaries: Canaries
    planted: frozenset[int]
    told: frozenset[int]


@pytest.fixture(scope="module")
def nest(tmp_path_factory: pytest.TempPathFactory) -> Nest:
    """An edition, after it a run that found what must not go out, and another edition that tells what changed."""
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
    folder = Folder(output_of(place) / "beispielstadt")
    told = find_in_folder(folder.internal)
    shutil.copy(SOURCES / "beispielstadt" / "vorhaben.xlsx", place)
    assert publish(place, now=SECOND_DAY).receipt is not None
    return Nest(folder, canaries, frozenset(planted), frozenset(told))


def _break(canaries: Canaries, sheet: Worksheet) -> None:
    """What is typed and must not go out: errors hold it back."""
    plant = canaries.plant
    sheet["H7"] = f"bald, {plant('words in the place of a date')}"
    sheet["K7"] = f"ca. {plant('words in the place of an amount')}"
    sheet["E7"] = plant("an unknown field")
    sheet["G7"] = plant("an unknown status")
    sheet["D8"] = f"Fragen an {plant('the mailbox of a person')}@stadt.example"
    sheet["D10"] = f"Frau {plant('a name behind a form of address')} weiß mehr, Tel. 02431 85-123"
    sheet["P4"], sheet["P7"] = plant("the title of an unknown column"), plant("a cell of an unknown column")
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
    found = find_in_folder(nest.folder.editions / "2026-11-22")

    assert nest.canaries.named(found) == set(CONTROLS)
    title, text, town = (found[nest.canaries.places.index(control)] for control in CONTROLS)
    rdf = {"roadmap.ttl", "roadmap.nt", "roadmap.jsonld", "roadmap.rdf"}
    assert title >= rdf | {"projects.csv", "roadmap.xlsx", "roadmap.ics", "provenance.csv", "provenance.nq"}
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


def test_no_canary_is_to_be_had_from_editions_that_an_older_program_made(nest: Nest, tmp_path: Path) -> None:
    folder = Folder(Path(shutil.copytree(nest.folder.path, tmp_path / "beispielstadt", symlinks=True)))
    bring_back(folder.path)

    with folder.locked():
        assert folder.versions() == ["2026-11-22", "2026-11-23"]

    assert nest.canaries.named(find_in_folder(folder.public)) == set(CONTROLS)


def test_what_is_not_for_the_public_is_kept_in_the_house(nest: Nest) -> None:
    """Staff are told of it: were nothing of it anywhere, the search above would prove little."""
    kept = nest.canaries.named(nest.told)

    assert {"words in the place of a date", "an unknown field", "the title of an unknown column"} <= kept


def test_a_folder_that_is_new_is_closed_to_others_and_one_that_stands_stays_as_it_is(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "stadt")
    with folder.locked():
        assert not folder.internal.stat().st_mode & 0o007
    folder.internal.chmod(0o755)

    with folder.locked():
        assert folder.internal.stat().st_mode & 0o777 == 0o755


@pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real files is missing")
def test_what_an_authority_hid_in_its_own_list_is_not_to_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Columns and rows of the list of Brussels are hidden; published all the same, although it lacks what we need."""
    place = tmp_path / "sources" / "musterstadt"
    place.mkdir(parents=True)
    before, columns, after = (MAPPINGS / "brussels.toml").read_text("utf-8").partition("[columns]")
    settings = f'{SETTINGS}workbooks = ["be-brussels.xls"]\n{before}{STRATEGY}{columns}{after}'
    (place / "dataset.toml").write_text(settings, "utf-8")
    shutil.copy(REAL / "be-brussels.xls", place)
    monkeypatch.setattr(ValidationReport, "conforms", True)

    assert publish(place).receipt is not None

    hidden, shown = _texts_of(read_workbook(place / "be-brussels.xls"))
    served = _crawled_texts(Folder(output_of(place) / "musterstadt").public)
    assert len(hidden) > 5
    assert {text for text in hidden if text in served} == set()
    assert sum(text in served for text in shown) > 50


def _texts_of(workbook: Workbook) -> tuple[set[str], set[str]]:
    """The texts that stand in hidden cells alone, and those that are to be seen, as far as they are distinct words."""
    hidden, shown = set[str](), set[str]()
    for sheet in workbook.sheets:
        for row in sheet.rows:
            for at, value in enumerate(row.values, start=1):
                is_hidden = sheet.hidden or row.number in sheet.hidden_rows or at in sheet.hidden_columns
                if isinstance(value, str) and len(value) > 8:
                    (hidden if is_hidden else shown).add(value)
    return {text for text in hidden if not any(text in other for other in shown)}, shown


def _crawled_texts(folder: Path) -> str:
    """All that a program may read of a folder, unpacked, with what is escaped beside it as it reads."""
    return "\n".join(text for path in folder.rglob("*") if path.is_file() for text in readings(path.read_bytes()))
