"""A run that was refused for the faults of files that nobody handed in now: what is good waits, and is not tried again
until something is another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.model.drop import Drop
from pipeline.state import State
from pipeline.state.store import Letter
from pipeline.watch.folder_stamp import folder_stamp
from pipeline.watch.watched import Watched

BLOCKED = "blocked"
"""Under which the state keeps of what a run was refused, and why."""


def is_blocked(town: Watched, waiting: Iterable[Drop], state: State, output: Path, now: datetime) -> bool:
    """Whether a run would be refused as the last one was: of the same files, beside the same edition, on one day."""
    known = state.noted(town.key(), BLOCKED)
    return known is not None and known["of"] == _of(town, waiting, output, now)


def note_blocked(
    town: Watched,
    waiting: list[Drop],
    why: Mapping[str, str],
    state: State,
    output: Path,
    now: datetime,
    folder: Mapping[str, Any],
) -> None:
    """Note it, and tell staff once of the same; it belongs into the step that ends the run. ``folder`` is the stamp of
    the town's folder as it was read.
    """
    of, key = {**_of(town, waiting, output, now), "folder": folder}, town.key()
    state.note(key, BLOCKED, {"of": of, "why": why})
    mark = hashlib.sha256(json.dumps({**of, "day": ""}, sort_keys=True).encode()).hexdigest()[:16]
    facts = {"detail": dict(why), "file": ", ".join(drop.origin for drop in waiting)}
    state.write(Letter(f"blocked/{key}/{mark}", key, "trouble", facts), now)


def forget_blocked(state: State, town: str) -> None:
    """What is through is blocked no more."""
    if state.noted(town, BLOCKED) is not None:
        state.note(town, BLOCKED, None)


def _of(town: Watched, waiting: Iterable[Drop], output: Path, now: datetime) -> dict[str, Any]:
    current = output / town.key() / "public" / "current"
    return {
        "drops": sorted([drop.name, drop.sha256] for drop in waiting),
        "folder": folder_stamp(town),
        "edition": str(current.readlink()) if current.is_symlink() else "",
        "day": now.astimezone(ZoneInfo(town.dataset().schedule.time_zone)).date().isoformat(),
    }
