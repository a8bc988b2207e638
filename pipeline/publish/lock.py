"""One run at a time: a lock on a file, held until it is let go or the run ends."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text


def no_fence() -> None:
    """Nobody can take over from somebody at a keyboard; a watcher hands in what raises once another has taken over."""


@contextmanager
def lock(path: Path, folder: Path, told: Text | None = None) -> Iterator[None]:
    """Keep other runs out of a folder. Raises ``OutsideWorldError`` where one is at work, in the words of ``told``."""
    with path.open("w") as held:
        if not _take(held, fcntl.LOCK_EX):
            raise OutsideWorldError(told or _at_work(folder))
        yield


@contextmanager
def waiting_lock(path: Path) -> Iterator[None]:
    """Keep others out for a moment; who comes second waits."""
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@contextmanager
def share(path: Path, folder: Path, put_in_order: Callable[[], None]) -> Iterator[None]:
    """Keep those out who change the folder, beside others who only read it. The first of these puts it in order, alone;
    the others wait for that, and for nothing else.

    Raises ``OutsideWorldError`` where a run is at work.
    """
    with path.open("w") as held:
        with path.with_name(f"{path.name}-order").open("w") as order:
            fcntl.flock(order, fcntl.LOCK_EX)
            if _take(held, fcntl.LOCK_EX):
                put_in_order()
            if not _take(held, fcntl.LOCK_SH):
                raise OutsideWorldError(_at_work(folder))
        yield


def _take(held: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(held, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _at_work(folder: Path) -> Text:
    return Text(
        f"{folder}: Hier arbeitet schon ein anderer Lauf; versuchen Sie es, wenn er fertig ist",
        f"{folder}: another run is at work here; try again when it is done",
    )
