"""The place that a town's data are about: its official keys in; its IRIs, its name and the region around it out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.catalog import EU, GEOCODING, LABELS
from pipeline.model.dataset import Dataset
from pipeline.model.graph import Triple, curie, iri, is_a, literal, texts
from pipeline.model.nuts import NUTS, nuts_of
from pipeline.model.report import NOTHING, Text

COUNTRY = f"{EU}/country/DEU"


def places(dataset: Dataset) -> list[str]:
    """The place by its official keys; Germany where the town gives none."""
    geography = dataset.geography
    keys = (("municipalityKey", geography.ags), ("regionalKey", geography.ars))
    return [f"{GEOCODING}/{kind}/{key}" for kind, key in keys if key] or [COUNTRY]


def place_triples(dataset: Dataset, place: str) -> Iterator[Triple]:
    """What one of those places is called, its key, and where statistics of the EU find it."""
    term = iri(place)
    yield from is_a(term, "dcterms:Location")
    yield from texts(term, "skos:prefLabel", _name(dataset, place))
    yield from around(dataset, place)


def around(dataset: Dataset, place: str) -> Iterator[Triple]:
    """The key of a place, the region of NUTS that it lies in, and the number under which GISCO has a municipality.

    A town is a local administrative unit (LAU) of its own, under its municipality key.
    """
    term, key = iri(place), place.rpartition("/")[2]
    if place == COUNTRY:
        return
    yield Triple(term, curie("skos:notation"), literal(key))
    if place.startswith(_MUNICIPALITY) and dataset.geography.level == "municipality":
        yield Triple(term, curie("dcterms:identifier"), literal(f"DE_{key}"))
    if region := nuts_of(key):
        yield Triple(term, curie("dcterms:isPartOf"), iri(f"{NUTS}{region}"))


def _name(dataset: Dataset, place: str) -> Text:
    return LABELS.get(place, dataset.geography.name if place.startswith(GEOCODING) else NOTHING)


_MUNICIPALITY = f"{GEOCODING}/municipalityKey/"
