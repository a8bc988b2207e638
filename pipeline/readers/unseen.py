"""What calamine does not tell of a workbook: hidden parts, errors, formulas never computed, and number formats."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.model.workbook import Merge, Value
from pipeline.readers.faults import MALFORMED, damaged

# Excel and LibreOffice have no cells beyond; a crafted file may, to have us count to them.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Unseen:
    """What is missing of one sheet. Rows and columns count from 1.

    ``cells`` holds, by row and column, the values that take the place of those that calamine gives; ``formats`` the
    number format codes that may tell more than the value of their cell. A row that is hidden within one of the
    ``filters`` is hidden by it.
    """

    cells: dict[int, dict[int, Value]] = field(default_factory=dict)
    formats: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    filters: list[range] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)

    def put(self, row: int, column: int, value: Value) -> None:
        """Give a cell a value of its own."""
        if row > _LAST_ROW or column > _LAST_COLUMN:
            raise damaged(MALFORMED)
        self.cells.setdefault(row, {})[column] = value

    def show(self, row: int, column: int, code: str) -> None:
        """Give a cell a number format."""
        if row > _LAST_ROW or column > _LAST_COLUMN:
            raise damaged(MALFORMED)
        self.formats.setdefault(row, {})[column] = code


class Inspected(NamedTuple):
    """A file that may be read: its media type, and what calamine does not tell of each sheet, by position from 0.

    Where calamine would refuse or misread the file, ``copy`` is the one to give it. Where it ``has_breaks``, lines may
    end as Word or Windows has it.
    """

    media_type: str
    unseen: Mapping[int, Unseen]
    date_1904: bool = False
    copy: bytes | None = None
    has_breaks: bool = True


def within(ranges: Iterable[range], last: int = sys.maxsize) -> frozenset[int]:
    """The numbers of some ranges up to the last one used: a sheet may hide its million empty rows below the table."""
    return frozenset(number for hidden in ranges for number in range(hidden.start, min(hidden.stop, last + 1)))
