"""A person's word on conflicts: which they are and who is right in, what is remembered of it out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pipeline.model.errors import ConfigError
from pipeline.model.merging import MASTER, Merged, Place, Settlement
from pipeline.model.plain_text import clean
from pipeline.model.report import Text


def settle(merged: Merged, take: str, places: Collection[Place]) -> tuple[Settlement, ...]:
    """The word that ``take`` is right at these places. Raises ``ConfigError`` where there is nothing to settle so.

    Of a change, too, a person may say that the workbook is right as it is.
    """
    conflicts = {conflict.place: conflict for conflict in merged.conflicts}
    changes = {change.place: change for change in merged.changes if change.offered}
    settled = []
    for place in sorted(places):
        if conflict := conflicts.get(place):
            units = {bid.unit for bid in conflict.bids if conflict.why.is_settled_by_word}
            _refuse_others(place, take, units)
            settled.append(Settlement(place, take, conflict.offered, clean(conflict.master)))
        elif change := changes.get(place):
            _refuse_others(place, take, ())
            settled.append(Settlement(place, take, change.offered, clean(change.before)))
        else:
            raise ConfigError(_nothing_to_settle(place, conflicts))
    return tuple(settled)


def _refuse_others(place: Place, take: str, units: Iterable[str]) -> None:
    possible = [MASTER, *sorted(units)]
    if take not in possible:
        names = ", ".join(possible)
        raise ConfigError(
            Text(
                f"--take {take}: geht bei {place} nicht; möglich ist: {names}",
                f"--take {take}: cannot be for {place}; possible is: {names}",
            )
        )


def _nothing_to_settle(place: Place, open_: Iterable[Place]) -> Text:
    known = ", ".join(map(str, open_))
    return Text(
        f"--cell {place}: Hier ist nichts zu entscheiden; offen sind: {known or 'keine'}",
        f"--cell {place}: there is nothing to settle here; open are: {known or 'none'}",
    )
