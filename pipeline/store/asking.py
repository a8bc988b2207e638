"""A query to its answer within limits, from whatever thread; an edition that is new is answered from at once."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.child import child_environment
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text
from pipeline.store.content import State, read_state
from pipeline.store.guard import too_long
from pipeline.store.keeper import MOST_BYTES
from pipeline.store.limits import DEFAULT, Answer, Limits, Refusal
from pipeline.store.querying import MEMORY_STATUS, Asked, read_reply, write_message

_GRACE = 1.0
_LOOK_AGAIN = 1.0
"""Seconds: how much longer than its limit a keeper is waited for, and how often new editions are looked for."""


@dataclass(slots=True)
class _Keeper:
    process: subprocess.Popen[bytes]
    control: socket.socket
    state: State

    def retire(self) -> None:
        """Let it end what it has begun, and nothing more."""
        with suppress(OSError):
            self.control.send(b"retire")

    def end(self) -> None:
        """Leave nothing running."""
        self.control.close()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass(slots=True)
class Store:
    """The editions in a folder, to be asked. ``open_store`` opens one."""

    public: Path
    _keeper: _Keeper | None = None
    _retired: list[_Keeper] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _looked: float = 0.0
    _renewing: threading.Thread | None = None

    def ask(
        self, query: str, *, form: str = "application/sparql-results+json", default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (), limits: Limits = DEFAULT, client: str = "",
    ) -> Answer | Refusal:  # fmt: skip
        """The answer in that form, a media type, or why there is none. ``client`` is whoever asks, in any words.

        The graphs are those of the SPARQL 1.1 Protocol, section 2.1.4; the query's own FROM holds where none is named.
        """
        asked = Asked(query, form, client, tuple(default_graphs), tuple(named_graphs), limits)
        message = write_message(asked)
        if len(query) > limits.query_bytes or len(message) > MOST_BYTES:
            return Refusal("too_long", too_long(limits.query_bytes))
        try:
            mine = self._send(message)
        except OutsideWorldError as error:
            return Refusal("busy", error.message)
        with mine:
            mine.settimeout(limits.seconds + _GRACE)
            return _read(mine, limits)

    def reload(self) -> None:
        """Answer from what there is now. Raises ``OutsideWorldError``; what there was is then answered from on."""
        keeper = _start(self.public)
        with self._lock:
            before, self._keeper = self._keeper, keeper
            if before:
                before.retire()
                self._retired.append(before)
            for ended in [each for each in self._retired if each.process.poll() is not None]:
                self._retired.remove(ended)
                ended.end()

    def close(self) -> None:
        """End all that runs."""
        if self._renewing:
            self._renewing.join()
        with self._lock:
            for keeper in (*self._retired, *([self._keeper] if self._keeper else [])):
                keeper.end()
            self._keeper, self._retired = None, []

    def _send(self, message: bytes) -> socket.socket:
        self._look()
        mine, theirs = socket.socketpair()
        with theirs:
            for _ in range(2):
                keeper = self._keeper
                if keeper and keeper.process.poll() is None:
                    with suppress(OSError):
                        socket.send_fds(keeper.control, [message], [theirs.fileno()])
                        return mine
                self.reload()
        mine.close()
        raise OutsideWorldError(_LOST)

    def _look(self) -> None:
        """See now and then whether there is a new edition, and load it beside the old one."""
        now = time.monotonic()
        with self._lock:
            if now < self._looked + _LOOK_AGAIN or (self._renewing and self._renewing.is_alive()):
                return
            self._looked = now
            keeper = self._keeper
            try:
                is_new = keeper is not None and read_state(self.public) != keeper.state
            except OutsideWorldError:
                return
            if is_new:
                self._renewing = threading.Thread(target=self._renew, daemon=True)
                self._renewing.start()

    def _renew(self) -> None:
        with suppress(OutsideWorldError):  # half an edition is answered from when it is whole
            self.reload()


@contextmanager
def open_store(public: Path) -> Iterator[Store]:
    """The editions in a ``public`` folder, to be asked from any thread. Raises ``OutsideWorldError`` without any."""
    store = Store(public)
    store.reload()
    try:
        yield store
    finally:
        store.close()


def _start(public: Path) -> _Keeper:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-P", "-m", "pipeline.store.keeper", str(public), str(theirs.fileno())]
        process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=child_environment(),
        )  # fmt: skip
    told = json.loads(ours.recv(MOST_BYTES) or b"{}")
    if "state" not in told:
        ours.close()
        process.wait()
        raise OutsideWorldError(Text(told["de"], told["en"]) if told else _LOST)
    return _Keeper(process, ours, tuple((name, moment, size) for name, moment, size in told["state"]))


def _read(mine: socket.socket, limits: Limits) -> Answer | Refusal:
    received = bytearray()
    try:
        while piece := mine.recv(1 << 16):
            received += piece
    except TimeoutError:
        return _ended("timed_out", limits)
    if not received:
        return Refusal("busy", _LOST)
    start = len(received) - 1 - received[-1]
    how = json.loads(bytes(received[start:-1]))
    given = read_reply(bytes(received[:start])) if how == 0 else None
    return given or _ended(how, limits)


def _ended(how: int | str, limits: Limits) -> Refusal:
    """Why a child came to no answer: what the keeper says, or the signal that it died of."""
    if how in ("timed_out", -24):  # SIGXCPU
        seconds = f"{limits.seconds:g}"
        return Refusal("timed_out", Text(_TIMED_OUT.de.format(seconds), _TIMED_OUT.en.format(seconds)))
    if how == "busy":
        return Refusal("busy", _BUSY)
    if how in (-11, -7):  # SIGSEGV, SIGBUS: the stack was not deep enough
        return Refusal("malformed", _TOO_DEEP)
    if how in (-6, -9, MEMORY_STATUS):  # SIGABRT: memory was refused; SIGKILL: the system took it back
        return Refusal("too_much_memory", _MEMORY)
    return Refusal("busy", _LOST)


_TIMED_OUT = Text(
    "Die Abfrage dauerte länger als {} Sekunden und wurde beendet. Fragen Sie nach weniger, oder laden Sie die Dateien "
    "der Ausgabe und fragen Sie auf Ihrem Rechner.",
    "The query took longer than {} seconds and was ended. Ask for less, or load the files of the edition and ask on "
    "your own machine.",
)
_BUSY = Text(
    "Gerade laufen zu viele Abfragen. Bitte fragen Sie in einigen Sekunden noch einmal.",
    "Too many queries are running. Please ask again in some seconds.",
)
_MEMORY = Text(
    "Die Abfrage brauchte zu viel Speicher und wurde beendet. Fragen Sie nach weniger.",
    "The query needed too much memory and was ended. Ask for less.",
)
_TOO_DEEP = Text("Die Abfrage ist zu tief verschachtelt.", "The query is nested too deeply.")
_LOST = Text(
    "Die Abfrage wurde unterbrochen. Bitte fragen Sie noch einmal.", "The query was broken off. Please ask again."
)
