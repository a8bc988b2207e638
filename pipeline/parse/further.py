"""What follows a header and still belongs to it: a header and the rows below it in, those out that are no projects.

A row of the same titles in another language, of units, of how cells are to be filled in, or of numbers: all of them
before the first project. Words that only seem to be titles are told apart from a project by the cells below them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.roadmap import TableColumn
from pipeline.model.vocabulary import fold
from pipeline.model.workbook import Row, Sheet, Value, as_typed
from pipeline.parse.header import Header, Texts
from pipeline.parse.rows import filled_cells, is_blank, is_lettering, is_numbering, says_one_thing, value_at
from pipeline.parse.titles import Titles, says_form, says_share, says_unit

_SEARCHED_ROWS = 40
_EXACT = (Kind.PERIOD, Kind.AMOUNT)


class Unit(NamedTuple):
    """The unit that stands below a title: its row, its column (from 1) and its words."""

    row: int
    column: int
    words: str


class Further(NamedTuple):
    """Rows below the header that belong to it, each with its kind; their folded texts; their units; and those rows
    that were taken for a header by their looks alone.
    """

    rows: Mapping[int, str]
    texts: tuple[Texts, ...] = ()
    units: tuple[Unit, ...] = ()
    guessed: tuple[int, ...] = ()


def read_further(sheet: Sheet, header: Header, columns: Sequence[TableColumn], titles: Titles) -> Further:
    """Go down from the header as long as there are rows that belong to it."""
    below = list(islice((row for row in sheet.rows if row.number > header.last_row), _SEARCHED_ROWS))
    rows: dict[int, str] = {}
    pending: dict[int, str] = {}
    texts: list[Texts] = []
    units: list[Unit] = []
    guessed: list[int] = []
    for place, row in enumerate(below):
        if waiting := _waits(row, sheet):
            pending[row.number] = waiting
            continue
        kind = _kind(row, below[place + 1 :], columns, titles)
        if not kind:
            break
        rows |= {**pending, row.number: "numbering" if kind == "numbering" else "header"}
        pending = {}
        if kind != "numbering":
            texts.append({at: fold(as_typed(value)) for at, value in filled_cells(row).items()})
        if kind == "form":
            units += _units(row, columns)
        if kind == "guessed":
            guessed.append(row.number)
    return Further(rows, tuple(texts), tuple(units), tuple(guessed))


def _waits(row: Row, sheet: Sheet) -> str:
    """What a row is that alone tells nothing: it belongs to the header if one more row of it follows."""
    if row.number in sheet.hidden_rows:
        return "hidden"
    if is_blank(row):
        return "blank"
    one_text = says_one_thing(row) and all(isinstance(value, str) for value in row.values)
    alone = one_text and not any(map(_says_how, map(str, filled_cells(row).values())))
    return "header" if alone else ""


def _kind(row: Row, below: Sequence[Row], columns: Sequence[TableColumn], titles: Titles) -> str:
    if is_numbering(row) or is_lettering(row):
        return "numbering"
    cells = filled_cells(row)
    if not all(isinstance(value, str) for value in cells.values()):
        return ""
    if _repeats(cells, columns):
        return ""
    if _is_titled_again(cells, columns, titles):
        return "titles"
    if _tells_form(cells, columns):
        return "form"
    if _goes_on(cells, columns):
        return "words" if _sounds_like_titles(cells, columns) else "guessed"
    return "guessed" if _contrasts(cells, below, columns) else ""


def _repeats(cells: Mapping[int, Value], columns: Sequence[TableColumn]) -> bool:
    """Whether most cells are the same titles again."""
    same = [column for column in columns if fold(as_typed(cells.get(column.number, ""))) == fold(column.title)]
    return len(same) >= 2 and len(same) * 2 >= len(cells)


def _is_titled_again(cells: Mapping[int, Value], columns: Sequence[TableColumn], titles: Titles) -> bool:
    """Whether the cells are other titles of the columns they stand in, most of them; the same ones are a repetition."""
    own = [column for column in columns if titles.is_title_of(as_typed(cells.get(column.number, "")), column.name)]
    others = [column for column in own if fold(as_typed(cells[column.number])) != fold(column.title)]
    return len(own) >= 2 and len(own) * 2 >= len(cells) and bool(others) and len(others) * 2 >= len(own)


def _tells_form(cells: Mapping[int, Value], columns: Sequence[TableColumn]) -> bool:
    """Whether the cells say how to fill in those below: units for amounts, "TT.MM.JJJJ" for dates, no values."""
    exact = [
        str(cells[column.number])
        for column in columns
        if COLUMNS[column.name].kind in _EXACT and column.number in cells
    ]
    keys = [str(cells[column.number]) for column in columns if column.name == "id" and column.number in cells]
    told = all(map(_says_how, exact))
    enough = sum(map(_says_how, map(str, cells.values()))) >= 2  # a project may have one
    return bool(exact) and told and enough and not any(re.search(r"\d", key) for key in keys)


def _says_how(text: str) -> bool:
    return says_form(text) or says_unit(text) or says_share(text)


def _units(row: Row, columns: Sequence[TableColumn]) -> list[Unit]:
    amounts = [column.number for column in columns if COLUMNS[column.name].kind is Kind.AMOUNT]
    words = ((at, as_typed(value_at(row, at)).strip()) for at in amounts)
    return [Unit(row.number, at, text) for at, text in words if says_unit(text) or says_share(text)]


def _goes_on(cells: Mapping[int, Value], columns: Sequence[TableColumn]) -> bool:
    """Whether the row goes on with the header above it, say in another language: texts alone, one for each column, and
    where keys, dates and amounts would stand all different, without a digit and none of the words for "no date".
    """
    if not all(column.number in cells for column in columns):
        return False
    dated = [column.number for column in columns if COLUMNS[column.name].kind in _EXACT]
    exact = dated + [column.number for column in columns if column.name == "id"]
    words = {fold(as_typed(cells[at])) for at in exact}
    different = len(words) == len(exact) and len(dated) >= 2
    return different and not words & _NO_DATE and not re.search(r"\d", "".join(words))


def _sounds_like_titles(cells: Mapping[int, Value], columns: Sequence[TableColumn]) -> bool:
    """Whether all that stands where dates and amounts would is made of the words of such titles."""
    exact = [column for column in columns if COLUMNS[column.name].kind in _EXACT]
    return all(_TITLE_WORDS[COLUMNS[column.name].kind].search(as_typed(cells[column.number])) for column in exact)


_TITLE_WORDS = {
    Kind.PERIOD: re.compile(
        r"dat|start|begin|end|finish|since|until|year|début|fin|jahr|janvier|rozpocz|zako", re.IGNORECASE
    ),
    Kind.AMOUNT: re.compile(
        r"cost|amount|budget|expend|total|fund|price|value|share|coût|cout|montant|dépens|koszt|kwot|wydat|bedrag|kost",
        re.IGNORECASE,
    ),
}


def _contrasts(cells: Mapping[int, Value], below: Sequence[Row], columns: Sequence[TableColumn]) -> bool:
    """Whether words stand where the rows below have keys with digits, dates, amounts and addresses; and nowhere a word
    that comes again below, as a status does.
    """
    if len([column for column in columns if column.number in cells]) < max(3, len(columns) / 2):
        return False
    evidence: list[str] = []
    for column in columns:
        text = as_typed(cells.get(column.number, "")).strip()
        others = [value for row in below if (value := filled_cells(row).get(column.number)) is not None]
        if text and any(as_typed(value).strip() == text for value in others):
            return False
        if COLUMNS[column.name].kind not in (*_EXACT, Kind.KEY, Kind.LINK, Kind.EMAIL) or not text:
            continue
        if _is_value(text):
            return False
        if len(others) >= 2 and sum(map(_is_value, others)) >= 0.6 * len(others):
            evidence.append(column.name)
    return len(evidence) >= 2 and any(COLUMNS[name].kind in _EXACT for name in evidence)


def _is_value(value: Value) -> bool:
    """Whether a cell holds something exact, or one of the words that stand for it."""
    return not isinstance(value, str) or bool(re.search(r"\d|@|://|www\.", value)) or fold(value) in _NO_DATE


_NO_DATE = {
    *("laufend", "fortlaufend", "andauernd", "dauerhaft", "offen", "unbekannt", "unbefristet", "diverse", "tbd", "tba"),
    *("na", "ka", "keineangabe", "nn", "nfp", "ongoing", "open", "unknown", "sieheanlage", "läuft", "geplant", ""),
    *("folgt", "entfällt", "keine", "nochoffen", "inplanung", "sofort", "neu", "nochnichtbekannt", "ja", "nein"),
}
