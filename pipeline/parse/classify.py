"""What a row below the header is: a project, or something else that people write into tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import cache, partial
from typing import NamedTuple

from pipeline.model.columns import COLUMNS
from pipeline.model.dataset import ColumnMapping
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.vocabulary import fold
from pipeline.model.workbook import Row, Value, as_typed
from pipeline.parse.groups import heads_a_group, is_heading, key_shapes
from pipeline.parse.merged import continued_rows, rows_below
from pipeline.parse.names import is_unfinished
from pipeline.parse.prefilled import is_named, prefilled_rows
from pipeline.parse.rows import filled, filled_cells, is_blank, is_number, is_numbering, says_one_thing, value_at
from pipeline.parse.strange import titles_others
from pipeline.parse.thin import heads, is_footnote, is_mark, is_thin, key_of, may_head, read_keys
from pipeline.parse.totals import is_total, is_total_word


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


class _Waiting(NamedTuple):
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


def classify(table: Table, mapping: ColumnMapping) -> Iterator[tuple[RowKind, Row]]:
    """Each row below the header with its kind, in order.

    A row with little in it, or without a title, may be a heading, a note, an unfinished project or one that was filled
    in beforehand. Which one shows only when the next full row comes, or none: such rows wait until then.
    """
    waiting: list[_Waiting] = []
    sight = _Sight(table, mapping)
    for kind, row in _certain_kinds(table, mapping):
        if sight.is_elsewhere(kind, row):
            waiting.append(_Waiting(RowKind.OTHER_TABLE, row, sight.after_blank, sight.after_total))
            continue
        full = kind is RowKind.PROJECT or (kind is None and not _is_sparse(table, row, mapping))
        if full and sight.is_whole(row):
            yield from _above_full(sight, waiting, row)
            yield RowKind.PROJECT, row
            waiting = []
            sight.pass_project(row)
        else:
            seen = RowKind.PROJECT if full else kind or _sparse_kind(sight, row)
            waiting.append(_Waiting(seen, row, sight.after_blank, sight.after_total))
            sight.pass_other(seen, row)
    yield from _last_rows(sight, waiting)


class _Sight:
    """What was seen of a table so far. It changes while the rows go by."""

    def __init__(self, table: Table, mapping: ColumnMapping) -> None:
        self.table = table
        self.mapping = mapping
        self.in_other = False
        self.title = table.column("title")
        self.has_keys = not mapping.key_from and table.column("id") is not None
        self.shapes = cache(partial(key_shapes, table))
        self.keys = cache(partial(read_keys, table))
        self.titles_wrap = cache(partial(titles_wrap, table))
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
        return not (self.title and self.has_keys and may_head(self.table, row))

    def pass_project(self, row: Row) -> None:
        """Go on below a project."""
        self.before, self.after_blank, self.after_total = row, False, False

    def pass_other(self, kind: RowKind, row: Row) -> None:
        """Go on below another row."""
        self.after_blank = self.after_blank or kind is RowKind.BLANK
        self.after_total = self.after_total or kind is RowKind.TOTAL
        if kind is RowKind.PROJECT:
            self.before = row


def _above_full(sight: _Sight, waiting: Sequence[_Waiting], row: Row) -> Iterator[tuple[RowKind, Row]]:
    """The rows that waited for a full one: those that head it, and whatever else they are."""
    for place, each in enumerate(waiting):
        below = (*(other.row for other in waiting[place + 1 :]), row)
        if each.kind is RowKind.PROJECT and _is_heading_with_key(sight, each.row, below):
            yield RowKind.HEADING, each.row
        else:
            yield each.kind, each.row


def _is_heading_with_key(sight: _Sight, row: Row, below: Iterable[Row]) -> bool:
    table = sight.table
    return sight.has_keys and key_of(table, row) != "" and may_head(table, row) and heads(table, row, below, sight.keys())


def _last_rows(sight: _Sight, waiting: Sequence[_Waiting]) -> Iterator[tuple[RowKind, Row]]:
    """The rows below the last full one: what would be a heading among projects is a note there."""
    waiting = list(_without_notes(sight, waiting))
    uncertain = [each.row for each in waiting if each.kind in (RowKind.PROJECT, RowKind.GROUP, RowKind.INCOMPLETE)]
    prefilled = prefilled_rows(sight.table, uncertain)
    projects = [
        each.row.number for each in waiting if each.kind is RowKind.PROJECT and each.row.number not in prefilled
    ]
    last = max(projects, default=0)
    for each in waiting:
        if each.row.number in prefilled:
            yield RowKind.PREFILLED, each.row
        elif each.row.number > last and (each.kind is RowKind.GROUP or _is_loose(each)):
            yield RowKind.NOTE, each.row
        else:
            yield each.kind, each.row


def _is_loose(each: _Waiting) -> bool:
    """Whether what is no project stands apart from the table, or is a date alone."""
    alone = says_one_thing(each.row) and all(isinstance(value, date) for value in filled_cells(each.row).values())
    titled = each.kind is RowKind.INCOMPLETE
    return titled and (each.ended or alone)


def _without_notes(sight: _Sight, waiting: Sequence[_Waiting]) -> Iterator[_Waiting]:
    """The rows below the last full one, what only looks like a project among them told apart."""
    headed = False
    for place, each in enumerate(waiting):
        headed = headed or (each.kind is RowKind.GROUP and each.ended)
        if each.kind is RowKind.PROJECT:
            below = [other.row for other in waiting[place + 1 :] if other.kind is RowKind.PROJECT]
            yield each._replace(kind=_kind_at_end(sight, each, below, headed=headed))
        else:
            yield each


def _kind_at_end(sight: _Sight, each: _Waiting, below: Sequence[Row], *, headed: bool) -> RowKind:
    table, row = sight.table, each.row
    if each.after_total and _is_part_of_sums(row):
        return RowKind.NOTE
    if sight.has_keys and key_of(table, row):
        if is_thin(table, row) and is_footnote(table, row, sight.keys(), headed=headed, ended=each.ended):
            return RowKind.NOTE
        return RowKind.HEADING if _is_heading_with_key(sight, row, below) else RowKind.PROJECT
    if not each.after_blank or len(_filled_columns(table, row)) > _LABELLED:
        return RowKind.PROJECT
    return RowKind.NOTE if headed else RowKind.UNCERTAIN


def _is_part_of_sums(row: Row) -> bool:
    """Whether a row is one text with numbers beside it, as what goes on below a sum: "davon Eigenanteil 60"."""
    values = list(filled_cells(row).values())
    return len(values) > 1 and sum(not is_number(value) for value in values) == 1


def _certain_kinds(table: Table, mapping: ColumnMapping) -> Iterator[tuple[RowKind | None, Row]]:
    """Each row below the header with the kind that it shows by itself, if it does."""
    headers = [*_headers(table, mapping), *table.further]
    key, title = (None if mapping.key_from else table.column("id")), table.column("title")
    continued = continued_rows(table, mapping.key_from or ("id",)) if table.sheet.merges else {}
    for row in rows_below(table):
        if row.number in continued and row.number not in table.sheet.hidden_rows and not is_blank(row):
            yield RowKind.CONTINUED, row
            continue
        plain = key and title and _is_plain(row, key, title, headers)
        if plain and row.number not in table.sheet.hidden_rows:
            yield RowKind.PROJECT, row
        else:
            yield _certain_kind(table, row, headers), row


def _headers(table: Table, mapping: ColumnMapping) -> Iterator[Mapping[int, str]]:
    """The folded titles of the table by their columns: as they stand there, and in the languages of a template."""
    yield {column.number: fold(column.title) for column in table.columns}
    for language in range(2):
        yield {column.number: fold(COLUMNS[column.name].title[language]) for column in table.columns}


def _is_plain(row: Row, key: TableColumn, title: TableColumn, headers: Iterable[Mapping[int, str]]) -> bool:
    """Whether a row is a project at first sight: a key and, in words, a title, neither of them a heading or a sum.

    Most rows are; the closer looks at all their cells can be spared.
    """
    words, name = value_at(row, title.number), as_typed(value_at(row, key.number))
    if not isinstance(words, str) or not words[:1].isalpha() or not name[:1].isalnum() or name == words:
        return False
    if any(header.get(title.number, "").startswith(words[:1].casefold()) for header in headers):
        return False
    return not is_total_word(words) and not is_total_word(name) and not is_label(name)


def _certain_kind(table: Table, row: Row, headers: Iterable[Mapping[int, str]]) -> RowKind | None:
    if row.number in table.sheet.hidden_rows:
        return RowKind.HIDDEN
    if is_blank(row):
        return RowKind.BLANK
    if is_numbering(row):
        return RowKind.NUMBERING
    if any(_repeats(row, header) for header in headers):
        return RowKind.REPEATED_HEADER
    return RowKind.TOTAL if is_total(table, row) else None


def _filled_columns(table: Table, row: Row) -> list[str]:
    """The names of the table's columns that have a value in this row."""
    return [column.name for column in table.columns if filled(value_at(row, column.number))]


