"""What of a town's texts is empty and must not be, or stands twice in a list: a ``Dataset`` in, mistakes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.dataset import Dataset
from pipeline.model.report import Text
from pipeline.town.mistakes_in_columns import Mistake


def mistakes_in_texts(dataset: Dataset) -> Iterator[Mistake]:
    """All of them, with the keys of the settings."""
    return _mistakes(dataset, ())


def _mistakes(table: Any, keys: tuple[str, ...]) -> Iterator[Mistake]:
    """Those in a dataclass and in all below it."""
    for setting in fields(table):
        if (type(table), setting.name) in _JUDGED_ELSEWHERE:
            continue
        value, place = getattr(table, setting.name), (*keys, setting.name)
        is_needed = setting.default is MISSING and setting.default_factory is MISSING
        if isinstance(value, str | Text):
            said = value if isinstance(value, Text) else (value,)
            if is_needed and setting.name not in _MAY_BE_EMPTY and not all(word.strip() for word in said):
                yield ".".join(place), _EMPTY
        else:
            yield from _below(value, place)


def _below(value: Any, keys: tuple[str, ...]) -> Iterator[Mistake]:
    """Those in a table, or in the entries of a list or of a table of any keys."""
    if is_dataclass(value):
        yield from _mistakes(value, keys)
    elif isinstance(value, Mapping):
        yield from _of_list([*value], keys)
        for key, item in value.items():
            yield from _below(item, (*keys, key))
    elif isinstance(value, tuple):
        yield from _of_list((item for item in value if isinstance(item, str)), keys)
        for number, item in enumerate(value, start=1):
            yield from _below(item, (*keys, str(number)))


def _of_list(texts: Iterable[str], keys: tuple[str, ...]) -> Iterator[Mistake]:
    for text, count in Counter(texts).items():
        if not text.strip():
            yield ".".join(keys), _EMPTY
        elif count > 1:
            yield ".".join(keys), Text(f"„{text}“ steht zweimal da", f'"{text}" is given twice')


_EMPTY = Text("da steht nichts", "there is nothing")
# A definition that is missing is a finding; what a column is called, and an address, has rules of its own.
_MAY_BE_EMPTY = frozenset({"definition"})
_JUDGED_ELSEWHERE = frozenset({(ColumnMapping, "options"), (Dataset, "name"), (Dataset, "license")})
