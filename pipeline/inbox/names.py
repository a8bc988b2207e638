"""What a file in the inbox is meant to be, by its name alone: an update, something new, a question, or nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Literal

from pipeline.model.checked_copy import is_checked_copy, original_name


@dataclass(frozen=True, slots=True)
class Named:
    """What a name means. ``name`` is what the town calls the file, ``like`` the file that it may be meant for."""

    kind: Literal["update", "new", "ask", "ignore"]
    name: str
    like: str = ""


def sort_name(name: str, known: Collection[str], patterns: Collection[str]) -> Named:
    """What a file of that name means for a town with files of these names, which reads what fits these patterns.

    >>> sort_name("Roadmap.XLSX", ["roadmap.xlsx"], ["*.xlsx"])
    Named(kind='update', name='roadmap.xlsx', like='')
    >>> sort_name("Kopie von roadmap.xlsx", ["roadmap.xlsx"], ["*.xlsx"])
    Named(kind='ask', name='Kopie von roadmap.xlsx', like='roadmap.xlsx')
    """
    plain = original_name(name)
    if is_checked_copy(name) and PurePath(plain).suffix.lower() != PurePath(name).suffix.lower():
        return Named("ask", name, plain if plain in known else "")  # the bytes of a workbook, under the name of a text
    for owned in known:
        if _folded(owned) == _folded(plain):
            return Named("update", owned)
    like = max(known, key=lambda owned: _likeness(plain, owned), default="")
    if like and _likeness(plain, like) >= _ALIKE:
        return Named("ask", name, like)
    if any(fnmatchcase(_folded(plain), _folded(pattern)) for pattern in patterns) and not _says_copy(plain):
        return Named("new", plain)
    return Named("ask", name, like if len(known) == 1 else "")


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _likeness(name: str, other: str) -> float:
    one, two = _stem(name), _stem(other)
    return 1.0 if two and two in one else SequenceMatcher(None, one, two).ratio()


def _stem(name: str) -> str:
    return _folded(PurePath(name).stem)


def _says_copy(name: str) -> bool:
    return bool(_COPY.search(_folded(name)))


_ALIKE = 0.8
# As Windows, browsers, Nextcloud and people call a second one.
_COPY = re.compile(r"\(\d+\)|\bkopie\b|\bcopy\b|konflikt|conflict|\bneu\b|\bfinal\b|\balt\b|\bold\b")
