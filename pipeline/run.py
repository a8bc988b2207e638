"""From a town's folder to its next edition: the stages in their order, and everything that touches a disk or a clock.

``prepare`` is the pipeline. It is pure, so it may run anywhere and any number of times; what it is given was read
before, and what it gives is published after.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from pipeline.audit import audit
from pipeline.carry import Previous, carry
from pipeline.compare import compare
from pipeline.comparison import Comparison
from pipeline.config import Dataset
from pipeline.describe import describe
from pipeline.destinations.folder import Folder
from pipeline.edition import Distribution, Edition, Input, Receipt, Release
from pipeline.errors import ConfigError, OutsideWorldError, WorkbookFault
from pipeline.graph import Lifted, Triple, n_triples, parse_n_triples
from pipeline.lift import lift
from pipeline.locate import Located, locate
from pipeline.parse import Parsed, parse
from pipeline.privacy import build_privacy, mask
from pipeline.readers import read_workbook
from pipeline.report import FileAccount, Severity, Text, ValidationReport, ValidationResult, build_report, fill
from pipeline.resources import Resources
from pipeline.roadmap import Roadmap, Table
from pipeline.rules import RuleBook
from pipeline.town import CHECKED, Town
from pipeline.validate import validate
from pipeline.workbook import CellRef, Workbook


@dataclass(frozen=True, slots=True)
class Read:
    """The workbooks that could be read, each with its path, and why the others could not."""

    workbooks: tuple[Workbook, ...]
    results: tuple[ValidationResult, ...] = ()
    unread: tuple[FileAccount, ...] = ()
    paths: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is ready to be published, if its report conforms."""

    roadmap: Roadmap
    lifted: Lifted
    report: ValidationReport
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: its report, and the receipt of the edition if it conforms."""

    town: Town
    prepared: Prepared
    receipt: Receipt | None
    edition: Edition | None
    report_folder: Path


def read(paths: Iterable[Path], town: Town, resources: Resources) -> Read:
    """Read files. One that cannot be read is a finding, not an error, so that all others are told of too."""
    workbooks: list[Workbook] = []
    results: list[ValidationResult] = []
    unread: list[FileAccount] = []
    named = _names(paths, town.folder)
    for file, path in named.items():
        try:
            workbooks.append(read_workbook(path, town.dataset.limits, name=file))
        except WorkbookFault as fault:
            details = {name: str(value) for name, value in fault.details.items() if name != "file"}
            results.append(fill(resources.rules[fault.rule], CellRef(file), **details))
            unread.append(FileAccount(file, _sha256(path), path.stat().st_size if path.is_file() else 0))
    return Read(tuple(workbooks), tuple(results), tuple(unread), named)


def _names(paths: Iterable[Path], folder: Path) -> dict[str, Path]:
    """What each file is called in reports: its name, with its place in the town's folder where another has the same."""
    paths = list(dict.fromkeys(paths))
    names = Counter(path.name for path in paths)
    return {path.name if names[path.name] == 1 else _place(path, folder): path for path in paths}


def _place(path: Path, folder: Path) -> str:
    """The path within a folder; as given for a file that lies elsewhere."""
    whole, above = path.resolve(), folder.resolve()
    return (whole.relative_to(above) if whole.is_relative_to(above) else path).as_posix()


