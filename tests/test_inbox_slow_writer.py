"""Files that come bit by bit: none is taken half, none is missed, none waits for more than two looks."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.inbox import Scan, scan, settled, take
from tests.slow_writer import SlowWriter

DROPS = int(os.environ.get("INBOX_DROPS", "40"))


@dataclass
class _Looks:
    """What was taken at which look, by name and digest, and at which step of the writer each look was."""

    inbox: Path
    drops: Path
    before: Scan = field(default_factory=Scan)
    at: list[int] = field(default_factory=list)
    taken: dict[tuple[str, str], int] = field(default_factory=dict)

    def look(self, clock: int) -> None:
        now = scan(self.inbox, self.before)
        for entry in settled(self.before, now):
            if (entry.name, entry.sha256) not in self.taken and take(entry, self.drops):
                self.taken[(entry.name, entry.sha256)] = len(self.at)
        self.before = now
        self.at.append(clock)


def test_no_file_is_taken_half_or_missed_or_later_than_two_looks_after_it_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    chance = random.Random(20261129)
    writer, looks = SlowWriter(inbox, chance), _Looks(inbox, tmp_path / "drops")

    for step in writer.play(DROPS):
        if chance.random() < 0.3:
            looks.look(step)
    for _ in range(2):
        looks.look(writer.clock)

    halves = {digest for _, digest in looks.taken} - writer.whole
    missed = {name for name, (digest, _) in writer.due.items() if (name, digest) not in looks.taken}
    late = {
        name
        for name, (digest, since) in writer.due.items()
        if name not in missed and looks.taken[(name, digest)] > _first_after(since, looks.at) + 1
    }
    assert (halves, missed, late) == (set(), set(), set())
    assert len(writer.due) > DROPS * 0.8
    print(f"{DROPS} drops, {len(looks.at)} looks, {len(looks.taken)} taken, {len(writer.due)} due; "
          f"half {len(halves)}, missed {len(missed)}, late {len(late)}")  # fmt: skip


def _first_after(since: int, at: list[int]) -> int:
    return next(number for number, clock in enumerate(at) if clock > since)
