"""What is withdrawn is left out of what the sheets say: a roadmap and keys in, the roadmap without them and why out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.compare.carry import Previous
from pipeline.model.history import Turn
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Roadmap
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is left, what is to be told of each row that is not, and the rows: file, sheet and number."""

    roadmap: Roadmap
    turns: tuple[Turn, ...]
    results: tuple[ValidationResult, ...]
    rows: frozenset[tuple[str, str | None, int | None]]

    def is_of_row(self, cell: CellRef) -> bool:
        """Whether a cell stands in a row that is left out: what is wrong there holds nobody back."""
        return (cell.file, cell.sheet, cell.row) in self.rows


def leave_out(roadmap: Roadmap, turns: Iterable[Turn], keys: Collection[str], rules: RuleBook) -> LeftOut:
    """Take the projects of these keys out, and the rows of the history that tell of them."""
    turns = tuple(turns)
    gone = [project for project in roadmap.projects if project.key in keys]
    places = [(project.cell("id"), project.key) for project in gone]
    places += [(turn.place("key"), turn.key) for turn in turns if turn.key in keys]
    return LeftOut(
        replace(roadmap, projects=tuple(project for project in roadmap.projects if project.key not in keys)),
        tuple(turn for turn in turns if turn.key not in keys),
        tuple(_told(places, rules)),
        frozenset((cell.file, cell.sheet, cell.row) for cell, _ in places),
    )


def _told(places: Iterable[tuple[CellRef, str]], rules: RuleBook) -> Iterator[ValidationResult]:
    yield from (fill(rules["row-withdrawn"], cell, value=key) for cell, key in places)


def forget_withdrawn(previous: Previous | None, keys: Collection[str]) -> Previous | None:
    """The edition before as if it had never said these projects: what is withdrawn is not carried."""
    if previous is None or not keys:
        return previous
    roadmap = previous.roadmap
    projects = tuple(project for project in roadmap.projects if project.key not in keys)
    history = tuple(turn for turn in roadmap.history if turn.key not in keys)
    return replace(previous, roadmap=replace(roadmap, projects=projects, history=history))
