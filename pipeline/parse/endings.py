"""The rows below the last full one of a table: those rows in, what each of them is out.

There tables end: with footnotes and legends, sums and what is part of them, rows that were prepared, and projects that
are not filled in yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pipeline.model.workbook import Row
from pipeline.parse.prefilled import prefilled_rows
from pipeline.parse.rows import filled_cells, is_number, says_one_thing
from pipeline.parse.sight import LABELLED, RowKind, Sight, Waiting, filled_columns
from pipeline.parse.thin import heads, is_footnote, is_thin, key_of, may_head


def is_heading_with_key(sight: Sight, row: Row, below: Iterable[Row]) -> bool:
    """Whether a row with a key heads the rows below it."""
    table = sight.table
    if not sight.has_keys or not key_of(table, row):
        return False
    return may_head(table, row) and heads(table, row, below, sight.keys())


def last_rows(sight: Sight, waiting: Sequence[Waiting]) -> Iterator[tuple[RowKind, Row]]:
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


def _is_loose(each: Waiting) -> bool:
    """Whether what is no project stands apart from the table, or is a date alone."""
    alone = says_one_thing(each.row) and all(isinstance(value, date) for value in filled_cells(each.row).values())
    titled = each.kind is RowKind.INCOMPLETE
    return titled and (each.ended or alone)


def _without_notes(sight: Sight, waiting: Sequence[Waiting]) -> Iterator[Waiting]:
    """The rows below the last full one, what only looks like a project among them told apart."""
    headed = False
    for place, each in enumerate(waiting):
        headed = headed or (each.kind is RowKind.GROUP and each.ended)
        if each.kind is RowKind.PROJECT:
            below = [other.row for other in waiting[place + 1 :] if other.kind is RowKind.PROJECT]
            yield each._replace(kind=_kind_at_end(sight, each, below, headed=headed))
        else:
            yield each


def _kind_at_end(sight: Sight, each: Waiting, below: Sequence[Row], *, headed: bool) -> RowKind:
    table, row = sight.table, each.row
    if each.after_total and _is_part_of_sums(row):
        return RowKind.NOTE
    if sight.has_keys and key_of(table, row):
        if is_thin(table, row) and is_footnote(table, row, sight.keys(), headed=headed, ended=each.ended):
            return RowKind.NOTE
        return RowKind.HEADING if is_heading_with_key(sight, row, below) else RowKind.PROJECT
    if not each.after_blank or len(filled_columns(table, row)) > LABELLED:
        return RowKind.PROJECT
    return RowKind.NOTE if headed else RowKind.UNCERTAIN


def _is_part_of_sums(row: Row) -> bool:
    """Whether a row is one text with numbers beside it, as what goes on below a sum: "davon Eigenanteil 60"."""
    values = list(filled_cells(row).values())
    return len(values) > 1 and sum(not is_number(value) for value in values) == 1
