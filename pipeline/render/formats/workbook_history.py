"""The sheet of an edition's workbook that remembers: each turn of each project, as ``parse/history`` reads it again."""

from __future__ import annotations

from openpyxl import Workbook

from pipeline.model.amount import Amount
from pipeline.model.history import ASPECTS, HISTORY_COLUMNS, HISTORY_SHEET, STATUS, Said, Turn
from pipeline.model.partial_date import PartialDate
from pipeline.model.roadmap import Roadmap
from pipeline.model.vocabulary import Concept, ConceptScheme, Vocabulary
from pipeline.render.formats.style import Written
from pipeline.render.formats.workbook_cells import spelled, write_amount, write_date
from pipeline.render.formats.workbook_records import HEADER_ROW, Record, write_records


def write_history(book: Workbook, roadmap: Roadmap, vocabulary: Vocabulary) -> None:
    """The history of a roadmap on a sheet of its own; none where nothing is remembered."""
    if not roadmap.history:
        return
    sheet = book.create_sheet(HISTORY_SHEET.de)
    records = [_written(turn, vocabulary[STATUS]) for turn in roadmap.history]
    titles = {name: column.title.de for name, column in HISTORY_COLUMNS.items()}
    write_records(sheet, _TITLE, titles, _WIDTHS, records, paper="A4 landscape")
    sheet.auto_filter.ref = f"A{HEADER_ROW}:G{HEADER_ROW + len(records)}"


def _written(turn: Turn, statuses: ConceptScheme) -> Record:
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


_TITLE = "Was sich an den Projekten geändert hat, und warum"
_WIDTHS = {"key": 14, "aspect": 18, "before": 18, "after": 18, "since": 14, "reason": 52, "edition": 16}
