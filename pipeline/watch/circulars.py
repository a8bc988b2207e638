"""When units are asked about their projects: the schedule of the reminders in, one job for each moment out.

A moment that began stands in the state with its day and with the circulars that there were before. So it comes to the
same circulars whenever it is begun again, and its letters stand in the outbox in the step that ends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.model.drop import Drop
from pipeline.model.report import Tell, Text
from pipeline.model.routine import Reminders, Schedule
from pipeline.state import State
from pipeline.state.store import Letter
from pipeline.watch.due import due_moment, following_moment
from pipeline.watch.jobs import Job
from pipeline.watch.letters import ATTACHED, CIRCULAR, TO
from pipeline.watch.watched import Watched
from pipeline.watch.workers import Workers

_BEGUN, _ENDED, _SINCE = "reminding", "reminded", "reminders"
"""Under which the state keeps the moment under way, the last ones that are through, and since when it is looked at."""
_MOST_ENDED = 50


def awaits_replies(town: Watched, output: Path) -> bool:
    """Whether a file in the inbox may be an answer to a circular."""
    return bool(town.dataset().reminders.units) or bool(_kept(town, output))


def remind_if_due(town: Watched, state: State, workers: Workers, output: Path, now: datetime, tell: Tell) -> None:
    """Begin to ask the units of a town when it is time, or go on with what was cut off."""
    key, dataset = town.key(), town.dataset()
    if not dataset.reminders.units or not dataset.mail.host:
        for kind in (_SINCE, _BEGUN):
            if state.noted(key, kind) is not None:
                state.note(key, kind, None)
        return
    begun = state.noted(key, _BEGUN)
    if begun is None:
        due = _due(state, key, dataset.schedule, dataset.reminders, now)
        if due is None:
            return
        begun = {"due": due.isoformat(), "at": now.isoformat(), "before": _kept(town, output)}
        state.note(key, _BEGUN, begun)
    known = {"before": begun["before"], "drops": as_known(state.drops(key, "reply"))}
    tell(Text(f"{key}: ermittelt, welche Ämter zu fragen sind", f"{key}: looking for whom to ask"))
    workers.start(Job("remind", key, str(town.settings), str(output), begun["at"], begun["due"], known=known))


def as_known(drops: list[Drop]) -> list[dict[str, str]]:
    """Drops as a job is told of them."""
    return [{"name": drop.name, "sha256": drop.sha256, "taken_at": drop.taken_at.isoformat()} for drop in drops]


def _due(state: State, key: str, schedule: Schedule, reminders: Reminders, now: datetime) -> datetime | None:
    """The moment that is due; none that was before these words stood in the settings, so that nobody is surprised."""
    since = state.noted(key, _SINCE)
    if since is None or since["when"] != reminders.when:
        since = {"when": reminders.when, "at": now.isoformat()}
        state.note(key, _SINCE, since)
    ended = set(state.noted(key, _ENDED) or [])
    return due_moment(
        _schedule(schedule, reminders),
        now,
        since=datetime.fromisoformat(since["at"]),
        is_run=lambda moment: moment.isoformat() in ended,
    )


def _schedule(schedule: Schedule, reminders: Reminders) -> Schedule:
    """The zone and the quiet days of the town with the moments of its reminders."""
    return replace(schedule, publish=reminders.when)


def next_reminder(schedule: Schedule, reminders: Reminders, now: datetime) -> datetime | None:
    """When units are asked next; ``None`` where nobody is."""
    return following_moment(_schedule(schedule, reminders), now) if reminders.units else None


def _kept(town: Watched, output: Path) -> list[str]:
    """The ids of the circulars that were sent out."""
    return sorted(path.stem for path in (output / town.key() / "internal" / "umlauf").glob("*.json"))


def reminded(state: State, job: Job, said: Mapping[str, Any], now: datetime, tell: Tell) -> None:
    """Put a letter to each unit into the outbox, and tell who cannot be asked, in the step that ends the moment."""
    key = job.town
    with state.step():
        for circular in said["circulars"]:
            facts = {TO: circular["to"], "circular": circular["id"], ATTACHED: circular["attached"]}
            state.write(Letter(f"circular/{key}/{circular['id']}", key, CIRCULAR, facts), now)
        if said["untold"]:
            state.write(Letter(f"unreached/{key}/{said['untold']}", key, "unreached", said["facts"]), now)
        state.note(key, _ENDED, [*(state.noted(key, _ENDED) or []), job.subject][-_MOST_ENDED:])
        state.note(key, _BEGUN, None)
    count = len(said["circulars"])
    tell(Text(f"{key}: angefragte Ämter: {count}", f"{key}: units asked: {count}"))
