"""Which organizations of the settings no table names: what the town said of them has no effect."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.dataset import Dataset
from pipeline.model.naming import Naming
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Name, Roadmap
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef


def unmentioned(roadmap: Roadmap, dataset: Dataset, naming: Naming, rules: RuleBook) -> Iterator[ValidationResult]:
    """A note for each name under ``[organizations]`` that stands in no cell of any project."""
    values = (entry.value for project in roadmap.projects for entry in project.entries)
    named = {naming.organization(value.text) for value in values if isinstance(value, Name)}
    for name in (*dataset.organizations.inside, *dataset.organizations.outside):
        if naming.organization(name) not in named:
            yield fill(rules["organization-unmentioned"], CellRef("dataset.toml"), value=name)
