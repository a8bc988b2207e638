"""Indicators to statements: each with its goal and its targets, and what was measured as a data cube."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from pipeline.lift.periods import DATATYPES, day
from pipeline.model.graph import Triple, curie, iri, literal
from pipeline.model.indicator import At, Figure, Indicator, is_percent
from pipeline.model.naming import Naming, part
from pipeline.model.partial_date import PartialDate
from pipeline.model.roadmap import Link, Words
from pipeline.model.vocabulary import Concept, expand
from pipeline.model.workbook import CellRef

_Said: TypeAlias = tuple[Triple, CellRef]


def lift_indicators(indicators: Iterable[Indicator], naming: Naming) -> Iterator[_Said]:
    """All indicators, each statement with the cell that tells it."""
    for indicator in indicators:
        yield from _indicator(indicator, naming)


def frame_of(indicators: Sequence[Indicator], naming: Naming) -> Iterator[Triple]:
    """What was measured as a data cube with its structure, where anything was: an indicator, a date, a value."""
    if not any(True for indicator in indicators for _ in indicator.observed()):
        return
    cube, structure = naming.indicators, part(naming.indicators, "aufbau")
    yield Triple(cube, curie("rdf:type"), curie("qb:DataSet"))
    yield Triple(cube, curie("qb:structure"), structure)
    yield Triple(cube, curie("dcterms:isPartOf"), naming.strategy)
    yield Triple(structure, curie("rdf:type"), curie("qb:DataStructureDefinition"))
    for name, (kind, component) in _COMPONENTS.items():
        node = part(structure, name)
        yield Triple(structure, curie("qb:component"), node)
        yield Triple(node, curie("rdf:type"), curie("qb:ComponentSpecification"))
        yield Triple(node, curie(kind), curie(component))


_COMPONENTS: Mapping[str, tuple[str, str]] = {
    "kennzahl": ("qb:dimension", "ds:indicator"),
    "zeit": ("qb:dimension", "sdmx-dimension:refPeriod"),
    "wert": ("qb:measure", "sdmx-measure:obsValue"),
    "einheit": ("qb:attribute", "sdmx-attribute:unitMeasure"),
}


def _indicator(indicator: Indicator, naming: Naming) -> Iterator[_Said]:
    name, cell = indicator.name.said, indicator.name.cell
    term = naming.indicator(indicator.key, name.text)
    yield Triple(term, curie("rdf:type"), curie("ds:Indicator")), cell
    yield Triple(term, curie("dcterms:title"), literal(name.text, language=name.language)), cell
    yield Triple(term, curie("dcterms:isPartOf"), naming.strategy), cell
    if indicator.key:
        yield Triple(term, curie("dcterms:identifier"), literal(indicator.key)), indicator.key_cell or cell
    for predicate, words in (("dcterms:description", indicator.measure), ("ds:relevance", indicator.relevance)):
        yield from _words(term, predicate, words)
    if indicator.unit:
        yield Triple(term, curie("schema:unitText"), literal(indicator.unit.said)), indicator.unit.cell
    yield from _areas(term, indicator)
    yield from _goal(term, indicator, naming)
    for figure in indicator.observed():
        yield from _observation(term, figure, indicator, naming)
    for figure in indicator.targets:
        yield from _target(term, figure, indicator)


def _words(term: str, predicate: str, words: At[Words] | None) -> Iterator[_Said]:
    if words:
        yield Triple(term, curie(predicate), literal(words.said.text, language=words.said.language)), words.cell


def _areas(term: str, indicator: Indicator) -> Iterator[_Said]:
    told: tuple[tuple[str, tuple[At[Concept], ...]], ...] = (
        ("ds:servesField", indicator.fields),
        ("ds:servesThesis", indicator.theses),
    )
    for predicate, concepts in told:
        for concept, cell in concepts:
            yield Triple(term, curie(predicate), f"<{concept.iri}>"), cell


def _goal(term: str, indicator: Indicator, naming: Naming) -> Iterator[_Said]:
    """The goal, which belongs to the fields and theses of all indicators that measure it."""
    if indicator.goal is None:
        return
    words, cell = indicator.goal
    goal = naming.goal(words.text)
    yield Triple(term, curie("ds:goal"), goal), cell
    yield Triple(goal, curie("rdf:type"), curie("ds:Goal")), cell
    yield Triple(goal, curie("dcterms:isPartOf"), naming.strategy), cell
    yield from _words(goal, "dcterms:title", indicator.goal)
    yield from _areas(goal, indicator)


def _observation(term: str, figure: Figure, indicator: Indicator, naming: Naming) -> Iterator[_Said]:
    if figure.date is None:
        return
    (value, cell), (when, date_cell) = figure.value, figure.date
    node = part(term, f"value/{when.lexical}")
    yield Triple(node, curie("rdf:type"), curie("qb:Observation")), cell
    yield Triple(node, curie("qb:dataSet"), naming.indicators), cell
    yield Triple(node, curie("ds:indicator"), term), cell
    yield Triple(node, curie("sdmx-dimension:refPeriod"), _date(when)), date_cell
    yield Triple(node, curie("sdmx-measure:obsValue"), literal(f"{value:f}", datatype=expand("xsd:decimal"))), cell
    if indicator.unit and is_percent(indicator.unit.said):
        yield Triple(node, curie("sdmx-attribute:unitMeasure"), PERCENT), indicator.unit.cell
    if figure is indicator.baseline:
        yield Triple(term, curie("ds:baseline"), node), cell
    yield from _source(node, figure.source)


def _target(term: str, figure: Figure, indicator: Indicator) -> Iterator[_Said]:
    value, cell = figure.value
    node = part(term, _name(figure, len(indicator.targets)))
    yield Triple(term, curie("ds:target"), node), cell
    yield Triple(node, curie("rdf:type"), curie("ds:Target")), cell
    yield Triple(node, curie("schema:value"), literal(f"{value:f}", datatype=expand("xsd:decimal"))), cell
    if figure.date:
        when, date_cell = figure.date
        yield Triple(node, curie("ds:targetDate"), _date(when)), date_cell
        yield Triple(node, curie("ds:targetDay"), day(when.last)), date_cell
    yield from _source(node, figure.source)


def _name(figure: Figure, number: int) -> str:
    """One target keeps its name when it is moved; of several, each has that of its day."""
    if number == 1:
        return "target"
    return f"target-{figure.date.said.last.isoformat() if figure.date else 'undated'}"


def _date(when: PartialDate) -> str:
    """A date as precise as it was given; one in words as these words."""
    return literal(when.lexical, datatype=DATATYPES[when.precision]) if when.is_plain else literal(when.text)


def _source(node: str, source: At[Words | Link] | None) -> Iterator[_Said]:
    if source is None:
        return
    if isinstance(source.said, Link):
        yield Triple(node, curie("dcterms:source"), iri(source.said.iri)), source.cell
    else:
        words = literal(source.said.text, language=source.said.language)
        yield Triple(node, curie("ds:sourceNote"), words), source.cell


PERCENT = "<http://qudt.org/vocab/unit/PERCENT>"
