"""The XML of an OpenDocument spreadsheet to what calamine does not tell of its sheets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO
from operator import itemgetter
from zipfile import ZipFile

from pipeline.model.workbook import CellFault, Merge, Value
from pipeline.readers.cell_text import CellText
from pipeline.readers.data_styles import DataStyles
from pipeline.readers.markup import parse_xml
from pipeline.readers.number_format import may_tell_more
from pipeline.readers.shown_text import code_of_shown
from pipeline.readers.unseen import Unseen

_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,](\d+))?S")

# As LibreOffice and Excel show an error in German and in English.
_ERROR = re.compile(r"#\S+[!?]|#NV|#N/A|(?:Err|Fehler):\d+")

# LibreOffice writes a truth that came from Excel as the number of a formula, and shows the word.
_TRUTHS = {"TRUE": True, "WAHR": True, "FALSE": False, "FALSCH": False}

_STYLES = "styles.xml"
_DEFAULT_STYLE = "table:default-cell-style-name"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_GROUPS = ("table:table-row-group", "table:table-column-group")


def read_unseen(archive: ZipFile, content: bytes) -> dict[int, Unseen]:
    """Scan all sheets in ``content``; the answer is keyed by their positions."""
    styles = DataStyles()
    if _STYLES in archive.namelist():
        with archive.open(_STYLES) as stream:
            parse_xml(stream, styles.start, styles.end, styles.take)
    scan = _ContentScan(styles)
    parse_xml(BytesIO(content), scan.start, scan.end, scan.take)
    return dict(enumerate(scan.sheets))


class _ContentScan:
    """Follows the elements of a spreadsheet; it holds the sheet, the row and the cell they stand in."""

    def __init__(self, styles: DataStyles) -> None:
        self.sheets: list[Unseen] = []
        self._styles = styles
        self._unseen = Unseen()
        self._rows = self._columns = self._cells = range(1, 1)
        self._cell: Mapping[str, str] = {}
        self._text: CellText | None = None
        self._row_style: str | None = None
        self._column_styles: list[tuple[int, str]] = []
        self._closed_groups: list[bool] = []
        self._starts = {
            "table:table": self._start_sheet,
            "table:table-column": self._start_columns,
            "table:table-row": self._start_rows,
            **dict.fromkeys(_GROUPS, self._start_group),
            **dict.fromkeys(_CELLS, self._start_cells),
        }

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        handle = self._starts.get(element)
        if handle:
            handle(attributes)
        elif self._text is not None:
            self._text.start(element, attributes)
        elif not self.sheets:
            self._styles.start(element, attributes)

    def take(self, text: str) -> None:
        if self._text is not None:
            self._text.take(text)
        elif not self.sheets:
            self._styles.take(text)

    def end(self, element: str) -> None:
        if element in _CELLS:
            self._end_cells()
        elif element in _GROUPS:
            self._closed_groups.pop()
        elif self._text is not None:
            self._text.end(element)
        elif not self.sheets:
            self._styles.end(element)

    def _start_sheet(self, _: Mapping[str, str]) -> None:
        self._unseen = Unseen()
        self.sheets.append(self._unseen)
        self._rows = self._columns = range(1, 1)
        self._column_styles = []

    def _start_group(self, attributes: Mapping[str, str]) -> None:
        self._closed_groups.append(attributes.get("table:display") == "false")

    def _start_columns(self, attributes: Mapping[str, str]) -> None:
        self._columns = _next(self._columns, attributes, "table:number-columns-repeated")
        self._column_styles.append((self._columns.start, attributes.get(_DEFAULT_STYLE, "")))
        if self._is_hidden(attributes):
            self._unseen.hidden_columns.append(self._columns)

    def _start_rows(self, attributes: Mapping[str, str]) -> None:
        self._rows = _next(self._rows, attributes, "table:number-rows-repeated")
        self._cells = range(1, 1)
        self._row_style = attributes.get(_DEFAULT_STYLE)
        if self._is_hidden(attributes):
            self._unseen.hidden_rows.append(self._rows)
        if attributes.get("table:visibility") == "filter":
            self._unseen.filters.append(self._rows)

    def _is_hidden(self, attributes: Mapping[str, str]) -> bool:
        return attributes.get("table:visibility") in ("collapse", "filter") or any(self._closed_groups)

    def _start_cells(self, attributes: Mapping[str, str]) -> None:
        self._cells = _next(self._cells, attributes, "table:number-columns-repeated")
        self._cell = attributes
        self._text = CellText()
        if "table:number-columns-spanned" in attributes or "table:number-rows-spanned" in attributes:
            self._merge(attributes)

    def _merge(self, attributes: Mapping[str, str]) -> None:
        rows, columns = (int(attributes.get(f"table:number-{side}-spanned", 1)) for side in ("rows", "columns"))
        if rows > 1 or columns > 1:
            first_row, first_column = self._rows.start, self._cells.start
            self._unseen.merges.append(Merge(first_row, first_column, first_row + rows - 1, first_column + columns - 1))

    def _end_cells(self) -> None:
        if self._text is None:
            return
        text, self._text = self._text, None
        value = _value(self._cell, text)
        if value is not None:
            for row in self._rows:
                for column in self._cells:
                    self._unseen.put(row, column, value)
        elif "office:value-type" in self._cell:
            self._show(text)

    def _show(self, text: CellText) -> None:
        """Give the cell its format, which in repeated cells is that of each column."""
        for column in self._cells:
            code = self._styles.code(self._style(column)) or code_of_shown(self._cell, text)
            if code is not None and may_tell_more(code):
                for row in self._rows:
                    self._unseen.show(row, column, code)

    def _style(self, column: int) -> str:
        """The style of a cell is its own, or that of its row, or that of its column."""
        own = self._cell.get("table:style-name", self._row_style)
        if own is not None:
            return own
        place = bisect_right(self._column_styles, column, key=itemgetter(0))
        return self._column_styles[place - 1][1] if place and column in range(self._columns.stop) else ""


def _next(before: range, attributes: Mapping[str, str], repeated: str) -> range:
    """The rows, columns or cells that an element stands for, behind those ``before``."""
    return range(before.stop, before.stop + int(attributes.get(repeated, 1)))


def _value(cell: Mapping[str, str], text: CellText) -> Value | None:
    """What a cell holds, where calamine would give something else."""
    kind, formula = cell.get("office:value-type"), cell.get("table:formula")
    if cell.get("calcext:value-type") == "error" or (formula is not None and _ERROR.fullmatch(text.shown())):
        return CellFault("error", text.shown())
    if kind == "float" and text.shown() in _TRUTHS:
        return _TRUTHS[text.shown()]
    if kind == "time":
        return _parse_duration(cell.get("office:time-value", ""))
    if kind is None:
        never_computed = formula is not None and not text.shown()
        return CellFault("formula", _as_shown(formula or "")) if never_computed else text.shown() or None
    return text.shown() if kind == "string" and "office:string-value" not in cell and not text.is_simple() else None


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
