"""Triples to the triples without what is to go."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.erase.erasure import Erasure
from pipeline.erase.renaming import GONE, Renaming
from pipeline.model.graph import Triple, curie, language_of, literal, literal_text
from pipeline.model.vocabulary import expand


def cut_triples(triples: Iterable[Triple], erasure: Erasure, renaming: Renaming) -> tuple[Triple, ...]:
    """The triples that are left, in their order, without what only those that went led to."""
    triples = tuple(triples)
    pairs = [(triple, cut_triple(triple, erasure, renaming)) for triple in triples]
    shells = _shells([new for _, new in pairs if new], {renaming.of(old.subject) for old, new in pairs if new is None})
    kept = [new for _, new in pairs if new and shells.isdisjoint(new)]
    lost = {old.object for old, new in pairs if new is None and old.object.startswith("<")}
    return tuple(dict.fromkeys(_without_orphans(kept, lost)))


def _shells(triples: Iterable[Triple], poorer: set[str]) -> set[str]:
    """Of the things that lost a statement, those of which nothing is left but what kind of thing they were."""
    return poorer - {triple.subject for triple in triples if triple.predicate != _TYPE}


def cut_triple(triple: Triple, erasure: Erasure, renaming: Renaming) -> Triple | None:
    """One triple as it is from now on; ``None`` for one that goes."""
    subject, object_ = renaming.of(triple.subject), triple.object
    if triple.predicate == _IDENTIFIER and literal_text(object_) in renaming.keys:
        object_ = literal(renaming.keys[literal_text(object_)])
    object_ = renaming.of(object_) if object_.startswith("<") else cut_literal(object_, erasure)
    return Triple(subject, triple.predicate, object_) if GONE not in (subject, object_) else None


def cut_literal(term: str, erasure: Erasure) -> str:
    """A literal without the texts; nothing is left of one that is no text."""
    text = literal_text(term)
    if not erasure.texts or not erasure.says(text):
        return term
    if term.endswith(">") and not term.endswith(f"^^<{_STRING}>"):
        return GONE
    language = language_of(term)
    return literal(erasure.cut(text, language), language=language)


def _without_orphans(triples: list[Triple], lost: set[str]) -> list[Triple]:
    """Drop what is described and named by nothing any more, and what only that named."""
    while lost:
        named = {triple.object for triple in triples}
        alone = {triple.subject for triple in triples} & lost - named
        lost = {triple.object for triple in triples if triple.subject in alone}
        triples = [triple for triple in triples if triple.subject not in alone]
    return triples


_TYPE = curie("rdf:type")
_IDENTIFIER, _STRING = curie("dcterms:identifier"), expand("xsd:string")
