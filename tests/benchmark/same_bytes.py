"""``python -m tests.benchmark.same_bytes``: the digest of each file of two editions of the samples and of a large town.

Run in two checkouts, the outputs tell by ``diff`` whether a change of the program changed any byte of an edition.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from tests.benchmark.rows import SAMPLE, write_rows
from tests.towns import publish

SOURCES = SAMPLE.parent
FIRST_DAY = datetime(2026, 11, 22, 9, tzinfo=UTC)
ROWS = 2_000
_TOLD = ("(2)", "(2), neu beschrieben"), (";laufend;", ";abgeschlossen;"), ("[2022-02-5]", "[2022-02-6]")


def digests_of(output: Path) -> Iterator[str]:
    """One line a file that lies below a folder: its digest, its size and its name."""
    for path in sorted(output.rglob("*")):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            yield f"{hashlib.sha256(content).hexdigest()} {len(content):>10} {path.relative_to(output).as_posix()}"


def make_large(place: Path, rows: int) -> Path:
    """A town of so many projects, in the settings of the sample."""
    shutil.copytree(SAMPLE, place)
    (place / "roadmap.xlsx").unlink()
    settings = place / "dataset.toml"
    told = settings.read_text("utf-8").replace("roadmap.xlsx", "roadmap.csv")
    settings.write_text(told.replace('name = "erkelenz"', f'name = "{place.name}"'), "utf-8")
    write_rows(place / "roadmap.csv", rows)
    return place


def change(place: Path) -> None:
    """Another text, other states, and a project less."""
    sheet = place / "roadmap.csv"
    told = sheet.read_text("utf-8")
    for before, after in _TOLD:
        told = told.replace(before, after, 3)
    lines = told.splitlines(keepends=True)
    sheet.write_text("".join((*lines[:7], *lines[8:])), "utf-8")


def main(rows: int) -> None:
    """All towns; of the large one nothing is judged by shapes, which takes minutes and writes nothing but findings."""
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "samples" / "sources"
        shutil.copytree(SOURCES, sources)
        for place in sorted(sources.iterdir()):
            publish_twice(place)
        with patch("pipeline.prepare.validate", lambda *_, **__: ()):
            publish_twice(make_large(Path(folder) / "large" / "sources" / "vieles", rows))
        for line in digests_of(Path(folder)):
            print(line)


def publish_twice(place: Path) -> None:
    """Two editions on two days; of a sheet that is text the second says something else."""
    publish(place, now=FIRST_DAY, accept_loss=True)
    if (place / "roadmap.csv").is_file():
        change(place)
    publish(place, now=FIRST_DAY + timedelta(days=1), accept_loss=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
