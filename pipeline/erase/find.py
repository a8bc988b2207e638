"""Bytes to the places where something stands in them, in whatever spelling, in packed files as well."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple


class Found(NamedTuple):
    """Something stands in a file: how often, and in which line first. ``file`` names what is packed in it as well."""

    file: str
    times: int
    line: int


Patterns = Sequence[re.Pattern[str]]


def find(name: str, content: bytes, patterns: Patterns) -> Iterator[Found]:
    """Where something stands in a file: in its name, its bytes, and in what is packed in it."""
    if any(pattern.search(name) for pattern in patterns):
        yield Found(name, 1, 0)
    yield from _in_bytes(name, content, patterns)
    for inner, unpacked in _unpacked(content):
        yield from find(f"{name}/{inner}", unpacked, patterns)


def _in_bytes(name: str, content: bytes, patterns: Patterns) -> Iterator[Found]:
    for times, line in _searched(_Known(content), tuple(patterns)):
        yield Found(name, times, line)


class _Known:
    """Bytes that are known again by their digest, and not kept."""

    def __init__(self, content: bytes) -> None:
        self.content: bytes = content
        self.digest = hashlib.sha256(content).digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=50_000)
def _searched(known: _Known, patterns: tuple[re.Pattern[str], ...]) -> tuple[tuple[int, int], ...]:
    """How often something stands in each reading of the bytes, and in which line first.

    Each edition says again most of what the one before said, so most files are asked for more than once.
    """
    content, known.content = known.content, b""
    found = []
    for text in _readings(content):
        starts = [match.start() for pattern in patterns for match in pattern.finditer(text)]
        if starts:
            found.append((len(starts), text.count("\n", 0, min(starts)) + 1))
    return tuple(found)


def _readings(content: bytes) -> Iterator[str]:
    """The text of a file. Where a zero byte stands it may be of two bytes or four a sign, and begin at any of them."""
    yield decoded(content)
    if b"\0" not in content and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    for encoding, width in _WIDE.items():
        for start in range(width):
            yield content[start:].decode(encoding, errors="replace")


def decoded(content: bytes) -> str:
    """A file as text in which each byte that is no UTF-8 keeps its place."""
    return content.decode("utf-8", "surrogateescape")


def encoded(text: str) -> bytes:
    """The bytes that ``decoded`` made a text of."""
    return text.encode("utf-8", "surrogateescape")


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    if content.startswith(b"\x1f\x8b"):
        try:
            yield "", gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            return
    elif content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from ((name, archive.read(name)) for name in archive.namelist())
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
            return


_WIDE = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
