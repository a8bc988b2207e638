"""What of a town's schedule, inbox, notices and reminders cannot be meant: its ``Dataset`` in, mistakes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import PurePosixPath

from pipeline.model.dataset import Dataset
from pipeline.model.report import Text
from pipeline.model.routine import MailOptions, Reminders, Retention, Schedule
from pipeline.model.timetable import is_cron, is_quiet_day
from pipeline.town.mistakes_in_addresses import MAILBOX, NO_MAILBOX, told
from pipeline.town.mistakes_in_columns import Mistake, expected


def mistakes_in_routine(dataset: Dataset) -> Iterator[Mistake]:
    """All of them, in the order of the settings."""
    return chain(
        _of_schedule(dataset.schedule),
        _of_inbox(dataset),
        _of_mail(dataset.mail),
        _of_notices(dataset),
        _of_reminders(dataset.reminders),
        _of_retention(dataset.retention),
    )


def _of_schedule(schedule: Schedule) -> Iterator[Mistake]:
    if schedule.publish and not is_cron(schedule.publish):
        yield "schedule.publish", _no_cron(schedule.publish)
    for day in schedule.quiet:
        if not is_quiet_day(day):
            german, english = (
                'ein Tag wie "2026-12-24", "12-24" oder "sat"',
                'a day such as "2026-12-24", "12-24", "sat"',
            )
            yield "schedule.quiet", expected(german, english, day)


def _of_inbox(dataset: Dataset) -> Iterator[Mistake]:
    path = dataset.inbox.path
    if path and (not path.startswith("/") or ".." in PurePosixPath(path).parts):
        yield "inbox.path", expected("der ganze Pfad eines Ordners", "the full path of a folder", path)
    names = [address.name.casefold() for address in dataset.sources]
    variables = [address.variable for address in dataset.sources]
    for number, address in enumerate(dataset.sources, start=1):
        if not address.name or re.search(r'[/\\:*?"<>|]', address.name) or address.name.startswith("."):
            yield f"sources.{number}.name", expected('ein Name wie "roadmap.xlsx"', "the name of a file", address.name)
        elif names.count(address.name.casefold()) > 1:
            yield f"sources.{number}.name", Text("steht zweimal da", "stands there twice")
        elif variables.count(address.variable) > 1:
            yield f"sources.{number}.name", _same_variable(address.variable)
        if not re.fullmatch(_SAFE_ADDRESS, address.url):
            german, english = "eine Adresse, die mit https:// beginnt", "an address that begins with https://"
            yield f"sources.{number}.url", expected(german, english, told(address.url))
        if address.every_minutes < 1:
            yield f"sources.{number}.every_minutes", _AT_LEAST_ONE


def _of_mail(mail: MailOptions) -> Iterator[Mistake]:
    if mail.encryption not in ("starttls", "tls", "none"):
        german, english = '"starttls", "tls" oder "none"', '"starttls", "tls" or "none"'
        yield "mail.encryption", expected(german, english, mail.encryption)
    elif mail.encryption == "none" and mail.host not in ("127.0.0.1", "localhost", "::1"):
        yield "mail.encryption", _ONLY_HERE
    if not 1 <= mail.port <= 65535:
        yield "mail.port", expected("eine Zahl von 1 bis 65535", "a number from 1 to 65535", str(mail.port))
    if mail.sender and not MAILBOX.fullmatch(mail.sender):
        yield "mail.sender", expected(*NO_MAILBOX, mail.sender)
    if bool(mail.host) != bool(mail.sender):
        yield "mail", _BOTH
    if re.search(r"[\s/@]", mail.host):
        yield "mail.host", expected("der Name eines Servers", "the name of a server", mail.host)


def _of_notices(dataset: Dataset) -> Iterator[Mistake]:
    notices = dataset.notices
    for mailbox in notices.to:
        if not MAILBOX.fullmatch(mailbox):
            yield "notices.to", expected(*NO_MAILBOX, mailbox)
    for domain in notices.internal:
        if not re.fullmatch(r"(\w([\w-]*\w)?\.)+\w([\w-]*\w)?", domain):
            yield "notices.internal", expected('eine Domain wie "stadt.example"', "a domain", domain)
    if notices.webhook and not re.fullmatch(
        r"https://[^\s/@]+(/\S*)?|http://(127\.0\.0\.1|localhost)\S*", notices.webhook
    ):
        german, english = "eine Adresse, die mit https:// beginnt", "an address that begins with https://"
        yield "notices.webhook", expected(german, english, told(notices.webhook))
    if notices.to and not dataset.mail.host:
        yield "notices.to", _NO_SERVER


def _of_reminders(reminders: Reminders) -> Iterator[Mistake]:
    for unit, mailbox in reminders.units.items():
        if not unit.strip() or not MAILBOX.fullmatch(mailbox):
            yield f"reminders.units.{unit}", expected(*NO_MAILBOX, mailbox)
    for name in ("after_days", "again_after_days"):
        if getattr(reminders, name) < 1:
            yield f"reminders.{name}", _AT_LEAST_ONE
    if not is_cron(reminders.when):
        yield "reminders.when", _no_cron(reminders.when)
    if reminders.publish not in ("after release", "at once"):
        german, english = '"after release" oder "at once"', '"after release" or "at once"'
        yield "reminders.publish", expected(german, english, reminders.publish)


def _of_retention(retention: Retention) -> Iterator[Mistake]:
    for name in ("drops", "days"):
        if getattr(retention, name) < 1:
            yield f"retention.{name}", _AT_LEAST_ONE


def _no_cron(words: str) -> Text:
    return expected('fünf Wörter wie "0 6 * * mon-fri"', 'five words such as "0 6 * * mon-fri"', words)


# A secret goes through the house alone without encryption, and nobody's name or password stands in a file.
_SAFE_ADDRESS = r"https://[^\s/@]+(/\S*)?|http://(127\.0\.0\.1|localhost)(:\d+)?(/\S*)?"
_AT_LEAST_ONE = Text("erwartet wird mindestens 1", "expected at least 1")
_ONLY_HERE = Text(
    "unverschlüsselt geht Post nur an einen Server auf diesem Rechner", "without encryption, to this machine alone"
)
_BOTH = Text("nennen Sie „host“ und „sender“", 'name both "host" and "sender"')
_NO_SERVER = Text(
    "ohne Server geht keine Post; nennen Sie ihn in [mail]", "no mail goes without a server; name it in [mail]"
)


def _same_variable(name: str) -> Text:
    """What opens one of them would be sent to the other."""
    return Text(
        f"führt wie ein anderer Name zu {name} in der Umgebung; die Namen müssen sich mehr unterscheiden",
        f"leads to {name} in the environment as another name does; the names must differ more",
    )
