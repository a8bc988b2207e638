"""From an edition to its datasets as a certain portal takes them, or a refusal before anything is sent."""

from __future__ import annotations

from pipeline.model.edition import Edition
from pipeline.model.graph import parse_turtle
from pipeline.publish.ckan import wording
from pipeline.publish.ckan.failures import PublishError
from pipeline.publish.ckan.licensing import name_license
from pipeline.publish.ckan.portal import Portal
from pipeline.publish.ckan.schema import (
    Adapted,
    Schema,
    adapt,
    refuse_what_cannot_be_indexed,
    refuse_what_cannot_be_known_again,
)
from pipeline.publish.ckan.wanted import build_wanted


def adapt_edition(edition: Edition, portal: Portal, schema: Schema, *, prefix: str, language: str) -> list[Adapted]:
    """The datasets of an edition in the fields and words of a portal. Raises ``PublishError``."""
    refuse_what_cannot_be_known_again(schema)
    catalog = next((file for file in edition.distributions if file.name == "catalog.ttl"), None)
    if catalog is None:
        raise PublishError(wording.NO_CATALOG)
    triples = parse_turtle(catalog.content.decode(), catalog.name)
    wanted = build_wanted(triples, edition.distributions, prefix=prefix, language=language)
    if not schema.keeps_checksums:  # our plugin shows a license by its IRI in words
        licenses = portal.read_licenses()
        wanted = tuple(name_license(each, licenses) for each in wanted)
    adapted = [adapt(each, schema) for each in wanted]
    for each in adapted:
        refuse_what_cannot_be_indexed(each)
    return adapted
