"""A town's folder of editions to its progress: from the one in force on a day, or the one before, to the newest."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline.compare import as_of, parse_lifetimes
from pipeline.model.edition import Edition
from pipeline.model.errors import ConfigError
from pipeline.model.graph import Index, SourceMap, Triple, parse_n_triples
from pipeline.model.progress import Progress
from pipeline.model.report import Text
from pipeline.publish.folder import Folder
from pipeline.render.formats.provenance import read_sources
from pipeline.review import Said, review


def read_progress(folder: Folder, *, publisher: str, since: date | None = None) -> Progress:
    """The progress up to the newest edition since the one in force on a day; without a day, since the one before it.

    Where there is but one edition and no day, there is nothing to compare. Raises ``ConfigError`` where nothing is
    known of that day, or nothing has been published since.
    """
    edition = folder.read_edition(names=())
    if edition is None:
        raise ConfigError(_no_edition(folder))
    past = _find_past(folder, edition, since)
    vocabulary = _triples(folder, edition, "vocabulary")
    now = Said(
        Index((*_triples(folder, edition, "roadmap"), *_triples(folder, edition, "strategy"), *vocabulary)),
        _sources(folder, edition),
        frozenset(edition.carried),
    )
    before = Said(Index((*past.statements, *vocabulary))) if past else None
    told = past and (since or past.day)
    return review(
        now,
        before,
        town=publisher,
        title=edition.title,
        version=edition.version,
        made_at=edition.made_at,
        since=told,
        compared=past and past.day,
    )


class _Past(NamedTuple):
    """What an edition said, and its day."""

    day: date
    statements: tuple[Triple, ...]


def _find_past(folder: Folder, edition: Edition, since: date | None) -> _Past | None:
    """What to compare with: what the newest edition remembers of that day, else what the folder of the edition says."""
    if since is None and not edition.previous:
        return None
    if since and since >= _day(edition.version):
        raise ConfigError(_nothing_since(since, edition))
    day = since or _day(edition.previous)
    remembered = _remembered(folder, edition, day) if day < _day(edition.version) else None
    return remembered or _in_folder(folder, edition, day)


def _remembered(folder: Folder, edition: Edition, day: date) -> _Past | None:
    """What the edition remembers of a day; ``None`` where its memory does not reach back so far."""
    written = folder.find_file(edition.version, "history.nq")
    lifetimes = parse_lifetimes(written) if written else {}
    turns = {date.fromisoformat(turn) for lifetime in lifetimes for turn in lifetime if turn}
    known = [turn for turn in turns if turn <= day]
    return _Past(max(known), as_of(lifetimes, day.isoformat())) if known else None


def _in_folder(folder: Folder, edition: Edition, day: date) -> _Past:
    """The edition before this one that was in force on a day, by the chain of editions. Raises ``ConfigError``."""
    versions = folder.versions()
    found: Edition | None = edition
    while found and found.previous:
        version = found.previous
        found = folder.read_edition(version, ()) if version in versions else None
        if found and _day(version) <= day:
            return _Past(_day(version), (*_triples(folder, found, "roadmap"), *_triples(folder, found, "strategy")))
    raise ConfigError(_unknown(folder, day))


def _triples(folder: Folder, edition: Edition, name: str) -> tuple[Triple, ...]:
    return parse_n_triples(folder.find_file(edition.version, f"{name}.nt"))


def _sources(folder: Folder, edition: Edition) -> SourceMap:
    written = folder.find_file(edition.version, "provenance.csv")
    return read_sources(written) if written else SourceMap()


def _day(version: str) -> date:
    return date.fromisoformat(version.partition(".")[0])


def _no_edition(folder: Folder) -> Text:
    return Text(
        f"{folder.path}: Hier gibt es noch keine Ausgabe, über die zu berichten wäre; machen Sie erst eine",
        f"{folder.path}: there is no edition yet to report on; make one first",
    )


def _nothing_since(since: date, edition: Edition) -> Text:
    return Text(
        f"Seit dem {since:%d.%m.%Y} ist keine Ausgabe erschienen; die neueste ist {edition.version}. Nennen Sie mit "
        "--since einen Tag davor",
        f"no edition came out after {since}; the newest is {edition.version}. Name a day before it with --since",
    )


def _unknown(folder: Folder, day: date) -> Text:
    return Text(
        f"{folder.path}: Was am {day:%d.%m.%Y} galt, ist hier nicht bekannt; nennen Sie mit --since einen späteren Tag",
        f"{folder.path}: what held on {day} is not known here; name a later day with --since",
    )
