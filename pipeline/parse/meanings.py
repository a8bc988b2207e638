"""What a value means in the cell of a project, however it is spelled: read as the column of that table is read."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from datetime import date

from pipeline.model.columns import COLUMNS
from pipeline.model.dataset import Dataset
from pipeline.model.partial_date import PartialDate
from pipeline.model.period import Period
from pipeline.model.plain_text import key_text
from pipeline.model.roadmap import EntryValue, Project, Table
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import Vocabulary
from pipeline.model.workbook import CellFault, Value
from pipeline.parse.cells import CellReading, ReadCell, cell_reader
from pipeline.parse.conventions import read_conventions
from pipeline.parse.shown import shown


def read_meanings(
    tables: Iterable[Table], dataset: Dataset, vocabulary: Vocabulary, rules: RuleBook, *, today: date
) -> Callable[[Project, str, Value, str], Hashable]:
    """A function that tells what a value would mean in a project's column, for whoever holds values together.

    Two values mean the same where they are read as the same; what cannot be read means what it says.
    """
    reading = CellReading(dataset, vocabulary, today)
    readers = {id(table): _readers(table, reading, rules) for table in tables}

    def understand(project: Project, column: str, value: Value, code: str) -> Hashable:
        if isinstance(value, CellFault):
            return value
        said = shown(value, code, COLUMNS[column].kind) if code else value
        read = readers[id(project.table)].get(column)
        return tuple(map(_meaning, read(said))) if read else (key_text(said),)

    return understand


def _meaning(value: EntryValue) -> EntryValue:
    """A value without its spelling: a day, a month or a year is the same as text and as a date."""
    if not isinstance(value, Period):
        return value
    return replace(value, begin=_unspelled(value.begin), end=_unspelled(value.end))


def _unspelled(said: PartialDate | None) -> PartialDate | None:
    return replace(said, text="") if said and said.is_plain else said


def _readers(table: Table, reading: CellReading, rules: RuleBook) -> dict[str, ReadCell]:
    styles = read_conventions(table, reading.dataset, rules, reading.today).styles
    found = (
        (column.name, cell_reader(column.name, reading, styles.get(column.number), date_1904=table.date_1904))
        for column in table.columns
    )
    return {name: read for name, read in found if read}
