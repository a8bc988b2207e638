"""A town with a new workbook that lacks released answers: read with these in it, as far as nobody contradicts them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.disk import write_file
from pipeline.merging import copies_of, merge_town
from pipeline.model.errors import ConfigError
from pipeline.town import Town
from pipeline.town.resources import Resources


def with_answers(town: Town, resources: Resources, place: Path, now: datetime) -> Town:
    """The town as it is, or with a copy below ``place`` in the place of each workbook that lacks answers.

    What is in conflict stays as the new workbook has it, so that the rules tell of it.
    """
    umlauf = town.umlauf
    copied = {town.folder / each.master for each in umlauf.ledger.copies}
    if not umlauf.ledger.released or (copied <= set(umlauf.instead) and copied <= set(town.workbooks)):
        return town
    try:
        merging = merge_town(town, resources, (), now=now)
        copies = copies_of(merging)
    except ConfigError:  # what cannot be read or written is told by the rules
        return town
    instead = dict(umlauf.instead)
    for path, content in copies.items():
        target = place / hashlib.sha256(content).hexdigest() / path.name
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        write_file(target, content)
        instead[path] = target
    return replace(town, umlauf=replace(umlauf, instead=instead))
