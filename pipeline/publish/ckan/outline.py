"""An outline as well-known text in, the same as GeoJSON out."""

from __future__ import annotations

import re


def outline_of(text: str) -> str:
    """A polygon of one ring, its numbers as they are written; nothing for no text.

    >>> outline_of("POLYGON((6.10 51.0, 6.4 51.0, 6.4 51.2, 6.10 51.0))")
    '{"type": "Polygon", "coordinates": [[[6.10, 51.0], [6.4, 51.0], [6.4, 51.2], [6.10, 51.0]]]}'
    """
    corners = _CORNER.findall(text)
    ring = ", ".join(f"[{longitude}, {latitude}]" for longitude, latitude in corners)
    return f'{{"type": "Polygon", "coordinates": [[{ring}]]}}' if corners else ""


_CORNER = re.compile(r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)")
