"""What came of jobs to the state: verdicts, editions, deliveries, and what is to be told of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.inbox import install
from pipeline.model.checked_copy import is_checked_copy
from pipeline.model.drop import Delivery, Drop
from pipeline.model.report import Tell, Text
from pipeline.publish import named_destinations
from pipeline.state import State
from pipeline.state.store import Letter
from pipeline.watch.addresses import fetched
from pipeline.watch.blocked import forget_blocked, note_blocked
from pipeline.watch.catching_up import SHOWN
from pipeline.watch.circulars import reminded
from pipeline.watch.due import due_moment, following_moment
from pipeline.watch.folder_stamp import folder_stamp
from pipeline.watch.jobs import Job, Result
from pipeline.watch.letters import ATTACHED, posted
from pipeline.watch.releases import drop_release, drop_replaced
from pipeline.watch.replies import judged_otherwise, merged
from pipeline.watch.watched import Watched

MOST_TRIES = 2
_PAUSE = timedelta(seconds=20)


@dataclass(frozen=True)
class Outcomes:
    """Where the outcomes go; ``paused`` is until when nothing is begun for a town."""

    state: State
    output: Path
    tell: Tell
    paused: dict[str, datetime]

    def take_up(self, job: Job, result: Result, town: Watched, now: datetime) -> None:
        """Note what came of a job."""
        _TAKE_UP[job.kind](self, job, result, town, now)

    def judged(self, job: Job, result: Result, town: Watched, now: datetime) -> None:
        """A drop got its verdict; or its judge broke off, twice at most."""
        drop = self.state.drop(int(job.subject))
        if result.is_good:
            self.paused.pop(drop.town, None)
        if judged_otherwise(town, drop, result, self.state, now, self.tell):
            return
        if not result.is_good:
            self._broke_off(drop, result, now)
            return
        verdict, facts = result.said["verdict"], {**result.said["facts"], "file": drop.origin}
        due = self._due(town, now)
        with self.state.step():
            if verdict != "rejected":
                drop_replaced(self.state, drop)
            self.state.judge(drop, verdict)
            if verdict != "accepted" or due is not None:
                told = {**facts, "due_at": due.isoformat() if due else None, ATTACHED: _checked(result.said["report"])}
                self.state.write(Letter(f"{verdict}/{drop.town}/{drop.id}", drop.town, verdict, told), now)
        self.tell(_VERDICTS[verdict](drop.town, drop.origin))

    def _due(self, town: Watched, now: datetime) -> datetime | None:
        """When it is published, if not at once, as it is where a moment was missed."""
        schedule, key = town.dataset().schedule, town.key()
        since = self.state.first_at(key, now)
        if due_moment(schedule, now, since=since, is_run=partial(self.state.is_run, key)) is not None:
            return None
        return following_moment(schedule, now)

    def _broke_off(self, drop: Drop, result: Result, now: datetime) -> None:
        german, english = result.error
        self.tell(Text(f"{drop.town}: {drop.origin}: {german}", f"{drop.town}: {drop.origin}: {english}"))
        if not result.died:  # the world or the settings, and no fault of the file
            self._pause(drop.town, german, english, now)
            return
        with self.state.step():
            if self.state.try_again(drop) >= MOST_TRIES:
                self.state.judge(drop, "rejected")
                facts = {"file": drop.origin, "detail": {"de": german, "en": english}}
                self.state.write(Letter(f"failed/{drop.town}/{drop.id}", drop.town, "failed", facts), now)

    def _pause(self, town: str, german: str, english: str, now: datetime) -> None:
        """Nothing is begun for a while; somebody hears of it once a day."""
        self.paused[town] = now + _PAUSE
        facts = {"detail": {"de": german, "en": english}}
        with self.state.step():
            self.state.write(Letter(f"trouble/{town}/{now:%Y-%m-%d}/{german[:60]}", town, "trouble", facts), now)
            self.state.note_pulse(town, trouble=german, failed_at=now)

    def published(self, job: Job, result: Result, town: Watched, now: datetime) -> None:
        """An edition stands, or nothing changed, or what was accepted is not good any more."""
        due, key = datetime.fromisoformat(job.subject), town.key()
        if not result.is_good:
            german, english = result.error
            self.tell(Text(f"{key}: {german}", f"{key}: {english}"))
            self._pause(key, german, english, now)
            return
        self.paused.pop(key, None)
        said = result.said
        drops = [drop for drop in self.state.drops(key, "accepted") if _is_in(drop, job)]
        if not said["version"]:
            self._not_published(job, drops, said, due, town, now)
            return
        is_same = folder_stamp(town) == job.known["folder"]  # else somebody changed it since it was read
        for drop in drops:
            install(town.snapshot(self.output, drop), town.settings.parent / drop.name)
        with self.state.step():
            for drop in drops:
                goes_out = drop.sha256 in said["inputs"]
                self.state.judge(drop, "published" if goes_out else "unchanged", said["version"])
            kind = "published" if said["changed"] or self._was_not_told(key, said["version"]) else "unchanged"
            self._tell_published(drops, kind, said, key, now)
            self.state.send_to(key, self._wanting(town, said["version"]), said["version"])
            self.state.end_run(key, due, now, said["version"], kind)
            self.state.note(key, "folder", folder_stamp(town) if is_same else None)
            drop_release(self.state, key, job.known.get("released"))
            forget_blocked(self.state, key)
            self.state.note_pulse(key, succeeded_at=now, trouble="")
        self.tell(_VERDICTS[kind](key, said["version"]))

    def _was_not_told(self, town: str, version: str) -> bool:
        """Whether a run was cut off between its edition and this."""
        return not any(run["version"] == version for run in self.state.runs(town, 1000))

    def _tell_published(self, drops: list[Drop], kind: str, said: Mapping[str, Any], town: str, now: datetime) -> None:
        names = ", ".join(drop.origin for drop in drops)
        facts = {**said["facts"], "kind": kind, "file": names}
        key = f"published/{town}/{said['version']}"
        if kind == "unchanged":
            key = f"unchanged/{town}/{'-'.join(str(drop.id) for drop in drops) or now.isoformat()}"
        if drops or kind == "published":
            self.state.write(Letter(key, town, kind, facts), now)

    def _wanting(self, town: Watched, version: str) -> list[str]:
        """The destinations that do not have the edition, and are not getting it."""
        known = {each.destination: each.version for each in self.state.deliveries(town.key())}
        return [name for name in named_destinations(town.dataset(), os.environ) if known.get(name) != version]

    def _not_published(
        self, job: Job, drops: list[Drop], said: Mapping[str, Any], due: datetime, town: Watched, now: datetime
    ) -> None:
        """What was good alone is not good together, or beside what was published meanwhile."""
        verdict, key = said["verdict"], town.key()
        with self.state.step():
            verdicts = said.get("verdicts", {drop.name: verdict for drop in drops})
            ended = [drop for drop in drops if drop.name in verdicts]
            for drop in ended:
                self.state.judge(drop, verdicts[drop.name])
            for each in sorted(set(verdicts.values()) if drops else {verdict}):
                names = ", ".join(drop.origin for drop in ended if verdicts[drop.name] == each)
                letter = Letter(f"{each}/{key}/{due.isoformat()}", key, each, {**said["facts"], "file": names})
                self.state.write(letter, now)
            if drops and not ended:
                note_blocked(town, drops, said["why"], self.state, self.output, now, job.known["folder"])
            else:
                forget_blocked(self.state, key)
            self.state.end_run(key, due, now, "", verdict)
            drop_release(self.state, key, job.known.get("released"))
            self.state.note(key, "folder", job.known["folder"])  # as it was read, for somebody may have mended it since
        self.tell(_VERDICTS[verdict](key, ", ".join(drop.origin for drop in drops) or "dataset.toml"))

    def reminded(self, job: Job, result: Result, now: datetime) -> None:
        """Units are asked, or it is found out again later who is."""
        if result.is_good:
            self.paused.pop(job.town, None)
            reminded(self.state, job, result.said, now, self.tell)
        else:
            self.tell(Text(f"{job.town}: {result.error[0]}", f"{job.town}: {result.error[1]}"))
            self._pause(job.town, result.error[0], result.error[1], now)

    def merged(self, job: Job, result: Result, now: datetime) -> None:
        """Replies are merged, or wait; what may pass by itself is tried again in a while."""
        if not result.is_good and result.is_passing and not result.died:
            self.tell(Text(f"{job.town}: {result.error[0]}", f"{job.town}: {result.error[1]}"))
            self._pause(job.town, result.error[0], result.error[1], now)
            return
        self.paused.pop(job.town, None)
        merged(self.state, job, result, now, self.tell)

    def delivered(self, job: Job, result: Result, town: Watched, now: datetime) -> None:
        """An edition arrived at a destination, or is tried again later."""
        key = town.key()
        delivery = next((each for each in self.state.deliveries(key) if each.destination == job.subject), None)
        if delivery is None:
            return
        german, english = result.error
        with self.state.step():
            shown = self.state.noted(key, SHOWN)
            is_same = result.said.get("stamp", shown) == shown  # else it was amended meanwhile, and goes out again
            if result.is_good and result.said["version"] == delivery.version and is_same:
                self.state.note_delivery(replace(delivery, state="done", error="", next_at=None))
                if delivery.attempts > 1:
                    self._tell_delivery("destination_recovered", delivery, Text("", ""), now)
            elif not result.is_good:
                self._try_again(delivery, Text(german, english), now)
        if german:
            self.tell(Text(f"{key}: {job.subject}: {german}", f"{key}: {job.subject}: {english}"))
        else:
            self.tell(Text(f"{key}: steht auf {job.subject}", f"{key}: stands at {job.subject}"))

    def fetched(self, job: Job, result: Result, now: datetime) -> None:
        """A workbook elsewhere came, or did not."""
        fetched(job, result, self.state, now)
        if not result.is_good:
            german, english = result.error
            self.tell(Text(f"{job.town}: {german}", f"{job.town}: {english}"))

    def _try_again(self, delivery: Delivery, trouble: Text, now: datetime) -> None:
        wait = timedelta(seconds=min(30 * 2**delivery.attempts, 6 * 3600))
        later = replace(delivery, attempts=delivery.attempts + 1, next_at=now + wait, error=trouble.de)
        self.state.note_delivery(later)
        if later.attempts == 2:  # once may be a moment's trouble
            self._tell_delivery("destination_failed", later, trouble, now)

    def _tell_delivery(self, kind: str, delivery: Delivery, trouble: Text, now: datetime) -> None:
        told = {
            "destination": delivery.destination,
            "trouble": {"de": trouble.de, "en": trouble.en},
            "again_at": delivery.next_at.isoformat() if delivery.next_at else None,
        }
        key = f"{kind}/{delivery.town}/{delivery.destination}/{delivery.version}"
        facts = {"version": delivery.version, "deliveries": [told]}
        self.state.write(Letter(key, delivery.town, kind, facts), now)


def _is_in(drop: Drop, job: Job) -> bool:
    """Whether a run was made with these bytes of a file, and not with others of its name."""
    return Path(job.workbooks.get(drop.name, "")).parent.name == drop.sha256


def _checked(folder: str) -> list[str]:
    """The checked copies in the folder of a report."""
    return sorted(str(path) for path in Path(folder).glob("*") if is_checked_copy(path.name))


def _verdict(german: str, english: str) -> Callable[[str, str], Text]:
    return lambda town, name: Text(f"{town}: {german.format(name)}", f"{town}: {english.format(name)}")


_VERDICTS: Mapping[str, Callable[[str, str], Text]] = {
    "accepted": _verdict("{} ist in Ordnung", "{} is good"),
    "rejected": _verdict("{} hat Fehler und wird nicht veröffentlicht", "{} has errors and is not published"),
    "held": _verdict("{} wartet auf eine Freigabe", "{} waits for a release"),
    "published": _verdict("Ausgabe {} ist veröffentlicht", "edition {} is published"),
    "unchanged": _verdict("nichts hat sich geändert, {} bleibt die aktuelle Ausgabe", "nothing changed since {}"),
}

_TAKE_UP: Mapping[str, Callable[[Outcomes, Job, Result, Watched, datetime], None]] = {
    "judge": Outcomes.judged,
    "publish": Outcomes.published,
    "deliver": Outcomes.delivered,
    "remind": lambda outcomes, job, result, _, now: outcomes.reminded(job, result, now),
    "merge": lambda outcomes, job, result, _, now: outcomes.merged(job, result, now),
    "fetch": lambda outcomes, job, result, _, now: outcomes.fetched(job, result, now),
    "post": lambda outcomes, job, result, _, now: posted(job, result, outcomes.state, outcomes.tell, now),
}
