"""What a cell shows: its value and its number format in, the value as a person reads it out.

A number format may take away (a day shown as "Jun 26" is a month) or add (007, "HF 7", 50 T€). Formats are codes as
Excel writes them (ECMA-376 Part 1, 18.8.31); readers tell only those that say more than the value does.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from pipeline.model.columns import Kind
from pipeline.model.workbook import Value


def shown(value: Value, code: str, kind: Kind) -> Value:
    """What a cell of a column of that kind says. A value that its format does not change is given back as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        return value
    if not _without_literals(code).strip("; "):
        return ""  # ";;;" shows nothing, and so says nothing
    if isinstance(value, date):
        return value if kind is Kind.KEY else _shown_date(value, code)  # a key that became a date is lost
    return _shown_number(value, code, kind) if isfinite(value) else value


def hides(value: Value, code: str) -> bool:
    """Whether a cell holds what its format keeps from being seen."""
    return value != "" and not _without_literals(code).strip("; ") and not isinstance(value, str)


def _shown_date(value: date, code: str) -> Value:
    """A month or a year where no day is shown; a time alone is no date."""
    parts = _date_parts(code)
    if not parts:
        return value
    if "d" in parts:
        return value
    if "m" in parts and "y" in parts:
        return f"{value.month:02}/{value.year:04}"
    return f"{value.year:04}" if "y" in parts else value


@lru_cache(maxsize=256)
def _date_parts(code: str) -> frozenset[str]:
    """The letters of a date's parts that a format shows; an "m" beside hours or seconds means minutes."""
    plain = _MINUTES.sub("", _without_literals(_first_section(code)).lower())
    return frozenset(letter for letter in "dmy" if letter in plain)


def _shown_number(value: float, code: str, kind: Kind) -> Value:
    """A number with the zeros and words that its format adds, where the column holds texts or amounts."""
    section, number = _BRACKETS.sub(_bracketed, _first_section(code)), Decimal(f"{value:.15g}")
    if _SCIENTIFIC.search(_without_literals(section)):
        return value
    look = _look(code)
    if look.is_percent:
        return f"{_plain(number * 100)} %"
    if kind is Kind.AMOUNT:
        return _as_amount(number, look, value)
    if kind is Kind.PERIOD:
        return value
    if number == int(number) and number >= 0 and _DIGITS_ALONE.fullmatch(_without_literals(section)):
        return _filled(section, str(int(number)))
    return f"{look.before}{_plain(number)}{look.after}" if look.before or look.after else value


def _filled(section: str, digits: str) -> str:
    """Digits in the places of a format such as ``"BA-"00`` or ``0000-0``, from the right; what is left goes first."""
    pieces = [_words(match[0]) if match[0] != "0" else "0" for match in _PIECE.finditer(section)]
    places = sum(match[0] == "0" for match in _PIECE.finditer(section))
    digits = digits.zfill(places)
    waiting = [digits[: len(digits) - places + 1], *digits[len(digits) - places + 1 :]]
    is_place = (match[0] == "0" for match in _PIECE.finditer(section))
    return "".join(waiting.pop(0) if place else piece for place, piece in zip(is_place, pieces, strict=True))


def _as_amount(number: Decimal, look: _Look, value: float) -> Value:
    """With the unit or the currency that the format writes beside it. A format that scales shows a unit, too."""
    words = " ".join(f"{look.before} {look.after}".split())
    if look.thousands:
        return f"{_plain(number / Decimal(1000) ** look.thousands)} {words or _SCALED.get(look.thousands, '')}".strip()
    if not _SAYS_UNIT.search(words):
        return value
    return f"{_plain(number)} {words}"


class _Look(NamedTuple):
    """What a number format does: the words before and behind, and by how many thousands it divides."""

    before: str
    after: str
    thousands: int
    is_percent: bool


@lru_cache(maxsize=256)
def _look(code: str) -> _Look:
    body = _BRACKETS.sub(_bracketed, _first_section(code))
    match = _PLACES.search(_without_literals(body, "\x00"))
    if not match:
        return _Look("", "", 0, False)
    before, places, after = body[: match.start()], match[0], body[match.end() :]
    scaled = len(places) - len(places.rstrip(","))
    return _Look(_words(before), _words(after), scaled, "%" in _without_literals(body))


def _bracketed(match: re.Match[str]) -> str:
    """A currency in brackets, ``[$€-407]``, as the literal that it is; colours, conditions and locales are none."""
    found = re.fullmatch(r"\[\$([^-\]]*)(?:-[0-9A-Fa-f]+)?\]", match[0])
    return f'"{found[1]}"' if found and found[1] else ""


def _words(part: str) -> str:
    """The literals of a part of a format."""
    said = (match[1] or match[2] or match[3] or "" for match in _LITERAL.finditer(part))
    return "".join(said).replace("%", "")


def _first_section(code: str) -> str:
    """The part of a format that is for positive numbers: that before the first semicolon outside of quotes."""
    return _SECTION.match(code)[0]  # type: ignore[index]  # it matches the empty text, too


def _without_literals(code: str, by: str = "") -> str:
    """A format without what it quotes, escapes or keeps in brackets; with ``by`` each sign is replaced by one."""
    return _QUOTED.sub(lambda match: by * len(match[0]), code)


def _plain(number: Decimal) -> str:
    """A number in digits, with a comma that no convention takes for thousands."""
    text = f"{number.normalize() + 0:f}"
    whole, mark, decimals = text.partition(".")
    return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}" if mark else whole


_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_SECTION = re.compile(r'(?:"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[^;])*')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|([^0#?.,@;])')
_PLACES = re.compile(r"[0#?](?:[0#?,. ]*[0#?])?,*")
_PIECE = re.compile(r'0|"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|.')
_DIGITS_ALONE = re.compile(r"(?=[^0]*0)[^#?.,@%]*")
_SCIENTIFIC = re.compile(r"[eE][+-]")
_MINUTES = re.compile(r"h+[^a-z]*m+|m+[^a-z]*s+")
_SAYS_UNIT = re.compile(r"[^\W\d_]|[€$£]")
_SCALED = {1: "Tsd.", 2: "Mio.", 3: "Mrd."}
