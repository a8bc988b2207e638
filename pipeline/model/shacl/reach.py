"""Focus nodes and a shape in, out the triples that a processor looks at to judge them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.model.graph import Triple
from pipeline.model.shacl.compiled import inner_shapes
from pipeline.model.shacl.facts import SUBCLASS, TYPE, Facts
from pipeline.model.shacl.paths import Path, compile_path, trace
from pipeline.model.shacl.shapes import Shape


def reach(shapes: Mapping[str, Shape], name: str, facts: Facts, nodes: Iterable[str]) -> Iterator[Triple]:
    """All triples on which the results of the shape ``name`` rest, at these nodes; some come twice."""
    shape = shapes[name]
    nodes = list(nodes)
    values = nodes
    if shape.path:
        yield from trace(shape.path, facts, nodes)
        walk = compile_path(shape.path)
        values = list(dict.fromkeys(value for node in nodes for value in walk(facts, node)))
    for constraint in shape.constraints:
        if constraint.kind in ("lessThan", "lessThanOrEquals"):
            yield from trace(Path("predicate", constraint.terms[0]), facts, nodes)
        if constraint.kind == "class":
            yield from _classes(facts, values)
        for inner in inner_shapes(constraint):
            yield from reach(shapes, inner, facts, values)


def _classes(facts: Facts, nodes: Iterable[str]) -> Iterator[Triple]:
    """What says of which classes nodes are, with the classes above."""
    yield from trace(Path("predicate", TYPE), facts, nodes)
    types = {cls for node in nodes for cls in facts.objects(node, TYPE)}
    above = {cls for found in types for cls in facts.classes_above(found)}
    yield from trace(Path("predicate", SUBCLASS), facts, sorted(above))
