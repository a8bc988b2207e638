"""The few things that we ask of a place that holds files: a folder, a server with SFTP, one with WebDAV.

Paths are parted by ``/`` and begin at the place itself, which is ``""``. What is there is told apart without following
any link.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import NamedTuple, Protocol


class Kind(Enum):
    """What stands under a name; ``OTHER`` is a link, a device: what we never make."""

    FILE = auto()
    FOLDER = auto()
    OTHER = auto()


class Entry(NamedTuple):
    """What stands under a name, and how many bytes it has if it is a file."""

    kind: Kind
    size_bytes: int = 0


class Remote(Protocol):
    """A place that holds files.

    Each call raises ``Missing``, ``Occupied``, ``Denied``, ``Full`` or another ``PublishError`` where trying again
    would not help, ``Passing`` where it may.
    """

    @property
    def is_near(self) -> bool:
        """Whether reading back costs nothing."""
        ...

    def list(self, folder: str) -> Mapping[str, Entry]:
        """What stands in a folder, by name."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        ...

    def write(self, path: str, content: bytes) -> None:
        """Write a file, over one that is there. Not in one step: a reader may see half of it."""
        ...

    def rename(self, path: str, target: str) -> None:
        """Put a file in the place of another, or where there is none, in one step as far as the place can."""
        ...

    def delete(self, path: str) -> None:
        """Take a file away."""
        ...

    def make_folder(self, path: str) -> None:
        """Make a folder whose parent is there. Raises ``Occupied`` where there is one: of two, one alone succeeds."""
        ...

    def remove_folder(self, path: str) -> None:
        """Take an empty folder away; never one with something in it."""
        ...
