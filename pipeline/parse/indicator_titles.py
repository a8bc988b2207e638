"""Where in a sheet the indicators stand: a sheet and the town's titles in, an ``IndicatorTable`` out.

The header is one row or two. A title with a year in it dates its column: "2022", "Ist 2022", "Ziel 2030".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise

from pipeline.model.column_mapping import ColumnMapping, IndicatorOptions
from pipeline.model.columns import Kind
from pipeline.model.date_style import DateStyle, Open
from pipeline.model.indicator import BASELINE, INDICATOR_COLUMNS, TARGET, VALUE, DatedColumn, IndicatorTable
from pipeline.model.partial_date import PartialDate, parse_partial_date
from pipeline.model.plain_text import clean
from pipeline.model.vocabulary import fold, fold_title
from pipeline.model.workbook import Row, Sheet, as_typed
from pipeline.parse.rows import value_at
from pipeline.parse.shown import shown


@dataclass(frozen=True, slots=True)
class IndicatorTitles:
    """What the titles of a sheet mean: the names of columns by their folded titles, and those that mean none.

    ``roadmap`` are the titles of projects: a sheet that has one of them is no sheet of indicators.
    """

    names: Mapping[str, str]
    ignored: frozenset[str]
    roadmap: frozenset[str]


def build_indicator_titles(columns: ColumnMapping, options: IndicatorOptions) -> IndicatorTitles:
    """The titles that everyone may use, those by which the roadmap calls fields and theses, and the town's own."""
    names = {fold_title(title): column.name for column in INDICATOR_COLUMNS.values()
             for title in (*column.title, *column.also)}  # fmt: skip
    names |= {fold_title(title): name for name in ("field", "thesis") for title in columns.titles(name)}
    own = {fold_title(title): name for name, titles in options.columns.items() for title in titles}
    ignored = frozenset(map(fold_title, options.ignore))
    roadmap = frozenset(map(fold_title, columns.titles("title"))) - own.keys()
    return IndicatorTitles({**names, **own}, ignored, roadmap)


def find_indicators(sheet: Sheet, titles: IndicatorTitles) -> IndicatorTable | None:
    """The table of a sheet; ``None`` for a sheet of something else."""
    rows = list(islice(sheet.rows, _ROWS_ABOVE))
    alone = [({at: _shown(row, at) for at in _places(row)}, row.number) for row in rows]
    both = (
        (_joined(sheet, upper, lower), lower.number)
        for upper, lower in pairwise(rows)
        if lower.number == upper.number + 1
    )
    found = (_table(sheet, texts, number, titles) for texts, number in (*alone, *both))
    return max(filter(None, found), key=lambda table: len(table.columns) + len(table.dated), default=None)


def is_called_indicators(sheet: Sheet) -> bool:
    """Whether the name of a sheet says that it holds indicators."""
    return fold(sheet.name) in _SHEET_NAMES


_ROWS_ABOVE = 15
_SHEET_NAMES = {"kennzahlen", "indikatoren", "indicators", "kpi", "kpis", "zieleundkennzahlen", "goalsandindicators"}


def _places(row: Row) -> range:
    return range(1, len(row.values) + 1)


def _shown(row: Row, at: int) -> str:
    """A title as it is read: 2022, also where it is a day that shows its year."""
    value, code = value_at(row, at), row.formats.get(at, "")
    value = shown(value, code, Kind.PERIOD) if code else value
    return " ".join(clean(as_typed(value)).split())


def _joined(sheet: Sheet, upper: Row, lower: Row) -> Mapping[int, str]:
    """The titles of two rows; one that is merged over several columns speaks for each of them."""
    above = {at: _shown(upper, at) for at in _places(upper)}
    for merge in sheet.merges:
        if merge.first_row == upper.number and merge.last_column > merge.first_column:
            above |= dict.fromkeys(range(merge.first_column, merge.last_column + 1), above.get(merge.first_column, ""))
    last = max((len(lower.values), *above), default=0)
    return {at: " ".join(filter(None, (above.get(at, ""), _shown(lower, at)))) for at in range(1, last + 1)}


def _table(sheet: Sheet, texts: Mapping[int, str], row: int, titles: IndicatorTitles) -> IndicatorTable | None:
    columns: dict[str, int] = {}
    dated: list[DatedColumn] = []
    unknown: dict[int, str] = {}
    for at, text in texts.items():
        folded = fold_title(text)
        if not text or at in sheet.hidden_columns or folded in titles.ignored:
            continue
        if folded in titles.roadmap:
            return None
        name = titles.names.get(folded)
        if name and name not in columns:
            columns[name] = at
        elif found := None if name else _dated(text, at):
            dated.append(found)
        else:
            unknown[at] = text
    has_figures = bool(dated) or not columns.keys().isdisjoint((BASELINE, TARGET, VALUE))
    if "indicator" not in columns or not has_figures:
        return None
    return IndicatorTable(columns, tuple(dated), row, unknown, {at: text for at, text in texts.items() if text})


def _dated(text: str, at: int) -> DatedColumn | None:
    """A column of figures of one date; ``None`` for any other title, such as "Plan 2024"."""
    if not _WITH_YEAR.search(text):
        return None
    for kind, date_text in _kinds(text):
        if found := _date(date_text):
            return DatedColumn(kind, found, at)
    return None


def _kinds(text: str) -> Iterator[tuple[str, str]]:
    """What a title may hold, each with the part of it that dates it."""
    yield VALUE, text
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            kind = next((kind for kind, words in _KINDS.items() if match["word"].casefold() in words), "")
            if kind:
                yield kind, match["date"]


def _date(text: str) -> PartialDate | None:
    try:
        return parse_partial_date(text, DateStyle(_NO_DAY))
    except Open:
        return None


_NO_DAY = date(2000, 1, 1)  # a year in a title has four digits, so that the day of reading does not matter
_WITH_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_KINDS: Mapping[str, frozenset[str]] = {
    VALUE: frozenset({"ist", "wert", "istwert", "ist-wert", "messwert", "jahr", "werte", "stand", "actual", "value",
                      "values", "year"}),
    TARGET: frozenset({"ziel", "zielwert", "zielwerte", "zwischenziel", "soll", "sollwert", "target", "target value",
                       "goal"}),
    BASELINE: frozenset({"ausgangswert", "basiswert", "startwert", "basis", "baseline", "baseline value"}),
}  # fmt: skip
_WORD = "|".join(sorted((re.escape(word) for words in _KINDS.values() for word in words), key=len, reverse=True))
_PATTERNS = (
    re.compile(rf"(?P<word>{_WORD}):? (?:(?:für|im Jahr|bis|am|vom|von|in|for|by|of) )?\(?(?P<date>.+?)\)?", re.I),
    re.compile(rf"(?P<date>.+?) ?\(?(?P<word>{_WORD})\)?", re.I),
)
