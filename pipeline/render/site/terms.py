"""The page of a term of the vocabulary: what it means, what it refines, what goes with it, and how it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model.graph import curie
from pipeline.model.vocabulary import DEF, PREFIXES
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link, folder_of
from pipeline.render.site.matter import Matter
from pipeline.render.site.pen import File, Link, Pen, safe_address
from pipeline.render.site.strategy import data_links
from pipeline.render.site.things import speaks
from pipeline.render.site.usage import usage_of
from pipeline.render.site.values import name_of, read_value

ORIGIN = DEF.removesuffix("def/")
"""What all of the project's IRIs begin with; its pages lie below the root of its site as these lie below it."""


class Entry(NamedTuple):
    """A term as its page tells it."""

    words: str
    short: str
    kind: str
    iri: str
    definition: str | Markup
    hint: str | Markup
    facts: Sequence[tuple[str, list[Link]]]
    usage: str
    is_deprecated: bool


def folder_for(iri: str, matter: Matter) -> str:
    """The folder of the page of anything of the project's: ``def/Project``, ``katalog``, ``doc/project``."""
    if matter.is_ours(iri):
        return matter.folder(iri)
    below = f"{ORIGIN}id/"
    return f"doc/{folder_of(iri, below)}" if iri.startswith(below) else folder_of(iri, ORIGIN)


def write_term(folder: str, terms: Sequence[str], pen: Pen) -> File:
    """A page. A code list and the property that takes its values from it have the same, with the list first."""
    entries = [_entry(term, pen) for term in terms]
    return pen.page(
        "term.html.j2",
        folder,
        title=entries[0].words,
        entries=entries,
        data=data_links(pen.matter, folder),
        trail=[Link(pen.words["vocabulary"], "def")],
    )


def _entry(term: str, pen: Pen) -> Entry:
    return Entry(
        name_of(term, pen),
        short_name(term),
        kind_of(term, pen),
        term[1:-1],
        definition_of(term, pen),
        pen.literal(term, "skos:scopeNote"),
        list(_facts(term, pen)),
        usage_of(term, pen.matter.index),
        pen.matter.index.text(term, "owl:deprecated") in ("true", "1"),
    )


def kind_of(term: str, pen: Pen) -> str:
    """What a term is, in words."""
    kinds = pen.matter.index.objects(term, "rdf:type")
    return next((pen.words[f"kind_{name}"] for name in KINDS if curie(name) in kinds), "")


def definition_of(term: str, pen: Pen) -> str | Markup:
    """What it means."""
    return pen.literal(term, "skos:definition") or pen.literal(term, "dcterms:description")


def short_name(term: str) -> str:
    """The prefixed name of a term that has one: ``ds:Project``; else nothing."""
    iri = term[1:-1]
    found = ((prefix, iri[len(name) :]) for prefix, name in PREFIXES.items() if iri.startswith(name))
    return next((f"{prefix}:{local}" for prefix, local in found if local and "/" not in local), "")


def link_to(term: str, pen: Pen) -> Link:
    """A term as a link: to its page, or away where it is another vocabulary's."""
    if not term.startswith("<"):
        return read_value(term, pen)
    iri = term[1:-1]
    if term in pen.matter.statements and iri.startswith(ORIGIN):
        return Link(name_of(term, pen), as_link(folder_for(iri, pen.matter)))
    return Link(short_name(term) or iri, address=safe_address(iri))


def _facts(term: str, pen: Pen) -> Iterator[tuple[str, list[Link]]]:
    index = pen.matter.index
    for name in FACTS:
        if values := [value for value in index.objects(term, name) if speaks(value, pen)]:
            yield pen.words[f"fact_{name}"], [link_to(value, pen) for value in values]
    for name in INVERSE:
        if found := index.subjects(name, term):
            yield pen.words[f"inverse_{name}"], [link_to(value, pen) for value in found]


CLASS, LIST = "owl:Class", "skos:ConceptScheme"
PROPERTIES = ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
KINDS = ("owl:Ontology", LIST, CLASS, *PROPERTIES, "skos:Concept", "foaf:Organization")
"""What has a page; where two share one, it is of the first."""
FACTS = (
    "dcterms:isReplacedBy", "rdfs:subClassOf", "rdfs:subPropertyOf", "owl:equivalentClass", "owl:equivalentProperty",
    "skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "rdfs:domain", "rdfs:range", "skos:notation",
    "skos:inScheme", "skos:hasTopConcept", "skos:altLabel", "rdfs:seeAlso", "owl:versionInfo", "dcterms:issued",
    "dcterms:modified", "dcterms:license", "dcterms:creator",
)  # fmt: skip
INVERSE = ("rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range", "rdf:type")
