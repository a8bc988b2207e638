"""What is handed to a process at once, and what is lost with one that dies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
LARGEST = 50
"""Enough that handing over costs nothing, few enough that no process waits long for the last one."""


@dataclass(frozen=True, slots=True)
class Batch(Generic[Item]):
    """Things that one process does one after another, by their places among all."""

    places: tuple[int, ...]
    items: tuple[Item, ...]

    def alone(self) -> Iterator[Batch[Item]]:
        """Each of them in a batch of its own."""
        for place, item in zip(self.places, self.items, strict=True):
            yield Batch((place,), (item,))


@dataclass(frozen=True, slots=True)
class Lost:
    """A thing that ended the process each time it was tried by itself."""

    tries: int


def in_batches(items: Sequence[Item], workers: int) -> list[Batch[Item]]:
    """All of them in their order, at least four batches to a worker where there are enough."""
    size = max(1, min(LARGEST, len(items) // (workers * 4)))
    starts = range(0, len(items), size)
    return [Batch(tuple(range(start, min(start + size, len(items)))), tuple(items[start : start + size]))
            for start in starts]  # fmt: skip
