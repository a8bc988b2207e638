"""Bytes that are no UTF-8 to the encoding in which they read best, and the one that reads nearly as well.

Two witnesses are heard: chardet, which knows which letters follow each other in a language, and the letters and signs
themselves, which have their places in a word. Each encoding is given a cost by both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from math import log2

from pipeline.readers.letters import LETTERS, ODD, WORDS, oddity

# What each costs for being rare on the desks of a German town hall; Excel on Windows is the rule and costs nothing.
_RARITY: Mapping[str, float] = {
    "cp1252": 0,
    "iso8859-15": 0.9,
    "mac_roman": 1.0,
    "cp850": 1.0,
    "cp1250": 1.6,
    "cp1254": 1.3,
    "cp437": 1.4,
    "iso8859-2": 1.9,
    "cp852": 2.0,
}
NAMES: Mapping[str, str] = {
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO 8859-15",
    "mac_roman": "Mac Roman",
    "cp850": "MS-DOS (850)",
    "cp1250": "Windows-1250",
    "cp1254": "Windows-1254",
    "cp437": "MS-DOS (437)",
    "iso8859-2": "ISO 8859-2",
    "cp852": "MS-DOS (852)",
}
"""What people call the encodings."""

_CLEAR = 1.3  # what the second best must cost more, lest the evidence be split
_MOST_STRANGE = 1.5  # so that on short texts, of which the models know little, letters and signs decide
_MANY_WORDS = 400
_ENOUGH_BYTES = 64_000
_PIECE = re.compile(rb"[^\s;,|\"]*[\x80-\xff][^\s;,|\"]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """An encoding, a piece of the text as it reads in it, and the rival that makes it unsure, if there is one."""

    encoding: str
    piece: str
    rival: str = ""
    rival_piece: str = ""


def read_best(sample: bytes) -> Reading | None:
    """The encoding in which ``sample`` reads best; ``None`` if it can be decoded in none of them."""
    counted = Counter(_PIECE.findall(sample))
    pieces = Counter(dict(counted.most_common(_MANY_WORDS)))
    told = {encoding: _decoded(pieces, encoding) for encoding in _RARITY}
    readable = {encoding: texts for encoding, texts in told.items() if texts is not None}
    if not readable:
        return None
    costs = _costs(sample, pieces, readable)
    best = min(costs, key=lambda encoding: costs[encoding])
    reading = _compared(best, costs, pieces, readable)
    return reading if reading.rival else _with_stranger(reading, counted)


def _decoded(pieces: Counter[bytes], encoding: str) -> dict[bytes, str] | None:
    try:
        return {piece: piece.decode(encoding) for piece in pieces}
    except UnicodeDecodeError:
        return None


def _costs(sample: bytes, pieces: Counter[bytes], readable: Mapping[str, Mapping[bytes, str]]) -> dict[str, float]:
    languages = _language_costs(sample)
    strangeness = _strangeness(sample, readable)
    return {
        encoding: _RARITY[encoding] + strangeness[encoding] + _oddity_of_all(pieces, texts, languages)
        for encoding, texts in readable.items()
    }


def _language_costs(sample: bytes) -> dict[str, float]:
    """How unlikely each language is, by its short words. German and English need no proof."""
    found = Counter(re.findall(r"[a-z]+", sample[:_ENOUGH_BYTES].decode("latin-1").lower()))
    return {
        language: (0 if language in ("de", "en") else 0.6) - min(1.5, sum(min(found[word], 3) for word in words) / 2)
        for language, words in WORDS.items()
    }


def _oddity_of_all(pieces: Counter[bytes], texts: Mapping[bytes, str], languages: Mapping[str, float]) -> float:
    """The cost in the language that explains the pieces best; a piece of another language adds a little."""
    odd = {language: {piece: oddity(text, language) for piece, text in texts.items()} for language in LETTERS}
    likeliest = min(languages.values())
    other = {
        piece: 1 + min(odd[language][piece] + 0.3 * (languages[language] - likeliest) for language in LETTERS)
        for piece in texts
    }
    weight = {piece: log2(1 + min(count, 7)) for piece, count in pieces.items()}
    return min(
        languages[language] + sum(weight[piece] * min(odd[language][piece], other[piece]) for piece in texts)
        for language in LETTERS
    )


def _strangeness(sample: bytes, readable: Mapping[str, object]) -> dict[str, float]:
    """How strange the sequence of letters is, as chardet's models of languages have it: 0 for the best."""
    import chardet

    said = chardet.detect_all(_telling(sample), include_encodings=list(readable), ignore_threshold=True)
    trust = {str(answer["encoding"]).lower(): answer["confidence"] for answer in said}
    by_encoding = {encoding: trust.get(_CHARDET_NAMES.get(encoding, encoding), 0.0) for encoding in readable}
    most = max(by_encoding.values()) or 1.0
    return {
        encoding: min(_MOST_STRANGE, 2 * log2(most / max(found, most / 8))) for encoding, found in by_encoding.items()
    }


_CHARDET_NAMES = {
    "cp1252": "windows-1252",
    "cp1250": "windows-1250",
    "cp1254": "windows-1254",
    "mac_roman": "macroman",
    "iso8859-2": "iso-8859-2",
    "iso8859-15": "iso8859-15",
}


def _telling(sample: bytes) -> bytes:
    """The lines with letters beyond ASCII, for the others tell nothing."""
    return b"\n".join(_telling_lines(sample))[:_ENOUGH_BYTES]


def _telling_lines(sample: bytes) -> Iterator[bytes]:
    return (line for line in sample.splitlines() if not line.isascii())


def _compared(
    best: str, costs: Mapping[str, float], pieces: Counter[bytes], readable: Mapping[str, Mapping[bytes, str]]
) -> Reading:
    texts = readable[best]
    for encoding in sorted(costs, key=lambda encoding: costs[encoding]):
        differing = [piece for piece in pieces if readable[encoding][piece] != texts[piece]]
        if not differing:
            continue
        piece = max(differing, key=lambda piece: _shows_well(texts[piece]))
        if costs[encoding] - costs[best] < _CLEAR:
            return Reading(best, texts[piece], encoding, readable[encoding][piece])
        return Reading(best, texts[piece])
    return Reading(best, max(texts.values(), key=_shows_well))


def _with_stranger(reading: Reading, pieces: Iterable[bytes]) -> Reading:
    """The reading with a piece that makes no sense in it and does in another: files may be put together."""
    for piece in islice(pieces, _MANY_STRANGERS):
        text = piece.decode(reading.encoding, "replace")
        if _least_odd(text) < ODD:
            continue
        for encoding in _MIXED:
            told = piece.decode(encoding, "replace")
            if sum(map(str.isalpha, told)) > 2 and _least_odd(told) < 0.5:
                return Reading(reading.encoding, text, encoding, told)
    return reading


_MIXED = ("cp1252", "cp850", "mac_roman")
_MANY_STRANGERS = 3_000


def _least_odd(text: str) -> float:
    return min(oddity(text, language) for language in LETTERS)


def _shows_well(text: str) -> tuple[bool, int]:
    """A word of some length is a better example than a sign."""
    letters = sum(letter.isalpha() for letter in text)
    return 4 <= letters <= 24, letters if letters <= 24 else 0
