"""What lies in an inbox and cannot be taken: kept in the state as long as it lies there, and told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pipeline.inbox import Remark
from pipeline.model.drop import Left
from pipeline.model.report import Tell, Text
from pipeline.state import State
from pipeline.state.store import Letter

UNTAKEN = "untaken"
"""The kind of the letter, and under what the state keeps it."""
_MOST_LINES = 20


def note_remarks(town: str, remarks: Sequence[Remark], state: State, now: datetime, tell: Tell) -> None:
    """Keep what there is to say, and tell what has lain so for long enough and was not told; in one letter."""
    known = {(each["name"], each["de"]): each for each in state.noted(town, UNTAKEN) or ()}
    once = {(remark.name, remark.why.de): remark for remark in remarks}
    kept = [_kept(remark, known.get(place), now) for place, remark in once.items()]
    due = [each for each in kept if each["is_due"] and not (known.get((each["name"], each["de"])) or {}).get("is_due")]
    if kept == [*known.values()]:
        return
    with state.step():
        state.note(town, UNTAKEN, kept or None)
        if told := [Left(each["name"], Text(each["de"], each["en"])) for each in due if not each["is_taken"]]:
            key = f"{UNTAKEN}/{town}/{now.isoformat()}"
            state.write(Letter(key, town, UNTAKEN, _facts(told)), now)
    for each in due:
        tell(Text(f"{town}: {each['name']}: {each['de']}", f"{town}: {each['name']}: {each['en']}"))


def read_left(state: State, town: str) -> tuple[Left, ...]:
    """What lies there and was told."""
    noted: Iterable[dict[str, Any]] = state.noted(town, UNTAKEN) or ()
    return tuple(Left(each["name"], Text(each["de"], each["en"])) for each in noted if each["is_due"])


def _kept(remark: Remark, known: dict[str, Any] | None, now: datetime) -> dict[str, Any]:
    since = datetime.fromisoformat(known["since"]) if known else now
    since = min(since, now)  # one of the future is of a clock that was wrong
    return {
        "name": remark.name,
        "de": remark.why.de,
        "en": remark.why.en,
        "since": since.isoformat(),
        "is_due": bool(known and known["is_due"]) or now - since >= remark.after,
        "is_taken": remark.is_taken,
    }


def _facts(told: Sequence[Left]) -> dict[str, Any]:
    if len(told) == 1:
        return {"file": told[0].name, "detail": {"de": told[0].why.de, "en": told[0].why.en}}
    names = ", ".join(each.name for each in told[:2]) + (", …" if len(told) > 2 else "")
    more = len(told) - _MOST_LINES
    german = [f"„{each.name}“: {each.why.de}" for each in told[:_MOST_LINES]]
    english = [f"“{each.name}”: {each.why.en}" for each in told[:_MOST_LINES]]
    if more > 0:
        german.append(f"Dazu kommen weitere, die hier nicht stehen: {more}.")
        english.append(f"There are more, which do not stand here: {more}.")
    return {"file": names, "detail": {"de": "\n".join(german), "en": "\n".join(english)}}
