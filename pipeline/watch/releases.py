"""What a person released, kept until it went out: it holds for exactly these findings at these files."""

from __future__ import annotations

from typing import Any

from pipeline.model.drop import Drop
from pipeline.state import State

RELEASE = "release"
"""Under which the state keeps it."""


def drop_release(state: State, town: str, used: Any) -> None:
    """Forget the release that a run went with, whatever came of it; one that was given meanwhile stays."""
    if used is not None and state.noted(town, RELEASE) == used:
        state.note(town, RELEASE, None)


def drop_replaced(state: State, drop: Drop) -> None:
    """Forget a release that rests on a file which a new one takes the place of; it belongs into the step that does so.

    A file of another name needs no look: the fingerprint of a release knows all files.
    """
    waiting = state.drops(drop.town, "accepted", "held")
    if any(other.name == drop.name and other.sha256 != drop.sha256 for other in waiting):
        state.note(drop.town, RELEASE, None)
