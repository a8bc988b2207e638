"""A file to whether a program has it open, as far as this machine tells: by leases, descriptors and lock files."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

STALE_LOCK_S = 24 * 3600
"""A lock file older than any working day is long is of a program that crashed."""


def open_for_reading(path: Path) -> int:
    """A descriptor of a file; never waits for a pipe and never follows a link."""
    return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)


def is_leased(descriptor: int, by: Literal["anyone", "a writer"] = "anyone") -> bool | None:
    """Whether others have the file of a descriptor open; ``None`` where neither file system nor our rights tell."""
    if not hasattr(fcntl, "F_SETLEASE"):  # not on Linux
        return None
    try:
        # Whoever opens it meanwhile waits a moment, and we are told by a signal: by one that kills nobody.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK if by == "anyone" else fcntl.F_RDLCK)
    except OSError as error:
        # Network drives refuse with the same words where the server lends nothing, which is no sign of anybody.
        return True if error.errno == errno.EAGAIN and _is_local(descriptor) else None
    with suppress(OSError):
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False


def _is_local(descriptor: int) -> bool:
    """Whether a file is on a file system of this machine, as its mounts say."""
    device = os.fstat(descriptor).st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return False
    kinds = {mount.partition(" - ")[2].split(" ")[0] for mount in mounts if mount.split(" ")[2] == number}
    return bool(kinds) and kinds <= _LOCAL


def is_open(descriptor: int, path: Path) -> bool:
    """Whether another program has a file open that we have open, too; no where this machine cannot tell."""
    leased = is_leased(descriptor)
    return _is_in_proc(path) if leased is None else leased


def _is_in_proc(path: Path) -> bool:
    stamp = _stamp(path)
    return any(stamp is not None and stamp == _identity(link, path.name) for link in _descriptors())


def _descriptors() -> Iterator[Path]:
    """Those of all other programs, as far as they are ours to see."""
    own = str(os.getpid())
    for process in Path("/proc").glob("[0-9]*/fd"):
        with suppress(OSError):  # a program of somebody else, or one that ended
            yield from list(process.iterdir()) if process.parent.name != own else ()


def _identity(link: Path, name: str) -> tuple[int, int] | None:
    # The name first: asking for the file itself may wait for a network drive that has nothing to do with us.
    try:
        if link.readlink().name != name:
            return None
    except OSError:
        return None
    return _stamp(link)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def locked_name(name: str) -> str:
    """What is open, as a lock file of Office or LibreOffice is called; empty for what is none.

    >>> locked_name("~$admap.xlsx"), locked_name(".~lock.roadmap.xlsx#"), locked_name("roadmap.xlsx")
    ('admap.xlsx', 'roadmap.xlsx', '')
    """
    name = unicodedata.normalize("NFC", name).casefold()
    if name.startswith("~$"):
        return name.removeprefix("~$")
    is_lock = name.startswith(".~lock.") and name.endswith("#")
    return name.removeprefix(".~lock.").removesuffix("#") if is_lock else ""


def is_locked(name: str, locked: Collection[str]) -> bool:
    """Whether one of the lock files is that of a file. Word puts its two signs in the place of the first two of a name,
    of the first of one of seven, and before a shorter one; Excel always before it.
    """
    name = unicodedata.normalize("NFC", name).casefold()
    return any(name[cut:] in locked for cut in range(3))


_LOCAL = frozenset("ext2 ext3 ext4 xfs btrfs f2fs tmpfs zfs jfs bcachefs overlay ntfs3 exfat vfat".split())  # noqa: SIM905
