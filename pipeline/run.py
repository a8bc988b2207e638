"""From a town's folder to its next edition: everything that touches a disk or a clock, around ``prepare``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.build import build_edition, next_version
from pipeline.compare import Previous
from pipeline.memory import seldom_collected
from pipeline.model.checked_copy import checked_name, copied_type
from pipeline.model.column_mapping import IndicatorOptions
from pipeline.model.dataset import Dataset
from pipeline.model.edition import Distribution, Edition, Receipt, is_of_town
from pipeline.model.errors import ConfigError, OutsideWorldError, WorkbookFault
from pipeline.model.release import NOTHING, Released
from pipeline.model.report import Language, Tell, Text, ValidationReport, ValidationResult, tell_nobody
from pipeline.model.roadmap import Roadmap
from pipeline.model.workbook import Workbook
from pipeline.parse import locate, parse, parse_history, parse_indicators
from pipeline.prepare import Prepared, Read, prepare, read_all, told_of_folder
from pipeline.publish.folder import Folder
from pipeline.publish.lock import no_fence
from pipeline.publish.withdrawals import read_withdrawals
from pipeline.readers import read_workbook
from pipeline.taken_back import forget_released, with_taken_back
from pipeline.town import Town, refuse_shared
from pipeline.town.resources import Resources


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: its report, and the receipt of the edition if it conforms.

    ``passed_over`` is what lies among the editions, is called like one and is none.
    """

    town: Town
    prepared: Prepared
    receipt: Receipt | None
    edition: Edition | None
    report_folder: Path
    passed_over: tuple[Path, ...] = ()


def run(  # noqa: PLR0913  # what a run may be told is told by name
    town: Town,
    resources: Resources,
    output: Path,
    *,
    now: datetime,
    day: date | None = None,
    released: Released = NOTHING,
    language: Language = "de",
    is_apart: bool = False,
    tell: Tell = tell_nobody,
    fence: Callable[[], None] = no_fence,
) -> Outcome:
    """Read, prepare and, if nothing forbids it, publish the town's next edition. The report is written in any case.

    ``day`` is that of the edition where it tells of the past; else it is that of ``now`` in the town.
    ``released`` is what somebody has seen and means as it is. ``language`` is that of the annotated workbooks and the
    table of findings; all else is in both. ``is_apart`` where ``towns_apart`` has looked at the towns beside it.
    ``fence`` raises where nothing may be published any more.
    """
    refuse_without_workbook(town, resources)
    if not is_apart:
        refuse_shared(town.folder, town.dataset)
    folder = Folder(output / town.name, fence)
    with folder.locked(), seldom_collected():
        passed_over = tuple(folder.passed_over())
        today = day or town.day_of(now)
        found, prepared, version = prepare_next(town, resources, folder, today=today, released=released, tell=tell)
        tell(Text("schreibt den Prüfbericht", "writing the report"))
        report_folder = folder.write_report(report_files(prepared.report, found, town, language))
        if not prepared.report.conforms:
            return Outcome(town, prepared, None, None, report_folder, passed_over)
        tell(_BUILDING)
        edition, report = build_edition(prepared, found, town, resources, folder, now=now, today=today, version=version)
        if report is not prepared.report:
            prepared = replace(prepared, report=report)
            folder.write_report(report_files(report, found, town, language))
        receipt = folder.publish(edition) if report.conforms else None
        if receipt:
            forget_released(folder, found)
        stands = folder.read_edition() if receipt else None
        return Outcome(town, prepared, receipt, stands, report_folder, passed_over)


def refuse_without_workbook(town: Town, resources: Resources) -> None:
    """Raises ``ConfigError`` where there is no roadmap to be read."""
    if town.dataset.has_roadmap and not town.workbooks:
        raise ConfigError(_no_workbook(town, told_of_folder(town, resources)))


class Next(NamedTuple):
    """What was read for a town's next edition, what it would say, and the version that it would have."""

    found: Read
    prepared: Prepared
    version: str


def prepare_next(
    town: Town,
    resources: Resources,
    folder: Folder,
    *,
    today: date,
    released: Released = NOTHING,
    tell: Tell = tell_nobody,
) -> Next:
    """Read a town's workbooks and judge them beside the newest edition; publish nothing. ``folder`` is locked."""
    found = replace(read_all(town, resources, tell=tell), withdrawn=read_withdrawals(folder.internal))
    found = with_taken_back(found, folder, town, resources)
    tell(Text("liest die letzte Ausgabe", "reading the last edition"))
    previous, version = read_previous(folder, town, resources, today=today), next_version(folder, today)
    prepared = prepare(
        found, town, resources, today=today, previous=previous, version=version, released=released, tell=tell
    )
    return Next(found, prepared, version)


