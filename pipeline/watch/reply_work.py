"""What came back from units, judged and merged in a process of its own: a snapshot in, what becomes of it out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.disk import write_file
from pipeline.merge import receive, settle
from pipeline.merging import Merging, is_released, may_release, merge_town, read_handed_in, release
from pipeline.model.checked_copy import checked_name, copied_type
from pipeline.model.circular import Reply
from pipeline.model.edition import Distribution
from pipeline.model.errors import ConfigError, WorkbookFault
from pipeline.model.merging import MASTER, Conflict, Merged, Received, Settlement
from pipeline.model.notice import Moved, NoticeFacts, as_json, causes_of, counts_of
from pipeline.model.report import NOTHING, Language, Severity, Text, ValidationReport, ValidationResult, build_report
from pipeline.model.workbook import Workbook
from pipeline.parse import read_circular
from pipeline.publish.folder import Folder
from pipeline.readers import read_workbook
from pipeline.reminding import judge, kept_circulars, place_of_circulars
from pipeline.render.mails.of_replies import NOTHING_SAID
from pipeline.town import Town
from pipeline.town.resources import Resources
from pipeline.watch.circular_work import read_drops
from pipeline.watch.foresee import foresee


def judge_as_reply(
    snapshot: Path, town: Town, resources: Resources, output: Path, now: datetime, facts: NoticeFacts
) -> dict[str, Any] | None:
    """What becomes of a file as an answer to a circular; ``None`` where it has the mark of none."""
    dataset = town.dataset
    try:
        workbook = read_workbook(snapshot, dataset.limits, name=snapshot.name, text=dataset.text)
    except WorkbookFault:
        return None
    reply = read_circular(workbook)
    if reply is None:
        return None
    folder = Folder(output / town.name)
    with folder.shared():  # what is on its way to a destination may take an hour
        circular, results = judge(reply, folder, resources.rules_for(dataset))
        received = receive(reply, circular, at=now, day=town.day_of(now)) if circular and _is_good(results) else None
        if received:
            results = (*results, *_told_of_cells(reply, received, town, resources, folder, now))
    report = build_report(results)
    target = snapshot.parent / "report"
    target.mkdir(parents=True, exist_ok=True)
    for file in _files(report, workbook, snapshot, town):
        write_file(target / file.name, file.content)
    told = replace(facts, counts=counts_of(report, len(reply.rows)), causes=causes_of(report), changes=_moved(received))
    if received and not told.changes:
        told = replace(told, detail=NOTHING_SAID)
    verdict = "reply" if _is_good(report.results) else "rejected"
    to = dataset.reminders.units.get(reply.unit, "")
    return {"verdict": verdict, "facts": as_json(told), "report": str(target), "reply_to": to, "is_reply": True}


def _is_good(results: Iterable[ValidationResult]) -> bool:
    return not any(found.severity is Severity.VIOLATION for found in results)


def _told_of_cells(
    reply: Reply, received: Received, town: Town, resources: Resources, folder: Folder, now: datetime
) -> list[ValidationResult]:
    """What the rules find in the cells that this reply changes, each at its cell of the reply."""
    try:
        merging = merge_town(town, resources, [received], now=now)
        if not merging.merged.changes:
            return []
        report = foresee(merging, resources, folder, now)
    except ConfigError:  # the town's own workbooks keep it from being merged, which is told there
        return []
    answers = {
        change.cell: reply.answers[change.place.key][change.place.column].cell
        for change in merging.merged.changes
        if change.place in received.offers
    }
    return [
        replace(found, cell=answers[found.cell])
        for found in report.results
        if found.cell in answers and found.severity is Severity.VIOLATION
    ]


def _moved(received: Received | None) -> tuple[Moved, ...]:
    """What the unit said, by the keys of the projects."""
    if received is None:
        return ()
    changed = {place.key for place in received.offers}
    said = {"changed": changed, "confirmed": received.confirmed - changed, "dropped": received.dropped}
    return tuple(Moved(kind, len(keys), tuple(sorted(keys))) for kind, keys in said.items() if keys)


def _files(report: ValidationReport, workbook: Workbook, snapshot: Path, town: Town) -> Iterable[Distribution]:
    """The report, and the reply with what was found in it."""
    from pipeline.render import render_reports
    from pipeline.render.reports.annotated import annotate_workbook

    language: Language = "en" if town.dataset.language == "en" else "de"
    yield from render_reports(report, town.dataset.title, language)
    if report.of_file(workbook.file):
        content = annotate_workbook(snapshot.read_bytes(), report, workbook.file, workbook, language=language)
        name, title = checked_name(workbook.file, workbook.media_type), Text("Geprüfte Tabelle", "Checked workbook")
        yield Distribution(name, copied_type(workbook.media_type), content, title)


def merge_replies(
    town: Town, resources: Resources, output: Path, now: datetime, known: Mapping[str, Any], facts: NoticeFacts
) -> dict[str, Any]:
    """Merge what waits. It is ``merged`` where nothing of it is left to be released, else it ``waits`` for a person.

    ``words`` are for that person, also where there is nothing to release and something to decide.
    """
    folder, drops = Folder(output / town.name), read_drops(known["drops"])
    with folder.shared():
        circulars = kept_circulars(folder)
        received, told = read_handed_in(drops, folder.internal / "drops", circulars, town, resources)
        merging = merge_town(town, resources, received, now=now)
        if words := _settled_in_workbook(merging.merged, known["told"]):
            merging = merge_town(town, resources, received, now=now, settled=words)
        if is_released(merging):
            is_told = told or not merging.merged.needs_nobody
            return {**(_told_to_editor(merging, told, folder, facts, "wishes") if is_told else {}), "outcome": "merged"}
        report = foresee(merging, resources, folder, now) if merging.written else build_report([])
        is_again = not drops and merging.merged.needs_nobody
        if report.conforms and (is_again or _wants_nobody(merging, told)):
            release(merging)
            return {"outcome": "merged"}
        return _told_to_editor(merging, (*told, *_violations(report)), folder, facts, "replies")


def _settled_in_workbook(merged: Merged, told: Collection[Sequence[str]]) -> tuple[Settlement, ...]:
    """The word of whoever heard of a conflict and has changed the workbook since: that holds."""
    before = {(key, column): digest for key, column, digest in told}
    places = [
        conflict.place
        for conflict in merged.conflicts
        if conflict.why.is_settled_by_word and before.get(conflict.place, "") not in ("", _today(conflict))
    ]
    return settle(merged, MASTER, places)


def _today(conflict: Conflict) -> str:
    """What the workbook says in that cell, in short."""
    return hashlib.sha256(f"{conflict.place}\n{conflict.master}".encode()).hexdigest()[:16]


def _wants_nobody(merging: Merging, told: Collection[ValidationResult]) -> bool:
    """Whether the town takes it over at once; it does so anyway where nobody changed anything."""
    return may_release(merging, told) or (not merging.written and not told and merging.merged.needs_nobody)


def _violations(report: ValidationReport) -> list[ValidationResult]:
    return [found for found in report.results if found.severity is Severity.VIOLATION]


def _told_to_editor(
    merging: Merging, told: Iterable[ValidationResult], folder: Folder, facts: NoticeFacts, kind: str
) -> dict[str, Any]:
    """What a person is to look at; its words have texts of cells, so they stay in the house, in a file."""
    from pipeline.render.reports.merging import render_merged

    town, merged, causes = merging.town, merging.merged, causes_of(ValidationReport(tuple(told)))
    words = render_merged(merged, "en" if town.dataset.language == "en" else "de")
    digest = hashlib.sha256("\n".join([words, *map(str, causes)]).encode()).hexdigest()[:16]
    path = place_of_circulars(folder) / f"difference-{digest}.txt"
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    write_file(path, words.encode())
    conflicts = {conflict.place.key for conflict in merged.conflicts}
    said = {"changed": {change.place.key for change in merged.changes}, "conflict": conflicts}
    dropped = {wish.key for wish in merged.dropped}
    moved = tuple(
        Moved(kind, len(keys), tuple(sorted(keys))) for kind, keys in {**said, "dropped": dropped}.items() if keys
    )
    kind = "conflict" if conflicts else kind
    command = "" if kind == "wishes" else f"roadmap merge {town.name} --release"
    told_facts = replace(facts, kind=kind, causes=causes, changes=moved, command=command, detail=NOTHING)
    open_ = [[*conflict.place, _today(conflict)] for conflict in merged.conflicts]
    letter = {"digest": digest, "kind": kind, "words": str(path), "facts": as_json(told_facts)}
    return {"outcome": "waits", "told": open_, "letter": letter}