def prepare(
    found: Read,
    town: Town,
    resources: Resources,
    *,
    today: date,
    previous: Previous | None = None,
    accept_loss: bool = False,
) -> Prepared:
    """Locate, parse, carry, lift and validate: workbooks in, a roadmap with its triples and the report out."""
    dataset, strategy, rules = town.dataset, town.strategy, resources.rules
    located = [locate(workbook, dataset.columns, rules) for workbook in found.workbooks]
    tables = [table for place in located for table in place.tables]
    early = (*found.results, *(result for place in located for result in place.results))
    parsed = parse(tables, dataset, strategy.vocabulary, rules, today=today)
    broken = {result.cell.file for result in early if result.severity is Severity.VIOLATION}
    kept = carry(parsed.roadmap, None if broken else previous, dataset, rules, accept_loss=accept_loss)
    lifted = lift(kept.roadmap, dataset, strategy.naming, today=today)
    judged = _empty(tables, parsed.results, rules)
    if kept.roadmap.projects:
        judged = validate(kept.roadmap, lifted, strategy, dataset, rules, resources.code_lists)
    unreadable = {result.cell for result in parsed.results}  # what the shapes miss there is no second fault
    late = (*parsed.results, *kept.results, *(result for result in judged if result.cell not in unreadable))
    results = mask((*early, *(result for result in late if _is_told(result, broken))), build_privacy(dataset, rules))
    accounts = [_account(workbook, place, parsed) for workbook, place in zip(found.workbooks, located, strict=True)]
    return Prepared(kept.roadmap, lifted, build_report(results, (*found.unread, *accounts)), kept.keys)


def _empty(tables: Sequence[Table], told: Sequence[ValidationResult], rules: RuleBook) -> tuple[ValidationResult, ...]:
    """What there is to say of tables without a project, if nothing else was said: an empty roadmap is a mistake."""
    if told or not tables:
        return ()
    first = tables[0]
    return (fill(rules["table-empty"], CellRef(first.file, first.sheet.name, None, first.last_header_row)),)


def _is_told(result: ValidationResult, broken: Set[str]) -> bool:
    """A later tier is silent about a file with a violation in an earlier one, and about what needs all files."""
    return result.cell.file not in broken and not (broken and result.rule.id in _NEEDS_ALL_FILES)


_NEEDS_ALL_FILES = {"field-without-running-project", "thesis-without-running-project", "replacement-unknown"}


def _account(workbook: Workbook, located: Located, parsed: Parsed) -> FileAccount:
    """The account of a file's rows, its sheets in the order of the file."""
    accounts = [account for file, account in parsed.accounts if file == workbook.file]
    by_sheet = {account.sheet: account for account in (*located.accounts, *accounts)}
    sheets = tuple(by_sheet[sheet.name] for sheet in workbook.sheets if sheet.name in by_sheet)
    return FileAccount(workbook.file, workbook.sha256, workbook.size_bytes, sheets)


def run(town: Town, resources: Resources, output: Path, *, now: datetime, accept_loss: bool = False) -> Outcome:
    """Read, prepare and, if nothing forbids it, publish the town's next edition. The report is written in any case."""
    if not town.workbooks:
        raise ConfigError(f"{town.folder}: there is no workbook called {' or '.join(town.dataset.workbooks)}")
    folder = Folder(output / town.name)
    with folder.locked():
        found = read(town.workbooks, town, resources)
        previous = read_previous(folder, town, resources, today=now.date())
        prepared = prepare(found, town, resources, today=now.date(), previous=previous, accept_loss=accept_loss)
        report_folder = folder.write_report(_report_files(prepared.report, found, town))
        if not prepared.report.conforms:
            return Outcome(town, prepared, None, None, report_folder)
        edition, report = build_edition(prepared, found, town, resources, folder, now=now)
        if report is not prepared.report:
            prepared = replace(prepared, report=report)
            folder.write_report(_report_files(report, found, town))
        receipt = folder.publish(edition) if report.conforms else None
        return Outcome(town, prepared, receipt, edition if receipt else None, report_folder)


def read_previous(folder: Folder, town: Town, resources: Resources, *, today: date) -> Previous | None:
    """The roadmap of the current edition, read back from its own workbook; ``None`` before the first edition."""
    manifest = folder.manifest()
    if manifest is None:
        return None
    name = f"{manifest['version']}/roadmap.xlsx"
    try:
        workbook = read_workbook(folder.current / "roadmap.xlsx", town.dataset.limits, name=name)
    except WorkbookFault as fault:
        raise OutsideWorldError(f"{folder.current / 'roadmap.xlsx'}: is damaged ({fault}); restore it") from fault
    dataset = _as_published(town.dataset, manifest["columns"])
    tables = locate(workbook, dataset.columns, resources.rules).tables
    roadmap = parse(tables, dataset, town.strategy.vocabulary, resources.rules, today=today).roadmap
    return Previous(roadmap, frozenset(manifest.get("carried", ())))


