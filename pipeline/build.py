"""From what is prepared to the next edition: its files, its catalog, and what has changed since the last."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote

from pipeline.compare import compare
from pipeline.describe import describe
from pipeline.model.comparison import Comparison
from pipeline.model.dataset import Dataset
from pipeline.model.edition import Distribution, Edition, FileState, Input, Release
from pipeline.model.graph import Index, Triple, curie, literal_text, n_triples, parse_n_triples, parse_turtle
from pipeline.model.report import Severity, Text, ValidationReport, build_report
from pipeline.prepare import Prepared, Read, sha256_of
from pipeline.publish.folder import Folder
from pipeline.publish.manifest import read_manifest, read_named
from pipeline.town import Town
from pipeline.town.resources import Resources
from pipeline.validate import audit


def build_edition(
    prepared: Prepared, found: Read, town: Town, resources: Resources, folder: Folder, *, now: datetime
) -> tuple[Edition, ValidationReport]:
    """The edition that comes after the current one, and the report with what its catalog adds to it."""
    from pipeline.render.formats.workbook import column_titles

    manifest = folder.manifest()
    vocabulary = (*resources.vocabulary, *resources.code_lists)
    triples = {"roadmap": prepared.lifted.triples, "strategy": town.strategy.triples, "vocabulary": vocabulary}
    said = (tuple(n_triples(sorted(set(part)))) for part in triples.values())
    digest = _digest(*said, _shown(town.dataset), prepared.carried)
    inputs = tuple(Input(workbook.file, workbook.sha256) for workbook in found.workbooks) + _settings(town)
    previous = manifest["version"] if manifest else ""
    today, issued_at = town.day_of(now), _first_issued(folder) or now
    version = _next_version(folder, today, previous)
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
    from pipeline.render import Content, render, render_catalog, render_reports
    from pipeline.render.formats.changes import in_short

    compared = _compared(folder, release, prepared, town, triples["vocabulary"]) if release.previous else None
    release = replace(release, news=in_short(compared) if compared else _FIRST, files=_file_states(folder))
    content = Content(
        town.dataset,
        town.strategy,
        prepared.roadmap,
        prepared.lifted,
        triples["vocabulary"],
        resources.context,
        compared,
    )
    data = render(content, made_at=release.made_at)
    catalog = describe(town.dataset, town.strategy, triples, data, release)
    results = audit(catalog, resources.catalog_rules, file=SETTINGS)
    report = prepared.report
    if results:
        report = build_report((*report.results, *results), report.files)
    return (*data, *render_catalog(catalog), *render_reports(report, town.dataset.title)), report


def _file_states(folder: Folder) -> dict[str, FileState]:
    """The files that the catalog of the current edition describes, by name; none before there is one."""
    if folder.manifest() is None:
        return {}
    name = "catalog.ttl"
    index = Index(parse_turtle(folder.read_file(name).decode(), str(folder.current / name)))
    states = {}
    for term in index.subjects("rdf:type", curie("dcat:Distribution")):
        checksums = index.objects(term, "spdx:checksum")
        issued, modified = (index.objects(term, f"dcterms:{name}") for name in ("issued", "modified"))
        if checksums and issued and modified:
            name = unquote(literal_text(term).rpartition("/")[2])
            states[name] = FileState(index.text(checksums[0], "spdx:checksumValue"), issued[0], modified[0])
    return states


_FIRST = Text("Erste Ausgabe.", "First edition.")


def _first_issued(folder: Folder) -> datetime | None:
    """When the first edition came out; ``None`` before there is one."""
    versions = folder.versions()
    manifest = folder.manifest(versions[0]) if versions else None
    return datetime.fromisoformat(manifest["made_at"]) if manifest else None


def _compared(
    folder: Folder, release: Release, prepared: Prepared, town: Town, vocabulary: Sequence[Triple]
) -> Comparison:
    """What changed since the current edition."""
    old = [triple for name in _COMPARED for triple in parse_n_triples(folder.read_file(f"{name}.nt").decode())]
    new = (*prepared.lifted.triples, *town.strategy.triples)
    return compare(old, new, vocabulary, versions=(release.previous, release.version))


def compare_editions(before: Path, after: Path) -> tuple[Comparison, str]:
    """What changed between the editions in two folders, and the base of the IRIs of their town."""
    versions = tuple(read_manifest(place) for place in (before, after))
    old, new = ([triple for name in _COMPARED for triple in read_triples(place, name)] for place in (before, after))
    labels = read_triples(after, "vocabulary")
    return compare(old, new, labels, versions=(versions[0]["version"], versions[1]["version"])), versions[1]["base"]


def read_triples(edition: Path, name: str) -> tuple[Triple, ...]:
    """The triples of one dataset (``roadmap``, ``strategy``, ``vocabulary``) of an edition."""
    return parse_n_triples(read_named(edition, read_manifest(edition), f"{name}.nt").decode())


def _next_version(folder: Folder, today: date, previous: str) -> str:
    """The town's day; on the same day counted on: 2026-11-22, 2026-11-22.2.

    Never a day before that of the previous edition, as after a change of the time zone: the newest is what sorts last.
    """
    day, taken = max(today.isoformat(), previous.partition(".")[0]), folder.taken()
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
    return tuple(Input(name, sha256_of(town.folder / name)) for name in names if (town.folder / name).is_file())


def _shown(dataset: Dataset) -> Sequence[str]:
    """The settings that are to be seen in an edition beside its triples."""
    shown = (dataset.title, dataset.description, dataset.notice, dataset.license, dataset.attribution)
    titles = (title for options in dataset.columns.options.values() for title in options.titles[:1])
    described = (
        dataset.publisher,
        dataset.contact,
        dataset.geography,
        dataset.iris,
        dataset.catalog,
        dataset.themes,
        dataset.keywords,
    )
    return [repr(setting) for setting in (*shown, *described, *titles)]


def _digest(*parts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        for line in part:
            digest.update(line.encode())
        digest.update(b"\x00")
    return digest.hexdigest()


SETTINGS = "dataset.toml"
_COMPARED = ("roadmap", "strategy")
