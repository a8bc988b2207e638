"""Hold the new roadmap against the one before: what vanished is kept and told, and a great loss holds the edition back.

Completed and cancelled projects stay, and an id is never used again: so a project that is missing from the sheets stays
as it was last published, until the town says that it is withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.model.columns import COLUMNS
from pipeline.model.dataset import Dataset
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Project, Roadmap, Words
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import fold
from pipeline.model.workbook import CellRef


@dataclass(frozen=True, slots=True)
class Carried:
    """The roadmap with what was kept, the keys of what was kept, and what there is to say of it."""

    roadmap: Roadmap
    keys: tuple[str, ...]
    results: tuple[ValidationResult, ...]


@dataclass(frozen=True, slots=True)
class Previous:
    """The roadmap of the edition before, read from its own workbook, its version, and the keys only carried in it."""

    roadmap: Roadmap
    carried: frozenset[str] = frozenset()
    version: str = ""

    @property
    def typed(self) -> tuple[Project, ...]:
        """The projects that stood in the town's sheets then."""
        return tuple(project for project in self.roadmap.projects if project.key not in self.carried)


def carry(roadmap: Roadmap, previous: Previous | None, dataset: Dataset, rules: RuleBook) -> Carried:
    """Keep what vanished since ``previous``, and tell of each project. A great loss is told besides and holds all back;
    until somebody releases it, the rules of the others are silent beside its own.
    """
    if previous is None:
        return Carried(roadmap, (), ())
    keys = {project.key for project in roadmap.projects}
    vanished = [project for project in previous.roadmap.projects if project.key not in keys]
    renamed = dict(_renamed(roadmap, previous, vanished))
    old_keys = {*renamed.values()}
    kept = [project for project in vanished if project.key not in old_keys]
    missing = [project for project in kept if project.key not in dataset.withdrawn]
    results = [
        *(_key_changed(project, renamed[project.key], rules) for project in roadmap.projects if project.key in renamed),
        *_lost_rows(missing, roadmap, previous, dataset, rules),
        *(_vanished(project, roadmap, previous, rules) for project in missing),
        *_lost_columns(roadmap, previous, dataset, rules),
        *_emptied_columns(roadmap, previous, dataset, rules),
    ]
    carried = tuple(project.key for project in kept)
    return Carried(replace(roadmap, projects=(*roadmap.projects, *kept)), carried, tuple(results))


def _renamed(roadmap: Roadmap, previous: Previous, vanished: list[Project]) -> Iterator[tuple[str, str]]:
    """From the keys of new projects to the key that a vanished project of the very same title had."""
    before = {project.key for project in previous.roadmap.projects}
    old_keys = {title: project.key for project in vanished if (title := _title(project))}
    for project in roadmap.projects:
        if project.key not in before and (old := old_keys.pop(_title(project), None)):
            yield project.key, old


def _title(project: Project) -> str:
    title = project.first("title")
    return fold(title.text) if isinstance(title, Words) else ""


def _key_changed(project: Project, old: str, rules: RuleBook) -> ValidationResult:
    column = project.table.column("id")
    title = column.title if column else ""
    return fill(rules["key-changed"], project.cell("id"), column=title, value=project.key, other=old)


def _vanished(project: Project, roadmap: Roadmap, previous: Previous, rules: RuleBook) -> ValidationResult:
    """A warning when it vanishes; from then on a note, lest every run end with findings."""
    rule = rules["project-kept" if project.key in previous.carried else "project-vanished"]
    return fill(rule, _place(roadmap), value=project.key, title=project.typed("title"))


def _lost_rows(
    missing: Iterable[Project], roadmap: Roadmap, previous: Previous, dataset: Dataset, rules: RuleBook
) -> Iterator[ValidationResult]:
    """Whether more is missing than the town expects, of the projects that stood in its sheets the last time."""
    before = {project.key for project in previous.typed}
    lost = [project.key for project in missing if project.key in before]
    if len(lost) > len(before) * dataset.expectations.max_lost_rows:
        named, more = ", ".join(lost[:_NAMED]), len(lost) - _NAMED
        yield fill(
            rules["rows-lost"],
            _place(roadmap),
            now=len(before) - len(lost),
            before=len(before),
            missing_de=f"{named} und {more} weitere" if more > 0 else named,
            missing_en=f"{named} and {more} more" if more > 0 else named,
        )


def _lost_columns(
    roadmap: Roadmap, previous: Previous, dataset: Dataset, rules: RuleBook
) -> Iterator[ValidationResult]:
    """Columns that said something the last time and stand in no table any more."""
    columns = {column.name for table in roadmap.tables for column in table.columns}
    used = {entry.column for project in previous.typed for entry in project.entries}
    for name in COLUMNS:
        if name in used - columns:
            yield fill(rules["column-lost"], _place(roadmap), column=dataset.columns.title(name))


def _emptied_columns(
    roadmap: Roadmap, previous: Previous, dataset: Dataset, rules: RuleBook
) -> Iterator[ValidationResult]:
    """Columns that still stand there and are empty, or nearly so, for the projects of which they said something."""
    columns = {column.name for table in roadmap.tables for column in table.columns}
    now = {project.key: _columns_of(project) for project in roadmap.projects}
    both = [(_columns_of(project), now[project.key]) for project in previous.typed if project.key in now]
    for name in COLUMNS:
        if name in columns and name not in _PASSING:
            before, left = sum(name in old for old, _ in both), sum(name in old & new for old, new in both)
            gone = before - left
            if gone > before / 2 and (gone >= _MANY or gone == len(both) > 1):
                title = dataset.columns.title(name)
                yield fill(rules["column-emptied"], _place(roadmap), column=title, before=before, now=left)


def _columns_of(project: Project) -> frozenset[str]:
    return frozenset(entry.column for entry in project.entries)


_NAMED = 20
_MANY = 3
"""A cell or two are emptied on purpose every day."""
_PASSING = ("status_date", "status_reason", "plan_reason", "replaced_by", "offer_end")
"""What is said of a moment: a project that goes on loses the reason of its pause."""


def _place(roadmap: Roadmap) -> CellRef:
    """The sheet where what is missing would be looked for first."""
    first = next(iter(roadmap.tables), None)
    return CellRef(first.file, first.sheet.name) if first else CellRef("dataset.toml")
