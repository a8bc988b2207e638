"""The values of a project to what stands in a cell, in a form that ``parse`` takes for those very values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeGuard

from pipeline.model.amount import PLAIN, Amount, AmountStyle, parse_amount
from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.columns import Column, Kind
from pipeline.model.period import PartialDate, Period, Precision
from pipeline.model.plain_text import clean, key_text
from pipeline.model.roadmap import (
    Doubtful,
    Email,
    Entry,
    Link,
    Name,
    Paper,
    Project,
    Reference,
    Unreadable,
    Words,
    is_read,
)
from pipeline.model.vocabulary import Concept, ConceptScheme
from pipeline.model.workbook import Value, as_typed
from pipeline.render.formats.style import Written


class Shown(NamedTuple):
    """A column as it is shown: its title in the sheet, and how what stands in it is read again.

    ``makes_key`` tells whether the keys of the town's projects are made of it.
    """

    column: Column
    title: str
    amounts: AmountStyle
    scheme: ConceptScheme
    makes_key: bool


def write_values(shown: Shown, entries: Sequence[Entry]) -> Written:
    """What to write into a cell so that it says the values of ``entries``, those of one cell that could be read."""
    kind, typed = shown.column.kind, entries[0].typed
    if shown.makes_key:
        # The key is made of what was typed, so that must stand there again.
        return typed if _is_native(typed) else clean(as_typed(typed))
    said = [_single(shown, entry) for entry in entries if is_read(entry.value)]
    if len(said) == 1 and not isinstance(said[0], str):
        return said[0]
    return _SEPARATORS.get(kind, "\n").join(map(str, said))


_SEPARATORS = {Kind.NAMES: "; ", Kind.CONCEPTS: "; ", Kind.PAPERS: "; "}


def _is_native(value: Value) -> TypeGuard[int | float | date]:
    """Whether a value is read again as what it is. Excel keeps 15 digits; truth values and times we write in words."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(f"{value:.15g}") == value
    return type(value) is date


def identifier_of(project: Project, mapping: ColumnMapping) -> str:
    """What stood in the column of identifiers: the key, or the part of it that no other column tells."""
    if not mapping.key_from:
        return project.key
    if "id" not in mapping.key_from:
        return ""
    said = {entry.column: key_text(entry.typed) for entry in project.entries}
    at = mapping.key_from.index("id")
    before, after = mapping.key_from[:at], mapping.key_from[at + 1 :]
    told = "".join(f"{said[name]} | " for name in before if said.get(name))
    telling = "".join(f" | {said[name]}" for name in after if said.get(name))
    # Around an empty cell there is one separator less than the others would have.
    return project.key[len(told) :].removesuffix(telling) if len(told + telling) < len(project.key) else ""


def _single(shown: Shown, entry: Entry) -> Written:
    match entry.value:
        case Concept() as concept:
            return spelled(concept, shown.scheme)
        case Period() as period:
            return _period(period)
        case Amount() as amount:
            return _amount(amount, shown.amounts)
        case Doubtful() | Unreadable():
            return ""
        case Words(text, _) | Name(text) | Link(text) | Email(text) | Reference(text) | Paper(text):
            return text


def spelled(concept: Concept, scheme: ConceptScheme) -> str:
    """The German label of a concept; where the list takes it for another concept, a name that it takes for this one."""
    names = (*concept.label, *concept.names, concept.notation)
    return next((name for name in names if scheme.find(name) == concept), concept.label.de)


def write_date(found: PartialDate) -> Written:
    """A date so that it is read as the very same: a real date, or text."""
    return _POINTS[found.precision](found)


def write_amount(amount: Amount) -> Written:
    """An amount so that it is read as the very same, in a column without a unit."""
    return _amount(amount, PLAIN)


def _period(period: Period) -> Written:
    """Both sides in one cell, in the words of the author where they are more than one date."""
    begin, end = period.begin, period.end
    if begin and end:
        return write_date(begin) if period.point else f"{begin.text} – {end.text}"
    if begin:  # "ab 2027" says so itself
        return begin.text if begin.open_to else f"seit {begin.text}"
    return end.text if end else ""


def _day(found: PartialDate) -> Written:
    """A real date; before March 1900 a text, because there Excel counts a day that never was."""
    day = found.first
    return day if day >= date(1900, 3, 1) else f"{day.day:02}.{day.month:02}.{day.year:04}"


_POINTS: Mapping[Precision, Callable[[PartialDate], Written]] = {
    Precision.DAY: _day,
    Precision.MONTH: lambda found: f"{found.first.month:02}/{found.first.year:04}",
    Precision.YEAR: lambda found: f"{found.first.year:04}",
    Precision.WORDS: lambda found: found.text,
}


def _amount(amount: Amount, style: AmountStyle) -> Written:
    """The first way of writing an amount that is read as the very same."""
    ways = _ways(amount, style)
    same = (way for way in ways if parse_amount(way, style) == amount)
    return next(same, amount.lexical)


def _ways(amount: Amount, style: AmountStyle) -> Iterator[str | float]:
    """As a number; else as text with what the column does not say: the currency, or thousands as the unit."""
    in_unit = amount.value / style.factor
    if amount.currency == style.currency and len(in_unit.as_tuple().digits) <= _DIGITS_OF_A_NUMBER:
        yield float(in_unit)
    for text in (_german(amount.value), _german(in_unit), f"{_german(amount.value / 1000)} T"):
        yield from (text, f"{text} {amount.currency}", f"{amount.currency} {text}")


_DIGITS_OF_A_NUMBER = 15


def _german(number: Decimal) -> str:
    """With a comma. Three decimals get a fourth, lest they be taken for thousands."""
    whole, _, decimals = f"{number:f}".partition(".")
    return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}" if decimals else whole
