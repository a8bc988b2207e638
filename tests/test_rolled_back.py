"""An earlier edition comes back as a new one: its words to the letter, and why; what led astray is not published again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.model.edition import Edition
from pipeline.model.report import Text
from pipeline.publish.folder import Folder
from pipeline.rolled_back import roll_back
from pipeline.town.resources import read_resources
from tests.five_editions import DAYS, NAME, moment, play_all
from tests.towns import output_of, town_of

NOW = moment(4) + timedelta(days=1)
WHY = Text("Die Tabelle war die falsche.", "The workbook was the wrong one.")


def _folder(place: Path) -> Folder:
    return Folder(output_of(place) / NAME)


def _roll_back(place: Path, version: str, reason: Text = WHY) -> Edition:
    folder = _folder(place)
    with folder.locked():
        return roll_back(folder, town_of(place), read_resources(), version=version, reason=reason, now=NOW)


@pytest.mark.parametrize("number", range(4))
def test_what_an_edition_said_comes_back_to_the_letter(tmp_path: Path, number: int) -> None:
    place = play_all(tmp_path)

    edition = _roll_back(place, DAYS[number])

    folder = _folder(place)
    for name in ("roadmap.nt", "strategy.nt"):
        assert folder.find_file("current", name) == folder.find_file(DAYS[number], name)
    assert (edition.version, edition.previous) == ("2026-01-16", DAYS[4])
    assert edition.carried == tuple(folder.manifest(DAYS[number])["carried"])
