"""A sheet of an edition's workbook that holds records, to be read again: a title, a header, and a row for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from pipeline.render.formats import style
from pipeline.render.formats.style import Paper, Written, put

Record = Mapping[str, Written]
"""What a row holds, by the names of the columns; one that it does not name is left empty."""


def write_records(
    sheet: Worksheet,
    title: str,
    columns: Mapping[str, str],
    widths: Mapping[str, float],
    records: Iterable[Record],
    *,
    paper: Paper,
) -> None:
    """Write the records below the title of the sheet and those of its ``columns``, which are by their names."""
    style.put_title(sheet, title)
    style.put_header(sheet, HEADER_ROW, columns.values())
    for row, record in enumerate(records, start=HEADER_ROW + 1):
        written = [(record.get(name, ""), widths[name]) for name in columns]
        for at, (value, _) in enumerate(written, start=1):
            put(sheet, row, at, value, _look(value))
        style.set_height(sheet, row, [(str(value), width) for value, width in written])
    style.set_widths(sheet, [widths[name] for name in columns])
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    style.set_up_page(sheet, paper, header_row=HEADER_ROW)


def _look(written: Written) -> style.Look:
    if isinstance(written, date):
        return style.TEXT.with_format(style.A_DAY)
    return style.NUMBER if isinstance(written, int | float) else style.TEXT.with_format(style.AS_TEXT)


HEADER_ROW = 2
