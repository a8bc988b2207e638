"""A year of a town that is watched, played by a timeline: what people do in, each thing that follows out.

The clock is handed to the watcher look by look, and jobs are done in this process, so nobody sleeps. The servers are
real: one for mail, one for the town's web space, one for the folder of a unit.
"""

from __future__ import annotations

import io
import os
import shlex
import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook, load_workbook

from pipeline.cli import main
from pipeline.model.drop import Delivery, Drop
from pipeline.model.routine import Schedule
from pipeline.publish.folder import Folder
from pipeline.state import State, open_state
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from pipeline.watch.workers import Here
from tests.circulars import HEADER_ROW, put, say
from tests.integration.destinations.mail_server import Postbox, mail_server
from tests.integration.destinations.servers import PASSWORD, webdav_server
from tests.twelve_units import COLUMNS, NAME, UNITS, WORKBOOK, Value, change_cells, make_town, write_workbook

TIMELINE = Path(__file__).with_name("year.toml")
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE, COUNCIL = "digital@zwoelfingen.example", "ratsbuero@it-dienst.example"
UNIT_FILE = "feuerwehr.xlsx"
LOOK, MOST_LOOKS, IDLE_LOOKS = timedelta(seconds=10), 40, 3
LOOKS = (time(2, 31), time(8, 31), time(14, 31), time(20, 31))
"""When the watcher looks on a day on which nobody does anything, by the town's clock; there is more to see at none."""
SETTINGS = """
[schedule]
publish = "30 2 * * *"
quiet = ["12-24", "12-25", "12-26", "12-27", "12-28", "12-29", "12-30", "12-31", "01-01"]

[notices]
to = ["{office}", "{council}"]
internal = ["zwoelfingen.example"]

[mail]
host = "localhost"
port = {mail}
sender = "roadmap@zwoelfingen.example"
encryption = "none"

[site]
enabled = false

[destinations.webdav]
url = "{web}"

[reminders]
when = "0 7 * sep mon"

[retention]
drops = 5
days = 90
"""


SCHEDULE = Schedule(publish="30 2 * * *")


@dataclass(frozen=True)
class Entry:
    """What people do at a moment of the town's clock, and all that follows until the next entry."""

    at: datetime
    story: str
    does: Sequence[Mapping[str, Any]]
    then: Sequence[str]


def read_end() -> Mapping[str, Any]:
    """What there is at the end of the year, as it was written by hand."""
    end: Mapping[str, Any] = tomllib.loads(TIMELINE.read_text("utf-8"))["end"]
    return end


def read_timeline() -> tuple[Entry, ...]:
    """The timeline as it was written by hand."""
    told = tomllib.loads(TIMELINE.read_text("utf-8"))["entry"]
    return tuple(
        Entry(_moment(each["at"]), each["story"], each.get("does", ()), tuple(each["then"].splitlines()))
        for each in told
    )


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=BERLIN).astimezone(UTC)


@dataclass
class Server:
    """A server that can be switched off, and on again at the same port."""

    start: Callable[[int], AbstractContextManager[int]]
    port: int = 0
    _running: ExitStack | None = None

    def on(self) -> None:
        """Let it answer."""
        self._running = ExitStack()
        self.port = self._running.enter_context(self.start(self.port))

    def off(self) -> None:
        """Let it answer nobody."""
        if self._running:
            self._running.close()
        self._running = None


@contextmanager
def _mail(postbox: Postbox, place: Path, port: int) -> Iterator[int]:
    with mail_server(postbox, place, encryption="none", with_account=False, port=port) as running:
        yield running.port


@contextmanager
def _webdav(served: Path, port: int) -> Iterator[int]:
    with webdav_server(served, port) as environment:
        yield int(environment["WEBDAV_URL"].rpartition(":")[2])


