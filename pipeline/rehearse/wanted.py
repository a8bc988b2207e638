"""The triples of a catalog to what it leads a harvester to: files with what is promised of them, things, pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model.catalog import SHA_256
from pipeline.model.graph import NOWHERE, Index, Triple, curie, iri, literal_text
from pipeline.model.harvest import Promise, Wanted

_THINGS = ("dcat:Catalog", "dcat:Dataset", "dcat:DatasetSeries", "dcat:Distribution", "dcat:DataService")
_PAGES = ("dcat:landingPage", "dcat:endpointURL", "dcat:endpointDescription")
_HOMEPAGES = ("foaf:homepage", "foaf:page", "vcard:hasURL")
_ADDRESSES = ("dcat:downloadURL", "dcat:accessURL")


def find_wanted(catalog: Iterable[Triple]) -> Wanted:
    """What there is to fetch, each address once, in the order of the alphabet."""
    triples = tuple(catalog)
    index = Index(triples)
    files: dict[str, Promise] = {}
    for distribution in sorted(index.subjects("rdf:type", curie("dcat:Distribution"))):
        for address in _addresses(index, (distribution,), _ADDRESSES):
            files.setdefault(address, _promise(index, distribution, address))
    things = [node for kind in _THINGS for node in index.subjects("rdf:type", curie(kind))]
    subjects = tuple({triple.subject for triple in triples})
    return Wanted(
        files=tuple(files[address] for address in sorted(files)),
        things=tuple(sorted({literal_text(node) for node in things if _is_address(node) and "#" not in node})),
        pages=_addresses(index, subjects, _PAGES),
        homepages=_addresses(index, subjects, _HOMEPAGES),
    )


def count_datasets(catalog: Iterable[Triple]) -> int:
    """How many datasets a catalog describes."""
    index = Index(catalog)
    series = set(index.subjects("rdf:type", curie("dcat:DatasetSeries")))
    return len(set(index.subjects("rdf:type", curie("dcat:Dataset"))) - series)


def _addresses(index: Index, nodes: Iterable[str], properties: Iterable[str]) -> tuple[str, ...]:
    found = {term for node in nodes for name in properties for term in index.objects(node, name)}
    return tuple(sorted(literal_text(term) for term in found if _is_address(term)))


def _is_address(term: str) -> bool:
    return term.startswith(("<http://", "<https://")) and not term.startswith(f"<{NOWHERE}")


def _promise(index: Index, distribution: str, address: str) -> Promise:
    """What is said of a file. An ``accessURL`` of its own may be a page about it, of which nothing is promised."""
    downloads = index.objects(distribution, "dcat:downloadURL")
    if downloads and iri(address) not in downloads:
        return Promise(address)
    sizes = [literal_text(term) for term in index.objects(distribution, "dcat:byteSize")]
    return Promise(
        address,
        _first(
            literal_text(term).rpartition("media-types/")[2].lower()
            for term in index.objects(distribution, "dcat:mediaType")
        ),
        next((int(size) for size in sizes if size.isascii() and size.isdigit()), None),
        _first(_checksums(index, distribution)),
    )


def _checksums(index: Index, distribution: str) -> Sequence[str]:
    nodes = index.objects(distribution, "spdx:checksum")
    return [
        index.text(node, "spdx:checksumValue").lower()
        for node in nodes
        if iri(SHA_256) in index.objects(node, "spdx:algorithm")
    ]


def _first(values: Iterable[str]) -> str:
    return next(iter(values), "")
