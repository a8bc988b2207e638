"""How it goes in the towns that are watched: the state in, what waits, went out and failed out. It asks no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from pipeline.model.drop import WAITING, Delivery, Drop, Pulse
from pipeline.model.report import Text
from pipeline.model.routine import Reminders, Schedule
from pipeline.state import State
from pipeline.watch.circulars import next_reminder
from pipeline.watch.due import following_moment

ALIVE_WITHIN = timedelta(minutes=10)
"""A town that nobody looked after for so long has no watcher."""
MOST_TRIES = 3
"""A destination that failed so often is no moment's trouble any more."""


@dataclass(frozen=True, slots=True)
class TownStatus:
    """One town: its pulse, what waits, the last run, the destinations, when it is published and when units are asked
    next.
    """

    town: str
    pulse: Pulse
    waiting: tuple[Drop, ...]
    last_run: Mapping[str, Any]
    deliveries: tuple[Delivery, ...]
    unsent: int
    next_at: datetime | None
    asks_at: datetime | None = None


def read_status(
    state: State,
    schedules: Mapping[str, Schedule],
    now: datetime,
    *,
    reminders: Mapping[str, Reminders] = MappingProxyType({}),
) -> tuple[TownStatus, ...]:
    """How it goes in each of these towns; ``reminders`` are of those whose units are asked by mail."""
    return tuple(
        _status(state, town, schedule, reminders.get(town, Reminders()), now)
        for town, schedule in sorted(schedules.items())
    )


def _status(state: State, town: str, schedule: Schedule, reminders: Reminders, now: datetime) -> TownStatus:
    runs = state.runs(town, 1)
    return TownStatus(
        town,
        state.pulse(town),
        tuple(state.drops(town, *WAITING)),
        runs[0] if runs else {},
        tuple(state.deliveries(town)),
        sum(letter.sent_at is None for letter in state.letters(town)),
        following_moment(schedule, now) if schedule.publish else None,
        next_reminder(schedule, reminders, now),
    )


def reasons(found: Iterable[TownStatus], now: datetime) -> tuple[Text, ...]:
    """Why not all is well; nothing where it is."""
    return tuple(reason for status in found for reason in _of_town(status, now))


def _of_town(status: TownStatus, now: datetime) -> Iterable[Text]:
    town, pulse = status.town, status.pulse
    if pulse.seen_at is None or abs(now - pulse.seen_at) > ALIVE_WITHIN:
        yield Text(f"{town}: niemand wacht", f"{town}: nobody is watching")
    if pulse.trouble:
        yield Text(f"{town}: {pulse.trouble}", f"{town}: {pulse.trouble}")
    for delivery in status.deliveries:
        if delivery.state != "done" and delivery.attempts >= MOST_TRIES:
            to, why = delivery.destination, delivery.error
            yield Text(f"{town}: {to} hat die Ausgabe nicht ({why})", f"{town}: {to} lacks the edition ({why})")


def in_lines(status: TownStatus) -> tuple[Text, ...]:
    """What people are told of a town, line by line."""
    pulse, lines = status.pulse, []
    lines.append(_moment("zuletzt nachgesehen", "last looked after", pulse.seen_at))
    lines.append(_moment("zuletzt gelungen", "last success", pulse.succeeded_at))
    if pulse.trouble:
        lines.append(Text(f"gestört: {pulse.trouble}", f"in trouble: {pulse.trouble}"))
    if status.next_at:
        lines.append(_moment("nächster Termin", "next due", status.next_at))
    if status.asks_at:
        lines.append(_moment("nächster Umlauf", "units are asked next", status.asks_at))
    for drop in status.waiting:
        german, english = _VERDICTS[drop.verdict]
        lines.append(Text(f"„{drop.origin}“ {german}", f"“{drop.origin}” {english}"))
    for delivery in status.deliveries:
        lines.append(_delivery(delivery))
    if status.unsent:
        lines.append(Text(f"noch nicht gesendete Mitteilungen: {status.unsent}", f"notices not sent: {status.unsent}"))
    return tuple(lines)


def _delivery(delivery: Delivery) -> Text:
    to, version = delivery.destination, delivery.version
    if delivery.state == "done":
        return Text(f"{to} hat die Ausgabe {version}", f"{to} has edition {version}")
    why = f" ({delivery.error})" if delivery.error else ""
    again = _moment("neuer Versuch", "tried again", delivery.next_at) if delivery.next_at else Text("", "")
    german, english = (f"; {words}" if words else "" for words in again)
    return Text(
        f"{to} wartet auf die Ausgabe {version}{why}{german}", f"{to} waits for edition {version}{why}{english}"
    )


def _moment(german: str, english: str, moment: datetime | None) -> Text:
    said = f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "–"
    return Text(f"{german}: {said}", f"{english}: {said}")


_VERDICTS = {
    "taken": Text("wird geprüft", "is being judged"),
    "asked": Text("bleibt im Eingang, bis jemand sagt, was es ist", "stays until somebody says what it is"),
    "held": Text("wartet auf eine Freigabe (roadmap release)", "waits for a release (roadmap release)"),
    "accepted": Text("wartet auf den nächsten Termin", "waits for the next due moment"),
    "unknown": Text("wird angesehen", "is being looked into"),
    "reply": Text(
        "ist eine Rückmeldung und noch nicht übernommen (roadmap merge)",
        "is a reply and not taken over yet (roadmap merge)",
    ),
}
