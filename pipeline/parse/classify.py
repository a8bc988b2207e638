"""What a row below the header is: a project, or something else that people write into tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.columns import COLUMNS
from pipeline.model.roadmap import Table, TableColumn
from pipeline.model.vocabulary import fold
from pipeline.model.workbook import Row, Value, as_typed
from pipeline.parse.endings import is_heading_with_key, last_rows
from pipeline.parse.groups import heads_a_group, is_heading
from pipeline.parse.merged import continued_rows, rows_below
from pipeline.parse.rows import filled_cells, is_blank, is_number, is_numbering, says_one_thing, value_at
from pipeline.parse.sight import LABELLED, RowKind, Sight, Waiting, filled_columns, goes_on, is_label
from pipeline.parse.thin import is_mark
from pipeline.parse.totals import is_total, is_total_word


def classify(table: Table, mapping: ColumnMapping) -> Iterator[tuple[RowKind, Row]]:
    """Each row below the header with its kind, in order.

    A row with little in it, or without a title, may be a heading, a note, an unfinished project or one that was filled
    in beforehand. Which one shows only when the next full row comes, or none: such rows wait until then.
    """
    waiting: list[Waiting] = []
    sight = Sight(table, mapping)
    for kind, row in _certain_kinds(table, mapping):
        if sight.is_elsewhere(kind, row):
            waiting.append(Waiting(RowKind.OTHER_TABLE, row, sight.after_blank, sight.after_total))
            continue
        full = kind is RowKind.PROJECT or (kind is None and not _is_sparse(table, row, mapping))
        if full and sight.is_whole(row):
            yield from _above_full(sight, waiting, row)
            yield RowKind.PROJECT, row
            waiting = []
            sight.pass_project(row)
        else:
            seen = RowKind.PROJECT if full else kind or _sparse_kind(sight, row)
            waiting.append(Waiting(seen, row, sight.after_blank, sight.after_total))
            sight.pass_other(seen, row)
    yield from last_rows(sight, waiting)


def _above_full(sight: Sight, waiting: Sequence[Waiting], row: Row) -> Iterator[tuple[RowKind, Row]]:
    """The rows that waited for a full one: those that head it, and whatever else they are."""
    for place, each in enumerate(waiting):
        below = (*(other.row for other in waiting[place + 1 :]), row)
        if each.kind is RowKind.PROJECT and is_heading_with_key(sight, each.row, below):
            yield RowKind.HEADING, each.row
        else:
            yield each.kind, each.row


def _certain_kinds(table: Table, mapping: ColumnMapping) -> Iterator[tuple[RowKind | None, Row]]:
    """Each row below the header with the kind that it shows by itself, if it does."""
    headers = [*_headers(table, mapping), *table.further]
    key, title = (None if mapping.key_from else table.column("id")), table.column("title")
    continued = continued_rows(table, mapping.key_from or ("id",)) if table.sheet.merges else {}
    firsts = frozenset(header.get(title.number, "")[:1] for header in headers) if title else frozenset[str]()
    for row in rows_below(table):
        if row.number in continued and row.number not in table.sheet.hidden_rows and not is_blank(row):
            yield RowKind.CONTINUED, row
            continue
        plain = key and title and _is_plain(row, key, title, firsts)
        if plain and row.number not in table.sheet.hidden_rows:
            yield RowKind.PROJECT, row
        else:
            yield _certain_kind(table, row, headers), row


def _headers(table: Table, mapping: ColumnMapping) -> Iterator[Mapping[int, str]]:
    """The folded titles of the table by their columns: as they stand there, and in the languages of a template."""
    yield {column.number: fold(column.title) for column in table.columns}
    for language in range(2):
        yield {column.number: fold(COLUMNS[column.name].title[language]) for column in table.columns}


def _is_plain(row: Row, key: TableColumn, title: TableColumn, firsts: Set[str]) -> bool:
    """Whether a row is a project at first sight: a key and, in words, a title, neither of them a heading or a sum.
    ``firsts`` are the letters that titles of columns begin with where it stands.

    Most rows are; the closer looks at all their cells can be spared.
    """
    words, name = value_at(row, title.number), as_typed(value_at(row, key.number))
    if not isinstance(words, str) or not words[:1].isalpha() or not name[:1].isalnum() or name == words:
        return False
    if words[:1].casefold() in firsts:
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


def _is_sparse(table: Table, row: Row, mapping: ColumnMapping) -> bool:
    """Whether so little is filled in that the row may be no project: one text, or two cells without a key."""
    names = filled_columns(table, row)
    if heads_a_group(table, row) or (mapping.key_from and _has_label(table, row)):
        return True
    if "id" in names and not mapping.key_from:
        return says_one_thing(row) or _has_label(table, row)
    return says_one_thing(row) or len(names) <= 2 < len(table.columns) - 1


def _sparse_kind(sight: Sight, row: Row) -> RowKind:
    """A heading, half a project, or one without a key: among the others, with a title and something more."""
    table = sight.table
    if heads_a_group(table, row) or _has_label(table, row):
        return RowKind.GROUP
    first = min(column.number for column in table.columns)
    if all(is_number(value) and at < first for at, value in filled_cells(row).items()):
        return RowKind.PREFILLED
    names = filled_columns(table, row)
    if "title" in names and len(names) > 1 and not says_one_thing(row):
        return RowKind.GROUP if sight.after_blank and _begins_like_a_note(row) else RowKind.PROJECT
    if says_one_thing(row) and _PAGE.fullmatch(as_typed(next(iter(filled_cells(row).values()))).strip()):
        return RowKind.GROUP
    if goes_on(sight, row):
        return RowKind.INCOMPLETE
    return RowKind.GROUP if is_heading(table, row, sight.shapes) else RowKind.INCOMPLETE


_PAGE = re.compile(r"(?:Seite|Page|Blatt|S\.|p\.) ?\d+(?: ?(?:/|von|of) ?\d+)?", re.IGNORECASE)


def _begins_like_a_note(row: Row) -> bool:
    text = as_typed(next(iter(filled_cells(row).values()))).strip()
    return is_mark(text) or is_number(text) or is_label(text)


def _has_label(table: Table, row: Row) -> bool:
    """Whether a word such as "Stand:" or "Quelle" stands first or where a key would, and what it tells beside it."""
    cells = filled_cells(row)
    key = table.column("id")
    places = {key.number if key else 0, min(column.number for column in table.columns)}
    return len(cells) <= LABELLED and any(at in cells and is_label(as_typed(cells[at])) for at in places)


def _repeats(row: Row, header: Mapping[int, str]) -> bool:
    """Whether the titles of a header stand in the row again, at least half of them."""
    same = sum(_is_titled(value_at(row, at), title) for at, title in header.items() if title)
    return same >= 2 and same * 2 >= len(header)


def _is_titled(value: Value, title: str) -> bool:
    """Whether a value reads like a folded title. Folding is dear, and the first letter mostly tells."""
    text = as_typed(value)
    first = text[:1].casefold()
    return (title.startswith(first) or not first.isalnum()) and fold(text) == title
