"""Whose turn it is: what waits and runs in, what is to begin, to go on, to stand back and to end out.

Each query first gets a short try beside few others, so that what is quick never waits for what is slow. What is not
done by then goes on among the slow ones, of which there are few, and fewer of one client; where there is no place it is
ended, and begun again when there is one. Its time runs from when it arrived.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Lane: TypeAlias = Literal["try", "slow"]

TRY_SECONDS = 0.25
TRYING = 4
SLOW = 4
SLOW_OF_ONE_CLIENT = 2


@dataclass(slots=True)
class Turn:
    """A query: who asks, by when it must be done, and since when it runs in which lane; in none while it waits."""

    client: str
    deadline: float
    arrived: float
    lane: Lane | None = None
    since: float = 0.0
    tried: bool = False


class Step(NamedTuple):
    """What is to be done with a turn: ``begin`` it, let it ``go_on``, put it ``back``, or ``end`` it."""

    what: Literal["begin", "go_on", "back", "end"]
    turn: Turn


def next_steps(turns: list[Turn], now: float) -> list[Step]:
    """What is to be done now. Whoever does it has only to stop and start programs: the turns say it already."""
    ended = [Step("end", turn) for turn in turns if now >= turn.deadline]
    left = [turn for turn in turns if now < turn.deadline]
    tried = [turn for turn in left if turn.lane == "try" and now >= turn.since + TRY_SECONDS]
    return [*ended, *(_after_its_try(turn, left, now) for turn in tried), *_beginnings(left, now)]


def next_moment(turns: list[Turn]) -> float | None:
    """When there will be something to do if nothing happens before."""
    moments = [turn.deadline for turn in turns]
    return min([*moments, *(turn.since + TRY_SECONDS for turn in turns if turn.lane == "try")], default=None)


def _after_its_try(turn: Turn, turns: list[Turn], now: float) -> Step:
    turn.tried = True
    if _has_place(turn, turns):
        turn.lane, turn.since = "slow", now
        return Step("go_on", turn)
    turn.lane = None
    return Step("back", turn)


def _has_place(turn: Turn, turns: list[Turn]) -> bool:
    slow = [each for each in turns if each.lane == "slow"]
    return len(slow) < SLOW and sum(each.client == turn.client for each in slow) < SLOW_OF_ONE_CLIENT


def _beginnings(turns: list[Turn], now: float) -> list[Step]:
    """Those that waited longest begin, but who has more at work than others stands behind them."""
    at_work = Counter(turn.client for turn in turns if turn.lane)
    steps = []
    waiting = [turn for turn in turns if turn.lane is None]
    for turn in sorted(waiting, key=lambda turn: (at_work[turn.client], turn.arrived)):
        if turn.tried and _has_place(turn, turns):
            turn.lane = "slow"
        elif not turn.tried and sum(each.lane == "try" for each in turns) < TRYING:
            turn.lane = "try"
        else:
            continue
        turn.since = now
        steps.append(Step("begin", turn))
    return steps
