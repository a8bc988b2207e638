"""What answers to circulars change, for whoever releases them: conflicts first, as text in a language or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from pipeline.model.merging import MASTER, Bid, Change, Conflict, Merged, Place, Why, Wish
from pipeline.model.report import Language, Text
from pipeline.render.reports.legible import legible, shorten

_LONGEST = 300
_EMPTY = Text("(leer)", "(empty)")
_CONFLICTS = Text("Zu entscheiden ({}):", "To be settled ({}):")
_CHANGES = Text("Änderungen ({}):", "Changes ({}):")
_NOTHING = Text("Es gibt nichts zu übernehmen.", "There is nothing to take over.")
_SIDES = Text("    ausgesandt: {}\n    Tabelle heute: {}", "    sent out: {}\n    workbook today: {}")
_BID = Text("    {}, {}: {}", "    {}, {}: {}")
_CHANGE = Text("  {}: {} → {} ({}, {})", "  {}: {} → {} ({}, {})")
_WHY = {
    Why.MASTER: Text(
        "Die Tabelle wurde nach dem Versand auch geändert.", "The workbook was changed as well since it was sent out."
    ),
    Why.REPLIES: Text("Die Antworten sagen Verschiedenes.", "The answers say different things."),
    Why.MERGED: Text(
        "Die Zelle ist mit anderen verbunden und gilt für mehrere Projekte.",
        "The cell is merged with others and holds for several projects.",
    ),
    Why.FORMULA: Text(
        "In der Zelle steht eine Formel, oder eine andere rechnet mit ihr.",
        "The cell holds a formula, or another one reckons with it.",
    ),
    Why.SEVERAL: Text("Die Tabelle hat mehrere Spalten dieses Namens.", "The table has several columns of that name."),
    Why.NO_COLUMN: Text("Die Tabelle hat diese Spalte nicht mehr.", "The table has this column no more."),
    Why.BROKEN: Text("In einer Antwort steht ein Rechenfehler.", "An answer holds an error of a formula."),
}
_BY_WORD = Text("    Sagen Sie, was gilt: --cell {} --take {}", "    Say what holds: --cell {} --take {}")
_BY_HAND = Text(
    "    Tragen Sie in {} von Hand ein, was gilt. Soll es bleiben, wie es ist: --cell {} --take master",
    "    Enter what holds by hand in {}. If it is to stay as it is: --cell {} --take master",
)
_OR = Text(" oder ", " or ")
_WISHES = (
    ("dropped", Text("{} soll entfallen, sagt {}. Das entscheiden Sie in der Tabelle.",
                     "{} is to be dropped, says {}. You decide that in the workbook.")),
    ("missing", Text("{} gibt es in der Tabelle nicht mehr; die Antwort von {} wird nicht übernommen.",
                     "{} is not in the workbook any more; the answer of {} is not taken over.")),
    ("unasked", Text("Nach {} war {} nicht gefragt; nichts davon wird übernommen.",
                     "Nobody asked about {}; nothing of it is taken over, though {} sent it.")),
)  # fmt: skip
_TAKEN_BACK = Text(
    "{}: Eine frühere Antwort der Stelle änderte diese Zelle, die spätere nicht mehr. Es gilt die spätere.",
    "{}: an earlier answer of the unit changed this cell, the later one does not. The later one holds.",
)
_CONFIRMED = Text("Bestätigt: {}", "Confirmed: {}")


def render_merged(merged: Merged, language: Language) -> str:
    """The difference as plain text, for a console or a mail."""
    lines = [*_conflicts(merged.conflicts, language), *_changes(merged.changes, language), *_rest(merged, language)]
    return "\n".join(lines or [_NOTHING.in_(language)]) + "\n"


def _conflicts(conflicts: Sequence[Conflict], language: Language) -> Iterator[str]:
    if conflicts:
        yield _CONFLICTS.in_(language).format(len(conflicts))
    for conflict in conflicts:
        yield f"  {legible(conflict.place.key)}, {legible(conflict.title)}: {_WHY[conflict.why].in_(language)}"
        yield _SIDES.in_(language).format(_shown(conflict.sent, language), _shown(conflict.master, language))
        for bid in conflict.bids:
            yield _BID.in_(language).format(legible(bid.unit), _day(bid.day, language), _shown(bid.text, language))
        yield _to_do(conflict, language)


def _to_do(conflict: Conflict, language: Language) -> str:
    place = _quoted(str(conflict.place))
    if not conflict.why.is_settled_by_word:
        return _BY_HAND.in_(language).format(conflict.cell, place)
    sides = [MASTER, *sorted({_quoted(bid.unit) for bid in conflict.bids})]
    return _BY_WORD.in_(language).format(place, _OR.in_(language).join(sides))


def _changes(changes: Sequence[Change], language: Language) -> Iterator[str]:
    if changes:
        yield _CHANGES.in_(language).format(len(changes))
    for key, found in groupby(changes, key=lambda change: change.place.key):
        yield f" {legible(key)}"
        for each in found:
            before, after, units = _shown(each.before, language), _shown(each.after, language), ", ".join(each.units)
            day = _day(each.day, language)
            yield _CHANGE.in_(language).format(legible(each.title), before, after, legible(units), day)


def _rest(merged: Merged, language: Language) -> Iterator[str]:
    for name, text in _WISHES:
        wishes: tuple[Wish, ...] = getattr(merged, name)
        yield from (text.in_(language).format(legible(wish.key), legible(wish.unit)) for wish in wishes)
    yield from (_TAKEN_BACK.in_(language).format(legible(str(place))) for place in merged.taken_back)
    if merged.confirmed:
        yield _CONFIRMED.in_(language).format(legible(", ".join(merged.confirmed)))


def _shown(text: str, language: Language) -> str:
    plain = " ".join(shorten(legible(text), _LONGEST).split())
    return ("„{}“" if language == "de" else "“{}”").format(plain) if plain else _EMPTY.in_(language)


def _day(day: date, language: Language) -> str:
    return f"{day:%d.%m.%Y}" if language == "de" else day.isoformat()


def _quoted(text: str) -> str:
    """A word as a shell takes it."""
    plain = legible(text)
    return f"'{plain}'" if set(plain) & set(' ;&|()<>$`"*?') else plain


def merged_json(merged: Merged) -> str:
    """The difference as JSON, for programs."""
    said = {
        "conflicts": [_conflict_json(conflict) for conflict in merged.conflicts],
        "changes": [_change_json(change) for change in merged.changes],
        "adopted": _places(merged.adopted),
        "settled": _places(merged.settled),
        "taken_back": _places(merged.taken_back),
        **{name: [wish._asdict() for wish in getattr(merged, name)] for name, _ in _WISHES},
        "confirmed": {key: day.isoformat() for key, day in merged.confirmed.items()},
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _places(places: Iterable[Place]) -> list[dict[str, str]]:
    return [place._asdict() for place in places]


def _change_json(change: Change) -> dict[str, Any]:
    return {
        **change.place._asdict(),
        "cell": str(change.cell),
        "title": change.title,
        "before": change.before,
        "after": change.after,
        "units": change.units,
        "day": change.day.isoformat(),
    }


def _conflict_json(conflict: Conflict) -> dict[str, Any]:
    return {
        **conflict.place._asdict(),
        "cell": str(conflict.cell),
        "title": conflict.title,
        "why": conflict.why.value,
        "sent": conflict.sent,
        "master": conflict.master,
        "answers": [_bid_json(bid) for bid in conflict.bids],
    }


def _bid_json(bid: Bid) -> dict[str, str]:
    return {"unit": bid.unit, "day": bid.day.isoformat(), "text": bid.text}
