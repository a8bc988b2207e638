"""The rows of the state as things, and the steps that change them, each in one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from pipeline.model.drop import Delivery, Drop, Pulse, Verdict


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
class State:
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

    # what was handed in

    def add_drop(self, drop: Drop, told: str = "") -> Drop:
        """Note a file; the same one with its id. What is noted of the same bytes, name and origin and not yet laid away
        is that one.
        """
        with self.step():
            found = self.connection.execute(
                "SELECT * FROM drops WHERE town = ? AND name = ? AND sha256 = ? AND origin = ? AND laid = 0",
                (drop.town, drop.name, drop.sha256, drop.origin),
            ).fetchone()
            if found:
                return _drop(found)
            given = (drop.town, drop.name, drop.sha256, drop.size_bytes, drop.origin, _said(drop.taken_at))
            cursor = self.connection.execute(
                "INSERT INTO drops (town, name, sha256, size_bytes, origin, taken_at, verdict, told)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*given, drop.verdict, told),
            )
            return self.drop(int(cursor.lastrowid or 0))

    def drop(self, number: int) -> Drop:
        """The drop of that id."""
        return _drop(self.connection.execute("SELECT * FROM drops WHERE id = ?", (number,)).fetchone())

    def drops(self, town: str, *verdicts: Verdict) -> list[Drop]:
        """What a town was handed in, the oldest first; of these verdicts, or all."""
        wanted = verdicts or get_args(Verdict)
        marks = ", ".join("?" * len(wanted))
        rows = self.connection.execute(
            f"SELECT * FROM drops WHERE town = ? AND verdict IN ({marks}) ORDER BY id", (town, *wanted)
        )
        return [_drop(row) for row in rows]

    def not_laid(self, town: str) -> list[Drop]:
        """What was judged and still lies in the inbox."""
        rows = self.connection.execute(
            "SELECT * FROM drops WHERE town = ? AND laid = 0 AND verdict NOT IN ('taken', 'asked') ORDER BY id", (town,)
        )
        return [_drop(row) for row in rows]

    def lying(self, town: str) -> set[tuple[str, str]]:
        """What lies in the inbox and is known: what it is called there and its digest."""
        rows = self.connection.execute("SELECT origin, sha256 FROM drops WHERE town = ? AND laid = 0", (town,))
        return {(row["origin"], row["sha256"]) for row in rows}

    def lay(self, drop: Drop) -> None:
        """Note that it was put away."""
        with self.step():
            self.connection.execute("UPDATE drops SET laid = 1 WHERE id = ?", (drop.id,))

    def judge(self, drop: Drop, verdict: Verdict, version: str = "") -> None:
        """Note what became of it. An accepted one takes the place of those of its name that still waited."""
        with self.step():
            self.connection.execute(
                "UPDATE drops SET verdict = ?, version = ? WHERE id = ?", (verdict, version, drop.id)
            )
            if verdict in ("accepted", "held"):
                self.connection.execute(
                    "UPDATE drops SET verdict = 'replaced' WHERE town = ? AND name = ? AND id < ?"
                    " AND verdict IN ('accepted', 'held')",
                    (drop.town, drop.name, drop.id),
                )

    def try_again(self, drop: Drop) -> int:
        """Note that its judgement broke off; how often it did."""
        with self.step():
            self.connection.execute("UPDATE drops SET tries = tries + 1 WHERE id = ?", (drop.id,))
        return self.drop(drop.id).tries

    def forget(self, drops: Iterable[Drop]) -> None:
        """Drop the rows of these."""
        with self.step():
            self.connection.executemany("DELETE FROM drops WHERE id = ?", [(drop.id,) for drop in drops])

    # runs

    def begin_run(self, town: str, due_at: datetime, now: datetime) -> bool:
        """Note that a run of that moment begins; false where it was through before."""
        with self.step():
            row = self._run(town, due_at)
            if row is None:
                self.connection.execute(
                    "INSERT INTO runs (town, due_at, begun_at) VALUES (?, ?, ?)", (town, _said(due_at), _said(now))
                )
            return row is None or not row["ended_at"]

    def end_run(self, town: str, due_at: datetime, now: datetime, version: str, outcome: str) -> None:
        """Note that it is through."""
        with self.step():
            self.connection.execute(
                "UPDATE runs SET ended_at = ?, version = ?, outcome = ? WHERE town = ? AND due_at = ?",
                (_said(now), version, outcome, town, _said(due_at)),
            )

    def is_run(self, town: str, due_at: datetime) -> bool:
        """Whether the run of that moment is through."""
        row = self._run(town, due_at)
        return row is not None and bool(row["ended_at"])

    def open_run(self, town: str) -> datetime | None:
        """The moment of a run that began and did not end."""
        row = self.connection.execute(
            "SELECT due_at FROM runs WHERE town = ? AND ended_at = '' ORDER BY begun_at", (town,)
        ).fetchone()
        return _moment(row["due_at"]) if row else None

    def runs(self, town: str, limit: int = 20) -> list[dict[str, Any]]:
        """The last runs, the newest first."""
        rows = self.connection.execute(
            "SELECT * FROM runs WHERE town = ? ORDER BY begun_at DESC, due_at DESC LIMIT ?", (town, limit)
        )
        return [dict(row) for row in rows]

    def _run(self, town: str, due_at: datetime) -> sqlite3.Row | None:
        found = self.connection.execute("SELECT * FROM runs WHERE town = ? AND due_at = ?", (town, _said(due_at)))
        row: sqlite3.Row | None = found.fetchone()
        return row

    # deliveries

    def send_to(self, town: str, destinations: Iterable[str], version: str) -> None:
        """Note that an edition goes to these destinations, at once."""
        with self.step():
            self.connection.executemany(
                "INSERT OR REPLACE INTO deliveries (town, destination, version, state) VALUES (?, ?, ?, 'waiting')",
                [(town, destination, version) for destination in destinations],
            )

    def deliveries(self, town: str) -> list[Delivery]:
        """What goes where, by destination."""
        rows = self.connection.execute("SELECT * FROM deliveries WHERE town = ? ORDER BY destination", (town,))
        return [_delivery(row) for row in rows]

    def note_delivery(self, delivery: Delivery) -> None:
        """Note how a delivery stands; one of another edition, which came meanwhile, stays as it is."""
        with self.step():
            self.connection.execute(
                "UPDATE deliveries SET state = ?, attempts = ?, next_at = ?, error = ?"
                " WHERE town = ? AND destination = ? AND version = ?",
                (
                    *(delivery.state, delivery.attempts, _said(delivery.next_at), delivery.error),
                    *(delivery.town, delivery.destination, delivery.version),
                ),
            )

    # what is told

    def write(self, letter: Letter, now: datetime) -> None:
        """Put something into the outbox, once for each key."""
        with self.step():
            self.connection.execute(
                "INSERT OR IGNORE INTO outbox (key, town, kind, facts, written_at) VALUES (?, ?, ?, ?, ?)",
                (letter.key, letter.town, letter.kind, json.dumps(letter.facts, ensure_ascii=False), _said(now)),
            )

    def to_send(self, now: datetime) -> list[Letter]:
        """What is to be told by now, the oldest first."""
        rows = self.connection.execute(
            "SELECT * FROM outbox WHERE sent_at = '' AND next_at <= ? ORDER BY written_at, key", (_said(now),)
        )
        return [_letter(row) for row in rows]

    def letters(self, town: str) -> list[Letter]:
        """All that was told or is to be, the oldest first."""
        rows = self.connection.execute("SELECT * FROM outbox WHERE town = ? ORDER BY written_at, key", (town,))
        return [_letter(row) for row in rows]

    def note_sent(self, letter: Letter, now: datetime) -> None:
        """Note that it was told. Its facts are not needed any more."""
        with self.step():
            self.connection.execute(
                "UPDATE outbox SET sent_at = ?, error = '', facts = '{}' WHERE key = ?", (_said(now), letter.key)
            )

    def note_unsent(self, letter: Letter, error: str, next_at: datetime) -> None:
        """Note why it was not told, and when it is tried again."""
        with self.step():
            self.connection.execute(
                "UPDATE outbox SET attempts = attempts + 1, error = ?, next_at = ? WHERE key = ?",
                (error, _said(next_at), letter.key),
            )

    # addresses

    def fetched(self, town: str, name: str) -> dict[str, Any]:
        """What is known of a workbook elsewhere; empty before it was fetched."""
        row = self.connection.execute("SELECT * FROM fetched WHERE town = ? AND name = ?", (town, name)).fetchone()
        return dict(row) if row else {}

    def note_fetched(self, town: str, name: str, **known: str | int) -> None:
        """Note what is known of it now."""
        with self.step():
            self.connection.execute("INSERT OR IGNORE INTO fetched (town, name) VALUES (?, ?)", (town, name))
            for column, value in known.items():
                self.connection.execute(
                    f"UPDATE fetched SET {column} = ? WHERE town = ? AND name = ?", (value, town, name)
                )

    # how it goes

    def pulse(self, town: str) -> Pulse:
        """How it goes in a town."""
        row = self.connection.execute("SELECT * FROM pulses WHERE town = ?", (town,)).fetchone()
        if row is None:
            return Pulse(town)
        seen_at, succeeded_at, failed_at = (_moment(row[name]) for name in ("seen_at", "succeeded_at", "failed_at"))
        return Pulse(town, seen_at, succeeded_at, failed_at, row["trouble"])

    def first_at(self, town: str, now: datetime) -> datetime:
        """When a town was looked after for the first time, which is now where it never was."""
        with self.step():
            self.connection.execute("INSERT OR IGNORE INTO pulses (town, first_at) VALUES (?, ?)", (town, _said(now)))
        row = self.connection.execute("SELECT first_at FROM pulses WHERE town = ?", (town,)).fetchone()
        return datetime.fromisoformat(row["first_at"])

    def move_first(self, town: str, now: datetime) -> datetime:
        """Note that it is looked after since now: the clock went back before the first time."""
        with self.step():
            self.connection.execute("UPDATE pulses SET first_at = ? WHERE town = ?", (_said(now), town))
        return now

    def note_pulse(self, town: str, **known: datetime | str) -> None:
        """Note how it goes: ``seen_at``, ``succeeded_at``, ``failed_at``, ``trouble``."""
        with self.step():
            for column, value in known.items():
                said = _said(value) if isinstance(value, datetime) else value
                self.connection.execute(f"UPDATE pulses SET {column} = ? WHERE town = ?", (said, town))

    # whatever else is to be kept of a town

    def note(self, town: str, kind: str, content: Any) -> None:
        """Keep something that JSON can say; ``None`` forgets it."""
        with self.step():
            self.connection.execute("DELETE FROM notes WHERE town = ? AND kind = ?", (town, kind))
            if content is not None:
                self.connection.execute(
                    "INSERT INTO notes VALUES (?, ?, ?)", (town, kind, json.dumps(content, ensure_ascii=False))
                )

    def noted(self, town: str, kind: str) -> Any:
        """What was kept; ``None`` for nothing."""
        row = self.connection.execute("SELECT content FROM notes WHERE town = ? AND kind = ?", (town, kind)).fetchone()
        return json.loads(row["content"]) if row else None


def _drop(row: sqlite3.Row) -> Drop:
    given = {name: value for name, value in dict(row).items() if name not in ("laid", "told")}
    return Drop(**{**given, "taken_at": datetime.fromisoformat(row["taken_at"])})


def _delivery(row: sqlite3.Row) -> Delivery:
    return Delivery(**{**dict(row), "next_at": _moment(row["next_at"])})


def _letter(row: sqlite3.Row) -> Letter:
    facts, sent_at = json.loads(row["facts"]), _moment(row["sent_at"])
    return Letter(row["key"], row["town"], row["kind"], facts, row["attempts"], sent_at, row["error"])


def _said(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def _moment(said: str) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
