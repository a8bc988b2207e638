"""Shapes as Turtle says them to shapes as values: what of them the screen knows, by name.

Whatever is not known to the letter is ``Unknown``: what a processor would refuse is for the processor to refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from pipeline.model.graph import Index, Triple, curie, literal, literal_text
from pipeline.model.shacl.paths import Path
from pipeline.model.shacl.terms import canonical, is_text, whole_number
from pipeline.model.vocabulary import expand


class Unknown(Exception):
    """Something in a shape that the screen does not know for sure."""


class Constraint(NamedTuple):
    """What a shape demands: the parameter's name without its prefix, and the terms that go with it."""

    kind: str
    terms: tuple[str, ...]


class Target(NamedTuple):
    """Where a shape finds its focus nodes: the name of the kind of target, and the class, property or node."""

    kind: str
    term: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: one with a path is a property shape. One that is deactivated demands nothing."""

    name: str
    path: Path | None
    constraints: tuple[Constraint, ...]


class ShapesGraph:
    """The triples of shapes, each looked up by its node."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.index = Index(dict.fromkeys(triples))
        self.predicates: dict[str, set[str]] = {}
        for subject, predicate, _ in triples:
            self.predicates.setdefault(subject, set()).add(predicate)

    def objects(self, node: str, name: str) -> list[str]:
        """What a node has under a property of SHACL, in canonical terms."""
        found = [canonical(term) for term in self.index.objects(node, f"sh:{name}")]
        known = [term for term in found if term is not None]
        if len(known) < len(found):
            raise Unknown(name)
        return known

    def one(self, node: str, name: str) -> str:
        """The only value of a property."""
        found = self.objects(node, name)
        if len(found) != 1:
            raise Unknown(name)
        return found[0]

    def members(self, node: str) -> tuple[str, ...]:
        """The members of a list that is whole and has some."""
        found: list[str] = []
        seen: set[str] = set()
        while node != _NIL:
            first, rest = (self.index.objects(node, name) for name in ("rdf:first", "rdf:rest"))
            member = canonical(first[0]) if len(first) == 1 else None
            if member is None or len(rest) != 1 or node in seen:
                raise Unknown(node)
            seen.add(node)
            found.append(member)
            node = rest[0]
        if not found:
            raise Unknown(node)
        return tuple(found)

    def targets(self) -> dict[str, list[Target]]:
        """Where each shape that has a target finds its focus nodes."""
        found: dict[str, list[Target]] = {}
        for node, predicates in self.predicates.items():
            for kind in TARGETS:
                if curie(f"sh:{kind}") in predicates:
                    terms = self.index.objects(node, f"sh:{kind}")
                    found.setdefault(node, []).extend(Target(kind, term) for term in terms)
        return found

    def is_sound(self) -> bool:
        """Whether a processor takes the graph as it stands, and finds in it no more than its shapes say."""
        if any(self.index.subjects("rdf:type", curie(name)) for name in _MORE_THAN_CORE):
            return False
        if any(curie("rdfs:subClassOf") in predicates for predicates in self.predicates.values()):
            return False
        try:
            return all(self._is_sound(node) for node in self.predicates)
        except Unknown:
            return False

    def _is_sound(self, node: str) -> bool:
        types, paths = self.index.objects(node, "rdf:type"), self.index.objects(node, "sh:path")
        for name in ("and", "or", "xone"):
            for members in self.index.objects(node, f"sh:{name}"):
                self.members(members)
        if any(term.startswith("_") for term in self.objects(node, "targetNode")):
            return False
        activity = self.objects(node, "deactivated")
        if activity not in ([], [_TRUE], [_FALSE]) or len(paths) > 1:
            return False
        return not (curie("sh:NodeShape") in types if paths else curie("sh:PropertyShape") in types)


def read_shape(graph: ShapesGraph, name: str) -> Shape:
    """The shape of this name. Raises ``Unknown`` for one that is not known to the letter."""
    paths = graph.index.objects(name, "sh:path")
    path = _read_path(graph, paths[0], depth=0) if paths else None
    if graph.objects(name, "deactivated") == [_TRUE]:
        return Shape(name, path, ())
    used = _names(graph, name) - _BESIDE - set(TARGETS)
    kinds = sorted(used & _READERS.keys())
    parts = {part for kind in kinds for part in _PARTS.get(kind, ())}
    if used - parts - set(kinds) or (path is None and used & _OF_PROPERTIES):
        raise Unknown(name)
    return Shape(name, path, tuple(found for kind in kinds for found in _READERS[kind](graph, name, kind)))


def _names(graph: ShapesGraph, node: str) -> set[str]:
    """What a node has of SHACL's own properties, without their prefix."""
    return {name[len(_SH) : -1] for name in graph.predicates.get(node, ()) if name.startswith(_SH)}


def _read_path(graph: ShapesGraph, node: str, *, depth: int) -> Path:
    if node.startswith("<"):
        return Path("predicate", node)
    if depth > _DEEPEST or node.startswith('"'):
        raise Unknown(node)
    if curie("rdf:first") in graph.predicates.get(node, ()):
        return _read_several(graph, node, "sequence", depth)
    kinds = _names(graph, node)
    kind = next(iter(kinds)) if len(kinds) == 1 else ""
    if kind == "alternativePath":
        return _read_several(graph, graph.one(node, kind), kind, depth)
    if kind not in ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"):
        raise Unknown(node)
    inner = _read_path(graph, graph.one(node, kind), depth=depth + 1)
    # pyshacl turns each step of a path around, and not their order.
    if kind == "inversePath" and inner.kind != "predicate":
        raise Unknown(node)
    return Path(kind, inner.predicate, (inner,))


