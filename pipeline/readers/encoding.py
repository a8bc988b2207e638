"""The encoding of a text file, told from its bytes; a file that is no text, or is none throughout, is a fault."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.readers.eight_bit import Reading, read_best
from pipeline.readers.faults import INCOMPLETE, MIXED_ENCODINGS, ZEROS_AT_END, damaged, unknown_type
from pipeline.readers.file_kind import UNKNOWN
from pipeline.readers.garbled import may_be_garbled

MARK = "\ufeff"
"""The byte-order mark, which stands within a text where files were put together."""

_CHUNK_BYTES = 1 << 20
_SAMPLE_BYTES = 1 << 16
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True, slots=True)
class Encoded:
    """How a file is encoded, and what a first look at its text showed.

    ``guess`` is there if the encoding had to be guessed. ``has_marks`` and ``may_be_garbled`` tell whether it is worth
    looking for byte-order marks and for broken letters.
    """

    encoding: str
    guess: Reading | None = None
    has_marks: bool = False
    may_be_garbled: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    """A file decoded to its end, or up to ``failed_at``."""

    failed_at: int | None = None
    has_marks: bool = False
    may_be_garbled: bool = False


def find_encoding(path: Path, *, fixed: str = "") -> Encoded:
    """Tell the encoding in which the whole file can be decoded: ``fixed``, if there is one and it is no Unicode."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE_BYTES)
    encoding = _marked(head) or _without_mark(head) or "utf-8"
    if 0 in head and not encoding.startswith("utf-16"):
        raise _no_text(path)
    look = _look(path, encoding)
    guess = None
    if look.failed_at is not None and encoding == "utf-8":
        sample = _sample(path, look.failed_at)
        _refuse_flawed(sample)
        guess = None if fixed else read_best(sample)
        encoding = fixed or (guess.encoding if guess else "cp1252")
        look = _look(path, encoding)
    if look.failed_at is not None:
        raise damaged(MIXED_ENCODINGS)
    return Encoded(encoding, guess, look.has_marks, look.may_be_garbled)


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


def _look(path: Path, encoding: str) -> _Look:
    """Decode the file from its first byte to its last. A NUL in the text means that it is none."""
    decoder = codecs.getincrementaldecoder(encoding)()
    position = 0
    marks = garbled = False
    for chunk in _chunks(path):
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            return _Look(position, marks, garbled)
        if "\x00" in text:
            raise _no_text(path)
        if not text.isascii():
            marks = marks or MARK in text
            garbled = garbled or may_be_garbled(text)
        position += len(chunk)
    return _Look(None, marks, garbled)


def _no_text(path: Path) -> Exception:
    """Zeros behind a text are what a disk leaves where saving was cut short; zeros elsewhere are no text at all."""
    kept = path.read_bytes().rstrip(b"\x00")
    return damaged(ZEROS_AT_END) if kept and 0 not in kept else unknown_type(UNKNOWN)


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


def _refuse_flawed(sample: bytes) -> None:
    """A sample that is UTF-8 with a flaw in it is in no other encoding either."""
    text = sample.decode("utf-8", "replace")
    flaws = text.count("\N{REPLACEMENT CHARACTER}")
    if sum(map(len, _BEYOND_ASCII.findall(text))) > 2 * flaws:
        raise damaged(INCOMPLETE if _cut_off(sample) else MIXED_ENCODINGS)


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def _cut_off(sample: bytes) -> bool:
    """True for UTF-8 that ends within a letter."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
