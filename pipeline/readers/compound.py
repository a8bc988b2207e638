"""A compound file (OLE, the wrapping of .xls) to those of its streams that are asked for.

Read after https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb. Any flaw means that the file is damaged.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.readers.faults import INCOMPLETE, damaged

# Numbers from here on are no sectors: "end of chain", "free" and their like.
_NO_SECTOR = 0xFFFFFFFA
_HEADER = struct.Struct("<24xHHHHH10xIIIIIIII")
_ENTRY = struct.Struct("<64sHB49xIQ")
_HEADER_FAT_SECTORS = 109
_STREAM, _ROOT = 2, 5


class _Entry(NamedTuple):
    """A line of the directory."""

    name: str
    kind: int
    start: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class _Sectors:
    """Content cut into sectors of one size, the first of them at ``offset``; ``table`` names the next after each."""

    content: bytes
    size_bytes: int
    table: Sequence[int]
    offset: int = 0

    def read(self, start: int) -> bytes:
        return b"".join(self.at(number) for number in self._chain(start))

    def at(self, number: int) -> bytes:
        start = self.offset + number * self.size_bytes
        if start >= len(self.content):
            raise damaged(INCOMPLETE)
        return self.content[start : start + self.size_bytes]

    def _chain(self, number: int) -> Iterator[int]:
        # No chain is longer than its table, unless it runs in a circle.
        for _ in self.table:
            if number >= _NO_SECTOR:
                return
            yield number
            number = self.table[number]


def read_streams(content: bytes, wanted: Collection[str]) -> dict[str, bytes]:
    """The streams of a compound file by name, as far as ``wanted``."""
    try:
        return dict(_streams(content, wanted))
    except (struct.error, IndexError, UnicodeDecodeError, StopIteration) as error:
        raise damaged(INCOMPLETE) from error


def _streams(content: bytes, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    _, _, _, shift, mini_shift, _, directory, _, cutoff, mini_fat, _, more_fat, _ = _HEADER.unpack_from(content)
    sectors = _with_table(_Sectors(content, 1 << shift, (), offset=1 << shift), more_fat)
    entries = list(_entries(sectors.read(directory)))
    root = next(entry for entry in entries if entry.kind == _ROOT)
    mini_sectors = _Sectors(sectors.read(root.start), 1 << mini_shift, _numbers(sectors.read(mini_fat)))
    for entry in entries:
        if entry.kind == _STREAM and entry.name in wanted:
            stream = (mini_sectors if entry.size_bytes < cutoff else sectors).read(entry.start)
            if len(stream) < entry.size_bytes:
                raise damaged(INCOMPLETE)
            yield entry.name, stream[: entry.size_bytes]


def _with_table(sectors: _Sectors, more: int) -> _Sectors:
    """Find the sectors that make up the table, named in the header and then in a chain of their own."""
    numbers = list(_numbers(sectors.content[76 : 76 + 4 * _HEADER_FAT_SECTORS]))
    while more < _NO_SECTOR and len(numbers) * sectors.size_bytes < len(sectors.content):
        *found, more = _numbers(sectors.at(more))
        numbers += found
    table = _numbers(b"".join(sectors.at(number) for number in numbers if number < _NO_SECTOR))
    return _Sectors(sectors.content, sectors.size_bytes, table, sectors.offset)


def _entries(directory: bytes) -> Iterator[_Entry]:
    for name, name_bytes, kind, start, size_bytes in _ENTRY.iter_unpack(directory):
        # The upper half of the size is undefined in files with sectors of 512 bytes.
        yield _Entry(name[: max(0, name_bytes - 2)].decode("utf-16-le"), kind, start, size_bytes & 0xFFFFFFFF)


def _numbers(content: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
