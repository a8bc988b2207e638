"""How many questions wait for their answers at once, of one client and of all: the store says whose turn it is."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

OF_ONE_CLIENT = 16
OF_ALL = 64
_Given = TypeVar("_Given")


class Busy(Exception):
    """More is being asked than would be answered in time."""


@dataclass
class Turns:
    """The questions that are being answered, by client, each in a thread that does nothing but wait for it."""

    is_ended: bool = False
    _asking: Counter[str] = field(default_factory=Counter)
    _answers: set[asyncio.Future[Any]] = field(default_factory=set)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(OF_ALL, "asking"))

    async def take(self, client: str, ask: Callable[[], _Given]) -> _Given:
        """What ``ask`` gives. Raises ``Busy`` where one client, or all together, ask too much, and at the end."""
        if self.is_ended or self._asking[client] >= OF_ONE_CLIENT or self._asking.total() >= OF_ALL:
            raise Busy
        self._asking[client] += 1
        answer = asyncio.get_running_loop().run_in_executor(self._threads, ask)
        self._answers.add(answer)
        try:
            return await answer
        except asyncio.CancelledError as error:
            if self.is_ended:
                raise Busy from error
            raise
        finally:
            self._answers.remove(answer)
            self._asking[client] -= 1
            if not self._asking[client]:
                del self._asking[client]

    def end(self) -> None:
        """Wait for no answer any more; from a signal, which comes at any time."""
        self.is_ended = True
        for answer in [*self._answers]:
            answer.get_loop().call_soon_threadsafe(answer.cancel)
