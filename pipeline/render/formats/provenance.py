"""Where every published statement comes from: a table of triples with file, sheet, cell and the value as typed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.model.graph import SourceMap, Triple, literal_text
from pipeline.model.roadmap import Roadmap
from pipeline.model.workbook import CellRef

HEADER = ("subject", "predicate", "object", "file", "sheet", "cell", "typed")


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
    """Each triple with its origin; ``settings`` is the file that speaks for what no cell says."""
    typed = {
        str(project.cell(name)): project.typed(name)
        for project in roadmap.projects
        for name in dict.fromkeys(("id", *(entry.column for entry in project.entries)))
    }
    for triple in triples:
        if cell := sources.cells.get(triple):
            yield Origin(*triple, cell.file, cell.sheet or "", cell.address, typed.get(str(cell), ""))
        else:
            yield Origin(*triple, settings, "", "", "")


def render_provenance(found: Iterable[Origin]) -> bytes:
    """The table as CSV (UTF-8, comma), subjects and predicates as IRIs, objects as N-Triples terms."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for origin in found:
        writer.writerow((literal_text(origin.subject), literal_text(origin.predicate), *origin[2:]))
    return text.getvalue().encode()


def read_provenance(content: bytes, subject: str) -> list[Origin]:
    """The origins of one thing and of what hangs below it, from the table."""
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    next(rows, None)
    return [Origin(*row) for row in rows if row[0] == subject or row[0].startswith(f"{subject}/")]


def read_sources(content: bytes) -> SourceMap:
    """The cell of each statement, from the table; what no cell says has the file of the town's settings."""
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    next(rows, None)
    return SourceMap.of({Triple(f"<{row[0]}>", f"<{row[1]}>", row[2]): _cell(*row[3:6]) for row in rows})


def _cell(file: str, sheet: str, address: str) -> CellRef:
    found = _ADDRESS.fullmatch(address)
    column, row = (found["column"], found["row"]) if found else ("", "")
    return CellRef(file, sheet or None, column or None, int(row) if row else None)


_ADDRESS = re.compile(r"(?P<column>[A-Z]*)(?P<row>\d*)")
