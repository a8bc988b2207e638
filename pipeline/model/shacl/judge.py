"""Triples and shapes in, what the shapes have to say of the triples out: by the screen, and by pyshacl beyond it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from pipeline.model.graph import Triple, curie
from pipeline.model.shacl.facts import Facts
from pipeline.model.shacl.found import Found
from pipeline.model.shacl.processor import process
from pipeline.model.shacl.reach import reach
from pipeline.model.shacl.screen import Screen, Screened, compile_shapes, screen_data
from pipeline.model.shacl.shapes import TARGETS


def judge(triples: Iterable[Triple], shapes: tuple[Triple, ...]) -> list[Found]:
    """The results of SHACL, sorted, because pyshacl's order is by chance."""
    triples = tuple(triples)
    screen = _screen(shapes)
    facts = Facts(triples)
    if not (screen.is_sound and facts.is_whole):
        return sorted(process(triples, shapes))
    screened = screen_data(screen, facts)
    if nameless := _nameless(screened):
        # A blank node cannot be named in a target, so its shapes go as a whole.
        screen = _without(screen, nameless)
        screened = screen_data(screen, facts)
    found = [*screened.found, *_process_unsure(screen, screened, facts, shapes)]
    if screen.unknown:
        found += process(triples, _only(shapes, screen.unknown))
    return sorted(found)


@lru_cache(maxsize=8)
def _screen(shapes: tuple[Triple, ...]) -> Screen:
    return compile_shapes(shapes)


def _nameless(screened: Screened) -> frozenset[str]:
    """The shapes that are unsure of a blank node."""
    return frozenset(name for name, nodes in screened.unsure.items() if any(node.startswith("_") for node in nodes))


def _without(screen: Screen, names: frozenset[str]) -> Screen:
    judges = {name: found for name, found in screen.judges.items() if name not in names}
    return Screen(screen.targets, judges, screen.shapes, screen.unknown | names)


def _process_unsure(screen: Screen, screened: Screened, facts: Facts, shapes: tuple[Triple, ...]) -> Iterator[Found]:
    """What pyshacl says of what the screen leaves, some focus nodes at a time, with nothing but what they rest on."""
    for chunk in _chunks(screened.unsure):
        rests_on = (triple for name, nodes in chunk.items() for triple in reach(screen.shapes, name, facts, nodes))
        targets = [Triple(name, curie("sh:targetNode"), node) for name, nodes in chunk.items() for node in nodes]
        yield from process(dict.fromkeys(rests_on), (*_only(shapes, ()), *targets))


def _chunks(unsure: Mapping[str, Sequence[str]]) -> Iterator[dict[str, list[str]]]:
    """The focus nodes of each shape in chunks of ``CHUNK`` all in all."""
    pairs = ((name, node) for name, nodes in unsure.items() for node in nodes)
    while part := list(islice(pairs, CHUNK)):
        chunk: dict[str, list[str]] = {}
        for name, node in part:
            chunk.setdefault(name, []).append(node)
        yield chunk


CHUNK = 500


def _only(shapes: tuple[Triple, ...], names: Collection[str]) -> tuple[Triple, ...]:
    """The shapes, of which none but these look for focus nodes of their own."""
    return tuple(triple for triple in shapes if triple.subject in names or triple.predicate not in _TARGETS)


_TARGETS = {curie(f"sh:{name}") for name in TARGETS}
