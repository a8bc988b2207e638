"""A path and nodes in, out where it leads from them, and on which triples the way rests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from pipeline.model.graph import Triple
from pipeline.model.shacl.facts import Facts, closure


class Path(NamedTuple):
    """A path of SHACL: its kind, the property that it goes along (or against), and the paths that it is made of."""

    kind: str
    predicate: str
    parts: tuple[Path, ...] = ()

    @property
    def shown(self) -> str:
        """The path as it stands in a result: a property, or nothing."""
        return self.predicate if self.kind == "predicate" else ""


Walk: TypeAlias = Callable[[Facts, str], Sequence[str]]


def compile_path(path: Path) -> Walk:
    """A function from a node to where the path leads from it, each once."""
    predicate = path.predicate
    if path.kind == "predicate":
        return lambda facts, node: facts.objects(node, predicate)
    if path.kind == "inversePath":
        return lambda facts, node: facts.subjects(predicate, node)
    parts = [compile_path(part) for part in path.parts]
    if path.kind == "alternativePath" and all(part.kind == "predicate" for part in path.parts):
        predicates = frozenset(part.predicate for part in path.parts)
        return lambda facts, node: facts.objects_of_any(node, predicates)
    if path.kind == "alternativePath":
        return lambda facts, node: list(dict.fromkeys(end for part in parts for end in part(facts, node)))
    if path.kind == "sequence":
        return lambda facts, node: _through(facts, parts, node)
    (part,) = parts
    if path.kind == "zeroOrOnePath":
        return lambda facts, node: list(dict.fromkeys((node, *part(facts, node))))
    if path.kind == "zeroOrMorePath":
        return lambda facts, node: sorted(closure(node, lambda place: part(facts, place)))
    return lambda facts, node: sorted(_onwards(facts, part, node))


def _through(facts: Facts, parts: Sequence[Walk], node: str) -> Sequence[str]:
    nodes: Sequence[str] = (node,)
    for part in parts:
        nodes = list(dict.fromkeys(end for place in nodes for end in part(facts, place)))
    return nodes


def _onwards(facts: Facts, part: Walk, node: str) -> set[str]:
    """Where one step or more lead."""
    return {end for first in part(facts, node) for end in closure(first, lambda place: part(facts, place))}


def trace(path: Path, facts: Facts, nodes: Iterable[str]) -> Iterator[Triple]:
    """The triples that a walk along the path looks at."""
    if path.kind == "predicate":
        yield from (Triple(n, path.predicate, end) for n in nodes for end in facts.objects(n, path.predicate))
    elif path.kind == "inversePath":
        yield from (Triple(start, path.predicate, n) for n in nodes for start in facts.subjects(path.predicate, n))
    elif path.kind == "sequence":
        for part in path.parts:
            nodes = list(nodes)
            yield from trace(part, facts, nodes)
            walk = compile_path(part)
            nodes = dict.fromkeys(end for node in nodes for end in walk(facts, node))
    else:
        places = set(nodes)
        if path.kind in ("zeroOrMorePath", "oneOrMorePath"):
            walk = compile_path(Path("zeroOrMorePath", path.predicate, path.parts))
            places = {end for node in places for end in walk(facts, node)}
        for part in path.parts:
            yield from trace(part, facts, sorted(places))
