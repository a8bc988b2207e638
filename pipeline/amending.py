"""Editions and what is to go in, whole editions without it out: their changes, catalogs and digests are true again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.compare import as_of, compare, lengthen, parse_lifetimes
from pipeline.erase import (
    CHANGES,
    GRAPHS,
    HISTORY,
    WORKBOOK,
    Cut,
    Erasure,
    Renaming,
    amend_catalog,
    cut_manifest,
    cut_triples,
    find,
    news_of,
    notice_of,
    rewrite,
)
from pipeline.model.catalog import CatalogNames
from pipeline.model.comparison import Comparison
from pipeline.model.dataset import DATASETS, Dataset
from pipeline.model.edition import DatasetState, Distribution, Edition, Lifetimes
from pipeline.model.graph import (
    Index,
    Triple,
    language_of,
    literal_text,
    parse_n_quads,
    parse_n_triples,
    parse_turtle,
)
from pipeline.model.report import NOTHING, Text
from pipeline.model.roadmap import Roadmap
from pipeline.news import COMPARED
from pipeline.publish.folder import Folder
from pipeline.render import render_catalog, render_changes, render_data
from pipeline.render.formats.changes import in_short
from pipeline.render.formats.quads import render_lifetimes
from pipeline.run import read_published
from pipeline.town import Town
from pipeline.town.resources import Resources


@dataclass(frozen=True)
class Bench:
    """What it takes to write an edition anew: where it lies, whose it is, and when it is done."""

    folder: Folder
    town: Town
    resources: Resources
    now: datetime

    def read_roadmap(self, edition: Edition) -> Roadmap:
        """The roadmap that the workbook of an edition says."""
        manifest = {"version": edition.version, "columns": edition.columns}
        return read_published(self.folder, manifest, self.town, self.resources, today=self.town.day_of(self.now))

    def write(self, name: str, triples: Sequence[Triple], edition: Edition) -> Iterator[Distribution]:
        """The tables and the RDF of an edition, in the words that it goes by."""
        yield from render_data(name, triples, self._settings(edition), self.resources.context)

    def _settings(self, edition: Edition) -> Dataset:
        dataset = self.town.dataset
        iris = replace(dataset.iris, base=edition.base)
        return replace(dataset, title=edition.title, notice=edition.notice, license=edition.license, iris=iris)

    def names(self, edition: Edition) -> CatalogNames:
        """How the catalog of an edition names its datasets."""
        return CatalogNames(self._settings(edition).iris)

    @property
    def notice(self) -> Text:
        """What is told of an edition in which something was taken out: that, and when."""
        return notice_of(self.town.day_of(self.now))


def amend(editions: Sequence[Edition], erasure: Erasure, renaming: Renaming, bench: Bench) -> list[Edition]:
    """The editions as they are from now on, in their order; one that says nothing of what is to go is the same."""
    cuts = {
        edition.version: rewrite(edition, erasure, renaming, lambda e=edition: bench.read_roadmap(e), bench.write)  # type: ignore[misc]
        for edition in editions
    }
    workbooks = {_workbook(edition): _workbook(cuts[edition.version].edition) for edition in editions}
    cuts = {version: _with_digests(cut, workbooks) for version, cut in cuts.items()}
    done: dict[str, Edition] = {}
    for edition in editions:
        done[edition.version] = _amended(edition, cuts, erasure, renaming, bench, done)
    return list(done.values())


def _workbook(edition: Edition) -> str:
    """The digest of an edition's own workbook, of which the next one reads what is kept and what was."""
    contents = (file.content for file in edition.distributions if file.name == WORKBOOK)
    return next((hashlib.sha256(content).hexdigest() for content in contents), "")


def _with_digests(cut: Cut, workbooks: Mapping[str, str]) -> Cut:
    """An edition whose graphs tell the digests of these workbooks as they are from now on."""
    told = re.compile("|".join(filter(None, workbooks)).encode() or b"(?!)")
    files = tuple(
        replace(file, content=told.sub(lambda old: workbooks[old[0].decode()].encode(), file.content))
        if file.name == GRAPHS
        else file
        for file in cut.edition.distributions
    )
    return replace(cut, edition=replace(cut.edition, distributions=files))


def _amended(
    edition: Edition, cuts: Mapping[str, Cut], erasure: Erasure, renaming: Renaming, bench: Bench, done: Done
) -> Edition:
    cut = cuts[edition.version]
    files, is_anew = _with_changes(_with_history(cut.edition, erasure, renaming), cuts, erasure, bench)
    told = cut_manifest(replace(cut.edition, distributions=files), cut, erasure, renaming)
    told = replace(told, datasets=_states(edition, told))
    if told == edition and not _is_found(edition, ("catalog.ttl",), erasure):
        return edition
    catalog = _catalog(edition, told, erasure, renaming, cuts if is_anew else {}, bench, done)
    by_name = {file.name: file.content for file in catalog}
    amended = tuple(replace(file, content=by_name.get(file.name, file.content)) for file in told.distributions)
    days = (*edition.amended, bench.town.day_of(bench.now).isoformat())
    return replace(told, distributions=amended, amended=tuple(dict.fromkeys(days)))


def _with_history(edition: Edition, erasure: Erasure, renaming: Renaming) -> Edition:
    """The edition with what was said on each day, as the editions of these days would say it from now on."""
    files = tuple(
        replace(file, content=_history(file.content, edition.base, erasure, renaming)) if file.name == HISTORY else file
        for file in edition.distributions
    )
    return replace(edition, distributions=files)


