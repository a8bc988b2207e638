"""Triples and shapes in, what the shapes have to say of the triples out: by the screen, and by pyshacl beyond it."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from pipeline.model.graph import Triple, curie
from pipeline.model.shacl.facts import Facts, Unsure
from pipeline.model.shacl.found import Found
from pipeline.model.shacl.processor import process
from pipeline.model.shacl.reach import reach
from pipeline.model.shacl.screen import Screen, compile_shapes, screen_data
from pipeline.model.shacl.shapes import TARGETS

# Smaller ones cost more than they save, larger ones only memory.
CHUNK = 300


def judge(triples: Iterable[Triple], shapes: tuple[Triple, ...], *, chunk: int = CHUNK) -> list[Found]:
    """The results of SHACL, sorted, because pyshacl's order is by chance.

    pyshacl gets so many focus nodes at a time, of those of which the screen is not sure.
    """
    triples = tuple(triples)
    screen = _screen(shapes)
    facts = Facts(triples)
    if not (screen.is_sound and facts.is_whole):
        return sorted(process(triples, shapes))
    screened = screen_data(screen, facts)
    # A literal or a blank node cannot be named in a target for sure, so its shape goes as a whole.
    whole = {name for name, nodes in screened.unsure.items() if not _is_within_reach(screen, facts, name, nodes)}
    found = [one for name, results in screened.found.items() if name not in whole for one in results]
    near = {name: nodes for name, nodes in screened.unsure.items() if name not in whole}
    for part in _parts(near, chunk):
        found += _process_part(part, screen, facts, shapes)
    if beyond := screen.unknown | whole:
        found += process(triples, _only(shapes, beyond))
    return sorted(found)


@lru_cache(maxsize=8)
def _screen(shapes: tuple[Triple, ...]) -> Screen:
    return compile_shapes(shapes)


def _is_within_reach(screen: Screen, facts: Facts, name: str, nodes: Sequence[str]) -> bool:
    """Whether it is sure on which triples the results at these nodes rest."""
    try:
        deque(reach(screen.shapes, name, facts, nodes), maxlen=0)
    except Unsure:
        return False
    return all(node.startswith("<") for node in nodes)


def _process_part(
    part: Mapping[str, Sequence[str]], screen: Screen, facts: Facts, shapes: tuple[Triple, ...]
) -> list[Found]:
    """What pyshacl says of these focus nodes, given nothing but what its results rest on."""
    rests_on = (triple for name, nodes in part.items() for triple in reach(screen.shapes, name, facts, nodes))
    targets = [Triple(name, curie("sh:targetNode"), node) for name, nodes in part.items() for node in nodes]
    return process(dict.fromkeys(rests_on), (*_only(shapes, ()), *targets))


def _parts(unsure: Mapping[str, Sequence[str]], size: int) -> Iterator[dict[str, list[str]]]:
    """The focus nodes of each shape in parts, each of so many focus nodes all in all."""
    pairs = ((name, node) for name, nodes in unsure.items() for node in nodes)
    while some := list(islice(pairs, size)):
        part: dict[str, list[str]] = {}
        for name, node in some:
            part.setdefault(name, []).append(node)
        yield part


def _only(shapes: tuple[Triple, ...], names: Collection[str]) -> tuple[Triple, ...]:
    """The shapes, of which none but these look for focus nodes of their own."""
    return tuple(triple for triple in shapes if triple.subject in names or triple.predicate not in _TARGETS)


_TARGETS = {curie(f"sh:{name}") for name in TARGETS}