@dataclass
class Year:
    """The town, its servers, the desk of the office with its workbook, and the diary of what came about."""

    place: Path
    town: Path
    state: State
    postbox: Postbox
    servers: Mapping[str, Server]
    now: datetime
    watcher: Watcher | None = None
    diary: list[str] = field(default_factory=list)
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    _drops: dict[int, Drop] = field(default_factory=dict)
    _deliveries: dict[str, Delivery] = field(default_factory=dict)
    _versions: list[str] = field(default_factory=list)

    @property
    def inbox(self) -> Path:
        """Where the office puts its files."""
        return self.town / "inbox"

    @property
    def desk(self) -> Path:
        """The office's own workbook."""
        return self.place / "desk" / WORKBOOK

    @property
    def cloud(self) -> Path:
        """The folder of the fire brigade, which a server gives out."""
        return self.place / "cloud"

    @property
    def web(self) -> Path:
        """The town's web space."""
        return self.place / "web"

    @property
    def output(self) -> Path:
        """Where editions and the state are."""
        return self.place / "output"

    @property
    def folder(self) -> Folder:
        """The town's output."""
        return Folder(self.output / NAME)

    def begin(self) -> None:
        """Let a watcher begin, with nothing in its memory."""
        self.watcher = Watcher([Watched(self.town / "dataset.toml")], self.output, self.state, Here())

    def play(self, entry: Entry, until: datetime) -> list[str]:
        """Do what an entry says and look until the next; what came about."""
        self.now, self.diary = entry.at, []
        for act in entry.does:
            ((verb, said),) = act.items()
            _ACTS[verb](self, said)
        self._look_until_idle(entry.at)
        for moment in _looks(entry.at, until):
            self._look_until_idle(moment)
        return self.diary

    def tell(self, line: str) -> None:
        """Write a line into the diary, under the moment."""
        self.diary.append(f"{self.now.astimezone(BERLIN):%m-%d %H:%M} {line}")

    def _look_until_idle(self, moment: datetime) -> None:
        """Look every ten seconds while that changes anything."""
        idle, looks = 0, 0
        self.now = moment
        while self.watcher and idle < IDLE_LOOKS:
            before = self.watcher.stamp()
            self.watcher.tick(moment + looks * LOOK)
            idle = idle + 1 if self.watcher.stamp() == before else 0
            looks += 1
            assert looks < MOST_LOOKS, f"it does not come to rest at {moment}"
        self._note_drops()
        self._note_editions()
        self._note_mails()
        self._note_deliveries()

    def _note_drops(self) -> None:
        for drop in self.state.drops(NAME):
            known = self._drops.get(drop.id)
            if known is None or known.verdict != drop.verdict:
                self.tell(" ".join(filter(None, (f"{drop.origin}:", drop.verdict, drop.version))))
            self._drops[drop.id] = drop

    def _note_editions(self) -> None:
        versions = self.folder.versions()
        for version in versions:
            if version not in self._versions:
                self.tell(f"edition {version}")
                for line in _changes(self.folder.find_file(version, "changes.md").decode()):
                    self.tell(line)
        self._versions = versions

    def _note_mails(self) -> None:
        arrived = [(to, _parsed(content)) for to, content in self.postbox.arrived]
        self.postbox.arrived.clear()
        self.mails += [(mailbox, mail) for to, mail in arrived for mailbox in to]
        by_subject: dict[str, list[str]] = {}
        for to, mail in arrived:
            by_subject.setdefault(str(mail["Subject"]).strip(), []).extend(to)
        for subject, mailboxes in by_subject.items():
            self.tell(f"mail to {_readers(mailboxes)}: {subject}")

    def _note_deliveries(self) -> None:
        for delivery in self.state.deliveries(NAME):
            known = self._deliveries.get(delivery.destination)
            if delivery.state == "done" and (not known or (known.version, known.state) != (delivery.version, "done")):
                self.tell(f"{delivery.destination} has {delivery.version}")
            self._deliveries[delivery.destination] = delivery


def _changes(said: str) -> Iterator[str]:
    """What changed, in German, without the words around it."""
    german = said.partition("\n# What changed")[0]
    return (line for line in german.splitlines() if line and not line.startswith(("#", "---")))


