"""Steps that change the state, each in one transaction, and moments as they stand there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Steps:
    """An open state. Moments go in and come out with their zone; in the file they are UTC."""

    connection: sqlite3.Connection
    path: Path

    @contextmanager
    def step(self) -> Iterator[None]:
        """All that is written within stands together, or not at all."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def changes(self) -> int:
        """How many rows were written since the state was opened."""
        return self.connection.total_changes


def written(moment: datetime | None) -> str:
    """A moment as it stands in the state, in UTC; empty for none."""
    return moment.astimezone(UTC).isoformat() if moment else ""


def read_moment(said: str) -> datetime | None:
    """The moment that was written; ``None`` for none."""
    return datetime.fromisoformat(said) if said else None
