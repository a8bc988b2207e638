"""The names of organizations in a cell: its text in, each name once and on one line out.

Names hold commas ("Amt für Bildung, Jugend und Soziales") and wrap over lines, so a cell is cut where it can only be
a list: at semicolons, bars and bullets, at numbers that count from 1, at line breaks before what starts like a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.model.plain_text import clean, one_line, says_nothing


def parse_names(text: str, split_at: Sequence[str] = ()) -> tuple[str, ...]:
    """The names in a cell, in their order. ``split_at`` are the signs that part names besides the semicolon.

    >>> parse_names("Amt für Bildung\\nund Soziales; Bauamt")
    ('Amt für Bildung und Soziales', 'Bauamt')
    """
    signs = re.compile("|".join(map(re.escape, (";", "|", "•", *split_at))))
    lines = [line for piece in signs.split(clean(text)) for line in _unwrapped(piece)]
    names = dict.fromkeys(one_line(name) for name in _unnumbered(lines))
    return tuple(name for name in names if not says_nothing(name))


def _unwrapped(text: str) -> Iterator[str]:
    """The lines of a list, each without its bullet; a name that wraps is one of them."""
    whole = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        if whole and _continues(whole, line):
            whole = _joined(whole, line)
            continue
        if whole:
            yield _BULLETS.sub("", whole)
        whole = line
    yield _BULLETS.sub("", whole)


def _continues(before: str, line: str) -> bool:
    """Whether a line goes on with the one before: that one is unfinished, or this one starts like no name."""
    if _BULLETS.match(line) or _NUMBER.match(line):
        return False
    return is_unfinished(before) or not _NAME.match(line)


def is_unfinished(text: str) -> bool:
    """Whether a text ends so that it must go on: "Sanierung der", "Stadt-"."""
    return bool(_UNFINISHED.search(text))


def _joined(before: str, line: str) -> str:
    """``Muster-`` and ``stadt`` are one word, ``Stadt-`` and ``und Landkreis`` are not."""
    if not re.search(r"\w-$", before) or _HYPHEN_STAYS.match(line):
        return f"{before} {line}"
    return f"{before if line[0].isupper() else before[:-1]}{line}"


_BULLETS = re.compile(r"^(?:[-–—*·▪◦‣●○■►➢✓]+\s+)+")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_UNFINISHED = re.compile(
    r"(?:[-–/,&+(:]|\b(?:und|oder|sowie|für|der|die|das|des|dem|den|von|vom|zu|zum|zur|im|in|am|an|and|or|for|of|the))$"
)
# A capital or a figure, or a small letter in a name such as "eGo-MV".
_NAME = re.compile(r"[„“\"'‚»]?(?:[^\W\d_a-zäöüß]|\d+\s*[^\W\d]|[a-zäöüß]+[A-ZÄÖÜ]|\d+$)")
_HYPHEN_STAYS = re.compile(r"(?:und|oder|sowie|bzw\.|and|or)\b|[&+/]", re.IGNORECASE)


def _unnumbered(lines: Iterable[str]) -> list[str]:
    """Names without their numbers, where these count from 1 to 2 at least: "1. FC Musterstadt" alone is a name."""
    lines = [name for line in lines for name in _cut_at_numbers(line)]
    while len(lines) > 1 and all(_has_number(line, number) for number, line in enumerate(lines, start=1)):
        lines = [_NUMBER.sub("", line, count=1) for line in lines]
    return lines


def _has_number(line: str, number: int) -> bool:
    found = _NUMBER.match(line)
    return found is not None and int(found[1]) == number


def _cut_at_numbers(line: str) -> list[str]:
    """``1. Bauamt 2. Hauptamt`` is two lines, each with its number."""
    if not _has_number(line, 1):
        return [line]
    starts = [0]
    for found in _NUMBER.finditer(line):
        if int(found[1]) == len(starts) + 1 and line[found.start() - 1].isspace():
            starts.append(found.start())
    return [line[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]
