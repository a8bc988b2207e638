"""From workbooks to a roadmap with its triples and its report: the stages in their order.

``prepare`` is the pipeline. It is pure, so it may run anywhere and any number of times; what it is given was read
before, and what it gives is published after.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from pipeline.compare import Previous, Remembered, carry, remember, told_of_vanished
from pipeline.lacking import told_of_answers
from pipeline.lift import lift
from pipeline.model.edition import Input
from pipeline.model.errors import WorkbookFault
from pipeline.model.graph import Lifted
from pipeline.model.release import NOTHING, Released, fingerprint, release_finding
from pipeline.model.report import (
    FileAccount,
    Severity,
    Tell,
    Text,
    Tier,
    ValidationReport,
    ValidationResult,
    build_report,
    fill,
    in_digits,
    tell_nobody,
)
from pipeline.model.roadmap import Roadmap, Table
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef, Limits, ReadingNote, Workbook
from pipeline.parse import Located, Parsed, judge_decisions, locate, parse, parse_history, parse_indicators
from pipeline.readers import read_again, read_workbook
from pipeline.town import Town
from pipeline.town.council import DECISIONS
from pipeline.town.resources import Resources
from pipeline.validate import (
    build_privacy,
    mask,
    shown_files,
    shown_sheets,
    told_of_names,
    told_of_unread,
    validate,
    with_sheets,
)

_AS_NAMED: Mapping[Path, Path] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Read:
    """The workbooks that could be read, each with its path; what is to say of them, and why the others could not.

    Where a name seems to be that of a person, file and sheet are called otherwise here; ``sheets`` holds the names that
    the sheets of a file have in truth, by those that are shown. ``settings`` are the town's own files besides its
    workbooks.
    """

    workbooks: tuple[Workbook, ...]
    results: tuple[ValidationResult, ...] = ()
    unread: tuple[FileAccount, ...] = ()
    paths: Mapping[str, Path] = field(default_factory=dict)
    sheets: Mapping[str, dict[str, str]] = field(default_factory=dict)
    settings: tuple[Input, ...] = ()

    @property
    def inputs(self) -> tuple[Input, ...]:
        """All that an edition is made of."""
        return tuple(Input(workbook.file, workbook.sha256) for workbook in self.workbooks) + self.settings

    def content_of(self, workbook: Workbook) -> bytes:
        """The bytes of a workbook, which must be those that were read. Raises ``OutsideWorldError``."""
        return read_again(self.paths[workbook.file], workbook)

    def as_it_lies(self, workbook: Workbook, report: ValidationReport) -> tuple[Workbook, ValidationReport]:
        """A workbook and what was found in it with the sheets as their author calls them, for the author's own copy."""
        names = self.sheets.get(workbook.file, {})
        of_file = report.of_file(workbook.file)
        cells = (replace(found.cell, sheet=names.get(found.cell.sheet or "", found.cell.sheet)) for found in of_file)
        results = tuple(replace(found, cell=cell) for found, cell in zip(of_file, cells, strict=True))
        return with_sheets(workbook, names), replace(report, results=results)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is ready to be published, if its report conforms; ``fingerprint`` is that of what holds it back."""

    roadmap: Roadmap
    lifted: Lifted
    report: ValidationReport
    carried: tuple[str, ...] = ()
    fingerprint: str = ""


def read(
    paths: Iterable[Path],
    town: Town,
    resources: Resources,
    *,
    instead: Mapping[Path, Path] = _AS_NAMED,
    tell: Tell = tell_nobody,
) -> Read:
    """Read files. One that cannot be read is a finding, not an error, so that all others are told of too.

    ``instead`` names the merged copy that is read in the place of a workbook, and under its name.
    """
    workbooks: list[Workbook] = []
    results: list[ValidationResult] = []
    unread: list[FileAccount] = []
    rules = resources.rules_for(town.dataset)
    named, sheets, privacy = _names(paths, town.folder), {}, build_privacy(town.dataset, rules)
    named = {name: instead.get(path, path) for name, path in named.items()}
    shown = shown_files(named, privacy)
    for name, path in named.items():
        file = shown[name]
        tell(Text(f"liest {file}", f"reading {file}"))
        try:
            workbook = read_workbook(path, town.dataset.limits, name=file, text=town.dataset.text)
        except WorkbookFault as fault:
            details = {name: str(value) for name, value in fault.details.items() if name != "file"}
            results.append(fill(rules[fault.rule], CellRef(file), **details))
            results += told_of_names(name, file, {}, rules)
            unread.append(_account_of_unread(file, path, town.dataset.limits))
            continue
        called = shown_sheets(workbook, privacy)
        sheets[file] = {masked: real for real, masked in called.items()}
        workbook = with_sheets(workbook, called)
        workbooks.append(workbook)
        results += told_of_names(name, file, called, rules)
        results += (_told(note, file, rules) for note in workbook.notes)
    return Read(tuple(workbooks), tuple(results), tuple(unread), {shown[name]: named[name] for name in named}, sheets)


def read_all(town: Town, resources: Resources, *, tell: Tell = tell_nobody) -> Read:
    """Read a town's workbooks, and tell of what lies beside them and is not read."""
    found = read(town.workbooks, town, resources, instead=town.umlauf.instead, tell=tell)
    results = (*found.results, *told_of_folder(town, resources))
    return replace(found, results=results, settings=_read_settings(town))


def _read_settings(town: Town) -> tuple[Input, ...]:
    names = [SETTINGS, *([town.dataset.strategy.file] if town.dataset.strategy.file else [])]
    names += [DECISIONS] if town.dataset.oparl.url else []
    return tuple(Input(name, sha256_of(town.folder / name)) for name in names if (town.folder / name).is_file())


SETTINGS = "dataset.toml"


