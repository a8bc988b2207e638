"""The sheet of an edition's workbook with what the strategy is measured by, as ``parse/indicators`` reads it again.

A row holds at most one value and one target; the first row of an indicator describes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest

from openpyxl import Workbook

from pipeline.model.indicator import INDICATOR_COLUMNS, INDICATOR_SHEET, At, Figure, Indicator, is_percent
from pipeline.model.roadmap import Link, Words
from pipeline.model.vocabulary import Concept, ConceptScheme, Vocabulary
from pipeline.render.formats.style import Written
from pipeline.render.formats.workbook_cells import spelled, write_date
from pipeline.render.formats.workbook_records import Record, write_records


def write_indicators(book: Workbook, indicators: Iterable[Indicator], vocabulary: Vocabulary) -> None:
    """All indicators on a sheet of their own; none where there are none."""
    indicators = tuple(indicators)
    if not indicators:
        return
    titles = {name: column.title.de for name, column in INDICATOR_COLUMNS.items()}
    widths = {name: column.width for name, column in INDICATOR_COLUMNS.items()}
    records = [row for indicator in indicators for row in _rows(indicator, vocabulary)]
    write_records(book.create_sheet(INDICATOR_SHEET.de), _TITLE, titles, widths, records, paper="A3 landscape")


def _rows(indicator: Indicator, vocabulary: Vocabulary) -> Iterator[Record]:
    first: Record = {
        "field": _concepts(indicator.fields, vocabulary["field"]),
        "thesis": _concepts(indicator.theses, vocabulary["thesis"]),
        **{name: words.said.text if words else "" for name, words in (
            ("goal", indicator.goal), ("measure", indicator.measure), ("relevance", indicator.relevance))},
    }  # fmt: skip
    same = {
        "id": indicator.key,
        "indicator": indicator.name.said.text,
        "unit": indicator.unit.said if indicator.unit else "",
    }
    unit = same["unit"]
    for at, figures in enumerate(_figures(indicator) or [{}]):
        yield {**same, **(first if at == 0 else {}), **_written(figures, unit)}


def _concepts(concepts: Iterable[At[Concept]], scheme: ConceptScheme) -> str:
    return "; ".join(spelled(concept.said, scheme) for concept in concepts)


def _figures(indicator: Indicator) -> Sequence[Mapping[str, Figure]]:
    """By row, what it holds: baseline, target and value, those of one source together, for a row has but one."""
    told = (
        *((("baseline", indicator.baseline),) if indicator.baseline else ()),
        *(("target", figure) for figure in indicator.targets),
        *(("value", figure) for figure in indicator.values),
    )
    by_source: dict[str, dict[str, list[Figure]]] = {}
    for kind, figure in told:
        by_source.setdefault(_source(figure), {}).setdefault(kind, []).append(figure)
    rows: list[Mapping[str, Figure]] = []
    for kinds in by_source.values():
        for figures in zip_longest(*kinds.values()):
            rows.append({kind: figure for kind, figure in zip(kinds, figures, strict=True) if figure})
    return rows


def _written(figures: Mapping[str, Figure], unit: str) -> Record:
    written: dict[str, Written] = {}
    for kind, figure in figures.items():
        written[kind] = _number(figure.value.said, unit)
        written[_DATES[kind]] = write_date(figure.date.said) if figure.date else ""
        written["source"] = _source(figure)
    return written


_DATES = {"baseline": "baseline_date", "target": "target_date", "value": "date"}


def _source(figure: Figure) -> str:
    match figure.source:
        case At(Words(text, _)):
            return text
        case At(Link(iri)):
            return iri
    return ""


def _number(value: Decimal, unit: str) -> Written:
    """As a number, so that people can reckon with it; as text where that would be read as something else."""
    german = f"{value:f}".replace(".", ",")
    if is_percent(unit.partition(" ")[0]) and 0 < abs(value) <= 1:
        return f"{german} %"
    number = float(value)
    return number if Decimal(f"{number:.15g}") == value else _unmistakable(german)


def _unmistakable(german: str) -> str:
    """With a comma. Three decimals get a fourth, lest they be taken for thousands."""
    _, _, decimals = german.partition(",")
    return f"{german}0" if len(decimals) == 3 else german


_TITLE = "Ziele und Kennzahlen: woran die Strategie gemessen wird"
