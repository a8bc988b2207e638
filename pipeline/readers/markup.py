"""XML as a stream of events, for parts of a file that nobody has reason to trust."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

from pipeline.readers.faults import MALFORMED, damaged

_CHUNK_BYTES = 1 << 20


def ignore(_: str) -> None:
    """Take no notice of the end of an element, or of text."""


def parse_xml(
    stream: IO[bytes],
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] = ignore,
    text: Callable[[str], None] = ignore,
) -> None:
    """Call ``start``, ``end`` and ``text`` for what stands in ``stream``."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(MALFORMED) from error


def _refuse_doctype(*_: object) -> None:
    # No spreadsheet program writes one; entities that expand to gigabytes are declared there.
    raise damaged(MALFORMED)


def local_name(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]