def _readers(mailboxes: Sequence[str]) -> str:
    """Who got a mail: "both" of those who hear of each file, and units by their mailboxes."""
    both = ["both"] if {OFFICE, COUNCIL} <= {*mailboxes} else []
    others = [each for each in mailboxes if not both or each not in (OFFICE, COUNCIL)]
    return ", ".join([*both, *(each.removesuffix("zwoelfingen.example") for each in sorted(others))])


def _parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def _looks(after: datetime, until: datetime) -> Iterator[datetime]:
    """The moments between two entries at which the watcher looks, at an hour that comes twice both times."""
    day = after.astimezone(BERLIN).date()
    while day <= until.astimezone(BERLIN).date():
        local = (datetime.combine(day, each, BERLIN).replace(fold=fold) for each in LOOKS for fold in (0, 1))
        yield from sorted({moment for each in local if after < (moment := each.astimezone(UTC)) < until})
        day += timedelta(days=1)


# What people do.


def _edit(year: Year, cells: Mapping[str, Mapping[str, Value]]) -> None:
    """Change cells of the workbook on the desk, for good."""
    change_cells(year.desk, cells)


def _drop(year: Year, said: Mapping[str, Any]) -> None:
    """Put a copy of the desk's workbook into the inbox, with slips that are in this copy alone."""
    source = year.place / "desk" / said.get("of", WORKBOOK)
    copy = year.place / "copy.xlsx"
    shutil.copy(source, copy)
    change_cells(copy, said.get("with", {}))
    _delete_rows(copy, said.get("without", ()))
    shutil.move(copy, year.inbox / said["as"])


def _delete_rows(path: Path, keys: Sequence[str]) -> None:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for row in reversed(range(1, sheet.max_row + 1)):
        if sheet.cell(row, 1).value in keys:
            sheet.delete_rows(row)
    book.save(path)


def _mend(year: Year, said: Mapping[str, Any]) -> None:
    """Mend the checked copy that came back last, and put it into the inbox under the name that it has."""
    newest = max((year.inbox / "abgelehnt").iterdir(), key=lambda folder: folder.stat().st_mtime_ns)
    (checked,) = newest.glob("*.geprueft.xlsx")
    copy = year.place / checked.name
    shutil.copy(checked, copy)
    change_cells(copy, said)
    shutil.move(copy, year.inbox)


def _again(year: Year, name: str) -> None:
    """Hand in what was handed in last, to the last byte the same."""
    newest = max((year.inbox / "angenommen").iterdir(), key=lambda folder: folder.stat().st_mtime_ns)
    shutil.copy(newest / name, year.inbox)


def _strike(year: Year, keys: Sequence[str]) -> None:
    """Delete rows of the workbook on the desk, for good."""
    _delete_rows(year.desk, keys)


def _keep(year: Year, name: str) -> None:
    """Lay a copy of the desk's workbook aside, under a name."""
    shutil.copy(year.desk, year.desk.with_name(name))


def _rename(year: Year, names: Sequence[str]) -> None:
    """Give a file in the inbox another name."""
    before, after = names
    (year.inbox / before).rename(year.inbox / after)


def _text(year: Year, name: str) -> None:
    """Put a file into the inbox that is no workbook."""
    (year.inbox / name).write_text("Protokoll der Sitzung\n", "utf-8")


def _take_away(year: Year, name: str) -> None:
    """Take a file out of the inbox."""
    (year.inbox / name).unlink()


def _reply(year: Year, said: Mapping[str, Any]) -> None:
    """Let a unit answer in the workbook that it got last: "stimmt noch" in each row, but where it changes cells."""
    mails = (mail for to, mail in reversed(year.mails) if to == UNITS[said["unit"]])
    (sent,) = next(found for mail in mails if (found := [*mail.iter_attachments()]))
    book = load_workbook(io.BytesIO(sent.get_content()))
    sheet = next(each for each in book.worksheets if each.cell(HEADER_ROW, 1).value == COLUMNS["id"])
    for (key,) in sheet.iter_rows(min_row=HEADER_ROW + 1, max_col=1, values_only=True):
        if key:
            say(sheet, str(key), "stimmt noch")
    for key, cells in said.get("with", {}).items():
        say(sheet, key, "geändert")
        for name, value in cells.items():
            put(sheet, key, COLUMNS[name], value)
    book.save(year.inbox / said.get("as", sent.get_filename()))


