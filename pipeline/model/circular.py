"""An "Umlauf": the small workbook in which a unit is asked about its projects, and what came back in it.

A circular is known again by its mark, a line of text that survives saving, CSV and a new name of the file. What was
sent out is kept as its base, so that what came back can be held against it and against the town's own workbook.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pipeline.model.columns import COLUMNS
from pipeline.model.report import NOTHING, Text
from pipeline.model.roadmap import Project
from pipeline.model.workbook import CellRef, ReadingNote, Value, as_typed

CIRCULAR_SHEET = "Umlauf"
"""What the sheet is called, in each language, and how its mark begins."""

ANSWER_TITLE = Text("Stimmt noch?", "Still right?")
"""The title of the column in which each row is answered."""

QUESTION_TITLE = Text("Worum wir bitten", "What we ask for")
"""The title of the column that says why a project is asked about; nothing of it is read."""


class Said(StrEnum):
    """What a unit says of a project as a whole."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"
    DROPPED = "dropped"

    @property
    def label(self) -> Text:
        """The word that is chosen in the sheet."""
        return _SAID[self]


_SAID = {
    Said.CONFIRMED: Text("stimmt noch", "still right"),
    Said.CHANGED: Text("geändert", "changed"),
    Said.DROPPED: Text("entfällt", "dropped"),
}


class Reason(StrEnum):
    """Why a project is asked about."""

    STALE = "stale"
    OVERDUE = "overdue"
    NOT_STARTED = "not-started"
    NO_START = "no-start"
    NO_END = "no-end"
    NO_OUTCOME = "no-outcome"
    RULE = "rule"


