"""What a disk is told in a test: what is synced, and what is moved to which name, in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def record_acts(monkeypatch: pytest.MonkeyPatch, synced: Callable[[int], str]) -> list[str]:
    """The acts from now on, told as they come. ``synced`` names what is synced, by its descriptor."""
    acts: list[str] = []
    moves = {name: getattr(Path, name) for name in ("rename", "replace")}

    def recorded(name: str) -> Callable[[Path, Path], Path]:
        def move(path: Path, to: Path) -> Path:
            acts.append(f"→ {to.name}")
            return Path(moves[name](path, to))

        return move

    monkeypatch.setattr("os.fsync", lambda descriptor: acts.append(synced(descriptor)))
    for name in moves:
        monkeypatch.setattr(Path, name, recorded(name))
    return acts
