"""``make bench-site``: the pages of a town of many projects, and those again after one project changed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.benchmark.rows import SAMPLE, write_rows

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / ".bench"
FIRST_DAY = datetime(2026, 11, 22, 9, tzinfo=UTC)
PROJECTS = 5_000


def make_town(folder: Path, projects: int) -> Path:
    """A town of so many projects, in ``folder/sources``, in two editions; the second tells a change of one project."""
    from tests.towns import publish

    place = folder / "sources" / "vieles"
    shutil.copytree(SAMPLE, place)
    (place / "roadmap.xlsx").unlink()
    settings = place / "dataset.toml"
    told = settings.read_text("utf-8")
    settings.write_text(
        told.replace("roadmap.xlsx", "roadmap.csv").replace('name = "erkelenz"', 'name = "vieles"'), "utf-8"
    )
    write_rows(place / "roadmap.csv", projects)
    publish(place, now=FIRST_DAY)
    return place


def change_one(place: Path) -> None:
    """One more edition, in which the description of the third project is another."""
    from tests.towns import publish

    sheet = place / "roadmap.csv"
    lines = sheet.read_text("utf-8")
    sheet.write_text(lines.replace("(2)", "(2), neu beschrieben", 1), "utf-8")
    publish(place, now=FIRST_DAY + timedelta(days=1))


def show(place: Path) -> dict[str, Any]:
    """Write the pages in this process: how many files, how many of them touched, seconds of computing, peak in MB."""
    from pipeline.publish.folder import Folder
    from pipeline.sited import show_town
    from pipeline.town.resources import read_resources
    from tests.towns import output_of, town_of

    town = town_of(place)
    folder = Folder(output_of(place) / town.name)
    start = time.process_time()
    with folder.locked():
        shown = show_town(folder, town, read_resources())
    return {**shown._asdict(), "seconds": time.process_time() - start, "peak_mb": _peak()}


def _peak() -> float:
    """The resident maximum of this program in MB. What ``getrusage`` tells begins with what its parent had."""
    told = Path("/proc/self/status").read_text("utf-8")
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def measure(place: Path) -> dict[str, Any]:
    """The same in a process of its own, whose memory nothing else has grown."""
    command = [sys.executable, "-m", "tests.benchmark.site", str(place)]
    done = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """The first edition, then the one in which one project changed."""
    folder = FOLDER / "site"
    shutil.rmtree(folder, ignore_errors=True)
    place = make_town(folder, PROJECTS)
    print(f"{'':22}{'files':>8}{'new':>8}{'changed':>9}{'s of CPU':>10}{'peak MB':>9}")
    _print(f"{PROJECTS:,} projects", measure(place))
    change_one(place)
    _print("one of them changed", measure(place))


def _print(what: str, found: dict[str, Any]) -> None:
    print(f"{what:22}{found['files']:>8,}{found['new']:>8,}{found['changed']:>9,}{found['seconds']:>10.1f}"
          f"{found['peak_mb']:>9.0f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(show(Path(sys.argv[1]))))
    else:
        main()
