"""Cells of text to values of the type that their column has in every edition.

Text is ``str``, a day ``datetime64[us]`` (a year of 1600 or 2300 is no year too many), a month ``period[M]``, a code
of one of the vocabulary's lists a ``category`` of the whole list, several values in a cell a list. What numpy has no
missing value for is nullable: a year is ``Int64``, yes or no ``boolean``.

A number with decimals, and so all money, is ``float64``: it is what sums, plots and models take. ``Decimal`` would be
exact, but to pandas it is any object: no plot, no quantile, no ``* 1.19``, and ten times as slow. A float gives back
each number of up to fifteen digits as it was typed, ``Decimal(str(amount))``, and what has more is told when it is
loaded. A sum rounded to cents is right up to a trillion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import pandas as pd

from pipeline.render.formats.layout import Column

Cells: TypeAlias = Mapping[str, "pd.Series[str]"]
"""The cells of a table as they are written, by the names of its columns."""


def as_values(column: Column, cells: pd.Series[str], codes: Mapping[str, Sequence[str]]) -> pd.Series:
    """The cells of a column as values; ``codes`` are those of the kinds that are code lists."""
    if column.separator:
        return pd.Series([_parts(text, column.separator) for text in cells], index=cells.index, dtype=object)
    if known := codes.get(column.kind):
        return cells.astype(pd.CategoricalDtype([*known, *unknown_codes(column, cells, codes)]))
    values: pd.Series = _MAKERS[type_of(column)](cells)
    return values


def _parts(text: object, separator: str) -> list[str]:
    """The values in a cell. An empty one before them keeps what looks like a formula from being computed."""
    return [part for part in text.split(separator) if part] if isinstance(text, str) else []


def type_of(column: Column) -> str:
    """The datatype by which a column is read: empty for text, and for what has no type here."""
    return column.datatype if column.datatype in _MAKERS else ""


def unknown_codes(column: Column, cells: pd.Series[str], codes: Mapping[str, Sequence[str]]) -> list[str]:
    """The codes in a column that its list does not have."""
    known = codes.get(column.kind)
    return sorted(set(cells.dropna()).difference(known)) if known and not column.separator else []


def inexact(column: Column, cells: pd.Series[str]) -> Iterator[str]:
    """The numbers in a column that a float does not give back as they were typed."""
    if type_of(column) == "decimal":
        for text in cells.dropna():
            if len(text) > _EXACT_DIGITS and Decimal(repr(float(text))) != Decimal(text):
                yield text


def no_cells(index: pd.Index) -> pd.Series[str]:
    """A column of text in which nothing is said."""
    return pd.Series(np.nan, index=index, dtype="str")


def days(cells: pd.Series[str], unit: str = "D") -> np.ndarray:
    """Days, months (``M``) or years (``Y``) as numpy has them, of any year."""
    found: np.ndarray = cells.fillna("NaT").to_numpy(dtype=object).astype("U10").astype(f"datetime64[{unit}]")
    return found


def as_days(values: np.ndarray, index: pd.Index) -> pd.Series:
    """Days as pandas has them."""
    return pd.Series(values.astype("datetime64[us]"), index=index)


def _months(cells: pd.Series[str]) -> pd.Series:
    months: pd.Series = as_days(days(cells, "M"), cells.index).dt.to_period("M")
    return months


_EXACT_DIGITS = 15
_MAKERS: Mapping[str, Callable[[pd.Series[str]], pd.Series]] = {
    "": lambda cells: cells.astype("str"),
    "date": lambda cells: as_days(days(cells), cells.index),
    "gYearMonth": _months,
    "gYear": lambda cells: cells.astype("Int64"),
    "integer": lambda cells: cells.astype("Int64"),
    "decimal": lambda cells: cells.astype("float64"),
    "boolean": lambda cells: cells.map({"true": True, "false": False}).astype("boolean"),
}
