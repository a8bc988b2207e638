"""A town's public folder to the files that are to stand at the destination, each with its digest.

Only plain files of ``public/`` go: no link is followed, so nothing of the house leaves it that way. Of the editions
those go that count, with the files that their own ``edition.json`` names. ``current`` goes as copies of the files of
the newest edition, for many servers have no links.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.publish.folder import Folder
from pipeline.publish.manifest import MANIFEST, read_public_manifest
from pipeline.publish.site import STATE
from pipeline.publish.web import wording


class Print(NamedTuple):
    """By what a file is known: its size and the SHA-256 of its bytes."""

    size_bytes: int
    sha256: str


def print_of(content: bytes) -> Print:
    """The print of some bytes."""
    return Print(len(content), hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class Wanted:
    """The files that are to be there by their paths, where they lie in the house, and what is left out."""

    files: dict[str, Print]
    sources: dict[str, Path]
    left_out: tuple[str, ...] = ()

    def read(self, path: str) -> bytes:
        """The bytes of a file, which must not have changed. Raises ``OutsideWorldError``."""
        content = _read(self.sources[path])
        if print_of(content) != self.files[path]:
            raise OutsideWorldError(wording.changed_meanwhile(self.sources[path]))
        return content


def read_wanted(folder: Folder, version: str) -> Wanted:
    """What is to be there when ``version`` is the current edition. Raises ``OutsideWorldError``."""
    _refuse_half_written(folder)
    left_out: list[str] = []
    sources: dict[str, Path] = {}
    for path in _plain_files(folder.public, left_out):
        sources[path] = folder.public / path
    for each in folder.versions():
        for name in _files_of(folder.editions / each, left_out):
            sources[f"editions/{each}/{name}"] = folder.editions / each / name
    named = _files_of(folder.editions / version, [])
    sources |= {f"current/{name}": folder.editions / version / name for name in named}
    left_out += [f"editions/{path.name}" for path in folder.passed_over() if path.parent == folder.editions]
    contents = {path: print_of(_read(source)) for path, source in sorted(sources.items())}
    return Wanted(contents, sources, tuple(sorted(left_out)))


def _plain_files(public: Path, left_out: list[str]) -> Iterator[str]:
    """All files beside the editions."""
    for above, folders, names in os.walk(public):
        place = Path(above).relative_to(public)
        if place == Path():
            folders[:] = [name for name in folders if name not in ("editions", "current")]
        for name in [*folders, *names]:
            path = (place / name).as_posix()
            if (public / path).is_symlink():
                left_out += [path] if path != "current" else []
            elif name in names and (public / path).is_file() and not _is_unfit(path, left_out):
                yield path


def _is_unfit(path: str, left_out: list[str]) -> bool:
    """Whether a name cannot be told to every server; ``.roadmap`` is ours there."""
    is_unfit = not path.isprintable() or "\\" in path or path.split("/", maxsplit=1)[0] == ".roadmap"
    left_out += [path] if is_unfit else []
    return is_unfit


def _files_of(edition: Path, left_out: list[str]) -> list[str]:
    """The files of an edition, held to the digests that it names. Raises ``OutsideWorldError``."""
    told = {file["name"]: file["sha256"] for file in read_public_manifest(edition)["distributions"]}
    for name, sha256 in told.items():
        if (edition / name).is_symlink() or print_of(_read(edition / name)).sha256 != sha256:
            raise OutsideWorldError(wording.changed_meanwhile(edition / name))
    others = sorted(path.name for path in edition.iterdir() if path.name not in {*told, MANIFEST})
    left_out += [f"editions/{edition.name}/{name}" for name in others]
    return [*told, MANIFEST]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutsideWorldError(wording.unreadable(path, reason_of(error))) from error


def _refuse_half_written(folder: Folder) -> None:
    """Pages of which some are of this edition and some of the one before link to what is not there."""
    state = folder.internal / STATE
    if not state.is_file():
        return
    try:
        files = json.loads(_read(state)).get("files", {})
        torn = [path for path, digest in files.items() if not digest]
    except (ValueError, AttributeError) as error:
        raise OutsideWorldError(wording.half_written(state)) from error
    if torn or list(_other(folder.public, files.items())):
        raise OutsideWorldError(wording.half_written(folder.public))


def _other(public: Path, files: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Pages that are not there as they were written."""
    yield from (path for path, sha256 in files if print_of(_read(public / path)).sha256 != sha256)
