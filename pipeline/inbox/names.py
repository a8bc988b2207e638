"""What a file in the inbox is meant to be, by its name alone: an update, something new, a question, or unfit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import PurePath
from typing import Literal

from pipeline.inbox import unfit
from pipeline.model.checked_copy import is_checked_copy, original_name
from pipeline.model.likeness import ALIKE, TABLES, likeness
from pipeline.model.report import NOTHING, Text
from pipeline.model.umlauf import is_merged_copy


@dataclass(frozen=True, slots=True)
class Named:
    """What a name means. ``name`` is what the town calls the file, ``like`` the file that it may be meant for.

    ``why`` says why it is asked about, or why no answer would make it fit.
    """

    kind: Literal["update", "new", "ask", "unfit"]
    name: str
    like: str = ""
    why: Text = NOTHING


def sort_name(name: str, known: Collection[str], patterns: Collection[str]) -> Named:
    """What a file of that name means for a town with files of these names, which reads what fits these patterns.

    >>> sort_name("Roadmap.XLSX", ["roadmap.xlsx"], ["*.xlsx"]).kind
    'update'
    >>> sort_name("Kopie von roadmap.xlsx", ["roadmap.xlsx"], ["*.xlsx"]).like
    'roadmap.xlsx'
    """
    return _sorted(unicodedata.normalize("NFC", name), tuple(known), tuple(patterns))


@lru_cache(maxsize=256)  # what stays in the inbox is looked at all day
def _sorted(name: str, known: tuple[str, ...], patterns: tuple[str, ...]) -> Named:
    plain = original_name(name)
    if _ending(plain) != _ending(name):
        return Named("unfit", name, _owned(plain, known), unfit.of_copy(plain))
    if owned := _owned(plain, known):
        return Named("update", owned)
    if not (_ending(name) in TABLES or _fits(name, patterns)):
        return Named("unfit", name, _like(name, known), unfit.of_ending(_ending(name)))
    return _new_or_asked(name, plain, known, patterns)


def _new_or_asked(name: str, plain: str, known: Collection[str], patterns: Collection[str]) -> Named:
    like = _like(name, known)
    if like and _ending(like) != _ending(name):
        return Named("unfit", name, like, unfit.of_format(like))
    if why := next((why for form, why in _COPIES if form.search(_folded(plain))), None):
        return Named("ask", name, like, why)
    if like or is_checked_copy(name) or is_merged_copy(name):
        return Named("ask", name, like, _ALIKE_NAMES if like else _NO_MASTER)
    fitting = next((each for each in (name, f"{PurePath(name).stem}.{_ending(name)}") if _fits(each, patterns)), "")
    return Named("new", fitting) if fitting else Named("ask", name, "", _NOT_NAMED)


def _owned(name: str, known: Collection[str]) -> str:
    """The town's name for it; none where two would do and neither is spelled so."""
    same = [owned for owned in known if _folded(owned) == _folded(name)]
    exact = [owned for owned in same if unicodedata.normalize("NFC", owned) == name]
    return next(iter(exact), same[0] if len(same) == 1 else "")


def _like(name: str, known: Collection[str]) -> str:
    """The most similar, and of several that all stand in the name the longest."""
    alike = [(_likeness(name, owned), len(owned), owned) for owned in known]
    best, _, owned = max(alike, default=(0.0, 0, ""))
    return owned if best >= ALIKE else ""


def _likeness(name: str, owned: str) -> float:
    """In both directions: "roadmap.xlsx" may be meant for "roadmap 2026.xlsx"."""
    one, other = _folded(name), _folded(owned)
    return max(likeness(one, other), likeness(other, one))


def _folded(name: str) -> str:
    """What two spellings of a name have in common: large and small letters, blanks, and how an umlaut is written."""
    stem, dot, end = unicodedata.normalize("NFC", name).casefold().strip().rpartition(".")
    return unicodedata.normalize("NFC", " ".join(stem.split()) + dot + end)


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower().strip(". ")


def _fits(name: str, patterns: Collection[str]) -> bool:
    """Whether a file of that name in the town's folder would be read, as large and small letters stand there."""
    tops = [re.sub(r"^(\*\*/)+", "", pattern) for pattern in patterns]
    return any("/" not in top and fnmatchcase(name, top) for top in tops)


_ALIKE_NAMES = Text(
    "Der Name ist fast der einer Tabelle, die es schon gibt.", "The name is nearly that of a spreadsheet there is."
)
_NO_MASTER = Text(
    "Das ist die geprüfte Kopie einer Tabelle, die es hier nicht gibt.",
    "This is the checked copy of a spreadsheet that is not here.",
)
_NOT_NAMED = Text(
    "Dateien mit solchen Namen gehören nach den Einstellungen nicht zur Roadmap.",
    "By the settings, files with such names are no part of the roadmap.",
)
_CONFLICT = Text(
    "So nennt ein Abgleichprogramm eine Datei, die zwei Personen zugleich geändert haben. Vergleichen Sie beide, und "
    "legen Sie nur eine ab.",
    "So a sync program calls a file that two people changed at once. Compare the two, and hand in one alone.",
)
_SECOND = Text(
    "Der Name sagt, dass es eine Kopie oder eine weitere Fassung ist.", "The name says that it is a copy or a version."
)
# As sync programs, Windows, browsers and people call one more of a file.
_COPIES = (
    (re.compile(r"konflikt|conflict"), _CONFLICT),
    (
        re.compile(
            r"\(\d+\)|\b(kopie|copy|duplikat|duplicate)\b"
            r"|(?<![^\W_])(neu|new|final|alt|old|entwurf|draft|endfassung|version|v\d+)(?![^\W_])"
        ),
        _SECOND,
    ),
)
