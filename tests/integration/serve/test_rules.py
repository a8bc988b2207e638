"""The rules that each run writes, in a real nginx and a real Apache: where things lead, what is gone, what is told."""

from __future__ import annotations

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import Workbook

from pipeline.publish.folder import Folder
from pipeline.publish.withdrawals import WITHDRAWALS, Withdrawal, render_withdrawals
from pipeline.sited import show_town
from pipeline.town.resources import read_resources
from tests import five_editions
from tests.integration.serve.servers import (
    APACHE,
    NGINX,
    apache,
    copy_for_all,
    free_port,
    nginx,
)
from tests.towns import copy_town, output_of, publish, town_of

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not (Path(NGINX).is_file() and Path(APACHE).is_file()), reason="needs nginx and Apache"),
]
PREFIX = "/digitalstrategie/id/musterstadt/"
WITHDRAWN = '\n[withdrawn."M-3"]\nsince = 2025-07-01\nreason = { de = "Ein Versuch.", en = "It was a trial." }\n'
ROWS = (
    ("Kennung", "Titel", "Handlungsfelder", "Status", "Ende", "Ersetzt durch"),
    ("M-1", "Ratsinfo", "Verwaltung", "laufend", "2030", ""),
    ("M-3", "Sensoren", "Klima", "laufend", "2030", "M-1"),
    ("M-30", "Bildung", "Bildung", "laufend", "2030", ""),
    ("a/b", "Schrägstrich", "Bildung", "laufend", "2030", ""),
    ("100%", "Ganz", "Bildung", "laufend", "2030", ""),
    (".punkt", "Punkt", "Bildung", "laufend", "2030", ""),
    ("Straße 1", "Umlaut", "Bildung", "laufend", "2030", ""),
)


