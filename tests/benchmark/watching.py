"""``make bench-watching``: one watcher on one core looks after 200 towns, idle, and with twenty files at once."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from openpyxl import load_workbook

from pipeline.publish.folder import Folder
from pipeline.state import open_state
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from pipeline.watch.workers import Children
from tests.towns import SOURCES

TOWNS, DROPS, LOOKS = 200, 20, 100
SAMPLE = SOURCES / "beispielstadt"
EVERY = timedelta(seconds=10)
_PAUSE_S, _LONGEST_S = 1.0, 1800.0


@dataclass
class Watching:
    """A watcher, and how long its looks took, in seconds of the wall's clock."""

    watcher: Watcher
    moment: datetime = field(default_factory=lambda: datetime.now(UTC))
    took: list[float] = field(default_factory=list)

    def look(self) -> None:
        """One look, ten seconds after the last by its own clock."""
        self.moment += EVERY
        start = time.perf_counter()
        self.watcher.tick(self.moment)
        self.took.append(time.perf_counter() - start)


def make_towns(sources: Path, count: int) -> list[Path]:
    """Towns with their own names and IRIs, each with an empty inbox and nothing published; returns their settings."""
    told = (SAMPLE / "dataset.toml").read_text("utf-8")
    for number in range(count):
        name = f"stadt-{number:03}"
        (sources / name / "inbox").mkdir(parents=True)
        of_town = told.replace('name = "beispielstadt"', f'name = "{name}"').replace("id/beispielstadt/", f"id/{name}/")
        (sources / name / "dataset.toml").write_text(of_town, "utf-8")
    return sorted(sources.glob("*/dataset.toml"))


def idle(watching: Watching) -> None:
    """Look often with nothing to do; say what that takes."""
    for _ in range(3):  # settings are read at the first
        watching.look()
    watching.took.clear()
    start = time.process_time()
    for _ in range(LOOKS):
        watching.look()
    each = (time.process_time() - start) / LOOKS
    print(f"nothing to do: {each * 1000:.1f} ms of computing a look, {each * 6:.2f} s a minute (a look each 10 s)")
    print(f"longest look {max(watching.took):.2f} s; after {LOOKS} looks {_resident_mb():.0f} MB", flush=True)


def busy(watching: Watching, output: Path, settings: list[Path], workbook: Path) -> None:
    """A file in each of twenty inboxes at once, until all are published."""
    watching.took.clear()
    towns = [each.parent for each in settings[:: len(settings) // DROPS][:DROPS]]
    for town in towns:
        shutil.copy(workbook, town / "inbox" / workbook.name)
    start = time.perf_counter()
    while not all(Folder(output / town.name).current.is_symlink() for town in towns):
        watching.look()
        if time.perf_counter() - start > _LONGEST_S:
            raise SystemExit("not through after half an hour")
        time.sleep(_PAUSE_S)
    print(f"{DROPS} files at once: all published after {time.perf_counter() - start:.0f} s; "
          f"longest look {max(watching.took):.2f} s; watcher {_resident_mb():.0f} MB", flush=True)  # fmt: skip


def _resident_mb() -> float:
    told = Path("/proc/self/status").read_text("utf-8")
    return int(re.findall(r"VmRSS:\s+(\d+)", told)[0]) / 1024


def _small_workbook(folder: Path) -> Path:
    """Three projects of the sample town."""
    path = folder / "vorhaben.xlsx"
    book = load_workbook(SAMPLE / path.name)
    del book["Kennzahlen"]
    book.worksheets[0].delete_rows(9, 1000)
    book.save(path)
    return path


def main() -> None:
    """All of it, pinned to one core with all that it starts."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as named:
        place = Path(named)
        settings, output = make_towns(place / "sources", TOWNS), place / "output"
        with open_state(output) as state:
            watching = Watching(Watcher([Watched(each) for each in settings], output, state, Children()))
            idle(watching)
            busy(watching, output, settings, _small_workbook(place))
            watching.watcher.workers.stop()


if __name__ == "__main__":
    main()
