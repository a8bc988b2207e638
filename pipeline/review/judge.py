"""What two editions say of the projects to what is done, new, late, in danger, cancelled and withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from pipeline.model.progress import (
    CANCELLED,
    DONE,
    PAUSED,
    PLANNED,
    Cause,
    Endangered,
    Late,
    Progress,
    Standing,
    Turned,
    When,
)
from pipeline.model.report import Text
from pipeline.review.coverage import cover
from pipeline.review.gauges import gauges
from pipeline.review.money import budgets
from pipeline.review.projects import Said, areas, standings
from pipeline.review.spans import add_months, span

SOON_MONTHS = 3
"""A project that is only planned and is to end within so many months is in danger."""


def review(
    now: Said,
    before: Said | None,
    *,
    town: str,
    title: Text,
    version: str,
    made_at: datetime,
    since: date | None = None,
    compared: date | None = None,
) -> Progress:
    """The progress up to the edition ``version`` since a day; ``before`` is what that of ``compared`` said."""
    projects, past = standings(now), standings(before) if before else ()
    was = {project.key: project for project in past}
    day = date.fromisoformat(version.partition(".")[0])
    fields, theses = areas(now.index, "ds:FieldOfAction"), areas(now.index, "ds:Thesis")
    standing = [project for project in projects if project.withdrawn is None]
    return Progress(
        town=town,
        title=title,
        version=version,
        made_at=made_at,
        day=day,
        since=since,
        compared=compared,
        projects=projects,
        was=was,
        done=tuple(_turned(standing, was, DONE)),
        reopened=tuple(_reopened(standing, was)),
        new=tuple(project for project in standing if before and project.key not in was),
        late=tuple(late for project in standing if (late := judge_late(project, was.get(project.key), day))),
        endangered=tuple(found for project in standing if (found := judge_danger(project, day))),
        cancelled=tuple(_turned(standing, was, (CANCELLED,))),
        withdrawn=tuple(project for project in projects if project.withdrawn),
        gone=tuple(project for project in past if project.key not in {found.key for found in projects}),
        fields=cover(fields, projects),
        theses=cover(theses, projects),
        budgets=budgets(projects, was, fields),
        gauges=gauges(now, before, day),
    )


def _turned(projects: Iterable[Standing], was: Mapping[str, Standing], statuses: tuple[str, ...]) -> Iterator[Turned]:
    """The projects that have one of these statuses and had none of them before."""
    for project in projects:
        before = was.get(project.key)
        if project.status in statuses and not (before and before.status in statuses):
            first = first_promise(project, before)
            done = project.since if project.is_done else None
            yield Turned(project, before, first, span(first, done) if first and done else None)


def _reopened(projects: Iterable[Standing], was: Mapping[str, Standing]) -> Iterator[Turned]:
    """The open projects that had been done or cancelled."""
    for project in projects:
        before = was.get(project.key)
        if before and project.is_open and before.status in (*DONE, CANCELLED):
            yield Turned(project, before)


def first_promise(project: Standing, before: Standing | None) -> When | None:
    """The end that was promised first, as far as the history tells; one with a last day, if there ever was one."""
    told = [*(move.before for move in project.moves), before.end if before else None, project.end]
    ends = [end for end in told if end]
    return next((end for end in ends if not end.is_open), ends[0] if ends else None)


def judge_late(project: Standing, before: Standing | None, day: date) -> Late | None:
    """An open project whose end is later than it was promised first, or has passed on ``day``; else ``None``.

    An end that was taken away is none that was kept: it is late without a number. So is one that is open, "frühestens
    2027", and begins to be possible only after the first was promised.
    """
    first = first_promise(project, before)
    if first is None or not project.is_open:
        return None
    last, now = before.end if before else None, project.end
    if now and now.is_open:
        return Late(project, first, last, now, None, None, None) if now.day > first.day else None
    total, recent = (span(promised, now) if promised and now else None for promised in (first, last))
    overdue = span(now, When(day.isoformat(), day)) if now else None
    is_late = total or recent or overdue or now is None
    return Late(project, first, last, now, total, recent, overdue) if is_late else None


def judge_danger(project: Standing, day: date) -> Endangered | None:
    """An open project that is paused, past its end, or about to end and not begun on ``day``; else ``None``."""
    if not project.is_open:
        return None
    causes = tuple(_causes(project, day))
    return Endangered(project, causes) if causes else None


def _causes(project: Standing, day: date) -> Iterator[Cause]:
    if project.status == PAUSED:
        yield Cause.PAUSED
    if project.end is None or project.end.is_open:
        return
    if project.end.day < day:
        yield Cause.OVERDUE
    elif project.status == PLANNED and project.end.day <= add_months(day, SOON_MONTHS):
        yield Cause.NOT_BEGUN