def _read_several(graph: ShapesGraph, node: str, kind: str, depth: int) -> Path:
    members = graph.members(node)
    # pyshacl goes one level down with each step of a sequence.
    deeper = depth + (len(members) if kind == "sequence" else 1)
    if len(members) < 2 or deeper > _DEEPEST:
        raise Unknown(node)
    return Path(kind, "", tuple(_read_path(graph, member, depth=deeper) for member in members))


def _single(graph: ShapesGraph, name: str, kind: str) -> Iterator[Constraint]:
    yield Constraint(kind, (graph.one(name, kind),))


def _each(graph: ShapesGraph, name: str, kind: str) -> Iterator[Constraint]:
    for term in graph.objects(name, kind):
        yield Constraint(kind, (term,))


def _each_iri(graph: ShapesGraph, name: str, kind: str) -> Iterator[Constraint]:
    for term in graph.objects(name, kind):
        if not term.startswith("<"):
            raise Unknown(term)
        yield Constraint(kind, (term,))


def _each_shape(graph: ShapesGraph, name: str, kind: str) -> Iterator[Constraint]:
    for term in graph.objects(name, kind):
        if term.startswith('"') or bool(graph.index.objects(term, "sh:path")) == (kind == "node"):
            raise Unknown(term)
        yield Constraint(kind, (term,))


def _negated(graph: ShapesGraph, name: str, kind: str) -> Iterator[Constraint]:
    for term in graph.objects(name, kind):
        if term.startswith('"'):
            raise Unknown(term)
        yield Constraint(kind, (term,))


def _count(graph: ShapesGraph, name: str, kind: str) -> Iterator[Constraint]:
    found = whole_number(graph.one(name, kind))
    if found is None or found < 0:
        raise Unknown(name)
    yield Constraint(kind, (str(found),))


def _list(graph: ShapesGraph, name: str, kind: str) -> Iterator[Constraint]:
    members = graph.members(graph.one(name, kind))
    if any(member.startswith("_:") for member in members):
        raise Unknown(name)
    yield Constraint(kind, members)


def _languages(graph: ShapesGraph, name: str, kind: str) -> Iterator[Constraint]:
    (constraint,) = _list(graph, name, kind)
    if not all(is_text(member) for member in constraint.terms):
        raise Unknown(name)
    yield Constraint(kind, tuple(literal_text(member).lower() for member in constraint.terms))


def _lists(graph: ShapesGraph, name: str, kind: str) -> Iterator[Constraint]:
    for node in graph.objects(name, kind):
        members = graph.members(node)
        if any(member.startswith('"') for member in members):
            raise Unknown(node)
        yield Constraint(kind, members)


def _patterns(graph: ShapesGraph, name: str, kind: str) -> Iterator[Constraint]:
    flags = graph.objects(name, "flags")
    if len(flags) > 1:
        raise Unknown(name)
    for pattern in graph.objects(name, kind):
        if not all(is_text(term) for term in (pattern, *flags)):
            raise Unknown(pattern)
        yield Constraint(kind, (literal_text(pattern), *(literal_text(term).lower() for term in flags)))


def _qualified(graph: ShapesGraph, name: str, kind: str) -> Iterator[Constraint]:
    counts = []
    for bound in _PARTS[kind]:
        (found,) = _count(graph, name, bound) if graph.objects(name, bound) else (Constraint(bound, ("",)),)
        counts.append(found.terms[0])
    if not any(counts):
        raise Unknown(name)
    for shape in _negated(graph, name, kind):
        yield Constraint(kind, (*shape.terms, *counts))


Reader: TypeAlias = Callable[[ShapesGraph, str, str], Iterator[Constraint]]
_READERS: dict[str, Reader] = {
    **dict.fromkeys(("datatype", "nodeKind", "uniqueLang"), _single),
    **dict.fromkeys(("hasValue", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive"), _each),
    **dict.fromkeys(("class", "lessThan", "lessThanOrEquals"), _each_iri),
    **dict.fromkeys(("property", "node"), _each_shape),
    **dict.fromkeys(("minCount", "maxCount", "minLength", "maxLength"), _count),
    **dict.fromkeys(("and", "or"), _lists),
    **{"not": _negated, "in": _list, "languageIn": _languages, "pattern": _patterns},
    "qualifiedValueShape": _qualified,
}
_PARTS = {"pattern": ("flags",), "qualifiedValueShape": ("qualifiedMinCount", "qualifiedMaxCount")}
_OF_PROPERTIES = {"minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape"}
# What says nothing about the data.
_BESIDE = {"path", "severity", "message", "name", "description", "order", "group", "deactivated"}
TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_MORE_THAN_CORE = ("sh:ConstraintComponent", "rdfs:Class", "owl:Class")
_DEEPEST = 6
_SH = f"<{expand('sh:')}"
_NIL = curie("rdf:nil")
_TRUE, _FALSE = (literal(word, datatype=expand("xsd:boolean")) for word in ("true", "false"))
