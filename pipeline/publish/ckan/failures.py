"""What can go wrong with a portal, told apart by what to do about it: try again, plan again, or stop and say why.

PublishError (an OutsideWorldError)      stop: told to the operator in German and English
├── Denied                               the token opens nothing, or not this
├── Missing                              the portal does not know the thing
│   └── UnknownAction                    nor what to do with it: an extension is not there
├── Conflict                             the portal refuses what was sent; ``keys`` say which fields
└── TooLarge                             a file, or the whole request, is more than the portal takes
Passing                                  try again: the portal is busy, or the connection was cut
Stale                                    plan again: somebody else changed the dataset in the meantime
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text


class PublishError(OutsideWorldError):
    """The portal did not do its part, and trying again at once would not help."""


class Denied(PublishError):
    """401 or 403."""


class Missing(PublishError):
    """404."""


class UnknownAction(Missing):
    """400 of an action that the portal does not have."""


class TooLarge(PublishError):
    """413, or a file beyond the portal's own limit."""


class Conflict(PublishError):
    """409. ``errors`` is what the portal answers: for each field what is wrong with it, in the portal's language."""

    def __init__(self, errors: Mapping[str, Any]) -> None:
        self.errors = {key: value for key, value in errors.items() if key != "__type"}
        told = harmless("; ".join(f"{key}: {words}" for key, words in _told(self.errors)))
        super().__init__(Text(f"Das Portal lehnt Angaben ab – {told}", f"The portal refuses what was sent – {told}"))


class Passing(Exception):  # it is no error until it has happened six times
    """The portal is busy or the connection was cut; ``retry_after_s`` is how long it asks to be left alone."""

    def __init__(self, message: Text, retry_after_s: float | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.retry_after_s = retry_after_s


class Stale(Passing):
    """The optimistic lock: the dataset is no longer what it was when the plan was made."""


def harmless(said: str, limit: int = 500) -> str:
    """What a stranger's machine says, on one line of decent length, without commands to a terminal.

    >>> harmless("Titel\\x1b[2J\\n fehlt")
    'Titel�[2J fehlt'
    """
    line = "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(said.split()))
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _told(errors: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """The fields and their messages, whatever they are nested in."""
    for key, value in errors.items():
        path = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from _told(value, f"{path}/")
        elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            for number, item in enumerate(value, start=1):
                yield from _told(item, f"{path}/{number}/") if isinstance(item, Mapping) else [(path, str(item))]
        else:
            yield path, " ".join(map(str, value)) if isinstance(value, list) else str(value)
