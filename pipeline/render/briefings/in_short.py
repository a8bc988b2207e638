"""The first page: each number with what it says and the projects behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.model.progress import PAUSED, STATUSES, Progress, Standing
from pipeline.model.report import Text
from pipeline.render.briefings.blocks import Block, Cell, Heading, Paragraph, Table, note, text
from pipeline.render.briefings.voice import NOT_TOLD, Voice

_MOST_NAMED = 6
"""Of more projects than these the page gives the keys alone; the section that follows names them."""


class _Figure(NamedTuple):
    """A number: what it counts, and the projects behind it."""

    name: str
    projects: tuple[Standing, ...]


def tell_in_short(progress: Progress, voice: Voice) -> Iterator[Block]:
    """The section."""
    yield Heading(1, voice.say("Kurz gefasst", "In short"))
    yield text(_opening(progress, voice))
    if progress.compared and progress.compared != progress.since:
        yield note(
            voice.say(
                "Verglichen wird mit der Ausgabe der Roadmap vom {day}, die zu Beginn dieser Zeit galt.",
                "The comparison is with the edition of the roadmap of {day}, which held at the beginning of that time.",
                day=voice.day(progress.compared),
            )
        )
    yield _figures(progress, voice)
    yield from _hints(progress, voice)
    yield _statuses(progress, voice)


def _opening(progress: Progress, voice: Voice) -> str:
    number, day = len(progress.standing), voice.day(progress.day)
    if progress.since is None:
        return voice.say(
            "Am {day} umfasst die Roadmap {projects}. Es ist ihre erste Ausgabe; was sich geändert hat, zeigt erst "
            "die nächste.",
            "On {day} the roadmap holds {projects}. It is its first edition; what has changed only the next one shows.",
            day=day,
            projects=voice.projects(number),
        )
    return voice.say(
        "Am {day} umfasst die Roadmap {projects}. Was sich seit dem {since} getan hat, steht hier zuerst in Zahlen und "
        "ab Abschnitt 2 im Einzelnen.",
        "On {day} the roadmap holds {projects}. What has happened since {since} is told here in figures first, and "
        "from section 2 on one by one.",
        day=day,
        projects=voice.projects(number),
        since=voice.day(progress.since),
    )


def _figures(progress: Progress, voice: Voice) -> Table:
    head = (voice.say("Was", "What"), voice.say("Anzahl", "Number"), voice.say("Welche", "Which"))
    rows = [
        (Cell((figure.name,)), Cell((voice.number(len(figure.projects)),)), Cell(_named(figure.projects, voice)))
        for figure in _all_figures(progress, voice)
    ]
    title = voice.say("Die Zahlen und die Projekte dahinter", "The figures and the projects behind them")
    return Table(title, head, rows, (30, 10, 60), frozenset({1}))


def _all_figures(progress: Progress, voice: Voice) -> Iterator[_Figure]:
    since = voice.short(progress.since) if progress.since else ""
    after = voice.say(" seit {day}", " since {day}", day=since) if since else ""
    yield _Figure(voice.say("Abgeschlossen", "Completed") + after, tuple(each.project for each in progress.done))
    if since:
        yield _Figure(voice.say("Neu", "New") + after, progress.new)
    yield _Figure(voice.say("Verspätet", "Late"), tuple(each.project for each in progress.late))
    endangered = tuple(each.project for each in progress.endangered)
    yield _Figure(voice.say("Gefährdet", "In danger"), endangered)
    yield _Figure(voice.say("– davon pausiert", "– of these paused"), progress.of_status(PAUSED))
    cancelled = tuple(each.project for each in progress.cancelled)
    yield _Figure(voice.say("Abgebrochen", "Cancelled") + after, cancelled)
    yield _Figure(voice.say("Zurückgezogen", "Withdrawn") + after, progress.newly_withdrawn)


def _named(projects: Sequence[Standing], voice: Voice) -> tuple[str, ...]:
    """The projects by key and title, or by key alone where they are many; a dash for none."""
    if not projects:
        return (NOT_TOLD,)
    if len(projects) > _MOST_NAMED:
        return (", ".join(project.key for project in projects),)
    return tuple(voice.named(project) for project in projects)


def _hints(progress: Progress, voice: Voice) -> Iterator[Paragraph]:
    """What a reader must know of the numbers: that one project may stand in several of them."""
    late = {each.project.key for each in progress.late}
    both = [each.project.key for each in progress.endangered if each.project.key in late]
    if both:
        yield note(
            voice.say(
                "Ein Projekt kann in mehreren Zeilen stehen; verspätet und gefährdet zugleich: {keys}.",
                "A project may stand in several rows; both late and in danger: {keys}.",
                keys=", ".join(both),
            )
        )


def _statuses(progress: Progress, voice: Voice) -> Table:
    """How many projects have each status, then and now; each project is in one row."""
    since = progress.since
    was = [project for project in progress.was.values() if project.withdrawn is None]
    then = (voice.say("am {day}", "on {day}", day=voice.short(since)),) if since else ()
    head = (voice.say("Status", "Status"), *then, voice.say("am {day}", "on {day}", day=voice.short(progress.day)),
            voice.say("Projekte", "Projects"))  # fmt: skip
    rows = []
    for status, label in _labels(progress, voice):
        now, before = progress.of_status(status), [project for project in was if project.status == status]
        if now or before:
            rows.append(_status_row(label, before if since else None, now, voice))
    rows.append(_status_row(voice.say("Zusammen", "Together"), was if since else None, progress.standing, voice, keys=()))
    widths = (24, 14, 14, 48) if since else (24, 16, 60)
    numbers = frozenset({1, 2} if since else {1})
    title = voice.say("Die Projekte nach ihrem Status", "The projects by their status")
    return Table(title, head, rows, widths, numbers, is_summed=True)


def _labels(progress: Progress, voice: Voice) -> Iterator[tuple[str, str]]:
    """Each status and what it is called, in the order of a project's life, then none."""
    everything = (*progress.projects, *progress.was.values())
    called = {project.status: voice.words(project.status_label) for project in everything if project.status}
    yield from ((status, called[status]) for status in STATUSES if status in called)
    yield from ((status, name) for status, name in sorted(called.items()) if status not in STATUSES)
    yield "", voice.words(Text("ohne Status", "no status"))


def _status_row(
    label: str,
    before: Iterable[Standing] | None,
    now: Sequence[Standing],
    voice: Voice,
    *,
    keys: Sequence[Standing] | None = None,
) -> tuple[Cell, ...]:
    told = () if before is None else (Cell((voice.number(len(tuple(before))),)),)
    named = ", ".join(project.key for project in (now if keys is None else keys))
    return (Cell((label,)), *told, Cell((voice.number(len(now)),)), Cell((named,)))
