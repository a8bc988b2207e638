"""An edition for researchers: a town's name in, pandas data frames and an rdflib graph out.

>>> import pipeline
>>> edition = pipeline.load("erkelenz")  # doctest: +SKIP
>>> edition.projects[["title", "status"]]  # doctest: +SKIP
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from rdflib import Graph

from pipeline.model.errors import ConfigError
from pipeline.model.report import Text
from pipeline.model.vocabulary import PREFIXES
from pipeline.publish.folder import Folder
from pipeline.publish.manifest import read_public_manifest


@dataclass(frozen=True, slots=True)
class Loaded:
    """An edition in memory.

    ``tables`` holds one data frame for each tidy table, by name (``projects``, ``budgets`` …), indexed by the key; the
    columns are described in the CSVW metadata beside the files. ``graph`` holds the roadmap, the strategy and the
    vocabulary together. ``edition`` is the public ``edition.json``.
    """

    edition: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    graph: Graph

    @property
    def projects(self) -> pd.DataFrame:
        """The projects, one a row."""
        return self.tables["projects"]


def load(town: str, version: str = "current", *, output: str | Path = "output") -> Loaded:
    """Load an edition of a town from ``output``. Raises ``ConfigError`` where there is none of that version."""
    folder = Folder(Path(output) / town)
    if folder.manifest(version) is None:
        known = ", ".join(folder.versions())
        raise ConfigError(
            Text(
                f"{folder.path}: Eine Ausgabe {version} gibt es hier nicht; bekannt: {known or 'keine'}",
                f"{folder.path}: there is no edition {version}; known: {known or 'none'}",
            )
        )
    folder.read_edition(version)  # each file held to its digest: what is damaged is named, and not loaded
    place = folder.current if version == "current" else folder.editions / version
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for name in ("roadmap", "strategy", "vocabulary"):
        graph.parse(place / f"{name}.nt", format="nt")
    return Loaded(read_public_manifest(place), _read_tables(place), graph)


def _read_tables(place: Path) -> dict[str, pd.DataFrame]:
    """The tables that the CSVW metadata describes, in the types that it gives."""
    tables = {}
    for metadata in sorted(place.glob("*.csv-metadata.json")):
        for table in json.loads(metadata.read_text("utf-8"))["tables"]:
            tables[Path(table["url"]).stem] = _read_table(place, table)
    return tables


def _read_table(place: Path, table: Mapping[str, Any]) -> pd.DataFrame:
    columns = [column for column in table["tableSchema"]["columns"] if not column.get("virtual")]
    frame = pd.read_csv(place / table["url"], dtype=str, keep_default_na=False, na_values=[""])
    for column in columns:
        name, datatype = column["name"], column.get("datatype")
        if separator := column.get("separator"):
            frame[name] = frame[name].fillna("").map(lambda text, by=separator: text.split(by) if text else [])
        elif datatype == "decimal":
            frame[name] = pd.to_numeric(frame[name])
        elif datatype == "date":
            frame[name] = pd.to_datetime(frame[name])
    return frame.set_index("key") if "key" in frame and frame["key"].is_unique else frame
