"""What a row below the header is: a project, or something else that people write into tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from enum import Enum
from functools import cache, partial
from typing import NamedTuple

from pipeline.model.columns import COLUMNS
from pipeline.model.dataset import ColumnMapping
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.vocabulary import fold
from pipeline.model.workbook import Row, Value, as_typed
from pipeline.parse.groups import heads_a_group, is_heading, key_shapes
from pipeline.parse.merged import rows_below
from pipeline.parse.prefilled import is_named, prefilled_rows
from pipeline.parse.rows import filled, filled_cells, is_blank, is_number, is_numbering, says_one_thing, value_at
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
    PREFILLED = "prefilled"


class _Waiting(NamedTuple):
    """A row whose kind shows only by what follows, what it is if a full row does, and whether it stands below a blank
    row or a sum, where a table mostly ends.
    """

    kind: RowKind
    row: Row
    ended: bool


def classify(table: Table, mapping: ColumnMapping) -> Iterator[tuple[RowKind, Row]]:
    """Each row below the header with its kind, in order.

    A row with little in it, or without a title, may be a heading, a note, an unfinished project or one that was filled
    in beforehand. Which one shows only when the next full row comes, or none: such rows wait until then.
    """
    waiting: list[_Waiting] = []
    after_blank, ended, title = False, False, table.column("title")
    keys = cache(partial(key_shapes, table))
    for kind, row in _certain_kinds(table, mapping):
        after_blank = after_blank or kind is RowKind.BLANK
        ended = ended or kind in (RowKind.BLANK, RowKind.TOTAL)
        full = kind is RowKind.PROJECT or (kind is None and not _is_sparse(table, row, mapping))
        if full and (not title or is_named(value_at(row, title.number))):
            yield from ((each.kind, each.row) for each in waiting)
            yield RowKind.PROJECT, row
            waiting, after_blank, ended = [], False, False
        else:
            seen = RowKind.PROJECT if full else kind or _sparse_kind(table, row, keys, after_blank=after_blank)
            waiting.append(_Waiting(seen, row, ended))
    yield from _last_rows(table, waiting)


def _last_rows(table: Table, waiting: Sequence[_Waiting]) -> Iterator[tuple[RowKind, Row]]:
    """The rows below the last full one: what would be a heading among projects is a note there."""
    uncertain = [each.row for each in waiting if each.kind in (RowKind.PROJECT, RowKind.GROUP, RowKind.INCOMPLETE)]
    prefilled = prefilled_rows(table, uncertain)
    projects = [
        each.row.number for each in waiting if each.kind is RowKind.PROJECT and each.row.number not in prefilled
    ]
    last = max(projects, default=0)
    for kind, row, ended in waiting:
        if row.number in prefilled:
            yield RowKind.PREFILLED, row
        elif row.number > last and (kind is RowKind.GROUP or (kind is RowKind.INCOMPLETE and ended)):
            yield RowKind.NOTE, row
        else:
            yield kind, row


def _certain_kinds(table: Table, mapping: ColumnMapping) -> Iterator[tuple[RowKind | None, Row]]:
    """Each row below the header with the kind that it shows by itself, if it does."""
    headers = [*_headers(table, mapping), *table.further]
    key, title = (None if mapping.key_from else table.column("id")), table.column("title")
    for row in rows_below(table):
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


def _sparse_kind(table: Table, row: Row, keys: Callable[[], Set[str]], *, after_blank: bool) -> RowKind:
    """A heading, half a project, or one without a key: among the others, with a title and something more."""
    if heads_a_group(table, row) or _has_label(table, row):
        return RowKind.GROUP
    first = min(column.number for column in table.columns)
    if all(is_number(value) and at < first for at, value in filled_cells(row).items()):
        return RowKind.PREFILLED
    names = _filled_columns(table, row)
    if "title" in names and len(names) > 1 and not says_one_thing(row):
        return RowKind.GROUP if after_blank else RowKind.PROJECT
    return RowKind.GROUP if is_heading(table, row, keys) else RowKind.INCOMPLETE


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
