"""What became of a file, laid where staff look for it; and the accepted one put into the town's folder.

Both may be called again with the same after a crash: what is done stays, what is not is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pipeline.disk import find_unfinished, name_aside, sync_folder, write_file
from pipeline.inbox.scan import digest_of_file
from pipeline.inbox.take import Taken
from pipeline.model.edition import Distribution
from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import Text


def lay(taken: Taken, inbox: Path, kind: str, when: datetime, files: Iterable[Distribution]) -> Path:
    """Lay a file and what was found in it into a folder of its own in ``inbox/<kind>``; returns that folder.

    The file goes from where it lay if it still has the bytes of the snapshot. ``when`` is a moment of the town's own
    clock. Raises ``OutsideWorldError``.
    """
    snapshot = taken.snapshot
    target = inbox / kind / f"{snapshot.stem} {when:%Y-%m-%d %H.%M.%S}"
    try:
        target.mkdir(parents=True, exist_ok=True)
        for file in files:
            write_file(target / file.name, file.content)
        if not (target / snapshot.name).is_file():
            write_file(target / snapshot.name, snapshot.read_bytes())
        _clear(taken)
    except OSError as error:
        raise OutsideWorldError(_not_written(target, error)) from error
    return target


def install(snapshot: Path, target: Path) -> None:
    """Put an accepted file in the place of the town's own, in one step. Raises ``OutsideWorldError``."""
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise OutsideWorldError(
            Text(f"{target}: ist keine gewöhnliche Datei", f"{target}: is no ordinary file"),
        )
    try:
        if not target.is_file() or digest_of_file(target) != digest_of_file(snapshot):
            write_file(target, snapshot.read_bytes())
    except OSError as error:
        raise OutsideWorldError(_not_written(target, error)) from error


def _clear(taken: Taken) -> None:
    """Take the file out of the inbox, unless somebody has put another in its place meanwhile.

    It is moved aside before it is looked at, so that nobody replaces it between the look and its end.
    """
    dropped = taken.path
    for left in find_unfinished(re.compile(re.escape(dropped.name)), dropped.parent):  # of a start that was killed here
        _settle(left, taken)
    if dropped.is_file():
        aside = name_aside(dropped)
        dropped.rename(aside)
        _settle(aside, taken)
        sync_folder(dropped.parent)


def _settle(aside: Path, taken: Taken) -> None:
    """Delete what is moved aside if it is what was taken; else put it back, over nothing that came meanwhile."""
    if digest_of_file(aside) == taken.sha256:
        aside.unlink()
        return
    place, number = taken.path, 0
    while True:
        if _is_put_back(aside, place):
            return
        number += 1  # two newer ones: both stay, and one of them is asked about
        place = taken.path.with_stem(f"{taken.path.stem} ({number})")


def _is_put_back(aside: Path, place: Path) -> bool:
    """Give a file its name back; false where another has that by now."""
    try:
        place.hardlink_to(aside)
    except FileExistsError:
        if not place.samefile(aside):
            return False
    except OSError:  # some shares know no second name for a file
        if place.exists():
            return False
        aside.rename(place)
        return True
    aside.unlink()
    return True


def _not_written(target: Path, error: OSError) -> Text:
    why = reason_of(error)
    return Text(
        f"{target}: ließ sich nicht schreiben ({why.de})",
        f"{target}: could not be written ({why.en})",
    )
