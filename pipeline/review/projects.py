"""The statements of an edition to what it says of each project, with the cells behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.model.graph import Index, SourceMap, curie, literal_text
from pipeline.model.partial_date import Precision
from pipeline.model.period import side_of_words
from pipeline.model.progress import Area, Money, Move, Offer, Standing, When
from pipeline.model.report import NOTHING
from pipeline.model.vocabulary import DEF, expand
from pipeline.model.workbook import CellRef


@dataclass(frozen=True, slots=True)
class Said:
    """What an edition says: its statements with the vocabulary, the cells behind them, and the keys it only carries."""

    index: Index
    sources: SourceMap = field(default_factory=SourceMap)
    carried: frozenset[str] = frozenset()


def standings(said: Said) -> tuple[Standing, ...]:
    """All projects, sorted as people count: 2 before 10."""
    terms = dict.fromkeys(said.index.subjects("rdf:type", curie("ds:Project")))
    found = (_standing(term, said) for term in terms)
    return tuple(sorted(found, key=lambda project: in_order(project.key)))


def areas(index: Index, cls: str) -> tuple[Area, ...]:
    """The theses or the fields of the strategy, in the order of their numbers."""
    found = (_area(index, term) for term in dict.fromkeys(index.subjects("rdf:type", curie(cls))))
    return tuple(sorted(found, key=lambda area: in_order(area.notation)))


def in_order(text: str) -> tuple[tuple[int, str], ...]:
    """A key for sorting by the numbers in a text.

    >>> sorted(["M-10", "M-2"], key=in_order)
    ['M-2', 'M-10']
    """
    pieces = re.split(r"(\d+)", text)
    return tuple((int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces)


def _area(index: Index, term: str) -> Area:
    label, definition = index.in_both(term, "skos:prefLabel"), index.in_both(term, "skos:definition")
    return Area(literal_text(term), index.text(term, "skos:notation"), label, definition)


def _standing(term: str, said: Said) -> Standing:
    index = said.index
    key, status = index.text(term, "dcterms:identifier"), _first(index, term, "ds:status")
    change = _present_change(index, term, status)
    period = _first(index, term, "dcterms:temporal")
    withdrawn = index.text(term, "ds:withdrawn")
    return Standing(
        key=key,
        title=index.in_both(term, "dcterms:title"),
        status=index.text(status, "skos:notation"),
        status_label=index.in_both(status, "skos:prefLabel") if status else NOTHING,
        since=_date(index, change, "dcterms:date"),
        told=_told(index, change),
        reason=index.text(change, "ds:reason"),
        start=_bound(index, period, *_START),
        end=_bound(index, period, *_END),
        fields=_iris(index, term, "ds:fieldOfAction"),
        theses=_iris(index, term, "ds:thesis"),
        leads=tuple(sorted(index.text(lead, "foaf:name") for lead in index.objects(term, "ds:lead"))),
        moves=tuple(_moves(said, term)),
        money=tuple(_money(said, term)),
        participation=index.text(_first(index, term, "ds:participation"), "skos:notation"),
        offer=_offer(said, term),
        no_offer_reason=index.text(term, "ds:noOfferReason"),
        withdrawn=date.fromisoformat(withdrawn) if withdrawn else None,
        withdrawal_reason=index.in_both(term, "ds:withdrawalReason"),
        is_missing=key in said.carried,
        cells=_cells(said.sources, term, change, period),
    )


def _first(index: Index, subject: str, predicate: str) -> str:
    return next(iter(index.objects(subject, predicate)), "")


def _iris(index: Index, term: str, predicate: str) -> tuple[str, ...]:
    return tuple(sorted(literal_text(found) for found in index.objects(term, predicate)))


def _present_change(index: Index, term: str, status: str) -> str:
    """The node of the change to the present status: of several, the last; they are numbered in the order of time."""
    changes = [node for node in index.objects(term, "ds:statusChange") if status in index.objects(node, "ds:toStatus")]
    return max(changes, key=_number, default="")


def _number(node: str) -> tuple[tuple[int, str], ...]:
    return in_order(literal_text(node))


def _told(index: Index, node: str) -> date | None:
    """The day of the edition that first said so, where one is named."""
    version = _first(index, node, "ds:firstSaidIn")
    found = re.search(r"(\d{4}-\d\d-\d\d)(?:\.\d+)?>$", version)
    return date.fromisoformat(found[1]) if found else None


def _date(index: Index, node: str, predicate: str) -> When | None:
    term = _first(index, node, predicate)
    return _when(term) if term else None


def _when(term: str, day: str = "") -> When | None:
    """A date as its literal has it; ``day`` is the day to count with, where it is told apart."""
    text = literal_text(term)
    precision = next((kind for kind in _DATES if term.endswith(f"^^<{expand(f'xsd:{kind.value}')}>")), None)
    if precision is None:
        return When(text, date.fromisoformat(day), Precision.WORDS) if day else None
    return When(text, date.fromisoformat(day or _PADDING[precision].format(text)), precision)


def _bound(index: Index, period: str, in_words: str, stated: str, outer: str, other: str) -> When | None:
    """One side of a period, in its words where it was given in words."""
    day = index.text(period, outer)
    if node := _first(index, period, in_words):
        # Words that are open to this side allow no such day: the other one is all that is known.
        known, words = day or index.text(node, other), index.text(node, "rdfs:label")
        is_bound = len(index.objects(node, outer)) != len(index.objects(node, other))
        return When(words, date.fromisoformat(known), Precision.WORDS, is_bound, not day) if known else None
    found = _date(index, period, stated)
    return found._replace(day=date.fromisoformat(day)) if found and day else found


def _moves(said: Said, term: str) -> Iterator[Move]:
    """The changes of the end, in the order of time, in which they are numbered."""
    index = said.index
    for node in sorted(index.objects(term, "ds:planChange"), key=_number):
        if f"<{DEF}aspect/end>" in index.objects(node, "ds:changedAspect"):
            before, after = (_promised(index, node, side) for side in ("before", "after"))
            cells = _cells_of(said.sources, node, "ds:after", "ds:before", "ds:reason")
            since = _date(index, node, "dcterms:date")
            yield Move(before, after, index.text(node, "ds:reason"), since, _told(index, node), cells)


def _promised(index: Index, node: str, side: str) -> When | None:
    """An end as it was or became: its words alone tell of which bound the one day is that a change keeps."""
    found = _when(_first(index, node, f"ds:{side}"), index.text(node, f"ds:{side}Day"))
    if found is None or found.precision is not Precision.WORDS:
        return found
    bound = side_of_words(found.text)
    return found._replace(is_bound=bool(bound), is_open=bound == "future")


def _money(said: Said, term: str) -> Iterator[Money]:
    index = said.index
    for node in sorted(index.objects(term, "ds:budget")):
        kind = index.text(_first(index, node, "ds:budgetKind"), "skos:notation")
        value, currency = index.text(node, "schema:value"), index.text(node, "schema:currency")
        if kind and value and currency:
            yield Money(kind, Decimal(value), currency, _cells_of(said.sources, node, "schema:value"))


def _offer(said: Said, term: str) -> Offer | None:
    index = said.index
    node = _first(index, term, "ds:participationOffer")
    if not node:
        return None
    period = _first(index, node, "dcterms:temporal")
    cells = (
        *_cells_of(said.sources, node, "foaf:page"),
        *_cells_of(said.sources, period, *_START[:2], *_END[:2]),
        *_cells_of(said.sources, node, "ds:outcome"),
    )
    return Offer(
        page=literal_text(_first(index, node, "foaf:page")) if index.objects(node, "foaf:page") else "",
        first=_bound(index, period, *_START),
        last=_bound(index, period, *_END),
        outcome=index.in_both(node, "ds:outcome"),
        cells=tuple(dict.fromkeys(cells)),
    )


def _cells(sources: SourceMap, term: str, change: str, period: str) -> Mapping[str, tuple[CellRef, ...]]:
    """The cells behind each part of a project, by the names of columns."""
    parts: Mapping[str, tuple[str, ...]] = {
        "id": (term, "dcterms:identifier"),
        "title": (term, "dcterms:title"),
        "status": (term, "ds:status"),
        "field": (term, "ds:fieldOfAction"),
        "thesis": (term, "ds:thesis"),
        "lead": (term, "ds:lead"),
        "participation": (term, "ds:participation"),
        "no_offer_reason": (term, "ds:noOfferReason"),
        "withdrawn": (term, "ds:withdrawn"),
        "status_date": (change, "dcterms:date"),
        "status_reason": (change, "ds:reason"),
        "start": (period, *_START[:2]),
        "end": (period, *_END[:2]),
    }
    return {name: found for name, (node, *said) in parts.items() if (found := _cells_of(sources, node, *said))}


def _cells_of(sources: SourceMap, node: str, *predicates: str) -> tuple[CellRef, ...]:
    wanted = [curie(name) for name in predicates]
    found: Iterable[tuple[int, CellRef]] = (
        (wanted.index(triple.predicate), cell)
        for triple, cell in sources.by_subject.get(node, {}).items()
        if triple.predicate in wanted
    )
    return tuple(dict.fromkeys(cell for _, cell in sorted(found, key=lambda each: (each[0], str(each[1])))))


_START = ("ds:begin", "dcat:startDate", "ds:firstDay", "ds:lastDay")
_END = ("ds:end", "dcat:endDate", "ds:lastDay", "ds:firstDay")
"""A side of a period: in words, as stated, the day to compare it by, and the other one that words allow."""

_DATES = (Precision.DAY, Precision.MONTH, Precision.YEAR)
# Where no day is told apart, the first that the date allows.
_PADDING = {Precision.DAY: "{}", Precision.MONTH: "{}-01", Precision.YEAR: "{}-01-01"}
