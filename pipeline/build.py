"""From what is prepared to the next edition: its files, its catalog, and what has changed since the last."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipeline.compare import lengthen, parse_lifetimes
from pipeline.describe import Before, describe, said_of
from pipeline.model.edition import (
    DatasetState,
    Distribution,
    Edition,
    Input,
    Lifetime,
    Lifetimes,
    Release,
    digest_of,
)
from pipeline.model.graph import Triple, n_triples, parse_n_triples
from pipeline.model.report import NOTHING, Severity, ValidationReport, build_report
from pipeline.model.roadmap import Roadmap
from pipeline.news import COMPARED, FIRST, compare_with_current, news_of, read_before
from pipeline.prepare import SETTINGS, Prepared, Read
from pipeline.publish.folder import Folder
from pipeline.town import Town
from pipeline.town.resources import Resources
from pipeline.validate import audit

if TYPE_CHECKING:
    from pipeline.render import Content


def build_edition(
    prepared: Prepared,
    found: Read,
    town: Town,
    resources: Resources,
    folder: Folder,
    *,
    now: datetime,
    today: date,
    version: str,
) -> tuple[Edition, ValidationReport]:
    """The edition ``version`` that comes after the current one, and the report with what its catalog adds to it."""
    from pipeline.render.formats.workbook import column_titles

    manifest = folder.manifest()
    triples = triples_of(prepared, town, resources)
    said, described = _timeless(prepared, town, resources, triples)
    digest = digest_of((*said, *_carried(prepared)))
    before = read_before(folder, town)
    inputs = found.inputs
    previous = manifest["version"] if manifest else ""
    issued_at = before.issued_at() or now
    release = Release(version, now, issued_at, today, town.day_of(issued_at), previous, inputs)
    release = replace(release, returned=prepared.returned)
    digests = {name: _digest_of(name, said, described, prepared, town) for name in town.dataset.catalog.datasets}
    releases = _releases(digests, release, folder, before, triples)
    distributions: tuple[Distribution, ...] = ()
    report = prepared.report
    if manifest is None or manifest["digest"] != digest:
        release = replace(release, files=before.file_states())
        ready = _ready(said, prepared.roadmap)
        distributions, report = _render(prepared, town, resources, folder, triples, release, releases, ready)
    edition = Edition(
        town=town.name,
        base=town.dataset.iris.base,
        title=town.dataset.title,
        notice=town.dataset.notice,
        license=town.dataset.license,
        version=release.version,
        made_at=now,
        digest=digest,
        previous=previous,
        distributions=distributions,
        inputs=inputs,
        counts=_counts(prepared, town, triples),
        findings={severity: report.count(severity) for severity in Severity},
        files=report.files,
        carried=prepared.carried,
        columns=column_titles(prepared.roadmap, town.dataset.columns),
        datasets={name: DatasetState(releases[name].version, digest) for name, digest in digests.items()},
        returned=prepared.returned,
    )
    return edition, report


def triples_of(prepared: Prepared, town: Town, resources: Resources) -> dict[str, Sequence[Triple]]:
    """What is said, by dataset: the vocabulary's own source has neither a roadmap nor a strategy."""
    vocabulary = (*resources.vocabulary, *resources.code_lists)
    own = {"roadmap": prepared.lifted.triples, "strategy": town.strategy.triples} if town.dataset.has_roadmap else {}
    return {**own, "vocabulary": vocabulary}


def _releases(
    digests: Mapping[str, str],
    release: Release,
    folder: Folder,
    before: Before,
    triples: Mapping[str, Sequence[Triple]],
) -> dict[str, Release]:
    """The release of each dataset: this one where something changed in it, else that in which something last did."""
    known = (folder.manifest() or {}).get("datasets", {})
    found = {}
    for name, digest in digests.items():
        if before.version_of(name) and known.get(name, {}).get("digest") == digest:
            found[name] = before.kept(name, release)
        else:
            news = news_of(name, folder, release, triples) if before.version_of(name) else FIRST
            found[name] = before.changed(name, release, news)
    return found


def _render(
    prepared: Prepared,
    town: Town,
    resources: Resources,
    folder: Folder,
    triples: Mapping[str, Sequence[Triple]],
    release: Release,
    releases: Mapping[str, Release],
    ready: Mapping[str, Distribution],
) -> tuple[tuple[Distribution, ...], ValidationReport]:
    """All files of an edition, and the report with what its catalog adds to it."""
    from pipeline.render import render, render_catalog, render_reports

    content = _content(prepared, town, resources, triples)
    if town.dataset.has_roadmap:
        compared = compare_with_current(folder, release, triples) if release.previous else None
        content = replace(content, comparison=compared, lifetimes=_lifetimes(folder, triples, release))
    content = replace(content, version=release.version, inputs=(*release.inputs, *_own_workbook(folder)), ready=ready)
    said_at = releases["roadmap"].made_at if "roadmap" in releases else release.made_at
    data = render(content, made_at=release.made_at, said_at=said_at)
    catalog = describe(town.dataset, town.strategy, triples, data, release, releases)
    results = audit(catalog, resources.catalog_rules_for(town.dataset), file=SETTINGS)
    report = prepared.report
    if results:
        report = build_report((*report.results, *results), report.files)
    return (*data, *render_catalog(catalog), *render_reports(report, town.dataset.title)), report


