"""What is to be told: written once for each key, sent, or tried again."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pipeline.state.steps import Steps, read_moment, written


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be told: a key by which it is told once, and its facts."""

    key: str
    town: str
    kind: str
    facts: dict[str, Any]
    attempts: int = 0
    sent_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True)
class Outbox(Steps):
    """The letters of an open state."""

    def write(self, letter: Letter, now: datetime) -> None:
        """Put something into the outbox, once for each key."""
        with self.step():
            self.connection.execute(
                "INSERT OR IGNORE INTO outbox (key, town, kind, facts, written_at) VALUES (?, ?, ?, ?, ?)",
                (letter.key, letter.town, letter.kind, json.dumps(letter.facts, ensure_ascii=False), written(now)),
            )

    def to_send(self, now: datetime) -> list[Letter]:
        """What is to be told by now, the oldest first."""
        rows = self.connection.execute(
            "SELECT * FROM outbox WHERE sent_at = '' AND (next_at <= ? OR next_at > ?)"
            " ORDER BY written_at, key LIMIT 100",
            (written(now), written(now + timedelta(days=1))),  # so late was said by a clock that was wrong
        )
        return [_letter(row) for row in rows]

    def letters(self, town: str) -> list[Letter]:
        """All that was told or is to be, the oldest first."""
        rows = self.connection.execute("SELECT * FROM outbox WHERE town = ? ORDER BY written_at, key", (town,))
        return [_letter(row) for row in rows]

    def unsent(self, town: str) -> tuple[int, datetime | None]:
        """How many letters were not sent to all, and since when the oldest of them has waited."""
        row = self.connection.execute(
            "SELECT COUNT(*) AS number, MIN(written_at) AS since FROM outbox WHERE town = ? AND sent_at = ''", (town,)
        ).fetchone()
        return row["number"], read_moment(row["since"] or "")

    def letter(self, key: str) -> Letter | None:
        """What is told under a key."""
        row = self.connection.execute("SELECT * FROM outbox WHERE key = ?", (key,)).fetchone()
        return _letter(row) if row else None

    def note_sent(self, letter: Letter, now: datetime, error: str = "") -> None:
        """Note that it was told; ``error``: whom it will never reach. Its facts are not needed any more."""
        with self.step():
            self.connection.execute(
                "UPDATE outbox SET sent_at = ?, error = ?, facts = '{}' WHERE key = ?",
                (written(now), error, letter.key),
            )

    def take_back(self, key: str) -> None:
        """Take out what is to be told and was told to nobody: it is not so any more."""
        with self.step():
            self.connection.execute("DELETE FROM outbox WHERE key = ? AND sent_at = '' AND attempts = 0", (key,))

    def note_unsent(self, letter: Letter, error: str, next_at: datetime, facts: dict[str, Any]) -> None:
        """Note why it was not told to all, and when it is tried again; ``facts`` say who has it."""
        with self.step():
            self.connection.execute(
                "UPDATE outbox SET attempts = attempts + 1, error = ?, next_at = ?, facts = ? WHERE key = ?",
                (error, written(next_at), json.dumps(facts, ensure_ascii=False), letter.key),
            )


def _letter(row: sqlite3.Row) -> Letter:
    facts, sent_at = json.loads(row["facts"]), read_moment(row["sent_at"])
    return Letter(row["key"], row["town"], row["kind"], facts, row["attempts"], sent_at, row["error"])
