"""A worksheet part: where its rows, cells and merged ranges stand, and the part again with cells in new styles."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeAlias

from pipeline.model.workbook import Merge, column_letter, column_number
from pipeline.render.reports.ooxml.elements import Attributes, Element, Interest, PackageError, decimal, scan, whole
from pipeline.render.reports.ooxml.markup import Splice, append, place, remove, set_attribute

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
# As many rows below a finding as its comment may cover.
_ROWS_BELOW = 40
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_TRUE = ("1", "true")
_BEFORE_ROWS = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols")
_AFTER_ROWS = (
    "sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews "
    "mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup "
    "headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing"
)
CHILDREN_ORDER = (*_BEFORE_ROWS, "sheetData", *_AFTER_ROWS.split())


class Spot(NamedTuple):
    """A cell by its row and its column, both from 1."""

    row: int
    column: int

    @property
    def address(self) -> str:
        """The cell as spreadsheets write it: ``C7``."""
        return f"{column_letter(self.column)}{self.row}"


_NewCells: TypeAlias = Mapping[Spot, int]


class Columns(NamedTuple):
    """A run of columns with one width, in characters, and one style."""

    first: int
    last: int
    width: float | None
    style: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What a sheet says outside its rows."""

    root: Element
    rows: Element
    columns: tuple[Columns, ...]
    merges: tuple[Merge, ...]
    row_height: float
    column_width: float

    def anchor(self, spot: Spot) -> Spot:
        """The cell that shows what stands at ``spot``: the first one of a merged range, else itself."""
        for merge in self.merges:
            inside = merge.first_row <= spot.row <= merge.last_row
            if inside and merge.first_column <= spot.column <= merge.last_column:
                return Spot(merge.first_row, merge.first_column)
        return spot

    def columns_at(self, column: int) -> Columns | None:
        """The run that a column belongs to, if the sheet says anything about it."""
        return next((run for run in self.columns if run.first <= column <= run.last), None)


class GridRow(NamedTuple):
    """A row with its cells by column."""

    element: Element
    cells: Mapping[int, Element]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows around the cells of interest, in order."""

    rows: Mapping[int, GridRow]

    def cell(self, spot: Spot) -> Element | None:
        """The cell at ``spot``, if the file has one there."""
        row = self.rows.get(spot.row)
        return row.cells.get(spot.column) if row else None

    def style(self, spot: Spot, frame: Frame) -> int:
        """The style of a cell; of an absent one that of its row or column, as if it were typed into now."""
        if cell := self.cell(spot):
            return style_of(cell)
        row = self.rows.get(spot.row)
        if row and row.element.attributes.get("customFormat") in _TRUE:
            return whole(row.element.attributes, "s")
        columns = frame.columns_at(spot.column)
        return columns.style if columns else 0

    def height(self, number: int, frame: Frame) -> float:
        """The height of a row in points, 0 for a hidden one."""
        row = self.rows.get(number)
        if row is None:
            return frame.row_height
        hidden = row.element.attributes.get("hidden") in _TRUE
        return 0 if hidden else decimal(row.element.attributes, "ht", frame.row_height)


def read_frame(part: bytes) -> Frame:
    """All of a sheet but its rows."""
    root = scan(part, _all_but_rows)
    rows = root.first("sheetData")
    if rows is None:
        raise PackageError("a sheet without rows")
    format_ = root.first("sheetFormatPr")
    attributes = format_.attributes if format_ else {}
    runs = [_columns(run.attributes) for group in root.all("cols") for run in group.all("col")]
    merges = [_merge(merge.attributes.get("ref", "")) for group in root.all("mergeCells") for merge in group.children]
    return Frame(
        root,
        rows,
        tuple(runs),
        tuple(merge for merge in merges if merge),
        decimal(attributes, "defaultRowHeight", 15),
        decimal(attributes, "defaultColWidth", decimal(attributes, "baseColWidth", 10)),
    )


def _all_but_rows(_depth: int, name: str, _attributes: Attributes) -> Interest:
    return Interest.ITSELF if name == "sheetData" else Interest.CHILDREN


def _columns(attributes: Attributes) -> Columns:
    width = decimal(attributes, "width", 0) if "width" in attributes else None
    hidden = attributes.get("hidden") in _TRUE
    first, last = whole(attributes, "min"), whole(attributes, "max")
    return Columns(first, last, 0 if hidden else width, whole(attributes, "style"))


def _merge(ref: str) -> Merge | None:
    corners = [parse_address(corner) for corner in ref.split(":")]
    if not corners or None in corners:
        return None
    first, last = corners[0], corners[-1]
    return Merge(first.row, first.column, last.row, last.column) if first and last else None


def parse_address(address: str) -> Spot | None:
    """The cell that an address such as ``C7`` or ``$C$7`` names."""
    found = _ADDRESS.fullmatch(address)
    return Spot(int(found.group(2)), column_number(found.group(1))) if found else None


class _RowFilter:
    """Counts rows as they pass, since a row may leave out its number, and keeps those around the wanted."""

    def __init__(self, wanted: Iterable[int]) -> None:
        self.wanted = sorted(set(wanted), reverse=True)
        self.last_wanted = -_ROWS_BELOW
        self.number = 0
        self.kept: list[int] = []

    def __call__(self, depth: int, name: str, attributes: Attributes) -> Interest:
        if name == "row":
            self.number = whole(attributes, "r") or self.number + 1
            return self.interest()
        if name == "c":
            return Interest.ITSELF
        return Interest.CHILDREN if depth == 0 or name == "sheetData" else Interest.NOTHING

    def interest(self) -> Interest:
        """How much is wanted of the row that is passing."""
        # Also the row behind a wanted one that does not exist: it tells where that belongs.
        interest = Interest.NOTHING
        while self.wanted and self.wanted[-1] <= self.number:
            self.last_wanted = self.wanted.pop()
            interest = Interest.CHILDREN
        if interest is Interest.NOTHING and self.number - self.last_wanted < _ROWS_BELOW:
            interest = Interest.ITSELF
        if interest is not Interest.NOTHING:
            self.kept.append(self.number)
        return interest


def read_grid(part: bytes, wanted_rows: Collection[int]) -> Grid:
    """The wanted rows of a sheet with their cells, and some rows below each."""
    row_filter = _RowFilter(wanted_rows)
    rows = scan(part, row_filter).first("sheetData")
    numbered = zip(row_filter.kept, rows.children if rows else (), strict=True)
    return Grid({number: GridRow(row, dict(_numbered_cells(row))) for number, row in sorted(numbered, key=_first)})


def style_of(cell: Element) -> int:
    """The index of a cell's format."""
    return whole(cell.attributes, "s")


