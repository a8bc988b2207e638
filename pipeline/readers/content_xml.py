"""The XML of an OpenDocument spreadsheet to what calamine does not tell of its sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from zipfile import ZipFile

from pipeline.model.workbook import CellFault, Merge, Value
from pipeline.readers.markup import parse_xml
from pipeline.readers.unseen import Unseen

_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,](\d+))?S")

# As LibreOffice and Excel show an error in German and in English.
_ERROR = re.compile(r"#\S+[!?]|#NV|#N/A|(?:Err|Fehler):\d+")

_CELLS = ("table:table-cell", "table:covered-table-cell")
_GROUPS = ("table:table-row-group", "table:table-column-group")


def read_unseen(archive: ZipFile) -> dict[int, Unseen]:
    """Scan all sheets; the answer is keyed by their positions."""
    scan = _ContentScan()
    with archive.open("content.xml") as stream:
        parse_xml(stream, scan.start, scan.end, scan.take)
    return dict(enumerate(scan.sheets))


class _ContentScan:
    """Follows the elements of a spreadsheet; it holds the sheet, the row and the cell they stand in."""

    def __init__(self) -> None:
        self.sheets: list[Unseen] = []
        self._unseen = Unseen()
        self._rows = self._columns = self._cells = range(1, 1)
        self._cell: Mapping[str, str] | None = None
        self._text = ""
        self._in_paragraph = False
        self._notes = 0
        self._closed_groups: list[bool] = []
        self._starts = {
            "table:table": self._start_sheet,
            "table:table-column": self._start_columns,
            "table:table-row": self._start_rows,
            "office:annotation": self._start_note,
            **dict.fromkeys(_GROUPS, self._start_group),
            **dict.fromkeys(_CELLS, self._start_cells),
        }

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        self._in_paragraph = element.startswith("text:") and not self._notes
        handle = self._starts.get(element)
        if handle:
            handle(attributes)

    def take(self, text: str) -> None:
        if self._in_paragraph and self._cell is not None:
            self._text += text

    def end(self, element: str) -> None:
        if element in _CELLS:
            self._end_cells()
        elif element in _GROUPS:
            self._closed_groups.pop()
        elif element == "office:annotation":
            self._notes -= 1

    def _start_sheet(self, _: Mapping[str, str]) -> None:
        self._unseen = Unseen()
        self.sheets.append(self._unseen)
        self._rows = self._columns = range(1, 1)

    def _start_group(self, attributes: Mapping[str, str]) -> None:
        self._closed_groups.append(attributes.get("table:display") == "false")

    def _start_note(self, _: Mapping[str, str]) -> None:
        self._notes += 1

    def _start_columns(self, attributes: Mapping[str, str]) -> None:
        self._columns = _next(self._columns, attributes, "table:number-columns-repeated")
        if self._is_hidden(attributes):
            self._unseen.hidden_columns.append(self._columns)

    def _start_rows(self, attributes: Mapping[str, str]) -> None:
        self._rows = _next(self._rows, attributes, "table:number-rows-repeated")
        self._cells = range(1, 1)
        if self._is_hidden(attributes):
            self._unseen.hidden_rows.append(self._rows)

    def _is_hidden(self, attributes: Mapping[str, str]) -> bool:
        return attributes.get("table:visibility") in ("collapse", "filter") or any(self._closed_groups)

    def _start_cells(self, attributes: Mapping[str, str]) -> None:
        self._cells = _next(self._cells, attributes, "table:number-columns-repeated")
        self._cell = attributes
        self._text = ""
        rows, columns = (int(attributes.get(f"table:number-{side}-spanned", 1)) for side in ("rows", "columns"))
        if rows > 1 or columns > 1:
            first_row, first_column = self._rows.start, self._cells.start
            self._unseen.merges.append(Merge(first_row, first_column, first_row + rows - 1, first_column + columns - 1))

    def _end_cells(self) -> None:
        value = None if self._cell is None else _value(self._cell, self._text)
        self._cell = None
        if value is None:
            return
        for row in self._rows:
            for column in self._cells:
                self._unseen.put(row, column, value)


def _next(before: range, attributes: Mapping[str, str], repeated: str) -> range:
    """The rows, columns or cells that an element stands for, behind those ``before``."""
    return range(before.stop, before.stop + int(attributes.get(repeated, 1)))


def _value(cell: Mapping[str, str], text: str) -> Value | None:
    """What a cell holds, where calamine would give something else."""
    formula = cell.get("table:formula")
    if cell.get("calcext:value-type") == "error" or (formula is not None and _ERROR.fullmatch(text)):
        return CellFault("error", text)
    if formula is not None and "office:value-type" not in cell and not text:
        return CellFault("formula", _as_shown(formula))
    return _parse_duration(cell.get("office:time-value", ""))


def _as_shown(formula: str) -> str:
    """A formula without the marks of the file format: ``of:=SUM([.A1:.A3])`` is shown as ``=SUM(A1:A3)``."""
    return formula.removeprefix("of:").replace("[.", "").replace(":.", ":").replace("]", "")


def _parse_duration(text: str) -> Value | None:
    """Read a time of day; what is longer than a day stays a duration, as in other spreadsheets."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = (int(part) for part in match.groups()[:3])
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return (datetime.min + length).time() if length < timedelta(days=1) else length
