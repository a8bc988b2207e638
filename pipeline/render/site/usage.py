"""A term of the vocabulary to an example of its use in Turtle, made from what the vocabulary says of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pipeline.model.graph import Index, Triple, curie, literal, reading_order
from pipeline.model.vocabulary import DEF, PREFIXES
from pipeline.render.formats.rdf import render_turtle

TOWN = "https://stadt.example/"
"""A town that nobody has (RFC 2606)."""
MOST_PROPERTIES = 3
_ANYTHING = (curie("rdfs:Resource"), curie("owl:Thing"))


def usage_of(term: str, index: Index) -> str:
    """The example; empty for what is not used in statements of a town."""
    said = sorted(dict.fromkeys(_said(term, index)), key=reading_order)
    return render_turtle(said, PREFIXES).decode() if said else ""


def _said(term: str, index: Index) -> Iterator[Triple]:
    kinds = index.objects(term, "rdf:type")
    if curie("owl:Class") in kinds:
        yield from _of_class(term, index)
    elif any(curie(f"owl:{kind}Property") in kinds for kind in ("Object", "Datatype", "Annotation")):
        yield from _of_property(term, index)
    elif curie("skos:Concept") in kinds:
        own = (kind for kind in kinds if kind.startswith(f"<{DEF}"))
        using = [each for kind in own for each in index.subjects("rdfs:range", kind)]
        using.sort(key=lambda each: curie("ds:Project") not in index.objects(each, "rdfs:domain"))
        for each in using[:1]:
            yield from _of_property(each, index, term)


def _of_class(term: str, index: Index) -> Iterator[Triple]:
    if members := index.subjects("rdf:type", term):
        yield Triple(members[0], curie("rdf:type"), term)
        return
    thing = _thing(term)
    yield Triple(thing, curie("rdf:type"), term)
    for name in islice(index.subjects("rdfs:domain", term), MOST_PROPERTIES):
        yield from (Triple(thing, name, value) for value in _values(name, index))


def _of_property(term: str, index: Index, value: str = "") -> Iterator[Triple]:
    domain = next(iter(index.objects(term, "rdfs:domain")), curie("ds:Project"))
    domain = curie("ds:Project") if domain in _ANYTHING else domain
    thing = _thing(domain)
    yield Triple(thing, curie("rdf:type"), domain)
    yield from (Triple(thing, term, each) for each in ([value] if value else _values(term, index)))


def _values(term: str, index: Index) -> Iterator[str]:
    """A value as the range of a property wants it."""
    for kind in index.objects(term, "rdfs:range"):
        members = index.subjects("rdf:type", kind)
        yield _SAMPLES.get(kind) or (members[0] if members else _thing(kind))


def _thing(kind: str) -> str:
    """A thing of a class, as a town might call it."""
    return f"<{TOWN}{kind[1:-1].replace('#', '/').rpartition('/')[2].lower()}/1>"


_SAMPLES = {
    curie("xsd:date"): literal("2026-03-01", datatype=PREFIXES["xsd"] + "date"),
    curie("xsd:boolean"): literal("true", datatype=PREFIXES["xsd"] + "boolean"),
    curie("xsd:decimal"): literal("1250.00", datatype=PREFIXES["xsd"] + "decimal"),
    curie("xsd:string"): literal("Mitte 2027"),
    curie("rdfs:Literal"): literal("2027", datatype=PREFIXES["xsd"] + "gYear"),
    curie("rdf:langString"): literal("Ein Satz der Stadt.", language="de"),
    curie("rdf:Property"): curie("ds:end"),
}
