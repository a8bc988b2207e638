"""The section on indicators: where each began, where it is, where it is to be, and in words how far that is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pipeline.model.gauge import Gauge, Mark, Way
from pipeline.model.progress import Progress
from pipeline.model.report import Text
from pipeline.render.briefings.blocks import NOT_TOLD, Block, Cell, Heading, note, text
from pipeline.render.briefings.voice import Voice

_OLD = timedelta(days=366)


def tell_indicators(progress: Progress, voice: Voice) -> Iterator[Block]:
    """The section; nothing where the town has no indicators."""
    if not progress.gauges:
        return
    yield Heading(1, voice.say("Kennzahlen", "Indicators"))
    yield text(opening(progress, voice))
    head = (
        Text("Kennzahl", "Indicator"),
        Text("Gehört zu", "Belongs to"),
        Text("Ausgangswert", "Baseline"),
        Text("Letzter Wert", "Last value"),
        Text("Zielwert", "Target"),
        Text("Wie weit", "How far"),
    )
    rows = [
        (
            Cell(tuple(filter(None, (voice.words(gauge.name), _goal(gauge, voice)))), voice.places(gauge.cells)),
            Cell(tuple(_areas(gauge, progress, voice)) or (NOT_TOLD,)),
            _mark(gauge.baseline, gauge, voice),
            Cell((*_mark(gauge.last, gauge, voice).lines, *_moved(gauge, progress, voice))),
            _mark(gauge.target, gauge, voice, is_target=True),
            Cell(tuple(way_of(gauge, progress, voice))),
        )
        for gauge in progress.gauges
    ]
    title = voice.say("Woran die Strategie gemessen wird", "By what the strategy is measured")
    yield voice.table(title, head, rows, (24, 15, 16, 14, 13, 18))
    yield note(
        voice.say(
            "Der Weg führt vom Ausgangswert zum Zielwert; eine Prozentzahl sagt, welcher Teil davon mit dem letzten "
            "Wert zurückgelegt ist, nicht, ob es schnell genug geht.",
            "The way leads from the baseline to the target; a percentage tells which part of it is done by the last "
            "value, not whether that is fast enough.",
        )
    )


def opening(progress: Progress, voice: Voice) -> str:
    """How many indicators there are, and how many of them are at the target."""
    every = len(progress.gauges)
    reached = sum(gauge.way is Way.REACHED for gauge in progress.gauges)
    untold = sum(gauge.way in _UNTOLD for gauge in progress.gauges)
    all_of_them = voice.count(every, Text("Kennzahl", "indicator"), Text("Kennzahlen", "indicators"))
    told = [
        voice.say(
            "{all}, davon {reached} am Ziel.", "{all}, {reached} at the target.", all=all_of_them, reached=reached
        )
        if reached
        else voice.say("{all}, noch keine am Ziel.", "{all}, none at the target yet.", all=all_of_them)
    ]
    if untold:
        told.append(
            voice.say(
                "Bei {untold} lässt sich nicht sagen, wie weit es bis zum Ziel ist.",
                "Of {untold} nobody can say how far the target is.",
                untold=voice.number(untold),
            )
        )
    return " ".join(told)


_UNTOLD = (Way.NO_TARGET, Way.NO_VALUE, Way.NO_BASELINE, Way.NOT_MEASURED)


def _goal(gauge: Gauge, voice: Voice) -> str:
    goal = voice.words(gauge.goal)
    return voice.say("Ziel: {goal}", "Goal: {goal}", goal=goal) if goal else ""


def _areas(gauge: Gauge, progress: Progress, voice: Voice) -> Iterator[str]:
    for covered in (*progress.fields, *progress.theses):
        if covered.area.iri in gauge.areas:
            yield voice.area(covered.area)


def _mark(mark: Mark | None, gauge: Gauge, voice: Voice, *, is_target: bool = False) -> Cell:
    """A value with its unit, and its date below it."""
    if mark is None:
        return Cell((NOT_TOLD,))
    if mark.when is None:
        return Cell((voice.quantity(mark.value, gauge.unit), voice.say("ohne Datum", "no date")))
    when = voice.when(mark.when)
    told = voice.say("bis {when}", "by {when}", when=when) if is_target else f"({when})"
    return Cell((voice.quantity(mark.value, gauge.unit), told))


def _moved(gauge: Gauge, progress: Progress, voice: Voice) -> Iterator[str]:
    """What the last value was in the edition before, where it is another."""
    if gauge.before and gauge.last and gauge.before != gauge.last:
        yield voice.say("zuvor {value}", "{value} before", value=voice.quantity(gauge.before.value, gauge.unit))
    elif gauge.last and progress.since and not gauge.before:
        yield voice.say("zum ersten Mal", "for the first time")


def way_of(gauge: Gauge, progress: Progress, voice: Voice) -> Iterator[str]:
    """How far it is, in sentences."""
    said = _SAID[gauge.way] if gauge.way is not Way.ON_THE_WAY or gauge.percent else _HARDLY
    yield voice.words(Text(*(words.format(percent=gauge.percent) for words in said)))
    if gauge.last and gauge.last.when and progress.day - gauge.last.when.day > _OLD:
        yield voice.say("Der letzte Wert ist über ein Jahr alt.", "The last value is more than a year old.")
    late = gauge.target and gauge.target.when and gauge.target.when.day < progress.day
    if late and gauge.way is not Way.REACHED:
        yield voice.say("Das Zieldatum ist vorbei.", "The target date has passed.")


_SAID = {
    Way.NO_TARGET: Text("kein Zielwert genannt", "no target named"),
    Way.NO_VALUE: Text("noch nicht gemessen", "not measured yet"),
    Way.NOT_MEASURED: Text("seit dem Ausgangswert nicht gemessen", "not measured since the baseline"),
    Way.NO_BASELINE: Text("ohne Ausgangswert nicht zu sagen", "cannot be said without a baseline"),
    Way.REACHED: Text("am Ziel", "at the target"),
    Way.BACK: Text("weiter vom Ziel entfernt als am Anfang", "farther from the target than at the beginning"),
    Way.UNMOVED: Text("wie am Anfang", "as at the beginning"),
    Way.ON_THE_WAY: Text("{percent} % des Wegs", "{percent} % of the way"),
    Way.OFF: Text("Der Wert sollte gleich bleiben und ist ein anderer.", "It was to stay the same and is another."),
}
_HARDLY = Text("weniger als 1 % des Wegs", "less than 1 % of the way")
