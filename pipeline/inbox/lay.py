"""What became of a file, laid where staff look for it: the file and what was found in it, in a folder of its own.

The folder is whole or not there. Called again with the same after a crash, it does what is not done yet.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path, PurePath

from pipeline.disk import copy_stream, digest_of, find_unfinished, remove, sync_folder, write_folder_aside
from pipeline.inbox.failing import telling
from pipeline.inbox.take import Taken
from pipeline.model.edition import Distribution


def lay(taken: Taken, inbox: Path, kind: str, when: datetime, files: Iterable[Distribution]) -> Path:
    """Lay a copy of a file and what was found in it into ``inbox/<kind>/<stem> <when>/``; returns that folder.

    ``when`` is a moment of the town's own clock. Raises ``OutsideWorldError``.
    """
    target = inbox / kind / f"{taken.snapshot.stem.rstrip(' .')} {when:%Y-%m-%d %H.%M.%S}"
    with telling(target, "ließ sich nicht schreiben", "could not be written"):
        target = _own(target, taken)
        _sweep(target)
        if not target.is_dir():
            _write(target, taken, files)
    return target


def _own(target: Path, taken: Taken) -> Path:
    """The folder of this file, or the first free name for it: two files may be called alike in the same second."""
    for place in _numbered(target):
        if not os.path.lexists(place) or _holds(place / taken.snapshot.name, taken.sha256):
            return place
    raise AssertionError


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    yield from (path.with_name(f"{path.name} ({number})") for number in count(2))


def _holds(path: Path, sha256: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return digest_of(stream) == sha256


def _sweep(target: Path) -> None:
    for left in find_unfinished(re.compile(re.escape(target.name)), target.parent):
        remove(left)


def _write(target: Path, taken: Taken, files: Iterable[Distribution]) -> None:
    try:
        aside = write_folder_aside(target, _apart(files, taken.snapshot.name))
        with taken.snapshot.open("rb") as source:
            copy_stream(source, aside / taken.snapshot.name)
        sync_folder(aside)
        aside.rename(target)
    except OSError:
        _sweep(target)
        raise
    sync_folder(target.parent)
    sync_folder(target.parents[1])


def _apart(files: Iterable[Distribution], taken_name: str) -> Iterator[Distribution]:
    """The files, each with a name of its own, also on a drive that tells no large letters from small."""
    used = {_folded(taken_name)}
    for file in files:
        name, free = PurePath(file.name), file.name
        numbers = count(2)
        while _folded(free) in used:
            free = f"{name.stem} ({next(numbers)}){name.suffix}"
        used.add(_folded(free))
        yield replace(file, name=free)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
