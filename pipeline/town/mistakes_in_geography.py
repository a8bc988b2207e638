"""What of a town's place is of the right kind and cannot be meant: its keys and degrees in, mistakes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from pipeline.model.dataset import Geography
from pipeline.model.report import Text
from pipeline.town.mistakes_in_columns import Mistake, expected


def mistakes_in_geography(geography: Geography) -> Iterator[Mistake]:
    """All of them; what follows from another one is not told."""
    for name, key, digits in (("ags", geography.ags, 8), ("ars", geography.ars, 12)):
        if key and not re.fullmatch(rf"[0-9]{{{digits}}}", key):
            yield f"geography.{name}", expected(f"{digits} Ziffern", f"{digits} digits", key)
    yield from _of_keys(geography)
    of_centroid, of_bbox = list(_of_centroid(geography)), list(_of_bbox(geography))
    yield from (("geography.centroid", words) for words in of_centroid)
    yield from (("geography.bbox", words) for words in of_bbox)
    if geography.centroid and geography.bbox and not (of_centroid or of_bbox):
        yield from _of_both(geography)


def _of_keys(geography: Geography) -> Iterator[Mistake]:
    """They begin with the number of a state; the regional key has the association's four digits within."""
    ags, ars = geography.ags, geography.ars
    for name, key, digits in (("ags", ags, 8), ("ars", ars, 12)):
        if len(key) == digits and key.isdecimal() and not 1 <= int(key[:2]) <= _STATES:
            yield f"geography.{name}", expected("01 bis 16 am Anfang", "01 to 16 at its start", key)
    if len(ags) == 8 and len(ars) == 12 and ags != ars[:5] + ars[9:]:
        yield (
            "geography.ars",
            Text(
                f"{ars} gehört nicht zu {ags}: die ersten fünf und die letzten drei Ziffern sind bei beiden gleich",
                f"{ars} does not belong to {ags}: the first five and the last three digits are the same in both",
            ),
        )


def _of_centroid(geography: Geography) -> Iterator[Text]:
    numbers = geography.centroid
    if not numbers:
        return
    if len(numbers) != 2 or not all(number.is_finite() for number in numbers):
        yield Text("erwartet werden 2 Gradzahlen", "expected 2 numbers of degrees")
    elif _is_in_germany(numbers[::-1]) and not _is_in_germany(numbers):
        yield Text(
            f"die Länge steht zuerst, dann die Breite: [{numbers[1]}, {numbers[0]}]",
            f"longitude comes first, then latitude: [{numbers[1]}, {numbers[0]}]",
        )
    else:
        yield from _of_place(numbers, geography)


def _of_bbox(geography: Geography) -> Iterator[Text]:
    numbers = geography.bbox
    if not numbers:
        return
    if len(numbers) != 4 or not all(number.is_finite() for number in numbers):
        yield Text("erwartet werden 4 Gradzahlen", "expected 4 numbers of degrees")
        return
    west, south, east, north = numbers
    if order := _german_order(numbers):
        yield Text(
            f"erwartet werden Westen, Süden, Osten und Norden, in dieser Reihenfolge: {order}",
            f"expected west, south, east and north, in this order: {order}",
        )
    elif mistakes := [*_of_place((west, south), geography), *_of_place((east, north), geography)]:
        yield mistakes[0]
    else:
        yield from _of_order(west, south, east, north)


def _of_order(west: Decimal, south: Decimal, east: Decimal, north: Decimal) -> Iterator[Text]:
    if west >= east:
        yield Text(
            f"der Westen ({west}) liegt nicht westlich des Ostens ({east})",
            f"west ({west}) is not west of east ({east})",
        )
    if south >= north:
        yield Text(
            f"der Süden ({south}) liegt nicht südlich des Nordens ({north})",
            f"south ({south}) is not south of north ({north})",
        )


def _of_both(geography: Geography) -> Iterator[Mistake]:
    (longitude, latitude), (west, south, east, north) = geography.centroid, geography.bbox
    if not (west <= longitude <= east and south <= latitude <= north):
        yield (
            "geography.centroid",
            Text(
                f"die Mitte [{longitude}, {latitude}] liegt nicht in der Ausdehnung [{west}, {south}, {east}, {north}]",
                f"the middle [{longitude}, {latitude}] lies outside the extent [{west}, {south}, {east}, {north}]",
            ),
        )


def _of_place(numbers: Sequence[Decimal], geography: Geography) -> Iterator[Text]:
    """A place that is not on earth, or not in the country whose key the town has."""
    longitude, latitude = numbers
    if abs(longitude) > 180 or abs(latitude) > 90:
        yield Text(
            "die Länge liegt zwischen -180 und 180 Grad, die Breite zwischen -90 und 90, da steht"
            f" {longitude}, {latitude}",
            f"longitude lies between -180 and 180 degrees, latitude between -90 and 90, found {longitude}, {latitude}",
        )
    elif (geography.ags or geography.ars) and not _is_in_germany(numbers):
        yield Text(
            f"der Ort {longitude}, {latitude} (Länge, Breite) liegt nicht in Deutschland, der Gemeindeschlüssel schon",
            f"the place {longitude}, {latitude} (longitude, latitude) lies outside Germany, whose key the town has",
        )


def _german_order(numbers: Sequence[Decimal]) -> str:
    """The four as they would lie in Germany, where they do not as they stand; else nothing."""
    longitudes, latitudes = (sorted(filter(_within(limits), numbers)) for limits in (_LONGITUDES, _LATITUDES))
    if len(longitudes) != 2 or len(latitudes) != 2 or all(map(_is_in_germany, (numbers[:2], numbers[2:]))):
        return ""
    return f"[{longitudes[0]}, {latitudes[0]}, {longitudes[1]}, {latitudes[1]}]"


def _is_in_germany(numbers: Sequence[Decimal]) -> bool:
    longitude, latitude = numbers
    return _within(_LONGITUDES)(longitude) and _within(_LATITUDES)(latitude)


def _within(limits: tuple[Decimal, Decimal]) -> Callable[[Decimal], bool]:
    return lambda number: limits[0] <= number <= limits[1]


_STATES = 16
_LONGITUDES = (Decimal("5.5"), Decimal("15.5"))
_LATITUDES = (Decimal(47), Decimal("55.5"))
"""Germany from west to east and from south to north, with the sea; no degree is both."""
