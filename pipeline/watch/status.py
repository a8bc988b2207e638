"""How it goes in the towns that are watched: the state in, what waits, went out and failed out. It asks no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from pipeline.model.drop import WAITING, Delivery
from pipeline.model.report import Text, in_digits
from pipeline.model.routine import Reminders, Schedule
from pipeline.model.status import MOST_TRIES, TownStatus, Trouble
from pipeline.publish.withdrawals import read_pending
from pipeline.render.mails.parts import destination
from pipeline.state import State
from pipeline.watch.blocked import BLOCKED
from pipeline.watch.circulars import next_reminder
from pipeline.watch.due import following_moment
from pipeline.watch.remarked import read_left

__all__ = ["ALIVE_WITHIN", "TownStatus", "in_lines", "read_status", "reasons", "troubles"]

ALIVE_WITHIN = timedelta(minutes=10)
"""A town that nobody looked after for so long has no watcher."""
TOLD_WITHIN = timedelta(hours=6)
"""A letter that waits for so long is no moment's trouble either."""
_EDITIONS = 5


def read_status(
    state: State,
    schedules: Mapping[str, Schedule],
    now: datetime,
    *,
    reminders: Mapping[str, Reminders] = MappingProxyType({}),
) -> tuple[TownStatus, ...]:
    """How it goes in each of these towns; ``reminders`` are of those whose units are asked by mail."""
    return tuple(
        _status(state, town, schedule, reminders.get(town, Reminders()), now)
        for town, schedule in sorted(schedules.items())
    )


def _status(state: State, town: str, schedule: Schedule, reminders: Reminders, now: datetime) -> TownStatus:
    runs, (unsent, unsent_since) = state.runs(town, 1), state.unsent(town)
    return TownStatus(
        town,
        state.pulse(town),
        tuple(state.drops(town, *WAITING)),
        runs[0] if runs else {},
        tuple(state.deliveries(town)),
        unsent,
        following_moment(schedule, now),
        tuple(state.went_out(town, _EDITIONS)),
        unsent_since,
        state.running_since(town),
        tuple(state.fetching(town)),
        time_zone=schedule.time_zone,
        left=read_left(state, town),
        asks_at=next_reminder(schedule, reminders, now),
        unproven=_unproven(state, town),
        blocked=_blocked(state, town),
    )


def _unproven(state: State, town: str) -> tuple[str, ...]:
    pending = read_pending(state.path.parent / town / "internal")
    return tuple(pending["to"]) if pending else ()


def _blocked(state: State, town: str) -> Text | None:
    """Why what is good is not published; ``None`` where a later run was through."""
    known, runs = state.noted(town, BLOCKED), state.runs(town, 1)
    if known is None or not state.drops(town, "accepted") or (runs and runs[0]["version"]):
        return None
    return Text(known["why"]["de"], known["why"]["en"])


def reasons(found: Iterable[TownStatus], now: datetime) -> tuple[Text, ...]:
    """Why not all is well; nothing where it is."""
    return tuple(in_one_line(trouble) for trouble in troubles(found, now) if trouble.weight == "grave")


def in_one_line(trouble: Trouble) -> Text:
    """A trouble with its town, and with what the program said of it."""
    town, why = f"{trouble.town}: " if trouble.town else "", f" ({trouble.quoted})" if trouble.quoted else ""
    return Text(f"{town}{trouble.said.de}{why}", f"{town}{trouble.said.en}{why}")


def troubles(found: Iterable[TownStatus], now: datetime, alive_within: timedelta = ALIVE_WITHIN) -> tuple[Trouble, ...]:
    """What is not well in these towns: what somebody must mend before what waits for a person."""
    told = [trouble for status in found for trouble in _of_town(status, now, alive_within)]
    return tuple(sorted(told, key=lambda trouble: trouble.weight != "grave"))


