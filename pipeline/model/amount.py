"""Amounts of money as people type them, in German or English: text in, an exact decimal and a currency out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from pipeline.model.workbook import Value


@dataclass(frozen=True, slots=True)
class Amount:
    """Money: an exact value and the ISO 4217 code of its currency."""

    value: Decimal
    currency: str

    @property
    def lexical(self) -> str:
        """The value in XSD's form of a decimal, without an exponent."""
        return f"{self.value:f}"


def parse_amount(value: Value, currency: str, *, factor: Decimal = Decimal(1)) -> Amount | None:
    """Read an amount from a cell; ``None`` when it is none.

    ``currency`` and ``factor`` are those of the column ("in T€": EUR, 1000); what the cell itself says goes first, and
    a cell that names a currency of its own, "50.000 €", means just that.
    """
    match value:
        case bool():
            return None
        case int():
            return _amount(Decimal(value), factor, currency)
        case float() if isfinite(value):
            # Fifteen digits are what a spreadsheet program shows; what is beyond them is the noise of its arithmetic.
            return _amount(Decimal(f"{value:.15g}"), factor, currency)
        case str():
            return _parse_text(" ".join(value.split()), currency, factor)
        case _:
            return None


def _parse_text(text: str, currency: str, factor: Decimal) -> Amount | None:
    match = _AMOUNT.fullmatch(text) if len(text) <= _LONGEST else None
    if not match or (match["before"] and match["after"]):
        return None
    number = parse_number(match["number"])
    written = (match["before"] or match["after"] or "").upper()
    if number is None or (written and written not in _CURRENCIES):
        return None
    unit = (match["unit"] or "").lower().rstrip(".")
    scale = _UNITS[unit] if unit else Decimal(1) if written else factor
    if scale != 1 and _THOUSANDTHS.fullmatch(match["number"]):
        number = Decimal(match["number"].replace(",", "."))
    return _amount(-number if match["minus"] else number, scale, _CURRENCIES.get(written, currency))


def _amount(number: Decimal, scale: Decimal, currency: str) -> Amount | None:
    """Without an exponent and without trailing zeros, as XSD's canonical form: the same sum is the same literal."""
    value = number * scale
    if max(abs(number), abs(value)) >= _LIMIT:
        return None
    return Amount(Decimal(f"{value.normalize() + 0:f}"), currency)


def parse_number(text: str) -> Decimal | None:
    """Read a number written the German (1.234,50) or the English way (1,234.50).

    A point, comma, blank or apostrophe before each three digits groups thousands; a single one does, too, because money
    has no thousandths. Any other point or comma is the decimal one.
    """
    found = _GROUPED.fullmatch(text) or _UNGROUPED.fullmatch(text)
    if not found:
        return None
    whole = re.sub(r"[^0-9]", "", found["whole"])
    return Decimal(f"{whole}.{found['decimals']}" if found["decimals"] else whole)


_LIMIT = Decimal(10) ** 15
# "17,250" in thousands of euros, or "1,250 Mio. €": of such units there are thousandths.
_THOUSANDTHS = re.compile(r"[0-9]{1,3},[0-9]{3}")
_LONGEST = 60  # characters; a longer text is prose
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<by>[.,'’ ])[0-9]{3}(?:(?P=by)[0-9]{3})*)"
    r"(?:(?!(?P=by))[.,](?P<decimals>[0-9]{1,12}))?"
)
_UNGROUPED = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<decimals>[0-9]{1,12}))?")
_THOUSAND, _MILLION, _BILLION = Decimal(1000), Decimal(1_000_000), Decimal(1_000_000_000)
_UNITS = {
    **dict.fromkeys(("t", "tsd", "tausend", "k", "thousand"), _THOUSAND),
    **dict.fromkeys(("mio", "mill", "million", "millionen", "m"), _MILLION),
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
