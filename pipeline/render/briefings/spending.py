"""Planned amounts against actual ones, by project and by field: no amount counted twice, no currencies added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

from pipeline.model.progress import CANCELLED, Budget, Progress, Spending, SpendingGroup, sum_of
from pipeline.model.report import Text
from pipeline.render.briefings.blocks import NOT_TOLD, Block, Cell, Heading, Table, note, text
from pipeline.render.briefings.voice import Voice

_PLANNED, _ACTUAL = Text("Plan", "Planned"), Text("Ist", "Actual")
_LEFT = Text("Plan − Ist", "Planned − actual")
_FUNDING, _OWN = Text("Förderung", "Funding"), Text("Eigenanteil", "Own share")
_MOST_AMOUNTS = 4
"""Of more columns of amounts than these a page has no room for millions."""
_Column: TypeAlias = tuple[str, Sequence[Decimal | None]]
_KINDS = {"planned": _PLANNED, "actual": _ACTUAL, "funding": _FUNDING, "own-share": _OWN}


def tell_spending(progress: Progress, voice: Voice) -> Iterator[Block]:
    """The section."""
    yield Heading(1, voice.say("Budget: Plan und Ist", "Budget: planned and actual"))
    if not progress.budgets:
        yield text(voice.say("Die Roadmap nennt keine Beträge.", "The roadmap names no amounts."))
        return
    yield text(_coverage(progress, voice))
    for budget in progress.budgets:
        if len(progress.budgets) > 1:
            yield Heading(2, voice.say("In {currency}", "In {currency}", currency=budget.currency))
        yield from _by_project(budget, progress, voice)
        yield _by_field(budget, voice)
        yield from _notes(budget, voice)
    if len(progress.budgets) > 1:
        yield note(voice.say("Verschiedene Währungen werden nicht addiert.", "Different currencies are not added up."))


def tell_plan(progress: Progress, voice: Voice) -> Iterator[str]:
    """A sentence for each currency: what is planned, of how many projects, and what has changed since."""
    for budget in progress.budgets:
        planned = [row for row in budget.rows if row.planned is not None]
        if not planned:
            continue
        total = voice.amount(sum_of(tuple(row.planned for row in planned)), budget.currency)
        number = voice.count(len(planned), Text("Projekt", "project"), Text("Projekten", "projects"))
        said = voice.say(
            "Geplant sind {total} bei {number}", "{total} are planned for {number}", total=total, number=number
        )
        changes = "; ".join(_changes(budget, voice))
        yield f"{said}; {changes}." if changes else f"{said}."


def _changes(budget: Budget, voice: Voice) -> Iterator[str]:
    for row in budget.rows:
        if row.before is not None and row.planned is not None and row.before != row.planned:
            before, now = (voice.amount(value, budget.currency) for value in (row.before, row.planned))
            told = {"key": row.project.key, "now": now, "before": before}
            yield voice.say("{key} jetzt {now} statt {before}", "{key} now {now} instead of {before}", **told)


def _coverage(progress: Progress, voice: Voice) -> str:
    told = {row.project.key for budget in progress.budgets for row in budget.rows}
    return voice.say(
        "Zu {told} von {all} nennt die Roadmap Beträge.",
        "The roadmap names amounts of {told} of {all}.",
        told=voice.number(len(told)),
        all=voice.count(len(progress.standing), Text("Projekt", "project"), Text("Projekten", "projects")),
    )


def _by_project(budget: Budget, progress: Progress, voice: Voice) -> Iterator[Table]:
    """What is planned and spent, and who pays: side by side where there is room, else in two tables."""
    since = voice.short(progress.since) if progress.since else ""
    is_moved = any(row.before is not None and row.before != row.planned for row in budget.rows)
    spent = [
        *(
            [(voice.say("Plan am {day}", "Planned on {day}", day=since), [row.before for row in budget.rows])]
            if is_moved
            else []
        ),
        (voice.words(_PLANNED), [row.planned for row in budget.rows]),
        (voice.words(_ACTUAL), [row.actual for row in budget.rows]),
        (voice.words(_LEFT), [row.left for row in budget.rows]),
    ]
    paid = [
        (voice.words(_FUNDING), [row.funding for row in budget.rows]),
        (voice.words(_OWN), [row.own for row in budget.rows]),
    ]
    spent, paid = (
        [column for column in part if any(value is not None for value in column[1])] for part in (spent, paid)
    )
    title = voice.say("Beträge je Projekt", "Amounts by project")
    if len(spent) + len(paid) <= _MOST_AMOUNTS:
        yield _table(title, [*spent, *paid], budget, voice)
    else:
        yield _table(title, spent, budget, voice)
        yield _table(voice.say("Wer es bezahlt", "Who pays for it"), paid, budget, voice)


def _table(title: str, columns: Sequence[_Column], budget: Budget, voice: Voice) -> Table:
    """The projects that have an amount in any of the columns, and their sums."""
    rows = [
        (_name(row, voice), *(_amount(amounts[at], budget, voice) for _, amounts in columns))
        for at, row in enumerate(budget.rows)
        if row.unclear or any(amounts[at] is not None for _, amounts in columns)
    ]
    total = voice.say("Zusammen", "Together")
    rows.append((Cell((total,)), *(_amount(sum_of(tuple(amounts)), budget, voice) for _, amounts in columns)))
    head = (voice.say("Projekt", "Project"), *(name for name, _ in columns))
    share = 66 // max(len(columns), 3)
    widths = (100 - share * len(columns), *[share] * len(columns))
    return Table(title, head, rows, widths, frozenset(range(1, len(head))), is_summed=True)


def _name(row: Spending, voice: Voice) -> Cell:
    project = row.project
    return Cell((voice.named(project), voice.status(project)), voice.places((*project.cells_of("title"), *row.cells)))


def _amount(value: Decimal | None, budget: Budget, voice: Voice) -> Cell:
    return Cell((voice.amount(value, budget.currency),))


def _by_field(budget: Budget, voice: Voice) -> Table:
    head = (voice.say("Handlungsfeld", "Field of action"), voice.say("Projekte", "Projects"), voice.words(_PLANNED),
            voice.words(_ACTUAL), voice.words(_LEFT))  # fmt: skip
    rows = [_group_row(_group_name(group, voice), group.rows, budget, voice, is_named=True) for group in budget.groups]
    rows.append(_group_row(voice.say("Zusammen", "Together"), budget.rows, budget, voice, is_named=False))
    title = voice.say("Beträge je Handlungsfeld, jedes Projekt einmal", "Amounts by field of action, each project once")
    has_actual = any(row.actual is not None for row in budget.rows)
    if has_actual:
        return Table(title, head, rows, (36, 12, 18, 16, 18), frozenset({1, 2, 3, 4}), is_summed=True)
    return Table(title, head[:3], [row[:3] for row in rows], (56, 20, 24), frozenset({1, 2}), is_summed=True)


def _group_name(group: SpendingGroup, voice: Voice) -> str:
    if group.area:
        return voice.area(group.area)
    if group.is_several:
        return voice.say("in mehreren Handlungsfeldern", "in several fields of action")
    return voice.say("ohne Handlungsfeld", "without a field of action")


def _group_row(
    name: str, rows: Sequence[Spending], budget: Budget, voice: Voice, *, is_named: bool
) -> tuple[Cell, ...]:
    sums = (
        sum_of(tuple(amounts)) for amounts in zip(*((row.planned, row.actual, row.left) for row in rows), strict=True)
    )
    keys = (", ".join(row.project.key for row in rows),) if is_named else ()
    return (Cell((name,), keys), Cell((voice.number(len(rows)),)), *(_amount(value, budget, voice) for value in sums))


def _notes(budget: Budget, voice: Voice) -> Iterator[Block]:
    if any(group.is_several for group in budget.groups):
        yield note(
            voice.say(
                "Ein Betrag wird keinem Handlungsfeld anteilig zugeschlagen: Was ein Projekt in mehreren "
                "Handlungsfeldern kostet, steht in einer Zeile für sich. So zählt jeder Betrag genau einmal.",
                "No amount is divided among fields of action: what a project in several fields costs stands in a row "
                "of its own. So each amount counts exactly once.",
            )
        )
    if any(row.left is not None for row in budget.rows):
        yield note(
            voice.say(
                "„Plan − Ist“ zählt nur Projekte, zu denen beides angegeben ist; {dash} heißt: nicht angegeben. "
                "Förderung und Eigenanteil sind Teile des Plans und kommen nicht hinzu.",
                "“Planned − actual” counts only projects of which both are told; {dash} means: not told. Funding and "
                "own share are parts of what is planned and do not come on top.",
                dash=NOT_TOLD,
            )
        )
    cancelled = ", ".join(row.project.key for row in budget.rows if row.project.status == CANCELLED)
    if cancelled:
        yield note(
            voice.say(
                "Mitgezählt sind auch abgebrochene Projekte: {keys}.",
                "Cancelled projects are counted, too: {keys}.",
                keys=cancelled,
            )
        )
    for row in budget.rows:
        if row.unclear:
            kinds = ", ".join(voice.words(_KINDS[kind]) for kind in row.unclear)
            yield note(
                voice.say(
                    "{project}: Zwei Zellen nennen verschiedene Beträge ({kinds}); keiner davon ist gezählt.",
                    "{project}: two cells tell different amounts ({kinds}); none of them is counted.",
                    project=voice.named(row.project),
                    kinds=kinds,
                )
            )