def _of_town(status: TownStatus, now: datetime, alive_within: timedelta) -> Iterator[Trouble]:
    town, pulse = status.town, status.pulse
    if pulse.seen_at is None or abs(now - pulse.seen_at) > alive_within:
        yield Trouble(town, "nobody-watching", "grave", *_NOBODY)
    if pulse.trouble:
        yield Trouble(town, "in-trouble", "grave", *_IN_TROUBLE, quoted=pulse.trouble)
    for name in status.unproven:
        said, remedy = _UNPROVEN
        where = destination(name, "de"), destination(name, "en")
        yield Trouble(town, "withdrawal-unproven", "grave", Text(*map(str.format, said, where)), remedy)
    for delivery in status.deliveries:
        if delivery.state != "done" and delivery.attempts >= MOST_TRIES:
            said, remedy = _LACKING
            yield Trouble(town, "destination-failing", "grave", _of(said, delivery), remedy, quoted=delivery.error)
    if status.unsent_since and abs(now - status.unsent_since) > TOLD_WITHIN:
        yield Trouble(town, "notices-stuck", "grave", *_counted(_STUCK, status.unsent))
    for verdict, code, words in (("asked", "files-asked", _ASKED), ("held", "files-held", _HELD)):
        if number := sum(drop.verdict == verdict for drop in status.waiting):
            said, remedy = _counted(words, number)
            yield Trouble(town, code, "waits", said, Text(*(each.format(town=town) for each in remedy)))
    if status.blocked:
        yield Trouble(town, "edition-blocked", "waits", _BLOCKED, status.blocked)
    for name, why in status.left:
        yield Trouble(town, "file-left", "waits", Text(_LEFT.de.format(name), _LEFT.en.format(name)), why)
    for address in status.fetching:
        if address.error:
            said, remedy = _NOT_FETCHED
            named = Text(said.de.format(address.name), said.en.format(address.name))
            yield Trouble(town, "source-failing", "waits", named, remedy, quoted=address.error)


def _of(said: Text, delivery: Delivery) -> Text:
    to, version, tries = delivery.destination, delivery.version, in_digits(delivery.attempts)
    german = said.de.format(to=destination(to, "de"), version=version, tries=tries.de)
    return Text(german, said.en.format(to=destination(to, "en"), version=version, tries=tries.en))


def _counted(words: tuple[Text, Text, Text], number: int) -> tuple[Text, Text]:
    """The words for one or for many, and what to do."""
    one, many, remedy = words
    digits = in_digits(number)
    return (one if number == 1 else Text(many.de.format(digits.de), many.en.format(digits.en))), remedy


def in_lines(status: TownStatus) -> tuple[Text, ...]:
    """What people are told of a town, line by line."""
    pulse, lines = status.pulse, []
    lines.append(_moment("zuletzt nachgesehen", "last looked after", pulse.seen_at))
    lines.append(_moment("zuletzt gelungen", "last success", pulse.succeeded_at))
    if pulse.trouble:
        lines.append(Text(f"gestört: {pulse.trouble}", f"in trouble: {pulse.trouble}"))
    if status.next_at:
        lines.append(_moment("nächster Termin", "next due", status.next_at))
    if status.asks_at:
        lines.append(_moment("nächster Umlauf", "units are asked next", status.asks_at))
    for drop in status.waiting:
        german, english = _VERDICTS[drop.verdict]
        lines.append(Text(f"„{drop.origin}“ {german}", f"“{drop.origin}” {english}"))
    lines += [Text(f"„{name}“: {why.de}", f"“{name}”: {why.en}") for name, why in status.left]
    for delivery in status.deliveries:
        lines.append(_delivery(delivery))
    if status.unsent:
        lines.append(Text(f"noch nicht gesendete Mitteilungen: {status.unsent}", f"notices not sent: {status.unsent}"))
    return tuple(lines)


def _delivery(delivery: Delivery) -> Text:
    to, version = delivery.destination, delivery.version
    if delivery.state == "done":
        return Text(f"{to} hat die Ausgabe {version}", f"{to} has edition {version}")
    why = f" ({delivery.error})" if delivery.error else ""
    again = _moment("neuer Versuch", "tried again", delivery.next_at) if delivery.next_at else Text("", "")
    german, english = (f"; {words}" if words else "" for words in again)
    return Text(
        f"{to} wartet auf die Ausgabe {version}{why}{german}", f"{to} waits for edition {version}{why}{english}"
    )


def _moment(german: str, english: str, moment: datetime | None) -> Text:
    said = f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "–"
    return Text(f"{german}: {said}", f"{english}: {said}")


