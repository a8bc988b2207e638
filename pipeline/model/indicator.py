"""What a strategy is measured by: indicators with goal, baseline, targets and measured values, each with its cell.

They stand in a sheet of their own, with a row for each value or with a column for each year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from pipeline.model.partial_date import PartialDate
from pipeline.model.report import Text
from pipeline.model.roadmap import Link, Words
from pipeline.model.vocabulary import Concept
from pipeline.model.workbook import CellRef

_Said = TypeVar("_Said")


class At(NamedTuple, Generic[_Said]):
    """What is said, and the cell that says so."""

    said: _Said
    cell: CellRef


class IndicatorColumn(NamedTuple):
    """A column of the sheet of indicators: its name, its title, what staff are told of it, an example of the invented
    kind, its width, and by what other titles it is known.
    """

    name: str
    title: Text
    hint: Text
    example: Text
    width: int = 16
    also: tuple[str, ...] = ()


INDICATOR_SHEET = Text("Kennzahlen", "Indicators")
INDICATOR_COLUMNS: Mapping[str, IndicatorColumn] = {
    column.name: column
    for column in (
        IndicatorColumn(
            "id", Text("Kennung", "Identifier"),
            Text("Bleibt für immer gleich, auch wenn der Name sich ändert. Ohne sie zählt der Name.",
                 "Never changes, even if the name does. Without it the name counts."),
            Text("KZ-01", "KZ-01"), 12, ("Kennung der Kennzahl", "Indicator's identifier", "Kennzahl-ID", "ID")),
        IndicatorColumn(
            "indicator", Text("Kennzahl", "Indicator"),
            Text("Der Name der Kennzahl, in jeder ihrer Zeilen gleich. Pflicht.",
                 "The name of the indicator, the same in each of its rows. Required."),
            Text("Online erledigte Anträge", "Applications made online"), 30,
            ("Indikator", "KPI", "Messgröße", "Kenngröße", "Name der Kennzahl")),
        IndicatorColumn(
            "field", Text("Handlungsfeld", "Field of action"),
            Text("Wie in der Roadmap; mehrere mit Semikolon.", "As in the roadmap; several with semicolons."),
            Text("1", "1"), 20, ("Handlungsfelder", "Fields of action")),
        IndicatorColumn(
            "thesis", Text("These", "Thesis"),
            Text("Nummer oder Name; mehrere mit Semikolon.", "Number or name; several with semicolons."),
            Text("2", "2"), 14, ("Thesen", "Theses")),
        IndicatorColumn(
            "goal", Text("Ziel", "Goal"),
            Text("Was erreicht werden soll, in einem Satz.", "What is to be reached, in a sentence."),
            Text("Anträge gehen ohne Weg ins Rathaus.", "Applications need no way to the town hall."), 36,
            ("Zielsetzung", "Strategisches Ziel", "Objective")),
        IndicatorColumn(
            "measure", Text("Was gemessen wird", "What is measured"),
            Text("Was gezählt wird und was nicht.", "What is counted and what is not."),
            Text("Anteil der online gestellten an allen Anträgen", "Share of applications made online"), 36,
            ("Definition der Kennzahl", "Definition", "Messung", "Beschreibung der Kennzahl")),
        IndicatorColumn(
            "relevance", Text("Warum es wichtig ist", "Why it matters"),
            Text("In einem Satz, für Bürgerinnen und Rat.", "In a sentence, for citizens and the council."),
            Text("Wer online fertig wird, spart Zeit.", "Who is done online saves time."), 36,
            ("Warum wichtig", "Warum ist das wichtig", "Bedeutung", "Relevanz", "Relevance")),
        IndicatorColumn(
            "unit", Text("Einheit", "Unit"),
            Text("Zum Beispiel %, Anzahl, kWh, Euro.", "For instance %, number, kWh, euros."),
            Text("%", "%"), 12, ("Maßeinheit", "Messeinheit")),
        IndicatorColumn(
            "baseline", Text("Ausgangswert", "Baseline"),
            Text("Von wo aus gerechnet wird. Nur die Zahl.", "From where it is reckoned. The number alone."),
            Text("18", "18"), 13, ("Basiswert", "Startwert", "Baseline value")),
        IndicatorColumn(
            "baseline_date", Text("Ausgangswert vom", "Baseline date"),
            Text("Tag, Monat oder Jahr.", "Day, month or year."), Text("2023", "2023"), 13,
            ("Ausgangsjahr", "Basisjahr", "Datum des Ausgangswerts", "Ausgangsdatum", "Baseline year")),
        IndicatorColumn(
            "target", Text("Zielwert", "Target"),
            Text("Die Zahl, die erreicht werden soll.", "The number to be reached."), Text("80", "80"), 13,
            ("Target value", "Sollwert", "Soll")),
        IndicatorColumn(
            "target_date", Text("Zielwert bis", "Target date"),
            Text("Bis wann, so genau wie bekannt.", "By when, as precise as known."), Text("2030", "2030"), 13,
            ("Zieljahr", "Zieldatum", "Datum des Zielwerts", "Target year")),
        IndicatorColumn(
            "value", Text("Wert", "Value"),
            Text("Der gemessene Wert; für jeden weiteren eine eigene Zeile mit derselben Kennzahl.",
                 "The value as measured; each further one in a row of its own with the same indicator."),
            Text("42,5", "42.5"), 13, ("Istwert", "Ist-Wert", "Ist", "Messwert", "Actual", "Actual value")),
        IndicatorColumn(
            "date", Text("Wert vom", "Value date"),
            Text("Tag, Monat oder Jahr der Messung.", "Day, month or year of the measurement."),
            Text("31.12.2025", "2025-12-31"), 13,
            ("Datum", "Date", "Stichtag", "Stand", "Jahr", "Year", "Berichtsjahr", "Datum des Werts")),
        IndicatorColumn(
            "source", Text("Quelle", "Source"),
            Text("Woher der Wert stammt: die Stelle oder die Adresse einer Seite, keine Person.",
                 "Where the value is from: the office or the address of a page, no person."),
            Text("Statistikstelle", "Statistics office"), 28, ("Datenquelle", "Data source")),
    )
}  # fmt: skip
"""The columns of the sheet of indicators, by their names in ``dataset.toml``."""

BASELINE, TARGET, VALUE = "baseline", "target", "value"
DATE_OF: Mapping[str, str] = {BASELINE: "baseline_date", TARGET: "target_date", VALUE: "date"}
"""The kinds of figures, each with the column that dates it."""


class DatedColumn(NamedTuple):
    """A column whose title dates what it holds: "2022", "Ziel 2030"."""

    kind: str
    date: PartialDate
    number: int


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """Where in a sheet the indicators stand: the numbers (from 1) of its columns by their names, those of single dates,
    the last row of its header, and by their numbers the titles that mean nothing to us and all titles as typed.
    """

    columns: Mapping[str, int]
    dated: tuple[DatedColumn, ...]
    header_row: int
    unknown: Mapping[int, str]
    titles: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its date; without one it is the target of no day. ``source`` is where it is from."""

    value: At[Decimal]
    date: At[PartialDate] | None
    source: At[Words | Link] | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator with all that its rows say. ``values`` are in the order of their dates, without the baseline.

    ``key`` is its identifier, empty for one that is known by its name.
    """

    name: At[Words]
    key: str = ""
    key_cell: CellRef | None = None
    fields: tuple[At[Concept], ...] = ()
    theses: tuple[At[Concept], ...] = ()
    goal: At[Words] | None = None
    measure: At[Words] | None = None
    relevance: At[Words] | None = None
    unit: At[str] | None = None
    baseline: Figure | None = None
    targets: tuple[Figure, ...] = ()
    values: tuple[Figure, ...] = ()

    @property
    def called(self) -> str:
        """What it is known by for ever: its identifier, else its name."""
        return self.key or self.name.said.text

    def observed(self) -> Iterator[Figure]:
        """All that was measured, the baseline first."""
        if self.baseline:
            yield self.baseline
        yield from self.values


def is_percent(unit: str) -> bool:
    """Whether a unit is that of hundredths.

    >>> is_percent("Prozent"), is_percent("% der Haushalte")
    (True, False)
    """
    return unit.strip().casefold().replace(" ", "").replace(".", "") in _PERCENT


_PERCENT = {"%", "prozent", "percent", "vh", "pct"}
