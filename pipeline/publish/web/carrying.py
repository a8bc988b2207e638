"""Doing what is to be done at a destination: all that is new beside, then into its place, then what goes.

Until the first file is put into its place, a run that is cut off has changed nothing that anybody sees. From then on
the ledger says what was about to change, so the next run knows what is ours whatever it finds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from pipeline.publish.failures import Missing, Occupied, PublishError
from pipeline.publish.site import emptied
from pipeline.publish.web import wording
from pipeline.publish.web.difference import Difference, folders_of
from pipeline.publish.web.holding import Hold
from pipeline.publish.web.ledger import LEDGER, OURS, Ledger, render_ledger
from pipeline.publish.web.remote import Entry, Kind, Remote
from pipeline.publish.web.survey import Survey, look_at
from pipeline.publish.web.wanted import Print, Wanted, print_of

ASIDE = f"{OURS}/new"
_ALL_READ, _EVERY = 200, 10
"""From afar so many files are read back, and of those beyond every tenth."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A destination with what was found there, what is wanted, and the lock that is held."""

    remote: Remote
    location: str
    found: Survey
    wanted: Wanted
    difference: Difference
    held: Hold

    def carry_out(self, *, before: Ledger, after: Ledger) -> None:
        """Bring it to what is wanted. ``before`` and ``after`` are its ledger, with the files of then."""
        self._upload()
        self.held.confirm()
        self._note(replace(before, moving=dict(self._moving())))
        self._place()
        self._take_away()
        self._note(after)
        self._clear_up()

    def _upload(self) -> None:
        """All that is new, aside; what a run before has brought already stays. Then a look at whether it arrived."""
        with suppress(Occupied):
            self.remote.make_folder(ASIDE)
        there = self.remote.list(ASIDE)
        for path in self.difference.placed:
            self.held.keep()
            name = self._aside_name(path)
            if there.get(name) != Entry(Kind.FILE, self.wanted.files[path].size_bytes):
                self.remote.write(f"{ASIDE}/{name}", self.wanted.read(path))
        if wrong := list(self._damaged()):
            for path in wrong:
                self.remote.delete(f"{ASIDE}/{self._aside_name(path)}")
            raise PublishError(wording.damaged_on_the_way(self.location, wrong))

    def _damaged(self) -> Iterator[str]:
        there = self.remote.list(ASIDE)
        for number, path in enumerate(self.difference.placed):
            name, wanted = self._aside_name(path), self.wanted.files[path]
            is_read = self.remote.is_near or number < _ALL_READ or number % _EVERY == 0
            self.held.keep()
            if there.get(name) != Entry(Kind.FILE, wanted.size_bytes) or (
                is_read and print_of(self.remote.read(f"{ASIDE}/{name}")) != wanted
            ):
                yield path

    def _moving(self) -> Iterator[tuple[str, tuple[Print, ...]]]:
        for path in (*self.difference.placed, *self.difference.gone):
            known = (self.found.files.get(path), self.wanted.files.get(path))
            yield path, tuple(each for each in known if each is not None)

    def _place(self) -> None:
        folders = {path for path, entry in self.found.entries.items() if entry.kind is Kind.FOLDER}
        for path in self.difference.placed:
            self.held.keep()
            for folder in folders_of(path):
                if folder not in folders:
                    with suppress(Occupied):  # one that was not looked at
                        self.remote.make_folder(folder)
                    folders.add(folder)
            self.remote.rename(f"{ASIDE}/{self._aside_name(path)}", path)

    def _take_away(self) -> None:
        for path in self.difference.gone:
            self.held.keep()
            self.remote.delete(path)
        for folder in emptied(self.difference.gone):
            with suppress(Missing, Occupied):
                if not self.remote.list(folder):
                    self.remote.remove_folder(folder)

    def _note(self, ledger: Ledger) -> None:
        """Write the ledger in one step."""
        self.held.keep()
        self.remote.write(f"{LEDGER}.new", render_ledger(ledger))
        self.remote.rename(f"{LEDGER}.new", LEDGER)

    def _clear_up(self) -> None:
        """Take away what was brought by a run that was cut off and is not wanted any more."""
        for name in self.remote.list(ASIDE):
            self.remote.delete(f"{ASIDE}/{name}")
        self.remote.remove_folder(ASIDE)

    def _aside_name(self, path: str) -> str:
        return hashlib.sha256(f"{path}\0{self.wanted.files[path].sha256}".encode()).hexdigest()[:40]


def find_lost(remote: Remote, wanted: Wanted, difference: Difference) -> Iterable[str]:
    """What was put into its place and is not there, or is there although it was taken away."""
    there = look_at(remote, (*difference.placed, *difference.gone))
    sizes = {path: Entry(Kind.FILE, wanted.files[path].size_bytes) for path in difference.placed}
    yield from (path for path in difference.placed if there.get(path) != sizes[path])
    yield from (path for path in difference.gone if path in there)
