"""Texts in several languages: the portal's own in CKAN's fields, the others beside them in ``translations``.

CKAN holds one title and one description. A list of translations, one entry for each other language, keeps what a
harvested catalog says in them, and lets an editor add them: no other extension is needed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ckanext.dcatapde.vocabularies import ADMS, DCATDE, primary_language
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, RDFS
from rdflib.term import Node

DATASET_TEXTS = {
    "title": DCTERMS.title,
    "notes": DCTERMS.description,
    "version_notes": ADMS.versionNotes,
    "provenance": DCTERMS.provenance,
}
DISTRIBUTION_TEXTS = {
    "name": DCTERMS.title,
    "description": DCTERMS.description,
    "license_attribution_by_text": DCATDE.licenseAttributionByText,
    "rights": DCTERMS.rights,
}
# Properties whose texts are the labels of a statement.
STATEMENTS = {DCTERMS.provenance: DCTERMS.ProvenanceStatement, DCTERMS.rights: DCTERMS.RightsStatement}
KEYWORDS = "keywords"
UNTAGGED = ""
LANGUAGE = re.compile("[a-z]{2,8}")

Translations = list[dict[str, str]]


def texts_by_language(graph: Graph, subject: Node, predicate: URIRef) -> dict[str, list[str]]:
    """Sort the texts of a property by language."""
    texts: dict[str, list[str]] = {}
    for literal in literals_of(graph, subject, predicate):
        if isinstance(literal, Literal) and str(literal).strip():
            language = primary_language(literal.language) if literal.language else UNTAGGED
            texts.setdefault(language, []).append(str(literal))
    return {language: sorted(values) for language, values in texts.items()}


def literals_of(graph: Graph, subject: Node, predicate: URIRef) -> Iterator[Node]:
    """What a property says itself, and what the statements say that it leads to."""
    for node in graph.objects(subject, predicate):
        yield node
        if predicate in STATEMENTS:
            yield from graph.objects(node, RDFS.label)


def iri_of(graph: Graph, subject: Node, predicate: URIRef) -> str | None:
    """The IRI a property leads to, of several always the same. A blank node has none: its name changes each time."""
    return min((str(node) for node in graph.objects(subject, predicate) if isinstance(node, URIRef)), default=None)


def main_text(texts: Mapping[str, list[str]], portal_language: str) -> str | None:
    """The text for CKAN's own field: in the portal's language, else untagged, else English, else the first."""
    for language in (portal_language, UNTAGGED, "en", *sorted(texts)):
        if language in texts:
            return texts[language][0]
    return None


def read_translations(
    graph: Graph, subject: Node, properties: Mapping[str, URIRef], portal_language: str
) -> Translations:
    """One entry for each language other than the portal's, with the field names as keys.

    A text that is the same in the portal's language is no translation: kept as one, it would claim the original.
    """
    entries: dict[str, dict[str, str]] = {}
    for name, predicate in properties.items():
        by_language = texts_by_language(graph, subject, predicate)
        own = {*by_language.pop(portal_language, []), *by_language.pop(UNTAGGED, [])}
        for language, texts in by_language.items():
            if others := [text for text in texts if text not in own]:
                text = ", ".join(others) if name == KEYWORDS else others[0]
                entries.setdefault(language, {"language": language})[name] = text
    return [entries[language] for language in sorted(entries)]


def read_dataset_translations(graph: Graph, dataset: Node, portal_language: str) -> Translations:
    """The other languages of a dataset, keywords among them."""
    return read_translations(graph, dataset, {**DATASET_TEXTS, KEYWORDS: DCAT.keyword}, portal_language)


def write_texts(
    graph: Graph,
    subject: Node,
    predicate: URIRef,
    mains: Iterable[str],
    translated: Iterable[tuple[str, str]],
    portal_language: str,
) -> None:
    """Replace the literals of a property by tagged ones."""
    graph.remove((subject, predicate, None))
    for literal in tag(mains, translated, portal_language):
        graph.add((subject, predicate, literal))


def write_statement(
    graph: Graph,
    subject: Node,
    predicate: URIRef,
    mains: Iterable[str],
    translated: Iterable[tuple[str, str]],
    portal_language: str,
) -> None:
    """Replace the label of a statement by tagged ones. One that stands elsewhere, known by its IRI, stays as it is."""
    nodes = list(graph.objects(subject, predicate))
    labels = tag(mains, translated, portal_language)
    if labels and not any(isinstance(node, URIRef) for node in nodes):
        statement = nodes[0] if nodes else BNode()
        graph.add((subject, predicate, statement))
        graph.add((statement, RDF.type, STATEMENTS[predicate]))
        graph.remove((statement, RDFS.label, None))
        for label in labels:
            graph.add((statement, RDFS.label, label))


def tag(mains: Iterable[str], translated: Iterable[tuple[str, str]], portal_language: str) -> list[Literal]:
    """Give each text its language. What no translation claims is in the portal's, and what one claims for it too: a
    word may be the same in both.
    """
    pairs = list(translated)
    translated = [(language, text) for language, text in pairs if language != portal_language]
    claimed = {text for _, text in translated} - {text for language, text in pairs if language == portal_language}
    own = [Literal(text, lang=portal_language) for text in mains if text not in claimed]
    return own + [Literal(text, lang=language) for language, text in translated]


def translations_of(entries: Any, name: str) -> list[tuple[str, str]]:
    """The language and text of each entry that has the field. Half-filled entries of a form are passed over.

    So are those whose language is none, which no graph would take.
    """
    found = []
    for entry in entries if isinstance(entries, list) else []:
        language = primary_language(entry.get("language") or "")
        texts = (entry.get(name) or "").split(",") if name == KEYWORDS else [entry.get(name) or ""]
        if LANGUAGE.fullmatch(language):
            found += [(language, text.strip()) for text in texts if text.strip()]
    return found
