"""A person's word on conflicts: which they are and who is right in, what is remembered of it out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pipeline.model.errors import ConfigError
from pipeline.model.merging import MASTER, Conflict, Merged, Place, Settlement
from pipeline.model.plain_text import clean
from pipeline.model.report import Text


def settle(merged: Merged, take: str, places: Collection[Place]) -> tuple[Settlement, ...]:
    """The word that ``take`` is right at these places. Raises ``ConfigError`` for what is no conflict, or not its."""
    conflicts = {conflict.place: conflict for conflict in merged.conflicts}
    return tuple(_settled(conflicts.get(place), place, take, conflicts) for place in sorted(places))


def _settled(conflict: Conflict | None, place: Place, take: str, open_: Iterable[Place]) -> Settlement:
    if conflict is None:
        known = ", ".join(map(str, open_))
        raise ConfigError(
            Text(
                f"--cell {place}: Hier ist nichts zu entscheiden; offen sind: {known or 'keine'}",
                f"--cell {place}: there is nothing to settle here; open are: {known or 'none'}",
            )
        )
    units = {bid.unit for bid in conflict.bids}
    if take != MASTER and (take not in units or not conflict.why.is_settled_by_word):
        names = ", ".join([MASTER, *sorted(units if conflict.why.is_settled_by_word else ())])
        raise ConfigError(
            Text(
                f"--take {take}: geht bei {place} nicht; möglich ist: {names}",
                f"--take {take}: cannot be for {place}; possible is: {names}",
            )
        )
    return Settlement(place, take, conflict.offered, clean(conflict.master))
