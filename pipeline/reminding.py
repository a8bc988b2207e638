"""Who is asked about the projects of a town, and with which workbook: a town and its editions in, its circulars out.

What was sent out is kept beside the editions, not for the public: only so is it known again when it comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from pipeline.compare import last_changed, parse_lifetimes
from pipeline.disk import write_file
from pipeline.model.circular import Circular, Reply
from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.kept_circular import parse_circular, write_circular
from pipeline.model.naming import slug
from pipeline.model.notice import is_internal
from pipeline.model.proof import Sought
from pipeline.model.report import (
    Language,
    Tell,
    Text,
    ValidationReport,
    ValidationResult,
    build_report,
    fill,
    tell_nobody,
)
from pipeline.model.roadmap import Roadmap
from pipeline.model.routine import Reminders
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef
from pipeline.prepare import prepare, read_all
from pipeline.publish.folder import Folder
from pipeline.remind import Asked, choose, compose, judge_reply, judge_stray, told_of_units
from pipeline.run import read_previous
from pipeline.town import Town
from pipeline.town.resources import Resources
from pipeline.validate import personal_mailboxes


@dataclass(frozen=True, slots=True)
class Reminding:
    """The circulars of a day, the roadmap that they ask about, and what there is to say of who cannot be asked.

    ``report`` is that of the roadmap: what its rules found in files or columns leaves projects unread, and unasked.
    """

    circulars: tuple[Circular, ...]
    roadmap: Roadmap
    told: tuple[ValidationResult, ...]
    report: ValidationReport


def remind(
    town: Town,
    resources: Resources,
    output: Path,
    *,
    now: datetime,
    asked: Asked | None = None,
    confirmed: Mapping[str, date] | None = None,
    tell: Tell = tell_nobody,
) -> Reminding:
    """All that is to be asked now. Nothing is sent, and nothing kept.

    ``asked`` is when a unit was last asked about a project, else as the kept circulars tell; ``confirmed`` are days on
    which projects were said to be right, beside those of the editions in which they changed and of released replies.
    """
    folder, day = Folder(output / town.name), town.day_of(now)
    previous = read_previous(folder, town, resources, today=day)
    prepared = prepare(read_all(town, resources, tell=tell), town, resources, today=day, previous=previous, tell=tell)
    rules = resources.rules_for(town.dataset)
    reminders, refused = _without_persons(town, rules)
    standing = tuple(each for each in prepared.roadmap.projects if each.key not in town.dataset.withdrawn)
    roadmap = replace(prepared.roadmap, projects=standing)
    said = {**town.umlauf.ledger.confirmed, **(confirmed or {})}
    days = _days(folder, town, (project.key for project in standing), said)
    if asked is None:  # what was asked today is asked again just so, as long as the day lasts
        asked = asked_until_now(circular for circular in kept_circulars(folder) if circular.day < day)
    naming = town.strategy.naming
    requests = choose(roadmap, prepared.report.results, reminders, day, days, naming=naming, asked=asked)
    version = previous.version if previous else ""
    circulars = tuple(compose(requests, roadmap, town.dataset, day=day, version=version))
    outside = told_of_outside(town, rules)
    told = build_report((*refused, *outside, *told_of_units(roadmap, town.dataset.reminders, naming, rules))).results
    return Reminding(circulars, roadmap, told, prepared.report)


def _without_persons(town: Town, rules: RuleBook) -> tuple[Reminders, list[ValidationResult]]:
    """The reminders without the mailboxes of persons, and a finding for each of these."""
    reminders = town.dataset.reminders
    persons = set(personal_mailboxes(reminders.units, town.dataset, rules))
    rule = rules["reminder-mailbox-personal"]
    kept = {unit: mailbox for unit, mailbox in reminders.units.items() if unit not in persons}
    cell = CellRef("dataset.toml")
    return replace(reminders, units=kept), [fill(rule, cell, value=unit) for unit in sorted(persons)]


def told_of_outside(town: Town, rules: RuleBook) -> list[ValidationResult]:
    """A finding for each unit whose mailbox gets no workbook; none where no circular is sent by mail."""
    dataset = town.dataset
    units = dataset.reminders.units if dataset.mail.host else {}
    cell, rule = CellRef("dataset.toml"), rules["reminder-mailbox-outside"]
    outside = [unit for unit, mailbox in units.items() if not is_internal(mailbox, dataset.notices)]
    return [fill(rule, cell, value=unit) for unit in sorted(outside)]


def _days(folder: Folder, town: Town, keys: Iterable[str], confirmed: Mapping[str, date]) -> dict[str, date]:
    """The last day on which each project changed in an edition or was confirmed."""
    history = folder.find_file("current", _HISTORY)
    days = last_changed(parse_lifetimes(history), town.strategy.naming, keys)
    return {key: max(day for day in (days.get(key), confirmed.get(key)) if day) for key in {*days, *confirmed}}


_HISTORY = "history.nq"


def workbook_of(circular: Circular, found: Reminding, town: Town, resources: Resources, language: Language) -> bytes:
    """The workbook that a circular is sent as."""
    from pipeline.render.formats.circular import render_circular

    lists = resources.code_lists
    return render_circular(circular, found.roadmap, town.dataset, town.strategy, code_lists=lists, language=language)


def name_of(circular: Circular) -> str:
    """What the file of a circular is called. It may be renamed: it is known by its mark."""
    return f"umlauf-{slug(circular.unit)}-{circular.day.isoformat()}.xlsx"


def keep_circular(circular: Circular, folder: Folder) -> None:
    """Keep what is sent out, whole or not at all. Raises ``OutsideWorldError``."""
    path = place_of_circulars(folder) / f"{circular.id}.json"
    try:
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        write_file(path, write_circular(circular).encode())
    except OSError as error:
        raise OutsideWorldError(
            Text(
                f"{path}: ließ sich nicht schreiben ({reason_of(error).de})",
                f"{path}: could not be written ({reason_of(error).en})",
            )
        ) from error


def kept_circulars(folder: Folder) -> list[Circular]:
    """All circulars that were sent out and are still kept, the oldest first."""
    found = [parse_circular(path.read_text("utf-8")) for path in sorted(place_of_circulars(folder).glob("*.json"))]
    return sorted(found, key=lambda circular: (circular.day, circular.unit))


def forget_in_circulars(folder: Folder, sought: Sought) -> None:
    """Take out of what was sent to units, and of what came back, whatever must not be found. ``folder`` is locked.

    A circular goes on without the projects; what cannot be told without them goes.
    """
    place = place_of_circulars(folder)
    for path in sorted(path for path in place.rglob("*") if path.is_file()):
        if not sought.says(path.name, path.read_bytes()):
            continue
        left = _without(path, sought) if path.parent == place and path.suffix == ".json" else b""
        if left and not sought.says(path.name, left):
            write_file(path, left)
        else:
            path.unlink()


def _without(path: Path, sought: Sought) -> bytes:
    try:
        return write_circular(parse_circular(path.read_text("utf-8")).without(sought.keys)).encode()
    except (ValueError, LookupError, TypeError):  # it is none that we wrote
        return b""


def place_of_circulars(folder: Folder) -> Path:
    """Where it is kept what was sent out."""
    return folder.internal / "umlauf"


def asked_until_now(circulars: Iterable[Circular]) -> Asked:
    """When each unit was last asked about each project."""
    days = ((circular.unit, key, circular.day) for circular in circulars for key in circular.keys)
    return {(unit, key): day for unit, key, day in sorted(days)}


def judge(reply: Reply, folder: Folder, rules: RuleBook) -> tuple[Circular | None, tuple[ValidationResult, ...]]:
    """The circular that a reply answers, if it is known, and all that can be said against the reply."""
    circular = next((each for each in kept_circulars(folder) if each.id == reply.id), None)
    return circular, judge_reply(reply, circular, rules) if circular else judge_stray(reply, rules)
