"""The requests of one unit as a circular: what the sheet will show, and the text that is sent out in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pipeline.model.circular import Circular, Request, base_of, circular_id, columns_of, locked_of
from pipeline.model.dataset import Dataset
from pipeline.model.roadmap import Project, Roadmap


def compose(
    requests: Sequence[Request], roadmap: Roadmap, dataset: Dataset, *, day: date, version: str
) -> Iterator[Circular]:
    """A circular for each unit that is asked something. ``version`` is the edition that stands on that ``day``."""
    by_unit: dict[str, list[Request]] = {}
    for request in requests:
        by_unit.setdefault(request.unit, []).append(request)
    for unit, asked in by_unit.items():
        keys = {request.key for request in asked}
        projects = [project for project in roadmap.projects if project.key in keys]
        names = columns_of(projects, dataset.columns.key_from)
        yield Circular(
            id=circular_id(dataset.name, unit, version, day),
            town=dataset.name,
            unit=unit,
            mailbox=asked[0].mailbox,
            day=day,
            due=day + timedelta(days=dataset.reminders.again_after_days),
            version=version,
            requests=tuple(asked),
            columns={name: _title(name, projects) for name in names},
            base=base_of(projects, names),
            locked=locked_of(projects, names),
        )


def _title(name: str, projects: Sequence[Project]) -> str:
    """What the town's own sheet calls a column, on one line."""
    titles = (column.title for project in projects for column in project.table.columns if column.name == name)
    return " ".join(next(titles).split())
