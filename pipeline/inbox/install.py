"""A snapshot into the town's folder, in the place of the file that it is a newer version of."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from pipeline.disk import copy_stream, digest_of, find_unfinished, name_aside, sync_folder
from pipeline.inbox.failing import telling
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text


def install(snapshot: Path, target: Path) -> None:
    """Put an accepted file in the place of the town's own, in one step and with its rights; twice is once.

    Raises ``OutsideWorldError``; also for a link, for what lies there may not be the town's.
    """
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise OutsideWorldError(Text(f"{target}: ist keine gewöhnliche Datei", f"{target}: is no ordinary file"))
    with telling(target, "ließ sich nicht schreiben", "could not be written"):
        for left in find_unfinished(re.compile(re.escape(target.name)), target.parent):
            left.unlink()
        if not _is_same(snapshot, target):
            _replace(snapshot, target)


def _replace(snapshot: Path, target: Path) -> None:
    aside = name_aside(target)
    try:
        with snapshot.open("rb") as source:
            copy_stream(source, aside)
        if target.exists():
            _keep_rights(target.stat(), aside)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(target.parent)


def _keep_rights(of: os.stat_result, aside: Path) -> None:
    with suppress(PermissionError):  # only the system's owner may give a file away
        os.chown(aside, of.st_uid, of.st_gid)
    aside.chmod(of.st_mode & 0o7777)


def _is_same(snapshot: Path, target: Path) -> bool:
    if not target.is_file() or target.stat().st_size != snapshot.stat().st_size:
        return False
    with snapshot.open("rb") as one, target.open("rb") as other:
        return digest_of(one) == digest_of(other)
