"""What of a town's names of files and folders cannot be meant: its ``Dataset`` in, mistakes with their keys out.

Nothing leads out of the town's folder, on any system.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath

from pipeline.model.dataset import Dataset
from pipeline.model.report import Text
from pipeline.town.mistakes_in_columns import Mistake


def mistakes_in_places(dataset: Dataset) -> Iterator[Mistake]:
    """Those in the town's own name, in that of its strategy's file and in those of its workbooks."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", dataset.name):
        yield "name", _NAME
    elif len(dataset.name) > _LONGEST_NAME or _DEVICE.fullmatch(dataset.name):
        yield "name", _LONG if len(dataset.name) > _LONGEST_NAME else _RESERVED
    if dataset.strategy.file and not _is_below(dataset.strategy.file):
        yield "strategy.file", _outside(dataset.strategy.file)
    if not dataset.has_roadmap and dataset.catalog.datasets != ("vocabulary",):
        yield "workbooks", Text("nennen Sie mindestens eine Datei", "name one file at least")
    for pattern in filter(str.strip, dataset.workbooks):
        if not _is_below(pattern) or not _is_pattern(pattern):
            yield "workbooks", _outside(pattern)


def _is_below(path: str) -> bool:
    """Whether a path names something below the folder it starts from, also where Windows reads it."""
    parts = PurePosixPath(path).parts
    is_plain = "\\" not in path and not PureWindowsPath(path).drive
    return is_plain and bool(parts) and not path.startswith("/") and ".." not in parts


def _is_pattern(pattern: str) -> bool:
    """Two stars stand for folders, so they stand alone."""
    return not pattern.endswith("/") and all(part == "**" or "**" not in part for part in pattern.split("/"))


def _outside(path: str) -> Text:
    return Text(
        f"„{path}“ muss Dateien in diesem Ordner oder darunter nennen",
        f'"{path}" must name files beside this one or below it',
    )


# With what stands behind it, a name is that of a folder and of datasets on a portal.
_LONGEST_NAME = 80
_DEVICE = re.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_NAME = Text(
    "der Name wird Teil von Dateinamen und Adressen: nur Buchstaben ohne Umlaute, Ziffern und Bindestriche",
    "it becomes part of file names and addresses, so use letters, digits and hyphens alone",
)
_LONG = Text(f"höchstens {_LONGEST_NAME} Zeichen", f"{_LONGEST_NAME} signs at most")
_RESERVED = Text("so heißt unter Windows ein Gerät", "on Windows that is the name of a device")
