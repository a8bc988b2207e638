"""Servers on loopback that do all that a server may do wrong, and repeat what opens them wherever there is room."""

from __future__ import annotations

import base64
import random
import re
import socket
import socketserver
import ssl
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import quote

from tests.certificates import contexts

HANG_S = 0.3


@dataclass
class Mood:
    """What the servers do at the moment, by the chance of the run; ``act`` is the name of an answer, or any."""

    chance: random.Random
    act: str = ""


@dataclass(frozen=True)
class Ports:
    """Where they listen: HTTP, HTTPS with a certificate that nobody knows, and mail."""

    http: int
    https: int
    mail: int


def _echo(heard: str, chance: random.Random) -> str:
    """What was heard, in one of the ways in which it may be repeated."""
    opening: list[str] = re.findall(r"authorization: (?:\w+ )?(\S+)", heard, re.IGNORECASE)
    plain = [base64.b64decode(word + "==").decode(errors="replace") for word in opening if _is_basic(heard)]
    said = chance.choice([*opening, *plain, heard, heard])
    return chance.choice([said, quote(said, safe=""), said[: max(12, len(said) // 2)], said[3:], f"<b>{said}</b>"])


def _is_basic(heard: str) -> bool:
    return "basic " in heard.lower()


def _answer(status: str, body: str, **headers: str) -> bytes:
    content = body.encode(errors="replace")
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {_in_line(value)}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + content


def _in_line(said: str) -> str:
    return " ".join(said.split())


def _json_words(said: str) -> str:
    return "".join(sign if sign.isprintable() and sign not in '"\\' else " " for sign in said)


ACTS: dict[str, Callable[[str], bytes]] = {
    "not let in": lambda said: _answer("401 No", said, WWW_Authenticate=f'Basic realm="{_in_line(said)}"'),
    "forbidden": lambda said: _answer(
        "403 No",
        f'{{"success": false, "error": {{"__type": "Authorization Error", "message": "{_json_words(said)}"}}}}',
    ),
    "refused, and why": lambda said: _answer("403 " + _in_line(said)[:200], said, X_Why=said),
    "elsewhere": lambda said: _answer(
        "302 Go", said, Location=f"http://u:{quote(said)}@other.example/{quote(said)}?{quote(said)}"
    ),
    "elsewhere, in plain": lambda said: _answer("307 Go", "", Location=f"https://other.example/{_in_line(said)}"),
    "round and round": lambda said: _answer("302 Go", "", Location=f"/{quote(said)}?again={quote(said)}"),
    "broken": lambda said: _answer("500 Broken", f"<html><pre>{said}</pre></html>"),
    "broken for a while": lambda said: _answer("503 Later", said, Retry_After=said),
    "wrong fields": lambda said: _answer(
        "409 Conflict",
        f'{{"success": false, "error": {{"__type": "Validation Error", "name": ["{_json_words(said)}"]}}}}',
    ),
    "wrong request": lambda said: _answer("400 Bad", said),
    "gone": lambda said: _answer("404 Gone", said),
    "too large": lambda said: _answer("413 Large", said),
    "too often": lambda said: _answer("429 Often", said, Retry_After="1"),
    "full": lambda said: _answer("507 Full", said),
    "a page": lambda said: _answer("200 OK", f"<html>{said}</html>", Content_Type="text/html"),
    "a workbook with a mark": lambda said: _answer(
        "200 OK", "PK\3\4 workbook", ETag=f'"{_in_line(said)}"', Last_Modified=said
    ),
    "something": lambda said: _answer("200 OK", f'{{"success": true, "result": "{_json_words(said)}"}}'),
    "a version": lambda said: _answer(
        "200 OK",
        f'{{"success": true, "result": {{"results": [{{"name": "{_json_words(said)}"}}], "count": 1, '
        f'"ckan_version": "{_json_words(said)}", "extensions": ["{_json_words(said)}"]}}}}',
    ),
    "files": lambda said: _answer(
        "207 Multi",
        f'<d:multistatus xmlns:d="DAV:"><d:response><d:href>/{quote(said)}</d:href></d:response></d:multistatus>',
    ),
    "rows": lambda said: _answer(
        "200 OK", f'{{"results": {{"bindings": [{{"version": {{"value": "{_json_words(said)}"}}}}]}}}}'
    ),
    "no head": lambda said: said.encode(errors="replace"),
    "half an answer": lambda said: b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + said.encode(errors="replace"),
    "a wrong length": lambda said: b"HTTP/1.1 200 OK\r\nContent-Length: " + _in_line(said).encode() + b"\r\n\r\n",
    "a wrong packing": lambda said: _answer("200 OK", said, Content_Encoding="gzip"),
    "nothing": lambda _: b"",
    "reset": lambda _: b"",
    "hang": lambda _: b"",
}


@contextmanager
def unkind_servers(mood: Mood, place: Path) -> Iterator[Ports]:
    """All of them, until the end of the test."""
    ours, _ = contexts(place, "another.example")
    with ExitStack() as stack:
        http, https, mail = (
            stack.enter_context(_served(speak, mood, tls))
            for speak, tls in ((_speak_http, None), (_speak_http, ours), (_speak_smtp, None))
        )
        yield Ports(http, https, mail)


@contextmanager
def _served(
    speak: Callable[[socket.socket, Mood], None], mood: Mood, tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(5)
            with suppress(OSError, ValueError):
                speak(tls.wrap_socket(self.request, server_side=True) if tls else self.request, mood)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True
        block_on_close = False
        request_queue_size = 50

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join(10)


def _speak_http(line: socket.socket, mood: Mood) -> None:
    heard = b""
    while b"\r\n\r\n" not in heard and not heard.startswith(b"SSH") and (came := line.recv(65_536)):
        heard += came
    act = mood.act or mood.chance.choice([*ACTS])
    if act == "hang":
        time.sleep(HANG_S)
    if act == "reset":
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return
    line.sendall(ACTS[act](_echo(heard.partition(b"\r\n\r\n")[0].decode("latin-1"), mood.chance)))
    line.shutdown(socket.SHUT_WR)
    line.settimeout(0.05)
    with suppress(OSError):
        while line.recv(1_000_000):  # what is still coming, else the answer is lost with it
            pass


def _speak_smtp(line: socket.socket, mood: Mood) -> None:
    """Somewhere on the way it stumbles, and says all that it heard."""
    stumbles, heard = mood.chance.choice(["HELLO", "EHLO", "AUTH", "RCPT", "DATA", ".", ""]), ""
    how = mood.chance.choice(["535", "454", "550", "421", "reset", "hang", "garbage", "999", "235-"])
    line.sendall(b"220 unkind\r\n" if stumbles != "HELLO" else _stumble(how, "hello"))
    is_data = False
    with line.makefile("rb") as lines:
        for raw in lines:
            said = raw.decode("latin-1").strip()
            heard += f" {said} {_unpacked(said)}"
            word = "AUTH" if not said.startswith(("EHLO", "MAIL", "RCPT", "DATA", "QUIT", "RSET", ".")) else said[:4]
            if is_data and said != ".":
                continue
            is_data = word == "DATA"
            if word == stumbles and stumbles:
                if how == "hang":
                    time.sleep(HANG_S)
                line.sendall(_stumble(how, _in_line(heard)))
                return
            line.sendall(_KIND.get(word, b"250 OK\r\n"))


def _unpacked(said: str) -> str:
    with suppress(ValueError):
        return base64.b64decode(said.rpartition(" ")[2]).decode(errors="replace").replace("\0", " ")
    return ""


def _stumble(how: str, heard: str) -> bytes:
    if how in ("reset", "hang"):
        return b""
    said = heard[-900:].encode(errors="replace")
    return said + b"\r\n" if how == "garbage" else how.encode() + b" " + said + b"\r\n"


_KIND = {
    "EHLO": b"250-unkind\r\n250 AUTH PLAIN LOGIN\r\n",
    "AUTH": b"235 OK\r\n",
    "DATA": b"354 Go\r\n",
    "QUIT": b"221 Bye\r\n",
}
