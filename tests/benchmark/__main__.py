"""``make bench``: each stage at four sizes beside the last run, judging beside pyshacl, and the whole beside rivals."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmark.rivals import compare_cold, map_rows
from tests.benchmark.screen import compare_judges
from tests.benchmark.stages import STAGES

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / ".bench"
SIZES = (50, 1_000, 10_000, 100_000)
# Beyond that openpyxl takes minutes and gigabytes for the workbook of an edition.
LARGEST = {"render": 10_000}


def main() -> None:
    """Run everything and keep the figures in ``.bench/last.json``."""
    FOLDER.mkdir(exist_ok=True)
    last_file = FOLDER / "last.json"
    last = json.loads(last_file.read_text("utf-8")) if last_file.is_file() else {}
    figures: dict[str, Any] = {}
    print(f"{'stage':10}{'rows':>9}{'seconds':>10}{'rows/s':>11}{'MB':>8}  beside the last run")
    for stage in STAGES:
        for size in SIZES:
            if size <= LARGEST.get(stage, size):
                name = f"{stage}/{size}"
                figures[name] = _measure(stage, size)
                print(_line(figures[name], last.get(name)), flush=True)
    figures["screen"] = compare_judges(FOLDER)
    figures["cold"] = compare_cold(FOLDER)
    figures["morph_kgc_rows_per_s"] = map_rows(FOLDER, 100_000)
    print("\nroadmap check, 50 rows, cold: {roadmap_check_s:.2f} s; morph-kgc then pyshacl: "
          "{morph_kgc_and_pyshacl_s:.2f} s; ratio {ratio:.2f} (target 0.5)".format(**figures["cold"]))  # fmt: skip
    ours = figures["map/100000"]["rows_per_s"]
    print(f"mapping 100,000 rows: {ours:,.0f} rows/s; morph-kgc: {figures['morph_kgc_rows_per_s']:,.0f} rows/s")
    last_file.write_text(json.dumps(figures, indent=2), "utf-8")


def _measure(stage: str, size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmark.stages", stage, str(size), str(FOLDER)]
    done = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _line(found: dict[str, Any], last: dict[str, Any] | None) -> str:
    beside = f"×{found['seconds'] / last['seconds']:.2f}" if last else "–"
    return (
        f"{found['stage']:10}{found['rows']:>9,}{found['seconds']:>10.3f}{found['rows_per_s']:>11,.0f}"
        f"{found['grown_mb']:>8.0f}  {beside}"
    )


if __name__ == "__main__":
    main()
