"""One run at a time: a lock on a file, held until it is let go or the run ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text


@contextmanager
def lock(path: Path, folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder. Raises ``OutsideWorldError`` where one is at work."""
    with path.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutsideWorldError(
                Text(
                    f"{folder}: Hier arbeitet schon ein anderer Lauf; versuchen Sie es, wenn er fertig ist",
                    f"{folder}: another run is at work here; try again when it is done",
                )
            ) from error
        yield
