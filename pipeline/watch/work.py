"""A job to its result: what is done in the process of its own, by the doors that a person would use."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.disk import write_file
from pipeline.model.errors import ConfigError, OutsideWorldError, PipelineError, reason_of
from pipeline.model.notice import NoticeFacts, as_json, causes_of, changes_of, counts_of
from pipeline.model.own_variables import variables_of
from pipeline.model.release import NOTHING, Released, verdict_of
from pipeline.model.report import Language, Text
from pipeline.model.secret import secrets_of
from pipeline.news import compare_editions
from pipeline.prepare import Prepared
from pipeline.publish import DESTINATIONS, Order
from pipeline.publish.failures import Passing
from pipeline.publish.folder import Folder
from pipeline.publish.lock import no_fence
from pipeline.reminding import place_of_circulars
from pipeline.run import prepare_next, report_files, run
from pipeline.sited import show_town
from pipeline.state.lease import FOLDER, check_lease
from pipeline.town import Town, read_town, refuse_shared
from pipeline.town.resources import Resources, read_resources
from pipeline.watch.answers import with_answers
from pipeline.watch.blame import beside, blocking, of_file, verdicts
from pipeline.watch.catching_up import stamp_of_shown
from pipeline.watch.jobs import Job, Result
from pipeline.watch.workers import LEASE
from pipeline.withdrawing import prove_at, still_there


def do(job: Job) -> Result:
    """Do it. What a person must mend or wait for comes back as the error of the result."""
    try:
        return Result(_DO[job.kind](job))
    except PipelineError as error:
        secrets = secrets_of(os.environ)  # what a server says may be told, but not what opens it
        german, english = map(secrets.without, error.message)
        return Result(error=(german, english), is_passing=_is_passing(error))
    except OSError as error:  # a full disk is no fault of the file that is judged
        why, place = reason_of(error), f"{error.filename or job.output}: "
        return Result(error=(f"{place}{why.de}", f"{place}{why.en}"), is_passing=True)


def _is_passing(error: PipelineError) -> bool:
    """Whether it may go better another time, with nobody doing anything."""
    passing = getattr(error, "is_passing", not isinstance(error, ConfigError))
    return isinstance(error, Passing) or bool(passing)


def _judge(job: Job) -> dict[str, Any]:
    """What would come of the town's next edition with this drop in it, or of it as a reply. Nothing is published."""
    town, resources, now = _town_of(job)
    if job.known.get("may_be_reply"):
        if said := _as_reply(job, resources):
            return said
        if job.known.get("is_unknown"):
            return {"verdict": "asked"}
    folder, today = Folder(Path(job.output) / town.name), town.day_of(now)
    town = with_answers(town, resources, place_of_circulars(folder) / "ahead", now)
    snapshot = Path(job.known["snapshot"])
    with folder.shared():  # what is on its way to a destination may take an hour
        found, prepared, _ = prepare_next(town, resources, folder, today=today)
        besides = beside(town, read_town(Path(job.settings), resources.code_lists), snapshot)
        report = of_file(
            prepared.report,
            found,
            town.umlauf.instead.get(snapshot, snapshot),
            besides,
            lambda other: prepare_next(other, resources, folder, today=today).prepared.report.results,
        )
    prepared = replace(prepared, report=report)
    target = report_folder(snapshot)
    files = [*report_files(prepared.report, found, town, _language(town))]
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        write_file(target / file.name, file.content)
    verdict = verdict_of(prepared.report)
    return {"verdict": verdict, "facts": as_json(_facts(town, now, verdict, prepared)), "report": str(target)}


def _as_reply(job: Job, resources: Resources) -> dict[str, Any] | None:
    """The verdict on an answer to a circular, held against the town as it is; ``None`` for what is none."""
    from pipeline.watch.reply_work import judge_as_reply

    town, now = read_town(Path(job.settings), resources.code_lists), datetime.fromisoformat(job.now)
    facts = _facts(town, now, "thanks", None)
    return judge_as_reply(Path(job.known["snapshot"]), town, resources, Path(job.output), now, facts)


def _merge(job: Job) -> dict[str, Any]:
    """The replies that wait, into the town's roadmap or before somebody's eyes."""
    from pipeline.watch.reply_work import merge_replies

    town, resources, now = _town_of(job)
    return merge_replies(town, resources, Path(job.output), now, job.known, _facts(town, now, "replies", None))


def _remind(job: Job) -> dict[str, Any]:
    """Circulars to all who are to be asked now."""
    from pipeline.watch.circular_work import lay_circulars

    town, resources, now = _town_of(job)
    return lay_circulars(town, resources, Path(job.output), now, job.known, _facts(town, now, "unreached", None))


def report_folder(snapshot: Path) -> Path:
    """Where the report on a snapshot lies."""
    return snapshot.parent / "report"


