"""How it goes in the towns that are watched, as one page that needs no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from pipeline.model.drop import Delivery, Drop, Verdict
from pipeline.model.report import Language, Text, in_digits
from pipeline.model.status import MOST_TRIES, Overview, TownStatus
from pipeline.render.mails.parts import destination
from pipeline.render.pages import page_source, page_template
from pipeline.render.reports.legible import legible, shorten
from pipeline.render.reports.moments import by_clock, from_now

_PACKAGE = "pipeline.render.reports"
_LONGEST, _MOST_FILES = 300, 50


class Moment(NamedTuple):
    """A moment for people and for programs."""

    said: str
    ago: str
    iso: str


class _File(NamedTuple):
    """A file that waits: for what, and since when."""

    name: str
    waits_for: str
    since: Moment


class _Place(NamedTuple):
    """A destination and how the newest edition stands there; ``why`` it is not there is told in German."""

    name: str
    stands: str
    tone: str
    why: str
    again: Moment | None


class _Source(NamedTuple):
    """A workbook elsewhere: when it was asked for, and why it did not come, in German."""

    name: str
    asked: Moment | None
    why: str


class _Town(NamedTuple):
    """A town in the words of the page."""

    name: str
    facts: Sequence[tuple[str, str, Moment | None]]
    files: Sequence[_File]
    more_files: str
    editions: Sequence[tuple[str, Moment]]
    places: Sequence[_Place]
    sources: Sequence[_Source]
    time_zone: str


def render_status(overview: Overview, *, language: Language = "de", seconds: int = 30) -> str:
    """The page in one language, which asks for itself anew after so many seconds; never where these are none."""
    zone = overview.towns[0].time_zone if overview.towns else "UTC"
    return page_template(_PACKAGE, "status.html.j2").render(
        language=language,
        seconds=seconds,
        t=lambda german, english: Text(german, english).in_(language),
        say=lambda text: legible(text.in_(language)),
        short=lambda words: shorten(legible(words), _LONGEST),
        style=status_style(),
        at=_moment(overview.at, overview.at, zone, language),
        tone="violation" if overview.grave else "warning" if overview.waits else "fine",
        headline=_HEADLINES["grave" if overview.grave else "waits" if overview.waits else "well"].in_(language),
        troubles=overview.troubles,
        towns=[_town(status, overview.at, language) for status in overview.towns],
    )


@lru_cache(maxsize=1)
def status_style() -> str:
    """The style of the page, which stands within it."""
    return page_source(_PACKAGE, "report.css") + page_source(_PACKAGE, "status.css")


@lru_cache(maxsize=1)
def status_policy() -> str:
    """What a browser may do for the page: show its own style, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(status_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _town(status: TownStatus, now: datetime, language: Language) -> _Town:
    def moment(at: datetime) -> Moment:
        return _moment(at, now, status.time_zone, language)

    files = [_file(drop, status, moment(drop.taken_at), language) for drop in status.waiting]
    more = Text("und {} weitere", "and {} more").in_(language)
    return _Town(
        status.town,
        _facts(status, now, language),
        files[:_MOST_FILES],
        more.format(in_digits(len(files) - _MOST_FILES).in_(language)) if len(files) > _MOST_FILES else "",
        [(each.version, moment(each.at)) for each in status.editions],
        [_place(each, moment(each.next_at) if each.next_at else None, language) for each in _going(status)],
        [
            _Source(legible(each.name), moment(each.asked_at) if each.asked_at else None, each.error)
            for each in status.fetching
        ],
        status.time_zone,
    )


def _facts(status: TownStatus, now: datetime, language: Language) -> list[tuple[str, str, Moment | None]]:
    """What is known of a town: its title, the words for it or the moment."""

    def fact(title: Text, at: datetime | None, absent: Text) -> tuple[str, str, Moment | None]:
        moment = _moment(at, now, status.time_zone, language) if at else None
        return title.in_(language), "" if moment else absent.in_(language), moment

    pulse = status.pulse
    unsent = Text("keine", "none") if not status.unsent else in_digits(status.unsent)
    return [
        fact(Text("Zuletzt nachgesehen", "Last looked after"), pulse.seen_at, _NEVER),
        (Text("Läuft gerade", "Under way").in_(language), _under_way(status).in_(language), None),
        fact(Text("Zuletzt gelungen", "Last success"), pulse.succeeded_at, Text("noch nichts", "nothing yet")),
        fact(Text("Zuletzt gestört", "Last trouble"), pulse.failed_at, _NEVER),
        fact(Text("Nächster Termin", "Next due"), status.next_at, _AT_ONCE if status.is_known else _UNKNOWN),
        *([fact(_NEXT_CIRCULAR, status.asks_at, _NEVER)] if status.asks_at else []),
        (Text("Nicht gesendete Mitteilungen", "Notices not sent").in_(language), unsent.in_(language), None),
    ]


def _under_way(status: TownStatus) -> Text:
    if status.running_since:
        return Text("Es wird veröffentlicht.", "It is being published.")
    if any(drop.verdict == "taken" for drop in status.waiting):
        return Text("Es wird geprüft.", "Files are being judged.")
    return Text("nichts", "nothing")


def _file(drop: Drop, status: TownStatus, since: Moment, language: Language) -> _File:
    waits_for = _WAITS_FOR[drop.verdict]
    if drop.verdict == "accepted" and (status.running_since or not status.next_at):
        waits_for = _GOING_OUT if status.running_since else _SOON
    return _File(shorten(legible(drop.origin), _LONGEST), waits_for.in_(language), since)


def _going(status: TownStatus) -> list[Delivery]:
    """What goes to each destination, also to one that got nothing yet."""
    known = {each.destination for each in status.deliveries}
    new = (name for name in status.destinations if name not in known)
    return [*status.deliveries, *(Delivery(status.town, name, "", "waiting") for name in new)]


def _place(delivery: Delivery, again: Moment | None, language: Language) -> _Place:
    name, version = destination(delivery.destination, language), delivery.version
    if not version:
        return _Place(name, Text("bekommt die nächste Ausgabe", "gets the next edition").in_(language), "", "", None)
    if delivery.state == "done":
        return _Place(
            name, Text("hat die Ausgabe {}", "has edition {}").in_(language).format(version), "fine", "", None
        )
    said = _FAILED if delivery.attempts else _ON_ITS_WAY
    stands = said.in_(language).format(version, in_digits(delivery.attempts).in_(language))
    tone = "violation" if delivery.attempts >= MOST_TRIES else "warning" if delivery.attempts else "info"
    return _Place(name, stands, tone, delivery.error, again)


def _moment(at: datetime, now: datetime, time_zone: str, language: Language) -> Moment:
    iso = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Moment(by_clock(at, time_zone, language), from_now(at, now, language), iso)


_HEADLINES = {
    "well": Text("Alles in Ordnung", "All is well"),
    "waits": Text("Alles läuft; etwas wartet auf Sie", "All goes on; something waits for you"),
    "grave": Text("Nicht alles ist in Ordnung", "Not all is well"),
}
_NEXT_CIRCULAR = Text("Nächster Umlauf", "Units are asked next")
_NEVER = Text("noch nie", "never")
_AT_ONCE = Text("sobald etwas fertig geprüft ist", "as soon as something has been judged")
_UNKNOWN = Text("unbekannt", "unknown")
_HAS_IT = Text("hat die Ausgabe {}", "has edition {}")
_FAILED = Text("hat die Ausgabe {} noch nicht; Versuche: {}", "lacks edition {}; attempts: {}")
_ON_ITS_WAY = Text("bekommt die Ausgabe {}", "is getting edition {}")
_WAITS_FOR: dict[Verdict, Text] = {
    "taken": Text("auf die Prüfung", "its judgement"),
    "unknown": Text("auf die Prüfung", "its judgement"),
    "asked": Text("auf Sie: Welche Tabelle ersetzt sie?", "you: which table does it replace?"),
    "held": Text("auf Ihre Freigabe", "your release"),
    "accepted": Text("auf den nächsten Termin", "the next due moment"),
    "reply": Text("auf das Zusammenführen", "being merged"),
}
_GOING_OUT = Text("auf die Veröffentlichung, die gerade läuft", "the publication that is under way")
_SOON = Text("auf die Veröffentlichung", "its publication")
