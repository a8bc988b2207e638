"""The page beside a watcher: a port of this machine in, a process of its own that answers there out.

facts       what is known, for programs
metrics     the same for Prometheus
looking     the overview, read anew when it is asked for
app         requests to answers
process     the process in which that is done

The watcher hands over the socket and asks nothing back: whatever is asked of the page, or becomes of it, changes
nothing for the watcher.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.child import child_environment
from pipeline.model.report import Tell, Text
from pipeline.serve.listening import LOOPBACK, address_of, open_socket

_ADDRESSES = ("CKAN_URL", "FOLDER_PATH", "SFTP_HOST", "WEBDAV_URL", "SPARQL_QUERY")
"""What names a destination in the environment. That it is named is told to the page, not where it is."""
_CLOCKS = ("TZ", "SOURCE_DATE_EPOCH")
_PAUSE_S = 30.0


@dataclass
class Page:
    """A port, and the process that answers there: started anew should it end."""

    listening: socket.socket
    told: str
    tell: Tell
    _process: subprocess.Popen[bytes] | None = None
    _started: float = field(default=-_PAUSE_S)

    @property
    def address(self) -> str:
        """Where a person looks at it."""
        return f"{address_of(self.listening)}/"

    def keep(self) -> None:
        """Start the process if none is there; not again and again."""
        if self._process and self._process.poll() is None:
            return
        if time.monotonic() - self._started < _PAUSE_S:
            return
        is_first, self._started = self._process is None, time.monotonic()
        self._end()
        try:
            self._process = self._start()
        except OSError:  # no memory, or no process more: the watcher goes on without a page
            is_first = False
        if not is_first:
            self.tell(Text("Die Statusseite wird neu gestartet", "The status page is started anew"))

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.watch.page.process"],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env=environment_of(os.environ),
            pass_fds=(self.listening.fileno(),),
            start_new_session=True,
        )
        assert process.stdin is not None
        with suppress(BrokenPipeError):  # it died at once, which the next look sees
            process.stdin.write(f"{self.told}\n".encode())  # it stays open: its end is that of the watcher
        return process

    def stop(self) -> None:
        """End it at once: it keeps nothing."""
        self._end()
        self.listening.close()

    def _end(self) -> None:
        if self._process and self._process.stdin:
            self._process.kill()
            self._process.wait()
            self._process.stdin.close()


@contextmanager
def open_page(port: int, settings: Sequence[Path], output: Path, every_s: float, tell: Tell) -> Iterator[Page]:
    """A page of these towns for as long as it lasts. Raises ``OutsideWorldError`` where the port is taken."""
    listening = open_socket(LOOPBACK, port)
    told = {
        "fd": listening.fileno(),
        "output": str(output),
        "settings": [str(path) for path in settings],
        "every_s": every_s,
    }
    page = Page(listening, json.dumps(told), tell)
    try:
        yield page
    finally:
        page.stop()


def environment_of(environment: Mapping[str, str]) -> dict[str, str]:
    """What the page needs of the watcher's environment, which holds secrets: none of them."""
    ours = (name for name in environment if name.endswith(_ADDRESSES))  # a town may have one of its own
    named = {name: "named" for name in ours if environment[name]}
    return child_environment() | named | {name: environment[name] for name in _CLOCKS if name in environment}
