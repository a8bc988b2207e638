"""What a run was made of and what it left behind, so that the next one knows whether anything changed.

Where both are as they were, the next run would come to the same to the byte: it need not be done.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import distributions
from pathlib import Path

from pipeline.disk import write_file
from pipeline.town.resources import find_resource

MARK = "footprint.json"
_OURS = (MARK, ".lock", "drops")
"""What lies in ``internal/`` and no run reads, by how its name begins."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """Two digests, of what a run is ``made_of`` and of what it ``left``; the code that it ended with, and the version
    that stands since, if it was published.
    """

    made_of: str
    left: str
    code: int
    version: str
    is_published: bool


def made_of(folder: Path, *choices: object) -> str:
    """The digest of everything that a run reads in a town's folder, of the program, and of what was chosen for it, the
    day above all. What lies in the inbox is no part of it.
    """
    told = hashlib.sha256(repr((_program(), *map(str, choices))).encode())
    for path in sorted(_files_of(folder)):
        told.update(repr(os.path.relpath(path, folder)).encode("utf-8", "surrogateescape"))
        with path.open("rb") as file:
            told.update(hashlib.file_digest(file, "sha256").digest())
    return told.hexdigest()


def _files_of(folder: Path) -> Iterator[Path]:
    """Each file once, wherever a link leads to it."""
    seen = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        folders[:] = [] if real in seen else [name for name in folders if not _is_inbox(folder, Path(place, name))]
        yield from () if real in seen else (path for name in files if (path := Path(place, name)).is_file())
        seen.add(real)


def _is_inbox(folder: Path, path: Path) -> bool:
    return path == folder / "inbox"


def left(output: Path) -> str:
    """The digest of what lies in a town's output: which edition is shown, which there are, what is kept in the house.

    Files are told by name, size and time alone, those of editions by their account.
    """
    public, internal = output / "public", output / "internal"
    told: list[object] = [str(link.readlink()) if (link := public / "current").is_symlink() else ""]
    for account in ("public/current/edition.json", f"internal/editions/{Path(str(told[0])).name}/edition.json"):
        path = output / account
        told.append(hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
    for place in (public, public / "editions", internal, internal / "editions", internal / "report"):
        told.append([_stamp(entry) for entry in sorted(_entries(place), key=lambda entry: entry.name)])
    return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()


def _entries(place: Path) -> list[os.DirEntry[str]]:
    if not place.is_dir():
        return []
    with os.scandir(place) as found:
        return [entry for entry in found if not (place.name == "internal" and entry.name.startswith(_OURS))]


def _stamp(entry: os.DirEntry[str]) -> tuple[str, int, int]:
    if entry.is_dir(follow_symlinks=False):
        return entry.name, 0, 0
    found = entry.stat(follow_symlinks=False)
    return entry.name, found.st_size, found.st_mtime_ns


def keep(output: Path, footprint: Footprint) -> None:
    """Write it down for the next run. A town without an output has none."""
    if (output / "internal").is_dir():
        write_file(output / "internal" / MARK, json.dumps(asdict(footprint)).encode())


def forget(output: Path) -> None:
    """What begins now may be cut off, and then nobody knows what it left."""
    (output / "internal" / MARK).unlink(missing_ok=True)


def unchanged(output: Path, made: str) -> Footprint | None:
    """The last run, where the next one would be made of the same and nothing it left was touched since."""
    try:
        kept = Footprint(**json.loads((output / "internal" / MARK).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return kept if kept.made_of == made and kept.left == left(output) else None


@lru_cache(maxsize=1)
def _program() -> str:
    """The digest of this program, its rules, its vocabulary and the versions of what it is built on."""
    told = hashlib.sha256(sys.version.encode())
    package = Path(__file__).parent
    places = dict.fromkeys((package, find_resource("ontology"), find_resource("shapes")))
    for place in places:
        for path in sorted(place.rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and "node_modules" not in path.parts:
                told.update(path.relative_to(place).as_posix().encode())
                told.update(path.read_bytes())
    told.update(repr(sorted(f"{each.name} {each.version}" for each in distributions())).encode())
    return told.hexdigest()
