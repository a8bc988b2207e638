"""What every workbook that we make has in common: its look, its properties, its bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import accumulate
from math import ceil
from typing import Literal, NamedTuple, TypeAlias, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.amount import AmountStyle
from pipeline.model.columns import Column, Kind
from pipeline.model.dataset import Dataset
from pipeline.model.formula import STARTS
from pipeline.model.workbook import column_letter
from pipeline.render.formats.cell_styles import apply_style

Written: TypeAlias = str | int | float | date
"""What we write into a cell; the empty text leaves it empty."""

Paper: TypeAlias = Literal["A3 landscape", "A4 landscape", "A4 portrait"]

AS_TEXT = "@"
A_DAY = "dd.mm.yyyy"
# At hand on every system, or replaced by a font of the very same widths.
_FACE = "Arial"
_NAVY, _RUST, _GRAY, _BLUE, _WHITE = "FF1F3A5F", "FF7A3410", "FF4A5568", "FF0B57A4", "FFFFFFFF"
_YELLOW, _PALE = "FFFFF0B3", "FFE9ECF1"
_LINE = Side(style="thin", color="FFC3CBD6")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def _fill(color: str) -> PatternFill:
    return PatternFill("solid", fgColor=color)


_NO_FILL, _NO_BORDER = PatternFill(), Border()


class Look(NamedTuple):
    """How a cell looks. Text and ground have a contrast of at least 7 to 1, as WCAG asks for at its level AAA."""

    name: str
    font: Font
    alignment: Alignment
    fill: PatternFill = _NO_FILL
    border: Border = _NO_BORDER
    number_format: str = "General"

    def with_format(self, number_format: str) -> Look:
        """The same with a number format of its own."""
        return self._replace(name=f"{self.name} {number_format}", number_format=number_format)

    def grayed(self) -> Look:
        """The same for what is not quite there any more."""
        return self._replace(name=f"{self.name} grayed", font=_font_like(self.font, color=_GRAY, italic=True))

    def struck_out(self) -> Look:
        """The same for what no longer holds."""
        return self._replace(name=f"{self.name} struck", font=_font_like(self.font, color=_GRAY, strike=True))

    def wanted(self) -> Look:
        """The same for a cell that is asked for."""
        return self._replace(name=f"{self.name} wanted", fill=_fill(_YELLOW))

    def locked(self) -> Look:
        """The same for a cell that is to stay as it is."""
        return self._replace(name=f"{self.name} locked", fill=_fill(_PALE))


def _font_like(font: Font, *, color: str, italic: bool = False, strike: bool = False) -> Font:
    return Font(name=font.name, size=font.sz, color=color, underline=font.u, bold=font.b, italic=italic, strike=strike)


_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="top", indent=1)
_LABEL = Alignment(horizontal="left", vertical="center", wrap_text=True)
_WHITE_BOLD = Font(name=_FACE, size=10, bold=True, color=_WHITE)
_PLAIN = Font(name=_FACE, size=10)
_LINKED = Font(name=_FACE, size=10, color=_BLUE, underline="single")

TITLE = Look("Roadmap Title", Font(name=_FACE, size=16, bold=True, color=_NAVY), Alignment(vertical="bottom"))
SECTION = Look("Roadmap Section", Font(name=_FACE, size=13, bold=True, color=_NAVY), Alignment(vertical="bottom"))
NOTICE = Look("Roadmap Notice", Font(name=_FACE, size=10, italic=True, color=_GRAY), _LEFT)
SMALL_PRINT = Look("Roadmap Small print", Font(name=_FACE, size=8, color=_GRAY), Alignment(vertical="top"))
HEADER = Look("Roadmap Header", _WHITE_BOLD, _LABEL, _fill(_NAVY), _GRID)
REQUIRED_HEADER = Look("Roadmap Required header", _WHITE_BOLD, _LABEL, _fill(_RUST), _GRID)
PROSE = Look("Roadmap Prose", _PLAIN, _LEFT)
STRONG = Look("Roadmap Strong", Font(name=_FACE, size=10, bold=True), _LEFT, border=_GRID)
TEXT = Look("Roadmap Text", _PLAIN, _LEFT, border=_GRID)
NUMBER = Look("Roadmap Number", _PLAIN, _RIGHT, border=_GRID)
LINK = Look("Roadmap Link", _LINKED, _LEFT, border=_GRID)
PROSE_LINK = Look("Roadmap Prose link", _LINKED, _LEFT)


def new_book(dataset: Dataset, title: str) -> Workbook:
    """An empty workbook in the name of the town's publisher, with a single sheet."""
    book = Workbook()
    publisher = dataset.publisher.name
    book.properties = DocumentProperties(
        creator=publisher, lastModifiedBy=publisher, title=title, language=dataset.language
    )
    # There is nothing to compute: without this, Excel asks on closing whether to save what nobody changed.
    book.calculation = CalcProperties(fullCalcOnLoad=False)
    return book


