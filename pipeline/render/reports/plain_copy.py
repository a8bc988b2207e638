"""The cells of any workbook as a plain new Excel workbook, for files whose own format takes no comments from us."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count, islice, takewhile

from pipeline.model.workbook import Merge, Row, Sheet, Workbook, as_typed
from pipeline.render.reports.ooxml.cells import value_cell
from pipeline.render.reports.ooxml.markup import escape_string
from pipeline.render.reports.ooxml.package import CONTENT_TYPES, TRANSITIONAL, Package, declare, relate
from pipeline.render.reports.ooxml.sheet import MAX_COLUMN, MAX_ROW, Spot
from pipeline.render.reports.ooxml.styles import add, minimal_styles

_BOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_TOP = '<alignment vertical="top" wrapText="1"/></xf>'
_FORMAT = (
    '<xf numFmtId="{}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">' + _TOP
)
_DATE, _MOMENT = 164, 165
_DATE_FORMATS = (
    f'<numFmt numFmtId="{_DATE}" formatCode="dd\\.mm\\.yyyy"/>',
    f'<numFmt numFmtId="{_MOMENT}" formatCode="dd\\.mm\\.yyyy\\ hh:mm"/>',
)
# The indexes of the formats that are added to the one there is: text as typed, a day, a moment.
_STYLE_BY_KIND = {"text_style": 1, "date_style": 2, "moment_style": 3}
_ROWS_TO_MEASURE = 200
_NARROWEST, _WIDEST = 8, 60
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class PlainCopy:
    """The new workbook, and the name that each sheet got in it."""

    package: Package
    name_by_sheet: Mapping[str, str]


def copy_plainly(workbook: Workbook) -> PlainCopy:
    """A new workbook with the values of ``workbook``, its merged ranges and what is hidden in it."""
    names = _sheet_names(sheet.name for sheet in workbook.sheets)
    package, _ = relate(
        Package({CONTENT_TYPES: _CONTENT_TYPES.encode()}), "", f"{TRANSITIONAL.relationships}/officeDocument", _BOOK
    )
    package = declare(package, _BOOK, _TYPE.format("sheet.main")).with_part(_BOOK, _book(workbook, names))
    for number, sheet in enumerate(workbook.sheets, start=1):
        part = f"xl/worksheets/sheet{number}.xml"
        package, _ = relate(package, _BOOK, f"{TRANSITIONAL.relationships}/worksheet", f"/{part}")
        package = declare(package, part, _TYPE.format("worksheet")).with_part(part, _sheet(sheet))
    package, _ = relate(package, _BOOK, f"{TRANSITIONAL.relationships}/styles", f"/{_STYLES}")
    package = declare(package, _STYLES, _TYPE.format("styles")).with_part(_STYLES, _styles())
    return PlainCopy(package, names)


def _sheet_names(names: Iterable[str]) -> dict[str, str]:
    """Names that Excel accepts, each once, whatever the case of its letters."""
    chosen: dict[str, str] = {}
    for name in names:
        base = _FORBIDDEN_IN_NAME.sub("-", name).strip("' ")[:_LONGEST_NAME] or "Tabelle"
        candidates = chain([base], (f"{base[: _LONGEST_NAME - 6]} ({number})" for number in count(2)))
        taken = {other.casefold() for other in chosen.values()}
        chosen[name] = next(candidate for candidate in candidates if candidate.casefold() not in taken)
    return chosen


def _book(workbook: Workbook, names: Mapping[str, str]) -> bytes:
    shown = next((index for index, sheet in enumerate(workbook.sheets) if not sheet.hidden), 0)
    sheets = "".join(
        f'<sheet name="{escape_string(names[sheet.name])}" sheetId="{number}"{_state(sheet)} r:id="rId{number}"/>'
        for number, sheet in enumerate(workbook.sheets, start=1)
    )
    views = f'<bookViews><workbookView activeTab="{shown}"/></bookViews>'
    return (
        f'{_HEAD}<workbook xmlns="{TRANSITIONAL.main}" xmlns:r="{TRANSITIONAL.relationships}">'
        f"{views}<sheets>{sheets}</sheets></workbook>"
    ).encode()


def _state(sheet: Sheet) -> str:
    return ' state="hidden"' if sheet.hidden else ""


def _styles() -> bytes:
    part, _ = add(minimal_styles(TRANSITIONAL.main), "numFmts", _DATE_FORMATS)
    # 49 is Excel's own format for text: what looks like a formula stays what it is, also when it is edited.
    part, _ = add(part, "cellXfs", [_FORMAT.format(number) for number in (49, _DATE, _MOMENT)])
    return part


def _sheet(sheet: Sheet) -> bytes:
    rows = "".join(_row(row, sheet) for row in takewhile(lambda row: row.number <= MAX_ROW, sheet.rows))
    merges = "".join(f'<mergeCell ref="{_range(merge)}"/>' for merge in sheet.merges)
    merged = f'<mergeCells count="{len(sheet.merges)}">{merges}</mergeCells>' if merges else ""
    return (
        f'{_HEAD}<worksheet xmlns="{TRANSITIONAL.main}"><sheetFormatPr defaultRowHeight="15"/>{_columns(sheet)}'
        f"<sheetData>{rows}</sheetData>{merged}</worksheet>"
    ).encode()


def _row(row: Row, sheet: Sheet) -> str:
    hidden = ' hidden="1"' if row.number in sheet.hidden_rows else ""
    cells = "".join(
        value_cell(Spot(row.number, column), value, **_STYLE_BY_KIND)
        for column, value in enumerate(islice(row.values, MAX_COLUMN), start=1)
        if value != ""
    )
    return f'<row r="{row.number}"{hidden}>{cells}</row>' if cells or hidden else ""


def _range(merge: Merge) -> str:
    first, last = Spot(merge.first_row, merge.first_column), Spot(merge.last_row, merge.last_column)
    return f"{first.address}:{last.address}"


def _columns(sheet: Sheet) -> str:
    lengths: dict[int, int] = {}
    for column, length in _lengths(islice(sheet.rows, _ROWS_TO_MEASURE)):
        lengths[column] = max(length, lengths.get(column, 0))
    numbers = sorted(lengths.keys() | sheet.hidden_columns)
    columns = "".join(_column(number, lengths.get(number, 0), sheet) for number in numbers if number <= MAX_COLUMN)
    return f"<cols>{columns}</cols>" if columns else ""


def _lengths(rows: Iterable[Row]) -> Iterator[tuple[int, int]]:
    for row in rows:
        for column, value in enumerate(row.values, start=1):
            yield column, max(len(line) for line in as_typed(value).split("\n"))


def _column(number: int, length: int, sheet: Sheet) -> str:
    hidden = ' hidden="1"' if number in sheet.hidden_columns else ""
    width = min(max(length + 2, _NARROWEST), _WIDEST)
    return f'<col min="{number}" max="{number}" width="{width}" customWidth="1"{hidden}/>'
