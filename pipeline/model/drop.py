"""What becomes of a file that somebody handed in, from its snapshot to the edition in which it went out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Verdict = Literal[
    "taken", "unknown", "asked", "held", "accepted", "reply", "rejected", "published", "unchanged", "replaced", "merged"
]
"""``taken`` waits for its judgement, ``unknown`` too, but its name says nothing, so that it is asked about unless it is
an answer to a circular. ``asked`` waits for an answer, ``held`` for a release, ``accepted`` for its moment, ``reply``
for being merged into the roadmap.

``rejected``, ``published``, ``unchanged``, ``replaced`` (by a later one of its name, before it went out) and ``merged``
are ends.
"""

WAITING: tuple[Verdict, ...] = ("taken", "unknown", "asked", "held", "accepted", "reply")
"""What is not through yet: its snapshot is needed."""


@dataclass(frozen=True, slots=True)
class Drop:
    """A version of a file that was handed in: what the town calls it, and the digest of its bytes.

    ``origin`` is what it was called in the inbox, or the address by its name; ``version`` the edition that it led to,
    ``tries`` how often its judgement broke off.
    """

    id: int
    town: str
    name: str
    sha256: str
    size_bytes: int
    origin: str
    taken_at: datetime
    verdict: Verdict
    version: str = ""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """An edition on its way to one destination: when it is tried next, and why the last try failed."""

    town: str
    destination: str
    version: str
    state: Literal["waiting", "done", "failed"]
    attempts: int = 0
    next_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Pulse:
    """What monitoring asks of a town: when it was last looked after, what last went well, and what last did not."""

    town: str
    seen_at: datetime | None = None
    succeeded_at: datetime | None = None
    failed_at: datetime | None = None
    trouble: str = ""
