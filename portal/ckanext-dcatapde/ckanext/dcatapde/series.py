"""The series a dataset is in: nodes of the graph to entries of the field ``series``, and back.

An entry holds a series in one language. Those with the same IRI are one series.
"""

from collections.abc import Iterator, Mapping, Sequence

from ckanext.dcat.profiles import CleanedURIRef
from ckanext.dcatapde.translations import LANGUAGE, UNTAGGED, texts_by_language
from ckanext.dcatapde.vocabularies import DCAT_TERM, primary_language
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF
from rdflib.term import Node

SERIES_TEXTS = {"title": DCTERMS.title, "description": DCTERMS.description}

Entry = dict[str, str]


def read_series(graph: Graph, dataset: Node, portal_language: str) -> list[Entry]:
    """One entry for each series and language, the portal's first and without its name."""
    found = graph.objects(dataset, DCAT_TERM.inSeries)
    entries = [entry for series in found for entry in describe(graph, series, portal_language)]
    return sorted(entries, key=lambda entry: [entry.get(key, "") for key in ("uri", "language", *SERIES_TEXTS)])


def describe(graph: Graph, series: Node, portal_language: str) -> Iterator[Entry]:
    """The entries of one series. Without an IRI it is one: nothing would hold a second to it."""
    texts = {name: texts_by_language(graph, series, predicate) for name, predicate in SERIES_TEXTS.items()}
    for by_language in texts.values():
        if untagged := by_language.pop(UNTAGGED, None):
            by_language.setdefault(portal_language, untagged)
    found = {language for by_language in texts.values() for language in by_language}
    languages = sorted(found, key=lambda language: (language != portal_language, language)) or [portal_language]
    for language in languages if isinstance(series, URIRef) else languages[:1]:
        entry = {"uri": str(series)} if isinstance(series, URIRef) else {}
        entry |= {"language": language} if language != portal_language else {}
        entry |= {name: by_language[language][0] for name, by_language in texts.items() if language in by_language}
        if entry:
            yield entry


def write_series(graph: Graph, dataset: Node, entries: Sequence[Mapping[str, str]], portal_language: str) -> None:
    """Describe the series. Its publisher, which it must have, is the dataset's."""
    publisher = min(graph.objects(dataset, DCTERMS.publisher), key=str, default=None)
    for entry in entries:
        iri = (entry.get("uri") or "").strip()
        texts = {predicate: (entry.get(name) or "").strip() for name, predicate in SERIES_TEXTS.items()}
        if not iri and not any(texts.values()):
            continue
        series = CleanedURIRef(iri) if iri else BNode()
        graph.add((dataset, DCAT_TERM.inSeries, series))
        graph.add((series, RDF.type, DCAT_TERM.DatasetSeries))
        language = primary_language(entry.get("language") or portal_language)
        for predicate, text in texts.items():
            if text and LANGUAGE.fullmatch(language):
                graph.add((series, predicate, Literal(text, lang=language)))
        # Datasets of several publishers may share a series in a catalog, which may have one.
        if publisher is not None and (series, DCTERMS.publisher, None) not in graph:
            graph.add((series, DCTERMS.publisher, publisher))
