"""Where ``euro_dcat_ap_3`` writes what DCAT-AP.de forbids: the same statement, in the form that is allowed."""

from collections.abc import Callable
from typing import Any

from ckanext.dcat.utils import resource_uri
from ckanext.dcatapde.vocabularies import (
    ADMS,
    DCAT_TERM,
    DCATDE,
    algorithm_iri,
    file_type_iri,
    language_iri,
    media_type_iri,
    status_iri,
)
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, SKOS
from rdflib.term import Node

LOCN = Namespace("http://www.w3.org/ns/locn#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
WKT = URIRef("http://www.opengis.net/ont/geosparql#wktLiteral")

UNKNOWN_LICENSE_TYPE = URIRef("http://purl.org/adms/licencetype/UnknownIPR")

# The properties of a distribution that CKAN fills with words, and the way to the IRI that each wants.
CODED: tuple[tuple[URIRef, Callable[[str], str | None], URIRef], ...] = (
    (DCTERMS.format, file_type_iri, DCTERMS.MediaTypeOrExtent),
    (DCAT.mediaType, media_type_iri, DCTERMS.MediaType),
    (DCAT.compressFormat, media_type_iri, DCTERMS.MediaType),
    (DCAT.packageFormat, media_type_iri, DCTERMS.MediaType),
)


def distribution_iri(resource: dict[str, Any]) -> URIRef:
    """The node ckanext-dcat gives a resource."""
    return URIRef(resource_uri(resource))


def mend_dataset(graph: Graph, dataset: URIRef, portal_language: str) -> None:
    """Mend what is said of a dataset itself and of its people."""
    mend_languages(graph, dataset)
    mend_places(graph, dataset, portal_language)
    mend_identifier(graph, dataset)
    mirror_political_geocoding(graph, dataset)
    mend_attributions(graph, dataset)
    for predicate in (DCTERMS.publisher, DCTERMS.creator, DCTERMS.contributor):
        for agent in list(graph.objects(dataset, predicate)):
            mend_identifier(graph, agent)
            mend_mailbox(graph, agent)


def mend_distribution(graph: Graph, distribution: URIRef, resource: dict[str, Any]) -> None:
    """Mend what is said of a distribution."""
    mend_languages(graph, distribution)
    mend_addresses(graph, distribution, resource)
    mend_checksum(graph, distribution)
    for predicate, iri_of, kind in CODED:
        code_literals(graph, distribution, predicate, iri_of, kind)
    for status in list(graph.objects(distribution, ADMS.status)):
        replace_object(graph, distribution, ADMS.status, status, status_iri(str(status)))
    mend_license(graph, distribution)
    for service in graph.objects(distribution, DCAT.accessService):
        mend_languages(graph, service)
        mend_identifier(graph, service)
        code_literals(graph, service, DCTERMS.format, file_type_iri, DCTERMS.MediaTypeOrExtent)


def mend_languages(graph: Graph, subject: Node) -> None:
    """Name languages by the IRIs of the EU. A word of no known language is no statement and goes."""
    for language in list(graph.objects(subject, DCTERMS.language)):
        if isinstance(language, Literal):
            graph.remove((subject, DCTERMS.language, language))
            if iri := language_iri(str(language)):
                graph.add((subject, DCTERMS.language, URIRef(iri)))
                graph.add((URIRef(iri), RDF.type, DCTERMS.LinguisticSystem))


def mend_identifier(graph: Graph, subject: Node) -> None:
    """An identifier is a literal, also when it is an IRI."""
    for identifier in list(graph.objects(subject, DCTERMS.identifier)):
        if isinstance(identifier, URIRef):
            graph.remove((subject, DCTERMS.identifier, identifier))
            graph.add((subject, DCTERMS.identifier, Literal(str(identifier))))


def mend_mailbox(graph: Graph, agent: Node) -> None:
    """A mailbox is an IRI."""
    for mailbox in list(graph.objects(agent, FOAF.mbox)):
        if isinstance(mailbox, Literal):
            graph.remove((agent, FOAF.mbox, mailbox))
            graph.add((agent, FOAF.mbox, URIRef(f"mailto:{str(mailbox).removeprefix('mailto:')}")))


def mirror_political_geocoding(graph: Graph, dataset: URIRef) -> None:
    """Say the political place as a place, too: other countries know nothing of the German property."""
    for place in graph.objects(dataset, DCATDE.politicalGeocodingURI):
        graph.add((dataset, DCTERMS.spatial, place))
        graph.add((place, RDF.type, DCTERMS.Location))


def mend_places(graph: Graph, dataset: URIRef, portal_language: str) -> None:
    """The name of a place is in the portal's language, as all that says no other."""
    for place in graph.objects(dataset, DCTERMS.spatial):
        for name in list(graph.objects(place, SKOS.prefLabel)):
            if isinstance(name, Literal) and not name.language:
                graph.remove((place, SKOS.prefLabel, name))
                graph.add((place, SKOS.prefLabel, Literal(str(name), lang=portal_language)))


def mend_attributions(graph: Graph, dataset: URIRef) -> None:
    """Attributions are terms of PROV, and read as such; ckanext-dcat writes them as terms of DCAT, which has none."""
    for attribution in list(graph.objects(dataset, DCAT_TERM.qualifiedAttribution)):
        graph.remove((dataset, DCAT_TERM.qualifiedAttribution, attribution))
        graph.remove((attribution, RDF.type, DCAT_TERM.Attribution))
        graph.add((dataset, PROV.qualifiedAttribution, attribution))
        graph.add((attribution, RDF.type, PROV.Attribution))
        for agent in list(graph.objects(attribution, DCAT_TERM.agent)):
            graph.remove((attribution, DCAT_TERM.agent, agent))
            graph.add((attribution, PROV.agent, agent))


def mend_addresses(graph: Graph, distribution: URIRef, resource: dict[str, Any]) -> None:
    """Give every distribution the address it must have, and a file of the portal its download."""
    if not resource.get("url"):
        return
    address = URIRef(str(resource["url"]).strip().replace(" ", "%20"))
    if (distribution, DCAT.accessURL, None) not in graph:
        graph.add((distribution, DCAT.accessURL, address))
    if resource.get("url_type") == "upload" and (distribution, DCAT.downloadURL, None) not in graph:
        graph.add((distribution, DCAT.downloadURL, address))


def mend_checksum(graph: Graph, distribution: URIRef) -> None:
    """Name the algorithm that the checksum's length tells.

    The portal's loader overwrites a SHA-256 with an MD5 and leaves the algorithm's name as it was.
    """
    for checksum in graph.objects(distribution, SPDX.checksum):
        value = graph.value(checksum, SPDX.checksumValue)
        if iri := algorithm_iri(str(value)):
            graph.remove((checksum, SPDX.algorithm, None))
            graph.add((checksum, SPDX.algorithm, URIRef(iri)))
            graph.add((URIRef(iri), RDF.type, SPDX.ChecksumAlgorithm))


def mend_license(graph: Graph, distribution: URIRef) -> None:
    """Call every licence one, an inherited one too; and no licence, CC BY for one, of unknown rights."""
    for license_ in list(graph.objects(distribution, DCTERMS.license)):
        graph.remove((license_, DCTERMS.type, UNKNOWN_LICENSE_TYPE))
        if isinstance(license_, URIRef):
            graph.add((license_, RDF.type, DCTERMS.LicenseDocument))


def code_literals(
    graph: Graph, subject: Node, predicate: URIRef, iri_of: Callable[[str], str | None], kind: URIRef
) -> None:
    """Replace words by IRIs. A word without one stays: a validator names it, and nothing is lost."""
    for value in list(graph.objects(subject, predicate)):
        if isinstance(value, Literal):
            replace_object(graph, subject, predicate, value, iri_of(str(value)), kind)


def replace_object(
    graph: Graph, subject: Node, predicate: URIRef, old: Node, iri: str | None, kind: URIRef | None = None
) -> None:
    """Put an IRI in the place of a value, where there is one."""
    if iri:
        graph.remove((subject, predicate, old))
        graph.add((subject, predicate, URIRef(iri)))
        if kind:
            graph.add((URIRef(iri), RDF.type, kind))
