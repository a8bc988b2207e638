"""The rows of the state as things, and the steps that change them, each in one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args

from pipeline.model.drop import Delivery, Drop, Pulse, Verdict
from pipeline.model.status import Fetching, WentOut
from pipeline.state.outbox import Letter, Outbox
from pipeline.state.steps import read_moment, written

__all__ = ["Letter", "State"]


@dataclass(frozen=True)
class State(Outbox):
    """An open state: what was handed in, runs, deliveries, letters, addresses, and how it goes."""

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
            given = (drop.town, drop.name, drop.sha256, drop.size_bytes, drop.origin, written(drop.taken_at))
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
        """What has its verdict and still lies in the inbox; what is held stays there until somebody releases it."""
        rows = self.connection.execute(
            "SELECT * FROM drops WHERE town = ? AND laid = 0"
            " AND verdict NOT IN ('taken', 'unknown', 'asked', 'held') ORDER BY id",
            (town,),
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

    # runs

    def begin_run(self, town: str, due_at: datetime, now: datetime) -> bool:
        """Note that a run of that moment begins; false where it was through before."""
        with self.step():
            row = self._run(town, due_at)
            if row is None:
                self.connection.execute(
                    "INSERT INTO runs (town, due_at, begun_at) VALUES (?, ?, ?)", (town, written(due_at), written(now))
                )
            return row is None or not row["ended_at"]

    def end_run(self, town: str, due_at: datetime, now: datetime, version: str, outcome: str) -> None:
        """Note that it is through."""
        with self.step():
            self.connection.execute(
                "UPDATE runs SET ended_at = ?, version = ?, outcome = ? WHERE town = ? AND due_at = ?",
                (written(now), version, outcome, town, written(due_at)),
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
        return read_moment(row["due_at"]) if row else None

    def runs(self, town: str, limit: int = 20) -> list[dict[str, Any]]:
        """The last runs, the newest first."""
        rows = self.connection.execute(
            "SELECT * FROM runs WHERE town = ? ORDER BY begun_at DESC, due_at DESC LIMIT ?", (town, limit)
        )
        return [dict(row) for row in rows]

    def running_since(self, town: str) -> datetime | None:
        """When a run began that did not end."""
        row = self.connection.execute(
            "SELECT MIN(begun_at) AS begun FROM runs WHERE town = ? AND ended_at = ''", (town,)
        ).fetchone()
        return read_moment(row["begun"] or "")

    def went_out(self, town: str, limit: int) -> list[WentOut]:
        """The last editions, the newest first."""
        rows = self.connection.execute(
            "SELECT version, ended_at FROM runs WHERE town = ? AND outcome = 'published' AND version != ''"
            " ORDER BY ended_at DESC LIMIT ?",
            (town, limit),
        )
        return [WentOut(row["version"], datetime.fromisoformat(row["ended_at"])) for row in rows]

    def _run(self, town: str, due_at: datetime) -> sqlite3.Row | None:
        found = self.connection.execute("SELECT * FROM runs WHERE town = ? AND due_at = ?", (town, written(due_at)))
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
                    *(delivery.state, delivery.attempts, written(delivery.next_at), delivery.error),
                    *(delivery.town, delivery.destination, delivery.version),
                ),
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

    def fetching(self, town: str) -> list[Fetching]:
        """How it goes with all workbooks elsewhere, by name."""
        rows = self.connection.execute("SELECT * FROM fetched WHERE town = ? ORDER BY name", (town,))
        return [Fetching(row["name"], read_moment(row["asked_at"]), row["error"]) for row in rows]

    # how it goes

    def pulse(self, town: str) -> Pulse:
        """How it goes in a town."""
        row = self.connection.execute("SELECT * FROM pulses WHERE town = ?", (town,)).fetchone()
        if row is None:
            return Pulse(town)
        seen_at, succeeded_at, failed_at = (read_moment(row[name]) for name in ("seen_at", "succeeded_at", "failed_at"))
        return Pulse(town, seen_at, succeeded_at, failed_at, row["trouble"])

    def seen(self) -> dict[str, datetime]:
        """When each town was looked after last."""
        rows = self.connection.execute("SELECT town, seen_at FROM pulses WHERE seen_at != ''")
        return {row["town"]: datetime.fromisoformat(row["seen_at"]) for row in rows}

    def first_at(self, town: str, now: datetime) -> datetime:
        """When a town was looked after for the first time, which is now where it never was."""
        row = self.connection.execute("SELECT first_at FROM pulses WHERE town = ?", (town,)).fetchone()
        if row:
            return datetime.fromisoformat(row["first_at"])
        with self.step():
            self.connection.execute("INSERT OR IGNORE INTO pulses (town, first_at) VALUES (?, ?)", (town, written(now)))
        return now

    def move_first(self, town: str, now: datetime) -> datetime:
        """Note that it is looked after since now: the clock went back before the first time."""
        with self.step():
            self.connection.execute("UPDATE pulses SET first_at = ? WHERE town = ?", (written(now), town))
        return now

    def note_pulse(self, town: str, **known: datetime | str) -> None:
        """Note how it goes: ``seen_at``, ``succeeded_at``, ``failed_at``, ``trouble``."""
        self.first_at(town, next((value for value in known.values() if isinstance(value, datetime)), datetime.now(UTC)))
        with self.step():
            for column, value in known.items():
                said = written(value) if isinstance(value, datetime) else value
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
    return Delivery(**{**dict(row), "next_at": read_moment(row["next_at"])})
