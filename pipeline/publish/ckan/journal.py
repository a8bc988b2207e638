"""What a run means to do to a portal, written down before it does it, and what came of it.

The plan of a run follows from the portal and the edition alone. The journal remembers what neither of them tells: the
ids of our datasets, and what has still to follow a change, such as loading a table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text

_SCHEMA = """
create table if not exists dataset (portal text, identifier text, id text, primary key (portal, identifier));
create table if not exists act (
    number integer primary key, portal text not null, version text not null, dataset text not null, kind text not null,
    detail text not null, intended_at text not null, done_at text, outcome text
);
"""


LOAD = "load"
"""The kind of act that outlasts a run: a table is loaded when the portal's loader comes to it."""


class Act(NamedTuple):
    """Something that was meant to be done: what, to which dataset, and when it was written down."""

    number: int
    version: str
    dataset: str
    kind: str
    detail: str
    intended_at: str


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of a town for one portal. ``now`` tells the time, in ISO 8601."""

    connection: sqlite3.Connection
    portal: str
    now: Callable[[], str]

    def intend(self, version: str, dataset: str, kind: str, detail: str = "") -> int:
        """Write down what comes next. Returns its number."""
        cursor = self.connection.execute(
            "insert into act (portal, version, dataset, kind, detail, intended_at) values (?, ?, ?, ?, ?, ?)",
            (self.portal, version, dataset, kind, detail, self.now()),
        )
        return int(cursor.lastrowid or 0)

    def settle(self, number: int, outcome: str = "done") -> None:
        """Write down what came of it."""
        self.connection.execute(
            "update act set done_at = ?, outcome = ? where number = ?", (self.now(), outcome, number)
        )

    def unfinished(self, dataset: str = "") -> list[Act]:
        """What was meant to be done, and nobody knows whether it was; of one dataset where one is named."""
        found = self.connection.execute(
            "select number, version, dataset, kind, detail, intended_at from act "
            "where portal = ? and done_at is null and (? = '' or dataset = ?) order by number",
            (self.portal, dataset, dataset),
        )
        return [Act(*row) for row in found]

    def open_details(self, dataset: str, kind: str) -> frozenset[str]:
        """The details of the acts of a kind that are unfinished."""
        return frozenset(act.detail for act in self.unfinished(dataset) if act.kind == kind)

    def cut_off(self) -> list[Act]:
        """What a run left that did not come to its end."""
        return [act for act in self.unfinished() if act.kind != LOAD]

    def settle_rest(self) -> None:
        """Cross out what runs that were cut off left, and the tables of datasets that are not there any more."""
        known = {row[0] for row in self.connection.execute("select id from dataset where portal = ?", (self.portal,))}
        for act in self.unfinished():
            if act.kind != LOAD or act.dataset not in known:
                self.settle(act.number, "overtaken")

    def remember(self, identifier: str, dataset_id: str) -> None:
        """Note the id that the portal gave a dataset of ours."""
        self.connection.execute(
            "insert or replace into dataset values (?, ?, ?)", (self.portal, identifier, dataset_id)
        )

    def id_of(self, identifier: str) -> str:
        """The id of a dataset of ours; empty for one that was never published."""
        query = "select id from dataset where portal = ? and identifier = ?"
        row = self.connection.execute(query, (self.portal, identifier)).fetchone()
        return str(row[0]) if row else ""


@contextmanager
def open_journal(path: Path, portal: str, now: Callable[[], str]) -> Iterator[Journal]:
    """Open the journal, each entry on the disk as soon as it is written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
            connection.executescript(_SCHEMA)
            yield Journal(connection, portal, now)
    except sqlite3.Error as error:
        raise OutsideWorldError(
            Text(
                f"{path}: Das Journal lässt sich nicht führen ({error})",
                f"{path}: the journal cannot be kept ({error})",
            )
        ) from error
