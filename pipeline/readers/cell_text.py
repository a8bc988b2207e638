"""The elements within a cell of an OpenDocument spreadsheet to the text that the cell shows.

Read after OpenDocument 1.3, part 3, 6.1.2: blank space is one blank, and none at the ends of a paragraph. What is meant
stands as an element: blanks, tabs, line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PARAGRAPHS = ("text:p", "text:h")

# Their text is no text of the cell: comments, footnotes, drawings, and how to pronounce a word.
_ASIDE = frozenset(
    {"office:annotation", "text:note", "text:ruby-text", "table:shapes", "draw:frame", "draw:custom-shape"}
)

_BLANKS = re.compile(r"[ \t\r\n]+")
_INDENTED_END = re.compile(r"[ \t\r]*\n[ \t\r\n]*\Z")
# What calamine reads otherwise.
_ODD = re.compile(r"\A[ \t\r\n]|[\t\r\n]|  ")

# Stand for what counts until the rest is brought to single blanks; no XML can hold them.
_MOST_BLANKS = 1000
_BLANK, _TAB, _BREAK = "\x01", "\x02", "\x03"
_MEANT = str.maketrans({_BLANK: " ", _TAB: "\t", _BREAK: "\n"})


class CellText:
    """Follows the elements of one cell."""

    __slots__ = ("_aside", "_depth", "_is_odd", "_paragraphs")

    def __init__(self) -> None:
        """Start with an empty cell."""
        self._paragraphs: list[str] = []
        self._depth = self._aside = 0
        self._is_odd = False

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take notice of an element within the cell."""
        if self._aside or element in _ASIDE:
            self._aside += 1
            self._is_odd = True
        elif element in _PARAGRAPHS:
            self._paragraphs.append("")
            self._depth += 1
        elif self._depth:
            self._is_odd = True
            self._paragraphs[-1] += _mark(element, attributes)

    def take(self, text: str) -> None:
        """Take text, which counts within a paragraph alone."""
        if not self._depth:
            self._is_odd = True
        elif not self._aside:
            self._paragraphs[-1] += text

    def end(self, element: str) -> None:
        """Take notice that an element within the cell ends."""
        if self._aside:
            self._aside -= 1
        elif element in _PARAGRAPHS:
            self._depth -= 1

    def is_simple(self) -> bool:
        """Whether the cell is a single paragraph of nothing but text, which calamine reads alike."""
        match self._paragraphs:
            case []:
                return True
            case [paragraph]:
                return not self._is_odd and _ODD.search(paragraph) is None
        return False

    def shown(self) -> str:
        """The text of the cell, a line for each paragraph."""
        if self.is_simple():
            return "".join(self._paragraphs)
        return "\n".join(map(_shown, self._paragraphs))


def _mark(element: str, attributes: Mapping[str, str]) -> str:
    match element:
        case "text:s":
            return _BLANK * min(int(attributes.get("text:c", 1)), _MOST_BLANKS)
        case "text:tab":
            return _TAB
        case "text:line-break":
            return _BREAK
    return ""


def _shown(paragraph: str) -> str:
    return _BLANKS.sub(" ", _INDENTED_END.sub("", paragraph).lstrip(" \t\r\n")).translate(_MEANT)
