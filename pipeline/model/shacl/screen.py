"""Shapes to a screen, and what the screen states of data: faults that are sure, and what it leaves to the processor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.model.graph import Triple
from pipeline.model.shacl.constraints import Tally, Test, test_value, test_values
from pipeline.model.shacl.facts import Facts, Unsure
from pipeline.model.shacl.found import Found
from pipeline.model.shacl.paths import compile_path
from pipeline.model.shacl.shapes import Constraint, Shape, ShapesGraph, Target, Unknown, read_shape
from pipeline.model.vocabulary import RULE

Judge: TypeAlias = Callable[[Facts, str], list[Found]]
"""What is wrong with a focus node. Raises ``Unsure`` where that cannot be told."""


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


def _judged(judge: Judge, facts: Facts, focus: str) -> list[Found]:
    if focus in facts.odd:
        raise Unsure(focus)
    return judge(facts, focus)


def focus_nodes(targets: Iterable[Target], facts: Facts) -> Iterable[str]:
    """The nodes that a shape speaks of, each once."""
    return dict.fromkeys(node for target in targets for node in _FOCUS[target.kind](facts, target.term))


_FOCUS: dict[str, Callable[[Facts, str], Iterable[str]]] = {
    "targetClass": lambda facts, term: facts.instances(term),
    "targetSubjectsOf": lambda facts, term: facts.by_subject(term),
    "targetObjectsOf": lambda facts, term: facts.by_object(term),
    "targetNode": lambda facts, term: (term,),
}


class _Compiler:
    """Makes a judge of each shape, once."""

    def __init__(self, graph: ShapesGraph) -> None:
        self.graph = graph
        self.shapes: dict[str, Shape] = {}
        self._judges: dict[str, tuple[Judge, int] | None] = {}

    def try_compile(self, name: str) -> Judge | None:
        try:
            return self._compile(name)[0]
        except Unknown:
            return None

    def _compile(self, name: str) -> tuple[Judge, int]:
        """The judge of a shape, and how many shapes lie below each other in it."""
        if name not in self._judges:
            # Whoever comes here again on the way down goes in a circle.
            self._judges[name] = None
            shape = self.shapes[name] = read_shape(self.graph, name)
            below = {inner: self._compile(inner) for part in shape.constraints for inner in inner_shapes(part)}
            depth = 1 + max((depth for _, depth in below.values()), default=0)
            if depth <= _DEEPEST:
                self._judges[name] = build_judge(shape, {inner: judge for inner, (judge, _) in below.items()}), depth
        compiled = self._judges[name]
        if compiled is None:
            raise Unknown(name)
        return compiled


# pyshacl gives up at fifteen.
_DEEPEST = 10


def inner_shapes(constraint: Constraint) -> tuple[str, ...]:
    """The shapes that a constraint refers to."""
    if constraint.kind == "qualifiedValueShape":
        return constraint.terms[:1]
    return constraint.terms if constraint.kind in ("property", "node", "not", "and", "or") else ()


def build_judge(shape: Shape, below: Mapping[str, Judge]) -> Judge:
    """The judge of a shape, given those of the shapes that it refers to."""
    walk = compile_path(shape.path) if shape.path else None
    rule = shape.name.strip("<>").removeprefix(RULE) if shape.name.startswith("<") else shape.name[2:]
    path = shape.path.shown if shape.path else ""
    tests, tallies, nested = _sort_out(shape.constraints, below)

    def judge(facts: Facts, focus: str) -> list[Found]:
        values = walk(facts, focus) if walk else (focus,)
        if facts.odd and not facts.odd.isdisjoint(values):
            raise Unsure(focus)
        found = [value for value in values for test in tests if not test(facts, value)]
        for tally in tallies:
            found.extend(tally(facts, focus, values))
        results = [Found(rule, shown(focus), path, shown(value)) for value in found]
        for inner, is_told in nested:
            results.extend(_nested(facts, values, inner, Found(rule, shown(focus), path, "") if is_told else None))
        return results

    return judge


def _nested(facts: Facts, values: Iterable[str], inner: Judge, told: Found | None) -> Iterator[Found]:
    """What a shape finds in values, with one more result for each value in which it does, where that is told."""
    for value in values:
        found = inner(facts, value)
        if found and told:
            yield told._replace(value=shown(value))
        yield from found


def _sort_out(
    constraints: Iterable[Constraint], below: Mapping[str, Judge]
) -> tuple[list[Test], list[Tally], list[tuple[Judge, bool]]]:
    """The tests of each value, those of all together, and the shapes whose results are results here."""
    tests: list[Test] = []
    tallies: list[Tally] = []
    nested: list[tuple[Judge, bool]] = []
    for kind, terms in constraints:
        if kind in ("property", "node"):
            nested.append((below[terms[0]], kind == "node"))
        elif kind == "qualifiedValueShape":
            tallies.append(_qualified(below[terms[0]], *terms[1:]))
        elif kind in _LOGIC:
            tests.append(_LOGIC[kind]([below[name] for name in terms]))
        elif test := test_value(kind, terms):
            tests.append(test)
        elif tally := test_values(kind, terms):
            tallies.append(tally)
        else:
            raise Unknown(kind)
    return tests, tallies, nested


_LOGIC: dict[str, Callable[[Sequence[Judge]], Test]] = {
    "not": lambda judges: lambda facts, value: bool(judges[0](facts, value)),
    "and": lambda judges: lambda facts, value: not any(judge(facts, value) for judge in judges),
    "or": lambda judges: lambda facts, value: any(not judge(facts, value) for judge in judges),
}


def _qualified(judge: Judge, least: str, most: str) -> Tally:
    def tally(facts: Facts, focus: str, values: Sequence[str]) -> Iterator[str]:
        count = sum(not judge(facts, value) for value in values)
        yield from [""] * (bool(most) and count > int(most))
        yield from [""] * (bool(least) and count < int(least))

    return tally


def shown(term: str) -> str:
    """A term as it stands in a result, where a blank node has no name."""
    return "" if term.startswith("_") else term
