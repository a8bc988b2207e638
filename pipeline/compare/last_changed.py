"""When a project last changed: how long each statement was made in, the day by the project's key out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pipeline.model.edition import Lifetimes
from pipeline.model.naming import Naming


def last_changed(lifetimes: Lifetimes, naming: Naming, keys: Iterable[str]) -> dict[str, date]:
    """The day of the edition that first said something of a project, or said something no longer."""
    by_term = {naming.project(key)[:-1]: key for key in keys}
    days: dict[str, str] = {}
    for lifetime, triples in lifetimes.items():
        for term in {triple.subject[:-1] for triple in triples}:
            if key := _owner(term, by_term):
                days[key] = max(days.get(key, ""), lifetime.first, lifetime.until)
    return {key: date.fromisoformat(day) for key, day in days.items()}


def _owner(term: str, by_term: dict[str, str]) -> str | None:
    """The project that a thing is, or is a part of."""
    while term and term not in by_term:
        term = term.rpartition("/")[0]
    return by_term.get(term)
