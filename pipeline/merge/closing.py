"""What is still to be kept of replies, and what of them a workbook lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pipeline.merge.sides import newest
from pipeline.model.merging import Merged, Place, Received
from pipeline.model.workbook import CellRef


def open_replies(received: Iterable[Received], merged: Merged) -> tuple[Received, ...]:
    """The replies that the workbooks have not taken over yet, or on which somebody had to say a word."""
    waiting = {change.place for change in merged.changes} | {conflict.place for conflict in merged.conflicts}
    waiting |= set(merged.settled)
    stamped = {change.place.key for change in merged.changes}
    return tuple(reply for reply in newest(received) if waiting & reply.offers.keys() or stamped & reply.confirmed)


def missing(merged: Merged, released: Collection[Place]) -> tuple[CellRef, ...]:
    """The cells that bore an answer once and do not now, though nobody said that it does not count."""
    unanswered = (conflict for conflict in merged.conflicts if not conflict.is_answered)
    return (
        *(change.cell for change in merged.changes if change.place in released),
        *(conflict.cell for conflict in unanswered if conflict.place in released),
    )
