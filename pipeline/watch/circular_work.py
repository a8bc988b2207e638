"""The circulars of a moment, chosen and laid in a process of its own: what the watcher then sends as letters."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.disk import write_file
from pipeline.merging import read_handed_in
from pipeline.model.circular import Circular
from pipeline.model.errors import ConfigError
from pipeline.model.merging import Received
from pipeline.model.notice import NoticeFacts, as_json, causes_of, is_internal
from pipeline.model.report import Language, ValidationReport
from pipeline.publish.folder import Folder
from pipeline.reminding import (
    Reminding,
    asked_until_now,
    keep_circular,
    kept_circulars,
    name_of,
    place_of_circulars,
    remind,
    workbook_of,
)
from pipeline.town import Town
from pipeline.town.resources import Resources


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that was handed in, as a job is told of it."""

    name: str
    sha256: str
    taken_at: datetime


def read_drops(said: Iterable[Mapping[str, str]]) -> list[HandedIn]:
    """The drops that a job is told of."""
    return [HandedIn(each["name"], each["sha256"], datetime.fromisoformat(each["taken_at"])) for each in said]


def lay_circulars(
    town: Town, resources: Resources, output: Path, now: datetime, known: Mapping[str, Any], facts: NoticeFacts
) -> dict[str, Any]:
    """Choose who is asked what, and keep each circular with its workbook. Begun again, it comes to the same."""
    folder, before = Folder(output / town.name), set(known["before"])
    with folder.shared():  # what is on its way to a destination may take an hour
        kept = kept_circulars(folder)
        sent = [circular for circular in kept if circular.id in before]
        asked = asked_until_now(sent)
        answered = _answered(town, resources, folder, kept, known)
        found = remind(town, resources, output, now=now, asked=asked, confirmed=answered)
        today = {circular.unit for circular in sent if circular.day == town.day_of(now)}
        circulars = [circular for circular in found.circulars if circular.unit not in today]
        laid = [_lay(circular, found, town, resources, folder) for circular in circulars]
    told = replace(facts, kind="unreached", causes=causes_of(ValidationReport(found.told)))
    return {"circulars": laid, "untold": _digest(told) if found.told else "", "facts": as_json(told)}


def _answered(
    town: Town, resources: Resources, folder: Folder, kept: Iterable[Circular], known: Mapping[str, Any]
) -> dict[str, date]:
    """When a unit last said something of a project that is not taken over yet: it is not asked again so soon."""
    kept, received = tuple(kept), list[Received]()
    for drop in read_drops(known["drops"]):
        with suppress(ConfigError):  # what cannot be read is told where it is merged
            received += read_handed_in([drop], folder.internal / "drops", kept, town, resources)[0]
    days = sorted((reply.day, key) for reply in received for key in keys_of(reply))
    return {key: day for day, key in days}


def keys_of(reply: Received) -> set[str]:
    """The projects of which a reply says something."""
    return {*reply.confirmed, *reply.dropped, *(place.key for place in reply.offers)}


def _lay(circular: Circular, found: Reminding, town: Town, resources: Resources, folder: Folder) -> dict[str, Any]:
    """Write the workbook, then keep the circular: what is kept counts as asked."""
    attached: list[str] = []
    if is_internal(circular.mailbox, town.dataset.notices):
        language: Language = "en" if town.dataset.language == "en" else "de"
        path = place_of_circulars(folder) / circular.id / name_of(circular)
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        write_file(path, workbook_of(circular, found, town, resources, language))
        attached = [str(path)]
    keep_circular(circular, folder)
    return {"id": circular.id, "to": circular.mailbox, "attached": attached}


def _digest(facts: NoticeFacts) -> str:
    """The same for the same units that cannot be reached, so that it is said once."""
    said = json.dumps([str(cause) for cause in facts.causes], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
