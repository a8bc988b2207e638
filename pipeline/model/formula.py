"""Text that a spreadsheet program would compute in, to text that it leaves alone, and back.

A mark stands before it. A number is none of it: the amount -5 stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""What spreadsheet programs take for the beginning of a formula; the wide forms count as such in Asian Excel."""

MARK = "'"
_JOINER = "\N{WORD JOINER}"
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*", re.ASCII)
_MARKED = re.compile(f"{MARK}(?=[{re.escape(''.join(STARTS))}{MARK}])")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program might compute what a text says.

    >>> [looks_like_formula(text) for text in ("=1+1", "-5", "- a point", "a = b")]
    [True, False, True, False]
    """
    return text.startswith(STARTS) and not _NUMBER.fullmatch(text)


def mark(text: str) -> str:
    """A text with a mark before it where it looks like a formula, or where it begins as a marked one does."""
    return f"{MARK}{text}" if looks_like_formula(text) or _MARKED.match(text) else text


def unmark(text: str) -> str:
    """The text without its mark.

    >>> [unmark(mark(text)) for text in ("=1+1", "'=1+1", "'a'", "-5")]
    ['=1+1', "'=1+1", "'a'", '-5']
    """
    return _MARKED.sub("", text, count=1) if _MARKED.match(text) else text


def guard_for(texts: Iterable[str]) -> str:
    """What to write before those of some texts that look like formulas; it stands in none of them, so that whoever
    divides a cell by it has the text again. Empty where no text looks like one.
    """
    known = list(texts)
    if not any(map(looks_like_formula, known)):
        return ""
    guard = f"{MARK}{_JOINER}"
    while any(guard in text for text in known):
        guard += _JOINER
    return guard
