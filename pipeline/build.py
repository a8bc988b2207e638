"""From what is prepared to the next edition: its files, its catalog, and what has changed since the last."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pipeline.compare import compare, lengthen, parse_lifetimes
from pipeline.describe import describe
from pipeline.model.comparison import Comparison
from pipeline.model.edition import Distribution, Edition, FileState, Input, Lifetime, Lifetimes, Release, digest_of
from pipeline.model.graph import Index, Triple, curie, literal_text, parse_n_triples, parse_turtle
from pipeline.model.report import NOTHING, Severity, Text, ValidationReport, build_report
from pipeline.prepare import Prepared, Read, sha256_of
from pipeline.publish.folder import Folder
from pipeline.publish.manifest import read_public_manifest, read_public_named
from pipeline.town import Town
from pipeline.town.council import DECISIONS
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
    triples = {
        "roadmap": prepared.lifted.triples,
        "strategy": town.strategy.triples,
        "vocabulary": (*resources.vocabulary, *resources.code_lists),
    }
    digest = digest_of((*_timeless(prepared, town, resources, triples), *_carried(prepared)))
    inputs = tuple(Input(workbook.file, workbook.sha256) for workbook in found.workbooks) + _settings(town)
    previous = manifest["version"] if manifest else ""
    issued_at = _first_issued(folder) or now
    release = Release(version, now, issued_at, today, town.day_of(issued_at), previous, inputs)
    distributions: tuple[Distribution, ...] = ()
    report = prepared.report
    if manifest is None or manifest["digest"] != digest:
        distributions, report = _render(prepared, town, resources, folder, triples, release)
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
    )
    return edition, report


def _render(
    prepared: Prepared,
    town: Town,
    resources: Resources,
    folder: Folder,
    triples: Mapping[str, Sequence[Triple]],
    release: Release,
) -> tuple[tuple[Distribution, ...], ValidationReport]:
    """All files of an edition, and the report with what its catalog adds to it."""
    from pipeline.render import render, render_catalog, render_reports
    from pipeline.render.formats.changes import in_short

    compared = _compared(folder, release, prepared, town, triples["vocabulary"]) if release.previous else None
    release = replace(release, news=in_short(compared) if compared else _FIRST, files=_file_states(folder))
    content = _content(prepared, town, resources, triples, compared)
    content = replace(content, lifetimes=_lifetimes(folder, triples, release))
    content = replace(content, version=release.version, inputs=(*release.inputs, *_own_workbook(folder)))
    data = render(content, made_at=release.made_at)
    catalog = describe(town.dataset, town.strategy, triples, data, release)
    results = audit(catalog, resources.catalog_rules_for(town.dataset), file=SETTINGS)
    report = prepared.report
    if results:
        report = build_report((*report.results, *results), report.files)
    return (*data, *render_catalog(catalog), *render_reports(report, town.dataset.title)), report


def _content(
    prepared: Prepared,
    town: Town,
    resources: Resources,
    triples: Mapping[str, Sequence[Triple]],
    compared: Comparison | None = None,
) -> Content:
    from pipeline.render import Content

    vocabulary, context, carried = triples["vocabulary"], resources.context, prepared.carried
    return Content(
        town.dataset, town.strategy, prepared.roadmap, prepared.lifted, vocabulary, context, compared, carried
    )


def _timeless(
    prepared: Prepared, town: Town, resources: Resources, triples: Mapping[str, Sequence[Triple]]
) -> Iterator[Distribution]:
    """What an edition would say at any time: its data and its catalog, as if no edition had been before.

    Not the origin of each statement, nor the order of projects and indicators: a row that is moved says the same.
    """
    from pipeline.render import render, render_catalog

    content = _content(prepared, town, resources, triples)
    projects = tuple(sorted(prepared.roadmap.projects, key=lambda project: project.key))
    indicators = tuple(sorted(prepared.roadmap.indicators, key=lambda indicator: indicator.called))
    roadmap = replace(prepared.roadmap, projects=projects, indicators=indicators)
    data = render(replace(content, roadmap=roadmap), made_at=_ANY_TIME)
    # Without their content, for what packs a workbook may pack it otherwise on another machine.
    names = [replace(file, content=b"") for file in data]
    release = Release("", _ANY_TIME, _ANY_TIME, _ANY_TIME.date(), _ANY_TIME.date())
    yield from (file for file in data if file.is_public and file.name != "provenance.csv")
    yield from render_catalog(describe(town.dataset, town.strategy, triples, names, release))


def _own_workbook(folder: Folder) -> Iterator[Input]:
    """The workbook of the current edition, of which what is kept and what was is read back, as its cells are told."""
    manifest = folder.manifest() or {"distributions": ()}
    for file in manifest["distributions"]:
        if file["name"] == WORKBOOK:
            yield Input(f"{manifest['version']}/{WORKBOOK}", file["sha256"])


def _carried(prepared: Prepared) -> Iterator[Distribution]:
    for key in prepared.carried:
        yield Distribution(key, "", b"", NOTHING)


def _file_states(folder: Folder) -> dict[str, FileState]:
    """The files that the catalog of the current edition describes, by name; none before there is one."""
    if folder.manifest() is None:
        return {}
    index = _catalog(folder)
    states = {}
    for term in index.subjects("rdf:type", curie("dcat:Distribution")):
        checksums = index.objects(term, "spdx:checksum")
        issued, modified = (index.objects(term, f"dcterms:{name}") for name in ("issued", "modified"))
        if checksums and issued and modified:
            name = unquote(literal_text(term).rpartition("/")[2])
            states[name] = FileState(index.text(checksums[0], "spdx:checksumValue"), issued[0], modified[0])
    return states


_FIRST = Text("Erste Ausgabe.", "First edition.")


def _catalog(folder: Folder) -> Index:
    """The catalog of the current edition."""
    name = "catalog.ttl"
    return Index(parse_turtle(folder.read_file(name).decode(), str(folder.current / name)))


def _first_issued(folder: Folder) -> datetime | None:
    """When the first edition came out, as the newest remembers it; ``None`` before there is one."""
    if folder.manifest() is None:
        return None
    index = _catalog(folder)
    (term,) = index.subjects("rdf:type", curie("dcat:Catalog"))
    return datetime.fromisoformat(index.text(term, "dcterms:issued"))


def _lifetimes(folder: Folder, triples: Mapping[str, Sequence[Triple]], release: Release) -> Lifetimes:
    """All that this town has ever said, by how long; an edition of an older program remembers itself alone."""
    before: Lifetimes = {}
    manifest = folder.manifest()
    if manifest:
        files = {file["name"] for file in manifest["distributions"]}
        if _HISTORY in files:
            before = parse_lifetimes(folder.read_file(_HISTORY).decode())
        else:
            said = (parse_n_triples(folder.read_file(f"{name}.nt").decode()) for name in _COMPARED)
            before = {Lifetime(_day(manifest["version"])): tuple(triple for part in said for triple in part)}
    return lengthen(before, (triple for name in _COMPARED for triple in triples[name]), day=_day(release.version))


def _day(version: str) -> str:
    return version.partition(".")[0]


def _compared(
    folder: Folder, release: Release, prepared: Prepared, town: Town, vocabulary: Sequence[Triple]
) -> Comparison:
    """What changed since the current edition."""
    old = [triple for name in _COMPARED for triple in parse_n_triples(folder.read_file(f"{name}.nt").decode())]
    new = (*prepared.lifted.triples, *town.strategy.triples)
    compared = compare(old, new, vocabulary, versions=(release.previous, release.version))
    inputs = [given._asdict() for given in release.inputs]
    manifest = folder.manifest() or {}
    return replace(compared, reason=_reason(compared, manifest, is_same_input=manifest["inputs"] == inputs))


def compare_editions(before: Path, after: Path) -> tuple[Comparison, str]:
    """What changed between the editions in two folders, their public halves, and the base of the IRIs of their town."""
    versions = tuple(read_public_manifest(place) for place in (before, after))
    old, new = ([triple for name in _COMPARED for triple in read_triples(place, name)] for place in (before, after))
    labels = read_triples(after, "vocabulary")
    compared = compare(old, new, labels, versions=(versions[0]["version"], versions[1]["version"]))
    if versions[0]["digest"] != versions[1]["digest"]:
        reason = _reason(compared, versions[0], is_same_input=versions[0]["inputs"] == versions[1]["inputs"])
        compared = replace(compared, reason=reason)
    return compared, versions[1]["base"]


def _reason(compared: Comparison, before: Mapping[str, Any], *, is_same_input: bool) -> Text:
    """Why there is an edition where that does not show in the projects and the strategy."""
    if before.get("amended") and not compared.things:
        return _AMENDED
    return _PROGRAM if is_same_input else NOTHING if compared.things else _DESCRIPTION


def read_triples(edition: Path, name: str) -> tuple[Triple, ...]:
    """The triples of one dataset (``roadmap``, ``strategy``, ``vocabulary``) of an edition."""
    return parse_n_triples(read_public_named(edition, read_public_manifest(edition), f"{name}.nt").decode())


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


def _settings(town: Town) -> tuple[Input, ...]:
    """The town's own files besides its workbooks."""
    names = [SETTINGS, *([town.dataset.strategy.file] if town.dataset.strategy.file else [])]
    names += [DECISIONS] if town.dataset.oparl.url else []
    return tuple(Input(name, sha256_of(town.folder / name)) for name in names if (town.folder / name).is_file())


SETTINGS = "dataset.toml"
WORKBOOK = "roadmap.xlsx"
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_PROGRAM = Text(
    "Die Angaben der Stadt sind dieselben; das Programm liest, schreibt oder beschreibt sie anders.",
    "What the town says is the same; the program reads, writes or describes it differently.",
)
_DESCRIPTION = Text(
    "An den Projekten und der Strategie hat sich nichts geändert, nur an ihrer Beschreibung oder der Form der Dateien.",
    "Nothing has changed in the projects and the strategy, only in their description or the form of the files.",
)
_HISTORY = "history.nq"
_AMENDED = Text(
    "Die Angaben sind die der Ausgabe davor, aus der inzwischen etwas entfernt wurde.",
    "The entries are those of the edition before, from which something has been removed meanwhile.",
)
_COMPARED = ("roadmap", "strategy")
