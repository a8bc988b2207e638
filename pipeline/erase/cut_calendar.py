"""A calendar to the calendar without what is to go: lines that say nothing of it keep their bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.erase.erasure import Erasure
from pipeline.erase.renaming import GONE, Renaming


def cut_calendar(content: bytes, erasure: Erasure, renaming: Renaming) -> bytes:
    """iCalendar as RFC 5545 has it, its lines unfolded, cut and folded again; no event of a project that goes."""
    lines = re.split(r"(?<=\n)(?![ \t])", content.decode())
    return "".join(_cut(lines, erasure, renaming)).encode()


def _cut(lines: list[str], erasure: Erasure, renaming: Renaming) -> Iterator[str]:
    event: list[str] = []
    for line in lines:
        plain = re.sub("\r?\n[ \t]", "", line)
        if plain.startswith("BEGIN:VEVENT"):
            event = [line]
        elif event:
            event.append(line)
        if not event:
            yield _cut_line(line, plain, erasure, renaming)
        elif plain.startswith("END:VEVENT"):
            yield from _cut_event(event, erasure, renaming)
            event = []
    yield from event


def _cut_event(lines: list[str], erasure: Erasure, renaming: Renaming) -> Iterator[str]:
    plain = [re.sub("\r?\n[ \t]", "", line) for line in lines]
    about = next((line[4:].strip().partition("#")[0] for line in plain if line.startswith("UID:")), "")
    if renaming.of(f"<{about}>") != GONE:
        yield from (_cut_line(line, bare, erasure, renaming) for line, bare in zip(lines, plain, strict=True))


def _cut_line(line: str, plain: str, erasure: Erasure, renaming: Renaming) -> str:
    name, colon, value = plain.partition(":")
    if name in ("UID", "URL"):
        iri, mark, fragment = value.rstrip("\r\n").partition("#")
        new = f"{renaming.of(f'<{iri}>')[1:-1]}{mark}{fragment}"
        return line if new == f"{iri}{mark}{fragment}" else _folded(f"{name}{colon}{erasure.cut_key(new)}")
    return _folded(erasure.cut(plain).rstrip("\r\n")) if erasure.says(plain) else line


def _folded(line: str) -> str:
    """At most 75 bytes a line, no sign in two."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _WIDTH:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    return "\r\n".join([*pieces, piece]) + "\r\n"


_WIDTH = 74