def _first(pair: tuple[int, Element]) -> int:
    return pair[0]


def _numbered_cells(row: Element) -> Iterable[tuple[int, Element]]:
    column = 0
    for cell in row.all("c"):
        spot = parse_address(cell.attributes.get("r", ""))
        column = spot.column if spot else column + 1
        yield column, cell


def restyle(part: bytes, frame: Frame, grid: Grid, style_by_spot: Mapping[Spot, int]) -> list[Splice]:
    """The changes that give cells their styles, and make the cells and rows that are not there yet."""
    present = [(cell, style) for spot, style in style_by_spot.items() if (cell := grid.cell(spot))]
    absent = {spot: style for spot, style in sorted(style_by_spot.items()) if not grid.cell(spot)}
    splices = [set_attribute(part, cell, "s", style) for cell, style in present]
    rows: list[_NewCells] = [
        {spot: absent[spot] for spot in spots} for _, spots in groupby(absent, key=lambda spot: spot.row)
    ]
    for cells in rows:
        splices += _in_row(part, grid.rows.get(next(iter(cells)).row), cells)
    new_rows = [cells for cells in rows if next(iter(cells)).row not in grid.rows]
    return [*splices, *_new_rows(part, frame, grid, new_rows), *_wider(part, frame, absent)]


def _markup(prefix: str, cells: _NewCells) -> str:
    return "".join(f'<{prefix}c r="{spot.address}" s="{style}"/>' for spot, style in cells.items())


def _in_row(part: bytes, row: GridRow | None, created: _NewCells) -> list[Splice]:
    if row is None:
        return []
    # "spans" is a hint for speed, and would be wrong now.
    splices = [set_attribute(part, row.element, "spans", None)]
    behind = {spot: style for spot, style in created.items() if spot.column > max(row.cells, default=0)}
    for spot in (spot for spot in created if spot not in behind):
        start = row.cells[min(column for column in row.cells if column > spot.column)].start
        splices.append(Splice(start, start, _markup(row.element.prefix, {spot: created[spot]})))
    return [*splices, append(part, row.element, _markup(row.element.prefix, behind))] if behind else splices


def _new_rows(part: bytes, frame: Frame, grid: Grid, rows: Iterable[_NewCells]) -> list[Splice]:
    prefix, numbers = frame.rows.prefix, list(grid.rows)
    splices: list[Splice] = []
    behind = []
    for cells in rows:
        number = next(iter(cells)).row
        markup = f'<{prefix}row r="{number}">{_markup(prefix, cells)}</{prefix}row>'
        index = bisect(numbers, number)
        if index == len(numbers):
            behind.append(markup)
        else:
            start = grid.rows[numbers[index]].element.start
            splices.append(Splice(start, start, markup))
    return [*splices, append(part, frame.rows, "".join(behind))] if behind else splices


def _wider(part: bytes, frame: Frame, created: Collection[Spot]) -> list[Splice]:
    dimension = frame.root.first("dimension")
    corners = [parse_address(corner) for corner in dimension.attributes.get("ref", "").split(":")] if dimension else []
    if not created or dimension is None or not all(corners):
        return []
    spots = [spot for spot in (*corners, *created) if spot]
    first = Spot(min(spot.row for spot in spots), min(spot.column for spot in spots))
    last = Spot(max(spot.row for spot in spots), max(spot.column for spot in spots))
    return [set_attribute(part, dimension, "ref", f"{first.address}:{last.address}")]


def point_to_drawing(frame: Frame, relation: str, relationships: str) -> list[Splice]:
    """The changes that make the sheet point to the drawing of its comments, in the place the schema wants it."""
    offset = place(frame.root, CHILDREN_ORDER, "legacyDrawing")
    markup = f'<{frame.root.prefix}legacyDrawing xmlns:r="{relationships}" r:id="{relation}"/>'
    return [*(remove(drawing) for drawing in frame.root.all("legacyDrawing")), Splice(offset, offset, markup)]
