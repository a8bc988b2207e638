"""Shapes to a screen, and what the screen states of data: faults that are sure, and what it leaves to the processor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.graph import Triple
from pipeline.model.shacl.compiled import Compiled, Judge, compile_shape, inner_shapes
from pipeline.model.shacl.facts import Facts, Unsure
from pipeline.model.shacl.found import Found
from pipeline.model.shacl.shapes import Shape, ShapesGraph, Target, Unknown, read_shape


@dataclass(frozen=True, slots=True)
class Screen:
    """Compiled shapes: the targets and the judge of each that has targets; ``unknown`` are those without a judge.

    A screen that is not ``sound`` knows nothing at all.
    """

    targets: Mapping[str, Sequence[Target]]
    judges: Mapping[str, Judge]
    shapes: Mapping[str, Shape]
    unknown: frozenset[str]
    is_sound: bool = True


@dataclass(frozen=True, slots=True)
class Screened:
    """The faults that are sure, by shape, and the focus nodes of each shape of which the screen cannot tell."""

    found: Mapping[str, Sequence[Found]]
    unsure: Mapping[str, Sequence[str]]


def compile_shapes(triples: Iterable[Triple]) -> Screen:
    """The screen of the shapes in a graph."""
    graph = ShapesGraph(tuple(triples))
    if not graph.is_sound():
        return Screen({}, {}, {}, frozenset(), is_sound=False)
    targets = graph.targets()
    compiler = _Compiler(graph)
    judges = {name: judge for name in targets if (judge := compiler.try_compile(name))}
    return Screen(targets, judges, compiler.shapes, frozenset(targets.keys() - judges.keys()))


def screen_data(screen: Screen, facts: Facts) -> Screened:
    """What is sure of all focus nodes of the shapes that the screen knows."""
    found: dict[str, list[Found]] = {}
    unsure: dict[str, list[str]] = {}
    for name, judge in screen.judges.items():
        for focus in focus_nodes(screen.targets[name], facts):
            try:
                found.setdefault(name, []).extend(_judged(judge, facts, focus))
            except Unsure:
                unsure.setdefault(name, []).append(focus)
    return Screened(found, unsure)


def _judged(judge: Judge, facts: Facts, focus: str) -> Sequence[Found]:
    if focus in facts.odd:
        raise Unsure(focus)
    return judge(facts, focus)


def focus_nodes(targets: Iterable[Target], facts: Facts) -> Iterable[str]:
    """The nodes that a shape speaks of, each once."""
    return dict.fromkeys(node for target in targets for node in _FOCUS[target.kind](facts, target.term))


_FOCUS: dict[str, Callable[[Facts, str], Iterable[str]]] = {
    "targetClass": lambda facts, term: facts.instances(term),
    "targetSubjectsOf": lambda facts, term: facts.having(term),
    "targetObjectsOf": lambda facts, term: facts.by_object(term),
    "targetNode": lambda facts, term: (term,),
}


class _Compiler:
    """Compiles each shape once."""

    def __init__(self, graph: ShapesGraph) -> None:
        self.graph = graph
        self.shapes: dict[str, Shape] = {}
        self._compiled: dict[str, Compiled | None] = {}

    def try_compile(self, name: str) -> Judge | None:
        try:
            return self._compile(name).judge
        except Unknown:
            return None

    def _compile(self, name: str) -> Compiled:
        if name not in self._compiled:
            # Whoever comes here again on the way down goes in a circle.
            self._compiled[name] = None
            shape = self.shapes[name] = read_shape(self.graph, name)
            below = {inner: self._compile(inner) for part in shape.constraints for inner in inner_shapes(part)}
            self._compiled[name] = compile_shape(shape, below)
        compiled = self._compiled[name]
        # pyshacl gives up where shapes lie fifteen deep.
        if compiled is None or compiled.depth > 10:
            raise Unknown(name)
        return compiled
