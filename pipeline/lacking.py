"""Answers of units that were released once: a town's roadmap in, the findings about files that lack them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pipeline.merge import merge, missing
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Roadmap
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef
from pipeline.parse import read_meanings
from pipeline.town import Town


def told_of_answers(roadmap: Roadmap, town: Town, rules: RuleBook, today: date) -> Iterator[ValidationResult]:
    """A finding for each file that lacks answers. None is missed where a merged copy was read in its place."""
    ledger = town.umlauf.ledger
    if not ledger.released:
        return
    understand = read_meanings(roadmap.tables, town.dataset, town.strategy.vocabulary, rules, today=today)
    merged = merge(roadmap, ledger.replies, understand, settlements=ledger.settled)
    cells = missing(merged, ledger.released)
    for file, count in sorted(Counter(cell.file for cell in cells).items()):
        yield fill(rules["circular-missing"], CellRef(file), count=count, town=town.name)
