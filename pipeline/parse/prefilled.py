"""Rows that were filled in beforehand, with numbers or with what a drop-down list offers: rows in, those out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from pipeline.model.roadmap import Table
from pipeline.model.workbook import Row, Value, as_typed
from pipeline.parse.placeholders import keeps_a_place
from pipeline.parse.rows import filled, filled_cells, is_number, value_at

_FEWEST_ROWS = 2


def prefilled_rows(table: Table, rows: Sequence[Row]) -> Set[int]:
    """Of the rows without a title below the last full one those that hold nothing but a number that goes on from row
    to row, and the same as the others.
    """
    title = table.column("title")
    if not title:
        return frozenset()
    found: set[int] = set()
    for run in _runs([row for row in rows if not is_named(value_at(row, title.number))], table):
        if len(run) >= _FEWEST_ROWS:
            found.update(row.number for row in run)
    return found


def is_named(title: Value) -> bool:
    """Whether there is a title, and not merely a word that keeps its place."""
    text = as_typed(title)
    return filled(title) and not (len(text) <= _LONGEST_PLACEHOLDER and keeps_a_place(text))


_LONGEST_PLACEHOLDER = 30


def _runs(rows: Iterable[Row], table: Table) -> list[list[Row]]:
    """The rows one after another that hold the same, their numbers aside."""
    runs: list[list[Row]] = []
    for row in rows:
        if not _may_be_prefilled(row, table):
            continue
        if runs and _repeats(row, runs[-1][-1], table):
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _may_be_prefilled(row: Row, table: Table) -> bool:
    """Whether no words stand in the first column, as those of a note do."""
    first = min(column.number for column in table.columns)
    return all(_is_serial(value) for at, value in filled_cells(row).items() if at <= first)


def _repeats(row: Row, before: Row, table: Table) -> bool:
    here, there = filled_cells(row), filled_cells(before)
    if here.keys() != there.keys():
        return False
    key = table.column("id")
    first = min(column.number for column in table.columns)
    serial = {at for at in here if (key and at == key.number) or at <= first}
    others = here.keys() - serial
    return all(here[at] == there[at] for at in others) and all(_follows(here[at], there[at]) for at in serial)


def _follows(value: Value, before: Value) -> bool:
    """Whether a running number goes on by one."""
    one, other = _SERIAL.fullmatch(as_typed(value).strip()), _SERIAL.fullmatch(as_typed(before).strip())
    return bool(one and other and one["stem"] == other["stem"] and int(one["number"]) == int(other["number"]) + 1)


def _is_serial(value: Value) -> bool:
    return is_number(value) or bool(_SERIAL.fullmatch(as_typed(value).strip()))


_SERIAL = re.compile(r"(?P<stem>.{0,12}?)(?P<number>\d{1,9})\.?")


def is_told(rows: Sequence[Row]) -> bool:
    """Whether prefilled rows hold more than numbers, so that someone might miss them."""
    return any(not is_number(value) for row in rows for value in filled_cells(row).values())
