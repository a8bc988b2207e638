"""What was taken back is asked for where it was: what to look for, what was looked at, and where it still stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.model.report import Text

Says: TypeAlias = Callable[[str, bytes], bool]
"""Whether something stands in a file of that name, in whatever spelling, packed or not."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What must not be found: what ``says`` knows it by in bytes; and for places that are asked in words, the IRIs
    (with all that hangs below), texts, the keys of projects, the folders below the base that only it had, and the
    graphs of a store.
    """

    says: Says
    iris: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()

    def is_in_folder(self, path: str) -> bool:
        """Whether a path lies in a folder that must be gone."""
        return any(path == folder or path.startswith(f"{folder}/") for folder in self.folders)


@dataclass(frozen=True, slots=True)
class Looked:
    """How much of one kind was looked at: 120 files, 14 graphs."""

    what: Text
    count: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What a place answered: what was looked at there, and where something was found."""

    place: str
    location: str
    looked: tuple[Looked, ...]
    found: tuple[str, ...] = ()
