"""A town's ``dataset.toml``: what is published, by whom, and how its sheets are to be read. TOML in, a ``Dataset`` out.

What the file says and this module does not know is refused, with what it might have meant; and so is what is of the
right kind but cannot be meant. All mistakes are told at once.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import Any

from pipeline.model.column_mapping import ColumnMapping, ColumnOptions
from pipeline.model.columns import COLUMNS
from pipeline.model.dataset import (
    Contact,
    Dataset,
    Iris,
    Publisher,
    StrategySource,
)
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text
from pipeline.town.mistakes import mistakes_in
from pipeline.town.typed_table import Place, build, collect, expect, gathered, unknown


def parse_dataset(toml: str, source: str) -> Dataset:
    """Read a ``dataset.toml``. ``source`` names the file in errors; raises ``ConfigError`` for all that is amiss."""
    table = _parse_toml(toml, source)
    columns, mistakes = _collect_columns(table.pop("columns", {}), Place(source, ("columns",)))
    if table.get("workbooks") == []:  # the vocabulary's own source, which has no strategy either
        table = {"strategy": {}, **table}
    settings, others = collect(Dataset, _with_lists(table), Place(source))
    dataset = replace(_STAND_IN, **settings, columns=columns)
    found = (
        Text(f"{source} [{key}]: {words.de}", f"{source} [{key}]: {words.en}") for key, words in mistakes_in(dataset)
    )
    if all_mistakes := [*others, *mistakes, *found]:
        raise ConfigError.of_all(all_mistakes)
    return dataset


def _with_lists(table: dict[str, Any]) -> dict[str, Any]:
    """The same; a column of the indicators, too, may be given by a single title."""
    indicators = table.get("indicators")
    columns = indicators.get("columns") if isinstance(indicators, dict) else None
    if not isinstance(columns, dict):
        return table
    listed = {name: [titles] if isinstance(titles, str) else titles for name, titles in columns.items()}
    return {**table, "indicators": {**table["indicators"], "columns": listed}}


# In the place of settings that are missing or amiss, so that the others can be judged.
_STAND_IN = Dataset(
    name="town",
    title=Text("-", "-"),
    description=Text("-", "-"),
    publisher=Publisher("-"),
    contact=Contact("-", "town@town.example"),
    iris=Iris("https://town.example/"),
    license="https://town.example/license",
    strategy=StrategySource(file="strategy.ttl"),
)


def _parse_toml(toml: str, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(toml.removeprefix("\ufeff"))  # Windows puts a byte-order mark there
    except RecursionError:
        raise ConfigError(Text(f"{source}: zu tief verschachtelt", f"{source}: nested too deeply")) from None
    except ValueError as error:  # a number of thousands of digits is no TOMLDecodeError
        german = re.sub(r"\(at line (\d+), column (\d+)\)", r"(Zeile \1, Spalte \2)", str(error))
        german = german.replace("(at end of document)", "(am Ende der Datei)")
        raise ConfigError(Text(f"{source}: ist kein gültiges TOML: {german}", f"{source}: {error}")) from error


def _collect_columns(value: Any, place: Place) -> tuple[ColumnMapping, list[Text]]:
    """A column is given by its title, by a list of its titles, or by a table that also holds its options."""
    mistakes: list[Text] = []
    with gathered(mistakes):
        expect(dict, value, place)
    if mistakes:
        return ColumnMapping(), mistakes
    known = {name: said for name, said in value.items() if name in _COLUMN_SETTINGS}
    settings, mistakes = collect(ColumnMapping, known, place)
    options = {}
    for name, said in value.items():
        if name in COLUMNS:
            with gathered(mistakes):
                options[name] = _build_options(said, place.at(name))
        elif name not in known:
            mistakes.append(place.says(unknown("key", name, [*COLUMNS, *_COLUMN_SETTINGS])))
    return ColumnMapping(**settings | {"options": options}), mistakes


def _build_options(value: Any, place: Place) -> ColumnOptions:
    table = dict(value) if isinstance(value, dict) else {"titles": value}
    for name in ("titles", "split_at"):
        if isinstance(table.get(name), str):
            table[name] = [table[name]]
    if table.get("titles") == []:  # nobody means the titles that a column has anyway
        raise ConfigError(place.says(Text("nennen Sie mindestens eine Überschrift", "name one title at least")))
    return build(ColumnOptions, table, place)


_COLUMN_SETTINGS = ("ignore", "key_from", "required")
