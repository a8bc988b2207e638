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
from pipeline.model.plain_text import says_nothing
from pipeline.model.workbook import Value
from pipeline.parse.sections import number_section, text_section, without_literals, words
from pipeline.parse.shown_date import shown_date


def shown(value: Value, code: str, kind: Kind) -> Value:
    """What a cell of a column of that kind says. A value that its format does not change is given back as it is."""
    if isinstance(value, str):
        return _shown_text(value, code)
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        return value
    if isinstance(value, date):
        section = number_section(code, 1)
        # A key that became a date is lost, and the year of a date is no amount.
        return value if kind in _NO_DATES and section.text else shown_date(value, section.text)
    return _shown_number(value, code, kind) if isfinite(value) else value


def is_scientific(code: str) -> bool:
    """Whether a format shows numbers as 1E+05, which a program chose where "1E5" was typed."""
    return _SCIENTIFIC.search(without_literals(code)) is not None


def _shown_text(value: str, code: str) -> str:
    """A text with the words that its format adds; nothing where the format hides it."""
    section = text_section(code)
    if section is None:
        return value
    before, place, after = _parted(section, "@")
    return f"{words(before)}{value}{words(after)}" if place else words(section)


def _shown_number(value: float, code: str, kind: Kind) -> Value:
    """A number with the zeros and words that its format adds."""
    number = Decimal(f"{value:.15g}")
    section = number_section(code, number)
    look = _look(section.text)
    if not look.places or (number == 0 and not _SHOWS_ZERO.search(look.places)):
        said = f"{look.before}{look.after}".strip()
        # The dash is the zero of bookkeeping, with or without a currency.
        return value if said and number == 0 and says_nothing(_CURRENCY.sub("", said)) else said
    bare = without_literals(section.text)
    if _SCIENTIFIC.search(bare) or _FRACTION.search(bare):
        return value
    if "%" in bare:
        return f"{_plain(number * 100)} %"
    if kind is Kind.AMOUNT:
        return _as_amount(number, _without_sign(look) if number < 0 else look, value)
    if not words(section.text).strip() and (kind is Kind.PERIOD or not _DIGITS_ALONE.fullmatch(bare)):
        return value
    minus, size = "-" if number < 0 and not section.is_negative else "", abs(number)
    if size == int(size) and _DIGITS_ALONE.fullmatch(bare):
        return f"{minus}{_filled(section.text, str(int(size)))}"
    return f"{minus}{look.before}{_plain(size / Decimal(1000) ** look.thousands)}{look.after}"


class _Look(NamedTuple):
    """What a section of a format does with a number: the words before and behind, and where its digits stand."""

    before: str
    places: str
    after: str

    @property
    def thousands(self) -> int:
        """By how many thousands it divides."""
        return len(self.places) - len(self.places.rstrip(","))


@lru_cache(maxsize=256)
def _look(section: str) -> _Look:
    match = _PLACES.search(without_literals(section, "\x00"))
    if not match:
        return _Look(words(section), "", "")
    before, places, after = section[: match.start()], match[0], section[match.end() :]
    return _Look(words(before), places, words(after))


def _parted(section: str, place: str) -> tuple[str, str, str]:
    """What stands before a sign that is no literal, the sign, and what stands behind it."""
    at = without_literals(section, "\x00").find(place)
    return (section[:at], place, section[at + 1 :]) if at >= 0 else (section, "", "")


def _without_sign(look: _Look) -> _Look:
    """The look of negative numbers without the signs that say so, for the number keeps its own."""
    return _Look(_SIGNS.sub("", look.before), look.places, _SIGNS.sub("", look.after))


def _as_amount(number: Decimal, look: _Look, value: float) -> Value:
    """With all that the format writes beside it. A format that scales shows a unit, too."""
    before, after = look.before, look.after
    if number == 0:
        return value  # nothing is nothing in any unit, and bookkeeping shows a dash
    if look.thousands:
        number /= Decimal(1000) ** look.thousands
        if not _SAYS_UNIT.search(_CURRENCY.sub("", before + after)):
            after = f" {_SCALED.get(look.thousands, '')} {after}"
    elif not (before + after).strip():
        return value
    if _UNIT.fullmatch(before.strip()) and not after.strip():
        before, after = "", f" {before}"  # "T€ 50" is fifty thousand, too
    return " ".join(f"{before}{_plain(number)}{after}".split())


def _filled(section: str, digits: str) -> str:
    """Digits in the places of a format such as ``"BA-"00`` or ``####-##``, from the right; what is left goes first."""
    pieces = [match[0] for match in _PIECE.finditer(section)]
    places = [at for at, piece in enumerate(pieces) if piece in _EMPTY]
    filled = [_EMPTY.get(piece) or ("" if piece in _EMPTY else words(piece)) for piece in pieces]
    for at in reversed(places):
        if digits:
            filled[at], digits = (digits, "") if at == places[0] else (digits[-1], digits[:-1])
    return "".join(filled)


def _plain(number: Decimal) -> str:
    """A number in digits, with a comma that no convention takes for thousands."""
    text = f"{number.normalize() + 0:f}"
    whole, mark, decimals = text.partition(".")
    return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}" if mark else whole


_NO_DATES = (Kind.KEY, Kind.AMOUNT)

_EMPTY = {"0": "0", "?": " ", "#": ""}
"""What stands in a place of a format that no digit fills."""

_PLACES = re.compile(r"General|Standard|@|[0#?](?:[0#?,. '’\x00]*[0#?])?,*", re.IGNORECASE)
_SHOWS_ZERO = re.compile("[0a-z@]", re.IGNORECASE)
_PIECE = re.compile(r'[0#?]|"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|.')
_DIGITS_ALONE = re.compile(r"(?=[^0#?]*[0#?])[^.,@%]*")
_FRACTION = re.compile(r"[0#?] ?/ ?[0-9#?]")
_SCIENTIFIC = re.compile(r"[0#?][eE][+-]")
_SIGNS = re.compile("[-+−–()]")
_SAYS_UNIT = re.compile(r"[^\W\d_]")
_UNIT = re.compile(r"(?:T|k|M|Tsd\.?|Mio\.?|Mrd\.?) ?(?:€|EUR|Euro)?", re.IGNORECASE)
_CURRENCY = re.compile(r"€|\$|£|\b(?:EUR|Euro|CHF|USD|GBP)\b", re.IGNORECASE)
_SCALED = {1: "Tsd.", 2: "Mio.", 3: "Mrd."}
