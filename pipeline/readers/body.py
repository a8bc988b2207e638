"""The body of an answer to a file that is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import requests

from pipeline.answer import TooMuch, pass_on

_HEAD_BYTES, _PIECE_BYTES = 1024, 1_000_000
_PAGES = (b"<!doctype html", b"<html", b"<head")
_NO_WORKBOOKS = ("text/html", "application/xhtml+xml", "application/json")


class Cut(Exception):
    """The body ended before its end, or nothing says where its end is."""


class Foreign(Exception):
    """The body is packed in a way that nobody asked for."""


class Body(NamedTuple):
    """What a body was: its digest, its size and how it begins."""

    sha256: str
    size_bytes: int
    head: bytes

    def is_page(self, media_type: str) -> bool:
        """Whether it is a page, or a program's answer, in the place of a workbook."""
        begins = self.head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
        return begins.startswith(_PAGES) or media_type.partition(";")[0].strip().lower() in _NO_WORKBOOKS


def write_body(response: requests.Response, path: Path, *, max_bytes: int, within_s: float) -> Body:
    """Write the body to a new file, unpacked and on the disk. Raises ``Cut``, ``Foreign`` and as ``pass_on`` does."""
    packed = response.raw.headers.pop("Content-Encoding", "").strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip"):
        raise Foreign
    with path.open("xb") as stream:
        taker = _Taker(stream.write, max_bytes, is_packed="gzip" in packed)
        pass_on(response, taker.take, max_bytes=max_bytes, within_s=within_s)
        if not (taker.is_whole and (_tells_its_end(response) or taker.is_packed or taker.head.startswith(b"PK"))):
            raise Cut
        stream.flush()
        os.fsync(stream.fileno())
    return Body(taker.digest.hexdigest(), taker.size_bytes, taker.head)


def _tells_its_end(response: requests.Response) -> bool:
    """What merely ends with the connection may have been cut; a package of ZIP tells that by itself."""
    return "Content-Length" in response.headers or "chunked" in response.headers.get("Transfer-Encoding", "").lower()


class _Taker:
    """Takes the pieces of a body; unpacks them here, for ``requests`` passes over a package that is cut."""

    def __init__(self, write: Callable[[bytes], object], max_bytes: int, *, is_packed: bool) -> None:
        self._write, self._max_bytes, self.is_packed = write, max_bytes, is_packed
        self._unpack = zlib.decompressobj(wbits=31)
        self.digest, self.size_bytes, self.head = hashlib.sha256(), 0, b""

    @property
    def is_whole(self) -> bool:
        return not self.is_packed or self._unpack.eof

    def take(self, piece: bytes) -> None:
        """Raises ``TooMuch`` before a bomb has filled the memory or the disk, ``Cut`` for a damaged package."""
        if self.is_packed:
            self._unpacked(piece)
        else:
            self._keep(piece)

    def _unpacked(self, piece: bytes) -> None:
        try:
            while not self._unpack.eof:
                given = self._unpack.decompress(piece, _PIECE_BYTES)
                self._keep(given)
                piece = self._unpack.unconsumed_tail
                if not piece and len(given) < _PIECE_BYTES:
                    return
        except zlib.error as error:
            raise Cut from error
        if self._unpack.unused_data:
            raise Cut

    def _keep(self, piece: bytes) -> None:
        self.size_bytes += len(piece)
        if self.size_bytes > self._max_bytes:
            raise TooMuch
        self.head += piece[: _HEAD_BYTES - len(self.head)]
        self.digest.update(piece)
        self._write(piece)
