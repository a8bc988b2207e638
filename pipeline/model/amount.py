"""Amounts of money as people type them, in German or English: text in, an exact decimal and a currency out.

A single "1.250" may be twelve hundred or one and a quarter. What its cell does not tell, the style of its column may
(``AmountStyle``); where neither does, it is a ``Doubt`` and no amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from typing import NamedTuple

from pipeline.model.doubt import Doubt
from pipeline.model.report import Text
from pipeline.model.workbook import Value


class Role(StrEnum):
    """What a point or a comma does in a number."""

    DECIMAL = "decimal"
    GROUPING = "grouping"


class Mark(NamedTuple):
    """A point or a comma in a role."""

    sign: str
    role: Role


@dataclass(frozen=True, slots=True)
class Amount:
    """Money: an exact value and the ISO 4217 code of its currency."""

    value: Decimal
    currency: str

    @property
    def lexical(self) -> str:
        """The value in XSD's form of a decimal, without an exponent."""
        return f"{self.value:f}"


@dataclass(frozen=True, slots=True)
class AmountStyle:
    """How the amounts of a column are written: in which currency and unit ("in T€": EUR, 1000), with which marks.

    ``marks`` are those that cells of the column show by themselves, ``is_settled`` is true where the town's settings
    name them. ``is_split`` is true where nothing but cells such as "18.000" and "18,500" stand beside each other.
    ``sign`` says what a currency sign in a cell of a column with a unit means: ``plain``, that the cell is not in this
    unit, or ``unit``, that it is.
    """

    currency: str = "EUR"
    factor: Decimal = Decimal(1)
    marks: frozenset[Mark] = frozenset()
    is_settled: bool = False
    is_split: bool = False
    sign: str = ""

    def role(self, sign: str) -> Role | None:
        """What a mark does in this column: what cells show of it, else the opposite of what the other one does."""
        told = {role for mark, role in self.marks if mark == sign}
        if not told:
            told = {_OPPOSITE[role] for mark, role in self.marks if mark == _OTHER[sign]}
        return told.pop() if len(told) == 1 else None


_OTHER = {".": ",", ",": "."}
_OPPOSITE = {Role.DECIMAL: Role.GROUPING, Role.GROUPING: Role.DECIMAL}
PLAIN = AmountStyle()


def settled_marks(decimal: str) -> frozenset[Mark]:
    """The marks of a column whose decimal mark is known."""
    return frozenset({Mark(decimal, Role.DECIMAL), Mark(_OTHER[decimal], Role.GROUPING)} if decimal else ())


def parse_amount(value: Value, style: AmountStyle = PLAIN) -> Amount | Doubt | None:
    """Read an amount from a cell; ``None`` when it is none, a ``Doubt`` when it might be several."""
    match value:
        case bool():
            return None
        case int():
            return _amount(Decimal(value), style.factor, style.currency)
        case float() if isfinite(value):
            # Fifteen digits are what a spreadsheet program shows; what is beyond them is the noise of its arithmetic.
            return _amount(Decimal(f"{value:.15g}"), style.factor, style.currency)
        case str():
            return _parse_text(" ".join(value.split()), style)
        case _:
            return None


def shown_marks(text: str) -> frozenset[Mark]:
    """What an amount shows of its marks by itself: "1.234,5" of both, "12,5" of the comma, "1.250 €" of none."""
    match = _written(text)
    if not match or _is_open(match["number"]):
        return frozenset()
    found = _GROUPED.fullmatch(match["number"]) or _UNGROUPED.fullmatch(match["number"])
    said = found.groupdict() if found else {}
    roles = ((said.get("by"), Role.GROUPING), (said.get("mark"), Role.DECIMAL))
    return frozenset(Mark(sign, role) for sign, role in roles if sign and sign in _OTHER)


def grouping_mark(text: str, factor: Decimal) -> str:
    """The mark of an amount such as "1.250 €", where it can but group: money has no thousandths."""
    match = _written(text)
    if not match or not _is_open(match["number"]):
        return ""
    is_plain = not match["unit"] and (factor == 1 or bool(match["before"] or match["after"]))
    return re.sub("[0-9]", "", match["number"]) if is_plain else ""


