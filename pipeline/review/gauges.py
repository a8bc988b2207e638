"""The statements of two editions to how far the town has come by each of its indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from pipeline.model.gauge import Gauge, Mark
from pipeline.model.graph import Index, curie, literal_text
from pipeline.model.partial_date import Precision
from pipeline.model.progress import When
from pipeline.model.report import NOTHING
from pipeline.model.vocabulary import expand
from pipeline.model.workbook import CellRef
from pipeline.review.projects import Said, in_order


def gauges(now: Said, before: Said | None, day: date) -> tuple[Gauge, ...]:
    """All indicators, by their identifiers and names. Of several targets the next one after ``day`` counts."""
    was = {term: _last(before.index, term) for term in _terms(before.index)} if before else {}
    found = sorted(_terms(now.index), key=lambda term: _order(now.index, term))
    return tuple(_gauge(now, term, was, day) for term in found)


def _terms(index: Index) -> Iterable[str]:
    return dict.fromkeys(index.subjects("rdf:type", curie("ds:Indicator")))


def _order(index: Index, term: str) -> tuple[object, ...]:
    return in_order(index.text(term, "dcterms:identifier")), in_order(index.text(term, "dcterms:title"))


def _gauge(now: Said, term: str, was: Mapping[str, Mark | None], day: date) -> Gauge:
    index = now.index
    goal = next(iter(index.objects(term, "ds:goal")), "")
    areas = (*index.objects(term, "ds:servesField"), *index.objects(term, "ds:servesThesis"))
    baseline = next((_measured(index, node) for node in index.objects(term, "ds:baseline")), None)
    return Gauge(
        name=index.in_both(term, "dcterms:title"),
        iri=literal_text(term),
        unit=index.text(term, "schema:unitText"),
        goal=index.in_both(goal, "dcterms:title") if goal else NOTHING,
        areas=tuple(map(literal_text, areas)),
        baseline=baseline,
        last=_last(index, term),
        target=_target(index, term, day),
        before=was.get(term),
        cells=tuple(_cells(now, term)),
    )


def _last(index: Index, term: str) -> Mark | None:
    """What was measured last, and after the baseline."""
    baselines = index.objects(term, "ds:baseline")
    first = max((_day(_measured(index, node), date.min) for node in baselines), default=date.min)
    nodes = (node for node in index.subjects("ds:indicator", term) if node not in baselines)
    found = sorted((_measured(index, node) for node in nodes), key=lambda mark: _day(mark, date.min))
    return next((mark for mark in reversed(found) if _day(mark, date.min) > first), None)


def _measured(index: Index, node: str) -> Mark:
    return Mark(Decimal(index.text(node, "sdmx-measure:obsValue")), _when(index, node, "sdmx-dimension:refPeriod"))


def _target(index: Index, term: str, day: date) -> Mark | None:
    """The next target that is still to come; without one, the last there was."""
    found = sorted(
        (Mark(Decimal(index.text(node, "schema:value")), _when(index, node, "ds:targetDate", "ds:targetDay"))
         for node in index.objects(term, "ds:target")),
        key=lambda mark: _day(mark, date.max),
    )  # fmt: skip
    return next((mark for mark in found if _day(mark, date.max) >= day), found[-1] if found else None)


def _day(mark: Mark, otherwise: date) -> date:
    return mark.when.day if mark.when else otherwise


def _when(index: Index, node: str, predicate: str, day: str = "") -> When | None:
    """A date with the last day that it allows."""
    term = next(iter(index.objects(node, predicate)), "")
    if not term:
        return None
    text = literal_text(term)
    precision = next((kind for kind in _LAST if term.endswith(f"^^<{expand(f'xsd:{kind.value}')}>")), Precision.WORDS)
    told = index.text(node, day) if day else ""
    return When(text, date.fromisoformat(told) if told else _last_day(text, precision), precision)


def _last_day(text: str, precision: Precision) -> date:
    if precision is Precision.MONTH:
        year, month = map(int, text.split("-"))
        return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
    return date(int(text), 12, 31) if precision is Precision.YEAR else date.fromisoformat(text)


_LAST = (Precision.DAY, Precision.MONTH, Precision.YEAR)


def _cells(now: Said, term: str) -> Iterable[CellRef]:
    """The cells of the name, of what was measured and of what is aimed at."""
    nodes = (*now.index.subjects("ds:indicator", term), *now.index.objects(term, "ds:target"))
    wanted = {curie("dcterms:title"), curie("sdmx-measure:obsValue"), curie("schema:value")}
    for node in (term, *sorted(nodes)):
        said = now.sources.by_subject.get(node, {})
        yield from (cell for triple, cell in said.items() if triple.predicate in wanted)
