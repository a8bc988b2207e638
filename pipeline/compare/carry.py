"""Hold the new roadmap against the one before: what vanished is kept and told, and a great loss holds the edition back.

Completed and cancelled projects stay, and an id is never used again: so a project that is missing from the sheets stays
as it was last published, until the town says that it is withdrawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

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
    place = _place([project.key], roadmap, previous)
    return fill(rule, place, value=project.key, title=project.typed("title"))


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
            _place(lost, roadmap, previous),
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
    for name in COLUMNS:
        used = [project.key for project in previous.typed if name in _columns_of(project)]
        if used and name not in columns:
            yield fill(rules["column-lost"], _place(used, roadmap, previous), column=dataset.columns.title(name))


def _emptied_columns(
    roadmap: Roadmap, previous: Previous, dataset: Dataset, rules: RuleBook
) -> Iterator[ValidationResult]:
    """Columns that still stand there and are empty, or nearly so, for the projects of which they said something."""
    columns = {column.name for table in roadmap.tables for column in table.columns}
    now = {project.key: _columns_of(project) for project in roadmap.projects}
    both = [(project.key, _columns_of(project)) for project in previous.typed if project.key in now]
    for name in COLUMNS:
        if name in columns and name not in _PASSING:
            before = [key for key, old in both if name in old]
            gone = [key for key in before if name not in now[key]]
            if len(gone) > len(before) / 2 and (len(gone) >= _MANY or len(gone) == len(both) > 1):
                title, place = dataset.columns.title(name), _place(gone, roadmap, previous)
                left = len(before) - len(gone)
                yield fill(rules["column-emptied"], place, column=title, before=len(before), now=left)


def _columns_of(project: Project) -> frozenset[str]:
    return frozenset(entry.column for entry in project.entries)


_NAMED = 20
_MANY = 3
"""A cell or two are emptied on purpose every day."""
_PASSING = ("status_date", "status_reason", "plan_reason", "replaced_by", "offer_end")
"""What is said of a moment: a project that goes on loses the reason of its pause."""


def _place(keys: Iterable[str], roadmap: Roadmap, previous: Previous) -> CellRef:
    """The sheet in which most of these projects stand, or stood by what stood beside them the last time and is called
    alike.
    """
    sheets = {project.key: CellRef(project.table.file, project.table.sheet.name) for project in roadmap.projects}
    order = [project.key for project in previous.roadmap.projects]
    beside = [_nearest(order, sheets), _nearest(order[::-1], sheets)]
    votes = Counter[CellRef]()
    for key, other in ((key, each[key]) for key in keys for each in beside if key in each):
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(key, other, strict=False))
        votes[sheets[other]] += 1 + len([*alike])
    tables = (CellRef(table.file, table.sheet.name) for table in roadmap.tables)
    return votes.most_common(1)[0][0] if votes else next(tables, CellRef("dataset.toml"))


def _nearest(order: Iterable[str], still: Container[str]) -> dict[str, str]:
    """For each project the last one up to it that still stands in a sheet."""
    found, last = dict[str, str](), ""
    for key in order:
        last = key if key in still else last
        if last:
            found[key] = last
    return found
