"""Bytes to all bytes that are packed in them: archives, messages, databases, pictures, pages to print, and base64."""

from __future__ import annotations

import binascii
import gzip
import io
import quopri
import re
import sqlite3
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import SMTP


def unpack(content: bytes) -> Iterator[bytes]:
    """What is packed in there, one layer of it."""
    for signs, unpacked in _BY_START.items():
        if content.startswith(signs):
            yield from unpacked(content)
            return
    if b"\0" in content:
        return
    if _HEADER.search(content[:2000]):
        yield from _of_message(content)
    if (plain := quopri.decodestring(content)) != content and _QUOTED.search(content):
        yield plain
    yield from _of_base64(content)


def _of_archive(content: bytes) -> Iterator[bytes]:
    """Its files, their names and what is noted at it and them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield archive.comment
        for info in archive.infolist():
            yield info.filename.encode()
            yield info.comment
            yield info.extra
            yield archive.read(info)


def _of_gzip(content: bytes) -> Iterator[bytes]:
    yield gzip.decompress(content)


def _of_streams(content: bytes) -> Iterator[bytes]:
    """What is packed in a page to print."""
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        yield from _inflated(found[1])


def _of_picture(content: bytes) -> Iterator[bytes]:
    """The packed words of a picture (PNG)."""
    for found in re.finditer(rb"(?:zTXt|iTXt|iCCP)", content):
        body = content[found.end() : found.end() + int.from_bytes(content[found.start() - 4 : found.start()])]
        for packed in re.finditer(rb"\0x", body):
            yield from _inflated(body[packed.start() + 1 :])


def _inflated(packed: bytes) -> Iterator[bytes]:
    try:
        yield zlib.decompressobj().decompress(packed)
    except zlib.error:
        return


def _of_database(content: bytes) -> Iterator[bytes]:
    """Each row of each table: a long text lies on several pages, which the bytes of the file do not show as one."""
    plain = bytearray(content)
    plain[18:20] = b"\x01\x01"  # a database with a journal beside it is read without
    with sqlite3.connect(":memory:") as connection:
        connection.deserialize(bytes(plain))
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in connection.execute(f'SELECT * FROM "{name}"'):
                yield "\n".join(map(str, row)).encode()
    connection.close()


def _of_message(content: bytes) -> Iterator[bytes]:
    """The headers and the parts of a mail, with the names of what is attached."""
    message = message_from_bytes(content, policy=SMTP)
    for part in message.walk():
        yield "\n".join(f"- {value}" for value in part.values()).encode(errors="replace")
        yield (part.get_filename() or "").encode(errors="replace")
        if isinstance(payload := part.get_payload(decode=True), bytes):
            yield payload


def _of_base64(content: bytes) -> Iterator[bytes]:
    for found in _BASE64.finditer(content):
        signs = re.sub(rb"\s", b"", found[0]).translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
        try:
            decoded = b64decode(signs + b"=" * (-len(signs) % 4))
        except binascii.Error:
            continue
        yield decoded
        if (start := decoded.find(b"PK\x03\x04")) > 0:
            yield decoded[start:]


_HEADER = re.compile(rb"^(?:Received|From|MIME-Version|Message-ID|Content-Type):", re.MULTILINE | re.IGNORECASE)
_QUOTED = re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)")
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/_-]{16,}\r?\n?)+={0,2}")
_BY_START = {
    b"PK\x03\x04": _of_archive,
    b"\x1f\x8b": _of_gzip,
    b"%PDF": _of_streams,
    b"\x89PNG": _of_picture,
    b"SQLite format 3\0": _of_database,
}
