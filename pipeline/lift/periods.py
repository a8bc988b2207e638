"""The dates of a project to the statements of its periods: what was stated, and the days that this allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from pipeline.model.columns import PERIODS
from pipeline.model.dates import Dates, begins, earliest, ends, latest
from pipeline.model.graph import Statement, curie, literal
from pipeline.model.naming import part
from pipeline.model.period import PartialDate, Precision
from pipeline.model.vocabulary import expand


def bound_statements(
    node: str, side: str, predicate: str, bound: PartialDate, language: str, at: int
) -> Iterator[Statement]:
    """One side of a period: its date or, where it was given in words, those words and the days they allow."""
    if bound.is_plain:
        yield (node, predicate, literal(bound.lexical, datatype=DATATYPES[bound.precision]), at)
        return
    words = part(node, side)
    yield (node, curie(f"ds:{side}"), words, at)
    yield (words, _TYPE, PERIOD_OF_TIME, at)
    yield (words, curie("rdfs:label"), literal(bound.text, language=language), at)
    if bound.earliest:
        yield (words, _FIRST_DAY, day(bound.earliest), at)
    if bound.latest:
        yield (words, _LAST_DAY, day(bound.latest), at)


@lru_cache(maxsize=10_000)
def day(value: date) -> str:
    """A day as a term."""
    return literal(value.isoformat(), datatype=_XSD_DATE)


def extent(dates: Dates, term: str) -> Iterator[Statement]:
    """The earliest and the latest day that the dates allow, for sorting and comparing."""
    given = {column for column, _, _ in dates}
    for period in PERIODS:
        if given.isdisjoint(period.columns):
            continue
        if found := begins(dates, period):
            begin, at = earliest(found)
            if begin.earliest:
                yield (part(term, period.path), _FIRST_DAY, day(begin.earliest), at)
        if found := ends(dates, period):
            end, at = latest(found)
            if end.latest:
                yield (part(term, period.path), _LAST_DAY, day(end.latest), at)


_TYPE = curie("rdf:type")
PERIOD_OF_TIME = curie("dcterms:PeriodOfTime")
START, END = curie("dcat:startDate"), curie("dcat:endDate")
_FIRST_DAY, _LAST_DAY = curie("ds:firstDay"), curie("ds:lastDay")
_XSD_DATE = expand("xsd:date")
DATATYPES: Mapping[Precision, str] = {
    Precision.DAY: _XSD_DATE,
    Precision.MONTH: expand("xsd:gYearMonth"),
    Precision.YEAR: expand("xsd:gYear"),
}
