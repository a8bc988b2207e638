"""What a town shows now, beside what each destination has: whatever is another goes out, whoever made it.

So what ``roadmap run``, ``rollback``, ``erase`` and ``withdraw`` change arrives too, also where a destination was down
when they were called.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.erasing import RECORD
from pipeline.publish import named_destinations
from pipeline.publish.withdrawals import read_pending
from pipeline.state import State
from pipeline.watch.watched import Watched

SHOWN = "shown"
"""Under which the state keeps what was shown when it was last looked at."""
_MANIFEST = "edition.json"


def catch_up(town: Watched, state: State, output: Path) -> None:
    """Queue the current edition for each destination that lacks it, or has it as it was before it was amended."""
    folder, key = output / town.key(), town.key()
    shown = stamp_of_shown(folder)
    if shown is None:
        return
    wanting = [*_wanting(town, state, shown, folder)]
    if wanting or state.noted(key, SHOWN) != shown:
        with state.step():
            state.send_to(key, wanting, shown[0])
            state.note(key, SHOWN, shown)


def _wanting(town: Watched, state: State, shown: list[str], folder: Path) -> Iterator[str]:
    known = {each.destination: each for each in state.deliveries(town.key())}
    before = state.noted(town.key(), SHOWN)
    is_amended = before is not None and before[0] == shown[0] and before != shown
    unproven = (read_pending(folder / "internal") or {"to": []})["to"]
    for name in named_destinations(town.dataset(), os.environ):
        delivery = known.get(name)
        is_lacking = delivery is None or delivery.version != shown[0] or is_amended
        if is_lacking or (delivery and delivery.state == "done" and name in unproven):
            yield name


def stamp_of_shown(folder: Path) -> list[str] | None:
    """The current edition of a town and a digest that is another one as soon as anything published is amended."""
    link = folder / "public" / "current"
    if not link.is_symlink():
        return None
    version, internal = link.readlink().name, folder / "internal"
    digest = hashlib.sha256()
    for path in (internal / "editions" / version / _MANIFEST, internal / RECORD):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return [version, digest.hexdigest()]
