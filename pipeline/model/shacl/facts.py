"""Triples, to be looked up by predicate: what the screen knows of the data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.model.graph import Triple, curie
from pipeline.model.shacl.terms import canonical


class Unsure(Exception):
    """Data of which the screen cannot tell whether a processor finds a fault in them."""


class Facts:
    """The data as rdflib has it: each triple once, in canonical terms; ``odd`` are the literals that have none.

    ``is_whole`` is false where a name itself is odd, so that nothing is sure.
    """

    __slots__ = ("_about", "_backward", "_having", "_superclasses", "is_whole", "odd")

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.odd: set[str] = set()
        self.is_whole = True
        self._about: dict[str, dict[str, list[str]]] = {}
        self._having: dict[str, list[str]] = {}
        self._backward: dict[str, dict[str, list[str]]] = {}
        self._superclasses: dict[str, frozenset[str]] = {}
        for subject, predicate, object_ in self._once(triples):
            about = self._about.get(subject)
            if about is None:
                about = self._about[subject] = {}
            if predicate in about:
                about[predicate].append(object_)
            else:
                about[predicate] = [object_]
                self._having.setdefault(predicate, []).append(subject)

    def _once(self, triples: Iterable[Triple]) -> Iterable[tuple[str, str, str]]:
        """Each triple once, its object in the form that rdflib gives it."""
        known: dict[str, str] = {}
        seen: dict[tuple[str, str, str], None] = {}
        for triple in triples:
            if triple.object not in known:
                known[triple.object] = self._known(triple.object)
            object_ = known[triple.object]
            seen[triple if object_ == triple.object else (triple.subject, triple.predicate, object_)] = None
            if "\\" in triple.subject or "\\" in triple.predicate:
                self.is_whole = False
        return seen

    def _known(self, term: str) -> str:
        found = canonical(term)
        if found is None:
            self.odd.add(term)
            self.is_whole = self.is_whole and term.startswith('"')
        return found or term

    def objects(self, subject: str, predicate: str) -> Sequence[str]:
        """What ``subject`` has under ``predicate``."""
        return self._about.get(subject, _NOTHING).get(predicate, ())

    def objects_of_any(self, subject: str, predicates: frozenset[str]) -> Sequence[str]:
        """What ``subject`` has under these predicates, each once."""
        found = [
            objects for predicate, objects in self._about.get(subject, _NOTHING).items() if predicate in predicates
        ]
        return found[0] if len(found) == 1 else list(dict.fromkeys(term for objects in found for term in objects))

    def subjects(self, predicate: str, object_: str) -> Sequence[str]:
        """What has ``object_`` under ``predicate``. Any odd literal might be the same as another literal."""
        if self.odd and object_.startswith('"'):
            raise Unsure(object_)
        return self.by_object(predicate).get(object_, ())

    def having(self, predicate: str) -> Sequence[str]:
        """All that have something under ``predicate``, each once."""
        return self._having.get(predicate, ())

    def by_object(self, predicate: str) -> Mapping[str, Sequence[str]]:
        """All that is said under ``predicate``, by object; turned around when it is first asked for."""
        if predicate not in self._backward:
            turned: dict[str, list[str]] = {}
            for subject in self.having(predicate):
                for object_ in self._about[subject][predicate]:
                    turned.setdefault(object_, []).append(subject)
            self._backward[predicate] = turned
        return self._backward[predicate]

    def is_instance(self, node: str, cls: str) -> bool:
        """Whether the data say that a node is of a class, or of one below it."""
        types = self.objects(node, TYPE)
        return cls in types or any(cls in self.classes_above(found) for found in types)

    def classes_above(self, cls: str) -> frozenset[str]:
        """A class and all classes above it."""
        if cls not in self._superclasses:
            self._superclasses[cls] = closure(cls, lambda node: self.objects(node, SUBCLASS))
        return self._superclasses[cls]

    def instances(self, cls: str) -> Iterable[str]:
        """All nodes that are of a class or of one below it."""
        below = closure(cls, lambda node: self.subjects(SUBCLASS, node))
        return dict.fromkeys(node for name in sorted(below) for node in self.subjects(TYPE, name))


def closure(start: str, step: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Where any number of steps lead from ``start``, itself included."""
    found, ahead = {start}, [start]
    while ahead:
        new = [node for node in step(ahead.pop()) if node not in found]
        found.update(new)
        ahead.extend(new)
    return frozenset(found)


_NOTHING: Mapping[str, list[str]] = {}
TYPE = curie("rdf:type")
SUBCLASS = curie("rdfs:subClassOf")
