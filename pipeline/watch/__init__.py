"""Towns that publish with nobody at it: inboxes looked into again and again, what settled judged, what is due sent out.

watched, arrivals   a town's inbox to drops in the state
due                 when a town is to be published
jobs, work, job     what is done in a process of its own; ``workers`` start these
outcomes            what came of it to the state
watcher             one look at all towns
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.report import Text
from pipeline.publish.lock import lock
from pipeline.state.lease import Lease, take_lease

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.watch.watcher import Watcher

LOCK = ".watch.lock"
_SETTLING = 2
_IDLE_LOOKS = 3


@contextmanager
def alone(output: Path) -> Iterator[Lease]:
    """Keep a second watcher out, on this machine by a lock and on others by a lease, which is renewed until the end.

    Both end with the process, however that ends. Raises ``OutsideWorldError`` where another is at work.
    """
    output.mkdir(parents=True, exist_ok=True)
    with lock(output / LOCK, output, TWO):
        lease = take_lease(output, TWO)
        threading.Thread(target=lease.beat, daemon=True).start()
        try:
            yield lease
        finally:
            lease.let_go()


TWO = Text("Für diesen Ordner läuft bereits eine Überwachung.", "Another watcher is at work here already.")


def watch(watcher: Watcher, clock: Callable[[], datetime], sleep: Callable[[], bool], *, once: bool = False) -> None:
    """Look, and look again until ``sleep`` says that it is over; with ``once``, until there is nothing left to do."""
    looks, idle = 0, 0
    try:
        while True:
            before = watcher.stamp()
            watcher.tick(clock())
            looks += 1
            idle = idle + 1 if watcher.is_idle and watcher.stamp() == before else 0
            if once and looks > _SETTLING and idle >= _IDLE_LOOKS:
                return
            if not sleep():
                return
    finally:
        watcher.workers.stop()
