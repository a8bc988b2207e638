"""A place for files that is asked again where it was busy or the line was cut, and asked so that this does no harm."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from pipeline.publish.failures import Missing
from pipeline.publish.patience import Patience
from pipeline.publish.web.remote import Entry, Remote


@dataclass(frozen=True, slots=True)
class Patient:
    """A ``Remote`` that tries again what is the same when it is done twice.

    Where the answer to a renaming was lost, the file is in its new place and no longer in the old one: that stands for
    done.
    """

    remote: Remote
    patience: Patience

    @property
    def is_near(self) -> bool:
        """Whether reading back costs nothing."""
        return self.remote.is_near

    def list(self, folder: str) -> Mapping[str, Entry]:
        """What stands in a folder, by name."""
        return self.patience(self.remote.list, folder)

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return self.patience(self.remote.read, path)

    def write(self, path: str, content: bytes) -> None:
        """Write a file, over one that is there."""
        self.patience(self.remote.write, path, content)

    def rename(self, path: str, target: str) -> None:
        """Put a file in the place of another."""
        tries: list[str] = []

        def act() -> None:
            tries.append(path)
            try:
                self.remote.rename(path, target)
            except Missing:
                if len(tries) == 1 or not self._has(target):
                    raise

        self.patience(act)

    def delete(self, path: str) -> None:
        """Take a file away; one that is gone is gone."""

        def act() -> None:
            with suppress(Missing):
                self.remote.delete(path)

        self.patience(act)

    def make_folder(self, path: str) -> None:
        """Make a folder that is not there."""
        self.patience(self.remote.make_folder, path)

    def remove_folder(self, path: str) -> None:
        """Take an empty folder away."""

        def act() -> None:
            with suppress(Missing):
                self.remote.remove_folder(path)

        self.patience(act)

    def _has(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        return name in self.remote.list(folder)
