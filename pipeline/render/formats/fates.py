"""What became of projects that a town no longer keeps: its settings and the carried keys in, words for each out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from pipeline.model.dataset import Dataset, Withdrawal
from pipeline.model.report import Text
from pipeline.model.roadmap import Roadmap


class Fate(NamedTuple):
    """What is to be said of a project beside all that it says itself, and whether the town has taken it back."""

    words: Text
    is_withdrawn: bool


NO_FATES: Mapping[str, Fate] = {}


def build_fates(roadmap: Roadmap, dataset: Dataset, carried: Collection[str]) -> Mapping[str, Fate]:
    """By key, the projects that were withdrawn, and those that stand in no sheet any more and are kept."""
    fates = {}
    for project in roadmap.projects:
        if withdrawal := dataset.withdrawn.get(project.key):
            fates[project.key] = Fate(_withdrawn(withdrawal), is_withdrawn=True)
        elif project.key in carried:
            fates[project.key] = Fate(_CARRIED, is_withdrawn=False)
    return fates


def _withdrawn(withdrawal: Withdrawal) -> Text:
    since, reason = withdrawal.since, withdrawal.reason
    german, english = f"{since.day:02}.{since.month:02}.{since.year:04}", since.isoformat()
    return Text(f"zurückgezogen am {german}: {reason.de}", f"withdrawn on {english}: {reason.en}")


_CARRIED = Text(
    "nicht mehr in der Tabelle der Stadt, Stand der letzten Angabe",
    "no longer in the town's sheets, as it was last told",
)
