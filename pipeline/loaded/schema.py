"""Which tables an edition may have, with their columns: what the tables were made from in, a schema out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pipeline.model.dataset import Contact, Dataset, Iris, Publisher, StrategySource
from pipeline.model.graph import curie
from pipeline.model.report import Language, Text
from pipeline.render.formats.layout import Column, Layout, Table
from pipeline.render.formats.tables import LAYOUTS
from pipeline.town.resources import read_resources


class Schema(NamedTuple):
    """The tables by their names, and the codes of each kind of thing that is a code list, in the list's own order.

    ``owners`` are the tables in which each thing of a kind has its row, for kinds that have one such table. ``rest``
    are the names of the tables for what fits nowhere else; their columns follow from what is in them.
    """

    tables: Mapping[str, Table]
    codes: Mapping[str, tuple[str, ...]]
    owners: Mapping[str, str]
    rest: tuple[str, ...]


def build_schema(edition: Mapping[str, Any], language: Language) -> Schema:
    """The schema of every edition of a town that writes in a language; ``edition`` is the public ``edition.json``."""
    layouts = [layout_of(_dataset(edition, language)) for layout_of in LAYOUTS.values()]
    tables = {table.name: table for layout in layouts for table in layout.tables}
    return Schema(
        tables,
        dict(_codes(layouts)),
        dict(_owners(layouts)),
        tuple(layout.rest for layout in layouts),
    )


def language_of(tables: Iterable[Mapping[str, Column]]) -> Language:
    """The language in which a town writes: that of the columns whose names do not tell theirs."""
    columns = (column for table in tables for column in table.values())
    own = {column.language for column in columns if not column.name.rstrip("_").endswith(f"_{column.language}")}
    return "en" if own - {""} == {"en"} else "de"


def index_name(key: Column) -> str:
    """What the index of a table is called: as other tables call the thing, where the table itself says ``key``."""
    return key.kind if key.name == "key" and key.kind else key.name


def _dataset(edition: Mapping[str, Any], language: Language) -> Dataset:
    """As much of a town as its tables follow from."""
    none = Text("", "")
    return Dataset(
        edition["town"],
        none,
        none,
        Publisher(""),
        Contact("", ""),
        Iris(edition["base"]),
        edition["license"],
        StrategySource(),
        language=language,
    )


def _owners(layouts: Iterable[Layout]) -> Iterator[tuple[str, str]]:
    for layout in layouts:
        keyed = [(table.keys[0].kind, table.name) for table in layout.tables if not table.path and not table.of]
        kinds = [kind for kind, _ in keyed]
        # A kind of any address at all, or of which several tables tell, is nobody's.
        yield from ((kind, name) for kind, name in keyed if kinds.count(kind) == 1 and not layout.kinds[kind][0].whole)


def _codes(layouts: Iterable[Layout]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The kinds of things whose cells come from a code list of the vocabulary, each with the codes."""
    lists: dict[str, list[str]] = {}
    for scheme, predicate, concept in read_resources().code_lists:
        if predicate == _LISTS:
            lists.setdefault(scheme[1:-1], []).append(concept[1:-1].removeprefix(scheme[1:-1]))
    for layout in layouts:
        for kind, patterns in layout.kinds.items():
            if found := next((lists[pattern.prefix] for pattern in patterns if pattern.prefix in lists), None):
                yield kind, tuple(found)


_LISTS = curie("skos:hasTopConcept")
