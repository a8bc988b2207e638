"""A web server for what a town publishes, with faults: what one path does in the place of giving its file."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import ClassVar
from urllib.parse import unquote

from pipeline.model.formats import FORMATS, media_type_of

NAMES = {format_.suffix for format_ in FORMATS.values()}
Act = Callable[["Server", Path], None]


class Server(BaseHTTPRequestHandler):
    """Gives the files of a folder with the media types that the catalog tells; ``faults`` are told by path."""

    folder: ClassVar[Path]
    faults: ClassVar[Mapping[str, Act]]
    asked: ClassVar[list[str]]
    closing: ClassVar[Event]
    lock: ClassVar[Lock]

    def do_GET(self) -> None:
        path = unquote(self.path.partition("?")[0])
        with self.lock:
            self.asked.append(path)
        file = self.folder / path.lstrip("/")
        act = next((self.faults[key] for key in self.faults if path.endswith(key)), give)
        act(self, file / "index.html" if file.is_dir() else file)

    def answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in {"Content_Length": str(len(content)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def count(self) -> int:
        """How often this path was asked for, this time included."""
        return self.asked.count(unquote(self.path.partition("?")[0]))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def give(server: Server, file: Path) -> None:
    """The file, or that there is none."""
    if file.is_file():
        server.answer(200, file.read_bytes(), Content_Type=type_of(file))
    else:
        server.answer(404)


def type_of(file: Path) -> str:
    """The media type that a file is to have."""
    known = any(file.name.endswith(f".{suffix}") for suffix in NAMES)
    return media_type_of(file.name) if known else mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def other(content: bytes) -> Act:
    """Other bytes than those of the file."""
    return lambda server, file: server.answer(200, content, Content_Type=type_of(file))


def changed(change: Callable[[bytes], bytes], *, from_time: int = 1) -> Act:
    """The file with a change, from a certain time on."""

    def act(server: Server, file: Path) -> None:
        content = file.read_bytes()
        server.answer(200, change(content) if server.count() >= from_time else content, Content_Type=type_of(file))

    return act


def status(number: int, *, from_time: int = 1) -> Act:
    """Nothing but a status."""

    def act(server: Server, file: Path) -> None:
        server.answer(number) if server.count() >= from_time else give(server, file)

    return act


def typed(media_type: str) -> Act:
    """The file as another media type."""
    return lambda server, file: server.answer(200, file.read_bytes(), Content_Type=media_type)


def leads_to(address: str) -> Act:
    """A redirect."""
    return lambda server, _: server.answer(302, Location=address)


def error_page(server: Server, _: Path) -> None:
    """A friendly page that says that nothing is there, with a status that says that all is well."""
    server.answer(200, b"<!DOCTYPE html>\n<title>Nicht gefunden</title>", Content_Type="text/html; charset=utf-8")


def cut_off(server: Server, file: Path) -> None:
    """Half of the file, after a promise of the whole."""
    content = file.read_bytes()
    server.send_response(200)
    server.send_header("Content-Type", type_of(file))
    server.send_header("Content-Length", str(len(content)))
    server.end_headers()
    server.wfile.write(content[: len(content) // 2])


def silent(server: Server, _: Path) -> None:
    """Nothing at all, until the server is closed."""
    server.closing.wait(20)


def dripping(server: Server, file: Path) -> None:
    """A byte now and then, without an end."""
    server.send_response(200)
    server.send_header("Content-Type", type_of(file))
    server.end_headers()
    while not server.closing.wait(0.05):
        server.wfile.write(b"#")
        server.wfile.flush()


@contextmanager
def publishing(folder: Path, faults: Mapping[str, Act]) -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: its address, and the list of paths it was asked for."""

    class Here(Server):
        asked: ClassVar[list[str]] = []
        closing: ClassVar[Event] = Event()
        lock: ClassVar[Lock] = Lock()

    Here.folder, Here.faults = folder, faults
    with ThreadingHTTPServer(("127.0.0.1", 0), Here) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", Here.asked
        finally:
            Here.closing.set()
            server.shutdown()
            thread.join()
