"""A ``roadmap serve`` of its own process, on a port that is free, and curl."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_TOP = Path(__file__).parents[3]


@dataclass(frozen=True)
class Serving:
    """A server that runs: its process, its address and what it said at the start."""

    process: subprocess.Popen[str]
    address: str
    said: str

    def end(self, signal: int) -> tuple[int, str]:
        """Send a signal; returns the exit code, and what was said on standard error."""
        self.process.send_signal(signal)
        _, told = self.process.communicate(timeout=20)
        return self.process.returncode, told


@contextmanager
def serving(output: Path, *arguments: str) -> Iterator[Serving]:
    """Start it; what still runs at the end is ended."""
    command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", "--output", str(output), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(_TOP), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=output
    )
    try:
        said = "".join(_until_ready(process))
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, (said, process.communicate(timeout=10))
        yield Serving(process, found[0], said)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=20)


def _until_ready(process: subprocess.Popen[str]) -> Iterator[str]:
    """The lines of the start, up to the one that says how to end it."""
    assert process.stdout
    for line in process.stdout:
        yield line
        if "beendet" in line or "ends it" in line:
            return


class Fetched(NamedTuple):
    """What curl got: the status, the headers in small letters, the body."""

    status: int
    headers: dict[str, str]
    body: bytes


def curl(address: str, *arguments: str | Sequence[str]) -> Fetched:
    """Fetch by curl, with the path as it is given."""
    given = [part for each in arguments for part in ([each] if isinstance(each, str) else each)]
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--path-as-is", "--include", "--max-time", "20", *given, address],
        capture_output=True, check=True,
    )  # fmt: skip
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    while re.match(rb"HTTP/[\d.]+ 100", head):
        head, _, body = body.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Fetched(int(status.split()[1]), headers, body)
