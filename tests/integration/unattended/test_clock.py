"""Clocks that change: summer time both ways, a day back, 2038. What is due comes once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.integration.unattended.stage import TOWN, Stage, build_stage

pytestmark = pytest.mark.integration


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A town that publishes every night at half past two, which one night has not and another has twice."""
    stage = build_stage(tmp_path)
    settings = stage.sources / TOWN / "dataset.toml"
    text = settings.read_text("utf-8")
    settings.write_text(f'{text}\n[schedule]\ntime_zone = "Europe/Berlin"\npublish = "30 2 * * *"\n', "utf-8")
    return stage


def _at(stage: Stage, moment: str) -> list[str]:
    """Look after the town at a moment of its clock, in UTC; the editions after that."""
    epoch = int(datetime.fromisoformat(f"{moment}+00:00").timestamp())
    said = stage.once("--every", "0.2", wrapped=("env", f"SOURCE_DATE_EPOCH={epoch}"))
    print(moment, said)
    return stage.folder.versions()


@pytest.mark.parametrize(
    ("before", "early", "late", "again"),
    [
        # From two to three there is no half past two: it is told once, at most an hour later.
        ("2026-03-28 12:00:00", "2026-03-29 00:10:00", "2026-03-29 02:10:00", "2026-03-29 03:10:00"),
        # Half past two comes twice: the second is none.
        ("2026-10-24 12:00:00", "2026-10-25 00:10:00", "2026-10-25 00:40:00", "2026-10-25 01:40:00"),
        ("2038-01-18 12:00:00", "2038-01-19 01:10:00", "2038-01-19 01:40:00", "2038-01-19 03:20:00"),
    ],
)
def test_a_night_has_one_publication(before: str, early: str, late: str, again: str, stage: Stage) -> None:
    stage.drop(0)
    assert _at(stage, before) == []
    assert _at(stage, early) == []

    assert len(_at(stage, late)) == 1

    stage.drop(1)
    assert len(_at(stage, again)) == 1  # what came after the moment waits for the next night


def test_a_clock_that_goes_back_a_day_neither_doubles_nor_loses_anything(stage: Stage) -> None:
    stage.drop(0)
    _at(stage, "2026-06-09 12:00:00")
    assert len(_at(stage, "2026-06-10 01:00:00")) == 1
    stage.drop(1)

    assert len(_at(stage, "2026-06-09 01:00:00")) == 1
    assert len(_at(stage, "2026-06-09 12:00:00")) == 1
    assert len(_at(stage, "2026-06-10 01:00:00")) in (1, 2)
    assert len(_at(stage, "2026-06-11 01:00:00")) == 2


def test_a_clock_that_was_in_2038_by_mistake_silences_nobody(stage: Stage) -> None:
    stage.drop(0)
    _at(stage, "2038-06-09 12:00:00")
    assert len(_at(stage, "2038-06-10 01:00:00")) == 1
    stage.drop(1)
    _at(stage, "2026-06-09 12:00:00")

    assert len(_at(stage, "2026-06-10 01:00:00")) == 2
