"""The files of an edition where they lie, each held to its digest: what is not as it was written is named."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import Text


class Halves(NamedTuple):
    """The two folders of one edition: what anybody may read, and what stays in the house."""

    public: Path
    internal: Path

    def path_of(self, file: Mapping[str, Any]) -> Path:
        """Where a file lies that ``edition.json`` names."""
        return (self.public if file["is_public"] else self.internal) / str(file["name"])


def check_files(halves: Halves, manifest: Mapping[str, Any]) -> None:
    """Hold each file of an edition to its digest, piece by piece. Raises ``OutsideWorldError``."""
    for file in manifest["distributions"]:
        path = halves.path_of(file)
        try:
            _refuse_odd(path)
            with path.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise _unreadable(path, error, halves) from error
        if found != file["sha256"]:
            raise _another(path, halves)


def read_held(path: Path, sha256: str, places: Halves | Path) -> bytes:
    """A file, which must have that digest. Raises ``OutsideWorldError``."""
    content = read_bytes(path, places)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _another(path, places)
    return content


def _another(path: Path, places: Halves | Path) -> OutsideWorldError:
    remedy = remedy_of(places)
    return OutsideWorldError(
        Text(
            f"{path}: ist nicht, womit die Ausgabe gemacht wurde; {remedy.de}",
            f"{path}: is not what the edition was made with; {remedy.en}",
        )
    )


def read_bytes(path: Path, places: Halves | Path) -> bytes:
    """A file of an edition. Raises ``OutsideWorldError``, with what to do where it is missing."""
    try:
        _refuse_odd(path)
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error, places) from error


def _refuse_odd(path: Path) -> None:
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))  # a pipe would be waited for, for ever


def _unreadable(path: Path, error: OSError, places: Halves | Path) -> OutsideWorldError:
    reason, remedy = reason_of(error), remedy_of(places)
    return OutsideWorldError(
        Text(
            f"{path}: nicht lesbar ({reason.de}); {remedy.de}",
            f"{path}: could not be read ({reason.en}); {remedy.en}",
        )
    )


def remedy_of(places: Halves | Path) -> Text:
    """What to do about an edition that is not whole. Without a backup a person decides that it is lost, not we."""
    folders = [os.path.realpath(place) for place in (places if isinstance(places, Halves) else (places,))]
    german, english = (f" {word} ".join(folders) for word in ("und", "and"))
    what = ("die Ordner", "the folders") if len(folders) > 1 else ("den Ordner", "the folder")
    return Text(
        "stellen Sie die Datei aus einer Sicherung her. Gibt es keine, nehmen Sie die Ausgabe weg "
        f"({what[0]} {german} und den Verweis „current“); dann gilt die Ausgabe davor",
        "restore the file from a backup. If there is none, take the edition away "
        f'({what[1]} {english} and the link "current"); then the edition before it counts',
    )
