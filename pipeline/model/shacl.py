"""Triples and shapes in, what the shapes have to say of the triples out. pyshacl judges."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model.graph import Triple, build_graph, literal
from pipeline.model.vocabulary import RULE

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


class Found(NamedTuple):
    """A result of the processor: the rule's id, and focus node, path and value as terms, empty where there is none.

    The id of a shape that is no rule of ours is its IRI.
    """

    rule: str
    focus_node: str
    path: str
    value: str


def judge(triples: Iterable[Triple], shapes: tuple[Triple, ...]) -> list[Found]:
    """The results of SHACL, sorted, because pyshacl's order is by chance."""
    from pyshacl import validate as pyshacl_validate
    from rdflib import SH

    _, report, _ = pyshacl_validate(build_graph(triples), shacl_graph=_shapes_graph(shapes), inplace=True)
    judged = []
    for result in report.subjects(SH.resultSeverity):
        rule = str(report.value(result, SH.sourceShape)).removeprefix(RULE)
        focus, path, value = (_term(report.value(result, name)) for name in (SH.focusNode, SH.resultPath, SH.value))
        judged.append(Found(rule, focus, path, value))
    return sorted(judged)


@lru_cache(maxsize=8)
def _shapes_graph(shapes: tuple[Triple, ...]) -> Graph:
    return build_graph(shapes)


def _term(node: Node | None) -> str:
    """A node of rdflib as a term, its literal's form unchanged; nothing for none or for a path that is no IRI."""
    from rdflib import Literal, URIRef

    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, Literal):
        return literal(str(node), language=node.language or "", datatype=str(node.datatype or ""))
    return ""
