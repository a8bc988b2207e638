"""A town's folder and what of it is read, to what lies there and is not: each file with the reason.

What a program leaves there by itself, and what nobody takes for data, is passed over in silence.
"""

from __future__ import annotations

import filecmp
import re
from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from pipeline.model.checked_copy import is_checked_copy
from pipeline.model.likeness import ALIKE, TABLES, kinds_in, likeness
from pipeline.model.report import Text
from pipeline.model.unread import Unread


class _Folder(NamedTuple):
    """A town's folder: the workbooks in it that are read, and the files that the settings need besides."""

    path: Path
    workbooks: Collection[Path]
    settings: Collection[Path]

    def name(self, path: Path) -> str:
        """What is said of a path: its place in the folder, with a slash behind it where it is a folder itself."""
        return f"{path.relative_to(self.path).as_posix()}{'/' if path.is_dir() else ''}"


def find_unread(folder: Path, workbooks: Collection[Path], settings: Collection[Path]) -> tuple[Unread, ...]:
    """What lies in the folder besides these files, in the order of the names."""
    place = _Folder(folder, workbooks, settings)
    return tuple(told for path in _beside(place, folder) if (told := _told(path, place)))


def _beside(place: _Folder, within: Path) -> Iterator[Path]:
    """What is not read; folders as a whole, but for those in which something is read."""
    read = {*place.workbooks, *place.settings}
    for path in sorted(within.iterdir()):
        if path in read or any(fnmatchcase(path.name.lower(), pattern) for pattern in _HARMLESS):
            continue
        if any(path in file.parents for file in read):
            yield from _beside(place, path)
        elif not path.name.startswith(".") or _LOCK.fullmatch(path.name):
            yield path


def _told(path: Path, place: _Folder) -> Unread | None:
    if lock := _LOCK.fullmatch(path.name):
        opened = path.with_name(next(filter(None, lock.groups())))
        return Unread(place.name(opened), "file-open") if opened in place.workbooks else None
    name, kinds = place.name(path), _kinds_in(path.name)
    if not path.is_file() or not kinds:
        return Unread(name, "files-unread")
    if not (like := _like(path, kinds, place)):
        return Unread(name, "file-unread" if kinds & TABLES else "files-unread", reason=_NOT_NAMED)
    if _is_same(path, like):
        return Unread(name, "file-unread", place.name(like), _SAME)
    if path.stat().st_mtime_ns <= like.stat().st_mtime_ns:
        return Unread(name, "file-unread", place.name(like), _OLDER)
    return Unread(name, "checked-copy-newer" if is_checked_copy(path.name) else "file-newer", place.name(like))


def _is_same(path: Path, other: Path) -> bool:
    try:
        return filecmp.cmp(path, other, shallow=False)
    except OSError:  # what nobody may read is no reason to stop
        return False


def _like(path: Path, kinds: Collection[str], place: _Folder) -> Path | None:
    """The file that is read in the place of one called nearly so: a copy, an older version, another format of it."""
    candidates = [*place.workbooks] if TABLES & {*kinds} else []
    candidates += [file for file in place.settings if file.suffix.lower().strip(".") in kinds]
    similar = [(likeness(path.name, file.name), file) for file in candidates if file.is_file()]
    best, found = max(similar, default=(0.0, None))
    return found if best >= ALIKE else None


def _kinds_in(name: str) -> set[str]:
    """The endings in a name that say what it holds: of ``roadmap.xlsx.bak`` that is ``xlsx``."""
    return {*kinds_in(name)} & (TABLES | {"toml", "ttl"})


# Excel's lock file and LibreOffice's, with the name of what is open.
_LOCK = re.compile(r"~\$(.+)|\.~lock\.(.+)#")
_HARMLESS = (
    *("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "@eadir", "#recycle", "$recycle.bin"),
    *("system volume information", "lost+found", "__pycache__", "*.py", "*.md"),
)
_SAME = Text("der Inhalt ist der gleiche wie in „{}“", "its content is the same as that of “{}”")
_OLDER = Text("gelesen wird „{}“, und das ist neuer", "“{}” is read, which is newer")
_NOT_NAMED = Text(
    "die Einstellungen der Stadt nennen andere Dateien (workbooks)", "the settings of the town name others (workbooks)"
)
