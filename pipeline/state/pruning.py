"""Rows of the state that nobody needs any more: which these are, and their end. What waits is never among them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from pipeline.model.drop import WAITING, Drop
from pipeline.state.steps import written
from pipeline.state.store import State

LEAST = 50
"""So many runs and letters are kept whatever is said, for a run must not be done, nor a thing told, once more."""


def drops_to_go(state: State, town: str, number: int, before: datetime) -> list[Drop]:
    """What is through, laid away, older than ``before`` and not among the newest ``number``; the oldest first."""
    newest = {drop.id for drop in state.drops(town)[-number:]}
    lying = {drop.id for drop in state.not_laid(town)}
    return [
        drop
        for drop in state.drops(town)
        if drop.id not in newest | lying and drop.verdict not in WAITING and drop.taken_at < before
    ]


def forget(state: State, town: str, drops: Collection[Drop], number: int, before: datetime) -> None:
    """Delete the rows of these drops, and of runs and letters that are old and not among the newest.

    The runs of the newest edition stay: by them it is known that it was told.
    """
    number, old = max(number, LEAST), written(before)
    with state.step():
        state.connection.executemany("DELETE FROM drops WHERE id = ?", [(drop.id,) for drop in drops])
        state.connection.execute(
            "DELETE FROM runs WHERE town = ?1 AND ended_at <> '' AND begun_at < ?2"
            " AND due_at NOT IN (SELECT due_at FROM runs WHERE town = ?1 ORDER BY begun_at DESC LIMIT ?3)"
            " AND version <> ifnull((SELECT version FROM runs WHERE town = ?1 AND version <> ''"
            " ORDER BY begun_at DESC LIMIT 1), '-')",
            (town, old, number),
        )
        state.connection.execute(
            "DELETE FROM outbox WHERE town = ?1 AND sent_at <> '' AND written_at < ?2"
            " AND key NOT IN (SELECT key FROM outbox WHERE town = ?1 ORDER BY written_at DESC LIMIT ?3)",
            (town, old, number),
        )
