"""A watcher looks into an inbox for years: it remembers the last look alone, and writes only when something is new."""

from __future__ import annotations

import gc
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.model.report import tell_nobody
from pipeline.state import open_state
from pipeline.watch.arrivals import look_into_inbox
from pipeline.watch.watched import Watched
from tests.towns import copy_town

LOOKS = int(os.environ.get("INBOX_LOOKS", "300"))
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def _fill(inbox: Path) -> None:
    """Thirty things: asked about, unfit, locked, empty, half, folders, and what is passed over."""
    inbox.mkdir()
    for number in range(20):
        (inbox / f"vorhaben ({number}).xlsx").write_bytes(bytes([number]) * 1000)
    for name in ("a.zip", "b.pdf", "leer.xlsx", "vorhaben.xlsx.part", "~$vorhaben (1).xlsx", "Thumbs.db"):
        (inbox / name).write_bytes(b"" if name == "leer.xlsx" else b"x")
    for name in ("Ordner", "noch einer", "@eaDir"):
        (inbox / name).mkdir()
    (inbox / "link.xlsx").symlink_to("nowhere")


def _resident_kb() -> int:
    gc.collect()
    status = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def test_however_often_one_looks_into_an_inbox_it_takes_no_more_memory(tmp_path: Path) -> None:
    town = Watched(copy_town(tmp_path) / "dataset.toml")
    _fill(town.inbox())
    with open_state(tmp_path / "output") as state:
        early, changes = 0, 0
        for look in range(LOOKS + 100):
            if look == 100:
                early, changes = _resident_kb(), state.changes()
            look_into_inbox(town, state, tmp_path / "output", NOON + timedelta(hours=min(look, 99)), tell_nobody)
        late = _resident_kb()

        assert state.changes() == changes
    print(f"{LOOKS} looks at 30 things: {early} kB before, {late} kB after")
    assert late - early < 1_000
