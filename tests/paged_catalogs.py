"""A catalog of many datasets as CKAN gives it: in pages that name the next one twice, with blank nodes on each."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import Graph

from tests.catalogs import PREFIXES

HYDRA = "http://www.w3.org/ns/hydra/core#"
MEDIA_TYPES = {"turtle": "text/turtle", "xml": "application/rdf+xml", "json-ld": "application/ld+json"}
_EU = "http://publications.europa.eu/resource/authority"
_LICENSE = "http://dcat-ap.de/def/licenses/dl-by-de/2.0"


def dataset(number: int) -> str:
    """One dataset; each third has no keyword, each fifth no license, each seventh no period."""
    iri, day = f"<https://portal.example/dataset/{number}>", '"2026-11-22T09:00:00+00:00"^^xsd:dateTime'
    keyword = f'dcat:keyword "Nummer {number}" ;' if number % 3 else ""
    license_ = f"dcterms:license <{_LICENSE}> ;" if number % 5 else ""
    period = 'dcat:startDate "2022-01-01"^^xsd:date ; dcat:endDate "2030-12-31"^^xsd:date'
    temporal = f"dcterms:temporal [ a dcterms:PeriodOfTime ; {period} ] ;" if number % 7 else ""
    return f"""
<https://portal.example/> dcat:dataset {iri} .
{iri} a dcat:Dataset ;
    dcterms:identifier "{number}" ;
    dcterms:title "Datensatz {number}"@de ; dcterms:description "Der Datensatz mit der Nummer {number}."@de ;
    dcterms:publisher <https://portal.example/organization/1> ;
    dcat:contactPoint [ a vcard:Organization , vcard:Kind ;
        vcard:fn "Stelle" ; vcard:hasEmail <mailto:stelle@musterstadt.example> ] ;
    dcat:theme <{_EU}/data-theme/GOVE> ; {keyword} {temporal}
    dcterms:accessRights <{_EU}/access-right/PUBLIC> ;
    dcterms:spatial [ a dcterms:Location ; dcat:bbox "POINT(6 51)" ] ;
    dcterms:issued {day} ; dcterms:modified {day} ;
    dcat:distribution [ a dcat:Distribution ;
        dcterms:title "Datei"@de ; {license_} dcatde:licenseAttributionByText "Musterstadt"@de ;
        dcat:accessURL <https://portal.example/{number}.csv> ; dcat:downloadURL <https://portal.example/{number}.csv> ;
        dcterms:format <{_EU}/file-type/CSV> ;
        dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ;
        spdx:checksum [ a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ;
            spdx:checksumValue "{number:064x}"^^xsd:hexBinary ] ;
        dcterms:issued {day} ; dcterms:modified {day} ] .
"""


_CATALOG = f"""{PREFIXES}
<https://portal.example/> a dcat:Catalog ;
    dcterms:title "Das Portal"@de ; dcterms:description "Alle Daten."@de ;
    dcterms:publisher [ a foaf:Agent ; foaf:name "Portal" ] .
"""
# On the first page alone, as what datasets of several pages lead to.
_ORGANIZATION = """
<https://portal.example/organization/1> a foaf:Agent , foaf:Organization ; foaf:name "Musterstadt" ;
    dcterms:type <http://purl.org/adms/publishertype/LocalAuthority> .
"""


def whole(numbers: Sequence[int]) -> str:
    """All datasets in one file of Turtle."""
    return _CATALOG + _ORGANIZATION + "".join(map(dataset, numbers))


def pages(numbers: Sequence[int], address: str, *, each: int = 100) -> list[str]:
    """The datasets by the page, which call themselves by ``address`` and their number."""
    parts = [numbers[start : start + each] for start in range(0, len(numbers), each)]
    return [
        _CATALOG
        + ("" if at else _ORGANIZATION)
        + "".join(map(dataset, part))
        + _leading(address, at + 1, len(parts), len(numbers))
        for at, part in enumerate(parts)
    ]


def _leading(address: str, page: int, last: int, total: int) -> str:
    """How a page leads to the others: each way in the word of today and in the older one."""
    ways = {"first": 1, "last": last, "next": page + 1 if page < last else 0, "previous": page - 1}
    links = (
        f'<{HYDRA}{word}> "{address}?page={to}" ; <{HYDRA}{word}Page> "{address}?page={to}" ;'
        for word, to in ways.items()
        if to
    )
    numbers = f"<{HYDRA}totalItems> {total} ; <{HYDRA}itemsPerPage> 100"
    return f"<{address}?page={page}> a <{HYDRA}PagedCollection> ; {' '.join(links)} {numbers} .\n"


def written(turtle: str, form: str) -> str:
    """The same in another form, by rdflib, as a portal writes it."""
    return Graph().parse(data=turtle, format="turtle").serialize(format=form)
