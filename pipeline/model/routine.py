"""How a town publishes with nobody at it: when, from which folder and addresses, who hears of it, who is reminded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the town's day begins and ends, and when what was accepted is published.

    ``time_zone`` is a zone of the IANA's database; editions are named by its days. ``publish`` is a moment in the five
    words of cron, in that zone; empty for at once. On ``quiet`` days nothing is published: a day ("2026-12-24"), a
    day of each year ("12-24"), a day of each week ("sat").
    """

    time_zone: str = "Europe/Berlin"
    publish: str = ""
    quiet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InboxOptions:
    """Where staff put their files: a folder of this machine, or one that is mounted here; else ``inbox`` in the town's
    folder.
    """

    path: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A workbook elsewhere: what its file is called here, and where it is fetched, every so many minutes."""

    name: str
    url: str
    every_minutes: int = 60

    @property
    def variable(self) -> str:
        """How the environment's variables for it begin: ``SOURCE_ROADMAP`` for "roadmap.xlsx"."""
        stem = unicodedata.normalize("NFC", self.name).rpartition(".")[0] or self.name
        return "SOURCE_" + re.sub("[^A-Z0-9]", "_", stem.upper())


@dataclass(frozen=True, slots=True)
class Notices:
    """Who hears of what becomes of a file: mailboxes, the domains in the house, and an address that takes JSON.

    A mailbox of one of the ``internal`` domains gets the checked workbook, any other no more than figures.
    """

    to: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()
    webhook: str = ""


@dataclass(frozen=True, slots=True)
class MailOptions:
    """The server that takes our mail, and who it is from. ``encryption`` is "starttls", "tls" or, on this machine
    alone, "none".
    """

    host: str = ""
    port: int = 587
    sender: str = ""
    encryption: str = "starttls"


@dataclass(frozen=True, slots=True)
class Reminders:
    """Who is asked to confirm or to mend the rows of a unit: its role mailbox, by the name in the column "lead".

    A project counts as stale ``after_days`` without a word; a unit is asked again ``again_after_days``, at the moments
    that the cron words ``when`` name. What comes back is published after somebody's release, or at once.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    after_days: int = 90
    again_after_days: int = 14
    when: str = "0 7 * * mon"
    publish: str = "after release"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what was handed in is kept: the files themselves, and what is known of them."""

    drops: int = 50
    days: int = 400
