"""Rows judged a second, and memory: by the screen with pyshacl behind it, and by pyshacl alone."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.lift import lift
from pipeline.model.graph import Triple, curie
from pipeline.model.shacl import Found, judge
from pipeline.model.shacl.processor import process
from tests.benchmark.rows import write_rows
from tests.benchmark.stages import TODAY, Bench

REPOSITORY = Path(__file__).parents[2]
SIZES = (1_000, 10_000, 100_000)
# Ten thousand take pyshacl minutes.
LARGEST_ALONE = 1_000
_PLANNED: dict[str, object] = {"Status": "geplant", "Beginn": "2030", "Ende": "2031"}
_LATE: dict[str, object] = {"Status": "laufend", "Beginn": "2020", "Ende": "2021"}


def _faulty(number: int) -> dict[str, object]:
    return {**_PLANNED, "Handlungsfelder": ""} if number % 50 == 0 else _PLANNED


def _noted(number: int) -> dict[str, object]:
    return _LATE if number % 2 else _PLANNED


def _odd(triple: Triple) -> Triple:
    """A title in ``@DE``, of which the screen is not sure."""
    is_title = triple.predicate == curie("dcterms:title") and triple.object.endswith("@de")
    return triple._replace(object=f"{triple.object[:-2]}DE") if is_title else triple


SHEETS: dict[str, Callable[[int], dict[str, object]]] = {
    "2 % faulty": _faulty,
    "every second a note": _noted,
    "all odd": _faulty,
}
JUDGES: dict[str, Callable[[tuple[Triple, ...], tuple[Triple, ...]], list[Found]]] = {
    "both": judge,
    "pyshacl": process,
}


def compare_judges(folder: Path) -> dict[str, Any]:
    """Print the figures of each sheet at each size, and give them back."""
    figures: dict[str, Any] = {}
    print(f"\n{'judging':22}{'rows':>9}{'seconds':>10}{'rows/s':>11}{'MB':>8}{'results':>9}  beside pyshacl alone")
    for sheet in SHEETS:
        for size in SIZES if sheet != "all odd" else SIZES[:1]:
            found = {name: _measure(sheet, size, name, folder) for name in _judges(size)}
            figures[f"{sheet}/{size}"] = found
            print(_line(sheet, size, **found), flush=True)
    return figures


def _judges(size: int) -> tuple[str, ...]:
    return ("both", "pyshacl") if size <= LARGEST_ALONE else ("both",)


def _line(sheet: str, size: int, both: dict[str, Any], pyshacl: dict[str, Any] | None = None) -> str:
    beside = f"×{pyshacl['seconds'] / both['seconds']:.0f} as fast, {pyshacl['grown_mb']:.0f} MB" if pyshacl else "–"
    return (
        f"{sheet:22}{size:>9,}{both['seconds']:>10.2f}{size / both['seconds']:>11,.0f}{both['grown_mb']:>8.0f}"
        f"{both['results']:>9,}  {beside}"
    )


def _measure(*arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmark.screen", *map(str, arguments)]
    done = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(sheet: str, size: int, name: str, folder: Path) -> dict[str, Any]:
    """Judge a sheet once, in seconds of computing. Memory is what the process grew by meanwhile, in MB."""
    bench = Bench(write_rows(folder / f"{size}.csv", size, other=SHEETS[sheet]))
    town, rules, code_lists = bench.town, bench.resources.rules, bench.resources.code_lists
    lifted = lift(bench.roadmap(), town.dataset, town.strategy.naming, today=TODAY)
    types = (triple for triple in code_lists if triple.predicate == curie("rdf:type"))
    triples = (*lifted.triples, *lifted.judged, *town.strategy.triples, *types)
    triples = tuple(map(_odd, triples)) if sheet == "all odd" else triples
    gc.collect()
    # From here on the kernel tells the most that there was anew.
    Path("/proc/self/clear_refs").write_text("5")
    before, start = _memory("VmRSS"), time.process_time()
    found = JUDGES[name](triples, rules.shapes)
    seconds = time.process_time() - start
    return {"seconds": seconds, "results": len(found), "grown_mb": _memory("VmHWM") - before}


def _memory(name: str) -> float:
    told = Path("/proc/self/status").read_text("utf-8")
    return int(told.partition(f"{name}:")[2].split()[0]) / 1024


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))))
