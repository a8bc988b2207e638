"""Statements to what follows from them in OWL 2 DL: which things are one and the same, or that they contradict.

A reasoner of description logic wants each name declared, as what it is used for. So what is given is declared here, and
values are left out: names and numbers are neither inverse functional nor disjoint.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.model.graph import Triple, curie, n_triples, parse_turtle
from pipeline.model.vocabulary import PREFIXES
from tests.integration.rdf.readers import HERE, INSTALLED

AXIOMS = parse_turtle((HERE / "axioms.ttl").read_text("utf-8"), "axioms.ttl")

Entailed = frozenset[tuple[str, ...]]
"""The pairs of things that are the same, as IRIs in their order."""

CONTRADICTION: Entailed = frozenset({("contradiction",)})
"""In the place of pairs: whatever one likes follows from what contradicts itself."""


def entailed(graphs: Mapping[str, Iterable[Triple]], folder: Path) -> dict[str, Entailed]:
    """By the name of each graph, the pairs of its things that are the same."""
    for name, triples in graphs.items():
        (folder / f"{name}.nt").write_text("".join(n_triples(in_description_logic((*triples, *AXIOMS)))), "utf-8")
    orders = "".join(f"{folder / name}.nt\t{folder / name}.answer\n" for name in graphs)
    command = ["java", "-cp", str(INSTALLED / "reasoner" / "*"), str(HERE / "Reason.java")]
    subprocess.run(command, input=orders.encode(), check=True, timeout=300, capture_output=True)
    return {name: _pairs((folder / f"{name}.answer").read_text("utf-8")) for name in graphs}


def _pairs(answer: str) -> Entailed:
    return frozenset(tuple(line.split("\t")) for line in answer.splitlines())


def in_description_logic(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The statements between things, with all that they name declared."""
    between = sorted({triple for triple in triples if not triple.object.startswith('"')})
    yield from between
    for subject, predicate, object_ in between:
        if predicate == _TYPE:
            yield from _declared(object_, "Class")
        if predicate in _OF_CLASSES:
            yield from (*_declared(subject, "Class"), *_declared(object_, "Class"))
        if not _is_of_owl(predicate):
            yield from _declared(predicate, "ObjectProperty")
            yield from (*_declared(subject, "NamedIndividual"), *_declared(object_, "NamedIndividual"))


def _declared(term: str, kind: str) -> Iterator[Triple]:
    if not _is_of_owl(term) and not term.startswith("_:"):
        yield Triple(term, _TYPE, curie(f"owl:{kind}"))


def _is_of_owl(term: str) -> bool:
    return term[1:].startswith(tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd")))


_TYPE = curie("rdf:type")
_OF_CLASSES = {curie(name) for name in ("rdfs:subClassOf", "rdfs:domain", "rdfs:range", "owl:disjointWith")}
