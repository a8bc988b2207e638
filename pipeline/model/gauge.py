"""How far a town has come by an indicator: where it began, where it is and where it wants to be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from pipeline.model.progress import When
from pipeline.model.report import NOTHING, Text
from pipeline.model.workbook import CellRef


class Mark(NamedTuple):
    """A value with its date; a target may be without one."""

    value: Decimal
    when: When | None


class Way(StrEnum):
    """How far on the way from the baseline to the target the last value is, or why nobody can tell."""

    NO_TARGET = "no-target"
    NO_VALUE = "no-value"
    NO_BASELINE = "no-baseline"
    NOT_MEASURED = "not-measured-since"
    REACHED = "reached"
    BACK = "back"
    UNMOVED = "unmoved"
    ON_THE_WAY = "on-the-way"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Gauge:
    """One indicator, by its IRI. ``areas`` are the IRIs of its fields and theses, ``last`` is what was measured last,
    ``before`` what was the last in the edition before; ``cells`` are those behind all of it.
    """

    name: Text
    iri: str = ""
    unit: str = ""
    goal: Text = NOTHING
    areas: tuple[str, ...] = ()
    baseline: Mark | None = None
    last: Mark | None = None
    target: Mark | None = None
    before: Mark | None = None
    cells: tuple[CellRef, ...] = ()

    @property
    def way(self) -> Way:
        """How far it is, as far as anyone can tell."""
        if self.target is None:
            return Way.NO_TARGET
        if self.last is None:
            return Way.NOT_MEASURED if self.baseline else Way.NO_VALUE
        if self.baseline is None:
            return Way.REACHED if self.last.value == self.target.value else Way.NO_BASELINE
        return self._between(self.baseline.value, self.last.value, self.target.value)

    @staticmethod
    def _between(first: Decimal, last: Decimal, aim: Decimal) -> Way:
        if first == aim:
            return Way.REACHED if last == aim else Way.OFF
        done, whole = (last - first, aim - first) if aim > first else (first - last, first - aim)
        if done >= whole:
            return Way.REACHED
        return Way.BACK if done < 0 else Way.ON_THE_WAY if done else Way.UNMOVED

    @property
    def percent(self) -> int:
        """Of a gauge that is on the way: how much of it is done, in whole hundredths that are never too many."""
        if not (self.baseline and self.last and self.target) or self.baseline.value == self.target.value:
            return 0
        return int((self.last.value - self.baseline.value) * 100 / (self.target.value - self.baseline.value))