def _history(content: bytes, base: str, erasure: Erasure, renaming: Renaming) -> bytes:
    before = parse_lifetimes(content.decode())
    after: Lifetimes = {}
    for day in sorted({day for lifetime in before for day in lifetime if day}):
        after = lengthen(after, cut_triples(as_of(before, day), erasure, renaming), day=day)
    if after == before:
        return content
    graph = next(graph for _, graph in parse_n_quads(content.decode()) if graph)
    return render_lifetimes(after, f"{graph.rpartition('/')[0]}>")


def _is_found(edition: Edition, names: Iterable[str], erasure: Erasure) -> bool:
    files = (file for file in edition.distributions if file.name in names)
    return any(found for file in files for found in find(file.name, file.content, erasure.patterns))


def _with_changes(
    edition: Edition, cuts: Mapping[str, Cut], erasure: Erasure, bench: Bench
) -> tuple[tuple[Distribution, ...], bool]:
    """The files with changes that are true of what the two editions say now, and whether they were written anew."""
    files, cut, before = edition.distributions, cuts[edition.version], cuts.get(edition.previous)
    told = {file.name: file for file in files if file.name in CHANGES}
    is_other = cut.is_other or (before is not None and before.is_other) or _is_found(edition, CHANGES, erasure)
    if not told or not is_other:
        return files, False
    if before is None:  # nothing is left to compare with
        return tuple(file for file in files if file.name not in told), False
    compared = _compare(edition, before, cut, tuple(cut.triples))
    compared = replace(compared, reason=_with(_reason(told["changes.ttl"]), bench.notice))
    anew = {file.name: file.content for file in render_changes(compared, edition.base, made_at=edition.made_at)}
    return tuple(replace(file, content=anew.get(file.name, file.content)) for file in files), True


def _compare(edition: Edition, before: Cut, after: Cut, names: Iterable[str]) -> Comparison:
    """What changed in some of the datasets from one edition to the next."""
    labels = next(file.content for file in edition.distributions if file.name == "vocabulary.nt").decode()
    old, new = ([triple for name in names for triple in each.triples[name]] for each in (before, after))
    return compare(old, new, parse_n_triples(labels), versions=(edition.previous, edition.version))


def _reason(changes: Distribution) -> Text:
    """Why there was the edition, as its changes tell."""
    triples = parse_turtle(changes.content.decode(), changes.name)
    told = {language_of(t.object): literal_text(t.object) for t in triples if t.predicate == _REASON}
    return Text(told.get("de", ""), told.get("en", ""))


def _with(said: Text, notice: Text) -> Text:
    """What was said, with the notice once."""
    pairs = zip(said, notice, strict=True)
    return Text(*(old if new in old else f"{old} {new}".strip() for old, new in pairs))


def _states(before: Edition, after: Edition) -> dict[str, DatasetState]:
    """The datasets with their digests, another one for each that something was taken out of."""
    touched = _touched(before, after)
    return {
        name: state._replace(digest=hashlib.sha256(f"{state.digest} amended".encode()).hexdigest())
        if name in touched
        else state
        for name, state in before.datasets.items()
    }


def _touched(before: Edition, after: Edition) -> set[str]:
    """The datasets of which a file is not as it was."""
    known = {file.name: file.content for file in after.distributions}
    return {file.dataset for file in before.distributions if known.get(file.name) != file.content}


def _catalog(
    before: Edition,
    after: Edition,
    erasure: Erasure,
    renaming: Renaming,
    cuts: Mapping[str, Cut],
    bench: Bench,
    done: Done,
) -> Iterable[Distribution]:
    file = next(file for file in before.distributions if file.name == "catalog.ttl")
    triples = cut_triples(parse_turtle(file.content.decode(), file.name), erasure, renaming)
    old, new = ({file.name: file.content for file in each.distributions} for each in (before, after))
    news = dict(_news(before, after, triples, cuts, bench, done))
    return render_catalog(amend_catalog(triples, old, new, moment=bench.now.isoformat(), news=news))


def _news(
    before: Edition, after: Edition, catalog: Sequence[Triple], cuts: Mapping[str, Cut], bench: Bench, done: Done
) -> Iterator[tuple[str, Text]]:
    """What is new in each dataset, by its term; ``cuts`` are the editions to compare, if what changed is told anew."""
    index, touched, told = Index(catalog), _touched(before, after), news_of(catalog)
    for name in DATASETS:
        term = bench.names(before).dataset(name)
        said, notice = told.get(term, NOTHING), bench.notice if name in touched else NOTHING
        version = index.text(term, "dcat:version")
        if version != before.version:
            # It says what is new in an edition that may say less by now; of one that is gone nobody knows.
            news = _told_in(done[version]).get(term, NOTHING) if version in done else NOTHING if notice.de else said
            yield term, news if news.de else notice
        elif cuts and name in COMPARED:
            yield term, _told_anew(before, name, said, cuts, notice)
        else:
            yield term, _with(said, notice)


def _told_anew(edition: Edition, name: str, said: Text, cuts: Mapping[str, Cut], notice: Text) -> Text:
    """What is new in a dataset, by what the two editions say now; as it was said where nothing was taken out."""
    compared = _compare(edition, cuts[edition.previous], cuts[edition.version], [name])
    if not compared.things and not notice.de:
        return said
    reasons = [_reason(file) for file in edition.distributions if file.name == "changes.ttl"]
    kept = next((reason for reason in reasons if reason.de and said.de.startswith(reason.de)), NOTHING)
    return in_short(replace(compared, reason=_with(kept, notice)))


def _told_in(edition: Edition) -> Mapping[str, Text]:
    """What an edition says is new in each dataset."""
    file = next(file for file in edition.distributions if file.name == "catalog.ttl")
    return news_of(parse_turtle(file.content.decode(), file.name))


Done = Mapping[str, Edition]
"""The editions before, as they are from now on, by their versions."""


_REASON = "<http://purl.org/vocab/changeset/schema#changeReason>"
