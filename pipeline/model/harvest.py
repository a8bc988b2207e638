"""What a harvester saw: what each address answered, what the catalog promises of a file, two visits to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from pipeline.model.graph import Triple
from pipeline.model.report import NOTHING, Text, ValidationResult


class Trouble(StrEnum):
    """Why no whole answer came from an address."""

    NO_ADDRESS = "no-address"
    PRIVATE = "private"
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    CIRCLE = "circle"
    ELSEWHERE = "elsewhere"
    BROKEN_OFF = "broken-off"
    TOO_SLOW = "too-slow"
    TOO_LARGE = "too-large"
    OUT_OF_TIME = "out-of-time"
    TOO_MANY = "too-many"


IS_PAGE = Text("es ist eine Webseite", "it is a web page")
"""What is told of the page that many servers give, with a friendly 200, in the place of a file they do not have."""


@dataclass(frozen=True, slots=True)
class HarvestLimits:
    """How long and how much a harvester takes in: for each step and each file, and in all."""

    timeout_s: float = 20
    deadline_s: float = 120
    whole_s: float = 900
    max_bytes: int = 500_000_000
    read_bytes: int = 20_000_000
    addresses: int = 2000
    at_once: int = 4


@dataclass(frozen=True, slots=True)
class Reply:
    """What an address answered. ``url`` is where the answer came from in the end, ``status`` 0 where none came.

    ``size`` and ``sha256`` are those of the bytes that came, ``fault`` says why they are not of the kind that was
    promised. ``content`` is kept where somebody reads it. ``trouble`` and ``why`` tell of an answer that is not whole.
    """

    address: str
    url: str = ""
    status: int = 0
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    etag: str = ""
    last_modified: str = ""
    trouble: Trouble | None = None
    why: Text = NOTHING
    fault: Text = NOTHING
    is_read: bool = True
    content: bytes = b""

    @property
    def is_whole(self) -> bool:
        """Whether the server gave what was asked for, to its end."""
        return self.status == 200 and self.trouble is None

    @property
    def leads_away(self) -> bool:
        """Whether the answer came from another host than was asked."""
        return bool(self.url) and host_of(self.url) != host_of(self.address)


def host_of(address: str) -> str:
    """The host of an address, without its port: from http to https is no other host."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a catalog says of the file at an address; 0 and empty where it says nothing."""

    address: str
    media_type: str = ""
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a catalog leads a harvester to: its files, the things it names (by their IRIs), pages about them, and the
    homepages of those who publish. ``catalogs`` are the forms in which the catalog itself is published.
    """

    catalogs: tuple[Promise, ...] = ()
    files: tuple[Promise, ...] = ()
    things: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    homepages: tuple[str, ...] = ()

    @property
    def promised(self) -> tuple[Promise, ...]:
        """All files, those of the catalog first."""
        return (*self.catalogs, *self.files)

    @property
    def addresses(self) -> tuple[str, ...]:
        """All of them, each once, files first."""
        files = (file.address for file in self.promised)
        return tuple(dict.fromkeys((*files, *self.things, *self.pages, *self.homepages)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a town's ``public/`` is published, and where it is asked for: the same, unless a rehearsal names another.

    ``published`` are the beginnings of addresses that lie below it, the site first; all end with a slash.
    """

    asked: str
    published: tuple[str, ...]

    def to_ask(self, address: str) -> str:
        """Where to ask for an address: there, unless the rehearsal is elsewhere."""
        if not self.is_elsewhere:
            return address
        below = next((each for each in self.published if address.startswith(each)), None)
        return address if below is None else self.asked + address.removeprefix(below)

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is rehearsed at another place than the published one."""
        return self.asked not in self.published


@dataclass(frozen=True, slots=True)
class Visit:
    """One harvest: the catalog and what it says, and what each address answered, by the address in the catalog."""

    catalog: Reply
    triples: tuple[Triple, ...] = ()
    replies: Mapping[str, Reply] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that was seen: two visits, the catalog's own IRI asked for RDF, robots.txt of each host, the edition there.

    ``asked_again`` is what each file answered to "only if it has changed".
    """

    place: Place
    first: Visit
    second: Visit
    wanted: Wanted
    asked_again: Mapping[str, Reply] = field(default_factory=dict)
    negotiated: Reply | None = None
    negotiated_triples: tuple[Triple, ...] = ()
    robots: Mapping[str, Reply] = field(default_factory=dict)
    manifest: Reply | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The edition that the town's output folder holds: its version, its digest, and its files by their names."""

    version: str
    digest: str
    files: Mapping[str, Promise] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a harvester does: what it is, how many were looked at, and what is wrong with them."""

    name: str
    title: Text
    count: int
    results: tuple[ValidationResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What came of playing a harvester: each step, in order, and the numbers that a letter tells.

    ``trouble`` is that of the catalog, where none came.
    """

    place: Place
    catalog: str
    steps: tuple[Step, ...]
    datasets: int
    files: int
    size: int
    version: str
    at: datetime
    trouble: Trouble | None = None

    @property
    def results(self) -> tuple[ValidationResult, ...]:
        """All that was found."""
        return tuple(result for step in self.steps for result in step.results)
