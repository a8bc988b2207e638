"""What is offered for each cell: the replies in, those that count out, whatever order they came in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.model.merging import Bid, Offer, Place, Received, Settlement
from pipeline.model.plain_text import clean


@dataclass(frozen=True, slots=True)
class Side:
    """What one reply offers for a cell; ``means`` and ``base_means`` are what the offer and what was sent out mean."""

    reply: Received
    offer: Offer
    means: Hashable
    base_means: Hashable

    @property
    def is_unchanged(self) -> bool:
        """Whether it says what was sent out, however it is spelled."""
        return self.means == self.base_means

    @property
    def bid(self) -> Bid:
        """The side as a person is told of it."""
        return Bid(self.reply.unit, self.reply.day, self.offer.text)


def newest(received: Iterable[Received]) -> tuple[Received, ...]:
    """The last reply of each unit to each circular; both, where two came at the same moment."""
    received = each_once(received)
    last = {(reply.circular, reply.unit): reply.at for reply in sorted(received, key=lambda reply: reply.at)}
    kept = [reply for reply in received if reply.at == last[reply.circular, reply.unit]]
    return tuple(sorted(kept, key=_order))


def each_once(received: Iterable[Received]) -> tuple[Received, ...]:
    """The replies without those that are there already."""
    kept: list[Received] = []
    for reply in received:
        if reply not in kept:
            kept.append(reply)
    return tuple(kept)


def _order(reply: Received) -> tuple[str, ...]:
    offers = sorted((*place, offer.text, repr(offer)) for place, offer in reply.offers.items())
    whole = sorted(reply.confirmed), sorted(reply.dropped), sorted(reply.unasked)
    return (reply.sent.isoformat(), reply.day.isoformat(), reply.unit, reply.circular, repr(offers), repr(whole))


def taken_back(received: Iterable[Received], kept: Iterable[Received]) -> tuple[Place, ...]:
    """The cells that an earlier reply changed and the later one, which counts in its place, does not."""
    kept = tuple(kept)
    still = {(reply.circular, reply.unit, place) for reply in kept for place in reply.offers}
    earlier = [reply for reply in received if reply not in kept]
    gone = {place for reply in earlier for place in reply.offers if (reply.circular, reply.unit, place) not in still}
    return tuple(sorted(gone))


def counting(sides: Sequence[Side]) -> list[Side]:
    """The sides that change something and were not sent out again since: who was asked with an answer knew of it."""
    live = [side for side in sides if not side.is_unchanged]
    return [side for side in live if not any(_follows(other, side) for other in live)]


def _follows(later: Side, earlier: Side) -> bool:
    return later.reply.sent > earlier.reply.sent and later.base_means == earlier.means


def bases(sides: Iterable[Side]) -> set[Hashable]:
    """All that was ever sent out for the cell and answered with something else."""
    return {side.base_means for side in sides if not side.is_unchanged}


def offered(sides: Iterable[Side]) -> str:
    """The digest of what is offered, by whom: a settlement holds as long as it is the same."""
    said = sorted((side.reply.circular, side.reply.unit, clean(side.offer.text)) for side in sides)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def holds(settlement: Settlement, sides: Sequence[Side], master: str, means: Hashable) -> bool:
    """Whether a person's word is on what stands here today, also where the workbook has taken it over since."""
    if settlement.offered != offered(sides):
        return False
    return settlement.master == clean(master) or any(side.means == means for side in of_unit(sides, settlement.take))


def of_unit(sides: Iterable[Side], unit: str) -> list[Side]:
    """The sides of a unit, the last that was sent out at the end."""
    return sorted((side for side in sides if side.reply.unit == unit), key=lambda side: side.reply.sent)