def told_of_folder(town: Town, resources: Resources) -> list[ValidationResult]:
    """What lies in the town's folder and is not read."""
    rules = resources.rules_for(town.dataset)
    return told_of_unread(town.unread, build_privacy(town.dataset, rules), rules)


def _told(note: ReadingNote, file: str, rules: RuleBook) -> ValidationResult:
    return fill(rules[note.rule], note.at(file), value=note.value, **note.details)


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
    version: str = "",
    released: Released = NOTHING,
    tell: Tell = tell_nobody,
) -> Prepared:
    """Locate, parse, carry, lift and validate: workbooks in, a roadmap with its triples and the report out.

    ``version`` is that of the edition to be made, which says first what is new; without one nothing is remembered.
    ``released`` is what a person has seen and means as it is: notes, while all that was found is the same.
    """
    dataset, strategy, rules = town.dataset, town.strategy, resources.rules_for(town.dataset)
    tell(Text("sucht die Projekte", "looking for the projects"))
    located = [locate(workbook, dataset.columns, rules, dataset.indicators) for workbook in found.workbooks]
    tables = [table for place in located for table in place.tables]
    alone = (result for place in located for result in place.alone if not tables)
    early = (*found.results, *(result for place in located for result in place.results), *alone)
    parsed = parse(tables, dataset, strategy.vocabulary, rules, today=today)
    broken = {result.cell.file for result in early if _breaks(result)}
    told = parse_history(found.workbooks, strategy.vocabulary, rules, language=dataset.language, today=today)
    measured = parse_indicators(found.workbooks, dataset, strategy.vocabulary, rules, today=today)
    kept = carry(parsed.roadmap, None if broken else previous, dataset, rules)
    roadmap = replace(kept.roadmap, history=told.turns, indicators=measured.indicators)
    remembered = remember(roadmap, previous, version, rules) if version and not broken else Remembered()
    roadmap = replace(roadmap, history=remembered.history)
    lifted = lift(roadmap, dataset, strategy.naming, today=today, council=town.council, given=strategy.triples)
    tell(_judging(len(roadmap.projects)))
    judged = _empty(tables, parsed.results, rules)
    if roadmap.projects:
        judged = validate(roadmap, lifted, strategy, dataset, rules, resources.code_lists)
    unreadable = {result.cell for result in parsed.results}  # what the shapes miss there is no second fault
    late = (
        *parsed.results,
        *told.results,
        *measured.results,
        *told_of_vanished(roadmap, None if broken else previous, rules),
        *kept.results,
        *told_of_answers(parsed.roadmap, town, rules, today),
        *judge_decisions(parsed.roadmap.projects, town.council, rules, today=today),
        *remembered.results,
        *(result for result in judged if result.cell not in unreadable),
    )
    privacy = build_privacy(dataset, rules)
    accounts = [_account(workbook, place, parsed) for workbook, place in zip(found.workbooks, located, strict=True)]
    files = (*found.unread, *accounts)
    results = mask((*early, *(result for result in late if _is_told(result, broken))), privacy)
    report = build_report(_without_followers(results), files)
    mark = fingerprint(report, (*found.inputs, Input("", previous.version if previous else "")))
    if released.covers(mark):
        results = mask((release_finding(result, released, today) for result in results), privacy)
        report = build_report(_without_followers(results), files)
    return Prepared(roadmap, lifted, report, kept.keys, mark)


def _judging(projects: int) -> Text:
    number = in_digits(projects)
    return Text(f"prüft {number.de} Projekte", f"judging {number.en} projects")


def _empty(tables: Sequence[Table], told: Sequence[ValidationResult], rules: RuleBook) -> tuple[ValidationResult, ...]:
    """What there is to say of tables without a project, if nothing else was said: an empty roadmap is a mistake."""
    if told or not tables:
        return ()
    first = tables[0]
    return (fill(rules["table-empty"], CellRef(first.file, first.sheet.name, None, first.last_header_row)),)


def _breaks(result: ValidationResult) -> bool:
    """True for a violation that leaves nothing to be said of the cells of its file.

    Not for one that a person may release, who must see first all that the release lets out.
    """
    rule = result.rule
    return result.severity is Severity.VIOLATION and rule.tier is not Tier.CELLS and not rule.releasable


def _is_told(result: ValidationResult, broken: Set[str]) -> bool:
    """A later tier is silent about a file with a violation in an earlier one, and about what needs all files."""
    return result.cell.file not in broken and not (broken and result.rule.needs_all_files)


def _without_followers(results: Iterable[ValidationResult]) -> Iterator[ValidationResult]:
    """The results without those that may only follow from others: ``2.3`` in one cell leaves two fields uncovered."""
    results = tuple(results)
    broken = {result.rule.id for result in results if not result.rule.is_released}
    return (result for result in results if broken.isdisjoint(result.rule.silent_beside))


def _account(workbook: Workbook, located: Located, parsed: Parsed) -> FileAccount:
    """The account of a file's rows, its sheets in the order of the file."""
    accounts = [account for file, account in parsed.accounts if file == workbook.file]
    by_sheet = {account.sheet: account for account in (*located.accounts, *accounts)}
    sheets = tuple(by_sheet[sheet.name] for sheet in workbook.sheets if sheet.name in by_sheet)
    return FileAccount(workbook.file, workbook.sha256, workbook.size_bytes, sheets)


def _account_of_unread(file: str, path: Path, limits: Limits) -> FileAccount:
    """What is known of a file that could not be read; no digest of what is none, or too large to look at."""
    size = path.stat().st_size if path.is_file() else 0
    digest = sha256_of(path) if 0 < size <= limits.max_expanded_bytes else ""
    return FileAccount(file, digest, size)


def sha256_of(path: Path) -> str:
    """The digest of a file; empty for none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
