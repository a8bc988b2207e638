"""The amounts of projects to budgets: one for each currency, each project in one group only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pipeline.model.progress import Area, Budget, Spending, SpendingGroup, Standing


def budgets(projects: Iterable[Standing], was: Mapping[str, Standing], fields: Iterable[Area]) -> tuple[Budget, ...]:
    """A budget for each currency in which anything is told; euros first."""
    told = [project for project in projects if project.withdrawn is None and project.money]
    currencies = {money.currency for project in told for money in project.money}
    areas = tuple(fields)
    return tuple(_budget(name, told, was, areas) for name in sorted(currencies, key=lambda name: (name != "EUR", name)))


def _budget(
    currency: str, projects: Iterable[Standing], was: Mapping[str, Standing], fields: tuple[Area, ...]
) -> Budget:
    rows = tuple(
        _spending(project, was.get(project.key), currency)
        for project in projects
        if any(money.currency == currency for money in project.money)
    )
    return Budget(currency, rows, tuple(_groups(rows, fields)))


def _spending(project: Standing, before: Standing | None, currency: str) -> Spending:
    amounts = {kind: _amounts(project, kind, currency) for kind in _KINDS}
    found = {name: _only(amounts[kind]) for kind, name in _KINDS.items()}
    return Spending(
        project,
        before=_only(_amounts(before, "planned", currency)) if before else None,
        **found,
        unclear=tuple(kind for kind, values in amounts.items() if len(values) > 1),
        cells=tuple(cell for money in project.money if money.currency == currency for cell in money.cells),
    )


def _amounts(project: Standing, kind: str, currency: str) -> frozenset[Decimal]:
    return frozenset(money.value for money in project.money if (money.kind, money.currency) == (kind, currency))


def _only(values: frozenset[Decimal]) -> Decimal | None:
    """The amount, where all cells agree."""
    return next(iter(values)) if len(values) == 1 else None


def _groups(rows: Iterable[Spending], fields: Iterable[Area]) -> Iterator[SpendingGroup]:
    """By field those of this one alone, then those of several, then those of none: so no sum counts one twice."""
    rows = tuple(rows)
    for area in fields:
        if alone := tuple(row for row in rows if row.project.fields == (area.iri,)):
            yield SpendingGroup(area, is_several=False, rows=alone)
    if several := tuple(row for row in rows if len(row.project.fields) > 1):
        yield SpendingGroup(None, is_several=True, rows=several)
    known = {area.iri for area in fields}
    if none := tuple(row for row in rows if len(row.project.fields) < 2 and not known.intersection(row.project.fields)):
        yield SpendingGroup(None, is_several=False, rows=none)


_KINDS: Mapping[str, str] = {"planned": "planned", "actual": "actual", "funding": "funding", "own-share": "own"}
"""The kinds of amounts, and what a ``Spending`` calls them."""
