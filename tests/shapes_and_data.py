"""Random data and random shapes, as triples, for properties of the judge."""

from __future__ import annotations

from itertools import count
from typing import Any

from hypothesis import strategies as st

from pipeline.model.graph import Triple, curie, literal
from pipeline.model.vocabulary import expand

EX = "https://example.org/"
NODES = [f"<{EX}{name}>" for name in "abcde"]
BLANK = ["_:x", "_:y"]
CLASSES = [f"<{EX}{name}>" for name in ("One", "Two", "Three")]
PREDICATES = [f"<{EX}{name}>" for name in "pqr"]


def _typed(name: str, *texts: str) -> list[str]:
    return [literal(text, datatype=expand(f"xsd:{name}")) for text in texts]


PLAIN = [
    *(literal(text) for text in ("", "a", "Ab", "a\nB", 'ä"\\', "laufend", "1", "2024-05-01")),
    *(literal(text, language=tag) for text, tag in (("a", "de"), ("b", "de"), ("a", "en"), ("a", "de-at"))),
    *_typed("string", "a", "b"),
    *_typed("integer", "0", "5", "-3", "12"),
    *_typed("nonNegativeInteger", "0", "5"),
    *_typed("decimal", "5", "5.0", "5.00", "-0.5", "12.25"),
    *_typed("date", "2024-05-01", "2024-02-29", "1999-12-31"),
    *_typed("dateTime", "2024-05-01T10:00:00Z", "2024-05-01T10:00:00+00:00", "2024-05-01T10:00:00"),
    *_typed("gYear", "2024", "abc"),
    *_typed("gYearMonth", "2024-05"),
    *_typed("boolean", "true", "false"),
    *_typed("anyURI", "a"),
    *_typed("hexBinary", "00af", ""),
    f'"a"^^<{EX}own>',
]
ODD = [
    *(literal("a", language=tag) for tag in ("DE", "de-AT", "En")),
    *_typed("integer", "05", "+5", "x", "", "-0"),
    *_typed("decimal", "05.0", "x", "5.", "1e3"),
    *_typed("date", "2023-02-29", "2024-05-01Z", "24-5-1", "20240501"),
    *_typed("dateTime", "2024-05-01T10:00:00.5", "2024-05-01T24:00:00", "2024-05-01T10:00:00-00:00"),
    *_typed("boolean", "1", "TRUE", "x"),
    *_typed("double", "1.0", "1e0"),
    *_typed("int", "5", "99999999999"),
    *_typed("hexBinary", "00AF", "0"),
    *_typed("token", " a  b "),
    *_typed("duration", "P1D"),
]


def graphs(values: list[str]) -> st.SearchStrategy[list[Triple]]:
    """Data in which nodes have these values, each other, and classes, some below others."""
    subjects = st.sampled_from(NODES + BLANK)
    said = st.builds(Triple, subjects, st.sampled_from(PREDICATES), st.sampled_from(values + NODES + BLANK))
    types = st.builds(Triple, subjects, st.just(curie("rdf:type")), st.sampled_from(CLASSES))
    below = st.builds(Triple, st.sampled_from(CLASSES), st.just(curie("rdfs:subClassOf")), st.sampled_from(CLASSES))
    return st.tuples(
        st.lists(said, min_size=1, max_size=14), st.lists(types, max_size=5), st.lists(below, max_size=2)
    ).map(lambda parts: [triple for part in parts for triple in part])


