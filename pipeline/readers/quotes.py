"""A record whose quotation marks break the rules of CSV to its cells, and what had to be assumed.

The rules: a cell with a delimiter, a line break or a quotation mark is put in quotation marks, and those within it are
doubled. People and programs forget the latter, write a backslash instead, or open what they never close. Of all ways to
read such a record the first is taken that gives it the width of the header, and after which the next one has it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile
from typing import Literal, NamedTuple, TypeAlias

# Lines that one cell may take, and ways to read a record, beyond which we no longer look for the right one.
LINES = 40
_WAYS = 2_000

Kind: TypeAlias = Literal["careless", "open", "unclear"]


class Flaw(NamedTuple):
    """A cell, counted from 1, whose quotation marks were read otherwise than the rules say.

    ``careless``: marks within it are not doubled. ``open``: its mark is never closed. ``unclear``: it may have been
    read wrong, and so may the rows behind it.
    """

    column: int
    kind: Kind


class Mended(NamedTuple):
    """The cells of a record, the number of lines it takes, and its flaws."""

    values: list[str]
    lines: int
    flaws: tuple[Flaw, ...]


class _Cell(NamedTuple):
    value: str
    end: int
    kind: Kind | None = None


def mend_record(lines: Sequence[str], delimiter: str, width: int) -> Mended:
    """Read the record that begins with the first of ``lines``."""
    for count in range(1, min(len(lines), LINES) + 1):
        cells = _split("".join(lines[:count]), delimiter, width)
        if cells and _goes_on(lines[count:], delimiter, width):
            return _mended(cells, count)
    # The next record may have a flaw of its own, and Excel cuts off trailing empty cells.
    for fewer in range(width, 0, -1):
        cells = _split(lines[0], delimiter, fewer)
        if cells and all(cell.value.count('"') % 2 == 0 for cell in cells if cell.kind):
            return _mended(cells, 1)
    return _given_up(lines[0], delimiter)


def find_swallowed(values: Sequence[str], lines: Sequence[str], delimiter: str, width: int) -> Mended | None:
    """A record of several lines that begins and ends like two rows of their own: an open mark met a stray one later.

    A cell of several lines does so only if its last line has as many delimiters as there are cells before it.
    """
    first, last = (_split(line, delimiter, width) for line in (lines[0], lines[-1]))
    opened = [at for at, cell in enumerate(first, 1) if cell.kind == "open"]
    if width < 3 or not opened or not last or any(cell.value.startswith(" ") for cell in (*first, *last)):
        return None
    if len(values) == width:
        return Mended(list(values), len(lines), (Flaw(opened[0], "unclear"),))
    return _mended(first, 1)


def _mended(cells: Sequence[_Cell], lines: int) -> Mended:
    flaws = tuple(Flaw(at, cell.kind) for at, cell in enumerate(cells, 1) if cell.kind)
    return Mended([cell.value for cell in cells], lines, flaws)


def _given_up(line: str, delimiter: str) -> Mended:
    """The line as it stands, at the cell whose mark is the likely cause."""
    values = line.rstrip("\r\n").split(delimiter)
    marked = [at for at, value in enumerate(values, 1) if '"' in value]
    odd = [at for at in marked if values[at - 1].count('"') % 2]
    return Mended(values, 1, (Flaw((odd or marked or [1])[0], "unclear"),))


def _goes_on(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """True if the next record has the right width too, or there is none."""
    lines = list(dropwhile(lambda line: not line.strip(), lines))[:5]
    ways = ("".join(lines[:count]) for count in range(1, len(lines) + 1))
    return not lines or any(_split(way, delimiter, width) for way in ways)


def _split(record: str, delimiter: str, width: int) -> list[_Cell]:
    """The cells of a record if there is a way to read exactly ``width`` of them, else none."""
    text = record.removesuffix("\n").removesuffix("\r")
    cells: list[_Cell] = []
    waiting = [_ways(text, 0, delimiter)]
    for _ in range(_WAYS):
        cell = next(waiting[-1], None)
        if cell is None:
            waiting.pop()
            if not waiting:
                return []
            cells.pop()
        elif len(cells) + 1 == width and cell.end == len(text):
            return [*cells, cell]
        elif len(cells) + 1 < width and cell.end < len(text):
            cells.append(cell)
            waiting.append(_ways(text, cell.end + len(delimiter), delimiter))
    return []


def _ways(text: str, start: int, delimiter: str) -> Iterator[_Cell]:
    """The ways to read the cell at ``start``, the likelier first."""
    if text.startswith('"', start):
        yield from _quoted(text, start, delimiter)
    end = text.find(delimiter, start)
    value = text[start : end if end >= 0 else len(text)]
    if "\n" not in value and "\r" not in value:
        yield _Cell(value, start + len(value), _kind_of_plain(value))


def _quoted(text: str, start: int, delimiter: str) -> Iterator[_Cell]:
    """The cell ended by any mark before a delimiter; last by those that rather belong to its text."""
    closings = re.finditer(rf'"( *)(?={re.escape(delimiter)}|\Z)', text[start + 1 :])
    inners = [(text[start + 1 : start + 1 + closing.start()], closing[1]) for closing in closings]
    for inner, blanks in sorted(inners, key=lambda found: _escapes(found[0])):
        yield _cell(inner, start + len(inner) + 2 + len(blanks), blanks)


def _escapes(inner: str) -> bool:
    """True if the next mark would be a doubled one, or one behind a backslash."""
    return (len(inner) - len(inner.rstrip('"'))) % 2 == 1 or inner.endswith("\\")


def _cell(inner: str, end: int, blanks: str) -> _Cell:
    if '"' not in inner.replace('""', "") and not blanks:
        return _Cell(inner.replace('""', '"'), end)
    if _TWO_PHRASES.search(inner):
        return _Cell(f'"{inner}"', end, "careless")
    return _Cell(inner.replace('\\"', '"').replace('""', '"'), end, "careless")


# “"Portal" and "Data"”: the marks at both ends belong to the words beside them, and none of them to the cell.
_TWO_PHRASES = re.compile(r'^[^"]*[^\W\d]"(?!\w)[^"]*(?<!\w)"\w[^"]*$')


def _kind_of_plain(value: str) -> Kind | None:
    if not value.startswith('"'):
        return None  # a mark amid a cell without marks around it is read as it stands, by all programs
    return "open" if value.count('"') % 2 else "careless"
