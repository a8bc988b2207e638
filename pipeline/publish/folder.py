"""Editions as folders: ``editions/<version>/`` and ``current`` beside them, switched in one step.

An edition counts with its whole ``edition.json`` alone; whatever else lies there is passed over, and left alone.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.model.edition import Distribution, Edition, Receipt
from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import Text
from pipeline.publish.disk import find_unfinished, name_aside, remove, sync_folder, write_folder_aside
from pipeline.publish.manifest import check_manifest, read_edition, read_manifest, read_named, render_manifest
from pipeline.publish.report import write_report

_VERSION = re.compile(r"\d{4}-\d\d-\d\d(\.\d+)?", re.ASCII)
_BESIDE = re.compile("current")


@dataclass(frozen=True, slots=True)
class Folder:
    """The output folder of one town, which has the town's name."""

    path: Path

    @property
    def current(self) -> Path:
        """The newest edition."""
        return self.path / "current"

    @property
    def editions(self) -> Path:
        """Where all editions lie."""
        return self.path / "editions"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs out, and put in order what a run that was killed left behind.

        Raises ``OutsideWorldError`` where the newest edition is not whole.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise OutsideWorldError(
                    Text(
                        f"{self.path}: Hier arbeitet schon ein anderer Lauf; versuchen Sie es, wenn er fertig ist",
                        f"{self.path}: another run is at work here; try again when it is done",
                    )
                ) from error
            self._recover()
            yield

    def _recover(self) -> None:
        """Drop what was never finished, and switch ``current`` to an edition that was finished and not yet shown."""
        for half in (*find_unfinished(_BESIDE, self.path), *find_unfinished(_VERSION, self.editions)):
            remove(half)
        current, named = self._place("current"), self._named()
        if current is None:
            newest = named[-1] if named else None  # were it passed over, what it holds would be lost without a word
        else:
            later = [version for version in named if _version_order(version) > _version_order(current.name)]
            newest = next((version for version in reversed(later) if self._fault(version) is None), current.name)
        if newest is None:
            return
        if fault := self._fault(newest):
            raise fault
        if current is None or newest != current.name:
            _switch(self.current, Path("editions") / newest)

    def _fault(self, version: str) -> OutsideWorldError | None:
        """Why an edition is not whole, each file held to its digest."""
        place = self.editions / version
        try:
            read_edition(place, self._read(place))
        except OutsideWorldError as error:
            return error
        return None

    def publish(self, edition: Edition) -> Receipt:
        """Build the edition aside and switch ``current`` to it. The same content as the current one changes nothing."""
        current = self._place("current")
        if current and read_manifest(current)["digest"] == edition.digest:
            return Receipt("folder", str(current.resolve()), changed=False)
        target = self.editions / edition.version
        try:
            aside = write_folder_aside(target, (*edition.distributions, render_manifest(edition)))
            _move(aside, target)
            _switch(self.current, Path("editions") / edition.version)
        except OSError as error:
            raise OutsideWorldError(
                Text(
                    f"{target}: Die Ausgabe ließ sich nicht schreiben ({reason_of(error).de})",
                    f"{target}: the edition could not be written ({reason_of(error).en})",
                )
            ) from error
        return Receipt("folder", str(target), changed=True)

    def write_report(self, files: Iterable[Distribution]) -> Path:
        """Replace the report of the last run, but for what somebody worked in since. Returns its folder."""
        target = self.path / "report"
        try:
            write_report(target, files)
        except OSError as error:
            raise OutsideWorldError(
                Text(
                    f"{target}: Der Prüfbericht ließ sich nicht schreiben ({reason_of(error).de})",
                    f"{target}: the report could not be written ({reason_of(error).en})",
                )
            ) from error
        return target

    def manifest(self, version: str = "current") -> dict[str, Any] | None:
        """The ``edition.json`` of an edition; ``None`` where there is none. Raises ``OutsideWorldError``."""
        place = self._place(version)
        return self._read(place) if place else None

    def read_edition(self, version: str = "current") -> Edition | None:
        """An edition with all its files, as it was written; ``None`` where there is none."""
        place = self._place(version)
        return read_edition(place, self._read(place)) if place else None

    def read_file(self, name: str) -> bytes:
        """A file of the current edition, held to its digest. Raises ``OutsideWorldError``."""
        place = self._place("current") or self.current
        return read_named(place, self._read(place), name)

    def versions(self) -> list[str]:
        """All versions, the oldest first."""
        return [version for version in self._named() if self._counts(version)]

    def passed_over(self) -> list[Path]:
        """What is called like an edition and is none."""
        return [self.editions / version for version in self._named() if not self._counts(version)]

    def taken(self) -> frozenset[str]:
        """The names that a new edition cannot have."""
        return frozenset(path.name for path in self.editions.iterdir()) if self.editions.is_dir() else frozenset()

    def _named(self) -> list[str]:
        """All that is called like an edition, the oldest first."""
        return sorted(filter(_VERSION.fullmatch, self.taken()), key=_version_order)

    def _counts(self, version: str) -> bool:
        try:
            self._read(self.editions / version)
        except OutsideWorldError:
            return False
        return True

    def _read(self, place: Path) -> dict[str, Any]:
        manifest = read_manifest(place)
        check_manifest(manifest, place, town=self.path.name)
        return manifest

    def _place(self, version: str) -> Path | None:
        """The folder of an edition; ``None`` where there is none. Raises where ``current`` leads nowhere."""
        if version != "current":
            return self.editions / version if version in self._named() else None
        if not self.current.is_symlink():
            if self.current.exists():
                raise OutsideWorldError(_no_link(self.current))
            return None
        place = Path(os.path.realpath(self.current))  # a link in a circle is no error
        if place.parent != self.editions.resolve() or place.name not in self._named():
            raise OutsideWorldError(_astray(self.current))
        return self.editions / place.name


def _no_link(current: Path) -> Text:
    return Text(
        f"{current}: ist kein Verweis auf eine Ausgabe; ersetzen Sie es durch einen auf die neueste",
        f"{current}: is no link to an edition; replace it by a link to the newest one",
    )


def _astray(current: Path) -> Text:
    target = current.readlink()
    return Text(
        f"{current}: führt nach {target}, und dort liegt keine Ausgabe; stellen Sie diese aus einer Sicherung her. "
        "Gibt es keine, löschen Sie den Verweis; dann gilt die neueste Ausgabe, die noch da ist",
        f"{current}: leads to {target}, where there is no edition; restore it from a backup. If there is none, delete "
        "the link; then the newest edition that is still there counts",
    )


def _version_order(version: str) -> tuple[str, int]:
    """The day, then the number on that day: 2026-11-22.10 comes after 2026-11-22.9."""
    day, _, number = version.partition(".")
    return day, int(number) if number.isdigit() else 1


def _move(aside: Path, target: Path) -> None:
    """Rename a folder to a name that nothing has yet: editions are never changed."""
    if target.exists() or target.is_symlink():  # an empty folder would be replaced without a word
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    aside.rename(target)
    sync_folder(target.parent)


def _switch(link: Path, target: Path) -> None:
    """Point ``link`` to ``target`` in one step: a reader sees the old edition or the new one, never none."""
    aside = name_aside(link)
    aside.symlink_to(target, target_is_directory=True)
    aside.replace(link)
    sync_folder(link.parent)
