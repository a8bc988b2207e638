"""Workbooks at addresses: what hostile, broken and honest servers give, and what is told of it."""

from __future__ import annotations

import gzip
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline.model.routine import Address
from pipeline.readers.address import Fetched, NotModified, SourceTrouble, fetch
from pipeline.readers.share_links import asked_of

WORKBOOK = b"PK\x03\x04 a workbook" * 50
SHARE, TOKEN = "AbC123secretShare", "token-that-nobody-may-see"
SECRETS = {"SOURCE_ROADMAP_TOKEN": TOKEN}


@contextmanager
def _server(act: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A server on loopback that does one thing; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                act(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/s/{SHARE}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def _answer(status: int = 200, body: bytes = WORKBOOK, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    told = {"Content-Length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in told.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return act


def _drip(handler: BaseHTTPRequestHandler) -> None:
    _answer(body=b"", Content_Length="1000000")(handler)
    for _ in range(100):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def _slow_head(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(60):
        handler.wfile.write(b"H")
        time.sleep(0.05)


def _get(
    url: str, into: Path, known: Fetched | None = None, *, max_bytes: int = 9_000_000, within_s: float = 30
) -> Fetched | NotModified:
    return fetch(Address("roadmap.xlsx", url), into, known, SECRETS, max_bytes=max_bytes, within_s=within_s)


def _trouble(
    act: Callable[[BaseHTTPRequestHandler], None], into: Path, *, max_bytes: int = 9_000_000, within_s: float = 30
) -> SourceTrouble:
    with _server(act) as url, pytest.raises(SourceTrouble) as caught:
        _get(url, into, max_bytes=max_bytes, within_s=within_s)
    assert [*into.iterdir()] == []
    return caught.value


def test_a_workbook_comes_whole_with_its_marks(tmp_path: Path) -> None:
    with _server(_answer(ETag='"1"')) as url:
        got = _get(url, tmp_path)

    expected = Fetched(sha256(WORKBOOK).hexdigest(), len(WORKBOOK), '"1"', "", tmp_path / "roadmap.xlsx")
    assert got == expected
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [WORKBOOK]


def test_what_did_not_change_does_not_come_again_whether_the_server_knows_marks_or_not(tmp_path: Path) -> None:
    known = Fetched(sha256(WORKBOOK).hexdigest(), len(WORKBOOK), '"1"', "", tmp_path / "roadmap.xlsx")
    for act in (_answer(304, b""), _answer()):
        with _server(act) as url:
            assert isinstance(_get(url, tmp_path, known), NotModified)
    assert [*tmp_path.iterdir()] == []


def test_a_packed_answer_is_unpacked(tmp_path: Path) -> None:
    with _server(_answer(body=gzip.compress(bytes(3_000_000) + b"x"), Content_Encoding="gzip")) as url:
        got = _get(url, tmp_path)

    assert isinstance(got, Fetched)
    assert got.size_bytes == 3_000_001


PASSING: Mapping[str, Callable[[BaseHTTPRequestHandler], None]] = {
    "busy": _answer(503),
    "too many": _answer(429, Retry_After="7"),
    "cut": _answer(Content_Length="99999"),
    "cut package": _answer(body=gzip.compress(WORKBOOK)[:-9], Content_Encoding="gzip"),
    "no end told": _answer(body=b"a;b\n1;2", Content_Length=""),
    "empty": _answer(body=b""),
}
LASTING: Mapping[str, Callable[[BaseHTTPRequestHandler], None]] = {
    "401": _answer(401),
    "403": _answer(403),
    "404": _answer(404),
    "page": _answer(body=b"\n<!DOCTYPE html><p>Share not found"),
    "page by its type": _answer(Content_Type="text/html; charset=utf-8"),
    "elsewhere": _answer(302, Location=f"http://localhost:9/{SHARE}"),
    "other scheme": _answer(302, Location=f"https://127.0.0.1/{SHARE}"),
    "circle": _answer(302, Location=f"/s/{SHARE}/download"),
    "unknown packing": _answer(Content_Encoding="br"),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_may_be_gone_next_time_is_passing_and_leaves_no_file(name: str, tmp_path: Path) -> None:
    trouble = _trouble(PASSING[name], tmp_path)

    assert trouble.is_passing
    assert trouble.retry_after_s == (7 if name == "too many" else None)


@pytest.mark.parametrize("name", LASTING)
def test_what_needs_a_person_is_lasting_and_leaves_no_file(name: str, tmp_path: Path) -> None:
    assert not _trouble(LASTING[name], tmp_path).is_passing


@pytest.mark.parametrize("act", [_drip, _slow_head])
def test_who_sends_a_byte_now_and_then_is_left_in_time(
    act: Callable[[BaseHTTPRequestHandler], None], tmp_path: Path
) -> None:
    began = time.monotonic()

    assert _trouble(act, tmp_path, within_s=0.4).is_passing
    assert time.monotonic() - began < 6


@pytest.mark.parametrize(
    "act", [_answer(body=bytes(2_000_000)), _answer(body=gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")]
)
def test_what_is_too_large_is_refused_also_unpacked(
    act: Callable[[BaseHTTPRequestHandler], None], tmp_path: Path
) -> None:
    assert "1 MB" in str(_trouble(act, tmp_path, max_bytes=1_000_000))


def test_a_thousand_failures_tell_neither_the_link_nor_what_opens_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    for act in (PASSING["busy"], LASTING["404"], LASTING["page"], LASTING["elsewhere"]):
        with _server(act) as url:
            for _ in range(250):
                try:
                    _get(url, tmp_path)
                except SourceTrouble as error:
                    told.append("".join(traceback.format_exception(error)) + error.message.de)

    everything = "".join(told) + caplog.text
    assert len(told) == 1000
    assert SHARE not in everything
    assert TOKEN not in everything


@pytest.mark.parametrize("value", ["bad\nvalue-secret", "bad\rvalue-secret", "Ж-value-secret"])
def test_a_token_that_is_none_is_not_told(value: str, tmp_path: Path) -> None:
    address = Address("roadmap.xlsx", f"http://127.0.0.1:9/s/{SHARE}")

    with pytest.raises(SourceTrouble) as caught:
        fetch(address, tmp_path, None, {"SOURCE_ROADMAP_TOKEN": value})

    assert "value-secret" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("url", "environment", "asked"),
    [
        ("https://c.example/s/AbC", {}, "https://c.example/s/AbC/download"),
        ("https://c.example/nc/index.php/s/AbC/", {}, "https://c.example/nc/index.php/s/AbC/download"),
        ("https://c.example/s/AbC/download", {}, "https://c.example/s/AbC/download"),
        ("https://c.example/s/AbC", {"SOURCE_ROADMAP_PASSWORD": "p"}, "https://c.example/public.php/webdav"),
        ("https://t.sharepoint.com/:x:/s/a/E?e=1", {}, "https://t.sharepoint.com/:x:/s/a/E?e=1&download=1"),
        ("https://c.example/files/s/a/b.xlsx", {}, "https://c.example/files/s/a/b.xlsx"),
    ],
)
def test_a_link_that_people_copy_leads_to_the_file(url: str, environment: Mapping[str, str], asked: str) -> None:
    found = asked_of(Address("roadmap.xlsx", url), environment)

    assert found
    assert found.url == asked


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("roadmap.xlsx", "SOURCE_ROADMAP"),
        ("Maßnahmen 2026.xlsx", "SOURCE_MASSNAHMEN_2026"),
        ("plan-ä.v2.ods", "SOURCE_PLAN___V2"),
    ],
)
def test_the_environments_name_of_a_file(name: str, variable: str) -> None:
    assert Address(name, "").variable == variable
