"""Where a town lies: refused with its key what cannot be there, and written with the longitude first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.model.dataset import Geography
from pipeline.town.mistakes_in_geography import mistakes_in_geography

AGS, ARS = "05370004", "053700004004"


def degrees(*numbers: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, numbers))


MIDDLE, EXTENT = degrees("6.3158", "51.0797"), degrees("6.19", "51.00", "6.46", "51.14")


def told(geography: Geography) -> list[tuple[str, str]]:
    return [(key.removeprefix("geography."), words.en) for key, words in mistakes_in_geography(geography)]


@pytest.mark.parametrize(
    "geography",
    [
        Geography(),
        Geography(ags=AGS, ars=ARS, centroid=MIDDLE, bbox=EXTENT),
        Geography(centroid=MIDDLE),
        Geography(bbox=EXTENT),
        Geography(ags=AGS, centroid=EXTENT[:2], bbox=EXTENT),  # a corner is within
        Geography(ags="01054168", centroid=degrees("8.3", "54.9")),  # Sylt
        Geography(ags="14626110", centroid=degrees("15.0", "51.15")),  # Görlitz
        Geography(centroid=degrees("16.37", "48.21")),  # Vienna, which has no German key
        Geography(centroid=degrees("-70.65", "-33.45"), bbox=degrees("-71", "-34", "-70", "-33")),
    ],
)
def test_a_place_that_may_be_is_no_mistake(geography: Geography) -> None:
    assert told(geography) == []


@pytest.mark.parametrize(
    ("geography", "key", "words"),
    [
        (Geography(centroid=MIDDLE[::-1]), "centroid", "longitude comes first, then latitude: [6.3158, 51.0797]"),
        (Geography(ags=AGS, centroid=degrees("55", "9")), "centroid", "longitude comes first, then latitude: [9, 55]"),
        (Geography(centroid=degrees("6.3", "91")), "centroid", "latitude between -90 and 90, found 6.3, 91"),
        (Geography(centroid=degrees("181", "51")), "centroid", "longitude lies between -180 and 180 degrees"),
        (Geography(centroid=degrees("6.3", "Infinity")), "centroid", "expected 2 numbers of degrees"),
        (
            Geography(ags=AGS, centroid=degrees("16.37", "48.21")),
            "centroid",
            "16.37, 48.21 (longitude, latitude) lies outside",
        ),
        (Geography(ars=ARS, centroid=degrees("0", "0")), "centroid", "lies outside Germany, whose key the town has"),
        (
            Geography(ags=AGS, centroid=degrees("6.47", "51.05"), bbox=EXTENT),
            "centroid",
            "lies outside the extent [6.19, 51.00",
        ),
        (
            Geography(bbox=degrees("51.00", "6.19", "51.14", "6.46")),
            "bbox",
            "in this order: [6.19, 51.00, 6.46, 51.14]",
        ),
        (
            Geography(bbox=degrees("6.19", "6.46", "51.00", "51.14")),
            "bbox",
            "in this order: [6.19, 51.00, 6.46, 51.14]",
        ),
        (
            Geography(bbox=degrees("51.14", "51.00", "6.46", "6.19")),
            "bbox",
            "in this order: [6.19, 51.00, 6.46, 51.14]",
        ),
        (Geography(bbox=degrees("6.46", "51.00", "6.19", "51.14")), "bbox", "west (6.46) is not west of east (6.19)"),
        (
            Geography(ags=AGS, bbox=degrees("6.19", "51.14", "6.46", "51.00")),
            "bbox",
            "south (51.14) is not south of north",
        ),
        (Geography(bbox=degrees("6.19", "51", "6.19", "52")), "bbox", "west (6.19) is not west of east (6.19)"),
        (
            Geography(ags=AGS, bbox=degrees("6.19", "51.00", "64.6", "51.14")),
            "bbox",
            "64.6, 51.14 (longitude, latitude) lies",
        ),
        (Geography(bbox=degrees("-181", "51", "6", "52")), "bbox", "longitude lies between -180 and 180 degrees"),
        (Geography(ags="05370004", ars="053700004016"), "ars", "053700004016 does not belong to 05370004"),
    ],
)
def test_a_place_that_cannot_be_is_told_once_and_at_its_key(geography: Geography, key: str, words: str) -> None:
    ((at, said),) = told(geography)

    assert at == key
    assert words in said


def test_a_mistake_is_told_in_german_too() -> None:
    ((_, words),) = mistakes_in_geography(Geography(centroid=MIDDLE[::-1]))

    assert words.de == "die Länge steht zuerst, dann die Breite: [6.3158, 51.0797]"