def is_open(text: str) -> bool:
    """Whether an amount does not show whether its mark groups thousands: "1.250 Mio. €"."""
    match = _written(text)
    return bool(match and _is_open(match["number"]))


def _written(text: str) -> re.Match[str] | None:
    """The parts of an amount as people write it; none of a text that is no amount, such as "Los 1.2"."""
    match = _AMOUNT.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST else None
    if not match or (match["before"] and match["after"]):
        return None
    currency = (match["before"] or match["after"] or "").upper()
    return match if not currency or currency in _CURRENCIES else None


def _is_open(number: str) -> bool:
    """Whether the mark of a number may be either: "1.250", but neither "0.125" nor "12.5"."""
    return bool(_OPEN.fullmatch(number))


def _parse_text(text: str, style: AmountStyle) -> Amount | Doubt | None:
    match = _written(text)
    if not match:
        return _parse_of_program(text, style)
    written = (match["before"] or match["after"] or "").upper()
    currency, minus = _CURRENCIES.get(written, style.currency), bool(match["minus"])
    unit = (match["unit"] or "").lower().rstrip(".")
    scales = _scales(unit, bool(written), style)
    numbers = _numbers(match["number"], is_plain=scales == (Decimal(1),), style=style)
    if not numbers:
        return _parse_of_program(text, style)
    found = [_amount(-n if minus else n, scale, currency) for scale in scales for n in numbers]
    amounts = tuple(dict.fromkeys(amount for amount in found if amount))
    if len(amounts) > 1:
        rule = "amount-unit-open" if len(scales) > 1 else "amount-mark-open"
        return Doubt(rule, tuple(map(in_words, amounts)))
    return amounts[0] if amounts else None


def _scales(unit: str, has_sign: bool, style: AmountStyle) -> tuple[Decimal, ...]:
    """By what a number is multiplied; both where a sign stands in a column that has a unit, "50,00 €" under "T€"."""
    if unit:
        return (_UNITS[unit],)
    if not has_sign or style.factor == 1:
        return (style.factor,)
    return {"plain": (Decimal(1),), "unit": (style.factor,)}.get(style.sign, (Decimal(1), style.factor))


def _numbers(text: str, *, is_plain: bool, style: AmountStyle) -> tuple[Decimal, ...]:
    """What a number may be. Of "1.250" the column decides; without a sign of it, thousands, but not where there are
    thousandths, as of millions.
    """
    if not _is_open(text):
        number = parse_number(text)
        return () if number is None else (number,)
    thousands, decimals = Decimal(re.sub("[^0-9]", "", text)), Decimal(text.replace(",", "."))
    role = style.role(re.sub("[0-9]", "", text))
    if role is Role.GROUPING:
        return (thousands,)
    if role is Role.DECIMAL and (style.is_settled or not is_plain):
        return (decimals,)
    is_usual = role is None and not style.marks and is_plain and not style.is_split
    return (thousands,) if is_usual else (thousands, decimals)


def _parse_of_program(text: str, style: AmountStyle) -> Amount | None:
    """A number as programs write it: 2.0E-6, 7.5440249999999995."""
    if not _OF_PROGRAM.fullmatch(text):
        return None
    number = Decimal(text)
    return _amount(Decimal(f"{number:.15g}") if abs(number) < _LIMIT else number, style.factor, style.currency)


def _amount(number: Decimal, scale: Decimal, currency: str) -> Amount | None:
    """Without an exponent and without trailing zeros, as XSD's canonical form: the same sum is the same literal."""
    value = number * scale
    if max(abs(number), abs(value)) >= _LIMIT:
        return None
    return Amount(Decimal(f"{value.normalize() + 0:f}"), currency)


def in_words(amount: Amount) -> Text:
    """An amount as people write it: 1.250,5 EUR, EUR 1,250.5.

    >>> in_words(Amount(Decimal("1250.5"), "EUR")).de
    '1.250,5 EUR'
    """
    english = f"{amount.value:,f}"
    return Text(f"{english.translate(_SWAPPED)} {amount.currency}", f"{amount.currency} {english}")


_SWAPPED = str.maketrans(",.", ".,")


