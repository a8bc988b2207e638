"""What can go wrong with a portal, besides what can go wrong anywhere.

PublishError, Denied, TooLarge, Passing, Stale   as anywhere
Missing                                          the portal does not know the thing
└── UnknownAction                                nor what to do with it: an extension is not there
Conflict (a PublishError)                        the portal refuses what was sent; ``errors`` say which fields
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model.report import Text
from pipeline.publish.failures import Denied, Missing, Passing, PublishError, Stale, TooLarge, harmless

__all__ = [
    "Conflict",
    "Denied",
    "Missing",
    "Passing",
    "PublishError",
    "Stale",
    "TooLarge",
    "UnknownAction",
    "harmless",
]


class UnknownAction(Missing):
    """400 of an action that the portal does not have."""


class Conflict(PublishError):
    """409. ``errors`` is what the portal answers: for each field what is wrong with it, in the portal's language."""

    def __init__(self, errors: Mapping[str, Any]) -> None:
        self.errors = {key: value for key, value in errors.items() if key != "__type"}
        told = harmless("; ".join(f"{key}: {words}" for key, words in _told(self.errors)))
        super().__init__(Text(f"Das Portal lehnt Angaben ab – {told}", f"The portal refuses what was sent – {told}"))


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