class Told(NamedTuple):
    """What a server answered."""

    status: int
    headers: Message
    body: str


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _town(folder: Path) -> Path:
    """``output/<town>`` of a town with a withdrawn project and keys that no file can be called by."""
    place = five_editions.make_town(folder)
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8") + WITHDRAWN, "utf-8")
    book = Workbook()
    book.worksheets[0].title = "Roadmap"
    for row in ROWS:
        book.worksheets[0].append([value or None for value in row])
    book.save(place / "roadmap.xlsx")
    publish(place, accept_loss=True)
    town = town_of(place)
    output = Folder(output_of(place) / town.name)
    taken_out = {"M-99": Withdrawal("Datenschutz", "2025-11-24", "projekt/M-99")}
    (output.internal / WITHDRAWALS).write_bytes(render_withdrawals(taken_out))
    with output.locked():
        show_town(output, town, read_resources())
    return output.path


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _town(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module", params=["nginx", "apache"])
def address(request: pytest.FixtureRequest, town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    work, port = tmp_path_factory.mktemp(request.param), free_port()
    with copy_for_all(town / "public") as public, _serving(request.param, work, town, public, port) as address:
        yield address


@contextmanager
def _serving(name: str, work: Path, town: Path, public: Path, port: int) -> Iterator[str]:
    if name == "nginx":
        body = (f"server {{ listen 127.0.0.1:{port}; server_name _; set $roadmap_public {public}; "
                f"include {town / 'internal/nginx.conf'}; }}")  # fmt: skip
        with nginx(work, body, port):
            yield f"http://127.0.0.1:{port}"
    else:
        body = f"Define ROADMAP_PUBLIC {public}\nInclude {town / 'internal/apache.conf'}"
        with apache(work, body, port):
            yield f"http://127.0.0.1:{port}"


def ask(address: str, path: str, *, at: str = PREFIX, **headers: str) -> Told:
    request = urllib.request.Request(
        f"{address}{at}{path}", headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=10) as answer:
            return Told(answer.status, answer.headers, answer.read().decode())
    except urllib.error.HTTPError as error:
        return Told(error.code, error.headers, error.read().decode())


@pytest.mark.parametrize(
    ("path", "headers", "there"),
    [
        ("projekt/M-1", {}, "projekt/M-1/index.html"),
        ("projekt/M-1", {"Accept_Language": "en-GB,en;q=0.8"}, "en/projekt/M-1/index.html"),
        ("projekt/M-1", {"Accept_Language": "de, en"}, "projekt/M-1/index.html"),
        ("projekt/M-1", {"Accept": "text/turtle"}, "projekt/M-1.ttl"),
        ("projekt/M-1", {"Accept": "application/ld+json"}, "projekt/M-1.jsonld"),
        ("projekt/M-1", {"Accept": "application/n-triples, text/turtle;q=0.5"}, "projekt/M-1.nt"),
        ("projekt/M-1", {"Accept": "application/rdf+xml"}, "projekt/M-1.rdf"),
        ("projekt/M-1", {"Accept": "text/html,application/rdf+xml;q=0.9"}, "projekt/M-1/index.html"),
        ("projekt/M-1/period", {"Accept": "text/turtle"}, "projekt/M-1.ttl"),
        ("projekt/M-1/period", {}, "projekt/M-1/period/index.html"),
        ("projekt/M-30", {"Accept": "text/turtle"}, "projekt/M-30.ttl"),
        ("handlungsfeld/1", {"Accept": "text/turtle"}, "handlungsfeld/1.ttl"),
        ("projekt/a%2Fb", {}, "projekt/a%252Fb/index.html"),
        ("projekt/a%2fb", {"Accept": "text/turtle"}, "projekt/a%252Fb.ttl"),
        ("projekt/100%25", {}, "projekt/100%2525/index.html"),
        ("projekt/.punkt", {}, "projekt/%252Epunkt/index.html"),
        ("projekt/Stra%C3%9Fe%201", {"Accept": "text/turtle"}, "projekt/Stra%C3%9Fe%201.ttl"),
    ],
)  # fmt: skip
def test_a_thing_leads_to_the_document_that_is_asked_for(
    address: str, path: str, headers: dict[str, str], there: str
) -> None:
    told = ask(address, path, **headers)

    assert (told.status, told.headers["Location"].removeprefix(address)) == (303, f"{PREFIX}{there}")
    assert "Accept" in told.headers["Vary"]
    assert ask(address, there).status == 200


@pytest.mark.parametrize(
    ("path", "kind"),
    [("projekt/M-1/index.html", "text/html; charset=utf-8"), ("projekt/M-1.ttl", "text/turtle; charset=utf-8"),
     ("projekt/M-1.jsonld", "application/ld+json"), ("projekt/M-1.nt", "application/n-triples"),
     ("projekt/M-1.rdf", "application/rdf+xml"), ("current/projects.csv", "text/csv; charset=utf-8"),
     ("current/projects.csv-metadata.json", "application/csvm+json"), ("projekt/M-1.atom", "application/atom+xml"),
     ("current/provenance.nq", "application/n-quads"), ("gestalt/stil.css", "text/css; charset=utf-8")],
)  # fmt: skip
def test_a_document_has_its_type_and_what_browsers_must_be_told(address: str, path: str, kind: str) -> None:
    told = ask(address, path)

    assert (told.status, told.headers["Content-Type"].lower()) == (200, kind)
    assert told.headers["X-Content-Type-Options"] == "nosniff"
    assert told.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    assert told.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "wasm" not in told.headers["Content-Security-Policy"]


def test_a_document_names_its_other_forms(address: str) -> None:
    for path in ("projekt/M-1/index.html", "en/projekt/M-1/index.html", "projekt/M-1.rdf", "projekt/M-1"):
        assert f'<{PREFIX}projekt/M-1.ttl>; rel="alternate"; type="text/turtle"' in ask(address, path).headers["Link"]
    assert ask(address, "daten/index.html").headers["Link"] is None


@pytest.mark.parametrize(
    ("path", "headers", "said"),
    [
        ("projekt/M-3", {}, "zurückgezogen"),
        ("projekt/M-3", {"Accept_Language": "en"}, "withdr"),
        ("projekt/M-3/", {}, "zurückgezogen"),
        ("projekt/M-3/index.html", {}, "zurückgezogen"),
        ("en/projekt/M-3/index.html", {}, "It was a trial."),
        ("projekt/M-3/period", {}, "zurückgezogen"),
        ("projekt/M-3", {"Accept": "text/turtle"}, "ds:withdrawn"),
        ("projekt/M-3.ttl", {}, "isReplacedBy"),
        ("projekt/M-3.rdf", {}, "isReplacedBy"),
        ("projekt/M-3.nt", {}, "projekt/M-1>"),
        ("projekt/M-3.jsonld", {}, "projekt/M-1"),
    ],
)  # fmt: skip
def test_what_was_withdrawn_is_gone_and_names_its_successor(
    address: str, path: str, headers: dict[str, str], said: str
) -> None:
    told = ask(address, path, **headers)

    assert told.status == 410
    assert said in told.body
    assert "M-1" in told.body


@pytest.mark.parametrize(
    "path", ["projekt/M-99", "projekt/M-99/", "en/projekt/M-99/index.html", "projekt/M-99.ttl", "projekt/M-99/period"]
)
def test_what_was_taken_out_is_gone_with_all_that_was_said_of_it(address: str, path: str) -> None:
    told = ask(address, path)

    assert told.status == 410
    assert "<title>" in told.body
    assert "M-99" not in told.body


def test_what_is_gone_is_told_to_other_servers(town: Path) -> None:
    told = json.loads((town / "internal" / "withdrawn.json").read_bytes())

    assert {each["folder"]: each["withdrawn"] for each in told} == {
        "projekt/M-3": "2025-07-01",
        "projekt/M-99": "2025-11-24",
    }


@pytest.mark.parametrize(
    "path", ["projekt/nichts", "projekt/../../internal/site.json", "nichts.ttl", "projekt/M-1/x/y"]
)
def test_what_is_not_there_is_not_found(address: str, path: str) -> None:
    assert ask(address, path).status in (400, 404)


def test_home_answers_and_what_was_not_found_has_the_towns_page(address: str) -> None:
    assert "<title>" in ask(address, "").body and ask(address, "").status == 200
    assert "<title>" in ask(address, "projekt/nichts").body


@pytest.mark.parametrize("path", [f"{PREFIX}.well-known/void", "/.well-known/void", f"{PREFIX}void.ttl"])
def test_what_there_is_is_told_at_the_root_of_the_host_too(address: str, town: Path, path: str) -> None:
    with urllib.request.urlopen(f"{address}{path}", timeout=10) as answer:
        assert answer.headers["Content-Type"] == "text/turtle; charset=utf-8"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.read() == (town / "public/void.ttl").read_bytes()


@pytest.mark.parametrize("name", ["nginx", "apache"])
def test_the_vocabulary_stands_at_the_root_of_a_host(name: str, tmp_path: Path) -> None:
    place = copy_town(tmp_path, "vokabular")
    publish(place)
    folder = Folder(output_of(place) / "vokabular")
    with folder.locked():
        show_town(folder, town_of(place), read_resources())
    port, work = free_port(), tmp_path / "work"
    work.mkdir()
    with copy_for_all(folder.public) as public, _serving(name, work, folder.path, public, port) as address:
        for path, accept, there in (
            ("def/Project", "text/html", "def/Project/index.html"), ("def/status", "text/turtle", "def/status.ttl"),
            ("def/status/planned", "application/rdf+xml", "def/status/planned.rdf"),
            ("katalog", "", "katalog/index.html"),
        ):  # fmt: skip
            told = ask(address, path, at="/", Accept=accept)
            assert (told.status, told.headers["Location"].removeprefix(address)) == (303, f"/{there}")
        for path in ("def/", "def/status/", "def/Project/", "def.ttl", "def/1.0.0/context.jsonld", ".well-known/void"):
            assert ask(address, path, at="/").status == 200, path


def test_both_configurations_are_sound(town: Path, tmp_path: Path) -> None:
    config = tmp_path / "nginx.conf"
    config.write_text(f"pid {tmp_path}/pid; error_log stderr; events {{ }} http {{ access_log off; server {{ listen "
                      f"127.0.0.1:{free_port()}; set $roadmap_public {town}/public; include "
                      f"{town}/internal/nginx.conf; }} }}", "utf-8")  # fmt: skip

    checked = subprocess.run([NGINX, "-t", "-p", tmp_path, "-c", config], capture_output=True, text=True, check=False)

    assert checked.returncode == 0 and "successful" in checked.stderr, checked.stderr
    assert "warn" not in checked.stderr.replace('the "user" directive', "")
