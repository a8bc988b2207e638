"""An address and an app to a server that answers there until it is told to end."""

from __future__ import annotations

import signal
import socket
from types import FrameType

import uvicorn

from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import Text
from pipeline.serve.app import App

LOOPBACK = "127.0.0.1"
_LONGEST_REQUEST_LINE = 512 * 1024
"""Longer than any query that is answered, so that one that is too long is told so."""
_MOST_CONNECTIONS = 512
_WAITING = 2048
_SECONDS_TO_END = 5


def open_socket(host: str, port: int) -> socket.socket:
    """A socket that listens there; the port 0 is any that is free. Raises ``OutsideWorldError``."""
    try:
        return _listen_at(host, port)
    except OSError as error:
        raise OutsideWorldError(_closed(host, port, error)) from error


def _listen_at(host: str, port: int) -> socket.socket:
    # Named as TCP, so that asyncio sends what is small at once: else each answer waits 40 ms for the client's word.
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_WAITING)
    except OSError:
        listening.close()
        raise
    return listening


def address_of(listening: socket.socket) -> str:
    """The address by which a program on this machine finds it."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listen(app: App, listening: socket.socket) -> None:
    """Answer until a signal ends it: SIGTERM ends it in good order, Ctrl-C raises ``KeyboardInterrupt``."""
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        interface="asgi3",
        log_level="warning",
        access_log=False,  # who read what is nobody's business
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1,::1",
        limit_concurrency=_MOST_CONNECTIONS,
        h11_max_incomplete_event_size=_LONGEST_REQUEST_LINE,
        timeout_graceful_shutdown=_SECONDS_TO_END,
    )
    before = signal.signal(signal.SIGTERM, _ended)
    try:
        _Server(config, app).run(sockets=[listening])
    finally:
        signal.signal(signal.SIGTERM, before)


class _Server(uvicorn.Server):
    """uvicorn, which waits for answers under way; those of queries come at once, and say that there is none."""

    def __init__(self, config: uvicorn.Config, app: App) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal came."""
        super().handle_exit(sig, frame)
        self._app.turns.end()


def _ended(_: int, __: FrameType | None) -> None:
    """uvicorn raises the signal again that ended it: by then all is done."""


def _closed(host: str, port: int, error: OSError) -> Text:
    reason = reason_of(error)
    return Text(
        f"{host}:{port}: Hier kann nicht geantwortet werden ({reason.de}); wählen Sie mit --port einen anderen Port",
        f"{host}:{port}: cannot answer here ({reason.en}); choose another port with --port",
    )
