"""The files of a town's editions to the graphs of a store.

The default graph is the newest edition; its history and its cells bring graphs of their own. Each edition is a graph,
by the IRI that the catalog gives it. So a question has the same answer here as when it is put to the files.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store

from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.graph import NOWHERE
from pipeline.model.named_graphs import EACH, NEWEST, NEWEST_QUADS
from pipeline.model.report import Text

State: TypeAlias = tuple[tuple[str, int, int], ...]
"""Each edition with the moment and the size of its ``edition.json``, and last what is shown."""

_FORMATS = {".nt": RdfFormat.N_TRIPLES, ".ttl": RdfFormat.TURTLE, ".nq": RdfFormat.N_QUADS}
_VERSION = re.compile(r"\d{4}-\d\d-\d\d(\.\d+)?", re.ASCII)
_SERIES = """
    PREFIX dcat: <http://www.w3.org/ns/dcat#>
    PREFIX ds: <https://w3id.org/digitalstrategie/def/>
    PREFIX foaf: <http://xmlns.com/foaf/0.1/>
    SELECT ?series WHERE {
        ?dataset dcat:inSeries ?series ; foaf:primaryTopic ?topic .
        BIND(EXISTS { ?topic a ds:Roadmap } AS ?first)
    } ORDER BY DESC(?first) ?series LIMIT 1
"""


def read_state(public: Path) -> State:
    """What there is now. Raises ``OutsideWorldError`` where there is no edition, or it cannot be read."""
    try:
        editions = sorted((public / "editions").iterdir()) if (public / "editions").is_dir() else []
        shown = (public / "current").resolve().name if (public / "current").exists() else ""
        told = [(path.name, (path / "edition.json").stat()) for path in editions if _is_edition(path)]
    except OSError as error:
        raise _unreadable(public, error) from error
    if shown not in [name for name, _ in told]:
        raise OutsideWorldError(
            Text(
                f"{public}: Hier ist noch keine Ausgabe. „roadmap run“ macht eine",
                f'{public}: there is no edition here yet. "roadmap run" makes one',
            )
        )
    return (*((name, state.st_mtime_ns, state.st_size) for name, state in told), (shown, 0, 0))


def _is_edition(folder: Path) -> bool:
    """What is not called like a version is being written, or somebody else's."""
    return bool(_VERSION.fullmatch(folder.name)) and (folder / "edition.json").is_file()


def load_editions(public: Path, state: State) -> Store:
    """All editions in one store, each file held to its digest. Raises ``OutsideWorldError`` for one that is missing,
    cannot be read or is not what the edition was made with: half an edition would answer as if it were whole."""
    store, newest = Store(), state[-1][0]
    whole = _read_digests(public / "editions" / newest)
    for name in (*NEWEST, *NEWEST_QUADS):
        _load(store, public / "editions" / newest / name, whole)
    series = _series(store)
    for version, *_ in state[:-1]:
        folder = public / "editions" / version
        digests = _read_digests(folder)
        for name in EACH if series else ():
            _load(store, folder / name, digests, f"{series}/{version}")
    return store


def _read_digests(folder: Path) -> Mapping[str, str]:
    """The SHA-256 of each file of an edition, by its name."""
    path = folder / "edition.json"
    try:
        told = json.loads(path.read_bytes())
        return {str(file["name"]): str(file["sha256"]) for file in told["distributions"]}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable(path, error) from error


def list_graphs(store: Store) -> frozenset[str]:
    """The IRIs of the named graphs."""
    return frozenset(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))


def _series(store: Store) -> str:
    found = store.query(_SERIES)
    assert isinstance(found, QuerySolutions)
    return next((str(row["series"].value) for row in found), "")


def _load(store: Store, path: Path, digests: Mapping[str, str], graph: str = "") -> None:
    """A file into the store, where the edition has one of that name."""
    if path.name not in digests:
        return
    kind = _FORMATS[path.suffix]
    to = None if kind is RdfFormat.N_QUADS else NamedNode(graph) if graph else DefaultGraph()
    try:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digests[path.name]:
                raise OutsideWorldError(_not_as_made(path))
        store.load(path=os.fspath(path), format=kind, to_graph=to, base_iri=NOWHERE)
    except (OSError, SyntaxError, ValueError) as error:
        raise _unreadable(path, error) from error


def _not_as_made(path: Path) -> Text:
    return Text(
        f"{path}: ist nicht, womit die Ausgabe gemacht wurde; stellen Sie die Datei aus einer Sicherung her",
        f"{path}: is not what the edition was made with; restore the file from a backup",
    )


def _unreadable(path: Path, error: Exception) -> OutsideWorldError:
    reason = reason_of(error) if isinstance(error, OSError) else Text(str(error), str(error))
    return OutsideWorldError(
        Text(f"{path}: ließ sich nicht lesen ({reason.de})", f"{path}: could not be read ({reason.en})")
    )
