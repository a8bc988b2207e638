"""Amounts of money as people type them, in German or English: text in, an exact decimal and a currency out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipeline.workbook import Value


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

    ``currency`` and ``factor`` are those of the column ("in T€": EUR, 1000); what the cell itself says goes first.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if not isinstance(value, str):
        return Amount(_plain(Decimal(str(value)) * factor), currency) if abs(value) < _LIMIT else None
    match = _AMOUNT.fullmatch(re.sub(r"\s+", " ", value.replace("\u00a0", " ").replace("\u202f", " ")).strip())
    if not match or (match["before"] and match["after"]):
        return None
    number = parse_number(match["number"])
    unit = match["unit"] or ""
    if number is None:
        return None
    sign = -1 if match["minus"] else 1
    scale = _UNITS[unit.lower().rstrip(".")] if unit else factor
    written = match["before"] or match["after"]
    return Amount(_plain(sign * number * scale), _CURRENCIES.get(written, written) if written else currency)


def parse_number(text: str) -> Decimal | None:
    """Read a number written the German (1.234,50) or the English way (1,234.50).

    Of two kinds of separator the last is the decimal one. A single one before exactly three digits groups thousands,
    because money has no thousandths; before any other count of digits it is the decimal one.
    """
    text = re.sub(r"[ '’]", "", text)
    if not re.fullmatch(r"\d+(?:[.,]\d+)*", text):
        return None
    whole, separator, decimals = _split(text)
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and not all(len(group) == 3 for group in groups[1:]):
        return None
    return Decimal("".join(groups) + (f".{decimals}" if separator else ""))


def _split(text: str) -> tuple[str, str, str]:
    """The whole part, the decimal separator or nothing, and the decimals."""
    kinds = {sign for sign in text if sign in ".,"}
    last = max(text.rfind("."), text.rfind(","))
    repeated = len(kinds) == 1 and text.count(text[last]) > 1
    thousands = len(kinds) == 1 and len(text) - last - 1 == 3 and len(text[:last]) <= 3 and text[:last] != "0"
    if not kinds or repeated or thousands:
        return text, "", ""
    return text[:last], text[last], text[last + 1 :]


def _plain(value: Decimal) -> Decimal:
    """Without an exponent and without trailing zeros, as XSD's canonical form: the same sum is the same literal."""
    return Decimal(f"{value.normalize():f}")


_LIMIT = Decimal(10) ** 15
_UNITS = {
    "t": Decimal(1000),
    "tsd": Decimal(1000),
    "tausend": Decimal(1000),
    "k": Decimal(1000),
    "thousand": Decimal(1000),
    "mio": Decimal(1_000_000),
    "mill": Decimal(1_000_000),
    "million": Decimal(1_000_000),
    "millionen": Decimal(1_000_000),
    "m": Decimal(1_000_000),
    "mrd": Decimal(1_000_000_000),
    "milliarde": Decimal(1_000_000_000),
    "milliarden": Decimal(1_000_000_000),
    "bn": Decimal(1_000_000_000),
}
_CURRENCIES = {"€": "EUR", "Euro": "EUR", "euro": "EUR", "EURO": "EUR", "$": "USD", "£": "GBP", "Fr.": "CHF", "SFr.": "CHF"}
_CURRENCY = r"€|[Ee]uro|EURO|\$|£|S?Fr\.|[A-Z]{3}"
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<minus>[-−–] ?)?(?:(?P<before>{_CURRENCY}) ?)?(?P<number>\d[\d.,'’ ]*?)(?:,[-–]{{1,2}})?"
    rf" ?(?P<unit>(?i:{_UNIT})\.?)? ?(?P<after>{_CURRENCY})?"
)
