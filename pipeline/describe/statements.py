"""The statements that descriptions are made of: a standard, a code, a count, a moment, a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from pipeline.model.catalog import LABELS, SCHEMES
from pipeline.model.graph import Triple, curie, iri, is_a, literal, texts
from pipeline.model.report import Text
from pipeline.model.vocabulary import expand

_NOTHING = Text("", "")


def conforms_to(term: str, standard: str, title: Text = _NOTHING) -> Iterator[Triple]:
    """That a thing conforms to a standard, with the title of that."""
    yield Triple(term, curie("dcterms:conformsTo"), standard)
    yield from is_a(standard, "dcterms:Standard")
    yield from texts(standard, "dcterms:title", title)


def coded(term: str, predicate: str, code: str, cls: str = "", called: Text = _NOTHING) -> Iterator[Triple]:
    """A code with its class, its list and its name, which readers that fetch nothing ask for; it is ``called`` so where
    no list says how.
    """
    yield Triple(term, curie(predicate), iri(code))
    yield from is_a(iri(code), "skos:Concept", *([cls] if cls else []))
    scheme = next((scheme for scheme in SCHEMES if code.startswith(f"{scheme}/")), "")
    yield from texts(iri(code), "skos:prefLabel", LABELS.get(code) or (called if called.de else _named(code, scheme)))
    if scheme:
        title = SCHEMES[scheme]
        yield Triple(iri(code), curie("skos:inScheme"), iri(title.iri or scheme))
        yield from is_a(iri(title.iri or scheme), "skos:ConceptScheme")
        yield from texts(iri(title.iri or scheme), "dcterms:title", title.title)


def _named(code: str, scheme: str) -> Text:
    name = code.removeprefix(f"{scheme}/") if scheme else code.rpartition("/")[2]
    return Text(name, name)


def number(value: int) -> str:
    """A count as a term."""
    return literal(str(value), datatype=expand("xsd:nonNegativeInteger"))


def moment(value: datetime) -> str:
    """A moment as a term."""
    return literal(value.isoformat(), datatype=expand("xsd:dateTime"))


def day(value: date) -> str:
    """A day as a term."""
    return literal(value.isoformat(), datatype=expand("xsd:date"))
