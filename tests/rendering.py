"""Everything that is rendered of the invented projects, by the name of the file."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pipeline.model.dataset import Dataset
from pipeline.model.graph import Triple
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.formats.ical import render_calendar
from pipeline.render.formats.jsonld import render_json_ld
from pipeline.render.formats.rdf import render_n_triples, render_rdf_xml, render_turtle
from pipeline.render.formats.tables import render_tables
from pipeline.town.resources import read_resources
from tests.graphs import DATASET, PROJECTS, roadmap_of, strategy, triples_of

Files = dict[str, bytes]

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

RENDERERS: Mapping[str, Callable[[Sequence[Triple]], bytes]] = {
    "nt": render_n_triples,
    "turtle": lambda triples: render_turtle(triples, PREFIXES),
    "xml": lambda triples: render_rdf_xml(triples, PREFIXES),
    "json-ld": lambda triples: render_json_ld(triples, read_resources().context),
}


def everything() -> Iterator[tuple[str, bytes]]:
    for dataset, triples in (("roadmap", triples_of(PROJECTS)), ("strategy", strategy().triples)):
        yield from ((f"{dataset}.{name}", render(triples)) for name, render in RENDERERS.items())
        yield from ((file.name, file.content) for file in render_tables(dataset, triples, DATASET))
    yield "roadmap.ics", render_calendar(roadmap_of(PROJECTS), strategy().naming, "Roadmap", made_at=MADE_AT)


def digest() -> str:
    """The digest of all files and their names."""
    written = hashlib.sha256()
    for name, content in everything():
        written.update(name.encode() + content)
    return written.hexdigest()


def files_of(name: str, triples: Iterable[Triple], dataset: Dataset = DATASET) -> Files:
    """The tables of a dataset and their metadata, by name."""
    return {file.name: file.content for file in render_tables(name, sorted(triples), dataset)}


def metadata_of(files: Files) -> str:
    return next(name for name in files if name.endswith(".csv-metadata.json"))


def described(files: Files, table: str) -> dict[str, Any]:
    """What the metadata says of a table."""
    tables: list[dict[str, Any]] = json.loads(files[metadata_of(files)])["tables"]
    return next(found for found in tables if found["url"] == f"{table}.csv")


def rows_of(files: Files, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{table}.csv"].decode(), newline="")))


if __name__ == "__main__":
    print(digest())
