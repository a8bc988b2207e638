"""A part as a process: started once, found again by its pid file, waited for, stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from stack.errors import PortalError
from stack.layout import Layout

LINES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A server of the portal: how it starts, how one sees that it is ready, how it likes to be stopped."""

    name: str
    command: tuple[str, ...]
    ready: Callable[[], bool]
    ready_within_s: float
    stop_signal: signal.Signals = signal.SIGTERM
    owner: str | None = None
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pid:
    """A process by number and birth: numbers are used again, the two together are not."""

    number: int
    born: str

    @property
    def alive(self) -> bool:
        """Whether this very process still runs."""
        return birth_of(self.number) == self.born


def birth_of(number: int) -> str | None:
    """When the kernel started a process, in its own ticks; None for a dead one and for a zombie."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The command's name stands in brackets and may itself hold spaces and brackets.
    state, *fields = stat[stat.rindex(")") + 1 :].split()
    return None if state == "Z" else fields[18]


def read_pid(layout: Layout, name: str) -> Pid | None:
    """The living process of a part. A pid file of a dead one is removed on the way."""
    path = layout.pids / f"{name}.pid"
    if not path.exists():
        return None
    number, _, born = path.read_text(encoding="utf-8").strip().partition(" ")
    pid = Pid(int(number), born) if number.isdecimal() else None
    if pid is None or not pid.alive:
        path.unlink()
        return None
    return pid


def start(part: Part, layout: Layout) -> None:
    """Start a part, unless it runs. It gets a session of its own, so that Ctrl-C here does not reach it."""
    if read_pid(layout, part.name):
        return
    with layout.log(part.name).open("ab") as log:
        process = subprocess.Popen(
            part.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=layout.home,
            env={**os.environ, **part.environment},
            user=part.owner,
            group=part.owner,
            extra_groups=[] if part.owner else None,
        )
    process.returncode = 0  # it is meant to outlive this object, which would warn of that
    born = birth_of(process.pid)
    if born is None:
        raise PortalError(failure(part, layout, "ended at once"))
    (layout.pids / f"{part.name}.pid").write_text(f"{process.pid} {born}\n", encoding="utf-8")


def wait_until_ready(part: Part, layout: Layout) -> None:
    """Return when the part answers; say which log to read when it dies or takes too long."""
    deadline = time.monotonic() + part.ready_within_s
    while not part.ready():
        if read_pid(layout, part.name) is None:
            raise PortalError(failure(part, layout, "ended while starting"))
        if time.monotonic() > deadline:
            raise PortalError(failure(part, layout, f"is not ready after {part.ready_within_s:.0f} s"))
        time.sleep(0.2)


@contextmanager
def running(part: Part, layout: Layout) -> Iterator[None]:
    """Have a part for a while: afterwards it is stopped, whatever happened."""
    start(part, layout)
    try:
        wait_until_ready(part, layout)
        yield
    finally:
        stop(part.name, layout, part.stop_signal)


def failure(part: Part, layout: Layout, what: str) -> str:
    """What happened to a part, with the end of its log."""
    log = layout.log(part.name)
    tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LINES_SHOWN:] if log.exists() else []
    return "\n".join([f"{part.name} {what}. Its log: {log}", *(f"    {line}" for line in tail)])


def stop(name: str, layout: Layout, stop_signal: signal.Signals = signal.SIGTERM, *, within_s: float = 20) -> bool:
    """Stop a part and say whether it ran. What does not end by itself in time is killed."""
    pid = read_pid(layout, name)
    if pid is None:
        return False
    os.kill(pid.number, stop_signal)
    if not ended(pid, within_s):
        # The part leads its own process group: nothing else is in it.
        os.killpg(pid.number, signal.SIGKILL)
        ended(pid, within_s)
    read_pid(layout, name)
    return True


def ended(pid: Pid, within_s: float) -> bool:
    """Wait for the end of a process that need not be our child."""
    deadline = time.monotonic() + within_s
    while pid.alive and time.monotonic() < deadline:
        time.sleep(0.1)
    return not pid.alive
