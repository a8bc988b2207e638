"""A year of a town with twelve units: at its end all is as the timeline says that was written by hand."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("aiosmtpd", reason="make test-unattended installs it")
pytest.importorskip("cheroot", reason="make test-unattended installs it")

from tests.integration.unattended.year import ENVIRONMENT, Entry, open_year, read_timeline

pytestmark = [pytest.mark.integration, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def test_a_year_goes_by_as_its_timeline_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    timeline = read_timeline()
    came: list[str] = []
    with open_year(tmp_path, date(2026, 1, 1)) as year:
        for entry, following in pairwise(timeline):
            came += [_headline(entry), *year.play(entry, following.at)]

    assert came == [line for entry in timeline[:-1] for line in (_headline(entry), *entry.then)]


def _headline(entry: Entry) -> str:
    return f"{entry.at:%Y-%m-%d %H:%M} {entry.story}"
