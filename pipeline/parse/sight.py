"""What was seen of a table while its rows go by, and what a row is called by then."""

from __future__ import annotations

from enum import Enum
from functools import cache, partial
from typing import NamedTuple

from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.roadmap import Table
from pipeline.model.workbook import Row, as_typed
from pipeline.parse.groups import key_shapes
from pipeline.parse.names import is_unfinished
from pipeline.parse.prefilled import is_named
from pipeline.parse.rows import filled, filled_cells, value_at
from pipeline.parse.strange import titles_others
from pipeline.parse.thin import may_head, more_columns, read_keys


class RowKind(Enum):
    """The kinds of rows; all but ``PROJECT`` are reasons to leave a row out."""

    PROJECT = "project"
    BLANK = "blank"
    HIDDEN = "hidden"
    REPEATED_HEADER = "repeated-header"
    NUMBERING = "numbering"
    GROUP = "group"
    TOTAL = "total"
    NOTE = "note"
    INCOMPLETE = "incomplete"
    UNCERTAIN = "uncertain"
    HEADING = "heading"
    CONTINUED = "continued"
    OTHER_TABLE = "other-table"
    PREFILLED = "prefilled"


class Waiting(NamedTuple):
    """A row whose kind shows only by what follows, what it is if a full row does, and whether it stands below a blank
    row or a sum, where a table mostly ends.
    """

    kind: RowKind
    row: Row
    after_blank: bool
    after_total: bool

    @property
    def ended(self) -> bool:
        """Whether the table may have ended above this row."""
        return self.after_blank or self.after_total


class Sight:
    """What was seen of a table so far. It changes while the rows go by."""

    def __init__(self, table: Table, mapping: ColumnMapping) -> None:
        self.table = table
        self.mapping = mapping
        self.in_other = False
        self.title = table.column("title")
        self.has_keys = not mapping.key_from and table.column("id") is not None
        self.others = more_columns(table)
        self.shapes = cache(partial(key_shapes, table))
        self.keys = cache(partial(read_keys, table))
        self.rows_wrap = cache(partial(rows_wrap, table))
        self.before: Row | None = None
        self.after_blank = self.after_total = False

    def is_elsewhere(self, kind: RowKind | None, row: Row) -> bool:
        """Whether a row belongs to another table, which begins below a blank row with titles of its own and ends at
        the next blank row.
        """
        ends = kind in (RowKind.BLANK, RowKind.HIDDEN, RowKind.REPEATED_HEADER)
        begins = self.after_blank and self.before is not None and titles_others(self.table, row, self.mapping)
        self.in_other = not ends and (self.in_other or begins)
        return self.in_other

    def is_whole(self, row: Row) -> bool:
        """Whether a full row is a project by itself: it has a title, and more than a key beside it."""
        if self.title and not is_named(value_at(row, self.title.number)):
            return False
        return not self.title or not self.has_keys or self._says_more(row)

    def _says_more(self, row: Row) -> bool:
        """Whether something stands in a row besides a key, a title and amounts; most rows are seen here at a glance."""
        values, width = row.values, len(row.values)
        for at in self.others:
            if at <= width and values[at - 1] != "" and filled(values[at - 1]):
                return True
        return not may_head(self.table, row)

    def pass_project(self, row: Row) -> None:
        """Go on below a project."""
        self.before, self.after_blank, self.after_total = row, False, False

    def pass_other(self, kind: RowKind, row: Row) -> None:
        """Go on below another row."""
        self.after_blank = self.after_blank or kind is RowKind.BLANK
        self.after_total = self.after_total or kind is RowKind.TOTAL
        if kind is RowKind.PROJECT:
            self.before = row


def goes_on(sight: Sight, row: Row) -> bool:
    """Whether a single text below a project may be the rest of that one: below a title that is unfinished, small in the
    column of titles, or so below most projects.
    """
    title, before, cells = sight.title, sight.before, filled_cells(row)
    if not title or not before or sight.after_blank or sight.after_total or len(cells) != 1:
        return False
    text = as_typed(cells.get(title.number, "")).strip()
    unfinished = is_unfinished(as_typed(value_at(before, title.number)).strip())
    return bool(text and unfinished) or text[:1].islower() or sight.rows_wrap()


def rows_wrap(table: Table) -> bool:
    """Whether most projects, the first among them, have a row with a single text right below them."""
    full, wrapped, after_full = 0, 0, False
    for row in table.rows():
        count = len(filled_cells(row))
        if count > _FEWEST_OF_A_PROJECT:
            full, after_full = full + 1, True
        elif count == 1:
            if not after_full:
                return False
            wrapped, after_full = wrapped + 1, False
    return wrapped > 1 and wrapped * 2 > full


_FEWEST_OF_A_PROJECT = 2


def filled_columns(table: Table, row: Row) -> list[str]:
    """The names of the table's columns that have a value in this row."""
    return [column.name for column in table.columns if filled(value_at(row, column.number))]


def is_label(text: str) -> bool:
    """Whether a text announces another: it ends in a colon, or is one of the words below tables."""
    plain = text.strip()
    return plain.endswith(":") or plain.casefold() in _LABELS


LABELLED = 3
_LABELS = {
    *("stand", "datenstand", "quelle", "quellen", "legende", "hinweis", "hinweise", "anmerkung", "anmerkungen", "note"),
    *(
        "benutzer",
        "bearbeiter",
        "erstellt",
        "erstellt am",
        "gedruckt",
        "druckdatum",
        "ansprechpartner",
        "kontakt",
        "source",
    ),
}
