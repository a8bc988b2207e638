"""A shape as a value to two functions: what is wrong with a focus node, and whether anything is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from pipeline.model.shacl.constraints import Tally, Test, test_value, test_values
from pipeline.model.shacl.facts import Facts, Unsure
from pipeline.model.shacl.found import Found
from pipeline.model.shacl.paths import Walk, compile_path
from pipeline.model.shacl.shapes import Constraint, Shape, Unknown
from pipeline.model.vocabulary import RULE

Judge: TypeAlias = Callable[[Facts, str], Sequence[Found]]
"""What is wrong with a focus node. Raises ``Unsure`` where that cannot be told."""


class Compiled(NamedTuple):
    """A compiled shape, and how many shapes lie below each other in it."""

    judge: Judge
    conforms: Test
    depth: int


class _Parts(NamedTuple):
    """The tests of each value, those of all together, and the shapes whose results are results here.

    With such a shape goes whether a result of the outer one is told as well.
    """

    tests: Sequence[Test]
    tallies: Sequence[Tally]
    nested: Sequence[tuple[Compiled, bool]]


def compile_shape(shape: Shape, below: Mapping[str, Compiled]) -> Compiled:
    """The shape, given those that it refers to."""
    parts = _sort_out(shape.constraints, below)
    depth = 1 + max((inner.depth for inner in below.values()), default=0)
    rule = shape.name.strip("<>").removeprefix(RULE) if shape.name.startswith("<") else shape.name[2:]
    if shape.path is None:
        return Compiled(_judge_node(parts, Found(rule, "", "", "")), _node_conforms(parts), depth)
    walk = compile_path(shape.path)
    told = Found(rule, "", shape.path.shown, "")
    return Compiled(_judge_property(walk, parts, told), _property_conforms(walk, parts), depth)


def inner_shapes(constraint: Constraint) -> tuple[str, ...]:
    """The shapes that a constraint refers to."""
    if constraint.kind == "qualifiedValueShape":
        return constraint.terms[:1]
    return constraint.terms if constraint.kind in ("property", "node", *_LOGIC) else ()


def _judge_node(parts: _Parts, told: Found) -> Judge:
    return lambda facts, focus: _judge_values(facts, focus, (focus,), parts, told)


def _judge_property(walk: Walk, parts: _Parts, told: Found) -> Judge:
    needs_values = not parts.tallies

    def judge(facts: Facts, focus: str) -> Sequence[Found]:
        values = _sure(facts, walk(facts, focus))
        return () if needs_values and not values else _judge_values(facts, focus, values, parts, told)

    return judge


def _judge_values(facts: Facts, focus: str, values: Sequence[str], parts: _Parts, told: Found) -> Sequence[Found]:
    wrong = [value for test in parts.tests for value in values if not test(facts, value)]
    for tally in parts.tallies:
        wrong.extend(tally(facts, focus, values))
    found = [told._replace(focus_node=shown(focus), value=shown(value)) for value in wrong]
    for inner, is_told in parts.nested:
        for value in values:
            if results := inner.judge(facts, value):
                found.extend(results)
                if is_told:
                    found.append(told._replace(focus_node=shown(focus), value=shown(value)))
    return found


def _node_conforms(parts: _Parts) -> Test:
    if len(parts.tests) == 1 and not parts.tallies and not parts.nested:
        return parts.tests[0]
    return lambda facts, focus: _conform(facts, focus, (focus,), parts)


def _property_conforms(walk: Walk, parts: _Parts) -> Test:
    return lambda facts, focus: _conform(facts, focus, _sure(facts, walk(facts, focus)), parts)


def _conform(facts: Facts, focus: str, values: Sequence[str], parts: _Parts) -> bool:
    return (
        all(test(facts, value) for test in parts.tests for value in values)
        and not any(True for tally in parts.tallies for _ in tally(facts, focus, values))
        and all(inner.conforms(facts, value) for inner, _ in parts.nested for value in values)
    )


def _sure(facts: Facts, values: Sequence[str]) -> Sequence[str]:
    """The values, of which none is odd. A focus node that is the value of another shape was looked at there."""
    if facts.odd and not facts.odd.isdisjoint(values):
        raise Unsure(*values)
    return values


def _sort_out(constraints: Iterable[Constraint], below: Mapping[str, Compiled]) -> _Parts:
    parts = _Parts(tests := [], tallies := [], nested := [])
    for kind, terms in constraints:
        if kind in ("property", "node"):
            nested.append((below[terms[0]], kind == "node"))
        elif kind == "qualifiedValueShape":
            tallies.append(_qualified(below[terms[0]].conforms, *terms[1:]))
        elif kind in _LOGIC:
            tests.append(_LOGIC[kind]([below[name].conforms for name in terms]))
        elif test := test_value(kind, terms):
            tests.append(test)
        elif tally := test_values(kind, terms):
            tallies.append(tally)
        else:
            raise Unknown(kind)
    return parts


def _not(shapes: Sequence[Test]) -> Test:
    (conforms,) = shapes
    return lambda facts, value: not conforms(facts, value)


_LOGIC: dict[str, Callable[[Sequence[Test]], Test]] = {
    "not": _not,
    "and": lambda shapes: lambda facts, value: all(conforms(facts, value) for conforms in shapes),
    "or": lambda shapes: lambda facts, value: any(conforms(facts, value) for conforms in shapes),
}


def _qualified(conforms: Test, least: str, most: str) -> Tally:
    def tally(facts: Facts, focus: str, values: Sequence[str]) -> Iterator[str]:
        count = sum(conforms(facts, value) for value in values)
        yield from [""] * (bool(most) and count > int(most))
        yield from [""] * (bool(least) and count < int(least))

    return tally


def shown(term: str) -> str:
    """A term as it stands in a result, where a blank node has no name."""
    return "" if term.startswith("_") else term
