"""The figures of one indicator: its rows in, what they measured and aim at out, and a finding for each that is neither.

Where two cells contradict each other, neither is taken: nobody knows which of them is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pipeline.model.amount import AmountStyle
from pipeline.model.columns import Kind
from pipeline.model.date_style import DateStyle
from pipeline.model.doubt import Doubt
from pipeline.model.indicator import BASELINE, DATE_OF, TARGET, VALUE, At, Figure
from pipeline.model.partial_date import PartialDate
from pipeline.model.period import Period, parse_period
from pipeline.model.plain_text import clean, says_nothing
from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.roadmap import Link, Words
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef, Value, as_typed
from pipeline.parse.figures import Number, is_share, looks_like_unit, read_figure, says_unit
from pipeline.parse.indicator_lines import Line
from pipeline.parse.shown import shown


@dataclass(frozen=True, slots=True)
class FigureReading:
    """What the cells of figures are read by."""

    rules: RuleBook
    style: AmountStyle
    today: date


class Read(NamedTuple):
    """A number that a cell holds, with its date, the unit it shows, where it is from, and what was typed."""

    kind: str
    number: Number
    cell: CellRef
    date: At[PartialDate] | None
    source: At[Words | Link] | None
    title: Text | str
    date_title: Text | str
    typed: str


class Figures(NamedTuple):
    """The unit that the cells show where no column names it, and what they hold."""

    baseline: Figure | None
    targets: tuple[Figure, ...]
    values: tuple[Figure, ...]
    unit: At[str] | None
    results: tuple[ValidationResult, ...]


def read_figures(
    lines: Sequence[tuple[Line, At[Words | Link] | None]], unit: At[str] | None, reading: FigureReading
) -> Figures:
    """All figures of an indicator's rows, each row with where it is from."""
    told: list[ValidationResult] = []
    found = [read for line, source in lines for read in _reads(line, source, reading, told)]
    unit = unit or _unit_of_cells(found)
    found = [read for read in found if _is_in_unit(read, unit.said if unit else "", reading.rules, told)]
    observed = list(
        _agreeing([read for read in found if read.kind != TARGET], "indicator-values-differ", reading, told)
    )
    targets = list(
        _agreeing([read for read in found if read.kind == TARGET], "indicator-targets-differ", reading, told)
    )
    baseline = _baseline(observed, reading, told)
    values = sorted((_figure(read) for read in observed if read is not baseline), key=in_time)
    aims = sorted((_figure(read) for read in targets if _is_ahead(read, baseline, reading, told)), key=in_time)
    return Figures(_figure(baseline) if baseline else None, tuple(aims), tuple(values), unit, tuple(told))


def _reads(
    line: Line, source: At[Words | Link] | None, reading: FigureReading, told: list[ValidationResult]
) -> Iterator[Read]:
    for kind in (BASELINE, TARGET, VALUE):
        at = line.table.columns.get(kind)
        number = _number(line, at, line.title(kind), reading, told) if at else None
        when = _date(line, kind, reading, told)
        if at and number and (kind == TARGET or when):
            yield Read(
                kind,
                number,
                line.cell_at(at),
                when,
                source,
                line.title(kind),
                line.title(DATE_OF[kind]),
                as_typed(line.value(at)),
            )
        if number and not when and says_nothing(line.text(DATE_OF[kind])):
            rule = "indicator-target-undated" if kind == TARGET else "indicator-value-undated"
            told.append(fill(reading.rules[rule], line.cell(kind), column=line.title(kind),
                             value=as_typed(line.named(kind))))  # fmt: skip
    for column in line.table.dated:
        title = line.table.titles[column.number]
        if number := _number(line, column.number, title, reading, told):
            header = CellRef(line.file, line.sheet, line.cell_at(column.number).column, line.table.header_row)
            typed = as_typed(line.value(column.number))
            yield from _dated(Read(column.kind, number, line.cell_at(column.number), At(column.date, header), source,
                                   title, title, typed), reading, told)  # fmt: skip


def _dated(read: Read, reading: FigureReading, told: list[ValidationResult]) -> Iterator[Read]:
    if read.kind == TARGET or not read.date or _was(read.date.said, reading.today):
        yield read
    else:
        told.append(fill(reading.rules["indicator-value-ahead"], read.cell, column=read.title, value=read.typed))


def _was(found: PartialDate, today: date) -> bool:
    return found.first <= today


def _number(
    line: Line, at: int, title: Text | str, reading: FigureReading, told: list[ValidationResult]
) -> Number | None:
    value = line.value(at)
    found = read_figure(value, line.code(at), reading.style)
    if isinstance(found, Number) or found is None:
        return found
    details = found.words if isinstance(found, Doubt) else {}
    rule = found.rule if isinstance(found, Doubt) else "indicator-value-unread"
    told.append(fill(reading.rules[rule], line.cell_at(at), column=title, value=clean(as_typed(value)), **details))
    return None


