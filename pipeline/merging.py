"""Answers to circulars into a town's roadmap: workbooks and what came back in; the difference and its release out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from pipeline.disk import write_file
from pipeline.merge import each_once, merge, open_replies, receive
from pipeline.model.circular import Circular
from pipeline.model.errors import ConfigError, WorkbookFault
from pipeline.model.merging import Change, Merged, Received, Settlement, Understand
from pipeline.model.report import Language, Text, ValidationResult, fill
from pipeline.model.roadmap import Roadmap
from pipeline.model.umlauf import LEDGER, Copied, Ledger, merged_name, write_ledger
from pipeline.model.workbook import CellRef
from pipeline.parse import locate, parse, read_circular, read_meanings
from pipeline.prepare import Read, read, sha256_of
from pipeline.readers import read_workbook
from pipeline.remind import judge_reply
from pipeline.render.reports.merged_copy import PackageError, find_formulas, write_merged
from pipeline.town import Town
from pipeline.town.resources import Resources


@dataclass(frozen=True, slots=True)
class Merging:
    """A town's own workbooks, all replies that are to be merged into them, and what comes of that.

    ``kept`` are changes that were released and are in conflict by now: they stay until a person settles that.
    """

    town: Town
    found: Read
    received: tuple[Received, ...]
    settled: tuple[Settlement, ...]
    merged: Merged
    kept: tuple[Change, ...] = ()

    @property
    def written(self) -> tuple[Change, ...]:
        """What the merged copies have in them."""
        return (*self.merged.changes, *self.kept)


def read_replies(
    paths: Iterable[Path], circulars: Iterable[Circular], town: Town, resources: Resources
) -> tuple[tuple[Received, ...], tuple[ValidationResult, ...]]:
    """What came back in these files, and what is wrong with them. A reply came when its file was last written.

    Raises ``ConfigError`` for a file that is no reply to one of the circulars, or cannot be read.
    """
    circular_by_id = {circular.id: circular for circular in circulars}
    received: list[Received] = []
    results: list[ValidationResult] = []
    for path in paths:
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.is_file() else datetime.now(UTC)
        reply, told = read_reply(path, circular_by_id, town, resources, at=at)
        received.append(reply)
        results += told
    return tuple(received), tuple(results)


def read_reply(
    path: Path, circulars: Mapping[str, Circular], town: Town, resources: Resources, *, at: datetime
) -> tuple[Received, tuple[ValidationResult, ...]]:
    """What came back in a file at that moment, and what is wrong with it. Raises ``ConfigError``."""
    rules, dataset = resources.rules_for(town.dataset), town.dataset
    try:
        reply = read_circular(read_workbook(path, dataset.limits, name=path.name, text=dataset.text))
    except WorkbookFault as fault:
        found = fill(rules[fault.rule], CellRef(path.name), **{k: str(v) for k, v in fault.details.items()})
        raise ConfigError(Text(f"{path}: {found.message.de}", f"{path}: {found.message.en}")) from fault
    circular = circulars.get(reply.id) if reply else None
    if reply is None or circular is None or reply.unit != circular.unit or circular.town != town.name:
        raise ConfigError(_no_reply(path))
    return receive(reply, circular, at=at, day=town.day_of(at)), judge_reply(reply, circular, rules)


def _no_reply(path: Path) -> Text:
    return Text(
        f"{path}: ist keine Antwort auf einen Umlauf, den es hier gibt",
        f"{path}: is no reply to a circular that exists here",
    )


class HandedIn(Protocol):
    """A file that was handed in, by the digest under which its snapshot is kept."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""

    @property
    def taken_at(self) -> datetime:
        """When it came."""


def read_handed_in(
    handed_in: Iterable[HandedIn], drops: Path, circulars: Iterable[Circular], town: Town, resources: Resources
) -> tuple[tuple[Received, ...], tuple[ValidationResult, ...]]:
    """What came back in these files, each from its snapshot below ``drops``. Raises ``ConfigError``."""
    circular_by_id = {circular.id: circular for circular in circulars}
    read_in = [
        read_reply(drops / each.sha256 / each.name, circular_by_id, town, resources, at=each.taken_at)
        for each in handed_in
    ]
    return tuple(reply for reply, _ in read_in), tuple(result for _, told in read_in for result in told)


def may_release(merging: Merging, told: Collection[ValidationResult]) -> bool:
    """Whether the town wants answers taken over at once, and none of these wants a person. ``told`` is what is wrong
    with them.
    """
    wants = merging.town.dataset.reminders.publish == "at once"
    return wants and not told and bool(merging.received) and merging.merged.needs_nobody


def merge_town(
    town: Town,
    resources: Resources,
    received: Iterable[Received],
    *,
    now: datetime,
    settled: Iterable[Settlement] = (),
) -> Merging:
    """What comes of these replies, and of those that were released before, with the town's own workbooks as they are.

    Raises ``ConfigError`` where one of these cannot be read.
    """
    found, ledger = read(town.workbooks, town, resources), town.umlauf.ledger
    if found.unread:
        told = [result.message for result in found.results]
        raise ConfigError.of_all(told)
    roadmap, understand = _roadmap(found, town, resources, now)
    words = {word.place: word for word in (*ledger.settled, *settled)}
    every = each_once((*ledger.replies, *received))
    merged = _merge(roadmap, every, understand, tuple(words.values()), found)
    before = _merge(roadmap, ledger.replies, understand, ledger.settled, found) if ledger.released else Merged()
    open_ = {conflict.place for conflict in merged.conflicts}
    kept = tuple(change for change in before.changes if change.place in open_ & set(ledger.released))
    return Merging(town, found, every, tuple(words.values()), merged, kept)


