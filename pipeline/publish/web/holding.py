"""One run at a time at a destination: a folder that one run alone can make, with a note in it of who and when.

The note is written anew while the run lasts. One that has not been for a while is of a run that was cut off; one of
this house is so at once, for here another lock keeps two runs apart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipeline.publish.failures import Missing, Occupied, Passing, PublishError
from pipeline.publish.web import wording
from pipeline.publish.web.ledger import OURS
from pipeline.publish.web.remote import Remote

LOCK = f"{OURS}/lock"
NOTE = f"{LOCK}/run.json"
STALE_AFTER = timedelta(minutes=15)
RENEW_AFTER = timedelta(minutes=2)


@dataclass(slots=True)
class Hold:
    """A lock that is held: ``holder`` says by which house, ``run`` by which of its runs."""

    remote: Remote
    holder: str
    run: str
    now: Callable[[], datetime]
    renewed_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.write()

    def write(self) -> None:
        """Note who holds it and when."""
        self.renewed_at = self.now()
        told = {"holder": self.holder, "run": self.run, "at": self.renewed_at.isoformat()}
        self.remote.write(NOTE, json.dumps(told).encode())

    def keep(self) -> None:
        """Renew it where it is time. Raises ``PublishError`` where another run took it for one that was cut off."""
        if self.now() - self.renewed_at >= RENEW_AFTER:
            self.confirm()
            self.write()

    def confirm(self) -> None:
        """Raises ``PublishError`` where it is no longer ours."""
        if _read_note(self.remote)[1] != self.run:
            raise PublishError(wording.LOCK_LOST)


@contextmanager
def hold(remote: Remote, holder: str, run: str, now: Callable[[], datetime]) -> Iterator[Hold]:
    """Keep other runs out. Raises ``PublishError`` where one is at work."""
    with suppress(Occupied):
        remote.make_folder(OURS)
    try:
        remote.make_folder(LOCK)
    except Occupied:
        _break(remote, holder, now)
        remote.make_folder(LOCK)
    held = Hold(remote, holder, run, now)
    try:
        yield held
    finally:
        with suppress(PublishError, Passing):  # what the run came to matters more; the lock ends by itself
            held.confirm()
            let_go(remote)


def let_go(remote: Remote) -> None:
    """Take the lock away."""
    with suppress(Missing):
        remote.delete(NOTE)
    with suppress(Missing):
        remote.remove_folder(LOCK)


def _break(remote: Remote, holder: str, now: Callable[[], datetime]) -> None:
    """Take away the lock of a run that was cut off. Raises ``PublishError`` for any other."""
    theirs, _, at = _read_note(remote)
    if at is None:  # cut off before it could note anything, or about to: from now on the time runs
        remote.write(NOTE, json.dumps({"holder": "", "run": "", "at": now().isoformat()}).encode())
    is_stale = at is not None and now() - at >= STALE_AFTER
    if theirs != holder and not is_stale:
        raise PublishError(wording.locked(at, STALE_AFTER))
    let_go(remote)


def _read_note(remote: Remote) -> tuple[str, str, datetime | None]:
    """Who holds the lock, in which run, and when that was noted; nothing where the note cannot be read."""
    try:
        told = json.loads(remote.read(NOTE))
        at = datetime.fromisoformat(told["at"])
        return str(told["holder"]), str(told["run"]), at if at.tzinfo else None
    except (Missing, ValueError, TypeError, KeyError):
        return "", "", None