def _date(line: Line, kind: str, reading: FigureReading, told: list[ValidationResult]) -> At[PartialDate] | None:
    """The date beside a figure of a kind; that of a measurement is a day, a month or a year which has begun."""
    name = DATE_OF[kind]
    at, text = line.table.columns.get(name), line.text(name)
    if not at or not text:
        return None
    said = shown(line.value(at), code, Kind.PERIOD) if (code := line.code(at)) else line.value(at)
    found = _one_date(clean(said) if isinstance(said, str) else said, kind, line, reading)
    if found is None or (kind != TARGET and not found.is_plain):
        rule = "indicator-date-unread"
    elif kind != TARGET and not _was(found, reading.today):
        rule = "indicator-value-ahead"
    else:
        return At(found, line.cell_at(at))
    told.append(fill(reading.rules[rule], line.cell_at(at), column=line.title(name), value=text))
    return None


def _one_date(value: Value, kind: str, line: Line, reading: FigureReading) -> PartialDate | None:
    found = parse_period(value, DateStyle(reading.today), date_1904=line.date_1904)
    if not isinstance(found, Period):
        return None
    if kind == TARGET and found.begin is None:  # "bis 2030"
        return found.end
    return found.begin if found.point else None


# Units ############################################################################################################


def _unit_of_cells(found: Sequence[Read]) -> At[str] | None:
    """The unit that every figure shows beside itself."""
    units = {read.number.unit for read in found}
    return At(found[0].number.unit, found[0].cell) if len(units) == 1 and all(units) else None


def _is_in_unit(read: Read, unit: str, rules: RuleBook, told: list[ValidationResult]) -> bool:
    """Whether a figure is in the unit of its indicator, as far as its cell tells."""
    column, value = read.title, read.typed
    if read.number.unit and not says_unit(read.number.unit, unit):
        if unit and not looks_like_unit(read.number.unit):
            told.append(fill(rules["indicator-value-unread"], read.cell, column=column, value=value))
        else:
            known = Text(f"„{unit}“", f"“{unit}”") if unit else Text("keine", "none")
            told.append(fill(rules["indicator-unit-differs"], read.cell, column=column, value=value,
                             shown=read.number.unit, unit=known))  # fmt: skip
        return False
    if is_share(read.number, unit):
        small, large = (_in_hundredths(number) for number in (read.number.value, read.number.value * 100))
        told.append(
            fill(rules["indicator-share-open"], read.cell, column=column, value=value, small=small, large=large)
        )
        return False
    return True


def _in_hundredths(number: Decimal) -> Text:
    text = f"{number.normalize() + 0:f} %"
    return Text(text.replace(".", ","), text)


# What contradicts #################################################################################################


def _agreeing(found: Sequence[Read], rule: str, reading: FigureReading, told: list[ValidationResult]) -> Iterator[Read]:
    """One of those that say the same of a date, a baseline before others; none of those that disagree."""
    by_date: dict[tuple[str, ...], list[Read]] = {}
    for read in found:
        by_date.setdefault(_moment(read), []).append(read)
    for reads in by_date.values():
        if len({read.number.value for read in reads}) == 1:
            yield next((read for read in reads if read.kind == BASELINE), reads[0])
            continue
        first, *others = reads
        for other in others:
            told.append(fill(reading.rules[rule], other.cell, column=other.title, value=other.typed,
                             other=first.typed, at=first.cell.address, date=_spoken(first)))  # fmt: skip


def _moment(read: Read) -> tuple[str, ...]:
    if read.date is None:
        return ()
    said = read.date.said
    return (said.precision, said.lexical, said.last.isoformat())


def _spoken(read: Read) -> Text:
    said = read.date.said if read.date else None
    return Text(said.text or said.lexical, said.lexical) if said else Text("ohne Datum", "no date")


def _baseline(found: Iterable[Read], reading: FigureReading, told: list[ValidationResult]) -> Read | None:
    """The baseline; of several none, but as what was measured then."""
    baselines = [read for read in found if read.kind == BASELINE]
    for other in baselines[1:]:
        first = baselines[0]
        told.append(fill(reading.rules["indicator-baselines-differ"], other.cell, column=other.title,
                         value=other.typed, other=first.typed, at=first.cell.address))  # fmt: skip
    return baselines[0] if len(baselines) == 1 else None


def _is_ahead(read: Read, baseline: Read | None, reading: FigureReading, told: list[ValidationResult]) -> bool:
    """Whether a target is not before the baseline, as far as the dates tell."""
    if not (read.date and baseline and baseline.date) or read.date.said.last >= baseline.date.said.first:
        return True
    was, is_ = (at.said.text or at.said.lexical for at in (baseline.date, read.date))
    told.append(fill(reading.rules["indicator-target-early"], read.date.cell, column=read.date_title,
                     value=is_, baseline=was))  # fmt: skip
    return False


def _figure(read: Read) -> Figure:
    return Figure(At(read.number.value, read.cell), read.date, read.source)


def in_time(figure: Figure) -> tuple[date, date, str]:
    """A key for sorting figures by their dates; those without one come first."""
    if figure.date is None:
        return date.min, date.min, ""
    return figure.date.said.last, figure.date.said.first, figure.date.said.lexical
