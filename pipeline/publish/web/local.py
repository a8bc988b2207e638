"""A folder of this machine, or one that is mounted here, as a place for files."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.disk import sync_folder
from pipeline.model.errors import reason_of
from pipeline.publish.failures import Denied, Full, Missing, Occupied, PublishError
from pipeline.publish.web import wording
from pipeline.publish.web.remote import Entry, Kind

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder as a ``Remote``. What is renamed is on the disk before its name is."""

    path: Path
    is_near: bool = True

    def list(self, folder: str) -> Mapping[str, Entry]:
        """What stands in a folder, by name."""
        with self._told(folder), os.scandir(self.path / folder) as entries:
            return {entry.name: entry_of(entry.stat(follow_symlinks=False)) for entry in entries}

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        with self._told(path):
            return (self.path / path).read_bytes()

    def write(self, path: str, content: bytes) -> None:
        """Write a file."""
        with self._told(path), (self.path / path).open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())

    def rename(self, path: str, target: str) -> None:
        """Put a file in the place of another."""
        with self._told(target):
            (self.path / path).replace(self.path / target)
            sync_folder((self.path / target).parent)

    def delete(self, path: str) -> None:
        """Take a file away."""
        with self._told(path):
            (self.path / path).unlink()

    def make_folder(self, path: str) -> None:
        """Make a folder that is not there."""
        with self._told(path):
            (self.path / path).mkdir()

    def remove_folder(self, path: str) -> None:
        """Take an empty folder away."""
        with self._told(path):
            (self.path / path).rmdir()

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise failure_of(error, str(self.path), path) from error


def entry_of(status: os.stat_result) -> Entry:
    """What a disk says of what stands under a name."""
    kind = Kind.FILE if stat.S_ISREG(status.st_mode) else Kind.FOLDER if stat.S_ISDIR(status.st_mode) else Kind.OTHER
    return Entry(kind, status.st_size)


def failure_of(error: OSError, location: str, path: str) -> PublishError:
    """What a disk could not do, told apart by what to do about it."""
    if error.errno == errno.ENOENT:
        return Missing(wording.missing(location, path) if path else wording.lacking(location))
    if error.errno in (errno.EEXIST, errno.ENOTEMPTY):
        return Occupied(wording.occupied(location, path))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Denied(wording.denied(location, path))
    if error.errno in _FULL:
        return Full(wording.full(location))
    return PublishError(wording.refused(location, path or "/", reason_of(error)))