def put(sheet: Worksheet, row: int, column: int, value: Written, look: Look) -> Cell:
    """Write a cell. A text stays a text, whatever a spreadsheet program would like to make of it."""
    cell = cast(Cell, sheet.cell(row, column))
    if isinstance(value, str):
        value = _fit(value)
        cell.value = value or None
        cell.data_type = "s" if value else "n"
    else:
        cell.value = value
    apply_style(cell, cast(Workbook, sheet.parent), look.name, look._asdict)
    if isinstance(value, str) and value.startswith(STARTS):
        cell.quotePrefix = True
    return cell


def put_title(sheet: Worksheet, title: str) -> None:
    """The title of a sheet, in its first cell and on beyond it."""
    put(sheet, 1, 1, title, TITLE)
    sheet.row_dimensions[1].height = 30


def put_header(sheet: Worksheet, row: int, titles: Iterable[str]) -> None:
    """The titles of the columns from A on."""
    for at, title in enumerate(titles, start=1):
        put(sheet, row, at, title, HEADER)
    sheet.row_dimensions[row].height = 32


def put_across(sheet: Worksheet, row: int, text: str, widths: Sequence[float], look: Look = NOTICE) -> Cell:
    """A text merged over as many columns of these widths as a screen shows at once."""
    shown = sum(1 for before in accumulate(widths, initial=0) if before < _SCREEN)
    last = min(shown, len(widths))
    cell = put(sheet, row, 1, text, look)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    set_height(sheet, row, [(text, sum(widths[:last]))])
    return cell


_SCREEN = 120


def money(amounts: AmountStyle) -> str:
    """The number format of an amount. A column that counts in thousands says so in its title."""
    currency = "€" if amounts.currency == "EUR" else amounts.currency
    return f'#,##0.00#### "{currency}"' if amounts.factor == 1 else "#,##0.00####"


def link(cell: Cell, address: str) -> None:
    """Make a cell lead to an address, if Excel takes it: one that it does not like makes the whole file unreadable."""
    if _CLICKABLE.fullmatch(address) and len(address) <= _LONGEST_ADDRESS:
        cell.hyperlink = address


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """The widths of the columns from A on, in characters."""
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[column_letter(number)].width = width


def prepare_column(sheet: Worksheet, number: int, look: Look) -> None:
    """Give a whole column the look of what will be typed into it."""
    column = sheet.column_dimensions[column_letter(number)]
    column.font, column.alignment, column.number_format = look.font, look.alignment, look.number_format


def set_height(sheet: Worksheet, row: int, cells: Iterable[tuple[str, float]]) -> None:
    """Make a row as high as its wrapped texts need, each given with the width it has. Not every program does so."""
    lines = max((sum(map(partial(_lines, width=width), text.split("\n"))) for text, width in cells), default=1)
    sheet.row_dimensions[row].height = min(_HIGHEST, 4 + 13 * lines)