def _as_published(dataset: Dataset, titles: Mapping[str, str]) -> Dataset:
    """The settings with the column titles of an edition's own workbook, whatever the sheets are called today."""
    columns = dataset.columns
    options = {name: replace(columns.of(name), titles=(title,)) for name, title in titles.items()}
    return replace(dataset, columns=replace(columns, options=options, ignore=()))


def build_edition(
    prepared: Prepared, found: Read, town: Town, resources: Resources, folder: Folder, *, now: datetime
) -> tuple[Edition, ValidationReport]:
    """The edition that comes after the current one, and the report with what its catalog adds to it."""
    from pipeline.formats.workbook import column_titles

    manifest = folder.manifest()
    vocabulary = (*resources.vocabulary, *resources.code_lists)
    triples = {"roadmap": prepared.lifted.triples, "strategy": town.strategy.triples, "vocabulary": vocabulary}
    said = (tuple(n_triples(sorted(set(part)))) for part in triples.values())
    digest = _digest(*said, _shown(town.dataset), prepared.carried)
    inputs = tuple(Input(workbook.file, workbook.sha256) for workbook in found.workbooks) + _settings(town)
    previous = manifest["version"] if manifest else ""
    release = Release(_next_version(folder, now), now, _first_issued(folder) or now, previous, inputs)
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
    from pipeline.formats.changes import in_short
    from pipeline.render import Content, render, render_catalog, render_reports

    compared = _compared(folder, release, prepared, town, triples["vocabulary"]) if release.previous else None
    release = replace(release, news=in_short(compared) if compared else _FIRST)
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
    old = [triple for name in _COMPARED for triple in read_triples(folder.current, name)]
    new = (*prepared.lifted.triples, *town.strategy.triples)
    return compare(old, new, vocabulary, versions=(release.previous, release.version))


def compare_editions(before: Path, after: Path) -> tuple[Comparison, str]:
    """What changed between the editions in two folders, and the base of the IRIs of their town."""
    versions = tuple(json.loads((place / "edition.json").read_text("utf-8")) for place in (before, after))
    old, new = ([triple for name in _COMPARED for triple in read_triples(place, name)] for place in (before, after))
    labels = read_triples(after, "vocabulary")
    return compare(old, new, labels, versions=(versions[0]["version"], versions[1]["version"])), versions[1]["base"]


def read_triples(edition: Path, name: str) -> tuple[Triple, ...]:
    """The triples of one dataset (``roadmap``, ``strategy``, ``vocabulary``) of an edition."""
    return parse_n_triples((edition / f"{name}.nt").read_text("utf-8"))


def _report_files(report: ValidationReport, found: Read, town: Town) -> Iterator[Distribution]:
    """The report in all its forms, and each author's own workbook with what was found in it."""
    from pipeline.render import render_reports
    from pipeline.reports.annotated import annotate_workbook

    yield from render_reports(report, town.dataset.title)
    for workbook in found.workbooks:
        if report.of_file(workbook.file):
            content = found.paths[workbook.file].read_bytes()
            annotated = annotate_workbook(content, report, workbook.file, workbook)
            title = Text("Geprüfte Tabelle", "Checked workbook")
            yield Distribution(annotated_name(workbook.file), _XLSX, annotated, title)


def annotated_name(file: str) -> str:
    """What the annotated copy of a workbook is called."""
    return f"{file.removesuffix('.xlsx').strip('/').replace('/', '-')}{CHECKED}"


def _next_version(folder: Folder, now: datetime) -> str:
    """The day; on the same day counted on: 2026-11-22, 2026-11-22.2."""
    day, taken = f"{now:%Y-%m-%d}", set(folder.versions())
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
    return tuple(Input(name, _sha256(town.folder / name)) for name in names if (town.folder / name).is_file())


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


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


SETTINGS = "dataset.toml"
_COMPARED = ("roadmap", "strategy")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
