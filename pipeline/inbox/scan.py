"""A look at an inbox, and two looks to what has settled: nobody writes to it, nobody has it open."""

from __future__ import annotations

import hashlib
import os
import stat
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import Text
from pipeline.model.workbook import is_temporary

_LOCKS = ("~$", ".~lock.")
_STALE_LOCK_S = 12 * 3600
_PASSING = (
    *("~*", "*~", "*.~*", "*.bak", "*.swp", "*.sb-*", "*.lock"),
    *("*.filepart", "*.partial", "*.download", "*.opdownload", "*.!ut", "*.dropbox", "*.nextcloudsync.log"),
    *("thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"),
)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as it lay there at a look: ``size`` in bytes, ``name`` in NFC; ``sha256`` is empty while it changes."""

    name: str
    path: Path
    size: int
    mtime_ns: int
    inode: int
    sha256: str = ""
    is_open: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Scan:
    """All that lay there at a look, and the names of what is no file or cannot be read."""

    entries: tuple[Entry, ...] = ()
    strange: tuple[str, ...] = ()


def scan(folder: Path, before: Scan = Scan()) -> Scan:  # it is frozen
    """Look at an inbox. Bytes are read only of what was the same at the look before.

    Raises ``OutsideWorldError`` where the folder cannot be read: a share that is not there is not empty.
    """
    known = {entry.path: entry for entry in before.entries}
    entries, strange, locks = [], [], set()
    for path, found in _listed(folder):
        if path.name.startswith(_LOCKS) and not _is_stale(found):
            locks.add(unicodedata.normalize("NFC", _locked_name(path.name)))
        if _is_passing(path.name) or stat.S_ISDIR(found.st_mode):
            continue
        if not stat.S_ISREG(found.st_mode) or not os.access(path, os.R_OK):
            strange.append(path.name)
            continue
        name = unicodedata.normalize("NFC", path.name)
        entries.append(_looked_at(Entry(name, path, found.st_size, found.st_mtime_ns, found.st_ino), known.get(path)))
    asked = {entry.path for entry in before.entries if entry.sha256 and not entry.is_open}
    opened = _open_files({entry.inode for entry in entries if entry.sha256 and entry.path not in asked})
    return Scan(
        tuple(
            replace(entry, is_open=entry.inode in opened or _is_locked(entry.name, locks))
            for entry in sorted(entries, key=lambda entry: (entry.mtime_ns, entry.name))
        ),
        tuple(sorted(strange)),
    )


def settled(before: Scan, now: Scan) -> tuple[Entry, ...]:
    """What two looks saw alike, to the last byte, and what nobody has open: the oldest first."""
    seen = {(entry.path, entry.size, entry.mtime_ns, entry.inode) for entry in before.entries}
    return tuple(
        entry
        for entry in now.entries
        if entry.size
        and entry.sha256
        and not entry.is_open
        and (entry.path, entry.size, entry.mtime_ns, entry.inode) in seen
    )


def digest_of_file(path: Path) -> str:
    """The SHA-256 of a file that may be large."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _listed(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    try:
        with os.scandir(folder) as listing:
            names = sorted(each.name for each in listing)
    except OSError as error:
        why = reason_of(error)
        raise OutsideWorldError(
            Text(
                f"{folder}: Der Eingang ist nicht zu erreichen ({why.de})",
                f"{folder}: the inbox cannot be reached ({why.en})",
            )
        ) from error
    for name in names:
        path = folder / name
        try:
            yield path, path.lstat()
        except OSError:  # it went while we looked
            continue


def _is_passing(name: str) -> bool:
    """Whether programs leave files of that name for a while: office programs, browsers, what copies and what syncs."""
    return name.startswith(".") or is_temporary(name) or any(fnmatchcase(name.lower(), each) for each in _PASSING)


def _looked_at(entry: Entry, known: Entry | None) -> Entry:
    """With its digest, where it was the same at the look before; taken from there where it was read then."""
    if known is None or replace(known, sha256="") != entry:
        return entry
    if known.sha256:
        return replace(entry, sha256=known.sha256)
    try:
        return replace(entry, sha256=digest_of_file(entry.path))
    except OSError:
        return entry


def _locked_name(lock: str) -> str:
    """What is open, as its lock file says. Excel leaves out the first two signs of a long name."""
    return lock.removeprefix("~$") if lock.startswith("~$") else lock.removeprefix(".~lock.").removesuffix("#")


def _is_locked(name: str, locks: set[str]) -> bool:
    return any(name == lock or (len(lock) > 5 and name[2:] == lock) for lock in locks)


def _is_stale(found: os.stat_result) -> bool:
    """Whether a lock file is of a program that is gone: it is older than any working day is long."""
    return time.time() - found.st_mtime > _STALE_LOCK_S


def _open_files(inodes: set[int]) -> set[int]:
    """Which of these files a program of this machine has open, as far as we may see that (Linux)."""
    if not inodes or not Path("/proc/self/fd").is_dir():
        return set()
    opened = set()
    for process in Path("/proc").glob("[0-9]*/fd"):
        try:
            descriptors = [*process.iterdir()]
        except OSError:
            continue
        for descriptor in descriptors:
            try:
                inode = descriptor.stat().st_ino
            except OSError:
                continue
            if inode in inodes:
                opened.add(inode)
    return opened
