"""What all parts of a catalog share: who publishes, whom to ask, which place, since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.describe.statements import coded, moment
from pipeline.model.catalog import (
    EU,
    GEOCODING,
    LANGUAGES,
    CatalogNames,
    fragment,
)
from pipeline.model.dataset import Dataset, Geography
from pipeline.model.edition import Release
from pipeline.model.graph import Triple, curie, iri, is_a, literal, segment
from pipeline.model.place import around, places
from pipeline.model.report import Text
from pipeline.model.vocabulary import expand


@dataclass(frozen=True, slots=True)
class Context:
    """What all datasets of an edition share: settings, names, the release, the term of the publisher.

    ``releases`` are those of the datasets by name; one that is not there has that of the edition. ``vocabulary`` is the
    dataset of the vocabulary, as that names it.
    """

    dataset: Dataset
    names: CatalogNames
    release: Release
    publisher: str
    releases: Mapping[str, Release] = field(default_factory=dict)
    vocabulary: str = ""

    def release_of(self, name: str) -> Release:
        """The edition in which a dataset last changed."""
        return self.releases.get(name, self.release)

    def address(self, file: str) -> str:
        """Where a file of this edition lies, in a folder that never changes."""
        site = self.dataset.catalog.site or self.dataset.iris.base
        return iri(f"{site}editions/{segment(self.release.version)}/{segment(file)}")


def about(context: Context, term: str, languages: Iterable[str]) -> Iterator[Triple]:
    """Who publishes, whom to ask, which place, which languages: the same for all."""
    yield Triple(term, curie("dcterms:publisher"), context.publisher)
    yield from contact_of(context, term)
    for code in languages:
        yield from coded(term, "dcterms:language", f"{EU}/language/{LANGUAGES[code]}", "dcterms:LinguisticSystem")
    for place in places(context.dataset):
        yield from coded(term, "dcterms:spatial", place, "dcterms:Location", context.dataset.geography.name)
        yield from around(context.dataset, place)
        yield from _extent(iri(place), context.dataset.geography if place.startswith(GEOCODING) else _GERMANY)


def moments(term: str, release: Release, modified: str) -> Iterator[Triple]:
    """Since when a thing is published, and when it last changed."""
    yield Triple(term, curie("dcterms:issued"), moment(release.issued_at))
    yield Triple(term, curie("dcterms:modified"), modified)


def contact_of(context: Context, term: str) -> Iterator[Triple]:
    """Whom to ask: a role, never a person."""
    contact, card = context.dataset.contact, fragment(context.names.catalog, "kontakt")
    yield Triple(term, curie("dcat:contactPoint"), card)
    yield from is_a(card, "vcard:Kind", "vcard:Organization")
    if contact.name:  # what is left empty is to be missed by the rules
        yield Triple(card, curie("vcard:fn"), literal(contact.name))
    if contact.email:
        yield Triple(card, curie("vcard:hasEmail"), iri(f"mailto:{contact.email}"))
    if contact.url:
        yield Triple(card, curie("vcard:hasURL"), iri(contact.url))


def _extent(place: str, geography: Geography) -> Iterator[Triple]:
    """Where a place lies, as well-known text (OGC Simple Features): longitude first, as CRS84 has it, the default."""
    as_wkt = expand("geo:wktLiteral")
    if geography.centroid:
        longitude, latitude = geography.centroid
        yield Triple(place, curie("dcat:centroid"), literal(f"POINT({longitude:f} {latitude:f})", datatype=as_wkt))
    if geography.bbox:
        west, south, east, north = geography.bbox
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        ring = ", ".join(f"{longitude:f} {latitude:f}" for longitude, latitude in corners)
        yield Triple(place, curie("dcat:bbox"), literal(f"POLYGON(({ring}))", datatype=as_wkt))


_GERMANY = Geography(
    centroid=(Decimal("10.4"), Decimal("51.1")),
    bbox=(Decimal("5.87"), Decimal("47.27"), Decimal("15.04"), Decimal("55.06")),
)


def page(term: str, predicate: str, address: str) -> Iterator[Triple]:
    """That a page belongs to a thing."""
    yield Triple(term, curie(predicate), iri(address))
    yield from is_a(iri(address), "foaf:Document")


VOCABULARY_TITLE = Text("Vokabular für kommunale Digitalstrategien", "Digital Strategy Vocabulary")