def _publish(job: Job) -> dict[str, Any]:
    """The town's next edition, its pages with it."""
    town, resources, now = _town_of(job)
    output = Path(job.output)
    refuse_shared(town.folder, town.dataset)
    folder = Folder(output / town.name)
    town = with_answers(town, resources, place_of_circulars(folder) / "ahead", now)
    outcome = run(
        town, resources, output, now=now, released=_released(job), language=_language(town), fence=_fence(job)
    )
    verdict = "published" if outcome.receipt else verdict_of(outcome.prepared.report)
    facts = _facts(town, now, verdict, outcome.prepared)
    if not outcome.receipt or not outcome.edition:
        report, why = outcome.prepared.report, blocking(outcome.prepared.report)
        told = {"verdicts": verdicts(report, job.workbooks, town), "why": {"de": why.de, "en": why.en}}
        return {"verdict": verdict, "version": "", "facts": as_json(facts), **told}
    with folder.locked():
        show_town(folder, town, resources)
    edition = outcome.edition
    changes: Any = ()
    if edition.previous and edition.previous in folder.versions():
        compared = compare_editions(folder.editions / edition.previous, folder.editions / edition.version)[0]
        changes = changes_of(compared)
    link = town.dataset.catalog.site
    facts = replace(facts, version=edition.version, changes=tuple(changes), link=link)
    return {
        "verdict": verdict,
        "version": edition.version,
        "changed": outcome.receipt.changed,
        "inputs": sorted({given.sha256 for given in edition.inputs} | set(_read_with_answers(job, town))),
        "facts": as_json(facts),
    }


def _read_with_answers(job: Job, town: Town) -> list[str]:
    """The digests of snapshots that went out with answers in them."""
    return [Path(path).parent.name for path in job.workbooks.values() if Path(path) in town.umlauf.instead]


def _released(job: Job) -> Released:
    """What a person has seen and means as it is."""
    said = job.known.get("released")
    return Released(frozenset(said["rules"]), said["fingerprint"], said["reason"]) if said else NOTHING


def _deliver(job: Job) -> dict[str, Any]:
    """The newest edition to one destination, and what was withdrawn is looked for there."""
    town, _, now = _town_of(job)
    place = Path(job.output) / town.name
    with DESTINATIONS[job.subject](Order(town.dataset, place, variables_of(town.name, os.environ))) as destination:
        edition = Folder(place).read_edition()  # not before, lest it be changed until nobody else may do so
        if edition is None:
            raise ConfigError(Text(f"{place}: Es gibt noch keine Ausgabe", f"{place}: there is no edition yet"))
        _fence(job)()
        receipt = destination.publish(edition)
        stamp, proof = stamp_of_shown(place), prove_at(Folder(place), town, destination, job.subject)
    if proof and proof.found:
        raise OutsideWorldError(still_there(proof))
    facts = _facts(town, now, "destination_recovered", None)
    return {"version": edition.version, "changed": receipt.changed, "stamp": stamp, "facts": as_json(facts)}


def _fence(job: Job) -> Callable[[], None]:
    """What raises once another watcher has taken over."""
    number = os.environ.get(LEASE)
    return partial(check_lease, Path(job.output) / FOLDER, int(number)) if number else no_fence


def _town_of(job: Job) -> tuple[Town, Resources, datetime]:
    resources = read_resources()
    town = overlaid(read_town(Path(job.settings), resources.code_lists), job.workbooks)
    return town, resources, datetime.fromisoformat(job.now)


def overlaid(town: Town, workbooks: Mapping[str, str]) -> Town:
    """The town with snapshots in the place of its files of the same names, and beside them what is new."""
    if not workbooks:
        return town
    kept = [path for path in town.workbooks if path.name not in workbooks]
    return replace(town, workbooks=tuple(sorted((*kept, *map(Path, workbooks.values())), key=lambda path: path.name)))


def _language(town: Town) -> Language:
    return "en" if town.dataset.language == "en" else "de"


def _facts(town: Town, now: datetime, kind: str, prepared: Prepared | None) -> NoticeFacts:
    dataset = town.dataset
    facts = NoticeFacts(
        town=town.name,
        title=dataset.title,
        when=now,
        kind=kind,
        contact=dataset.contact.name,
        email=dataset.contact.email,
        time_zone=dataset.schedule.time_zone,
    )
    if prepared is None:
        return facts
    report = prepared.report
    return replace(facts, counts=counts_of(report, len(prepared.roadmap.projects)), causes=causes_of(report))


def _post(job: Job) -> dict[str, Any]:
    """What is to be told of the town, to whom its settings name."""
    from pipeline.watch.post import post_letter

    town, _, now = _town_of(job)
    kept = place_of_circulars(Folder(Path(job.output) / town.name)) / f"{job.known['facts'].get('circular')}.json"
    letter = {**job.known, "circular": str(kept)}
    environment = variables_of(town.name, os.environ)
    return post_letter(town.dataset, letter, as_json(_facts(town, now, job.known["kind"], None)), environment, now)


def _fetch(job: Job) -> dict[str, Any]:
    """A workbook elsewhere, if it changed."""
    from pipeline.watch.addresses import fetch_for

    town, _, _ = _town_of(job)
    drops = Path(job.output) / town.name / "internal" / "drops"
    return fetch_for(town.dataset.sources, job.subject, drops, job.known, variables_of(town.name, os.environ))


_DO: Mapping[str, Callable[[Job], dict[str, Any]]] = {
    "judge": _judge,
    "publish": _publish,
    "deliver": _deliver,
    "fetch": _fetch,
    "post": _post,
    "merge": _merge,
    "remind": _remind,
}
