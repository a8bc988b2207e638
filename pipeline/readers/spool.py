"""Rows of cells to a temporary file and back, block by block: how the reading child hands them to its parent.

What the child writes is unpickled with a list of the classes that may occur, for a child that was subverted by a
crafted file must not be able to run anything in its parent.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, repeat
from mmap import mmap
from typing import IO, NamedTuple, TypeAlias, cast

from pipeline.model.errors import WorkbookFault
from pipeline.model.workbook import NO_FORMATS, Limits, Merge, Row, Value
from pipeline.readers.faults import too_large

BLOCK_ROWS = 1000

# How the child ends where not the file is at fault but the disk.
EXIT_DISK_FAILED = 74

Values: TypeAlias = tuple[Value, ...]
Formats: TypeAlias = Mapping[int, str]
# The values of a row, and the formats of those that show more than they tell.
Line: TypeAlias = tuple[Values, Formats]

_NONE = repeat(NO_FORMATS)


class Block(NamedTuple):
    """Where in the spool a run of rows stands."""

    start: int
    end: int


class Written(NamedTuple):
    """The rows of one sheet in the spool, and how far they reach."""

    blocks: tuple[Block, ...]
    last_row: int
    last_column: int


class SpooledSheet(NamedTuple):
    """A sheet whose rows stand in the spool."""

    name: str
    hidden: bool
    blocks: tuple[Block, ...]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()
    filtered_rows: frozenset[int] = frozenset()


class SpooledContents(NamedTuple):
    """What the child read."""

    media_type: str
    sheets: tuple[SpooledSheet, ...]
    date_1904: bool = False


class Refusal(NamedTuple):
    """Why the child did not read: the rule that the file breaks, and the details of its message."""

    rule: str
    details: dict[str, str | int]


_SpooledBlock: TypeAlias = tuple[list[Values], list[Formats | None] | None]
Answer: TypeAlias = SpooledContents | Refusal


@dataclass(frozen=True, slots=True)
class SpooledRows:
    """The rows of a sheet, fetched from the spool whenever they are asked for."""

    spool: mmap
    blocks: tuple[Block, ...]

    def __iter__(self) -> Iterator[Row]:
        """The rows from the first on."""
        first = 1
        for start, end in self.blocks:
            values, formats = cast(_SpooledBlock, _unpickle(self.spool[start:end]))
            numbers = range(first, first + len(values))
            yield from map(Row, numbers, values, (shown or NO_FORMATS for shown in formats) if formats else _NONE)
            first = numbers.stop


class SpoolWriter:
    """The child's end. It holds the file it writes, and counts what it wrote to keep within the limits."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        """Write to ``file``, which nothing was written to before."""
        self._file = file
        self._limits = limits
        self._size_bytes = 0
        self._cells = 0

    def write_rows(self, rows: Iterable[Line]) -> Written:
        """Write the rows of one sheet."""
        blocks: list[Block] = []
        last_row = last_column = 0
        remaining = iter(rows)
        while block := list(islice(remaining, BLOCK_ROWS)):
            blocks.append(self._write_block(block))
            last_row += len(block)
            last_column = max(last_column, *(len(values) for values, _ in block))
        return Written(tuple(blocks), last_row, last_column)

    def write_answer(self, answer: Answer) -> None:
        """Write the last word, and where it stands."""
        start, _ = self._write(answer)
        self._file.write(start.to_bytes(8, "big"))
        self._file.flush()

    def _write_block(self, block: list[Line]) -> Block:
        lines = [values for values, _ in block]
        self._cells += sum(map(len, lines))
        if self._cells > self._limits.max_cells:
            raise too_large("cells", found=self._limits.max_cells, allowed=self._limits.max_cells)
        # What does not fit into memory at once may still pass through it sheet by sheet, and fill the disk.
        if self._size_bytes > self._limits.max_memory_bytes:
            raise too_large("memory", found=self._limits.max_memory_bytes, allowed=self._limits.max_memory_bytes)
        # Rows whose formats are the same object share it in the spool too; where there are none, none are written.
        formats = [formats or None for _, formats in block]
        return self._write((lines, formats if any(formats) else None))

    def _write(self, thing: object) -> Block:
        content = pickle.dumps(thing, protocol=5)
        start = self._size_bytes
        self._size_bytes += self._file.write(content)
        return Block(start, self._size_bytes)


def read_answer(spool: mmap) -> SpooledContents:
    """The parent's end: the child's last word. A fault it found is raised here."""
    start = int.from_bytes(spool[-8:], "big")
    answer = cast(Answer, _unpickle(spool[start:-8]))
    if isinstance(answer, Refusal):
        raise WorkbookFault(answer.rule, **answer.details)
    return answer


class _Unpickler(pickle.Unpickler):
    """An unpickler that knows the classes of cells and no other."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) not in _CLASSES:
            raise pickle.UnpicklingError(f"{module}.{name} is not what a sheet is made of")
        return super().find_class(module, name)


_CLASSES = frozenset(
    {
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("pipeline.model.workbook", "CellFault"),
        ("pipeline.model.workbook", "Merge"),
        (__name__, "Block"),
        (__name__, "Refusal"),
        (__name__, "SpooledContents"),
        (__name__, "SpooledSheet"),
    }
)


def _unpickle(content: bytes) -> object:
    return _Unpickler(io.BytesIO(content)).load()
