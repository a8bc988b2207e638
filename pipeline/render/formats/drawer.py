"""One table being filled: the triples of a thing in, its row and what found no place in it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import repeat
from typing import NamedTuple

from pipeline.model.graph import Triple, curie, literal_text
from pipeline.model.vocabulary import expand
from pipeline.render.formats.layout import Column, Table, form_of
from pipeline.render.formats.uri_template import Pattern


class _Target(NamedTuple):
    """Where a value goes: the place in the row of its thing or, where it ``spreads``, in a new row of another table."""

    drawer: Drawer
    place: int
    column: Column
    pattern: Pattern | None
    spreads: bool

    def take(self, row: list[str], term: str) -> bool:
        """Write a term into its cell, if it fits there."""
        cell = self.pattern.shorten(term[1:-1]) if self.pattern else literal_text(term)
        separator, datatype = self.column.separator, self.column.datatype
        if not cell or (separator and separator in cell) or (datatype and not is_lexical(cell, datatype)):
            return False
        if self.spreads:
            row = self.drawer.add_row([row[0]])
        elif row[self.place] and not separator:
            return False
        row[self.place] = f"{row[self.place]}{separator}{cell}" if row[self.place] else cell
        return True


class Drawer:
    """The rows of a table while triples are filed into it."""

    def __init__(self, table: Table, patterns: Mapping[str, Pattern]) -> None:
        self.table = table
        self.patterns = patterns
        self.columns = (*table.keys, *table.columns)
        self.classes = {curie(cls) for cls in table.classes}
        self.rows: list[list[str]] = []
        self._subjects: list[str] = []
        self._types: list[frozenset[str]] = []
        self._echoes: list[tuple[int, Triple]] = []
        self._echo = curie(table.keys[0].predicate) if table.keys[0].predicate else ""
        self._path = re.compile("(.+)" + re.sub(r"{.+?}", "([^/]+)", table.path))
        self._targets: dict[tuple[str, str], list[_Target]] = {}

    def aim(self, others: Iterable[Drawer]) -> None:
        """Learn what goes into which column of this table, and of the ``others`` that have a row for each value."""
        for drawer in (self, *others):
            for place, column in enumerate(drawer.table.columns, start=len(drawer.table.keys)):
                if column.predicate:
                    target = _Target(drawer, place, column, self.patterns.get(column.kind), drawer is not self)
                    self._targets.setdefault((curie(column.predicate), column.form), []).append(target)

    def add_row(self, keys: list[str]) -> list[str]:
        """A new row, empty but for its keys."""
        self.rows.append(keys + [""] * (len(self.columns) - len(keys)))
        return self.rows[-1]

    def open(self, subject: str) -> bool:
        """Begin the row of a thing, if its IRI is one that this table's template leads to."""
        match = self._path.fullmatch(subject[1:-1])
        if not match:
            return False
        patterns = (self.patterns[self.table.keys[0].kind], *(_SEGMENT for _ in self.table.keys[1:]))
        keys = [pattern.shorten(part) for pattern, part in zip(patterns, match.groups(), strict=True)]
        if not all(keys):
            return False
        self.add_row(keys)
        self._subjects.append(subject)
        return True

    def file(self, group: Iterable[Triple]) -> Iterator[Triple]:
        """Put the triples of the thing whose row is open into their cells; gives those that have none."""
        row, types = self.rows[-1], set()
        for triple in group:
            _, predicate, object_ = triple
            if predicate == _TYPE and (_TYPE, "<") not in self._targets:
                types.add(object_)
            elif predicate == self._echo and object_[-1] == '"' and literal_text(object_) == row[0]:
                self._echoes.append((len(self.rows) - 1, triple))
            elif not self._put(row, triple):
                yield triple
        self._types.append(frozenset(types))

    def _put(self, row: list[str], triple: Triple) -> bool:
        targets = self._targets.get((triple[1], form_of(triple[2])), ())
        return any(target.take(row, triple[2]) for target in targets)

    def common_types(self) -> tuple[tuple[str, ...], list[Triple]]:
        """The classes that all of the table's things have, as IRIs, and the triples for all other types."""
        common = frozenset.intersection(*self._types) if self._types else frozenset()
        others = [
            Triple(subject, _TYPE, cls)
            for subject, types in zip(self._subjects, self._types, strict=True)
            for cls in sorted(types - common)
        ]
        return tuple(cls[1:-1] for cls in sorted(common)), others

    def spoken_key(self) -> tuple[bool, list[Triple]]:
        """Whether the first key is what every thing has under its predicate; else the triples that say so of some."""
        if self._echo and len(self._echoes) == len(self.rows):
            return True, []
        return False, [triple for number, triple in self._echoes if not self._put(self.rows[number], triple)]

    def imply(self, texts: tuple[str, str, str], fixed: Mapping[str, str]) -> Iterator[Triple]:
        """What every row says, if it says this: about, predicate and value as in ``Table.implied``."""
        abouts, predicates, values = (self._terms(text, fixed) for text in texts)
        return map(Triple, abouts, predicates, values)

    def _terms(self, text: str, fixed: Mapping[str, str]) -> Iterable[str]:
        """What a text of ``Table.implied`` stands for, row by row."""
        before, name, after = _parts(text)
        if not text:
            return self._subjects
        if not name:
            return repeat(f"<{fixed.get(text) or expand(text)}>", len(self.rows))
        start, place, pattern = expand(before) if before else "", self._place(name), self._pattern(name)
        return (f"<{start}{pattern.expand(row[place])}{after}>" for row in self.rows)

    def templates(self, texts: tuple[str, str, str], fixed: Mapping[str, str]) -> tuple[str, str, str]:
        """The same as three URI templates."""
        about, predicate, value = (self.template(text, fixed) for text in texts)
        return about, predicate, value

    def template(self, text: str, fixed: Mapping[str, str]) -> str:
        """The URI template for one of the texts in ``Table.implied``."""
        before, name, after = _parts(text or f"{{{self.table.keys[0].name}}}{self.table.path}")
        if not name:
            return fixed.get(text) or expand(text)
        return f"{expand(before) if before else ''}{self._pattern(name).template(name)}{after}"

    def _pattern(self, name: str) -> Pattern:
        """How the IRIs in a column are written; a column without a kind holds segments of them."""
        return self.patterns.get(self.columns[self._place(name)].kind, _SEGMENT)

    def _place(self, name: str) -> int:
        return [column.name for column in self.columns].index(name)


def _parts(text: str) -> tuple[str, str, str]:
    """``ds:{side}`` is ``ds:``, ``side`` and nothing after it; what follows the first column stays as it is."""
    before, opening, rest = text.partition("{")
    name, _, after = rest.partition("}")
    return (before, name, after) if opening else (text, "", "")


def is_lexical(text: str, datatype: str) -> bool:
    """Whether a cell of a datatype gives its text back as it is. Plain text always does, unless it is empty."""
    if not datatype:
        return bool(text)
    if datatype == "date":
        return bool(_LEXICAL[datatype].fullmatch(text)) and _is_day(text)
    pattern = _LEXICAL.get(datatype)
    return bool(pattern.fullmatch(text)) if pattern else bool(text) and text == " ".join(text.split())


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


_TYPE = curie("rdf:type")
_SEGMENT = Pattern("")
_LEXICAL: Mapping[str, re.Pattern[str]] = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "gYearMonth": re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])"),
    "gYear": re.compile(r"[0-9]{4}"),
    "decimal": re.compile(r"-?[0-9]+(?:\.[0-9]+)?"),
    "integer": re.compile(r"-?[0-9]+"),
    "boolean": re.compile(r"true|false"),
}
