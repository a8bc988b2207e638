"""The process that holds the triples: a query in, an answer out, by a child that is forked for it and sees them all.

A fork takes some milliseconds and shares the memory, and a limit is a kill: no query outlasts it, whatever it does.
The child can open no file and no socket, and take no more than its share of memory. Started by ``asking`` as
``python -m pipeline.store.keeper``, over a socket; it ends when that is closed.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Store

from pipeline.model.errors import OutsideWorldError
from pipeline.store.content import list_graphs, load_editions, read_state
from pipeline.store.lanes import Step, Turn, next_moment, next_steps
from pipeline.store.querying import answer_in_child

MOST_BYTES = 190_000
"""Of a message, which a socket takes whole or not at all."""
_SLOW_PRIORITY = 19


@dataclass(slots=True)
class _Asked:
    """A query with its turn, where its answer goes, and the child that works on it."""

    turn: Turn
    message: bytes
    to: socket.socket
    child: int = 0
    last_word: bytes = b""


@dataclass(slots=True)
class _Keeper:
    store: Store
    graphs: frozenset[str]
    control: socket.socket
    woken: socket.socket
    asked: list[_Asked] = field(default_factory=list)
    leaving: list[_Asked] = field(default_factory=list)
    killed: list[int] = field(default_factory=list)
    is_open: bool = True

    def run(self) -> None:
        """Answer until the socket is closed; a keeper that is retired ends what it has begun."""
        while self.is_open or self.asked or self.leaving:
            self._wait()
            self._reap()
            steps = next_steps([asked.turn for asked in self.asked], time.monotonic())
            for step in steps:
                self._do(step)
            self._take_leave()

    def _wait(self) -> None:
        moment = next_moment([asked.turn for asked in self.asked])
        wait = None if moment is None else max(0.0, moment - time.monotonic())
        reading = [self.woken, *([self.control] if self.is_open else [])]
        ready, _, _ = select.select(reading, [asked.to for asked in self.leaving], [], wait)
        if self.woken in ready:
            self.woken.recv(4096)
        if self.control in ready:
            self._take()

    def _take(self) -> None:
        message, files, _, _ = socket.recv_fds(self.control, MOST_BYTES + 4096, 1)
        if not message:
            raise SystemExit(0)  # whoever asked is gone
        if message == b"retire":
            self.is_open = False
            return
        told = json.loads(message.split(b"\n", 1)[0])
        now = time.monotonic()
        turn = Turn(told["client"], now + told["seconds"], now)
        self.asked.append(_Asked(turn, message, socket.socket(fileno=files[0])))

    def _reap(self) -> None:
        self.killed = [child for child in self.killed if not os.waitpid(child, os.WNOHANG)[0]]
        for asked in [each for each in self.asked if each.child]:
            child, status = os.waitpid(asked.child, os.WNOHANG)
            if child:
                asked.child = 0
                self._finish(asked, os.waitstatus_to_exitcode(status))

    def _do(self, step: Step) -> None:
        asked = next(each for each in self.asked if each.turn is step.turn)
        if step.what == "begin":
            self._begin(asked)
        elif step.what == "go_on":
            _stand_back(asked.child)
        else:
            had_begun = bool(asked.child)
            self._kill(asked)
            if step.what == "end":
                self._finish(asked, "timed_out" if had_begun else "busy")

    def _begin(self, asked: _Asked) -> None:
        child = os.fork()
        if child:
            asked.child = child
            if asked.turn.lane == "slow":
                _stand_back(child)
            return
        for each in (
            self.control,
            self.woken,
            *(other.to for other in (*self.asked, *self.leaving) if other is not asked),
        ):
            each.close()
        answer_in_child(self.store, self.graphs, asked.message, asked.to)

    def _kill(self, asked: _Asked) -> None:
        """Nobody waits until it is gone: one that stands back, with much memory, may take a while to go."""
        if asked.child:
            os.kill(asked.child, signal.SIGKILL)
            self.killed.append(asked.child)
            asked.child = 0

    def _finish(self, asked: _Asked, how: int | str) -> None:
        """The last word on a query, behind whatever its child has written."""
        self.asked.remove(asked)
        word = json.dumps(how).encode()
        asked.last_word = word + len(word).to_bytes(1, "big")
        asked.to.setblocking(False)
        self.leaving.append(asked)

    def _take_leave(self) -> None:
        for asked in list(self.leaving):
            try:
                asked.last_word = asked.last_word[asked.to.send(asked.last_word) :]
            except BlockingIOError:
                continue
            except OSError:
                asked.last_word = b""  # nobody waits for it any more
            if not asked.last_word:
                with suppress(OSError):
                    asked.to.shutdown(socket.SHUT_RDWR)  # a child that is on its way out holds it, too
                asked.to.close()
                self.leaving.remove(asked)

    def end(self) -> None:
        """Leave no child behind."""
        for asked in self.asked:
            self._kill(asked)
        for child in self.killed:
            os.waitpid(child, 0)


def _stand_back(child: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.setpriority(os.PRIO_PROCESS, child, _SLOW_PRIORITY)


def main(arguments: list[str]) -> int:
    """Load the editions in a folder, say so, and answer."""
    public, control = Path(arguments[0]), socket.socket(fileno=int(arguments[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever asks; this ends when the socket is closed
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        state = read_state(public)
        store = load_editions(public, state)
    except OutsideWorldError as error:
        control.send(json.dumps(error.message._asdict()).encode())
        return 3
    woken, waking = socket.socketpair()
    waking.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
    gc.collect()
    gc.freeze()  # what is not looked at is not copied
    control.send(json.dumps({"state": state}).encode())
    keeper = _Keeper(store, list_graphs(store), control, woken)
    try:
        keeper.run()
    finally:
        keeper.end()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
