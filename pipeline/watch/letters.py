"""What is to be told, sent by a process of its own, letter by letter; a server that hangs holds up nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from pipeline.model.report import Tell, Text
from pipeline.state import State
from pipeline.state.store import Letter
from pipeline.watch.jobs import Job, Result
from pipeline.watch.watched import Watched
from pipeline.watch.workers import Workers

MOST_LETTERS = 2
"""So many are on their way side by side."""
DONE, ATTACHED = "done", "attached"
"""What stands in a letter's facts besides those of its notice: who has it, and the files that go into the house."""
TO, CIRCULAR = "to", "circular"
"""Where a letter has a recipient of its own; and the kind of those that bring a circular."""
LONGEST_WAIT = timedelta(hours=6)


def send_due(state: State, workers: Workers, towns: Mapping[str, Watched], output: str, now: datetime) -> None:
    """Begin to send what is due; what a town tells nobody is done at once."""
    under_way = {job.subject for job in workers.running if job.kind == "post"}
    for letter in state.to_send(now):
        town = towns.get(letter.town)
        if town is None or letter.key in under_way:
            continue
        notices = town.dataset().notices
        if not notices.to and not notices.webhook and not letter.facts.get(TO):
            state.note_sent(letter, now)
        elif len(under_way) < MOST_LETTERS:
            workers.start(_job(letter, town, output, now))
            under_way.add(letter.key)


def _job(letter: Letter, town: Watched, output: str, now: datetime) -> Job:
    facts = letter.facts
    known = {
        "key": letter.key,
        "kind": letter.kind,
        "facts": {**facts, "kind": letter.kind},
        "done": facts.get(DONE, []),
        "attachments": facts.get(ATTACHED, []),
    }
    return Job("post", letter.town, str(town.settings), output, now.isoformat(), letter.key, known=known)


def posted(job: Job, result: Result, state: State, tell: Tell, now: datetime) -> None:
    """Note who has it, and when the others are tried again."""
    letter = state.letter(job.subject)
    if letter is None or letter.sent_at:
        return
    said = result.said or {"done": letter.facts.get(DONE, []), "is_through": False, "error": list(result.error)}
    german, english = said["error"]
    if german:
        tell(Text(f"{job.town}: {german}", f"{job.town}: {english}"))
    if said["is_through"]:
        state.note_sent(letter, now, german)
    else:
        wait = min(timedelta(seconds=60) * 2 ** min(letter.attempts, 20), LONGEST_WAIT)
        state.note_unsent(letter, german, now + wait, {**letter.facts, DONE: said["done"]})
