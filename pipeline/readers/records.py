"""The lines of a delimited text to its records, with what is wrong about their quotation marks."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Generator, Iterator
from itertools import islice
from typing import TypeAlias

from pipeline.readers.quotes import LINES, Flaw, Mended, find_swallowed, mend_record

_SOUND: tuple[Flaw, ...] = ()
_MANY_UNCLEAR = 100


class TooManyFlaws(Exception):
    """The quotation marks of so many records make no sense that the table is none."""


Record: TypeAlias = tuple[list[str], tuple[Flaw, ...]]
"""The cells of a record, and those whose quotation marks were mended."""


def read_records(lines: Iterator[str], delimiter: str, width: int) -> Iterator[Record]:
    """The records in ``lines``, most of which have ``width`` cells. Raises ``TooManyFlaws`` where there is no order."""
    waiting: deque[str] = deque()
    unclear = 0
    while True:
        mended = yield from _read_sound(lines, waiting, delimiter, width)
        if mended is None:
            return
        yield mended.values, mended.flaws
        unclear += any(flaw.kind == "unclear" for flaw in mended.flaws)
        if unclear > _MANY_UNCLEAR:
            raise TooManyFlaws


def _read_sound(
    lines: Iterator[str], waiting: deque[str], delimiter: str, width: int
) -> Generator[Record, None, Mended | None]:
    """The records up to the first that is not sound, which is returned mended; ``None`` at the end."""
    taken: list[str] = []
    reader = csv.reader(_noted(lines, waiting, taken), delimiter=delimiter, strict=True)
    while True:
        taken.clear()
        try:
            values = next(reader)
        except StopIteration:
            return None
        except csv.Error:
            waiting.extendleft(reversed(taken))
            return _mend(lines, waiting, delimiter, width)
        # Counting first, for a file may consist of cells of several lines.
        looks_like_a_row = len(taken) > 1 and taken[-1].count(delimiter) >= width - 1
        if looks_like_a_row and (found := find_swallowed(values, taken, delimiter, width)):
            waiting.extendleft(reversed(taken[found.lines :]))
            return found
        yield values, _SOUND


def _noted(lines: Iterator[str], waiting: deque[str], taken: list[str]) -> Iterator[str]:
    """The lines that wait and then all others, noting in ``taken`` what was handed out."""
    while waiting:
        taken.append(waiting.popleft())
        yield taken[-1]
    for line in lines:
        taken.append(line)
        yield line


def _mend(lines: Iterator[str], waiting: deque[str], delimiter: str, width: int) -> Mended:
    waiting.extend(islice(lines, max(0, 2 * LINES - len(waiting))))
    mended = mend_record(list(islice(waiting, 2 * LINES)), delimiter, width)
    for _ in range(mended.lines):
        waiting.popleft()
    return mended
