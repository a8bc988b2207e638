"""Triples as compact JSON-LD, one node object a subject, written against the published context.

The context is inlined, so that a file can be read without a network and by libraries that fetch nothing. Nothing but
``@graph`` stands beside it: with any other key, readers take what follows for a graph with a name of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from pipeline.model.graph import Triple, curie, language_of, literal_text
from pipeline.render.formats.pieces import join

_Json: TypeAlias = str | list["_Json"] | dict[str, "_Json"]


def render_json_ld(triples: Iterable[Triple], context: Mapping[str, Any]) -> bytes:
    """JSON-LD from triples sorted by subject. ``context`` is a document whose only key is ``@context``."""
    return json_ld_writer(context)(triples)


def json_ld_writer(context: Mapping[str, Any]) -> Callable[[Iterable[Triple]], bytes]:
    """The same for many files of one context, which is looked through once."""
    terms = _Terms(context["@context"])
    head = json.dumps(context, ensure_ascii=False, indent=2).removesuffix("\n}")

    def write(triples: Iterable[Triple]) -> bytes:
        nodes = (_node(subject, group, terms) for subject, group in groupby(triples, key=itemgetter(0)))
        return join(chain([head, ',\n  "@graph": ['], _separated(nodes), ["\n  ]\n}\n"]))

    return write


def _separated(nodes: Iterable[str]) -> Iterator[str]:
    for number, node in enumerate(nodes):
        yield f",\n    {node}" if number else f"\n    {node}"


class _Term(NamedTuple):
    """The key of a property: its name, the type its values are coerced to, and whether they are always a list."""

    name: str
    coercion: str = ""
    is_set: bool = False


class _Terms:
    """The short names of a context, found by what they stand for."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        simple = {name: value for name, value in context.items() if isinstance(value, str)}
        self._prefixes = {name: value for name, value in simple.items() if value.endswith(("/", "#"))}
        self._properties: dict[str, _Term] = {}
        self._names: dict[str, str] = {}
        self.id = next((name for name, value in simple.items() if value == "@id"), "@id")
        self.type = next((name for name, value in simple.items() if value == "@type"), "@type")
        for name, value in context.items():
            self._add(name, value)

    def _add(self, name: str, value: object) -> None:
        match value:
            case str():
                self._names.setdefault(self._expand(value), name)
                self._properties.setdefault(self._expand(value), _Term(name))
            case {"@id": str(iri), **rest} if set(rest) <= {"@type", "@container"}:
                if rest.get("@container", "@set") == "@set":
                    coercion = self._expand(str(rest.get("@type", "")))
                    self._properties[self._expand(iri)] = _Term(name, coercion, "@container" in rest)

    def _expand(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self._prefixes[prefix] + local if prefix in self._prefixes else name

    def property(self, predicate: str) -> _Term:
        """The key for a predicate, given as a term: its short name, else a prefixed name, else the IRI."""
        iri = predicate[1:-1]
        if iri not in self._properties:
            self._properties[iri] = _Term(self.short(iri))
        return self._properties[iri]

    def short(self, iri: str) -> str:
        """A class or a datatype by the shortest name that there is for it."""
        if iri not in self._names:
            found = ((name, start) for name, start in self._prefixes.items() if _can_follow(start, iri))
            name, start = max(found, key=lambda pair: len(pair[1]), default=("", ""))
            self._names[iri] = f"{name}:{iri.removeprefix(start)}" if start else iri
        return self._names[iri]


def _can_follow(start: str, iri: str) -> bool:
    """Whether a prefixed name can hold the rest of the IRI: readers take ``dcterms://x`` for an address."""
    return iri.startswith(start) and iri != start and not iri.startswith("//", len(start))


def _node(subject: str, group: Iterable[Triple], terms: _Terms) -> str:
    """One subject on one line: its id, its types, then its properties by name."""
    head: dict[str, _Json] = {terms.id: _reference(subject)}
    properties: dict[str, list[_Json]] = {}
    types: list[_Json] = []
    always_list = set()
    for _, predicate, object_ in sorted(group):
        if predicate == _TYPE:
            types.append(terms.short(_reference(object_)))
            continue
        term = terms.property(predicate)
        properties.setdefault(term.name, []).append(_value(object_, term, terms))
        if term.is_set:
            always_list.add(term.name)
    if types:
        head[terms.type] = types[0] if len(types) == 1 else types
    for name in sorted(properties):
        values = properties[name]
        head[name] = values[0] if len(values) == 1 and name not in always_list else values
    return json.dumps(head, ensure_ascii=False)


def _value(term: str, key: _Term, terms: _Terms) -> _Json:
    """An object as the value of a key. Numbers stay text, because a JSON number would lose its decimals."""
    if not term.startswith('"'):
        return _reference(term) if key.coercion == "@id" else {terms.id: _reference(term)}
    text = literal_text(term)
    if language := language_of(term):
        return {"@value": text, "@language": language}
    datatype = term.rsplit("^^<", 1)[1][:-1] if term.endswith(">") else ""
    if datatype == key.coercion:
        return text
    return {"@value": text, "@type": terms.short(datatype)} if datatype else {"@value": text}


def _reference(term: str) -> str:
    """An IRI, or the label of a blank node."""
    return term[1:-1] if term.startswith("<") else term


_TYPE = curie("rdf:type")
