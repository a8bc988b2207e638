"""Where every published statement comes from: its file, sheet and cell; and apart from it, what was typed there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from sys import intern
from typing import Literal, NamedTuple

from pipeline.model.formula import mark, unmark
from pipeline.model.graph import SourceMap, Triple, literal_text
from pipeline.model.roadmap import Roadmap
from pipeline.model.workbook import CellRef

HEADER = ("subject", "predicate", "object", "file", "sheet", "cell")
TYPED_HEADER = ("file", "sheet", "cell", "typed")


class Origin(NamedTuple):
    """A statement and where it comes from; without a cell it follows from the town's settings."""

    subject: str
    predicate: str
    object: str
    file: str
    sheet: str
    cell: str
    typed: str


def origins(triples: Iterable[Triple], sources: SourceMap, roadmap: Roadmap, settings: str) -> Iterator[Origin]:
    """Each triple with its origin, once for each cell that says it; ``settings`` is the file that speaks for what no
    cell says.
    """
    typed = {
        str(project.cell(name)): project.typed(name)
        for project in roadmap.projects
        for name in dict.fromkeys(("id", *(entry.column for entry in project.entries)))
    }
    places: dict[CellRef, tuple[str, str, str, str]] = {}
    for triple in triples:
        found = (sources.cells[triple], *sources.further.get(triple, ())) if triple in sources.cells else ()
        for cell in found:
            if cell not in places:
                places[cell] = (cell.file, cell.sheet or "", cell.address, typed.get(str(cell), ""))
            yield Origin(*triple, *places[cell])
        if not found:
            yield Origin(*triple, settings, "", "", "")


def render_provenance(found: Iterable[Origin]) -> bytes:
    """The table as CSV (UTF-8, comma), subjects and predicates as IRIs, objects as N-Triples terms; of a statement that
    several cells say, the first.

    What was typed is not in it: a cell may say more than what is published of it.
    """
    rows = ((literal_text(one.subject), literal_text(one.predicate), *one[2:6]) for one in _firsts(found))
    return _render(HEADER, rows)


def _firsts(found: Iterable[Origin]) -> Iterator[Origin]:
    """Of each statement its first origin."""
    return (next(same) for _, same in groupby(found, key=itemgetter(0, 1, 2)))


def render_typed(found: Sequence[Origin]) -> bytes:
    """What was typed in each cell that a statement comes from, as CSV: the cells of the table, then what others say
    again. Not for the public.
    """
    rows = dict.fromkeys(origin[3:] for origin in (*_firsts(found), *found) if origin.typed)
    # In quotes all of them, for programs that divide at semicolons and tabs, too.
    return _render(TYPED_HEADER, rows, quoting=csv.QUOTE_ALL)


def _render(
    header: Iterable[str], rows: Iterable[Iterable[str]], *, quoting: Literal[0, 1] = csv.QUOTE_MINIMAL
) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=quoting)
    writer.writerow(header)
    writer.writerows(map(mark, row) for row in rows)
    return text.getvalue().encode()


def read_provenance(content: bytes, typed: bytes, subject: str) -> list[Origin]:
    """The origins of one thing and of what hangs below it, from the two tables; ``typed`` may be empty."""
    below = f"{subject}/"
    return with_typed((row[:6] for row in _read(content) if row[0] == subject or row[0].startswith(below)), typed)


def with_typed(found: Iterable[Sequence[str]], typed: bytes) -> list[Origin]:
    """Statements with their cells, to origins with what was typed there by that table, which may be empty."""
    words = {(file, sheet, cell): words for file, sheet, cell, words in _read(typed)}
    return [Origin(*(*row, words.get((row[3], row[4], row[5]), ""))) for row in found]


def _read(content: bytes) -> Iterator[list[str]]:
    rows = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""))
    next(rows, None)
    return ([unmark(cell) for cell in row] for row in rows)


def read_sources(content: bytes) -> SourceMap:
    """The cell of each statement, from the table; what no cell says has the file of the town's settings."""
    cells: dict[tuple[str, ...], CellRef] = {}
    found = {}
    for row in _read(content):
        where = tuple(row[3:6])
        if where not in cells:
            cells[where] = _cell(*where)
        found[Triple(intern(f"<{row[0]}>"), intern(f"<{row[1]}>"), intern(row[2]))] = cells[where]
    return SourceMap(found)


def _cell(file: str, sheet: str, address: str) -> CellRef:
    found = _ADDRESS.fullmatch(address)
    column, row = (found["column"], found["row"]) if found else ("", "")
    return CellRef(file, sheet or None, column or None, int(row) if row else None)


_ADDRESS = re.compile(r"(?P<column>[A-Z]*)(?P<row>\d*)")
