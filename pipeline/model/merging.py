"""What units sent back and what comes of it: the cells that they mean, what is taken over, what a person settles."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from pipeline.model.roadmap import Project
from pipeline.model.workbook import CellRef, Value, as_typed

MASTER = "master"
"""Who is named where the town's own workbook is right."""


class Place(NamedTuple):
    """A cell by what it means, wherever it stands today: the project's key and the column."""

    key: str
    column: str

    def __str__(self) -> str:
        return f"{self.key}:{self.column}"


class Offer(NamedTuple):
    """What was typed into a cell of a reply, and the text that had been sent out there."""

    base: str
    value: Value
    number_format: str = ""

    @property
    def text(self) -> str:
        """What its author reads there."""
        return as_typed(self.value)


@dataclass(frozen=True, slots=True)
class Received:
    """A reply as far as it says anything: only the cells in which it is not what was sent out.

    ``sent`` is the day of the circular; ``at`` and ``day`` are when the reply came. ``confirmed`` and ``dropped`` are
    the projects of which the unit says that all is right, or that they are no more; ``unasked`` are the keys and cells
    that it was never asked about.
    """

    circular: str
    unit: str
    sent: date
    at: datetime
    day: date
    offers: Mapping[Place, Offer]
    confirmed: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    unasked: frozenset[str] = frozenset()


class Settlement(NamedTuple):
    """A person's word on a conflict: who is right there. It holds as long as both sides say what they said then."""

    place: Place
    take: str
    offered: str
    master: str


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that takes another value. ``number_format`` is what it is to be shown by; ``None`` keeps what it has.

    ``offered`` is the digest of what units say of it, by which a person's word on it is known again.
    """

    place: Place
    cell: CellRef
    title: str
    before: str
    value: Value
    number_format: str | None
    units: tuple[str, ...]
    day: date
    offered: str = ""

    @property
    def after(self) -> str:
        """What will be read there."""
        return as_typed(self.value)


class Why(StrEnum):
    """Why a person must settle what a cell is to say."""

    MASTER = "master"
    REPLIES = "replies"
    MERGED = "merged"
    FORMULA = "formula"
    SEVERAL = "several"
    NO_COLUMN = "no-column"
    BROKEN = "broken"

    @property
    def is_settled_by_word(self) -> bool:
        """Whether the answer can be written once somebody has said that it is right."""
        return self in (Why.MASTER, Why.REPLIES)


class Bid(NamedTuple):
    """One side of a conflict: who says what, and since when."""

    unit: str
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell for which nobody can tell by rule what is right: what was sent out, what the workbook says today, and
    what the units say. ``is_answered`` where the workbook says the same as one of them.
    """

    place: Place
    cell: CellRef
    title: str
    why: Why
    sent: str
    master: str
    bids: tuple[Bid, ...]
    offered: str = ""
    is_answered: bool = False


class Wish(NamedTuple):
    """What a unit says that no merge does by itself: a project, and the unit."""

    key: str
    unit: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What comes of all replies together.

    ``adopted`` are the cells in which the workbook says already what was answered. ``missing`` are answers to projects
    that it no longer has, ``dropped`` projects that a unit says are no more, ``unasked`` what nobody had asked about.
    ``taken_back`` are the cells that an earlier reply of the same circular changed and the later one does not.
    """

    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    adopted: tuple[Place, ...] = ()
    settled: tuple[Place, ...] = ()
    missing: tuple[Wish, ...] = ()
    dropped: tuple[Wish, ...] = ()
    unasked: tuple[Wish, ...] = ()
    taken_back: tuple[Place, ...] = ()
    confirmed: Mapping[str, date] = field(default_factory=dict)

    @property
    def needs_nobody(self) -> bool:
        """Whether all that was answered can be taken over without a person's word."""
        return not (self.conflicts or self.missing or self.dropped or self.unasked or self.taken_back)


Understand: TypeAlias = Callable[[Project, str, Value, str], Hashable]
"""What a value means in the column of a project: with the number format that it is shown by, however it is spelled."""
