"""What of a town's columns is of the right kind and cannot be meant: the mapping in, mistakes with their keys out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from pipeline.model.column_mapping import ColumnMapping, ColumnOptions
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.report import Text
from pipeline.model.vocabulary import fold_title
from pipeline.town.typed_table import unknown

Mistake: TypeAlias = tuple[str, Text]
"""The key of a setting, and what is wrong with it."""


def expected(german: str, english: str, found: str) -> Text:
    """What should stand there, and what does."""
    return Text(f"erwartet wird {german}, da steht {found!r}", f"expected {english}, found {found!r}")


def mistakes_in_columns(columns: ColumnMapping) -> Iterator[Mistake]:
    """All mistakes in how columns are found and read."""
    for name in (*columns.key_from, *columns.required):
        if name not in COLUMNS:
            yield "columns", unknown("column", name, COLUMNS)
    owners = dict.fromkeys(map(fold_title, columns.ignore), "ignore")
    for name, options in columns.options.items():
        for title in options.titles:
            if not title.strip():
                yield f"columns.{name}", Text("eine Überschrift ist leer", "a title is empty")
            if (owner := owners.setdefault(fold_title(title), name)) != name:
                yield (
                    "columns",
                    Text(
                        f"die Überschrift „{title}“ steht unter „{owner}“ und unter „{name}“",
                        f'the title "{title}" stands under both "{owner}" and "{name}"',
                    ),
                )
        yield from _of_options(name, options)


def _of_options(name: str, options: ColumnOptions) -> Iterator[Mistake]:
    yield from _out_of_place(name, options)
    for sign in options.split_at:
        if not re.fullmatch(r"[^\w\s]", sign):
            yield f"columns.{name}.split_at", expected('ein Zeichen wie ","', 'a sign such as ","', sign)
    if not re.fullmatch("([A-Z]{3})?", options.currency):
        yield f"columns.{name}.currency", expected('ein Kürzel wie "EUR"', 'a code such as "EUR"', options.currency)
    if options.factor is not None and (not options.factor.is_finite() or options.factor <= 0):
        yield f"columns.{name}.factor", Text("erwartet wird eine Zahl über 0", "expected a positive number")
    if options.first_year is not None and not 1900 <= options.first_year <= 2001:
        yield (
            f"columns.{name}.first_year",
            Text("erwartet wird ein Jahr von 1900 bis 2001", "expected a year from 1900 to 2001"),
        )
    for key, words in _CHOICES.items():
        if (found := getattr(options, key)) not in ("", *words):
            yield f"columns.{name}.{key}", expected(" oder ".join(words), " or ".join(words), found)


def _out_of_place(name: str, options: ColumnOptions) -> Iterator[Mistake]:
    """Options that columns of this kind do not have."""
    for kind, (keys, holds) in _OF_KIND.items():
        is_set = any(getattr(options, key) != getattr(_NONE, key) for key in keys)
        if is_set and COLUMNS[name].kind is not kind:
            listed = ", ".join(keys)
            yield (
                f"columns.{name}",
                Text(
                    f"die Spalte enthält keine {holds.de}, {listed} gilt für sie nicht",
                    f"it holds no {holds.en}, so it has no {listed}",
                ),
            )


_NONE = ColumnOptions()
_OF_KIND = {
    Kind.AMOUNT: (("currency", "factor", "decimal", "sign"), Text("Beträge", "amounts")),
    Kind.PERIOD: (("order", "first_year"), Text("Datumsangaben", "dates")),
    Kind.NAMES: (("split_at",), Text("Namen von Organisationen", "names of organizations")),
}
_CHOICES = {"decimal": (",", "."), "sign": ("plain", "unit"), "order": ("dmy", "mdy")}