def _is_sparse(table: Table, row: Row, mapping: ColumnMapping) -> bool:
    """Whether so little is filled in that the row may be no project: one text, or two cells without a key."""
    names = _filled_columns(table, row)
    if heads_a_group(table, row):
        return True
    if "id" in names and not mapping.key_from:
        return says_one_thing(row) or _has_label(table, row)
    return says_one_thing(row) or len(names) <= 2 < len(table.columns) - 1


def _sparse_kind(sight: _Sight, row: Row) -> RowKind:
    """A heading, half a project, or one without a key: among the others, with a title and something more."""
    table = sight.table
    if heads_a_group(table, row) or _has_label(table, row):
        return RowKind.GROUP
    first = min(column.number for column in table.columns)
    if all(is_number(value) and at < first for at, value in filled_cells(row).items()):
        return RowKind.PREFILLED
    names = _filled_columns(table, row)
    if "title" in names and len(names) > 1 and not says_one_thing(row):
        return RowKind.GROUP if sight.after_blank and _begins_like_a_note(row) else RowKind.PROJECT
    if says_one_thing(row) and _PAGE.fullmatch(as_typed(next(iter(filled_cells(row).values()))).strip()):
        return RowKind.GROUP
    if _goes_on(sight, row):
        return RowKind.INCOMPLETE
    return RowKind.GROUP if is_heading(table, row, sight.shapes) else RowKind.INCOMPLETE


