"""A roadmap as a calendar (RFC 5545): when projects begin and end, and when people can take part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model.columns import OFFER_PERIOD, PROJECT_PERIOD, PeriodColumns
from pipeline.model.naming import Naming
from pipeline.model.partial_date import PartialDate, Precision
from pipeline.model.period import Period
from pipeline.model.roadmap import Link, Project, Roadmap, Words
from pipeline.model.vocabulary import Concept
from pipeline.render.formats.fates import NO_FATES, Fate

if TYPE_CHECKING:
    from icalendar import Event


class Span(NamedTuple):
    """Days of which something is said, both ends included: ``kind`` tells the events of a project apart."""

    kind: str
    words: str
    first: date
    last: date


def render_calendar(
    roadmap: Roadmap, naming: Naming, title: str, fates: Mapping[str, Fate] = NO_FATES, *, made_at: datetime
) -> bytes:
    """All dates as all-day events which block nobody's time, in the order of the roadmap.

    A date that is no single day spans all days it may be, its own words in the summary; a bound spans those of the date
    that it names. An event keeps its UID as long as the project keeps its key. What is cancelled, or withdrawn as
    ``fates`` tell, says so in words, too: many calendars show no status.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Digitalstrategie//Roadmap//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(title.split()))
    for project in roadmap.projects:
        for span in spans(project):
            event = _event(project, span, fates.get(project.key), naming, made_at.astimezone(UTC))
            calendar.add_component(event)
    written: bytes = calendar.to_ical(sorted=False)
    return written


def spans(project: Project) -> Iterator[Span]:
    """What there is to put into a calendar: each beginning and end given, and the offer to take part as one span."""
    begins, ends = (_bounds(project, PROJECT_PERIOD, side) for side in (Period.opening, Period.closing))
    for kind, words, bounds in (("start", "Beginn", begins), ("end", "Ende", ends)):
        for number, bound in enumerate(bounds, start=1):
            name = kind if number == 1 else f"{kind}-{number}"
            yield Span(name, _in_words(words, bound), bound.first, bound.last)
    yield from _offer(project)


def _offer(project: Project) -> Iterator[Span]:
    begins, ends = (_bounds(project, OFFER_PERIOD, side) for side in (Period.opening, Period.closing))
    if begins and ends and begins[0].first <= ends[-1].last:
        yield Span("offer", "Mitmachen", begins[0].first, ends[-1].last)
        return
    for kind, words, bounds in (("start", "Mitmachen ab", begins), ("end", "Mitmachen bis", ends)):
        for bound in bounds[:1]:
            yield Span(f"offer-{kind}", _in_words(words, bound), bound.first, bound.last)


def _bounds(
    project: Project, span: PeriodColumns, side: Callable[[Period, bool], PartialDate | None]
) -> list[PartialDate]:
    """The dates given for one side of a period, each once, the earliest first."""
    told = ((entry.column, entry.value) for entry in project.entries if entry.column in span.columns)
    bounds = (side(value, column == span.opening) for column, value in told if isinstance(value, Period))
    once = {(bound.first, bound.last): bound for bound in bounds if bound}
    return [once[days] for days in sorted(once)]


def _in_words(words: str, bound: PartialDate) -> str:
    if bound.open_to:  # which says "ab" or "bis" itself
        words = words.partition(" ")[0]
    return words if bound.precision is Precision.DAY else f"{words} ({bound.text})"


def _event(project: Project, span: Span, fate: Fate | None, naming: Naming, stamp: datetime) -> Event:
    from icalendar import Event

    iri = naming.project(project.key)[1:-1]
    event = Event()
    event.add("uid", f"{iri}#{span.kind}")
    event.add("dtstamp", stamp)
    event.add("dtstart", span.first)
    event.add("dtend", span.last + timedelta(days=1))
    ended = _ended(project, fate)
    event.add("summary", f"{span.words}: {_text(project, 'title') or project.key}{ended and f' ({ended})'}")
    for name, value in _details(project, span, fate):
        event.add(name, value)
    if ended:
        event.add("status", "CANCELLED")
    event.add("url", iri)
    event.add("transp", "TRANSPARENT")
    return event


def _ended(project: Project, fate: Fate | None) -> str:
    """In a word, why what the project announced will not be; nothing where it may well be."""
    if fate and fate.is_withdrawn:
        return "zurückgezogen"
    status = project.first("status")
    return status.label.de if isinstance(status, Concept) and status.notation == "cancelled" else ""


def _details(project: Project, span: Span, fate: Fate | None) -> Iterator[tuple[str, str | list[str]]]:
    """What only some events have: a description, categories."""
    pages = [value.iri for value in project.values("offer") if isinstance(value, Link)]
    told = f"{fate.words.de[:1].upper()}{fate.words.de[1:]}" if fate else ""
    texts = [told, *(pages if span.kind.startswith("offer") else []), _text(project, "description")]
    if description := "\n\n".join(text for text in texts if text):
        yield "description", description
    if fields := [value.label.de for value in project.values("field") if isinstance(value, Concept)]:
        yield "categories", fields


def _text(project: Project, column: str) -> str:
    value = project.first(column)
    return value.text if isinstance(value, Words) else ""
