"""The sheets of indicators: found by their titles, each indicator with all that its rows say, or a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.model.dataset import Dataset
from pipeline.model.indicator import At, Indicator
from pipeline.model.naming import Naming, sounds_like
from pipeline.model.plain_text import clean
from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.roadmap import Link, Unreadable, Words
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import Concept, Vocabulary
from pipeline.model.workbook import CellRef, Sheet, Workbook, column_letter
from pipeline.parse.cells import CellReading, cell_reader
from pipeline.parse.figures import figure_style
from pipeline.parse.indicator_figures import FigureReading, read_figures
from pipeline.parse.indicator_lines import Line, group, lines_of
from pipeline.parse.indicator_titles import IndicatorTitles, build_indicator_titles, find_indicators
from pipeline.parse.rows import columns_filled_below


class Indicators(NamedTuple):
    """All indicators that the sheets tell, in their order, and what is wrong with what tells none."""

    indicators: tuple[Indicator, ...] = ()
    results: tuple[ValidationResult, ...] = ()


def parse_indicators(
    workbooks: Iterable[Workbook], dataset: Dataset, vocabulary: Vocabulary, rules: RuleBook, *, today: date
) -> Indicators:
    """All indicators of the visible sheets of workbooks."""
    titles = build_indicator_titles(dataset.columns, dataset.indicators)
    results: list[ValidationResult] = []
    lines = [line for workbook in workbooks for sheet in workbook.sheets
             for line in _lines(workbook, sheet, titles, rules, results)]  # fmt: skip
    values = (line.value(at) for line in lines for at in _figure_columns(line))
    reading = FigureReading(rules, figure_style(values, dataset.indicators.decimal), today)
    grouped, passed = group(lines, rules)
    cells = CellReading(dataset, vocabulary, today)
    found = [_indicator(each, cells, reading, results) for each in grouped.values()]
    named = {(line.file, line.sheet): line.title("indicator") for line in lines}
    unique = _unique(found, Naming(dataset.iris), named, rules, results)
    return Indicators(tuple(unique), (*results, *passed))


def _lines(
    workbook: Workbook, sheet: Sheet, titles: IndicatorTitles, rules: RuleBook, results: list[ValidationResult]
) -> Iterator[Line]:
    table = None if sheet.hidden else find_indicators(sheet, titles)
    if table is None:
        return
    filled = columns_filled_below(sheet, table.header_row, without=frozenset())
    for at in filled:
        if title := table.unknown.get(at):
            cell = CellRef(workbook.file, sheet.name, column_letter(at), table.header_row)
            results.append(fill(rules["indicator-column-unknown"], cell, column=title, value=title))
    yield from lines_of(workbook, sheet, table)


def _figure_columns(line: Line) -> Iterator[int]:
    yield from (at for name, at in line.table.columns.items() if name in ("baseline", "target", "value"))
    yield from (column.number for column in line.table.dated)


def _indicator(
    lines: Sequence[Line], cells: CellReading, reading: FigureReading, results: list[ValidationResult]
) -> Indicator:
    rules, language = reading.rules, cells.dataset.language
    first = next((line for line in lines if line.name), lines[0])
    keyed = next((line for line in lines if line.key), None)
    name = At(Words(first.name or (keyed.key if keyed else ""), language), first.cell("indicator"))
    for line in lines:
        if line.name and line.name != first.name:
            results.append(_differs(line, "indicator", first.cell("indicator"), rules))
    said = {column: _words(lines, column, language, rules, results) for column in ("goal", "measure", "relevance")}
    unit = _words(lines, "unit", language, rules, results)
    figures = read_figures(
        [(line, _source(line, cells, rules, results)) for line in lines],
        At(" ".join(unit.said.text.split()), unit.cell) if unit else None,
        reading,
    )
    results += figures.results
    if not (figures.values or figures.baseline or figures.targets or figures.results):
        results.append(fill(rules["indicator-without-values"], name.cell, column=first.title("indicator"),
                            value=name.said.text))  # fmt: skip
    return Indicator(
        name,
        keyed.key if keyed else "",
        keyed.cell("id") if keyed else None,
        tuple(_concepts(lines, "field", cells, rules, results)),
        tuple(_concepts(lines, "thesis", cells, rules, results)),
        said["goal"],
        said["measure"],
        said["relevance"],
        figures.unit,
        figures.baseline,
        figures.targets,
        figures.values,
    )


def _words(
    lines: Sequence[Line], column: str, language: str, rules: RuleBook, results: list[ValidationResult]
) -> At[Words] | None:
    """What the rows say under a column: the first of them, and a finding for each that says something else."""
    told = [line for line in lines if line.text(column)]
    for line in told[1:]:
        if line.text(column) != told[0].text(column):
            results.append(_differs(line, column, told[0].cell(column), rules))
    return At(Words(told[0].text(column), language), told[0].cell(column)) if told else None


def _differs(line: Line, column: str, first: CellRef, rules: RuleBook) -> ValidationResult:
    return fill(rules["indicator-differs"], line.cell(column), column=line.title(column), value=line.text(column),
                at=first.address)  # fmt: skip


def _concepts(
    lines: Sequence[Line], column: str, cells: CellReading, rules: RuleBook, results: list[ValidationResult]
) -> Iterator[At[Concept]]:
    """The fields or the theses that the rows name, each once."""
    read = cell_reader(column, cells, None, date_1904=False)
    seen: set[str] = set()
    for line in lines:
        said = read(line.named(column)) if read and line.text(column) else []
        unknown = (value.text for value in said if isinstance(value, Unreadable))
        results += (_unknown(line, column, text, cells, rules) for text in unknown)
        for value in said:
            if isinstance(value, Concept) and value.iri not in seen:
                seen.add(value.iri)
                yield At(value, line.cell(column))


def _unknown(line: Line, column: str, text: str, cells: CellReading, rules: RuleBook) -> ValidationResult:
    meant = cells.vocabulary[column].suggest(text)
    words = Text(f" Meinten Sie „{meant.label.de}“?", f" Did you mean “{meant.label.en}”?") if meant else Text("", "")
    return fill(rules[f"indicator-{column}-unknown"], line.cell(column), column=line.title(column), value=text,
                meant=words)  # fmt: skip


def _source(
    line: Line, cells: CellReading, rules: RuleBook, results: list[ValidationResult]
) -> At[Words | Link] | None:
    """Where the figures of a row are from: an address or words."""
    text = line.text("source")
    if not text:
        return None
    read = cell_reader("link", cells, None, date_1904=False)
    links = read(text) if read else []
    if len(links) == 1 and isinstance(links[0], Link):
        return At(links[0], line.cell("source"))
    if "://" in text and " " not in text:
        results.append(fill(rules["indicator-source-unread"], line.cell("source"), column=line.title("source"),
                            value=text))  # fmt: skip
        return None
    return At(Words(clean(text), cells.dataset.language), line.cell("source"))


def _unique(
    found: Iterable[Indicator],
    naming: Naming,
    titles: Mapping[tuple[str, str], Text | str],
    rules: RuleBook,
    results: list[ValidationResult],
) -> Iterator[Indicator]:
    """The indicators, each of an address of its own; those that read alike are told of.

    ``titles`` are those under which they stand, by file and sheet.
    """
    terms: dict[str, Indicator] = {}
    sounds: dict[str, Indicator] = {}
    for each in found:
        term, sound = naming.indicator(each.key, each.name.said.text), sounds_like(each.name.said.text)
        text, cell = each.name.said.text, each.name.cell
        title = titles[cell.file, cell.sheet or ""]
        if other := terms.get(term):
            results.append(fill(rules["indicator-collides"], cell, column=title, value=text,
                                other=other.called, at=other.name.cell.address))  # fmt: skip
            continue
        if alike := sounds.get(sound):
            results.append(fill(rules["indicator-alike"], cell, column=title, value=text,
                                other=alike.name.said.text, at=alike.name.cell.address))  # fmt: skip
        terms[term] = sounds[sound] = each
        yield each
