"""Tables of something else below the roadmap: a sheet in, the rows of their titles, which nobody knows, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from pipeline.model.workbook import Row, Sheet, as_typed
from pipeline.parse.header import Header
from pipeline.parse.rows import filled_cells, is_blank, says_one_thing
from pipeline.parse.sight import is_label
from pipeline.parse.titles import Titles
from pipeline.parse.totals import is_total_word

_FEWEST_ROWS = 3


@dataclass(slots=True)
class _Block:
    """Rows between two blank ones: the first full one, how many are full, and the columns of the others."""

    head: Row | None = None
    rows: int = 0
    columns: set[int] = field(default_factory=set)
    labelled: bool = False

    def add(self, row: Row) -> None:
        """Take one more row, if it holds more than a heading."""
        cells = filled_cells(row)
        if len(cells) < 2 or says_one_thing(row):
            return
        self.rows += 1
        self.labelled = self.labelled or is_label(as_typed(next(iter(cells.values()))))
        if self.head:
            self.columns |= cells.keys()
        else:
            self.head = row


def foreign_headers(sheet: Sheet, header: Header | None, titles: Titles) -> Iterator[Row]:
    """The first row of each block below the table whose words stand above all that follows, and that says nothing where
    every project must.
    """
    needed = _needed(header, titles) if header else frozenset()
    if not header or not needed:
        return
    for block in _blocks(sheet, header.last_row):
        if block.head and _is_headed(block) and not needed & {*block.columns, *filled_cells(block.head)}:
            yield block.head


def _needed(header: Header, titles: Titles) -> Set[int]:
    """The columns of what a project must have, besides its key and its title."""
    names = {*titles.mapping.required} - {"id", "title"}
    return {at for at, texts in header.titles.items() if titles.name(texts) in names}


def _blocks(sheet: Sheet, last_header_row: int) -> Iterator[_Block]:
    """The blocks below the first, which is the table's own and mostly holds nearly all rows."""
    block, first, begun = _Block(), True, False
    for row in sheet.rows:
        if row.number <= last_header_row or row.number in sheet.hidden_rows:
            continue
        if is_blank(row):
            if block.rows:
                yield block
            first, block = first and not begun, _Block()
        elif first:
            begun = begun or len(filled_cells(row)) > 1
        else:
            block.add(row)
    if block.rows:
        yield block


def _is_headed(block: _Block) -> bool:
    """Whether the first row holds words alone, one above each column that is filled below it."""
    cells = filled_cells(block.head) if block.head else {}
    words = all(isinstance(value, str) and not re.search(r"\d|@|://", value) for value in cells.values())
    sums = any(is_total_word(as_typed(value)) for value in cells.values())
    return block.rows >= _FEWEST_ROWS and words and not sums and not block.labelled and block.columns <= cells.keys()
