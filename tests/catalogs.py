"""Catalogs made for a test: a dataset that lacks nothing, and ways to take something away from it."""

from __future__ import annotations

from pipeline.model.graph import Triple, parse_turtle

BASE = "https://w3id.org/digitalstrategie/id/musterstadt/"
DATASET = f"{BASE}datensatz/roadmap"
CSV, PDF = f"{DATASET}/projects.csv", f"{DATASET}/roadmap.pdf"
CSV_ADDRESS = "https://daten.musterstadt.example/editions/2026-11-22/projects.csv"
PDF_ADDRESS = "https://daten.musterstadt.example/editions/2026-11-22/roadmap.pdf"
ADDRESSES = (CSV_ADDRESS, PDF_ADDRESS)
PREFIXES = f"""
@base <{BASE}> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dcatde: <http://dcat-ap.de/def/dcatde/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eu: <http://publications.europa.eu/resource/authority/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# The PDF lacks what makes a distribution a good one, so that the CSV is the one that counts.
COMPLETE = f"""{PREFIXES}
<katalog> a dcat:Catalog ;
    dcterms:title "Katalog der Musterstadt"@de , "Catalog of Musterstadt"@en ;
    dcterms:description "Alle Daten."@de , "All data."@en ;
    dcterms:publisher <stelle> ;
    dcterms:license <http://dcat-ap.de/def/licenses/dl-by-de/2.0> ;
    dcterms:language <http://publications.europa.eu/resource/authority/language/DEU> ;
    foaf:homepage <https://www.musterstadt.example/> ;
    dcterms:issued "2026-11-22T09:00:00+00:00"^^xsd:dateTime ;
    dcterms:modified "2026-11-22T09:00:00+00:00"^^xsd:dateTime ;
    dcat:themeTaxonomy <http://publications.europa.eu/resource/authority/data-theme> ;
    dcat:dataset <datensatz/roadmap> .

<stelle> a foaf:Agent , foaf:Organization ;
    foaf:name "Musterstadt" ;
    dcterms:type <http://purl.org/adms/publishertype/LocalAuthority> .

<datensatz/roadmap> a dcat:Dataset ;
    dcterms:identifier "{DATASET}" ;
    dcterms:title "Roadmap der Musterstadt"@de , "Roadmap of Musterstadt"@en ;
    dcterms:description "Alle Projekte."@de , "All projects."@en ;
    dcterms:publisher <stelle> ;
    dcterms:creator <stelle> ;
    dcat:contactPoint <datensatz/roadmap#kontakt> ;
    dcat:theme <http://publications.europa.eu/resource/authority/data-theme/GOVE> ;
    dcat:keyword "Roadmap"@de , "Digitales"@de ;
    dcterms:language <http://publications.europa.eu/resource/authority/language/DEU> ;
    dcterms:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/IRREG> ;
    dcterms:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;
    dcterms:spatial <http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05370004> ;
    dcterms:temporal <datensatz/roadmap#zeitraum> ;
    dcterms:issued "2026-11-22T09:00:00+00:00"^^xsd:dateTime ;
    dcterms:modified "2026-11-22T09:00:00+00:00"^^xsd:dateTime ;
    dcatde:politicalGeocodingLevelURI <http://dcat-ap.de/def/politicalGeocoding/Level/municipality> ;
    dcatde:politicalGeocodingURI <http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05370004> ;
    dcatap:availability <http://publications.europa.eu/resource/authority/planned-availability/STABLE> ;
    dcat:distribution <datensatz/roadmap/projects.csv> , <datensatz/roadmap/roadmap.pdf> .

<http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05370004> a dcterms:Location .
<datensatz/roadmap#kontakt> a vcard:Organization , vcard:Kind ;
    vcard:fn "Stabsstelle Digitales" ; vcard:hasEmail <mailto:digital@musterstadt.example> .
<datensatz/roadmap#zeitraum> a dcterms:PeriodOfTime ;
    dcat:startDate "2022-01-01"^^xsd:date ; dcat:endDate "2030-12-31"^^xsd:date .

<datensatz/roadmap/projects.csv> a dcat:Distribution ;
    dcterms:title "Projekte"@de , "Projects"@en ;
    dcterms:description "Eine Zeile je Projekt."@de ;
    dcat:accessURL <{CSV_ADDRESS}> ;
    dcat:downloadURL <{CSV_ADDRESS}> ;
    dcterms:license <http://dcat-ap.de/def/licenses/dl-by-de/2.0> ;
    dcatde:licenseAttributionByText "Musterstadt"@de ;
    dcterms:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;
    dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ;
    dcat:byteSize "123"^^xsd:nonNegativeInteger ;
    spdx:checksum <datensatz/roadmap/projects.csv#checksum> ;
    dcterms:issued "2026-11-22T09:00:00+00:00"^^xsd:dateTime ;
    dcterms:modified "2026-11-22T09:00:00+00:00"^^xsd:dateTime ;
    dcterms:language <http://publications.europa.eu/resource/authority/language/DEU> ;
    dcterms:rights <datensatz/roadmap/projects.csv#rechte> ;
    dcatap:availability <http://publications.europa.eu/resource/authority/planned-availability/STABLE> ;
    adms:status <http://publications.europa.eu/resource/authority/distribution-status/COMPLETED> .

<datensatz/roadmap/projects.csv#checksum> a spdx:Checksum ;
    spdx:algorithm <http://spdx.org/rdf/terms#checksumAlgorithm_sha256> ;
    spdx:checksumValue "{"0" * 64}"^^xsd:hexBinary .
<datensatz/roadmap/projects.csv#rechte> a dcterms:RightsStatement ; rdfs:label "Namensnennung"@de .

<datensatz/roadmap/roadmap.pdf> a dcat:Distribution ;
    dcat:accessURL <{PDF_ADDRESS}> ;
    dcterms:license <http://dcat-ap.de/def/licenses/dl-by-de/2.0> ;
    dcatde:licenseAttributionByText "Musterstadt"@de .
"""


def complete() -> tuple[Triple, ...]:
    """The triples of the catalog that lacks nothing."""
    return parse_turtle(COMPLETE, "complete")


def without(subject: str, predicate: str) -> tuple[Triple, ...]:
    """The catalog without what ``subject`` has under a predicate, both given as IRIs."""
    return tuple(t for t in complete() if (t.subject, t.predicate) != (f"<{subject}>", f"<{predicate}>"))


def replaced(old: str, new: str) -> tuple[Triple, ...]:
    """The catalog with other text in its Turtle."""
    assert old in COMPLETE, old
    return parse_turtle(COMPLETE.replace(old, new), "replaced")
