"""A town's output folder: ``public/``, which may be served as it is, and ``internal/``, which stays in the house.

Each edition has a half in both. It counts with its whole ``edition.json`` alone; whatever else lies there is passed
over, and left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.disk import find_unfinished, remove
from pipeline.model.edition import Distribution, Edition, Receipt
from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import Text
from pipeline.publish.amend import Amendment, finish
from pipeline.publish.halves import (
    VERSION,
    fault_of,
    finish_halves,
    named_in,
    read_shown,
    switch,
    version_order,
    write_halves,
)
from pipeline.publish.held import Halves
from pipeline.publish.lock import lock, no_fence, share
from pipeline.publish.manifest import (
    check_manifest,
    read_edition,
    read_manifest,
    read_named,
    render_manifests,
)
from pipeline.publish.report import write_report
from pipeline.publish.upgrade import upgrade

_BESIDE = re.compile("current")


@dataclass(frozen=True, slots=True)
class Folder:
    """The output folder of one town, which has the town's name. ``fence`` raises where nothing may go out any more."""

    path: Path
    fence: Callable[[], None] = field(default=no_fence, compare=False)

    @property
    def public(self) -> Path:
        """What may be served: nothing but what anybody may read."""
        return self.path / "public"

    @property
    def internal(self) -> Path:
        """What is not for the public: reports, what was typed, the journal of what was sent to a portal."""
        return self.path / "internal"

    @property
    def current(self) -> Path:
        """The public half of the newest edition."""
        return self.public / "current"

    @property
    def editions(self) -> Path:
        """Where the public halves of all editions lie."""
        return self.public / "editions"

    @property
    def report(self) -> Path:
        """Where the report of the last run lies."""
        return self.internal / "report"

    def halves(self, version: str) -> Halves:
        """Where an edition of that version lies, or would."""
        return Halves(self.editions / version, self._kept / version)

    @property
    def _kept(self) -> Path:
        return self.internal / "editions"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs out, and put in order what a run that was killed, or an older program, left behind.

        Raises ``OutsideWorldError`` where the newest edition is not whole.
        """
        self._make()
        with lock(self.internal / ".lock", self.path):
            self._put_in_order()
            yield

    @contextmanager
    def on_its_way(self, destination: str) -> Iterator[None]:
        """Keep runs out while the edition goes to one destination, beside others that go elsewhere.

        Raises ``OutsideWorldError`` as ``locked`` does, and where somebody sends to the same destination.
        """
        self._make()
        with lock(self.internal / f".lock-{destination}", self.path), self.shared():
            yield

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Keep runs out that change the folder, beside others that read it or send what lies there elsewhere.

        Raises ``OutsideWorldError`` as ``locked`` does.
        """
        self._make()
        with share(self.internal / ".lock", self.path, self._put_in_order):
            yield

    def _make(self) -> None:
        # Once, and nobody's business later: should a server show too much, its account still reads nothing in there.
        self.internal.mkdir(mode=0o750, parents=True, exist_ok=True)

    def _put_in_order(self) -> None:
        self._clear_up()
        upgrade(self.path, self.public, self.internal)
        self._recover()

    def _clear_up(self) -> None:
        """Finish what only had to be put in its place, and drop what was never finished."""
        finish(self.path)
        finish_halves(map(self.halves, self._named()), town=self.path.name)
        for called, folder in ((_BESIDE, self.public), (VERSION, self.editions), (VERSION, self._kept)):
            for half in find_unfinished(called, folder):
                remove(half)

    def _recover(self) -> None:
        """Switch ``current`` to an edition that was finished and not yet shown."""
        current, named = self._shown(), self._named()
        if current is None:
            newest = named[-1] if named else None  # were it passed over, what it holds would be lost without a word
        else:
            later = [version for version in named if version_order(version) > version_order(current)]
            newest = next((version for version in reversed(later) if self._fault(version) is None), current)
        if newest is None:
            return
        if fault := self._fault(newest):
            raise fault
        if newest != current:
            switch(self.current, Path("editions") / newest)

    def _fault(self, version: str) -> OutsideWorldError | None:
        return fault_of(self.halves(version), town=self.path.name)

    def publish(self, edition: Edition) -> Receipt:
        """Build the edition aside and switch ``current`` to it. The same content as the current one changes nothing."""
        current = self._shown()
        if current and read_manifest(self.halves(current))["digest"] == edition.digest:
            return Receipt("folder", str(self.editions / current), changed=False)
        target = self.halves(edition.version)
        try:
            write_halves(edition, target, self.fence)
            self.fence()
            switch(self.current, Path("editions") / edition.version)
        except OSError as error:
            raise OutsideWorldError(
                Text(
                    f"{target.public}: Die Ausgabe ließ sich nicht schreiben ({reason_of(error).de})",
                    f"{target.public}: the edition could not be written ({reason_of(error).en})",
                )
            ) from error
        return Receipt("folder", str(target.public), changed=True)

    def amendments(self, before: Edition, after: Edition) -> Iterator[Amendment]:
        """What becomes of the two halves of an edition in which something is amended."""
        old = {file.name: file.content for file in before.distributions}
        for half, manifest in zip(self.halves(after.version), render_manifests(after), strict=True):
            files = [file for file in (*after.distributions, manifest) if file.is_public == manifest.is_public]
            stays = {file.name for file in after.distributions}
            gone = [file.name for file in before.distributions if file.name not in stays]
            changed = {file.name: file.content for file in files if file.content != old.get(file.name)}
            yield Amendment(half, changed, tuple(name for name in gone if (half / name).is_file()))

    def write_report(self, files: Iterable[Distribution]) -> Path:
        """Replace the report of the last run, but for what somebody worked in since. Returns its folder."""
        target = self.report
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
        """The ``edition.json`` that tells all; ``None`` where there is no such edition. Raises
        ``OutsideWorldError``."""
        halves = self._place(version)
        return self._read(halves) if halves else None

    def read_edition(self, version: str = "current", names: Container[str] | None = None) -> Edition | None:
        """An edition with its files, or with those of these ``names`` alone; ``None`` where there is none."""
        halves = self._place(version)
        return read_edition(halves, self._read(halves), names) if halves else None

    def read_file(self, name: str) -> bytes:
        """A file of the current edition, held to its digest. Raises ``OutsideWorldError``."""
        halves = self.halves(self._shown() or "current")
        return read_named(halves, self._read(halves), name)

    def find_file(self, version: str, name: str) -> bytes:
        """A file of an edition, held to its digest; empty where the edition, as of an older program, has none."""
        edition = self.read_edition(version, (name,))
        return edition.distributions[0].content if edition and edition.distributions else b""

    def versions(self) -> list[str]:
        """All versions, the oldest first."""
        return [version for version in self._named() if self._counts(version)]

    def passed_over(self) -> list[Path]:
        """What is called like an edition and is none."""
        halves = (half for version in self._named() if not self._counts(version) for half in self.halves(version))
        return [half for half in halves if half.exists() or half.is_symlink()]

    def taken(self) -> frozenset[str]:
        """The names that a new edition cannot have."""
        folders = (folder for folder in (self.editions, self._kept) if folder.is_dir())
        return frozenset(path.name for folder in folders for path in folder.iterdir())

    def _named(self) -> list[str]:
        """All that is called like an edition, the oldest first."""
        return named_in(self.editions, self._kept)

    def _counts(self, version: str) -> bool:
        try:
            self._read(self.halves(version))
        except OutsideWorldError:
            return False
        return True

    def _read(self, halves: Halves) -> dict[str, Any]:
        manifest = read_manifest(halves)
        check_manifest(manifest, halves, town=self.path.name)
        return manifest

    def _place(self, version: str) -> Halves | None:
        """The folders of an edition; ``None`` where there is none. Raises where ``current`` leads nowhere."""
        named = self._shown() if version == "current" else version
        return self.halves(named) if named in self._named() else None

    def _shown(self) -> str | None:
        """The version that ``current`` leads to; ``None`` without it. Raises where it leads nowhere."""
        return read_shown(self.current, self.editions)
