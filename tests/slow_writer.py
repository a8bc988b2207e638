"""Clerks and networks that put files into an inbox in their own time: in steps, with pauses, under other names first.

Everything happens on a clock of steps, so that looks can come between any two of them; what is whole is known.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

STEP = 65_536
WAYS = ("stays", "stays", "replaced", "exchanged", "doubled", "deleted", "grown", "renamed")


@dataclass
class SlowWriter:
    """Writes drops into ``inbox``. ``whole`` holds the digest of every content that was ever meant.

    ``due`` is what must be taken: the digest of what stays under each name, with the step since which it lies there.
    """

    inbox: Path
    chance: random.Random
    whole: set[str] = field(default_factory=set)
    due: dict[str, tuple[str, int]] = field(default_factory=dict)
    clock: int = 0

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
            if self.chance.random() < 0.02:
                time.sleep(self.chance.random() * 0.004)
            self.clock += 1
            yield self.clock

    def _drop(self, number: int) -> Iterator[None]:
        name = f"Straße {number} ä.xlsx"
        content = self._content(number, 0)
        yield from self._written(name, content)
        way = self.chance.choice(WAYS)
        for _ in range(self.chance.randrange(6)):
            yield
        if way == "replaced":
            yield from self._written(name, self._content(number, 1))
        elif way == "exchanged":
            yield from self._exchanged(name, self._content(number, 1))
        elif way == "doubled":
            yield from self._written(f"{name[:-5]} zwei.xlsx", content)
        elif way == "deleted":
            self.due.pop(name)
            (self.inbox / name).unlink()
        elif way == "grown":
            yield from self._grown(name, content, self._content(number, 2))
        elif way == "renamed":
            self.due.pop(name)
            (self.inbox / name).rename(self.inbox / f"Umbenannt {name}")
            self._put(f"Umbenannt {name}", content)

    def _content(self, number: int, version: int) -> bytes:
        size = self.chance.choice([1, 1000, STEP, STEP * 2 + 7, STEP * 5])
        content = (f"{number}.{version} " * (size // 5 + 1)).encode()[:size] + f"#{number}.{version}".encode()
        self.whole.add(hashlib.sha256(content).hexdigest())
        return content

    def _put(self, name: str, content: bytes) -> None:
        self.due[name] = (hashlib.sha256(content).hexdigest(), self.clock)

    def _written(self, name: str, content: bytes) -> Iterator[None]:
        """On the spot, in steps; or under another name that is changed in the end."""
        place = self.inbox / name
        if self.chance.random() < 0.4:
            yield from self._aside(place, content)
        else:
            self.due.pop(name, None)
            yield from self._in_steps(place, content)
        self._put(name, content)

    def _aside(self, place: Path, content: bytes) -> Iterator[None]:
        name = place.name
        aside = place.with_name(self.chance.choice([f".{name}.Ab12Cd", f"{name}.part", f".{name}.~1a2b"]))
        yield from self._in_steps(aside, content)
        aside.replace(place)

    def _exchanged(self, name: str, content: bytes) -> Iterator[None]:
        """As Excel saves: what was there goes for a while."""
        self.due.pop(name)
        (self.inbox / name).unlink()
        yield
        yield from self._aside(self.inbox / name, content)
        self._put(name, content)

    def _in_steps(self, place: Path, content: bytes) -> Iterator[None]:
        with place.open("wb", buffering=0) as stream:
            for start in range(0, len(content), STEP):
                stream.write(content[start : start + STEP])
                for _ in range(self.chance.randrange(4)):
                    yield

    def _grown(self, name: str, content: bytes, more: bytes) -> Iterator[None]:
        """Appended to, by a program that keeps the file open meanwhile."""
        self.due.pop(name)
        self.whole.add(hashlib.sha256(content + more).hexdigest())
        with (self.inbox / name).open("ab", buffering=0) as stream:
            yield
            stream.write(more)
            yield
        self._put(name, content + more)


_END = object()
