"""What is remembered of merging, to JSON and back: replies that were released, what was settled, and the copies.

It holds all that is needed to merge again when the owner hands in another workbook, and what was typed stays typed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from pipeline.model.merging import Offer, Place, Received, Settlement
from pipeline.model.workbook import CellFault, Value, as_typed

LEDGER = "umlauf.json"
"""What it is called, in the town's folder."""

_MARK = ".umlauf"
_COPY = re.compile(rf"{re.escape(_MARK)}(?!\w)[^./]*(?=\.|$)", re.IGNORECASE)


def merged_name(file: str) -> str:
    """What the merged copy of a workbook is called, which lies beside it.

    >>> merged_name("2026/roadmap.xlsx")
    '2026/roadmap.umlauf.xlsx'
    """
    stem, _, end = file.rpartition(".")
    return f"{stem}{_MARK}.{end}"


def is_merged_copy(file: str) -> bool:
    """Whether a file of that name is a merged copy, or one more that a browser made of it.

    >>> is_merged_copy("roadmap.umlauf.xlsx"), is_merged_copy("roadmap.umlauf (1).xlsx"), is_merged_copy("umlauf.xlsx")
    (True, True, False)
    """
    return bool(_COPY.search(file))


def master_name(file: str) -> str:
    """What the workbook is called that a merged copy was made of; the name itself of what is no copy."""
    return _COPY.sub("", file, count=1)


class Copied(NamedTuple):
    """A workbook and its merged copy, both by their place in the town's folder and their digests."""

    master: str
    master_sha256: str
    copy: str
    copy_sha256: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was released: the copies, the replies in them and a person's word on conflicts.

    ``released`` are the cells that the copies changed, ``open`` the conflicts that were left for a person;
    ``confirmed`` is the last day on which somebody said of a project that all is right.
    """

    copies: tuple[Copied, ...] = ()
    replies: tuple[Received, ...] = ()
    settled: tuple[Settlement, ...] = ()
    released: tuple[Place, ...] = ()
    open: tuple[Place, ...] = ()
    confirmed: Mapping[str, date] = field(default_factory=dict)


def write_ledger(ledger: Ledger) -> str:
    """A ledger as JSON, to be read again by ``parse_ledger``. The same for the same."""
    said = {
        "form": 1,
        "copies": [copied._asdict() for copied in sorted(ledger.copies)],
        "circulars": sorted({reply.circular for reply in ledger.replies}),
        "released": sorted(ledger.released),
        "open": sorted(ledger.open),
        "settled": [[*word.place, word.take, word.offered, word.master] for word in sorted(ledger.settled)],
        "confirmed": {key: day.isoformat() for key, day in sorted(ledger.confirmed.items())},
        "replies": [_reply_json(reply) for reply in sorted(ledger.replies, key=lambda r: (r.circular, r.unit, r.at))],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def parse_ledger(text: str) -> Ledger:
    """A ledger from its JSON. Raises ``ValueError`` for what no ledger is."""
    said = json.loads(text)
    try:
        return Ledger(
            tuple(Copied(**copied) for copied in said["copies"]),
            tuple(map(_reply, said["replies"])),
            tuple(Settlement(Place(*word[:2]), *word[2:]) for word in said["settled"]),
            tuple(Place(*place) for place in said["released"]),
            tuple(Place(*place) for place in said["open"]),
            {key: date.fromisoformat(day) for key, day in said["confirmed"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no ledger: {error}") from error


def _reply_json(reply: Received) -> dict[str, Any]:
    return {
        "circular": reply.circular,
        "unit": reply.unit,
        "sent": reply.sent.isoformat(),
        "at": reply.at.isoformat(),
        "day": reply.day.isoformat(),
        "offers": [
            [*place, offer.base, *_written(offer.value), offer.number_format]
            for place, offer in sorted(reply.offers.items())
        ],
        "confirmed": sorted(reply.confirmed),
        "dropped": sorted(reply.dropped),
        "unasked": sorted(reply.unasked),
    }


def _reply(said: Mapping[str, Any]) -> Received:
    return Received(
        said["circular"],
        said["unit"],
        date.fromisoformat(said["sent"]),
        datetime.fromisoformat(said["at"]),
        date.fromisoformat(said["day"]),
        {
            Place(key, column): Offer(base, _read(kind, value), code)
            for key, column, base, kind, value, code in said["offers"]
        },
        frozenset(said["confirmed"]),
        frozenset(said["dropped"]),
        frozenset(said["unasked"]),
    )


def _offer(said: Sequence[Any]) -> tuple[Place, Offer]:
    key, column, base, kind, value, code = said
    return Place(key, column), Offer(base, _read(kind, value), code)


def _written(value: Value) -> tuple[str, str | int | float | bool]:
    match value:
        case bool() | int() | float() | str():
            return "plain", value
        case datetime():
            return "moment", value.isoformat()
        case date():
            return "day", value.isoformat()
        case CellFault():
            return "fault", value.text
        case _:
            return "plain", as_typed(value)


def _read(kind: str, value: Any) -> Value:
    match kind:
        case "moment":
            return datetime.fromisoformat(value)
        case "day":
            return date.fromisoformat(value)
        case "fault":
            return CellFault("error", value)
        case _:
            return value  # type: ignore[no-any-return]
