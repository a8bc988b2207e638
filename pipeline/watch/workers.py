"""Who does the jobs: a process for each, which may be ended, or this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Protocol

from pipeline.child import child_environment
from pipeline.model.own_variables import variables_of
from pipeline.watch.jobs import Job, Result, read_result

MAX_S: Mapping[str, float] = {
    **{"judge": 900.0, "publish": 1800.0, "deliver": 3600.0, "fetch": 600.0, "post": 600.0},
    **{"remind": 1200.0, "merge": 1200.0},
}
"""How long a job may take, in seconds of the wall's clock."""

_SECRETS: Mapping[str, tuple[str, ...]] = {
    "deliver": ("CKAN_", "FOLDER_", "SFTP_", "WEBDAV_", "SPARQL_"),
    "fetch": ("SOURCE_",),
    "post": ("SMTP_",),
}
"""What opens other places, handed to those jobs alone that go there."""
_ELSEWHERE = ("HOME", "SSL_CERT_", "REQUESTS_CA_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy",
              "no_proxy")  # fmt: skip
LEASE = "ROADMAP_WATCHER"
"""Under which a job finds the number of the watcher that it is done for."""
_CLOCKS = ("TZ", "SOURCE_DATE_EPOCH", "FAKETIME", "LD_PRELOAD")
_MOST_SAID_BYTES = 20_000_000


class Workers(Protocol):
    """Take jobs, and give back what came of them in any order."""

    def start(self, job: Job) -> None:
        """Begin a job."""
        ...

    def finished(self) -> Iterator[tuple[Job, Result]]:
        """What is through since this was asked last."""
        ...

    @property
    def running(self) -> tuple[Job, ...]:
        """What is not through."""
        ...

    def stop_one(self, job: Job) -> None:
        """End a job that is not through; nothing is told of it."""
        ...

    def stop(self) -> None:
        """End what is not through."""
        ...


@dataclass
class Here:
    """This process, one job at a time: for tests, and where a machine knows no processes."""

    _done: list[tuple[Job, Result]] = field(default_factory=list)
    running: tuple[Job, ...] = ()

    def start(self, job: Job) -> None:
        """Do the job."""
        from pipeline.watch.work import do

        self._done.append((job, do(job)))

    def finished(self) -> Iterator[tuple[Job, Result]]:
        """What was done since this was asked last."""
        done, self._done = self._done, []
        yield from done

    def stop_one(self, job: Job) -> None:
        """There is nothing to end."""

    def stop(self) -> None:
        """There is nothing to end."""


@dataclass
class _Child:
    process: subprocess.Popen[bytes]
    said: IO[bytes]
    until: float


@dataclass
class Children:
    """A process for each job, beside each other; ``also`` stands in the environment of each."""

    also: Mapping[str, str] = field(default_factory=dict)
    _children: dict[Job, _Child] = field(default_factory=dict)

    @property
    def running(self) -> tuple[Job, ...]:
        """What is not through."""
        return tuple(self._children)

    def start(self, job: Job) -> None:
        """Start a process for a job, in a group of its own, so that what it starts ends with it."""
        environment = environment_of(job.kind, variables_of(job.town, os.environ)) | dict(self.also)
        said = tempfile.TemporaryFile()  # noqa: SIM115  # it is closed when the job is through
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.watch.job"],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        assert process.stdin is not None
        try:
            with process.stdin as line:
                line.write(f"{job.as_json()}\n".encode())
        except BrokenPipeError:  # it died at once, which its end tells
            pass
        self._children[job] = _Child(process, said, time.monotonic() + MAX_S[job.kind])

    def finished(self) -> Iterator[tuple[Job, Result]]:
        """What is through, or was ended because it took too long."""
        for job, child in [*self._children.items()]:
            if child.process.poll() is None and time.monotonic() < child.until:
                continue
            del self._children[job]
            yield job, _end(child)

    def stop_one(self, job: Job) -> None:
        """End a process; whatever it was at is finished or undone by whoever comes next."""
        child = self._children.pop(job)
        _kill(child)
        child.said.close()

    def stop(self) -> None:
        """End all."""
        for job in self.running:
            self.stop_one(job)


def _end(child: _Child) -> Result:
    """What a process said in the end; that it died where it said nothing."""
    is_late = child.process.poll() is None
    code = _kill(child)
    with child.said as said:
        said.seek(0)
        lines = said.read(_MOST_SAID_BYTES).decode(errors="replace").splitlines()
    if code == 0 and lines:
        try:
            return read_result(lines[-1])
        except (ValueError, KeyError, TypeError):  # it was cut off while it wrote
            pass
    german = "es dauerte zu lange" if is_late else "das Programm brach ab, wohl aus Mangel an Speicher oder Zeit"
    english = "it took too long" if is_late else "the program broke off, for want of memory or time"
    return Result(error=(german, english), is_passing=True, died=True)


def _kill(child: _Child) -> int:
    """End a process and all that it started; the code that it ended with."""
    try:
        os.killpg(child.process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # it is gone, and so is all that it started
        child.process.kill()
    return child.process.wait()


def environment_of(kind: str, environment: Mapping[str, str]) -> dict[str, str]:
    """What a process needs for a kind of job, and the secrets of no other kind."""
    secrets = _SECRETS.get(kind, ())
    wanted = (*_CLOCKS, *secrets, *(_ELSEWHERE if secrets else ()))
    return child_environment() | {name: value for name, value in environment.items() if name.startswith(wanted)}
