"""Triples as tidy tables: CSV files, and the CSVW metadata by which a processor turns them back into the triples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from pipeline.model.dataset import Dataset
from pipeline.model.edition import Distribution
from pipeline.model.formats import media_type_of
from pipeline.model.formula import guard_for, looks_like_formula
from pipeline.model.graph import Index, Triple, iri, literal_text
from pipeline.model.report import Text
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.formats.csvw import render_metadata
from pipeline.render.formats.drawer import is_lexical
from pipeline.render.formats.layout import Column, Layout, form_of
from pipeline.render.formats.pieces import join
from pipeline.render.formats.pivot import Filled, pivot
from pipeline.render.formats.roadmap_layout import roadmap_layout
from pipeline.render.formats.strategy_layout import strategy_layout
from pipeline.render.formats.uri_template import is_stable


def render_tables(name: str, triples: Sequence[Triple], dataset: Dataset) -> Iterator[Distribution]:
    """The tables of a dataset (one of ``LAYOUTS``), the main one first, and their metadata; nothing for no triples.

    ``triples`` are sorted by subject. All of them reach a table; ``uncovered`` names those that a processor would not
    read from it as they were.
    """
    layout = LAYOUTS[name](dataset)
    tables, description = tuple(map(_guarded, pivot(triples, layout))), f"{layout.tables[0].name}.csv-metadata.json"
    for filled in tables:
        file = f"{filled.table.name}.csv"
        table = filled.table
        yield Distribution(
            file,
            media_type_of(file),
            _render_csv(filled),
            table.title,
            name,
            description,
            table.description,
            is_public=True,
        )
    if tables:
        title = Text(f"Beschreibung der Tabellen: {layout.title.de}", f"Description of the tables: {layout.title.en}")
        about = dataset.title, dataset.description
        title_of_all, words = about if name == "roadmap" else _of_strategy(triples, dataset)
        called = Text(f"{layout.title.de}: {title_of_all.de}", f"{layout.title.en}: {title_of_all.en}")
        written = render_metadata(tables, called, words, dataset)
        yield Distribution(description, media_type_of(description), written, title, name, is_public=True)


def _of_strategy(triples: Sequence[Triple], dataset: Dataset) -> tuple[Text, Text]:
    """What the strategy is called and what it is about, as it says itself: the words of the roadmap are not its own."""
    index, term = Index(triples), iri(dataset.iris.base + dataset.iris.strategy)
    title, description = (index.in_both(term, f"dcterms:{name}") for name in ("title", "description"))
    return title if title.de else dataset.title, description if description.de else _STRATEGY


_STRATEGY = Text("Die Thesen und Handlungsfelder der Strategie.", "The theses and fields of action of the strategy.")


def uncovered(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """Triples that CSVW cannot express: blank nodes, IRIs that are no plain URIs, empty or ill-typed literals."""
    return tuple(triple for triple in triples if not all(map(_is_expressible, triple)))


def _is_expressible(term: str) -> bool:
    if term.startswith("<"):
        return is_stable(term[1:-1])
    form = form_of(term)
    datatype = form.removeprefix(PREFIXES["xsd"]) if not form.startswith("@") else ""
    return term.startswith('"') and is_lexical(literal_text(term), datatype)


def _guarded(filled: Filled) -> Filled:
    """The table with a guard before each text that a spreadsheet program would take for a formula.

    A processor of CSVW takes the guard for what holds several values apart, and so has the text alone.
    """
    guards = [_guard(column, [row[place] for row in filled.rows]) for place, column in enumerate(filled.columns)]
    if not any(guards):
        return filled
    columns = tuple(
        column if column.separator else replace(column, guard=guard)
        for column, guard in zip(filled.columns, guards, strict=True)
    )
    rows = [
        [f"{guard}{text}" if looks_like_formula(text) else text for text, guard in zip(row, guards, strict=True)]
        for row in filled.rows
    ]
    return replace(filled, columns=columns, rows=rows)


def _guard(column: Column, texts: Sequence[str]) -> str:
    """What guards the texts of a column: where several values stand in a cell, that there is an empty one first."""
    if column.datatype in ("decimal", "integer"):
        return ""
    return (column.separator if any(map(looks_like_formula, texts)) else "") if column.separator else guard_for(texts)


def _render_csv(filled: Filled) -> bytes:
    """UTF-8 without a mark, commas, a header, lines that end in a line feed (RFC 4180 but for that)."""
    header = ",".join(column.name for column in filled.columns)
    return join(chain([f"{header}\n"], (f"{','.join(map(_cell, row))}\n" for row in filled.rows)))


def _cell(text: str) -> str:
    """A cell, in quotes where a reader might take its text for something else: a comment, say, blanks to be cut, or
    for several cells, as programs do that divide at semicolons and tabs, too.
    """
    return f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if _TO_QUOTE.search(text) else text


LAYOUTS: Mapping[str, Callable[[Dataset], Layout]] = {"roadmap": roadmap_layout, "strategy": strategy_layout}
_QUOTE = '"'
_TO_QUOTE = re.compile(r'[",;\t\r\n]|^[#\s]|\s$')
