"""Whether a file is still the one that was read, or was replaced by its author in the meantime."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text


class Stamp(NamedTuple):
    """What changes when a file is written to."""

    size_bytes: int
    modified_ns: int


def read_stamp(path: Path) -> Stamp:
    """The stamp that a file has now."""
    status = path.stat()
    return Stamp(status.st_size, status.st_mtime_ns)


def refuse_changed(path: Path, stamp: Stamp) -> None:
    """Its digest, its account and its rows would speak of different files."""
    if read_stamp(path) != stamp:
        raise changed(path)


def changed(path: Path) -> OutsideWorldError:
    """A file that was written to in the meantime."""
    return OutsideWorldError(
        Text(f"{path} wurde geändert, während die Datei gelesen wurde", f"{path} changed while it was being read")
    )
