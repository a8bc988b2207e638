"""The sections of a number format code: a code and a value in, the section that shows it and its literals out."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple


class Section(NamedTuple):
    """A part of a format; ``is_negative`` where it is for negative numbers alone, and shows their sign itself."""

    text: str
    is_negative: bool = False


def number_section(code: str, number: Decimal | int) -> Section:
    """The section that shows a number: by its sign, or by the conditions that sections bear."""
    sections = _number_sections(code)
    if any(map(_CONDITION.search, sections)):
        return Section(next((section for section in sections if _holds(section, number)), sections[-1]))
    if number < 0 and len(sections) > 1:
        return Section(sections[1], is_negative=True)
    return Section(sections[2] if number == 0 and len(sections) > 2 else sections[0])


def text_section(code: str) -> str | None:
    """The section that shows a text: the fourth, or the last if it has a place for one; none shows it as it is."""
    sections = _sections(code)
    if len(sections) > 3:
        return sections[3]
    return sections[-1] if "@" in without_literals(sections[-1]) else None


def without_literals(code: str, by: str = "") -> str:
    """A format without what it quotes, escapes or keeps in brackets; with ``by`` each sign is replaced by one."""
    return _QUOTED.sub(lambda match: by * len(match[0]), code)


def words(part: str) -> str:
    """The literals of a part of a format, a currency in brackets among them; one that is not told (¤) is none."""
    said = (match[1] or match[2] or match[3] or match[4] or "" for match in _LITERAL.finditer(part))
    return "".join(said).replace("¤", "")


@lru_cache(maxsize=256)
def _number_sections(code: str) -> tuple[str, ...]:
    """At least one: a format for texts alone shows numbers in the same way."""
    sections = _sections(code)
    return tuple(section for section in sections[:3] if "@" not in without_literals(section)) or sections[:1]


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[str, ...]:
    ends = [match.start() for match in re.finditer(";", without_literals(code, "\x00"))]
    starts = [0, *(end + 1 for end in ends)]
    return tuple(code[start:end] for start, end in zip(starts, [*ends, len(code)], strict=True))


def _holds(section: str, number: Decimal | int) -> bool:
    """Whether the condition of a section is met; one without a condition is for all that is left."""
    found = _CONDITION.search(section)
    return not found or _COMPARE[found[1]](number, Decimal(found[2]))


_COMPARE = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', re.DOTALL)
# What is quoted, escaped, a currency in brackets such as ``[$€-407]``, or a sign that stands for nothing else; not what
# keeps space or fills it, and no colours, conditions and languages.
_LITERAL = re.compile(
    r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^-\]]*)[^\]]*\]|\[[^\]]*\]|(?i:General|Standard)|([^0#?.,@;%])', re.DOTALL
)
