"""The sheet of an edition's workbook that remembers: each turn of each project, as ``parse/history`` reads it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from openpyxl import Workbook

from pipeline.model.amount import Amount
from pipeline.model.history import ASPECTS, HISTORY_COLUMNS, HISTORY_SHEET, STATUS, Said, Turn
from pipeline.model.partial_date import PartialDate
from pipeline.model.roadmap import Roadmap
from pipeline.model.vocabulary import Concept, ConceptScheme, Vocabulary
from pipeline.render.formats import style
from pipeline.render.formats.style import Written, put
from pipeline.render.formats.workbook_cells import spelled, write_amount, write_date


def write_history(book: Workbook, roadmap: Roadmap, vocabulary: Vocabulary) -> None:
    """The history of a roadmap on a sheet of its own; none where nothing is remembered."""
    if not roadmap.history:
        return
    sheet = book.create_sheet(HISTORY_SHEET.de)
    style.put_title(sheet, _TITLE)
    style.put_header(sheet, _HEADER_ROW, [column.title.de for column in HISTORY_COLUMNS.values()])
    for row, turn in enumerate(roadmap.history, start=_HEADER_ROW + 1):
        written = _written(turn, vocabulary[STATUS])
        for at, name in enumerate(HISTORY_COLUMNS, start=1):
            put(sheet, row, at, written[name], _look(written[name]))
        style.set_height(sheet, row, [(str(written[name]), _WIDTHS[name]) for name in HISTORY_COLUMNS])
    style.set_widths(sheet, list(_WIDTHS.values()))
    sheet.freeze_panes = f"C{_HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:G{_HEADER_ROW + len(roadmap.history)}"
    style.set_up_page(sheet, "A4 landscape", header_row=_HEADER_ROW)


def _written(turn: Turn, statuses: ConceptScheme) -> Mapping[str, Written]:
    return {
        "key": turn.key,
        "aspect": ASPECTS[turn.aspect].title.de,
        "before": _said(turn.before, statuses),
        "after": _said(turn.after, statuses),
        "since": _said(turn.since, statuses),
        "reason": turn.reason.text if turn.reason else "",
        "edition": turn.edition,
    }


def _said(said: Said | None, statuses: ConceptScheme) -> Written:
    match said:
        case Concept():
            return spelled(said, statuses)
        case PartialDate():
            return write_date(said)
        case Amount():
            return write_amount(said)
        case None:
            return ""


def _look(written: Written) -> style.Look:
    if isinstance(written, date):
        return style.TEXT.with_format(style.A_DAY)
    return style.NUMBER if isinstance(written, int | float) else style.TEXT.with_format(style.AS_TEXT)


_TITLE = "Was sich an den Projekten geändert hat, und warum"
_HEADER_ROW = 2
_WIDTHS = {"key": 14, "aspect": 18, "before": 18, "after": 18, "since": 14, "reason": 52, "edition": 16}
