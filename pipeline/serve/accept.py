"""What a client says it would like (``Accept``, ``Accept-Language``, ``Accept-Encoding``) to what it is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

_PIECE = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
_QUALITY = re.compile(r";\s*q\s*=\s*([0-9]*\.?[0-9]*)\s*(?:;|$)", re.IGNORECASE)


class Wish(NamedTuple):
    """One of the things that a client names, and how much it would like it; 0 is not at all."""

    name: str
    quality: float


def choose_type(header: str, offered: Sequence[str]) -> str | None:
    """The media type of those ``offered``, the first of which is the default, that a client likes best.

    Of two that it likes equally it gets the one that it names more exactly, then the one that is offered first.
    ``None`` where it takes none of them. Parameters (``profile``, ``charset``) choose nothing here.
    """
    return _best(header, offered, _type_matches)


def choose_language(header: str, offered: Sequence[str]) -> str:
    """The language that a reader likes best; the first of those ``offered`` where that is none of them."""
    return _best(header, offered, _language_matches) or offered[0]


def takes_gzip(header: str) -> bool:
    """Whether a client unpacks what is packed."""
    wishes = {wish.name: wish.quality for wish in _wishes(header)}
    return wishes.get("gzip", wishes.get("*", 0.0)) > 0


def _best(header: str, offered: Sequence[str], matches: Callable[[str, str], int]) -> str | None:
    """The offer of the highest quality: that of the most specific wish which it matches, however small that is."""
    wishes = list(_wishes(header))
    if not wishes:
        return offered[0]
    ranked = []
    for place, offer in enumerate(offered):
        exact, quality = max(((matches(name, offer), quality) for name, quality in wishes), default=(0, 0.0))
        if exact and quality > 0:
            ranked.append((quality, exact, -place))
    return offered[-max(ranked)[2]] if ranked else None


def _wishes(header: str) -> Iterator[Wish]:
    """What is named, in small letters. A quality that is no number between 0 and 1 makes a wish none."""
    for piece in _PIECE.findall(header):
        name = piece.partition(";")[0].strip().lower()
        quality = _quality(piece)
        if name and quality is not None:
            yield Wish(name, quality)


def _quality(piece: str) -> float | None:
    told = _QUALITY.search(piece)
    if not told:
        return None if re.search(r";\s*q\s*=", piece, re.IGNORECASE) else 1.0
    try:
        quality = float(told[1])
    except ValueError:
        return None
    return quality if quality <= 1 else None


def _type_matches(wish: str, offer: str) -> int:
    """How exactly a media range names a type; 0 where it does not. A bare ``*`` is what old clients of Java send."""
    if wish == offer:
        return 3
    if wish in ("*/*", "*"):
        return 1
    return 2 if wish.endswith("/*") and offer.startswith(wish[:-1]) else 0


def _language_matches(wish: str, offer: str) -> int:
    """How exactly a language range names a language; ``de-AT`` is content with ``de`` (RFC 4647, lookup)."""
    if wish == offer:
        return 3
    if wish == "*":
        return 1
    return 2 if wish.startswith(f"{offer}-") else 0
