"""The files of an edition to those without what is to go. What says nothing of it keeps its bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.erase.cut_calendar import cut_calendar
from pipeline.erase.cut_files import cut_provenance, cut_typed, cut_words
from pipeline.erase.cut_graphs import cut_graphs
from pipeline.erase.cut_triples import cut_triples
from pipeline.erase.cut_workbook import cut_workbook
from pipeline.erase.erasure import Erasure
from pipeline.erase.find import find
from pipeline.erase.renaming import Renaming
from pipeline.model.edition import Distribution, Edition
from pipeline.model.graph import Triple, parse_n_triples, reading_order
from pipeline.model.roadmap import Roadmap

DATA, HISTORY, GRAPHS = ("roadmap", "strategy"), "history.nq", "provenance.nq"
CHANGES, WORKBOOK = ("changes.md", "changes.ttl"), "roadmap.xlsx"

ReadRoadmap = Callable[[], Roadmap]
Write = Callable[[str, Sequence[Triple], Edition], Iterable[Distribution]]
"""Makes the tables and the RDF of one of ``DATA`` from its triples."""


@dataclass(frozen=True)
class Cut:
    """An edition with its files as they are from now on, but for its catalog and its changes, and its triples."""

    edition: Edition
    triples: dict[str, tuple[Triple, ...]]
    is_other: bool


def read_data(edition: Edition, name: str) -> tuple[Triple, ...]:
    """The triples of one of ``DATA`` as an edition has them."""
    file = next((file for file in edition.distributions if file.name == f"{name}.nt"), None)
    return parse_n_triples(file.content.decode()) if file else ()


def rewrite(edition: Edition, erasure: Erasure, renaming: Renaming, read: ReadRoadmap, write: Write) -> Cut:
    """Cut what is to go out of all files but the catalog and the changes. ``read`` reads its workbook."""
    before = {name: read_data(edition, name) for name in DATA}
    after = {
        name: tuple(sorted(cut_triples(triples, erasure, renaming), key=reading_order))
        for name, triples in before.items()
    }
    other = [name for name in DATA if set(before[name]) != set(after[name])]
    files = {file.name: file for name in other for file in write(name, after[name], edition)}
    kept = frozenset(triple for triples in after.values() for triple in triples)
    found = tuple(_rewritten(edition, other, files, erasure, renaming, kept, read))
    return Cut(replace(edition, distributions=found), after, bool(other))


def _rewritten(
    edition: Edition,
    other: Sequence[str],
    files: dict[str, Distribution],
    erasure: Erasure,
    renaming: Renaming,
    kept: frozenset[Triple],
    read: ReadRoadmap,
) -> Iterator[Distribution]:
    lost: frozenset[tuple[str, ...]] = frozenset()
    for file in edition.distributions:
        content = file.content
        if file.name == GRAPHS:
            content, lost = cut_graphs(content, erasure, renaming, kept)
        elif file.name == "provenance.csv":
            content, further = cut_provenance(content, erasure, renaming, kept)
            lost |= further
        elif file.name == "typed.csv":
            content = cut_typed(content, erasure, lost)
        elif file.name == WORKBOOK and _is_told(file, erasure, "roadmap" in other):
            content = cut_workbook(content, erasure, renaming, read())
        elif file.name == "roadmap.ics" and _is_told(file, erasure, "roadmap" in other):
            content = cut_calendar(content, erasure, renaming)
        elif file.name == HISTORY or file.name in CHANGES:
            pass  # what was said on each day, and what changed, is cut by the door, which knows the editions
        elif file.dataset in other:
            if file.name not in files:
                continue  # a table in which nothing would stand is no file
            content = files[file.name].content
        elif _is_words(file) and any(find(file.name, content, erasure.patterns_for(file.name))):
            content = cut_words(file.name, content, erasure)
        yield replace(file, content=content)
    known = {file.name for file in edition.distributions}
    yield from (file for name, file in files.items() if name not in known)


def _is_told(file: Distribution, erasure: Erasure, is_other: bool) -> bool:
    return is_other or any(find(file.name, file.content, erasure.patterns))


def _is_words(file: Distribution) -> bool:
    """What a door makes anew is none, nor what packs other files."""
    return (
        not file.name.startswith(("catalog.", "changes.", "vocabulary.", "context.", "history."))
        and file.name[-4:] != "xlsx"
    )
