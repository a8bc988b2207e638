"""The XML of an xlsx workbook to what calamine does not tell of its sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import partial
from zipfile import ZipFile

from pipeline.model.workbook import CellFault, column_number
from pipeline.readers.filter_xml import FILTER_ELEMENTS, FilterScan, read_table_filters
from pipeline.readers.markup import local_name, parse_xml
from pipeline.readers.number_format import is_date
from pipeline.readers.relationships import read_relationships
from pipeline.readers.styles_xml import put_formats
from pipeline.readers.unseen import Unseen

# A formula is worth a look when no result follows it.
_NEVER_COMPUTED = re.compile(rb"(?:</f>|<f [^>]{0,250}/>)\s*(?:</c>|<v ?/>|<v></v>)")

# As Excel, LibreOffice and openpyxl write them; markup in another hand (prefixes, single quotes) is always worth it.
_WORTH_A_LOOK = (b't="e"', b'hidden="1"', b'hidden="t', b' ht="0', b'width="0', b":sheetData", b"='e'", b"hidden='")

# What is looked at must overlap by this much where a sheet is searched piece by piece.
OVERLAP_BYTES = 300

_WORKBOOK = "xl/workbook.xml"

_TRUE = ("1", "true")


def is_worth_a_look(piece: bytes) -> bool:
    """Tell whether a piece of a sheet may hold what calamine does not see. A clean sheet is not parsed twice."""
    if any(mark in piece for mark in _WORTH_A_LOOK):
        return True
    return b"<f" in piece and _NEVER_COMPUTED.search(piece) is not None


def read_unseen(archive: ZipFile, parts: Collection[str], styles: Mapping[str, str]) -> dict[int, Unseen]:
    """What is missing of the sheets, keyed by their positions.

    Those of the ``parts``, such as ``xl/worksheets/sheet1.xml``, are parsed, all others searched for the ``styles``.
    """
    names = frozenset(archive.namelist() if styles else parts)
    wanted = {part: position for part, position in _positions(archive).items() if part in names}
    return {position: _read_sheet(archive, part, styles, parts) for part, position in wanted.items()}


def _read_sheet(archive: ZipFile, part: str, styles: Mapping[str, str], parsed: Collection[str]) -> Unseen:
    unseen = Unseen()
    if part in parsed:
        return _scan_sheet(archive, part, styles)
    with archive.open(part) as stream:
        as_usual = put_formats(stream, styles, unseen)
    return unseen if as_usual else _scan_sheet(archive, part, styles)


def _positions(archive: ZipFile) -> dict[str, int]:
    """The position of each sheet by the part of the archive that holds it."""
    relationships = read_relationships(archive, _WORKBOOK)
    parts: list[str] = []

    def sheet(element: str, attributes: Mapping[str, str]) -> None:
        if local_name(element) == "sheet":
            part_id = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            parts.append(relationships[part_id].part if part_id in relationships else "")

    with archive.open(_WORKBOOK) as stream:
        parse_xml(stream, sheet)
    return {part: position for position, part in enumerate(parts)}


def _scan_sheet(archive: ZipFile, part: str, styles: Mapping[str, str]) -> Unseen:
    scan = _SheetScan(styles)
    with archive.open(part) as stream:
        parse_xml(stream, scan.start, scan.end, scan.take)
    if scan.unseen.hidden_rows:
        scan.unseen.filters.extend(read_table_filters(archive, part))
    return scan.unseen


class _SheetScan:
    """Follows the elements of one sheet; it holds the row and the cell they stand in."""

    def __init__(self, styles: Mapping[str, str]) -> None:
        self.unseen = Unseen()
        self._styles = styles
        self._filters = FilterScan()
        self._row = self._column = 0
        self._kind = ""
        self._code: str | None = None
        self._texts: dict[str, str] = {}
        self._open = ""
        self._shared: dict[str, str] = {}
        self._shared_id: str | None = None
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "col": self._start_columns,
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            **{name: partial(self._filters.start, name) for name in FILTER_ELEMENTS},
        }

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        name = local_name(element)
        if name in ("f", "v"):
            self._open = name
            self._texts[name] = ""
        handle = self._starts.get(name)
        if handle:
            handle(attributes)

    def take(self, text: str) -> None:
        if self._open:
            self._texts[self._open] += text

    def end(self, element: str) -> None:
        self._open = ""
        name = local_name(element)
        if name == "c":
            self._end_cell()
        elif name == "worksheet":
            self.unseen.filters.extend(self._filters.rows())

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        if _is_hidden(attributes, "ht"):
            self.unseen.hidden_rows.append(range(self._row, self._row + 1))

    def _start_columns(self, attributes: Mapping[str, str]) -> None:
        if "min" in attributes and _is_hidden(attributes, "width"):
            first = int(attributes["min"])
            self.unseen.hidden_columns.append(range(first, int(attributes.get("max", first)) + 1))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        self._column = column_number(reference.rstrip("0123456789")) if reference else self._column + 1
        self._kind = attributes.get("t", "n")
        self._code = self._styles.get(attributes.get("s", ""))
        self._texts = {}
        self._shared_id = None

    def _start_formula(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("t") == "shared":
            self._shared_id = attributes.get("si", "")

    def _end_cell(self) -> None:
        value = self._texts.get("v", "")
        if self._code is not None and (value or self._kind == "inlineStr"):
            self.unseen.show(self._row, self._column, self._code)
            if self._kind == "n" and value.startswith("-") and is_date(self._code):
                self.unseen.put(self._row, self._column, float(value))
        if self._kind == "e":
            self.unseen.put(self._row, self._column, CellFault("error", value))
        elif "f" in self._texts:
            formula = self._formula()
            # An empty text is a result, as of =IF(A1=0,"",A1).
            if not value and not (self._kind == "str" and "v" in self._texts):
                self.unseen.put(self._row, self._column, CellFault("formula", f"={formula}"))

    def _formula(self) -> str:
        """The formula of the cell; the cells that share one carry it in the first of them alone."""
        formula = self._texts["f"]
        if self._shared_id is None:
            return formula
        return self._shared.setdefault(self._shared_id, formula)


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    return attributes.get("hidden") in _TRUE or float(attributes.get(size, 1)) == 0
