"""The metrics by which a portal rates metadata, read from the Turtle in ``shapes/quality/``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.model.graph import Index, Triple, curie, literal_text
from pipeline.model.report import Text


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of metrics, such as all about finding a dataset."""

    iri: str
    label: Text


@dataclass(frozen=True, slots=True)
class Metric:
    """One question asked of a dataset or a distribution, the points for yes and for no, and how to gain them.

    ``properties`` are those it looks at, as terms. ``asks_addresses`` where it wants to know whether their values
    answer; ``has_shape`` unless it is judged by the rules for a catalog.
    """

    iri: str
    dimension: Dimension
    label: Text
    demand: Text
    remedy: Text
    if_true: int
    if_false: int
    is_of_distribution: bool
    has_shape: bool
    properties: tuple[str, ...]
    asks_addresses: bool


@dataclass(frozen=True, slots=True)
class Methodology:
    """All metrics of a portal in their order, with the shapes that judge them, and where they are described."""

    title: Text
    version: str
    source: str
    metrics: tuple[Metric, ...]
    shapes: tuple[Triple, ...]

    @property
    def best(self) -> int:
        """The points of a dataset that lacks nothing."""
        return sum(metric.if_true for metric in self.metrics)

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions in the order of their first metrics."""
        return tuple(dict.fromkeys(metric.dimension for metric in self.metrics))


def build_methodology(triples: Iterable[Triple]) -> Methodology:
    """The metrics that ``triples`` define."""
    triples = tuple(triples)
    index = Index(triples)
    (itself,) = index.subjects("rdf:type", curie("owl:Ontology"))
    return Methodology(
        title=index.in_both(itself, "rdfs:label"),
        version=index.text(itself, "owl:versionInfo"),
        source=literal_text(index.objects(itself, "dcterms:source")[0]),
        metrics=tuple(_metric(node, index) for node in index.subjects("rdf:type", curie("dqv:Metric"))),
        shapes=tuple(triple for triple in triples if triple.predicate not in _NOT_OF_SHAPES),
    )


# pyshacl looks at every statement of a shape time and again.
_NOT_OF_SHAPES = {
    curie(name) for name in ("rdfs:label", "ds:remedy", "dqv:inDimension", "pv:trueScore", "pv:falseScore")
}


def _metric(node: str, index: Index) -> Metric:
    (dimension,) = index.objects(node, "dqv:inDimension")
    paths = tuple(_paths(node, index))
    return Metric(
        iri=literal_text(node),
        dimension=Dimension(literal_text(dimension), index.in_both(dimension, "rdfs:label")),
        label=index.in_both(node, "rdfs:label"),
        demand=index.in_both(node, "sh:message"),
        remedy=index.in_both(node, "ds:remedy"),
        if_true=int(index.text(node, "pv:trueScore")),
        if_false=int(index.text(node, "pv:falseScore")),
        is_of_distribution=curie("dcat:distribution") in index.objects(node, "sh:targetObjectsOf"),
        has_shape=bool(index.objects(node, "sh:severity")),
        properties=tuple(dict.fromkeys(path[0] for path in paths)),
        asks_addresses=any(path[-1] == curie("ht:statusCodeValue") for path in paths),
    )


def _paths(shape: str, index: Index) -> Iterator[tuple[str, ...]]:
    """The paths of a shape and of its alternatives, each as the properties that it goes along."""
    for path in index.objects(shape, "sh:path"):
        yield tuple(_members(path, index)) if path.startswith("_:") else (path,)
    for constraint in ("sh:and", "sh:or"):
        for alternatives in index.objects(shape, constraint):
            for alternative in _members(alternatives, index):
                yield from _paths(alternative, index)


def _members(node: str, index: Index) -> Iterator[str]:
    """The members of an RDF list."""
    while first := index.objects(node, "rdf:first"):
        yield first[0]
        (node,) = index.objects(node, "rdf:rest")
