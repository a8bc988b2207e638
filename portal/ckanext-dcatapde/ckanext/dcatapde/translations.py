"""Texts in several languages: the portal's own in CKAN's fields, the others beside them in ``translations``.

CKAN holds one title and one description. A list of translations, one entry for each other language, keeps what a
harvested catalog says in them, and lets an editor add them: no other extension is needed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.dcatapde.vocabularies import DCATDE, primary_language
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS
from rdflib.term import Node

DATASET_TEXTS = {"title": DCTERMS.title, "notes": DCTERMS.description}
DISTRIBUTION_TEXTS = {
    "name": DCTERMS.title,
    "description": DCTERMS.description,
    "license_attribution_by_text": DCATDE.licenseAttributionByText,
}
KEYWORDS = "keywords"
UNTAGGED = ""

Translations = list[dict[str, str]]


def texts_by_language(graph: Graph, subject: Node, predicate: URIRef) -> dict[str, list[str]]:
    """Sort the literals of a property by language."""
    texts: dict[str, list[str]] = {}
    for literal in graph.objects(subject, predicate):
        if isinstance(literal, Literal) and str(literal).strip():
            language = primary_language(literal.language) if literal.language else UNTAGGED
            texts.setdefault(language, []).append(str(literal))
    return {language: sorted(values) for language, values in texts.items()}


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
    """Replace the literals of a property by tagged ones. What no translation claims is in the portal's language."""
    graph.remove((subject, predicate, None))
    translated = [(language, text) for language, text in translated if language != portal_language]
    for language, text in translated:
        graph.add((subject, predicate, Literal(text, lang=language)))
    claimed = {text for _, text in translated}
    for text in mains:
        if text not in claimed:
            graph.add((subject, predicate, Literal(text, lang=portal_language)))


def translations_of(entries: Any, name: str) -> list[tuple[str, str]]:
    """The language and text of each entry that has the field. Half-filled entries of a form are passed over."""
    found = []
    for entry in entries if isinstance(entries, list) else []:
        language = primary_language(entry.get("language") or "")
        texts = (entry.get(name) or "").split(",") if name == KEYWORDS else [entry.get(name) or ""]
        if language:
            found += [(language, text.strip()) for text in texts if text.strip()]
    return found
