"""Bytes that are no UTF-8 to the encoding in which they read best, and the one that reads nearly as well.

Two witnesses are heard: chardet, which knows which letters follow each other in a language, and the letters and signs
themselves, which have their places in a word. Each encoding is given a cost by both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from math import log2

from pipeline.readers.letters import LETTERS, WORDS, oddity

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
    languages = _language_costs(sample)
    costs = _costs(sample, pieces, readable, languages)
    best = min(costs, key=lambda encoding: costs[encoding])
    reading = _compared(best, costs, pieces, readable)
    return (
        reading if reading.rival else _with_strangers(reading, dict(islice(counted.items(), _MANY_PIECES)), languages)
    )


def _decoded(pieces: Counter[bytes], encoding: str) -> dict[bytes, str] | None:
    try:
        return {piece: piece.decode(encoding) for piece in pieces}
    except UnicodeDecodeError:
        return None


def _costs(
    sample: bytes, pieces: Counter[bytes], readable: Mapping[str, Mapping[bytes, str]], languages: Mapping[str, float]
) -> dict[str, float]:
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
    weight = {piece: _weight(count) for piece, count in pieces.items()}
    return min(
        languages[language] + sum(weight[piece] * min(odd[language][piece], other[piece]) for piece in texts)
        for language in LETTERS
    )


def _weight(count: int) -> float:
    """What a piece counts for that was found so often: repeating it proves little."""
    return log2(1 + min(count, 7))


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


def _with_strangers(reading: Reading, pieces: Mapping[bytes, int], languages: Mapping[str, float]) -> Reading:
    """The reading, unsure if some pieces are odd in it and usual in another: files may have been put together."""
    texts = {piece: piece.decode(reading.encoding, "replace") for piece in pieces}
    language = min(
        LETTERS,
        key=lambda language: (
            languages[language] + sum(_weight(pieces[at]) * oddity(texts[at], language) for at in texts)
        ),
    )
    odd = {piece: cost for piece, text in texts.items() if (cost := oddity(text, language)) > 1}
    for encoding in _MIXED:
        told = {piece: piece.decode(encoding, "replace") for piece in odd}
        usual = [piece for piece in odd if _is_word(told[piece]) and not oddity(told[piece], language)]
        if sum(odd[piece] for piece in usual) >= _STRANGE:
            piece = max(usual, key=lambda piece: odd[piece])
            return Reading(reading.encoding, texts[piece], encoding, told[piece])
    return reading


_MIXED = ("cp1252", "cp850", "mac_roman")
_MANY_PIECES = 3_000
_STRANGE = 4.0  # one foreign name may happen to be a word in another encoding


def _is_word(text: str) -> bool:
    return sum(map(str.isalpha, text)) > 2


def _shows_well(text: str) -> tuple[bool, int]:
    """A word of some length is a better example than a sign."""
    letters = sum(letter.isalpha() for letter in text)
    return 4 <= letters <= 24, letters if letters <= 24 else 0
