"""A workbook in, the reply out that it holds: known by the mark of a circular, its cells as they were typed.

Columns may have been moved and rows sorted, hidden or deleted: each cell is found by the title above it and the key in
its row. What cannot be placed is noted, and answers nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from pipeline.model.circular import (
    ANSWER_TITLE,
    QUESTION_TITLE,
    Answer,
    Mark,
    Reply,
    Said,
    find_mark,
    parse_columns_line,
)
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.plain_text import key_text
from pipeline.model.vocabulary import fold, fold_title
from pipeline.model.workbook import CellRef, ReadingNote, Row, Sheet, Value, Workbook, as_typed, column_letter
from pipeline.parse.rows import filled, value_at
from pipeline.parse.shown import shown


def read_circular(workbook: Workbook) -> Reply | None:
    """The reply that a workbook holds; ``None`` for a workbook without the mark of a circular."""
    marked = [(sheet, mark) for sheet in workbook.sheets if (mark := _mark_of(sheet))]
    if not marked:
        return None
    sheet, mark = marked[0]
    several = [ReadingNote("reply-several", other.name, value=other.name) for other, _ in marked[1:]]
    place = _find_place(workbook.file, sheet)
    if place is None:
        return Reply(mark, workbook.file, {}, notes=(*several, ReadingNote("reply-without-table", sheet.name)))
    return _read(place, mark, several)


def _mark_of(sheet: Sheet) -> Mark | None:
    return next(filter(None, (find_mark(text) for text in _texts_above(sheet))), None)


def _texts_above(sheet: Sheet) -> Iterator[str]:
    """What stands in the cells of the first rows."""
    for row in islice(sheet.rows, _ROWS_ABOVE):
        yield from (value for value in row.values if isinstance(value, str))


_ROWS_ABOVE = 60


class _Place(NamedTuple):
    """Where in a sheet the answers stand: the numbers (from 1) of its columns by their names, and of its header."""

    file: str
    sheet: Sheet
    columns: Mapping[str, int]
    header_row: int
    titles: Mapping[int, str]

    def cell(self, number: int, row: int) -> CellRef:
        return CellRef(self.file, self.sheet.name, column_letter(number), row)

    def note(self, rule: str, number: int, row: int, value: str = "") -> ReadingNote:
        return ReadingNote(rule, self.sheet.name, row, number, value, {"column": self.titles.get(number, "")})


_ANSWER, _QUESTION = "(answer)", "(question)"


def _find_place(file: str, sheet: Sheet) -> _Place | None:
    """The row of titles: the one that has the key and most of the others."""
    known = _titles_of(sheet)
    best: _Place | None = None
    for row in islice(sheet.rows, _ROWS_ABOVE):
        titles = {at: as_typed(value) for at, value in enumerate(row.values, start=1) if filled(value)}
        columns: dict[str, int] = {}
        for at, title in titles.items():
            if name := known.get(fold_title(title)):
                columns.setdefault(name, at)
        if "id" in columns and len(columns) > max(1, len(best.columns) if best else 1):
            best = _Place(file, sheet, columns, row.number, titles)
    return best


def _titles_of(sheet: Sheet) -> Mapping[str, str]:
    """What each title means: as the line above the table says, else as the titles of a template do."""
    told = next(filter(None, map(parse_columns_line, _texts_above(sheet))), None)
    said = {name: (title,) for name, title in told.items()} if told else {n: tuple(c.title) for n, c in COLUMNS.items()}
    own = {_ANSWER: tuple(ANSWER_TITLE), _QUESTION: tuple(QUESTION_TITLE)}
    return {fold_title(title): name for name, titles in {**said, **own}.items() for title in titles}


def _read(place: _Place, mark: Mark, several: Iterable[ReadingNote]) -> Reply:
    rows = [row for row in place.sheet.rows if row.number > place.header_row and any(map(filled, row.values))]
    often = Counter(key for row in rows if (key := _key(place, row)))
    answers: dict[str, Mapping[str, Answer]] = {}
    said: dict[str, Said] = {}
    cells: dict[str, CellRef] = {}
    notes = [*several, *_strange_titles(place, rows)]
    for row in rows:
        key, at = _key(place, row), place.columns["id"]
        if not key:
            notes.append(place.note("reply-key-missing", at, row.number))
        elif often[key] > 1:
            notes.append(place.note("reply-key-twice", at, row.number, key))
        else:
            cells[key], answers[key] = place.cell(at, row.number), _answers(place, row)
            word = _word(place, row)
            if isinstance(word, Said):
                said[key] = word
            elif word:
                notes.append(place.note("reply-word-unknown", place.columns[_ANSWER], row.number, word))
    columns = frozenset(name for name in place.columns if name in COLUMNS and name != "id")
    return Reply(mark, place.file, answers, said, cells, columns, tuple(notes))


def _key(place: _Place, row: Row) -> str:
    return key_text(_shown(row, place.columns["id"], Kind.KEY))


def _answers(place: _Place, row: Row) -> Mapping[str, Answer]:
    """The cells of a row by their columns, also the empty ones: what was deleted says something."""
    return {
        name: Answer(_shown(row, at, COLUMNS[name].kind), place.cell(at, row.number))
        for name, at in place.columns.items()
        if name in COLUMNS and name != "id"
    }


def _shown(row: Row, at: int, kind: Kind) -> Value:
    """What a cell shows, as for the cells of a roadmap."""
    value = value_at(row, at)
    return shown(value, row.formats[at], kind) if at in row.formats else value


def _word(place: _Place, row: Row) -> Said | str:
    """What was chosen for the project as a whole; the text that is none of the words; nothing for nothing."""
    if _ANSWER not in place.columns:
        return ""
    text = as_typed(value_at(row, place.columns[_ANSWER])).strip()
    return _WORDS.get(fold(text), text)


_WORDS = {fold(label): said for said in Said for label in said.label}


def _strange_titles(place: _Place, rows: Iterable[Row]) -> Iterator[ReadingNote]:
    """The columns with something in them under a title that means nothing here, or that another one has, too."""
    known, rows = set(place.columns.values()), tuple(rows)
    for at in range(1, 1 + max((len(row.values) for row in rows), default=0)):
        if at not in known and any(filled(value_at(row, at)) for row in rows):
            yield place.note("reply-column-unknown", at, place.header_row, place.titles.get(at, ""))
