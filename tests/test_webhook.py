"""What an address that takes notices answers, and what becomes of it: taken, to be tried again, or final."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from pipeline.post import PostError, call_webhook

SECRET = "a-token-that-nobody-may-see"
PAYLOAD = {"kind": "published", "subject": "Veröffentlicht: Überblick.xlsx"}


class Hook(BaseHTTPRequestHandler):
    """Answers as the test says, and keeps what it was sent."""

    act: Callable[[Hook], None]
    bodies: list[bytes]
    heads: list[dict[str, str]]

    def do_POST(self) -> None:
        self.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.heads.append(dict(self.headers))
        with suppress(OSError):
            type(self).act(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def status(code: int, **headers: str) -> Callable[[Hook], None]:
    def act(hook: Hook) -> None:
        hook.send_response(code)
        for name, value in headers.items():
            hook.send_header(name, value)
        hook.send_header("Content-Length", "0")
        hook.end_headers()

    return act


def endless(hook: Hook) -> None:
    hook.send_response(200)
    hook.end_headers()
    while not CLOSING.is_set():
        hook.wfile.write(b"x" * 65_536)


def silent(_: Hook) -> None:
    CLOSING.wait(5)


def dripping(hook: Hook) -> None:
    hook.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not CLOSING.wait(0.05):
        hook.wfile.write(b"x")


def cut(hook: Hook) -> None:
    hook.connection.close()


CLOSING = Event()


@contextmanager
def hooked(act: Callable[[Hook], None]) -> Iterator[tuple[str, type[Hook]]]:
    CLOSING.clear()
    kind = type("Own", (Hook,), {"act": staticmethod(act), "bodies": [], "heads": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hooks/{SECRET}?token={SECRET}", kind
    finally:
        CLOSING.set()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("code", [200, 202, 204])
def test_what_is_taken_is_taken(code: int) -> None:
    with hooked(status(code)) as (url, hook):
        call_webhook(url, PAYLOAD)

    assert [json.loads(body) for body in hook.bodies] == [PAYLOAD]
    assert hook.heads[0]["Content-Type"] == "application/json; charset=utf-8"


def test_an_answer_without_an_end_is_left_unread() -> None:
    with hooked(endless) as (url, hook):
        call_webhook(url, PAYLOAD, within_s=2)

    assert len(hook.bodies) == 1


FAULTS = {
    "500": (status(500), True),
    "503": (status(503), True),
    "429": (status(429), True),
    "408": (status(408), True),
    "400": (status(400), False),
    "404": (status(404), False),
    "redirect": (status(302, Location=f"http://127.0.0.1:1/{SECRET}"), False),
    "lasting redirect": (status(308, Location=f"http://127.0.0.1:1/{SECRET}"), False),
    "silent": (silent, True),
    "dripping": (dripping, True),
    "cut": (cut, True),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_may_pass_is_told_from_what_is_final_and_the_address_from_nobody(fault: str) -> None:
    act, is_passing = FAULTS[fault]
    with hooked(act) as (url, hook), pytest.raises(PostError) as told:
        call_webhook(url, PAYLOAD, within_s=0.3)

    error = told.value
    said = "\n".join([*error.message, repr(error), *traceback.format_exception(error)])
    assert error.is_passing is is_passing
    assert len(hook.bodies) == 1
    assert SECRET not in said
    assert (error.__cause__, error.__context__) == (None, None)


@pytest.mark.parametrize(
    "url", [f"https://[{SECRET}", f"{SECRET}", f"http://127.0.0.1:99999/{SECRET}", f"ftp://x/{SECRET}"]
)
def test_what_is_no_address_is_final(url: str) -> None:
    with pytest.raises(PostError) as told:
        call_webhook(url, PAYLOAD)

    assert not told.value.is_passing
    assert SECRET not in "".join(traceback.format_exception(told.value))


def test_what_a_netrc_says_is_not_sent_along(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login town password {SECRET}\n", "ascii")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with hooked(status(200)) as (url, hook):
        call_webhook(url, PAYLOAD)

    assert "Authorization" not in hook.heads[0]
