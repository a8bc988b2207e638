"""The town of twelve units with a watcher at it, for tests: a clock by hand, jobs done here, mail laid aside."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.circular import Circular
from pipeline.model.edition import Distribution
from pipeline.model.notice import Mail
from pipeline.model.report import Text
from pipeline.post import Sent
from pipeline.publish.folder import Folder
from pipeline.reminding import kept_circulars, name_of
from pipeline.state import State
from pipeline.watch.jobs import Job
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from pipeline.watch.workers import Here
from tests.circulars import answered, forgotten_town
from tests.twelve_units import NAME

LOOK = timedelta(seconds=10)
MONDAY = datetime(2026, 11, 2, 7, tzinfo=UTC)
"""Eight o'clock in the town."""
SETTINGS = """
[notices]
to = ["digital@zwoelfingen.example"]
internal = ["zwoelfingen.example"]

[mail]
host = "mail.zwoelfingen.example"
sender = "roadmap@zwoelfingen.example"

[reminders]
"""


class Mailed(NamedTuple):
    """A mail that went out."""

    to: str
    mail: Mail
    attached: Mapping[str, bytes]
    message_id: str


@dataclass
class Office:
    """A town that published in June and that nobody has tended since; ``mails`` is all that was sent."""

    place: Path
    output: Path
    state: State
    now: datetime
    mails: list[Mailed] = field(default_factory=list)
    told: list[Text] = field(default_factory=list)
    workers: Here = field(default_factory=Here)
    _watcher: Watcher | None = None

    @property
    def inbox(self) -> Path:
        """Where staff put their files."""
        return self.place / "inbox"

    def look(self, looks: int = 8) -> None:
        """Look so many times, ten seconds apart."""
        if self._watcher is None:
            self.restart()
        assert self._watcher is not None
        for _ in range(looks):
            self._watcher.tick(self.now)
            self.now += LOOK

    def restart(self, workers: Here | None = None) -> None:
        """Begin with a watcher that knows nothing but the state."""
        self.workers = workers or Here()
        town = Watched(self.place / "dataset.toml")
        self._watcher = Watcher([town], self.output, self.state, self.workers, tell=self.told.append)

    def at(self, moment: datetime, looks: int = 8) -> None:
        """Look at a moment."""
        self.now = moment
        self.look(looks)

    def to(self, mailbox: str) -> list[Mailed]:
        """What a mailbox got."""
        return [mailed for mailed in self.mails if mailed.to == mailbox]

    def asked(self) -> list[str]:
        """Which mailboxes got a circular, in their order."""
        return [mailed.to for mailed in self.mails if mailed.mail.subject.startswith("Bitte bis")]

    def circular(self, unit: str) -> Circular:
        """The last circular of a unit."""
        return [each for each in kept_circulars(self.folder()) if each.unit == unit][-1]

    def folder(self) -> Folder:
        """The town's output."""
        return Folder(self.output / NAME)

    def reply(self, unit: str, edit: Callable[[Worksheet], object], name: str = "") -> Path:
        """A unit edits the workbook that it got and puts it into the inbox."""
        circular = self.circular(unit)
        (content,) = [
            content
            for mailed in self.mails
            for file, content in mailed.attached.items()
            if mailed.to == circular.mailbox and file == name_of(circular)
        ]
        path = self.inbox / (name or name_of(circular))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(answered(content, edit))
        return path

    def verdicts(self) -> list[str]:
        """What became of the files that were handed in."""
        return [drop.verdict for drop in self.state.drops(NAME)]

    def kinds(self) -> list[str]:
        """What was told, or is to be."""
        return [letter.kind for letter in self.state.letters(NAME)]


def asked_office(folder: Path, state: State, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The town in a copied folder, an hour after it has asked its units; ``mails`` is what was sent since."""
    office = Office(folder / "sources" / NAME, folder / "output", state, MONDAY + timedelta(hours=1))
    _send_to(office, monkeypatch)
    return office


def open_office(folder: Path, state: State, monkeypatch: pytest.MonkeyPatch, settings: str = "") -> Office:
    """The town below ``folder`` with more ``settings`` of its reminders; the state lies in ``folder/output``."""
    place = forgotten_town(folder)
    toml = place / "dataset.toml"
    toml.write_text(f"{toml.read_text('utf-8')}\n{SETTINGS}{settings}", "utf-8")
    office = Office(place, folder / "output", state, MONDAY - timedelta(hours=2))

    _send_to(office, monkeypatch)
    return office


def _send_to(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay aside what is sent by mail."""

    def send(mail: Mail, to: Sequence[str], attachments: Sequence[Distribution], *rest: object, **_: object) -> Sent:
        attached = {each.name: each.content for each in attachments}
        office.mails.extend(Mailed(mailbox, mail, attached, str(rest[2])) for mailbox in to)
        return Sent(tuple(to))

    monkeypatch.setattr("pipeline.watch.post.send", send)


class Killed(BaseException):
    """The watcher is gone in the middle of a step."""


@dataclass
class Stopping(Here):
    """Does jobs until the one of that kind, which is through before the watcher hears of it."""

    kind: str = ""

    def start(self, job: Job) -> None:
        """Do the job, and die if it is of that kind."""
        super().start(job)
        if job.kind == self.kind:
            raise Killed


def text_of(content: bytes) -> str:
    """All texts of a workbook."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    return "\n".join(
        str(value) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for value in row
    )
