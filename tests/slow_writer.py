"""Clerks and networks that put files into an inbox in their own time: in steps, with pauses, under other names first.

Everything happens on a clock of steps, so that looks can come between any two of them; what is whole is known.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

STEP = 65_536


@dataclass
class SlowWriter:
    """Writes drops into ``inbox``. ``whole`` holds every content that was ever meant, ``due`` what must be taken: the
    content of each name that stays, with the step since which it lies there unchanged.
    """

    inbox: Path
    chance: random.Random
    whole: set[bytes] = field(default_factory=set)
    due: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    clock: int = 0
    mtime_ns: int = 1_700_000_000_000_000_000

    def play(self, drops: int) -> Iterator[int]:
        """Drop so many files, four at a time; a step of the clock for each thing that happens."""
        waiting = [self._drop(number) for number in range(drops)]
        under_way: list[Iterator[None]] = []
        while waiting or under_way:
            while waiting and len(under_way) < 4:
                under_way.append(waiting.pop(0))
            one = self.chance.choice(under_way)
            if next(one, _END) is _END:
                under_way.remove(one)
            self.clock += 1
            yield self.clock

    def _drop(self, number: int) -> Iterator[None]:
        name = f"Straße {number} ä.xlsx"
        yield from self._written(name, self._content(number, 0))
        kind = self.chance.choice(["stays", "stays", "replaced", "doubled", "deleted", "grown"])
        for _ in range(self.chance.randrange(6)):
            yield
        if kind == "replaced":
            yield from self._written(name, self._content(number, 1))
        elif kind == "doubled":
            yield from self._written(f"{name[:-5]} zwei.xlsx", self.due[name][0])
        elif kind == "deleted":
            self.due.pop(name)
            (self.inbox / name).unlink(missing_ok=True)
        elif kind == "grown":
            yield from self._grown(name, self._content(number, 2))

    def _content(self, number: int, version: int) -> bytes:
        size = self.chance.choice([1, 1000, STEP, STEP * 2 + 7, STEP * 5])
        content = (f"{number}.{version} " * (size // 5 + 1)).encode()[:size] + f"#{number}.{version}".encode()
        self.whole.add(content)
        return content

    def _written(self, name: str, content: bytes) -> Iterator[None]:
        """On the spot, in steps; or under another name that is changed in the end."""
        place = self.inbox / name
        if self.chance.random() < 0.4:
            aside = place.with_name(self.chance.choice([f".{name}.Ab12Cd", f"{name}.part", f"{name}.filepart"]))
            yield from self._in_steps(aside, content)
            aside.replace(place)
        else:
            self.due.pop(name, None)
            yield from self._in_steps(place, content)
        self.due[name] = (content, self.clock)

    def _in_steps(self, place: Path, content: bytes) -> Iterator[None]:
        with place.open("wb", buffering=0) as stream:
            for start in range(0, len(content), STEP):
                stream.write(content[start : start + STEP])
                self._touched(place)
                for _ in range(self.chance.randrange(4)):
                    yield

    def _grown(self, name: str, more: bytes) -> Iterator[None]:
        """Appended to, by a program that keeps the file open meanwhile."""
        content = self.due.pop(name)[0] + more
        self.whole.add(content)
        with (self.inbox / name).open("ab", buffering=0) as stream:
            yield
            stream.write(more)
            self._touched(self.inbox / name)
            yield
        self.due[name] = (content, self.clock)

    def _touched(self, place: Path) -> None:
        """A time of its own for each write, for a clock of steps is quicker than that of a disk."""
        import os

        self.mtime_ns += 1_000_000
        os.utime(place, ns=(self.mtime_ns, self.mtime_ns))


_END = object()
