"""The encoding of a text file, told from its bytes; a file that is no text, or is none throughout, is a fault."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from pipeline.readers.faults import INCOMPLETE, MIXED_ENCODINGS, damaged, unknown_type
from pipeline.readers.file_kind import UNKNOWN

_CHUNK_BYTES = 1 << 20
_SAMPLE_BYTES = 1 << 16
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

# Excel saves "CSV (Trennzeichen-getrennt)" as Windows, "CSV (MS-DOS)" and "CSV (Macintosh)" as their names say.
_EIGHT_BIT = ("cp1252", "cp850", "mac_roman")
_USUAL = frozenset("äöüÄÖÜß€§„“”‚‘’–…°²áàâéèêëíîóôúçñ\N{NO-BREAK SPACE}")


def find_encoding(path: Path) -> str:
    """Name the encoding in which the whole file can be decoded."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE_BYTES)
    encoding = _marked(head) or _without_mark(head) or "utf-8"
    if 0 in head and not encoding.startswith("utf-16"):
        raise unknown_type(UNKNOWN)
    end = _first_undecodable(path, encoding)
    if end is None:
        return encoding
    if encoding == "utf-8":
        encoding = _eight_bit_encoding(_sample(path, end))
        end = _first_undecodable(path, encoding)
    if end is not None:
        raise damaged(MIXED_ENCODINGS)
    return encoding


def _marked(head: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS.items() if head.startswith(mark)), None)


def _without_mark(head: bytes) -> str | None:
    """UTF-16 without a mark shows as a NUL beside nearly every letter."""
    half = len(head) // 2
    if head[1::2].count(0) > half * 0.6 and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > half * 0.6 and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _first_undecodable(path: Path, encoding: str) -> int | None:
    """The place after which decoding fails, or None. A NUL in the text means that it is none."""
    decoder = codecs.getincrementaldecoder(encoding)()
    position = 0
    for chunk in _chunks(path):
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            return position
        if "\x00" in text:
            raise unknown_type(UNKNOWN)
        position += len(chunk)
    return None


def _chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file piece by piece, with an empty piece at the end."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
    yield b""


def _sample(path: Path, position: int) -> bytes:
    """The bytes around a place that is no UTF-8."""
    with path.open("rb") as file:
        file.seek(max(0, position - _CHUNK_BYTES))
        return file.read(2 * _CHUNK_BYTES)


def _eight_bit_encoding(sample: bytes) -> str:
    """The encoding that turns most bytes into usual letters, unless the sample is UTF-8 with a flaw in it."""
    text = sample.decode("utf-8", "replace")
    flaws = text.count("\N{REPLACEMENT CHARACTER}")
    if sum(letter > "\x7f" for letter in text) > 2 * flaws:
        raise damaged(INCOMPLETE if _cut_off(sample) else MIXED_ENCODINGS)
    letters = bytes(byte for byte in sample if byte > 0x7F)
    return max(_EIGHT_BIT, key=lambda encoding: sum(map(_USUAL.__contains__, letters.decode(encoding, "replace"))))


def _cut_off(sample: bytes) -> bool:
    """True for UTF-8 that ends within a letter."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
