"""What led to an edition that was taken back: recorded beside the editions, told when the same files come again.

A record counts only while the edition that it was written for stands: one that was killed on the way took nothing back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.disk import write_file
from pipeline.model.edition import Edition, Input
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.workbook import CellRef
from pipeline.prepare import SETTINGS, Read
from pipeline.publish.folder import Folder
from pipeline.publish.halves import version_order
from pipeline.town import Town
from pipeline.town.resources import Resources

RECORD = "rolled_back.json"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Files of an edition that was taken back, by ``edition``, which was made at ``made_at``; and why."""

    version: str
    edition: str
    made_at: str
    reason: Text
    inputs: tuple[Input, ...]


def record_return(folder: Folder, edition: Edition, earlier: Edition) -> None:
    """Record what led to the editions since ``earlier`` before ``edition``, the return to it, is published."""
    assert edition.returned
    reason, made_at = edition.returned.reason, edition.made_at.isoformat()
    since = (version for version in folder.versions() if version_order(version) > version_order(earlier.version))
    told = [
        TakenBack(version, edition.version, made_at, reason, inputs)
        for version in since
        if (inputs := _led_to(_inputs(folder, version), earlier.inputs))
    ]
    _write(folder, [*read_taken_back(folder), *told])


def with_taken_back(found: Read, folder: Folder, town: Town, resources: Resources) -> Read:
    """What was read, with a finding at each file that led to an edition which was taken back."""
    rules = resources.rules_for(town.dataset)
    told: dict[str, ValidationResult] = {}
    for record in read_taken_back(folder):
        for given in _same(record, found.inputs):
            day = town.day_of(datetime.fromisoformat(record.made_at))
            told[given.file] = fill(
                rules["input-taken-back"],
                CellRef(given.file),
                value=record.version,
                day=Text(f"{day:%d.%m.%Y}", day.isoformat()),
                reason=record.reason,
            )
    return replace(found, results=(*found.results, *told.values()))


def forget_released(folder: Folder, found: Read) -> None:
    """Forget what was published all the same, for somebody released it."""
    records = read_taken_back(folder)
    kept = [record for record in records if not _same(record, found.inputs)]
    if len(kept) < len(records):
        _write(folder, kept)


def read_taken_back(folder: Folder) -> list[TakenBack]:
    """All that was taken back and not released since, the oldest first. Raises ``OutsideWorldError``."""
    path = folder.internal / RECORD
    try:
        records = [_parse(told) for told in json.loads(path.read_bytes())] if path.is_file() else []
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise OutsideWorldError(_damaged(path)) from error
    return [record for record in records if _stands(record, folder)]


def _stands(record: TakenBack, folder: Folder) -> bool:
    manifest = folder.manifest(record.edition)
    return manifest is not None and manifest["made_at"] == record.made_at


def _inputs(folder: Folder, version: str) -> tuple[Input, ...]:
    return tuple(Input(**given) for given in (folder.manifest(version) or {}).get("inputs", ()))


def _led_to(inputs: Sequence[Input], before: Iterable[Input]) -> tuple[Input, ...]:
    """The files to blame: workbooks that were not in the edition before, else settings, else all of them."""
    new = tuple(given for given in inputs if given not in set(before))
    workbooks = tuple(given for given in new if _is_workbook(given))
    return workbooks or new or tuple(inputs)


def _is_workbook(given: Input) -> bool:
    return given.file != SETTINGS and not given.file.endswith((".ttl", ".json", ".nt"))


def _same(record: TakenBack, inputs: Sequence[Input]) -> list[Input]:
    """The recorded files that are there again. Where settings and workbooks are recorded, all of them must be."""
    there = [given for given in record.inputs if given in set(inputs)]
    return there if len(there) == len(record.inputs) or all(map(_is_workbook, record.inputs)) else []


def _write(folder: Folder, records: Iterable[TakenBack]) -> None:
    told = [
        {
            "version": record.version,
            "edition": record.edition,
            "made_at": record.made_at,
            "reason": record.reason._asdict(),
            "inputs": [given._asdict() for given in record.inputs],
        }
        for record in records
    ]
    write_file(folder.internal / RECORD, json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n")


def _parse(told: dict[str, Any]) -> TakenBack:
    inputs = tuple(Input(str(given["file"]), str(given["sha256"])) for given in told["inputs"])
    datetime.fromisoformat(told["made_at"])
    reason = Text(str(told["reason"]["de"]), str(told["reason"]["en"]))
    return TakenBack(str(told["version"]), str(told["edition"]), str(told["made_at"]), reason, inputs)


def _damaged(path: Path) -> Text:
    return Text(
        f"{path}: ist beschädigt; stellen Sie die Datei aus einer Sicherung her, denn sie sagt, was zurückgenommen ist",
        f"{path}: is damaged; restore it from a backup, for it says what was taken back",
    )
