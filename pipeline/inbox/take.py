"""A file in the inbox to a snapshot of it, called by its digest: whole and on the disk, or not there."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import fdopen, fstat
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO, cast

from pipeline.disk import copy_stream, digest_of, find_unfinished, name_aside, sync_folder
from pipeline.inbox.failing import telling
from pipeline.inbox.opened import is_open, open_for_reading
from pipeline.inbox.scan import Entry


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot, what it holds, and where in the inbox the file lay that it is of."""

    snapshot: Path
    sha256: str
    size_bytes: int
    path: Path


def take(entry: Entry, drops: Path) -> Taken | None:
    """Copy a file to ``drops/<sha256>/<name>``. ``None`` where it is not what was seen any more, or somebody opened it.

    Raises ``OutsideWorldError`` where it cannot be read or the copy cannot be written; nothing half is left.
    """
    target = drops / entry.sha256 / entry.name
    try:
        source = fdopen(open_for_reading(entry.path), "rb")
    except OSError as error:
        if error.errno in _NOT_IT:
            return None
        with telling(entry.path, "ließ sich nicht lesen", "could not be read"):
            raise
    with source, telling(target, "ließ sich nicht aufnehmen", "could not be taken"):
        if not S_ISREG(fstat(source.fileno()).st_mode) or is_open(source.fileno(), entry.path):
            return None
        is_whole = _copy(cast(BinaryIO, _Told(source, entry.path)), entry.sha256, target)
    return Taken(target, entry.sha256, entry.size, entry.path) if is_whole else None


class _Told:
    """A file that says which it is when reading it fails: that is another disk than the one that is written."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self._stream, self._path = stream, path

    def read(self, size: int) -> bytes:
        with telling(self._path, "ließ sich nicht lesen", "could not be read"):
            return self._stream.read(size)


def _copy(source: BinaryIO, sha256: str, target: Path) -> bool:
    """Whether the source is what was seen; then it is at the target."""
    drops = target.parents[1]
    if target.is_file() and _digest(target) == sha256:
        is_whole = digest_of(source) == sha256
    else:
        drops.mkdir(parents=True, exist_ok=True, mode=0o750)
        with _aside(drops / sha256) as aside:
            is_whole = copy_stream(source, aside) == sha256
            if is_whole:
                _move(aside, target)
    if is_whole:
        for folder in (target.parent, drops, drops.parent):
            sync_folder(folder)
    return is_whole


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A name to write to, of which nothing remains unless it was moved; nor of those that a killed start left."""
    for left in find_unfinished(re.compile(re.escape(target.name)), target.parent):
        left.unlink()
    aside = name_aside(target)
    try:
        yield aside
    finally:
        aside.unlink(missing_ok=True)


def _move(aside: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True, mode=0o750)
    try:
        aside.chmod(0o640)
        aside.replace(target)
    except OSError:
        if not any(target.parent.iterdir()):
            target.parent.rmdir()
        raise


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return digest_of(stream)


_NOT_IT = (errno.ENOENT, errno.ELOOP, errno.ENXIO, errno.EBUSY, errno.ETXTBSY, errno.EAGAIN)
