"""An IRI or a geometry in, words for people out."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

# The keys of places in DCAT-AP.de's lists.
PLACE_KEYS = {
    "municipalityKey": {"de": "Gemeindeschlüssel", "en": "municipality key"},
    "municipalAssociationKey": {"de": "Gemeindeverbandsschlüssel", "en": "municipal association key"},
    "regionalKey": {"de": "Regionalschlüssel", "en": "regional key"},
    "districtKey": {"de": "Kreisschlüssel", "en": "district key"},
    "governmentDistrictKey": {"de": "Regierungsbezirksschlüssel", "en": "government district key"},
    "stateKey": {"de": "Länderschlüssel", "en": "state key"},
}
PLACE = re.compile(r"/politicalGeocoding/(?P<kind>\w+)/(?P<key>[^/]+)$")
COMPASS = {"de": ("N", "S", "O", "W"), "en": ("N", "S", "E", "W")}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def is_address(value: Any) -> bool:
    """Whether a value can be followed."""
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def in_words(iri: str, named: Mapping[str, Any] | None, language: str, *, tail: bool = False) -> str:
    """What to call a thing that no list names: as the dataset calls it, a place with its key, or by its IRI.

    ``tail`` takes the last part of the IRI, where all of a field begin alike.
    """
    name = (named or {}).get("words") or ""
    if place := PLACE.search(iri):
        kind = PLACE_KEYS.get(place["kind"], {}).get(language, place["kind"])
        return f"{name} ({kind} {place['key']})" if name else f"{kind[:1].upper()}{kind[1:]} {place['key']}"
    if name:
        return str(name)
    if tail and is_address(iri):
        return unquote(re.split(r"[/#]", iri.rstrip("/#"))[-1])
    return re.sub(r"^https?://", "", iri)


def corners_of(geometry: str) -> tuple[float, float, float, float] | None:
    """West, south, east and north of a geometry in WKT or GeoJSON; nothing for what is neither."""
    try:
        numbers = _numbers(json.loads(geometry).get("coordinates"))
    except (ValueError, AttributeError):
        numbers = [float(number) for number in NUMBER.findall(geometry.partition("(")[2])]
    if len(numbers) < 2 or len(numbers) % 2:
        return None
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def _numbers(value: Any) -> list[float]:
    if isinstance(value, (int, float)):
        return [float(value)]
    return [number for part in value for number in _numbers(part)] if isinstance(value, list) else []


def where(geometry: str | None, language: str) -> str:
    """Where a geometry lies: ``51.08° N, 6.32° E``, or from where to where; as it is where that cannot be told."""
    corners = corners_of(geometry or "")
    if corners is None:
        return geometry or ""
    west, south, east, north = corners
    signs = COMPASS.get(language, COMPASS["en"])
    if (west, south) == (east, north):
        return f"{_degrees(north, signs[:2], language)}, {_degrees(east, signs[2:], language)}"
    latitudes = f"{_degrees(south, signs[:2], language)} – {_degrees(north, signs[:2], language)}"
    return f"{latitudes}, {_degrees(west, signs[2:], language)} – {_degrees(east, signs[2:], language)}"


def _degrees(number: float, signs: tuple[str, ...], language: str) -> str:
    digits = f"{abs(number):.4f}".rstrip("0").rstrip(".")
    return f"{digits.replace('.', ',') if language == 'de' else digits}° {signs[number < 0]}"
