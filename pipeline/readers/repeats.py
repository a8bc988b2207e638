"""The pages of a catalog to one set of triples, in which what two pages say of the same thing is said once.

A blank node has a name on its page alone. A thing that two pages tell of, as a dataset that moved while they were
read, would have each of its blank parts twice, and break rules that it keeps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import count

from pipeline.model.graph import Triple

_DEPTH = 5
_Place = tuple[str, str, str, int]
"""What a blank node is the value of, what is said of it, and the how manieth of its kind it is."""


def join_pages(pages: Iterable[Sequence[Triple]]) -> tuple[Triple, ...]:
    """The triples of all pages, each once. Blank nodes must have names of their page."""
    places: dict[_Place, str] = {}
    joined: dict[Triple, None] = {}
    for page in pages:
        names = _names(page, places)
        for subject, predicate, object_ in page:
            joined[Triple(names.get(subject, subject), predicate, names.get(object_, object_))] = None
    return tuple(joined)


def _names(page: Sequence[Triple], places: dict[_Place, str]) -> Mapping[str, str]:
    """The blank nodes of a page by the names that earlier pages gave them; ``places`` learns of the new ones."""
    parts: dict[str, list[Triple]] = {}
    for triple in page:
        parts.setdefault(triple.subject, []).append(triple)
    said = _teller(parts)
    names: dict[str, str] = {}
    taken: set[str] = set()
    waiting = [subject for subject in parts if not _is_blank(subject)]
    while waiting:
        subject = waiting.pop()
        for triple in parts.get(subject, ()):
            node = triple.object
            if _is_blank(node) and node not in names:
                place = (names.get(subject, subject), triple.predicate, said(node, _DEPTH))
                known = (places.setdefault((*place, number), node) for number in count())
                names[node] = next(name for name in known if name not in taken)
                taken.add(names[node])
                waiting.append(node)
    return names


def _teller(parts: Mapping[str, Sequence[Triple]]) -> Callable[[str, int], str]:
    """What tells all that a page says of a blank node, down to a depth; what lies deeper is like nothing else."""

    @cache
    def said(node: str, depth: int) -> str:
        if not _is_blank(node) or not depth:
            return node
        told = sorted(f"{triple.predicate} {said(triple.object, depth - 1)}" for triple in parts.get(node, ()))
        return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()

    return said


def _is_blank(term: str) -> bool:
    return term.startswith("_:")
