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
    cut_triples,
    find,
    news_of,
    notice_of,
    rewrite,
)
from pipeline.model.dataset import Dataset
from pipeline.model.edition import Distribution, Edition, Lifetimes
from pipeline.model.graph import Triple, curie, language_of, literal_text, parse_n_quads, parse_n_triples, parse_turtle
from pipeline.model.report import FileAccount, SheetAccount, Text
from pipeline.model.roadmap import Roadmap
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
    return [_amended(edition, cuts, erasure, renaming, bench) for edition in editions]


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


def _amended(edition: Edition, cuts: Mapping[str, Cut], erasure: Erasure, renaming: Renaming, bench: Bench) -> Edition:
    cut = cuts[edition.version]
    files, news = _with_changes(_with_history(cut.edition, erasure, renaming), cuts, erasure, bench)
    told = _told(replace(cut.edition, distributions=files), cut, erasure, renaming)
    if told == edition and not _is_found(edition, ("catalog.ttl",), erasure):
        return edition
    catalog = _catalog(edition, told, erasure, renaming, news, bench)
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
) -> tuple[tuple[Distribution, ...], Text]:
    """The files with changes that are true of what the two editions say now, and the news for the catalog."""
    files, cut, before = edition.distributions, cuts[edition.version], cuts.get(edition.previous)
    told = {file.name: file for file in files if file.name in CHANGES}
    is_other = cut.is_other or (before is not None and before.is_other) or _is_found(edition, CHANGES, erasure)
    if not told or not is_other:
        return files, Text("", "")
    if before is None:  # nothing is left to compare with
        return tuple(file for file in files if file.name not in told), Text("", "")
    labels = parse_n_triples(next(file.content for file in files if file.name == "vocabulary.nt").decode())
    old, new = ([t for triples in each.triples.values() for t in triples] for each in (before, cut))
    compared = compare(old, new, labels, versions=(edition.previous, edition.version))
    compared = replace(compared, reason=_with(_reason(told["changes.ttl"]), bench.notice))
    anew = {file.name: file.content for file in render_changes(compared, edition.base, made_at=edition.made_at)}
    return tuple(replace(file, content=anew.get(file.name, file.content)) for file in files), in_short(compared)


def _reason(changes: Distribution) -> Text:
    """Why there was the edition, as its changes tell."""
    triples = parse_turtle(changes.content.decode(), changes.name)
    told = {language_of(t.object): literal_text(t.object) for t in triples if t.predicate == _REASON}
    return Text(told.get("de", ""), told.get("en", ""))


def _with(said: Text, notice: Text) -> Text:
    """What was said, with the notice once."""
    pairs = zip(said, notice, strict=True)
    return Text(*(old if new in old else f"{old} {new}".strip() for old, new in pairs))


def _told(edition: Edition, cut: Cut, erasure: Erasure, renaming: Renaming) -> Edition:
    """The edition with what its ``edition.json`` tells besides its files."""
    carried = (renaming.keys.get(key, key) for key in edition.carried if key not in erasure.keys)
    roadmap = cut.triples["roadmap"]
    counts = {name: len(set(triples)) for name, triples in cut.triples.items()}
    projects = sum(t.predicate == curie("rdf:type") and t.object == curie("ds:Project") for t in roadmap)
    counted = {"projects": projects, **{f"{name}_triples": count for name, count in counts.items()}}
    digest = hashlib.sha256(f"{edition.digest} {counts} amended".encode()).hexdigest()
    return replace(
        edition,
        title=_both(edition.title, erasure),
        notice=_both(edition.notice, erasure),
        inputs=tuple(given._replace(file=erasure.cut(given.file)) for given in edition.inputs),
        carried=tuple(carried),
        columns={name: erasure.cut(title) for name, title in edition.columns.items()},
        counts={**edition.counts, **counted} if cut.is_other else edition.counts,
        # What it says is other than what was read: the next run must not take it for the same.
        digest=digest if cut.is_other else edition.digest,
        files=tuple(_account(account, erasure) for account in edition.files),
        distributions=tuple(
            replace(file, title=_both(file.title, erasure), description=_both(file.description, erasure))
            for file in edition.distributions
        ),
    )


def _both(text: Text, erasure: Erasure) -> Text:
    return Text(erasure.cut(text.de), erasure.cut(text.en, "en"))


def _account(account: FileAccount, erasure: Erasure) -> FileAccount:
    sheets = tuple(_sheet(sheet, erasure) for sheet in account.sheets)
    columns = tuple(map(erasure.cut, account.columns))
    return replace(account, file=erasure.cut(account.file), sheets=sheets, columns=columns)


def _sheet(sheet: SheetAccount, erasure: Erasure) -> SheetAccount:
    hidden = tuple(map(erasure.cut, sheet.hidden_columns))
    return replace(sheet, sheet=erasure.cut(sheet.sheet), hidden_columns=hidden)


def _catalog(
    before: Edition, after: Edition, erasure: Erasure, renaming: Renaming, news: Text, bench: Bench
) -> Iterable[Distribution]:
    file = next(file for file in before.distributions if file.name == "catalog.ttl")
    triples = cut_triples(parse_turtle(file.content.decode(), file.name), erasure, renaming)
    old, new = ({file.name: file.content for file in each.distributions} for each in (before, after))
    said = news if news.de else _with(news_of(triples), bench.notice)
    amended = amend_catalog(triples, old, new, moment=bench.now.isoformat(), news=said)
    return render_catalog(amended)


_REASON = "<http://purl.org/vocab/changeset/schema#changeReason>"
