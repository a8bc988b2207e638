"""Which process this is, so that another can tell whether it is still alive."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple


class Owner(NamedTuple):
    """A process: its machine for people to read, since when that runs, among which processes, its number and start."""

    machine: str
    boot: str
    namespace: str
    pid: int
    started: str


def this_process() -> Owner:
    """The owner that this process is."""
    pid = os.getpid()
    return Owner(platform.node(), _text("/proc/sys/kernel/random/boot_id"), _namespace(), pid, _start_of(pid))


def parse_owner(said: Mapping[str, Any]) -> Owner:
    """The owner that was written down. Raises ``TypeError`` for what is none."""
    return Owner(**said)


def is_gone(owner: Owner) -> bool:
    """Whether it is proven that a process is no more. Where nothing can be known of it, nothing is proven.

    What a machine is called proves nothing, for two may be called the same; since when it runs is said by a number that
    no other has. Containers of one machine see other processes under the same numbers.
    """
    here = this_process()
    if not here.boot or (owner.boot, owner.namespace) != (here.boot, here.namespace):
        return False
    return _start_of(owner.pid) != owner.started


def is_here(owner: Owner) -> bool:
    """Whether a process is seen to be alive from here."""
    here = this_process()
    is_seen = bool(here.boot) and (owner.boot, owner.namespace) == (here.boot, here.namespace)
    return is_seen and not is_gone(owner)


def _start_of(pid: int) -> str:
    """When a process began, in the machine's own count; empty where there is none."""
    _, _, fields = _text(f"/proc/{pid}/stat").rpartition(")")  # its name may hold anything
    found = fields.split()
    return found[19] if len(found) > 19 and found[0] not in "ZX" else ""


def _namespace() -> str:
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def _text(path: str) -> str:
    try:
        return Path(path).read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""
