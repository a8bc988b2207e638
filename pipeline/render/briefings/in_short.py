"""The first page: each number with what it says and the projects behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.model.progress import PAUSED, STATUSES, Cause, Progress, Standing
from pipeline.model.report import Text
from pipeline.render.briefings.blocks import NOT_TOLD, Block, Bullets, Cell, Heading, Run, Table, note, text
from pipeline.render.briefings.delays import CAUSES
from pipeline.render.briefings.overviews import tell_gaps
from pipeline.render.briefings.spending import tell_plan
from pipeline.render.briefings.voice import Voice

_MOST_NAMED = 6
"""Of more projects than these the page gives the keys alone; the section that follows names them."""


class _Figure(NamedTuple):
    """A number: what it counts, the projects behind it, and what there is to say of them."""

    name: str
    projects: tuple[Standing, ...]
    finding: str = ""


def tell_in_short(progress: Progress, voice: Voice) -> Iterator[Block]:
    """The section."""
    yield Heading(1, voice.say("Kurz gefasst", "In short"), starts_page=True)
    yield text(_opening(progress, voice))
    if progress.compared and progress.compared != progress.since:
        yield note(
            voice.say(
                "Verglichen wird mit der Ausgabe der Roadmap vom {day}, die zu Beginn dieser Zeit galt.",
                "The comparison is with the edition of the roadmap of {day}, which held at the beginning of that time.",
                day=voice.day(progress.compared),
            )
        )
    if progress.withdrawn:
        yield note(
            voice.say(
                "Nicht mitgezählt: {projects} ({keys}), zurückgezogen.",
                "Not counted: {projects} ({keys}), withdrawn.",
                projects=voice.projects(len(progress.withdrawn)),
                keys=", ".join(project.key for project in progress.withdrawn),
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
    head = (voice.say("Was", "What"), voice.say("Anzahl", "Number"), voice.say("Befund", "Finding"))
    rows = [
        (Cell((figure.name,)), Cell((voice.number(len(figure.projects)),)), Cell(tuple(_told(figure, voice))))
        for figure in _all_figures(progress, voice)
    ]
    title = voice.say("Die Zahlen und die Projekte dahinter", "The figures and the projects behind them")
    return Table(title, head, rows, (30, 10, 60), frozenset({1}))


def _told(figure: _Figure, voice: Voice) -> Iterator[str]:
    """What there is to say, then the projects by key and title, or by key alone where they are many."""
    if not figure.projects:
        yield NOT_TOLD
        return
    if len(figure.projects) > _MOST_NAMED:
        yield ", ".join(project.key for project in figure.projects)
    else:
        yield from map(voice.named, figure.projects)
    if figure.finding:
        yield figure.finding


def _all_figures(progress: Progress, voice: Voice) -> Iterator[_Figure]:
    after = voice.say(" seit {day}", " since {day}", day=voice.short(progress.since)) if progress.since else ""
    done = tuple(each.project for each in progress.done)
    yield _Figure(
        voice.say("Abgeschlossen oder in Betrieb", "Completed or in operation") + after, done, _of_done(progress, voice)
    )
    if progress.since:
        yield _Figure(voice.say("Neu", "New") + after, progress.new)
    yield _Figure(
        voice.say("Verspätet", "Late"), tuple(each.project for each in progress.late), _of_late(progress, voice)
    )
    endangered = tuple(each.project for each in progress.endangered)
    yield _Figure(voice.say("Gefährdet", "In danger"), endangered, _of_danger(progress, voice))
    paused = progress.of_status(PAUSED)
    yield _Figure(voice.say("Pausiert", "Paused"), paused, _of_reasons(paused, voice))
    cancelled = tuple(each.project for each in progress.cancelled)
    yield _Figure(voice.say("Abgebrochen", "Cancelled") + after, cancelled, _of_reasons(cancelled, voice))
    yield _Figure(voice.say("Zurückgezogen", "Withdrawn") + after, progress.newly_withdrawn)


def _of_done(progress: Progress, voice: Voice) -> str:
    late = ", ".join(each.project.key for each in progress.done if each.delay)
    return (
        voice.say("Später als zuerst zugesagt: {keys}.", "Later than promised first: {keys}.", keys=late)
        if late
        else ""
    )


def _of_late(progress: Progress, voice: Voice) -> str:
    """Which project is the furthest behind its first promise."""
    behind = [each for each in progress.late if each.total]
    if not behind:
        return ""
    worst = max(behind, key=lambda each: (each.total.months, each.total.days) if each.total else (0, 0))
    span = voice.span(worst.total) if worst.total else ""
    return voice.say(
        "Am weitesten hinter der ersten Zusage: {key} ({span}).", "Furthest behind the first promise: {key} ({span}).",
        key=worst.project.key, span=span,
    )  # fmt: skip


def _of_danger(progress: Progress, voice: Voice) -> str:
    causes = Counter(cause for each in progress.endangered for cause in each.causes)
    told = [f"{voice.words(CAUSES[cause])}: {voice.number(causes[cause])}" for cause in Cause if causes[cause]]
    return f"{voice.say('Warum', 'Why')}: {'; '.join(told)}."


def _of_reasons(projects: Sequence[Standing], voice: Voice) -> str:
    silent = ", ".join(project.key for project in projects if not project.reason)
    return (
        voice.say("Ohne Angabe eines Grundes: {keys}.", "Without a reason given: {keys}.", keys=silent)
        if silent
        else ""
    )


def _hints(progress: Progress, voice: Voice) -> Iterator[Block]:
    """What a reader must know of the numbers, and what there is to say beside them."""
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
    yield Bullets(tuple((Run(words),) for words in (*tell_gaps(progress, voice), *tell_plan(progress, voice))))


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
    rows.append(
        _status_row(voice.say("Zusammen", "Together"), was if since else None, progress.standing, voice, keys=())
    )
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
