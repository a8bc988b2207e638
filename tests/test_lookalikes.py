"""Sheets laid out as authorities lay out theirs: every row is a project or explained, and nothing is told in vain."""

from __future__ import annotations

import pytest

from tests.lookalikes import LOOKALIKES
from tests.rough_lookalikes import ROUGH
from tests.sheets import by_reason, every_row_is_accounted_for, read

SHEETS = {**LOOKALIKES, **ROUGH}
each = pytest.mark.parametrize("name", SHEETS)


@each
def test_every_row_is_a_project_or_explained(name: str) -> None:
    expected = SHEETS[name]

    found = read(*expected.sheets, columns=expected.columns)

    assert {sheet.name: by_reason(found.left_out(sheet.name)) for sheet in expected.sheets} == expected.left_out
    assert len(found.projects) == expected.projects
    assert every_row_is_accounted_for(found)


@each
def test_nothing_is_told_but_what_is_worth_a_word(name: str) -> None:
    expected = SHEETS[name]

    assert read(*expected.sheets, columns=expected.columns).rules == list(expected.rules)
