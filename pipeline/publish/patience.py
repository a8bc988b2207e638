"""Doing a thing again when a place was busy or the line was cut: six times at most, each time after a longer wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from pipeline.model.report import Text
from pipeline.publish.failures import Passing, PublishError, Stale

TRIES = 6
LONGEST_WAIT_S = 300
_BACK_OFF = wait_exponential_jitter(multiplier=0.5, max=30, jitter=0.5)

_Result = TypeVar("_Result")
_Given = ParamSpec("_Given")


@dataclass(frozen=True, slots=True)
class Patience:
    """How to wait, and whom to tell of it."""

    sleep: Callable[[float], None] = time.sleep
    tell: Callable[[Text], None] = lambda _: None

    def __call__(self, act: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs) -> _Result:
        """Do it until it is done. ``act`` reads before it writes, so that doing it again changes nothing twice."""
        retrying = Retrying(
            stop=stop_after_attempt(TRIES),
            wait=_wait,
            retry=retry_if_exception(_is_worth_another_try),
            sleep=self.sleep,
            before_sleep=self._tell_of_trouble,
            reraise=True,
        )
        try:
            return retrying(act, *given, **named)
        except Passing as passing:
            pause_s = passing.retry_after_s or 0
            is_long = pause_s > LONGEST_WAIT_S
            words = _sent_away(passing.message, pause_s) if is_long else _given_up(passing.message, TRIES)
            raise PublishError(words) from passing

    def _tell_of_trouble(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, Passing) and not isinstance(error, Stale):
            self.tell(Text(f"{error.message.de} Neuer Versuch …", f"{error.message.en} Trying again …"))


def _is_worth_another_try(error: BaseException) -> bool:
    return isinstance(error, Passing) and (error.retry_after_s or 0) <= LONGEST_WAIT_S


def _wait(state: RetryCallState) -> float:
    """As long as the place asks for, else longer each time."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after_s if isinstance(error, Passing) else None
    return asked if asked is not None else _BACK_OFF(state)


def _given_up(message: Text, tries: int) -> Text:
    """Enough is enough."""
    return Text(
        f"{message.de} Nach {tries} Versuchen aufgegeben; der nächste Lauf macht weiter.",
        f"{message.en} Given up after {tries} tries; the next run goes on.",
    )


def _sent_away(message: Text, pause_s: float) -> Text:
    """The place asks for a longer pause than a run lasts."""
    minutes = round(pause_s / 60)
    return Text(
        f"{message.de} Es bittet um {minutes} Minuten Pause; der nächste Lauf macht weiter.",
        f"{message.en} It asks for a pause of {minutes} minutes; the next run goes on.",
    )
