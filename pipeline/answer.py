"""The answer of a server, read to its end: in time, and of a decent size."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from requests import Response

_CHUNK_BYTES = 65_536
_LONGEST_NUMBER = 9


class TooMuch(Exception):  # who asked knows better words
    """The answer is larger than it may be."""


class TooSlow(Exception):
    """The answer takes longer than it may."""


def read_answer(response: Response, *, max_bytes: int, within_s: float) -> bytes:
    """The body of an answer that was asked for as a stream. Raises ``TooMuch`` or ``TooSlow``."""
    content = bytearray()
    pass_on(response, content.extend, max_bytes=max_bytes, within_s=within_s)
    return bytes(content)


def pass_on(response: Response, take: Callable[[bytes], object], *, max_bytes: int, within_s: float) -> None:
    """Hand the body of an answer on, piece by piece, so that its size needs no memory. Raises as ``read_answer`` does.

    Who sends a byte now and then for ever meets no time limit of a socket, so a clock of its own ends the answer.
    """
    late = threading.Event()

    def stop() -> None:
        late.set()
        with suppress(OSError, RuntimeError, ValueError):  # the answer may have ended this very moment
            response.raw.shutdown()

    clock = threading.Timer(within_s, stop)
    clock.daemon = True
    clock.start()
    try:
        _hand_on(response, take, max_bytes)
    finally:
        clock.cancel()
        if late.is_set():
            raise TooSlow


def _hand_on(response: Response, take: Callable[[bytes], object], max_bytes: int) -> None:
    left = max_bytes
    for chunk in response.iter_content(_CHUNK_BYTES):
        left -= len(chunk)
        if left < 0:
            raise TooMuch
        take(chunk)


def retry_after_s(said: str) -> float | None:
    """Seconds, or the time until a date (RFC 9110, section 10.2.3); ``None`` for neither."""
    if said.isdecimal():
        return float(said[:_LONGEST_NUMBER])  # some thirty years will do
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
