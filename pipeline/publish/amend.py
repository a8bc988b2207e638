"""Files that stand are replaced, all of them or none: laid aside, decided on in one step, then moved one by one.

What is decided on is finished by whoever comes next, should it be cut off. Each file is whole at every moment.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.disk import sync_folder, write_file

ASIDE = "internal/.amending"
_DECISION = "decided.json"


@dataclass(frozen=True, slots=True)
class Amendment:
    """What becomes of one folder: the new bytes of some files, the names of those that go; or it goes whole."""

    place: Path
    files: dict[str, bytes] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    is_whole: bool = False


def lay_aside(root: Path, amendments: Sequence[Amendment]) -> Path:
    """Write all new files beside what stands below ``root``. Nothing is decided yet; returns the folder."""
    aside = root / ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    for number, amendment in enumerate(amendments):
        place = aside / str(number)
        place.mkdir(parents=True)
        for name, content in amendment.files.items():
            write_file(place / name, content)
            if (amendment.place / name).is_file():
                (place / name).chmod((amendment.place / name).stat().st_mode & 0o7777)
        sync_folder(place)
    return aside


def decide(root: Path, amendments: Sequence[Amendment]) -> None:
    """From here on there is no way back: whoever comes next does what is laid aside."""
    told = [
        {
            "place": item.place.relative_to(root).as_posix(),
            "files": [*item.files],
            "gone": [*item.gone],
            "is_whole": item.is_whole,
        }
        for item in amendments
    ]
    write_file(root / ASIDE / _DECISION, json.dumps(told, ensure_ascii=False).encode())
    finish(root)


def finish(root: Path) -> None:
    """Do what is decided, however much of it was done before; drop what was only laid aside."""
    aside = root / ASIDE
    if not aside.is_dir():
        return
    if (aside / _DECISION).is_file():
        for number, told in enumerate(json.loads((aside / _DECISION).read_bytes())):
            _move(aside / str(number), root / told["place"], told)
        (aside / _DECISION).unlink()
    shutil.rmtree(aside)
    sync_folder(aside.parent)


def _move(aside: Path, place: Path, told: dict[str, Any]) -> None:
    if told.get("is_whole"):
        shutil.rmtree(place, ignore_errors=not place.exists())
        sync_folder(place.parent)
        return
    place.mkdir(parents=True, exist_ok=True)
    for name in told["files"]:
        if (aside / name).is_file():
            (aside / name).replace(place / name)
    for name in told["gone"]:
        (place / name).unlink(missing_ok=True)
    sync_folder(place)
