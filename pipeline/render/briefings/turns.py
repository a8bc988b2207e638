"""What has come of projects: those done, new, late, in danger, cancelled and withdrawn, each with its reason and cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.model.progress import Cause, Endangered, Late, Move, Progress, Standing, Turned
from pipeline.model.report import Text
from pipeline.render.briefings.blocks import Block, Cell, Heading, Picture, Table, note, text, without_empty_columns
from pipeline.render.briefings.chart import Track, draw_tracks
from pipeline.render.briefings.voice import NOT_TOLD, Voice

_PROJECT = Text("Projekt", "Project")
_REASON = Text("Grund", "Reason")
_PERIOD = Text("Zeitraum", "Period")
_SINCE = Text("seit", "since")
_FIELDS = Text("Handlungsfelder", "Fields of action")


def tell_turns(progress: Progress, voice: Voice) -> Iterator[Block]:
    """The section."""
    yield Heading(1, voice.say("Was sich getan hat", "What has happened"))
    yield from _done(progress, voice)
    if progress.since:
        yield from _new(progress, voice)
    yield from _late(progress, voice)
    yield from _endangered(progress, voice)
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
        yield text(voice.say("{after} wurde kein Projekt abgeschlossen.", "{after}, no project was completed.", after=after))
    else:
        head = (_PROJECT, Text("Status", "Status"), _SINCE, Text("zuerst zugesagt", "promised first"),
                Text("Verzug", "Delay"))  # fmt: skip
        rows = [_done_row(each, progress, voice) for each in progress.done]
        title = voice.say("{after} abgeschlossen oder in Betrieb gegangen", "{after}, completed or taken into operation", after=after)
        yield _table(title, head, rows, (40, 15, 15, 15, 15), voice)
    if progress.reopened:
        keys = ", ".join(voice.named(each.project) for each in progress.reopened)
        yield text(
            voice.say(
                "Wieder offen, obwohl zuvor abgeschlossen oder abgebrochen: {keys}.",
                "Open again although completed or cancelled before: {keys}.",
                keys=keys,
            )
        )


def _done_row(turned: Turned, progress: Progress, voice: Voice) -> Sequence[Cell]:
    project = turned.project
    # What nobody dated was first said in this edition, so it happened between the two.
    since = voice.when(project.since) if project.since else _first_told(progress, voice)
    delay = voice.span(turned.delay) if turned.delay else NOT_TOLD
    return (
        voice.project(project, "status", "status_date"),
        Cell((voice.status(project),)),
        Cell((since,)),
        Cell((voice.when(turned.first),)),
        Cell((delay,)),
    )


def _first_told(progress: Progress, voice: Voice) -> str:
    if progress.compared is None:
        return NOT_TOLD
    return voice.say("nach dem {day}", "after {day}", day=voice.short(progress.compared))


def _new(progress: Progress, voice: Voice) -> Iterator[Block]:
    yield Heading(2, voice.say("Neu", "New"))
    after = _after(progress, voice)
    if not progress.new:
        yield text(voice.say("{after} kam kein Projekt hinzu.", "{after}, no project was added.", after=after))
        return
    head = (_PROJECT, _FIELDS, Text("Status", "Status"), _PERIOD, Text("Federführung", "Lead"))
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
    yield _table(title, head, rows, (34, 20, 13, 18, 15), voice)


def fields_of(project: Standing, progress: Progress, voice: Voice) -> Iterator[str]:
    """The fields of a project, by number and name."""
    for covered in progress.fields:
        if covered.area.iri in project.fields:
            yield voice.area(covered.area)


def _late(progress: Progress, voice: Voice) -> Iterator[Block]:
    yield Heading(2, voice.say("Verspätet", "Late"))
    if not progress.late:
        yield text(
            voice.say(
                "Kein offenes Projekt ist später dran, als es zugesagt war.",
                "No open project is later than it was promised.",
            )
        )
    else:
        before = voice.short(progress.since) if progress.since else ""
        head = (_PROJECT, Text("zuerst zugesagt", "promised first"),
                Text(f"zugesagt am {before}", f"promised on {before}") if before else Text("zuletzt zugesagt", "promised last"),
                Text("jetzt", "now"), Text("Verzug", "Delay"), _REASON)  # fmt: skip
        rows = [_late_row(late, progress, voice) for late in progress.late]
        title = voice.say("Offene Projekte, deren Ende sich verschoben hat oder verstrichen ist", "Open projects whose end moved back or has passed")
        yield _table(title, head, rows, (27, 12, 12, 12, 15, 22), voice)
        yield note(
            voice.say(
                "Gezählt wird vom letzten Tag, den eine Angabe zulässt; „rund“ steht, wo sie nicht auf den Tag genau ist.",
                "Counted from the last day that a date allows; “about” where it is not given to the day.",
            )
        )
    tracks = list(_tracks(progress, voice))
    if tracks:
        yield _picture(tracks, voice)


def _late_row(late: Late, progress: Progress, voice: Voice) -> Sequence[Cell]:
    cells = voice.places([*late.project.cells_of("title", "end"), *(cell for move in late.project.moves for cell in move.cells)])
    return (
        Cell((voice.named(late.project),), cells),
        Cell((voice.when(late.first),)),
        Cell((voice.when(late.last),)),
        Cell((voice.when(late.now) if late.now else voice.say("offen", "open"),)),
        Cell(tuple(_delays(late, progress, voice))),
        Cell(tuple(_reasons(late.project.moves, voice)) or (voice.say("nicht angegeben", "not given"),)),
    )


def _delays(late: Late, progress: Progress, voice: Voice) -> Iterator[str]:
    if late.total:
        yield voice.span(late.total)
    if late.recent and progress.since and (late.recent, late.last) != (late.total, late.first):
        told = {"span": voice.span(late.recent), "day": voice.short(progress.since)}
        yield voice.say("davon {span} seit {day}", "of these {span} since {day}", **told)
    if late.overdue:
        yield voice.say("Ende verstrichen seit {span}", "end passed {span} ago", span=voice.span_by(late.overdue))
    if late.now is None:
        yield voice.say("ohne neues Ende", "without a new end")


def _reasons(moves: Iterable[Move], voice: Voice) -> Iterator[str]:
    for move in moves:
        if move.reason:
            yield f"{voice.short(move.said)}: {move.reason}"


def _tracks(progress: Progress, voice: Voice) -> Iterator[Track]:
    """The projects whose end moved, but for those that came to nothing."""
    for project in progress.standing:
        days = [move.before.day for move in project.moves if move.before]
        last = project.since if project.is_done and project.since else project.end
        if days and last and (project.is_open or project.is_done):
            promised = project.moves[-1].after
            between = [promised.day] if promised and last is project.since else []
            yield Track(voice.named(project), (*days, *between, last.day), voice.status(project))


def _picture(tracks: Sequence[Track], voice: Voice) -> Picture:
    told = "; ".join(
        f"{track.name}: {', '.join(voice.short(day) for day in track.days)} ({track.outcome})" for track in tracks
    )
    alt = voice.say(
        "Zeitstrahl mit einer Zeile je Projekt, vom zuerst zugesagten Ende bis zum jetzigen oder erreichten. {told}.",
        "Timeline with a row for each project, from the end promised first to the present or reached one. {told}.",
        told=told,
    )
    title = voice.say(
        "Wie sich das Ende verschoben hat: Ring – zuerst zugesagt, Strich – Zwischenstand, Punkt – jetzt oder erreicht",
        "How the end moved: ring – promised first, stroke – in between, dot – now or reached",
    )
    return Picture(draw_tracks(tracks), title, alt)


_CAUSES = {
    Cause.PAUSED: Text("pausiert", "paused"),
    Cause.OVERDUE: Text("Ende verstrichen, nicht abgeschlossen", "end passed, not completed"),
    Cause.NOT_BEGUN: Text("Ende in weniger als drei Monaten, noch nicht begonnen", "to end within three months, not begun"),
}


def _endangered(progress: Progress, voice: Voice) -> Iterator[Block]:
    yield Heading(2, voice.say("Gefährdet", "In danger"))
    if not progress.endangered:
        yield text(
            voice.say(
                "Kein Projekt ist pausiert, über sein Ende hinaus offen oder kurz vor seinem Ende noch nicht begonnen.",
                "No project is paused, open beyond its end, or not begun shortly before its end.",
            )
        )
        return
    head = (_PROJECT, Text("Warum gefährdet", "Why in danger"), Text("Ursache", "Cause"), _PERIOD)
    rows = [_endangered_row(each, voice) for each in progress.endangered]
    title = voice.say("Projekte, bei denen etwas zu entscheiden sein kann", "Projects that may need a decision")
    yield _table(title, head, rows, (34, 22, 26, 18), voice)


def _endangered_row(endangered: Endangered, voice: Voice) -> Sequence[Cell]:
    project = endangered.project
    causes = [voice.words(_CAUSES[cause]) for cause in endangered.causes]
    if project.since and Cause.PAUSED in endangered.causes:
        causes[0] = voice.say("{cause} seit {day}", "{cause} since {day}", cause=causes[0], day=voice.when(project.since))
    told = [project.reason, *(move.reason for move in project.moves[-1:])]
    reasons = tuple(dict.fromkeys(filter(None, told))) or (voice.say("nicht angegeben", "not given"),)
    return (
        voice.project(project, "status", "status_date", "status_reason", "end"),
        Cell(tuple(causes)),
        Cell(reasons),
        Cell((voice.period(project.start, project.end),)),
    )


def _cancelled(progress: Progress, voice: Voice) -> Iterator[Block]:
    yield Heading(2, voice.say("Abgebrochen", "Cancelled"))
    after = _after(progress, voice)
    if not progress.cancelled:
        yield text(voice.say("{after} wurde kein Projekt abgebrochen.", "{after}, no project was cancelled.", after=after))
        return
    rows = [
        (
            voice.project(each.project, "status", "status_date", "status_reason"),
            Cell((voice.when(each.project.since) if each.project.since else _first_told(progress, voice),)),
            Cell((each.project.reason or voice.say("nicht angegeben", "not given"),)),
        )
        for each in progress.cancelled
    ]
    title = voice.say("{after} abgebrochen", "{after}, cancelled", after=after)
    yield _table(title, (_PROJECT, _SINCE, _REASON), rows, (42, 16, 42), voice)


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
        yield _table(title, (_PROJECT, _SINCE, _REASON), rows, (42, 16, 42), voice)
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
            voice.say("Nicht mehr unter ihrer Kennung zu finden: {keys}.", "Found no more under their key: {keys}.", keys=keys)
        )


def _table(
    title: str, head: Sequence[Text], rows: Sequence[Sequence[Cell]], widths: Sequence[int], voice: Voice
) -> Table:
    return without_empty_columns(Table(title, [voice.words(words) for words in head], rows, widths))
