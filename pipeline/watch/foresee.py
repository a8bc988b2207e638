"""What would come of a town's next edition if answers were released, tried in a copy of its folder."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.merging import Merging, merge_town, release
from pipeline.model.report import ValidationReport
from pipeline.publish.folder import Folder
from pipeline.run import prepare_next
from pipeline.town import inbox_of, read_town
from pipeline.town.resources import Resources

_SETTINGS = "dataset.toml"


def foresee(merging: Merging, resources: Resources, folder: Folder, now: datetime) -> ValidationReport:
    """The report on the town with all of this released. Nothing of the town is touched; ``folder`` is locked."""
    town = merging.town
    inbox = inbox_of(town.folder, town.dataset).resolve()

    def left_out(place: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(place, name).resolve() == inbox]

    with TemporaryDirectory() as place:
        copied = Path(place) / town.folder.resolve().name
        shutil.copytree(town.folder, copied, ignore=left_out)
        copy = read_town(copied / _SETTINGS, resources.code_lists)
        release(merge_town(copy, resources, merging.received, now=now, settled=merging.settled))
        copy = read_town(copied / _SETTINGS, resources.code_lists)
        return prepare_next(copy, resources, folder, today=town.day_of(now)).prepared.report