def _take_over(year: Year, _: str) -> None:
    """Let the office go on working in the copy with the answers."""
    shutil.copy(year.town / "roadmap.umlauf.xlsx", year.desk)


def _unit(year: Year, rows: Sequence[Mapping[str, Value]]) -> None:
    """Let the fire brigade save its own workbook into its folder."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(COLUMNS.values()))
    for row in rows:
        sheet.append([row.get(name) for name in COLUMNS])
    year.cloud.mkdir(exist_ok=True)
    book.save(year.cloud / UNIT_FILE)


def _settings(year: Year, said: Mapping[str, str]) -> None:
    """Change the settings: a text in the place of another."""
    path = year.town / "dataset.toml"
    text = path.read_text("utf-8")
    for before, after in said.items():
        assert before in text
        text = text.replace(before, after.replace("{cloud}", f"http://127.0.0.1:{year.servers['cloud'].port}"))
    path.write_text(text, "utf-8")


def _run(year: Year, line: str) -> None:
    """Run a command; its exit code."""
    os.environ["SOURCE_DATE_EPOCH"] = str(int(year.now.timestamp()))
    verb, *rest = shlex.split(line)
    try:
        main((verb, NAME, *rest, "--sources", str(year.town.parent), "--output", str(year.output)))
    except SystemExit as ended:
        year.tell(f"roadmap {verb} ends with {ended.code or 0}")
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]


def _server(year: Year, said: Mapping[str, str]) -> None:
    """Switch servers off and on."""
    for name, to in said.items():
        getattr(year.servers[name], to)()


def _watch(year: Year, said: str) -> None:
    """Let the watcher end, or begin."""
    if said == "begins":
        year.begin()
    else:
        year.watcher = None


_ACTS: Mapping[str, Callable[[Year, Any], None]] = {
    "edit": _edit,
    "drop": _drop,
    "mend": _mend,
    "again": _again,
    "strike": _strike,
    "keep": _keep,
    "reply": _reply,
    "take_over": _take_over,
    "rename": _rename,
    "text": _text,
    "take_away": _take_away,
    "unit": _unit,
    "settings": _settings,
    "run": _run,
    "server": _server,
    "watcher": _watch,
}


@contextmanager
def open_year(place: Path, begin: date) -> Iterator[Year]:
    """The town before its first day, with nothing in its folder but its settings, and its servers."""
    for name in ("cloud", "web", "desk", "certificates"):
        (place / name).mkdir()
    postbox = Postbox()
    servers = {
        "mail": Server(partial(_mail, postbox, place / "certificates")),
        "web": Server(partial(_webdav, place / "web")),
        "cloud": Server(partial(_webdav, place / "cloud")),
    }
    with ExitStack() as stack:
        for server in servers.values():
            server.on()
            stack.callback(server.off)
        url = f"http://127.0.0.1:{servers['web'].port}"
        settings = SETTINGS.format(office=OFFICE, council=COUNCIL, mail=servers["mail"].port, web=url)
        town = make_town(place, begin, settings=settings)
        (town / WORKBOOK).unlink()
        (town / "inbox").mkdir()
        write_workbook(place / "desk" / WORKBOOK, begin)
        state = stack.enter_context(open_state(place / "output"))
        yield Year(place, town, state, postbox, servers, datetime.combine(begin, time(), UTC))


ENVIRONMENT = {"WEBDAV_USER": "town", "WEBDAV_PASSWORD": PASSWORD,
               "SOURCE_FEUERWEHR_USER": "town", "SOURCE_FEUERWEHR_PASSWORD": PASSWORD}  # fmt: skip
"""What the watcher's environment says."""
