"""A roadmap as a calendar (RFC 5545): when projects begin and end, and when people can take part.

The lines are written here: icalendar takes half a millisecond an event and leaves the name of a calendar unescaped. The
tests read the files with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from pipeline.formats.pieces import join
from pipeline.naming import Naming
from pipeline.partial_date import PartialDate, Precision
from pipeline.period import Period
from pipeline.roadmap import Link, Project, Roadmap, Words
from pipeline.vocabulary import Concept


class Span(NamedTuple):
    """Days of which something is said, both ends included: ``kind`` tells the events of a project apart."""

    kind: str
    words: str
    first: date
    last: date


def render_calendar(roadmap: Roadmap, naming: Naming, title: str, *, made_at: datetime) -> bytes:
    """All dates as all-day events which block nobody's time, in the order of the roadmap.

    A date that is no single day spans all days it may be, its own words in the summary. An event keeps its UID as long
    as the project keeps its key.
    """
    stamp = f"{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return join(_fold(f"{name}:{value}") for name, value in _lines(roadmap, naming, title, stamp))


def _lines(roadmap: Roadmap, naming: Naming, title: str, stamp: str) -> Iterator[tuple[str, str]]:
    yield "BEGIN", "VCALENDAR"
    yield "VERSION", "2.0"
    yield "PRODID", "-//Digitalstrategie//Roadmap//DE"
    yield "METHOD", "PUBLISH"
    yield "NAME", _escape(title)
    yield "X-WR-CALNAME", _escape(title)
    for project in roadmap.projects:
        for span in spans(project):
            yield from _event(project, span, naming, stamp)
    yield "END", "VCALENDAR"


def spans(project: Project) -> Iterator[Span]:
    """What there is to put into a calendar: each beginning and end given, and the offer to take part as one span."""
    begins = _bounds(project, "start", "end", opening=True)
    ends = _bounds(project, "start", "end", opening=False)
    for kind, words, bounds in (("start", "Beginn", begins), ("end", "Ende", ends)):
        for number, bound in enumerate(bounds, start=1):
            name = kind if number == 1 else f"{kind}-{number}"
            yield Span(name, _in_words(words, bound), bound.first, bound.last)
    yield from _offer(project)


def _offer(project: Project) -> Iterator[Span]:
    begins = _bounds(project, "offer_start", "offer_end", opening=True)
    ends = _bounds(project, "offer_start", "offer_end", opening=False)
    if begins and ends and begins[0].first <= ends[-1].last:
        yield Span("offer", "Mitmachen", begins[0].first, ends[-1].last)
        return
    for kind, words, bounds in (("start", "Mitmachen ab", begins), ("end", "Mitmachen bis", ends)):
        for bound in bounds[:1]:
            yield Span(f"offer-{kind}", _in_words(words, bound), bound.first, bound.last)


def _bounds(project: Project, start: str, end: str, *, opening: bool) -> list[PartialDate]:
    """The dates given for one side of a period, each once, the earliest first."""
    side = Period.opening if opening else Period.closing
    periods = (entry for entry in project.entries if entry.column in (start, end) and isinstance(entry.value, Period))
    bounds = (side(entry.value, entry.column == start) for entry in periods if isinstance(entry.value, Period))
    once = {(bound.first, bound.last): bound for bound in bounds if bound}
    return [once[days] for days in sorted(once)]


def _in_words(words: str, bound: PartialDate) -> str:
    return words if bound.precision is Precision.DAY else f"{words} ({bound.text})"


def _event(project: Project, span: Span, naming: Naming, stamp: str) -> Iterator[tuple[str, str]]:
    iri = naming.project(project.key)[1:-1]
    yield "BEGIN", "VEVENT"
    yield "UID", f"{iri}#{span.kind}"
    yield "DTSTAMP", stamp
    yield "DTSTART;VALUE=DATE", _day(span.first)
    yield "DTEND;VALUE=DATE", _day(span.last + timedelta(days=1))
    yield "SUMMARY", _escape(f"{span.words}: {_text(project, 'title') or project.key}")
    yield from _details(project, span)
    yield "URL", iri
    yield "TRANSP", "TRANSPARENT"
    yield "END", "VEVENT"


def _details(project: Project, span: Span) -> Iterator[tuple[str, str]]:
    """What only some events have: a description, categories, a status."""
    pages = [value.iri for value in project.values("offer") if isinstance(value, Link)]
    texts = [*(pages if span.kind.startswith("offer") else []), _text(project, "description")]
    if description := "\n\n".join(text for text in texts if text):
        yield "DESCRIPTION", _escape(description)
    if fields := [value.label.de for value in project.values("field") if isinstance(value, Concept)]:
        yield "CATEGORIES", ",".join(map(_escape, fields))
    status = project.first("status")
    if isinstance(status, Concept) and status.notation == "cancelled":
        yield "STATUS", "CANCELLED"


def _text(project: Project, column: str) -> str:
    value = project.first(column)
    return value.text if isinstance(value, Words) else ""


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escape(text: str) -> str:
    """Text as a value (RFC 5545, 3.3.11)."""
    return text.translate(_ESCAPES)


def _fold(line: str) -> str:
    """A content line in pieces of at most 75 bytes, no character cut in two (RFC 5545, 3.1)."""
    if len(line) <= _LINE_BYTES // 4:
        return f"{line}\r\n"
    encoded, start = line.encode(), 0
    pieces: list[str] = []
    while len(encoded) - start > (room := _LINE_BYTES - bool(pieces)):
        cut = start + room
        while encoded[cut] & 0b1100_0000 == 0b1000_0000:
            cut -= 1
        pieces.append(encoded[start:cut].decode())
        start = cut
    return "\r\n ".join([*pieces, encoded[start:].decode()]) + "\r\n"


_LINE_BYTES = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
