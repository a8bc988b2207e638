"""The catalog of an edition whose files have changed: triples in, triples out that are true of the files again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from pipeline.model.graph import Index, Triple, curie, language_of, literal, literal_text
from pipeline.model.report import Text
from pipeline.model.vocabulary import expand

Files = Mapping[str, bytes]


def amend_catalog(
    triples: Iterable[Triple], before: Files, after: Files, *, moment: str, news: Mapping[str, Text]
) -> tuple[Triple, ...]:
    """Tell the size, the digest and the age of each file that changed, nothing of one that went, and the ``news`` of
    each dataset that has any, by its term.
    """
    triples = tuple(triples)
    index = Index(triples)
    files = {term: _name(term) for term in index.subjects("rdf:type", curie("dcat:Distribution"))}
    changed = {term for term, name in files.items() if name in after and after[name] != before.get(name)}
    gone = {term for term, name in files.items() if name in before and name not in after}
    gone |= {node for term in gone for node in index.objects(term, "spdx:checksum")}
    new = _values(index, changed, {term: after[files[term]] for term in changed}, moment)
    new |= {(term, _MODIFIED): literal(moment, datatype=expand("xsd:dateTime")) for term in _owners(index, changed)}
    left = (triple for triple in triples if triple.subject not in gone and triple.object not in gone)
    return tuple(sorted({_amended(triple, new, news) for triple in left}))


def news_of(triples: Iterable[Triple]) -> dict[str, Text]:
    """What the catalog says is new in each dataset, by its term."""
    told: dict[str, dict[str, str]] = {}
    for triple in triples:
        if triple.predicate == _NEWS:
            told.setdefault(triple.subject, {})[language_of(triple.object)] = literal_text(triple.object)
    return {term: Text(said.get("de", ""), said.get("en", said.get("de", ""))) for term, said in told.items()}


def _name(term: str) -> str:
    return unquote(literal_text(term).rpartition("/")[2])


def _values(
    index: Index, changed: Iterable[str], contents: Mapping[str, bytes], moment: str
) -> dict[tuple[str, str], str]:
    new = {}
    for term in changed:
        content = contents[term]
        new[term, curie("dcat:byteSize")] = literal(str(len(content)), datatype=expand("xsd:nonNegativeInteger"))
        new[term, _MODIFIED] = literal(moment, datatype=expand("xsd:dateTime"))
        for node in index.objects(term, "spdx:checksum"):
            digest = hashlib.sha256(content).hexdigest()
            new[node, curie("spdx:checksumValue")] = literal(digest, datatype=expand("xsd:hexBinary"))
    return new


def _owners(index: Index, changed: Iterable[str]) -> set[str]:
    """The datasets of files that changed, their series, and the catalog: whoever harvests looks at their age."""
    datasets = {owner for term in changed for owner in index.subjects("dcat:distribution", term)}
    series = {term for owner in datasets for term in index.objects(owner, "dcat:inSeries")}
    return datasets | series | set(index.subjects("rdf:type", curie("dcat:Catalog")))


def _amended(triple: Triple, new: Mapping[tuple[str, str], str], news: Mapping[str, Text]) -> Triple:
    if triple.predicate == _NEWS and (told := news.get(triple.subject)) and told.de:
        language = language_of(triple.object)
        return triple._replace(object=literal(told.en if language == "en" else told.de, language=language))
    return triple._replace(object=new.get((triple.subject, triple.predicate), triple.object))


_MODIFIED, _NEWS = curie("dcterms:modified"), curie("adms:versionNotes")