def _lines(text: str, *, width: float) -> int:
    """How many lines a paragraph takes: a letter is narrower than the digit that widths are counted in."""
    return max(1, ceil((0.85 * len(text) + 3) / width))


def width_of(column: Column) -> int:
    """The width of a column of a roadmap, in digits."""
    return column.width or _WIDTHS[column.kind]


_WIDTHS: Mapping[Kind, int] = {
    Kind.KEY: 11,
    Kind.TEXT: 32,
    Kind.CONCEPT: 14,
    Kind.CONCEPTS: 21,
    Kind.PERIOD: 12,
    Kind.AMOUNT: 16,
    Kind.NAMES: 22,
    Kind.LINK: 34,
    Kind.EMAIL: 28,
    Kind.REFERENCE: 12,
    Kind.PAPERS: 16,
}


def set_up_page(sheet: Worksheet, paper: Paper, *, header_row: int | None = None) -> None:
    """As wide as one sheet of paper, the header on every page, page numbers below. What is no table has no grid."""
    sheet.sheet_view.showGridLines = header_row is not None
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _PAPERS[paper]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.page_margins.footer = 0.3
    footer = cast(HeaderFooterItem, sheet.oddFooter)
    footer.left.text, footer.right.text = "&A", "&P / &N"
    if header_row:
        sheet.print_title_rows = f"{header_row}:{header_row}"


def seal(book: Workbook) -> bytes:
    """The bytes of a workbook: the same for the same content, whatever time it is."""
    written, sealed = io.BytesIO(), io.BytesIO()
    book.save(written)
    with ZipFile(written) as source, ZipFile(sealed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            for pattern, rewrite in _REWRITES.items():
                content = rewrite(content) if re.match(pattern, name) else content
            target.writestr(_entry(name), content)
    return sealed.getvalue()


def _entry(name: str) -> ZipInfo:
    """An entry that tells neither the time nor the system it was written on."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
    return entry


def _fit(text: str) -> str:
    """Text that a cell can hold: what XML forbids and what goes beyond the length that Excel allows is left out."""
    units = _NOT_IN_XML.sub("", text).encode("utf-16-le")
    return units[: 2 * _LONGEST_TEXT].decode("utf-16-le", errors="ignore")


def _without_times(core: bytes) -> bytes:
    """Drop when the file was made: openpyxl asks the clock, and the edition knows better."""
    return re.sub(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", b"", core)


def _as_excel_reads(sheet: bytes) -> bytes:
    """Escape what Excel takes for an escape, such as ``_x0041_``; let it not frown at years that are texts."""
    escaped = re.sub(rb"_(?=x[0-9A-Fa-f]{4}_)", b"_x005F_", sheet)
    return escaped.replace(b"</worksheet>", _NO_FROWNING + b"</worksheet>")


def _in_our_font(styles: bytes) -> bytes:
    """Make our font the one whose digits the widths of columns are counted in."""
    return re.sub(rb'<font><name val="Calibri".*?</font>', _FONT, styles, count=1)


_REWRITES: Mapping[str, Callable[[bytes], bytes]] = {
    r"docProps/core\.xml$": _without_times,
    r"xl/styles\.xml$": _in_our_font,
    r"xl/worksheets/[^/]+\.xml$": _as_excel_reads,
}
_FONT = f'<font><name val="{_FACE}"/><sz val="10"/></font>'.encode()
_NO_FROWNING = (
    b'<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1" twoDigitTextYear="1"/></ignoredErrors>'
)
_PAPERS: Mapping[Paper, tuple[int, Literal["landscape", "portrait"]]] = {
    "A3 landscape": (8, "landscape"),
    "A4 landscape": (9, "landscape"),
    "A4 portrait": (9, "portrait"),
}
_HIGHEST = 400
_LONGEST_TEXT, _LONGEST_ADDRESS = 32_767, 2_000
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CLICKABLE = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:[/?#](?:[!#-;=?-Z_a-z~]|%[0-9A-Fa-f]{2})*)?|mailto:[^\s%]+"
)