def parse_number(text: str) -> Decimal | None:
    """Read a number written the German (1.234,50) or the English way (1,234.50).

    A point, comma, blank or apostrophe before each three digits groups thousands; a single one does, too. Any other
    point or comma is the decimal one.
    """
    found = _GROUPED.fullmatch(text) or _UNGROUPED.fullmatch(text)
    if not found:
        return None
    whole = re.sub(r"[^0-9]", "", found["whole"])
    return Decimal(f"{whole}.{found['decimals']}" if found["decimals"] else whole)


@dataclass(frozen=True, slots=True)
class Unit:
    """What the title of a column says of its amounts; ``None`` and empty where it says nothing."""

    factor: Decimal | None = None
    currency: str = ""


def title_unit(title: str) -> Unit:
    """The unit and the currency that the title of a column names: "Kosten (in T€)", "Budget [Mio. CHF]"."""
    unit = _TITLE_UNIT.search(title)
    factor = _UNITS[unit["unit"].lower().rstrip(".")] if unit and unit["unit"] else None
    if unit and unit["thousand"]:
        factor = _THOUSAND
    currencies = {_CURRENCIES[found.upper()] for found in _TITLE_CURRENCY.findall(title)}
    return Unit(factor, currencies.pop() if len(currencies) == 1 else "")


def stated_unit(note: str) -> Decimal | None:
    """The unit that a note gives to a table: that of "Alle Beträge in T€", but none of "Ein Programm über 2 Mio. €"."""
    found = _STATED.search(note)
    return title_unit(note[found.end() :]).factor if found else None


_LIMIT = Decimal(10) ** 15
_LONGEST = 60  # characters; a longer text is prose
_OPEN = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<by>[.,'’ ])[0-9]{3}(?:(?P=by)[0-9]{3})*)"
    r"(?:(?!(?P=by))(?P<mark>[.,])(?P<decimals>[0-9]{1,15}))?"
)
_UNGROUPED = re.compile(r"(?P<whole>[0-9]+)(?:(?P<mark>[.,])(?P<decimals>[0-9]{1,15}))?")
_OF_PROGRAM = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?")
_THOUSAND, _MILLION, _BILLION = Decimal(1000), Decimal(1_000_000), Decimal(1_000_000_000)
_UNITS = {
    **dict.fromkeys(("t", "tsd", "tausend", "k", "thousand", "thousands"), _THOUSAND),
    **dict.fromkeys(("mio", "mill", "million", "millions", "millionen", "m"), _MILLION),
    **dict.fromkeys(("mrd", "milliarde", "milliarden", "bn"), _BILLION),
}
_CODES = "AUD BGN CAD CHF CNY CZK DKK EUR GBP HUF ISK JPY NOK NZD PLN RON RSD SEK TRY UAH USD"
_CURRENCIES = {code: code for code in _CODES.split()}
_CURRENCIES |= {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "$": "USD", "£": "GBP", "FR.": "CHF", "SFR.": "CHF"}
_CURRENCY = r"€|\$|£|euros?|s?fr\.|[a-z]{3}"
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<minus>[-−–] ?)?(?:(?P<before>{_CURRENCY}) ?)?(?P<number>[0-9](?:[0-9.,'’ ]*[0-9])?)(?:[.,] ?[-–—]{{1,2}})?"
    rf" ?(?P<unit>(?:{_UNIT})\.?)? ?(?P<after>{_CURRENCY})?",
    re.IGNORECASE | re.ASCII,
)
_MONEY = "€|EUR(?:O|o)?|Euro|CHF|USD|GBP|\\$|£"
_TITLE_UNIT = re.compile(
    rf"(?<!\w)(?:(?P<unit>(?i:tsd|tausend|thousands?|mio|mill|millionen|millions?|mrd|milliarden))\.?(?!\w)"
    rf"|(?P<thousand>(?:[Tk] ?(?={_MONEY})(?:{_MONEY})|1[., ]?000 ?(?:{_MONEY})))(?!\w))"
)
_STATED = re.compile(rf"(?i:\b(?:in|einheit:?|unit:?|angaben:?)) [\[(]?(?={_TITLE_UNIT.pattern})")
_TITLE_CURRENCY = re.compile(rf"(?<![A-Z0-9a-z])[Tk]? ?(€|(?i:euros?)|{'|'.join(_CODES.split())}|\$|£)(?![A-Za-z])")
