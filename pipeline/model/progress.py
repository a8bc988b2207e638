"""How a town's projects came on from one edition to another: what a council is told, figure by figure.

Each figure holds the projects behind it, and each project the cells that say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model.partial_date import Precision
from pipeline.model.report import NOTHING, Text
from pipeline.model.workbook import CellRef

if TYPE_CHECKING:
    from pipeline.model.gauge import Gauge

DONE = ("completed", "in-operation")
"""The statuses of a project that has reached its goal."""
CANCELLED, PAUSED, PLANNED, RUNNING = "cancelled", "paused", "planned", "running"
STATUSES = (PLANNED, RUNNING, PAUSED, *DONE, CANCELLED)
"""All statuses by their notation, in the order of a project's life."""


class When(NamedTuple):
    """A date as precise as it was given. ``day`` is the last day that it allows, of a beginning the first.

    ``is_bound`` are words that name but one bound, as "bis 2026" and "frühestens 2027". Where it ``is_open``, as the
    latter is for an end, there is no such day: ``day`` is the first it may be.
    """

    text: str
    day: date
    precision: Precision = Precision.DAY
    is_bound: bool = False
    is_open: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it was given to the day."""
        return self.precision is Precision.DAY


class Span(NamedTuple):
    """How long it is from one date to another: in whole months or else in days. ``is_about`` where either is vague."""

    months: int
    days: int
    is_about: bool = False


class Move(NamedTuple):
    """An end that was told anew, why, since when, and the day of the edition that first said so."""

    before: When | None
    after: When | None
    reason: str = ""
    since: When | None = None
    said: date | None = None
    cells: tuple[CellRef, ...] = ()


class Money(NamedTuple):
    """An amount of a kind (a notation of the code list) in a currency."""

    kind: str
    value: Decimal
    currency: str
    cells: tuple[CellRef, ...] = ()


class Offer(NamedTuple):
    """An offer to take part: its page, its period and, where it is told, what came of it."""

    page: str = ""
    first: When | None = None
    last: When | None = None
    outcome: Text = NOTHING
    cells: tuple[CellRef, ...] = ()


class Area(NamedTuple):
    """A thesis or a field of action."""

    iri: str
    notation: str
    label: Text
    definition: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Standing:
    """What one edition says of a project.

    ``status`` is a notation, empty for none, ``told`` the day of the edition that first said so. ``moves`` are the
    changes of its end in the order of time. ``cells`` are those behind each part, by the names of columns.
    ``is_missing`` tells that no sheet of the town has it any more.
    """

    key: str
    title: Text
    status: str = ""
    status_label: Text = NOTHING
    since: When | None = None
    told: date | None = None
    reason: str = ""
    start: When | None = None
    end: When | None = None
    fields: tuple[str, ...] = ()
    theses: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    money: tuple[Money, ...] = ()
    participation: str = ""
    offer: Offer | None = None
    no_offer_reason: str = ""
    withdrawn: date | None = None
    withdrawal_reason: Text = NOTHING
    is_missing: bool = False
    cells: Mapping[str, tuple[CellRef, ...]] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether it has reached its goal."""
        return self.status in DONE

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        return not self.is_done and self.status != CANCELLED and self.withdrawn is None

    def cells_of(self, *columns: str) -> tuple[CellRef, ...]:
        """The cells behind some parts of it, each once."""
        return tuple(dict.fromkeys(cell for name in columns for cell in self.cells.get(name, ())))


class Cause(StrEnum):
    """Why a project is in danger."""

    PAUSED = "paused"
    OVERDUE = "overdue"
    NOT_BEGUN = "not-begun"


@dataclass(frozen=True, slots=True)
class Turned:
    """A project whose status is another than in the edition before; ``before`` is ``None`` for one that is new.

    ``first`` is the end that was promised first, ``delay`` how much later it was done.
    """

    project: Standing
    before: Standing | None
    first: When | None = None
    delay: Span | None = None


