"""What came back from units: the verdict on a reply to the state and into letters, and the replies that wait merged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.model.checked_copy import is_checked_copy
from pipeline.model.drop import Drop
from pipeline.model.report import Tell, Text
from pipeline.model.umlauf import LEDGER
from pipeline.state import State
from pipeline.state.store import Letter
from pipeline.watch.arrivals import ask
from pipeline.watch.circulars import as_known, awaits_replies
from pipeline.watch.folder_stamp import folder_stamp
from pipeline.watch.jobs import Job, Result
from pipeline.watch.letters import ATTACHED, TO
from pipeline.watch.watched import Watched
from pipeline.watch.workers import Workers

_MERGED = "merging"
"""Under which the state keeps what was merged last: nothing is merged again until something else is there."""


_DIED = "merging died"
"""Under which it keeps with what merging ended its process."""


def judging(town: Watched, drop: Drop, output: Path) -> dict[str, bool]:
    """What the judge of a drop is told: whether it may be a reply, and whether it is asked about if it is none."""
    return {"may_be_reply": awaits_replies(town, output), "is_unknown": drop.verdict == "unknown"}


def judged_otherwise(town: Watched, drop: Drop, result: Result, state: State, now: datetime, tell: Tell) -> bool:
    """Take up what is no verdict on a roadmap: a reply, or a file that nobody knows. False for all others."""
    said, is_unknown = result.said, drop.verdict == "unknown"
    if is_unknown and (result.died or said.get("verdict") == "asked"):
        ask(town, drop, state, now, tell)
        return True
    if not said.get("is_reply"):
        return False
    _take_reply(drop, said, state, now, tell)
    return True


def _take_reply(drop: Drop, said: Mapping[str, Any], state: State, now: datetime, tell: Tell) -> None:
    """A reply waits for being merged, or goes back; the unit hears of it, and the editor of one that goes back."""
    verdict, key = said["verdict"], drop.town
    attached = sorted(str(path) for path in Path(said["report"]).glob("*") if is_checked_copy(path.name))
    facts = {**said["facts"], "file": drop.origin, ATTACHED: attached if verdict == "rejected" else []}
    kind = "rejected" if verdict == "rejected" else "thanks"
    with state.step():
        state.judge(drop, verdict)
        if said["reply_to"]:
            state.write(Letter(f"{kind}/{key}/{drop.id}/unit", key, kind, {**facts, TO: said["reply_to"]}), now)
        if verdict == "rejected":
            state.write(Letter(f"{kind}/{key}/{drop.id}", key, kind, facts), now)
    is_good = verdict == "reply"
    german, english = ("ist eine Rückmeldung", "is a reply") if is_good else ("wird zurückgegeben", "is given back")
    tell(Text(f"{key}: {drop.origin} {german}", f"{key}: {drop.origin} {english}"))


def merge_if_new(town: Watched, state: State, workers: Workers, output: Path, now: datetime, tell: Tell) -> None:
    """Begin to merge the replies that wait, and what was released before into a new workbook, unless that was done with
    all as it is now.

    What was handed in otherwise goes out first: a new workbook of the town's is what replies are held against.
    """
    key = town.key()
    replies = state.drops(key, "reply")
    is_kept = (town.settings.parent / LEDGER).is_file()
    if not (replies or is_kept) or state.drops(key, "accepted", "held"):
        return
    before = state.noted(key, _MERGED) or {}
    told = before.pop("told", [])
    stamp = {"drops": [drop.id for drop in replies], "folder": folder_stamp(town)}
    if stamp == before:
        return
    tell(Text(f"{key}: führt Rückmeldungen zusammen", f"{key}: merging replies"))
    known = {"drops": as_known(replies), "ids": stamp["drops"], "stamp": stamp, "told": told}
    workers.start(Job("merge", key, str(town.settings), str(output), now.isoformat(), known=known))


def merged(state: State, job: Job, result: Result, now: datetime, tell: Tell) -> None:
    """Note what came of merging: it is done, or a person is told what there is to do, once for the same."""
    key, replies = job.town, [state.drop(number) for number in job.known["ids"]]
    if not result.is_good:
        _not_merged(state, job, result, replies, now, tell)
        return
    said = result.said
    is_merged = said["outcome"] == "merged"
    with state.step():
        for drop in replies if is_merged else ():
            state.judge(drop, "merged")
        state.note(key, _MERGED, {**job.known["stamp"], "told": said.get("told", [])})
        if letter := said.get("letter"):
            facts = {**letter["facts"], "file": ", ".join(drop.origin for drop in replies), "words": letter["words"]}
            state.write(Letter(f"replies/{key}/{letter['digest']}", key, letter["kind"], facts), now)
    done, waits = ("sind zusammengeführt", "are merged"), ("warten auf eine Freigabe", "wait for a release")
    german, english = done if is_merged else waits
    tell(Text(f"{key}: Rückmeldungen {german}", f"{key}: replies {english}"))


def _not_merged(state: State, job: Job, result: Result, replies: list[Drop], now: datetime, tell: Tell) -> None:
    """They wait until something changes; where merging ended its process it is tried once more."""
    (german, english), key = result.error, job.town
    tell(Text(f"{key}: {german}", f"{key}: {english}"))
    if result.died and state.noted(key, _DIED) != job.known["stamp"]:
        state.note(key, _DIED, job.known["stamp"])  # once more, with all as it is
        return
    with state.step():
        state.note(key, _MERGED, {**job.known["stamp"], "told": job.known["told"]})
        names = ", ".join(drop.origin for drop in replies)
        facts = {"file": names, "detail": {"de": german, "en": english}}
        number = "-".join(str(drop.id) for drop in replies)
        state.write(Letter(f"replies/{key}/{number}/{german[:60]}", key, "replies", facts), now)
