"""What a project has been: each turn of its status and its plan, from what to what, since when and why.

An edition remembers all turns in a sheet of its own workbook, so the newest alone knows the whole history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from pipeline.model.amount import Amount
from pipeline.model.columns import COLUMNS, PROJECT_PERIOD
from pipeline.model.dates import begins, dates_of, earliest, ends, latest
from pipeline.model.period import PartialDate
from pipeline.model.report import Text
from pipeline.model.roadmap import Project, Words, is_read
from pipeline.model.vocabulary import Concept
from pipeline.model.workbook import CellRef, column_letter

Said: TypeAlias = Concept | PartialDate | Amount
"""What a turn leads from and to."""

STATUS, START, END = "status", "start", "end"


class Aspect(NamedTuple):
    """What of a project is remembered: its name, what people call it, the columns that tell it, its kind of budget."""

    name: str
    title: Text
    columns: tuple[str, ...]
    budget_kind: str = ""


def _of_column(name: str, *columns: str) -> Aspect:
    return Aspect(name, COLUMNS[name].title, (name, *columns))


def _of_budget(column: str) -> Aspect:
    said = COLUMNS[column]
    return Aspect(said.budget_kind, said.title, (column, "budget", "budget_kind"), said.budget_kind)


ASPECTS: Mapping[str, Aspect] = {
    aspect.name: aspect
    for aspect in (
        _of_column(STATUS),
        _of_column(START, END),
        _of_column(END, START),
        *map(_of_budget, ("budget_planned", "budget_funding", "budget_own")),
    )
}
"""All that is remembered. Of money only what is planned: that more is spent each year is no change of plan."""


class HistoryColumn(NamedTuple):
    """A column of the sheet that holds the history: its name, its title, and what staff are told of it."""

    name: str
    title: Text
    hint: Text


HISTORY_SHEET = Text("Verlauf", "History")
HISTORY_COLUMNS: Mapping[str, HistoryColumn] = {
    column.name: column
    for column in (
        HistoryColumn("key", Text("Kennung des Projekts", "Project's identifier"),
                      Text("Wie im Blatt der Projekte.", "As in the sheet of projects.")),
        HistoryColumn("aspect", Text("Was sich geändert hat", "What changed"),
                      Text("Status, Beginn, Ende, Kosten geplant, Förderung oder Eigenanteil.",
                           "Status, start, end, planned cost, funding or own share.")),
        HistoryColumn("before", Text("Zuvor", "Before"),
                      Text("Was bis dahin galt; leer, wenn nichts.", "What held until then; empty for nothing.")),
        HistoryColumn("after", Text("Danach", "After"),
                      Text("Was seitdem gilt; leer, wenn nichts.", "What has held since; empty for nothing.")),
        HistoryColumn("since", Text("Gilt seit", "Holds since"),
                      Text("So genau wie bekannt.", "As precise as known.")),
        HistoryColumn("reason", Text("Grund der Änderung", "Reason for the change"),
                      Text("Ein Satz genügt.", "One sentence will do.")),
        HistoryColumn("edition", Text("Zuerst gesagt in Ausgabe", "First said in edition"),
                      Text("Füllt das Programm aus.", "Filled in by the program.")),
    )
}  # fmt: skip
"""The columns of the history, by their names. Their titles are none that a column of a roadmap is known by."""


@dataclass(frozen=True, slots=True)
class HistoryTable:
    """Where in a workbook the history stands: the numbers (from 1) of its columns, by their names."""

    file: str
    sheet: str
    columns: Mapping[str, int]
    header_row: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of one project. ``edition`` is the version that first said so; ``table`` and ``row`` where it stands.

    A turn that no sheet tells yet has no table: it follows from the difference to the edition before. ``by_row`` are
    the columns of the history that the project's own row tells now: its reason or day was added or mended there.
    """

    key: str
    aspect: str
    before: Said | None
    after: Said | None
    since: PartialDate | None = None
    reason: Words | None = None
    edition: str = ""
    table: HistoryTable | None = None
    row: int = 0
    by_row: tuple[str, ...] = field(default=(), compare=False)

    def cell(self, column: str, project: Project) -> CellRef:
        """The cell that tells a part of it: in the history, or the one whose content is new."""
        own = _OWN.get((column, self.aspect == STATUS), "")
        if (self.table is None or column in self.by_row) and own and project.first(own) is not None:
            return project.cell(own)
        if self.table is None:
            told = ASPECTS[self.aspect].columns
            return project.cell(next((name for name in told if project.first(name) is not None), told[0]))
        return self.place(column)

    def place(self, column: str) -> CellRef:
        """The cell of a column of the history that tells it; that of the key where it has no such column."""
        if self.table is None:
            raise ValueError(f"{self.key}: no sheet tells of this turn")
        number = self.table.columns.get(column, self.table.columns["key"])
        return CellRef(self.table.file, self.table.sheet, column_letter(number), self.row)


_OWN = {("since", True): "status_date", ("reason", True): "status_reason", ("reason", False): "plan_reason"}
"""The columns of a project's row in which a turn is dated and explained, of its status or else of its plan."""


def by_project(history: Iterable[Turn]) -> Mapping[str, list[Turn]]:
    """The turns of each project, by its key, in their order."""
    turns: dict[str, list[Turn]] = {}
    for turn in history:
        turns.setdefault(turn.key, []).append(turn)
    return turns


class Unsaid(NamedTuple):
    """In place of what is said: there is something, and nobody could read it."""


def said_of(project: Project, aspect: Aspect) -> Said | Unsaid | None:
    """What a project says of an aspect today."""
    if any(not is_read(value) for name in aspect.columns for value in project.values(name)):
        return Unsaid()
    if aspect.name == STATUS:
        status = project.first(STATUS)
        return status if isinstance(status, Concept) else None
    if aspect.budget_kind:
        return next(_amounts(project, aspect), None)
    dates = dates_of(project)
    found = begins(dates, PROJECT_PERIOD) if aspect.name == START else ends(dates, PROJECT_PERIOD)
    return (earliest if aspect.name == START else latest)(found)[0] if found else None


def _amounts(project: Project, aspect: Aspect) -> Iterator[Amount]:
    """The amount in the column of its kind, or in that of any kind where the kind stands beside it."""
    yield from (value for value in project.values(aspect.columns[0]) if isinstance(value, Amount))
    kind = project.first("budget_kind")
    if isinstance(kind, Concept) and kind.notation == aspect.budget_kind:
        yield from (value for value in project.values("budget") if isinstance(value, Amount))


def says_same(before: Said, after: Said | None, aspect: str) -> bool:
    """Whether nothing changed: also of an end "2026" and "bis 2026", for they are compared by the same day.

    Programs once took the one for the other, so that what is read from their editions may be either.
    """
    if lexical(before) == lexical(after):
        return True
    if not isinstance(before, PartialDate) or not isinstance(after, PartialDate):
        return False
    days = {(said.first, said.last, said.latest if aspect == END else said.earliest) for said in (before, after)}
    return len(days) == 1 and bool(before.open_to or after.open_to)


def lexical(said: Said | None) -> str:
    """What is said, in a form that is the same for the same."""
    match said:
        case Concept():
            return said.iri
        case Amount():
            return f"{said.value.normalize():f} {said.currency}"
        case PartialDate():
            return f"{said.precision} {said.first} {said.last} {'' if said.is_plain else said.text}"
        case None:
            return ""
