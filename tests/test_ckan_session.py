"""HTTP as it goes wrong: each failure told apart, nothing endless, and the token for nobody but the portal."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from pipeline.publish import session as answering
from pipeline.publish.ckan import connect, session
from pipeline.publish.ckan.failures import (
    Conflict,
    Denied,
    Missing,
    Passing,
    PublishError,
    TooLarge,
    UnknownAction,
)

TOKEN = "a-token-that-nobody-may-see"
Answer = Callable[[BaseHTTPRequestHandler], None]


class _Handler(BaseHTTPRequestHandler):
    """Answers as the test says, and remembers what was asked."""

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        server.asked.append((self.path, dict(self.headers)))
        with suppress(ConnectionError):
            server.answer(self)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def _serve(answer: Answer) -> Iterator[_Server]:
    with _Server(answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()


def _says(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def _error(kind: str, **details: Any) -> bytes:
    return json.dumps({"success": False, "error": {"__type": kind, **details}}).encode()


def _call(answer: Answer) -> Any:
    """Call an action of a portal that answers so."""
    with _serve(answer) as server:
        return connect(server.address, TOKEN).call("package_show", {"id": "x"})


def test_an_answer_comes_through_and_the_token_goes_to_the_portal() -> None:
    with _serve(_says(200, json.dumps({"success": True, "result": {"name": "x"}}).encode())) as server:
        assert connect(server.address, TOKEN).call("package_show", {"id": "x"}) == {"name": "x"}

        assert server.asked[0][1]["Authorization"] == TOKEN
        assert "digitalstrategie" in server.asked[0][1]["User-Agent"]


@pytest.mark.parametrize(
    ("status", "body", "failure", "words"),
    [
        (403, _error("Authorization Error", message="Access denied"), Denied, "refuses the token"),
        (404, _error("Not Found Error", message="Nicht gefunden"), Missing, "does not know this"),
        (409, _error("Validation Error", name=["Vergeben."]), Conflict, "name: Vergeben."),
        (409, _error("Search Error", message="bad fq"), PublishError, "answers package_show with an error"),
        (400, b'"Bad request: Action name not known: package_show"', UnknownAction, "does not know package_show"),
        (400, _error("Integrity Error", message="x, 200, y"), PublishError, "with an error 400"),
        (404, b"<html>no CKAN here", PublishError, "with an error 404. Is the address right?"),
        (403, b"<html>go away", PublishError, "with an error 403"),
        (200, b'{"success": false, "error": "text"}', Passing, "with a page, not with data"),
        (200, b"<html>We are starting", Passing, "with a page, not with data"),
        (200, b"[]", Passing, "with a page, not with data"),
        (413, b"<html>too large", TooLarge, "does not take that much at once"),
        (429, b"", Passing, "error 429"),
        (500, b"<html>oops", Passing, "error 500"),
        (503, b"", Passing, "error 503"),
    ],
)
def test_each_failure_is_told_apart(status: int, body: bytes, failure: type[Exception], words: str) -> None:
    with pytest.raises(failure, match=words) as failed:
        _call(_says(status, body))

    assert type(failed.value) is failure
    assert TOKEN not in str(failed.value)


def test_a_redirect_is_told_with_its_target_and_not_followed() -> None:
    with pytest.raises(PublishError, match=r"redirects \(to https://neu\.example/api\)"):
        _call(_says(301, b"", Location="https://neu.example/api?key=1"))


def _seconds(retry_after: str) -> float | None:
    with pytest.raises(Passing) as passing:
        _call(_says(503, b"", Retry_After=retry_after))
    return passing.value.retry_after_s


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7), ("0", 0), ("soon", None), ("-3", None), ("9" * 400, 999_999_999), ("", None)]
)
def test_the_pause_that_a_portal_asks_for_is_read(said: str, seconds: float | None) -> None:
    assert _seconds(said) == seconds


def test_the_pause_may_be_a_date() -> None:
    seconds = _seconds(format_datetime(datetime.now(UTC) + timedelta(minutes=2), usegmt=True))

    assert seconds is not None
    assert 100 < seconds <= 120
    assert _seconds("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert _seconds("Wed, 99 Oct 2015 07:28:00 GMT") is None


def test_an_answer_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "MAX_ANSWER_BYTES", 200_000)

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(b"x" * 65_536)

    with pytest.raises(PublishError, match="does not end"):
        _call(answer)


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "100000"}])
def test_an_answer_that_drips_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]) -> None:
    monkeypatch.setattr(answering, "ANSWER_TIMEOUT_S", 0.2)
    ended = threading.Event()

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        while not ended.wait(0.02):
            request.wfile.write(b"x")

    begin = time.monotonic()
    with pytest.raises(Passing, match="too slowly"):
        _call(answer)
    ended.set()

    assert time.monotonic() - begin < 5


def test_a_silent_portal_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "READ_TIMEOUT_S", 0.1)
    ended = threading.Event()

    def answer(_: BaseHTTPRequestHandler) -> None:
        ended.wait(5)

    with pytest.raises(Passing, match="was cut"):
        _call(answer)
    ended.set()


def test_a_line_that_is_cut_is_a_passing_trouble() -> None:
    with pytest.raises(Passing, match="was cut"):
        _call(lambda request: request.connection.close())
    with pytest.raises(Passing, match="was cut"):
        _call(_says(200, b"{", Content_Length="1000"))


def test_no_portal_at_all_is_a_passing_trouble() -> None:
    with _serve(_says(200)) as server:
        address = server.address

    with pytest.raises(Passing, match="no connection"):
        connect(address, TOKEN).call("status_show", {})


def test_a_line_that_is_not_safe_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with _serve(_says(200)) as server, pytest.raises(Passing, match="was cut"):
        connect(server.address.replace("http:", "https:"), TOKEN).call("status_show", {})

    def untrusted(*_: object, **__: object) -> None:
        raise requests.exceptions.SSLError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate")

    monkeypatch.setattr("requests.Session.send", untrusted)
    with pytest.raises(PublishError, match="certificate is not to be trusted"):
        connect("https://portal.example", TOKEN).call("status_show", {})


@pytest.mark.parametrize("address", ["https://portal..example", "https://.example", "https://*.example"])
def test_an_address_that_leads_nowhere_is_told(address: str) -> None:
    with pytest.raises(PublishError, match="No portal can be reached at this address"):
        connect(address, TOKEN).call("status_show", {})


def test_a_netrc_does_not_replace_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n", "utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    with _serve(_says(200, b'{"success": true, "result": 1}')) as server:
        connect(server.address, TOKEN).call("status_show", {})

        assert server.asked[0][1]["Authorization"] == TOKEN


def test_the_token_goes_to_no_other_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETRC", str(tmp_path / "none"))
    with _serve(_says(200, b"bytes")) as other:
        session.Session("https://portal.example", TOKEN).get(other.address)
        session.Session(other.address.replace("http:", "https:"), TOKEN).get(other.address)
        session.Session(f"http://127.0.0.1:{other.server_port - 1}", TOKEN).get(other.address)

        assert ["Authorization" in headers for _, headers in other.asked] == [False] * 3


def test_the_letters_of_a_host_may_be_large_or_small() -> None:
    with _serve(_says(200, b'{"success": true, "result": 1}')) as server:
        connect(server.address.replace("127.0.0.1", "LocalHost"), TOKEN).call("status_show", {})

        assert server.asked[0][1]["Authorization"] == TOKEN


def test_a_file_is_read_back_through_our_address_whatever_the_portal_calls_itself() -> None:
    resource = {"id": "r", "package_id": "d", "url": "http://169.254.169.254/dataset/d/resource/r/download/a b.csv"}
    with _serve(_says(200, b"bytes")) as server:
        content = connect(server.address, TOKEN).read_back(resource)

        assert content == b"bytes"
        assert server.asked[0][0] == "/dataset/d/resource/r/download/a%20b.csv"
        assert server.asked[0][1]["Authorization"] == TOKEN


@pytest.mark.parametrize("status", [403, 404])
def test_a_file_that_the_portal_does_not_give_out_is_none(status: int) -> None:
    resource = {"id": "r", "package_id": "d", "url": "x.csv"}
    with _serve(_says(status, b"no")) as server:
        assert connect(server.address, TOKEN).read_back(resource) is None


def test_files_go_in_one_form_with_their_names_and_types() -> None:
    bodies: list[bytes] = []

    class _Keeping(_Handler):
        def _answer(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            _says(200, b'{"success": true, "result": {"package": {}}}')(self)

    with _serve(_says(200)) as server:
        server.RequestHandlerClass = _Keeping
        upload = {"update__resources__0__upload": ("a.csv", "Straße\n".encode(), "text/csv")}
        connect(server.address, TOKEN).call("package_revise", {"match": '{"id": "x"}'}, upload)

    assert b'name="update__resources__0__upload"; filename="a.csv"' in bodies[0]
    assert "Straße\n".encode() in bodies[0]
    assert b'{"id": "x"}' in bodies[0]
    assert TOKEN.encode() not in bodies[0]
