"""A roadmap as read: projects with what their cells say, each value with the place it was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pipeline.model.amount import Amount
from pipeline.model.doubt import Doubt
from pipeline.model.period import Period
from pipeline.model.vocabulary import Concept
from pipeline.model.workbook import CellRef, Row, Sheet, Value, as_typed, column_letter

if TYPE_CHECKING:
    from pipeline.model.history import Turn
    from pipeline.model.indicator import Indicator


class Words(NamedTuple):
    """Free text in a language."""

    text: str
    language: str


class Name(NamedTuple):
    """The name of an organization."""

    text: str


class Link(NamedTuple):
    """An address on the web that is fit to be published: http or https, and a valid IRI."""

    iri: str


class Email(NamedTuple):
    """An e-mail address."""

    address: str


class Reference(NamedTuple):
    """The key of another project."""

    key: str


class Paper(NamedTuple):
    """The number of a council paper."""

    number: str


class Unreadable(NamedTuple):
    """What stands in a cell and is not what its column holds. It stays the plain text that it is."""

    text: str


class Doubtful(NamedTuple):
    """What stands in a cell and might be several values: none of them is guessed, and the text stays."""

    text: str
    doubt: Doubt


EntryValue: TypeAlias = (
    Words | Name | Link | Email | Reference | Paper | Concept | Period | Amount | Unreadable | Doubtful
)


def is_read(value: EntryValue | None) -> bool:
    """Whether a value is what its column holds. Any other text might be anything, a name too: judged, not published."""
    return not isinstance(value, Unreadable | Doubtful)


class Entry(NamedTuple):
    """One value of a project: the column's name, the value, the number (from 1) of the column it was typed in, and the
    cell's content as typed.
    """

    column: str
    value: EntryValue
    at: int
    typed: Value


class TableColumn(NamedTuple):
    """A column of a table: which one of ``COLUMNS`` it is, where it stands (from 1) and its title in the sheet."""

    name: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Table:
    """Where in a sheet the table stands, or in the part of a sheet that it takes up.

    ``above`` tells of each row up to ``last_header_row``, and of those below that still belong to the header, what it
    is; ``further`` holds the folded texts of these, by their columns.
    """

    file: str
    sheet: Sheet
    columns: tuple[TableColumn, ...]
    last_header_row: int
    above: Mapping[int, str]
    date_1904: bool = False
    further: tuple[Mapping[int, str], ...] = ()

    def column(self, name: str) -> TableColumn | None:
        """The column of that name, if the table has it."""
        return next((column for column in self.columns if column.name == name), None)

    def rows(self) -> Iterator[Row]:
        """The visible rows below the header."""
        passed = self.sheet.hidden_rows | self.above.keys()
        return (row for row in self.sheet.rows if row.number > self.last_header_row and row.number not in passed)

    def cell(self, number: int, row: int) -> CellRef:
        """The address of a cell by the numbers of its column and row."""
        return CellRef(self.file, self.sheet.name, column_letter(number), row)


@dataclass(frozen=True, slots=True)
class Project:
    """One project: its key and its values in the order of the columns. ``table`` knows where its row stands."""

    key: str
    row: int
    entries: tuple[Entry, ...]
    table: Table

    def values(self, column: str) -> Iterator[EntryValue]:
        """All values of a column."""
        return (entry.value for entry in self.entries if entry.column == column)

    def first(self, column: str) -> EntryValue | None:
        """The first value of a column, if there is one."""
        return next(self.values(column), None)

    def typed(self, column: str) -> str:
        """What stands in the cell of a column, as its author reads it."""
        if column == "id":
            return self.key
        return next((as_typed(entry.typed) for entry in self.entries if entry.column == column), "")

    def cell(self, column: str) -> CellRef:
        """The cell of a column in this project's row, filled or not; the row alone where there is no such column."""
        if found := self.table.column(column):
            return self.table.cell(found.number, self.row)
        return CellRef(self.table.file, self.table.sheet.name, None, self.row)


@dataclass(frozen=True, slots=True)
class Roadmap:
    """All projects of a town, in the order of its sheets, the tables they were read from, what they have been, and by
    what the strategy is measured.
    """

    projects: tuple[Project, ...]
    tables: tuple[Table, ...]
    history: tuple[Turn, ...] = ()
    indicators: tuple[Indicator, ...] = ()

    def project(self, key: str) -> Project | None:
        """The project of that key, if there is one."""
        return next((project for project in self.projects if project.key == key), None)
