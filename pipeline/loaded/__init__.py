"""An edition for researchers: a town's name in, pandas data frames and an rdflib graph out.

>>> import pipeline
>>> edition = pipeline.load("beispielstadt")
>>> edition.projects[["title", "status", "first_day"]]
                                 title        status  first_day
project
BA-01                 Fundbüro im Netz  in-operation 2024-03-01
BA-02    Wegweiser in Leichter Sprache       running 2025-03-01
KW-01                Pegel am Mühlbach       running 2025-04-01
KW-02                 Gießkannen-Karte     completed 2025-04-01
SK-01                Offene Turnhallen       planned 2027-07-01

schema    which tables there may be, with their columns
frames    the tables of an edition as data frames
dtypes    cells as values
spans     dates of any precision as days
history   all that was ever said as a data frame
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from rdflib import Graph

from pipeline.compare import as_of as said_on
from pipeline.compare import parse_lifetimes
from pipeline.loaded.frames import build_frames, parse_columns, parse_templates
from pipeline.loaded.history import build_history
from pipeline.loaded.schema import build_schema, language_of
from pipeline.model.edition import is_of_town
from pipeline.model.errors import ConfigError
from pipeline.model.graph import Triple
from pipeline.model.report import Text
from pipeline.model.vocabulary import PREFIXES
from pipeline.publish.folder import Folder
from pipeline.publish.manifest import read_public_manifest


@dataclass(frozen=True)
class Loaded:
    """An edition in memory.

    ``tables`` holds one data frame for each tidy table, by name (``projects``, ``budgets`` …), with the same columns
    of the same types in every edition; a table or a column in which an edition says nothing is empty. What the types
    are, and that money is a float, is told in ``loaded/dtypes.py``.

    The index is the key of what the rows are about, and a project's is called ``project`` everywhere. So frames join,
    with a row for each value and none lost:

    >>> import pipeline
    >>> edition = pipeline.load("beispielstadt")
    >>> budgets = edition.tables["budgets"]
    >>> edition.projects[["title"]].join(budgets[budgets["kind"] == "actual"]["amount"])
                                     title   amount
    project
    BA-01                 Fundbüro im Netz  17250.0
    BA-02    Wegweiser in Leichter Sprache      NaN
    KW-01                Pegel am Mühlbach  21800.0
    KW-02                 Gießkannen-Karte   6900.0
    SK-01                Offene Turnhallen      NaN

    What a table names by its key is joined ``on`` that column:

    >>> edition.tables["project-fields"].join(edition.tables["fields"]["label"], on="field")[["field", "label"]]
            field                     label
    project
    BA-01       V      Verwaltung & Service
    BA-02       V      Verwaltung & Service
    KW-01       K          Klima und Wasser
    KW-02       K          Klima und Wasser
    KW-02       S  Schule, Kultur und Sport
    SK-01       S  Schule, Kultur und Sport
    SK-01       V      Verwaltung & Service

    ``edition`` is the public ``edition.json``. ``history`` has a row for each statement that any edition made, and
    ``graph`` the roadmap, the strategy and the vocabulary together; both are read when they are asked for.
    """

    edition: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    _files: Mapping[str, bytes] = field(repr=False, compare=False)

    @property
    def projects(self) -> pd.DataFrame:
        """The projects, one a row."""
        return self.tables["projects"]

    @cached_property
    def history(self) -> pd.DataFrame:
        """All that was ever said of the roadmap and the strategy, with ``said_from`` and ``said_until``."""
        begin = parse_templates(self._files).get("projects", "").partition("{")[0]
        return build_history(self._files.get(HISTORY, b"").decode(), begin)

    @cached_property
    def graph(self) -> Graph:
        """The roadmap, the strategy and the vocabulary together."""
        graph = Graph()
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        for name in filter(self._files.__contains__, GRAPHS):  # the vocabulary's own source has but the last
            graph.parse(data=self._files[name], format="nt")
        return graph


def load(town: str, version: str = "current", *, as_of: str | date = "", output: str | Path = "output") -> Loaded:
    """Load an edition of a town from ``output``, by its version or as the one in force at the end of a day.

    Raises ``ConfigError`` where there is none. The day is a date or ``2025-06-30``. What an edition of a newer program
    has beyond what this one knows is loaded as well, and told as a ``UserWarning``.
    """
    folder = Folder(Path(output) / town)
    if as_of:
        version = _version_on(folder, _day(as_of), version)
    edition = folder.read_edition(version)  # each file held to its digest: what is damaged is named, and not loaded
    if edition is None:
        raise ConfigError(_no_edition(folder, version))
    told_of_itself = read_public_manifest(folder.editions / edition.version)
    loaded, told = _build(told_of_itself, {file.name: file.content for file in edition.distributions})
    for words in told:
        warnings.warn(f"{town}, edition {edition.version}: {words}", stacklevel=2)
    return loaded


def _build(edition: Mapping[str, Any], files: Mapping[str, bytes]) -> tuple[Loaded, tuple[str, ...]]:
    described = parse_columns(files)
    schema = build_schema(edition, language_of(described.values()))
    frames, told = build_frames(files, described, schema)
    kept = (name for name in files if name in (*GRAPHS, HISTORY) or name.endswith("-metadata.json"))
    return Loaded(edition, frames, {name: files[name] for name in kept}), told


def read_as_of(town: str, day: str | date = "", *, output: str | Path = "output") -> tuple[Triple, ...]:
    """What the roadmap and the strategy of a town said at the end of a day, or say today; sorted.

    The newest edition tells it, also of editions that are gone. Raises ``ConfigError`` where nothing was said yet.
    """
    folder = Folder(Path(output) / town)
    day = _day(day) if day else ""
    manifest = folder.manifest()
    if manifest is None:
        raise ConfigError(_no_edition(folder, day or "current"))
    if not is_of_town(manifest):
        raise ConfigError(_vocabulary_alone(folder))
    said = said_on(parse_lifetimes(folder.read_file(HISTORY).decode()), day or _FAR)
    if not said:
        raise ConfigError(_no_edition(folder, day))
    return said


def _day(day: str | date) -> str:
    """A day as versions tell it; raises ``ConfigError`` for what is none, which would compare as any text does."""
    if isinstance(day, date):
        return (day.date() if isinstance(day, datetime) else day).isoformat()
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        german = f"„{day}“ ist kein Tag wie 2025-06-30"
        raise ConfigError(Text(german, f"“{day}” is no day such as 2025-06-30")) from None


def _version_on(folder: Folder, day: str, version: str) -> str:
    """The last version of a day or before it; the day itself where there is none, to be told of."""
    if version != "current":
        german = f"{folder.path}: entweder die Ausgabe {version} oder die vom {day}, nicht beide"
        raise ConfigError(Text(german, f"{folder.path}: either the edition {version} or that of {day}, not both"))
    return next((version for version in reversed(folder.versions()) if version.partition(".")[0] <= day), day)


def _no_edition(folder: Folder, version: str) -> Text:
    known = ", ".join(folder.versions())
    return Text(
        f"{folder.path}: Eine Ausgabe {version} gibt es hier nicht; bekannt: {known or 'keine'}",
        f"{folder.path}: there is no edition {version}; known: {known or 'none'}",
    )


def _vocabulary_alone(folder: Folder) -> Text:
    return Text(
        f"{folder.path}: hat nur das Vokabular, keine Roadmap und keine Strategie; lesen Sie vocabulary.ttl",
        f"{folder.path}: has the vocabulary alone, no roadmap and no strategy; read vocabulary.ttl",
    )


HISTORY = "history.nq"
GRAPHS = ("roadmap.nt", "strategy.nt", "vocabulary.nt")
_FAR = "9999-12-31"