@dataclass(frozen=True, slots=True)
class Late:
    """An open project that is later than it was promised, or past its end.

    ``first`` is the end promised first, ``last`` that of the edition before; ``total`` and ``recent`` are how much
    later the present end is than these, ``overdue`` how long the present end has passed.
    """

    project: Standing
    first: When
    last: When | None
    now: When | None
    total: Span | None = None
    recent: Span | None = None
    overdue: Span | None = None


@dataclass(frozen=True, slots=True)
class Endangered:
    """An open project in danger, and why."""

    project: Standing
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A thesis or a field with the projects matched with it, but for those that were cancelled or withdrawn."""

    area: Area
    projects: tuple[Standing, ...]

    @property
    def running(self) -> tuple[Standing, ...]:
        """Those that are at work."""
        return tuple(project for project in self.projects if project.status == RUNNING)


@dataclass(frozen=True, slots=True)
class Spending:
    """What a project is to cost and has cost, in one currency; ``before`` is what it was to cost in the edition before.

    ``unclear`` are kinds of which two cells say different amounts: none of them is taken.
    """

    project: Standing
    before: Decimal | None = None
    planned: Decimal | None = None
    actual: Decimal | None = None
    funding: Decimal | None = None
    own: Decimal | None = None
    unclear: tuple[str, ...] = ()
    cells: tuple[CellRef, ...] = ()

    @property
    def left(self) -> Decimal | None:
        """What is planned and not spent; less than nothing where more was spent. ``None`` unless both are told."""
        return None if self.planned is None or self.actual is None else self.planned - self.actual


@dataclass(frozen=True, slots=True)
class SpendingGroup:
    """The projects of one field alone; of several, where ``area`` is ``None`` and ``is_several``; else of none."""

    area: Area | None
    is_several: bool
    rows: tuple[Spending, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """All amounts in one currency: by project, and by field with each project in one group only."""

    currency: str
    rows: tuple[Spending, ...]
    groups: tuple[SpendingGroup, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """All that a council is told. ``day`` is that of the newest edition, ``since`` the first of what is reported on,
    ``compared`` that of the edition which held then.

    ``projects`` are all, ``was`` those of the edition before by their keys, ``gone`` those that are found no more under
    their key. ``reopened`` are open again after having been done or cancelled. Where there is none before, ``since`` is
    ``None``: all is told as it stands.
    """

    town: str
    title: Text
    version: str
    made_at: datetime
    day: date
    since: date | None
    compared: date | None
    projects: tuple[Standing, ...]
    was: Mapping[str, Standing]
    done: tuple[Turned, ...]
    reopened: tuple[Turned, ...]
    new: tuple[Standing, ...]
    late: tuple[Late, ...]
    endangered: tuple[Endangered, ...]
    cancelled: tuple[Turned, ...]
    withdrawn: tuple[Standing, ...]
    gone: tuple[Standing, ...]
    fields: tuple[Covered, ...]
    theses: tuple[Covered, ...]
    budgets: tuple[Budget, ...]
    gauges: tuple[Gauge, ...] = ()

    @property
    def standing(self) -> tuple[Standing, ...]:
        """The projects but for those that were withdrawn."""
        return tuple(project for project in self.projects if project.withdrawn is None)

    @property
    def missing(self) -> tuple[Standing, ...]:
        """Projects that no sheet has any more and nobody has withdrawn."""
        return tuple(project for project in self.standing if project.is_missing)

    @property
    def newly_withdrawn(self) -> tuple[Standing, ...]:
        """The projects that were withdrawn since the edition before; all where there is none."""
        before = {key for key, project in self.was.items() if project.withdrawn}
        return tuple(project for project in self.withdrawn if project.key not in before)

    def of_field(self, iri: str) -> tuple[Standing, ...]:
        """The projects of a field, whatever their status."""
        return tuple(project for project in self.standing if iri in project.fields)

    def of_status(self, status: str) -> tuple[Standing, ...]:
        """The projects of a status now."""
        return tuple(project for project in self.standing if project.status == status)


def sum_of(amounts: tuple[Decimal | None, ...]) -> Decimal | None:
    """The sum of the amounts that are told; ``None`` where none is."""
    told = [amount for amount in amounts if amount is not None]
    return sum(told, Decimal(0)) if told else None
