"""The sheet of the template for goals and indicators: a town and a language in, the empty form out."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.dataset import Dataset
from pipeline.model.indicator import DATE_OF, INDICATOR_COLUMNS
from pipeline.model.report import Language, Text
from pipeline.render.formats import style

_HEADER_ROW = 3
_TITLE = Text("Ziele und Kennzahlen", "Goals and indicators")
_LEAD = Text(
    "Eine Zeile je gemessenem Wert. Pflicht ist der Name der Kennzahl, in jeder ihrer Zeilen gleich. Bleibt das Blatt "
    "leer, wird nichts davon veröffentlicht.",
    "A row for each value measured. Required is the name of the indicator, the same in each of its rows. If the sheet "
    "stays empty, nothing of it is published.",
)


def write_indicator_form(sheet: Worksheet, dataset: Dataset, language: Language) -> None:
    """Write the title, what to do, and the headers above columns that take what is typed."""
    columns = INDICATOR_COLUMNS.values()
    widths = [column.width for column in columns]
    style.put_title(sheet, _TITLE.in_(language))
    style.put_across(sheet, 2, _LEAD.in_(language), widths)
    style.put_header(sheet, _HEADER_ROW, (indicator_title(name, dataset, language) for name in INDICATOR_COLUMNS))
    style.set_widths(sheet, widths)
    for at, column in enumerate(columns, start=1):
        if column.name == "indicator":
            title = indicator_title(column.name, dataset, language)
            style.put(sheet, _HEADER_ROW, at, title, style.REQUIRED_HEADER)
        look = style.NUMBER if column.name in DATE_OF else style.TEXT.with_format(style.AS_TEXT)
        style.prepare_column(sheet, at, look)
    sheet.freeze_panes = f"C{_HEADER_ROW + 1}"
    style.set_up_page(sheet, "A3 landscape", header_row=_HEADER_ROW)


def indicator_title(name: str, dataset: Dataset, language: Language) -> str:
    """What a column of the form is called: as the town calls it, else as everyone does."""
    own = dataset.indicators.columns.get(name, ())
    return own[0] if own else INDICATOR_COLUMNS[name].title.in_(language)
