"""Catalogs from files and from the web, whatever they are written in and whoever wrote them."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar

import pytest

from pipeline.model.errors import ConfigError, OutsideWorldError
from pipeline.model.graph import Triple, parse_turtle
from pipeline.readers import catalog
from pipeline.readers.catalog import read_catalog
from pipeline.readers.statuses import fetch_statuses, find_beside
from pipeline.readers.web import fetch_page
from tests.catalogs import COMPLETE, CSV_ADDRESS, PDF_ADDRESS, complete

HYDRA = "http://www.w3.org/ns/hydra/core#"
TITLE = Triple("<http://example.org/d>", "<http://purl.org/dc/terms/title>", '"Straße"@de')
TURTLE = '<http://example.org/d> <http://purl.org/dc/terms/title> "Straße"@de .'
RDF_XML = (
    '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:t="http://purl.org/dc/terms/"><rdf:Description rdf:about="http://example.org/d">'
    '<t:title xml:lang="de">Straße</t:title></rdf:Description></rdf:RDF>'
)
JSON_LD = json.dumps(
    {"@id": "http://example.org/d", "http://purl.org/dc/terms/title": {"@value": "Straße", "@language": "de"}},
    ensure_ascii=False,
)

Answer = tuple[int, Mapping[str, str], bytes]
Site = dict[str, Answer]


class _Handler(BaseHTTPRequestHandler):
    site: ClassVar[Site]
    asked: ClassVar[list[tuple[str, str]]]

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        self.asked.append((self.command, self.path))
        status, headers, body = self.site.get(f"{self.command} {self.path}") or self.site.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(build: Callable[[str], Site]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """A server on this machine: its base address, and the list of what it was asked."""

    class Handler(_Handler):
        site: ClassVar[Site] = {}
        asked: ClassVar[list[tuple[str, str]]] = []

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        base = f"http://127.0.0.1:{server.server_port}"
        Handler.site.update(build(base))
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield base, Handler.asked
        finally:
            server.shutdown()
            thread.join()


def ok(text: str, media_type: str = "text/turtle") -> Answer:
    return 200, {"Content-Type": media_type}, text.encode()


def leads_to(url: str) -> Answer:
    return 302, {"Location": url}, b""


# Files


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("catalog.ttl", TURTLE),
        ("catalog.nt", TURTLE),
        ("catalog.rdf", RDF_XML),
        ("catalog.xml", RDF_XML),
        ("catalog.jsonld", JSON_LD),
        ("catalog.json", JSON_LD),
        ("catalog", TURTLE),
        ("download", RDF_XML),
        ("page.txt", JSON_LD),
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "with a mark"])
def test_a_file_is_read_by_its_suffix_or_by_how_it_begins(tmp_path: Path, name: str, text: str, mark: str) -> None:
    (tmp_path / name).write_text(mark + text, "utf-8")

    assert read_catalog(str(tmp_path / name)) == (TITLE,)


def test_blank_nodes_have_the_same_names_each_time(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("[] <http://e.org/p> [ <http://e.org/q> 1 ] .", "utf-8")

    first, second = (read_catalog(str(tmp_path / "a.ttl")) for _ in range(2))

    assert first == second
    assert {term for triple in first for term in triple if term.startswith("_:")} == {"_:p1b1", "_:p1b2"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.ttl", "<a <b> .", "Turtle"),
        ("a.ttl", "Das ist ein Satz.", "Turtle"),
        ("a.ttl", "\x1b[2J\u202e", "Turtle"),
        ("a.rdf", "<rdf:RDF", "RDF/XML"),
        ("a.json", "{", "JSON-LD"),
        ("a.json", '{"@context": "http://127.0.0.1:9/context", "@id": "http://e.org/", "a": 1}', "remote context"),
        ("a.json", '{"a":' * 100_000, "JSON-LD"),
        ("a.rdf", '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>', "entities are not read"),
        ("a.rdf", '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]><r>&a;</r>', "entities are not read"),
        ("a.rdf", "<a>" * 1000, "too deep"),
    ],
)
def test_what_is_no_catalog_is_said_in_a_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")

    with pytest.raises(ConfigError, match=said) as told:
        read_catalog(str(tmp_path / name))

    assert str(tmp_path / name) in str(told.value)
    assert str(told.value).isprintable()
    assert len(str(told.value)) < 500


def test_bytes_that_are_no_text_are_no_catalog(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b'<http://e.org/a> <http://e.org/b> "\xff\xfe" .')

    with pytest.raises(ConfigError):
        read_catalog(str(tmp_path / "a.ttl"))


def test_a_file_that_is_missing_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "MAX_BYTES", 10)
    (tmp_path / "a.ttl").write_text(TURTLE, "utf-8")

    with pytest.raises(ConfigError, match="larger"):
        read_catalog(str(tmp_path / "a.ttl"))
    with pytest.raises(ConfigError, match="no such file"):
        read_catalog(str(tmp_path / "nirgends.ttl"))


# The web


@pytest.mark.parametrize(
    ("path", "media_type", "text"),
    [
        ("/catalog.ttl", "text/turtle", TURTLE),
        ("/catalog", "text/turtle; charset=iso-8859-1", TURTLE),
        ("/catalog", "application/rdf+xml", RDF_XML),
        ("/catalog", "application/ld+json; profile=x", JSON_LD),
        ("/catalog.rdf", "application/octet-stream", RDF_XML),
        ("/catalog", "text/plain", JSON_LD),
    ],
)
def test_a_page_is_read_by_its_media_type_its_suffix_or_how_it_begins(path: str, media_type: str, text: str) -> None:
    with serving(lambda _: {path: ok(text, media_type)}) as (base, _):
        assert read_catalog(base + path) == (TITLE,)


def test_a_catalog_in_pages_is_read_to_its_end() -> None:
    def site(base: str) -> Site:
        pages = {number: f"{base}/catalog.ttl?page={number}" for number in (1, 2, 3)}
        texts = {
            number: f"<http://e.org/{number}> <http://e.org/p> [] . <{url}> a <{HYDRA}PagedCollection> ;"
            + (f" <{HYDRA}next> <{pages[number + 1]}> ;" if number < 3 else f" <{HYDRA}first> <{pages[1]}> ;")
            + " ."
            for number, url in pages.items()
        }
        return {"/catalog.ttl": ok(texts[1])} | {f"/catalog.ttl?page={n}": ok(text) for n, text in texts.items()}

    with serving(site) as (base, asked):
        triples = read_catalog(f"{base}/catalog.ttl")

    assert {triple.object for triple in triples if triple.subject.startswith("<http://e.org/")} == {
        "_:p1b1",
        "_:p2b1",
        "_:p3b1",
    }
    assert len(asked) == 3


def test_pages_in_a_circle_come_to_an_end() -> None:
    with serving(lambda base: {"/a": ok(f"<{base}/a> <{HYDRA}next> <{base}/a> .")}) as (base, asked):
        read_catalog(f"{base}/a")

    assert len(asked) == 1


def test_pages_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "MAX_PAGES", 3)

    def site(base: str) -> Site:
        return {f"/{n}": ok(f"<{base}/{n}> <{HYDRA}nextPage> <{base}/{n + 1}> .") for n in range(9)}

    with serving(site) as (base, asked), pytest.raises(OutsideWorldError, match="more than 3 pages"):
        read_catalog(f"{base}/0")

    assert len(asked) == 3


def test_a_next_page_on_another_host_is_not_asked() -> None:
    with (
        serving(lambda _: {}) as (other, asked),
        serving(lambda base: {"/a": ok(f"<{base}/a> <{HYDRA}next> <{other}/b> .")}) as (base, _),
        pytest.raises(OutsideWorldError, match="another host"),
    ):
        read_catalog(f"{base}/a")

    assert asked == []


def test_five_redirects_are_followed_and_no_more() -> None:
    def site(base: str) -> Site:
        return {f"/{n}": leads_to(f"{base}/{n + 1}") for n in range(6)} | {"/6": ok(TURTLE)}

    with serving(site) as (base, _):
        assert read_catalog(f"{base}/1") == (TITLE,)
        with pytest.raises(OutsideWorldError, match="more than 5 times"):
            read_catalog(f"{base}/0")


def test_a_redirect_to_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.ttl").write_text(TURTLE, "utf-8")

    with (
        serving(lambda _: {"/a": leads_to((tmp_path / "secret.ttl").as_uri())}) as (base, _),
        pytest.raises(OutsideWorldError, match="only addresses with http"),
    ):
        read_catalog(f"{base}/a")


def test_a_server_that_fails_or_sends_too_much_is_the_world_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "MAX_BYTES", 1000)

    with serving(lambda _: {"/large": ok("#" * 2000), "/broken": (500, {}, b"")}) as (base, _):
        for path, said in (("large", "larger"), ("broken", "500"), ("nowhere", "404")):
            with pytest.raises(OutsideWorldError, match=said):
                read_catalog(f"{base}/{path}")
    with pytest.raises(OutsideWorldError, match="no connection"):
        read_catalog(f"{base}/nobody-there-any-more")


def test_a_web_page_is_no_catalog() -> None:
    page = "<!DOCTYPE html><html><body>Willkommen<br></body></html>"

    with serving(lambda _: {"/": ok(page, "text/html")}) as (base, _), pytest.raises(ConfigError, match="no catalog"):
        read_catalog(f"{base}/")


# What addresses answer


def test_each_address_is_asked_for_its_status() -> None:
    def site(base: str) -> Site:
        return {
            "/there": ok(TURTLE),
            "/moved": leads_to(f"{base}/there"),
            "/circle": leads_to(f"{base}/circle"),
            "/away": leads_to("ftp://example.org/"),
            "HEAD /only-get": (405, {}, b""),
            "/only-get": ok(TURTLE),
            "/broken": (503, {}, b""),
        }

    with serving(site) as (base, asked):
        paths = ["there", "moved", "circle", "away", "only-get", "broken", "gone"]
        statuses = fetch_statuses(f"{base}/{path}" for path in paths)

    assert [statuses[f"{base}/{path}"] for path in paths] == [200, 200, 0, 0, 200, 503, 404]
    assert ("GET", "/there") not in asked


@pytest.mark.parametrize(
    "address",
    ["mailto:a@example.org", "http://", "http://[", "http://127.0.0.1:1/", "https://\x00/", "http://a:b/", "x"],
)
def test_an_address_that_cannot_be_asked_answers_nothing(address: str) -> None:
    assert fetch_statuses([address]) == {address: 0}


# Files beside the catalog


def _edition(
    folder: Path, *, content: bytes = b"id\n1\n", listed: bytes | None = None, promised: bytes | None = None
) -> Path:
    """An edition with one file: what lies there, what ``edition.json`` lists, and what the catalog promises."""
    digests = [hashlib.sha256(content if given is None else given).hexdigest() for given in (listed, promised)]
    (folder / "projects.csv").write_bytes(content)
    manifest = {"distributions": [{"name": "projects.csv", "sha256": digests[0]}]}
    (folder / "edition.json").write_text(json.dumps(manifest), "utf-8")
    (folder / "catalog.ttl").write_text(COMPLETE.replace("0" * 64, digests[1]), "utf-8")
    return folder / "catalog.ttl"


def _beside(path: Path) -> frozenset[str]:
    return find_beside(path, parse_turtle(path.read_text("utf-8"), str(path)))


def test_a_file_beside_its_catalog_is_found_by_name_and_checksum(tmp_path: Path) -> None:
    assert _beside(_edition(tmp_path)) == {CSV_ADDRESS}


@pytest.mark.parametrize("wrong", [{"listed": b"other"}, {"promised": b"other"}, {"listed": b"x", "promised": b"x"}])
def test_a_file_with_another_checksum_is_not_the_one(tmp_path: Path, wrong: dict[str, bytes]) -> None:
    assert _beside(_edition(tmp_path, **wrong)) == frozenset()


@pytest.mark.parametrize(
    "manifest", ["{", "[]", '{"distributions": 1}', '{"distributions": [{"name": "projects.csv"}]}']
)
def test_without_a_sound_manifest_nothing_is_found_beside(tmp_path: Path, manifest: str) -> None:
    path = _edition(tmp_path)
    (tmp_path / "edition.json").write_text(manifest, "utf-8")

    assert _beside(path) == frozenset()


def test_nothing_is_found_beside_a_lonely_catalog(tmp_path: Path) -> None:
    assert find_beside(tmp_path / "catalog.ttl", complete()) == frozenset()
    assert PDF_ADDRESS not in _beside(_edition(tmp_path))


def test_a_server_that_sends_a_byte_now_and_then_for_ever_is_given_up() -> None:
    ended = Event()

    class Dripping(_Handler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            while not ended.wait(0.02):
                self.wfile.write(b"x")

    with ThreadingHTTPServer(("127.0.0.1", 0), Dripping) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        begin = time.monotonic()
        with pytest.raises(OutsideWorldError, match="took too long"):
            fetch_page(f"http://127.0.0.1:{server.server_port}/", accept="*/*", max_bytes=1_000_000, deadline_s=0.2)
        ended.set()
        server.shutdown()

    assert time.monotonic() - begin < 5
