"""What is not as promised: projects that are late or in danger, with reasons, and a chart of how their ends moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.model.progress import Cause, Endangered, Late, Move, Progress
from pipeline.model.report import Text
from pipeline.render.briefings.blocks import Block, Cell, Heading, Picture, note, text
from pipeline.render.briefings.chart import Track, draw_tracks
from pipeline.render.briefings.voice import PERIOD, PROJECT, REASON, Voice


def tell_late(progress: Progress, voice: Voice) -> Iterator[Block]:
    """The open projects that are later than promised, and the chart."""
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
        head = (PROJECT, Text("zuerst zugesagt", "promised first"),
                Text(f"zugesagt am {before}", f"promised on {before}"), Text("jetzt", "now"), Text("Verzug", "Delay"),
                REASON)  # fmt: skip
        rows = [_late_row(late, progress, voice) for late in progress.late]
        title = voice.say(
            "Offene Projekte, deren Ende sich verschoben hat oder verstrichen ist",
            "Open projects whose end moved back or has passed",
        )
        yield voice.table(title, head, rows, (21, 13, 13, 13, 14, 26))
        yield note(
            voice.say(
                "Gezählt wird vom letzten Tag, den eine Angabe zulässt; „rund“, wo sie nicht auf den Tag genau ist.",
                "Counted from the last day that a date allows; “about” where it is not given to the day.",
            )
        )
    tracks = list(_tracks(progress, voice))
    if tracks:
        longest = sorted(tracks, key=lambda track: track.days[0] - track.days[-1])[:_MOST_TRACKS]
        yield _picture([track for track in tracks if track in longest], len(tracks), voice)
        yield note(
            voice.say(
                "Ring: zuerst zugesagt. Strich: dazwischen zugesagt. Punkt: jetzt zugesagt oder erreicht.",
                "Ring: promised first. Stroke: promised in between. Dot: promised now or reached.",
            )
        )


def _late_row(late: Late, progress: Progress, voice: Voice) -> Sequence[Cell]:
    cells = voice.places(
        [*late.project.cells_of("title", "end"), *(cell for move in late.project.moves for cell in move.cells)]
    )
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
    elif late.now.is_open:
        yield voice.say("ohne spätesten Tag", "without a last day")


def _reasons(moves: Iterable[Move], voice: Voice) -> Iterator[str]:
    for move in moves:
        if move.reason:
            when = voice.when(move.since) if move.since else voice.short(move.said) if move.said else ""
            yield f"{when}: {move.reason}" if when else move.reason


def _tracks(progress: Progress, voice: Voice) -> Iterator[Track]:
    """The projects whose end moved, but for those that came to nothing."""
    for project in progress.standing:
        days = [move.before.day for move in project.moves if move.before]
        last = project.since if project.is_done and project.since else project.end
        if days and last and (project.is_open or project.is_done):
            promised = project.moves[-1].after
            between = [promised.day] if promised and last is project.since else []
            yield Track(voice.named(project), (*days, *between, last.day), voice.status(project))


def _picture(tracks: Sequence[Track], number: int, voice: Voice) -> Picture:
    """The chart of some of so many projects."""
    told = "; ".join(
        f"{track.name}: {', '.join(voice.short(day) for day in track.days)} ({track.outcome})" for track in tracks
    )
    alt = voice.say(
        "Zeitstrahl mit einer Zeile je Projekt, vom zuerst zugesagten Ende bis zum jetzigen oder erreichten. {told}.",
        "Timeline with a row for each project, from the end promised first to the present or reached one. {told}.",
        told=told,
    )
    title = voice.say("Wie sich das Ende von Projekten verschoben hat", "How the end of projects moved")
    if number > len(tracks):
        of_all = {"most": voice.number(len(tracks)), "all": voice.number(number)}
        title += voice.say(" (die {most} größten von {all})", " (the {most} greatest of {all})", **of_all)
    return Picture(draw_tracks(tracks), title, alt)


_MOST_TRACKS = 25
"""A chart of more projects than these has no room on a page."""

CAUSES: Mapping[Cause, Text] = {
    Cause.PAUSED: Text("pausiert", "paused"),
    Cause.OVERDUE: Text("Ende verstrichen, nicht abgeschlossen", "end passed, not completed"),
    Cause.NOT_BEGUN: Text(
        "Ende in höchstens drei Monaten, noch nicht begonnen", "to end within three months, not begun"
    ),
}


def tell_endangered(progress: Progress, voice: Voice) -> Iterator[Block]:
    """The open projects in danger, why, and what the town says of it."""
    yield Heading(2, voice.say("Gefährdet", "In danger"))
    if not progress.endangered:
        yield text(
            voice.say(
                "Kein Projekt ist pausiert, über sein Ende hinaus offen oder kurz vor seinem Ende noch nicht begonnen.",
                "No project is paused, open beyond its end, or not begun shortly before its end.",
            )
        )
        return
    head = (PROJECT, Text("Warum gefährdet", "Why in danger"), Text("Ursache", "Cause"), PERIOD)
    rows = [_endangered_row(each, voice) for each in progress.endangered]
    title = voice.say("Projekte, bei denen etwas zu entscheiden sein kann", "Projects that may need a decision")
    yield voice.table(title, head, rows, (34, 22, 26, 18))


def _endangered_row(endangered: Endangered, voice: Voice) -> Sequence[Cell]:
    project = endangered.project
    causes = [voice.words(CAUSES[cause]) for cause in endangered.causes]
    if project.since and Cause.PAUSED in endangered.causes:
        causes[0] = voice.say(
            "{cause} seit {day}", "{cause} since {day}", cause=causes[0], day=voice.when(project.since)
        )
    told = [project.reason, *(move.reason for move in project.moves[-1:])]
    reasons = tuple(dict.fromkeys(filter(None, told))) or (voice.say("nicht angegeben", "not given"),)
    return (
        voice.project(project, "status", "status_date", "status_reason", "end"),
        Cell(tuple(causes)),
        Cell(reasons),
        Cell((voice.period(project.start, project.end),)),
    )
