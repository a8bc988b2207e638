"""Dates of any precision as days: the cells for day, month, year and words in; first day, last day, precision out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from pipeline.loaded.dtypes import Cells, as_days, days
from pipeline.render.formats.layout import Table

PRECISIONS = ["day", "month", "year", "words"]
FIRST, LAST, PRECISION = "first_day", "last_day", "precision"


def add_spans(frame: pd.DataFrame, cells: Cells) -> list[str]:
    """Put the span of each date behind its columns: ``since_first_day``, ``since_last_day`` and ``since_precision``.

    A column that is there stays as it is. Returns the names of those that were added.
    """
    added = []
    for stem in stems(cells):
        place = [*frame.columns].index(f"{stem}_year")
        for name, values in _span(stem, cells).items():
            if name not in frame:
                place += 1
                frame.insert(place, name, values)
                added.append(name)
    return added


def put_words(periods: pd.DataFrame, words: pd.DataFrame, added: Iterable[str]) -> None:
    """Give dates that were told in words the days that the words allow; changes only what was ``added``."""
    for side, stem in _SIDES.items() if _SIDE in words else ():
        told = words[(words[_SIDE] == side) & words.index.isin(periods.index)]
        told = told[~told.index.duplicated()].assign(**{PRECISION: PRECISIONS[-1]})
        for name in (FIRST, LAST, PRECISION):
            if (column := f"{stem}_{name}") in added and name in told:
                periods.loc[told.index, column] = told[name]


def words_of(tables: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
    """The names of the tables of periods, each with that of the table of the words in which they were given."""
    by_path = {table.path: name for name, table in tables.items() if table.path}
    for path, name in by_path.items():
        if words := by_path.get(f"{path}/{{{_SIDE}}}"):
            yield name, words


def stems(names: Iterable[str]) -> list[str]:
    """What the columns of one date have in common: ``since`` of ``since_date``, ``since_month`` and ``since_year``."""
    known = {*names}
    found = [name.removesuffix("_year") for name in names if name.endswith("_year")]
    return [stem for stem in found if {f"{stem}_date", f"{stem}_month"} <= known]


def _span(stem: str, cells: Cells) -> dict[str, pd.Series]:
    said = {name: cells[f"{stem}_{suffix}"] for name, suffix in _SUFFIXES.items() if f"{stem}_{suffix}" in cells}
    index, exact = said["day"].index, days(said["day"])
    months, years = days(said["month"], "M"), days(said["year"], "Y")
    precision = pd.Series(pd.NA, index=index, dtype=pd.CategoricalDtype(PRECISIONS))
    for name in reversed(said):  # the most precise one counts
        precision[said[name].notna().to_numpy()] = name
    return {
        f"{stem}_{FIRST}": as_days(_first(exact, months.astype(_DAY), years.astype(_DAY)), index),
        f"{stem}_{LAST}": as_days(_first(exact, _end(months), _end(years)), index),
        f"{stem}_{PRECISION}": precision,
    }


def _end(spans: np.ndarray) -> np.ndarray:
    """The last day of each month or year."""
    last: np.ndarray = (spans + 1).astype(_DAY) - 1
    return last


def _first(*choices: np.ndarray) -> np.ndarray:
    """Of several arrays the first that has a value, place by place."""
    found = choices[-1]
    for choice in reversed(choices[:-1]):
        found = np.where(np.isnat(choice), found, choice)
    return found


_DAY = "datetime64[D]"
_SUFFIXES = {"day": "date", "month": "month", "year": "year", "words": "text"}
_SIDE = "side"
_SIDES = {"begin": "start", "end": "end"}
