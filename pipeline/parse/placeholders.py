"""Keys and titles that only keep a place, and keys that are nearly the same: projects in, findings out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Project
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import fold
from pipeline.model.workbook import CellRef


def keeps_a_place(text: str) -> bool:
    """Whether a key or a title only says that there will be one.

    >>> keeps_a_place("n. n."), keeps_a_place("siehe oben"), keeps_a_place("NN-7")
    (True, True, False)
    """
    plain = text.strip()
    return bool(plain) and (fold(plain) in _WORDS or bool(_SIGNS.fullmatch(plain)))


_SIGNS = re.compile(r"[?!.…_*=+~#\"„“'-]+|[xX]{2,}")
_WORDS = {
    *(
        "nn",
        "neu",
        "new",
        "tbd",
        "tba",
        "tbc",
        "todo",
        "siehe",
        "sieheoben",
        "so",
        "su",
        "dito",
        "folgt",
        "wirdvergeben",
    ),
    *(
        "wirdnochvergeben",
        "wirdnachgereicht",
        "folgtnoch",
        "nochoffen",
        "nochunbekannt",
        "nochnichtvergeben",
        "nochkeine",
    ),
    *("unbekannt", "platzhalter", "beispiel", "muster", "bitteausfüllen", "bitteeintragen", "bittewählen"),
    *("bitteauswählen", "ka", "keineangabe", "na", "entfällt", "keine", "keiner", "ohne", "leer", "neuesprojekt"),
    *("neuekennung", "kennungfolgt", "titelfolgt", "projekttitel", "ergänzen", "nochzuvergeben", "zuvergeben"),
    *("nichtvergeben", "nochfestzulegen", "sieheanlage", "wieoben", "wievor", "arbeitstitel", "test", "asdf"),
}


def is_lone_x(text: str, before: str) -> bool:
    """Whether a key is an "x" that stands for none: in a list of letters it is one of them."""
    return text.casefold() == "x" and len(before) != 1


def placeholder_key(cell: CellRef, title: str, key: str, rules: RuleBook) -> ValidationResult:
    """The finding at a key that keeps a place."""
    return fill(rules["key-placeholder"], cell, column=title, value=key)


def placeholder_title(project: Project, rules: RuleBook) -> Iterator[ValidationResult]:
    """The finding at a title that keeps a place."""
    text, column = project.typed("title"), project.table.column("title")
    if column and keeps_a_place(text):
        yield fill(rules["title-placeholder"], project.cell("title"), column=column.title, value=text.strip())


def near_keys(projects: Iterable[Project], rules: RuleBook) -> Iterator[ValidationResult]:
    """Each key that differs from an earlier one only in dashes, capitals, blanks, or O and 0."""
    seen: dict[str, Project] = {}
    for project in projects:
        column = project.table.column("id")
        # Lists that are lettered go on with small letters after the capitals.
        is_letter = len(project.key) == 1
        first = project if is_letter or not column else seen.setdefault(_alike(project.key), project)
        if column and first is not project:
            cell = project.cell("id")
            other = first.cell("id")
            place = other.address if (other.file, other.sheet) == (cell.file, cell.sheet) else str(other)
            yield fill(rules["key-alike"], cell, column=column.title, value=project.key, other=first.key, place=place)


def _alike(key: str) -> str:
    """A key as the eye takes it in: the same for all dashes, capitals, blanks, and for O and 0 beside digits."""
    text = unicodedata.normalize("NFKC", key).casefold()
    text = re.sub(r"\s+", "", _DASHES.sub("-", text))
    return _NUMERAL.sub(lambda found: found[0].translate(_DIGITS), text)


_DASHES = re.compile(r"[‐-―−﹘﹣－_]")
_NUMERAL = re.compile(r"(?<![a-z0-9])(?=[oil]*[0-9])[0-9oil]+(?![a-z0-9])")
_DIGITS = str.maketrans("oil", "011")
