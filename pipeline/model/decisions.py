"""The decisions behind a project, put together from its cells: the first of each column belong together, and so on.

Where one column has more than another, nobody can tell which belong together: such columns are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.columns import DECISION_COLUMNS
from pipeline.model.council import Resolution, same_number
from pipeline.model.period import Period
from pipeline.model.roadmap import Entry, Paper, Project, is_read

_NUMBER, _DATE, _BODY, _PAGE = DECISION_COLUMNS


class Decision(NamedTuple):
    """One decision by its key among those of the project: the number of its paper, or the place in the row."""

    key: str
    entries: Mapping[str, Entry]

    @property
    def number(self) -> str:
        """The number of its paper, if it has one."""
        entry = self.entries.get(_NUMBER)
        return entry.value.number if entry and isinstance(entry.value, Paper) else ""

    @property
    def day(self) -> Entry | None:
        """The cell that says when it was made."""
        return self.entries.get(_DATE)

    def contradicts(self, found: Resolution) -> bool:
        """Whether the sheet says another day than the council information system."""
        said = self.day.value if self.day else None
        if not isinstance(said, Period) or not said.begin:
            return False
        return not said.begin.first <= found.day <= said.begin.last


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a project, and the entries that belong to none of them for certain, by their columns."""

    paired: tuple[Decision, ...]
    unpaired: Mapping[str, Sequence[Entry]]


def decisions_of(project: Project) -> Decisions:
    """What can be read, put together."""
    cells = {name: [entry for entry in project.entries if entry.column == name] for name in DECISION_COLUMNS}
    count = _count(cells)
    fitting = {name: entries for name, entries in cells.items() if len(entries) in (0, count)}
    if _is_ambiguous(fitting.get(_NUMBER, ())):
        fitting.pop(_NUMBER)
    unpaired = {name: entries for name, entries in cells.items() if name not in fitting}
    rows = [{name: entries[at] for name, entries in fitting.items() if entries} for at in range(count)]
    paired = [Decision(_key(row, at), row) for at, row in enumerate(rows, start=1)]
    return Decisions(tuple(decision for decision in paired if decision.entries), unpaired)


def _count(cells: Mapping[str, Sequence[Entry]]) -> int:
    """How many decisions there are: as many as papers, else as many as anything."""
    if cells[_NUMBER] and all(is_read(entry.value) for entry in cells[_NUMBER]):
        return len(cells[_NUMBER])
    return max(map(len, cells.values()))


def _is_ambiguous(numbers: Sequence[Entry]) -> bool:
    said = [same_number(entry.value.number) for entry in numbers if isinstance(entry.value, Paper)]
    return len({*said}) < len(said)


def _key(row: Mapping[str, Entry], at: int) -> str:
    value = row[_NUMBER].value if _NUMBER in row else None
    return value.number if isinstance(value, Paper) else str(at)
