"""Triples and shapes in, what pyshacl has to say of the triples out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.model.graph import Triple, build_graph, literal
from pipeline.model.shacl.found import Found
from pipeline.model.vocabulary import RULE

if TYPE_CHECKING:
    from rdflib.term import Node


def process(triples: Iterable[Triple], shapes: Iterable[Triple]) -> list[Found]:
    """The results of pyshacl, in no order."""
    from pyshacl import validate as pyshacl_validate
    from rdflib import SH

    _, report, _ = pyshacl_validate(build_graph(triples), shacl_graph=build_graph(shapes), inplace=True)
    judged = []
    for result in report.subjects(SH.resultSeverity):
        rule = str(report.value(result, SH.sourceShape)).removeprefix(RULE)
        focus, path, value = (_term(report.value(result, name)) for name in (SH.focusNode, SH.resultPath, SH.value))
        judged.append(Found(rule, focus, path, value))
    return judged


def _term(node: Node | None) -> str:
    """A node of rdflib as a term, its literal's form unchanged; nothing for none or for a path that is no IRI."""
    from rdflib import Literal, URIRef

    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, Literal):
        return literal(str(node), language=node.language or "", datatype=str(node.datatype or ""))
    return ""
