"""A contact in a graph in, the kind of contact that it is out: an organization, a group, a person or a place."""

from ckanext.dcatapde.vocabularies import VCARD
from rdflib import Graph
from rdflib.namespace import RDF
from rdflib.term import Node

# The kinds of vCard. Each is a vcard:Kind, which is all that ckanext-dcat writes.
CONTACT_KINDS = {VCARD.Organization, VCARD.Group, VCARD.Individual, VCARD.Location}


def kind_of(graph: Graph, contact: Node) -> str | None:
    """The kind that the graph says it is; nothing where it says vcard:Kind alone."""
    return min((str(kind) for kind in graph.objects(contact, RDF.type) if kind in CONTACT_KINDS), default=None)
