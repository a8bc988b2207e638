"""A proxy on loopback that breaks the connection at a chosen request: before it, in it, or after it was done."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class Cut(Enum):
    """Where the connection breaks."""

    BEFORE = auto()  # the portal hears nothing
    WITHIN = auto()  # the portal hears half of it
    AFTER = auto()  # the portal has done it, and nobody hears so
    ANSWER = auto()  # the portal has done it, and half of its answer comes back


@dataclass
class CuttingProxy:
    """Counts requests from 1, all or those ``among`` some, and cuts number ``at``.

    With ``for_good`` every one after that is cut before it begins.
    """

    upstream: str
    address: str = ""
    cut: Cut | None = None
    at: int = 0
    among: frozenset[str] | None = None
    for_good: bool = False
    count: int = 0
    seen: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def arm(self, cut: Cut | None, at: int, *, among: frozenset[str] | None = None, for_good: bool = False) -> None:
        """Begin to count anew; ``among`` names the actions that count."""
        with self.lock:
            self.cut, self.at, self.among, self.for_good, self.count = cut, at, among, for_good, 0
            self.seen.clear()

    def next_cut(self, path: str) -> Cut | None:
        """What is to happen to the next request."""
        action = path.rpartition("/")[2]
        with self.lock:
            is_counted = self.among is None or action in self.among
            self.count += is_counted
            self.seen.append(action)
            if self.cut is None or self.count < self.at:
                return None
            if self.count == self.at and is_counted:
                return self.cut
            return Cut.BEFORE if self.for_good else None


@contextmanager
def cutting_proxy(upstream: str) -> Iterator[CuttingProxy]:
    """A proxy in front of ``upstream``, on a free port."""
    proxy = CuttingProxy(upstream)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            cut = proxy.next_cut(self.path)
            if cut is Cut.BEFORE:
                return self.hang_up()
            if cut is Cut.WITHIN:
                send_half(proxy.upstream, self.command, self.path, dict(self.headers), body)
                return self.hang_up()
            status, headers, answer = forward(proxy.upstream, self.command, self.path, dict(self.headers), body)
            if cut is Cut.AFTER:
                return self.hang_up()
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer[: len(answer) // 2] if cut is Cut.ANSWER else answer)
            if cut is Cut.ANSWER:
                return self.hang_up()
            return None

        do_GET = do_POST = do_HEAD = pass_on  # noqa: N815  # the names that http.server asks for

        def hang_up(self) -> None:
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def forward(
    upstream: str, method: str, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, list[tuple[str, str]], bytes]:
    """Send a request on, whole, and read the answer to its end."""
    parts = urlsplit(upstream)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request(method, path, body or None, without_hop_by_hop(headers))
        response = connection.getresponse()
        content = response.read()
        kept = [(name, value) for name, value in response.getheaders() if name.lower() not in _FRAMING]
        return response.status, kept, content
    finally:
        connection.close()


def send_half(upstream: str, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
    """Promise the whole body and send half of it."""
    parts = urlsplit(upstream)
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in without_hop_by_hop(headers).items())]
    head = "\r\n".join([*lines, "", ""]).encode()
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10) as connection:
        connection.sendall(head if body else head[: len(head) // 2])
        connection.sendall(body[: len(body) // 2])


def without_hop_by_hop(headers: dict[str, str]) -> dict[str, str]:
    """The headers that are meant for the portal; one connection for one request."""
    kept = {name: value for name, value in headers.items() if name.lower() not in ("connection", "accept-encoding")}
    return {**kept, "Connection": "close"}


_FRAMING = {"content-length", "transfer-encoding", "connection", "server", "date"}
