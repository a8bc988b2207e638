"""A workbook as its author sees it: sheets of rows of cells, each with its address and the value as typed.

Nothing is interpreted here. A cell of ``01`` stays text, an empty cell is the empty text, and what a spreadsheet
program could not compute travels as a ``CellFault``. Rows come in order and may be iterated again and again; a reader
is free to fetch them from the disk block by block, so that a workbook of any length takes the same memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell without a usable value: an error such as ``#REF!``, or a formula whose result was never saved."""

    kind: Literal["error", "formula"]
    text: str


Value: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | CellFault


@dataclass(frozen=True, slots=True)
class CellRef:
    """The address of a cell as its author sees it: ``roadmap.xlsx / Roadmap / C7``.

    Without ``row`` it names a column, without ``column`` a row, without ``sheet`` the whole file.
    """

    file: str
    sheet: str | None = None
    column: str | None = None
    row: int | None = None

    @property
    def address(self) -> str:
        """The cell within its sheet: ``C7``, ``C`` for a column, ``7`` for a row, empty for a sheet or file."""
        return f"{self.column or ''}{self.row or ''}"

    def __str__(self) -> str:
        return " / ".join(part for part in (self.file, self.sheet, self.address) if part)


NO_FORMATS: Mapping[int, str] = MappingProxyType({})


class Row(NamedTuple):
    """One row: its number as shown beside the sheet (from 1) and its values from column A on.

    ``formats`` holds by column (from 1) the number format code of a cell, as Excel writes it, where the cell shows more
    than its value tells: the ``000`` of a 7 that shows ``007``, the ``mmm yy`` of a day that shows a month.
    """

    number: int
    values: tuple[Value, ...]
    formats: Mapping[int, str] = NO_FORMATS


class Merge(NamedTuple):
    """A merged range, rows and columns from 1, both ends included. Its value stands in the first cell alone."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``rows`` holds every row up to the last with a value, hidden and blank ones among them.

    ``filtered_rows`` are those of the ``hidden_rows`` that a filter hides.
    """

    name: str
    rows: Iterable[Row]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()
    filtered_rows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """What a reader has to say of a file that it could read: the id of a rule, and where in the file it is meant.

    ``row`` and ``column`` count from 1. ``value`` is what stands there, ``details`` fill the message of the rule.
    """

    rule: str
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    value: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    def at(self, file: str) -> CellRef:
        """Its place in the file of that name."""
        return CellRef(file, self.sheet, column_letter(self.column) if self.column else None, self.row)


@dataclass(frozen=True, slots=True)
class TextHints:
    """How text files are written down where they do not tell themselves; empty for what is to be found out."""

    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file with sheets. ``sha256`` is the digest of its bytes, ``media_type`` what it was found to be.

    ``date_1904`` is true where days are counted from 1904-01-01, as old Excel for the Macintosh does. ``notes`` are
    what there is to tell of a file that could be read all the same.
    """

    file: str
    sheets: tuple[Sheet, ...]
    sha256: str
    size_bytes: int
    media_type: str
    date_1904: bool = False
    notes: tuple[ReadingNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be before it is refused unread. Bombs expand a thousand times, real files 18 times."""

    max_expansion: int = 100
    max_expanded_bytes: int = 200_000_000
    max_cells: int = 5_000_000
    max_memory_bytes: int = 2_000_000_000


@lru_cache(maxsize=1024)
@lru_cache(maxsize=1_000)
def column_letter(number: int) -> str:
    """The letters of a column counted from 1, as spreadsheets write them.

    >>> column_letter(1), column_letter(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, remainder = divmod(number - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column, counted from 1.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def as_typed(value: Value) -> str:
    """A value as its author would read it in the cell, dates and decimals in the German way.

    >>> as_typed(2014.0), as_typed(date(2020, 6, 5)), as_typed(0.5)
    ('2014', '05.06.2020', '0,5')
    """
    match value:
        case str():
            return value
        case bool():
            return "WAHR" if value else "FALSCH"
        case float():
            return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
        case datetime():
            clock = value.strftime(" %H:%M") if value.time() != time() else ""
            return f"{value:%d.%m.%Y}{clock}"
        case date():
            return f"{value:%d.%m.%Y}"
        case time():
            return f"{value:%H:%M:%S}".removesuffix(":00")
        case timedelta():
            return _clock(value)
        case CellFault():
            return value.text
        case _:
            return str(value)


def _clock(length: timedelta) -> str:
    """Hours, minutes and, where there are any, seconds: ``36:00``."""
    seconds = round(length.total_seconds())
    minutes = abs(seconds) // 60
    shown = f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}"
    return f"{shown}:{abs(seconds) % 60:02}" if seconds % 60 else shown
