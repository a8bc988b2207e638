"""The indicators of the edition before that stand in no sheet any more: two roadmaps in, findings out.

They are not carried as projects are: a figure that nobody vouches for any more is none of today. It stays in the
editions that said it, and the changes tell that it is gone.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.compare.carry import Previous
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Roadmap
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef


def told_of_vanished(roadmap: Roadmap, previous: Previous | None, rules: RuleBook) -> Iterator[ValidationResult]:
    """A finding for each of them, at the sheet of those that are left or else at the file of the projects."""
    if previous is None or not (previous.roadmap.indicators and roadmap.tables):
        return
    called = {indicator.called for indicator in roadmap.indicators}
    at = next((indicator.name.cell for indicator in roadmap.indicators), None)
    cell = CellRef(at.file, at.sheet) if at else CellRef(roadmap.tables[0].file)
    for indicator in previous.roadmap.indicators:
        if indicator.called not in called:
            name = indicator.name.said.text
            yield fill(rules["indicator-vanished"], cell, value=name, version=previous.version)
