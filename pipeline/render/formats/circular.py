"""The small workbook in which a unit is asked about its projects: a circular and its projects in, XLSX out.

It holds what stands in the town's own workbook, as typed there, in the columns that a unit may change. Two small lines
above the table tell what it is and what its titles mean, so it is known again under any name, as CSV too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.circular import (
    ANSWER_TITLE,
    CIRCULAR_SHEET,
    QUESTION_TITLE,
    Circular,
    Request,
    Said,
    columns_line,
    may_change,
    sent_text,
)
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.dataset import Dataset
from pipeline.model.graph import Triple
from pipeline.model.report import Language, Text
from pipeline.model.roadmap import Project, Roadmap
from pipeline.model.strategy import Strategy
from pipeline.model.workbook import column_letter
from pipeline.render.formats import style
from pipeline.render.formats.circular_words import foreword_of, question_lines, question_of
from pipeline.render.formats.style import Look, Written, put
from pipeline.render.formats.template import choices_of
from pipeline.render.formats.template_checks import Asked, check_column
from pipeline.render.formats.template_guide import write_lists

_LISTS = Text("Listen", "Lists")


class _Place(NamedTuple):
    """A column of the sheet: the title, the width, and the column of the roadmap that it holds, if it holds one."""

    title: str
    width: float
    asked: Asked | None = None


def render_circular(
    circular: Circular,
    roadmap: Roadmap,
    dataset: Dataset,
    strategy: Strategy,
    *,
    code_lists: Iterable[Triple] = (),
    language: Language = "de",
) -> bytes:
    """The workbook. ``roadmap`` holds the projects as they were when the circular was made."""
    asked = _asked(circular, dataset, strategy, code_lists, language)
    places = _places(asked, dataset, language)
    book = style.new_book(dataset, foreword_of(circular, dataset).title.in_(language))
    sheet = book.worksheets[0]
    sheet.title = CIRCULAR_SHEET
    header_row = _write_head(sheet, circular, dataset, places, language)
    for row, request in enumerate(circular.requests, start=header_row + 1):
        if project := roadmap.project(request.key):
            _write_row(sheet, row, request, project, places, dataset, language)
    _add_checks(book, sheet, places, (header_row + 1, header_row + len(circular.requests)), language)
    _set_up(sheet, header_row, len(circular.requests), places)
    return style.seal(book)


def _asked(
    circular: Circular, dataset: Dataset, strategy: Strategy, code_lists: Iterable[Triple], language: Language
) -> tuple[Asked, ...]:
    choices = choices_of(strategy, tuple(code_lists), language)
    return tuple(
        Asked(
            COLUMNS[name],
            dataset.columns.of(name).amount_style(title),
            title,
            name in dataset.columns.required,
            choices.get(COLUMNS[name].scheme, ()),
        )
        for name, title in circular.columns.items()
    )


def _places(asked: Sequence[Asked], dataset: Dataset, language: Language) -> list[_Place]:
    """The columns of the sheet in their order: key, title, the answer, what is asked, and all the others."""
    said = [_Place(each.title, style.width_of(each.column), each) for each in asked]
    first = [place for place in said if place.asked and place.asked.column.name == "title"]
    return [
        _Place(dataset.columns.title("id").in_(language), style.width_of(COLUMNS["id"])),
        *first,
        _Place(ANSWER_TITLE.in_(language), _ANSWER_WIDTH),
        _Place(QUESTION_TITLE.in_(language), _QUESTION_WIDTH),
        *(place for place in said if place not in first),
    ]


_ANSWER_WIDTH, _QUESTION_WIDTH = 14, 44


def _write_head(
    sheet: Worksheet, circular: Circular, dataset: Dataset, places: Sequence[_Place], language: Language
) -> int:
    """What stands above the projects. The number of the row with the titles of the columns."""
    foreword = foreword_of(circular, dataset)
    put(sheet, 1, 1, CIRCULAR_SHEET, style.TITLE)
    put(sheet, 1, _BESIDE, foreword.title.in_(language), style.TITLE)
    sheet.row_dimensions[1].height = 30
    sheet.merge_cells("A2:B3")
    put(sheet, 2, 1, foreword.who.in_(language), style.PROSE)
    for row, text in ((2, foreword.why), (3, foreword.how)):
        _put_beside(sheet, row, text.in_(language), places)
    put(sheet, 4, 1, circular.mark, style.SMALL_PRINT)
    last = _last_shown(places)
    put(sheet, 5, _BESIDE, columns_line({"id": places[0].title, **circular.columns}), style.SMALL_PRINT)
    sheet.merge_cells(start_row=5, end_row=5, start_column=_BESIDE, end_column=last)
    style.put_header(sheet, 6, [place.title for place in places])
    for at, place in enumerate(places, start=1):
        if place.title == ANSWER_TITLE.in_(language):
            put(sheet, 6, at, place.title, style.REQUIRED_HEADER)
    return 6


# Columns A and B are printed on every page, so what is said once stands beside them.
_BESIDE = 3


def _put_beside(sheet: Worksheet, row: int, text: str, places: Sequence[_Place]) -> None:
    """A text merged over as many columns, from C on, as a screen shows at once."""
    last = _last_shown(places)
    put(sheet, row, _BESIDE, text, style.PROSE)
    sheet.merge_cells(start_row=row, end_row=row, start_column=_BESIDE, end_column=last)
    style.set_height(sheet, row, [(text, sum(place.width for place in places[_BESIDE - 1 : last]))])


def _last_shown(places: Sequence[_Place]) -> int:
    """The number of the last column, from C on, that is on the first screen and page."""
    widths = accumulate((place.width for place in places[_BESIDE - 1 :]), initial=0)
    return min(len(places), _BESIDE - 1 + sum(1 for before in widths if before < _SHOWN))


_SHOWN = 120


def _write_row(
    sheet: Worksheet,
    row: int,
    request: Request,
    project: Project,
    places: Sequence[_Place],
    dataset: Dataset,
    language: Language,
) -> None:
    questions, texts = "\n".join(question_lines(request, language)), []
    for at, place in enumerate(places, start=1):
        written: Written = ""
        if place.asked:
            name = place.asked.column.name
            written = _written(project, name)
            look = _look(project, name, written)
            points = [point for point in request.points if point.column == name]
            if not may_change(project, name):
                look = look.locked()
            elif points:
                look = look.wanted()
            cell = put(sheet, row, at, written, look)
            if points:
                note = "\n".join(question_of(point).in_(language) for point in points)
                cell.comment = _note(note, dataset)
        elif place.title == ANSWER_TITLE.in_(language):
            put(sheet, row, at, "", style.TEXT.with_format(style.AS_TEXT).wanted())
        else:
            written = request.key if at == 1 else questions
            put(sheet, row, at, written, style.TEXT.with_format(style.AS_TEXT).locked())
        texts.append((str(written), place.width))
    style.set_height(sheet, row, texts)


def _note(text: str, dataset: Dataset) -> Comment:
    return Comment(text, dataset.publisher.name, height=24 + 18 * (1 + len(text) // 38), width=280)


def _written(project: Project, column: str) -> str | int:
    """What is written into a cell, so that it reads as it was sent, also from CSV: there a program writes days and
    decimals as its own country does, so only whole numbers are numbers.
    """
    typed = [entry.typed for entry in project.entries if entry.column == column]
    text = sent_text(project, column)
    is_number = len({*map(type, typed)}) == 1 and type(typed[0]) in (int, float)
    if (is_number or COLUMNS[column].kind is Kind.AMOUNT) and (found := _WHOLE.fullmatch(text)):
        return int(found[1])
    return text


# A whole number, perhaps one that shows its currency, as a cell with such a format is read.
_WHOLE = re.compile(r"(-?(?:0|[1-9]\d{0,14}))(?: €)?")


def _look(project: Project, column: str, written: str | int) -> Look:
    """How a cell looks. No amount has its thousands apart: as CSV, 17,500 is one thing here and another there."""
    look = style.NUMBER if COLUMNS[column].kind is Kind.AMOUNT else style.TEXT
    if isinstance(written, int):
        return look.with_format('0 "€"' if sent_text(project, column).endswith("€") else "0")
    return look.with_format(style.AS_TEXT)


def _add_checks(
    book: Workbook, sheet: Worksheet, places: Sequence[_Place], rows: tuple[int, int], language: Language
) -> None:
    """Drop-down lists, and what a cell says when it is entered."""
    ranges = _write_lists(book, places, language)
    for at, place in enumerate(places, start=1):
        if place.asked:
            check_column(sheet, column_letter(at), place.asked, rows, ranges, language)
        elif place.title == ANSWER_TITLE.in_(language):
            words = ",".join(said.label.in_(language) for said in Said)
            answers = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
            answers.error, answers.errorTitle = _CHOOSE.in_(language), place.title
            answers.add(f"{column_letter(at)}{rows[0]}:{column_letter(at)}{rows[1]}")
            sheet.add_data_validation(answers)


_CHOOSE = Text("Bitte wählen Sie aus der Liste.", "Please choose from the list.")


def _write_lists(book: Workbook, places: Sequence[_Place], language: Language) -> Mapping[str, str]:
    asked = [place.asked for place in places if place.asked and place.asked.choices]
    return write_lists(book.create_sheet(_LISTS.in_(language)), asked, language) if asked else {}


def _set_up(sheet: Worksheet, header_row: int, projects: int, places: Sequence[_Place]) -> None:
    """Widths, what stays in view, the filter and the page: as many beside each other as it takes to be legible."""
    widths = [place.width for place in places]
    style.set_widths(sheet, widths)
    sheet.freeze_panes = f"C{header_row + 1}"
    sheet.auto_filter.ref = f"A{header_row}:{column_letter(len(places))}{header_row + projects}"
    style.set_up_page(sheet, "A4 landscape", header_row=header_row)
    sheet.page_setup.fitToWidth = max(1, ceil(sum(widths) / _LEGIBLE))
    sheet.print_title_cols = "A:B"


_LEGIBLE = 210