class Point(NamedTuple):
    """One thing to ask: why, the column it is about (empty for the row as a whole), and the day it speaks of.

    ``title`` and ``remedy`` are the words of the rule, where a rule asks.
    """

    reason: Reason
    column: str = ""
    day: date | None = None
    title: Text = NOTHING
    remedy: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Request:
    """What one unit is asked of one project. ``shared_with`` are the other units that lead it and are asked as well."""

    unit: str
    mailbox: str
    key: str
    title: str
    points: tuple[Point, ...]
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Circular:
    """What one unit is asked on one day. ``version`` is the edition that stood then, ``due`` the day to answer by.

    ``columns`` are those that the sheet has, by name in their order, each with its title there; ``base`` is the text
    that was sent out for each key and column of these, the empty text where nothing stood. ``locked`` are the cells
    among them that are shown and not to be changed.
    """

    id: str
    town: str
    unit: str
    mailbox: str
    day: date
    due: date
    version: str
    requests: tuple[Request, ...]
    columns: Mapping[str, str]
    base: Mapping[tuple[str, str], str]
    locked: frozenset[tuple[str, str]] = frozenset()

    @property
    def mark(self) -> str:
        """The line by which it is known again."""
        return f"{CIRCULAR_SHEET} {self.id} · {self.unit} · {self.day.isoformat()}"

    def without(self, keys: Collection[str]) -> Circular:
        """The circular as if it had asked nothing about these projects."""
        return replace(
            self,
            requests=tuple(request for request in self.requests if request.key not in keys),
            base={place: text for place, text in self.base.items() if place[0] not in keys},
            locked=frozenset(place for place in self.locked if place[0] not in keys),
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """The projects that it asks about, in their order."""
        return tuple(request.key for request in self.requests)


def columns_line(columns: Mapping[str, str]) -> str:
    """The line that says what each title of the sheet means, so that a reply is read by itself.

    >>> columns_line({"title": "Name des Projekts", "end": "Ende"})
    'Spalten: title = Name des Projekts; end = Ende'
    """
    said = "; ".join(f"{name} = {' '.join(title.replace(';', ',').split())}" for name, title in columns.items())
    return f"{_COLUMNS}{said}"


def parse_columns_line(text: str) -> dict[str, str]:
    """The columns of the sheet from that line, each with its title; none in any other text."""
    line = " ".join(text.split())
    pairs = (
        (part.partition(" = ") for part in line.removeprefix(_COLUMNS).split("; ")) if line.startswith(_COLUMNS) else ()
    )
    return {name: title for name, _, title in pairs if name in COLUMNS and title}


_COLUMNS = "Spalten: "


class Mark(NamedTuple):
    """What a mark says: the circular's id, the unit, and the day as it stands there."""

    id: str
    unit: str
    day: str


def circular_id(town: str, unit: str, version: str, day: date) -> str:
    """The id of what a unit is asked on a day: the same whenever it is made again."""
    return hashlib.sha256("\n".join((town, unit, version, day.isoformat())).encode()).hexdigest()[:6]


def find_mark(text: str) -> Mark | None:
    """The mark in the text of a cell, if it is one.

    >>> find_mark("Umlauf 7f3a2c · Bürgeramt · 2026-11-02")
    Mark(id='7f3a2c', unit='Bürgeramt', day='2026-11-02')
    """
    found = _MARK.fullmatch(" ".join(text.split()))
    return Mark(*found.groups()) if found else None


_MARK = re.compile(rf"{CIRCULAR_SHEET} ([0-9a-f]{{6}}) · (.+) · (\d{{4}}-\d\d-\d\d)")


class Answer(NamedTuple):
    """A cell of a reply: what was typed, where, and the number format where it shows more than its value tells."""

    value: Value
    cell: CellRef
    number_format: str = ""

    @property
    def text(self) -> str:
        """What its author reads there."""
        return as_typed(self.value)


@dataclass(frozen=True, slots=True)
class Reply:
    """A circular that came back. Nothing is interpreted: ``answers`` are the cells by key and column, as typed;
    ``columns`` are the names of those that the sheet has.

    ``said`` is what was chosen for a project as a whole, where it is one of the words; ``rows`` are the cells of the
    keys. A column or a row that is no longer in the sheet says nothing, so it is not in ``answers``; ``notes`` tell of
    what could not be read.
    """

    mark: Mark
    file: str
    answers: Mapping[str, Mapping[str, Answer]]
    said: Mapping[str, Said] = field(default_factory=dict)
    rows: Mapping[str, CellRef] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    notes: tuple[ReadingNote, ...] = ()

    @property
    def id(self) -> str:
        """The circular that it answers."""
        return self.mark.id

    @property
    def unit(self) -> str:
        """The unit that answers."""
        return self.mark.unit

    @property
    def confirmed(self) -> frozenset[str]:
        """The projects of which the unit says that all is still right."""
        return self._of(Said.CONFIRMED)

    @property
    def dropped(self) -> frozenset[str]:
        """The projects of which the unit says that they are no more. What that means, a person decides."""
        return self._of(Said.DROPPED)

    def _of(self, word: Said) -> frozenset[str]:
        return frozenset(key for key, said in self.said.items() if said is word)


NOT_ASKED = (
    "id", "title_en", "description_en", "thesis", "decision", "decision_number", "decision_date", "decision_body",
    "replaced_by", "created", "modified",
)  # fmt: skip
"""Columns that no unit is asked to change: what others decide, and what is written when an answer is taken over."""


def columns_of(projects: Iterable[Project], key_from: Iterable[str] = ()) -> tuple[str, ...]:
    """The columns that the tables of these projects have and a unit may change, in the order of ``COLUMNS``."""
    had = {column.name for project in projects for column in project.table.columns}
    return tuple(name for name in COLUMNS if name in had and name not in {*NOT_ASKED, *key_from})


def may_change(project: Project, column: str) -> bool:
    """Whether a unit may change that cell: the project's table has it once, and it is no other project's as well."""
    found = [each.number for each in project.table.columns if each.name == column]
    if len(found) != 1:
        return False
    merges = (merge for merge in project.table.sheet.merges if merge.first_row <= project.row <= merge.last_row)
    return not any(merge.first_column <= found[0] <= merge.last_column for merge in merges)


def sent_text(project: Project, column: str) -> str:
    """The text of a project's cell that is sent out, and held against the same cell later: all of it, as typed.

    Where two columns of a table have one name, each cell has its line.
    """
    cells = {entry.at: entry.typed for entry in project.entries if entry.column == column}
    return "\n".join(as_typed(typed) for typed in cells.values())


def locked_of(projects: Iterable[Project], columns: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The cells that are shown and not to be changed, by key and column."""
    columns = tuple(columns)
    return frozenset((each.key, name) for each in projects for name in columns if not may_change(each, name))


def base_of(projects: Iterable[Project], columns: Iterable[str]) -> dict[tuple[str, str], str]:
    """The text of each cell that is sent out, by key and column."""
    columns = tuple(columns)
    return {(project.key, column): sent_text(project, column) for project in projects for column in columns}
