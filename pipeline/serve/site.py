"""One town as it is served: where its files lie, at which path it stands, what its newest edition says."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.model.errors import PipelineError
from pipeline.serve.index import Index, read_index, state_of


@dataclass
class Latest:
    """What the newest edition says, read anew when there is another. What cannot be read leaves the last that could."""

    public: Path
    known: Index
    refused: tuple[int, ...] = ()
    _reading: threading.Lock = field(default_factory=threading.Lock)

    def get(self) -> Index:
        """What is known; one request reads what is new, while the others go on with what was."""
        try:
            state = state_of(self.public)
        except OSError:  # the link is being moved, or somebody took the edition away
            return self.known
        if state not in (self.known.state, self.refused) and self._reading.acquire(blocking=False):
            try:
                self.known = read_index(self.public)
            except (PipelineError, OSError):
                self.refused = state
            finally:
                self._reading.release()
        return self.known


@dataclass(frozen=True)
class Site:
    """A town at the path ``root``, which ends in a slash, with what a proxy in front has taken away before it."""

    name: str
    public: Path
    root: str
    index: Callable[[], Index]

    def at(self, path: str) -> str:
        """The address of a path below the town, percent-encoded, on whatever host was asked."""
        return f"{self.root}{path}"

    @property
    def sparql(self) -> str:
        """The address that takes queries."""
        return self.at("sparql")


def root_of(base: str) -> str:
    """The path of a town's IRIs on their own host.

    >>> root_of("https://town.example/strategie/")
    '/strategie/'
    """
    return urlsplit(base).path or "/"


def host_of(base: str) -> str:
    """The host of a town's IRIs, without the port, at which another may stand in for it."""
    return plain_host(urlsplit(base).netloc.rpartition("@")[2])


def plain_host(host: str) -> str:
    """A host as a request names it, without the port.

    >>> plain_host("W3id.org:443")
    'w3id.org'
    """
    return re.sub(r":\d+$", "", host).lower()
