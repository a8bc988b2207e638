"""A file in the inbox to a snapshot of it, called by its digest: whole and on the disk, or not there."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from pipeline.disk import name_aside, sync_folder
from pipeline.inbox.scan import Entry, digest_of_file
from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import Text

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot, and where the file lay that it is of."""

    snapshot: Path
    sha256: str
    size_bytes: int
    path: Path


def take(entry: Entry, drops: Path) -> Taken | None:
    """Copy a file to ``drops/<sha256>/<name>``. ``None`` where it is not what was seen any more.

    Raises ``OutsideWorldError`` where the copy cannot be written.
    """
    target = drops / entry.sha256 / entry.name
    taken = Taken(target, entry.sha256, entry.size, entry.path)
    try:
        if target.is_file() and digest_of_file(target) == entry.sha256:
            return taken
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        return taken if _copy(entry, target) else None
    except OSError as error:
        why = reason_of(error)
        raise OutsideWorldError(
            Text(
                f"{target}: „{entry.name}“ ließ sich nicht aufnehmen ({why.de})",
                f"{target}: “{entry.name}” could not be taken ({why.en})",
            )
        ) from error


def _copy(entry: Entry, target: Path) -> bool:
    aside, digest = name_aside(target), hashlib.sha256()
    try:
        with entry.path.open("rb") as source, aside.open("xb") as copy:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        if digest.hexdigest() != entry.sha256:
            return False
        aside.chmod(0o640)
        aside.replace(target)
    except FileNotFoundError:
        if entry.path.exists():
            raise
        return False  # it went before it was copied
    finally:
        aside.unlink(missing_ok=True)
        _drop_empty(target.parent)
    sync_folder(target.parent)
    sync_folder(target.parent.parent)
    return True


def _drop_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