_VERDICTS = {
    "taken": Text("wird geprüft", "is being judged"),
    "asked": Text("bleibt im Eingang, bis jemand sagt, was es ist", "stays until somebody says what it is"),
    "held": Text("wartet auf eine Freigabe (roadmap release)", "waits for a release (roadmap release)"),
    "accepted": Text("wartet auf den nächsten Termin", "waits for the next due moment"),
    "unknown": Text("wird angesehen", "is being looked into"),
    "reply": Text(
        "ist eine Rückmeldung und noch nicht übernommen (roadmap merge)",
        "is a reply and not taken over yet (roadmap merge)",
    ),
}

_NOBODY = (
    Text(
        "Niemand sieht hier nach; was in den Eingang gelegt wird, bleibt liegen.",
        "Nobody looks here; what is put into the inbox stays there.",
    ),
    Text(
        "Sehen Sie in das Protokoll des Dienstes („journalctl -u roadmap“) und starten Sie ihn neu („systemctl restart "
        "roadmap“).",
        "Look into the journal of the service (“journalctl -u roadmap”) and start it anew (“systemctl restart "
        "roadmap”).",
    ),
)
_IN_TROUBLE = (
    Text("Etwas hält den Betrieb auf.", "Something is in the way."),
    Text("Beheben Sie die Ursache; danach geht es von selbst weiter.", "Mend the cause; it then goes on by itself."),
)
_LACKING = (
    Text(
        "Die Ausgabe {version} ist nach {tries} Versuchen noch nicht angekommen bei: {to}.",
        "After {tries} attempts, edition {version} has not arrived yet at: {to}.",
    ),
    Text(
        "Prüfen Sie Adresse und Zugang ([destinations] in dataset.toml, secrets.env). Es wird von selbst wieder "
        "versucht.",
        "Check the address and the access ([destinations] in dataset.toml, secrets.env). It is tried again by itself.",
    ),
)
_STUCK = (
    Text("Eine Mitteilung konnte seit Stunden nicht gesendet werden.", "A notice could not be sent for hours."),
    Text("{} Mitteilungen konnten seit Stunden nicht gesendet werden.", "{} notices could not be sent for hours."),
    Text(
        "Prüfen Sie den Mailserver und seine Einstellungen ([mail] und [notices] in dataset.toml).",
        "Check the mail server and its settings ([mail] and [notices] in dataset.toml).",
    ),
)
_ASKED = (
    Text("Bei einer Datei ist unklar, welche Tabelle sie ersetzt.", "It is not clear which table a file replaces."),
    Text("Bei {} Dateien ist unklar, welche Tabelle sie ersetzen.", "It is not clear which tables {} files replace."),
    Text(
        "Geben Sie der Datei im Eingang den Namen der Tabelle, die sie ersetzt, oder nehmen Sie sie heraus.",
        "Give the file in the inbox the name of the table that it replaces, or take it away.",
    ),
)
_HELD = (
    Text("Eine Datei wartet auf eine Freigabe.", "A file waits for a release."),
    Text("{} Dateien warten auf eine Freigabe.", "{} files wait for a release."),
    Text(
        "Sehen Sie mit „roadmap release {town}“ an, warum, und geben Sie sie frei oder nehmen Sie sie zurück.",
        "See why with “roadmap release {town}”, and release it or take it back.",
    ),
)
_UNPROVEN = (
    Text(
        "Es ist noch nicht bewiesen, dass bei {} nichts mehr von dem steht, was zurückgezogen wurde.",
        "It is not proven yet that {} has nothing left of what was withdrawn.",
    ),
    Text(
        "Es wird von selbst wieder nachgesehen. Bleibt es dabei, rufen Sie „roadmap withdraw“ noch einmal auf.",
        "It is looked at again by itself. If it stays so, call “roadmap withdraw” once more.",
    ),
)
_BLOCKED = Text(
    "Fehlerfreie Tabellen können nicht veröffentlicht werden, weil andere Tabellen Fehler enthalten.",
    "Tables without errors cannot be published, for other tables have some.",
)
_LEFT = Text("„{}“ liegt im Eingang und wird nicht angenommen.", "“{}” lies in the inbox and is not taken.")
_NOT_FETCHED = (
    Text("„{}“ konnte zuletzt nicht geholt werden.", "“{}” could not be fetched the last time."),
    Text(
        "Es wird von selbst wieder versucht. Bleibt es dabei, prüfen Sie Adresse und Zugang ([[sources]] in "
        "dataset.toml).",
        "It is tried again by itself. If it stays so, check the address and the access ([[sources]] in dataset.toml).",
    ),
)
