"""What has come of projects: those done, new, cancelled and withdrawn, each with its reason and cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model.progress import Progress, Standing, Turned
from pipeline.model.report import Text
from pipeline.render.briefings.blocks import NOT_TOLD, Block, Cell, Heading, text
from pipeline.render.briefings.delays import tell_endangered, tell_late
from pipeline.render.briefings.voice import PERIOD, PROJECT, REASON, Voice

_SINCE = Text("seit", "since")
_FIELDS = Text("Handlungsfelder", "Fields of action")


def tell_turns(progress: Progress, voice: Voice) -> Iterator[Block]:
    """The section."""
    yield Heading(1, voice.say("Was sich getan hat", "What has happened"), starts_page=True)
    yield from _done(progress, voice)
    if progress.since:
        yield from _new(progress, voice)
    yield from tell_late(progress, voice)
    yield from tell_endangered(progress, voice)
    yield from _cancelled(progress, voice)
    yield from _withdrawn(progress, voice)


def _after(progress: Progress, voice: Voice) -> str:
    """The beginning of a sentence about the time reported on."""
    if progress.since is None:
        return voice.say("Bis zum {day}", "Until {day}", day=voice.day(progress.day))
    return voice.say("Seit dem {day}", "Since {day}", day=voice.day(progress.since))


def _done(progress: Progress, voice: Voice) -> Iterator[Block]:
    yield Heading(2, voice.say("Abgeschlossen", "Completed"))
    after = _after(progress, voice)
    if not progress.done:
        yield text(
            voice.say("{after} wurde kein Projekt abgeschlossen.", "{after}, no project was completed.", after=after)
        )
    else:
        head = (PROJECT, Text("Status", "Status"), _SINCE, Text("zuerst zugesagt", "promised first"),
                Text("Verzug", "Delay"))  # fmt: skip
        rows = [_done_row(each, voice) for each in progress.done]
        title = voice.say(
            "{after} abgeschlossen oder in Betrieb gegangen", "{after}, completed or taken into operation", after=after
        )
        yield voice.table(title, head, rows, (38, 16, 16, 15, 15))
    if progress.reopened:
        keys = ", ".join(voice.named(each.project) for each in progress.reopened)
        yield text(
            voice.say(
                "Wieder offen, obwohl zuvor abgeschlossen oder abgebrochen: {keys}.",
                "Open again although completed or cancelled before: {keys}.",
                keys=keys,
            )
        )


def _done_row(turned: Turned, voice: Voice) -> Sequence[Cell]:
    project = turned.project
    delay = voice.span(turned.delay) if turned.delay else NOT_TOLD
    return (
        voice.project(project, "status", "status_date"),
        Cell((voice.status(project),)),
        Cell((_since(project, voice),)),
        Cell((voice.when(turned.first),)),
        Cell((delay,)),
    )


def _since(project: Standing, voice: Voice) -> str:
    """Since when a status holds; of what nobody dated, when it was told first."""
    if project.since is None and project.told:
        return voice.say("gemeldet am {day}", "told on {day}", day=voice.short(project.told))
    return voice.when(project.since)


def _new(progress: Progress, voice: Voice) -> Iterator[Block]:
    yield Heading(2, voice.say("Neu", "New"))
    after = _after(progress, voice)
    if not progress.new:
        yield text(voice.say("{after} kam kein Projekt hinzu.", "{after}, no project was added.", after=after))
        return
    head = (PROJECT, _FIELDS, Text("Status", "Status"), PERIOD, Text("Federführung", "Lead"))
    rows = [
        (
            voice.project(project, "status", "start", "end"),
            Cell(tuple(fields_of(project, progress, voice))),
            Cell((voice.status(project),)),
            Cell((voice.period(project.start, project.end),)),
            Cell(project.leads),
        )
        for project in progress.new
    ]
    title = voice.say("{after} hinzugekommen", "{after}, added", after=after)
    yield voice.table(title, head, rows, (32, 20, 15, 18, 15))


def fields_of(project: Standing, progress: Progress, voice: Voice) -> Iterator[str]:
    """The fields of a project, by number and name."""
    for covered in progress.fields:
        if covered.area.iri in project.fields:
            yield voice.area(covered.area)


def _cancelled(progress: Progress, voice: Voice) -> Iterator[Block]:
    yield Heading(2, voice.say("Abgebrochen", "Cancelled"))
    after = _after(progress, voice)
    if not progress.cancelled:
        yield text(
            voice.say("{after} wurde kein Projekt abgebrochen.", "{after}, no project was cancelled.", after=after)
        )
        return
    rows = [
        (
            voice.project(each.project, "status", "status_date", "status_reason"),
            Cell((_since(each.project, voice),)),
            Cell((each.project.reason or voice.say("nicht angegeben", "not given"),)),
        )
        for each in progress.cancelled
    ]
    title = voice.say("{after} abgebrochen", "{after}, cancelled", after=after)
    yield voice.table(title, (PROJECT, _SINCE, REASON), rows, (42, 16, 42))


def _withdrawn(progress: Progress, voice: Voice) -> Iterator[Block]:
    yield Heading(2, voice.say("Zurückgezogen", "Withdrawn"))
    if not progress.withdrawn:
        yield text(voice.say("Kein Projekt ist zurückgezogen.", "No project is withdrawn."))
    else:
        rows = [
            (
                voice.project(project, "withdrawn"),
                Cell((voice.short(project.withdrawn),) if project.withdrawn else ()),
                Cell((voice.words(project.withdrawal_reason),)),
            )
            for project in progress.withdrawn
        ]
        title = voice.say("Von der Stadt zurückgenommen; zählt nirgends mit", "Taken back by the town; counted nowhere")
        yield voice.table(title, (PROJECT, _SINCE, REASON), rows, (42, 16, 42))
    if progress.missing:
        keys = ", ".join(map(voice.named, progress.missing))
        yield text(
            voice.say(
                "Stehen in keiner Tabelle der Stadt mehr und gelten wie zuletzt veröffentlicht: {keys}.",
                "Stand in no sheet of the town any more and count as last published: {keys}.",
                keys=keys,
            )
        )
    if progress.gone:
        keys = ", ".join(map(voice.named, progress.gone))
        yield text(
            voice.say(
                "Nicht mehr unter ihrer Kennung zu finden: {keys}.", "Found no more under their key: {keys}.", keys=keys
            )
        )
