"""What was published is taken back: a town's editions and what is to go in, the same editions without it out.

This is the one door that changes what stands. All is made aside and searched byte by byte before anything is moved.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.amending import Bench, amend
from pipeline.erase import DATA, HISTORY, Erasure, alone_in, build_renaming, find, read_data
from pipeline.model.edition import Edition
from pipeline.model.errors import ConfigError, OutsideWorldError
from pipeline.model.graph import Index, Triple, curie, literal, literal_text, parse_n_quads, parse_turtle
from pipeline.model.report import Language, Text
from pipeline.publish.amend import Amendment, decide, lay_aside
from pipeline.publish.folder import Folder
from pipeline.publish.manifest import render_manifests
from pipeline.publish.report import forget
from pipeline.publish.site import STATE, Site
from pipeline.publish.withdrawals import PENDING
from pipeline.sited import show_town
from pipeline.still_said import own_words, still_said
from pipeline.town import Town
from pipeline.town.resources import Resources

RECORD = "erasures.json"
SHORTEST = 3


@dataclass(frozen=True)
class Wish:
    """What somebody asks to have erased: texts, or projects by their keys; and why.

    ``withdrawn`` are projects whose rows may stay in the sheets, for runs leave them out.
    """

    texts: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    reason: str = ""
    withdrawn: tuple[str, ...] = ()


class Place(NamedTuple):
    """A file in which it stands, below the town's output: how often, and in which line first.

    ``inside`` names the file that is packed in it.
    """

    file: Path
    inside: str
    times: int
    line: int


@dataclass(frozen=True)
class Plan:
    """What is to be done: where it stands, and what becomes of the editions.

    ``reports`` are files of the last run's report, ``left`` what is not ours to change, ``pages`` those of the site,
    which ``refresh`` makes anew. ``notes`` are files of ``internal/`` that are to stand with the record.
    """

    folder: Folder
    erasure: Erasure
    reason: str
    now: datetime
    found: tuple[Place, ...]
    before: tuple[Edition, ...]
    after: tuple[Edition, ...]
    reports: tuple[Path, ...]
    left: tuple[Path, ...]
    pages: tuple[Path, ...]
    refresh: Callable[[], object]
    notes: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def record_file(self) -> Path:
        """Where it is recorded that something was erased."""
        return self.folder.internal / RECORD

    @property
    def amended(self) -> tuple[str, ...]:
        """The versions of the editions that change."""
        return tuple(new.version for old, new in self._changed)

    @property
    def _changed(self) -> list[tuple[Edition, Edition]]:
        pairs = zip(self.before, self.after, strict=True)
        return [(old, new) for old, new in pairs if new is not old]

    @property
    def amendments(self) -> list[Amendment]:
        """What becomes of the folders, the record last."""
        halves = [item for old, new in self._changed for item in self.folder.amendments(old, new)]
        return [*halves, Amendment(self.folder.internal, {**self.notes, RECORD: self._record()})]

    def _record(self) -> bytes:
        """That something was erased, when, of which editions and why; nothing of what it was."""
        kind = "project" if self.erasure.projects else "text"
        told = {"at": self.now.isoformat(), "what": kind, "editions": self.amended, "reason": self.reason}
        return json.dumps([*read_record(self.folder), told], ensure_ascii=False, indent=2).encode() + b"\n"


def read_record(folder: Folder) -> list[dict[str, Any]]:
    """What was erased before; nothing where nothing was."""
    path = folder.internal / RECORD
    found: list[dict[str, Any]] = json.loads(path.read_bytes()) if path.is_file() else []
    return found


def plan(folder: Folder, town: Town, resources: Resources, wish: Wish, *, now: datetime) -> Plan:
    """Make the editions anew and search them. Raises ``ConfigError`` for what cannot be meant, ``OutsideWorldError``
    where it would not be gone. ``folder`` is locked.
    """
    editions = tuple(edition for version in folder.versions() if (edition := folder.read_edition(version)))
    today = town.day_of(now)
    erasure = _build_erasure(editions, town, resources, wish, today)
    if mistakes := tuple(still_said(town, resources, erasure, today=today, withdrawn=wish.withdrawn)):
        raise ConfigError.of_all(mistakes)
    renaming = build_renaming(_triples(editions), erasure, town.dataset.iris.base)
    after = tuple(amend(editions, erasure, renaming, Bench(folder, town, resources, now)))
    if unclean := [
        path for edition in after for path, content in _files(folder, edition) if _says(path, content, erasure)
    ]:
        raise OutsideWorldError(_not_clean(unclean))
    found = tuple(search(folder, erasure))
    known = {path for edition in editions for path, _ in _files(folder, edition)}
    others = [path for path in dict.fromkeys(place.file for place in found) if path not in known]
    site = {*Site(folder.public, folder.internal).paths(), folder.internal / STATE}
    pages = tuple(path for path in others if path in site)
    reports = tuple(path for path in others if path.parent == folder.report)
    left = tuple(path for path in others if path.parent != folder.report and path not in site)

    def refresh() -> object:
        return show_town(folder, town, resources)

    return Plan(folder, erasure, wish.reason, now, found, editions, after, reports, left, pages, refresh)


def carry_out(planned: Plan) -> tuple[Path, ...]:
    """Do what was planned, all of it or nothing. Returns the files in which it still stands: those that are not ours.

    Raises ``OutsideWorldError`` where a search over all that lies there finds any other.
    """
    folder = planned.folder
    left = {*forget(folder.report, planned.reports), *planned.left}
    for page in planned.pages:  # made of the editions, and made anew of what they say then
        if page.name != STATE:
            page.unlink(missing_ok=True)
    amendments = planned.amendments
    lay_aside(folder.path, amendments)
    decide(folder.path, amendments)
    planned.refresh()
    still = dict.fromkeys(place.file for place in search(folder, planned.erasure))
    if unclean := [path for path in still if path not in left]:
        raise OutsideWorldError(_not_clean(unclean))
    return tuple(still)


def search(folder: Folder, erasure: Erasure) -> Iterator[Place]:
    """Where it stands in all that lies in the town's output, but for the note of what is still to be looked for."""
    for path in sorted(folder.path.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.name != PENDING:
            name = path.relative_to(folder.path).as_posix()
            for found in find(name, path.read_bytes(), erasure.patterns_for(path.name)):
                yield Place(path, found.file[len(name) + 1 :], found.times, found.line)


def _files(folder: Folder, edition: Edition) -> Iterator[tuple[Path, bytes]]:
    halves = folder.halves(edition.version)
    for file in (*edition.distributions, *render_manifests(edition)):
        yield (halves.public if file.is_public else halves.internal) / file.name, file.content


def _says(path: Path, content: bytes, erasure: Erasure) -> bool:
    return any(find(path.name, content, erasure.patterns_for(path.name)))


def _said(editions: Iterable[Edition]) -> Iterator[Triple]:
    """All that the editions say of the roadmap and the strategy, or remember that others said."""
    for edition in editions:
        for name in DATA:
            yield from read_data(edition, name)
        for file in edition.distributions:
            if file.name == HISTORY:
                yield from (triple for triple, graph in parse_n_quads(file.content.decode()) if graph)


def _triples(editions: Sequence[Edition]) -> Iterator[Triple]:
    """All that the editions say, of their catalogs as well."""
    yield from _said(editions)
    for edition in editions:
        for file in edition.distributions:
            if file.name == "catalog.ttl":
                yield from parse_turtle(file.content.decode(), file.name)


def _build_erasure(editions: Sequence[Edition], town: Town, resources: Resources, wish: Wish, today: date) -> Erasure:
    """What was asked for, with what else tells of a project. Raises ``ConfigError``."""
    language: Language = "en" if town.dataset.language == "en" else "de"
    own = own_words(resources, today)
    if wish.projects:
        triples = list(_said(editions))
        catalogs = "\n".join(_catalog_texts(editions))
        erasure = alone_in(triples, _projects(triples, wish.projects), language, f"{own}\n{catalogs}")
    else:
        texts = tuple(dict.fromkeys(" ".join(text.split()) for text in wish.texts))
        erasure = Erasure(texts=texts, language=language)
        if mistakes := [*_mistakes(erasure, own)]:
            raise ConfigError.of_all(mistakes)
    if any(pattern.search(wish.reason) for pattern in erasure.in_words):
        raise ConfigError(_REASON_TELLS)
    return erasure


def _catalog_texts(editions: Iterable[Edition]) -> Iterator[str]:
    """What the catalogs say but for what is new, where projects are named."""
    for edition in editions:
        for file in edition.distributions:
            if file.name == "catalog.ttl":
                triples = parse_turtle(file.content.decode(), file.name)
                yield from (literal_text(t.object) for t in triples if t.predicate != curie("adms:versionNotes"))


def _mistakes(erasure: Erasure, own: str) -> Iterator[Text]:
    for text in erasure.texts:
        if sum(map(str.isalnum, text)) < SHORTEST:
            yield _TOO_SHORT
        elif Erasure(texts=(text,)).says(own):
            yield _TOO_GENERAL


def _projects(triples: Sequence[Triple], keys: Iterable[str]) -> dict[str, str]:
    """The terms of projects by their keys, those of an earlier base as well."""
    index = Index(triples)
    found: dict[str, str] = {}
    for key in keys:
        terms = [
            term
            for term in dict.fromkeys(index.subjects("dcterms:identifier", literal(key)))
            if curie("ds:Project") in index.objects(term, "rdf:type")
        ]
        if not terms:
            raise ConfigError(_no_project(key))
        found |= dict.fromkeys(terms, key)
    return found


def _no_project(key: str) -> Text:
    return Text(f"Ein Projekt „{key}“ steht in keiner Ausgabe", f'there is no project "{key}" in any edition')


def _not_clean(paths: Iterable[Path]) -> Text:
    """What the search found, without the words that it was for."""
    german, english = "", ""
    for path in dict.fromkeys(paths):
        german += f"{path}: Hier stünde es noch; es wurde nichts geändert\n"
        english += f"{path}: it would still stand here; nothing was changed\n"
    return Text(german.rstrip(), english.rstrip())


_TOO_SHORT = Text(
    f"Der Text ist zu kurz; nennen Sie einen mit mindestens {SHORTEST} Buchstaben",
    f"the text is too short; give one of at least {SHORTEST} letters",
)
_TOO_GENERAL = Text(
    "Der Text steht auch in den Wörtern, mit denen dieses Programm selbst schreibt; nennen Sie einen längeren, etwa "
    "Vor- und Nachnamen",
    "the text also stands in the words that this program itself writes with; give a longer one, such as a full name",
)
_REASON_TELLS = Text(
    "--reason: nennt selbst, was entfernt werden soll, und bliebe stehen; nennen Sie den Grund ohne das",
    "--reason: says itself what is to be erased, and would be kept; give the reason without that",
)
