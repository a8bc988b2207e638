"""Triples to the rows of tables: each in one cell, implied by a row, or in the table for what fits nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from pipeline.model.graph import Triple, curie, literal_text
from pipeline.model.report import Text
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.formats.drawer import Drawer
from pipeline.render.formats.layout import Column, Glance, Layout, Table, form_of
from pipeline.render.formats.uri_template import Pattern, choose


@dataclass(frozen=True, slots=True)
class Filled:
    """A table with its rows. ``columns`` are its keys and those others in which any row has a value.

    ``about`` is the URI template of a row's thing. Every row says of it, without a cell, that it has the ``types`` and
    what is ``implied``, three templates each. ``speaks`` is false for a first key that keeps its predicate to itself.
    """

    table: Table
    columns: tuple[Column, ...]
    rows: list[list[str]]
    about: str
    patterns: Mapping[str, Pattern]
    types: tuple[str, ...] = ()
    implied: tuple[tuple[str, str, str], ...] = ()
    speaks: bool = False


def pivot(triples: Sequence[Triple], layout: Layout) -> tuple[Filled, ...]:
    """The tables of a layout that have rows, filled from triples sorted by subject."""
    patterns = _patterns(triples, layout)
    drawers = {table.name: Drawer(table, patterns) for table in layout.tables}
    for drawer in drawers.values():
        drawer.aim(other for other in drawers.values() if other.table.of == drawer.table.name)
    left = dict.fromkeys(_sort(triples, [drawer for drawer in drawers.values() if not drawer.table.of]))
    filled = [_close(drawer, left, layout) for drawer in drawers.values() if drawer.rows]
    for table in filled:
        _fill_in(table, {other.table.name: other for other in filled})
    further = [_further(left, layout)] if left else []
    return (*map(_without_empty_columns, filled), *further)


def _patterns(triples: Iterable[Triple], layout: Layout) -> dict[str, Pattern]:
    """The pattern of each kind: the one with the shortest cells that fits all things of that kind."""
    keyed = [table for table in layout.tables if not table.path and not table.of]
    kinds = {curie(cls): table.keys[0].kind for table in keyed for cls in table.classes}
    # What has no table of its own here is known by what is said of it alone.
    named = {
        curie(column.predicate): column.kind
        for table in layout.tables
        for column in table.columns
        if column.predicate and column.kind and column.kind not in kinds.values()
    }
    found: dict[str, dict[str, None]] = {kind: {} for kind in layout.kinds}
    for subject, predicate, object_ in triples:
        if predicate == _TYPE and object_ in kinds:
            found[kinds[object_]][subject[1:-1]] = None
        elif predicate in named and object_.startswith("<"):
            found[named[predicate]][object_[1:-1]] = None
    return {kind: choose(candidates, found[kind]) for kind, candidates in layout.kinds.items()}


def _sort(triples: Iterable[Triple], drawers: Sequence[Drawer]) -> Iterator[Triple]:
    """File the triples of each subject in the drawer it belongs to; gives those that found no place."""
    for subject, found in groupby(triples, key=itemgetter(0)):
        group = sorted(set(found))
        types = {triple.object for triple in group if triple.predicate == _TYPE}
        drawer = next((drawer for drawer in drawers if types & drawer.classes and drawer.open(subject)), None)
        yield from drawer.file(group) if drawer else group


def _close(drawer: Drawer, left: dict[Triple, None], layout: Layout) -> Filled:
    """A drawer as a table. Takes from what is ``left`` what all of its rows imply, and adds what only some would."""
    types, untold = drawer.common_types()
    speaks, unspoken = drawer.spoken_key()
    left.update(dict.fromkeys((*untold, *unspoken)))
    implied = []
    for texts in drawer.table.implied:
        told = dict.fromkeys(drawer.imply(texts, layout.fixed))
        if told.keys() <= left.keys():
            implied.append(drawer.templates(texts, layout.fixed))
            for triple in told:
                del left[triple]
    about = drawer.template("", layout.fixed)
    return Filled(drawer.table, drawer.columns, drawer.rows, about, drawer.patterns, types, tuple(implied), speaks)


def _fill_in(filled: Filled, tables: Mapping[str, Filled]) -> None:
    """Write the glances into the rows, which all tables have by now."""
    for place, column in enumerate(filled.columns):
        if column.glance:
            values = _values_by_key(column.glance, tables)
            for row in filled.rows:
                row[place] = column.separator.join(values.get(row[0], ()))


def _values_by_key(glance: Glance, tables: Mapping[str, Filled]) -> dict[str, list[str]]:
    """What the glanced table has for each key, things by their names."""
    names = dict(_pairs(tables.get(glance.names[0]), glance.names[1]))
    values: dict[str, list[str]] = {}
    for key, value in _pairs(tables.get(glance.table), glance.column):
        values.setdefault(key, []).append(names.get(value, value))
    return values


def _pairs(filled: Filled | None, column: str) -> Iterator[tuple[str, str]]:
    """The first key and the value of a column, where a row has one."""
    if filled:
        place = [column.name for column in filled.columns].index(column)
        yield from ((row[0], row[place]) for row in filled.rows if row[place])


def _without_empty_columns(filled: Filled) -> Filled:
    keys = len(filled.table.keys)
    used = [n for n in range(len(filled.columns)) if n < keys or any(row[n] for row in filled.rows)]
    rows = [[row[n] for n in used] for row in filled.rows]
    return replace(filled, columns=tuple(filled.columns[n] for n in used), rows=rows)


def _further(left: Iterable[Triple], layout: Layout) -> Filled:
    """Triples as they are, one a row, in a column for each form that their objects have."""
    triples = sorted(left)
    forms = sorted({form_of(triple.object) for triple in triples}, key=_form_order)
    places = {form: place for place, form in enumerate(forms, start=2)}
    rows = []
    for subject, predicate, object_ in triples:
        row = [literal_text(subject), literal_text(predicate), *[""] * len(forms)]
        row[places[form_of(object_)]] = literal_text(object_)
        rows.append(row)
    table = Table(layout.rest, _FURTHER, _EVERY_TRIPLE, _FURTHER_KEYS)
    columns = (*_FURTHER_KEYS, *_form_columns(forms))
    return Filled(table, columns, rows, "{+subject}", {"any": Pattern("", whole=True)})


def _form_order(form: str) -> tuple[bool, bool, str]:
    """IRIs, then plain text, then languages and datatypes."""
    return form != "<", form != "", form


def _form_columns(forms: Iterable[str]) -> Iterator[Column]:
    taken = {column.name for column in _FURTHER_KEYS}
    for form in forms:
        name, titles = _form_name(form)
        while name in taken:
            name += "_"
        taken.add(name)
        datatype = "" if form[:1] in ("", "<", "@") else form.removeprefix(PREFIXES["xsd"])
        language = form[1:] if form.startswith("@") else ""
        yield Column(name, titles, "{+predicate}", "any" if form == "<" else "", language, datatype)


def _form_name(form: str) -> tuple[str, Text]:
    if form == "<":
        return "object", Text("Objekt", "Object")
    if form[:1] in ("", "@"):
        words = f"text {form[1:]}".strip()
        return re.sub(r"\W", "_", words), Text(words.capitalize(), words.capitalize())
    local = re.split(r"[/#]", form)[-1]
    return re.sub(r"\W", "_", local, flags=re.ASCII).strip("_") or "value", Text(local, local)


_TYPE = curie("rdf:type")
_FURTHER = Text("Weitere Aussagen", "Further statements")
_EVERY_TRIPLE = Text(
    "Was in keine andere Tabelle passt: ein Tripel je Zeile.", "What fits no other table: one triple a row."
)
_FURTHER_KEYS = (Column("subject", Text("Subjekt", "Subject")), Column("predicate", Text("Prädikat", "Predicate")))
