"""IRIs and geometries in words."""

import pytest
from ckanext.dcatapde.words import in_words, is_address, where

PLACE = "http://dcat-ap.de/def/politicalGeocoding"


@pytest.mark.parametrize(
    ("iri", "name", "language", "words"),
    [
        (f"{PLACE}/municipalityKey/05370004", "Erkelenz", "de", "Erkelenz (Gemeindeschlüssel 05370004)"),
        (f"{PLACE}/municipalityKey/05370004", "", "de", "Gemeindeschlüssel 05370004"),
        (f"{PLACE}/regionalKey/053700004004", "Erkelenz", "en", "Erkelenz (regional key 053700004004)"),
        (f"{PLACE}/regionalKey/053700004004", "", "fr", "RegionalKey 053700004004"),
        ("http://place.example/1", "Aachen", "de", "Aachen"),
        ("http://place.example/1", "", "de", "place.example/1"),
        ("no address", "", "de", "no address"),
    ],
)
def test_a_thing_is_called_by_its_name_or_its_key(iri: str, name: str, language: str, words: str) -> None:
    assert in_words(iri, {"words": name} if name else None, language) == words


@pytest.mark.parametrize(
    ("iri", "words"),
    [
        ("http://dcat-ap.de/def/contributors/openNRW", "openNRW"),
        ("https://stadt.example/ausgaben/2026-11-22", "2026-11-22"),
        ("https://stadt.example/catalog#stra%C3%9Fen", "straßen"),
        ("https://stadt.example/def/", "def"),
        ("a/b", "a/b"),
    ],
)
def test_where_all_begin_alike_the_last_part_is_enough(iri: str, words: str) -> None:
    assert in_words(iri, None, "de", tail=True) == words


@pytest.mark.parametrize(
    ("geometry", "language", "words"),
    [
        ("POINT(6.3158 51.0797)", "de", "51,0797° N, 6,3158° O"),
        ("POINT (6.3158 51.0797)", "en", "51.0797° N, 6.3158° E"),
        ('{"type": "Point", "coordinates": [-6.5, -51]}', "en", "51° S, 6.5° W"),
        ("POLYGON((6.19 51.0, 6.46 51.0, 6.46 51.14, 6.19 51.0))", "de", "51° N – 51,14° N, 6,19° O – 6,46° O"),
        ('{"type": "Polygon", "coordinates": [[[1, 2], [3, 2], [3, 4], [1, 2]]]}', "fr", "2° N – 4° N, 1° E – 3° E"),
        ("nowhere", "de", "nowhere"),
        ("[1]", "de", "[1]"),
        ("", "de", ""),
    ],
)
def test_a_geometry_is_told_in_degrees(geometry: str, language: str, words: str) -> None:
    assert where(geometry, language) == words


def test_only_addresses_of_the_web_are_links() -> None:
    assert is_address("https://stadt.example")
    assert not any(map(is_address, ("javascript:alert(1)", "", None, ["http://x"], "ftp://x")))
