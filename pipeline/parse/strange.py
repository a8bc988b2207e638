"""Tables that are not those of the projects: a row, or a sheet, in, whether such a table stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.roadmap import Table
from pipeline.model.workbook import Row, Sheet
from pipeline.parse.rows import filled_cells
from pipeline.parse.sideways import rows_of_texts
from pipeline.parse.titles import exact

_FEWEST = 2
_FEWEST_TITLES = 3
_LONGEST = 80


def titles_others(table: Table, row: Row, mapping: ColumnMapping) -> bool:
    """Whether a row holds titles, of which one at least is that of another column than the one it stands in."""
    cells = filled_cells(row)
    if len(cells) < _FEWEST or any(not isinstance(value, str) or re.search(r"\d", value) for value in cells.values()):
        return False
    columns = {column.number: column.name for column in table.columns}
    named = {at: exact(str(value).strip(), mapping) for at, value in cells.items() if len(str(value)) <= _LONGEST}
    known = {at: name for at, name in named.items() if name}
    strange = {at for at, name in known.items() if columns.get(at, name) != name}
    enough = len(known) >= _FEWEST or min(cells) in strange
    return bool(strange) and enough and len(known) * 2 >= len(cells)


def looks_like_projects(sheet: Sheet, mapping: ColumnMapping) -> tuple[int, Sequence[str]] | None:
    """The row of a sheet without a table that people would take for the header of one, with its texts: three columns
    by their everyday names, a title among them, and full rows right below.
    """
    full = {row.number for row in sheet.rows if len(filled_cells(row)) >= _FEWEST_TITLES}
    for number, texts in rows_of_texts(sheet):
        names = {name for text in texts if (name := exact(text, mapping))}
        if "title" in names and len(names) >= _FEWEST_TITLES and number + 1 in full:
            return number, texts
    return None