def _roadmap(found: Read, town: Town, resources: Resources, now: datetime) -> tuple[Roadmap, Understand]:
    dataset, vocabulary, rules = town.dataset, town.strategy.vocabulary, resources.rules_for(town.dataset)
    today = town.day_of(now)
    located = [locate(workbook, dataset.columns, rules, dataset.indicators) for workbook in found.workbooks]
    tables = [table for place in located for table in place.tables]
    roadmap = parse(tables, dataset, vocabulary, rules, today=today).roadmap
    return roadmap, read_meanings(tables, dataset, vocabulary, rules, today=today)


def _merge(
    roadmap: Roadmap,
    received: Sequence[Received],
    understand: Understand,
    settlements: Sequence[Settlement],
    found: Read,
) -> Merged:
    """Merge once to see which cells would change, and once more with those of them that hold formulas."""
    merged = merge(roadmap, received, understand, settlements=settlements)
    formulas = _formulas(roadmap, merged.changes, found)
    return merge(roadmap, received, understand, settlements=settlements, formulas=formulas) if formulas else merged


def _formulas(roadmap: Roadmap, changes: Sequence[Change], found: Read) -> frozenset[CellRef]:
    formulas: set[CellRef] = set()
    for workbook in found.workbooks:
        within = {_as_it_lies(change.cell, found): change for change in changes if change.cell.file == workbook.file}
        if not within:
            continue
        cells = {
            _as_it_lies(project.cell(column.name), found)
            for project in roadmap.projects
            if project.table.file == workbook.file
            for column in project.table.columns
        }
        lying = [replace(change, cell=cell) for cell, change in within.items()]
        try:
            locked = find_formulas(found.content_of(workbook), lying, cells)
        except PackageError:
            continue  # such a file is refused when the copy is written, and has no formulas that we could change
        formulas |= {within[cell].cell for cell in locked}
    return frozenset(formulas)


def _as_it_lies(cell: CellRef, found: Read) -> CellRef:
    """The cell with its sheet as the author calls it, where reports call it otherwise."""
    return replace(cell, sheet=found.sheets.get(cell.file, {}).get(cell.sheet or "", cell.sheet))


def release(merging: Merging, language: Language = "de") -> tuple[Path, ...]:
    """Write the merged copies beside their workbooks, for the next run to read; what has no answer left goes away.

    The ledger is written last: until then no copy counts. Raises ``ConfigError`` for a workbook that is no Excel file.
    """
    town, found = merging.town, merging.found
    written: list[tuple[Copied, bytes]] = []
    for workbook in found.workbooks:
        changes = [change for change in merging.written if change.cell.file == workbook.file]
        if changes:
            written.append(_copy(found, workbook.file, changes, town, language))
    copies = tuple(copied for copied, _ in written)
    for copied, content in written:
        write_file(town.folder / copied.copy, content)
    ledger = _ledger(merging, copies)
    if ledger.replies or ledger.confirmed:
        write_file(town.folder / LEDGER, write_ledger(ledger).encode())
    else:
        (town.folder / LEDGER).unlink(missing_ok=True)
    _clear(town, {copied.copy for copied in copies})
    return tuple(town.folder / copied.copy for copied in copies)


def is_released(merging: Merging) -> bool:
    """Whether all of this was released before, and is read: to release it now would change nothing."""
    umlauf, found = merging.town.umlauf, merging.found
    is_read = all(found.paths[change.cell.file] in umlauf.instead for change in merging.written)
    return is_read and write_ledger(_ledger(merging, ())) == write_ledger(replace(umlauf.ledger, copies=()))


def _ledger(merging: Merging, copies: tuple[Copied, ...]) -> Ledger:
    return Ledger(
        copies,
        open_replies(merging.received, merging.merged),
        merging.settled,
        tuple(sorted(change.place for change in merging.written)),
        tuple(conflict.place for conflict in merging.merged.conflicts),
        _confirmed(merging),
    )


def _confirmed(merging: Merging) -> dict[str, date]:
    """When each project was confirmed last, by these replies or by those before."""
    before, now = merging.town.umlauf.ledger.confirmed, merging.merged.confirmed
    return {key: max(day for day in (before.get(key), now.get(key)) if day) for key in sorted({*before, *now})}


def _copy(found: Read, file: str, changes: Sequence[Change], town: Town, language: Language) -> tuple[Copied, bytes]:
    workbook = next(each for each in found.workbooks if each.file == file)
    path = found.paths[file]
    lying = [replace(change, cell=_as_it_lies(change.cell, found)) for change in changes]
    try:
        content = write_merged(
            found.content_of(workbook), lying, language="en" if town.dataset.language == "en" else "de"
        )
    except PackageError as error:
        raise ConfigError(_no_excel(path)) from error
    name = path.relative_to(town.folder).as_posix()
    return Copied(name, workbook.sha256, merged_name(name), hashlib.sha256(content).hexdigest()), content


def _no_excel(path: Path) -> Text:
    return Text(
        f"{path}: ist keine Excel-Arbeitsmappe (.xlsx, .xlsm); tragen Sie die Änderungen darin von Hand ein, oder "
        "speichern Sie sie als .xlsx",
        f"{path}: is no Excel workbook (.xlsx, .xlsm); enter the changes by hand, or save it as .xlsx",
    )


def _clear(town: Town, kept: Iterable[str]) -> None:
    """Remove our copies that have nothing left to say, unless somebody worked in them."""
    for copied in town.umlauf.ledger.copies:
        path = town.folder / copied.copy
        if copied.copy not in kept and sha256_of(path) == copied.copy_sha256:
            path.unlink()
