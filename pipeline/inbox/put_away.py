"""What became of a file, laid where staff look for it; and the accepted one put into the town's folder.

Both may be called again with the same after a crash: what is done stays, what is not is done.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pipeline.disk import name_aside, sync_folder, write_file
from pipeline.inbox.scan import digest_of_file
from pipeline.model.edition import Distribution
from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import Text


def put_away(
    dropped: Path | None, snapshot: Path, inbox: Path, kind: str, when: datetime, files: Iterable[Distribution]
) -> Path:
    """Lay a file and what was found in it into a folder of its own in ``inbox/<kind>``; returns that folder.

    ``dropped`` is where it lay; it goes from there if it still has the bytes of the snapshot. ``when`` is a moment of
    the town's own clock. Raises ``OutsideWorldError``.
    """
    target = inbox / kind / f"{snapshot.stem} {when:%Y-%m-%d %H.%M.%S}"
    try:
        target.mkdir(parents=True, exist_ok=True)
        for file in files:
            write_file(target / file.name, file.content)
        if not (target / snapshot.name).is_file():
            write_file(target / snapshot.name, snapshot.read_bytes())
        if dropped is not None:
            _clear(dropped, snapshot)
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


def _clear(dropped: Path, snapshot: Path) -> None:
    """Take the file out of the inbox, unless somebody has put another in its place meanwhile.

    It is moved aside before it is looked at, so that nobody replaces it between the look and its end.
    """
    aside = name_aside(dropped)
    for left in dropped.parent.glob(f".{dropped.name}.*.unfinished"):  # of a start that was killed here
        _settle(left, dropped, snapshot)
    if dropped.is_file():
        dropped.rename(aside)
        _settle(aside, dropped, snapshot)
        sync_folder(dropped.parent)


def _settle(aside: Path, dropped: Path, snapshot: Path) -> None:
    if digest_of_file(aside) == digest_of_file(snapshot):
        aside.unlink()
    elif not dropped.exists():
        aside.rename(dropped)
    else:  # two newer ones: both stay, and the older is asked about
        shutil.move(aside, dropped.with_stem(f"{dropped.stem} (1)"))


def _not_written(target: Path, error: OSError) -> Text:
    why = reason_of(error)
    return Text(
        f"{target}: ließ sich nicht schreiben ({why.de})",
        f"{target}: could not be written ({why.en})",
    )
