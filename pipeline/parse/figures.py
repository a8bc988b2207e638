"""What a cell of figures says: its value as it is shown in, a number with the unit beside it out, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from pipeline.model.amount import Amount, AmountStyle, parse_amount, settled_marks, shown_marks
from pipeline.model.columns import Kind
from pipeline.model.doubt import Doubt
from pipeline.model.indicator import is_percent
from pipeline.model.plain_text import clean, says_nothing
from pipeline.model.report import Text
from pipeline.model.workbook import Value
from pipeline.parse.shown import shown


class Number(NamedTuple):
    """A number, and the unit that its cell shows beside it."""

    value: Decimal
    unit: str = ""


class NoNumber(NamedTuple):
    """In place of a number: something else stands there."""


def figure_style(values: Iterable[Value], decimal: str) -> AmountStyle:
    """How the numbers of a sheet are written that are text: as set, else as they show by themselves."""
    texts = (found["number"] for value in values if isinstance(value, str) and (found := _split(value)))
    marks = settled_marks(decimal) or frozenset(mark for text in texts for mark in shown_marks(text))
    # What nothing settles is several: a "1.250" that is no money may be one and a quarter.
    return AmountStyle(marks=marks, is_settled=bool(decimal), is_split=not marks)


def read_figure(value: Value, code: str, style: AmountStyle) -> Number | NoNumber | Doubt | None:
    """Read a number from a cell; ``None`` for one that says nothing. ``code`` is its number format."""
    said = shown(value, code, Kind.AMOUNT) if code else value
    if isinstance(said, str):
        text = " ".join(clean(said).split())
        return None if says_nothing(text) else _of_text(text, style)
    amount = parse_amount(said, style)
    return Number(amount.value) if isinstance(amount, Amount) else NoNumber()


def _of_text(text: str, style: AmountStyle) -> Number | NoNumber | Doubt:
    found = _split(text)
    if not found or (found["before"] and found["after"]):
        return NoNumber()
    amount = parse_amount(found["number"].removeprefix("+").strip(), style)
    match amount:
        case Amount():
            return Number(amount.value, (found["before"] or found["after"] or "").strip())
        case Doubt():
            return Doubt("indicator-value-open", tuple(map(_without_currency, amount.meanings)))
        case None:
            return NoNumber()


def _without_currency(words: Text) -> Text:
    return Text(words.de.removesuffix(" EUR"), words.en.removeprefix("EUR "))


def _split(text: str) -> re.Match[str] | None:
    return _FIGURE.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST else None


_LONGEST = 60
_FIGURE = re.compile(
    r"(?P<before>[€$£%]|EUR|CHF|USD|GBP)? ?(?P<number>[-−–+]? ?\d(?:[\d.,'’ ]*\d)?(?:[eE][+-]?\d{1,2})?)"
    r"(?: ?(?P<after>[^\W\d_%€$£‰°][^\W\d_]*.*|[%€$£‰°].*))?"
)


def says_unit(shown_unit: str, unit: str) -> bool:
    """Whether what a cell shows beside its number is the unit of its indicator, or how that one begins."""
    wanted = {_unit_key(unit), _unit_key(unit.partition(" ")[0])}
    return _unit_key(shown_unit) in wanted


def looks_like_unit(text: str) -> bool:
    """Whether a text may be a unit rather than a remark, or the rest of a sum."""
    return bool(re.fullmatch(r"[^\d()]{1,20}", text))


def is_share(number: Number, unit: str) -> bool:
    """Whether a number of hundredths may be a share: 0.45 may be 45 %, and 1 may be all of it."""
    return is_percent(unit.partition(" ")[0]) and not number.unit and 0 < abs(number.value) <= 1


def _unit_key(text: str) -> str:
    folded = text.strip().casefold().replace(" ", "").rstrip(".")
    return "%" if is_percent(text) else _SAME.get(folded, folded)


_SAME = {"eur": "€", "euro": "€", "euros": "€", "stk": "stück", "t€": "tsd€", "teur": "tsd€", "tsd.€": "tsd€"}
