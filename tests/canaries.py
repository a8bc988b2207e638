"""Words that nobody may ever read, in every corner of a town's folder, and the search for them in whatever is served.

A canary is a word that stands nowhere else. Each is planted in the place that it is called after; the search looks
through archives and escapes, and is held to finding all of them where they were planted.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from tests.unpacking import unpack

# However the sign in the middle is spelled, escaped or lost: xn--kanrie, kan-rie, kan\\xe4rie.
_WORD = re.compile(r"kan.{0,8}?rie(\d{3})x", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Canaries:
    """The places that hold a canary, in the order in which they were planted."""

    places: list[str] = field(default_factory=list)

    def plant(self, place: str) -> str:
        """A word of its own for a place."""
        assert place not in self.places, place
        self.places.append(place)
        return self.word(place)

    def word(self, place: str) -> str:
        """The word that was planted in a place."""
        return f"Kanärie{self.places.index(place):03d}x"

    def fill(self, text: str) -> str:
        """A text with a canary in the place of each ``{{place}}``."""
        return re.sub(r"\{\{(.+?)\}\}", lambda found: self.plant(found[1]), text)

    def named(self, numbers: Iterable[int]) -> set[str]:
        """The places of what was found."""
        return {self.places[number] for number in numbers}


def find_in_folder(folder: Path) -> dict[int, set[str]]:
    """The canaries in a folder, in the names of its files and in what they hold: where each was found."""
    found: dict[int, set[str]] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        content = path.read_bytes() if path.is_file() else b""
        for number in {*find(name.encode()), *find(content)}:
            found.setdefault(number, set()).add(name)
    return found


@cache
def find(content: bytes) -> frozenset[int]:
    """The canaries in bytes, however they are packed, encoded and escaped."""
    return frozenset(int(found[1]) for text in readings(content) for found in _WORD.finditer(text))


def readings(content: bytes) -> Iterator[str]:
    """All that bytes can be read as: unpacked, in each encoding, with and without escapes."""
    for text in _decoded(content):
        yield text
        yield from (plain for escape in _ESCAPES if (plain := escape(text)) != text)
    for packed in unpack(content):
        yield from readings(packed)


def _decoded(content: bytes) -> Iterator[str]:
    """In UTF-16 there is a zero at every other sign of ASCII, and a word may begin at either."""
    try:
        yield content.decode()
    except UnicodeDecodeError:
        yield content.decode(errors="ignore")
        yield content.decode("cp1252", errors="ignore")
    if b"\0" in content:
        yield from (content[at:].decode(code, errors="ignore") for code in ("utf-16-le", "utf-16-be") for at in (0, 1))


def _from_json(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def _from_n_triples(text: str) -> str:
    return re.sub(r"\\U([0-9a-fA-F]{8})", lambda found: chr(min(int(found[1], 16), 0x10FFFF)), text)


def _from_calendar(text: str) -> str:
    """iCalendar folds long lines, and RDF/XML or Markdown may: a word is one without the break as well."""
    return re.sub(r"\r?\n[ \t]?", "", text)


_ESCAPES: tuple[Callable[[str], str], ...] = (html.unescape, unquote, _from_json, _from_n_triples, _from_calendar)


def rewrite(
    path: Path, edits: Mapping[str, Callable[[str], str]], more: Mapping[str, bytes], comment: bytes | None
) -> None:
    """Edit parts of an archive, add others, and note something at it, or leave what is noted."""
    with zipfile.ZipFile(path) as archive:
        noted = archive.comment if comment is None else comment
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, edit in edits.items():
        before = parts[name].decode()
        parts[name] = edit(before).encode()
        assert parts[name].decode() != before, name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = noted
        for name, content in {**parts, **more}.items():
            archive.writestr(name, content)
