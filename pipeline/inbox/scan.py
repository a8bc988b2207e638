"""A look at an inbox; and two looks to what has settled: nobody writes to it, nobody has it open."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.disk import digest_of
from pipeline.inbox import remarks as say
from pipeline.inbox.failing import telling
from pipeline.inbox.opened import STALE_LOCK_S, is_locked, is_open, locked_name, open_for_reading
from pipeline.inbox.remarks import Remark
from pipeline.model.errors import reason_of
from pipeline.model.temporary import is_half, is_temporary
from pipeline.model.workbook import Limits


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as it lay there at a look: ``size`` in bytes, ``name`` in NFC.

    ``sha256`` is empty while somebody has it open. ``is_sure`` says that two looks found that digest.
    """

    name: str
    path: Path
    size: int
    mtime_ns: int
    inode: int
    sha256: str = ""
    # How it was seen is not what it is: a file remains the same when somebody opens it and closes it again.
    is_open: bool = field(default=False, compare=False)
    is_sure: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Scan:
    """All that lay there at a look: the files, oldest first, and what there is to say of whatever is not taken."""

    entries: tuple[Entry, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A thing in the inbox, before anything of it is read."""

    path: Path
    found: os.stat_result

    @property
    def name(self) -> str:
        return unicodedata.normalize("NFC", self.path.name)

    @property
    def shown(self) -> str:
        """The name with a sign in the place of what is no text, or turns text around."""
        text = self.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return _UNSEEN.sub("\ufffd", text)


def scan(
    folder: Path, before: Scan = Scan(), *, max_bytes: int = Limits().max_expanded_bytes, now_s: float | None = None
) -> Scan:
    """Look at an inbox. What two looks found alike is not read again.

    ``now_s`` is the time by which lock files are old. Raises ``OutsideWorldError`` where the folder cannot be read:
    a share that is not there is not empty.
    """
    now_s = time.time() if now_s is None else now_s
    listed = list(_listed(folder))
    locked = {lock for seen in listed if (lock := locked_name(seen.name)) and not _is_stale(seen, now_s)}
    files = [seen for seen in listed if not is_temporary(seen.name)]
    unread = {seen.path: remark for seen in files if (remark := _unfit(seen, max_bytes))}
    known = {entry.path: entry for entry in before.entries}
    looked = [
        _look(seen, known.get(seen.path), is_in_use=is_locked(seen.name, locked))
        for seen in files
        if seen.path not in unread
    ]
    entries = [found for found in looked if isinstance(found, Entry)]
    told = [*unread.values(), *(found for found in looked if isinstance(found, Remark))]
    told += [say.of_half(seen.shown) for seen in listed if is_half(seen.name)]
    told += [remark for entry in entries if (remark := _waiting(entry))]
    told += _stale_locks(listed, entries, now_s)
    return Scan(
        tuple(sorted(entries, key=lambda entry: (entry.mtime_ns, entry.name, entry.path))),
        tuple(sorted(told, key=lambda remark: (remark.name, remark.why))),
    )


def settled(before: Scan, now: Scan) -> tuple[Entry, ...]:
    """What two looks found alike to the last byte and nobody has open, the oldest first."""
    seen = {*before.entries}
    return tuple(entry for entry in now.entries if entry.size and entry.sha256 and not entry.is_open and entry in seen)


def _listed(folder: Path) -> Iterator[_Seen]:
    with telling(folder, "Der Eingang ist nicht zu erreichen", "the inbox cannot be reached"):
        with os.scandir(folder) as listing:
            names = sorted(each.name for each in listing)
        for name in names:
            if name in _OURS:
                continue
            try:
                yield _Seen(folder / name, os.lstat(folder / name))
            except FileNotFoundError:  # it went while we looked
                continue


def _unfit(seen: _Seen, max_bytes: int) -> Remark | None:
    """What there is to say of a thing that is not even read."""
    if seen.shown != seen.name:
        return say.of_bad_name(seen.shown)
    if not stat.S_ISREG(seen.found.st_mode):
        return say.of_kind(seen.name, seen.found.st_mode)
    if len(os.fsencode(seen.path.name)) > _LONGEST_NAME or len(seen.name.encode()) > _LONGEST_NAME:
        return say.of_long_name(seen.name)
    return say.of_size(seen.name, seen.found.st_size, max_bytes) if seen.found.st_size > max_bytes else None


def _look(seen: _Seen, known: Entry | None, *, is_in_use: bool) -> Entry | Remark | None:
    """The file with its digest: that of before where two looks found it already, else by reading it."""
    entry = _entry(seen.path, seen.found)
    if is_in_use or not entry.size:
        return replace(entry, is_open=is_in_use)
    if known and known.is_sure and replace(known, sha256="") == entry:
        return known
    try:
        looked = _read(entry)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in (errno.EBUSY, errno.ETXTBSY, errno.EAGAIN):
            return replace(entry, is_open=True)
        return say.of_unreadable(entry.name, reason_of(error))
    return replace(looked, is_sure=bool(looked.sha256) and known == looked)


def _read(entry: Entry) -> Entry:
    """The file with its digest; as it is now and without one, where it changed since it was listed."""
    descriptor = open_for_reading(entry.path)
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if is_open(descriptor, entry.path):
            return replace(entry, is_open=True)
        digest = digest_of(stream)
        now = _entry(entry.path, os.fstat(descriptor))
        return replace(now, sha256=digest) if now == entry else now


def _entry(path: Path, found: os.stat_result) -> Entry:
    return Entry(unicodedata.normalize("NFC", path.name), path, found.st_size, found.st_mtime_ns, found.st_ino)


def _waiting(entry: Entry) -> Remark | None:
    if not entry.size:
        return say.of_empty(entry.name)
    return None if entry.sha256 and not entry.is_open else say.of_busy(entry.name)


def _stale_locks(listed: list[_Seen], entries: list[Entry], now_s: float) -> Iterator[Remark]:
    for seen in listed:
        if (lock := locked_name(seen.name)) and _is_stale(seen, now_s):
            yield from (say.of_stale_lock(entry.name, seen.shown) for entry in entries if is_locked(entry.name, {lock}))


def _is_stale(lock: _Seen, now_s: float) -> bool:
    # One of the future is of a clock that was wrong, and would block as long as that.
    return abs(now_s - lock.found.st_mtime) > STALE_LOCK_S


_OURS = frozenset({"angenommen", "abgelehnt"})
# What belongs to a file is laid beside it under longer names, and 255 bytes are the most.
_LONGEST_NAME = 180
# Signs that no text has, and those that turn the text behind them around.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