def _content(prepared: Prepared, town: Town, resources: Resources, triples: Mapping[str, Sequence[Triple]]) -> Content:
    from pipeline.render import Content

    vocabulary, context, carried = triples["vocabulary"], resources.context, prepared.carried
    return Content(town.dataset, town.strategy, prepared.roadmap, prepared.lifted, vocabulary, context, carried=carried)


def _timeless(
    prepared: Prepared, town: Town, resources: Resources, triples: Mapping[str, Sequence[Triple]]
) -> tuple[tuple[Distribution, ...], tuple[Triple, ...]]:
    """What an edition would say at any time, as if no edition had been before: its files, and its catalog's triples.

    Not the origin of each statement, nor the order of projects and indicators: a row that is moved says the same.
    """
    from pipeline.render import render, render_catalog

    content = _content(prepared, town, resources, triples)
    content = replace(content, roadmap=_in_order(prepared.roadmap))
    data = render(content, made_at=_ANY_TIME, said_at=_ANY_TIME)
    # Without their content, for what packs a workbook may pack it otherwise on another machine.
    names = [replace(file, content=b"") for file in data]
    release = Release("", _ANY_TIME, _ANY_TIME, _ANY_TIME.date(), _ANY_TIME.date())
    catalog = describe(town.dataset, town.strategy, triples, names, release)
    return (*data, *render_catalog(catalog)), catalog


def _in_order(roadmap: Roadmap) -> Roadmap:
    projects = tuple(sorted(roadmap.projects, key=lambda project: project.key))
    indicators = tuple(sorted(roadmap.indicators, key=lambda indicator: indicator.called))
    return replace(roadmap, projects=projects, indicators=indicators)


def _ready(said: Sequence[Distribution], roadmap: Roadmap) -> dict[str, Distribution]:
    """What need not be rendered again, as it is the same at any time; the workbook only if its rows are in order."""
    ordered = _in_order(roadmap)
    pairs = zip((*ordered.projects, *ordered.indicators), (*roadmap.projects, *roadmap.indicators), strict=True)
    is_same = all(one is other for one, other in pairs)
    return {file.name: file for file in said if is_same or file.name != WORKBOOK}


def _digest_of(
    name: str, said: Sequence[Distribution], catalog: Sequence[Triple], prepared: Prepared, town: Town
) -> str:
    """The digest of what one dataset says: its files, what the catalog tells of it, and what it keeps."""
    files = [file for file in said if file.dataset == name]
    described = "".join(n_triples(said_of(name, town.dataset, catalog))).encode()
    kept = _carried(prepared) if name == "roadmap" else ()
    return digest_of((*files, Distribution("catalog.nt", "", described, NOTHING), *kept))


def _own_workbook(folder: Folder) -> Iterator[Input]:
    """The workbook of the current edition, of which what is kept and what was is read back, as its cells are told."""
    manifest = folder.manifest() or {"distributions": ()}
    for file in manifest["distributions"]:
        if file["name"] == WORKBOOK:
            yield Input(f"{manifest['version']}/{WORKBOOK}", file["sha256"])


def _carried(prepared: Prepared) -> Iterator[Distribution]:
    for key in prepared.carried:
        yield Distribution(key, "", b"", NOTHING)


def _lifetimes(folder: Folder, triples: Mapping[str, Sequence[Triple]], release: Release) -> Lifetimes:
    """All that this town has ever said, by how long; an edition of an older program remembers itself alone."""
    before: Lifetimes = {}
    manifest = folder.manifest()
    if manifest:
        files = {file["name"] for file in manifest["distributions"]}
        if _HISTORY in files:
            before = parse_lifetimes(folder.read_file(_HISTORY).decode())
        else:
            said = (parse_n_triples(folder.read_file(f"{name}.nt").decode()) for name in COMPARED)
            before = {Lifetime(_day(manifest["version"])): tuple(triple for part in said for triple in part)}
    return lengthen(before, (triple for name in COMPARED for triple in triples[name]), day=_day(release.version))


def _day(version: str) -> str:
    return version.partition(".")[0]


def next_version(folder: Folder, today: date) -> str:
    """The town's day; on the same day counted on: 2026-11-22, 2026-11-22.2.

    Never a day before that of the previous edition, as after a change of the time zone: the newest is what sorts last.
    """
    manifest, taken = folder.manifest(), folder.taken()
    day = max(today.isoformat(), manifest["version"].partition(".")[0] if manifest else "")
    numbered = (f"{day}.{number}" for number in itertools.count(2))
    return day if day not in taken else next(name for name in numbered if name not in taken)


def _counts(prepared: Prepared, town: Town, triples: Mapping[str, Sequence[Triple]]) -> dict[str, int]:
    vocabulary = town.strategy.vocabulary
    return {
        "projects": len(prepared.roadmap.projects),
        "theses": len(vocabulary["thesis"].concepts),
        "fields": len(vocabulary["field"].concepts),
        **{f"{name}_triples": len(set(part)) for name, part in triples.items()},
    }


WORKBOOK = "roadmap.xlsx"
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_HISTORY = "history.nq"
