"""Editions and versions of those that go, the others as they are without them: none leads to what is not there.

What came before is told anew: the edition before the next one, its changes, and what was said on which day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.amending import Bench
from pipeline.compare import as_of, compare, lengthen, parse_lifetimes
from pipeline.erase import CHANGES, HISTORY, amend_catalog, read_data
from pipeline.model.catalog import CatalogNames
from pipeline.model.comparison import Comparison
from pipeline.model.edition import Distribution, Edition, Lifetimes
from pipeline.model.graph import Index, Triple, curie, parse_n_quads, parse_n_triples, parse_turtle
from pipeline.model.report import Text
from pipeline.news import COMPARED
from pipeline.render import render_catalog, render_changes
from pipeline.render.formats.changes import in_short
from pipeline.render.formats.quads import render_lifetimes


def drop(editions: Sequence[Edition], versions: Collection[str], bench: Bench) -> list[Edition]:
    """The editions that are left, in their order; one that says nothing of those that go is the same."""
    return [_without(edition, editions, versions, bench) for edition in editions if edition.version not in versions]


def _without(edition: Edition, editions: Sequence[Edition], versions: Collection[str], bench: Bench) -> Edition:
    by_version = {each.version: each for each in editions}
    previous = edition.previous
    while previous in versions:
        previous = by_version[previous].previous
    files = {file.name: file.content for file in edition.distributions}
    if HISTORY in files:
        files[HISTORY] = _history(files[HISTORY], edition, editions, versions)
    compared = _compared(edition, by_version.get(previous), COMPARED) if previous != edition.previous else None
    if previous != edition.previous:
        files = {name: content for name, content in files.items() if name not in CHANGES}
        if compared:
            changes = render_changes(compared, edition.base, made_at=edition.made_at)
            files |= {file.name: file.content for file in changes}
    before = {file.name: file.content for file in edition.distributions}
    catalog = parse_turtle(before["catalog.ttl"].decode(), "catalog.ttl")
    led = tuple(_led_back(catalog, edition, by_version, versions, bench))
    if led == tuple(catalog) and files == before:
        return edition
    news = dict(_news(edition, by_version.get(previous), led, bench)) if compared else {}
    described = amend_catalog(led, before, files, moment=bench.now.isoformat(), news=news)
    files |= {file.name: file.content for file in render_catalog(described)}
    days = dict.fromkeys((*edition.amended, bench.town.day_of(bench.now).isoformat()))
    left = tuple(_filled(edition.distributions, files))
    return replace(edition, previous=previous, distributions=left, amended=tuple(days))


def _filled(distributions: Iterable[Distribution], files: Mapping[str, bytes]) -> Iterator[Distribution]:
    yield from (replace(file, content=files[file.name]) for file in distributions if file.name in files)


def _compared(edition: Edition, before: Edition | None, names: Iterable[str]) -> Comparison | None:
    """What changed since the edition that is now the one before; ``None`` where there is none."""
    if before is None:
        return None
    labels = next(file.content for file in edition.distributions if file.name == "vocabulary.nt").decode()
    old, new = ([triple for name in names for triple in read_data(each, name)] for each in (before, edition))
    return compare(old, new, parse_n_triples(labels), versions=(before.version, edition.version))


def _news(
    edition: Edition, before: Edition | None, catalog: Sequence[Triple], bench: Bench
) -> Iterator[tuple[str, Text]]:
    """What is new in each dataset that changed in this edition, by its term."""
    index = Index(catalog)
    for name in COMPARED:
        term = bench.names(edition).dataset(name)
        if index.text(term, "dcat:version") == edition.version and (compared := _compared(edition, before, [name])):
            yield term, in_short(compared)


def _led_back(
    catalog: Sequence[Triple],
    edition: Edition,
    by_version: Mapping[str, Edition],
    versions: Collection[str],
    bench: Bench,
) -> Iterator[Triple]:
    """The catalog in which each dataset leads to the edition before those that go; to none where there is none."""
    names = bench.names(edition)
    for triple in catalog:
        target: str | None = triple.object
        while triple.predicate in _BEFORE and (gone := _version_of(target, triple.subject, names, versions)):
            target = _previous(by_version[gone], triple.subject, triple.predicate)
        if target is not None:
            yield triple._replace(object=target)


def _version_of(target: str | None, dataset: str, names: CatalogNames, versions: Collection[str]) -> str:
    """The version, of those that go, that a term names."""
    return next((version for version in versions if target == names.edition(dataset, version)), "")


def _previous(edition: Edition, dataset: str, predicate: str) -> str | None:
    file = next(file for file in edition.distributions if file.name == "catalog.ttl")
    found = Index(parse_turtle(file.content.decode(), file.name)).objects(dataset, _CURIES[predicate])
    return found[0] if found else None


def _history(content: bytes, edition: Edition, editions: Sequence[Edition], versions: Collection[str]) -> bytes:
    """What was said on each day, as the editions that are left say it."""
    before = parse_lifetimes(content.decode())
    gone = {_day(version) for version in versions}
    left = {_day(each.version): each for each in editions if each.version not in versions}
    told = {day for lifetime in before for day in lifetime if day and (day in left or day not in gone)}
    days = sorted(told | {day for day in left if day <= _day(edition.version)})
    after: Lifetimes = {}
    for day in days:
        said = as_of(before, day)
        if day in gone and day != _day(edition.version):
            said = tuple(triple for name in COMPARED for triple in read_data(left[day], name))
        after = lengthen(after, said, day=day)
    if after == before:
        return content
    graph = next(graph for _, graph in parse_n_quads(content.decode()) if graph)
    return render_lifetimes(after, f"{graph.rpartition('/')[0]}>")


def _day(version: str) -> str:
    return version.partition(".")[0]


_CURIES = {curie(name): name for name in ("dcat:previousVersion", "prov:wasRevisionOf", "dcat:prev")}
_BEFORE = frozenset(_CURIES)
