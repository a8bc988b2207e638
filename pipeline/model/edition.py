"""One publication of a town's dataset: its files, what they were made of, and what came of publishing it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from pipeline.model.graph import Triple
from pipeline.model.plan import Tally
from pipeline.model.report import FileAccount, Severity, Text

_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file of an edition: its name, its media type (an IANA name), its bytes and what it is.

    ``dataset`` is the dataset (one of ``DATASETS``) that it is a form of, ``described_by`` the file that tells what the
    columns of a table mean, ``description`` what its rows are. What is not said to be public stays in the house: a file
    that somebody adds and does not think of is never served by mistake.
    """

    name: str
    media_type: str
    content: bytes
    title: Text
    dataset: str = ""
    described_by: str = ""
    description: Text = _NOTHING
    is_public: bool = False


class Input(NamedTuple):
    """A file an edition was made of: its name in the town's folder and the SHA-256 of its bytes."""

    file: str
    sha256: str


class Lifetime(NamedTuple):
    """From the day on which an edition first said something until the day on which one did not any more; days are
    ``2026-11-22``, and there is no end while it is still said.
    """

    first: str
    until: str = ""

    def holds_on(self, day: str) -> bool:
        """Whether it was said at the end of a day."""
        return self.first <= day and (not self.until or day < self.until)


Lifetimes: TypeAlias = Mapping[Lifetime, tuple[Triple, ...]]
"""All that was ever said, by how long; each triple as often as it came."""


class FileState(NamedTuple):
    """A file as the edition before had it: its SHA-256, and since when it was issued and modified, as terms."""

    sha256: str
    issued: str
    modified: str


class Return(NamedTuple):
    """That an edition says again what the edition ``version`` said, in the place of those since, and why."""

    version: str
    instead_of: str
    reason: Text

    @property
    def words(self) -> Text:
        """The same in a sentence or two."""
        german, english = self.reason
        return Text(
            f"Rückkehr zur Ausgabe {self.version}; die Ausgabe {self.instead_of} ist zurückgenommen. Grund: {german}",
            f"Return to edition {self.version}; edition {self.instead_of} is taken back. Reason: {english}",
        )


@dataclass(frozen=True, slots=True)
class Release:
    """An edition in the chain of editions: ``issued_at`` is when the first came out, ``news`` what is new in this.

    Or one of a dataset, which has a chain of its own: of the editions in which something changed in it. Where it keeps
    its release from an edition before, ``run`` is what was said of the run that made that.


    ``day`` and ``first_day`` are the days on which this one and the first came out, by the clocks of the town.
    ``files`` are those of the edition before, by name: a file that is the same is as old as it was. ``returned`` tells
    that it says again what an earlier one said.
    """

    version: str
    made_at: datetime
    issued_at: datetime
    day: date
    first_day: date
    previous: str = ""
    inputs: tuple[Input, ...] = ()
    news: Text = _NOTHING
    files: Mapping[str, FileState] = field(default_factory=dict)
    run: tuple[Triple, ...] = ()
    returned: Return | None = None


class DatasetState(NamedTuple):
    """A dataset of an edition: the edition in which it last changed, and the digest of what it and its files say."""

    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A finished edition: its version, the base of its IRIs, the digest of what is said in it, and its files.

    The digest is that of the files, less what tells the time: no change of it, no new edition. ``carried`` are the keys
    of projects that no longer stand in the sheets and are kept, ``columns`` the titles of the columns in its own
    workbook, by name, ``amended`` the days on which something was taken out of it, ``datasets`` those that its catalog
    describes, by name; ``returned`` tells that it says again what an earlier one said.
    """

    town: str
    base: str
    title: Text
    notice: Text
    license: str
    version: str
    made_at: datetime
    digest: str
    previous: str
    distributions: tuple[Distribution, ...]
    inputs: tuple[Input, ...]
    counts: Mapping[str, int]
    findings: Mapping[Severity, int]
    files: tuple[FileAccount, ...] = ()
    carried: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    amended: tuple[str, ...] = ()
    datasets: Mapping[str, DatasetState] = field(default_factory=dict)
    returned: Return | None = None


def is_of_town(manifest: Mapping[str, Any]) -> bool:
    """Whether an edition has, by its ``edition.json``, a roadmap, or the vocabulary alone."""
    return any(file["name"] == "roadmap.nt" for file in manifest["distributions"])


def digest_of(files: Iterable[Distribution]) -> str:
    """The SHA-256 of what files say, in their order. Of an archive, of what is packed in it, however it is packed."""
    digest = hashlib.sha256()
    for file in files:
        for name, content in _unpacked(file):
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _unpacked(file: Distribution) -> Iterator[tuple[str, bytes]]:
    if not file.content.startswith(b"PK\x03\x04"):
        yield file.name, file.content
        return
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        yield from ((f"{file.name}/{name}", archive.read(name)) for name in archive.namelist())


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a destination did with an edition: where it lies now, and whether anything had to change.

    ``differs`` names what is not as it should be although all was done; ``tally`` counts what was done, where it is
    counted.
    """

    destination: str
    location: str
    changed: bool
    differs: tuple[Text, ...] = ()
    tally: Tally | None = None