class _Writer:
    """Draws shapes and writes down their triples."""

    def __init__(self, draw: Any, values: list[str], *, beyond: bool) -> None:
        self.draw, self.values, self.beyond = draw, values, beyond
        self.triples: list[Triple] = []
        self._numbers = count()

    def add(self, node: str, name: str, term: str) -> None:
        self.triples.append(Triple(node, curie(name), term))

    def node(self) -> str:
        number = next(self._numbers)
        return f"_:s{number}" if self.draw(st.booleans()) else f"<{EX}shape{number}>"

    def one_of(self, terms: list[str]) -> str:
        chosen: str = self.draw(st.sampled_from(terms))
        return chosen

    def as_list(self, members: list[str]) -> str:
        rest = curie("rdf:nil")
        for member in reversed(members):
            node = f"_:l{next(self._numbers)}"
            self.add(node, "rdf:first", member)
            self.add(node, "rdf:rest", rest)
            rest = node
        return rest

    def some(self, terms: list[str], least: int = 1) -> list[str]:
        chosen: list[str] = self.draw(st.lists(st.sampled_from(terms), min_size=least, max_size=3, unique=True))
        return chosen

    def path(self, depth: int = 0) -> str:
        kinds = ["predicate"] * 4 + ([] if depth > 1 else [*_STEPS, "alternative", "sequence"])
        kind = self.one_of(kinds)
        if kind == "predicate":
            return self.one_of(PREDICATES)
        if kind == "sequence":
            return self.as_list([self.path(depth + 1), self.path(depth + 1)])
        node = f"_:p{next(self._numbers)}"
        if kind == "alternative":
            self.add(node, "sh:alternativePath", self.as_list([self.path(depth + 1), self.path(depth + 1)]))
        else:
            inner = self.one_of(PREDICATES) if kind == "inversePath" else self.path(depth + 1)
            self.add(node, f"sh:{kind}", inner)
        return node

    def shape(self, depth: int, *, path: bool) -> str:
        node = self.node()
        self.add(node, "rdf:type", curie("sh:PropertyShape" if path else "sh:NodeShape"))
        self.add(node, "sh:message", literal("falsch"))
        if path:
            self.add(node, "sh:path", self.path())
        if self.draw(st.integers(0, 15)) == 0:
            self.add(node, "sh:deactivated", literal("true", datatype=expand("xsd:boolean")))
        if self.draw(st.booleans()):
            self.add(node, "sh:severity", self.one_of([curie(f"sh:{n}") for n in ("Info", "Warning", "Violation")]))
        kinds = list(_OF_VALUES) + (_OF_PROPERTIES if path else []) + (_OF_SHAPES if depth else [])
        if path and depth:
            kinds.append("qualified")
        if self.beyond:
            kinds += ["equals", "disjoint", "closed", *(["xone"] if depth else [])]
        for kind in self.some(kinds):
            self.constrain(node, kind, depth)
        return node

    def constrain(self, node: str, kind: str, depth: int) -> None:
        if kind in _OF_VALUES:
            for term in self.some(_OF_VALUES[kind])[: 2 if kind in ("class", "pattern") else 1]:
                self.add(node, f"sh:{kind}", term)
            if kind == "pattern" and self.draw(st.booleans()):
                self.add(node, "sh:flags", literal(self.one_of(["i", "m", "im", "x", ""])))
        elif kind in ("in", "languageIn"):
            tags = [literal(tag) for tag in ("de", "EN", "*")]
            self.add(node, f"sh:{kind}", self.as_list(self.some(tags if kind == "languageIn" else self.values + NODES)))
        elif kind == "hasValue":
            self.add(node, "sh:hasValue", self.one_of(self.values + NODES))
        elif kind in ("minCount", "maxCount"):
            self.add(node, f"sh:{kind}", self.one_of(_typed("integer", "0", "1", "2")))
        elif kind == "uniqueLang":
            self.add(node, "sh:uniqueLang", self.one_of(_typed("boolean", "true", "false")))
        elif kind == "closed":
            self.add(node, "sh:closed", self.one_of(_typed("boolean", "true", "false")))
        elif kind in ("lessThan", "lessThanOrEquals", "equals", "disjoint"):
            self.add(node, f"sh:{kind}", self.one_of(PREDICATES))
        else:
            self.refer(node, kind, depth - 1)

    def refer(self, node: str, kind: str, depth: int) -> None:
        if kind in ("and", "or", "xone"):
            members = [self.shape(depth, path=self.draw(st.booleans())) for _ in range(self.draw(st.integers(1, 3)))]
            self.add(node, f"sh:{kind}", self.as_list(members))
            return
        inner = self.shape(depth, path=kind == "property" or (kind != "node" and self.draw(st.booleans())))
        if kind != "qualified":
            self.add(node, f"sh:{kind}", inner)
            return
        self.add(node, "sh:qualifiedValueShape", inner)
        for bound in self.some(["qualifiedMinCount", "qualifiedMaxCount"]):
            self.add(node, f"sh:{bound}", self.one_of(_typed("integer", "0", "1", "2")))

    def target(self, node: str) -> None:
        for kind in self.some([*_TARGETS]):
            for term in self.some(_TARGETS[kind])[:2]:
                self.add(node, f"sh:{kind}", term)


_STEPS = ["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"]
_OF_VALUES = {
    "datatype": [curie(f"xsd:{n}") for n in ("string", "integer", "decimal", "date", "gYear", "dateTime", "boolean")]
    + [f"<{EX}own>", curie("rdf:langString")],
    "nodeKind": [
        curie(f"sh:{n}")
        for n in ("IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
    ],
    "class": CLASSES,
    "pattern": [literal(text) for text in ("^a", "a$", "[0-9]{2}", "b", "^https", "\\.", "", "ä", "Z$", "^A.B")],
    "minLength": _typed("integer", "0", "1", "3"),
    "maxLength": _typed("integer", "0", "2", "20"),
    "minInclusive": [*_typed("integer", "0", "5"), *_typed("decimal", "5.0"), *_typed("date", "2024-03-01")],
    "maxExclusive": [*_typed("integer", "0", "5"), *_typed("date", "2024-05-01")],
}
_OF_PROPERTIES = [
    *("in", "languageIn", "hasValue", "minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"),
]
_OF_SHAPES = ["property", "node", "not", "and", "or"]
_TARGETS = {
    "targetClass": CLASSES,
    "targetSubjectsOf": PREDICATES,
    "targetObjectsOf": PREDICATES,
    "targetNode": [*NODES, literal("a"), *_typed("integer", "5")],
}


@st.composite
def shapes(draw: Any, values: list[str] = PLAIN, *, beyond: bool = False) -> tuple[Triple, ...]:
    """One to three shapes with targets, and whatever they refer to; ``beyond`` adds what the screen does not know."""
    writer = _Writer(draw, values, beyond=beyond)
    for _ in range(draw(st.integers(1, 3))):
        writer.target(writer.shape(2, path=draw(st.booleans())))
    return tuple(writer.triples)
