"""What can go wrong with a place elsewhere, told apart by what to do about it: try again, plan again, or stop.

PublishError (an OutsideWorldError)      stop: told to the operator in German and English
├── Denied                               who we are opens nothing, or not this
├── Missing                              the place does not know the thing
├── Occupied                             there is something already
├── Full                                 no room is left, on the disk or in what we may use of it
└── TooLarge                             a file, or the whole request, is more than the place takes
Passing                                  try again: the place is busy, or the connection was cut
└── Stale                                plan again: somebody else changed the thing in the meantime
"""

from __future__ import annotations

from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text


class PublishError(OutsideWorldError):
    """The place did not do its part, and trying again at once would not help."""


class Denied(PublishError):
    """401 or 403, or the rights of an account."""


class Missing(PublishError):
    """404, or no such file."""


class Occupied(PublishError):
    """What was to be made is there, or what was to go is not empty."""


class Full(PublishError):
    """507, a full disk or a quota."""


class TooLarge(PublishError):
    """413, or a file beyond the place's own limit."""


class Passing(Exception):  # it is no error until it has happened six times
    """The place is busy or the connection was cut; ``retry_after_s`` is how long it asks to be left alone."""

    def __init__(self, message: Text, retry_after_s: float | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.retry_after_s = retry_after_s


class Stale(Passing):
    """The optimistic lock: the thing is no longer what it was when the plan was made."""


def harmless(said: str, limit: int = 500) -> str:
    """What a stranger's machine says, on one line of decent length, without commands to a terminal.

    >>> harmless("Titel\\x1b[2J\\n fehlt")
    'Titel�[2J fehlt'
    """
    line = "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(said.split()))
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
