"""Answers of units to a circular about a small roadmap, made of plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipeline.merge import merge
from pipeline.model.merging import Merged, Offer, Place, Received, Settlement
from pipeline.model.roadmap import Roadmap
from pipeline.model.workbook import CellRef, Value
from pipeline.parse import read_meanings
from pipeline.prepare import prepare, read_all
from pipeline.town.resources import read_resources
from tests.sheets import TODAY, read, sheet, strategy, town
from tests.towns import town_of

HEADER = ("Kennung", "Titel", "Handlungsfelder", "Status", "Beginn", "Ende", "Kosten", "Federführung", "Stand")
SENT = date(2026, 11, 2)
COSTS = 'budget_planned = { titles = ["Kosten"] }'


def roadmap(*rows: Sequence[Value], merges: str = "", stamped: bool = False) -> Roadmap:
    """The roadmap of a sheet with these rows; with their last cell, which says as of when, where it is ``stamped``."""
    width = len(HEADER) if stamped else len(HEADER) - 1
    return read(sheet(*(row[:width] for row in (HEADER, *rows)), merges=merges), columns=COSTS).parsed.roadmap


def reply(
    unit: str,
    offers: Mapping[tuple[str, str], tuple[str, Value]],
    *,
    circular: str = "",
    sent: date = SENT,
    hours: int = 0,
    confirmed: Sequence[str] = (),
    dropped: Sequence[str] = (),
    number_format: str = "",
) -> Received:
    """A reply that came some hours after it was sent; ``offers`` are what had been sent out and what came back."""
    at = datetime(sent.year, sent.month, sent.day, 12, tzinfo=UTC) + timedelta(hours=hours)
    cells = {Place(*place): Offer(base, value, number_format) for place, (base, value) in offers.items()}
    name = circular or f"{unit} {sent}"
    return Received(name, unit, sent, at, at.date(), cells, frozenset(confirmed), frozenset(dropped))


def merged(
    today: Roadmap, *replies: Received, settled: Sequence[Settlement] = (), formulas: Sequence[CellRef] = ()
) -> Merged:
    """What comes of these replies."""
    dataset = town(COSTS)
    rules, vocabulary = read_resources().rules_for(dataset), strategy().vocabulary
    understand = read_meanings(today.tables, dataset, vocabulary, rules, today=TODAY)
    return merge(today, replies, understand, settlements=settled, formulas=formulas)


def roadmap_of(place: Path) -> Roadmap:
    """The roadmap that the next run of a town publishes, without the time that an edition takes."""
    resources, found = read_resources(), town_of(place)
    prepared = prepare(read_all(found, resources), found, resources, today=TODAY)
    assert prepared.report.conforms, [result.rule.id for result in prepared.report.results]
    return prepared.roadmap