def _no_workbook(town: Town, told: Sequence[ValidationResult]) -> Text:
    german, english = (f" {word} ".join(town.dataset.workbooks) for word in ("oder", "or"))
    lying = "\n".join(f"{town.folder}: {each.message.de}" for each in told)
    there = "\n".join(f"{town.folder}: {each.message.en}" for each in told)
    return Text(
        f"{town.folder}: Eine Tabelle namens {german} gibt es hier nicht\n{lying}".strip(),
        f"{town.folder}: there is no workbook called {english}\n{there}".strip(),
    )


def read_previous(folder: Folder, town: Town, resources: Resources, *, today: date) -> Previous | None:
    """The roadmap of the current edition, read back from its own workbook; ``None`` before the first edition."""
    manifest = folder.manifest()
    if manifest is None:
        return None
    _refuse_other_kind(folder, town, manifest)
    if not town.dataset.has_roadmap:
        return None
    folder.read_file(_WORKBOOK)  # what is read by its name below is what the edition was made with
    roadmap = read_published(folder, manifest, town, resources, today=today)
    return Previous(roadmap, frozenset(manifest["carried"]), manifest["version"])


def _refuse_other_kind(folder: Folder, town: Town, manifest: Mapping[str, Any]) -> None:
    """Where a roadmap was published the vocabulary alone would be its end, without a word about its projects."""
    if is_of_town(manifest) is not town.dataset.has_roadmap:
        raise ConfigError(
            Text(
                f"{folder.path}: Hier liegen die Ausgaben einer Stadt oder die des Vokabulars, und dataset.toml "
                "beschreibt das andere („workbooks“); geben Sie dem einen eigenen Namen („name“)",
                f"{folder.path}: the editions here are those of a town or of the vocabulary, and dataset.toml "
                'describes the other ("workbooks"); give that a name of its own ("name")',
            )
        )


def read_published(
    folder: Folder, manifest: Mapping[str, Any], town: Town, resources: Resources, *, today: date
) -> Roadmap:
    """The roadmap of an edition, read back from its own workbook. Raises ``OutsideWorldError``."""
    workbook = read_workbook_of(folder, manifest["version"], town, resources)
    dataset = as_published(town.dataset, manifest["columns"])
    tables = locate(workbook, dataset.columns, resources.rules).tables
    vocabulary, rules = town.strategy.vocabulary, resources.rules
    roadmap = parse(tables, dataset, vocabulary, rules, today=today).roadmap
    told = parse_history([workbook], vocabulary, rules, language=dataset.language, today=today)
    own = replace(dataset, indicators=IndicatorOptions())  # whatever the sheets call it today
    measured = parse_indicators([workbook], own, vocabulary, rules, today=today)
    return replace(roadmap, history=told.turns, indicators=measured.indicators)


def read_workbook_of(folder: Folder, version: str, town: Town, resources: Resources) -> Workbook:
    """An edition's own workbook. Raises ``OutsideWorldError``."""
    path = folder.halves(version).public / _WORKBOOK
    try:
        return read_workbook(path, town.dataset.limits, name=f"{version}/{_WORKBOOK}")
    except WorkbookFault as fault:
        raise OutsideWorldError(_unreadable(path, resources.rules[fault.rule].title)) from fault


def _unreadable(path: Path, why: Text) -> Text:
    """Its digest is right, so the file is not at fault."""
    return Text(
        f"{path}: ist unversehrt und ließ sich doch nicht lesen ({why.de}); prüfen Sie [limits] in dataset.toml und "
        "den Arbeitsspeicher",
        f"{path}: is whole and could not be read all the same ({why.en}); look at [limits] in dataset.toml and at "
        "the memory",
    )


def as_published(dataset: Dataset, titles: Mapping[str, str]) -> Dataset:
    """The settings with the column titles of an edition's own workbook, whatever the sheets are called today."""
    columns = dataset.columns
    options = {name: replace(columns.of(name), titles=(title,)) for name, title in titles.items()}
    return replace(dataset, columns=replace(columns, options=options, ignore=()))


_WORKBOOK = "roadmap.xlsx"
_BUILDING = Text("schreibt die Dateien der Ausgabe", "writing the files of the edition")


def report_files(report: ValidationReport, found: Read, town: Town, language: Language) -> Iterator[Distribution]:
    """The report in all its forms, and each author's own workbook with what was found in it."""
    from pipeline.render import render_reports
    from pipeline.render.reports.annotated import annotate_workbook

    yield from render_reports(report, town.dataset.title, language)
    for workbook in found.workbooks:
        if report.of_file(workbook.file):
            lying, found_in_it = found.as_it_lies(workbook, report)
            annotated = annotate_workbook(found.content_of(workbook), found_in_it, lying.file, lying, language=language)
            name, title = checked_name(workbook.file, workbook.media_type), Text("Geprüfte Tabelle", "Checked workbook")
            yield Distribution(name, copied_type(workbook.media_type), annotated, title)
