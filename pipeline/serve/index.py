"""What the newest edition says of its own IRIs: which there are, which are withdrawn, which are files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.model.graph import Triple, curie, parse_n_triples, parse_turtle
from pipeline.model.report import Text
from pipeline.publish.manifest import read_public_manifest
from pipeline.publish.withdrawals import read_withdrawals
from pipeline.render.site.addresses import folder_of

_TOLD_IN = ("roadmap", "strategy", "catalog")
_WITHDRAWN, _DOWNLOAD = curie("ds:withdrawn"), curie("dcat:downloadURL")
_NOT_THINGS = ("editions", "current")


class Thing(NamedTuple):
    """Something of the town's that has an IRI, and which files of the edition tell of it: ``roadmap``, say."""

    iri: str
    told_in: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """The things of a town by the folders of their pages.

    ``withdrawn`` are folders of projects that were taken back, of those of which nothing is left as well, ``files``
    where the file lies that an IRI is of, ``metadata`` the file that describes another of the edition. ``state`` tells
    one edition from another.
    """

    base: str
    version: str
    previous: str
    title: Text
    license: str
    things: Mapping[str, Thing]
    withdrawn: frozenset[str]
    files: Mapping[str, str]
    metadata: Mapping[str, str]
    state: tuple[int, ...] = ()

    def is_gone(self, folder: str) -> bool:
        """Whether a folder is that of something withdrawn, or of a part of it."""
        steps = folder.split("/")
        return any("/".join(steps[:number]) in self.withdrawn for number in range(1, len(steps) + 1))


def state_of(public: Path) -> tuple[int, ...]:
    """What changes with the newest edition, and when one is amended. Raises ``OSError`` where there is none."""
    found = (public / "current" / "edition.json").stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


def read_index(public: Path) -> Index:
    """Read what the newest edition says. Raises ``OutsideWorldError`` or ``ConfigError`` where it is not whole."""
    state = state_of(public)
    folder = (public / "current").resolve()  # one edition, also where the link moves meanwhile
    manifest = read_public_manifest(folder)
    base = str(manifest["base"])
    told = {name: _read_triples(folder, name) for name in _TOLD_IN}
    catalog, triples = told["catalog"], [triple for each in told.values() for triple in each]
    return Index(
        base=base,
        version=str(manifest["version"]),
        previous=str(manifest.get("previous") or ""),
        title=Text(**manifest["title"]),
        license=str(manifest["license"]),
        things=_things(told, _spoken_of(folder), base),
        withdrawn=frozenset((*_withdrawn(triples, base), *_taken_out(public))),
        files=_files(catalog, base),
        metadata={item["name"]: item["described_by"] for item in manifest["distributions"] if item.get("described_by")},
        state=state,
    )


def _withdrawn(triples: Iterable[Triple], base: str) -> Iterator[str]:
    yield from (folder_of(triple.subject[1:-1], base) for triple in triples if triple.predicate == _WITHDRAWN)


def _taken_out(public: Path) -> Iterator[str]:
    """The folders of what was withdrawn with all that was said of it; a copy of ``public/`` alone knows of none."""
    yield from (told.folder for told in read_withdrawals(public.parent / "internal").values() if told.folder)


def _read_triples(folder: Path, name: str) -> tuple[Triple, ...]:
    lines, turtle = folder / f"{name}.nt", folder / f"{name}.ttl"
    if lines.is_file():
        return parse_n_triples(lines.read_text("utf-8"))
    return parse_turtle(turtle.read_text("utf-8"), turtle.name) if turtle.is_file() else ()


def _spoken_of(folder: Path) -> Iterator[str]:
    """The terms of what has changed, and the subjects of what an edition before said."""
    for triple in _read_triples(folder, "changes"):
        yield from (triple.subject, triple.object)
    history = folder / "history.nq"
    if history.is_file():
        with history.open(encoding="utf-8") as lines:
            yield from {line.partition(" ")[0] for line in lines}


def _things(told: Mapping[str, Iterable[Triple]], spoken: Iterable[str], base: str) -> dict[str, Thing]:
    """Everything that is named, by its folder: first what something is said of, then what is only spoken of."""
    found: dict[str, Thing] = {}
    subjects = ((triple.subject, name) for name, triples in told.items() for triple in triples)
    objects = ((triple.object, "") for triples in told.values() for triple in triples)
    for term, name in (*subjects, *objects, *((term, "") for term in spoken)):
        iri = term.partition("#")[0].strip("<>")
        if term.startswith(f"<{base}") and iri != base and iri[len(base) :].partition("/")[0] not in _NOT_THINGS:
            found.setdefault(folder_of(iri, base), Thing(iri, name))
    return found


def _files(catalog: Iterable[Triple], base: str) -> dict[str, str]:
    """Where the file of each IRI lies that is a file's, whatever the site is called at which it is fetched."""
    return {
        folder_of(triple.subject[1:-1], base): place[0]
        for triple in catalog
        if triple.predicate == _DOWNLOAD and (place := _PLACE.search(triple.object[:-1]))
    }


_PLACE = re.compile(r"editions/[^/]+/[^/]+$")
