"""One look at all towns: what settled is taken, what was taken is judged, what is due goes out, and people are told.

A look decides and starts; it waits for nobody. Each step stands in the state before the next begins, so a start after
a crash goes on where the last one was.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.model.drop import Delivery, Drop
from pipeline.model.errors import PipelineError, reason_of
from pipeline.model.report import Tell, Text, tell_nobody
from pipeline.publish import named_destinations
from pipeline.publish.lock import no_fence
from pipeline.state import State
from pipeline.state.store import Letter
from pipeline.watch.addresses import ask_addresses
from pipeline.watch.arrivals import look_into_inbox, put_away_judged
from pipeline.watch.blocked import is_blocked
from pipeline.watch.catching_up import catch_up
from pipeline.watch.circulars import remind_if_due
from pipeline.watch.due import due_moment
from pipeline.watch.folder_stamp import folder_stamp
from pipeline.watch.jobs import Job
from pipeline.watch.letters import LONGEST_WAIT, send_due
from pipeline.watch.missing import give_up_missing
from pipeline.watch.outcomes import Outcomes
from pipeline.watch.releases import RELEASE
from pipeline.watch.replies import judging, merge_if_new
from pipeline.watch.retention import keep_no_longer
from pipeline.watch.watched import Watched
from pipeline.watch.workers import Workers

MOST_DELIVERIES = 4
_ALONE = ("judge", "publish", "merge", "remind")
"""What is done one after the other in a town, for each of them reads its folder."""
MOST_AT_WORK = max(2, os.cpu_count() or 1)
"""So many files are judged, or editions made, side by side: each takes a core and some hundred megabytes."""


@dataclass
class Watcher:
    """All towns below ``output``, and what is done with them. ``at_once`` takes no notice of schedules.

    ``fence`` raises ``OutsideWorldError`` as soon as another watcher has taken over.
    """

    towns: list[Watched]
    output: Path
    state: State
    workers: Workers
    at_once: bool = False
    tell: Tell = tell_nobody
    fence: Callable[[], None] = no_fence
    paused: dict[str, datetime] = field(default_factory=dict)
    last: str = ""
    """The town for which something was begun last: the others come first at the next look."""

    def tick(self, now: datetime) -> None:
        """Look once."""
        self.fence()
        outcomes = Outcomes(self.state, self.output, self.tell, self.paused)
        by_name = self._by_name(now)
        for job, result in self.workers.finished():
            if town := by_name.get(job.town):  # one that is not watched any more is begun anew another time
                self._guarded(town, now, partial(outcomes.take_up, job, result, town, now))
        self._note_seen(by_name, now)
        for town in self._in_turn(by_name):
            if self._guarded(town, now, partial(self._look_after, town, now)) and town.key() not in self.paused:
                self._note_trouble(town, None, now)  # that of a job is over when one goes well
        self._send_letters(by_name, now)

    def _send_letters(self, by_name: Mapping[str, Watched], now: datetime) -> None:
        """What cannot be begun now, for the system has no process or no room to give, is begun at another look."""
        try:
            send_due(self.state, self.workers, by_name, str(self.output), now)
        except (PipelineError, OSError) as error:
            why = error.message if isinstance(error, PipelineError) else reason_of(error)
            self.tell(Text(f"Post: {why.de}", f"mail: {why.en}"))

    def _in_turn(self, by_name: Mapping[str, Watched]) -> list[Watched]:
        """From the one after that for which something was begun last, so that nobody waits for ever."""
        names = list(by_name)
        start = names.index(self.last) + 1 if self.last in by_name else 0
        return [by_name[name] for name in (*names[start:], *names[:start])]

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way, so that waiting longer changes nothing by itself."""
        return not self.workers.running

    def stamp(self) -> int:
        """A number that is another one as soon as anything was written down."""
        return self.state.changes()

    def _by_name(self, now: datetime) -> dict[str, Watched]:
        """The towns whose settings can be read, each under a name that no other has."""
        found: dict[str, Watched] = {}
        for town in self.towns:
            if self._guarded(town, now, town.dataset):
                if other := found.get(town.key()):
                    self._note_trouble(town, _same_name(town, other), now)
                else:
                    found[town.key()] = town
        return found

    def _guarded(self, town: Watched, now: datetime, step: Callable[[], object]) -> bool:
        """One town's trouble is its own; whether there was none."""
        try:
            step()
        except PipelineError as error:
            self._note_trouble(town, error.message, now)
        except OSError as error:
            why, place = reason_of(error), f"{error.filename}: " if error.filename else ""
            self._note_trouble(town, Text(f"{place}{why.de}", f"{place}{why.en}"), now)
        else:
            return True
        return False

    def _note_trouble(self, town: Watched, trouble: Text | None, now: datetime) -> None:
        known, said = self.state.pulse(town.key()), trouble.de if trouble else ""
        if trouble and known.trouble != said:
            self.tell(trouble)
            self.state.note_pulse(town.key(), trouble=said, failed_at=now)
            facts = {"detail": {"de": trouble.de, "en": trouble.en}}
            self.state.write(Letter(_key(town, now), town.key(), "trouble", facts), now)
        elif not trouble and known.trouble:
            with self.state.step():
                self.state.note_pulse(town.key(), trouble="")
                if known.failed_at:  # settings that could not be read named nobody who might have been told
                    self.state.take_back(_key(town, known.failed_at))

    def _look_after(self, town: Watched, now: datetime) -> None:
        dataset = town.dataset()
        if not dataset.has_roadmap:
            return
        since = self.state.first_at(town.key(), now)
        ask_addresses(town, self.state, self.workers, self.output, now)
        look_into_inbox(town, self.state, self.output, now, self.tell)
        if not self._is_busy(town.key()):
            catch_up(town, self.state, self.output)
        self._deliver(town, now)
        if self._is_busy(town.key()) or self.paused.get(town.key(), now) > now:
            return
        give_up_missing(town, self.state, self.output, now, self.tell)
        if taken := self.state.drops(town.key(), "taken", "unknown"):
            self._judge(town, taken[0], now)
            return
        put_away_judged(town, self.state, self.output, now)
        self._run_if_due(town, now, since)
        for begin in (merge_if_new, remind_if_due):
            if not self._is_busy(town.key()):
                begin(town, self.state, self.workers, self.output, now, self.tell)
        if not any(job.town == town.key() for job in self.workers.running):
            keep_no_longer(town, self.state, self.output, now)

    def _note_seen(self, towns: Iterable[str], now: datetime) -> None:
        """In one transaction for all, and not at each look, for that would write to the disk all day."""
        known = self.state.seen()
        late = [town for town in towns if town not in known or abs(now - known[town]) >= timedelta(minutes=1)]
        with self.state.step() if late else nullcontext():
            for town in late:
                self.state.note_pulse(town, seen_at=now)

    def _has_room(self) -> bool:
        return sum(job.kind in ("judge", "publish") for job in self.workers.running) < MOST_AT_WORK

    def _is_busy(self, town: str) -> bool:
        return any(job.town == town and job.kind in _ALONE for job in self.workers.running)

    def _judge(self, town: Watched, drop: Drop, now: datetime) -> None:
        """Beside what waits already, in the place of what it updates."""
        if not self._has_room():
            return
        waiting = [other for other in self.state.drops(town.key(), "accepted") if other.name != drop.name]
        known = {"snapshot": str(town.snapshot(self.output, drop)), **judging(town, drop, self.output)}
        job = replace(self._job("judge", town, now, str(drop.id), [*waiting, drop]), known=known)
        self.tell(Text(f"{town.key()}: prüft {drop.origin}", f"{town.key()}: judging {drop.origin}"))
        self._begin(job)

    def _begin(self, job: Job) -> None:
        self.last = job.town
        self.workers.start(job)

    def _run_if_due(self, town: Watched, now: datetime, since: datetime) -> None:
        schedule, key = town.dataset().schedule, town.key()
        begun = self.state.open_run(key)
        due = begun or (now if self.at_once else self._due(town, now, since))
        if due is None:
            return
        waiting = self.state.drops(key, "accepted")
        is_same = is_blocked(town, waiting, self.state, self.output, now) if waiting else not self._is_folder_new(town)
        if is_same and not begun:
            if schedule.publish and not self.at_once and not self._is_something_coming(town):
                with self.state.step():
                    self.state.begin_run(key, due, now)
                    self.state.end_run(key, due, now, "", "nothing")
            return
        if (self._is_something_coming(town) and not begun) or not self._has_room():
            return
        self.state.begin_run(key, due, now)
        for job in [job for job in self.workers.running if job.town == key and job.kind == "deliver"]:
            self.workers.stop_one(job)  # a newer edition goes first; what was on its way is sent anew
        self.tell(Text(f"{key}: veröffentlicht", f"{key}: publishing"))
        self._begin(self._job("publish", town, now, due.isoformat(), waiting))

    def _due(self, town: Watched, now: datetime, since: datetime) -> datetime | None:
        def is_run(moment: datetime) -> bool:
            return self.state.is_run(town.key(), moment)

        if since > now:  # the clock went back before the first look
            since = self.state.move_first(town.key(), now)
        return due_moment(town.dataset().schedule, now, since=since, is_run=is_run)

    def _is_something_coming(self, town: Watched) -> bool:
        """Whether a file still arrives for the same run. One that is open or empty may be so for days."""
        known = self.state.lying(town.key())
        entries = (entry for entry in town.scan.entries if entry.size and not entry.is_open)
        return any((entry.name, entry.sha256) not in known for entry in entries)

    def _is_folder_new(self, town: Watched) -> bool:
        """Whether what lies in the town's folder is other than at the last run."""
        stamp = folder_stamp(town)
        return bool(stamp["workbooks"]) and stamp != self.state.noted(town.key(), "folder")

    def _deliver(self, town: Watched, now: datetime) -> None:
        """What waits for its time, to destinations that are still named."""
        running = {job.subject for job in self.workers.running if job.kind == "deliver" and job.town == town.key()}
        named = named_destinations(town.dataset(), os.environ)
        for delivery in self.state.deliveries(town.key()):
            count = sum(job.kind == "deliver" for job in self.workers.running)
            if count >= MOST_DELIVERIES or self._is_busy(town.key()):
                return
            if delivery.destination not in named or delivery.destination in running or not _is_time(delivery, now):
                continue
            self.workers.start(self._job("deliver", town, now, delivery.destination, []))

    def _job(self, kind: Any, town: Watched, now: datetime, subject: str, drops: Iterable[Drop]) -> Job:
        snapshots = {drop.name: str(town.snapshot(self.output, drop)) for drop in drops}
        known: dict[str, Any] = {}
        if kind == "publish":
            known = {"released": self.state.noted(town.key(), RELEASE), "folder": folder_stamp(town)}
        settings, output = str(town.settings), str(self.output)
        return Job(kind, town.key(), settings, output, now.isoformat(), subject, snapshots, known)


def _key(town: Watched, now: datetime) -> str:
    """Trouble is told once a day."""
    return f"trouble/{town.key()}/{now:%Y-%m-%d}"


def _is_time(delivery: Delivery, now: datetime) -> bool:
    """What is due only after the longest wait was put off by a clock that was wrong."""
    next_at = delivery.next_at
    return delivery.state == "waiting" and (next_at is None or not now < next_at <= now + LONGEST_WAIT)


def _same_name(town: Watched, other: Watched) -> Text:
    return Text(
        f"{town.settings} [name]: „{town.key()}“ steht auch in {other.settings}; geben Sie einer einen eigenen Namen",
        f'{town.settings} [name]: "{town.key()}" stands in {other.settings} too; give one of them a name of its own',
    )
