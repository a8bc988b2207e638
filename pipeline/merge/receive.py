"""A circular that came back, held against what was sent out: the cells that say something else."""

from __future__ import annotations

from datetime import date, datetime

from pipeline.model.circular import Circular, Reply
from pipeline.model.merging import Offer, Place, Received
from pipeline.model.plain_text import clean


def receive(reply: Reply, circular: Circular, *, at: datetime, day: date) -> Received:
    """What a reply says beyond what its circular said; ``day`` is that of ``at`` in the town."""
    cells = {Place(key, column): answer for key, row in reply.answers.items() for column, answer in row.items()}
    offers = {
        place: Offer(circular.base[place], answer.value, answer.number_format)
        for place, answer in cells.items()
        if place in circular.base and clean(answer.text) != clean(circular.base[place])
    }
    asked = {key for key, _ in circular.base}
    return Received(
        circular.id,
        circular.unit,
        circular.day,
        at,
        day,
        offers,
        confirmed=reply.confirmed & asked,
        dropped=reply.dropped & asked,
        unasked=frozenset({key for key, _ in cells} - asked),
    )
