"""One stage on one size in this process: prints seconds, rows a second and peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipeline.lift import lift, lift_project
from pipeline.model.graph import n_triples
from pipeline.model.roadmap import Project, Roadmap, Table
from pipeline.parse.cells import CellReading
from pipeline.parse.conventions import read_conventions
from pipeline.parse.locate import locate
from pipeline.parse.projects import parse, parse_rows
from pipeline.readers import read_workbook
from pipeline.town import read_town
from pipeline.town.resources import read_resources
from tests.benchmark.rows import SAMPLE, write_rows

TODAY = date(2026, 11, 22)


class Bench:
    """Everything a stage needs, made on demand before the clock starts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.resources = read_resources()
        self.town = read_town(SAMPLE / "dataset.toml", self.resources.code_lists)

    def table(self) -> Table:
        """The located table."""
        workbook = read_workbook(self.path, self.town.dataset.limits)
        return locate(workbook, self.town.dataset.columns, self.resources.rules).tables[0]

    def projects(self) -> Iterator[Project]:
        """The parsed projects, one after another."""
        town, rules = self.town, self.resources.rules
        table, reading = self.table(), CellReading(town.dataset, town.strategy.vocabulary, TODAY)
        found = parse_rows(table, reading, read_conventions(table, town.dataset, rules, TODAY), rules, {})
        return (project for project in found if isinstance(project, Project))

    def roadmap(self) -> Roadmap:
        """The whole roadmap."""
        town, rules = self.town, self.resources.rules
        return parse([self.table()], town.dataset, town.strategy.vocabulary, rules, today=TODAY).roadmap


def read(bench: Bench) -> Callable[[], object]:
    """File to rows."""
    return lambda: sum(1 for row in read_workbook(bench.path, bench.town.dataset.limits).sheets[0].rows)


def parse_(bench: Bench) -> Callable[[], object]:
    """File to projects: reading, locating and parsing."""
    return lambda: sum(1 for project in bench.projects())


def lift_(bench: Bench) -> Callable[[], object]:
    """Projects to N-Triples, one after another."""
    dataset, naming = bench.town.dataset, bench.town.strategy.naming
    projects = list(bench.projects())
    return lambda: _write("".join(n_triples(lift_project(project, dataset, naming))) for project in projects)


def map_(bench: Bench) -> Callable[[], object]:
    """File to N-Triples: reading, locating, parsing and lifting, row by row."""
    dataset, naming = bench.town.dataset, bench.town.strategy.naming
    return lambda: _write("".join(n_triples(lift_project(project, dataset, naming))) for project in bench.projects())


def validate_(bench: Bench) -> Callable[[], object]:
    """Lifted to the report."""
    from pipeline.validate import validate

    town, resources = bench.town, bench.resources
    roadmap = bench.roadmap()
    lifted = lift(roadmap, town.dataset, town.strategy.naming, today=TODAY)
    return lambda: validate(roadmap, lifted, town.strategy, town.dataset, resources.rules, resources.code_lists)


def render_(bench: Bench) -> Callable[[], object]:
    """Everything to files."""
    from pipeline.render import Content, render

    town, resources = bench.town, bench.resources
    roadmap = bench.roadmap()
    lifted = lift(roadmap, town.dataset, town.strategy.naming, today=TODAY)
    content = Content(town.dataset, town.strategy, roadmap, lifted, resources.vocabulary, resources.context)
    content = replace(content, version="2026-11-22")
    return lambda: render(content, made_at=datetime(2026, 11, 22, tzinfo=UTC))


def _write(lines: Iterator[str]) -> None:
    with Path("/dev/null").open("w", encoding="utf-8") as stream:
        stream.writelines(lines)


STAGES: dict[str, Callable[[Bench], Callable[[], object]]] = {
    "read": read,
    "parse": parse_,
    "lift": lift_,
    "map": map_,
    "validate": validate_,
    "render": render_,
}


def measure(stage: str, size: int, folder: Path) -> dict[str, Any]:
    """Run one stage once. Memory is what the process grew by while the stage ran, in MB."""
    work = STAGES[stage](Bench(write_rows(folder / f"{size}.csv", size)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"stage": stage, "rows": size, "seconds": seconds, "rows_per_s": size / seconds, "grown_mb": grown}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))
