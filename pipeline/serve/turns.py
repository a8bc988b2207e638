"""Who may ask now: a few questions at once for each client, the rest in turn, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

AT_ONCE = 2
MOST_WAITING = 16


class Busy(Exception):  # it says what is so, and is answered
    """A client has asked for more than it gets."""


@dataclass
class Turns:
    """The questions of each client that are being answered or wait for it."""

    seconds: float
    _asking: dict[str, int] = field(default_factory=dict)
    _gates: dict[str, asyncio.Semaphore] = field(default_factory=dict)

    @asynccontextmanager
    async def of(self, client: str) -> AsyncIterator[None]:
        """One of a client's turns. Raises ``Busy`` where too many wait already, or none came in time."""
        if self._asking.get(client, 0) >= AT_ONCE + MOST_WAITING:
            raise Busy
        gate = self._gates.setdefault(client, asyncio.Semaphore(AT_ONCE))
        self._asking[client] = self._asking.get(client, 0) + 1
        try:
            await _enter(gate, self.seconds)
            try:
                yield
            finally:
                gate.release()
        finally:
            self._leave(client)

    def _leave(self, client: str) -> None:
        self._asking[client] -= 1
        if not self._asking[client]:
            del self._asking[client], self._gates[client]


async def _enter(gate: asyncio.Semaphore, seconds: float) -> None:
    try:
        await asyncio.wait_for(gate.acquire(), seconds)
    except TimeoutError as error:
        raise Busy from error
