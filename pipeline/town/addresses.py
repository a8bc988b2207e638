"""An address as a town gives it in; out, why not every program would read it as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.report import Text
from pipeline.model.vocabulary import PREFIXES


def misread(address: str) -> Iterator[Text]:
    """Why readers of RDF make another address of this one."""
    if _DOTS.search(address):
        yield Text(
            "„/./“ und „/../“ kürzen manche Programme und manche nicht; schreiben Sie die Adresse ohne sie",
            "some programs shorten “/./” and “/../” and some do not; write the address without them",
        )
    if _EMPTY_QUERY.search(address):
        yield Text(
            "ein Fragezeichen, auf das nichts folgt, lassen manche Programme weg; löschen Sie es",
            "some programs drop a question mark with nothing behind it; delete it",
        )
    prefix = address.partition(":")[0]
    if prefix in _SCHEMES:
        yield Text(
            f"„{prefix}:“ ist ein Kürzel; schreiben Sie {address} ohne spitze Klammern",
            f"“{prefix}:” is a prefix; write {address} without angle brackets",
        )


_DOTS = re.compile(r"^[a-z]+://[^?#]*/\.{1,2}(?:[/?#]|$)", re.IGNORECASE)
_EMPTY_QUERY = re.compile(r"^[^?#]*\?(?:#|$)")
# JSON-LD has no angle brackets: there these would be prefixes. "geo:51.1,10.4" is an address, no prefix of a strategy.
_SCHEMES = frozenset(PREFIXES) - {"geo"}
