"""How it goes in a town that publishes with nobody at it, and what is not well there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from pipeline.model.drop import Delivery, Drop, Left, Pulse
from pipeline.model.report import Text

MOST_TRIES = 3
"""A destination that failed so often is no moment's trouble any more."""


@dataclass(frozen=True, slots=True)
class WentOut:
    """An edition, and when it was published."""

    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Fetching:
    """A workbook elsewhere: when it was asked for last, and why it did not come."""

    name: str
    asked_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class TownStatus:
    """One town: its pulse, what waits, the last run, the destinations, and when it is published next.

    ``unsent`` letters wait since ``unsent_since``; a run has been under way since ``running_since``. ``destinations``
    are those that its settings name; ``is_known`` is false where these cannot be read. ``left`` is what lies in its
    inbox and cannot be taken; units are asked next at ``asks_at``. ``unproven`` are the destinations of
    which nobody knows yet that they have nothing of what was withdrawn; ``blocked`` is why what is good is not
    published.
    """

    town: str
    pulse: Pulse
    waiting: tuple[Drop, ...]
    last_run: Mapping[str, Any]
    deliveries: tuple[Delivery, ...]
    unsent: int
    next_at: datetime | None
    editions: tuple[WentOut, ...] = ()
    unsent_since: datetime | None = None
    running_since: datetime | None = None
    fetching: tuple[Fetching, ...] = ()
    destinations: tuple[str, ...] = ()
    time_zone: str = "Europe/Berlin"
    is_known: bool = True
    left: tuple[Left, ...] = ()
    asks_at: datetime | None = None
    unproven: tuple[str, ...] = ()
    blocked: Text | None = None


class Trouble(NamedTuple):
    """What is not well in a town, and what to do about it. ``code`` is the same in every version of this program.

    ``grave`` is what somebody must mend, ``waits`` what waits for a person while all else goes on. ``quoted`` is what
    the program said when it failed, in German.
    """

    town: str
    code: str
    weight: Literal["grave", "waits"]
    said: Text
    remedy: Text
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """All towns at a moment, with what is not well."""

    at: datetime
    towns: tuple[TownStatus, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @property
    def grave(self) -> tuple[Trouble, ...]:
        """What somebody must mend."""
        return tuple(each for each in self.troubles if each.weight == "grave")

    @property
    def waits(self) -> tuple[Trouble, ...]:
        """What waits for a person."""
        return tuple(each for each in self.troubles if each.weight == "waits")
