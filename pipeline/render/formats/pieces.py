"""Pieces of text as one file's bytes, without holding the text a second time."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO


def join(pieces: Iterable[str]) -> bytes:
    """The pieces one after the other, as UTF-8."""
    buffer = BytesIO()
    for piece in pieces:
        buffer.write(piece.encode())
    return buffer.getvalue()