_PAGE = re.compile(r"(?:Seite|Page|Blatt|S\.|p\.) ?\d+(?: ?(?:/|von|of) ?\d+)?", re.IGNORECASE)


def _begins_like_a_note(row: Row) -> bool:
    text = as_typed(next(iter(filled_cells(row).values()))).strip()
    return is_mark(text) or is_number(text) or is_label(text)


def _goes_on(sight: _Sight, row: Row) -> bool:
    """Whether a text below a project may be the rest of its title: alone in the column of titles, unfinished
    above or small below, or so below most projects.
    """
    title, key, before = sight.title, sight.table.column("id"), sight.before
    cells = filled_cells(row)
    if not title or not before or sight.after_blank or sight.after_total or cells.keys() != {title.number}:
        return False
    text, above = as_typed(cells[title.number]).strip(), as_typed(value_at(before, title.number)).strip()
    if is_unfinished(above) or text[:1].islower():
        return True
    return sight.has_keys and key is not None and key.number < title.number and sight.titles_wrap()


def titles_wrap(table: Table) -> bool:
    """Whether most projects have a row below them with nothing but a text in the column of titles, the first one too."""
    title, keyed, wrapped, after_key = table.column("title"), 0, 0, False
    for row in table.rows():
        if key_of(table, row):
            keyed, after_key = keyed + 1, True
        elif title and filled_cells(row).keys() == {title.number}:
            if not after_key:
                return False
            wrapped, after_key = wrapped + 1, False
    return wrapped > 1 and wrapped * 2 > keyed


def _has_label(table: Table, row: Row) -> bool:
    """Whether a word such as "Stand:" or "Quelle" stands where a key would, and what it tells beside it."""
    key = table.column("id")
    return (
        bool(key)
        and len(filled_cells(row)) <= _LABELLED
        and is_label(as_typed(value_at(row, key.number if key else 1)))
    )


def is_label(text: str) -> bool:
    """Whether a text announces another: it ends in a colon, or is one of the words below tables."""
    plain = text.strip()
    return plain.endswith(":") or plain.casefold() in _LABELS


_LABELLED = 3
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


def _repeats(row: Row, header: Mapping[int, str]) -> bool:
    """Whether the titles of a header stand in the row again, at least half of them."""
    same = sum(_is_titled(value_at(row, at), title) for at, title in header.items() if title)
    return same >= 2 and same * 2 >= len(header)


def _is_titled(value: Value, title: str) -> bool:
    """Whether a value reads like a folded title. Folding is dear, and the first letter mostly tells."""
    text = as_typed(value)
    first = text[:1].casefold()
    return (title.startswith(first) or not first.isalnum()) and fold(text) == title
