"""A town's ``dataset.toml``: what is published, by whom, and how its sheets are to be read. TOML in, a ``Dataset`` out.

What the file says and this module does not know is refused, with what it might have meant; and so is what is of the
right kind but cannot be meant.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from pipeline.model.dataset import (
    DATASETS,
    CatalogOptions,
    CkanOptions,
    ColumnMapping,
    ColumnOptions,
    Dataset,
    Geography,
    StrategySource,
)
from pipeline.model.errors import ConfigError
from pipeline.model.vocabulary import COLUMNS, Kind, fold_title
from pipeline.town.typed_table import Place, build, expect, unknown


def parse_dataset(toml: str, source: str) -> Dataset:
    """Read a ``dataset.toml``. ``source`` names the file in errors; raises ``ConfigError`` for whatever is amiss."""
    try:
        table = tomllib.loads(toml.removeprefix("\ufeff"))  # Windows puts a byte-order mark there
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{source}: {error}") from error
    columns = _build_columns(table.pop("columns", {}), Place(source, ("columns",)))
    dataset = replace(build(Dataset, table, Place(source)), columns=columns)
    mistakes = (
        *_mistakes(dataset),
        *_address_mistakes(dataset),
        *_geography_mistakes(dataset.geography),
        *_catalog_mistakes(dataset.catalog, dataset.destinations.ckan),
        *_strategy_mistakes(dataset.strategy),
        *_column_mistakes(columns),
    )
    for mistake in mistakes:
        raise ConfigError(f"{source} {mistake}")
    return dataset


def _build_columns(value: Any, place: Place) -> ColumnMapping:
    """A column is given by its title, by a list of its titles, or by a table that also holds its options."""
    table: Mapping[str, Any] = expect(dict, value, place)
    options = {name: _build_options(said, place.at(name)) for name, said in table.items() if name in COLUMNS}
    settings = {name: said for name, said in table.items() if name not in COLUMNS}
    for name in settings:
        if name not in _COLUMN_SETTINGS:
            raise ConfigError(f"{place}: {unknown('key', name, [*COLUMNS, *_COLUMN_SETTINGS])}")
    return replace(build(ColumnMapping, settings, place), options=options)


def _build_options(value: Any, place: Place) -> ColumnOptions:
    table = dict(value) if isinstance(value, dict) else {"titles": value}
    for name in ("titles", "split_at"):
        if isinstance(table.get(name), str):
            table[name] = [table[name]]
    return build(ColumnOptions, table, place)


_COLUMN_SETTINGS = ("ignore", "key_from", "required")


def _mistakes(dataset: Dataset) -> Iterator[str]:
    """What is of the right kind and cannot be meant, where it stands and why."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", dataset.name):
        yield "[name]: it becomes part of file names and addresses, so use letters, digits and hyphens alone"
    if not re.fullmatch(r"https?://[^\s/?#:@\[\]]+(:[0-9]+)?/([^\s?#]+/)?", dataset.iris.base):
        yield "[iris.base]: it must begin with https:// and end with a slash"
    if not dataset.iris.base.isascii():
        yield "[iris.base]: it must be plain ASCII, so that every tool leaves it alone"
    if dataset.language not in ("de", "en"):
        yield '[language]: expected "de" or "en"'
    for pattern in dataset.workbooks:
        if not pattern or pattern.startswith(("/", "\\")) or ".." in pattern:
            yield f'[workbooks]: "{pattern}" must name files beside this one or below it'
    if not 0 <= dataset.expectations.max_lost_rows <= 1:
        yield "[expectations.max_lost_rows]: expected a share between 0 and 1"
    for name, limit in asdict(dataset.limits).items():
        if limit < 1:
            yield f"[limits.{name}]: expected at least 1"


def _address_mistakes(dataset: Dataset) -> Iterator[str]:
    addresses = {
        "license": dataset.license,
        "publisher.homepage": dataset.publisher.homepage,
        "publisher.iri": dataset.publisher.iri,
        "contact.url": dataset.contact.url,
        "catalog.site": dataset.catalog.site,
        "catalog.sparql": dataset.catalog.sparql,
    }
    for key, address in addresses.items():
        if (address or key == "license") and not re.fullmatch(r"https?://[^\s/?#]+(/\S*)?", address):
            yield f"[{key}]: expected an address that begins with https://, found {address!r}"


def _geography_mistakes(geography: Geography) -> Iterator[str]:
    for name, key, digits in (("ags", geography.ags, 8), ("ars", geography.ars, 12)):
        if key and not re.fullmatch(rf"[0-9]{{{digits}}}", key):
            yield f"[geography.{name}]: expected {digits} digits, found {key!r}"
    for name, numbers, count in (("centroid", geography.centroid, 2), ("bbox", geography.bbox, 4)):
        if numbers and not (len(numbers) == count and all(map(_is_degrees, numbers))):
            yield f"[geography.{name}]: expected {count} numbers of degrees"


def _is_degrees(number: Decimal) -> bool:
    return number.is_finite() and -180 <= number <= 180


def _catalog_mistakes(catalog: CatalogOptions, ckan: CkanOptions) -> Iterator[str]:
    for name in catalog.datasets:
        if name not in DATASETS:
            yield f"[catalog.datasets]: {unknown('dataset', name, DATASETS)}"
    if catalog.site and not catalog.site.endswith("/"):
        yield "[catalog.site]: it must end with a slash"
    if not re.fullmatch(r"([a-z0-9][a-z0-9_-]*)?", ckan.prefix):
        yield "[destinations.ckan.prefix]: use small letters, digits and hyphens alone"


def _strategy_mistakes(strategy: StrategySource) -> Iterator[str]:
    if not strategy.file and not strategy.fields:
        yield "[strategy]: name a Turtle file, or list the fields of action here"
    if not re.fullmatch(r"([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?", strategy.issued):
        yield f'[strategy.issued]: expected a year, a month or a day such as "2023-05-17", found {strategy.issued!r}'
    for name, entries in (("theses", strategy.theses), ("fields", strategy.fields)):
        notations = [entry.notation for entry in entries]
        for notation in notations:
            if notations.count(notation) > 1:
                yield f'[strategy.{name}]: the notation "{notation}" is given twice'


def _column_mistakes(columns: ColumnMapping) -> Iterator[str]:
    for name in (*columns.key_from, *columns.required):
        if name not in COLUMNS:
            yield f"[columns]: {unknown('column', name, COLUMNS)}"
    owners = dict.fromkeys(map(fold_title, columns.ignore), "ignore")
    for name, options in columns.options.items():
        for title in options.titles:
            if not title.strip():
                yield f"[columns.{name}]: a title is empty"
            if (owner := owners.setdefault(fold_title(title), name)) != name:
                yield f'[columns]: the title "{title}" stands under both "{owner}" and "{name}"'
        if replace(options, titles=(), split_at=()) != ColumnOptions() and COLUMNS[name].kind is not Kind.AMOUNT:
            yield f"[columns.{name}]: it holds no amounts, so it has neither currency nor factor"
        if options.split_at and COLUMNS[name].kind is not Kind.NAMES:
            yield f"[columns.{name}]: it holds no names of organizations, so there is nothing to split"
        for sign in options.split_at:
            if not re.fullmatch(r"[^\w\s]", sign):
                yield f'[columns.{name}.split_at]: expected a sign such as ",", found {sign!r}'
        if not re.fullmatch("[A-Z]{3}", options.currency):
            yield f'[columns.{name}.currency]: expected a code such as "EUR", found {options.currency!r}'
        if not options.factor.is_finite() or options.factor <= 0:
            yield f"[columns.{name}.factor]: expected a positive number"
