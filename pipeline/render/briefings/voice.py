"""Numbers, dates, spans and amounts as a language writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from pipeline.model.partial_date import Precision
from pipeline.model.progress import Area, Span, Standing, When
from pipeline.model.report import Language, Text
from pipeline.model.workbook import CellRef
from pipeline.render.briefings.blocks import NOT_TOLD, Cell, Table, without_empty_columns

PROJECT, REASON, PERIOD = Text("Projekt", "Project"), Text("Grund", "Reason"), Text("Zeitraum", "Period")


@dataclass(frozen=True, slots=True)
class Voice:
    """Says things in one language."""

    language: Language

    @property
    def locale(self) -> str:
        """The language and its country, as Babel calls them."""
        return "en_GB" if self.language == "en" else "de_DE"

    def say(self, german: str, english: str, **details: object) -> str:
        """Words with their placeholders filled in."""
        return (english if self.language == "en" else german).format(**details)

    def words(self, text: Text) -> str:
        """Words that are there in both languages."""
        return text.in_(self.language)

    def number(self, number: int) -> str:
        """A whole number."""
        return str(format_decimal(number, locale=self.locale))

    def decimal(self, number: Decimal) -> str:
        """A number with its decimals."""
        return str(format_decimal(number, locale=self.locale, decimal_quantization=False))

    def quantity(self, number: Decimal, unit: str) -> str:
        """A number with its unit, on one line; what is merely counted is named by what counts it.

        >>> Voice("en").quantity(Decimal("-1250.5"), "kWh"), Voice("de").quantity(Decimal(40), "Anzahl")
        ('−1,250.5\xa0kWh', '40')
        """
        said = self.decimal(number).replace("-", "−")
        return f"{said}\N{NO-BREAK SPACE}{'' if unit.casefold() in _COUNTS else unit}".strip()

    def count(self, number: int, one: Text, many: Text) -> str:
        """A number of things: 1 Projekt, 2 Projekte.

        >>> Voice("de").count(1200, Text("Projekt", "project"), Text("Projekte", "projects"))
        '1.200 Projekte'
        """
        return f"{self.number(number)} {self.words(one if number == 1 else many)}"

    def projects(self, number: int) -> str:
        """A number of projects, in the case in which they are counted."""
        return self.count(number, Text("Projekt", "project"), Text("Projekte", "projects"))

    def amount(self, value: Decimal | None, currency: str) -> str:
        """An amount of money, with cents where it has any; a dash for none."""
        if value is None:
            return NOT_TOLD
        digits = "0" if value == value.to_integral_value() else "0.00"
        form = f"¤#,##{digits}" if self.language == "en" else f"#,##{digits}\N{NO-BREAK SPACE}¤"
        written = format_currency(value, currency, form, self.locale, currency_digits=False)
        return str(written).replace("-", "−")

    def day(self, day: date) -> str:
        """A day in a sentence: 15. Januar 2026."""
        return str(format_date(day, "long", locale=self.locale))

    def short(self, day: date) -> str:
        """A day in a table: 15.01.2026."""
        return str(format_date(day, "medium", locale=self.locale))

    def when(self, when: When | None) -> str:
        """A date as precise as it was given; a dash for none."""
        if when is None:
            return NOT_TOLD
        match when.precision:
            case Precision.DAY:
                return self.short(when.day)
            case Precision.MONTH:
                return str(format_date(when.day, "MMMM y", locale=self.locale))
            case Precision.YEAR:
                return str(when.day.year)
            case _:
                return when.text

    def period(self, start: When | None, end: When | None) -> str:
        """From when to when; a dash where neither is told."""
        if start and end:
            return self.when(start) if start.text == end.text else f"{self.when(start)} – {self.when(end)}"
        told = start or end
        if told is None or told.is_bound:  # which says "ab" or "bis" itself
            return self.when(told)
        form = Text("ab {day}", "from {day}") if start else Text("bis {day}", "until {day}")
        return self.say(*form, day=self.when(told))

    def span(self, span: Span) -> str:
        """How long something is, as it is counted: 1 Monat, 2 Jahre und 3 Monate, rund 40 Tage."""
        return self._about(span, _COUNTED)

    def span_by(self, span: Span) -> str:
        """The same after "um" and "seit": seit 2 Monaten."""
        return self._about(span, _AFTER)

    def _about(self, span: Span, forms: tuple[tuple[Text, Text], ...]) -> str:
        (year, years), (month, months), (day, days) = forms
        if not span.months:
            told = self.count(span.days, day, days)
        elif span.months < _YEARS_FROM:
            told = self.count(span.months, month, months)
        else:
            parts = [self.count(span.months // 12, year, years)]
            parts += [self.count(span.months % 12, month, months)] if span.months % 12 else []
            told = self.say(" und ", " and ").join(parts)
        return self.say("rund {told}", "about {told}", told=told) if span.is_about else told

    def status(self, project: Standing) -> str:
        """The status of a project, and what else there is to know of it."""
        said = [self.words(project.status_label) or self.say("ohne Status", "no status")]
        if project.withdrawn:
            said.append(self.say("zurückgezogen", "withdrawn"))
        elif project.is_missing:
            said.append(self.say("nicht mehr in der Tabelle", "no longer in the sheet"))
        return ", ".join(said)

    def named(self, project: Standing) -> str:
        """A project by its key and title."""
        return f"{project.key} {self.words(project.title)}".strip()

    def project(self, project: Standing, *columns: str) -> Cell:
        """A project as the first cell of a row, with the cells behind the row in small print."""
        return Cell((self.named(project),), self.places(project.cells_of("title", *columns)))

    def table(self, title: str, head: Sequence[Text], rows: Sequence[Sequence[Cell]], widths: Sequence[int]) -> Table:
        """A table without the columns in which nothing is told."""
        return without_empty_columns(Table(title, [self.words(words) for words in head], rows, widths))

    def area(self, area: Area) -> str:
        """A thesis or a field by its number and name."""
        return f"{area.notation} {self.words(area.label)}".strip()

    def places(self, cells: Iterable[CellRef]) -> tuple[str, ...]:
        """The addresses of cells, those of a sheet together: roadmap.xlsx / Roadmap / C7, D7."""
        sheets: dict[tuple[str, str], list[str]] = {}
        for cell in sorted(dict.fromkeys(cells), key=_as_read):
            addresses = sheets.setdefault((cell.file, cell.sheet or ""), [])
            addresses += [cell.address] if cell.address else []
        found = sorted(sheets.items())
        return tuple(" / ".join(filter(None, (*sheet, ", ".join(addresses)))) for sheet, addresses in found)


def _as_read(cell: CellRef) -> tuple[int, int, str]:
    """By row, then by column."""
    return cell.row or 0, len(cell.column or ""), cell.column or ""


_YEARS_FROM = 24
_COUNTS = frozenset({"anzahl", "number", "count"})
_COUNTED = (
    (Text("Jahr", "year"), Text("Jahre", "years")),
    (Text("Monat", "month"), Text("Monate", "months")),
    (Text("Tag", "day"), Text("Tage", "days")),
)
_AFTER = (
    (Text("Jahr", "year"), Text("Jahren", "years")),
    (Text("Monat", "month"), Text("Monaten", "months")),
    (Text("Tag", "day"), Text("Tagen", "days")),
)
