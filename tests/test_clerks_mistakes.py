"""A clerk's mistake is one finding, at its cell, and whoever does what the remedy says is rid of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.compare.carry import Previous
from pipeline.model.report import Severity
from pipeline.model.roadmap import EntryValue
from pipeline.prepare import Prepared
from tests.clerks_changes import Change
from tests.clerks_mistakes import MISTAKES, Mistake
from tests.clerks_workbook import clean_workbook, prepare_workbook

_ALONE = [(name, at) for name, mistake in MISTAKES.items() for at in range(1, len(mistake.mends))]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("musterstadt")


@pytest.fixture(scope="module")
def clean(home: Path) -> Prepared:
    return prepare_workbook(clean_workbook(), home)


def _changed(*changes: Change) -> Workbook:
    book = clean_workbook()
    for change in changes:
        change(book.worksheets[0])
    return book


def _prepare(mistake: Mistake, home: Path, clean: Prepared, *mends: Change) -> Prepared:
    previous = Previous(clean.roadmap) if mistake.looks_back else None
    return prepare_workbook(_changed(mistake.make, *mends), home, previous=previous)


def _found(prepared: Prepared) -> list[tuple[str, str]]:
    return [(result.rule.id, result.cell.address) for result in prepared.report.results]


def _said(prepared: Prepared) -> dict[str, list[tuple[str, EntryValue]]]:
    """What each project says, wherever its columns stand."""
    return {
        project.key: sorted(((entry.column, entry.value) for entry in project.entries), key=lambda said: said[0])
        for project in prepared.roadmap.projects
    }


def test_the_workbook_is_clean_before_anyone_makes_a_mistake(clean: Prepared) -> None:
    assert _found(clean) == []
    assert len(clean.roadmap.projects) == 12


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_once_and_its_remedy_mends_it(name: str, home: Path, clean: Prepared) -> None:
    mistake = MISTAKES[name]

    told = _prepare(mistake, home, clean)
    mended = _prepare(mistake, home, clean, mistake.mends[0])

    assert _found(told) == [(mistake.rule, mistake.cell)]
    assert all([*told.report.results[0].message, *told.report.results[0].remedy])
    assert _found(mended) == []
    assert _said(mended) == _said(clean)


@pytest.mark.parametrize(("name", "at"), _ALONE)
def test_whatever_else_the_remedy_offers_works_as_well(name: str, at: int, home: Path, clean: Prepared) -> None:
    mistake = MISTAKES[name]

    mended = _prepare(mistake, home, clean, mistake.mends[at])

    assert [result.rule.id for result in mended.report.results if result.severity is not Severity.INFO] == []
    assert mistake.rule not in [result.rule.id for result in mended.report.results]
